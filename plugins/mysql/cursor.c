/* SPDX-License-Identifier: MIT
 * Reading rows and ending. The client library keeps a row as it came; where it stands is found in the statement's list of stored rows, or in the buffer
 * of the line that mysql_stmt_fetch() filled. Nothing is bound for results, so no value is cut to the size of a buffer. */
#include "cursor.h"
#include "direct.h"
#include "errors.h"
#include "kill.h"
#include <string.h>

enum { ROWS_BEFORE_KILL = 2000 };        /* of a result given up: to read them is cheaper than a second session */

static alk_rc failed(alk__my_stmt *stmt, alk_err *err)
{
    return alk__my_fail(stmt->conn, stmt->handle, alk__my_sv(NULL, 0), err);
}

/* ---- beginning ---- */
alk_rc alk__my_open_rows(alk__my_stmt *stmt, const alk_request *request, alk_err *err)
{
    bool refused = stmt->batch != 0 && !stmt->handle->cursor_exists;   /* all rows come: the client library reads them at once then */
    stmt->stored = (request->flags & ALK_REQUEST_STREAM) == 0 || refused;
    stmt->deadline = request->deadline;
    stmt->affected = -1;
    stmt->rows_read = 0;
    if (refused)
        stmt->batch = 0;
    if (stmt->batch != 0) {
        stmt->stored = false;
        stmt->next_row = NULL;
    } else if (stmt->stored) {
        alk_rc rc;
        if (mysql_stmt_store_result(stmt->handle) != 0)
            return failed(stmt, err);
        rc = alk__my_more_results(stmt, err);
        if (rc != ALK_OK)
            return rc;
        stmt->next_row = mysql_stmt_row_tell(stmt->handle);
    } else {
        stmt->conn->reading = stmt;
    }
    stmt->state = ALK__MY_BEFORE_ROW;
    return ALK_OK;
}

/* ---- ending ---- */
alk_rc alk__my_more_results(alk__my_stmt *stmt, alk_err *err)
{
    while (mysql_stmt_more_results(stmt->handle)) {
        if (mysql_stmt_next_result(stmt->handle) > 0)
            return failed(stmt, err);
        if (mysql_stmt_field_count(stmt->handle) > 0 && mysql_stmt_free_result(stmt->handle) != 0)
            return failed(stmt, err);
    }
    return ALK_OK;
}

/* The end of rows in the line tells how many warnings there were; the client library passes over it. */
static void note_warnings(alk__my_conn *conn)
{
    const NET *net = &conn->mysql->net;
    if (net->read_pos != NULL && net->buff_end - net->read_pos >= 5 && net->read_pos[0] == 254)
        conn->warnings = net->read_pos[1] | (uint32_t)net->read_pos[2] << 8;
}

static void line_is_free(alk__my_stmt *stmt)
{
    alk__my_conn *conn = stmt->conn;
    if (conn->reading != stmt)
        return;
    conn->reading = NULL;
    alk__my_stop(conn);
}

/* Reads what nobody wants any more. Where that is much, the server is told to stop. */
static void drain(alk__my_stmt *stmt)
{
    alk__my_conn *conn = stmt->conn;
    int n = 0, fetched;
    alk__my_enter(conn, alk__my_now() + 2 * ALK__MY_SECOND);
    while ((fetched = mysql_stmt_fetch(stmt->handle)) == 0)
        if (++n == ROWS_BEFORE_KILL)
            (void)alk__my_kill(conn);
    if (fetched == MYSQL_NO_DATA)
        note_warnings(conn);
    if (conn->wait.over || mysql_errno(conn->mysql) == 2013 || mysql_errno(conn->mysql) == 2006)
        conn->lost = true;
    if (mysql_errno(conn->mysql) == 1317)
        atomic_store(&conn->killed, 0);
    if (!conn->lost)
        (void)mysql_stmt_free_result(stmt->handle);
    alk__my_leave(conn);
}

/* The server closes its cursor by itself behind the last row. */
static void close_servers(alk__my_stmt *stmt)
{
    alk__my_conn *conn = stmt->conn;
    if (stmt->batch == 0 || stmt->state == ALK__MY_CLOSED || stmt->handle == NULL || conn->lost || conn->reading != NULL)
        return;
    alk__my_enter(conn, alk__my_now() + 2 * ALK__MY_SECOND);
    if (stmt->state != ALK__MY_AT_END && mysql_stmt_reset(stmt->handle) != 0)
        conn->lost = conn->lost || conn->wait.over || mysql_errno(conn->mysql) == 2013 || mysql_errno(conn->mysql) == 2006;
    if (!conn->lost)
        (void)mysql_stmt_free_result(stmt->handle);
    alk__my_leave(conn);
}

void alk__my_end_rows(alk__my_stmt *stmt, uint8_t state)
{
    bool open = stmt->state == ALK__MY_BEFORE_ROW || stmt->state == ALK__MY_AT_ROW;
    if (state == ALK__MY_CLOSED)
        close_servers(stmt);
    if (open && stmt->conn->reading == stmt && !stmt->conn->lost)
        drain(stmt);
    line_is_free(stmt);
    if (state == ALK__MY_CLOSED) {
        if (stmt->stored && stmt->state != ALK__MY_CLOSED && stmt->handle != NULL && !stmt->conn->lost)
            (void)mysql_stmt_free_result(stmt->handle);
        if (stmt->text_rows != NULL)
            mysql_free_result(stmt->text_rows);
        stmt->text_rows = NULL;
        stmt->next_row = NULL;
        stmt->stored = false;
    }
    stmt->state = state;
}

static alk_rc at_end(alk__my_stmt *stmt, alk_err *err)
{
    alk_rc rc = stmt->handle != NULL && !stmt->stored && stmt->batch == 0 ? alk__my_more_results(stmt, err) : ALK_OK;
    if ((stmt->kind & ALK__MY_CHANGES_ROWS) != 0)
        stmt->affected = (int64_t)stmt->rows_read;         /* RETURNING gives one for each */
    stmt->state = rc == ALK_OK ? ALK__MY_AT_END : ALK__MY_FAILED;
    line_is_free(stmt);
    return rc == ALK_OK ? ALK_END : rc;
}

static alk_rc broken(alk__my_stmt *stmt, alk_err *err)
{
    alk_rc rc = failed(stmt, err);
    stmt->state = ALK__MY_FAILED;
    line_is_free(stmt);
    return rc;
}

/* ---- moving on ---- */

/* Rows at hand have all the time, and a batch its own. */
static alk_rc batch_ready(alk__my_stmt *stmt, alk_err *err)
{
    bool at_hand = stmt->state == ALK__MY_AT_ROW || stmt->next_row != NULL;
    stmt->deadline = !at_hand && stmt->patience != 0 ? alk__my_now() + stmt->patience : 0;
    return at_hand ? ALK_OK : alk__my_ready(stmt->conn, err);
}

/* The next rows of the server's cursor. */
static alk_rc next_batch(alk__my_stmt *stmt, alk_err *err)
{
    alk__my_conn *conn = stmt->conn;
    alk_rc rc = ALK_OK;
    int fetched;
    alk__my_start(conn);
    (void)mysql_stmt_row_seek(stmt->handle, NULL);         /* those of the batch before are done with */
    fetched = mysql_stmt_fetch(stmt->handle);
    if (fetched == MYSQL_NO_DATA)
        rc = ALK_END;
    else if (fetched != 0)
        rc = broken(stmt, err);
    else
        stmt->next_row = stmt->handle->result.data;
    alk__my_stop(conn);
    return rc;
}

alk_rc alk__my_cursor_ready(alk__my_stmt *stmt, alk_err *err)
{
    switch (stmt->state) {
    case ALK__MY_AT_END:
        return ALK_END;
    case ALK__MY_BEFORE_ROW:
    case ALK__MY_AT_ROW:
        break;
    default:
        return alk__my_error(err, ALK_ERROR_INTERFACE, "24000", "the cursor is closed, or its fetch failed before");
    }
    if (stmt->batch != 0)
        return batch_ready(stmt, err);
    if (stmt->deadline == 0 || alk__my_now() < stmt->deadline)
        return ALK_OK;
    if (stmt->conn->reading == stmt)
        (void)alk__my_kill(stmt->conn);
    alk__my_end_rows(stmt, ALK__MY_FAILED);
    (void)alk__my_error(err, ALK_ERROR_TIMEOUT, "57014", "the statement's deadline passed");
    if (stmt->conn->lost)
        alk__my_host->err_flags(err, ALK_ERROR_DISCONNECT);
    return ALK_ERROR_TIMEOUT;
}

/* The row's bytes and their end. */
static alk_rc take_row(alk__my_stmt *stmt, unsigned char **row, const unsigned char **end, alk_err *err)
{
    const NET *net = &stmt->conn->mysql->net;
    size_t length = 0;
    alk_rc rc = ALK_OK;
    int fetched;
    if (stmt->batch != 0 && stmt->next_row == NULL && (rc = next_batch(stmt, err)) != ALK_OK)
        return rc;
    if (stmt->stored || stmt->batch != 0) {
        MYSQL_ROWS *stored = stmt->next_row;
        if (stored == NULL)
            return ALK_END;
        stmt->next_row = stored->next;
        *row = (unsigned char *)stored->data;
        *end = *row + stored->length;
        return ALK_OK;
    }
    if (stmt->text_rows != NULL) {
        *row = alk__my_text_row(stmt, &length, &rc, err);
        *end = *row != NULL ? *row + length : NULL;
        return *row != NULL || rc != ALK_OK ? rc : ALK_END;
    }
    fetched = mysql_stmt_fetch(stmt->handle);
    if (fetched == MYSQL_NO_DATA) {
        note_warnings(stmt->conn);
        return ALK_END;
    }
    if (fetched != 0)
        return broken(stmt, err);
    *row = net->read_pos;
    *end = net->buff_end;
    return ALK_OK;
}

alk_rc alk__my_next_row(alk__my_stmt *stmt, alk_err *err)
{
    unsigned char *row = NULL;
    const unsigned char *end = NULL;
    alk_rc rc;
    if (stmt->state == ALK__MY_AT_ROW)
        return ALK_OK;
    rc = take_row(stmt, &row, &end, err);
    if (rc == ALK_END)
        return at_end(stmt, err);
    if (rc != ALK_OK)
        return rc;
    if (!alk__my_row_split(stmt->columns, stmt->ncols, row, end, stmt->values)) {
        rc = alk__my_error(err, ALK_ERROR_OPERATIONAL, "08P01", "the server sent a malformed row");
        alk__my_host->err_flags(err, ALK_ERROR_DISCONNECT);
        stmt->conn->lost = true;
        alk__my_end_rows(stmt, ALK__MY_FAILED);
        return rc;
    }
    stmt->rows_read++;
    stmt->state = ALK__MY_AT_ROW;
    return ALK_OK;
}

static alk_rc columns(void *cursor, const alk_column_desc **out, uint32_t *count, uint32_t *stride, alk_err *err)
{
    alk__my_stmt *stmt = cursor;
    return alk__my_stmt_columns(stmt->conn, stmt, out, count, stride, err);
}

static alk_rc close_cursor(void *cursor, alk_err *err)
{
    alk__my_stmt *stmt = cursor;
    alk__my_conn *conn = stmt->conn;
    bool lost = conn->lost;
    alk__my_end_rows(stmt, ALK__MY_CLOSED);
    if (stmt->owned_by_cursor)
        alk__my_stmt_close(conn, stmt);
    if (!conn->lost || lost)
        return ALK_OK;
    (void)alk__my_error(err, ALK_ERROR_OPERATIONAL, "08006", "the connection was lost while the rest of a result was given up");
    alk__my_host->err_flags(err, ALK_ERROR_DISCONNECT);
    return ALK_ERROR_OPERATIONAL;
}

static int64_t affected(void *cursor)
{
    return ((alk__my_stmt *)cursor)->affected;
}

static int32_t is_apart(void *cursor)
{
    return ((alk__my_stmt *)cursor)->batch != 0;
}

const alk_cursor_ops alk__my_cursor_ops = { .size = sizeof(alk_cursor_ops),
                                            .columns = columns,
                                            .fetch_cells = alk__my_fetch_cells,
                                            .fetch_into = alk__my_fetch_into,
                                            .close = close_cursor,
                                            .affected = affected,
                                            .is_apart = is_apart };
