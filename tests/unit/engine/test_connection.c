/* SPDX-License-Identifier: MIT
 * Connections: the handle's life, what is restored when it is returned, what is told of the other end, losing and replacing the link. */
#include "engine_test.h"
#include "fake_clock.h"
#include <alkahest/plugin.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

ALK_SUITE(connection, engine_setup, engine_teardown);

static alk_engine *engine;
static alk_conn *connect_to(const char *url)
{
    engine = alk_open(url, .pool_size = 1, .max_overflow = -1, .pool_timeout = -1);
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
    alk_check_int(mock->live("statement"), 0);
    alk_check_int(mock->live("cursor"), 0);
}

/* ---- the handle ---- */

ALK_TEST(connection, closed_twice_is_told)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_close(conn));
    alk_check_fails(alk_conn_close(conn), ALK_ERROR_INTERFACE, "closed already");
    alk_engine_close(engine);
}

ALK_TEST(connection, used_after_its_close_is_told)
{
    alk_conn *conn = connect_to("mock://");
    alk_execution_options options = { .struct_size = sizeof options };
    alk_check_ok(alk_conn_close(conn));
    alk_check(alk_execute(conn, alk_raw("affected 1")) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_begin(conn), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_rollback(conn), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_savepoint(conn, NULL), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_set_isolation(conn, 0), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_set_autocommit(conn, true), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_set_options(conn, &options), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_ping(conn), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_invalidate(conn, false), ALK_ERROR_INTERFACE, "closed");
    alk_check_fails(alk_conn_detach(conn), ALK_ERROR_INTERFACE, "closed");
    alk_check_ok(alk_conn_cancel(conn));               /* nothing runs */
    alk_check(alk_conn_prepare(conn, "affected 1", SIZE_MAX) == NULL);
    alk_check(alk_conn_server(conn) == NULL);
    alk_check(alk_conn_warning(conn) == NULL);
    alk_check(alk_conn_tables(conn) == NULL);
    alk_check(alk_conn_native(conn, "mock/1") == NULL);
    alk_check(alk_conn_data(conn) == NULL);
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_int(alk_conn_savepoint_depth(conn), 0);
    alk_engine_close(engine);
}

ALK_TEST(connection, null_keeps_the_cause)
{
    engine = alk_open("mock://?connect=refuse");
    alk_conn *conn = alk_connect(engine);
    alk_check(conn == NULL);
    alk_check_error(ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_check_status(alk_close(alk_execute(conn, alk_raw("echo :a"), alk_bind("a", 1))), ALK_ERROR_OPERATIONAL);
    alk_check_fails(alk_conn_begin(conn), ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_check_fails(alk_conn_rollback(conn), ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_check_fails(alk_conn_release(conn, NULL), ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_check_fails(alk_conn_set_options(conn, NULL), ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_check_fails(alk_conn_cancel(conn), ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_check_fails(alk_conn_close(conn), ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_check(alk_conn_prepare(conn, "x", 1) == NULL);
    alk_check(alk_conn_engine(conn) == NULL);
    alk_check(alk_conn_data(conn) == NULL);
    alk_conn_set_data(conn, &engine);
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_error(ALK_ERROR_OPERATIONAL, "refuses this user");
    alk_engine_close(engine);
}

/* ---- what the next borrower finds ---- */

ALK_TEST(connection, settings_end_with_the_loan)
{
    alk_execution_options options = { .struct_size = sizeof options, .token = "mine", .timeout = 3 };
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(run_sql(conn, "set colour red"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_SERIALIZABLE));
    alk_check_ok(alk_conn_set_autocommit(conn, true));
    alk_check_ok(alk_conn_set_options(conn, &options));
    alk_check_ok(alk_conn_close(conn));
    alk_check_int(count_of("reset"), 1);
    alk_check_contains(calls(), "set_isolation 5");
    alk_check_contains(calls(), "set_isolation 0");
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(count_of("connect"), 1);
    alk_check_int(alk_conn_isolation(conn), ALK_ISOLATION_DEFAULT);
    alk_result *r = alk_execute(conn, alk_raw("get colour"));
    alk_check(alk_one(r));
    alk_check(alk_is_null(r, 0));
    alk_check_ok(alk_close(r));
    alk_check(alk_conn_in_transaction(conn));
    end(conn);
}

ALK_TEST(connection, isolation_of_the_engine_is_restored)
{
    engine = alk_open("mock://", .isolation = ALK_ISOLATION_REPEATABLE_READ);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_int(alk_conn_isolation(conn), ALK_ISOLATION_REPEATABLE_READ);
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_AUTOCOMMIT));
    alk_check_ok(alk_conn_set_autocommit(conn, false));
    alk_check_int(alk_conn_isolation(conn), ALK_ISOLATION_REPEATABLE_READ);
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_READ_COMMITTED));
    alk_check_ok(alk_conn_close(conn));
    alk_check_str(strstr(steps(), "set_isolation 3"), "set_isolation 3\nset_isolation 2\nreset\nset_isolation 3\n");
    alk_engine_close(engine);
    engine = alk_open("mock://", .isolation = ALK_ISOLATION_AUTOCOMMIT);
    alk_check_made(conn = alk_connect(engine));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_SERIALIZABLE));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check(alk_conn_in_transaction(conn));
    end(conn);
    alk_check(strstr(calls(), "set_isolation 6") == NULL);
}

ALK_TEST(connection, isolation_survives_a_new_link)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_SERIALIZABLE));
    alk_check_ok(alk_conn_invalidate(conn, false));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(times(calls(), "set_isolation 5"), 2);
    alk_check_int(alk_conn_isolation(conn), ALK_ISOLATION_SERIALIZABLE);
    end(conn);
}

ALK_TEST(connection, transaction_is_ended_as_the_pool_says)
{
    static const struct {
        int reset;
        const char *call;
    } cases[] = { { ALK_RESET_ROLLBACK, "rollback\nreset\n" }, { ALK_RESET_COMMIT, "commit\nreset\n" }, { ALK_RESET_NONE, "rollback\n" } };
    for (size_t i = 0; i < 3; i++) {
        for (int raw = 0; raw < 2; raw++) {
            engine_setup();
            engine = alk_open("mock://", .pool_reset = cases[i].reset);
            alk_conn *conn = alk_connect(engine);
            alk_check_made(conn);
            if (raw)                               /* begun behind core's back */
                alk_check_ok(run_sql(conn, "affected 1"));
            else
                alk_check_ok(alk_conn_begin(conn));
            alk_check_ok(alk_conn_close(conn));
            const char *from = strstr(steps(), cases[i].call);
            alk_check_that(from && strcmp(from, cases[i].call) == 0, "reset %d gives:\n%s", cases[i].reset, steps());
            alk_check_made(conn = alk_connect(engine));
            alk_check_ok(run_sql(conn, "affected 1"));
            alk_check_ok(alk_conn_close(conn));
            alk_engine_close(engine);
        }
    }
}

ALK_TEST(connection, transaction_begun_by_raw_sql_is_ended)
{
    engine = alk_open(sqlite_file(), .pool_size = 1);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(alk_conn_set_autocommit(conn, true));
    alk_check_ok(run_sql(conn, "create table t(a)"));
    alk_check_ok(run_sql(conn, "begin"));
    alk_check(alk_conn_in_transaction(conn));
    alk_check_ok(run_sql(conn, "insert into t values(1)"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(run_sql(conn, "begin"));
    alk_check_ok(run_sql(conn, "insert into t values(2)"));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(ask_int(conn, "select count(*) from t"), 1);
    alk_check_ok(run_sql(conn, "begin"));
    alk_check_ok(run_sql(conn, "insert into t values(3)"));
    alk_check_ok(alk_conn_close(conn));
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(ask_int(conn, "select count(*) from t"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(connection, data_stays_with_the_link)
{
    static int mine;
    alk_conn *conn = connect_to("mock://");
    alk_check(alk_conn_data(conn) == NULL);
    alk_conn_set_data(conn, &mine);
    alk_check_ok(alk_conn_close(conn));
    alk_check_made(conn = alk_connect(engine));
    alk_check(alk_conn_data(conn) == &mine);
    alk_check_ok(alk_conn_invalidate(conn, false));
    alk_check(alk_conn_data(conn) == NULL);
    end(conn);
}

/* ---- the other end ---- */

ALK_TEST(connection, tells_of_the_other_end)
{
    alk_conn *conn = connect_to("mock://");
    alk_check(alk_conn_engine(conn) == engine);
    alk_check(alk_conn_capabilities(conn) & ALK_CAP_CANCEL);
    alk_check(alk_conn_native(conn, "mock/1") == mock);
    alk_check(alk_conn_native(conn, "other/1") == NULL);
    alk_check(alk_conn_native(conn, NULL) == NULL);
    alk_check_ok(alk_conn_ping(conn));
    alk_check_int(alk_conn_last_insert_id(conn), 0);
    alk_check_ok(run_sql(conn, "affected 1 id 77"));
    alk_check_int(alk_conn_last_insert_id(conn), 77);
    alk_check(alk_conn_tables(conn) == NULL);
    alk_check_error(ALK_ERROR_NOT_SUPPORTED, "tables");
    end(conn);
}

ALK_TEST(connection, lists_tables)
{
    engine = alk_open("sqlite://");
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(run_sql(conn, "create table zebra(a)"));
    alk_check_ok(run_sql(conn, "create view ant as select * from zebra"));
    alk_result *r = alk_conn_tables(conn);
    alk_check(alk_next(r));
    alk_check_str(alk_get_text(r, "name"), "ant");
    alk_check_str(alk_get_text(r, "kind"), "view");
    alk_check(alk_next(r));
    alk_check_str(alk_get_text(r, "name"), "zebra");
    alk_check_str(alk_get_text(r, "kind"), "table");
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(connection, gives_warnings_one_by_one)
{
    alk_conn *conn = connect_to("mock://");
    alk_check(alk_conn_warning(conn) == NULL);
    alk_check_ok(run_sql(conn, "warn first"));
    alk_check_ok(run_sql(conn, "warn second"));
    alk_clear_error();
    const alk_error *warning = alk_conn_warning(conn);
    alk_check_made(warning);
    alk_check_contains(warning->message, "first");
    alk_check_str(warning->sqlstate, "01000");
    alk_check_made(warning = alk_conn_warning(conn));
    alk_check_contains(warning->message, "second");
    alk_check(alk_conn_warning(conn) == NULL);
    alk_check_int(alk_last_error()->code, ALK_OK);
    end(conn);
}

ALK_TEST(connection, errors_arrive_whole)
{
    static const struct {
        const char *word;
        int code;
    } classes[] = {
        { "interface", ALK_ERROR_INTERFACE }, { "data", ALK_ERROR_DATA }, { "operational", ALK_ERROR_OPERATIONAL },
        { "integrity", ALK_ERROR_INTEGRITY }, { "internal", ALK_ERROR_INTERNAL }, { "programming", ALK_ERROR_PROGRAMMING },
    };
    char sql[80];
    alk_conn *conn = connect_to("mock://");
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        (void)snprintf(sql, sizeof sql, "fail %s unique users.name", classes[i].word);
        alk_check_fails(run_sql(conn, sql), classes[i].code, "told to fail");
        alk_check_str(alk_last_error()->sql, sql);
        alk_check_int(alk_last_error()->native_code, classes[i].code * -1000);
        alk_check_ok(alk_conn_rollback(conn));
    }
    alk_check_fails(run_sql(conn, "fail integrity unique users.name"), ALK_ERROR_INTEGRITY, NULL);
    alk_check_str(alk_last_error()->constraint, "unique");
    alk_check_str(alk_last_error()->table, "users");
    alk_check_str(alk_last_error()->column, "name");
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_fails(run_sql(conn, "nonsense"), ALK_ERROR_PROGRAMMING, "syntax error");
    alk_check_int(alk_last_error()->position, 1);
    end(conn);
}

/* ---- losing the link ---- */

ALK_TEST(connection, lost_outside_a_transaction_is_replaced)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_set_autocommit(conn, true));
    alk_check_fails(run_sql(conn, "disconnect"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_last_error()->flags & ALK_ERROR_DISCONNECT);
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(count_of("connect"), 2);
    end(conn);
}

ALK_TEST(connection, lost_inside_a_transaction_refuses_until_rolled_back)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_fails(run_sql(conn, "disconnect"), ALK_ERROR_OPERATIONAL, NULL);
    for (int i = 0; i < 2; i++) {
        alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_OPERATIONAL, "roll back");
        alk_check_str(alk_last_error()->sqlstate, "08003");
        alk_check_fails(alk_conn_commit(conn), ALK_ERROR_OPERATIONAL, "roll back");
        alk_check_fails(alk_conn_savepoint(conn, NULL), ALK_ERROR_OPERATIONAL, "roll back");
    }
    alk_check_int(count_of("commit"), 0);
    alk_check(alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_int(count_of("rollback"), 0);
    alk_check_int(count_of("connect"), 2);
    end(conn);
}

/* Whatever call finds the link lost, nothing of the transaction may go on elsewhere. */
ALK_TEST(connection, lost_by_a_side_call_refuses_too)
{
    static const char *const steps[] = { "last_insert_id", "cursor_close", "prepare", "fetch", "savepoint", "ping" };
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        engine_setup();
        alk_conn *conn = connect_to("mock://");
        alk_check_ok(alk_conn_begin(conn));
        mock->fail(steps[i], 1, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
        run_sql(conn, "affected 1");
        ask_int(conn, "select 1");
        alk_conn_savepoint(conn, NULL);
        alk_conn_ping(conn);
        alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_OPERATIONAL, "roll back");
        alk_check_that(count_of("connect") == 1, "after a failing %s it went on", steps[i]);
        alk_check_ok(alk_conn_rollback(conn));
        alk_check_ok(run_sql(conn, "affected 1"));
        end(conn);
    }
}

ALK_TEST(connection, closing_a_lost_one_is_no_failure)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_fails(run_sql(conn, "disconnect"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_int(count_of("reset"), 0);
    end(conn);
}

ALK_TEST(connection, lost_while_the_server_is_down_stays_usable_later)
{
    alk_conn *conn = connect_to("mock://");
    mock->server(0);
    alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_OPERATIONAL, "down");
    alk_check_int(pool_of(engine).lent, 0);
    mock->server(1);
    alk_check_ok(run_sql(conn, "affected 1"));
    end(conn);
}

/* ---- cancelling ---- */

typedef struct canceller {
    alk_conn *conn;
    atomic_bool over;                  /* the statement has ended */
    int code;
} canceller;

/* A cancel that comes before the statement runs does nothing, and when that is cannot be seen from outside: so again and again. */
static void *cancel_until_over(void *payload)
{
    canceller *c = payload;
    do {
        sleep_s(0.02);
        c->code = alk_conn_cancel(c->conn);
    } while (c->code == ALK_OK && !atomic_load(&c->over));
    alk_clear_error();
    return NULL;
}

ALK_TEST_UNTORTURED(connection, cancel_ends_what_runs)
{
    alk_conn *conn = connect_to("mock://");
    canceller c = { .conn = conn };
    pthread_t thread;
    alk_check(pthread_create(&thread, NULL, cancel_until_over, &c) == 0);
    int code = run_sql(conn, "sleep 60");
    atomic_store(&c.over, true);
    pthread_join(thread, NULL);
    alk_check_status(code, ALK_ERROR_OPERATIONAL);
    alk_check_str(alk_last_error()->sqlstate, "57014");
    alk_check_contains(alk_last_error()->message, "cancelled");
    alk_check_int(c.code, ALK_OK);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_ok(alk_conn_cancel(conn));               /* nothing runs: the next statement is safe */
    alk_check_int(ask_int(conn, "select 1"), 1);
    end(conn);
}

ALK_TEST(connection, cancel_needs_a_driver_that_can)
{
    alk_conn *conn = connect_to("mock+bare://");
    alk_check_fails(alk_conn_cancel(conn), ALK_ERROR_NOT_SUPPORTED, NULL);
    end(conn);
}

ALK_TEST_UNTORTURED(connection, deadline_ends_what_runs)
{
    alk_conn *conn = connect_to("mock://");
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 0.1 };
    double began = now_s();
    alk_check_status(alk_close(alk_conn_execute_driver(conn, "sleep 60", SIZE_MAX, NULL, 0, &options)), ALK_ERROR_TIMEOUT);
    double took = now_s() - began;
    alk_check_that(took > 0.0999 && took < 5, "it took %g s", took);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_ok(alk_conn_set_options(conn, &options));
    alk_check_fails(run_sql(conn, "sleep 60"), ALK_ERROR_TIMEOUT, NULL);
    alk_check_ok(alk_conn_rollback(conn));
    options.timeout = -1;                              /* the call knows better */
    alk_check_status(alk_close(alk_conn_execute_driver(conn, "sleep 0.2", SIZE_MAX, NULL, 0, &options)), ALK_OK);
    end(conn);
}

/* ---- bare drivers ---- */

ALK_TEST(connection, bare_driver_does_all_that_it_can)
{
    alk_conn *conn = connect_to("mock+bare://");
    alk_check_int(ask_int(conn, "select 1"), 1);
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_fails(alk_conn_set_isolation(conn, ALK_ISOLATION_SERIALIZABLE), ALK_ERROR_NOT_SUPPORTED, NULL);
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_DEFAULT));
    alk_check_ok(alk_conn_ping(conn));
    alk_check(alk_conn_warning(conn) == NULL);
    alk_check(alk_conn_native(conn, "mock/1") == NULL);
    alk_check_ok(alk_conn_close(conn));
    alk_check_int(count_of("close"), 0);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(ask_int(conn, "select 1"), 1);
    end(conn);
}

#if !defined(NDEBUG)
static void *sleep_there(void *shared)
{
    (void)alk_close(alk_conn_execute_driver(shared, "sleep 2", SIZE_MAX, NULL, 0, NULL));
    return NULL;
}

/* A debug build ends the program; where that happens is another process here. */
ALK_TEST_UNTORTURED(connection, of_two_threads_at_once_is_noticed)
{
    int status = 0;
    pid_t child = fork();
    alk_check(child >= 0);
    if (child == 0) {
        pthread_t other;
        struct rlimit no_core = { 0, 0 };
        (void)setrlimit(RLIMIT_CORE, &no_core);
        (void)signal(SIGABRT, SIG_DFL);
        if (!freopen("/dev/null", "w", stderr))
            _exit(3);
        alk_conn *mine = alk_connect(alk_open("mock://"));
        if (mine && pthread_create(&other, NULL, sleep_there, mine) == 0)
            for (int i = 0; i < 100; i++) {
                (void)usleep(10000);
                (void)alk_close(alk_conn_execute_driver(mine, "affected 1", SIZE_MAX, NULL, 0, NULL));
            }
        _exit(0);
    }
    alk_check_int(waitpid(child, &status, 0), child);
    alk_check(WIFSIGNALED(status));
    alk_check_int(WTERMSIG(status), SIGABRT);
}
#endif
