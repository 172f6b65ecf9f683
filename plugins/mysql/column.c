/* SPDX-License-Identifier: MIT
 * Fields of the client library as columns. MariaDB tells of JSON and UUID beside the type that such a column has on the line, which is a text's. */
#include "column.h"
#include "errors.h"
#include "statement.h"
#include <string.h>

enum { BINARY = 63 };                    /* the character set of what is no text */

static bool attribute_is(const MYSQL_FIELD *field, enum mariadb_field_attr_t which, const char *word)
{
    MARIADB_CONST_STRING text = { NULL, 0 };
    return field->extension != NULL && mariadb_field_attr(&text, field, which) == 0 && text.length == strlen(word) && memcmp(text.str, word, text.length) == 0;
}

static void integer(alk__my_column *column, uint8_t wire)
{
    column->wire = wire;
    column->type = wire == ALK__MY_WIRE_8 && column->is_unsigned ? ALK_TYPE_UINT : ALK_TYPE_INT;
}

static void plain(alk__my_column *column, uint8_t wire, uint16_t type)
{
    column->wire = wire;
    column->type = type;
}

static uint16_t type_of_bytes(const MYSQL_FIELD *field)
{
    if (attribute_is(field, MARIADB_FIELD_ATTR_FORMAT_NAME, "json"))
        return ALK_TYPE_JSON;
    if (attribute_is(field, MARIADB_FIELD_ATTR_DATA_TYPE_NAME, "uuid"))
        return ALK_TYPE_UUID;
    return field->charsetnr == BINARY ? ALK_TYPE_BLOB : ALK_TYPE_TEXT;
}

static void set_type(alk__my_column *column, const MYSQL_FIELD *field)
{
    switch ((int)field->type) {
    case MYSQL_TYPE_NULL:
        plain(column, ALK__MY_WIRE_NULL, ALK_TYPE_NULL);
        break;
    case MYSQL_TYPE_TINY:
        integer(column, ALK__MY_WIRE_1);
        if (field->length == 1 && !column->is_unsigned)
            column->type = ALK_TYPE_BOOL;        /* BOOL is another word for TINYINT(1) */
        break;
    case MYSQL_TYPE_SHORT:
    case MYSQL_TYPE_YEAR:
        integer(column, ALK__MY_WIRE_2);
        break;
    case MYSQL_TYPE_INT24:
    case MYSQL_TYPE_LONG:
        integer(column, ALK__MY_WIRE_4);
        break;
    case MYSQL_TYPE_LONGLONG:
        integer(column, ALK__MY_WIRE_8);
        break;
    case MYSQL_TYPE_FLOAT:
        plain(column, ALK__MY_WIRE_FLOAT, ALK_TYPE_REAL);
        break;
    case MYSQL_TYPE_DOUBLE:
        plain(column, ALK__MY_WIRE_DOUBLE, ALK_TYPE_REAL);
        break;
    case MYSQL_TYPE_DECIMAL:
    case MYSQL_TYPE_NEWDECIMAL:
        plain(column, ALK__MY_WIRE_BYTES, ALK_TYPE_DECIMAL);
        break;
    case MYSQL_TYPE_DATE:
    case MYSQL_TYPE_NEWDATE:
        plain(column, ALK__MY_WIRE_DATE, ALK_TYPE_DATE);
        break;
    case MYSQL_TYPE_TIME:
        plain(column, ALK__MY_WIRE_TIME, ALK_TYPE_TIME);
        break;
    case MYSQL_TYPE_DATETIME:
        plain(column, ALK__MY_WIRE_MOMENT, ALK_TYPE_TIMESTAMP);
        break;
    case MYSQL_TYPE_TIMESTAMP:
        plain(column, ALK__MY_WIRE_MOMENT, ALK_TYPE_TIMESTAMPTZ);
        break;
    case MYSQL_TYPE_BIT:
        plain(column, ALK__MY_WIRE_BYTES, ALK_TYPE_UINT);
        column->is_bits = true;
        break;
    case MYSQL_TYPE_JSON:
        plain(column, ALK__MY_WIRE_BYTES, ALK_TYPE_JSON);
        break;
    case MYSQL_TYPE_GEOMETRY:
        plain(column, ALK__MY_WIRE_BYTES, ALK_TYPE_BLOB);
        break;
    default:
        plain(column, ALK__MY_WIRE_BYTES, type_of_bytes(field));
    }
}

alk__my_column alk__my_column_of(const MYSQL_FIELD *field, bool texts)
{
    alk__my_column column = { .is_unsigned = (field->flags & UNSIGNED_FLAG) != 0,
                              .field = (uint8_t)field->type,
                              .charset = (uint16_t)field->charsetnr,
                              .flags = field->flags,
                              .length = field->length };
    if (texts)
        plain(&column, ALK__MY_WIRE_BYTES, field->charsetnr == BINARY && (field->flags & NUM_FLAG) == 0 && field->type >= MYSQL_TYPE_TINY_BLOB ? ALK_TYPE_BLOB : ALK_TYPE_TEXT);
    else
        set_type(&column, field);
    return column;
}

static bool unchanged(const alk__my_column *column, const MYSQL_FIELD *field)
{
    return column->field == (uint8_t)field->type && column->charset == (uint16_t)field->charsetnr && column->flags == field->flags && column->length == field->length;
}

void alk__my_columns_forget(alk__my_stmt *stmt)
{
    alk__my_free(stmt->columns);
    alk__my_free(stmt->descriptions);
    alk__my_free(stmt->values);
    stmt->columns = NULL;
    stmt->descriptions = NULL;
    stmt->values = NULL;
    stmt->ncols = 0;
}

static bool columns_make(alk__my_stmt *stmt, uint32_t n, alk_err *err)
{
    alk__my_columns_forget(stmt);
    stmt->columns = alk__my_alloc(n * sizeof *stmt->columns, err);
    stmt->values = stmt->columns != NULL ? alk__my_alloc(n * sizeof *stmt->values, err) : NULL;
    if (stmt->values == NULL) {
        alk__my_columns_forget(stmt);
        return false;
    }
    stmt->ncols = n;
    return true;
}

bool alk__my_columns_update(alk__my_stmt *stmt, alk_err *err)
{
    const MYSQL_FIELD *fields = alk__my_fields(stmt);
    uint32_t n = fields != NULL ? alk__my_field_count(stmt) : 0;
    bool fresh = n != stmt->ncols;
    if (n == 0) {
        alk__my_columns_forget(stmt);
        return true;
    }
    if (fresh && !columns_make(stmt, n, err))
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (fresh || !unchanged(&stmt->columns[i], &fields[i])) {
            stmt->columns[i] = alk__my_column_of(&fields[i], stmt->text_rows != NULL);
            alk__my_free(stmt->descriptions);
            stmt->descriptions = NULL;
        }
    return true;
}

/* ---- descriptions ---- */
static alk_sv view_of(const char *text, unsigned length)
{
    return alk__my_sv(text, text != NULL ? length : 0);
}

static alk_sv native_type(const MYSQL_FIELD *field)
{
    static const struct {
        int type;
        const char *name, *binary;
    } names[] = {
        { MYSQL_TYPE_TINY, "tinyint", NULL },        { MYSQL_TYPE_SHORT, "smallint", NULL },      { MYSQL_TYPE_YEAR, "year", NULL },
        { MYSQL_TYPE_INT24, "mediumint", NULL },     { MYSQL_TYPE_LONG, "int", NULL },            { MYSQL_TYPE_LONGLONG, "bigint", NULL },
        { MYSQL_TYPE_FLOAT, "float", NULL },         { MYSQL_TYPE_DOUBLE, "double", NULL },       { MYSQL_TYPE_DECIMAL, "decimal", NULL },
        { MYSQL_TYPE_NEWDECIMAL, "decimal", NULL },  { MYSQL_TYPE_DATE, "date", NULL },           { MYSQL_TYPE_TIME, "time", NULL },
        { MYSQL_TYPE_DATETIME, "datetime", NULL },   { MYSQL_TYPE_TIMESTAMP, "timestamp", NULL }, { MYSQL_TYPE_BIT, "bit", NULL },
        { MYSQL_TYPE_JSON, "json", NULL },           { MYSQL_TYPE_GEOMETRY, "geometry", NULL },   { MYSQL_TYPE_STRING, "char", "binary" },
        { MYSQL_TYPE_VAR_STRING, "varchar", "varbinary" }, { MYSQL_TYPE_BLOB, "text", "blob" },
    };
    const char *name = NULL;
    if ((field->flags & ENUM_FLAG) != 0)
        name = "enum";
    else if ((field->flags & SET_FLAG) != 0)
        name = "set";
    else if (attribute_is(field, MARIADB_FIELD_ATTR_FORMAT_NAME, "json"))
        name = "json";
    else if (attribute_is(field, MARIADB_FIELD_ATTR_DATA_TYPE_NAME, "uuid"))
        name = "uuid";
    for (size_t i = 0; name == NULL && i < sizeof names / sizeof *names; i++)
        if (names[i].type == (int)field->type)
            name = field->charsetnr == BINARY && names[i].binary != NULL ? names[i].binary : names[i].name;
    return alk__my_sv(name, name != NULL ? strlen(name) : 0);
}

static void describe(const alk__my_column *column, const MYSQL_FIELD *field, alk_column_desc *out)
{
    bool characters = column->type == ALK_TYPE_TEXT || column->type == ALK_TYPE_JSON;
    out->size = sizeof *out;
    out->type = column->type;
    out->name = view_of(field->name, field->name_length);
    out->native_type = native_type(field);
    out->schema = view_of(field->db, field->db_length);
    out->table = view_of(field->org_table, field->org_table_length);
    out->column = view_of(field->org_name, field->org_name_length);
    out->length = out->precision = out->scale = -1;
    if (characters || column->type == ALK_TYPE_BLOB)
        out->length = (int64_t)(characters ? field->length / 4 : field->length);      /* bytes of utf8mb4 */
    if (column->type == ALK_TYPE_DECIMAL) {
        out->scale = (int32_t)field->decimals;
        out->precision = (int32_t)field->length - (field->decimals > 0) - !column->is_unsigned;
    }
    if (out->column.n > 0)               /* an outer join is told by the server: then the flag is not there */
        out->flags = ALK_COLUMN_NULLABLE_KNOWN | ((field->flags & NOT_NULL_FLAG) == 0 ? ALK_COLUMN_NULLABLE : 0);
    if ((field->flags & PRI_KEY_FLAG) != 0)
        out->flags |= ALK_COLUMN_KEY;
    if ((field->flags & AUTO_INCREMENT_FLAG) != 0)
        out->flags |= ALK_COLUMN_GENERATED;
    if (column->is_unsigned && (column->type == ALK_TYPE_INT || column->type == ALK_TYPE_UINT))
        out->flags |= ALK_COLUMN_UNSIGNED;
}

const alk_column_desc *alk__my_describe(alk__my_stmt *stmt, alk_err *err)
{
    const MYSQL_FIELD *fields = alk__my_fields(stmt);
    alk_column_desc *made = alk__my_alloc(stmt->ncols * sizeof *made, err);
    if (made == NULL)
        return NULL;
    for (uint32_t i = 0; i < stmt->ncols; i++)
        describe(&stmt->columns[i], &fields[i], &made[i]);
    alk__my_free(stmt->descriptions);    /* names may have gone with the client library's memory */
    return stmt->descriptions = made;
}
