/* SPDX-License-Identifier: MIT
 * Two-phase commit: what the connection lets through, and what it tells the driver. */
#include "engine_test.h"

ALK_SUITE(twophase, engine_setup, engine_teardown);

static alk_engine *engine;
static alk_conn *connect_to(const char *url)
{
    engine = alk_open(url, .pool_size = 1, .pool_timeout = -1);
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

static bool is_prepared(alk_conn *conn, const char *xid)
{
    const char *const *xids = NULL;
    size_t n = 0;
    bool found = false;
    alk_arena *arena = alk_arena_new();
    alk_check_ok(alk_conn_recover(conn, arena, &xids, &n));
    for (size_t i = 0; i < n; i++)
        found = found || strcmp(xids[i], xid) == 0;
    for (size_t i = 0; i < n; i++)
        alk_check(strcmp(xids[i], "not ours!") != 0);
    alk_arena_free(arena);
    return found;
}

static alk_conn *prepared(const char *xid)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_begin_twophase(conn, xid));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_prepare_commit(conn));
    return conn;
}

ALK_TEST_UNTORTURED(twophase, phases_reach_the_driver_with_the_name)
{
    alk_conn *conn = prepared("a-1.b:c_d");
    alk_check_contains(calls(), "begin a-1.b:c_d\n");
    alk_check_contains(calls(), "prepare_commit a-1.b:c_d\n");
    alk_check_str(alk_conn_xid(conn), "a-1.b:c_d");
    alk_check_ok(alk_conn_commit(conn));
    alk_check_contains(calls(), "commit_prepared a-1.b:c_d\n");
    alk_check_int(count_of("commit"), 0);
    alk_check(alk_conn_xid(conn) == NULL);
    alk_check(!alk_conn_in_transaction(conn));
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, nothing_but_an_end_is_taken_once_prepared)
{
    alk_conn *conn = prepared("a");
    alk_check_fails(run_sql(conn, "select 1"), ALK_ERROR_INTERFACE, "transaction a is prepared");
    alk_check_fails(alk_conn_begin(conn), ALK_ERROR_INTERFACE, "is prepared");
    alk_check_fails(alk_conn_savepoint(conn, NULL), ALK_ERROR_INTERFACE, "is prepared");
    alk_check_fails(alk_conn_prepare_commit(conn), ALK_ERROR_INTERFACE, "is prepared");
    alk_check_fails(alk_conn_commit_prepared(conn, "a"), ALK_ERROR_INTERFACE, "is prepared");
    alk_check(alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(count_of("rollback_prepared"), 1);
    alk_check_int(count_of("rollback"), 0);
    alk_check_int(ask_int(conn, "select 1"), 1);
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, ends_without_its_first_phase)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_begin_twophase(conn, NULL));
    alk_check_contains(alk_conn_xid(conn), "alk_");
    alk_check_ok(alk_conn_commit(conn));
    alk_check_int(count_of("commit"), 1);
    alk_check_ok(alk_conn_begin_twophase(conn, NULL));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(count_of("rollback"), 1);
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, closing_leaves_it_prepared)
{
    alk_conn *conn = prepared("left");
    alk_check_ok(alk_conn_close(conn));
    alk_check_int(count_of("rollback_prepared"), 0);
    conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_int(count_of("connect"), 2);             /* the one that prepared it is not lent again */
    alk_check(is_prepared(conn, "left"));
    alk_check_ok(alk_conn_commit_prepared(conn, "left"));
    alk_check(!is_prepared(conn, "left"));
    alk_check_fails(alk_conn_commit_prepared(conn, "left"), ALK_ERROR_PROGRAMMING, "no such");
    alk_check_fails(alk_conn_rollback_prepared(conn, "left"), ALK_ERROR_PROGRAMMING, "no such");
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, lost_in_the_first_phase_is_unknown)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_begin_twophase(conn, "lost"));
    mock->fail("prepare_commit", 1, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    alk_check_fails(alk_conn_prepare_commit(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check(!is_prepared(conn, "lost"));
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, failed_first_phase_is_rolled_back)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_begin_twophase(conn, "failed"));
    mock->fail("prepare_commit", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check_fails(alk_conn_prepare_commit(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_uint(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN, 0);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(count_of("rollback"), 1);
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, lost_in_the_second_phase_is_unknown_and_recovered)
{
    alk_conn *conn = prepared("half");
    mock->fail("commit_prepared", 1, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN);
    alk_check(!alk_conn_in_transaction(conn));
    alk_check(is_prepared(conn, "half"));
    alk_check_ok(alk_conn_commit_prepared(conn, "half"));
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, second_phase_that_fails_may_be_repeated)
{
    alk_conn *conn = prepared("again");
    mock->fail("commit_prepared", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_commit(conn));
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, wrong_use_is_told)
{
    char longest[66];
    alk_conn *conn = connect_to("mock://");
    alk_check_fails(alk_conn_prepare_commit(conn), ALK_ERROR_INTERFACE, "no transaction with two phases");
    alk_check_ok(alk_conn_begin(conn));
    alk_check_fails(alk_conn_prepare_commit(conn), ALK_ERROR_INTERFACE, "no transaction with two phases");
    alk_check_fails(alk_conn_begin_twophase(conn, "a"), ALK_ERROR_INTERFACE, "a transaction is open");
    alk_check_fails(alk_conn_commit_prepared(conn, "a"), ALK_ERROR_INTERFACE, "a transaction is open");
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_fails(alk_conn_begin_twophase(conn, ""), ALK_ERROR_ARGUMENT, "name");
    alk_check_fails(alk_conn_begin_twophase(conn, "a'b"), ALK_ERROR_ARGUMENT, "name");
    alk_check_fails(alk_conn_rollback_prepared(conn, NULL), ALK_ERROR_ARGUMENT, "name");
    memset(longest, 'x', sizeof longest - 1);
    longest[65] = '\0';
    alk_check_fails(alk_conn_begin_twophase(conn, longest), ALK_ERROR_ARGUMENT, "at most 64");
    longest[64] = '\0';
    alk_check_ok(alk_conn_begin_twophase(conn, longest));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_fails(alk_conn_recover(conn, NULL, NULL, NULL), ALK_ERROR_ARGUMENT, "arena");
    end(conn);
}

ALK_TEST_UNTORTURED(twophase, driver_without_it_says_so)
{
    const char *const *xids;
    size_t n;
    alk_arena *arena = alk_arena_new();
    alk_conn *conn = connect_to("mock+bare://?caps=1");
    alk_check_fails(alk_conn_begin_twophase(conn, "a"), ALK_ERROR_NOT_SUPPORTED, "two-phase");
    alk_check_fails(alk_conn_commit_prepared(conn, "a"), ALK_ERROR_NOT_SUPPORTED, "two-phase");
    alk_check_fails(alk_conn_recover(conn, arena, &xids, &n), ALK_ERROR_NOT_SUPPORTED, "two-phase");
    alk_arena_free(arena);
    end(conn);
}

static int refuse(alk_event *event, void *payload)
{
    (void)payload;
    alk_check_str(event->name, "a");
    return 1;
}

ALK_TEST_UNTORTURED(twophase, listener_may_refuse)
{
    alk_conn *conn = connect_to("mock://");
    alk_check(alk_listen(engine, ALK_EVENT_PREPARE_COMMIT, refuse, NULL, 0) != 0);
    alk_check_ok(alk_conn_begin_twophase(conn, "a"));
    alk_check_fails(alk_conn_prepare_commit(conn), ALK_ERROR_INTERFACE, NULL);
    alk_check_int(count_of("prepare_commit"), 0);
    alk_check_ok(alk_conn_rollback(conn));
    end(conn);
}
