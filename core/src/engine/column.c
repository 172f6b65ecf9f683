/* SPDX-License-Identifier: MIT
 * What is known of columns, and finding them by name. */
#include "engine/result.h"
#include <alkahest/schema.h>
#include "base/text.h"
#include "engine/statement.h"
#include <string.h>

int alk_column_count(const alk_result *result)
{
    return alk__result_ready(result) ? (int)result->n_columns : 0;
}

/* A text of its own for a view; NULL for an empty one. */
static bool text_of(alk_sv view, alk_arena *memory, const char **out)
{
    bool has = view.p && view.n;
    *out = has ? alk_arena_copy(memory, view.p, view.n) : NULL;
    return !has || *out;
}

static int fill(const alk_column_desc *desc, alk_arena *memory, alk_column_info *info)
{
    alk_column_info full = {
        .struct_size = info->struct_size, .type = desc->type, .length = desc->length, .precision = desc->precision,
        .scale = desc->scale, .key = (desc->flags & ALK_COLUMN_KEY) != 0, .generated = (desc->flags & ALK_COLUMN_GENERATED) != 0,
        .nullable = desc->flags & ALK_COLUMN_NULLABLE_KNOWN ? (desc->flags & ALK_COLUMN_NULLABLE) != 0 : -1,
    };
    if (info->struct_size < sizeof info->struct_size)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_column_info.struct_size is not set");
    if (!text_of(desc->name, memory, &full.name) || !text_of(desc->native_type, memory, &full.native_type) ||
        !text_of(desc->schema, memory, &full.schema) || !text_of(desc->table, memory, &full.table) ||
        !text_of(desc->column, memory, &full.column))
        return ALK_ERROR_NO_MEMORY;
    full.name = full.name ? full.name : "";
    memcpy(info, &full, info->struct_size < sizeof full ? info->struct_size : sizeof full);
    return ALK_OK;
}

static int no_column(int column, uint32_t count)
{
    return alk__error(ALK_ERROR_INTERFACE, "there is no column %d; there are %u", column, (unsigned)count);
}

int alk_result_column(alk_result *result, int column, alk_column_info *info)
{
    if (!alk__result_ready(result))
        return alk__error_code();
    if (column < 0 || (uint32_t)column >= result->n_columns || !result->columns)
        return no_column(column, result->n_columns);
    return fill(alk__result_desc(result, (uint32_t)column), &result->texts, info);
}

int alk_stmt_column(alk_stmt *stmt, int column, alk_column_info *info)
{
    int count = alk_stmt_column_count(stmt);
    if (count < 0)
        return alk__error_code();
    if (column < 0 || column >= count)
        return no_column(column, (uint32_t)count);
    const char *desc = (const char *)stmt->columns + (size_t)column * stmt->stride;
    return fill((const alk_column_desc *)(const void *)desc, &stmt->memory, info);
}

const char *alk_column_name(alk_result *result, int column)
{
    alk_column_info info = { .struct_size = sizeof info };
    return alk_result_column(result, column, &info) ? NULL : info.name;
}

int alk_column_self(alk_result *result, int column)
{
    (void)result;
    return column;
}

/* ---- by name ---- */

static bool same(alk_sv a, alk_sv b, bool exact)
{
    if (exact || a.n != b.n)
        return alk__sv_eq(a, b);
    for (size_t i = 0; i < a.n; i++)
        if (alk__lower(a.p[i]) != alk__lower(b.p[i]))
            return false;
    return true;
}

/* The position, -1: none, -2: several. */
static int find(const alk_result *result, alk_sv name, bool exact)
{
    int found = -1;
    for (uint32_t i = 0; result->columns && i < result->n_columns; i++) {
        if (!same(alk__result_desc(result, i)->name, name, exact))
            continue;
        if (found >= 0)
            return -2;
        found = (int)i;
    }
    return found;
}

static int not_found(alk_result *result, const char *name, int found)
{
    if (found == -2)
        alk__error(ALK_ERROR_INTERFACE, "several columns are named %s; use positions, or label them in the query", name);
    else
        alk__error(ALK_ERROR_INTERFACE, "there is no column %s in the result", name);
    alk__result_fail(result);
    return -1;
}

int alk_column_index(alk_result *result, const char *name)
{
    if (!alk__result_ready(result) || result->status)
        return -1;
    if (!name)
        return not_found(result, "(NULL)", -1);
    alk_sv wanted = alk__sv(name);
    for (int i = 0; i < result->n_known; i++)      /* the same text again, most likely the same literal */
        if (result->known[i].name == name && alk__sv_eq(alk__result_desc(result, (uint32_t)result->known[i].column)->name, wanted))
            return result->known[i].column;
    int found = find(result, wanted, true);
    if (found == -1)
        found = find(result, wanted, false);
    if (found < 0)
        return not_found(result, name, found);
    if (result->n_known < ALK__NAMES_KNOWN) {
        result->known[result->n_known].name = name;
        result->known[result->n_known++].column = found;
    }
    return found;
}

/* ---- by what the statement selected ---- */

int alk_column_selected(alk_result *result, const alk_sql *column)
{
    const alk_column *definition = column ? alk_column_definition(column) : NULL;
    int found = -1;
    if (!alk__result_ready(result) || result->status)
        return -1;
    if (!definition) {
        alk__error(ALK_ERROR_ARGUMENT, "a column of the result is named by its position, its name, or a column of a model");
        alk__result_fail(result);
        return -1;
    }
    for (uint32_t i = 0; result->compiled && i < result->compiled->n_columns && i < result->n_columns; i++)
        if (result->compiled->columns[i].column == column) {
            if (found >= 0)
                return not_found(result, definition->name, -2);
            found = (int)i;
        }
    return found >= 0 ? found : alk_column_index(result, definition->name);
}
