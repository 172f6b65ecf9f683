/* SPDX-License-Identifier: MIT
 * Arrays of a model's structs to and from the database, by the definitions of its columns. */
#include "base/alloc.h"
#include "base/error.h"
#include "compile/compiled.h"
#include "engine/batch.h"
#include "engine/connection.h"
#include "engine/counted.h"
#include "engine/link.h"
#include "engine/model.h"
#include "engine/result.h"
#include "sql/shape.h"
#include "sql/table.h"
#include "type/slot.h"
#include <alkahest/change.h>
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include <alkahest/result.h>
#include <alkahest/value.h>
#include <string.h>

#define KEY_MOST 16                    /* columns of a key by which a row is read back */
#define COUNTED_LEAST 8                /* rows: of fewer no INSERT of many rows is made */
#define FEW 32                         /* columns that need no allocation */

/* ---- members of types of the program's own: each row has a cell behind the struct, which the type's functions fill or read ---- */

static size_t count_custom(const alk_table *model)
{
    size_t n = 0;
    for (size_t i = 0; i < model->n_columns; i++)
        n += alk__is_custom(alk__column_at(model, i));
    return n;
}

static size_t cells_at(const alk_table *model)
{
    return (model->struct_size + sizeof(int64_t) - 1) / sizeof(int64_t) * sizeof(int64_t);
}

static size_t wide_size(const alk_table *model)
{
    size_t n = count_custom(model);
    return n ? cells_at(model) + n * sizeof(alk_cell) : model->struct_size;
}

static alk_field cell_field(const alk_table *model, const alk_column *column, size_t number)
{
    return (alk_field){ .name = column->name, .offset = (uint32_t)(cells_at(model) + number * sizeof(alk_cell)), .null_offset = ALK_SLOT_NOT_NULL, .slot = ALK_SLOT_CELL };
}

/* The value as the type that the database sees. */
static int as_stored(const alk_column *column, alk_cell *cell, alk_arena *arena)
{
    alk_cell stored;
    int code = alk_value_convert(cell, alk__type_tag(&column->type), arena, &stored);
    if (code)
        alk__error_prefix("a value for %s", column->name);
    else
        *cell = stored;
    return code;
}

static int converts(const alk_column *column, int code)
{
    const alk_custom_type *type = column->type.custom;
    return code ? alk__error(code, "type %s cannot convert a value of %s", type->name ? type->name : "of the program", column->name) : ALK_OK;
}

static int to_cells(const alk_table *model, char *row, alk_arena *arena)
{
    alk_cell *cell = (alk_cell *)(void *)(row + cells_at(model));
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < model->n_columns; i++) {
        const alk_column *column = alk__column_at(model, i);
        if (!alk__is_custom(column))
            continue;
        const alk_custom_type *type = column->type.custom;
        *cell = alk_value_null();
        code = type->to_value ? converts(column, type->to_value(type, row + column->offset, cell)) : alk__error(ALK_ERROR_ARGUMENT, "the type of %s has no to_value", column->name);
        if (code == ALK_OK)
            code = as_stored(column, cell++, arena);
    }
    return code;
}

static int from_cells(const alk_table *model, char *row, alk_arena *arena)
{
    alk_cell *cell = (alk_cell *)(void *)(row + cells_at(model));
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < model->n_columns; i++) {
        const alk_column *column = alk__column_at(model, i);
        if (!alk__is_custom(column))
            continue;
        const alk_custom_type *type = column->type.custom;
        code = type->from_value ? as_stored(column, cell, arena) : alk__error(ALK_ERROR_ARGUMENT, "the type of %s has no from_value", column->name);
        if (code == ALK_OK)
            code = converts(column, type->from_value(type, cell++, row + column->offset));
    }
    return code;
}

/* Structs with cells behind them become structs side by side, in the same place. */
static int take_cells(const alk_table *model, char *rows, size_t count, alk_arena *arena)
{
    size_t wide = wide_size(model);
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < count; i++)
        if ((code = from_cells(model, rows + i * wide, arena)) == ALK_OK)
            memmove(rows + i * model->struct_size, rows + i * wide, model->struct_size);
    return code;
}

/* A model whose columns are members of a struct; NULL with an error. */
static const alk_table *model_of(const alk_sql *table)
{
    const alk_table *model = table ? alk_table_definition(table) : NULL;
    if (model && model->struct_size)
        return model;
    alk__error(ALK_ERROR_ARGUMENT, model ? "table %s has no struct" : "what was given is no model's table", model ? model->name : "");
    return NULL;
}

size_t alk_table_fields(const alk_sql *table, alk_field *out, size_t room)
{
    const alk_table *model = model_of(table);
    size_t n = 0;
    for (size_t i = 0; model && i < model->n_columns; i++) {
        const alk_column *column = alk__column_at(model, i);
        if (!column->slot || alk__is_custom(column))
            continue;
        if (n < room)
            out[n] = alk__field_of(column);
        n++;
    }
    return n;
}

int alk_result_fetch_structs(alk_result *result, const alk_sql *table, alk_arena *arena, void **rows, size_t *count)
{
    const alk_table *model = model_of(table);
    alk_field few[FEW], *fields = few;
    int code;
    if (!model)
        return alk__error_code();
    if (alk__result_fetch_again(result, model, arena, rows, count, &code))
        return code;
    if (model->n_columns > FEW && !(fields = alk__calloc(model->n_columns, sizeof *fields)))
        return ALK_ERROR_NO_MEMORY;
    size_t n = alk_table_fields(table, fields, model->n_columns), custom = 0;
    for (size_t i = 0; i < model->n_columns; i++)
        if (alk__is_custom(alk__column_at(model, i))) {
            fields[n++] = cell_field(model, alk__column_at(model, i), custom);
            custom++;
        }
    bool has_others = n < model->n_columns || custom || alk__has_others(model);        /* members that no column fills: not loaded */
    code = alk__result_fetch_all(result, fields, n, wide_size(model), has_others, arena, rows, count);
    if (code == ALK_OK && custom && (code = take_cells(model, *rows, *count, arena))) {
        alk__result_fail(result);
        *rows = NULL;
        *count = 0;
    }
    if (fields != few)
        alk__free(fields);
    return code;
}

/* ---- inserting ---- */

static size_t width_of(const alk_column *column)
{
    switch (column->slot) {
    case ALK_SLOT_BOOL: case ALK_SLOT_INT8: case ALK_SLOT_UINT8: return 1;
    case ALK_SLOT_INT16: case ALK_SLOT_UINT16: return 2;
    case ALK_SLOT_INT32: case ALK_SLOT_UINT32: case ALK_SLOT_FLOAT: case ALK_SLOT_DATE: return 4;
    case ALK_SLOT_UUID: case ALK_SLOT_INTERVAL: return 16;
    default: return 8;
    }
}

static bool is_zero(const alk_column *column, const char *row)
{
    static const char zeros[16];
    return memcmp(row + column->offset, zeros, width_of(column)) == 0;
}

/* A key that something makes was not set where all of its bytes are 0. */
static bool is_made_key(const alk_table *model, const alk_column *column)
{
    bool plain = column->slot != ALK_SLOT_TEXT && column->slot != ALK_SLOT_VIEW && column->slot != ALK_SLOT_CELL && !column->state_offset;
    return column == alk__generated_key(model) || (column->primary_key && plain && (column->server_default || column->client_default));
}

/* A text that cannot be NULL and is a NULL pointer was not set, where there is a default for it. */
static bool is_text_with_default(const alk_column *column)
{
    return column->slot == ALK_SLOT_TEXT && !column->nullable && (column->server_default || column->client_default);
}

static bool is_unset(const alk_column *column, const char *row)
{
    const char *text;
    if (!is_text_with_default(column))
        return column->state_offset && row[column->offset + column->state_offset] == ALK_UNSET;
    memcpy(&text, row + column->offset, sizeof text);
    return text == NULL;
}

/* How many of the rows leave the column to the database. */
static size_t count_left_out(const alk_table *model, const alk_column *column, const char *rows, size_t count)
{
    size_t n = 0, stride = wide_size(model);
    bool key = is_made_key(model, column);
    for (size_t i = 0; i < count && (key || column->state_offset || is_text_with_default(column)); i++)
        n += key ? is_zero(column, rows + i * stride) : is_unset(column, rows + i * stride);
    return n;
}

/* Whether the INSERT names the column; below 0: an error. */
static int is_sent(const alk_table *model, const alk_column *column, const char *rows, size_t count)
{
    if (alk__is_custom(column))
        return !alk__is_made_there(column);
    if (!column->slot || alk__is_made_there(column))
        return 0;
    size_t left_out = count_left_out(model, column, rows, count);
    if (left_out && left_out < count && is_made_key(model, column))
        return alk__error(ALK_ERROR_ARGUMENT, "some rows for %s have a key and some leave it to the database, or to its default: insert them apart", model->name);
    return left_out < count || count == 0;
}

/* What one call inserts. */
typedef struct insertion {
    alk_conn *conn;
    const alk_table *model;
    char *rows;                    /* with cells behind them, where the model has types of its own */
    size_t count;
    alk_field *fields, *back;      /* of what is sent; of what is not, to be read back */
    const alk_sql **sets, **returned;
    size_t n_sent, n_back;
    alk_arena *arena;              /* of what is read back */
} insertion;

/* Sorts the columns into those that are sent and those that the database gives back. */
static int sort_columns(insertion *in)
{
    size_t custom = 0;
    int sent = 0;
    for (size_t i = 0; i < in->model->n_columns; i++) {
        const alk_column *column = alk__column_at(in->model, i);
        custom += alk__is_custom(column);
        if ((sent = is_sent(in->model, column, in->rows, in->count)) < 0)
            return sent;
        if (sent) {
            in->fields[in->n_sent] = alk__is_custom(column) ? cell_field(in->model, column, custom - 1) : alk__field_of(column);
            in->sets[in->n_sent++] = (alk_set)(&column->sql, alk_param_of(column->name, &column->type));
        } else if (column->slot) {
            in->back[in->n_back] = alk__field_of(column);
            in->returned[in->n_back++] = &column->sql;
        }
    }
    in->sets[in->n_sent] = in->returned[in->n_back] = &alk_end;
    return ALK_OK;
}

static const alk_sql *insert_statement(const insertion *in)
{
    return in->n_sent ? (alk_insert)(&in->model->sql, in->sets) : alk_insert(&in->model->sql, alk_default_values());
}

/* Whether nothing is made but a key that the driver can tell without RETURNING. */
static bool is_counted(const insertion *in)
{
    const alk_column *generated = alk__generated_key(in->model);
    return in->count >= COUNTED_LEAST && in->n_back == 1 && generated && in->returned[0] == &generated->sql && in->n_sent && alk__counted_wanted(in->conn);
}

/* How many rows have a key or a larger one, and the largest. */
static const alk_sql *keys_from(const alk_table *model)
{
    const alk_column *key = alk__generated_key(model);
    return alk_keep(alk_select(alk_count_all(), alk_max(&key->sql), alk_from(&model->sql), alk_where((alk_ge)(&key->sql, alk_param_of("key", &key->type)))));
}

/* The members of columns that were left out become what the database made of them. */
static int insert_and_read(const insertion *in)
{
    const alk_sql *insert = alk_keep(insert_statement(in)), *statement = (alk_extend)(insert, (const alk_sql *const[]){ (alk_returning)(in->returned), &alk_end });
    const alk__read_back back = { .rows = in->rows, .stride = wide_size(in->model), .fields = in->back, .n_fields = in->n_back, .arena = in->arena,
                                  .counted = is_counted(in) ? insert : NULL, .seen = is_counted(in) ? keys_from(in->model) : NULL };
    int code = alk__each_read_back(in->conn, statement, in->fields, in->n_sent, in->count, &back);
    alk_free(back.seen);
    alk_free(insert);
    return code;
}

/* ---- where the database has no RETURNING: one row at a time ---- */

/* The row of the key that the INSERT tells: the columns that were left out. */
static int read_by_key(const insertion *in, const alk_result *inserted, char *row)
{
    const alk_sql *terms[KEY_MOST + 1];
    int n = alk_inserted_key_count(inserted), code = n && n <= KEY_MOST ? ALK_OK : alk__error(ALK_ERROR_INTERFACE, "%s has no key by which its new rows could be read back", in->model->name);
    int used = 0;
    alk_cell key;
    for (; used < n && code == ALK_OK && (code = alk_inserted_key(inserted, used, &key)) == ALK_OK; used++)
        terms[used] = (alk_eq)(&inserted->compiled->keys[used].column->sql, alk_bound(&key));
    terms[used] = &alk_end;
    if (code) {
        for (int i = 0; i < used; i++)
            alk_free(terms[i]);
        return code;
    }
    const alk_sql *query = (alk_extend)((alk_select)(in->returned), (const alk_sql *const[]){ (alk_where)(terms), &alk_end });
    alk_result *result = alk_conn_execute(in->conn, query, (const alk_sql *const[]){ &alk_end });
    size_t got = alk_result_fetch(result, in->back, in->n_back, row, wide_size(in->model), 1, in->arena);
    code = alk_close(result);
    return code || got ? code : alk__error(ALK_ERROR_NO_ROW, "a row that was just inserted into %s is not there", in->model->name);
}

static int take_made(const insertion *in, const alk_result *inserted, char *row)
{
    const alk_column *generated = alk__generated_key(in->model);
    alk_cell key;
    if (in->n_back > 1 || !generated || in->returned[0] != &generated->sql)
        return read_by_key(in, inserted, row);
    int code = alk_inserted_key(inserted, 0, &key);
    if (code == ALK_OK && key.tag == ALK_TYPE_NULL)
        return alk__error(ALK_ERROR_INTERFACE, "the database does not tell the keys that it makes for %s", in->model->name);
    const alk_slot slot = { 0, in->back->offset, in->back->null_offset, in->back->slot, 0 };
    return code ? code : alk__slot_store(&slot, &key, row, in->arena);
}

static int insert_one(const insertion *in, const alk_sql *statement, char *row, alk_cell *values)
{
    int code = ALK_OK;
    for (size_t i = 0; i < in->n_sent && code == ALK_OK; i++) {
        const alk_slot slot = { (uint32_t)i, in->fields[i].offset, in->fields[i].null_offset, in->fields[i].slot, 0 };
        code = alk__slot_load(&slot, row, in->fields[i].type, &values[i]) ? alk__error(ALK_ERROR_DATA, "a value for %s cannot be sent", in->model->name) : ALK_OK;
    }
    if (code)
        return code;
    alk_result *inserted = alk_conn_execute_values(in->conn, statement, values, in->n_sent, NULL);
    if (!inserted)
        return alk__error_code();
    code = take_made(in, inserted, row);
    int closed = alk_close(inserted);
    return code ? code : closed;
}

static int insert_and_ask(const insertion *in)
{
    const alk_sql *statement = alk_keep(insert_statement(in));
    alk_cell *values = alk__calloc(in->n_sent + 1, sizeof *values);
    int code = values ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < in->count && code == ALK_OK; i++)
        code = insert_one(in, statement, in->rows + i * wide_size(in->model), values);
    alk__free(values);
    alk_free(statement);
    return code;
}

static int run_insertion(insertion *in, bool read_back, int64_t *affected)
{
    size_t n = in->model->n_columns;
    char *block = alk__calloc(1, 2 * n * sizeof(alk_field) + 2 * (n + 1) * sizeof(const alk_sql *));
    if (!block)
        return ALK_ERROR_NO_MEMORY;
    in->sets = (const alk_sql **)(void *)block;
    in->returned = in->sets + n + 1;
    in->fields = (alk_field *)(void *)(in->returned + n + 1);
    in->back = in->fields + n;
    int code = sort_columns(in);
    if (code)
        for (size_t i = 0; i < in->n_sent; i++)
            alk_free(in->sets[i]);
    else if (read_back && in->n_back && in->count)
        code = in->conn->link->caps & ALK_CAP_RETURNING ? insert_and_read(in) : insert_and_ask(in);
    else
        code = alk_conn_execute_each(in->conn, insert_statement(in), in->fields, in->n_sent, in->rows, wide_size(in->model), in->count, affected);
    alk__free(block);
    return code;
}

/* Copies of the rows with the cells behind them; what was read back goes into the rows themselves. */
static int insert_wide(insertion *in, char *rows, bool read_back, int64_t *affected)
{
    size_t wide = wide_size(in->model), size = in->model->struct_size;
    alk_arena *arena = alk_arena_new();
    in->rows = arena ? alk__calloc(in->count ? in->count : 1, wide) : NULL;
    int code = in->rows ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; code == ALK_OK && i < in->count; i++) {
        memcpy(in->rows + i * wide, rows + i * size, size);
        code = to_cells(in->model, in->rows + i * wide, arena);
    }
    if (code == ALK_OK)
        code = run_insertion(in, read_back, affected);
    for (size_t i = 0; code == ALK_OK && read_back && i < in->count; i++)
        memcpy(rows + i * size, in->rows + i * wide, size);
    alk__free(in->rows);
    alk_arena_free(arena);
    return code;
}

static int insert(alk_conn *conn, const alk_sql *table, char *rows, size_t count, bool read_back, alk_arena *arena, int64_t *affected)
{
    const alk_table *model = model_of(table);
    if (!model)
        return alk__error_code();
    if (count && !rows)
        return alk__error(ALK_ERROR_ARGUMENT, "no rows were given");
    insertion in = { .conn = conn, .model = model, .rows = rows, .count = count, .arena = arena };
    return count_custom(model) ? insert_wide(&in, rows, read_back, affected) : run_insertion(&in, read_back, affected);
}

int alk_conn_insert_structs(alk_conn *conn, const alk_sql *table, const void *rows, size_t count, int64_t *affected)
{
    return insert(conn, table, (char *)(uintptr_t)rows, count, false, NULL, affected);
}

int alk_conn_insert_structs_returning(alk_conn *conn, const alk_sql *table, void *rows, size_t count, alk_arena *arena)
{
    if (!arena)
        return alk__error(ALK_ERROR_ARGUMENT, "no arena was given for what is read back");
    return insert(conn, table, rows, count, true, arena, NULL);
}
