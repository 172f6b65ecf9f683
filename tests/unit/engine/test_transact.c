/* SPDX-License-Identifier: MIT
 * Transactions that are tried again. */
#include "engine_test.h"
#include "fake_clock.h"

ALK_SUITE(transact, engine_setup, engine_teardown);

typedef struct script {
    int runs;
    const char *statements[8];     /* of each run; NULL: none */
    int result;                    /* of the function when its statement succeeds */
} script;

static int work(alk_conn *conn, void *payload)
{
    script *s = payload;
    const char *sql = s->statements[s->runs++];
    int code = sql ? run_sql(conn, sql) : ALK_OK;
    return code ? code : s->result;
}

ALK_TEST(transact, commits_what_succeeds)
{
    script s = { .statements = { "affected 1" } };
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    alk_check_ok(alk_transact(engine, work, &s));
    alk_check_int(s.runs, 1);
    alk_check_int(count_of("commit"), 1);
    alk_check_int(pool_of(engine).lent, 0);
    alk_engine_close(engine);
}

ALK_TEST(transact, tries_again_what_may_succeed)
{
    script s = { .statements = { "fail operational +retryable", "disconnect", "affected 1" } };
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    alk_check_ok(alk_transact(engine, work, &s, .first_delay = 0.001));
    alk_check_int(s.runs, 3);
    alk_check_int(count_of("commit"), 1);
    alk_check_int(times(logged(), "tried again"), 2);
    alk_engine_close(engine);
}

ALK_TEST(transact, gives_up_after_its_attempts)
{
    script s = { .statements = { "fail operational +retryable", "fail operational +retryable", "fail operational +retryable last" } };
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    alk_check_fails(alk_transact(engine, work, &s, .attempts = 3, .first_delay = 0.001), ALK_ERROR_OPERATIONAL, "last");
    alk_check_int(s.runs, 3);
    alk_check_int(count_of("rollback"), 3);
    alk_check_int(pool_of(engine).lent, 0);
    alk_engine_close(engine);
}

ALK_TEST(transact, other_failures_end_it)
{
    script s = { .statements = { "fail integrity unique" } };
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    alk_check_fails(alk_transact(engine, work, &s), ALK_ERROR_INTEGRITY, NULL);
    alk_check_int(s.runs, 1);
    s = (script){ .statements = { "affected 1" }, .result = 42 };
    alk_clear_error();
    alk_check(alk_transact(engine, work, &s) != ALK_OK);
    alk_check_error(ALK_ERROR_INTERFACE, "42");
    alk_check_int(count_of("commit"), 0);
    alk_check_int(count_of("rollback"), 2);
    alk_engine_close(engine);
}

ALK_TEST(transact, failing_commit)
{
    script s = { .statements = { "affected 1", "affected 1" } };
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    mock->fail("commit", 1, ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE);
    alk_check_ok(alk_transact(engine, work, &s, .first_delay = 0.001));
    alk_check_int(s.runs, 2);
    alk_engine_close(engine);
}

ALK_TEST(transact, unknown_outcome_is_never_repeated)
{
    for (int way = 0; way < 2; way++) {
        script s = { .statements = { "affected 1" } };
        engine_setup();
        alk_engine *engine = alk_open("mock://");
        alk_check_made(engine);
        mock->fail("commit", 1, ALK_ERROR_OPERATIONAL,
                   ALK_ERROR_DISCONNECT | ALK_ERROR_RETRYABLE | (way ? ALK_ERROR_OUTCOME_UNKNOWN : 0));
        alk_check_fails(alk_transact(engine, work, &s), ALK_ERROR_OPERATIONAL, NULL);
        alk_check(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN);
        alk_check_int(s.runs, 1);
        alk_engine_close(engine);
    }
}

/* A function that looks away from a lost connection must not have its rest committed. */
static int careless(alk_conn *conn, void *payload)
{
    script *s = payload;
    run_sql(conn, s->statements[s->runs++]);
    return ALK_OK;
}

ALK_TEST(transact, lost_and_not_noticed_is_tried_again)
{
    script s = { .statements = { "disconnect", "affected 1" } };
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    alk_check_ok(alk_transact(engine, careless, &s, .first_delay = 0.001));
    alk_check_int(s.runs, 2);
    alk_engine_close(engine);
}

/* The server dies in the first attempt, and is not there for the second. */
static int kill_server(alk_conn *conn, void *payload)
{
    script *s = payload;
    if (s->runs == 0)
        mock->server(0);
    int code = work(conn, payload);
    if (s->runs == 1) {
        mock->server(1);
        mock->fail("connect", 1, ALK_ERROR_OPERATIONAL, 0);
    }
    return code;
}

ALK_TEST(transact, lost_and_away_for_a_while_is_tried_again)
{
    script s = { .statements = { "affected 1", "affected 1" } };
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    alk_check_ok(alk_transact(engine, kill_server, &s, .first_delay = 0.001));
    alk_check_int(s.runs, 2);
    alk_check_int(count_of("connect"), 3);
    alk_check_int(times(logged(), "tried again"), 2);
    s.runs = 0;
    mock->server(0);
    alk_check_fails(alk_transact(engine, work, &s, .first_delay = 0.001), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_int(s.runs, 1);                      /* the connection was an old one: lost, then nobody there */
    alk_engine_close(engine);
}

ALK_TEST(transact, isolation_for_it_alone)
{
    script s = { .statements = { "affected 1" } };
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    alk_check_ok(alk_transact(engine, work, &s, .isolation = ALK_ISOLATION_SERIALIZABLE));
    alk_check_contains(calls(), "begin isolation 5");
    alk_conn *conn = alk_connect(engine);
    alk_check_int(alk_conn_isolation(conn), ALK_ISOLATION_DEFAULT);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(transact, without_a_server_or_a_function)
{
    script s = { .statements = { "affected 1" } };
    alk_engine *engine = alk_open("mock://?connect=refuse");
    alk_check_made(engine);
    alk_check_fails(alk_transact(engine, work, &s), ALK_ERROR_OPERATIONAL, "refuses");
    alk_check_fails(alk_transact(engine, NULL, NULL), ALK_ERROR_ARGUMENT, "function");
    alk_clear_error();
    alk_check_fails(alk_transact(NULL, work, &s), ALK_ERROR_INTERFACE, "NULL");
    alk_check_int(s.runs, 0);
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(transact, waits_longer_each_time)
{
    double shortest = 10;
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    for (int i = 0; i < 20 && shortest >= 0.14; i++) {
        script s = { .statements = { "fail operational +retryable", "fail operational +retryable", "fail operational +retryable", "affected 1" } };
        double began = now_s();
        alk_check_ok(alk_transact(engine, work, &s, .first_delay = 0.04, .max_delay = 0.05));
        double took = now_s() - began;
        alk_check_that(took > 0.0699, "it took %g s", took);       /* halves of 0.04, 0.05, 0.05 at least */
        shortest = took < shortest ? took : shortest;
    }
    alk_check_that(shortest < 0.14, "it took %g s", shortest);      /* of 0.04, 0.08, 0.16 it would be at least that */
    alk_engine_close(engine);
}
