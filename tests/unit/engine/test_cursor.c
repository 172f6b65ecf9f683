/* SPDX-License-Identifier: MIT
 * Results that are read through a cursor of the server: what runs between their fetches leaves them where they are, on a driver that has one result at a time else. */
#include "engine_test.h"

static alk_engine *engine;
static alk_conn *conn;
ALK_SUITE(cursor, engine_setup, engine_teardown);

static void open_with(uint64_t caps)
{
    char url[60];
    (void)snprintf(url, sizeof url, "mock://?caps=%llu", (unsigned long long)(caps | ALK_CAP_SAVEPOINT | ALK_CAP_BATCH_FETCH));
    engine = alk_open(url);
    alk_check_made(engine);
    conn = alk_connect(engine);
    alk_check_made(conn);
}

static void end(void)
{
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
    alk_check_int(mock->live("cursor"), 0);
}

static alk_result *rows(const char *sql, int cursor_rows)
{
    alk_execution_options options = { .struct_size = sizeof options, .cursor_rows = cursor_rows };
    alk_result *r = alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, &options);
    alk_check_made(r);
    return r;
}

static void expect(alk_result *r, int from, int to)
{
    for (int i = from; i <= to; i++) {
        alk_check(alk_next(r));
        alk_check_int(alk_get_int(r, 0), i * 100 + 1);
    }
}

ALK_TEST(cursor, others_run_between_its_batches)
{
    open_with(ALK_CAP_SERVER_CURSORS);
    alk_result *one = rows("rows 20 int", 3), *two = rows("rows 20 int", 5);
    for (int i = 1; i <= 20; i++) {
        expect(one, i, i);
        expect(two, i, i);
        alk_check_ok(run_sql(conn, "affected 1"));
        alk_check(alk_row_count(one) == SIZE_MAX && alk_row_count(two) == SIZE_MAX);
        alk_check_int(alk_get_int(one, 0), i * 100 + 1);
    }
    alk_check(!alk_next(one) && !alk_next(two));
    alk_check_ok(alk_close(one));
    alk_check_ok(alk_close(two));
    end();
}

/* Without the capability they are as all results are: in memory when another statement runs. */
ALK_TEST(cursor, is_a_stream_where_there_is_none)
{
    open_with(0);
    alk_result *r = rows("rows 20 int", 3);
    expect(r, 1, 2);
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_size(alk_row_count(r), 19);
    expect(r, 3, 20);
    alk_check_ok(alk_close(r));
    end();
}

/* A stream has the line: before the cursor's next batch its rows go into memory. */
ALK_TEST(cursor, makes_room_for_its_fetch)
{
    open_with(ALK_CAP_SERVER_CURSORS);
    alk_result *r = rows("rows 9 int", 2);
    expect(r, 1, 1);
    alk_result *stream = rows("rows 200 int", -1);
    expect(stream, 1, 1);
    expect(r, 2, 2);                   /* of the batch at hand */
    alk_check(alk_row_count(stream) == SIZE_MAX);
    expect(r, 3, 4);
    alk_check_size(alk_row_count(stream), 200);
    expect(stream, 2, 200);
    alk_check_ok(alk_close(stream));
    stream = rows("rows 200 int fail 150 data", -1);
    expect(stream, 1, 1);
    expect(r, 5, 6);                   /* the stream's failure is its own */
    alk_check_status(alk_close(stream), ALK_ERROR_DATA);
    expect(r, 7, 9);
    alk_check_ok(alk_close(r));
    end();
}

ALK_TEST(cursor, makes_room_for_its_close)
{
    open_with(ALK_CAP_SERVER_CURSORS);
    alk_result *r = rows("rows 9 int", 2);
    expect(r, 1, 1);
    alk_result *stream = rows("rows 200 int", -1);
    expect(stream, 1, 1);
    alk_check_ok(alk_close(r));
    alk_check_size(alk_row_count(stream), 200);
    expect(stream, 2, 200);
    alk_check_ok(alk_close(stream));
    r = rows("rows 9 int", 2);
    expect(r, 1, 1);
    stream = rows("rows 200 int", -1);
    expect(stream, 1, 1);
    int fetches = count_of("fetch");
    alk_check_ok(alk_conn_commit(conn));       /* both are ended, and nothing is read for it */
    alk_check_int(count_of("fetch"), fetches);
    alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
    alk_check_status(alk_close(stream), ALK_ERROR_INTERFACE);
    end();
}

ALK_TEST(cursor, a_link_that_breaks_below_it)
{
    open_with(ALK_CAP_SERVER_CURSORS);
    alk_result *r = rows("rows 9 int", 2);
    expect(r, 1, 1);
    alk_result *stream = rows("rows 200 int fail 150 operational +disconnect", -1);
    expect(stream, 1, 1);
    expect(r, 2, 2);
    alk_check(!alk_next(r));
    alk_check(alk_result_status(r) != ALK_OK);
    alk_close(stream);
    alk_check_status(alk_close(r), ALK_ERROR_OPERATIONAL);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(ask_int(conn, "select 1"), 1);
    end();
}

ALK_TEST(cursor, ends_with_its_transaction)
{
    static int (*const ways[])(alk_conn *) = { alk_conn_commit, alk_conn_rollback };
    for (size_t i = 0; i < 2; i++) {
        open_with(ALK_CAP_SERVER_CURSORS);
        alk_result *r = rows("rows 9 int", 2);
        expect(r, 1, 3);
        alk_check_ok(alk_conn_savepoint(conn, "s"));
        expect(r, 4, 5);
        alk_check_ok(alk_conn_release(conn, "s"));
        expect(r, 6, 6);
        alk_check_ok(ways[i](conn));
        alk_check_int(mock->live("cursor"), 0);
        alk_check(!alk_next(r));
        alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
        alk_check_contains(alk_last_error()->message, "not read to its end");
        end();
    }
}

/* The narrower of .buffered and .cursor_rows is the one that counts. */
ALK_TEST(cursor, options_of_several_widths)
{
    alk_execution_options by_cursor = { .struct_size = sizeof by_cursor, .cursor_rows = 2 }, held = { .struct_size = sizeof held, .buffered = 1 };
    alk_execution_options older = { .struct_size = offsetof(alk_execution_options, cursor_rows), .cursor_rows = 2 };
    struct {
        const alk_execution_options *wide, *narrow;
        bool cursor;
    } cases[] = { { &by_cursor, NULL, true }, { &by_cursor, &held, false }, { &held, &by_cursor, true }, { &held, NULL, false }, { NULL, &by_cursor, true }, { NULL, &older, false } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        open_with(ALK_CAP_SERVER_CURSORS);
        if (cases[i].wide)
            alk_check_ok(alk_conn_set_options(conn, cases[i].wide));
        alk_result *r = alk_conn_execute_driver(conn, "rows 9 int", SIZE_MAX, NULL, 0, cases[i].narrow);
        alk_check_made(r);
        alk_check_ok(run_sql(conn, "affected 1"));
        alk_check_that((alk_row_count(r) == SIZE_MAX) == cases[i].cursor, "case %zu", i);
        expect(r, 1, 9);
        alk_check_ok(alk_close(r));
        end();
    }
}
