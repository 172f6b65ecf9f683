/* SPDX-License-Identifier: MIT
 * Commit, rollback, savepoints, autocommit, what other connections see. */
#include "live.h"

static void rollback_undoes(live *l)
{
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_CHECK(l, alk_conn_in_transaction(l->conn));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
}

static void commit_keeps(live *l)
{
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_OK(l, alk_conn_invalidate(l->conn, false));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 1);
}

static void return_rolls_back(live *l)
{
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_OK(l, alk_conn_close(l->conn));
    l->conn = alk_connect(l->engine);
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
}

static void autocommit(live *l)
{
    live_table(l, "v INT");
    LIVE_OK(l, alk_conn_set_autocommit(l->conn, true));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_CHECK(l, !alk_conn_in_transaction(l->conn));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 1);
    LIVE_OK(l, alk_conn_begin(l->conn));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(2)"));
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 1);
}

static void savepoints(live *l)
{
    LIVE_NEED(l, ALK_CAP_SAVEPOINT);
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_OK(l, alk_conn_savepoint(l->conn, "before"));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(2)"));
    LIVE_OK(l, alk_conn_savepoint(l->conn, NULL));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(3)"));
    LIVE_OK(l, alk_conn_rollback_to(l->conn, NULL));
    LIVE_CHECK(l, live_int(l, "select sum(v) from live_t") == 3);
    LIVE_OK(l, alk_conn_rollback_to(l->conn, "before"));
    LIVE_CHECK(l, live_int(l, "select sum(v) from live_t") == 1);
    LIVE_OK(l, alk_conn_savepoint(l->conn, "again"));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(4)"));
    LIVE_OK(l, alk_conn_release(l->conn, "again"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, live_int(l, "select sum(v) from live_t") == 5);
}

static void savepoint_after_an_error(live *l)
{
    LIVE_NEED(l, ALK_CAP_SAVEPOINT);
    live_table(l, "v INT primary key");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_OK(l, alk_conn_savepoint(l->conn, "s"));
    LIVE_FAILS(l, live_run(l, "insert into live_t(v) values(1)"), ALK_ERROR_INTEGRITY);
    LIVE_OK(l, alk_conn_rollback_to(l->conn, "s"));
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(2)"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 2);
}

static int insert_one(alk_conn *conn, void *payload)
{
    int *runs = payload;
    ++*runs;
    return alk_close(alk_execute(conn, alk_raw("insert into live_t(v) values(1)")));
}

static void transact(live *l)
{
    int runs = 0;
    live_table(l, "v INT");
    LIVE_OK(l, alk_conn_close(l->conn));
    l->conn = NULL;
    LIVE_OK(l, alk_transact(l->engine, insert_one, &runs));
    l->conn = alk_connect(l->engine);
    LIVE_CHECK(l, runs == 1 && live_int(l, "select count(*) from live_t") == 1);
}

const live_case live_transactions[] = {
    { "rollback_undoes", rollback_undoes }, { "commit_keeps", commit_keeps }, { "return_rolls_back", return_rolls_back }, { "autocommit", autocommit },
    { "savepoints", savepoints }, { "savepoint_after_an_error", savepoint_after_an_error }, { "transact", transact }, { NULL, NULL },
};
