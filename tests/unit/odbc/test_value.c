/* SPDX-License-Identifier: MIT
 * Texts and structs of ODBC as cells, and arrays as texts. */
#include "od.h"
#include "array_text.h"
#include "column.h"
#include "driver/number.h"
#include "traits.h"

typedef struct reading {
    od o;
    alk__driver_memory memory;
} reading;

static void begin(reading *r)
{
    od_tables(&r->o);
    r->o.arena = alk_arena_new();
    alk_check_made(r->o.arena);
    r->memory = (alk__driver_memory){ alk__odbc_host, r->o.arena, NULL, 0, 0, true };
}

/* A refused allocation is a fault of its own. */
static alk_cell value(reading *r, uint16_t type, const char *text)
{
    alk_cell cell = { .tag = ALK_TYPE_NULL };
    alk_check_int(alk__odbc_value_of_text(type, ALK_TYPE_INT, text, strlen(text), true, false, &r->memory, &cell), ALK__ODBC_FINE);
    return cell;
}

static void is_int(reading *r, uint16_t type, const char *text, uint16_t tag, int64_t expected)
{
    alk_cell cell = value(r, type, text);
    alk_check_that(cell.tag == tag && cell.u.i == expected, "%s is %lld of type %u", text, (long long)cell.u.i, (unsigned)cell.tag);
}

static void is_text(reading *r, uint16_t type, const char *text, uint16_t tag, const char *expected)
{
    alk_cell cell = value(r, type, text);
    alk_check_that(cell.tag == tag && cell.len == strlen(expected) && memcmp(cell.u.p, expected, cell.len) == 0, "%s is of type %u", text, (unsigned)cell.tag);
}

ALK_TEST(value, numbers)
{
    reading r;
    begin(&r);
    is_int(&r, ALK_TYPE_INT, "-9223372036854775808", ALK_TYPE_INT, INT64_MIN);
    is_int(&r, ALK_TYPE_INT, "18446744073709551615", ALK_TYPE_UINT, -1);
    is_int(&r, ALK_TYPE_BOOL, "1", ALK_TYPE_BOOL, 1);
    is_int(&r, ALK_TYPE_BOOL, "f", ALK_TYPE_BOOL, 0);
    is_int(&r, ALK_TYPE_BOOL, "7", ALK_TYPE_INT, 7);
    is_text(&r, ALK_TYPE_INT, "abc", ALK_TYPE_TEXT, "abc");
    alk_check_real(value(&r, ALK_TYPE_REAL, "1.79769313486231570815e+308").u.d, 1.7976931348623157e308);
    alk_check_real(value(&r, ALK_TYPE_REAL, "-Inf").u.d, -__builtin_inf());
    is_text(&r, ALK_TYPE_DECIMAL, ".5", ALK_TYPE_DECIMAL, "0.5");
    is_text(&r, ALK_TYPE_DECIMAL, "-.50", ALK_TYPE_DECIMAL, "-0.50");
    is_text(&r, ALK_TYPE_DECIMAL, "12.50", ALK_TYPE_DECIMAL, "12.50");
    is_text(&r, ALK_TYPE_DECIMAL, "x", ALK_TYPE_TEXT, "x");
    alk_arena_free(r.o.arena);
}

ALK_TEST(value, moments)
{
    SQL_DATE_STRUCT day = { 2024, 2, 29 }, none = { 0, 0, 0 };
    SQL_TIMESTAMP_STRUCT moment = { 1969, 12, 31, 23, 59, 59, 999999000 }, wrong = { 2024, 1, 1, 24, 0, 0, 0 };
    alk_cell cell;
    reading r;
    begin(&r);
    is_int(&r, ALK_TYPE_DATE, "2024-02-29", ALK_TYPE_DATE, 19782);
    is_int(&r, ALK_TYPE_TIME, "23:59:59.999999", ALK_TYPE_TIME, 86399999999);
    is_int(&r, ALK_TYPE_TIMESTAMPTZ, "1970-01-01 01:00:00.5 +01:00", ALK_TYPE_TIMESTAMPTZ, 500000);
    is_text(&r, ALK_TYPE_DATE, "0000-00-00", ALK_TYPE_TEXT, "0000-00-00");
    cell = value(&r, ALK_TYPE_TIME, "-838:59:59");
    alk_check(cell.tag == ALK_TYPE_INTERVAL && ((const alk_interval *)cell.u.p)->micros == -INT64_C(3020399000000));
    alk_check(alk__odbc_value_of_date(&day, &cell) == ALK__ODBC_FINE && cell.u.i == 19782 && alk__odbc_value_of_date(&none, &cell) == ALK__ODBC_NO_DATE);
    alk_check(alk__odbc_value_of_timestamp(&moment, ALK_TYPE_TIMESTAMP, &cell) == ALK__ODBC_FINE && cell.u.i == -1);
    alk_check(alk__odbc_value_of_timestamp(&wrong, ALK_TYPE_TIMESTAMP, &cell) == ALK__ODBC_BAD_VALUE);
    alk_arena_free(r.o.arena);
}

ALK_TEST(value, others)
{
    reading r;
    alk_cell cell;
    begin(&r);
    cell = value(&r, ALK_TYPE_UUID, "12345678-9ABC-DEF0-0102-0304050607FF");
    alk_check(cell.tag == ALK_TYPE_UUID && cell.len == 16 && ((const uint8_t *)cell.u.p)[15] == 0xFF);
    cell = value(&r, ALK_TYPE_INTERVAL, "P1Y2M-3DT1S");
    alk_check(cell.tag == ALK_TYPE_INTERVAL && ((const alk_interval *)cell.u.p)->months == 14 && ((const alk_interval *)cell.u.p)->days == -3);
    is_text(&r, ALK_TYPE_JSON, "{}", ALK_TYPE_JSON, "{}");
    alk_check(value(&r, ALK_TYPE_TEXT, "\xff").tag == ALK_TYPE_BLOB);
    alk_arena_free(r.o.arena);
}

static void array_round_trip(reading *r, const char *text)
{
    char out[200];
    alk_cell cell = value(r, ALK_TYPE_ARRAY, text);
    size_t length;
    alk_check(cell.tag == ALK_TYPE_ARRAY);
    length = alk__odbc_array_length(&cell);
    alk_check(length < sizeof out);
    alk__odbc_print_array(&cell, out);
    out[length] = 0;
    cell = value(r, ALK_TYPE_ARRAY, out);
    alk_check(cell.tag == ALK_TYPE_ARRAY && alk__odbc_array_length(&cell) == length);
}

ALK_TEST(value, arrays)
{
    reading r;
    alk_cell cell;
    begin(&r);
    cell = value(&r, ALK_TYPE_ARRAY, "{1,NULL,9223372036854775807}");
    alk_check(cell.tag == ALK_TYPE_ARRAY && cell.len == 3);
    alk_check(((const alk_cell *)cell.u.p)[1].tag == ALK_TYPE_NULL && ((const alk_cell *)cell.u.p)[2].u.i == INT64_MAX);
    cell = value(&r, ALK_TYPE_ARRAY, "[2:3]={{1,2},{3,4}}");
    alk_check(cell.tag == ALK_TYPE_ARRAY && cell.len == 2 && ((const alk_cell *)cell.u.p)[1].len == 2);
    cell = value(&r, ALK_TYPE_ARRAY, "{\"a \\\"b\\\\,{}\",x}");
    alk_check(cell.tag == ALK_TYPE_ARRAY && cell.len == 2);
    alk_check_bytes(((const alk_cell *)cell.u.p)[0].u.p, 8, "a \"b\\,{}", 8);
    alk_check(value(&r, ALK_TYPE_ARRAY, "{}").len == 0);
    array_round_trip(&r, "{1,2}");
    array_round_trip(&r, "{{\"x\\\"\",NULL},{y,z}}");
    alk_arena_free(r.o.arena);
}

/* What is no array stays text, whatever it looks like. */
ALK_TEST(value, no_arrays)
{
    static const char *const bad[] = { "", "{", "{1", "{1,", "1}", "{1}x", "{1,}", "{\"a}", "{{1}", "[1:2]", "{{{{{{{1}}}}}}}", "{\\", "{\"\\", "{1,\\" };
    reading r;
    begin(&r);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        alk_check_that(value(&r, ALK_TYPE_ARRAY, bad[i]).tag == ALK_TYPE_TEXT, "%s", bad[i]);
    alk_arena_free(r.o.arena);
}

ALK_TEST(value, arrays_that_cannot_be_written)
{
    alk_cell inner[2] = { { .tag = ALK_TYPE_INT }, { .tag = ALK_TYPE_ARRAY, .len = 0 } }, uneven = { .u.p = inner, .len = 2, .tag = ALK_TYPE_ARRAY };
    alk_cell deep[9];
    for (int i = 0; i < 9; i++)
        deep[i] = (alk_cell){ .u.p = i < 8 ? &deep[i + 1] : NULL, .len = i < 8 ? 1 : 0, .tag = ALK_TYPE_ARRAY };
    alk_check_size(alk__odbc_array_length(&uneven), SIZE_MAX);
    alk_check_size(alk__odbc_array_length(&deep[0]), SIZE_MAX);
}

static void column_is(uint32_t family, SQLSMALLINT sql_type, const char *native, uint16_t type, uint8_t wire)
{
    alk__odbc_column column = { .sql_type = 0 };
    alk__odbc_type_of(family, sql_type, native, &column);
    alk_check_that(column.type == type && column.wire == wire, "%d \"%s\" is of type %u by wire %u", sql_type, native, (unsigned)column.type, (unsigned)column.wire);
}

ALK_TEST(value, columns)
{
    column_is(ALK__ODBC_POSTGRESQL, SQL_TYPE_TIMESTAMP, "timestamptz", ALK_TYPE_TIMESTAMPTZ, ALK__ODBC_WIRE_TIMESTAMP);
    column_is(ALK__ODBC_POSTGRESQL, SQL_WVARCHAR, "", ALK_TYPE_INTERVAL, ALK__ODBC_WIRE_WIDE);
    column_is(ALK__ODBC_POSTGRESQL, SQL_NUMERIC, "numeric", ALK_TYPE_DECIMAL, ALK__ODBC_WIRE_ASCII);
    column_is(ALK__ODBC_MARIADB, SQL_TYPE_TIMESTAMP, "timestamp", ALK_TYPE_TIMESTAMPTZ, ALK__ODBC_WIRE_TIMESTAMP);
    column_is(ALK__ODBC_MARIADB, SQL_TYPE_TIMESTAMP, "datetime", ALK_TYPE_TIMESTAMP, ALK__ODBC_WIRE_TIMESTAMP);
    column_is(ALK__ODBC_MARIADB, SQL_BINARY, "bit", ALK_TYPE_UINT, ALK__ODBC_WIRE_BYTES);
    column_is(ALK__ODBC_SQLITE, SQL_VARCHAR, "decimal_text", ALK_TYPE_DECIMAL, ALK__ODBC_WIRE_NARROW);
    column_is(ALK__ODBC_SQLITE, SQL_DOUBLE, "double", ALK_TYPE_REAL, ALK__ODBC_WIRE_NARROW);
    column_is(ALK__ODBC_SQLITE, SQL_BINARY, "BLOB", ALK_TYPE_BLOB, ALK__ODBC_WIRE_BYTES);
    column_is(ALK__ODBC_MSSQL, -155, "datetimeoffset", ALK_TYPE_TIMESTAMPTZ, ALK__ODBC_WIRE_ASCII);
    column_is(ALK__ODBC_MSSQL, SQL_GUID, "uniqueidentifier", ALK_TYPE_UUID, ALK__ODBC_WIRE_ASCII);
    column_is(ALK__ODBC_ORACLE, SQL_TYPE_DATE, "DATE", ALK_TYPE_TIMESTAMP, ALK__ODBC_WIRE_TIMESTAMP);
    column_is(ALK__ODBC_OTHER, SQL_BIT, "", ALK_TYPE_BOOL, ALK__ODBC_WIRE_INT);
    column_is(ALK__ODBC_OTHER, 12345, "", ALK_TYPE_TEXT, ALK__ODBC_WIRE_WIDE);
}
