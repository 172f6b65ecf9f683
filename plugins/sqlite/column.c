/* SPDX-License-Identifier: MIT
 * A result's columns: what they were declared as, and their descriptions. */
#include "column.h"
#include "errors.h"
#include "statement.h"
#include <string.h>

const alk__lite_column *alk__lite_columns(alk__lite_stmt *stmt, alk_err *err)
{
    if (stmt->columns == NULL) {
        stmt->columns = alk__lite_alloc(stmt->ncols * sizeof *stmt->columns, err);
        for (uint32_t i = 0; stmt->columns != NULL && i < stmt->ncols; i++)
            stmt->columns[i] = alk__driver_declared_parse(sqlite3_column_decltype(stmt->handle, (int)i));
    }
    return stmt->columns;
}

void alk__lite_columns_forget(alk__lite_stmt *stmt)
{
    alk__lite_free(stmt->columns);
    alk__lite_free(stmt->descriptions);
    stmt->columns = NULL;
    stmt->descriptions = NULL;
    stmt->plan = 0;
}

/* ---- descriptions ---- */
static alk_sv view_of(const char *text)
{
    return alk__lite_sv(text, text != NULL ? strlen(text) : 0);
}

static bool same_letters(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (alk__driver_upper(a[i]) != alk__driver_upper(b[i]))
            return false;
    return true;
}

static bool mentions(const char *sql, const char *word)
{
    size_t length = strlen(word), all = strlen(sql);
    for (size_t i = 0; i + length <= all; i++)
        if (same_letters(sql + i, word, length))
            return true;
    return false;
}

/* A NOT NULL column may still give NULL in the result, behind an outer join; that can hide in a view as well. So it is only called
 * not nullable where the statement names its table and no join. */
static bool may_be_outer(const alk__lite_stmt *stmt, const char *table)
{
    const char *sql = sqlite3_sql(stmt->handle);
    return sql == NULL || mentions(sql, "JOIN") || !mentions(sql, table);
}

#ifndef ALK_LITE_NO_COLUMN_METADATA
static void describe_origin(const alk__lite_stmt *stmt, int index, alk_column_desc *out)
{
    const char *schema = sqlite3_column_database_name(stmt->handle, index), *table = sqlite3_column_table_name(stmt->handle, index);
    const char *column = sqlite3_column_origin_name(stmt->handle, index), *declared = NULL;
    int not_null = 0, key = 0, generated = 0;
    if (table == NULL || column == NULL)
        return;
    out->schema = view_of(schema);
    out->table = view_of(table);
    out->column = view_of(column);
    if (sqlite3_table_column_metadata(stmt->conn->db, schema, table, column, &declared, NULL, &not_null, &key, &generated) != SQLITE_OK)
        return;
    if (key != 0)
        out->flags |= ALK_COLUMN_KEY;
    if (generated != 0)
        out->flags |= ALK_COLUMN_GENERATED;
    if (key != 0 && declared != NULL && strlen(declared) == 7 && same_letters(declared, "INTEGER", 7))
        not_null = 1;                    /* the row's number */
    if (not_null == 0)
        out->flags |= ALK_COLUMN_NULLABLE_KNOWN | ALK_COLUMN_NULLABLE;
    else if (!may_be_outer(stmt, table))
        out->flags |= ALK_COLUMN_NULLABLE_KNOWN;
}
#else
static void describe_origin(const alk__lite_stmt *stmt, int index, alk_column_desc *out)
{
    (void)stmt;
    (void)index;
    (void)out;
}
#endif

static void describe(const alk__lite_stmt *stmt, uint32_t index, alk_column_desc *out)
{
    const alk__lite_column *column = &stmt->columns[index];
    out->size = sizeof *out;
    out->type = column->type;
    out->name = view_of(sqlite3_column_name(stmt->handle, (int)index));
    out->native_type = view_of(sqlite3_column_decltype(stmt->handle, (int)index));
    out->length = column->length;
    out->precision = column->precision;
    out->scale = column->scale;
    describe_origin(stmt, (int)index, out);
}

const alk_column_desc *alk__lite_describe(alk__lite_stmt *stmt, alk_err *err)
{
    if (stmt->descriptions == NULL && alk__lite_columns(stmt, err) != NULL) {
        stmt->descriptions = alk__lite_alloc(stmt->ncols * sizeof *stmt->descriptions, err);
        for (uint32_t i = 0; stmt->descriptions != NULL && i < stmt->ncols; i++)
            describe(stmt, i, &stmt->descriptions[i]);
    }
    return stmt->descriptions;
}
