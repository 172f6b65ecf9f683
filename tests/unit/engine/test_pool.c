/* SPDX-License-Identifier: MIT
 * The pool, on the mock: who gets what when, and what is counted. */
#include "engine_test.h"
#include "fake_clock.h"
#include <stdlib.h>

ALK_SUITE(pool, engine_setup, engine_teardown);

static int native_id(alk_conn *conn)
{
    static char text[100];
    mock->reset();
    run_sql(conn, "affected 1");
    mock->log(text, sizeof text);
    return text[0] ? (int)strtol(text, NULL, 10) : -1;
}

static void close_all(alk_conn **conns, int n)
{
    for (int i = 0; i < n; i++)
        alk_check_ok(alk_conn_close(conns[i]));
}

static void connect_all(alk_engine *engine, alk_conn **conns, int n)
{
    for (int i = 0; i < n; i++) {
        conns[i] = alk_connect(engine);
        alk_check_made(conns[i]);
    }
}

/* ---- size ---- */

ALK_TEST(pool, keeps_its_size_and_lends_the_overflow)
{
    alk_conn *conns[3];
    alk_engine *engine = alk_open("mock://", .pool_size = 2, .max_overflow = 1, .pool_timeout = -1);
    alk_check_made(engine);
    connect_all(engine, conns, 3);
    alk_check_int(pool_of(engine).lent, 3);
    alk_check(alk_connect(engine) == NULL);
    alk_check_error(ALK_ERROR_TIMEOUT, "exhausted");
    close_all(conns, 3);
    alk_pool_status s = pool_of(engine);
    alk_check_int(s.size, 2);
    alk_check_int(s.max_overflow, 1);
    alk_check_int(s.idle, 2);
    alk_check_int(s.lent, 0);
    alk_check_uint(s.opened, 3);
    alk_check_uint(s.closed, 1);
    alk_check_uint(s.lendings, 3);
    alk_check_uint(s.timeouts, 1);
    alk_engine_close(engine);
    alk_check_int(mock->live("connection"), 0);
}

ALK_TEST(pool, has_the_documented_defaults)
{
    alk_engine *engine = alk_open("mock://");
    alk_engine *none = alk_open("mock://", .pool_size = -1, .max_overflow = -2);
    alk_check_made(engine);
    alk_check_made(none);
    alk_check_int(pool_of(engine).size, 5);
    alk_check_int(pool_of(engine).max_overflow, 10);
    alk_check_int(pool_of(none).size, 0);
    alk_check_int(pool_of(none).max_overflow, -1);
    alk_conn *conn = alk_connect(none);
    alk_check_ok(alk_conn_close(conn));
    alk_check_int(pool_of(none).idle, 0);
    alk_engine_close(engine);
    alk_engine_close(none);
}

ALK_TEST(pool, lends_the_latest_or_the_oldest)
{
    alk_conn *conns[3];
    for (int fifo = 0; fifo < 2; fifo++) {
        alk_engine *engine = alk_open("mock://", .pool_fifo = fifo != 0);
        alk_check_made(engine);
        connect_all(engine, conns, 3);
        int first = native_id(conns[0]), last = native_id(conns[2]);
        close_all(conns, 3);
        conns[0] = alk_connect(engine);
        alk_check_made(conns[0]);
        alk_check_int(native_id(conns[0]), fifo ? first : last);
        close_all(conns, 1);
        alk_engine_close(engine);
    }
}

ALK_TEST(pool, of_one_lends_one)
{
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_ONE, .pool_timeout = -1);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check(alk_connect(engine) == NULL);
    alk_check_error(ALK_ERROR_TIMEOUT, "1 of 1");
    alk_check_ok(alk_conn_close(conn));
    conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_int(count_of("connect"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(pool, of_none_keeps_nothing)
{
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_NONE);
    alk_conn *conns[20];
    alk_check_made(engine);
    connect_all(engine, conns, 20);
    close_all(conns, 20);
    alk_check_int(count_of("close"), 20);
    alk_check_int(pool_of(engine).idle, 0);
    alk_engine_close(engine);
}

ALK_TEST(pool, the_driver_chooses_the_kind_unless_the_program_does)
{
    alk_engine *one = alk_open("mock://?pool=static");
    alk_engine *queue = alk_open("mock://?pool=static", .pool = ALK_POOL_OF_QUEUE);
    alk_check_made(one);
    alk_check_made(queue);
    alk_check_int(pool_of(one).size, 1);
    alk_check_int(pool_of(queue).size, 5);
    alk_engine_close(one);
    alk_engine_close(queue);
}

static void *id_in_thread(void *engine)
{
    alk_conn *conn = alk_connect(engine);
    uint64_t opened = pool_of(engine).opened;
    alk_conn_close(conn);
    alk_clear_error();
    return (void *)(uintptr_t)opened;
}

ALK_TEST(pool, per_thread_gives_each_thread_its_own)
{
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_PER_THREAD);
    alk_conn *conn = alk_connect(engine);
    pthread_t thread;
    void *opened;
    alk_check_made(conn);
    alk_check_ok(alk_conn_close(conn));
    alk_check(pthread_create(&thread, NULL, id_in_thread, engine) == 0);
    pthread_join(thread, &opened);
    alk_check_int((int)(uintptr_t)opened, 2);
    conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_uint(pool_of(engine).opened, 2);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(pool, per_thread_gives_up_the_one_longest_unused)
{
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_PER_THREAD, .pool_size = 2);
    pthread_t thread;
    alk_check_made(engine);
    for (int i = 0; i < 3; i++) {
        alk_check(pthread_create(&thread, NULL, id_in_thread, engine) == 0);
        pthread_join(thread, NULL);
    }
    alk_check_int(pool_of(engine).idle, 2);
    alk_conn *conn = alk_connect(engine);
    alk_check_ok(alk_conn_close(conn));
    conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_uint(pool_of(engine).opened, 4);     /* it was kept for this thread */
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

/* ---- waiting ----
 * A wait is never shorter than told, and longer only by what the machine is busy with: the shortest of some tries is near to it. */

ALK_TEST_UNTORTURED(pool, waiter_times_out_at_its_deadline)
{
    double shortest = 10;
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_ONE, .pool_timeout = 0.2);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    for (int i = 0; i < 10 && shortest >= 0.25; i++) {
        double began = now_s();
        alk_check(alk_connect(engine) == NULL);
        double took = now_s() - began;
        alk_check_error(ALK_ERROR_TIMEOUT, "exhausted");
        alk_check_contains(alk_last_error()->detail, "test_pool.c");
        alk_check(alk_last_error()->hint != NULL);
        alk_check_that(took > 0.1999, "it took %g s", took);
        shortest = took < shortest ? took : shortest;
    }
    alk_check_that(shortest < 0.25, "it took %g s", shortest);
    alk_check_int(pool_of(engine).waiting, 0);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(pool, negative_timeout_does_not_wait)
{
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_ONE, .pool_timeout = -1);
    alk_conn *conn = alk_connect(engine);
    double began = now_s();
    alk_check(alk_connect(engine) == NULL);
    alk_check(now_s() - began < 5);                    /* not the 30 s that are usual */
    alk_check_error(ALK_ERROR_TIMEOUT, NULL);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(pool, waiters_are_served_in_their_order)
{
    enum { N = 8 };
    borrower b[N];
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_ONE);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    for (int i = 0; i < N; i++) {
        borrower_start(&b[i], engine, 0.001);
        await_waiters(engine, i + 1);
    }
    alk_check_ok(alk_conn_close(conn));
    for (int i = 0; i < N; i++)
        borrower_join(&b[i]);
    for (int i = 0; i < N; i++) {
        alk_check_int(b[i].code, ALK_OK);
        alk_check_int(b[i].order, i);
    }
    alk_check_int(count_of("connect"), 1);
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(pool, hanging_connect_does_not_hold_up_others)
{
    borrower slow;
    alk_engine *engine = alk_open("mock://", .pool_size = 2, .max_overflow = -1, .connect_timeout = 2);
    alk_check_made(engine);
    mock->delay("connect", 1, 60);
    borrower_start(&slow, engine, 0);
    await_calls("connect", 1);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_int(pool_of(engine).connecting, 1);      /* the other one is still at it */
    alk_check_ok(alk_conn_close(conn));
    borrower_join(&slow);
    alk_check_int(slow.code, ALK_ERROR_TIMEOUT);
    alk_check_that(slow.waited > 1.9999 && slow.waited < 8, "it waited %g s", slow.waited);
    alk_check_int(pool_of(engine).connecting, 0);
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(pool, waiting_and_connecting_share_one_timeout)
{
    alk_engine *engine = alk_open("mock://?connect=hang", .pool_timeout = 0.2);
    alk_check_made(engine);
    double began = now_s();
    alk_check(alk_connect(engine) == NULL);
    double took = now_s() - began;
    alk_check_that(took > 0.1999 && took < 5, "it took %g s", took);      /* connecting alone has 30 s */
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(pool, failed_connect_passes_its_slot_on)
{
    borrower first, second;
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_ONE);
    alk_check_made(engine);
    mock->delay("connect", 1, 0.1);
    mock->fail("connect", 1, ALK_ERROR_OPERATIONAL, 0);
    borrower_start(&first, engine, 0);
    await_calls("connect", 1);
    borrower_start(&second, engine, 0);
    borrower_join(&first);
    borrower_join(&second);
    alk_check_int(first.code, ALK_ERROR_OPERATIONAL);
    alk_check_int(second.code, ALK_OK);
    alk_check_int(count_of("connect"), 2);
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(pool, discarded_connection_passes_its_slot_on)
{
    borrower b;
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_ONE);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    borrower_start(&b, engine, 0);
    await_waiters(engine, 1);
    alk_check_ok(alk_conn_detach(conn));
    borrower_join(&b);
    alk_check_int(b.code, ALK_OK);
    alk_check_int(count_of("connect"), 2);
    alk_check_int(ask_int(conn, "select 1"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_check_int(pool_of(engine).idle, 1);
    alk_check_uint(pool_of(engine).closed, 1);
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(pool, server_down_is_not_exhaustion)
{
    borrower b[3];
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_ONE, .pool_timeout = 0.2);
    alk_check_made(engine);
    mock->server(0);
    alk_check(alk_connect(engine) == NULL);
    alk_check_error(ALK_ERROR_OPERATIONAL, "the server is down");
    alk_check_str(alk_last_error()->sqlstate, "08001");
    for (unsigned i = 0; i < 3; i++)
        mock->delay("connect", i + 1, 0.15);           /* the second of them ends it at its deadline, or there is no second */
    for (int i = 0; i < 3; i++)
        borrower_start(&b[i], engine, 0);
    for (int i = 0; i < 3; i++)
        borrower_join(&b[i]);
    for (int i = 0; i < 3; i++) {
        alk_check_that(b[i].code == ALK_ERROR_OPERATIONAL || b[i].code == ALK_ERROR_TIMEOUT, "%d %s", b[i].code, b[i].message);
        alk_check_that(strstr(b[i].message, "exhausted") == NULL, "%s", b[i].message);
    }
    mock->reset();                                     /* the server is up, and nothing takes long any more */
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    borrower_start(&b[0], engine, 0);
    borrower_join(&b[0]);
    alk_check_int(b[0].code, ALK_ERROR_TIMEOUT);
    alk_check_contains(b[0].message, "exhausted");
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(pool, closing_the_engine_wakes_the_waiters)
{
    borrower b;
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_ONE, .pool_timeout = 60);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    borrower_start(&b, engine, 0);
    await_waiters(engine, 1);
    alk_engine_close(engine);
    borrower_join(&b);
    alk_check_int(b.code, ALK_ERROR_INTERFACE);
    alk_check_contains(b.message, "closed");
    alk_check(b.waited < 9);
    alk_check_ok(alk_conn_close(conn));
    alk_check_int(mock->live("connection"), 0);
}

/* ---- what is lent is good ---- */

ALK_TEST(pool, recycles_the_old)
{
    alk_fake_clock_start();
    alk_engine *engine = alk_open("mock://", .pool_recycle = 60);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(alk_conn_close(conn));
    alk_fake_clock_advance(59);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(count_of("connect"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_fake_clock_advance(2);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(count_of("connect"), 2);
    alk_check_int(count_of("close"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(pool, pings_what_lay_idle)
{
    alk_fake_clock_start();
    alk_engine *engine = alk_open("mock://", .pool_pre_ping = true);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(alk_conn_close(conn));
    alk_fake_clock_advance(0.4);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(count_of("ping"), 0);
    alk_check_ok(alk_conn_close(conn));
    alk_fake_clock_advance(0.6);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(count_of("ping"), 1);
    alk_check_int(count_of("connect"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(pool, failing_ping_replaces_all_of_the_pool)
{
    alk_conn *conns[3];
    alk_fake_clock_start();
    alk_engine *engine = alk_open("mock://", .pool_pre_ping = true);
    alk_check_made(engine);
    connect_all(engine, conns, 3);
    close_all(conns, 3);
    mock->cut();
    alk_clear_error();
    alk_fake_clock_advance(1);
    conns[0] = alk_connect(engine);
    alk_check_made(conns[0]);
    alk_check_int(alk_last_error()->code, ALK_OK);
    alk_check_int(count_of("ping"), 1);
    alk_check_int(count_of("close"), 3);
    alk_check_int(ask_int(conns[0], "select 1"), 1);
    close_all(conns, 1);
    alk_check_int(pool_of(engine).idle, 1);
    alk_engine_close(engine);
}

ALK_TEST(pool, bare_drivers_are_pinged_by_a_select)
{
    alk_fake_clock_start();
    alk_engine *engine = alk_open("mock+bare://", .pool_pre_ping = true);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(alk_conn_ping(conn));
    alk_check_ok(alk_conn_close(conn));
    alk_fake_clock_advance(1);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(times(calls(), "execute \"SELECT 1\""), 2);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(pool, dispose_replaces_idle_and_lent)
{
    alk_conn *conns[2];
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    connect_all(engine, conns, 2);
    close_all(conns, 1);
    alk_engine_dispose(engine);
    alk_check_int(count_of("close"), 1);
    alk_check_int(pool_of(engine).idle, 0);
    alk_check_int(ask_int(conns[1], "select 1"), 1);
    alk_check_ok(alk_conn_close(conns[1]));
    alk_check_int(count_of("close"), 2);
    conns[0] = alk_connect(engine);
    alk_check_made(conns[0]);
    alk_check_int(count_of("connect"), 3);
    close_all(conns, 1);
    alk_check_int(pool_of(engine).idle, 1);
    alk_engine_close(engine);
}

ALK_TEST(pool, disposed_at_the_very_moment_of_opening)
{
    alk_fake_clock_start();                    /* the clock stands still: what comes after a dispose is new all the same */
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    alk_engine_dispose(engine);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(alk_conn_close(conn));
    alk_check_int(count_of("close"), 0);
    alk_engine_close(engine);
}

ALK_TEST(pool, invalidates_one_or_all)
{
    alk_conn *conns[2];
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    connect_all(engine, conns, 2);
    alk_check_ok(alk_conn_close(conns[1]));
    alk_check_ok(alk_conn_invalidate(conns[0], false));
    alk_check_int(count_of("close"), 1);
    alk_check_int(ask_int(conns[0], "select 1"), 1);
    alk_check_int(count_of("connect"), 2);             /* it took the idle one */
    alk_check_made(conns[1] = alk_connect(engine));
    alk_check_ok(alk_conn_close(conns[1]));
    alk_check_ok(alk_conn_invalidate(conns[0], true));
    alk_check_int(mock->live("connection"), 0);
    alk_check_int(ask_int(conns[0], "select 1"), 1);
    alk_check_ok(alk_conn_close(conns[0]));
    alk_engine_close(engine);
}

ALK_TEST(pool, lost_connection_makes_the_others_suspect)
{
    alk_conn *conns[2];
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    connect_all(engine, conns, 2);
    alk_check_ok(alk_conn_close(conns[1]));
    mock->cut();
    alk_check_fails(run_sql(conns[0], "select 1"), ALK_ERROR_OPERATIONAL, "lost");
    alk_check(alk_last_error()->flags & ALK_ERROR_DISCONNECT);
    alk_check_int(pool_of(engine).idle, 0);
    alk_check_contains(logged(), "lost");
    alk_check_ok(alk_conn_close(conns[0]));
    alk_check_int(mock->live("connection"), 0);
    alk_engine_close(engine);
}

ALK_TEST(pool, failing_reset_discards)
{
    alk_engine *engine = alk_open("mock://?reset=fail");
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_fails(alk_conn_close(conn), ALK_ERROR_OPERATIONAL, "told to fail");
    alk_check_int(mock->live("connection"), 0);
    alk_check_int(pool_of(engine).idle + pool_of(engine).lent, 0);
    alk_engine_close(engine);
}

ALK_TEST(pool, failing_close_is_only_logged)
{
    alk_engine *engine = alk_open("mock://", .pool = ALK_POOL_OF_NONE);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    mock->fail("close", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check_ok(alk_conn_close(conn));
    alk_check_contains(logged(), "closing a connection");
    alk_check_int(alk_last_error()->code, ALK_OK);
    alk_engine_close(engine);
}

/* ---- reports ---- */

static alk_engine *engine_of_log;
static int log_calls;
static void asking_log(void *payload, int level, const char *component, const char *message)
{
    alk_pool_status status = { .struct_size = sizeof status };
    (void)payload, (void)level;
    if (strcmp(component, "pool") == 0 && strstr(message, "test_pool.c"))
        log_calls += alk_engine_pool_status(engine_of_log, &status) == ALK_OK;
}

ALK_TEST(pool, reports_what_is_not_returned)
{
    alk_fake_clock_start();
    alk_engine *engine = alk_open("mock://", .pool_leak_after = 10);
    alk_conn *leaked = alk_connect(engine);
    alk_check_made(leaked);
    alk_fake_clock_advance(9);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_int(times(logged(), "not returned"), 0);
    alk_check_ok(alk_conn_close(conn));
    alk_fake_clock_advance(2);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(times(logged(), "not returned"), 1);
    alk_check_contains(logged(), "test_pool.c:");
    alk_check_contains(logged(), "11000 ms");
    alk_check_ok(alk_conn_close(conn));
    alk_fake_clock_advance(2);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(times(logged(), "not returned"), 1);         /* once each */
    alk_check_ok(alk_conn_close(conn));
    alk_check_ok(alk_conn_close(leaked));
    alk_engine_close(engine);
}

/* A program's log function may wait for a lock whose holder uses the pool: the pool's own lock must be free. */
ALK_TEST(pool, logs_with_no_lock_held)
{
    alk_fake_clock_start();
    engine_of_log = alk_open("mock://", .pool_leak_after = 1);
    alk_conn *leaked = alk_connect(engine_of_log);
    alk_check_made(leaked);
    alk_fake_clock_advance(2);
    log_calls = 0;
    alk_set_log(asking_log, NULL, ALK_LOG_INFO);
    alk_conn *conn = alk_connect(engine_of_log);
    alk_check_made(conn);
    alk_check_int(log_calls, 1);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine_of_log);
    alk_check_int(log_calls, 2);
    alk_check_ok(alk_conn_close(leaked));
}

ALK_TEST(pool, counts_agree_after_every_failure)
{
    static const char *const steps[] = { "connect", "begin", "prepare", "execute", "commit", "rollback", "reset", "close", "set_isolation" };
    alk_engine *engine = alk_open("mock://", .pool_size = 1, .isolation = ALK_ISOLATION_SERIALIZABLE, .pool_timeout = -1);
    alk_check_made(engine);
    for (size_t i = 0; i < 2 * sizeof steps / sizeof steps[0]; i++) {
        mock->fail(steps[i / 2], 1, ALK_ERROR_OPERATIONAL, i % 2 ? ALK_ERROR_DISCONNECT : 0);
        alk_conn *conn = alk_connect(engine);
        run_sql(conn, "affected 1");
        alk_conn_commit(conn);
        run_sql(conn, "affected 1");
        alk_conn_close(conn);
        mock->reset();
        alk_pool_status s = pool_of(engine);
        alk_check_that(s.lent == 0 && s.connecting == 0 && s.waiting == 0 && s.idle <= 1, "after a failing %s", steps[i / 2]);
        alk_check_that(s.opened - s.closed == (uint64_t)s.idle, "after a failing %s", steps[i / 2]);
        alk_check_int(mock->live("connection"), s.idle);
        conn = alk_connect(engine);
        alk_check_made(conn);
        alk_check_int(ask_int(conn, "select 1"), 1);
        alk_check_ok(alk_conn_close(conn));
    }
    alk_engine_close(engine);
    alk_check_int(mock->live("connection"), 0);
    alk_check_int(mock->live("statement"), 0);
    alk_check_int(mock->live("cursor"), 0);
}
