/* SPDX-License-Identifier: MIT
 * Arrays of a model's structs to and from the database, by the definitions of its columns. */
#include "base/alloc.h"
#include "base/error.h"
#include "engine/connection.h"
#include "engine/result.h"
#include "sql/shape.h"
#include "sql/table.h"
#include <alkahest/change.h>
#include <alkahest/result.h>
#include <string.h>

#define FEW 32                         /* columns that need no allocation */

/* The type that a parameter is given where the C type leaves it open: text that is a decimal or JSON. */
static uint16_t type_of(const alk_column *column)
{
    int tag = alk__type_tag(&column->type);
    return column->slot == ALK_SLOT_TEXT && tag != ALK_TYPE_TEXT ? (uint16_t)tag : ALK_TYPE_NULL;
}

static alk_field field_of(const alk_column *column)
{
    return (alk_field){ .name = column->name,
                        .offset = (uint32_t)column->offset,
                        .null_offset = column->state_offset ? (uint32_t)column->offset + column->state_offset : ALK_SLOT_NOT_NULL,
                        .slot = column->slot,
                        .type = type_of(column) };
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
        if (!column->slot)                 /* of a type of the program's own, which its functions convert */
            continue;
        if (n < room)
            out[n] = field_of(column);
        n++;
    }
    return n;
}

int alk_result_fetch_structs(alk_result *result, const alk_sql *table, alk_arena *arena, void **rows, size_t *count)
{
    const alk_table *model = model_of(table);
    alk_field few[FEW], *fields = few;
    if (!model)
        return alk__error_code();
    size_t n = alk_table_fields(table, few, FEW);
    if (n > FEW && !(fields = alk__calloc(n, sizeof *fields)))
        return ALK_ERROR_NO_MEMORY;
    if (n > FEW)
        alk_table_fields(table, fields, n);
    bool has_others = n < model->n_columns || model->n_relationships;          /* members that no column fills: not loaded */
    int code = alk__result_fetch_all(result, fields, n, model->struct_size, has_others, arena, rows, count);
    if (fields != few)
        alk__free(fields);
    return code;
}

/* ---- inserting ---- */

/* The key that the database generates: one whole number, alone, that the program did not claim. */
static bool is_generated_key(const alk_table *model, const alk_column *column)
{
    size_t keys = 0;
    for (size_t i = 0; i < model->n_columns; i++)
        keys += alk__column_at(model, i)->primary_key;
    int tag = alk__type_tag(&column->type);
    return column->primary_key && keys == 1 && !column->no_autoincrement && !column->references && (tag == ALK_TYPE_INT || tag == ALK_TYPE_UINT);
}

static bool is_zero(const alk_column *column, const char *row)
{
    int64_t key = 0;
    size_t size = column->slot == ALK_SLOT_INT16 || column->slot == ALK_SLOT_UINT16 ? 2 : column->slot == ALK_SLOT_INT32 || column->slot == ALK_SLOT_UINT32 ? 4 : 8;
    memcpy(&key, row + column->offset, size);
    return key == 0;
}

static bool is_unset(const alk_column *column, const char *row)
{
    return column->state_offset && row[column->offset + column->state_offset] == ALK_UNSET;
}

/* How many of the rows leave the column to the database. */
static size_t count_left_out(const alk_table *model, const alk_column *column, const char *rows, size_t count)
{
    size_t n = 0;
    bool key = is_generated_key(model, column);
    for (size_t i = 0; i < count && (key || column->state_offset); i++)
        n += key ? is_zero(column, rows + i * model->struct_size) : is_unset(column, rows + i * model->struct_size);
    return n;
}

/* Whether the INSERT names the column; below 0: an error. */
static int is_sent(const alk_table *model, const alk_column *column, const char *rows, size_t count)
{
    if (!column->slot || column->computed || column->identity == ALK_IDENTITY_ALWAYS)
        return 0;
    size_t left_out = count_left_out(model, column, rows, count);
    if (is_generated_key(model, column) && left_out && left_out < count)
        return alk__error(ALK_ERROR_ARGUMENT, "some rows for %s have a key and some leave it to the database: insert them apart", model->name);
    return left_out < count || count == 0;
}

static int insert_with(alk_conn *conn, const alk_table *model, const char *rows, size_t count, alk_field *fields, const alk_sql **sets, int64_t *affected)
{
    size_t n = 0;
    int sent = 0;
    for (size_t i = 0; sent >= 0 && i < model->n_columns; i++) {
        const alk_column *column = alk__column_at(model, i);
        if ((sent = is_sent(model, column, rows, count)) <= 0)
            continue;
        fields[n] = field_of(column);
        sets[n++] = (alk_set)(&column->sql, alk_param_of(column->name, &column->type));
    }
    sets[n] = &alk_end;
    if (sent < 0) {
        for (size_t i = 0; i < n; i++)
            alk_free(sets[i]);
        return sent;
    }
    return alk_conn_execute_each(conn, n ? (alk_insert)(&model->sql, sets) : alk_insert(&model->sql, alk_default_values()), fields, n, rows, model->struct_size, count, affected);
}

int alk_conn_insert_structs(alk_conn *conn, const alk_sql *table, const void *rows, size_t count, int64_t *affected)
{
    const alk_table *model = model_of(table);
    if (!model)
        return alk__error_code();
    if (count && !rows)
        return alk__error(ALK_ERROR_ARGUMENT, "no rows were given");
    size_t n = model->n_columns;
    char *block = alk__calloc(1, n * sizeof(alk_field) + (n + 1) * sizeof(const alk_sql *));
    if (!block)
        return ALK_ERROR_NO_MEMORY;
    int code = insert_with(conn, model, rows, count, (alk_field *)(void *)(block + (n + 1) * sizeof(const alk_sql *)), (const alk_sql **)(void *)block, affected);
    alk__free(block);
    return code;
}
