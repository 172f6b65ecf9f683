/* SPDX-License-Identifier: MIT
 * Types on a live server: extremes of each go in as parameters and come back the same, with the tag that the type has. */
#include <math.h>
#include "my.h"

/* Stores a value in a column of the type and reads it back. */
static alk_cell through(my *m, const char *type, alk_cell value)
{
    char sql[200];
    alk_cell back;
    alk_check_ok(my_run(m, "drop temporary table if exists my_t"));
    (void)snprintf(sql, sizeof sql, "create temporary table my_t (v %s)", type);
    alk_check_ok(my_run(m, sql));
    alk_check_ok(my_run_with(m, "insert into my_t values (?)", &value, 1));
    alk_check_ok(my_value_of(m, "select v from my_t", NULL, 0, &back));
    return back;
}

static void integer(my *m, const char *type, alk_cell value, uint16_t tag)
{
    alk_cell back = through(m, type, value);
    alk_check_that(back.tag == tag && back.u.i == value.u.i, "%s: tag %u, %lld", type, back.tag, (long long)back.u.i);
}

static void text(my *m, const char *type, uint16_t bound, const char *value, uint16_t tag, const char *expected)
{
    alk_cell back = through(m, type, my_text_cell(bound, value));
    alk_check_int(back.tag, tag);
    alk_check_bytes(back.u.p, back.len, expected, strlen(expected));
}

ALK_TEST(types, integers)
{
    my m;
    my_open(&m, NULL);
    integer(&m, "tinyint", my_int_cell(ALK_TYPE_INT, -128), ALK_TYPE_INT);
    integer(&m, "tinyint unsigned", my_int_cell(ALK_TYPE_INT, 255), ALK_TYPE_INT);
    integer(&m, "smallint", my_int_cell(ALK_TYPE_INT, -32768), ALK_TYPE_INT);
    integer(&m, "smallint unsigned", my_int_cell(ALK_TYPE_INT, 65535), ALK_TYPE_INT);
    integer(&m, "mediumint", my_int_cell(ALK_TYPE_INT, -8388608), ALK_TYPE_INT);
    integer(&m, "mediumint unsigned", my_int_cell(ALK_TYPE_INT, 16777215), ALK_TYPE_INT);
    integer(&m, "int", my_int_cell(ALK_TYPE_INT, INT32_MIN), ALK_TYPE_INT);
    integer(&m, "int unsigned", my_int_cell(ALK_TYPE_INT, UINT32_MAX), ALK_TYPE_INT);
    integer(&m, "bigint", my_int_cell(ALK_TYPE_INT, INT64_MIN), ALK_TYPE_INT);
    integer(&m, "bigint", my_int_cell(ALK_TYPE_INT, INT64_MAX), ALK_TYPE_INT);
    integer(&m, "bigint unsigned", my_int_cell(ALK_TYPE_UINT, -1), ALK_TYPE_UINT);
    integer(&m, "year", my_int_cell(ALK_TYPE_INT, 2155), ALK_TYPE_INT);
    integer(&m, "bool", my_int_cell(ALK_TYPE_BOOL, 1), ALK_TYPE_BOOL);
    integer(&m, "bool", my_int_cell(ALK_TYPE_INT, 5), ALK_TYPE_INT);
    integer(&m, "bit(1)", my_int_cell(ALK_TYPE_INT, 1), ALK_TYPE_UINT);
    integer(&m, "bit(10)", my_int_cell(ALK_TYPE_INT, 0x2aa), ALK_TYPE_UINT);
    integer(&m, "bit(64)", my_int_cell(ALK_TYPE_UINT, -2), ALK_TYPE_UINT);
    alk_check_int(through(&m, "bigint", my_int_cell(ALK_TYPE_NULL, 0)).tag, ALK_TYPE_NULL);
    my_close(&m);
}

ALK_TEST(types, reals)
{
    static const double doubles[] = { 0.1, -1.5, 1.7976931348623157e308, 2.2250738585072014e-308 };
    my m;
    alk_cell cell = { .tag = ALK_TYPE_REAL };
    my_open(&m, NULL);
    for (size_t i = 0; i < sizeof doubles / sizeof doubles[0]; i++) {
        cell.u.d = doubles[i];
        alk_check_real(through(&m, "double", cell).u.d, doubles[i]);
    }
    cell.u.d = 0.5;
    alk_check_real(through(&m, "float", cell).u.d, 0.5);
    cell.u.d = (double)INFINITY;
    alk_check_fails(my_run_with(&m, "select ?", &cell, 1), ALK_ERROR_DATA, "parameter 1: the server has no NaN");
    my_close(&m);
}

ALK_TEST(types, decimals)
{
    static const char largest[] = "-99999999999999999999999999999999999.999999999999999999999999999999";
    my m;
    alk_cell cell;
    my_open(&m, NULL);
    text(&m, "decimal(65,30)", ALK_TYPE_DECIMAL, largest, ALK_TYPE_DECIMAL, largest);
    text(&m, "decimal(10,2)", ALK_TYPE_DECIMAL, "-12.5", ALK_TYPE_DECIMAL, "-12.50");
    text(&m, "decimal(10,2) unsigned", ALK_TYPE_DECIMAL, "0", ALK_TYPE_DECIMAL, "0.00");
    cell = my_text_cell(ALK_TYPE_DECIMAL, "NaN");
    alk_check_fails(my_run_with(&m, "select ?", &cell, 1), ALK_ERROR_DATA, "NaN");
    cell = my_text_cell(ALK_TYPE_DECIMAL, "12345678901.00");
    alk_check_ok(my_run(&m, "create or replace temporary table my_t (v decimal(10,2))"));
    alk_check_fails(my_run_with(&m, "insert into my_t values (?)", &cell, 1), ALK_ERROR_DATA, "Out of range");
    alk_check_str(alk_last_error()->sqlstate, "22003");
    my_close(&m);
}

ALK_TEST(types, texts_and_bytes)
{
    my m;
    my_open(&m, NULL);
    text(&m, "varchar(20)", ALK_TYPE_TEXT, "\xc3\xa4\xf0\x9f\x98\x80 '\"\\ ?", ALK_TYPE_TEXT, "\xc3\xa4\xf0\x9f\x98\x80 '\"\\ ?");
    text(&m, "char(4)", ALK_TYPE_TEXT, "", ALK_TYPE_TEXT, "");
    text(&m, "enum('b','\xc3\xa4')", ALK_TYPE_TEXT, "\xc3\xa4", ALK_TYPE_TEXT, "\xc3\xa4");
    text(&m, "set('a','b','c')", ALK_TYPE_TEXT, "c,a", ALK_TYPE_TEXT, "a,c");
    text(&m, "json", ALK_TYPE_JSON, "{\"a\": [1, null]}", ALK_TYPE_JSON, "{\"a\": [1, null]}");
    text(&m, "varbinary(20)", ALK_TYPE_BLOB, "\xff\xfe", ALK_TYPE_BLOB, "\xff\xfe");
    text(&m, "blob", ALK_TYPE_BLOB, "\xff", ALK_TYPE_BLOB, "\xff");
    text(&m, "binary(3)", ALK_TYPE_BLOB, "abc", ALK_TYPE_BLOB, "abc");
    text(&m, "varchar(20) character set latin1", ALK_TYPE_TEXT, "\xc3\xa4", ALK_TYPE_TEXT, "\xc3\xa4");
    my_close(&m);
}

/* No buffer of ours cuts one, whether it stands in one packet or in several. */
ALK_TEST_UNTORTURED(types, long_texts)
{
    static const size_t sizes[] = { 250, 251, 65535, 65536, 1u << 20, (1u << 24) - 1, 1u << 24, 20u << 20 };
    my m;
    char *large = malloc(20u << 20);
    my_open(&m, NULL);
    alk_check(large != NULL);
    memset(large, 'x', 20u << 20);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        alk_cell cell = { .u.p = large, .len = (uint32_t)sizes[i], .tag = ALK_TYPE_TEXT }, back = through(&m, "longtext", cell);
        alk_check_uint(back.len, sizes[i]);
        alk_check(memcmp(back.u.p, large, sizes[i]) == 0);
    }
    free(large);
    my_close(&m);
}

ALK_TEST_UNTORTURED(types, larger_than_the_server_takes)
{
    my m;
    int64_t most;
    alk_cell cell = { .tag = ALK_TYPE_BLOB };
    char *large;
    my_open(&m, NULL);
    most = my_int(&m, "select @@max_allowed_packet");
    large = calloc(1, (size_t)most);
    alk_check(large != NULL);
    cell.u.p = large;
    cell.len = (uint32_t)most;
    alk_check_fails(my_run_with(&m, "select length(?)", &cell, 1), ALK_ERROR_DATA, "max_allowed_packet");
    alk_check_int(my_int(&m, "select 1"), 1);        /* the connection lives */
    free(large);
    my_close(&m);
}

ALK_TEST(types, dates_and_times)
{
    const int64_t day = INT64_C(86400000000);
    my m;
    my_open(&m, NULL);
    integer(&m, "date", my_int_cell(ALK_TYPE_DATE, -719162), ALK_TYPE_DATE);          /* 0001-01-01 */
    integer(&m, "date", my_int_cell(ALK_TYPE_DATE, 2932896), ALK_TYPE_DATE);
    integer(&m, "datetime(6)", my_int_cell(ALK_TYPE_TIMESTAMP, 2932897 * day - 1), ALK_TYPE_TIMESTAMP);
    integer(&m, "datetime(6)", my_int_cell(ALK_TYPE_TIMESTAMP, -719162 * day), ALK_TYPE_TIMESTAMP);
    integer(&m, "datetime(6)", my_int_cell(ALK_TYPE_TIMESTAMP, -1), ALK_TYPE_TIMESTAMP);
    integer(&m, "timestamp(6)", my_int_cell(ALK_TYPE_TIMESTAMPTZ, 1), ALK_TYPE_TIMESTAMPTZ);
    integer(&m, "timestamp(6)", my_int_cell(ALK_TYPE_TIMESTAMPTZ, INT64_C(2147483647999999)), ALK_TYPE_TIMESTAMPTZ);
    integer(&m, "time(6)", my_int_cell(ALK_TYPE_TIME, 0), ALK_TYPE_TIME);
    integer(&m, "time(6)", my_int_cell(ALK_TYPE_TIME, day - 1), ALK_TYPE_TIME);
    integer(&m, "time(6)", my_int_cell(ALK_TYPE_TIME, day), ALK_TYPE_TIME);
    my_close(&m);
}

ALK_TEST(types, times_beyond_a_day)
{
    my m;
    alk_interval span = { 0, 34, INT64_C(82799999999) }, months = { 1, 0, 0 };
    alk_cell cell = { .u.p = &span, .tag = ALK_TYPE_INTERVAL }, back;
    my_open(&m, NULL);
    back = through(&m, "time(6)", cell);
    alk_check_int(back.tag, ALK_TYPE_INTERVAL);
    alk_check_int(((const alk_interval *)back.u.p)->micros, INT64_C(3020399999999));
    back = my_value(&m, "select cast('-838:59:59' as time)");
    alk_check_int(((const alk_interval *)back.u.p)->micros, -INT64_C(3020399000000));
    cell.u.p = &months;
    alk_check_fails(my_run_with(&m, "select ?", &cell, 1), ALK_ERROR_NOT_SUPPORTED, "an interval of months");
    span.days = 35;
    cell.u.p = &span;
    alk_check_fails(my_run_with(&m, "select ?", &cell, 1), ALK_ERROR_DATA, "838:59:59");
    my_close(&m);
}

ALK_TEST(types, what_no_type_has)
{
    my m;
    alk_cell cell = { .u.i = INT64_MAX, .tag = ALK_TYPE_TIMESTAMP };
    my_open(&m, NULL);
    alk_check_fails(my_run_with(&m, "select ?", &cell, 1), ALK_ERROR_DATA, "no infinity");
    cell = my_int_cell(ALK_TYPE_DATE, 2932897);
    alk_check_fails(my_run_with(&m, "select ?", &cell, 1), ALK_ERROR_DATA, "dates go from");
    cell = my_int_cell(ALK_TYPE_ARRAY, 0);
    alk_check_fails(my_run_with(&m, "select ?", &cell, 1), ALK_ERROR_NOT_SUPPORTED, "no arrays");
    cell = my_int_cell(99, 0);
    alk_check_fails(my_run_with(&m, "select ?", &cell, 1), ALK_ERROR_INTERFACE, "unknown type");
    my_close(&m);
}

ALK_TEST(types, zero_dates)
{
    static const char *const as_null[] = { "zero_dates=null", NULL };
    my m;
    alk_cell value;
    my_open(&m, NULL);
    alk_check_fails(my_value_of(&m, "select cast('0000-00-00' as date)", NULL, 0, &value), ALK_ERROR_DATA, "zero_dates=null");
    alk_check_fails(my_value_of(&m, "select cast('2024-00-10' as date)", NULL, 0, &value), ALK_ERROR_DATA, "a date that is none");
    alk_check_fails(my_value_of(&m, "select cast('0000-00-00 00:00:00' as datetime)", NULL, 0, &value), ALK_ERROR_DATA, "a date that is none");
    alk_check_int(my_value(&m, "select cast('0000-01-01' as date)").u.i, -719528);
    my_close(&m);
    my_open(&m, as_null);
    alk_check_int(my_value(&m, "select cast('0000-00-00' as date)").tag, ALK_TYPE_NULL);
    alk_check_int(my_value(&m, "select cast('2024-02-29' as date)").u.i, 19782);
    my_close(&m);
}

ALK_TEST(types, uuids)
{
    static const uint8_t id[16] = { 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0x4e, 0xf0, 0x81, 2, 3, 4, 5, 6, 7, 0xff };
    my m;
    alk_cell cell = { .u.p = id, .len = 16, .tag = ALK_TYPE_UUID }, back;
    my_open(&m, NULL);
    if (!((alk__my_conn *)m.conn)->native_uuid) {
        my_close(&m);
        alk_skip("this server has no UUID");
    }
    back = through(&m, "uuid", cell);
    alk_check_int(back.tag, ALK_TYPE_UUID);
    alk_check_bytes(back.u.p, back.len, id, sizeof id);
    text(&m, "char(36)", ALK_TYPE_TEXT, "x", ALK_TYPE_TEXT, "x");
    my_close(&m);
}

/* The server's clock may be anywhere: the session's times are in UTC. */
ALK_TEST(types, the_zone_is_UTC)
{
    my m;
    alk_cell cell = my_int_cell(ALK_TYPE_TIMESTAMPTZ, 0);
    my_open(&m, NULL);
    alk_check_int(my_int(&m, "select unix_timestamp('2024-01-01 00:00:00')"), 1704067200);
    alk_check(through(&m, "datetime", cell).u.i == 0);
    my_close(&m);
}
