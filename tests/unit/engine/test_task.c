/* SPDX-License-Identifier: MIT
 * Tasks on the mock, whose waits are over in time. */
#include "engine_test.h"
#include <alkahest/task.h>
#include <poll.h>

ALK_SUITE(task, engine_setup, engine_teardown);

static alk_engine *engine;
static alk_conn *connect_to(const char *url)
{
    engine = alk_open(url, .pool_size = 2, .pool_timeout = -1);
    alk_check_made(engine);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    return conn;
}

static void end(alk_conn *conn)
{
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
    alk_check_int(mock->live("connection"), 0);
}

static void wait_for(const alk_task *task)
{
    struct pollfd file = { .fd = alk_task_descriptor(task), .events = POLLIN };
    double timeout = alk_task_timeout(task);
    alk_check(timeout >= 0);
    poll(&file, 1, (int)(timeout * 1000) + 1);
}

static int drive(alk_task *task)
{
    while (!alk_task_is_done(task)) {
        wait_for(task);
        alk_task_continue(task, 0);
    }
    return alk_task_end(task);
}

typedef struct work {
    const char *sql;
    int steps;
    alk_task *task;
} work;

static int two_pauses(alk_conn *conn, void *payload)
{
    work *w = payload;
    for (int i = 0; i < 2; i++) {
        int code = run_sql(conn, w->sql);
        if (code)
            return code;
        w->steps++;
    }
    return alk_conn_commit(conn);
}

ALK_TEST_UNTORTURED(task, stops_where_it_waits)
{
    work w = { .sql = "sleep 0.5" };       /* long enough for a busy machine to look before it is over */
    alk_conn *conn = connect_to("mock://");
    alk_task *task = alk_conn_start(conn, two_pauses, &w);
    alk_check_made(task);
    alk_check(!alk_task_is_done(task));
    alk_check_int(w.steps, 0);
    alk_check(alk_task_descriptor(task) >= 0);
    alk_check_uint(alk_task_events(task), ALK_TASK_READ);
    alk_check(alk_task_timeout(task) <= 0.5);
    alk_check(!alk_task_continue(task, 0));            /* too early: it stays where it is */
    alk_check_int(w.steps, 0);
    wait_for(task);
    alk_check(!alk_task_continue(task, 0));
    alk_check_int(w.steps, 1);
    alk_check_ok(drive(task));
    alk_check_int(w.steps, 2);
    alk_check_int(count_of("commit"), 1);
    alk_check_int(ask_int(conn, "select 1"), 1);
    end(conn);
}

ALK_TEST(task, may_be_done_at_once)
{
    work w = { .sql = "affected 1" };
    alk_conn *conn = connect_to("mock://");
    alk_task *task = alk_conn_start(conn, two_pauses, &w);
    alk_check_made(task);
    alk_check(alk_task_is_done(task));
    alk_check_int(alk_task_descriptor(task), -1);
    alk_check_uint(alk_task_events(task), 0);
    alk_check(alk_task_timeout(task) < 0);
    alk_check(alk_task_continue(task, ALK_TASK_READ));
    alk_check_ok(alk_task_end(task));
    alk_check_int(w.steps, 2);
    end(conn);
}

ALK_TEST_UNTORTURED(task, connection_is_its_own_meanwhile)
{
    work w = { .sql = "sleep 0.05" };
    alk_conn *conn = connect_to("mock://");
    alk_task *task = alk_conn_start(conn, two_pauses, &w);
    alk_check_fails(run_sql(conn, "select 1"), ALK_ERROR_INTERFACE, "a task runs");
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_INTERFACE, "a task runs");
    alk_check_fails(alk_conn_rollback(conn), ALK_ERROR_INTERFACE, "a task runs");
    alk_check_fails(alk_conn_invalidate(conn, false), ALK_ERROR_INTERFACE, "a task runs");
    alk_check_fails(alk_conn_close(conn), ALK_ERROR_INTERFACE, "a task runs");
    alk_check(alk_conn_start(conn, two_pauses, &w) == NULL);
    alk_check_contains(alk_last_error()->message, "a task runs");
    alk_check_ok(drive(task));
    end(conn);
}

ALK_TEST_UNTORTURED(task, one_thread_has_many)
{
    work a = { .sql = "sleep 0.05" }, b = { .sql = "sleep 0.01" };
    alk_conn *one = connect_to("mock://"), *two = alk_connect(engine);
    alk_task *slow = alk_conn_start(one, two_pauses, &a), *quick = alk_conn_start(two, two_pauses, &b);
    alk_check_ok(drive(quick));
    alk_check_int(b.steps, 2);
    alk_check(!alk_task_is_done(slow));
    alk_check_ok(drive(slow));
    alk_check_ok(alk_conn_close(two));
    end(one);
}

ALK_TEST_UNTORTURED(task, error_of_the_function_is_that_of_its_end)
{
    work w = { .sql = "fail data" };
    alk_conn *conn = connect_to("mock://");
    alk_task *task = alk_conn_start(conn, two_pauses, &w);
    alk_check_made(task);
    alk_clear_error();
    alk_check_fails(alk_task_end(task), ALK_ERROR_DATA, NULL);
    alk_check_contains(alk_last_error()->sql, "fail data");
    alk_check_ok(alk_conn_rollback(conn));
    end(conn);
}

ALK_TEST_UNTORTURED(task, cancelled_from_outside)
{
    work w = { .sql = "sleep 0.05" };
    alk_conn *conn = connect_to("mock://");
    alk_task *task = alk_conn_start(conn, two_pauses, &w);
    alk_check_ok(alk_conn_cancel(conn));
    alk_check_fails(drive(task), ALK_ERROR_OPERATIONAL, "cancel");
    alk_check_str(alk_last_error()->sqlstate, "57014");
    alk_check_ok(alk_conn_rollback(conn));
    end(conn);
}

static int stubborn(alk_conn *conn, void *payload)
{
    work *w = payload;
    for (int i = 0; i < 5; i++) {
        if (run_sql(conn, w->sql))
            alk_conn_rollback(conn);
        w->steps++;
    }
    return ALK_OK;
}

ALK_TEST_UNTORTURED(task, given_up_even_when_it_goes_on)
{
    work w = { .sql = "sleep 30" };
    alk_conn *conn = connect_to("mock://");
    alk_task *task = alk_conn_start(conn, stubborn, &w);
    alk_check(!alk_task_is_done(task));
    alk_check_ok(alk_task_end(task));
    alk_check_int(w.steps, 5);
    alk_check_int(ask_int(conn, "select 1"), 1);
    end(conn);
}

/* The connection that the function got in place of a lost one waits likewise. */
static int lose_and_wait(alk_conn *conn, void *payload)
{
    work *w = payload;
    mock->cut();
    w->steps += run_sql(conn, "affected 1") != ALK_OK;
    alk_conn_rollback(conn);
    w->steps += run_sql(conn, w->sql) == ALK_OK;
    return alk_conn_commit(conn);
}

ALK_TEST_UNTORTURED(task, follows_to_another_link)
{
    work w = { .sql = "sleep 0.02" };
    alk_conn *conn = connect_to("mock://");
    alk_task *task = alk_conn_start(conn, lose_and_wait, &w);
    alk_check_made(task);
    alk_check(!alk_task_is_done(task));
    alk_check_ok(drive(task));
    alk_check_int(w.steps, 2);
    end(conn);
}

static int end_myself(alk_conn *conn, void *payload)
{
    work *w = payload;
    (void)conn;
    if (w->steps++ == 0)
        run_sql(conn, w->sql);
    return alk_task_end(w->task);
}

ALK_TEST_UNTORTURED(task, wrong_use_is_told)
{
    work w = { .sql = "sleep 0.01" };
    alk_conn *conn = connect_to("mock://");
    alk_check(alk_conn_start(conn, NULL, NULL) == NULL);
    alk_check_contains(alk_last_error()->message, "no function");
    alk_check(alk_conn_start(NULL, two_pauses, NULL) == NULL);
    alk_result *result = alk_execute(conn, alk_raw("select 1"));
    alk_check(alk_conn_start(conn, two_pauses, &w) == NULL);
    alk_check_fails(alk_task_end(NULL), ALK_ERROR_INTERFACE, "a result is open");
    alk_check_ok(alk_close(result));
    w.task = alk_conn_start(conn, end_myself, &w);
    alk_check_fails(drive(w.task), ALK_ERROR_INTERFACE, "its own function");
    alk_check(alk_task_is_done(NULL));
    end(conn);
    conn = connect_to("mock+bare://");
    alk_check(alk_conn_start(conn, two_pauses, &w) == NULL);
    alk_check_int(alk_last_error()->code, ALK_ERROR_NOT_SUPPORTED);
    alk_check_contains(alk_last_error()->message, "cannot stop");
    end(conn);
}
