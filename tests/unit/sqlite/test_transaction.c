/* SPDX-License-Identifier: MIT
 * Transactions: they begin, end, nest, and are not mistaken for open when SQLite has ended them. */
#include "lite.h"

#define OPTIONS(...) ((const char *const[]){ __VA_ARGS__, NULL })

ALK_TEST(transaction, begins_and_ends)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(a)"));
    alk_check_int(l.ops->transaction_status(l.conn), ALK_TXN_IDLE);
    for (int i = 0; i < 3; i++) {
        alk_check_ok(lite_txn(&l, ALK_TXN_BEGIN, NULL));
        alk_check_int(l.ops->transaction_status(l.conn), ALK_TXN_ACTIVE);
        alk_check_ok(lite_run(&l, "insert into t values(1)"));
        alk_check_ok(lite_txn(&l, i == 1 ? ALK_TXN_ROLLBACK : ALK_TXN_COMMIT, NULL));
        alk_check_int(l.ops->transaction_status(l.conn), ALK_TXN_IDLE);
    }
    alk_check_int(lite_int(&l, "select count(*) from t"), 2);
    alk_check_fails(lite_txn(&l, ALK_TXN_COMMIT, NULL), ALK_ERROR_PROGRAMMING, "no transaction");
    alk_check_ok(lite_txn(&l, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(lite_txn(&l, ALK_TXN_BEGIN, NULL));
    alk_check_fails(lite_txn(&l, ALK_TXN_BEGIN, NULL), ALK_ERROR_PROGRAMMING, "within a transaction");
    alk_check_ok(lite_txn(&l, ALK_TXN_ROLLBACK, NULL));
    alk_check_fails(l.ops->transaction(l.conn, 77, 0, lite_sv(NULL), 0, lite_err(&l)), ALK_ERROR_NOT_SUPPORTED, NULL);
    lite_close(&l);
}

ALK_TEST(transaction, savepoints)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(a)"));
    alk_check_ok(lite_txn(&l, ALK_TXN_BEGIN, NULL));
    alk_check_ok(lite_txn(&l, ALK_TXN_SAVEPOINT, "select"));         /* a keyword is a name too */
    alk_check_ok(lite_run(&l, "insert into t values(1)"));
    alk_check_ok(lite_txn(&l, ALK_TXN_ROLLBACK_TO, "select"));
    alk_check_ok(lite_txn(&l, ALK_TXN_RELEASE, "select"));
    alk_check_ok(lite_txn(&l, ALK_TXN_SAVEPOINT, "b"));
    alk_check_ok(lite_run(&l, "insert into t values(2)"));
    alk_check_ok(lite_txn(&l, ALK_TXN_RELEASE, "b"));
    alk_check_ok(lite_txn(&l, ALK_TXN_COMMIT, NULL));
    alk_check_int(lite_int(&l, "select sum(a) from t"), 2);
    alk_check_fails(lite_txn(&l, ALK_TXN_RELEASE, "b"), ALK_ERROR_PROGRAMMING, "no such savepoint");
    alk_check_fails(lite_txn(&l, ALK_TXN_SAVEPOINT, "a\"; drop table t; --"), ALK_ERROR_ARGUMENT, "savepoint");
    alk_check_fails(lite_txn(&l, ALK_TXN_SAVEPOINT, ""), ALK_ERROR_ARGUMENT, "savepoint");
    lite_close(&l);
}

/* Whether another connection may write while this one has only begun. */
static bool locks_at_begin(const char *option)
{
    lite a, b;
    int rc;
    const char *path = lite_path("i.db");
    lite_tables(&a);
    alk_check_ok(lite_connect(&a, path, OPTIONS(option)));
    lite_tables(&b);
    alk_check_ok(lite_connect(&b, path, OPTIONS("timeout=0")));
    alk_check_ok(lite_run(&a, "create table if not exists t(a)"));
    alk_check_ok(lite_txn(&a, ALK_TXN_BEGIN, NULL));
    rc = lite_run(&b, "insert into t values(1)");
    if (rc != ALK_OK) {
        alk_check_int(rc, ALK_ERROR_OPERATIONAL);
        alk_check_str(alk_last_error()->sqlstate, "55P03");
        alk_check_uint(alk_last_error()->flags, ALK_ERROR_RETRYABLE);
        alk_check_contains(alk_last_error()->message, "i.db");
    }
    alk_check_ok(lite_txn(&a, ALK_TXN_ROLLBACK, NULL));
    lite_close(&a);
    lite_close(&b);
    return rc != ALK_OK;
}

ALK_TEST(transaction, begin_means_what_the_url_says)
{
    alk_check(!locks_at_begin("transaction=deferred"));
    alk_check(locks_at_begin("transaction=immediate"));
    alk_check(locks_at_begin("transaction=exclusive"));
}

ALK_TEST(transaction, commit_that_finds_a_lock_may_be_tried_again)
{
    lite a, b;
    void *stmt, *cursor;
    uint32_t got;
    alk_cell cell;
    const char *path = lite_path("c.db");
    lite_tables(&a);
    alk_check_ok(lite_connect(&a, path, OPTIONS("timeout=0")));
    alk_check_ok(lite_run(&a, "create table t(a)"));
    alk_check_ok(lite_run(&a, "insert into t values(1), (2)"));
    lite_open(&b, path);
    stmt = lite_query(&b, "select a from t", &cursor);
    alk_check_ok(b.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, b.arena, lite_err(&b)));
    alk_check_ok(lite_txn(&a, ALK_TXN_BEGIN, NULL));
    alk_check_ok(lite_run(&a, "insert into t values(3)"));
    alk_check_fails(lite_txn(&a, ALK_TXN_COMMIT, NULL), ALK_ERROR_OPERATIONAL, "locked");
    alk_check_uint(alk_last_error()->flags, ALK_ERROR_RETRYABLE);
    alk_check_contains(alk_last_error()->hint, "still open");
    alk_check_int(a.ops->transaction_status(a.conn), ALK_TXN_ACTIVE);
    lite_done(&b, stmt, cursor);
    alk_check_ok(lite_txn(&a, ALK_TXN_COMMIT, NULL));
    alk_check_int(lite_int(&b, "select count(*) from t"), 3);
    lite_close(&a);
    lite_close(&b);
}

ALK_TEST(transaction, rolled_back_by_sqlite_is_noticed)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(a unique on conflict rollback)"));
    alk_check_ok(lite_txn(&l, ALK_TXN_BEGIN, NULL));
    alk_check_ok(lite_run(&l, "insert into t values(1)"));
    alk_check_status(lite_run(&l, "insert into t values(1)"), ALK_ERROR_INTEGRITY);
    alk_check_contains(alk_last_error()->detail, "rolled back");
    alk_check_int(l.ops->transaction_status(l.conn), ALK_TXN_FAILED);
    alk_check_fails(lite_run(&l, "insert into t values(2)"), ALK_ERROR_OPERATIONAL, "roll back before");
    alk_check_fails(lite_txn(&l, ALK_TXN_SAVEPOINT, "a"), ALK_ERROR_OPERATIONAL, "rolled back");
    alk_check_fails(lite_txn(&l, ALK_TXN_COMMIT, NULL), ALK_ERROR_OPERATIONAL, "already ended");
    alk_check_ok(lite_txn(&l, ALK_TXN_ROLLBACK, NULL));
    alk_check_int(l.ops->transaction_status(l.conn), ALK_TXN_IDLE);
    alk_check_int(lite_int(&l, "select count(*) from t"), 0);
    lite_close(&l);
}

ALK_TEST(transaction, deferred_foreign_keys_fail_at_commit)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table p(id integer primary key)"));
    alk_check_ok(lite_run(&l, "create table c(p int references p(id) deferrable initially deferred)"));
    alk_check_ok(lite_txn(&l, ALK_TXN_BEGIN, NULL));
    alk_check_ok(lite_run(&l, "insert into c values(1)"));
    alk_check_status(lite_txn(&l, ALK_TXN_COMMIT, NULL), ALK_ERROR_INTEGRITY);
    alk_check_str(alk_last_error()->sqlstate, "23503");
    alk_check_int(l.ops->transaction_status(l.conn), ALK_TXN_ACTIVE);
    alk_check_ok(lite_run(&l, "insert into p values(1)"));
    alk_check_ok(lite_txn(&l, ALK_TXN_COMMIT, NULL));
    lite_close(&l);
}

ALK_TEST(transaction, isolation_levels)
{
    lite l;
    lite_open(&l, NULL);
    for (uint32_t level = ALK_ISOLATION_DEFAULT; level < ALK_ISOLATION_AUTOCOMMIT; level++) {
        alk_check_ok(l.ops->transaction(l.conn, ALK_TXN_BEGIN, level, lite_sv(NULL), 0, lite_err(&l)));
        alk_check_int(lite_int(&l, "pragma read_uncommitted"), level == ALK_ISOLATION_READ_UNCOMMITTED);
        alk_check_ok(lite_txn(&l, ALK_TXN_COMMIT, NULL));
    }
    alk_check_ok(l.ops->set_isolation(l.conn, ALK_ISOLATION_READ_UNCOMMITTED, 0, lite_err(&l)));
    alk_check_int(lite_int(&l, "pragma read_uncommitted"), 1);
    alk_check_ok(l.ops->set_isolation(l.conn, ALK_ISOLATION_AUTOCOMMIT, 0, lite_err(&l)));
    alk_check_ok(l.ops->set_isolation(l.conn, ALK_ISOLATION_DEFAULT, 0, lite_err(&l)));
    alk_check_int(lite_int(&l, "pragma read_uncommitted"), 0);
    alk_check_fails(l.ops->set_isolation(l.conn, 99, 0, lite_err(&l)), ALK_ERROR_NOT_SUPPORTED, "isolation");
    alk_check_fails(l.ops->transaction(l.conn, ALK_TXN_BEGIN, 99, lite_sv(NULL), 0, lite_err(&l)), ALK_ERROR_NOT_SUPPORTED, "isolation");
    lite_close(&l);
}

ALK_TEST(transaction, reset_gives_the_first_state_back)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(a)"));
    alk_check_ok(lite_run(&l, "create temp table \"odd \"\"name\"(a)"));
    alk_check_ok(lite_run(&l, "create temp view v as select * from t"));
    alk_check_ok(lite_run(&l, "create temp trigger g after insert on t begin select 1; end"));
    alk_check_ok(lite_run(&l, "create index temp.i on \"odd \"\"name\"(a)"));
    alk_check_ok(lite_run(&l, "attach ':memory:' as \"other\"\"one\""));
    alk_check_ok(lite_run(&l, "pragma foreign_keys = off"));
    alk_check_ok(lite_run(&l, "pragma query_only = on"));
    alk_check_ok(lite_run(&l, "pragma busy_timeout = 1"));
    alk_check_ok(lite_txn(&l, ALK_TXN_BEGIN, NULL));
    alk_check_ok(l.ops->reset(l.conn, 0, lite_err(&l)));
    alk_check_int(l.ops->transaction_status(l.conn), ALK_TXN_IDLE);
    alk_check_int(lite_int(&l, "select count(*) from sqlite_temp_master"), 0);
    alk_check_int(lite_int(&l, "select count(*) from pragma_database_list where seq > 1"), 0);
    alk_check_int(lite_int(&l, "pragma foreign_keys"), 1);
    alk_check_int(lite_int(&l, "pragma query_only"), 0);
    alk_check_ok(lite_run(&l, "insert into t values(1)"));
    alk_check_ok(l.ops->reset(l.conn, 0, lite_err(&l)));
    lite_close(&l);
}
