/* SPDX-License-Identifier: MIT
 * The life of a cursor. SQLite's step after the end would begin again, so the end is remembered here. */
#include "cursor.h"
#include "errors.h"
#include "guard.h"

int alk__lite_stop(alk__lite_stmt *stmt, uint8_t state)
{
    int result = SQLITE_OK;
    if (stmt->state == ALK__LITE_AT_ROW || stmt->state == ALK__LITE_BEFORE_ROW) {
        stmt->conn->open_cursors--;
        result = sqlite3_reset(stmt->handle);
    }
    stmt->state = state;
    return result;
}

void alk__lite_end_cursors(alk__lite_conn *conn)
{
    for (alk__lite_stmt *stmt = conn->statements; stmt != NULL; stmt = stmt->next)
        if (stmt->state == ALK__LITE_AT_ROW || stmt->state == ALK__LITE_BEFORE_ROW)
            alk__lite_stop(stmt, ALK__LITE_CANCELLED);
}

alk_rc alk__lite_cursor_ready(alk__lite_stmt *stmt, alk_err *err)
{
    switch (stmt->state) {
    case ALK__LITE_AT_ROW:
    case ALK__LITE_BEFORE_ROW:
        alk__lite_set_deadline(stmt->conn, stmt->deadline);
        return ALK_OK;
    case ALK__LITE_AT_END:
        return ALK_END;
    case ALK__LITE_CANCELLED:
        return alk__lite_error(err, ALK_ERROR_OPERATIONAL, "57014", "the statement was cancelled");
    case ALK__LITE_FAILED:
        return alk__lite_error(err, ALK_ERROR_INTERFACE, "24000", "the cursor ended with an error before");
    default:
        return alk__lite_error(err, ALK_ERROR_INTERFACE, "24000", "the cursor is not open");
    }
}

alk_rc alk__lite_cursor_over(alk__lite_stmt *stmt, int result, alk_err *err)
{
    alk_rc rc = ALK_END;
    if (result == SQLITE_DONE)
        stmt->affected = alk__lite_changes(stmt);
    else
        rc = alk__lite_fail(stmt->conn, result, alk__lite_sv(NULL, 0), err);
    alk__lite_stop(stmt, result == SQLITE_DONE ? ALK__LITE_AT_END : ALK__LITE_FAILED);
    return rc;
}

static alk_rc columns(void *cursor, const alk_column_desc **out, uint32_t *count, uint32_t *stride, alk_err *err)
{
    alk__lite_stmt *stmt = cursor;
    return alk__lite_stmt_columns(stmt->conn, stmt, out, count, stride, err);
}

/* Closing early may be what commits an INSERT … RETURNING outside a transaction, so it can fail like an execution. */
static alk_rc close_cursor(void *cursor, alk_err *err)
{
    alk__lite_stmt *stmt = cursor;
    alk_rc rc = ALK_OK;
    int result = alk__lite_stop(stmt, ALK__LITE_CLOSED);
    if (result != SQLITE_OK)
        rc = alk__lite_fail(stmt->conn, result, alk__lite_sv(NULL, 0), err);
    if (stmt->owned_by_cursor)
        alk__lite_stmt_close(stmt->conn, stmt);
    return rc;
}

static int64_t affected(void *cursor)
{
    return ((alk__lite_stmt *)cursor)->affected;
}

const alk_cursor_ops alk__lite_cursor_ops = { .size = sizeof(alk_cursor_ops),
                                              .columns = columns,
                                              .fetch_cells = alk__lite_fetch_cells,
                                              .fetch_into = alk__lite_fetch_into,
                                              .close = close_cursor,
                                              .affected = affected };
