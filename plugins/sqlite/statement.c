/* SPDX-License-Identifier: MIT
 * Preparing and executing. Executions without rows run here to their end; those with rows are handed to cursor.c after the first
 * step, so that errors and changes belong to the execution. */
#include "statement.h"
#include "bind.h"
#include "cursor.h"
#include "errors.h"
#include "guard.h"
#include <string.h>

/* ---- reading SQL as far as needed ---- */
static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Behind white space and comments, and semicolons where asked. */
static const char *skip(const char *at, const char *end, bool semicolons)
{
    for (; at < end; at++) {
        if (is_space(*at) || (semicolons && *at == ';'))
            continue;
        if (end - at >= 2 && at[0] == '-' && at[1] == '-') {
            at = memchr(at, '\n', (size_t)(end - at));
            if (at == NULL)
                return end;
        } else if (end - at >= 2 && at[0] == '/' && at[1] == '*') {
            for (at += 2; at < end && !(at[0] == '*' && at + 1 < end && at[1] == '/'); at++)
                ;
            if (at == end)
                return end;
            at++;
        } else {
            return at;
        }
    }
    return end;
}

static bool word_is(const char *at, const char *end, const char *word)
{
    size_t i = 0;
    for (; word[i] != 0; i++)
        if (at + i >= end || (at[i] >= 'a' && at[i] <= 'z' ? at[i] - 32 : at[i]) != word[i])
            return false;
    at += i;
    return at >= end || !((*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_' || (*at >= '0' && *at <= '9'));
}

/* What the first word says of a statement. */
static void classify(alk__lite_stmt *stmt, alk_sv sql)
{
    const char *end = sql.p + sql.n, *at = skip(sql.p, end, true);
    if (word_is(at, end, "INSERT") || word_is(at, end, "UPDATE") || word_is(at, end, "DELETE") || word_is(at, end, "REPLACE"))
        stmt->changes_rows = true;
    else if (word_is(at, end, "WITH"))
        stmt->changes_rows = sqlite3_stmt_readonly(stmt->handle) == 0;
    else if (word_is(at, end, "PRAGMA"))
        stmt->touches = ALK__LITE_TOUCHED_SETTINGS;
    else if (word_is(at, end, "CREATE"))
        stmt->touches = ALK__LITE_TOUCHED_TEMP;
    else if (word_is(at, end, "ATTACH") || word_is(at, end, "DETACH"))
        stmt->touches = ALK__LITE_TOUCHED_FILES;
}

/* ---- preparing ---- */
static alk_rc compile(alk__lite_conn *conn, alk_sv sql, unsigned flags, sqlite3_stmt **handle, alk_err *err)
{
    const char *tail = NULL;
    int rc;
    if (sql.n >= INT32_MAX)
        return alk__lite_error(err, ALK_ERROR_PROGRAMMING, "54000", "the statement is too long");
    if (sql.n > 0 && memchr(sql.p, 0, sql.n) != NULL)
        return alk__lite_error(err, ALK_ERROR_PROGRAMMING, "42601", "the statement holds a NUL character");
    alk__lite_settle(conn);
    rc = sqlite3_prepare_v3(conn->db, sql.n > 0 ? sql.p : "", (int)sql.n, flags, handle, &tail);
    if (rc != SQLITE_OK)
        return alk__lite_fail(conn, rc, sql, err);
    if (*handle == NULL)
        return alk__lite_error(err, ALK_ERROR_PROGRAMMING, "42601", "the text holds no statement");
    if (skip(tail, sql.p + sql.n, true) != sql.p + sql.n) {
        sqlite3_finalize(*handle);
        return alk__lite_error(err, ALK_ERROR_PROGRAMMING, "42601", "the text holds more than one statement");
    }
    return ALK_OK;
}

static alk_rc prepare(alk__lite_conn *conn, alk_sv sql, unsigned flags, alk__lite_stmt **out, alk_err *err)
{
    sqlite3_stmt *handle = NULL;
    alk__lite_stmt *stmt;
    alk_rc rc = compile(conn, sql, flags, &handle, err);
    if (rc != ALK_OK)
        return rc;
    stmt = alk__lite_alloc(sizeof *stmt, err);
    if (stmt == NULL) {
        sqlite3_finalize(handle);
        return ALK_ERROR_NO_MEMORY;
    }
    stmt->handle = handle;
    stmt->conn = conn;
    stmt->nparams = (uint32_t)sqlite3_bind_parameter_count(handle);
    stmt->ncols = (uint32_t)sqlite3_column_count(handle);
    classify(stmt, sql);
    stmt->next = conn->statements;
    stmt->link = &conn->statements;
    if (stmt->next != NULL)
        stmt->next->link = &stmt->next;
    conn->statements = stmt;
    *out = stmt;
    return ALK_OK;
}

alk_rc alk__lite_prepare(void *handle, alk_sv sql, uint32_t flags, int64_t deadline, void **out, alk_err *err)
{
    alk__lite_conn *conn = handle;
    alk__lite_stmt *stmt;
    alk_rc rc;
    (void)flags;
    alk__lite_set_deadline(conn, deadline);
    rc = prepare(conn, sql, SQLITE_PREPARE_PERSISTENT, &stmt, err);
    if (rc == ALK_OK)
        *out = stmt;
    return rc;
}

void alk__lite_stmt_close(void *conn, void *handle)
{
    alk__lite_stmt *stmt = handle;
    (void)conn;
    alk__lite_stop(stmt, ALK__LITE_CLOSED);
    *stmt->link = stmt->next;
    if (stmt->next != NULL)
        stmt->next->link = stmt->link;
    sqlite3_finalize(stmt->handle);
    alk__lite_columns_forget(stmt);
    alk__lite_free(stmt->ways);
    alk__lite_free(stmt->scratch);
    alk__lite_free(stmt);
}

alk_rc alk__lite_stmt_params(void *conn, void *handle, uint32_t *count, alk_err *err)
{
    alk__lite_stmt *stmt = handle;
    (void)conn;
    (void)err;
    *count = stmt->nparams;
    return ALK_OK;
}

alk_rc alk__lite_stmt_columns(void *conn, void *handle, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    alk__lite_stmt *stmt = handle;
    (void)conn;
    if (stmt->ncols > 0 && alk__lite_describe(stmt, err) == NULL)
        return ALK_ERROR_NO_MEMORY;
    *columns = stmt->descriptions;
    *count = stmt->ncols;
    *stride = sizeof(alk_column_desc);
    return ALK_OK;
}

/* ---- executing ---- */
/* SQLite prepares a statement anew by itself when the schema has changed: what was read of its columns may be wrong then. */
static inline void notice_new_schema(alk__lite_stmt *stmt)
{
    int reprepared = sqlite3_stmt_status(stmt->handle, SQLITE_STMTSTATUS_REPREPARE, 0);
    if (reprepared != stmt->reprepared) {
        alk__lite_columns_forget(stmt);
        stmt->ncols = (uint32_t)sqlite3_column_count(stmt->handle);
        stmt->reprepared = reprepared;
    }
}

int64_t alk__lite_changes(const alk__lite_stmt *stmt)
{
    if (!stmt->changes_rows)
        return -1;
#if SQLITE_VERSION_NUMBER >= 3037000
    return sqlite3_changes64(stmt->conn->db);
#else
    return sqlite3_changes(stmt->conn->db);
#endif
}

static alk_rc step_error(alk__lite_stmt *stmt, int result, alk_err *err)
{
    alk_rc rc = alk__lite_fail(stmt->conn, result, alk__lite_sv(NULL, 0), err);
    sqlite3_reset(stmt->handle);
    return rc;
}

/* One execution to its end; rows that it returns are not wanted. */
static alk_rc run(alk__lite_stmt *stmt, alk_err *err)
{
    int result;
    do
        result = sqlite3_step(stmt->handle);
    while (result == SQLITE_ROW);
    if (result != SQLITE_DONE)
        return step_error(stmt, result, err);
    sqlite3_reset(stmt->handle);
    return ALK_OK;
}

static void tell_execution(uint32_t index, uint32_t all, alk_err *err)
{
    char text[64];
    if (all == 1)
        return;
    sqlite3_snprintf(sizeof text, text, "execution %u of %u", (unsigned)index + 1, (unsigned)all);
    alk__lite_detail(err, "detail", text);
}

static alk_rc execute_all(alk__lite_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    const alk_cell *cells = request->params;
    int64_t total = stmt->changes_rows ? 0 : -1;
    alk_rc rc = ALK_OK;
    uint32_t i;
    for (i = 0; rc == ALK_OK && i < request->nrows; i++) {
        if (stmt->nparams > 0)
            rc = alk__lite_bind(stmt, cells + (size_t)i * stmt->nparams, false, err);
        if (rc == ALK_OK)
            rc = run(stmt, err);
        if (rc == ALK_OK && stmt->changes_rows)
            total += alk__lite_changes(stmt);
    }
    if (rc != ALK_OK)
        tell_execution(i - 1, request->nrows, err);
    alk__lite_bind_forget(stmt);
    notice_new_schema(stmt);
    *affected = total;
    return rc;
}

/* The first step of an execution that returns rows. */
static alk_rc open_cursor(alk__lite_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    alk_rc rc = stmt->nparams > 0 ? alk__lite_bind(stmt, request->params, true, err) : ALK_OK;
    int result;
    if (rc != ALK_OK)
        return rc;
    result = sqlite3_step(stmt->handle);
    notice_new_schema(stmt);
    stmt->affected = *affected = -1;
    if (result == SQLITE_ROW) {
        stmt->state = ALK__LITE_AT_ROW;
        stmt->conn->open_cursors++;
    } else if (result == SQLITE_DONE) {
        stmt->state = ALK__LITE_AT_END;
        stmt->affected = *affected = alk__lite_changes(stmt);
        sqlite3_reset(stmt->handle);
    } else {
        return step_error(stmt, result, err);
    }
    stmt->deadline = request->deadline;
    return ALK_OK;
}

static alk_rc admit(alk__lite_stmt *stmt, const alk_request *request, alk_err *err)
{
    if (stmt->conn->rolled_back)
        return alk__lite_error(err, ALK_ERROR_OPERATIONAL, "25P02",
                               "the transaction was rolled back by an earlier error: roll back before going on");
    if (request->ncols != stmt->nparams)
        return alk__lite_error(err, ALK_ERROR_PROGRAMMING, "07001", "the statement takes %u parameters, %u were given",
                               (unsigned)stmt->nparams, (unsigned)request->ncols);
    if (stmt->state != ALK__LITE_CLOSED)
        alk__lite_stop(stmt, ALK__LITE_CLOSED);
    return ALK_OK;
}

alk_rc alk__lite_execute(void *handle, void *prepared, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    alk__lite_conn *conn = handle;
    alk__lite_stmt *stmt = prepared;
    alk_rc rc = admit(stmt, request, err);
    if (rc != ALK_OK)
        return rc;
    alk__lite_settle(conn);
    alk__lite_set_deadline(conn, request->deadline);
    if (alk__lite_deadline_passed(conn))
        return alk__lite_error(err, ALK_ERROR_TIMEOUT, "57014", "the statement's deadline passed before it began");
    conn->touched |= stmt->touches;
    if (stmt->ncols == 0 || request->nrows != 1) {
        *cursor = NULL;
        return execute_all(stmt, request, affected, err);
    }
    rc = open_cursor(stmt, request, affected, err);
    *cursor = rc == ALK_OK ? stmt : NULL;
    return rc;
}

alk_rc alk__lite_execute_direct(void *handle, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    alk__lite_conn *conn = handle;
    alk__lite_stmt *stmt;
    alk_rc rc;
    alk__lite_set_deadline(conn, request->deadline);
    rc = prepare(conn, sql, 0, &stmt, err);
    if (rc != ALK_OK)
        return rc;
    rc = alk__lite_execute(conn, stmt, request, cursor, affected, err);
    if (rc != ALK_OK || *cursor == NULL)
        alk__lite_stmt_close(conn, stmt);
    else
        stmt->owned_by_cursor = true;
    return rc;
}
