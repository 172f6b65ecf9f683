/* SPDX-License-Identifier: MIT
 * Preparing and executing. A statement that the server forgot, or whose table was made anew, is prepared again by itself. Rows are read from the line as they
 * are asked for, or all at once where the caller wants them in memory anyway. */
#include "statement.h"
#include "bind.h"
#include "bulk.h"
#include "cursor.h"
#include "direct.h"
#include "errors.h"
#include "kill.h"
#include "session.h"
#include "sql_text.h"
#include <stdio.h>
#include <string.h>

enum { UNKNOWN_STATEMENT = 1243, NEEDS_PREPARING = 1615, NEW_COLUMNS = 2057, NOT_PREPARABLE = 1295 };

/* ---- statements ---- */
static uint8_t kind_of(alk_sv sql)
{
    uint8_t late = alk__my_find_word(sql, "RETURNING") ? ALK__MY_TELLS_LATE : 0;
    if (alk__my_begins_with(sql, "INSERT") || alk__my_begins_with(sql, "REPLACE"))
        return late | ALK__MY_CHANGES_ROWS | ALK__MY_INSERTS;
    if (alk__my_begins_with(sql, "UPDATE") || alk__my_begins_with(sql, "DELETE"))
        return late | ALK__MY_CHANGES_ROWS;
    if (alk__my_begins_with(sql, "CALL") || alk__my_begins_with(sql, "EXECUTE"))
        return ALK__MY_TELLS_LATE;
    if (alk__my_begins_with(sql, "WITH") && (alk__my_find_word(sql, "UPDATE") || alk__my_find_word(sql, "DELETE")))
        return ALK__MY_CHANGES_ROWS;
    return alk__my_begins_with(sql, "SELECT") || alk__my_begins_with(sql, "WITH") || alk__my_begins_with(sql, "VALUES") || alk__my_begins_with(sql, "SHOW") ? ALK__MY_READS : 0;
}

alk__my_stmt *alk__my_stmt_new(alk__my_conn *conn, alk_sv sql, alk_err *err)
{
    alk__my_stmt *stmt = alk__my_alloc(sizeof *stmt + sql.n + 1, err);
    if (stmt == NULL)
        return NULL;
    stmt->conn = conn;
    if (sql.n > 0)
        memcpy(stmt->sql, sql.p, sql.n);
    stmt->sql_length = sql.n;
    stmt->kind = kind_of(sql);
    stmt->touches = alk__my_touches_session(sql);
    stmt->affected = -1;
    stmt->next = conn->statements;
    stmt->link = &conn->statements;
    if (stmt->next != NULL)
        stmt->next->link = &stmt->next;
    conn->statements = stmt;
    return stmt;
}

static alk_sv sql_of(const alk__my_stmt *stmt)
{
    return alk__my_sv(stmt->sql, stmt->sql_length);
}

const MYSQL_FIELD *alk__my_fields(const alk__my_stmt *stmt)
{
    if (stmt->text_rows != NULL)
        return mysql_fetch_fields(stmt->text_rows);
    return mysql_stmt_field_count(stmt->handle) > 0 ? mariadb_stmt_fetch_fields(stmt->handle) : NULL;
}

uint32_t alk__my_field_count(const alk__my_stmt *stmt)
{
    return stmt->text_rows != NULL ? mysql_num_fields(stmt->text_rows) : mysql_stmt_field_count(stmt->handle);
}

alk_rc alk__my_ready(alk__my_conn *conn, alk_err *err)
{
    if (conn->lost) {
        (void)alk__my_error(err, ALK_ERROR_OPERATIONAL, "08003", "the connection is lost");
        alk__my_host->err_flags(err, ALK_ERROR_DISCONNECT);
        return ALK_ERROR_OPERATIONAL;
    }
    if (conn->reading != NULL)
        return alk__my_error(err, ALK_ERROR_INTERFACE, "HY010", "a result is still being read on this connection");
    if (conn->warning_rows != NULL) {
        mysql_free_result(conn->warning_rows);
        conn->warning_rows = NULL;
    }
    return ALK_OK;
}

/* Their number alone: what they say may hold values. */
static void log_warnings(uint32_t count)
{
    char text[80];
    int length = snprintf(text, sizeof text, "mysql: the statement gave %u warning%s", (unsigned)count, count == 1 ? "" : "s");
    alk__my_host->log(ALK_HOST_LOG_DEBUG, text, (size_t)length);
}

void alk__my_note(alk__my_conn *conn, const alk__my_stmt *stmt)
{
    conn->warnings = mysql_warning_count(conn->mysql);
    if (conn->warnings > 0)
        log_warnings(conn->warnings);
    conn->touched = conn->touched || stmt->touches;
    if ((stmt->kind & ALK__MY_INSERTS) != 0)
        conn->last_id = mysql_insert_id(conn->mysql);
}

/* ---- preparing ---- */
static void close_handle(alk__my_stmt *stmt)
{
    if (stmt->handle != NULL)
        mysql_stmt_close(stmt->handle);
    stmt->handle = NULL;
}

/* The server's number of the failure; 0: none. */
static unsigned prepare_handle(alk__my_stmt *stmt)
{
    alk__my_conn *conn = stmt->conn;
    close_handle(stmt);
    stmt->handle = mysql_stmt_init(conn->mysql);
    if (stmt->handle == NULL)
        return mysql_errno(conn->mysql);
    if (mysql_stmt_prepare(stmt->handle, stmt->sql, (unsigned long)stmt->sql_length) != 0) {
        unsigned number = mysql_stmt_errno(stmt->handle) != 0 ? mysql_stmt_errno(stmt->handle) : mysql_errno(conn->mysql);
        return number != 0 ? number : 2000;
    }
    stmt->session = conn->session;
    stmt->nparams = (uint32_t)mysql_stmt_param_count(stmt->handle);
    return 0;
}

static alk_rc failed(alk__my_stmt *stmt, alk_err *err)
{
    return alk__my_fail(stmt->conn, stmt->handle, sql_of(stmt), err);
}

static alk_rc admit_text(alk__my_conn *conn, alk_sv sql, alk_err *err)
{
    if (sql.n > 0 && memchr(sql.p, 0, sql.n) != NULL)
        return alk__my_error(err, ALK_ERROR_PROGRAMMING, "42601", "the statement holds a NUL character");
    return alk__my_check_size(conn, sql.n, err);
}

/* Within enter and leave. *number: the server's, when it refused. */
static alk_rc prepare(alk__my_conn *conn, alk_sv sql, alk__my_stmt **out, unsigned *number, alk_err *err)
{
    alk_rc rc = admit_text(conn, sql, err);
    alk__my_stmt *stmt = rc == ALK_OK ? alk__my_stmt_new(conn, sql, err) : NULL;
    if (stmt == NULL)
        return rc == ALK_OK ? ALK_ERROR_NO_MEMORY : rc;
    alk__my_start(conn);
    *number = prepare_handle(stmt);
    if (*number != 0)
        rc = failed(stmt, err);
    else if (!alk__my_columns_update(stmt, err))
        rc = ALK_ERROR_NO_MEMORY;
    if (rc != ALK_OK)
        alk__my_stmt_close(conn, stmt);
    else
        *out = stmt;
    alk__my_stop(conn);
    return rc;
}

alk_rc alk__my_prepare(void *handle, alk_sv sql, uint32_t flags, int64_t deadline, void **out, alk_err *err)
{
    alk__my_conn *conn = handle;
    alk__my_stmt *stmt = NULL;
    unsigned number = 0;
    alk_rc rc = alk__my_ready(conn, err);
    (void)flags;
    if (rc != ALK_OK)
        return rc;
    alk__my_enter(conn, deadline);
    rc = prepare(conn, sql, &stmt, &number, err);
    alk__my_leave(conn);
    /* What the server cannot prepare goes by the text protocol, when it is executed. */
    if (rc != ALK_OK && number == NOT_PREPARABLE && !conn->lost)
        rc = (stmt = alk__my_stmt_new(conn, sql, err)) != NULL ? ALK_OK : ALK_ERROR_NO_MEMORY;
    if (rc == ALK_OK)
        *out = stmt;
    return rc;
}

void alk__my_stmt_close(void *handle, void *statement)
{
    alk__my_conn *conn = handle;
    alk__my_stmt *stmt = statement;
    alk__my_enter(conn, alk__my_now() + ALK__MY_SECOND);
    alk__my_end_rows(stmt, ALK__MY_CLOSED);
    close_handle(stmt);
    alk__my_leave(conn);
    if (stmt->link != NULL) {
        *stmt->link = stmt->next;
        if (stmt->next != NULL)
            stmt->next->link = stmt->link;
    }
    alk__my_columns_forget(stmt);
    alk__my_free(stmt->parameters);
    alk__my_free(stmt->binds);
    alk__my_free(stmt->text_row);
    alk__my_free(stmt);
}

alk_rc alk__my_stmt_params(void *conn, void *handle, uint32_t *count, alk_err *err)
{
    (void)conn;
    (void)err;
    *count = ((alk__my_stmt *)handle)->nparams;
    return ALK_OK;
}

alk_rc alk__my_stmt_columns(void *conn, void *handle, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    alk__my_stmt *stmt = handle;
    (void)conn;
    if (stmt->ncols == 0 && (stmt->kind & ALK__MY_TELLS_LATE) != 0) {
        *columns = NULL;
        *count = *stride = 0;
        return ALK_USE_DEFAULT;
    }
    if (stmt->ncols > 0 && stmt->descriptions == NULL && alk__my_describe(stmt, err) == NULL)
        return ALK_ERROR_NO_MEMORY;
    *columns = stmt->descriptions;
    *count = stmt->ncols;
    *stride = sizeof(alk_column_desc);
    return ALK_OK;
}

/* ---- executing ---- */
/* Whether it shall be read through a cursor of the server. */
static void plan_cursor(alk__my_stmt *stmt, const alk_request *request)
{
    bool tells = request->size >= offsetof(alk_request, cursor_rows) + sizeof request->cursor_rows;
    bool query = (stmt->kind & ALK__MY_READS) != 0 && !alk__my_begins_with(sql_of(stmt), "SHOW");
    stmt->batch = 0;
    if (!tells || request->cursor_rows == 0 || request->nrows != 1 || !query || stmt->ncols == 0 || stmt->handle == NULL || !stmt->conn->version.mariadb)
        return;
    stmt->batch = request->cursor_rows;
    stmt->patience = request->deadline != 0 ? request->deadline - alk__my_now() : 0;
}

/* Sends one execution whose parameters are bound; the server's number of the failure. */
static unsigned send_one(alk__my_stmt *stmt)
{
    unsigned long type = stmt->batch != 0 ? CURSOR_TYPE_READ_ONLY : CURSOR_TYPE_NO_CURSOR, batch = stmt->batch;
    unsigned number;
    stmt->handle->cursor_exists = 0;       /* the client library only ever sets it, and would look for the rows of an execution before */
    (void)mysql_stmt_attr_set(stmt->handle, STMT_ATTR_CURSOR_TYPE, &type);
    if (stmt->batch != 0)
        (void)mysql_stmt_attr_set(stmt->handle, STMT_ATTR_PREFETCH_ROWS, &batch);
    if (mysql_stmt_execute(stmt->handle) == 0)
        return 0;
    number = mysql_stmt_errno(stmt->handle) != 0 ? mysql_stmt_errno(stmt->handle) : mysql_errno(stmt->conn->mysql);
    return number != 0 ? number : 2000;
}

static alk_rc bind(alk__my_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    return stmt->nparams > 0 ? alk__my_bind(stmt, cells, err) : ALK_OK;
}

static alk_rc prepare_again(alk__my_stmt *stmt, alk_err *err)
{
    uint32_t nparams = stmt->nparams;
    if (prepare_handle(stmt) != 0)
        return failed(stmt, err);
    if (stmt->nparams != nparams)
        return alk__my_error(err, ALK_ERROR_INTERNAL, "26000", "the statement has other parameters now than when it was prepared");
    return alk__my_columns_update(stmt, err) ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

/* One execution, tried once more where it did not run, or only read, and a fresh preparation may help. */
static alk_rc run(alk__my_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    alk_rc rc = stmt->session != stmt->conn->session ? prepare_again(stmt, err) : ALK_OK;
    unsigned number;
    if (rc == ALK_OK)
        rc = bind(stmt, cells, err);
    if (rc != ALK_OK)
        return rc;
    number = send_one(stmt);
    if (number == UNKNOWN_STATEMENT || number == NEEDS_PREPARING || (number == NEW_COLUMNS && (stmt->kind & ALK__MY_READS) != 0)) {
        rc = prepare_again(stmt, err);
        if (rc == ALK_OK)
            rc = bind(stmt, cells, err);
        if (rc != ALK_OK)
            return rc;
        number = send_one(stmt);
    }
    if (number == 0)
        return ALK_OK;
    rc = failed(stmt, err);
    if (number == NEW_COLUMNS)           /* it ran, and its rows are in the way */
        (void)mysql_stmt_free_result(stmt->handle);
    return rc;
}

static void tell_execution(uint32_t index, uint32_t all, alk_err *err)
{
    char text[64];
    int length;
    if (all == 1)
        return;
    length = snprintf(text, sizeof text, "execution %u of %u", (unsigned)index + 1, (unsigned)all);
    alk__my_detail(err, "detail", text, (size_t)length);
}

int64_t alk__my_affected(const alk__my_stmt *stmt)
{
    uint64_t rows = stmt->handle != NULL ? mysql_stmt_affected_rows(stmt->handle) : mysql_affected_rows(stmt->conn->mysql);
    return (stmt->kind & ALK__MY_CHANGES_ROWS) != 0 && rows <= INT64_MAX ? (int64_t)rows : -1;
}

/* Rows that it returns all the same are not wanted. */
static alk_rc run_without_rows(alk__my_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    alk_rc rc = run(stmt, cells, err);
    if (rc == ALK_OK && mysql_stmt_field_count(stmt->handle) > 0 && (mysql_stmt_store_result(stmt->handle) != 0 || mysql_stmt_free_result(stmt->handle) != 0))
        rc = failed(stmt, err);
    if (rc == ALK_OK)
        rc = alk__my_more_results(stmt, err);
    return rc;
}

static alk_rc execute_all(alk__my_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    int64_t total = (stmt->kind & ALK__MY_CHANGES_ROWS) != 0 ? 0 : -1;
    alk_rc rc = ALK_OK;
    uint32_t i = 0;
    if (request->nrows > 1 && alk__my_bulk_fits(stmt, request)) {
        if (stmt->session != stmt->conn->session)
            rc = prepare_again(stmt, err);
        return rc == ALK_OK ? alk__my_bulk_execute(stmt, request, affected, err) : rc;
    }
    for (; rc == ALK_OK && i < request->nrows; i++) {
        rc = run_without_rows(stmt, request->params + (size_t)i * stmt->nparams, err);
        if (rc == ALK_OK && total >= 0)
            total += alk__my_affected(stmt);
    }
    if (rc != ALK_OK)
        tell_execution(i - 1, request->nrows, err);
    *affected = total;
    return rc;
}

static alk_rc open_cursor(alk__my_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    alk_rc rc = run(stmt, request->params, err);
    *affected = -1;
    if (rc != ALK_OK)
        return rc;
    if (!alk__my_columns_update(stmt, err)) {
        (void)mysql_stmt_free_result(stmt->handle);
        return ALK_ERROR_NO_MEMORY;
    }
    if (stmt->ncols == 0) {
        *affected = alk__my_affected(stmt);
        return alk__my_more_results(stmt, err);
    }
    return alk__my_open_rows(stmt, request, err);
}

static alk_rc admit(alk__my_stmt *stmt, const alk_request *request, alk_err *err)
{
    alk_rc rc = alk__my_ready(stmt->conn, err);
    if (rc != ALK_OK)
        return rc;
    if (stmt->conn->rolled_back)
        return alk__my_error(err, ALK_ERROR_OPERATIONAL, "25P02", "the transaction was rolled back by an earlier error: roll back before going on");
    if (request->ncols != stmt->nparams)
        return alk__my_error(err, ALK_ERROR_PROGRAMMING, "07001", "the statement takes %u parameters, %u were given", (unsigned)stmt->nparams, (unsigned)request->ncols);
    if (request->deadline != 0 && alk__my_now() >= request->deadline)
        return alk__my_error(err, ALK_ERROR_TIMEOUT, "57014", "the statement's deadline passed before it began");
    return ALK_OK;
}

alk_rc alk__my_execute(void *handle, void *prepared, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    alk__my_conn *conn = handle;
    alk__my_stmt *stmt = prepared;
    alk_rc rc;
    *cursor = NULL;
    *affected = -1;
    if (stmt->state != ALK__MY_CLOSED)
        alk__my_end_rows(stmt, ALK__MY_CLOSED);
    rc = admit(stmt, request, err);
    if (rc != ALK_OK)
        return rc;
    plan_cursor(stmt, request);
    alk__my_enter(conn, request->deadline);
    alk__my_start(conn);
    if (stmt->handle == NULL)
        rc = alk__my_run_text(stmt, affected, err);
    else if (request->nrows != 1)
        rc = execute_all(stmt, request, affected, err);
    else
        rc = open_cursor(stmt, request, affected, err);
    if (rc == ALK_OK)
        alk__my_note(conn, stmt);
    if (conn->reading == NULL)
        alk__my_stop(conn);
    alk__my_leave(conn);
    if (rc == ALK_OK && stmt->state != ALK__MY_CLOSED)
        *cursor = stmt;
    return rc;
}

/* Without parameters and rows to expect one message does; all else is prepared for once. */
alk_rc alk__my_execute_direct(void *handle, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    alk__my_conn *conn = handle;
    alk__my_stmt *stmt = NULL;
    unsigned number = 0;
    alk_rc rc = alk__my_ready(conn, err);
    if (rc != ALK_OK)
        return rc;
    if (request->ncols == 0 && alk__my_is_plain_text(sql)) {
        rc = admit_text(conn, sql, err);
        if (rc == ALK_OK && (stmt = alk__my_stmt_new(conn, sql, err)) == NULL)
            rc = ALK_ERROR_NO_MEMORY;
    } else {
        alk__my_enter(conn, request->deadline);
        rc = prepare(conn, sql, &stmt, &number, err);
        alk__my_leave(conn);
        if (rc != ALK_OK && number == NOT_PREPARABLE && request->ncols == 0 && !conn->lost)
            rc = (stmt = alk__my_stmt_new(conn, sql, err)) != NULL ? ALK_OK : ALK_ERROR_NO_MEMORY;
    }
    if (rc != ALK_OK)
        return rc;
    rc = alk__my_execute(conn, stmt, request, cursor, affected, err);
    if (rc != ALK_OK || *cursor == NULL)
        alk__my_stmt_close(conn, stmt);
    else
        stmt->owned_by_cursor = true;
    return rc;
}
