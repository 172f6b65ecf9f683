/* SPDX-License-Identifier: MIT
 * Declared types. The rules go from the particular to the general, as a declaration may hold several words: INTERVAL holds INT,
 * DATETIME holds DATE. A type that is not recognised decides nothing: its values say what they are. */
#include "column.h"
#include "errors.h"
#include "statement.h"
#include <string.h>

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* ---- reading a declaration ---- */
enum { NAME_MAX_LENGTH = 64 };

/* The name in capitals, up to the parenthesis and after it: "TIMESTAMP(3) WITH TIME ZONE" → "TIMESTAMP WITH TIME ZONE". */
static void plain_name(const char *declared, char *out)
{
    size_t n = 0;
    bool inside = false;
    for (; *declared != 0 && n + 1 < NAME_MAX_LENGTH; declared++) {
        if (*declared == '(')
            inside = true;
        else if (*declared == ')')
            inside = false;
        else if (!inside)
            out[n++] = upper(*declared);
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = 0;
}

/* "(10, 2)": up to two numbers behind a parenthesis. */
static int read_numbers(const char *declared, int32_t numbers[2])
{
    const char *at = strchr(declared, '(');
    int count = 0;
    while (at != NULL && *at != ')' && *at != 0 && count < 2) {
        int32_t value = 0;
        int digits = 0;
        for (at++; *at == ' '; at++)
            ;
        for (; *at >= '0' && *at <= '9' && digits < 9; at++, digits++)
            value = value * 10 + (*at - '0');
        if (digits == 0)
            return count;
        numbers[count++] = value;
        for (; *at == ' '; at++)
            ;
        if (*at != ',')
            break;
    }
    return count;
}

typedef struct rule {
    const char *part;
    bool begins;                         /* the name begins with it; else it holds it */
    uint16_t type;
} rule;

static const rule rules[] = {
    { "BOOL", false, ALK_TYPE_BOOL },          { "INTERVAL", true, ALK_TYPE_INTERVAL },     { "UUID", false, ALK_TYPE_UUID },
    { "GUID", false, ALK_TYPE_UUID },          { "UNIQUEIDENTIFIER", true, ALK_TYPE_UUID }, { "JSON", true, ALK_TYPE_JSON },
    { "TIMESTAMPTZ", true, ALK_TYPE_TIMESTAMPTZ }, { "DATETIMEOFFSET", true, ALK_TYPE_TIMESTAMPTZ },
    { "DATETIME", true, ALK_TYPE_TIMESTAMP },  { "TIMESTAMP", true, ALK_TYPE_TIMESTAMP },   { "DEC", true, ALK_TYPE_DECIMAL },
    { "NUMERIC", true, ALK_TYPE_DECIMAL },     { "NUMBER", true, ALK_TYPE_DECIMAL },        { "MONEY", true, ALK_TYPE_DECIMAL },
    { "CHAR", false, ALK_TYPE_TEXT },          { "CLOB", false, ALK_TYPE_TEXT },            { "TEXT", false, ALK_TYPE_TEXT },
    { "BLOB", false, ALK_TYPE_BLOB },          { "BINARY", false, ALK_TYPE_BLOB },          { "BYTEA", true, ALK_TYPE_BLOB },
    { "REAL", false, ALK_TYPE_REAL },          { "FLOA", false, ALK_TYPE_REAL },            { "DOUB", false, ALK_TYPE_REAL },
    { "INT", false, ALK_TYPE_INT },            { "SERIAL", false, ALK_TYPE_INT },
};

static uint16_t type_of(const char *name)
{
    if (strcmp(name, "DATE") == 0)
        return ALK_TYPE_DATE;
    if (strcmp(name, "TIME") == 0 || strcmp(name, "TIME WITHOUT TIME ZONE") == 0)
        return ALK_TYPE_TIME;
    if (strncmp(name, "TIMESTAMP", 9) == 0 && strstr(name, "WITH TIME ZONE") != NULL)
        return ALK_TYPE_TIMESTAMPTZ;
    if (strncmp(name, "TIMESTAMP", 9) == 0 && strstr(name, "WITH LOCAL TIME ZONE") != NULL)
        return ALK_TYPE_TIMESTAMPTZ;
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const char *found = strstr(name, rules[i].part);
        if (found != NULL && (!rules[i].begins || found == name))
            return rules[i].type;
    }
    return ALK_TYPE_NULL;
}

alk__lite_column alk__lite_column_parse(const char *declared)
{
    alk__lite_column column = { ALK_TYPE_NULL, 0, -1, -1, -1 };
    char name[NAME_MAX_LENGTH];
    int32_t numbers[2] = { -1, -1 };
    int count;
    if (declared == NULL)
        return column;
    plain_name(declared, name);
    column.type = type_of(name);
    count = read_numbers(declared, numbers);
    if (column.type == ALK_TYPE_TEXT || column.type == ALK_TYPE_BLOB) {
        column.length = numbers[0];
    } else if (count > 0) {
        column.precision = numbers[0];
        column.scale = count > 1 ? numbers[1] : column.type == ALK_TYPE_DECIMAL ? 0 : -1;
    }
    return column;
}

const alk__lite_column *alk__lite_columns(alk__lite_stmt *stmt, alk_err *err)
{
    if (stmt->columns == NULL) {
        stmt->columns = alk__lite_alloc(stmt->ncols * sizeof *stmt->columns, err);
        for (uint32_t i = 0; stmt->columns != NULL && i < stmt->ncols; i++)
            stmt->columns[i] = alk__lite_column_parse(sqlite3_column_decltype(stmt->handle, (int)i));
    }
    return stmt->columns;
}

void alk__lite_columns_forget(alk__lite_stmt *stmt)
{
    alk__lite_free(stmt->columns);
    alk__lite_free(stmt->descriptions);
    stmt->columns = NULL;
    stmt->descriptions = NULL;
}

/* ---- descriptions ---- */
static alk_sv view_of(const char *text)
{
    return alk__lite_sv(text, text != NULL ? strlen(text) : 0);
}

static bool same_letters(const char *a, const char *b, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (upper(a[i]) != upper(b[i]))
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
