/* SPDX-License-Identifier: MIT
 * Types on a server: each value in both forms, and its extremes there and back. */
#include "types.h"
#include <alkahest/value.h>
#include "pg.h"

/* Both forms give a cell of the tag that prints as expected. */
static void reads(pg *p, const char *expression, uint16_t tag, const char *expected)
{
    char sql[400], text[200];
    (void)snprintf(sql, sizeof sql, "select %s", expression);
    for (int direct = 0; direct < 2; direct++) {
        alk_cell cell = pg_value(p, sql, NULL, direct != 0);
        alk_check_that(cell.tag == tag, "%s has tag %d, direct %d", expression, cell.tag, direct);
        alk_value_print(&cell, text, sizeof text);
        alk_check_that(strcmp(text, expected) == 0, "%s is %s, direct %d", expression, text, direct);
    }
}

ALK_TEST(types, in_both_forms)
{
    static const struct {
        const char *expression, *text;
        uint16_t tag;
    } cases[] = {
        { "true", "true", ALK_TYPE_BOOL },
        { "(-32768)::int2", "-32768", ALK_TYPE_INT },
        { "(-2147483648)::int4", "-2147483648", ALK_TYPE_INT },
        { "(-9223372036854775808)::int8", "-9223372036854775808", ALK_TYPE_INT },
        { "4294967295::oid", "4294967295", ALK_TYPE_INT },
        { "1.5::float4", "1.5", ALK_TYPE_REAL },
        { "0.1::float8", "0.1", ALK_TYPE_REAL },
        { "'NaN'::numeric", "NaN", ALK_TYPE_DECIMAL },
        { "'-Infinity'::numeric", "-Infinity", ALK_TYPE_DECIMAL },
        { "12345678901234567890.0123456789000::numeric", "12345678901234567890.0123456789000", ALK_TYPE_DECIMAL },
        { "0.00001::numeric", "0.00001", ALK_TYPE_DECIMAL },
        { "10000::numeric(12,2)", "10000.00", ALK_TYPE_DECIMAL },
        { "date '4713-01-01 BC'", "-4712-01-01", ALK_TYPE_DATE },
        { "date 'infinity'", "infinity", ALK_TYPE_DATE },
        { "time '24:00'", "24:00:00", ALK_TYPE_TIME },
        { "timestamp '-infinity'", "-infinity", ALK_TYPE_TIMESTAMP },
        { "timestamp '1999-12-31 23:59:59.999999'", "1999-12-31 23:59:59.999999", ALK_TYPE_TIMESTAMP },
        { "'127.0.0.1/8'::inet", "127.0.0.1/8", ALK_TYPE_TEXT },
        { "'10.1.0.0/16'::cidr", "10.1.0.0/16", ALK_TYPE_TEXT },
        { "'[1,5)'::int4range", "[1,5)", ALK_TYPE_TEXT },
        { "'[2024-01-01,2024-02-01)'::daterange", "[2024-01-01,2024-02-01)", ALK_TYPE_TEXT },
        { "row(1, 'x')", "(1,x)", ALK_TYPE_TEXT },
        { "'a'::\"char\"", "a", ALK_TYPE_TEXT },
        { "null::int", "NULL", ALK_TYPE_NULL },
    };
    pg p;
    pg_open(&p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        reads(&p, cases[i].expression, cases[i].tag, cases[i].text);
    pg_close(&p);
}

/* Of an extension, so that its number is another in each database; bound as text, too. */
ALK_TEST(types, of_an_extension)
{
    alk_cell value = alk_value_text("\"a\"=>\"1\", \"b\"=>NULL");
    pg p;
    pg_open(&p);
    if (pg_run(&p, "create extension if not exists hstore") != ALK_OK) {
        pg_close(&p);
        alk_skip("the server has no hstore");
    }
    reads(&p, "'b=>NULL,a=>1'::hstore", ALK_TYPE_TEXT, value.u.p);
    reads(&p, "array['a=>1'::hstore, null]", ALK_TYPE_ARRAY, "[\"\\\"a\\\"=>\\\"1\\\"\",null]");
    alk_cell back = pg_value(&p, "select $1::hstore", &value, false);
    alk_check(alk_value_equal(&back, &value));
    pg_close(&p);
}

static bool same(const alk_cell *a, const alk_cell *b)
{
    return alk_value_equal(a, b);
}

/* Bound as it is to a parameter of the type, and read in both forms. */
static void there_and_back(pg *p, const char *type, const alk_cell *value)
{
    char sql[200], sent[100], got[100];
    (void)snprintf(sql, sizeof sql, "select $1::%s", type);
    alk_cell back = pg_value(p, sql, value, false);
    alk_value_print(value, sent, sizeof sent);
    alk_value_print(&back, got, sizeof got);
    alk_check_that(same(&back, value), "%s: %s came back as %s", type, sent, got);
    (void)snprintf(sql, sizeof sql, "select $1::%s, '1.1.1.1'::inet", type);         /* a type that is text makes all columns text */
    void *stmt, *cursor = NULL;
    int64_t affected;
    alk_cell cells[2];
    uint32_t n = 0;
    alk_check_ok(pg_prepare(p, sql, &stmt));
    alk_check_ok(pg_execute(p, stmt, value, 1, 0, &cursor, &affected));
    alk_check_ok(p->ops->cursor->fetch_cells(cursor, cells, 2, 1, &n, p->arena, pg_err(p)));
    alk_check_that(same(&cells[0], value), "%s: %s came back as another text", type, sent);
    alk_check_ok(p->ops->cursor->close(cursor, pg_err(p)));
    p->ops->stmt_close(p->conn, stmt);
}

static alk_cell interval_cell(const alk_interval *interval)
{
    alk_cell cell = { .u.p = interval, .tag = ALK_TYPE_INTERVAL };
    return cell;
}

ALK_TEST(types, extremes_there_and_back)
{
    static const alk_interval spans[] = { { INT32_MAX, INT32_MAX, INT64_MAX / 2 }, { INT32_MIN + 1, INT32_MIN + 1, INT64_MIN / 2 }, { 0, 0, 0 }, { -1, 2, -3 } };
    static const uint8_t uuid[16] = { 0xff, 1, 2 };
    static const double reals[] = { 0.1, -1.7976931348623157e308, 5e-324, 1e15, 123456789.123456789 };
    alk_cell values[] = { pg_int_cell(ALK_TYPE_INT, INT64_MAX), pg_int_cell(ALK_TYPE_INT, INT64_MIN), pg_int_cell(ALK_TYPE_INT, 0) };
    alk_cell blob = { .u.p = "\0\\x\xff", .len = 4, .tag = ALK_TYPE_BLOB }, id = { .u.p = uuid, .len = 16, .tag = ALK_TYPE_UUID }, cell;
    alk_cell items[] = { pg_int_cell(ALK_TYPE_INT, 5), { .tag = ALK_TYPE_NULL }, pg_int_cell(ALK_TYPE_INT, -5) };
    alk_cell words[] = { pg_text_cell(ALK_TYPE_TEXT, "it's {\"q\"}, \\"), pg_text_cell(ALK_TYPE_TEXT, "NULL"), pg_text_cell(ALK_TYPE_TEXT, "") };
    alk_cell array = { .u.p = items, .len = 3, .tag = ALK_TYPE_ARRAY };
    pg p;
    pg_open(&p);
    for (int i = 0; i < 3; i++)
        there_and_back(&p, "int8", &values[i]);
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        cell = (alk_cell){ .u.d = reals[i], .tag = ALK_TYPE_REAL };
        there_and_back(&p, "float8", &cell);
    }
    for (int i = 0; i < 4; i++) {
        cell = interval_cell(&spans[i]);
        there_and_back(&p, "interval", &cell);
    }
    there_and_back(&p, "bytea", &blob);
    there_and_back(&p, "uuid", &id);
    cell = pg_int_cell(ALK_TYPE_DATE, 2145042905);
    there_and_back(&p, "date", &cell);
    cell = pg_int_cell(ALK_TYPE_DATE, -2440550);
    there_and_back(&p, "date", &cell);
    cell = pg_int_cell(ALK_TYPE_DATE, INT32_MIN);
    there_and_back(&p, "date", &cell);
    cell = pg_int_cell(ALK_TYPE_TIMESTAMPTZ, INT64_C(9223371331200000000) - 1000000);
    there_and_back(&p, "timestamptz", &cell);
    cell = pg_int_cell(ALK_TYPE_TIMESTAMP, -INT64_C(210866803200000000));
    there_and_back(&p, "timestamp", &cell);
    cell = pg_int_cell(ALK_TYPE_TIMESTAMP, INT64_MAX);
    there_and_back(&p, "timestamp", &cell);
    there_and_back(&p, "int8[]", &array);
    array.u.p = words;
    there_and_back(&p, "text[]", &array);
    array.len = 0;
    there_and_back(&p, "text[]", &array);
    pg_close(&p);
}

/* A parameter is of the server's type; values of others go over when they lose nothing. */
ALK_TEST(types, parameters_of_other_kinds)
{
    alk_cell value = pg_int_cell(ALK_TYPE_INT, 40000), back;
    alk_cell real = { .u.d = 2.5, .tag = ALK_TYPE_REAL }, nul = { .u.p = "a\0b", .len = 3, .tag = ALK_TYPE_TEXT }, bad = pg_text_cell(ALK_TYPE_TEXT, "\xff");
    void *stmt, *cursor;
    int64_t affected;
    pg p;
    pg_open(&p);
    back = pg_value(&p, "select $1::numeric", &value, false);
    alk_check_str(back.u.p, "40000");
    back = pg_value(&p, "select $1::text", &value, false);
    alk_check_str(back.u.p, "40000");
    value = pg_text_cell(ALK_TYPE_TEXT, "2024-02-29");
    back = pg_value(&p, "select $1::date", &value, false);
    alk_check_int(back.u.i, 19782);
    value = pg_text_cell(ALK_TYPE_DECIMAL, "7.00");
    back = pg_value(&p, "select $1::int", &value, false);
    alk_check_int(back.u.i, 7);
    alk_check_ok(pg_prepare(&p, "select $1::int2", &stmt));
    value = pg_int_cell(ALK_TYPE_INT, 40000);
    alk_check_int(pg_execute(&p, stmt, &value, 1, 0, &cursor, &affected), ALK_ERROR_DATA);
    alk_check_error(ALK_ERROR_DATA, "parameter 1: the value is out of the range of type smallint");
    alk_check_int(pg_execute(&p, stmt, &real, 1, 0, &cursor, &affected), ALK_ERROR_DATA);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_prepare(&p, "select $1::text", &stmt));
    alk_check_int(pg_execute(&p, stmt, &nul, 1, 0, &cursor, &affected), ALK_ERROR_DATA);
    alk_check_error(ALK_ERROR_DATA, "NUL character");
    alk_check_int(pg_execute(&p, stmt, &bad, 1, 0, &cursor, &affected), ALK_ERROR_DATA);
    alk_check_error(ALK_ERROR_DATA, "not valid UTF-8");
    p.ops->stmt_close(p.conn, stmt);
    alk_check_int(pg_int(&p, "select 1"), 1);
    pg_close(&p);
}

/* What it creates stays locked as long as a connection that a failed check leaves behind. */
ALK_TEST_UNTORTURED(types, of_the_database)
{
    alk_cell cell, items[] = { pg_text_cell(ALK_TYPE_TEXT, "sad"), { .tag = ALK_TYPE_NULL } }, array = { .u.p = items, .len = 2, .tag = ALK_TYPE_ARRAY };
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&p, "create type alk_mood as enum ('sad', 'glad')"));
    alk_check_ok(pg_run(&p, "create domain alk_small as int check (value < 10)"));
    alk_check_ok(pg_run(&p, "create domain alk_list as int[]"));
    alk_check_ok(pg_run(&p, "create type alk_pair as (a int, b text)"));
    cell = pg_value(&p, "select 'glad'::alk_mood", NULL, false);
    alk_check(cell.tag == ALK_TYPE_TEXT && strcmp(cell.u.p, "glad") == 0);
    cell = pg_value(&p, "select $1::alk_mood[]", &array, false);
    alk_check(cell.tag == ALK_TYPE_ARRAY && cell.len == 2 && strcmp(((const alk_cell *)cell.u.p)[0].u.p, "sad") == 0);
    alk_check_int(pg_int(&p, "select 7::alk_small"), 7);
    cell = pg_value(&p, "select '{1,2}'::alk_list", NULL, false);
    alk_check(cell.tag == ALK_TYPE_ARRAY && ((const alk_cell *)cell.u.p)[1].u.i == 2);
    cell = pg_value(&p, "select row(1, 'x')::alk_pair", NULL, false);
    alk_check_str(cell.u.p, "(1,x)");
    cell = pg_int_cell(ALK_TYPE_INT, 3);
    alk_check_int(pg_value(&p, "select $1::alk_small + 1", &cell, false).u.i, 4);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    pg_close(&p);
}

ALK_TEST(types, the_table)
{
    alk__pg_type type;
    alk__pg_types types = { NULL, 0, 0 };
    alk_rc rc;
    pg p;
    pg_tables(&p);
    alk_check(alk__pg_type_builtin(16, &type) && type.kind == ALK__PG_BOOL && alk__pg_type_builtin(4096, &type) && type.kind == ALK__PG_OTHER);
    alk_check(alk__pg_type_builtin(1007, &type) && type.kind == ALK__PG_ARRAY && type.item_kind == ALK__PG_INT4 && alk__pg_type_is_binary(&type));
    alk_check(alk__pg_type_builtin(1041, &type) && type.kind == ALK__PG_ARRAY && !alk__pg_type_is_binary(&type));
    alk_check(!alk__pg_type_builtin(0, &type) && !alk__pg_type_builtin(99999, &type));
    for (uint32_t oid = 1; oid < 5000; oid++)            /* sorted: all that a scan finds the look-up finds */
        if (alk__pg_type_builtin(oid, &type))
            alk_check_uint(type.oid, oid);
    rc = alk__pg_types_add(&types, &(alk__pg_type){ .oid = 70000, .kind = ALK__PG_TEXT, .known = true, .name = "mood" });
    alk_check(rc == ALK_ERROR_NO_MEMORY || (alk__pg_types_find(&types, 70000, &type) && strcmp(type.name, "mood") == 0));
    alk_check(!alk__pg_types_find(&types, 70001, &type) && type.kind == ALK__PG_OTHER);
    alk__pg_types_free(&types);
    pg_close(&p);
}
