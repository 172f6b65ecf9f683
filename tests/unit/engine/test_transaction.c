/* SPDX-License-Identifier: MIT
 * Transactions and savepoints. */
#include "engine_test.h"

ALK_SUITE(transaction, engine_setup, engine_teardown);

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

/* What the mock was called with, without the statements. */
static const char *transaction_calls(void)
{
    static char text[4096];
    static const char *const shown[] = { "begin", "commit", "rollback", "savepoint", "release", "rollback_to" };
    const char *line = calls();
    text[0] = '\0';
    for (const char *next; (next = strchr(line, '\n')); line = next + 1) {
        const char *call = strchr(line, ' ') + 1;
        for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
            size_t n = strlen(shown[i]);
            if (strncmp(call, shown[i], n) == 0 && (call[n] == ' ' || call[n] == '\n'))
                (void)snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s;", (int)(next - call), call);
        }
    }
    return text;
}

ALK_TEST(transaction, first_statement_begins)
{
    alk_conn *conn = connect_to("mock://");
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check(alk_conn_in_transaction(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_str(transaction_calls(), "begin;commit;");
    end(conn);
}

ALK_TEST(transaction, begins_explicitly_once)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_begin(conn));
    alk_check_fails(alk_conn_begin(conn), ALK_ERROR_INTERFACE, "open already");
    alk_check_str(alk_last_error()->sqlstate, "25001");
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_str(transaction_calls(), "begin;rollback;");
    end(conn);
}

ALK_TEST(transaction, none_in_autocommit_but_an_explicit_one)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_set_autocommit(conn, true));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_begin(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_fails(alk_conn_set_autocommit(conn, false), ALK_ERROR_INTERFACE, "inside a transaction");
    alk_check_ok(alk_conn_commit(conn));
    alk_check_str(transaction_calls(), "begin;commit;");
    end(conn);
}

ALK_TEST(transaction, isolation_is_set_between_transactions)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_SERIALIZABLE));
    alk_check_int(alk_conn_isolation(conn), ALK_ISOLATION_SERIALIZABLE);
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_fails(alk_conn_set_isolation(conn, ALK_ISOLATION_DEFAULT), ALK_ERROR_INTERFACE, "inside a transaction");
    alk_check_ok(alk_conn_commit(conn));
    alk_check_fails(alk_conn_set_isolation(conn, ALK_ISOLATION_SNAPSHOT), ALK_ERROR_NOT_SUPPORTED, NULL);
    alk_check_fails(alk_conn_set_isolation(conn, 99), ALK_ERROR_ARGUMENT, NULL);
    alk_check_fails(alk_conn_set_isolation(conn, -1), ALK_ERROR_ARGUMENT, NULL);
    alk_check_int(alk_conn_isolation(conn), ALK_ISOLATION_SERIALIZABLE);
    alk_check_str(transaction_calls(), "begin isolation 5;commit;");
    end(conn);
}

ALK_TEST(transaction, explicit_begin_knows_no_autocommit_level)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_AUTOCOMMIT));
    alk_check_ok(alk_conn_begin(conn));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_str(transaction_calls(), "begin;rollback;");
    end(conn);
}

/* ---- failures ---- */

ALK_TEST(transaction, failing_begin_leaves_none)
{
    alk_conn *conn = connect_to("mock://");
    mock->fail("begin", 1, ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE);
    alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    end(conn);
}

ALK_TEST(transaction, failing_commit_may_be_tried_again)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(run_sql(conn, "affected 1"));
    mock->fail("commit", 1, ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE);
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_str(transaction_calls(), "begin;commit;commit;");
    end(conn);
}

ALK_TEST(transaction, lost_commit_is_unknown)
{
    alk_conn *conn = connect_to("mock://?commit=unknown");
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN);
    alk_check_fails(run_sql(conn, "affected 1"), ALK_ERROR_OPERATIONAL, "roll back");
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(count_of("connect"), 2);
    end(conn);
}

/* A driver may only know that the connection is gone; core knows that it was in a commit. */
ALK_TEST(transaction, connection_lost_in_a_commit_is_unknown)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(run_sql(conn, "affected 1"));
    mock->fail("commit", 1, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN);
    alk_check_ok(alk_conn_rollback(conn));
    end(conn);
}

ALK_TEST(transaction, failing_rollback_discards_the_link)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(run_sql(conn, "affected 1"));
    mock->fail("rollback", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check_fails(alk_conn_rollback(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_int(count_of("connect"), 2);
    end(conn);
}

/* SQLite rolls back by itself when the disk is full, MySQL after a deadlock: what follows must not be committed one by one. */
ALK_TEST(transaction, ended_by_the_database_refuses_until_rolled_back)
{
    alk_conn *conn = connect_to(sqlite_file());
    alk_check_ok(run_sql(conn, "create table t(a integer primary key)"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(run_sql(conn, "insert into t values(1)"));
    alk_check_fails(run_sql(conn, "insert or rollback into t values(1)"), ALK_ERROR_INTEGRITY, NULL);
    alk_check_fails(run_sql(conn, "insert into t values(2)"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_str(alk_last_error()->sqlstate, "25P02");
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_OPERATIONAL, NULL);
    alk_check(alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(ask_int(conn, "select count(*) from t"), 0);
    alk_check_ok(run_sql(conn, "insert into t values(3)"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_int(ask_int(conn, "select a from t"), 3);
    end(conn);
}

ALK_TEST(transaction, ended_by_a_statement_is_noticed)
{
    alk_conn *conn = connect_to(sqlite_file());
    alk_check_ok(run_sql(conn, "create table t(a)"));
    alk_check_ok(alk_conn_savepoint(conn, "s"));
    alk_check_ok(run_sql(conn, "commit"));
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_int(alk_conn_savepoint_depth(conn), 0);
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(run_sql(conn, "insert into t values(1)"));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(ask_int(conn, "select count(*) from t"), 0);
    end(conn);
}

/* ---- savepoints ---- */

ALK_TEST(transaction, savepoints_nest)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_savepoint(conn, "a"));
    alk_check(alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_savepoint(conn, "b"));
    alk_check_ok(alk_conn_savepoint(conn, NULL));
    alk_check_int(alk_conn_savepoint_depth(conn), 3);
    alk_check_ok(alk_conn_release(conn, NULL));
    alk_check_int(alk_conn_savepoint_depth(conn), 2);
    alk_check_ok(alk_conn_savepoint(conn, "c"));
    alk_check_ok(alk_conn_rollback_to(conn, "b"));
    alk_check_int(alk_conn_savepoint_depth(conn), 1);
    alk_check_fails(alk_conn_release(conn, "c"), ALK_ERROR_INTERFACE, "no savepoint c");
    alk_check_str(alk_last_error()->sqlstate, "3B001");
    alk_check_ok(alk_conn_release(conn, "a"));
    alk_check_fails(alk_conn_release(conn, NULL), ALK_ERROR_INTERFACE, "no savepoint is set");
    alk_check_ok(alk_conn_commit(conn));
    alk_check_str(transaction_calls(), "begin;savepoint a;savepoint b;savepoint alk_1;release alk_1;savepoint c;"
                                       "rollback_to b;release b;release a;commit;");
    end(conn);
}

ALK_TEST(transaction, same_name_means_the_innermost)
{
    alk_conn *conn = connect_to(sqlite_file());
    alk_check_ok(run_sql(conn, "create table t(a)"));
    for (int i = 0; i < 3; i++) {
        alk_check_ok(alk_conn_savepoint(conn, "s"));
        alk_check_ok(run_sql(conn, "insert into t values(1)"));
    }
    alk_check_ok(alk_conn_rollback_to(conn, "s"));
    alk_check_int(ask_int(conn, "select count(*) from t"), 2);
    alk_check_int(alk_conn_savepoint_depth(conn), 2);
    alk_check_ok(alk_conn_release(conn, "s"));
    alk_check_ok(alk_conn_rollback_to(conn, "s"));
    alk_check_int(ask_int(conn, "select count(*) from t"), 0);
    alk_check_int(alk_conn_savepoint_depth(conn), 0);
    end(conn);
}

ALK_TEST(transaction, savepoints_end_with_it)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_savepoint(conn, "a"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_int(alk_conn_savepoint_depth(conn), 0);
    alk_check_ok(alk_conn_savepoint(conn, "a"));
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(alk_conn_savepoint_depth(conn), 0);
    end(conn);
}

ALK_TEST(transaction, savepoint_names_are_names)
{
    static const char *const bad[] = { "", "1a", "a b", "a;b", "a-b", "\"a\"", "ä",
                                       "a123456789012345678901234567890123456789012345678901234567890123" };
    alk_conn *conn = connect_to("mock://");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        alk_check_fails(alk_conn_savepoint(conn, bad[i]), ALK_ERROR_ARGUMENT, "savepoint's name");
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_savepoint(conn, "_a1234567890123456789012345678901234567890123456789012345678901"));
    end(conn);
}

ALK_TEST(transaction, keywords_are_names_of_savepoints_too)
{
    alk_conn *conn = connect_to(sqlite_file());
    alk_check_ok(alk_conn_savepoint(conn, "select"));
    alk_check_ok(alk_conn_savepoint(conn, "to"));
    alk_check_ok(alk_conn_rollback_to(conn, "to"));
    alk_check_ok(alk_conn_release(conn, "select"));
    end(conn);
}

ALK_TEST(transaction, failing_savepoint_changes_nothing)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_savepoint(conn, "a"));
    mock->fail("savepoint", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check_fails(alk_conn_savepoint(conn, "b"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_int(alk_conn_savepoint_depth(conn), 1);
    mock->fail("release", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check_fails(alk_conn_release(conn, "a"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_int(alk_conn_savepoint_depth(conn), 1);
    mock->fail("rollback_to", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check_fails(alk_conn_rollback_to(conn, "a"), ALK_ERROR_OPERATIONAL, NULL);
    alk_check_int(alk_conn_savepoint_depth(conn), 1);
    alk_check_ok(alk_conn_rollback_to(conn, "a"));
    end(conn);
}

ALK_TEST(transaction, savepoint_rolls_an_error_back)
{
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(alk_conn_savepoint(conn, "a"));
    alk_check_fails(run_sql(conn, "fail integrity unique"), ALK_ERROR_INTEGRITY, NULL);
    alk_check_ok(alk_conn_rollback_to(conn, "a"));
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_commit(conn));
    end(conn);
}

/* ---- results ---- */

ALK_TEST(transaction, its_end_ends_open_results)
{
    static int (*const ends[])(alk_conn *) = { alk_conn_commit, alk_conn_rollback };
    alk_conn *conn = connect_to("mock://?batch=1");
    for (size_t i = 0; i < 2; i++) {
        alk_result *r = alk_execute(conn, alk_raw("rows 3 int,text"));
        alk_check(alk_next(r));
        alk_check_int(alk_get_int(r, "c1"), 101);
        alk_check_ok(ends[i](conn));
        alk_check_int(mock->live("cursor"), 0);
        alk_check(!alk_next(r));
        alk_check_int(alk_result_status(r), ALK_ERROR_INTERFACE);
        alk_check_int(alk_get_int(r, "c1"), 0);
        alk_check_status(alk_close(r), ALK_ERROR_INTERFACE);
        alk_check_error(ALK_ERROR_INTERFACE, i == 0 ? "committed" : "rolled back");
    }
    end(conn);
}

ALK_TEST(transaction, results_that_were_read_survive_its_end)
{
    alk_conn *conn = connect_to("mock://");
    alk_result *read = alk_execute(conn, alk_raw("rows 2 int,text"));
    while (alk_next(read))
        alk_check(alk_get_int(read, "c1") > 0);
    alk_result *held = alk_execute(conn, alk_raw("rows 2 int,text"));
    alk_check_ok(alk_all(held));
    alk_check(alk_next(held));
    alk_result *first = alk_execute(conn, alk_raw("rows 5 int,text"));
    alk_check(alk_first(first));
    alk_check_int(alk_get_int(first, "c1"), 101);
    alk_check_ok(alk_conn_commit(conn));
    alk_check_int(mock->live("cursor"), 0);
    alk_check_int(alk_column_count(read), 2);
    alk_check_str(alk_column_name(read, 1), "c2");
    alk_check_int(alk_column_index(read, "c1"), 0);
    alk_check_ok(alk_close(read));
    alk_check_str(alk_get_text(held, "c2"), "r1c2");
    alk_check(alk_next(held));
    alk_check_int(alk_get_int(held, "c1"), 201);
    alk_check_ok(alk_close(held));
    alk_check_int(alk_get_int(first, "c1"), 101);
    alk_check_str(alk_get_text(first, "c2"), "r1c2");
    alk_check_ok(alk_close(first));
    end(conn);
}

ALK_TEST(transaction, memory_running_out)
{
    int status;
    alk_conn *conn = connect_to("mock://");
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_savepoint(conn, "warm"));
    ALK_TORTURE(status) {
        status = alk_conn_savepoint(conn, "a");
        if (status == ALK_OK)
            status = alk_conn_rollback_to(conn, "a");
    }
    alk_check_int(alk_conn_savepoint_depth(conn), 1);
    end(conn);
}

/* ---- deadlines ---- */

static alk_conn *in_a_hurry(const char *url)
{
    alk_conn *conn = connect_to(url);
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_set_options(conn, &(alk_execution_options){ .struct_size = sizeof(alk_execution_options), .timeout = 0.05 }));
    return conn;
}

ALK_TEST_UNTORTURED(transaction, commit_has_a_deadline_and_may_be_repeated)
{
    alk_conn *conn = in_a_hurry("mock://");
    mock->delay("commit", 1, 60);
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_TIMEOUT, NULL);
    alk_check_uint(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN, 0);
    alk_check(alk_conn_in_transaction(conn));          /* as the driver says */
    alk_check_ok(alk_conn_commit(conn));
    alk_check_int(count_of("connect"), 1);
    end(conn);
}

ALK_TEST_UNTORTURED(transaction, late_commit_of_a_driver_that_tells_no_state_is_unknown)
{
    alk_conn *conn = in_a_hurry("mock+bare://");
    mock->delay("commit", 1, 60);
    alk_check_fails(alk_conn_commit(conn), ALK_ERROR_TIMEOUT, NULL);
    alk_check_uint(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN, ALK_ERROR_OUTCOME_UNKNOWN);
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(ask_int(conn, "select 1"), 1);
    alk_check_int(count_of("connect"), 2);             /* an answer that comes late reaches nobody */
    end(conn);
}

ALK_TEST_UNTORTURED(transaction, late_rollback_costs_the_connection)
{
    alk_conn *conn = in_a_hurry("mock://");
    mock->delay("rollback", 1, 60);
    alk_check_fails(alk_conn_rollback(conn), ALK_ERROR_TIMEOUT, NULL);
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_int(ask_int(conn, "select 1"), 1);
    alk_check_int(count_of("connect"), 2);
    end(conn);
}

ALK_TEST_UNTORTURED(transaction, begin_and_savepoints_have_a_deadline)
{
    alk_conn *conn = in_a_hurry("mock://");
    mock->delay("savepoint", 1, 60);
    alk_check_fails(alk_conn_savepoint(conn, "a"), ALK_ERROR_TIMEOUT, NULL);
    alk_check_int(alk_conn_savepoint_depth(conn), 0);
    alk_check_ok(alk_conn_savepoint(conn, "b"));
    mock->delay("rollback_to", 1, 60);
    alk_check_fails(alk_conn_rollback_to(conn, "b"), ALK_ERROR_TIMEOUT, NULL);
    mock->delay("release", 1, 60);
    alk_check_fails(alk_conn_release(conn, "b"), ALK_ERROR_TIMEOUT, NULL);
    alk_check_ok(alk_conn_release(conn, "b"));
    alk_check_ok(alk_conn_commit(conn));
    mock->delay("begin", 1, 60);
    alk_check_fails(alk_conn_begin(conn), ALK_ERROR_TIMEOUT, NULL);
    alk_check_ok(alk_conn_begin(conn));
    end(conn);
}

ALK_TEST_UNTORTURED(transaction, preparing_and_isolation_have_a_deadline)
{
    alk_conn *conn = in_a_hurry("mock://");
    mock->delay("prepare", 1, 60);
    alk_check_fails(run_sql(conn, "select 7"), ALK_ERROR_TIMEOUT, NULL);
    alk_check_ok(alk_conn_rollback(conn));
    mock->delay("prepare", 1, 60);
    alk_check(alk_conn_prepare(conn, "select 8", SIZE_MAX) == NULL);
    alk_check_int(alk_last_error()->code, ALK_ERROR_TIMEOUT);
    alk_check_ok(alk_conn_rollback(conn));
    mock->delay("set_isolation", 1, 60);
    alk_check_fails(alk_conn_set_isolation(conn, ALK_ISOLATION_SERIALIZABLE), ALK_ERROR_TIMEOUT, NULL);
    alk_check_ok(alk_conn_set_isolation(conn, ALK_ISOLATION_SERIALIZABLE));
    end(conn);
}
