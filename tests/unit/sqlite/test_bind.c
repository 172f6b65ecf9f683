/* SPDX-License-Identifier: MIT
 * Parameters: each kind of value goes in as what it is, and comes out the same. */
#include <math.h>
#include "lite.h"

/* The value back through a column of this declared type. */
static alk_cell through(lite *l, const char *declared, const alk_cell *value)
{
    char sql[200];
    void *stmt, *cursor;
    int64_t affected = 0;
    snprintf(sql, sizeof sql, "create table t(v %s)", declared);
    alk_check_ok(lite_run(l, "drop table if exists t"));
    alk_check_ok(lite_run(l, sql));
    alk_check_ok(lite_prepare(l, "insert into t values(?)", &stmt));
    alk_check_ok(lite_execute(l, stmt, value, 1, &cursor, &affected));
    alk_check_int(affected, 1);
    l->ops->stmt_close(l->conn, stmt);
    return lite_value(l, "select v from t");
}

static void same(lite *l, const char *declared, const alk_cell *value)
{
    alk_cell back = through(l, declared, value);
    alk_check_int(back.tag, value->tag);
    if (value->tag == ALK_TYPE_INTERVAL) {
        alk_check_bytes(back.u.p, sizeof(alk_interval), value->u.p, sizeof(alk_interval));
        return;
    }
    alk_check_uint(back.len, value->len);
    if (value->len > 0)
        alk_check_bytes(back.u.p, back.len, value->u.p, value->len);
    else if (value->tag != ALK_TYPE_TEXT && value->tag != ALK_TYPE_BLOB)
        alk_check_int(back.u.i, value->u.i);
}

static void same_int(lite *l, const char *declared, uint16_t tag, int64_t value)
{
    alk_cell cell = lite_int_cell(tag, value);
    same(l, declared, &cell);
}

static void same_text(lite *l, const char *declared, uint16_t tag, const char *value)
{
    alk_cell cell = lite_text_cell(tag, value);
    same(l, declared, &cell);
}

ALK_TEST_UNTORTURED(bind, every_type_round_trips)
{
    static const alk_interval interval = { 14, -3, 5000001 };
    static const uint8_t bytes[16] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255 };
    alk_cell cell = { .tag = ALK_TYPE_NULL };
    lite l;
    lite_open(&l, NULL);
    alk_check_int(through(&l, "text", &cell).tag, ALK_TYPE_NULL);
    same_int(&l, "boolean", ALK_TYPE_BOOL, 0);
    same_int(&l, "boolean", ALK_TYPE_BOOL, 1);
    same_int(&l, "bigint", ALK_TYPE_INT, INT64_MIN);
    same_int(&l, "bigint", ALK_TYPE_INT, INT64_MAX);
    alk_check_int(through(&l, "bigint", &(alk_cell){ .u.raw = INT64_MAX, .tag = ALK_TYPE_UINT }).u.i, INT64_MAX);
    for (int i = 0; i < 4; i++) {
        static const double reals[] = { 0.1, -1e308, 5e-324, HUGE_VAL };
        alk_cell real = { .u.d = reals[i], .tag = ALK_TYPE_REAL };
        same(&l, "double", &real);
    }
    same_text(&l, "text", ALK_TYPE_TEXT, "Zürich \xF0\x9F\x8E\xBB");
    same_text(&l, "text", ALK_TYPE_TEXT, "");
    same(&l, "text", &(alk_cell){ .u.p = "a\0b", .len = 3, .tag = ALK_TYPE_TEXT });
    same(&l, "blob", &(alk_cell){ .u.p = bytes, .len = 16, .tag = ALK_TYPE_BLOB });
    same(&l, "blob", &(alk_cell){ .u.p = NULL, .len = 0, .tag = ALK_TYPE_BLOB });
    same_text(&l, "decimal(10,2)", ALK_TYPE_DECIMAL, "-12.50");
    same_text(&l, "decimal(10,2)", ALK_TYPE_DECIMAL, "100.00");
    same_text(&l, "decimal(20,4)", ALK_TYPE_DECIMAL, "99999999999.1234");
    same_text(&l, "decimal_text(40,10)", ALK_TYPE_DECIMAL, "123456789012345678901234567890.0123456789");
    same_text(&l, "json", ALK_TYPE_JSON, "{\"a\": [1, 2]}");
    same_text(&l, "json", ALK_TYPE_JSON, "42");
    same_int(&l, "date", ALK_TYPE_DATE, 19782);
    same_int(&l, "date", ALK_TYPE_DATE, INT32_MAX);
    same_int(&l, "date", ALK_TYPE_DATE, -1000000);
    same_int(&l, "time", ALK_TYPE_TIME, 86399999999);
    same_int(&l, "timestamp", ALK_TYPE_TIMESTAMP, INT64_C(1709208000123456));
    same_int(&l, "timestamp", ALK_TYPE_TIMESTAMP, -1);
    same_int(&l, "timestamptz", ALK_TYPE_TIMESTAMPTZ, INT64_C(1709208000000000));
    same(&l, "interval", &(alk_cell){ .u.p = &interval, .tag = ALK_TYPE_INTERVAL });
    same(&l, "uuid", &(alk_cell){ .u.p = bytes, .len = 16, .tag = ALK_TYPE_UUID });
    lite_close(&l);
}

ALK_TEST(bind, empty_is_not_null)
{
    lite l;
    alk_cell text = { .tag = ALK_TYPE_TEXT }, blob = { .tag = ALK_TYPE_BLOB };
    lite_open(&l, NULL);
    alk_check_int(through(&l, "text", &text).tag, ALK_TYPE_TEXT);
    alk_check(through(&l, "text", &text).u.p != NULL);
    alk_check_int(through(&l, "blob", &blob).tag, ALK_TYPE_BLOB);
    alk_check(through(&l, "blob", &blob).u.p != NULL);
    lite_close(&l);
}

static void refused(lite *l, void *stmt, const alk_cell *cell, int32_t code, const char *part)
{
    void *cursor;
    int64_t affected;
    alk_check_fails(lite_execute(l, stmt, cell, 1, &cursor, &affected), code, part);
}

ALK_TEST(bind, what_sqlite_cannot_hold_is_refused)
{
    lite l;
    void *stmt;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(v)"));
    alk_check_ok(lite_prepare(&l, "insert into t values(?)", &stmt));
    refused(&l, stmt, &(alk_cell){ .u.raw = UINT64_MAX, .tag = ALK_TYPE_UINT }, ALK_ERROR_DATA, "9223372036854775807");
    refused(&l, stmt, &(alk_cell){ .u.d = NAN, .tag = ALK_TYPE_REAL }, ALK_ERROR_DATA, "NaN");
    refused(&l, stmt, &(alk_cell){ .tag = ALK_TYPE_ARRAY }, ALK_ERROR_NOT_SUPPORTED, "arrays");
    refused(&l, stmt, &(alk_cell){ .tag = 999 }, ALK_ERROR_INTERFACE, "unknown type");
    l.ops->stmt_close(l.conn, stmt);
    alk_check_int(lite_int(&l, "select count(*) from t"), 0);
    lite_close(&l);
}

ALK_TEST(bind, text_of_a_query_need_not_live_while_it_is_read)
{
    lite l;
    void *stmt, *cursor;
    int64_t affected;
    uint32_t got;
    char *text = malloc(200000);
    char small[10];
    alk_cell params[3], cells[3];
    lite_open(&l, NULL);
    alk_check(text != NULL);
    memset(text, 'x', 200000);
    memcpy(small, "small", 6);
    params[0] = (alk_cell){ .u.p = text, .len = 200000, .tag = ALK_TYPE_TEXT };
    params[1] = lite_text_cell(ALK_TYPE_TEXT, small);
    params[2] = (alk_cell){ .u.p = small, .len = 5, .tag = ALK_TYPE_BLOB };
    alk_check_ok(lite_prepare(&l, "select ?1, ?2, ?3 union all select ?1, ?2, ?3", &stmt));
    alk_check_ok(lite_execute(&l, stmt, params, 3, &cursor, &affected));
    memset(text, 'y', 200000);
    memset(small, 'y', sizeof small);
    free(text);
    for (int i = 0; i < 2; i++) {
        alk_check_ok(l.ops->cursor->fetch_cells(cursor, cells, 3, 1, &got, l.arena, lite_err(&l)));
        alk_check_int(((const char *)cells[0].u.p)[199999], 'x');
        alk_check_bytes(cells[1].u.p, cells[1].len, "small", 5);
        alk_check_bytes(cells[2].u.p, cells[2].len, "small", 5);
    }
    alk_check_status(l.ops->cursor->fetch_cells(cursor, cells, 3, 1, &got, l.arena, lite_err(&l)), ALK_END);
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}
