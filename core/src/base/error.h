/* SPDX-License-Identifier: MIT
 * Making errors. One full error per thread; setting one replaces what was there, adding gives it detail, prefixing puts
 * context before a lower one's message. Running out of memory while making an error leaves a shorter error, never none.
 * A failing call that returns a NULL handle says so (alk__error_null), so that a call on that NULL handle keeps the cause. */
#ifndef ALK_BASE_ERROR_H
#define ALK_BASE_ERROR_H
#include <alkahest/error.h>
#include <stdarg.h>

/* What leads to such a call is laid out apart from the rest, so that the paths without errors stand close together. */
#define ALK__COLD __attribute__((cold))

/* Each returns the code that it sets, for `return alk__error(…)`. */
ALK__COLD int alk__error(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));
ALK__COLD int alk__error_state(int code, const char *sqlstate, const char *format, ...) __attribute__((format(printf, 3, 4)));
ALK__COLD int alk__error_no_memory(void);                    /* allocates nothing */

/* These add to the thread's present error; they do nothing when there is none. */
ALK__COLD void alk__error_prefix(const char *format, ...) __attribute__((format(printf, 1, 2)));
void alk__error_flag(unsigned flags);
void alk__error_set_flags(unsigned flags);                   /* in place of those it has */
void alk__error_sqlstate(const char *sqlstate);
void alk__error_native(int64_t code);
void alk__error_sql(const char *sql, size_t length);
void alk__error_position(int64_t position);
void alk__error_place(const char *file, int line);
typedef enum alk__error_text {
    ALK__DETAIL, ALK__HINT, ALK__SCHEMA, ALK__TABLE, ALK__COLUMN, ALK__CONSTRAINT, ALK__DATA_TYPE, ALK__N_ERROR_TEXTS
} alk__error_text;
void alk__error_add(alk__error_text which, const char *text, size_t length);   /* replaces the text */
void alk__error_addf(alk__error_text which, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The thread's present code. */
int alk__error_code(void);
/* Marks the error as the reason of a NULL handle; returns NULL, for `return alk__error_null();`. */
ALK__COLD void *alk__error_null(void);
/* For a call that was given a NULL handle: keeps the error that made it NULL, else says `what` is NULL. Returns the code. */
ALK__COLD int alk__error_null_handle(const char *what);
/* The code of the error that made a handle NULL, or ALK_OK: the status of closing a NULL handle. */
int alk__error_of_null(void);
/* A handle was made: a later call on a NULL handle is no longer explained by an older failure. */
void alk__error_handle_made(void);

/* Put the present error aside and back, around clean-up that may fail by itself. */
typedef struct alk__saved_error alk__saved_error;
ALK__COLD alk__saved_error *alk__error_save(void);           /* NULL when there is none, or no memory */
void alk__error_restore(alk__saved_error *saved);            /* frees it; NULL does nothing */
void alk__error_discard(alk__saved_error *saved);
/* The errors of a fiber, or of the thread while a fiber of it runs. */
typedef struct alk__error_parcel alk__error_parcel;
alk__error_parcel *alk__error_parcel_new(void);              /* without an error; NULL on failure */
void alk__error_parcel_free(alk__error_parcel *parcel);
void alk__error_exchange(alk__error_parcel *parcel);         /* the thread's for the parcel's, and back */
/* The saved error's face; valid until it is restored or discarded. */
const alk_error *alk__error_saved(const alk__saved_error *saved);
#endif
