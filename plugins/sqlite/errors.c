/* SPDX-License-Identifier: MIT
 * What SQLite's result codes mean. Most are told by the code alone (the table); SQLITE_ERROR and the constraints say more in their
 * message, whose fixed beginnings are known here and in errors_text.c. */
#include "errors.h"
#include "driver/error.h"
#include "driver/utf8.h"
#include "errors_text.h"
#include "guard.h"
#include <stdarg.h>
#include <string.h>

alk_rc alk__lite_error(alk_err *err, int32_t error_class, const char *sqlstate, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)alk__driver_error(alk__lite_host, err, error_class, sqlstate, format, args);
    va_end(args);
    return error_class;
}

alk_rc alk__lite_no_memory(alk_err *err)
{
    return alk__driver_no_memory(alk__lite_host, err);
}

void alk__lite_detail(alk_err *err, const char *key, const char *value)
{
    alk__lite_host->err_detail(err, key, value, strlen(value));
}

typedef struct meaning {
    int code;                            /* extended, or primary for all that are not named */
    int32_t error_class;
    char sqlstate[6];
    uint8_t flags;
    bool names_file;                     /* the message says too little without the database's name */
} meaning;

static const meaning meanings[] = {
    { SQLITE_CONSTRAINT_UNIQUE, ALK_ERROR_INTEGRITY, "23505", 0, false },
    { SQLITE_CONSTRAINT_PRIMARYKEY, ALK_ERROR_INTEGRITY, "23505", 0, false },
    { SQLITE_CONSTRAINT_ROWID, ALK_ERROR_INTEGRITY, "23505", 0, false },
    { SQLITE_CONSTRAINT_NOTNULL, ALK_ERROR_INTEGRITY, "23502", 0, false },
    { SQLITE_CONSTRAINT_FOREIGNKEY, ALK_ERROR_INTEGRITY, "23503", 0, false },
    { SQLITE_CONSTRAINT_CHECK, ALK_ERROR_INTEGRITY, "23514", 0, false },
    { SQLITE_CONSTRAINT | (12 << 8), ALK_ERROR_DATA, "22018", 0, false },       /* a value of the wrong class in a STRICT table */
    { SQLITE_CONSTRAINT, ALK_ERROR_INTEGRITY, "23000", 0, false },
    { SQLITE_BUSY_SNAPSHOT, ALK_ERROR_OPERATIONAL, "40001", ALK_ERROR_RETRYABLE, true },
    { SQLITE_BUSY, ALK_ERROR_OPERATIONAL, "55P03", ALK_ERROR_RETRYABLE, true },
    { SQLITE_LOCKED, ALK_ERROR_OPERATIONAL, "55P03", ALK_ERROR_RETRYABLE, true },
    { SQLITE_PROTOCOL, ALK_ERROR_OPERATIONAL, "55P03", ALK_ERROR_RETRYABLE, true },
    { SQLITE_SCHEMA, ALK_ERROR_OPERATIONAL, "40001", ALK_ERROR_RETRYABLE, false },
    { SQLITE_ABORT, ALK_ERROR_OPERATIONAL, "40000", 0, false },
    { SQLITE_INTERRUPT, ALK_ERROR_OPERATIONAL, "57014", 0, false },
    { SQLITE_FULL, ALK_ERROR_OPERATIONAL, "53100", 0, true },
    { SQLITE_READONLY, ALK_ERROR_OPERATIONAL, "25006", 0, true },
    { SQLITE_CANTOPEN, ALK_ERROR_OPERATIONAL, "58030", 0, true },
    { SQLITE_IOERR_NOMEM, ALK_ERROR_NO_MEMORY, "53200", 0, false },
    { SQLITE_IOERR, ALK_ERROR_OPERATIONAL, "58030", 0, true },
    { SQLITE_CORRUPT, ALK_ERROR_OPERATIONAL, "XX001", 0, true },
    { SQLITE_NOTADB, ALK_ERROR_OPERATIONAL, "58030", 0, true },
    { SQLITE_FORMAT, ALK_ERROR_OPERATIONAL, "58030", 0, true },
    { SQLITE_PERM, ALK_ERROR_OPERATIONAL, "42501", 0, true },
    { SQLITE_AUTH, ALK_ERROR_PROGRAMMING, "42501", 0, false },
    { SQLITE_NOLFS, ALK_ERROR_NOT_SUPPORTED, "0A000", 0, true },
    { SQLITE_TOOBIG, ALK_ERROR_DATA, "22001", 0, false },
    { SQLITE_MISMATCH, ALK_ERROR_DATA, "22018", 0, false },
    { SQLITE_RANGE, ALK_ERROR_PROGRAMMING, "07001", 0, false },
    { SQLITE_MISUSE, ALK_ERROR_INTERFACE, "HY010", 0, false },
    { SQLITE_NOMEM, ALK_ERROR_NO_MEMORY, "53200", 0, false },
    { SQLITE_INTERNAL, ALK_ERROR_INTERNAL, "XX000", 0, false },
    { SQLITE_ERROR, ALK_ERROR_PROGRAMMING, "42000", 0, false },
};

static meaning meaning_of(int rc)
{
    static const meaning unknown = { 0, ALK_ERROR_INTERNAL, "XX000", 0, false };
    const meaning *general = &unknown;
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++) {
        if (meanings[i].code == rc)
            return meanings[i];
        if (meanings[i].code == (rc & 0xFF))
            general = &meanings[i];
    }
    return *general;
}

/* What ended the statement, where SQLite only knows that it was asked to stop waiting or working. */
static bool told_to_stop(const alk__lite_conn *conn, int rc, alk_err *err)
{
    int primary = rc & 0xFF;
    if (primary != SQLITE_INTERRUPT && primary != SQLITE_BUSY)
        return false;
    if (alk__lite_deadline_passed(conn)) {
        static const char late[] = "the statement's deadline passed";
        alk__lite_host->err_set(err, ALK_ERROR_TIMEOUT, "57014", rc, late, sizeof late - 1);
        return true;
    }
    if (primary == SQLITE_INTERRUPT || alk__lite_is_cancelled(conn)) {
        static const char cancelled[] = "the statement was cancelled";
        alk__lite_host->err_set(err, ALK_ERROR_OPERATIONAL, "57014", rc, cancelled, sizeof cancelled - 1);
        return true;
    }
    return false;
}

/* SQLite's message with the file it speaks of. */
static void set_with_file(const alk__lite_conn *conn, const meaning *what, int rc, const char *text, alk_err *err)
{
    char message[1200];
    sqlite3_snprintf(sizeof message, message, "%s: \"%s\"", text, conn->memory ? "memory" : conn->name);
    alk__lite_host->err_set(err, what->error_class, what->sqlstate, rc, message,
                            alk__driver_whole(message, strlen(message), sizeof message));
}

/* SQLite ends the whole transaction on some errors; what follows would then run outside of any. */
static void note_rollback(alk__lite_conn *conn, alk_err *err)
{
    if (conn->began && sqlite3_get_autocommit(conn->db) != 0) {
        conn->rolled_back = true;
        alk__lite_detail(err, "detail", "the transaction was rolled back");
    }
}

alk_rc alk__lite_fail(alk__lite_conn *conn, int rc, alk_sv sql, alk_err *err)
{
    char text[1000];
    meaning what = meaning_of(rc);
    int position = alk__lite_error_position(conn->db, sql);
    sqlite3_snprintf(sizeof text, text, "%s", sqlite3_errmsg(conn->db));
    if (what.error_class == ALK_ERROR_NO_MEMORY) {
        alk__lite_no_memory(err);
    } else if (strstr(text, "SQL statements in progress") != NULL) {
        what.error_class = ALK_ERROR_INTERFACE;
        alk__lite_host->err_set(err, ALK_ERROR_INTERFACE, "25000", rc, text, strlen(text));
    } else if (told_to_stop(conn, rc, err)) {
        what.error_class = alk__lite_deadline_passed(conn) ? ALK_ERROR_TIMEOUT : ALK_ERROR_OPERATIONAL;
    } else if ((rc & 0xFF) == SQLITE_CONSTRAINT && what.error_class == ALK_ERROR_INTEGRITY) {
        alk__lite_host->err_set(err, what.error_class, what.sqlstate, rc, text, strlen(text));
        alk__lite_constraint_details(conn->db, text, err);
    } else if (what.names_file) {
        set_with_file(conn, &what, rc, text, err);
        alk__lite_host->err_flags(err, what.flags);
    } else if ((rc & 0xFF) == SQLITE_ERROR) {
        what.error_class = alk__lite_fail_by_text(rc, text, position, err);
    } else {
        alk__lite_host->err_set(err, what.error_class, what.sqlstate, rc, text, strlen(text));
        alk__lite_host->err_flags(err, what.flags);
    }
    note_rollback(conn, err);
    return what.error_class;
}
