/* SPDX-License-Identifier: MIT
 * Columns. ODBC's types say less than the databases' own names of them: a timestamp with a zone is a timestamp to it, JSON is text. Where the driver tells no name
 * either, PostgreSQL itself is asked: see origin.h. */
#include "column.h"
#include "errors.h"
#include "origin.h"
#include "statement.h"
#include "text.h"
#include "driver/declared.h"

enum { SS_TIME2 = -154, SS_TIMESTAMPOFFSET = -155, SS_XML = -152, SS_VARIANT = -150, COLUMNS_MAX = 65535, TEXTS_EACH = 5, TEXT_MAX = 256 };

/* ---- types ---- */
static void set(alk__odbc_column *column, uint8_t wire, uint16_t type)
{
    column->wire = wire;
    column->type = type;
}

static void of_sql_type(alk__odbc_column *column)
{
    switch (column->sql_type) {
    case SQL_BIT:
        set(column, ALK__ODBC_WIRE_INT, ALK_TYPE_BOOL);
        break;
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
        set(column, ALK__ODBC_WIRE_INT, ALK_TYPE_INT);
        break;
    case SQL_BIGINT:
        set(column, column->is_unsigned ? ALK__ODBC_WIRE_UINT : ALK__ODBC_WIRE_INT, column->is_unsigned ? ALK_TYPE_UINT : ALK_TYPE_INT);
        break;
    case SQL_REAL:
        set(column, ALK__ODBC_WIRE_FLOAT, ALK_TYPE_REAL);
        break;
    case SQL_FLOAT:
    case SQL_DOUBLE:
        set(column, ALK__ODBC_WIRE_DOUBLE, ALK_TYPE_REAL);
        break;
    case SQL_NUMERIC:
    case SQL_DECIMAL:
        set(column, ALK__ODBC_WIRE_ASCII, ALK_TYPE_DECIMAL);
        break;
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY:
        set(column, ALK__ODBC_WIRE_BYTES, ALK_TYPE_BLOB);
        break;
    case SQL_TYPE_DATE:
    case SQL_DATE:
        set(column, ALK__ODBC_WIRE_DATE, ALK_TYPE_DATE);
        break;
    case SQL_TYPE_TIME:
    case SQL_TIME:
    case SS_TIME2:
        set(column, ALK__ODBC_WIRE_ASCII, ALK_TYPE_TIME);
        break;
    case SQL_TYPE_TIMESTAMP:
    case SQL_TIMESTAMP:
        set(column, ALK__ODBC_WIRE_TIMESTAMP, ALK_TYPE_TIMESTAMP);
        break;
    case SS_TIMESTAMPOFFSET:
        set(column, ALK__ODBC_WIRE_ASCII, ALK_TYPE_TIMESTAMPTZ);
        break;
    case SQL_GUID:
        set(column, ALK__ODBC_WIRE_ASCII, ALK_TYPE_UUID);
        break;
    default:
        set(column, ALK__ODBC_WIRE_WIDE, ALK_TYPE_TEXT);
        break;
    }
}

static bool named(const char *native, const char *name)
{
    return alk__driver_is_word(alk__odbc_view(native), name);
}

/* psqlodbc has no name for interval. */
static void of_postgresql(const char *native, alk__odbc_column *column)
{
    if (named(native, "timestamptz") || named(native, "timestamp with time zone"))
        column->type = ALK_TYPE_TIMESTAMPTZ;
    else if (column->wire == ALK__ODBC_WIRE_WIDE && (native[0] == 0 || named(native, "interval")))
        column->type = ALK_TYPE_INTERVAL;
    else if (named(native, "json") || named(native, "jsonb"))
        column->type = ALK_TYPE_JSON;
    else if (named(native, "numeric"))
        set(column, ALK__ODBC_WIRE_ASCII, ALK_TYPE_DECIMAL);
}

static void of_mysql(const char *native, alk__odbc_column *column)
{
    if (named(native, "timestamp") && column->wire == ALK__ODBC_WIRE_TIMESTAMP) {
        column->type = ALK_TYPE_TIMESTAMPTZ;
    } else if (named(native, "json")) {
        column->type = ALK_TYPE_JSON;
    } else if (named(native, "uuid")) {
        column->type = ALK_TYPE_UUID;
    } else if (named(native, "bit")) {
        set(column, ALK__ODBC_WIRE_BYTES, ALK_TYPE_UINT);
        column->is_bits = true;
    }
    column->in_utc = column->type == ALK_TYPE_TIMESTAMP;
}

/* Any value may stand in any column: all come as text, but for bytes. */
static void of_sqlite(const char *native, alk__odbc_column *column)
{
    alk__driver_declared declared = alk__driver_declared_parse(native[0] != 0 ? native : NULL);
    uint16_t type = declared.type != ALK_TYPE_NULL ? declared.type : column->type;
    set(column, type == ALK_TYPE_BLOB ? ALK__ODBC_WIRE_BYTES : ALK__ODBC_WIRE_NARROW, type);
}

void alk__odbc_type_of(uint32_t family, SQLSMALLINT sql_type, const char *native, alk__odbc_column *column)
{
    column->sql_type = sql_type;
    of_sql_type(column);
    switch (family) {
    case ALK__ODBC_POSTGRESQL:
        of_postgresql(native, column);
        break;
    case ALK__ODBC_MYSQL:
    case ALK__ODBC_MARIADB:
        of_mysql(native, column);
        break;
    case ALK__ODBC_SQLITE:
        of_sqlite(native, column);
        break;
    case ALK__ODBC_ORACLE:
        if (column->type == ALK_TYPE_DATE)       /* has a time, too */
            set(column, ALK__ODBC_WIRE_TIMESTAMP, ALK_TYPE_TIMESTAMP);
        break;
    default:
        break;
    }
}

SQLSMALLINT alk__odbc_c_type(const alk__odbc_column *column)
{
    static const SQLSMALLINT types[] = { [ALK__ODBC_WIRE_INT] = SQL_C_SBIGINT, [ALK__ODBC_WIRE_UINT] = SQL_C_UBIGINT,       [ALK__ODBC_WIRE_DOUBLE] = SQL_C_DOUBLE,
                                         [ALK__ODBC_WIRE_FLOAT] = SQL_C_FLOAT, [ALK__ODBC_WIRE_DATE] = SQL_C_TYPE_DATE,     [ALK__ODBC_WIRE_TIMESTAMP] = SQL_C_TYPE_TIMESTAMP,
                                         [ALK__ODBC_WIRE_ASCII] = SQL_C_CHAR,  [ALK__ODBC_WIRE_WIDE] = SQL_C_WCHAR,         [ALK__ODBC_WIRE_NARROW] = SQL_C_CHAR,
                                         [ALK__ODBC_WIRE_BYTES] = SQL_C_BINARY };
    return types[column->wire];
}

/* ---- reading ---- */
/* The names of one column, behind one another. */
typedef struct names {
    char text[TEXTS_EACH][TEXT_MAX];     /* label, native type, schema, table, column */
} names;

static void read_names(const alk__odbc_stmt *stmt, uint32_t i, names *out)
{
    static const SQLUSMALLINT fields[TEXTS_EACH] = { SQL_DESC_LABEL, SQL_DESC_TYPE_NAME, SQL_DESC_SCHEMA_NAME, SQL_DESC_BASE_TABLE_NAME, SQL_DESC_BASE_COLUMN_NAME };
    for (int k = 0; k < TEXTS_EACH; k++)
        (void)alk__odbc_column_text(stmt->conn->wide, stmt->handle, (SQLUSMALLINT)(i + 1), fields[k], out->text[k], TEXT_MAX);
}

static bool read_numbers(const alk__odbc_stmt *stmt, uint32_t i, alk__odbc_column *out)
{
    SQLCHAR narrow[4];
    SQLWCHAR wide[4];
    SQLSMALLINT length;
    SQLRETURN rc = stmt->conn->wide
                       ? SQLDescribeColW(stmt->handle, (SQLUSMALLINT)(i + 1), wide, 4, &length, &out->sql_type, &out->size, &out->digits, &out->nullable)
                       : SQLDescribeCol(stmt->handle, (SQLUSMALLINT)(i + 1), narrow, 4, &length, &out->sql_type, &out->size, &out->digits, &out->nullable);
    return SQL_SUCCEEDED(rc);
}

static bool unchanged(const alk__odbc_column *a, const alk__odbc_column *b)
{
    return a->sql_type == b->sql_type && a->size == b->size && a->digits == b->digits && a->nullable == b->nullable;
}

static bool all_unchanged(const alk__odbc_stmt *stmt, uint32_t n)
{
    alk__odbc_column now = { .sql_type = 0 };
    bool same = n == stmt->columns.n;
    for (uint32_t i = 0; same && i < n; i++)
        same = read_numbers(stmt, i, &now) && unchanged(&now, &stmt->columns.list[i]);
    return same;
}

void alk__odbc_columns_forget(alk__odbc_stmt *stmt)
{
    alk__odbc_columns *c = &stmt->columns;
    alk__odbc_free(c->list);
    alk__odbc_free(c->descriptions);
    alk__odbc_free(c->texts);
    alk__odbc_free(c->buffers);
    memset(c, 0, sizeof *c);
    stmt->bound = false;
}

static alk_sv keep(char **at, const char *text)
{
    size_t length = strlen(text);
    alk_sv view = alk__odbc_sv(memcpy(*at, text, length + 1), length);
    *at += length + 1;
    return view;
}

static alk_rc read_column(alk__odbc_stmt *stmt, uint32_t i, char **at, alk_err *err)
{
    alk__odbc_column *column = &stmt->columns.list[i];
    names told;
    SQLLEN is_unsigned = SQL_FALSE;
    if (!read_numbers(stmt, i, column))
        return alk__odbc_fail(stmt->conn, stmt->handle, err);
    read_names(stmt, i, &told);
    (void)alk__odbc_column_number(stmt->conn->wide, stmt->handle, (SQLUSMALLINT)(i + 1), SQL_DESC_UNSIGNED, &is_unsigned);
    column->is_unsigned = is_unsigned == SQL_TRUE && (stmt->conn->traits & ALK__ODBC_NO_UNSIGNED) == 0;
    alk__odbc_type_of(stmt->conn->family->id, column->sql_type, told.text[1], column);
    if (column->wire == ALK__ODBC_WIRE_WIDE && !stmt->conn->wide_values)
        column->wire = ALK__ODBC_WIRE_NARROW;
    if (column->wire == ALK__ODBC_WIRE_NARROW && stmt->conn->wide_values)
        column->wire = ALK__ODBC_WIRE_WIDE;
    column->name = keep(at, told.text[0]);
    column->native_type = keep(at, told.text[1]);
    column->schema = keep(at, told.text[2]);
    column->table = keep(at, told.text[3]);
    column->origin = keep(at, told.text[4]);
    return ALK_OK;
}

alk_rc alk__odbc_columns_update(alk__odbc_stmt *stmt, uint32_t n, alk_err *err)
{
    alk__odbc_columns *c = &stmt->columns;
    char *at;
    alk_rc rc = ALK_OK;
    if (stmt->exact || all_unchanged(stmt, n))
        return ALK_OK;
    alk__odbc_columns_forget(stmt);
    if (n > COLUMNS_MAX)
        return alk__odbc_error(err, ALK_ERROR_INTERNAL, "HY000", "a result of %u columns", (unsigned)n);
    c->list = alk__odbc_alloc(n * sizeof *c->list, err);
    at = c->texts = c->list != NULL ? alk__odbc_alloc((size_t)n * TEXTS_EACH * TEXT_MAX, err) : NULL;
    if (at == NULL)
        rc = ALK_ERROR_NO_MEMORY;
    c->n = rc == ALK_OK ? n : 0;
    for (uint32_t i = 0; rc == ALK_OK && i < n; i++)
        rc = read_column(stmt, i, &at, err);
    if (rc == ALK_OK && stmt->conn->family->id == ALK__ODBC_POSTGRESQL)
        rc = alk__odbc_ask_origins(stmt, err);
    if (rc != ALK_OK)
        alk__odbc_columns_forget(stmt);
    return rc;
}

/* ---- descriptions ---- */
static void describe(const alk__odbc_column *column, alk_column_desc *out)
{
    bool sized = column->type == ALK_TYPE_TEXT || column->type == ALK_TYPE_BLOB;
    out->size = sizeof *out;
    out->type = column->type;
    out->name = column->name;
    out->native_type = column->native_type;
    out->schema = column->schema;
    out->table = column->table;
    out->column = column->origin;
    out->length = sized && column->size > 0 && column->size < INT32_MAX ? (int64_t)column->size : -1;
    out->precision = column->type == ALK_TYPE_DECIMAL && column->size < INT16_MAX ? (int32_t)column->size : -1;
    out->scale = column->type == ALK_TYPE_DECIMAL ? column->digits : -1;
    if (column->nullable != SQL_NULLABLE_UNKNOWN)
        out->flags = ALK_COLUMN_NULLABLE_KNOWN | (column->nullable == SQL_NULLABLE ? ALK_COLUMN_NULLABLE : 0);
    if (column->is_unsigned)
        out->flags |= ALK_COLUMN_UNSIGNED;
}

alk_rc alk__odbc_describe(alk__odbc_stmt *stmt, alk_err *err)
{
    alk__odbc_columns *c = &stmt->columns;
    if (c->descriptions != NULL)
        return ALK_OK;
    c->descriptions = alk__odbc_alloc(c->n * sizeof *c->descriptions, err);
    if (c->descriptions == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < c->n; i++)
        describe(&c->list[i], &c->descriptions[i]);
    return ALK_OK;
}
