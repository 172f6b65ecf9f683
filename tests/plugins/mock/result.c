/* SPDX-License-Identifier: MIT
 * Cursors of the mock: columns, values, fetching. See result.h. */
#include "result.h"
#include <stdio.h>
#include <string.h>
#include "words.h"

mock_cursor *result_new(mock_conn *conn, uint32_t n_columns)
{
    mock_cursor *cursor = mock_host->mem(NULL, sizeof *cursor);
    if (!cursor)
        return NULL;
    memset(cursor, 0, sizeof *cursor);
    cursor->conn = conn;
    cursor->affected = -1;
    cursor->n_columns = n_columns;
    ledger_live("cursor", 1);
    cursor->columns = result_keep(cursor, NULL, (n_columns + 1) * sizeof *cursor->columns);
    if (!cursor->columns) {
        result_free(cursor);
        return NULL;
    }
    return cursor;
}

void result_free(mock_cursor *cursor)
{
    while (cursor->blocks) {
        mock_block *block = cursor->blocks;
        cursor->blocks = block->next;
        (void)mock_host->mem(block, 0);
    }
    ledger_live("cursor", -1);
    (void)mock_host->mem(cursor, 0);
}

void *result_keep(mock_cursor *cursor, const void *bytes, size_t n)
{
    size_t head = 16;
    mock_block *block = mock_host->mem(NULL, head + n + 1);
    if (!block)
        return NULL;
    block->next = cursor->blocks;
    cursor->blocks = block;
    char *copy = (char *)block + head;
    memset(copy, 0, n + 1);
    if (bytes && n > 0)
        memcpy(copy, bytes, n);
    return copy;
}

void result_column(mock_cursor *cursor, uint32_t index, int type, const char *prefix)
{
    char name[16];
    alk_column_desc *column = &cursor->columns[index];
    int n = snprintf(name, sizeof name, "%s%u", prefix, (unsigned)index + 1);
    const char *kept = result_keep(cursor, name, (size_t)n), *native = words_type_name(type);
    *column = (alk_column_desc){ .size = sizeof *column, .type = (uint16_t)type, .length = -1, .precision = -1, .scale = -1 };
    column->flags = ALK_COLUMN_NULLABLE_KNOWN | ALK_COLUMN_NULLABLE;
    column->name = (alk_sv){ kept ? kept : "", kept ? (size_t)n : 0 };
    column->native_type = (alk_sv){ native, strlen(native) };
}

/* ---- values that stay ---- */
static bool copy_array(mock_cursor *cursor, alk_cell *out, const alk_cell *in)
{
    const alk_cell *items = in->u.p;
    alk_cell *copies = result_keep(cursor, NULL, in->len * sizeof *copies);
    out->u.p = copies;
    for (uint32_t i = 0; copies && i < in->len; i++)
        if (!result_copy(cursor, &copies[i], &items[i]))
            return false;
    return copies != NULL;
}

bool result_copy(mock_cursor *cursor, alk_cell *out, const alk_cell *in)
{
    *out = *in;
    out->flags = 0;
    switch (in->tag) {
    case ALK_TYPE_ARRAY:
        return copy_array(cursor, out, in);
    case ALK_TYPE_INTERVAL:
        out->u.p = result_keep(cursor, in->u.p, sizeof(alk_interval));
        return out->u.p != NULL;
    case ALK_TYPE_DECIMAL:
    case ALK_TYPE_TEXT:
    case ALK_TYPE_BLOB:
    case ALK_TYPE_UUID:
    case ALK_TYPE_JSON:
        out->u.p = result_keep(cursor, in->u.p, in->len);
        out->flags = ALK_CELL_NUL;
        return out->u.p != NULL;
    default:
        return true;
    }
}

/* ---- values made up ---- */
static bool give_text(alk_cell *cell, alk_arena *arena, const char *text)
{
    size_t n = strlen(text);
    char *copy = mock_host->arena_get(arena, n + 1, 1);
    if (!copy)
        return false;
    memcpy(copy, text, n + 1);
    cell->u.p = copy;
    cell->len = (uint32_t)n;
    cell->flags = ALK_CELL_NUL;
    return true;
}

static bool give_block(alk_cell *cell, alk_arena *arena, const void *bytes, size_t n, size_t align, uint32_t len)
{
    void *copy = mock_host->arena_get(arena, n, align);
    if (!copy)
        return false;
    memcpy(copy, bytes, n);
    cell->u.p = copy;
    cell->len = len;
    return true;
}

static bool give_array(alk_cell *cell, alk_arena *arena, int64_t row, int64_t column)
{
    alk_cell items[2] = { { .u.i = row, .tag = ALK_TYPE_INT }, { .u.i = column, .tag = ALK_TYPE_INT } };
    return give_block(cell, arena, items, sizeof items, 8, 2);
}

/* Row and column count from 1: the int of row 2, column 3 is 203, its text is "r2c3". */
static bool make_value(alk_cell *cell, int type, int64_t row, int64_t column, alk_arena *arena)
{
    char text[64];
    alk_interval interval = { (int32_t)row, (int32_t)column, row * 1000000 };
    unsigned char uuid[16] = { (unsigned char)row, (unsigned char)column };
    *cell = (alk_cell){ .tag = (uint16_t)type };
    cell->u.i = row * 100 + column;
    switch (type) {
    case ALK_TYPE_BOOL:
        cell->u.i = row % 2;
        return true;
    case ALK_TYPE_REAL:
        cell->u.d = (double)row + (double)column / 8;
        return true;
    case ALK_TYPE_DECIMAL:
        (void)snprintf(text, sizeof text, "%lld.%02lld", (long long)row, (long long)column);
        return give_text(cell, arena, text);
    case ALK_TYPE_TEXT:
        (void)snprintf(text, sizeof text, "r%lldc%lld", (long long)row, (long long)column);
        return give_text(cell, arena, text);
    case ALK_TYPE_JSON:
        (void)snprintf(text, sizeof text, "{\"row\":%lld}", (long long)row);
        return give_text(cell, arena, text);
    case ALK_TYPE_BLOB:
        return give_block(cell, arena, uuid, 2, 1, 2);
    case ALK_TYPE_UUID:
        return give_block(cell, arena, uuid, 16, 1, 16);
    case ALK_TYPE_INTERVAL:
        return give_block(cell, arena, &interval, sizeof interval, 8, 0);
    case ALK_TYPE_ARRAY:
        return give_array(cell, arena, row, column);
    default:
        return true;
    }
}

static bool make_row(const mock_cursor *cursor, alk_cell *cells, int64_t row, alk_arena *arena)
{
    for (uint32_t i = 0; i < cursor->n_columns; i++) {
        if (cursor->nullable[i] && row % 2 == 0)
            cells[i] = (alk_cell){ .tag = ALK_TYPE_NULL };
        else if (!make_value(&cells[i], cursor->columns[i].type, row, (int64_t)i + 1, arena))
            return false;
    }
    return true;
}

/* ---- slots ---- */
static alk_rc cursor_columns(void *handle, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    mock_cursor *cursor = handle;
    (void)err;
    *columns = cursor->columns;
    *count = cursor->n_columns;
    *stride = sizeof *cursor->columns;
    return ALK_OK;
}

static alk_rc fetch_rows(mock_cursor *cursor, alk_cell *cells, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    for (*got = 0; *got < cap && cursor->at < cursor->n_rows; (*got)++) {
        alk_cell *row = cells + (size_t)*got * cursor->n_columns;
        if (cursor->fail_at == cursor->at + 1)
            return mock_fail(err, cursor->error_class, cursor->error_flags, NULL, "the row fails, as it was told to");
        if (cursor->cells)
            memcpy(row, cursor->cells + (size_t)cursor->at * cursor->n_columns, cursor->n_columns * sizeof *row);
        else if (!make_row(cursor, row, cursor->at + 1, arena))
            return ALK_ERROR_NO_MEMORY;
        cursor->at++;
    }
    return cursor->at >= cursor->n_rows ? ALK_END : ALK_OK;
}

static alk_rc cursor_fetch_cells(void *handle, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    mock_cursor *cursor = handle;
    int64_t batch = cursor->batch ? cursor->batch : cursor->conn->options.batch;
    *got = 0;
    alk_rc rc = mock_enter(cursor->conn, "fetch", NULL, cursor->deadline, err);
    if (ncols != cursor->n_columns || cap == 0)
        ledger_violation(cursor->conn->id, "fetch: the count of columns or rows");
    else if (rc == ALK_OK && cursor->delay > 0)
        rc = mock_pause(cursor->conn, cursor->delay, cursor->deadline, err);
    if (rc == ALK_OK)
        rc = fetch_rows(cursor, cells, batch > 0 && batch < cap ? (uint32_t)batch : cap, got, arena, err);
    return mock_leave(cursor->conn, rc);
}

static alk_rc cursor_close(void *handle, alk_err *err)
{
    mock_cursor *cursor = handle;
    mock_conn *conn = cursor->conn;
    alk_rc rc = mock_enter(conn, "cursor_close", NULL, 0, err);
    result_free(cursor);
    return mock_leave(conn, rc);
}

static int64_t cursor_affected(void *handle)
{
    const mock_cursor *cursor = handle;
    return cursor->affected;
}

static int32_t cursor_is_apart(void *handle)
{
    const mock_cursor *cursor = handle;
    return cursor->batch != 0;
}

const alk_cursor_ops mock_cursor_ops = {
    .size = sizeof(alk_cursor_ops),
    .columns = cursor_columns,
    .fetch_cells = cursor_fetch_cells,
    .close = cursor_close,
    .affected = cursor_affected,
    .is_apart = cursor_is_apart,
};
const alk_cursor_ops mock_bare_cursor_ops = {
    .size = sizeof(alk_cursor_ops),
    .columns = cursor_columns,
    .fetch_cells = cursor_fetch_cells,
    .close = cursor_close,
};
