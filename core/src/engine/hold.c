/* SPDX-License-Identifier: MIT
 * Rows in memory: a whole result, or a part at a time. Rows lie in blocks, so that growing moves none. */
#include "engine/result.h"
#include "base/alloc.h"
#include "base/checked.h"
#include <string.h>

#define BLOCK 256                      /* rows */

/* A deep copy of a cell, where it points to anything. */
static bool keep_cell(alk_result *result, const alk_cell *from, alk_cell *to)
{
    *to = *from;
    switch (from->tag) {
    case ALK_TYPE_DECIMAL: case ALK_TYPE_TEXT: case ALK_TYPE_BLOB: case ALK_TYPE_JSON:
        to->u.p = alk_arena_copy(&result->memory, from->u.p, from->len);
        to->flags |= ALK_CELL_NUL;
        return to->u.p != NULL;
    case ALK_TYPE_INTERVAL: case ALK_TYPE_UUID: case ALK_TYPE_ARRAY:
        return alk_value_copy(from, &result->memory, to) == ALK_OK;
    default:
        return true;
    }
}

static alk_cell *new_row(alk_result *result)
{
    size_t at = result->n_held % BLOCK, width = result->n_columns ? result->n_columns : 1;
    if (at == 0) {
        size_t bytes;
        alk_cell **held = result->held;
        if ((result->held_blocks & (result->held_blocks - 1)) == 0)    /* a power of two: the list is full */
            held = alk__realloc_array(result->held, result->held_blocks ? 2 * result->held_blocks : 1, sizeof *held);
        if (!held)
            return NULL;
        result->held = held;
        if (!alk__mul_size(width * sizeof(alk_cell), BLOCK, &bytes) ||
            !(held[result->held_blocks] = alk_arena_alloc(&result->memory, bytes, 0)))
            return NULL;
        result->held_blocks++;
    }
    return result->held[result->held_blocks - 1] + at * width;
}

/* Keeps the current row of the window. */
static bool keep_row(alk_result *result, const alk_cell *cells)
{
    alk_cell *row = new_row(result);
    for (uint32_t i = 0; row && i < result->n_columns; i++)
        if (!keep_cell(result, &cells[i], &row[i]))
            row = NULL;
    if (!row) {
        alk__result_fail(result);
        return false;
    }
    result->n_held++;
    return true;
}

int alk__result_hold(alk_result *result, size_t n)
{
    while (result->n_held < n) {
        if (result->row + 1 < result->got) {
            result->row++;
            if (!keep_row(result, result->window + (size_t)result->row * result->n_columns))
                return result->status;
        } else if (!alk__result_fill(result) || !keep_row(result, result->window)) {
            return result->status;
        }
    }
    return ALK_OK;
}

static int copy_text(alk_result *result, alk_sv *view)
{
    if (view->p && !(view->p = alk_arena_copy(&result->texts, view->p, view->n)))
        return ALK_ERROR_NO_MEMORY;
    return ALK_OK;
}

/* The first n columns as another result describes them. */
static int copy_columns(alk_result *result, const alk_result *from, uint32_t n)
{
    alk_column_desc *copy = n ? alk_arena_alloc(&result->texts, n * sizeof *copy, 0) : NULL;
    if (n && !copy)
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) {
        copy[i] = *alk__result_desc(from, i);
        if (copy_text(result, &copy[i].name) || copy_text(result, &copy[i].native_type) || copy_text(result, &copy[i].schema) ||
            copy_text(result, &copy[i].table) || copy_text(result, &copy[i].column))
            return ALK_ERROR_NO_MEMORY;
    }
    result->columns = copy;
    result->stride = sizeof *copy;
    return ALK_OK;
}

int alk__result_keep_columns(alk_result *result)
{
    return copy_columns(result, result, result->n_columns);
}

int alk__result_append(alk_result *result, const alk_result *from, uint32_t n_columns, const size_t *order)
{
    int code = result->columns ? ALK_OK : copy_columns(result, from, n_columns);
    if (code)
        return code;
    result->n_columns = n_columns;
    result->buffered = true;
    for (size_t i = 0; i < from->n_held; i++)
        if (!keep_row(result, alk__result_held_row(from, order ? order[i] : i)))
            return alk__error_code();
    return ALK_OK;
}

/* Closing the cursor ends what the driver's descriptions are good for. */
static int finish(alk_result *result)
{
    if (!result->cursor)
        return ALK_OK;
    if (alk__result_keep_columns(result))
        return alk__result_fail(result);
    const alk_column_desc *columns = result->columns;
    if (alk__result_close_cursor(result))
        return alk__result_fail(result);
    result->columns = columns;
    return ALK_OK;
}

/* Rows still to be read go into memory; the cursor is closed. */
static int hold_rest(alk_result *result)
{
    result->buffered = true;
    return alk__result_hold(result, SIZE_MAX) ? result->status : finish(result);
}

int alk__result_hold_all(alk_result *result)
{
    if (result->status || (result->buffered && !result->cursor))
        return result->status;
    bool on_row = !result->buffered && result->current;
    if (on_row && !keep_row(result, result->current))      /* what was read of it stays readable */
        return result->status;
    if (hold_rest(result) == ALK_OK && on_row)
        alk_seek(result, 0);
    return result->status;
}

int alk_all(alk_result *result)
{
    if (!alk__result_ready(result))
        return alk__error_code();
    if (result->status)
        return alk__result_failed_before(result);
    if (alk__result_refuses(result))
        return result->status;
    if (!result->buffered || result->cursor)
        hold_rest(result);
    if (result->status == ALK_OK)
        result->held_at = 0;
    result->current = NULL;
    return result->status;
}

const alk_cell *alk__result_held_row(const alk_result *result, size_t row)
{
    return result->held[row / BLOCK] + (row % BLOCK) * (result->n_columns ? result->n_columns : 1);
}

bool alk__result_seek(alk_result *result, size_t row)
{
    if (!alk__result_ready(result) || result->status)
        return false;
    if (!result->buffered || row >= result->n_held) {
        alk__error(ALK_ERROR_INTERFACE, result->buffered ? "there is no row %zu in memory" : "row %zu: the rows are not in memory; call alk_all()",
                   row);
        alk__result_fail(result);
        return false;
    }
    result->current = alk__result_held_row(result, row);
    result->held_at = row + 1;
    return true;
}

bool alk_seek(alk_result *result, size_t row)
{
    if (alk__result_ready(result) && !result->cursor && result->rows.used)
        alk_arena_reset(&result->rows);        /* conversions of the row before */
    return alk__result_seek(result, row);
}

size_t alk_row_count(const alk_result *result)
{
    return alk__result_ready(result) && result->buffered ? result->n_held : SIZE_MAX;
}

size_t alk_partition(alk_result *result, size_t n)
{
    if (!alk__result_ready(result) || result->status || alk__result_refuses(result))
        return 0;
    if (result->buffered && !result->cursor)
        return 0;
    result->buffered = true;
    result->n_held = result->held_at = result->held_blocks = 0;
    alk_arena_reset(&result->memory);
    alk__result_hold(result, n);
    result->current = NULL;
    return result->status ? 0 : result->n_held;
}
