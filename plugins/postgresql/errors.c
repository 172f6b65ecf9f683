/* SPDX-License-Identifier: MIT
 * From libpq's results and messages to the library's errors. */
#include "errors.h"
#include "driver/error.h"
#include "driver/sqlstate.h"
#include <stdarg.h>
#include <stdio.h>

enum { STATE_LENGTH = 5 };

alk_rc alk__pg_error(alk_err *err, int32_t error_class, const char *sqlstate, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)alk__driver_error(alk__pg_host, err, error_class, sqlstate, format, args);
    va_end(args);
    return error_class;
}

alk_rc alk__pg_no_memory(alk_err *err)
{
    return alk__driver_no_memory(alk__pg_host, err);
}

void alk__pg_detail(alk_err *err, const char *key, const char *value)
{
    if (value != NULL && *value != 0)
        alk__pg_host->err_detail(err, key, value, strlen(value));
}

/* ---- the server's ---- */
static void add_fields(const PGresult *result, alk_err *err)
{
    static const struct {
        const char *key;
        int field;
    } fields[] = { { "detail", PG_DIAG_MESSAGE_DETAIL },   { "hint", PG_DIAG_MESSAGE_HINT },     { "schema", PG_DIAG_SCHEMA_NAME },
                   { "table", PG_DIAG_TABLE_NAME },        { "column", PG_DIAG_COLUMN_NAME },    { "constraint", PG_DIAG_CONSTRAINT_NAME },
                   { "datatype", PG_DIAG_DATATYPE_NAME },  { "position", PG_DIAG_STATEMENT_POSITION } };
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        alk__pg_detail(err, fields[i].key, PQresultErrorField(result, fields[i].field));
}

/* 57014 is one state for three reasons: our deadline, the server's own, a cancel. */
static int32_t why_cancelled(const alk__pg_conn *conn, const char *message)
{
    return conn->late || strstr(message, "statement timeout") != NULL ? ALK_ERROR_TIMEOUT : ALK_ERROR_OPERATIONAL;
}

alk_rc alk__pg_result_error(alk__pg_conn *conn, const PGresult *result, alk_err *err)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE), *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    alk__driver_meaning meaning = alk__driver_sqlstate_meaning(sqlstate);
    if (sqlstate == NULL && PQstatus(conn->pg) == CONNECTION_BAD)
        return alk__pg_lost(conn, err);
    if (message == NULL) {
        alk__pg_error(err, ALK_ERROR_INTERNAL, sqlstate, "%s", PQresultErrorMessage(result));
        return ALK_ERROR_INTERNAL;
    }
    if (sqlstate != NULL && strcmp(sqlstate, "57014") == 0)
        meaning.error_class = why_cancelled(conn, message);
    if (conn->late && meaning.error_class == ALK_ERROR_TIMEOUT)
        message = "the statement's deadline passed";
    alk__pg_host->err_set(err, meaning.error_class, sqlstate, 0, message, strlen(message));
    add_fields(result, err);
    if (sqlstate != NULL && strcmp(sqlstate, "42P18") == 0)
        alk__pg_detail(err, "hint", "say the parameter's type by a cast: CAST(… AS bigint)");
    alk__pg_host->err_flags(err, meaning.flags);
    if ((meaning.flags & ALK_ERROR_DISCONNECT) != 0 || PQstatus(conn->pg) == CONNECTION_BAD) {
        conn->lost = true;
        alk__pg_host->err_flags(err, ALK_ERROR_DISCONNECT);
    }
    return meaning.error_class;
}

/* ---- the line's ---- */
alk_rc alk__pg_lost(alk__pg_conn *conn, alk_err *err)
{
    char message[ALK__DRIVER_MESSAGE_MAX];
    size_t n = 0;
    const char *text = PQerrorMessage(conn->pg);
    for (; *text != 0 && n < sizeof message - 1; text++)
        if (*text != '\n' && *text != '\t')
            message[n++] = *text;
        else if (n > 0 && message[n - 1] != ' ' && text[1] != 0)
            message[n++] = ' ';
    conn->lost = true;
    message[n] = 0;
    alk__pg_error(err, ALK_ERROR_OPERATIONAL, "08006", "%s", n > 0 ? message : "the connection to the server was lost");
    alk__pg_host->err_flags(err, ALK_ERROR_DISCONNECT);
    return ALK_ERROR_OPERATIONAL;
}

alk_rc alk__pg_out_of_turn(alk__pg_conn *conn, alk_err *err)
{
    conn->lost = true;
    alk__pg_error(err, ALK_ERROR_OPERATIONAL, "08P01", "the server sent what does not belong there: the connection is given up");
    alk__pg_host->err_flags(err, ALK_ERROR_DISCONNECT);
    return ALK_ERROR_OPERATIONAL;
}

alk_rc alk__pg_check_standbys(alk__pg_conn *conn, alk_err *err)
{
    int32_t error_class = conn->late ? ALK_ERROR_TIMEOUT : ALK_ERROR_OPERATIONAL;
    if (!conn->alone)
        return ALK_OK;
    alk__pg_error(err, error_class, "40003", "the wait for the standby was ended: what was committed may be lost when the standby takes over");
    alk__pg_host->err_flags(err, ALK_ERROR_OUTCOME_UNKNOWN);
    return error_class;
}

alk_rc alk__pg_is_lost(alk_err *err)
{
    alk__pg_error(err, ALK_ERROR_OPERATIONAL, "08003", "the connection was lost before");
    alk__pg_host->err_flags(err, ALK_ERROR_DISCONNECT);
    return ALK_ERROR_OPERATIONAL;
}

/* ---- notices ---- */

/* A cancel ends the wait for synchronous standbys, and not the transaction: the server calls it committed, with this warning, whose text is in the server's language. */
static bool tells_of_standbys(const PGresult *result)
{
    const char *function = PQresultErrorField(result, PG_DIAG_SOURCE_FUNCTION);
    return function != NULL && strcmp(function, "SyncRepWaitForLSN") == 0;
}

static int32_t log_level(const char *severity)
{
    return severity != NULL && strcmp(severity, "WARNING") == 0 ? ALK_HOST_LOG_WARNING
           : severity != NULL && strcmp(severity, "DEBUG") == 0 ? ALK_HOST_LOG_DEBUG
                                                               : ALK_HOST_LOG_INFO;
}

void alk__pg_notice(void *handle, const PGresult *result)
{
    alk__pg_conn *conn = handle;
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY), *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    size_t length = message != NULL ? strlen(message) : 0;
    char *kept;
    conn->alone = conn->alone || tells_of_standbys(result);
    if (length == 0)
        return;
    alk__pg_host->log(log_level(PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED)), message, length);
    if (conn->n_warnings == ALK__PG_WARNINGS || (kept = alk__pg_alloc(STATE_LENGTH + length + 1, NULL)) == NULL)
        return;
    memcpy(kept, sqlstate != NULL && strlen(sqlstate) == STATE_LENGTH ? sqlstate : "01000", STATE_LENGTH);
    memcpy(kept + STATE_LENGTH, message, length);
    conn->warnings[conn->n_warnings++] = kept;
}

void alk__pg_notice_none(void *nothing, const PGresult *result)
{
    (void)nothing;
    (void)result;
}

void alk__pg_forget_warnings(alk__pg_conn *conn)
{
    for (uint32_t i = 0; i < conn->n_warnings; i++)
        alk__pg_free(conn->warnings[i]);
    conn->n_warnings = conn->next_warning = 0;
}

alk_rc alk__pg_warning(void *handle, alk_err *warning)
{
    alk__pg_conn *conn = handle;
    char sqlstate[STATE_LENGTH + 1] = "";
    const char *text;
    if (conn->next_warning == conn->n_warnings)
        return ALK_END;
    text = conn->warnings[conn->next_warning++];
    memcpy(sqlstate, text, STATE_LENGTH);
    alk__pg_host->err_set(warning, ALK_ERROR_OPERATIONAL, sqlstate, 0, text + STATE_LENGTH, strlen(text + STATE_LENGTH));
    return ALK_OK;
}
