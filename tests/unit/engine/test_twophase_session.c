/* SPDX-License-Identifier: MIT
 * Two-phase commit of a session over two databases: what each is told, and what is left when one fails in the middle. */
#include "engine_test.h"
#include <alkahest/alkahest.h>

#define THING(X, m) X(m, key, id, BIGINT)
ALK_MODEL(thing, THING);
ALK_DEFINE(thing, THING, "things");

static alk_engine *engines[2];
static alk_session *s;
static char stem[65];

static int to_first(const alk_sql *table, const void *entity, void *payload)
{
    (void)table, (void)entity, (void)payload;
    return 0;
}

/* Both have a transaction. */
static void begin(void)
{
    static const alk_shard_chooser chooser = { .struct_size = sizeof chooser, .of_object = to_first };
    for (int i = 0; i < 2; i++) {
        engines[i] = alk_open("mock://", .pool_size = 1, .pool_timeout = -1);
        alk_check_made(engines[i]);
    }
    s = alk_session_open(engines[0], .two_phase = true);
    alk_check_made(s);
    alk_check_ok(alk_session_shards(s, NULL, engines, 2, &chooser, NULL));
    alk_check(!alk_session_xid(s));
    for (unsigned i = 0; i < 2; i++)
        alk_check_ok(run_sql(alk_session_shard_conn(s, thing.table, i), "affected 1"));
    alk_check_str(alk_session_xid(s), alk_conn_xid(alk_session_shard_conn(s, thing.table, 0)));
    snprintf(stem, sizeof stem, "%s", alk_session_xid(s));
}

static void end(void)
{
    alk_check_ok(alk_session_close(s));
    for (int i = 0; i < 2; i++)
        alk_engine_close(engines[i]);
    alk_check_int(mock->live("connection"), 0);
}

/* Ends what is left prepared, and tells how many there were of this transaction. */
static int ended_by_hand(bool commit)
{
    const char *const *xids = NULL;
    size_t n = 0;
    int ours = 0;
    alk_arena *arena = alk_arena_new();
    alk_conn *conn = alk_connect(engines[0]);
    alk_check_ok(alk_conn_recover(conn, arena, &xids, &n));
    alk_check_ok(alk_conn_commit(conn));
    for (size_t i = 0; i < n; i++)
        if (strncmp(xids[i], stem, strlen(stem)) == 0) {
            alk_check_ok(commit ? alk_conn_commit_prepared(conn, xids[i]) : alk_conn_rollback_prepared(conn, xids[i]));
            ours++;
        }
    alk_check_ok(alk_conn_close(conn));
    alk_arena_free(arena);
    return ours;
}

ALK_SUITE(twophase_session, engine_setup, engine_teardown);

ALK_TEST_UNTORTURED(twophase_session, all_are_prepared_before_one_is_committed)
{
    char expected[300];
    begin();
    alk_check_str(alk_conn_xid(alk_session_shard_conn(s, thing.table, 1)) + strlen(stem), ".1");
    alk_check_ok(alk_session_commit(s));
    snprintf(expected, sizeof expected, "prepare_commit %s\nprepare_commit %s.1\ncommit_prepared %s\ncommit_prepared %s.1\n", stem, stem, stem, stem);
    alk_check_contains(steps(), expected);
    alk_check(!alk_session_xid(s));
    alk_check_ok(run_sql(alk_session_shard_conn(s, thing.table, 1), "affected 1"));
    alk_check(strncmp(alk_session_xid(s), stem, strlen(stem)) != 0);       /* another transaction, another name */
    alk_check_ok(alk_session_commit(s));
    alk_check_int(count_of("prepare_commit"), 2);                          /* of one database alone */
    alk_check_int(count_of("commit"), 1);
    end();
}

ALK_TEST_UNTORTURED(twophase_session, closed_in_the_middle_leaves_nothing)
{
    begin();
    alk_check_ok(alk_session_close(s));
    s = NULL;
    alk_check_int(ended_by_hand(false), 0);
    alk_check_int(count_of("prepare_commit"), 0);
    end();
}

ALK_TEST_UNTORTURED(twophase_session, a_first_phase_that_fails_undoes_all)
{
    begin();
    mock->fail("prepare_commit", 2, ALK_ERROR_INTEGRITY, 0);
    alk_check_fails(alk_session_commit(s), ALK_ERROR_INTEGRITY, "mock:// cannot commit: ");
    alk_check_uint(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN, 0);
    alk_check_int(count_of("rollback_prepared"), 1);
    alk_check_int(count_of("rollback"), 1);
    alk_check_int(count_of("commit_prepared"), 0);
    alk_check(alk_session_has_failed(s) && !alk_session_shard_conn(s, thing.table, 0));
    alk_check_ok(alk_session_rollback(s));
    alk_check_int(ended_by_hand(false), 0);
    end();
}

ALK_TEST_UNTORTURED(twophase_session, what_cannot_be_rolled_back_is_named)
{
    char expected[300];
    begin();
    mock->fail("prepare_commit", 2, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    mock->fail("rollback_prepared", 1, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    snprintf(expected, sizeof expected, "all was rolled back, but for what may be prepared and is to be rolled back: %s in mock://, %s.1 in mock://: mock:// cannot commit: ", stem, stem);
    alk_check_fails(alk_session_commit(s), ALK_ERROR_OPERATIONAL, expected);
    alk_check_uint(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN, 0);
    alk_check_ok(alk_session_rollback(s));
    alk_check_int(ended_by_hand(false), 1);
    alk_check_int(count_of("commit_prepared"), 0);
    end();
}

ALK_TEST_UNTORTURED(twophase_session, a_second_phase_that_fails_names_what_is_left)
{
    static const unsigned lost[] = { 0, ALK_ERROR_DISCONNECT };
    for (int i = 0; i < 2; i++) {
        char expected[300];
        begin();
        mock->fail("commit_prepared", 1, ALK_ERROR_OPERATIONAL, lost[i]);
        snprintf(expected, sizeof expected, "1 of 2 databases have committed; what may be prepared still, and is to be committed: %s in mock://: ", stem);
        alk_check_fails(alk_session_commit(s), ALK_ERROR_OPERATIONAL, expected);
        alk_check(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN);
        alk_check(!alk_session_has_failed(s) && !alk_session_xid(s));
        alk_check_int(count_of("rollback_prepared"), 0);
        alk_check_int(ended_by_hand(true), 1);
        alk_check_ok(run_sql(alk_session_shard_conn(s, thing.table, 0), "affected 1"));
        alk_check_ok(alk_session_commit(s));
        end();
    }
}

ALK_TEST_UNTORTURED(twophase_session, a_connection_of_the_programs_takes_part)
{
    engines[1] = alk_open("mock://");
    engines[0] = alk_open("mock://");
    alk_conn *conn = alk_connect(engines[0]);
    s = alk_session_open(NULL, .conn = conn, .two_phase = true);
    alk_check_made(s);
    alk_check_ok(alk_conn_begin(conn));
    alk_check(!alk_session_conn(s));
    alk_check_error(ALK_ERROR_INTERFACE, "a transaction is open");
    alk_check_ok(alk_session_rollback(s));
    alk_check(alk_session_conn(s) == conn);
    alk_check_str(alk_session_xid(s), alk_conn_xid(conn));
    alk_check_ok(alk_session_commit(s));
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(alk_conn_begin_twophase(conn, "the_programs"));
    alk_check(alk_session_conn(s) == conn);
    alk_check_str(alk_session_xid(s), "the_programs");
    alk_check_ok(alk_session_rollback(s));
    alk_check(!alk_conn_in_transaction(conn));
    alk_check_ok(alk_session_close(s));
    s = NULL;
    alk_check_ok(alk_conn_close(conn));
    end();
}
