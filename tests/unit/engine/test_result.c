/* SPDX-License-Identifier: MIT
 * Moving over rows: one by one, all, in parts, the first, the only one; and what is told when it cannot be. */
#include "engine_test.h"
#include "base/alloc.h"

static alk_engine *engine;
static alk_conn *conn;
static void open_on(const char *url)
{
    engine = alk_open(url);
    alk_check_made(engine);
    conn = alk_connect(engine);
    alk_check_made(conn);
}
static void setup(void)
{
    engine_setup();
    open_on("mock://");
}
static void teardown(void)
{
    if (!alk_torture_is_on()) {
        alk_check_ok(alk_conn_close(conn));
        alk_engine_close(engine);
        alk_check_int(mock->live("cursor"), 0);
    } else {
        alk_conn_close(conn);
        alk_engine_close(engine);
    }
    conn = NULL;
    engine = NULL;
    engine_teardown();
}
ALK_SUITE(result, setup, teardown);

static alk_result *rows(const char *sql)
{
    alk_result *r = alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, NULL);
    alk_check_made(r);
    return r;
}

ALK_TEST(result, rows_come_one_by_one)
{
    alk_result *r = rows("rows 200 int,text");
    for (int i = 1; i <= 200; i++) {
        alk_check(alk_next(r));
        alk_check_int(alk_get_int(r, 0), i * 100 + 1);
    }
    alk_check(!alk_next(r));
    alk_check(!alk_next(r));
    alk_check_ok(alk_result_status(r));
    alk_check_ok(alk_close(r));
}

ALK_TEST(result, windows_of_every_size_give_the_same_rows)
{
    char url[40];
    for (int batch = 1; batch <= 70; batch += 3) {
        (void)snprintf(url, sizeof url, "mock://?batch=%d", batch);
        alk_engine *other = alk_open(url);
        alk_conn *c = alk_connect(other);
        alk_check_made(c);
        alk_result *r = alk_execute(c, alk_raw("rows 130 int"));
        int n = 0;
        while (alk_next(r))
            alk_check_int(alk_get_int(r, 0), ++n * 100 + 1);
        alk_check_int(n, 130);
        alk_check_ok(alk_close(r));
        alk_check_ok(alk_conn_close(c));
        alk_engine_close(other);
    }
}

ALK_TEST(result, without_rows)
{
    alk_result *r = rows("affected 7 id 9");
    alk_check_int(alk_affected(r), 7);
    alk_check_int(alk_last_insert_id(r), 9);
    alk_check_int(alk_column_count(r), 0);
    alk_check(!alk_next(r));
    alk_check_ok(alk_all(r));
    alk_check_size(alk_row_count(r), 0);
    alk_check_size(alk_partition(r, 5), 0);
    alk_check(!alk_first(r));
    alk_check_ok(alk_close(r));
    r = rows("rows 0 int");
    alk_check_int(alk_column_count(r), 1);
    alk_check(!alk_next(r));
    alk_check_int(alk_affected(r), -1);
    alk_check_ok(alk_close(r));
}

ALK_TEST(result, reading_before_the_first_and_behind_the_last)
{
    alk_result *r = rows("rows 1 int");
    alk_check_int(alk_get_int(r, 0), 0);
    alk_check_fails(alk_result_status(r), ALK_ERROR_INTERFACE, "alk_next()");
    alk_check(!alk_next(r));                           /* a failure sticks */
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    r = rows("rows 1 int");
    alk_check(alk_next(r));
    alk_check(!alk_next(r));
    alk_check(alk_get_text(r, 0) == NULL);
    alk_check_fails(alk_result_status(r), ALK_ERROR_INTERFACE, "last one was read");
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
}

ALK_TEST(result, null_and_closed)
{
    int64_t number;
    alk_value value;
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_result *r = alk_execute(conn, alk_raw("fail integrity unique t.c"));
    for (int i = 0; i < 2; i++) {
        alk_check(!alk_next(r));
        alk_check(!alk_first(r));
        alk_check(!alk_one(r));
        alk_check(!alk_one_or_none(r));
        alk_check(!alk_seek(r, 0));
        alk_check_size(alk_partition(r, 3), 0);
        alk_check(alk_row_count(r) == SIZE_MAX);
        alk_check_int(alk_column_count(r), 0);
        alk_check(alk_column_name(r, 0) == NULL);
        alk_check_int(alk_column_index(r, "x"), -1);
        alk_check_int(alk_get_int(r, 0), 0);
        alk_check(alk_get_text(r, "x") == NULL);
        alk_check(alk_is_null(r, 0));
        alk_check_int(alk_affected(r), -1);
        alk_check_int(alk_last_insert_id(r), 0);
        int code = i ? ALK_ERROR_INTERFACE : ALK_ERROR_INTEGRITY;
        alk_check_status(alk_result_status(r), code);
        alk_check_status(alk_all(r), code);
        alk_check_status(alk_scalar_int(r, &number), code);
        alk_check_status(alk_scalar(r, arena, &value), code);
        alk_check_status(alk_close(r), code);
        if (i == 0) {
            alk_check_ok(alk_conn_rollback(conn));
            r = rows("rows 1 int");
            alk_check_ok(alk_close(r));
        }
    }
    alk_arena_free(arena);
}

ALK_TEST(result, failure_between_rows_is_told_by_the_close)
{
    alk_engine *other = alk_open("mock://?batch=1");
    alk_conn *c = alk_connect(other);
    alk_check_made(c);
    alk_result *r = alk_execute(c, alk_raw("rows 9 int fail 4 operational +retryable"));
    int n = 0;
    while (alk_next(r))
        n++;
    alk_check_int(n, 3);
    run_sql(c, "nonsense");                            /* another failure comes between */
    alk_check_status(alk_close(r), ALK_ERROR_OPERATIONAL);
    alk_check(alk_last_error()->flags & ALK_ERROR_RETRYABLE);
    alk_check_ok(alk_conn_close(c));
    alk_engine_close(other);
}

ALK_TEST(result, first)
{
    alk_result *r = rows("rows 500 int,text");
    alk_check(alk_first(r));
    alk_check_str(alk_get_text(r, "c2"), "r1c2");
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    r = rows("rows 0 int");
    alk_check(!alk_first(r));
    alk_check_ok(alk_close(r));
    r = rows("rows 500 int");
    alk_check(alk_next(r));
    alk_check(alk_first(r));
    alk_check_int(alk_get_int(r, 0), 201);
    alk_check_ok(alk_close(r));
}

/* Reading one row must not make the database look for another. */
ALK_TEST(result, first_asks_for_one_row)
{
    alk_result *r = rows("rows 3 int fail 2 operational");
    alk_check(alk_first(r));
    alk_check_int(alk_get_int(r, 0), 101);
    alk_check_ok(alk_close(r));
}

ALK_TEST(result, one_and_one_or_none)
{
    alk_result *r = rows("rows 1 int");
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 0), 101);
    alk_check_ok(alk_close(r));
    r = rows("rows 0 int");
    alk_check(!alk_one(r));
    alk_check_status(alk_close(r), ALK_ERROR_NO_ROW);
    r = rows("rows 2 int");
    alk_check(!alk_one(r));
    alk_check_int(alk_get_int(r, 0), 0);
    alk_check_status(alk_close(r), ALK_ERROR_MULTIPLE_ROWS);
    r = rows("rows 0 int");
    alk_check(!alk_one_or_none(r));
    alk_check_ok(alk_close(r));
    r = rows("rows 1 int");
    alk_check(alk_one_or_none(r));
    alk_check_ok(alk_close(r));
    r = rows("rows 3 int");
    alk_check(!alk_one_or_none(r));
    alk_check_status(alk_close(r), ALK_ERROR_MULTIPLE_ROWS);
    r = rows("affected 1");
    alk_check(!alk_one(r));
    alk_check_status(alk_close(r), ALK_ERROR_NO_ROW);
}

ALK_TEST(result, scalars)
{
    int64_t number = 5;
    alk_value value;
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_check_ok(alk_scalar_int(rows("row int:42 text:x"), &number));
    alk_check_int(number, 42);
    alk_check_status(alk_scalar_int(rows("rows 0 int"), &number), ALK_ERROR_NO_ROW);
    alk_check_status(alk_scalar_int(rows("row null"), &number), ALK_ERROR_DATA);
    alk_check_status(alk_scalar_int(rows("row text:abc"), &number), ALK_ERROR_DATA);
    alk_check_ok(alk_scalar_int(rows("row text:17"), &number));
    alk_check_int(number, 17);
    alk_check_status(alk_scalar_int(rows("affected 1"), &number), ALK_ERROR_NO_ROW);
    alk_check_ok(alk_scalar(rows("row text:abc; text:def"), arena, &value));
    alk_check_int(value.tag, ALK_TYPE_TEXT);
    alk_check_bytes(value.u.p, value.len, "abc", 3);
    alk_check_ok(alk_scalar(rows("rows 0 int"), arena, &value));
    alk_check_int(value.tag, ALK_TYPE_NULL);
    alk_arena_free(arena);
}

/* ---- in memory ---- */

ALK_TEST(result, all_may_be_visited_in_any_order)
{
    alk_result *r = rows("rows 700 int,text?");
    alk_check(!alk_seek(r, 0));
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    r = rows("rows 700 int,text?");
    alk_check_ok(alk_all(r));
    alk_check_int(mock->live("cursor"), 0);
    alk_check_size(alk_row_count(r), 700);
    for (int i = 699; i >= 0; i -= 7) {
        alk_check(alk_seek(r, (size_t)i));
        alk_check_int(alk_get_int(r, 0), (i + 1) * 100 + 1);
        alk_check(alk_is_null(r, 1) == ((i + 1) % 2 == 0));
    }
    alk_check(alk_seek(r, 698));
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, 0), 70001);
    alk_check(!alk_next(r));
    alk_check(!alk_seek(r, 700));
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
}

ALK_TEST(result, all_takes_what_is_left)
{
    alk_result *r = rows("rows 10 int");
    alk_check(alk_next(r) && alk_next(r));
    alk_check_ok(alk_all(r));
    alk_check_size(alk_row_count(r), 8);
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, 0), 301);
    alk_check_ok(alk_all(r));
    alk_check_size(alk_row_count(r), 8);
    alk_check_ok(alk_close(r));
}

ALK_TEST(result, all_keeps_every_type)
{
    alk_result *r = rows("rows 3 null,bool,int,uint,real,decimal,text,blob,date,time,timestamp,timestamptz,interval,uuid,json,array");
    alk_check_ok(alk_all(r));
    alk_check(alk_seek(r, 1));
    alk_check(alk_is_null(r, 0));
    alk_check(!alk_get_bool(r, 1));
    alk_check_int(alk_get_int(r, 2), 203);
    alk_check_uint(alk_get_uint(r, 3), 204);
    alk_check_real(alk_get_real(r, 4), 2.625);
    alk_check_str(alk_get_decimal(r, 5), "2.06");
    alk_check_str(alk_get_text(r, 6), "r2c7");
    size_t n;
    const void *bytes = alk_get_blob(r, 7, &n);
    alk_check_bytes(bytes, n, "\2\10", 2);
    alk_check_int(alk_get_date(r, 8).days, 209);
    alk_check_int(alk_get_time(r, 9).micros, 210);
    alk_check_int(alk_get_timestamp(r, 10).micros, 211);
    alk_check_int(alk_get_timestamptz(r, 11).micros, 212);
    alk_check_int(alk_get_interval(r, 12).days, 13);
    alk_check_int(alk_get_uuid(r, 13).bytes[0], 2);
    alk_check_str(alk_get_json(r, 14), "{\"row\":2}");
    alk_value array = alk_get_value(r, 15);
    alk_check_int(array.tag, ALK_TYPE_ARRAY);
    alk_check_int(((const alk_value *)array.u.p)[1].u.i, 16);
    alk_check_ok(alk_close(r));
}

ALK_TEST(result, partitions)
{
    alk_result *r = rows("rows 10 int");
    size_t n, total = 0;
    alk_check(alk_next(r));
    while ((n = alk_partition(r, 4)) > 0) {
        alk_check_size(alk_row_count(r), n);
        for (size_t i = 0; i < n; i++) {
            alk_check(alk_next(r));
            alk_check_int(alk_get_int(r, 0), ((int64_t)(total + i) + 2) * 100 + 1);
        }
        alk_check(!alk_next(r));
        alk_check(alk_seek(r, 0));
        total += n;
    }
    alk_check_size(total, 9);
    alk_check_ok(alk_close(r));
    r = rows("rows 3 int");
    alk_check_size(alk_partition(r, 100), 3);
    alk_check_size(alk_partition(r, 100), 0);
    alk_check_ok(alk_close(r));
}

ALK_TEST(result, first_and_one_go_on_behind_a_partition)
{
    alk_result *r = rows("rows 3 int");
    alk_check_size(alk_partition(r, 2), 2);
    alk_check(alk_next(r) && alk_next(r));
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 0), 301);
    alk_check_ok(alk_close(r));
}

ALK_TEST(result, buffered_option_holds_all_at_once)
{
    alk_execution_options options = { .struct_size = sizeof options, .buffered = 1 };
    alk_result *r = alk_conn_execute_driver(conn, "rows 5 int", SIZE_MAX, NULL, 0, &options);
    alk_check_made(r);
    alk_check_int(mock->live("cursor"), 0);
    alk_check_size(alk_row_count(r), 5);
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, "c1"), 101);
    alk_check_ok(alk_close(r));
    alk_check(alk_conn_execute_driver(conn, "rows 5 int fail 3 data", SIZE_MAX, NULL, 0, &options) == NULL);
    alk_check_error(ALK_ERROR_DATA, "the row fails");
}

/* Reading many rows in memory as another type must not pile up what is made on the way. */
ALK_TEST(result, conversions_of_held_rows_do_not_pile_up)
{
    alk_result *r = rows("rows 1000 int");
    alk_check_ok(alk_all(r));
    for (int round = 0; round < 2; round++) {
        int64_t before = alk__alloc_counted().live;
        for (size_t i = 0; i < 1000; i++) {
            alk_check(alk_seek(r, i));
            alk_check(alk_get_text(r, 0) != NULL);
        }
        alk_check_that(alk__alloc_counted().live - before < 10, "%lld blocks more", (long long)(alk__alloc_counted().live - before));
    }
    alk_check_ok(alk_close(r));
}

/* ---- outliving what they stand on ---- */

ALK_TEST(result, connection_closed_first)
{
    alk_conn *c = alk_connect(engine);
    alk_result *open = alk_execute(c, alk_raw("rows 3 int")), *read = alk_execute(c, alk_raw("rows 1 int"));
    alk_check(alk_next(open));
    while (alk_next(read))
        ;
    alk_check_ok(alk_conn_close(c));
    alk_check(!alk_next(open));
    alk_check_int(alk_get_int(open, 0), 0);
    alk_check_status(alk_close(open), ALK_ERROR_INTERFACE);
    alk_check_error(ALK_ERROR_INTERFACE, "connection was closed");
    alk_check_ok(alk_close(read));
}

ALK_TEST(result, engine_closed_first)
{
    alk_engine *other = alk_open("mock://");
    alk_conn *c = alk_connect(other);
    alk_result *held = alk_execute(c, alk_raw("rows 3 int"));
    alk_check_ok(alk_all(held));
    alk_check_ok(alk_conn_close(c));
    alk_engine_close(other);
    alk_check(alk_next(held));
    alk_check_int(alk_get_int(held, "c1"), 101);
    alk_check_ok(alk_close(held));
}

ALK_TEST(result, executing_a_cached_statement_allocates_nothing)
{
    const alk_sql *statement = alk_keep(alk_raw("affected 1"));
    const alk_sql *query = alk_keep(alk_raw("rows 100 int"));
    uint64_t counted = 0;
    for (int i = 0; i < 3; i++) {
        uint64_t before = alk__alloc_counted().calls;
        alk_check_ok(alk_close(alk_conn_execute_values(conn, statement, NULL, 0, NULL)));
        counted = alk__alloc_counted().calls - before;
    }
    alk_check_uint(counted, 0);
    alk_result *r = alk_conn_execute_values(conn, query, NULL, 0, NULL);
    alk_check(alk_next(r));
    uint64_t before = alk__alloc_counted().calls;
    for (int i = 0; i < 50; i++)
        alk_check(alk_next(r) && alk_get_int(r, "c1") > 0);
    alk_check_uint(alk__alloc_counted().calls - before, 0);
    alk_check_ok(alk_close(r));
    alk_free(statement);
    alk_free(query);
}

ALK_TEST(result, memory_running_out_while_holding)
{
    int status;
    alk_check_ok(run_sql(conn, "rows 300 int,text"));
    ALK_TORTURE(status) {
        alk_result *r = alk_execute(conn, alk_raw("rows 300 int,text"));
        alk_all(r);
        status = alk_close(r);
    }
}

ALK_TEST(result, failures_while_reading_tell_where_the_statement_was_written)
{
    alk_value none[1];
    alk_result *r = alk_execute(conn, alk_raw("rows 9 int fail 4 operational")); int line = __LINE__;
    alk_check_made(r);
    for (int i = 0; i < 9 && alk_next(r); i++)
        ;
    alk_check_error(ALK_ERROR_OPERATIONAL, NULL);
    alk_check_str(alk_last_error()->file, __FILE__);
    alk_check_int(alk_last_error()->line, line);
    alk_clear_error();
    alk_check_status(alk_close(r), ALK_ERROR_OPERATIONAL);
    alk_check_int(alk_last_error()->line, line);
    r = alk_conn_execute_values(conn, alk_raw("row int:5"), none, 0, NULL); line = __LINE__;
    alk_check_made(r);
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, "no such column"), 0);
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    alk_check_int(alk_last_error()->line, line);
    r = rows("row int:5");                             /* a spare one knows nothing of its last statement */
    alk_check(alk_next(r));
    alk_check_int(alk_get_int(r, "no such column"), 0);
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    alk_check(alk_last_error()->file == NULL);
}
