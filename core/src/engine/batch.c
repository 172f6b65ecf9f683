/* SPDX-License-Identifier: MIT
 * See batch.h. */
#include "engine/batch.h"
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/map.h"
#include "base/text.h"
#include "base/utf8.h"
#include "compile/scan.h"
#include "engine/arrays.h"
#include "engine/copy.h"
#include "engine/counted.h"
#include "engine/link.h"
#include "engine/quiet.h"
#include "engine/result.h"
#include "type/slot.h"
#include <alkahest/value.h>
#include <string.h>

#define BLOCK_ROWS 64                  /* rows in one call of the driver */
#define BLOCK_CELLS 4096
#define COPY_CELLS 1000                /* values from which on the driver's way for bulk is taken */
#define ARRAYS_LEAST 64                /* rows from which on the driver's way for all executions at once is taken: it asks about the table first */
#define ARRAYS_ROWS 2048               /* and those that go at once */
#define ARRAYS_CELLS 16384
#define INSERT_CELLS 400               /* values in one INSERT of many rows: more gain nothing */
#define INSERT_STEP 5                  /* what does not fill one goes into smaller ones, down to INSERT_LEAST rows: few sizes, */
#define INSERT_LEAST 8                 /* so that they stay prepared whatever numbers of rows come */

/* ---- the INSERT of many rows ---- */

/* ? alone, or $ with a number, as the dialect has it. */
static bool is_marker(const alk__token *token, uint32_t style)
{
    return token->kind == ALK__TOKEN_MARKER && (style == ALK_PARAM_QMARK || token->text.p[0] == '$');
}

/* Where the one group of VALUES begins and ends, when the statement is INSERT … VALUES (…) and all its markers stand in that group. */
static bool find_group(alk_sv sql, const alk_dialect_data *data, bool returning, alk_sv *group)
{
    alk__scanner s = alk__scanner_on(sql.p, sql.n, data->lexical);
    alk__token token;
    int depth = 0;
    bool values = false, closed = false, at_end = false;
    if (!alk__scan_solid(&s, &token) || !alk__sv_is_nocase(token.text, "INSERT"))
        return false;
    while (alk__scan_solid(&s, &token)) {
        if (is_marker(&token, data->param_style) &&
            (!values || closed || depth == 0 || (data->param_style == ALK_PARAM_QMARK && token.text.n > 1)))
            return false;
        if (token.kind == ALK__TOKEN_WORD && depth == 0) {
            if (!values && alk__sv_is_nocase(token.text, "VALUES"))
                values = true;
            else if (alk__sv_is_nocase(token.text, "SELECT") || (!returning && alk__sv_is_nocase(token.text, "RETURNING")))
                return false;
        }
        if (token.kind == ALK__TOKEN_OPEN && depth++ == 0 && values && !closed)
            group->p = token.text.p;
        if (token.kind == ALK__TOKEN_CLOSE && --depth == 0 && values && !closed) {
            group->n = (size_t)(token.text.p + 1 - group->p);
            closed = true;
        }
        if (token.kind == ALK__TOKEN_COMMA && at_end)
            return false;                  /* several groups already */
        at_end = token.kind == ALK__TOKEN_CLOSE && depth == 0 && closed && token.text.p + 1 == group->p + group->n;
    }
    return closed;
}

/* How many rows the largest such INSERT takes; 0: the statement or the driver is not for it. */
static uint32_t insert_rows(const alk__batch *batch, alk_sv *group)
{
    const alk__execution *x = &batch->execution;
    const alk__link *link = batch->conn->link;
    const alk_dialect_data *data = link->backend->data;
    if (!(link->caps & ALK_CAP_MULTI_VALUES) || x->n_values == 0 || batch->n_rows < 2 || (batch->take && !batch->told_apart) ||
        !find_group(x->sql, data, batch->told_apart, group))
        return 0;
    size_t most = data->max_params && data->max_params < INSERT_CELLS ? data->max_params : INSERT_CELLS;
    size_t rows = x->options.batch ? x->options.batch : most / x->n_values;
    if (data->max_params && rows > data->max_params / x->n_values)
        rows = data->max_params / x->n_values;
    if (x->options.batch && rows > batch->n_rows)
        rows = batch->n_rows;
    return rows < 2 || rows > UINT32_MAX / x->n_values ? 0 : (uint32_t)rows;
}

/* The group for the row-th row: numbers count on from those of the rows before. */
static void put_group(alk__buffer *sql, alk_sv group, const alk_dialect_data *data, uint32_t before)
{
    alk__scanner s = alk__scanner_on(group.p, group.n, data->lexical);
    alk__token token;
    if (data->param_style == ALK_PARAM_QMARK || before == 0) {
        alk__buffer_append(sql, group.p, group.n);
        return;
    }
    while (alk__scan(&s, &token)) {
        if (is_marker(&token, data->param_style)) {
            uint32_t number = 0;
            for (size_t i = 1; i < token.text.n && number < UINT16_MAX; i++)
                number = number * 10 + (uint32_t)(token.text.p[i] - '0');
            alk__buffer_printf(sql, "$%u", (unsigned)(number + before));
        } else {
            alk__buffer_append(sql, token.text.p, token.text.n);
        }
    }
}

/* The statement for k rows, prepared. NULL: it could not be, and the plain way is taken. */
static alk__prepared *prepare_insert(const alk__batch *batch, alk_sv group, uint32_t k)
{
    alk__buffer sql;
    alk_sv from = batch->execution.sql;
    alk__prepared *entry = NULL;
    alk__buffer_init(&sql, ALK__BUFFER_MAX);
    alk__buffer_append(&sql, from.p, (size_t)(group.p - from.p));
    for (uint32_t i = 0; i < k; i++) {
        alk__buffer_puts(&sql, i ? ", " : "");
        put_group(&sql, group, batch->conn->link->backend->data, i * batch->execution.n_values);
    }
    alk__buffer_append(&sql, group.p + group.n, (size_t)(from.p + from.n - group.p) - group.n);
    if (alk__buffer_status(&sql) == ALK_OK)
        entry = alk__link_prepare(batch->conn->link, (alk_sv){ sql.data, sql.length }, alk__hash(sql.data, sql.length, 0), true, batch->execution.deadline);
    if (entry && entry->n_params != k * batch->execution.n_values) {
        alk__link_unprepare(batch->conn->link, entry);
        entry = NULL;
    }
    alk__buffer_free(&sql);
    return entry;
}

/* ---- values ---- */

static int row_fault(size_t row, uint32_t marker)
{
    alk__error_prefix("row %zu, value %u", row + 1, (unsigned)marker + 1);
    return alk__error_code();
}

/* A text or an integer as nearly all rows have them; false: not that, or at fault, which the general way tells. */
static inline bool load_plain(const alk_field *field, const char *base, alk_cell *cell)
{
    const char *member = base + field->offset, *text;
    if (field->null_offset != ALK_SLOT_NOT_NULL || field->type != ALK_TYPE_NULL)
        return false;
    *cell = (alk_cell){ .tag = ALK_TYPE_INT };
    if (field->slot == ALK_SLOT_INT64) {
        memcpy(&cell->u.i, member, sizeof cell->u.i);
        return true;
    }
    if (field->slot != ALK_SLOT_TEXT)
        return false;
    memcpy(&text, member, sizeof text);
    size_t length = text ? strlen(text) : 0;
    if (length > UINT32_MAX || (length && alk__utf8_valid(text, length) != length))
        return false;
    *cell = (alk_cell){ .u.p = text, .len = (uint32_t)length, .tag = text ? ALK_TYPE_TEXT : ALK_TYPE_NULL, .flags = text ? ALK_CELL_NUL : 0 };
    return true;
}

/* What no member of the structs gives: a value that stands in the statement, or the default of a column. That is copied: the next call of it may use the same memory. */
static int load_other(const alk__batch *batch, uint32_t marker, alk_cell *cell)
{
    alk_cell made;
    *cell = batch->constants[marker];
    if (!batch->markers[marker].client)
        return ALK_OK;
    int code = alk__compiled_client(&batch->markers[marker], &made);
    code = code ? code : alk_value_check(&made);
    return code ? code : alk_value_copy(&made, batch->made, cell);
}

static int load_fault(alk__batch *batch, size_t first, size_t row, uint32_t marker)
{
    batch->loaded = row - first;
    return row_fault(row, marker);
}

/* Reads n rows from structs into cells; after a failure batch->loaded says how many were. */
static int load_rows(alk__batch *batch, size_t first, size_t n, alk_cell *cells)
{
    uint32_t width = batch->execution.n_values;
    if (batch->made)
        alk_arena_reset(batch->made);
    for (size_t row = first; row < first + n; row++) {
        const char *base = (const char *)batch->rows + row * batch->stride;
        for (uint32_t i = 0; i < width; i++, cells++) {
            uint32_t f = batch->order ? batch->order[i] : i;
            const alk_field *field = &batch->fields[f];
            if (f == ALK__NO_FIELD) {
                if (load_other(batch, i, cells))
                    return load_fault(batch, first, row, i);
                continue;
            }
            if (load_plain(field, base, cells))
                continue;
            alk_slot slot = { i, field->offset, field->null_offset, field->slot, 0 };
            if (alk__slot_load(&slot, base, field->type, cells) ||
                (cells->tag >= ALK_TYPE_DECIMAL && alk_value_check(cells)))
                return load_fault(batch, first, row, i);
        }
    }
    return ALK_OK;
}

static int check_rows(const alk__batch *batch)
{
    uint32_t width = batch->execution.n_values;
    for (size_t row = 0; row < batch->n_rows; row++)
        for (uint32_t i = 0; i < width; i++) {
            const alk_value *value = &batch->values[row * width + i];
            if (value->tag >= ALK_TYPE_DECIMAL && alk_value_check(value))
                return row_fault(row, i);
        }
    return ALK_OK;
}

/* ---- running ---- */

/* The same for a statement that gives rows. */
static int send_and_take(alk__batch *batch, alk__execution *x, int64_t *total)
{
    alk_result *result = alk__execute(batch->conn, x);
    if (!result)
        return alk__error_code();
    int code = alk__result_hold_all(result);
    if (code == ALK_OK)
        code = batch->take(batch, result, x->values, batch->execution.n_values ? x->n_values / batch->execution.n_values : x->n_rows);     /* a row may have no values at all */
    int64_t affected = alk_affected(result);
    alk__saved_error *saved = code ? alk__error_save() : NULL;
    alk_close(result);
    alk__error_restore(saved);
    *total = affected < 0 || *total < 0 ? -1 : *total + affected;
    return code;
}

/* The same for one whose keys are counted. ALK_USE_DEFAULT: they are not told, and nothing was done. */
static int send_counted(alk__batch *batch, const alk__execution *x, int64_t *total)
{
    uint32_t n = x->n_values / batch->execution.n_values;
    int64_t first;
    bool done;
    int code = alk__counted_execute(batch->conn, x, batch->seen, n, &done, &first);
    if (code || !done)
        return code ? code : ALK_USE_DEFAULT;
    *total += n;
    return batch->take_counted(batch, first, n);
}

/* Sends n rows: as `rows` executions of x, or as one when x is the INSERT of many rows. */
static int send(alk__batch *batch, alk__execution *x, const alk_cell *cells, uint32_t n_values, uint32_t n_rows, int64_t *total)
{
    int64_t affected;
    x->values = cells;
    x->n_values = n_values;
    x->n_rows = n_rows;
    if (batch->take)
        return send_and_take(batch, x, total);
    if (batch->take_counted)
        return send_counted(batch, x, total);
    int code = alk__execute_plain(batch->conn, x, &affected);
    if (code == ALK_OK)
        *total = affected < 0 || *total < 0 || affected > INT64_MAX - *total ? -1 : *total + affected;
    return code;
}

/* Sends the rows from *row on by INSERTs of k rows, for as long as there are k. */
static int run_inserts(alk__batch *batch, alk_sv group, uint32_t k, alk_cell *scratch, size_t *row, int64_t *total)
{
    uint32_t width = batch->execution.n_values;
    int code = ALK_OK;
    if (batch->n_rows - *row < k)
        return ALK_OK;
    alk__quiet quiet = alk__quiet_begin();
    alk__prepared *insert = prepare_insert(batch, group, k);
    alk__quiet_end(quiet);
    if (!insert)
        return ALK_OK;
    alk__execution x = batch->execution;
    x.borrowed = false;
    x.prepared = insert;
    x.sql = insert->sql;
    for (; code == ALK_OK && batch->n_rows - *row >= k; *row += k)
        if (!batch->fields || (code = load_rows(batch, *row, k, scratch)) == ALK_OK)
            code = send(batch, &x, batch->fields ? scratch : batch->values + *row * width, k * width, 1, total);
    alk__saved_error *saved = code ? alk__error_save() : NULL;
    alk__link_unprepare(batch->conn->link, insert);
    alk__error_restore(saved);
    return code;
}

/* Sends the rows from `row` on by executions of the statement itself. */
static int run_plain(alk__batch *batch, size_t block, alk_cell *scratch, size_t row, int64_t *total)
{
    uint32_t width = batch->execution.n_values;
    int code = ALK_OK;
    for (size_t n; row < batch->n_rows && code == ALK_OK; row += n) {
        n = batch->n_rows - row < block ? batch->n_rows - row : block;
        if (batch->fields && (code = load_rows(batch, row, n, scratch)))
            break;
        alk__execution x = batch->execution;
        x.borrowed = false;
        const alk_cell *cells = batch->fields ? scratch : width ? batch->values + row * width : NULL;
        code = send(batch, &x, cells, width, (uint32_t)n, total);
    }
    return code;
}

/* As much as can go by the driver's way for bulk, which pays for its beginning and its end from so many values on. A value that a row cannot have is told after the rows before it
 * were kept, as in the other ways. */
static int run_copy(alk__batch *batch, size_t block, alk_cell *scratch, size_t *row, int64_t *total)
{
    const alk__execution *x = &batch->execution;
    size_t n = 0, taken = 0;
    int64_t rows = -1;
    bool begun;
    if (batch->take || batch->take_counted || x->options.batch || x->n_values == 0 || batch->n_rows < COPY_CELLS / x->n_values)
        return ALK_OK;
    int code = alk__copy_rows_begin(batch->conn, x, &begun);
    if (code || !begun)
        return code;
    alk__execution whole = *x;             /* as it is told to others: without values */
    whole.n_values = 0;
    whole.n_rows = batch->n_rows < UINT32_MAX ? (uint32_t)batch->n_rows : UINT32_MAX;
    int64_t began = alk__execution_began(batch->conn);
    alk__execution_echo(batch->conn, &whole);
    while (code == ALK_OK && taken == n && *row < batch->n_rows) {
        n = batch->n_rows - *row < block ? batch->n_rows - *row : block;
        if (batch->fields && (code = load_rows(batch, *row, n, scratch)))
            break;
        code = alk__copy_rows_put(batch->conn, x, batch->fields ? scratch : batch->values + *row * x->n_values, n, &taken);
        *row += taken;
    }
    alk__saved_error *saved = code ? alk__error_save() : NULL;
    int ended = alk__copy_rows_end(batch->conn, x, &rows);
    if (ended == ALK_OK) {
        *total = rows;
        alk__execution_tell(batch->conn, &whole, began, rows);
    }
    alk__error_restore(saved);
    return code ? code : ended;
}

/* Sends n rows by executions of the statement itself. */
static int send_cells(alk__batch *batch, size_t block, const alk_cell *cells, size_t n, int64_t *total)
{
    uint32_t width = batch->execution.n_values;
    int code = ALK_OK;
    for (size_t sent = 0, k; code == ALK_OK && sent < n; sent += k) {
        k = n - sent < block ? n - sent : block;
        alk__execution x = batch->execution;
        x.borrowed = false;
        code = send(batch, &x, cells + sent * width, width, (uint32_t)k, total);
    }
    return code;
}

/* Sends n rows at once, or by executions where that is not the same: *begun is false then. */
static int send_arrays(alk__batch *batch, size_t block, const alk_cell *cells, size_t n, bool *begun, int64_t *total)
{
    alk__execution x = batch->execution;
    int64_t affected;
    x.borrowed = false;
    x.values = cells;
    x.n_rows = (uint32_t)n;
    int code = alk__arrays_execute(batch->conn, &x, begun, &affected);
    if (code == ALK_OK && !*begun)
        return send_cells(batch, block, cells, n, total);
    if (code == ALK_OK)
        *total = affected < 0 || *total < 0 ? -1 : *total + affected;
    return code;
}

/* The next rows: where one cannot be read, as many before it go as would have gone without arrays. */
static int load_and_send_arrays(alk__batch *batch, size_t block, alk_cell *scratch, size_t row, size_t n, bool *begun, int64_t *total)
{
    const alk_cell *cells = batch->fields ? scratch : batch->values + row * batch->execution.n_values;
    int loaded = batch->fields ? load_rows(batch, row, n, scratch) : ALK_OK;
    if (loaded == ALK_OK)
        return send_arrays(batch, block, cells, n, begun, total);
    alk__saved_error *saved = alk__error_save();
    int code = send_cells(batch, block, cells, batch->loaded / block * block, total);
    if (code == ALK_OK)
        alk__error_restore(saved);
    else
        alk__error_discard(saved);
    return code ? code : loaded;
}

/* As much as can go by the driver's way for all executions of an UPDATE or DELETE at once. */
static int run_arrays(alk__batch *batch, size_t block, size_t *row, int64_t *total)
{
    const alk__execution *x = &batch->execution;
    size_t most = x->n_values ? ARRAYS_CELLS / x->n_values : 0, n;
    alk_cell *scratch = NULL;
    bool begun;
    most = most > ARRAYS_ROWS ? ARRAYS_ROWS : most;
    most = most > batch->n_rows ? batch->n_rows : most / block * block;
    if (batch->take || batch->take_counted || x->options.batch || batch->n_rows < ARRAYS_LEAST || most < ARRAYS_LEAST)
        return ALK_OK;
    int code = alk__arrays_begin(batch->conn, x, &begun);
    if (code || !begun)
        return code;
    if (batch->fields && !(scratch = alk__calloc(most * x->n_values, sizeof *scratch)))
        return ALK_ERROR_NO_MEMORY;
    for (; code == ALK_OK && begun && *row < batch->n_rows; *row += n) {
        n = batch->n_rows - *row < most ? batch->n_rows - *row : most;
        code = load_and_send_arrays(batch, block, scratch, *row, n, &begun, total);
    }
    alk__free(scratch);
    return code;
}

static int run_all(alk__batch *batch, alk_sv group, uint32_t k, size_t block, int64_t *total)
{
    alk__execution *x = &batch->execution;
    size_t row = batch->first, most = block > k ? block : k;
    alk_cell *scratch = NULL;
    int code = ALK_OK;
    most = most < batch->n_rows ? most : batch->n_rows;
    if (batch->fields && x->n_values && most && !(scratch = alk__calloc(most * x->n_values, sizeof *scratch)))
        return ALK_ERROR_NO_MEMORY;
    code = run_copy(batch, block, scratch, &row, total);
    if (code == ALK_OK && row == 0)
        code = run_arrays(batch, block, &row, total);
    for (uint32_t least = x->options.batch ? k : INSERT_LEAST; code == ALK_OK && k >= 2 && k >= least; k /= INSERT_STEP)
        code = run_inserts(batch, group, k, scratch, &row, total);
    if (code == ALK_OK && !batch->take_counted)
        code = run_plain(batch, block, scratch, row, total);
    alk__free(scratch);
    return code;
}

/* Rows would be lost, or waited for in vain: a statement that returns some where none are taken, or none where some are, is refused before it changes anything, where the
 * driver can tell. */
static int check_columns(const alk__batch *batch)
{
    alk_err err;
    alk__link *link = batch->conn->link;
    const alk__prepared *prepared = batch->execution.prepared;
    const alk_column_desc *columns;
    uint32_t count = 0, stride;
    alk__link_enter(link, &err);
    alk_rc rc = link->ops->stmt_columns(link->handle, prepared->stmt, &columns, &count, &stride, &err);
    if (rc == ALK_USE_DEFAULT)
        return ALK_OK;
    int code = alk__conn_after(batch->conn, alk__link_leave(link, &err, rc, "stmt_columns", prepared->sql));
    if (code || (count != 0) == (batch->take != NULL))
        return code;
    return count ? alk__returns_rows() : alk__error(ALK_ERROR_ARGUMENT, "the statement gives no rows: it has no RETURNING");
}

int alk__batch_run(alk__batch *batch, int64_t *affected)
{
    alk__execution *x = &batch->execution;
    alk_sv group = { NULL, 0 };
    int64_t total = 0;
    int code = batch->n_rows ? check_columns(batch) : ALK_OK;
    if (code == ALK_OK && !batch->fields)
        code = check_rows(batch);
    uint32_t k = code ? 0 : insert_rows(batch, &group);
    size_t block = x->options.batch ? x->options.batch : BLOCK_ROWS;
    if (x->n_values && block > BLOCK_CELLS / x->n_values)
        block = BLOCK_CELLS / x->n_values ? BLOCK_CELLS / x->n_values : 1;
    block = batch->take ? 1 : block;
    if (code == ALK_OK)
        code = run_all(batch, group, k, block, &total);
    if (x->borrowed) {
        alk__saved_error *saved = code ? alk__error_save() : NULL;
        alk__link_unprepare(batch->conn->link, x->prepared);
        alk__error_restore(saved);
    }
    if (affected)
        *affected = code ? -1 : total;
    return code;
}
