/* SPDX-License-Identifier: MIT
 * The life of a cursor. */
#include "cursor.h"
#include "cancel.h"
#include "column.h"
#include "errors.h"
#include "portal.h"
#include "session.h"
#include "wait.h"

#define DISCARD_PATIENCE INT64_C(60000000000)    /* nanoseconds for reading rows that nobody wants */

/* A row that came by itself is a result with room for many: what counts is what it would take among them. */
static size_t row_size(const PGresult *row)
{
    size_t size = sizeof(void *);
    for (int i = 0, n = PQnfields(row); i < n; i++)
        size += 2 * sizeof(void *) + (size_t)PQgetlength(row, 0, i) + 1;
    return size;
}

/* What a result takes is known by what its rows take. */
void alk__pg_cursor_take(alk__pg_stmt *stmt, PGresult *rows)
{
    PQclear(stmt->rows);
    stmt->rows = rows;
    stmt->at = 0;
    stmt->count = PQntuples(rows);
    stmt->bytes += PQresultStatus(rows) == PGRES_SINGLE_TUPLE ? row_size(rows) : PQresultMemorySize(rows);
}

/* The line is free: the statement has no more to say. */
static void off_the_line(alk__pg_stmt *stmt)
{
    if (!stmt->streaming)
        return;
    stmt->streaming = false;
    stmt->conn->streaming = NULL;
    alk__pg_idle(stmt->conn);
}

static alk_rc failed(alk__pg_stmt *stmt, alk_rc rc)
{
    off_the_line(stmt);
    stmt->state = ALK__PG_FAILED;
    return rc;
}

/* Behind the last result the line is silent until it is asked again. */
static alk_rc finish(alk__pg_stmt *stmt, const PGresult *last, alk_err *err)
{
    alk_rc rc;
    alk__pg_note_command(stmt->conn, last);
    stmt->affected = alk__pg_changes(last);
    rc = alk__pg_drain(stmt->conn, err);
    if (rc != ALK_OK)
        return failed(stmt, rc);
    off_the_line(stmt);
    stmt->usual = stmt->bytes;
    stmt->state = ALK__PG_AT_END;
    return ALK_END;
}

/* Takes the next rows from the line. */
static alk_rc more(alk__pg_stmt *stmt, alk_err *err)
{
    alk__pg_conn *conn = stmt->conn;
    PGresult *result;
    alk_rc rc;
    conn->deadline = stmt->deadline;
    rc = alk__pg_next(conn, &result, err);
    if (rc != ALK_OK)
        return failed(stmt, rc);
    if (result == NULL)
        return failed(stmt, alk__pg_lost(conn, err));
    switch ((int)PQresultStatus(result)) {
    case PGRES_SINGLE_TUPLE:
        alk__pg_cursor_take(stmt, result);
        return ALK_OK;
    case PGRES_TUPLES_OK:
        rc = finish(stmt, result, err);
        break;
    default:
        rc = alk__pg_result_error(conn, result, err);
        if (!conn->lost) {
            alk_err *nobody = err;
            (void)alk__pg_drain(conn, nobody);
        }
        rc = failed(stmt, rc);
    }
    PQclear(result);
    return rc;
}

alk_rc alk__pg_cursor_row(alk__pg_stmt *stmt, alk_err *err)
{
    if (stmt->state == ALK__PG_OPEN && stmt->at < stmt->count)
        return ALK_OK;
    switch (stmt->state) {
    case ALK__PG_OPEN:
        if (stmt->streaming)
            return more(stmt, err);
        if (stmt->portal != 0)
            return alk__pg_portal_more(stmt, err);
        stmt->state = ALK__PG_AT_END;
        return ALK_END;
    case ALK__PG_AT_END:
        return ALK_END;
    case ALK__PG_FAILED:
        return alk__pg_error(err, ALK_ERROR_INTERFACE, "24000", "the cursor ended with an error before");
    default:
        return alk__pg_error(err, ALK_ERROR_INTERFACE, "24000", "the cursor is not open");
    }
}

/* Only a cancel would be quicker than reading, and it would end the transaction with the statement. */
static alk_rc discard(alk__pg_stmt *stmt, alk_err *err)
{
    alk_rc rc;
    alk__pg_conn *conn = stmt->conn;
    conn->deadline = stmt->deadline != 0 ? stmt->deadline : alk__pg_now() + DISCARD_PATIENCE;
    for (;;) {
        PGresult *result;
        rc = alk__pg_next(conn, &result, err);
        if (rc != ALK_OK || result == NULL)
            break;
        if (PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
            stmt->bytes += row_size(result);
        } else if (PQresultStatus(result) == PGRES_TUPLES_OK) {
            alk__pg_note_command(conn, result);
            stmt->usual = stmt->bytes;           /* as a result that was read to its end */
        } else {
            rc = alk__pg_result_error(conn, result, err);
        }
        PQclear(result);
        if (rc != ALK_OK)
            break;
    }
    if (rc != ALK_OK && !conn->lost)
        (void)alk__pg_drain(conn, err);
    off_the_line(stmt);
    return rc;
}

alk_rc alk__pg_cursor_end(alk__pg_stmt *stmt, uint8_t state, alk_err *err)
{
    alk_rc rc = stmt->streaming && !stmt->conn->lost ? discard(stmt, err) : alk__pg_portal_close(stmt, err);
    off_the_line(stmt);
    PQclear(stmt->rows);
    stmt->rows = NULL;
    stmt->at = stmt->count = 0;
    stmt->state = state;
    alk__pg_scratch_reset(&stmt->scratch);
    return rc;
}

alk_rc alk__pg_cursor_leave_line(alk__pg_stmt *stmt, alk_err *err)
{
    return alk__pg_cursor_end(stmt, ALK__PG_FAILED, err);
}

static alk_rc columns(void *cursor, const alk_column_desc **out, uint32_t *count, uint32_t *stride, alk_err *err)
{
    alk__pg_stmt *stmt = cursor;
    *out = alk__pg_describe(stmt, err);
    *count = stmt->ncols;
    *stride = sizeof(alk_column_desc);
    return *out != NULL ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

static alk_rc close_cursor(void *cursor, alk_err *err)
{
    alk__pg_stmt *stmt = cursor;
    alk_rc rc = alk__pg_cursor_end(stmt, ALK__PG_CLOSED, err);
    if (stmt->owned_by_cursor)
        alk__pg_stmt_close(stmt->conn, stmt);
    return rc;
}

static int64_t affected(void *cursor)
{
    return ((alk__pg_stmt *)cursor)->affected;
}

static int32_t is_apart(void *cursor)
{
    return ((alk__pg_stmt *)cursor)->batch != 0;
}

const alk_cursor_ops alk__pg_cursor_ops = { .size = sizeof(alk_cursor_ops),
                                            .columns = columns,
                                            .fetch_cells = alk__pg_fetch_cells,
                                            .fetch_into = alk__pg_fetch_into,
                                            .close = close_cursor,
                                            .affected = affected,
                                            .is_apart = is_apart };
