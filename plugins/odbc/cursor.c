/* SPDX-License-Identifier: MIT
 * Cursors: rows as cells, and the ends of results. The library itself puts cells into structs. */
#include "cursor.h"
#include "errors.h"
#include "fetch.h"

static const struct complaint {
    char sqlstate[6];
    const char *text;
} complaints[] = {
    [ALK__ODBC_TOO_LONG] = { "22001", "a value longer than the ODBC driver said it could be" },
    [ALK__ODBC_NOT_UTF8] = { "22021", "a text that is no valid UTF-16" },
    [ALK__ODBC_NO_DATE] = { "22008", "a date that is none, as 0000-00-00" },
    [ALK__ODBC_BAD_VALUE] = { "08P01", "a value that its type cannot have" },
};

/* The row at fault stays current. */
static alk_rc fail(alk__odbc_stmt *stmt, uint32_t i, alk__odbc_fault fault, alk_err *err)
{
    const alk__odbc_column *column = &stmt->columns.list[i];
    if (fault == ALK__ODBC_NO_MEMORY)
        return alk__odbc_no_memory(err);
    if (fault == ALK__ODBC_UNREADABLE)
        return alk__odbc_fail(stmt->conn, stmt->handle, err);
    (void)alk__odbc_error(err, ALK_ERROR_DATA, complaints[fault].sqlstate, "column %u (\"%.*s\"): %s", (unsigned)i + 1, (int)column->name.n, column->name.p,
                          complaints[fault].text);
    alk__odbc_detail(err, "column", column->name.p, column->name.n);
    return ALK_ERROR_DATA;
}

/* ---- beginning and ending ---- */
alk_rc alk__odbc_open_rows(alk__odbc_stmt *stmt, const alk_request *request, alk_err *err)
{
    alk_rc rc = alk__odbc_bind_columns(stmt, err);
    if (rc != ALK_OK) {
        (void)SQLFreeStmt(stmt->handle, SQL_CLOSE);
        return rc;
    }
    stmt->deadline = request->deadline;
    stmt->affected = -1;
    stmt->rows_read = 0;
    stmt->fetched = 0;
    stmt->at = 0;
    stmt->state = ALK__ODBC_READING;
    if (stmt->conn->one_result)
        stmt->conn->reading = stmt;
    return ALK_OK;
}

static void line_is_free(alk__odbc_stmt *stmt)
{
    if (stmt->conn->reading == stmt)
        stmt->conn->reading = NULL;
}

alk_rc alk__odbc_at_end(alk__odbc_stmt *stmt, alk_err *err)
{
    alk_rc rc = alk__odbc_more_results(stmt, NULL, err);
    if ((stmt->kind & ALK__ODBC_CHANGES_ROWS) != 0)
        stmt->affected = stmt->rows_read;
    stmt->state = rc == ALK_OK ? ALK__ODBC_AT_END : ALK__ODBC_BROKEN;
    line_is_free(stmt);
    return rc == ALK_OK ? ALK_END : rc;
}

void alk__odbc_end_rows(alk__odbc_stmt *stmt, uint8_t state)
{
    if (state == ALK__ODBC_CLOSED && stmt->state != ALK__ODBC_CLOSED)
        (void)SQLFreeStmt(stmt->handle, SQL_CLOSE);
    line_is_free(stmt);
    stmt->state = state;
}

/* ---- rows ---- */
static alk_rc ready(const alk__odbc_stmt *stmt, alk_err *err)
{
    if (stmt->state == ALK__ODBC_AT_END)
        return ALK_END;
    if (stmt->state == ALK__ODBC_READING)
        return ALK_OK;
    return alk__odbc_error(err, ALK_ERROR_INTERFACE, "24000", "the cursor is closed, or its fetch failed before");
}

static alk_rc cells_of_row(alk__odbc_stmt *stmt, alk_cell *cells, bool keep, alk__driver_memory *memory, alk_err *err)
{
    for (uint32_t i = 0; i < stmt->columns.n; i++) {
        alk__odbc_fault fault = alk__odbc_read(stmt, i, keep, memory, &cells[i]);
        if (fault != ALK__ODBC_FINE)
            return fail(stmt, i, fault, err);
    }
    return ALK_OK;
}

static alk_rc fetch_cells(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    alk__odbc_stmt *stmt = cursor;
    alk__driver_memory memory = { alk__odbc_host, arena, NULL, 0, 0, cap <= 1 };
    alk_rc rc = ready(stmt, err);
    uint32_t n = 0;
    *got = 0;
    if (rc != ALK_OK)
        return rc;
    if (ncols != stmt->columns.n)
        return alk__odbc_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, cells are for %u", (unsigned)stmt->columns.n, (unsigned)ncols);
    while (rc == ALK_OK && n < cap && (rc = alk__odbc_next_row(stmt, err)) == ALK_OK) {
        rc = cells_of_row(stmt, cells + (size_t)n * ncols, cap > 1, &memory, err);
        if (rc == ALK_OK) {
            stmt->at++;
            stmt->rows_read++;
            n++;
        }
    }
    *got = n;
    return rc;
}

static alk_rc columns(void *cursor, const alk_column_desc **out, uint32_t *count, uint32_t *stride, alk_err *err)
{
    alk__odbc_stmt *stmt = cursor;
    alk_rc rc = alk__odbc_describe(stmt, err);
    if (rc != ALK_OK)
        return rc;
    *out = stmt->columns.descriptions;
    *count = stmt->columns.n;
    *stride = sizeof(alk_column_desc);
    return ALK_OK;
}

static alk_rc close_cursor(void *cursor, alk_err *err)
{
    (void)err;
    alk__odbc_end_rows(cursor, ALK__ODBC_CLOSED);
    return ALK_OK;
}

static int64_t affected(void *cursor)
{
    return ((alk__odbc_stmt *)cursor)->affected;
}

const alk_cursor_ops alk__odbc_cursor_ops = { .size = sizeof(alk_cursor_ops), .columns = columns, .fetch_cells = fetch_cells, .close = close_cursor, .affected = affected };
