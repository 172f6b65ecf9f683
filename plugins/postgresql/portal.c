/* SPDX-License-Identifier: MIT
 * See portal.h. DECLARE is sent with the values and types that the statement itself would be, and FETCH for the form that its columns have, so rows come as binary as
 * they do else. The statement is described under its own name, which is kept; the cursor's SQL is not worth one. */
#include "portal.h"
#include "bind.h"
#include "cancel.h"
#include "column.h"
#include "cursor.h"
#include "driver.h"
#include "errors.h"
#include "markers.h"
#include "session.h"
#include "wait.h"
#include <stdio.h>

enum { COMMAND_SIZE = 100 };
#define CLOSE_PATIENCE INT64_C(60000000000)      /* nanoseconds, where batches have no limit */

static const char declare_text[] = "DECLARE alk_%08x_c%u NO SCROLL CURSOR FOR ";
static const char fetch_text[] = "FETCH FORWARD %u FROM alk_%08x_c%u";
static const char close_text[] = "CLOSE alk_%08x_c%u";

void alk__pg_portal_plan(alk__pg_stmt *stmt, const alk_request *request)
{
    bool tells = request->size >= offsetof(alk_request, cursor_rows) + sizeof request->cursor_rows;
    stmt->batch = 0;
    if (!tells || request->cursor_rows == 0 || request->nrows != 1 || (alk__pg_caps(stmt->conn) & ALK_CAP_SERVER_CURSORS) == 0)
        return;
    if (!alk__pg_is_query(stmt->sql, stmt->length, alk__pg_has_backslashes(stmt->conn)))
        return;
    stmt->batch = request->cursor_rows < INT32_MAX ? request->cursor_rows : INT32_MAX;
    stmt->patience = request->deadline != 0 ? request->deadline - alk__pg_now() : 0;
    if (request->deadline != 0 && stmt->patience <= 0)
        stmt->patience = 1;              /* 0 would be no limit */
}

void alk__pg_portals_gone(alk__pg_conn *conn)
{
    conn->transaction++;
}

static int64_t until(const alk__pg_stmt *stmt, int64_t else_within)
{
    int64_t within = stmt->patience != 0 ? stmt->patience : else_within;
    return within != 0 ? alk__pg_now() + within : 0;
}

/* ---- opening ---- */

/* The answers to DECLARE and FETCH, which went in one pipeline: rows, or the first failure. */
static alk_rc take_both(alk__pg_conn *conn, PGresult **rows, PGresult **failure, alk_err *err)
{
    for (;;) {
        PGresult *result, **place = NULL;
        alk_rc rc = alk__pg_next(conn, &result, err);
        if (rc != ALK_OK)
            return rc;
        switch ((int)PQresultStatus(result)) {   /* NULL is an error to it */
        case PGRES_PIPELINE_SYNC:
            PQclear(result);
            return alk__pg_end_pipeline(conn, err);
        case PGRES_TUPLES_OK:
            place = rows;
            break;
        case PGRES_FATAL_ERROR:
            place = failure;
            break;
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            PQclear(result);
            return alk__pg_out_of_turn(conn, err);
        default:
            break;
        }
        if (place != NULL && *place == NULL)
            *place = result;
        else
            PQclear(result);
        if (PQstatus(conn->pg) == CONNECTION_BAD)
            return *failure != NULL ? ALK_OK : alk__pg_lost(conn, err);
    }
}

static bool send_both(const alk__pg_stmt *stmt, const char *declare, const char *fetch)
{
    PGconn *pg = stmt->conn->pg;
    return PQenterPipelineMode(pg) == 1 &&
           PQsendQueryParams(pg, declare, (int)stmt->nparams, stmt->param_oids, stmt->values, stmt->lengths, stmt->formats, 0) == 1 &&
           PQsendQueryParams(pg, fetch, 0, NULL, NULL, NULL, NULL, stmt->binary ? 1 : 0) == 1 && PQpipelineSync(pg) == 1;
}

/* DECLARE and the first FETCH in one round trip. */
static alk_rc declare(alk__pg_stmt *stmt, const char *sql, int64_t deadline, PGresult **rows, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    char fetch[COMMAND_SIZE];
    PGresult *failure = NULL;
    alk_rc rc = alk__pg_begin(conn, deadline, err);
    if (rc != ALK_OK)
        return rc;
    (void)snprintf(fetch, sizeof fetch, fetch_text, (unsigned)stmt->batch, (unsigned)conn->token, (unsigned)stmt->portal);
    rc = send_both(stmt, sql, fetch) ? take_both(conn, rows, &failure, err) : alk__pg_lost(conn, err);
    alk__pg_idle(conn);
    if (failure != NULL)
        rc = alk__pg_result_error(conn, failure, err);
    else if (rc == ALK_OK && *rows == NULL)
        rc = alk__pg_out_of_turn(conn, err);
    PQclear(failure);
    if (rc != ALK_OK) {                  /* rows came, and the end did not */
        PQclear(*rows);
        *rows = NULL;
    }
    return rc;
}

/* The rows are of the columns that were described, and in the form that was asked for. */
static bool is_as_described(const alk__pg_stmt *stmt, const PGresult *rows)
{
    return alk__pg_columns_match(stmt, rows) && (PQbinaryTuples(rows) != 0) == stmt->binary;
}

/* *rows NULL with ALK_OK: the columns are not those that were described; the server's cursor is closed again. */
static alk_rc open_once(alk__pg_stmt *stmt, const alk_request *request, PGresult **rows, alk_err *err)
{
    size_t room = sizeof declare_text + COMMAND_SIZE;
    char *sql;
    alk_rc rc = alk__pg_bind(stmt, request->params, err);
    if (rc != ALK_OK)
        return rc;
    if ((sql = alk__pg_alloc(room + stmt->length + 1, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    stmt->portal = ++stmt->conn->last_portal;
    stmt->transaction = stmt->conn->transaction;
    (void)snprintf(sql, room, declare_text, (unsigned)stmt->conn->token, (unsigned)stmt->portal);
    memcpy(sql + strlen(sql), stmt->sql, stmt->length);
    rc = declare(stmt, sql, request->deadline, rows, err);
    alk__pg_free(sql);
    if (rc == ALK_OK && !is_as_described(stmt, *rows)) {
        PQclear(*rows);
        *rows = NULL;
        rc = alk__pg_portal_close(stmt, err);
    }
    return rc;
}

static alk_rc changed_again(alk_err *err)
{
    alk__pg_error(err, ALK_ERROR_OPERATIONAL, "0A000", "the columns of the result have changed since the statement was described");
    alk__pg_host->err_flags(err, ALK_ERROR_RETRYABLE);
    return ALK_ERROR_OPERATIONAL;
}

/* Fewer than were asked for are the last: nothing more is needed of the server. */
static alk_rc take_batch(alk__pg_stmt *stmt, PGresult *rows, alk_err *err)
{
    alk__pg_cursor_take(stmt, rows);
    return (uint32_t)stmt->count < stmt->batch ? alk__pg_portal_close(stmt, err) : ALK_OK;
}

static alk_rc no_transaction(alk_err *err)
{
    alk__pg_error(err, ALK_ERROR_INTERFACE, "25P01", "a cursor of the server lives in a transaction, and none is open");
    alk__pg_detail(err, "hint", "begin a transaction, or run the statement without cursor_rows");
    return ALK_ERROR_INTERFACE;
}

alk_rc alk__pg_portal_open(alk__pg_stmt *stmt, const alk_request *request, void **cursor, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    PGresult *rows = NULL;
    alk_rc rc;
    if (PQtransactionStatus(conn->pg) == PQTRANS_IDLE)
        return no_transaction(err);
    rc = open_once(stmt, request, &rows, err);
    if (rc == ALK_OK && rows == NULL) {          /* another session has changed the tables */
        alk__pg_forget_names(conn);
        rc = alk__pg_make_ready(stmt, request->params, request->deadline, err);
        if (rc == ALK_OK)
            rc = open_once(stmt, request, &rows, err);
        if (rc == ALK_OK && rows == NULL)
            rc = changed_again(err);
    }
    if (rc == ALK_OK) {
        stmt->affected = -1;
        stmt->bytes = 0;
        stmt->state = ALK__PG_OPEN;
        *cursor = stmt;
        rc = take_batch(stmt, rows, err);
    }
    if (rc != ALK_OK) {
        *cursor = NULL;
        stmt->portal = 0;                /* the transaction has failed, or the line has */
        (void)alk__pg_cursor_end(stmt, ALK__PG_CLOSED, err);
    }
    return rc;
}

/* ---- reading on ---- */
static alk_rc is_gone(alk_err *err)
{
    return alk__pg_error(err, ALK_ERROR_INTERFACE, "34000", "the server's cursor is gone: its transaction, or the savepoint that it was opened behind, has ended");
}

static bool has_ended(const alk__pg_stmt *stmt)
{
    return stmt->transaction != stmt->conn->transaction || PQtransactionStatus(stmt->conn->pg) == PQTRANS_IDLE;
}

static alk_rc fetch_failed(alk__pg_conn *conn, const PGresult *result, alk_err *err)
{
    const char *sqlstate = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return sqlstate != NULL && strcmp(sqlstate, "34000") == 0 ? is_gone(err) : alk__pg_result_error(conn, result, err);
}

/* The one answer to FETCH. */
static alk_rc take_fetched(alk__pg_stmt *stmt, PGresult **rows, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    PGresult *result;
    alk_rc rc = alk__pg_next(conn, &result, err), drained;
    if (rc != ALK_OK)
        return rc;
    if (result == NULL)
        return alk__pg_lost(conn, err);
    if (PQresultStatus(result) == PGRES_FATAL_ERROR)
        rc = fetch_failed(conn, result, err);
    else if (PQresultStatus(result) != PGRES_TUPLES_OK || !is_as_described(stmt, result))
        rc = alk__pg_out_of_turn(conn, err);
    drained = conn->lost ? ALK_OK : alk__pg_drain(conn, err);
    rc = rc == ALK_OK ? drained : rc;
    if (rc == ALK_OK)
        *rows = result;
    else
        PQclear(result);
    return rc;
}

static alk_rc fetch(alk__pg_stmt *stmt, PGresult **rows, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    char sql[COMMAND_SIZE];
    alk_rc rc = has_ended(stmt) && !conn->lost ? is_gone(err) : alk__pg_begin(conn, until(stmt, 0), err);
    if (rc != ALK_OK)
        return rc;
    (void)snprintf(sql, sizeof sql, fetch_text, (unsigned)stmt->batch, (unsigned)conn->token, (unsigned)stmt->portal);
    if (PQsendQueryParams(conn->pg, sql, 0, NULL, NULL, NULL, NULL, stmt->binary ? 1 : 0) == 1)
        rc = take_fetched(stmt, rows, err);
    else
        rc = alk__pg_lost(conn, err);
    alk__pg_idle(conn);
    return rc;
}

alk_rc alk__pg_portal_more(alk__pg_stmt *stmt, alk_err *err)
{
    PGresult *rows = NULL;
    alk_rc rc = fetch(stmt, &rows, err);
    if (rc == ALK_OK)
        rc = take_batch(stmt, rows, err);
    if (rc != ALK_OK) {
        stmt->state = ALK__PG_FAILED;
    } else if (stmt->count == 0) {
        stmt->state = ALK__PG_AT_END;
        rc = ALK_END;
    }
    return rc;
}

/* ---- the end ---- */
alk_rc alk__pg_portal_close(alk__pg_stmt *stmt, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    char sql[COMMAND_SIZE];
    uint32_t portal = stmt->portal;
    stmt->portal = 0;
    if (portal == 0 || conn->lost || conn->streaming != NULL || conn->copy != NULL || has_ended(stmt) || PQtransactionStatus(conn->pg) != PQTRANS_INTRANS)
        return ALK_OK;
    (void)snprintf(sql, sizeof sql, close_text, (unsigned)conn->token, (unsigned)portal);
    return alk__pg_run(conn, sql, until(stmt, CLOSE_PATIENCE), NULL, err);
}
