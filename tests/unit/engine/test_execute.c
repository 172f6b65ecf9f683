/* SPDX-License-Identifier: MIT
 * Executing: parameters by name and in order, options, drivers with one result at a time, SQL as it is. */
#include "engine_test.h"

ALK_SUITE(execute, engine_setup, engine_teardown);

static alk_engine *engine;
static alk_conn *conn;
static void open_on(const char *url)
{
    engine = alk_open(url, .pool_size = 1, .pool_timeout = -1);
    alk_check_made(engine);
    conn = alk_connect(engine);
    alk_check_made(conn);
}

static void end(void)
{
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
    alk_check_int(mock->live("cursor"), 0);
    alk_check_int(mock->live("statement"), 0);
}

/* ---- parameters by name ---- */

ALK_TEST(execute, binds_go_where_their_names_stand)
{
    open_on("mock://");
    alk_result *r = alk_execute(conn, alk_raw("echo :a :b :a"), alk_bind("b", "text"), alk_bind("a", 5));
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 0), 5);
    alk_check_str(alk_get_text(r, 1), "text");
    alk_check_int(alk_get_int(r, 2), 5);
    alk_check_ok(alk_close(r));
    alk_check_contains(calls(), "execute \"echo ? ? ?\" (int 5, text 'text', int 5)");
    end();
}

ALK_TEST(execute, names_must_be_bound_once)
{
    open_on("mock://");
    alk_check(alk_execute(conn, alk_raw("echo :a :b"), alk_bind("a", 1)) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "parameter b has no value");
    alk_check_str(alk_last_error()->sqlstate, "07001");
    alk_check(alk_execute(conn, alk_raw("echo :a"), alk_bind("a", 1), alk_bind("c", 1)) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "parameter c, which the statement does not have");
    alk_check(alk_execute(conn, alk_raw("echo :a"), alk_bind("a", 1), alk_bind("a", 2)) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "two values were given for parameter a");
    alk_check(alk_execute(conn, alk_raw("echo :a"), alk_bind("A", 1)) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "parameter A");
    alk_check(alk_execute(conn, alk_raw("echo :a"), alk_int(1)) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_bind");
    alk_check(alk_execute(conn, alk_int(1)) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "no statement");
    alk_clear_error();
    alk_check(alk_conn_execute(conn, NULL, NULL) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "NULL");
    alk_check_int(count_of("execute"), 0);
    end();
}

ALK_TEST(execute, more_parameters_than_fit_on_the_stack)
{
    char sql[400] = "echo";
    alk_value values[40];
    open_on("mock://");
    for (int i = 0; i < 40; i++) {
        (void)snprintf(sql + strlen(sql), sizeof sql - strlen(sql), " :p%d", i);
        values[i] = alk_value_int(i);
    }
    (void)snprintf(sql + strlen(sql), sizeof sql - strlen(sql), " :p0");
    alk_result *r = alk_conn_execute_values(conn, alk_raw(sql), values, 40, NULL);
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 39), 39);
    alk_check_int(alk_get_int(r, 40), 0);
    alk_check_ok(alk_close(r));
    const alk_sql *binds[41];
    for (int i = 0; i < 40; i++) {
        char name[8];
        (void)snprintf(name, sizeof name, "p%d", i);
        binds[i] = alk_bind(name, i * 2);
    }
    binds[40] = &alk_end;
    r = alk_conn_execute(conn, alk_raw(sql), binds);
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 39), 78);
    alk_check_ok(alk_close(r));
    end();
}

ALK_TEST(execute, error_nodes_tell_their_cause)
{
    open_on("mock://");
    alk_check_status(alk_close(alk_execute(conn, alk_raw(NULL))), ALK_ERROR_ARGUMENT);
    alk_check_status(alk_close(alk_execute(conn, alk_raw_n("a\0b", 3))), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "NUL");
    alk_check_status(alk_close(alk_execute(conn, alk_raw("\xff"))), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "UTF-8");
    alk_check_status(alk_close(alk_execute(conn, alk_raw("echo :a"), alk_bind("a", "\xc3("))), ALK_ERROR_DATA);
    alk_check_error(ALK_ERROR_DATA, "parameter a");
    alk_check_status(alk_close(alk_execute(conn, alk_raw("echo :a"), alk_bind("a", alk_text_n("a\0b", 3)))), ALK_ERROR_DATA);
    alk_check_status(alk_close(alk_execute(conn, alk_raw("echo :a"), alk_bind("a", alk_decimal("1.2.3")))), ALK_ERROR_DATA);
    alk_check_status(alk_close(alk_execute(conn, alk_raw("echo ' :a"))), ALK_ERROR_PROGRAMMING);
    alk_check_int(alk_last_error()->position, 6);
    alk_check_status(alk_close(alk_execute(conn, alk_raw("echo 'ä€' ?"))), ALK_ERROR_PROGRAMMING);
    alk_check_int(alk_last_error()->position, 11);
    end();
}

ALK_TEST(execute, kept_statements_serve_again)
{
    open_on("mock://");
    const alk_sql *statement = alk_keep(alk_raw("echo :a"));
    for (int i = 0; i < 3; i++) {
        int64_t value = 0;
        alk_check_ok(alk_scalar_int(alk_execute(conn, statement, alk_bind("a", i)), &value));
        alk_check_int(value, i);
    }
    alk_check_int(count_of("prepare"), 1);
    alk_free(statement);
    end();
}

/* ---- in order ---- */

ALK_TEST(execute, values_in_the_order_of_the_names)
{
    alk_value values[2] = { alk_value_int(1), alk_value_text("two") };
    alk_value bad[1] = { alk_value_text("\xff") };
    open_on("mock://");
    alk_result *r = alk_conn_execute_values(conn, alk_raw("echo :x :y :x"), values, 2, NULL);
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 2), 1);
    alk_check_ok(alk_close(r));
    alk_check(alk_conn_execute_values(conn, alk_raw("echo :x"), values, 2, NULL) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "takes 1 value; 2 given");
    alk_check(alk_conn_execute_values(conn, alk_raw("echo :x"), NULL, 0, NULL) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "takes 1 value; 0 given");
    alk_check(alk_conn_execute_values(conn, alk_raw("echo :x"), bad, 1, NULL) == NULL);
    alk_check_error(ALK_ERROR_DATA, "value 1");
    alk_check(alk_conn_execute_values(conn, alk_raw("echo :x"), NULL, 1, NULL) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "no values");
    alk_check(alk_conn_execute_driver(conn, "echo ?", SIZE_MAX, NULL, 1, NULL) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "no values");
    end();
}

ALK_TEST(execute, driver_sql_is_left_as_it_is)
{
    alk_value values[2] = { alk_value_int(1), alk_value_null() };
    open_on("mock://");
    alk_result *r = alk_conn_execute_driver(conn, "echo ? ? :a", SIZE_MAX, values, 2, NULL);
    alk_check(alk_one(r));
    alk_check(alk_is_null(r, 1));
    alk_check_ok(alk_close(r));
    alk_check_contains(calls(), "\"echo ? ? :a\"");
    alk_check(alk_conn_execute_driver(conn, "echo ?", SIZE_MAX, values, 2, NULL) == NULL);
    alk_check_error(ALK_ERROR_PROGRAMMING, "takes 1 value; 2 given");
    alk_check(alk_conn_execute_driver(conn, NULL, 0, NULL, 0, NULL) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, NULL);
    alk_check(alk_conn_execute_driver(conn, "a\0b", 3, NULL, 0, NULL) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "NUL");
    alk_check(alk_conn_execute_driver(conn, "echo", SIZE_MAX, values, 70000, NULL) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "65535");
    end();
}

ALK_TEST(execute, same_text_raw_and_by_the_driver_are_two)
{
    open_on("mock://");
    alk_check_ok(alk_close(alk_execute(conn, alk_raw("select 1"))));
    alk_check_ok(run_sql(conn, "select 1"));
    alk_check_ok(run_sql(conn, "select 1"));
    alk_check_ok(alk_close(alk_execute(conn, alk_raw("select 1"))));
    alk_check_int(count_of("prepare"), 2);
    end();
}

/* ---- options ---- */

ALK_TEST(execute, unprepared_where_the_driver_can)
{
    alk_execution_options options = { .struct_size = sizeof options, .unprepared = 1 };
    alk_value value = alk_value_int(3);
    open_on("mock://");
    alk_result *r = alk_conn_execute_values(conn, alk_raw("echo :a"), &value, 1, &options);
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 0), 3);
    alk_check_ok(alk_close(r));
    alk_check_int(count_of("prepare"), 0);
    alk_check_int(count_of("execute_direct"), 1);
    end();
    open_on("mock+bare://");
    r = alk_conn_execute_values(conn, alk_raw("echo :a"), &value, 1, &options);
    alk_check(alk_one(r));
    alk_check_int(alk_get_int(r, 0), 3);
    alk_check_ok(alk_close(r));
    r = alk_conn_execute_driver(conn, "echo ?", SIZE_MAX, &value, 1, &options);
    alk_check(alk_one(r));
    alk_check_ok(alk_close(r));
    end();
}

ALK_TEST(execute, options_narrow_from_engine_to_call)
{
    engine = alk_open("mock://", .echo = true, .echo_values = true, .execution.token = "engine", .execution.buffered = 1);
    conn = alk_connect(engine);
    alk_check_made(conn);
    alk_execution_options options = { .struct_size = sizeof options, .token = "conn", .buffered = -1 };
    alk_execution_options call = { .struct_size = sizeof call, .token = "call", .buffered = 1 };
    alk_value value = alk_value_text("shown");
    alk_result *r = alk_execute(conn, alk_raw("rows 2 int"));
    alk_check_size(alk_row_count(r), 2);
    alk_check_ok(alk_close(r));
    alk_check_contains(logged(), "[engine] rows 2 int");
    alk_check_ok(alk_conn_set_options(conn, &options));
    r = alk_execute(conn, alk_raw("rows 3 int"));
    alk_check(alk_row_count(r) == SIZE_MAX);
    alk_check_ok(alk_close(r));
    alk_check_contains(logged(), "[conn] rows 3 int");
    r = alk_conn_execute_values(conn, alk_raw("echo :a"), &value, 1, &call);
    alk_check_size(alk_row_count(r), 1);
    alk_check_ok(alk_close(r));
    alk_check_contains(logged(), "[call] echo ? [shown]");
    alk_check_ok(alk_conn_set_options(conn, NULL));
    alk_check_ok(alk_close(alk_execute(conn, alk_raw("rows 4 int"))));
    alk_check_contains(logged(), "[engine] rows 4 int");
    alk_check_ok(alk_close(alk_execute(conn, alk_with_options(alk_raw("rows 5 int"), &call))));
    alk_check_contains(logged(), "[call] rows 5 int");
    end();
}

ALK_TEST(execute, long_statements_are_echoed_in_part)
{
    static char sql[(1 << 21) + 1];
    engine = alk_open("mock://", .echo = true);
    conn = alk_connect(engine);
    alk_check_made(conn);
    memset(sql, 'x', sizeof sql - 1);
    memcpy(sql, "affected 1 ", 11);
    alk_clear_error();
    alk_check_ok(run_sql(conn, sql));
    alk_check_int(alk_last_error()->code, ALK_OK);
    alk_check_contains(logged(), "affected 1 xxx");
    end();
}

/* ---- one result at a time ---- */

/* Rows of the open result move into memory before anything else is sent. */
ALK_TEST(execute, drivers_with_one_cursor_read_the_other_result_first)
{
    open_on("mock://?caps=1&batch=1");
    alk_result *r = alk_execute(conn, alk_raw("rows 3 int,text"));
    alk_check(alk_next(r));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(mock->live("cursor"), 0);
    const char *from = strstr(steps(), "cursor_close"), *then = strstr(steps(), "prepare \"affected 1\"");
    alk_check_that(from && then && from < then, "the cursor was still open:\n%s", calls());
    alk_check_int(alk_get_int(r, 0), 101);
    alk_check_str(alk_get_text(r, 1), "r1c2");
    alk_check(alk_next(r));
    alk_check_str(alk_get_text(r, 1), "r2c2");
    alk_check(alk_next(r));
    alk_check_str(alk_get_text(r, 1), "r3c2");
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    end();
}

ALK_TEST(execute, every_call_makes_room_first)
{
    static const char *const steps_of[] = { "savepoint", "ping", "prepare", "release", "rollback_to" };
    for (int i = 0; i < 5; i++) {
        engine_setup();
        open_on("mock://?caps=1&batch=1");
        if (i >= 3)
            alk_check_ok(alk_conn_savepoint(conn, "s"));
        alk_result *r = alk_execute(conn, alk_raw("rows 3 int"));
        alk_check_made(r);
        alk_stmt *stmt = NULL;
        switch (i) {
        case 0: alk_check_ok(alk_conn_savepoint(conn, "s")); break;
        case 1: alk_check_ok(alk_conn_ping(conn)); break;
        case 2: alk_check_made(stmt = alk_conn_prepare(conn, "affected 2", SIZE_MAX)); break;
        case 3: alk_check_ok(alk_conn_release(conn, "s")); break;
        default: alk_check_ok(alk_conn_rollback_to(conn, "s")); break;
        }
        alk_check_that(mock->live("cursor") == 0, "%s left a cursor open", steps_of[i]);
        if (i < 4) {
            alk_check(alk_next(r));
            alk_check_int(alk_get_int(r, 0), 101);
            alk_check_ok(alk_close(r));
        } else {
            alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
        }
        alk_stmt_close(stmt);
        end();
    }
}

ALK_TEST(execute, failed_result_does_not_fail_the_next_statement)
{
    open_on("mock://?caps=1&batch=1");
    alk_check_ok(alk_conn_set_autocommit(conn, true));
    alk_result *r = alk_execute(conn, alk_raw("rows 5 int fail 3 data"));
    alk_check(alk_next(r));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(mock->live("cursor"), 0);
    alk_check_int(alk_result_status(r), ALK_ERROR_DATA);
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_status(alk_close(r), ALK_ERROR_DATA);
    end();
}

ALK_TEST(execute, drivers_with_cursors_stream_several)
{
    open_on("mock://?batch=1");
    alk_result *a = alk_execute(conn, alk_raw("rows 2 int")), *b = alk_execute(conn, alk_raw("rows 2 int"));
    alk_check(alk_next(a) && alk_next(b) && alk_next(a) && alk_next(b));
    alk_check_int(mock->live("cursor"), 2);
    alk_check(!alk_next(a) && !alk_next(b));
    alk_check_ok(alk_close(a));
    alk_check_ok(alk_close(b));
    end();
}

/* ---- failures ---- */

ALK_TEST(execute, failures_at_each_step_leave_nothing)
{
    static const char *const steps_of[] = { "begin", "prepare", "execute", "fetch", "cursor_close" };
    open_on("mock://");
    for (int i = 0; i < 10; i++) {
        mock->fail(steps_of[i / 2], 1, ALK_ERROR_OPERATIONAL, i % 2 ? ALK_ERROR_DISCONNECT : 0);
        alk_result *r = alk_execute(conn, alk_raw("rows 1 int"));
        while (alk_next(r))
            ;
        alk_check_status(alk_close(r), ALK_ERROR_OPERATIONAL);
        alk_check_that(mock->live("cursor") == 0, "after a failing %s", steps_of[i / 2]);
        alk_check_ok(alk_conn_rollback(conn));
        alk_check_ok(run_sql(conn, "affected 1"));
        alk_check_ok(alk_conn_commit(conn));
        mock->reset();
    }
    end();
}

ALK_TEST(execute, memory_running_out)
{
    int status;
    open_on("mock://");
    alk_check_ok(alk_close(alk_execute(conn, alk_raw("echo :warm"), alk_bind("warm", "up"))));
    const alk_sql *statement = alk_keep(alk_raw("echo :a :b"));
    ALK_TORTURE(status) {
        alk_result *r = alk_execute(conn, statement, alk_bind("b", "text"), alk_bind("a", 5));
        while (alk_next(r))
            ;
        status = alk_close(r);
    }
    alk_free(statement);
    alk_check_ok(alk_conn_commit(conn));
    end();
}
