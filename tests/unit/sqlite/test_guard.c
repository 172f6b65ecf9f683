/* SPDX-License-Identifier: MIT
 * What ends statements before their time: deadlines, cancels, the patience with a lock. */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>
#include "base/clock.h"
#include "guard.h"
#include "lite.h"

#define OPTIONS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define MILLISECOND INT64_C(1000000)
static const char endless[] = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
static const char rows[] = "with recursive n(i) as (select 1 union all select i + 1 from n) select i from n";

static int execute_until(lite *l, void *stmt, int64_t deadline, void **cursor)
{
    alk_request request = { .size = sizeof request, .nrows = 1, .deadline = deadline };
    int64_t affected;
    return l->ops->execute(l->conn, stmt, &request, cursor, &affected, lite_err(l));
}

ALK_TEST_UNTORTURED(guard, deadline_ends_an_execution)
{
    lite l;
    void *stmt, *cursor;
    int64_t begin = alk__lite_now(), spent;
    lite_open(&l, NULL);
    alk_check_ok(lite_prepare(&l, endless, &stmt));
    alk_check_fails(execute_until(&l, stmt, begin + 50 * MILLISECOND, &cursor), ALK_ERROR_TIMEOUT, "deadline");
    spent = alk__lite_now() - begin;
    alk_check_that(spent >= 50 * MILLISECOND && spent < 8000 * MILLISECOND, "%lld ms", (long long)(spent / MILLISECOND));
    l.ops->stmt_close(l.conn, stmt);
    alk_check_int(lite_int(&l, "select 1"), 1);
    alk_check_ok(lite_prepare(&l, "select 1", &stmt));
    alk_check_fails(execute_until(&l, stmt, begin, &cursor), ALK_ERROR_TIMEOUT, "before it began");
    l.ops->stmt_close(l.conn, stmt);
    lite_close(&l);
}

ALK_TEST_UNTORTURED(guard, deadline_holds_for_fetching_too)
{
    lite l;
    void *stmt, *cursor;
    uint32_t got;
    alk_cell cells[64];
    int rc = ALK_OK;
    lite_open(&l, NULL);
    alk_check_ok(lite_prepare(&l, rows, &stmt));
    alk_check_ok(execute_until(&l, stmt, alk__lite_now() + 50 * MILLISECOND, &cursor));
    alk_check_int(lite_int(&l, "select 1"), 1);              /* another statement has no deadline */
    while (rc == ALK_OK)
        rc = l.ops->cursor->fetch_cells(cursor, cells, 1, 64, &got, l.arena, lite_err(&l));
    alk_check_fails(rc, ALK_ERROR_TIMEOUT, "deadline");
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}

typedef struct canceller {
    lite *l;
    atomic_bool over;              /* the statement has ended */
    int rc;
} canceller;

/* A cancel that comes before the statement runs does nothing: so again and again. */
static void *cancel_until_over(void *argument)
{
    canceller *c = argument;
    struct timespec pause = { 0, 20 * MILLISECOND };
    alk_err err;
    do {
        (void)nanosleep(&pause, NULL);
        alk__err_begin(&err, "canceller");
        c->rc = c->l->ops->cancel(c->l->conn, &err);
    } while (c->rc == ALK_OK && !atomic_load(&c->over));
    return NULL;
}

/* Without a deadline, and with a cancel. */
static void execute_and_cancel(lite *l, void *stmt)
{
    void *cursor;
    pthread_t thread;
    canceller c = { .l = l };
    alk_check_int(pthread_create(&thread, NULL, cancel_until_over, &c), 0);
    int rc = execute_until(l, stmt, 0, &cursor);
    atomic_store(&c.over, true);
    pthread_join(thread, NULL);
    alk_check_fails(rc, ALK_ERROR_OPERATIONAL, "cancelled");
    alk_check_str(alk_last_error()->sqlstate, "57014");
    alk_check_ok(c.rc);
}

ALK_TEST_UNTORTURED(guard, cancel_from_another_thread)
{
    lite l;
    void *stmt;
    lite_open(&l, NULL);
    alk_check_ok(lite_prepare(&l, endless, &stmt));
    execute_and_cancel(&l, stmt);
    alk_check_int(lite_int(&l, "select 1"), 1);
    l.ops->stmt_close(l.conn, stmt);
    lite_close(&l);
}

ALK_TEST(guard, late_cancel_does_nothing)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_int(lite_int(&l, "select 1"), 1);
    alk_check_ok(l.ops->cancel(l.conn, lite_err(&l)));
    alk_check_int(lite_int(&l, "select 2"), 2);
    alk_check_ok(l.ops->cancel(l.conn, lite_err(&l)));
    alk_check_ok(lite_txn(&l, ALK_TXN_BEGIN, NULL));
    alk_check_ok(lite_txn(&l, ALK_TXN_COMMIT, NULL));
    lite_close(&l);
}

ALK_TEST(guard, cancel_ends_open_cursors_and_nothing_later)
{
    lite l;
    void *one, *two, *cursor, *second;
    uint32_t got;
    alk_cell cell;
    lite_open(&l, NULL);
    one = lite_query(&l, rows, &cursor);
    two = lite_query(&l, rows, &second);
    alk_check_ok(l.ops->cancel(l.conn, lite_err(&l)));
    alk_check_ok(l.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, l.arena, lite_err(&l)));      /* stepped to before */
    alk_check_fails(l.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, l.arena, lite_err(&l)), ALK_ERROR_OPERATIONAL, "cancelled");
    alk_check_int(lite_int(&l, "select 3"), 3);              /* begun after the cancel, while a cancelled cursor is still open */
    alk_check_fails(l.ops->cursor->fetch_cells(second, &cell, 1, 1, &got, l.arena, lite_err(&l)), ALK_ERROR_OPERATIONAL, "cancelled");
    lite_done(&l, one, cursor);
    lite_done(&l, two, second);
    lite_close(&l);
}

/* Two connections to a file; the first holds the write lock. */
static void lock(lite *a, lite *b, const char *timeout)
{
    const char *path = lite_path("b.db");
    lite_open(a, path);
    alk_check_ok(lite_run(a, "create table t(a)"));
    lite_tables(b);
    b->arena = alk_arena_new();
    alk_check_made(b->arena);
    alk_check_ok(lite_connect(b, path, OPTIONS(timeout)));
    alk_check_ok(lite_run(a, "begin immediate"));
}

ALK_TEST_UNTORTURED(guard, waits_for_a_lock_as_long_as_told)
{
    lite a, b;
    int64_t begin, spent;
    lock(&a, &b, "timeout=0.2");
    begin = alk__lite_now();
    alk_check_fails(lite_run(&b, "insert into t values(1)"), ALK_ERROR_OPERATIONAL, "locked");
    spent = alk__lite_now() - begin;
    alk_check_that(spent >= 200 * MILLISECOND && spent < 4500 * MILLISECOND, "%lld ms", (long long)(spent / MILLISECOND));
    alk_check_uint(alk_last_error()->flags, ALK_ERROR_RETRYABLE);
    alk_check_ok(lite_run(&a, "commit"));
    alk_check_ok(lite_run(&b, "insert into t values(1)"));
    lite_close(&a);
    lite_close(&b);
}

ALK_TEST_UNTORTURED(guard, deadline_and_cancel_end_the_wait)
{
    lite a, b;
    void *stmt, *cursor;
    int64_t begin, spent;
    lock(&a, &b, "timeout=60");
    alk_check_ok(lite_prepare(&b, "insert into t values(1)", &stmt));
    begin = alk__lite_now();
    alk_check_fails(execute_until(&b, stmt, begin + 50 * MILLISECOND, &cursor), ALK_ERROR_TIMEOUT, "deadline");
    execute_and_cancel(&b, stmt);
    spent = alk__lite_now() - begin;
    alk_check_that(spent < 8000 * MILLISECOND, "%lld ms", (long long)(spent / MILLISECOND));
    alk_check_ok(b.ops->transaction(b.conn, ALK_TXN_SAVEPOINT, 0, lite_sv("s"), alk__lite_now() + 20000 * MILLISECOND, lite_err(&b)));
    alk_check_ok(lite_txn(&b, ALK_TXN_ROLLBACK, NULL));
    b.ops->stmt_close(b.conn, stmt);
    lite_close(&a);
    lite_close(&b);
}

ALK_TEST_UNTORTURED(guard, stale_snapshot_is_retryable)
{
    lite a, b;
    lite_tables(&a);
    alk_check_ok(lite_connect(&a, lite_path("s.db"), OPTIONS("journal_mode=wal")));
    alk_check_ok(lite_run(&a, "create table t(a)"));
    lite_open(&b, lite_path("s.db"));
    alk_check_ok(lite_txn(&b, ALK_TXN_BEGIN, NULL));
    alk_check_int(lite_int(&b, "select count(*) from t"), 0);
    alk_check_ok(lite_run(&a, "insert into t values(1)"));
    alk_check_status(lite_run(&b, "insert into t values(2)"), ALK_ERROR_OPERATIONAL);
    alk_check_str(alk_last_error()->sqlstate, "40001");
    alk_check_int(alk_last_error()->native_code, SQLITE_BUSY_SNAPSHOT);
    alk_check_uint(alk_last_error()->flags, ALK_ERROR_RETRYABLE);
    lite_close(&a);
    lite_close(&b);
}
