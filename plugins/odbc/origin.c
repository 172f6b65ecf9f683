/* SPDX-License-Identifier: MIT
 * See origin.h. The names of table and column are parameters. */
#include "origin.h"
#include "errors.h"
#include "text.h"
#include "utf16.h"

enum { TYPE_MAX = 64 };

static const char question[] = "SELECT CASE WHEN t.typcategory = 'A' THEN '_' || e.typname ELSE t.typname END"
                               " FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
                               " JOIN pg_catalog.pg_type b ON b.oid = a.atttypid"
                               " JOIN pg_catalog.pg_type t ON t.oid = CASE WHEN b.typbasetype = 0 THEN b.oid ELSE b.typbasetype END"
                               " LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem"
                               " WHERE c.relname = ? AND a.attname = ? AND (n.nspname = ? OR pg_catalog.pg_table_is_visible(c.oid)) AND NOT a.attisdropped"
                               " ORDER BY n.nspname = ? DESC LIMIT 1";

static uint16_t item_type(const char *name)
{
    static const struct {
        const char *name;
        uint16_t type;
    } types[] = { { "bool", ALK_TYPE_BOOL },          { "int2", ALK_TYPE_INT },           { "int4", ALK_TYPE_INT },           { "int8", ALK_TYPE_INT },
                  { "oid", ALK_TYPE_INT },            { "float4", ALK_TYPE_REAL },        { "float8", ALK_TYPE_REAL },        { "numeric", ALK_TYPE_DECIMAL },
                  { "date", ALK_TYPE_DATE },          { "time", ALK_TYPE_TIME },          { "timestamp", ALK_TYPE_TIMESTAMP }, { "timestamptz", ALK_TYPE_TIMESTAMPTZ },
                  { "interval", ALK_TYPE_INTERVAL },  { "uuid", ALK_TYPE_UUID },          { "json", ALK_TYPE_JSON },          { "jsonb", ALK_TYPE_JSON } };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].name, name) == 0)
            return types[i].type;
    return ALK_TYPE_TEXT;
}

static void take_type(alk__odbc_column *column, const char *name)
{
    uint16_t type = item_type(name[0] == '_' ? name + 1 : name);
    if (name[0] == '_') {
        column->type = ALK_TYPE_ARRAY;
        column->item = type;
    } else if (type == ALK_TYPE_JSON || type == ALK_TYPE_INTERVAL || type == ALK_TYPE_UUID) {
        column->type = type;
    }
}

/* A name as the driver reads it; it is short. */
typedef struct name {
    SQLWCHAR wide[SQL_MAX_MESSAGE_LENGTH];
    SQLLEN length;
} name;

static bool bind(SQLHSTMT stmt, SQLUSMALLINT place, bool wide, alk_sv text, name *out)
{
    size_t units = wide ? alk__odbc_wide_length(text.p, text.n) : text.n;
    if (text.n == 0 || units >= SQL_MAX_MESSAGE_LENGTH)
        units = 0;
    else if (wide)
        alk__odbc_to_wide(text.p, text.n, out->wide);
    out->length = (SQLLEN)(wide ? units * sizeof(SQLWCHAR) : units);
    return SQL_SUCCEEDED(SQLBindParameter(stmt, place, SQL_PARAM_INPUT, wide ? SQL_C_WCHAR : SQL_C_CHAR, wide ? SQL_WVARCHAR : SQL_VARCHAR, units > 0 ? units : 1, 0,
                                          wide ? (SQLPOINTER)out->wide : (SQLPOINTER)(uintptr_t)text.p, out->length, &out->length));
}

static bool ask(alk__odbc_stmt *stmt, SQLHSTMT own, const alk__odbc_given *sql, const alk__odbc_column *column, name names[4], char *type)
{
    bool wide = stmt->conn->wide;
    SQLLEN length = 0;
    type[0] = 0;
    if (!SQL_SUCCEEDED(alk__odbc_prepare_text(own, sql)) || !bind(own, 1, wide, column->table, &names[0]) || !bind(own, 2, wide, column->origin, &names[1]) ||
        !bind(own, 3, wide, column->schema, &names[2]) || !bind(own, 4, wide, column->schema, &names[3]) || !SQL_SUCCEEDED(SQLExecute(own)))
        return false;
    return SQL_SUCCEEDED(SQLFetch(own)) && SQL_SUCCEEDED(SQLGetData(own, 1, SQL_C_CHAR, type, TYPE_MAX, &length)) && length > 0;
}

static alk_rc ask_one(alk__odbc_stmt *stmt, alk__odbc_column *column, alk_err *err)
{
    char type[TYPE_MAX];
    SQLHSTMT own = NULL;
    alk__odbc_given sql;
    name *names = alk__odbc_alloc(4 * sizeof *names, err);
    alk_rc rc = names == NULL ? ALK_ERROR_NO_MEMORY : alk__odbc_give(stmt->conn->wide, alk__odbc_sv(question, sizeof question - 1), &sql, err);
    if (rc == ALK_OK) {
        if (SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, stmt->conn->handle, &own)) && ask(stmt, own, &sql, column, names, type))
            take_type(column, type);
        if (own != NULL)
            alk__odbc_handle_free(stmt->conn, own);
        alk__odbc_given_free(&sql);
    }
    alk__odbc_free(names);
    return rc;
}

alk_rc alk__odbc_ask_origins(alk__odbc_stmt *stmt, alk_err *err)
{
    alk_rc rc = ALK_OK;
    for (uint32_t i = 0; rc == ALK_OK && i < stmt->columns.n; i++) {
        alk__odbc_column *column = &stmt->columns.list[i];
        if (alk__driver_is_word(column->native_type, "unknown") && column->table.n > 0 && column->origin.n > 0)
            rc = ask_one(stmt, column, err);
    }
    return rc;
}
