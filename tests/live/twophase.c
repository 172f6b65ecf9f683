/* SPDX-License-Identifier: MIT
 * Two-phase commit. */
#include "live.h"
#include <time.h>

/* Prepared transactions of the case that failed before would be in the way. */
static void begin_with_a_row(live *l, const char *xid)
{
    LIVE_NEED(l, ALK_CAP_TWO_PHASE);
    live_table(l, "v INT");
    LIVE_OK(l, alk_conn_begin_twophase(l->conn, xid));
    LIVE_CHECK(l, strcmp(alk_conn_xid(l->conn), xid) == 0);
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
}

static int64_t rows(live *l)
{
    return live_int(l, "select count(*) from live_t");
}

static bool is_prepared(live *l, const char *xid)
{
    const char *const *xids;
    size_t n;
    bool found = false;
    LIVE_OK(l, alk_conn_recover(l->conn, l->arena, &xids, &n));
    for (size_t i = 0; i < n && !found; i++)
        found = strcmp(xids[i], xid) == 0;
    return found;
}

static void prepared_commits(live *l)
{
    begin_with_a_row(l, "live_commit");
    LIVE_OK(l, alk_conn_prepare_commit(l->conn));
    LIVE_FAILS(l, live_run(l, "select 1"), ALK_ERROR_INTERFACE);
    LIVE_FAILS(l, alk_conn_savepoint(l->conn, "s"), ALK_ERROR_INTERFACE);
    LIVE_CHECK(l, alk_conn_in_transaction(l->conn));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, !alk_conn_in_transaction(l->conn) && !alk_conn_xid(l->conn));
    LIVE_CHECK(l, rows(l) == 1 && !is_prepared(l, "live_commit"));
}

static void prepared_rolls_back(live *l)
{
    begin_with_a_row(l, "live_rollback");
    LIVE_OK(l, alk_conn_prepare_commit(l->conn));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, rows(l) == 0 && !is_prepared(l, "live_rollback"));
}

static void one_phase_is_enough(live *l)
{
    begin_with_a_row(l, "live_one");
    LIVE_OK(l, alk_conn_savepoint(l->conn, "s"));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(2)"));
    LIVE_OK(l, alk_conn_rollback_to(l->conn, "s"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, rows(l) == 1);
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_OK(l, alk_conn_begin_twophase(l->conn, NULL));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(3)"));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, rows(l) == 1);
}

/* The name is in use as long as the transaction is. */
static void name_is_taken(live *l)
{
    alk_conn *other = alk_connect(l->engine);
    LIVE_CHECK(l, other);
    begin_with_a_row(l, "live_taken");
    LIVE_OK(l, alk_conn_prepare_commit(l->conn));
    int code = alk_conn_begin_twophase(other, "live_taken");
    code = code ? code : alk_conn_prepare_commit(other);
    alk_conn_close(other);
    LIVE_CHECK(l, code == ALK_ERROR_PROGRAMMING || code == ALK_ERROR_OPERATIONAL || code == ALK_ERROR_INTEGRITY);
    LIVE_OK(l, alk_conn_rollback(l->conn));
}

/* Ends what a closed connection has left; its session may take a moment to end. */
static int end_left(live *l, const char *xid, bool commit)
{
    for (int tries = 0;; tries++) {
        int code = commit ? alk_conn_commit_prepared(l->conn, xid) : alk_conn_rollback_prepared(l->conn, xid);
        if (code == ALK_OK || tries == 100)
            return code;
        nanosleep(&(struct timespec){ .tv_nsec = 30000000 }, NULL);
    }
}

static void leave_prepared(live *l, const char *xid)
{
    begin_with_a_row(l, xid);
    LIVE_OK(l, alk_conn_prepare_commit(l->conn));
    LIVE_OK(l, alk_conn_close(l->conn));
    l->conn = alk_connect(l->engine);
    LIVE_CHECK(l, l->conn);
    LIVE_CHECK(l, is_prepared(l, xid));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

static void another_connection_commits(live *l)
{
    leave_prepared(l, "live_left:1.0-a");
    LIVE_OK(l, end_left(l, "live_left:1.0-a", true));
    LIVE_CHECK(l, rows(l) == 1 && !is_prepared(l, "live_left:1.0-a"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, alk_conn_commit_prepared(l->conn, "live_left:1.0-a") < 0);
}

static void another_connection_rolls_back(live *l)
{
    leave_prepared(l, "live_left_2");
    LIVE_OK(l, end_left(l, "live_left_2", false));
    LIVE_CHECK(l, rows(l) == 0 && !is_prepared(l, "live_left_2"));
}

static void failed_transaction_is_not_prepared(live *l)
{
    LIVE_NEED(l, ALK_CAP_TWO_PHASE);
    live_table(l, "v INT primary key");
    LIVE_OK(l, alk_conn_begin_twophase(l->conn, "live_failed"));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_FAILS(l, live_run(l, "insert into live_t(v) values(1)"), ALK_ERROR_INTEGRITY);
    bool failed = alk_conn_transaction_status(l->conn) == ALK_TRANSACTION_FAILED;
    int code = alk_conn_prepare_commit(l->conn);
    LIVE_CHECK(l, failed == (code != ALK_OK));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, rows(l) == 0 && !is_prepared(l, "live_failed"));
}

static void without_the_capability(live *l)
{
    if (l->caps & ALK_CAP_TWO_PHASE)
        live_skip(l, "it has two-phase commit");
    LIVE_FAILS(l, alk_conn_begin_twophase(l->conn, NULL), ALK_ERROR_NOT_SUPPORTED);
    LIVE_FAILS(l, alk_conn_commit_prepared(l->conn, "a"), ALK_ERROR_NOT_SUPPORTED);
    LIVE_CHECK(l, live_int(l, "select 1") == 1);
}

const live_case live_twophase[] = {
    { "prepared_commits", prepared_commits }, { "prepared_rolls_back", prepared_rolls_back }, { "one_phase_is_enough", one_phase_is_enough },
    { "name_is_taken", name_is_taken }, { "another_connection_commits", another_connection_commits },
    { "another_connection_rolls_back", another_connection_rolls_back }, { "failed_transaction_is_not_prepared", failed_transaction_is_not_prepared },
    { "without_the_capability", without_the_capability }, { NULL, NULL },
};
