/* SPDX-License-Identifier: MIT
 * Preparing and executing. Nothing is sent before the first execution: a statement without parameters is then sent as it stands, each time, so that nothing of it
 * goes stale; one with parameters is prepared. PostgreSQL, which must find a type for each parameter, is asked whether it does; where it does not, the markers get
 * the types of the values. */
#include "statement.h"
#include "bind.h"
#include "cursor.h"
#include "errors.h"
#include "exact.h"
#include "many.h"
#include "session.h"
#include "text.h"
#include <stdio.h>

enum { MARKER_MAX = 32 };                /* bytes that a marker becomes */

static const char guard[] = "alk_prepare";

/* ---- statements ---- */
static uint8_t kind_of(alk_sv sql)
{
    uint8_t returns = alk__odbc_find_word(sql, "RETURNING") || alk__odbc_find_word(sql, "OUTPUT") ? ALK__ODBC_RETURNS : 0;
    if (alk__odbc_begins_with(sql, "INSERT") || alk__odbc_begins_with(sql, "REPLACE"))
        return returns | ALK__ODBC_CHANGES_ROWS | ALK__ODBC_INSERTS;
    if (alk__odbc_begins_with(sql, "UPDATE") || alk__odbc_begins_with(sql, "DELETE") || alk__odbc_begins_with(sql, "MERGE"))
        return returns | ALK__ODBC_CHANGES_ROWS;
    if (alk__odbc_begins_with(sql, "WITH") && (alk__odbc_find_word(sql, "UPDATE") || alk__odbc_find_word(sql, "DELETE") || alk__odbc_find_word(sql, "INSERT")))
        return returns | ALK__ODBC_CHANGES_ROWS;
    return alk__odbc_begins_with(sql, "SELECT") || alk__odbc_begins_with(sql, "WITH") || alk__odbc_begins_with(sql, "VALUES") ? ALK__ODBC_READS : ALK__ODBC_DEFINES;
}

static alk__odbc_stmt *stmt_new(alk__odbc_conn *conn, alk_sv sql, alk_err *err)
{
    alk__odbc_stmt *stmt = alk__odbc_alloc(sizeof *stmt + sql.n + 1, err);
    if (stmt == NULL)
        return NULL;
    stmt->conn = conn;
    if (sql.n > 0)
        memcpy(stmt->sql, sql.p, sql.n);
    stmt->sql_length = sql.n;
    stmt->kind = kind_of(sql);
    stmt->touches = alk__odbc_touches_session(sql);
    stmt->affected = -1;
    stmt->next = conn->statements;
    stmt->link = &conn->statements;
    if (stmt->next != NULL)
        stmt->next->link = &stmt->next;
    conn->statements = stmt;
    return stmt;
}

static alk_sv sql_of(const alk__odbc_stmt *stmt)
{
    return alk__odbc_sv(stmt->sql, stmt->sql_length);
}

void alk__odbc_stmt_abandon(alk__odbc_stmt *stmt)
{
    *stmt->link = stmt->next;
    if (stmt->next != NULL)
        stmt->next->link = stmt->link;
    alk__odbc_columns_forget(stmt);
    alk__odbc_free(stmt->order);
    alk__odbc_free(stmt->tags);
    alk__odbc_free(stmt->scratch);
    alk__odbc_free(stmt->long_value);
    alk__odbc_free(stmt);
}

/* A driver may tell the server, and wait for its answer. What somebody still cancels is freed with the connection. */
void alk__odbc_handle_free(alk__odbc_conn *conn, SQLHSTMT handle)
{
    if (handle == NULL || alk__odbc_watch_is_busy(&conn->watch))
        return;
    alk__odbc_watch_start(&conn->watch, NULL, conn->watch.line >= 0 ? alk__odbc_now() + ALK__ODBC_SECOND : 0);
    (void)SQLFreeHandle(SQL_HANDLE_STMT, handle);
    (void)alk__odbc_watch_stop(&conn->watch);
}

void alk__odbc_stmt_close(void *handle, void *statement)
{
    alk__odbc_conn *conn = handle;
    alk__odbc_stmt *stmt = statement;
    if (conn->reading == stmt)
        conn->reading = NULL;
    alk__odbc_handle_free(conn, stmt->handle);
    alk__odbc_stmt_abandon(stmt);
}

char *alk__odbc_scratch(alk__odbc_stmt *stmt, size_t size, alk_err *err)
{
    char *more;
    if (size <= stmt->scratch_size)
        return stmt->scratch;
    more = alk__odbc_host->mem(stmt->scratch, size);
    if (more == NULL) {
        alk__odbc_no_memory(err);
        return NULL;
    }
    stmt->scratch = more;
    stmt->scratch_size = size;
    return more;
}

/* ---- preparing ---- */
static void note_marker(void *payload, size_t offset, size_t length, uint32_t param)
{
    alk__odbc_stmt *stmt = payload;
    (void)offset;
    (void)length;
    stmt->order[stmt->scan.n_places++] = param;
}

static alk_rc find_markers(alk__odbc_stmt *stmt, alk_err *err)
{
    stmt->scan = alk__odbc_scan_sql(sql_of(stmt), stmt->conn->family->lexical, NULL, NULL);
    if (stmt->scan.mixed)
        return alk__odbc_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "a ? beside $1: the ODBC driver would take that operator for a parameter");
    if (stmt->scan.n_places == 0)
        return ALK_OK;
    stmt->order = alk__odbc_alloc(stmt->scan.n_places * sizeof *stmt->order, err);
    if (stmt->order == NULL)
        return ALK_ERROR_NO_MEMORY;
    stmt->scan.n_places = 0;
    (void)alk__odbc_scan_sql(sql_of(stmt), stmt->conn->family->lexical, note_marker, stmt);
    return ALK_OK;
}

static alk_rc admit_text(const alk__odbc_conn *conn, alk_sv sql, alk_err *err)
{
    alk__odbc_scan scan;
    if (sql.n > 0 && memchr(sql.p, 0, sql.n) != NULL)
        return alk__odbc_error(err, ALK_ERROR_PROGRAMMING, "42601", "the statement holds a NUL character");
    if ((conn->traits & ALK__ODBC_SEVERAL_STATEMENTS) == 0 || alk__odbc_begins_with(sql, "CREATE") || alk__odbc_begins_with(sql, "ALTER") ||
        alk__odbc_begins_with(sql, "BEGIN") || alk__odbc_begins_with(sql, "DECLARE"))
        return ALK_OK;                   /* of which some have semicolons within */
    scan = alk__odbc_scan_sql(sql, conn->family->lexical, NULL, NULL);
    return scan.several ? alk__odbc_error(err, ALK_ERROR_PROGRAMMING, "42601", "more than one statement") : ALK_OK;
}

/* Braces are no escapes of ODBC's here. Not every driver knows of that; then none of those that are known looks for them. */
static alk_rc make_handle(alk__odbc_stmt *stmt, alk_err *err)
{
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, stmt->conn->handle, &stmt->handle))) {
        stmt->handle = NULL;
        return alk__odbc_fail(stmt->conn, NULL, err);
    }
    (void)SQLSetStmtAttr(stmt->handle, SQL_ATTR_NOSCAN, (SQLPOINTER)SQL_NOSCAN_ON, SQL_IS_UINTEGER);
    return ALK_OK;
}

alk_rc alk__odbc_prepare(void *handle, alk_sv sql, uint32_t flags, int64_t deadline, void **out, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    alk__odbc_stmt *stmt;
    alk_rc rc = alk__odbc_ready(conn, err);
    (void)flags;
    (void)deadline;                      /* nothing is sent yet */
    if (rc == ALK_OK)
        rc = admit_text(conn, sql, err);
    if (rc != ALK_OK)
        return rc;
    stmt = stmt_new(conn, sql, err);
    if (stmt == NULL)
        return ALK_ERROR_NO_MEMORY;
    rc = find_markers(stmt, err);
    if (rc == ALK_OK)
        rc = make_handle(stmt, err);
    if (rc == ALK_OK)
        *out = stmt;
    else
        alk__odbc_stmt_close(conn, stmt);
    return rc;
}

alk_rc alk__odbc_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err)
{
    (void)conn;
    (void)err;
    *count = ((alk__odbc_stmt *)stmt)->scan.n_params;
    return ALK_OK;
}

/* ---- the text that is sent ---- */
/* What a marker is cast to, where PostgreSQL finds no type; NULL: it is text, or what is written like that. */
static const char *type_of_tag(uint16_t tag)
{
    static const char *const types[] = { [ALK_TYPE_BOOL] = "boolean", [ALK_TYPE_INT] = "bigint", [ALK_TYPE_UINT] = "numeric", [ALK_TYPE_REAL] = "double precision",
                                         [ALK_TYPE_DECIMAL] = "numeric", [ALK_TYPE_TEXT] = "text", [ALK_TYPE_BLOB] = "bytea", [ALK_TYPE_DATE] = "date",
                                         [ALK_TYPE_TIME] = "time", [ALK_TYPE_TIMESTAMP] = "timestamp", [ALK_TYPE_TIMESTAMPTZ] = "timestamptz",
                                         [ALK_TYPE_INTERVAL] = "interval", [ALK_TYPE_UUID] = "uuid", [ALK_TYPE_ARRAY] = NULL };
    return tag < sizeof types / sizeof *types ? types[tag] : NULL;
}

typedef struct rewriting {
    const alk__odbc_stmt *stmt;
    char *at;
    size_t done;                         /* of the statement's own text */
    uint32_t place;
} rewriting;

static void copy_up_to(rewriting *r, size_t offset)
{
    memcpy(r->at, r->stmt->sql + r->done, offset - r->done);
    r->at += offset - r->done;
    r->done = offset;
}

static void rewrite_marker(void *payload, size_t offset, size_t length, uint32_t param)
{
    rewriting *r = payload;
    const char *type = r->stmt->tags != NULL ? type_of_tag(r->stmt->tags[param]) : NULL;
    copy_up_to(r, offset);
    r->done += length;
    r->at += type != NULL ? snprintf(r->at, MARKER_MAX, "CAST(? AS %s)", type) : snprintf(r->at, MARKER_MAX, "?");
    r->place++;
}

/* With ? for each marker, and with their types where there are. To be freed, but for the statement's own text. */
static char *text_to_send(alk__odbc_stmt *stmt, size_t *length, alk_err *err)
{
    rewriting r = { stmt, NULL, 0, 0 };
    char *text;
    *length = stmt->sql_length;
    if (!stmt->scan.numbered && stmt->tags == NULL)
        return stmt->sql;
    text = r.at = alk__odbc_alloc(stmt->sql_length + (size_t)stmt->scan.n_places * MARKER_MAX + 1, err);
    if (text == NULL)
        return NULL;
    (void)alk__odbc_scan_sql(sql_of(stmt), stmt->conn->family->lexical, rewrite_marker, &r);
    copy_up_to(&r, stmt->sql_length);
    *length = (size_t)(r.at - text);
    return text;
}

/* The length after which a driver stops at the end that goes over the text in this way: what has such a low byte is the half of a pair to it, whose other half follows. */
static SQLINTEGER bad_length(const SQLWCHAR *text, SQLINTEGER units)
{
    SQLINTEGER steps = 0;
    for (SQLINTEGER i = 0; i < units; steps++)
        i += (text[i] & 0xFC) == 0xD8 ? 2 : 1;
    return steps;
}

static alk_rc give_text(alk__odbc_stmt *stmt, alk__odbc_given *given, char **own, alk_err *err)
{
    size_t length = 0;
    char *text = stmt->exact ? alk__odbc_exact_sql(stmt, &length, err) : text_to_send(stmt, &length, err);
    alk_rc rc;
    *own = text == stmt->sql ? NULL : text;
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    rc = alk__odbc_give(stmt->conn->wide, alk__odbc_sv(text, length), given, err);
    if (rc == ALK_OK && given->wide != NULL && (stmt->conn->traits & ALK__ODBC_BAD_LENGTHS) != 0)
        given->length = bad_length(given->wide, given->length);
    if (rc != ALK_OK) {
        alk__odbc_free(*own);
        *own = NULL;
    }
    return rc;
}

/* deadline: for what it asks the server. */
static alk_rc prepare_text(alk__odbc_stmt *stmt, int64_t deadline, alk_err *err)
{
    alk__odbc_given given;
    char *own = NULL;
    SQLRETURN done;
    alk_rc rc = give_text(stmt, &given, &own, err);
    if (rc != ALK_OK)
        return rc;
    alk__odbc_watch_start(&stmt->conn->watch, stmt->handle, deadline);
    done = alk__odbc_prepare_text(stmt->handle, &given);
    (void)alk__odbc_watch_stop(&stmt->conn->watch);
    if (!SQL_SUCCEEDED(done))
        rc = alk__odbc_fail(stmt->conn, stmt->handle, err);
    alk__odbc_given_free(&given);
    alk__odbc_free(own);
    return rc;
}

/* ---- types of parameters ---- */
static bool lacks_types(const char *state)
{
    static const char *const states[] = { "42725", "42883", "42P18", "42P08", "42804", "42846" };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (strcmp(states[i], state) == 0)
            return true;
    return false;
}

/* Whether the server understands the statement; false: `state` says why not. What the driver does not ask the server, the execution will. */
static bool understood(alk__odbc_stmt *stmt, int64_t deadline, char state[6])
{
    SQLSMALLINT type, digits, nullable;
    SQLULEN size;
    SQLRETURN done;
    alk__odbc_watch_start(&stmt->conn->watch, stmt->handle, deadline);
    done = SQLDescribeParam(stmt->handle, 1, &type, &size, &digits, &nullable);
    (void)alk__odbc_watch_stop(&stmt->conn->watch);
    state[0] = 0;
    if (!SQL_SUCCEEDED(done))
        alk__odbc_state_of(stmt->conn, stmt->handle, state);
    return SQL_SUCCEEDED(done);
}

static alk_rc type_markers(alk__odbc_stmt *stmt, const alk_cell *cells, alk_err *err)
{
    if (stmt->tags == NULL)
        stmt->tags = alk__odbc_alloc(stmt->scan.n_params * sizeof *stmt->tags, err);
    if (stmt->tags == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < stmt->scan.n_params; i++)
        stmt->tags[i] = cells[i].tag;
    return ALK_OK;
}

static alk_rc guarded(alk__odbc_conn *conn, const char *verb, int64_t deadline, alk_err *err)
{
    char sql[64];
    (void)snprintf(sql, sizeof sql, "%s %s", verb, guard);
    return alk__odbc_run(conn, sql, deadline, NULL, 0, err);
}

/* In a transaction a question that the server does not understand would end it; so a savepoint is set before. */
static alk_rc prepare_for_postgresql(alk__odbc_stmt *stmt, const alk_cell *cells, int64_t deadline, alk_err *err)
{
    alk__odbc_conn *conn = stmt->conn;
    char state[6];
    bool is_guarded = conn->began && !conn->failed, good;
    alk_rc rc = is_guarded ? guarded(conn, "SAVEPOINT", deadline, err) : ALK_OK;
    if (rc == ALK_OK)
        rc = prepare_text(stmt, deadline, err);
    if (rc != ALK_OK)
        return rc;
    good = understood(stmt, deadline, state);
    if (good || !lacks_types(state))
        return is_guarded && good ? guarded(conn, "RELEASE SAVEPOINT", deadline, err) : ALK_OK;
    if (is_guarded)
        rc = guarded(conn, "ROLLBACK TO SAVEPOINT", deadline, err);
    if (rc == ALK_OK)
        rc = type_markers(stmt, cells, err);
    return rc == ALK_OK ? prepare_text(stmt, deadline, err) : rc;
}

/* Values of other kinds came than those whose types the markers were given. */
static bool is_typed_otherwise(const alk__odbc_stmt *stmt, const alk_cell *cells)
{
    for (uint32_t i = 0; stmt->tags != NULL && i < stmt->scan.n_params; i++)
        if (cells[i].tag != ALK_TYPE_NULL && cells[i].tag != stmt->tags[i])
            return true;
    return false;
}

/* What was learnt of it before a definition may hold no more. */
static void forget_if_old(alk__odbc_stmt *stmt)
{
    if (stmt->epoch == stmt->conn->epoch)
        return;
    stmt->epoch = stmt->conn->epoch;
    stmt->prepared = stmt->exact = false;
    alk__odbc_free(stmt->tags);
    stmt->tags = NULL;
    alk__odbc_columns_forget(stmt);
}

alk_rc alk__odbc_make_ready(alk__odbc_stmt *stmt, const alk_cell *cells, int64_t deadline, alk_err *err)
{
    bool otherwise;
    alk_rc rc = ALK_OK;
    forget_if_old(stmt);
    otherwise = is_typed_otherwise(stmt, cells);
    if (stmt->scan.n_places == 0 || (stmt->prepared && !otherwise))
        return ALK_OK;
    stmt->prepared = false;
    if (otherwise)
        rc = type_markers(stmt, cells, err);
    if (rc == ALK_OK)
        rc = stmt->conn->family->id == ALK__ODBC_POSTGRESQL && stmt->tags == NULL ? prepare_for_postgresql(stmt, cells, deadline, err) : prepare_text(stmt, deadline, err);
    stmt->prepared = rc == ALK_OK;
    return rc;
}

/* ---- executing ---- */
static SQLRETURN execute_now(alk__odbc_stmt *stmt, alk_rc *rc, alk_err *err)
{
    alk__odbc_given given;
    char *own = NULL;
    SQLRETURN done;
    if (stmt->prepared)
        return SQLExecute(stmt->handle);
    *rc = give_text(stmt, &given, &own, err);
    if (*rc != ALK_OK)
        return SQL_ERROR;
    done = alk__odbc_execute_text(stmt->handle, &given);
    alk__odbc_given_free(&given);
    alk__odbc_free(own);
    return done;
}

/* A cancel that came when the statement had ended may hit the next one: a harmless one takes it. */
static void absorb(alk__odbc_conn *conn)
{
    bool late = atomic_load(&conn->watch.late);
    alk_rc rc = ALK_ERROR_OPERATIONAL;
    if (conn->family->id != ALK__ODBC_MYSQL && conn->family->id != ALK__ODBC_MARIADB)
        return;
    for (int i = 0; i < 2 && rc != ALK_OK && !conn->lost; i++) {
        SQLHSTMT stmt = NULL;
        SQLCHAR sql[] = "DO 0";
        if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, conn->handle, &stmt)))
            break;
        rc = SQL_SUCCEEDED(SQLExecDirect(stmt, sql, SQL_NTS)) ? ALK_OK : rc;
        (void)SQLFreeHandle(SQL_HANDLE_STMT, stmt);
    }
    atomic_store(&conn->watch.late, late);
}

alk_rc alk__odbc_send(alk__odbc_stmt *stmt, int64_t deadline, alk_err *err)
{
    alk__odbc_conn *conn = stmt->conn;
    alk_rc rc = ALK_OK;
    SQLRETURN done;
    bool cancelled;
    if (conn->family->lock_wait != NULL && (rc = alk__odbc_limit_waiting(conn, deadline, err)) != ALK_OK)
        return rc;
    alk__odbc_watch_start(&conn->watch, stmt->handle, deadline);
    done = execute_now(stmt, &rc, err);
    cancelled = alk__odbc_watch_stop(&conn->watch);
    if (rc != ALK_OK)
        return rc;
    if (!SQL_SUCCEEDED(done) && done != SQL_NO_DATA)
        rc = done == SQL_NEED_DATA ? alk__odbc_error(err, ALK_ERROR_PROGRAMMING, "07001", "the ODBC driver asks for a parameter that the statement does not show")
                                   : alk__odbc_fail(conn, stmt->handle, err);
    else if (cancelled)
        absorb(conn);
    conn->touched = conn->touched || stmt->touches;
    conn->epoch += (stmt->kind & ALK__ODBC_DEFINES) != 0;
    conn->inserted = conn->inserted || (rc == ALK_OK && (stmt->kind & ALK__ODBC_INSERTS) != 0);
    return rc;
}

int64_t alk__odbc_affected(const alk__odbc_stmt *stmt)
{
    SQLLEN rows = -1;
    if ((stmt->kind & ALK__ODBC_CHANGES_ROWS) == 0 || !SQL_SUCCEEDED(SQLRowCount(stmt->handle, &rows)) || rows < 0)
        return -1;
    return rows;
}

alk_rc alk__odbc_more_results(alk__odbc_stmt *stmt, int64_t *total, alk_err *err)
{
    SQLRETURN done;
    while (SQL_SUCCEEDED(done = SQLMoreResults(stmt->handle))) {
        SQLLEN rows = -1;
        if (total != NULL && SQL_SUCCEEDED(SQLRowCount(stmt->handle, &rows)) && rows > 0)
            *total += rows;
    }
    return done == SQL_NO_DATA ? ALK_OK : alk__odbc_fail(stmt->conn, stmt->handle, err);
}

static alk_rc run(alk__odbc_stmt *stmt, const alk_request *request, alk_err *err)
{
    bool fits = true;
    alk_rc rc = alk__odbc_make_ready(stmt, request->params, request->deadline, err);
    if (rc == ALK_OK && stmt->scan.n_places > 0)
        rc = alk__odbc_bind(stmt, request->params, 1, &fits, err);
    return rc == ALK_OK ? alk__odbc_send(stmt, request->deadline, err) : rc;
}

static alk_rc know_columns(alk__odbc_stmt *stmt, alk_err *err)
{
    SQLSMALLINT n = 0;
    if (!SQL_SUCCEEDED(SQLNumResultCols(stmt->handle, &n)))
        return alk__odbc_fail(stmt->conn, stmt->handle, err);
    if (n > 0)
        return alk__odbc_columns_update(stmt, (uint32_t)n, err);
    alk__odbc_columns_forget(stmt);
    return ALK_OK;
}

/* Once more, in a form that gives real numbers in full, or back in its own where the tables changed since. */
static alk_rc run_otherwise(alk__odbc_stmt *stmt, bool exact, const alk_request *request, alk_err *err)
{
    alk_rc rc;
    (void)SQLFreeStmt(stmt->handle, SQL_CLOSE);
    stmt->exact = exact;
    stmt->prepared = false;
    if (!exact)
        alk__odbc_columns_forget(stmt);
    rc = run(stmt, request, err);
    return rc == ALK_OK ? know_columns(stmt, err) : rc;
}

static alk_rc run_and_know(alk__odbc_stmt *stmt, const alk_request *request, alk_err *err)
{
    alk_rc rc = run(stmt, request, err);
    if (rc == ALK_ERROR_PROGRAMMING && stmt->exact)
        rc = run_otherwise(stmt, false, request, err);
    else if (rc == ALK_OK)
        rc = know_columns(stmt, err);
    if (rc == ALK_OK && !stmt->exact && alk__odbc_needs_exact(stmt))
        rc = run_otherwise(stmt, true, request, err);
    return rc;
}

static alk_rc open_cursor(alk__odbc_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    alk_rc rc = run_and_know(stmt, request, err);
    if (rc == ALK_OK && stmt->columns.n > 0)
        return alk__odbc_open_rows(stmt, request, err);
    if (rc == ALK_OK) {
        *affected = alk__odbc_affected(stmt);
        rc = alk__odbc_more_results(stmt, NULL, err);
    } else if (stmt->scan.n_places > 0) {
        stmt->prepared = false;          /* what it was prepared for may be gone */
    }
    (void)SQLFreeStmt(stmt->handle, SQL_CLOSE);
    return rc;
}

static alk_rc admit(alk__odbc_stmt *stmt, const alk_request *request, alk_err *err)
{
    alk__odbc_conn *conn = stmt->conn;
    alk_rc rc = alk__odbc_ready(conn, err);
    if (rc != ALK_OK)
        return rc;
    if (conn->failed && conn->family->id != ALK__ODBC_POSTGRESQL)
        return alk__odbc_error(err, ALK_ERROR_OPERATIONAL, "25P02", "the transaction was rolled back by an earlier error: roll back before going on");
    if (request->ncols != stmt->scan.n_params)
        return alk__odbc_error(err, ALK_ERROR_PROGRAMMING, "07001", "the statement takes %u parameters, %u were given", (unsigned)stmt->scan.n_params,
                               (unsigned)request->ncols);
    if (request->deadline != 0 && alk__odbc_now() >= request->deadline)
        return alk__odbc_error(err, ALK_ERROR_TIMEOUT, "57014", "the statement's deadline passed before it began");
    return ALK_OK;
}

alk_rc alk__odbc_execute(void *handle, void *prepared, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    alk__odbc_stmt *stmt = prepared;
    alk_rc rc;
    (void)handle;
    *cursor = NULL;
    *affected = -1;
    alk__odbc_end_rows(stmt, ALK__ODBC_CLOSED);
    rc = admit(stmt, request, err);
    if (rc != ALK_OK)
        return rc;
    alk__odbc_watch_start(&stmt->conn->watch, stmt->handle, request->deadline);
    rc = request->nrows != 1 ? alk__odbc_execute_many(stmt, request, affected, err) : open_cursor(stmt, request, affected, err);
    (void)alk__odbc_watch_stop(&stmt->conn->watch);
    if (rc == ALK_OK && stmt->state != ALK__ODBC_CLOSED)
        *cursor = stmt;
    return rc;
}
