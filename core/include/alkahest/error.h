/* SPDX-License-Identifier: MIT
 * Errors. A call that fails returns a nonzero status or a NULL handle, and leaves a full error for its thread. The classes
 * are the DB-API's (PEP 249) and our own; SQLSTATE is ISO/IEC 9075-2's, mapped by the driver where the database has none. */
#ifndef ALKAHEST_ERROR_H
#define ALKAHEST_ERROR_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

typedef struct alk_error {
    size_t struct_size;
    int code;                  /* ALK_OK or ALK_ERROR_… */
    unsigned flags;            /* ALK_ERROR_DISCONNECT, _RETRYABLE, _OUTCOME_UNKNOWN */
    char sqlstate[6];          /* five characters, or empty */
    int64_t native_code;       /* the database's own code, 0 when it has none */
    const char *message;       /* one line; never NULL, never with a bound value or a password in it */
    const char *detail;        /* more lines from the server or the loader; these and all below are NULL when absent */
    const char *hint;          /* what to do about it */
    const char *schema, *table, *column, *constraint, *data_type;      /* as the server names them */
    const char *sql;           /* the statement */
    int64_t position;          /* character in sql where the fault is, from 1; 0 when not known */
    const char *file;          /* where the statement was written, when it was built by macros */
    int line;
} alk_error;

/* The last failed call of this thread; code is ALK_OK when none failed yet. Never NULL. It stays as it is until the next
 * failing call of the same thread, and its texts live as long. Since 1.0. */
ALK_API const alk_error *alk_last_error(void);
/* Forgets this thread's error. Since 1.0. */
ALK_API void alk_clear_error(void);
/* Leaves an error of the program's own for its thread, as a call of the library does that fails: in a listener, a function of a type, a function that alk_transact() calls.
 * code: ALK_ERROR_…. Returns it, for `return alk_fail(…)`. Since 1.0. */
ALK_API int alk_fail(int code, const char *format, ...) ALK_PRINTF(2, 3);
/* Marks this thread's error as the reason of a NULL result that the caller returns, so that alk_close() of that NULL gives its code; returns NULL. Since 1.0. */
ALK_API void *alk_fail_null(void);
/* Puts context before the message of this thread's error: alk_fail_in("order 17"). Does nothing when there is none. Since 1.0. */
ALK_API void alk_fail_in(const char *format, ...) ALK_PRINTF(1, 2);
/* Adds flags, ALK_ERROR_DISCONNECT and the like, to those of this thread's error. Does nothing when there is none. Since 1.0. */
ALK_API void alk_fail_flags(unsigned flags);
/* A word for a class: "integrity", "no plugin". A static text; never NULL. Since 1.0. */
ALK_API const char *alk_error_class_name(int code);
/* The error as lines of text for a person: message, SQLSTATE, detail, hint, and the statement with the place marked. Writes
 * at most size bytes with the NUL, returns the length that it needs. Since 1.0. */
ALK_API size_t alk_error_print(const alk_error *error, char *out, size_t size);
/* The library's version, as ALK_VERSION was when it was built. Since 1.0. */
ALK_API const char *alk_version(void);

ALK_END_DECLS
#endif
