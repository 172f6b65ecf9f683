/* SPDX-License-Identifier: MIT
 * Queries that are read through a cursor of the server: what goes over the line, what it costs in memory, and all the ways in which it ends early. */
#include <pthread.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <time.h>
#include "pg.h"
#include "statement.h"
#include "wait.h"

static int64_t in(double seconds)
{
    return alk__pg_now() + (int64_t)(seconds * 1e9);
}

static int open_within(pg *p, const char *sql, const alk_cell *param, uint32_t rows, int64_t deadline, void **stmt, void **cursor)
{
    alk_request request = { .size = sizeof request, .flags = ALK_REQUEST_STREAM, .params = param, .ncols = param != NULL, .nrows = 1, .deadline = deadline, .cursor_rows = rows };
    int64_t affected;
    *cursor = NULL;
    alk_check_ok(pg_prepare(p, sql, stmt));
    return p->ops->execute(p->conn, *stmt, &request, cursor, &affected, pg_err(p));
}

static void open_cursor(pg *p, const char *sql, const alk_cell *param, uint32_t rows, void **stmt, void **cursor)
{
    alk_check_ok(open_within(p, sql, param, rows, 0, stmt, cursor));
    alk_check(*cursor != NULL && p->ops->cursor->is_apart(*cursor) == 1);
}

static void close_all(pg *p, void *stmt, void *cursor)
{
    alk_check_ok(p->ops->cursor->close(cursor, pg_err(p)));
    p->ops->stmt_close(p->conn, stmt);
}

/* One row of one column. */
static int fetch(pg *p, void *cursor, alk_cell *cell)
{
    uint32_t got = 0;
    int rc = p->ops->cursor->fetch_cells(cursor, cell, 1, 1, &got, p->arena, pg_err(p));
    return rc == ALK_OK && got == 0 ? ALK_ERROR_INTERNAL : rc == ALK_END && got == 1 ? ALK_OK : rc;
}

static void expect(pg *p, void *cursor, int64_t from, int64_t to)
{
    alk_cell cell;
    for (; from <= to; from++) {
        alk_check_ok(fetch(p, cursor, &cell));
        alk_check_int(cell.u.i, from);
    }
}

static int64_t cursors_of(pg *p)
{
    return pg_int(p, "select count(*) from pg_cursors where name like 'alk%'");
}

ALK_TEST(portal, opened_read_and_closed)
{
    alk_cell limit = pg_int_cell(ALK_TYPE_INT, 10), cell;
    void *stmt, *cursor, *other, *second;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    open_cursor(&p, "select i from generate_series(1, $1::int) i -- the end", &limit, 3, &stmt, &cursor);
    alk_check_int(cursors_of(&p), 1);
    open_cursor(&p, "values (1), (2), (3);", NULL, 2, &other, &second);
    expect(&p, second, 1, 2);
    expect(&p, cursor, 1, 4);
    expect(&p, second, 3, 3);
    alk_check_int(cursors_of(&p), 1);    /* a batch that is short is the last */
    alk_check_int(fetch(&p, second, &cell), ALK_END);
    alk_check_int(fetch(&p, second, &cell), ALK_END);
    expect(&p, cursor, 5, 10);
    alk_check_int(fetch(&p, cursor, &cell), ALK_END);
    alk_check_int(cursors_of(&p), 0);
    close_all(&p, other, second);
    close_all(&p, stmt, cursor);
    open_cursor(&p, "select 1", NULL, 1, &stmt, &cursor);
    alk_check_int(cursors_of(&p), 1);
    close_all(&p, stmt, cursor);
    alk_check_int(cursors_of(&p), 0);
    alk_check_ok(pg_txn(&p, ALK_TXN_COMMIT, NULL));
    pg_close(&p);
}

/* Several rows a fetch, with views of texts: none goes beyond the batch whose memory they are in. */
ALK_TEST(portal, rows_of_one_batch_at_a_time)
{
    alk_cell cells[20];
    void *stmt, *cursor;
    uint32_t got = 0, n = 0;
    int rc = ALK_OK;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    open_cursor(&p, "select i, 'row ' || i from generate_series(1, 25) i", NULL, 7, &stmt, &cursor);
    while (rc == ALK_OK) {
        rc = p.ops->cursor->fetch_cells(cursor, cells, 2, 10, &got, p.arena, pg_err(&p));
        alk_check((rc == ALK_OK || rc == ALK_END) && got <= 7);
        for (uint32_t i = 0; i < got; i++) {
            char text[20];
            (void)snprintf(text, sizeof text, "row %u", (unsigned)++n);
            alk_check_int(cells[2 * i].u.i, n);
            alk_check_int(cells[2 * i].tag, ALK_TYPE_INT);
            alk_check_str(cells[2 * i + 1].u.p, text);
        }
    }
    alk_check_uint(n, 25);
    close_all(&p, stmt, cursor);
    pg_close(&p);
}

/* A gigabyte of rows, with other statements between the batches. */
ALK_TEST_LONG(portal, memory_holds_a_batch, 120)
{
#if defined(ALK_TEST_SANITIZED)
    enum { MOST_KB = 600 << 10 };        /* what is freed waits in quarantine */
#else
    enum { MOST_KB = 24 << 10 };
#endif
    enum { BATCH = 1000, WIDTH = 1000, ROWS = 1000000, CAP = 64 };
    struct rusage before, after;
    static alk_cell cells[2 * CAP];
    size_t most = 0, bytes = 0;
    int64_t n = 0;
    uint32_t got = 0;
    void *stmt, *cursor, *select, *one = NULL;
    int64_t affected;
    int rc = ALK_OK;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_prepare(&p, "select 1", &select));
    open_cursor(&p, "select i, repeat('x', 1000) from generate_series(1, 1000000) i", NULL, BATCH, &stmt, &cursor);
    (void)getrusage(RUSAGE_SELF, &before);
    while (rc == ALK_OK) {
        rc = p.ops->cursor->fetch_cells(cursor, cells, 2, CAP, &got, p.arena, pg_err(&p));
        alk_check(rc == ALK_OK || rc == ALK_END);
        for (uint32_t i = 0; i < got; i++) {
            alk_check(cells[2 * i].u.i == ++n && cells[2 * i + 1].len == WIDTH);
            bytes += cells[2 * i + 1].len;
        }
        most = PQresultMemorySize(((alk__pg_stmt *)stmt)->rows) > most ? PQresultMemorySize(((alk__pg_stmt *)stmt)->rows) : most;
        if (n % (100 * BATCH) == 0 && rc == ALK_OK) {
            alk_check_ok(pg_execute(&p, select, NULL, 0, 0, &one, &affected));
            alk_check_ok(p.ops->cursor->close(one, pg_err(&p)));
        }
    }
    (void)getrusage(RUSAGE_SELF, &after);
    alk_check_int(n, ROWS);
    alk_check_size(bytes, (size_t)ROWS * WIDTH);
    alk_check_that(most < 3 * BATCH * WIDTH, "%zu bytes of rows at once", most);
    alk_check_that(after.ru_maxrss - before.ru_maxrss < MOST_KB, "it grew by %ld kB", after.ru_maxrss - before.ru_maxrss);
    p.ops->stmt_close(p.conn, select);
    close_all(&p, stmt, cursor);
    pg_close(&p);
}

ALK_TEST(portal, needs_a_transaction)
{
    void *stmt, *cursor;
    pg p;
    pg_open(&p);
    alk_check_int(open_within(&p, "select 1", NULL, 5, 0, &stmt, &cursor), ALK_ERROR_INTERFACE);
    alk_check_str(alk_last_error()->sqlstate, "25P01");
    alk_check(cursor == NULL);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(open_within(&p, "show server_version", NULL, 5, 0, &stmt, &cursor));    /* which is no query, and needs none */
    alk_check_int(p.ops->cursor->is_apart(cursor), 0);
    close_all(&p, stmt, cursor);
    pg_close(&p);
}

/* What no cursor can be declared for runs as it does else. */
ALK_TEST(portal, is_for_queries_alone)
{
    static const char *const statements[] = {
        "insert into t values (1), (2) returning v", "with w as (insert into t values (3) returning v) select v from w", "update t set v = v + 1 returning v", "show datestyle", "explain select 1",
    };
    void *stmt, *cursor;
    alk_cell cell;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&p, "create temp table t(v int)"));
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        alk_check_ok(open_within(&p, statements[i], NULL, 1, 0, &stmt, &cursor));
        alk_check_int(p.ops->cursor->is_apart(cursor), 0);
        alk_check_ok(fetch(&p, cursor, &cell));
        close_all(&p, stmt, cursor);
    }
    alk_check_ok(open_within(&p, "select v into temp u from t", NULL, 1, 0, &stmt, &cursor));
    alk_check(cursor == NULL);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_int(pg_int(&p, "select count(*) from u"), 3);
    pg_close(&p);
}

/* The ends that a statement's own text gives it. After the last of them the server has refused a FETCH. */
ALK_TEST(portal, gone_with_its_transaction)
{
    static const struct {
        const char *before, *after;
        bool refused;
    } cases[] = { { "select 1", "commit", false }, { "select 1", "rollback", false }, { "select 1", "commit and chain", false }, { "savepoint s", "rollback to savepoint s", true } };
    alk_cell cell;
    void *stmt, *cursor;
    pg p;
    pg_open(&p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
        alk_check_ok(pg_run(&p, cases[i].before));
        open_cursor(&p, "select i from generate_series(1, 9) i", NULL, 2, &stmt, &cursor);
        alk_check_ok(pg_run(&p, cases[i].after));
        expect(&p, cursor, 1, 2);
        alk_check_int(fetch(&p, cursor, &cell), ALK_ERROR_INTERFACE);
        alk_check_str(alk_last_error()->sqlstate, "34000");
        alk_check_int(fetch(&p, cursor, &cell), ALK_ERROR_INTERFACE);
        alk_check_int(p.ops->transaction_status(p.conn), cases[i].refused ? ALK_TXN_FAILED : i == 2 ? ALK_TXN_ACTIVE : ALK_TXN_IDLE);
        close_all(&p, stmt, cursor);
        alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    }
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    open_cursor(&p, "select i from generate_series(1, 9) i", NULL, 2, &stmt, &cursor);
    alk_check_ok(pg_run(&p, "commit"));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));       /* another one: it does not fail for it */
    expect(&p, cursor, 1, 2);
    alk_check_int(fetch(&p, cursor, &cell), ALK_ERROR_INTERFACE);
    close_all(&p, stmt, cursor);
    alk_check_int(p.ops->transaction_status(p.conn), ALK_TXN_ACTIVE);
    pg_close(&p);
}

ALK_TEST(portal, failures)
{
    alk_cell cell, text = pg_text_cell(ALK_TYPE_TEXT, "no number");
    void *stmt, *cursor;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    open_cursor(&p, "select 10 / (4 - i) from generate_series(1, 9) i", NULL, 2, &stmt, &cursor);
    alk_check_ok(fetch(&p, cursor, &cell));
    alk_check_ok(fetch(&p, cursor, &cell));
    alk_check_int(fetch(&p, cursor, &cell), ALK_ERROR_DATA);     /* with the batch, whose first row was good */
    alk_check_str(alk_last_error()->sqlstate, "22012");
    alk_check_int(fetch(&p, cursor, &cell), ALK_ERROR_INTERFACE);
    close_all(&p, stmt, cursor);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_int(open_within(&p, "select 1 / (1 - i) from generate_series(1, 9) i", NULL, 2, 0, &stmt, &cursor), ALK_ERROR_DATA);
    alk_check(cursor == NULL);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_int(open_within(&p, "select 1 where 1 = $1::int", &text, 2, 0, &stmt, &cursor), ALK_ERROR_DATA);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_int(open_within(&p, "select nothing from nowhere", NULL, 2, 0, &stmt, &cursor), ALK_ERROR_PROGRAMMING);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_int(open_within(&p, "select 1", NULL, 2, 0, &stmt, &cursor), ALK_ERROR_OPERATIONAL);       /* the transaction has failed */
    p.ops->stmt_close(p.conn, stmt);
    pg_close(&p);
}

/* All batches together take longer than one may; then one does. */
ALK_TEST_LONG(portal, time_is_for_a_batch, 30)
{
    alk_cell two[2];
    uint32_t got;
    void *stmt, *cursor;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(open_within(&p, "select i, pg_sleep(case when i > 8 then 30 else 0.25 end) is null from generate_series(1, 9) i", NULL, 1, in(1), &stmt, &cursor));
    for (int i = 1; i <= 8; i++)
        alk_check_ok(p.ops->cursor->fetch_cells(cursor, two, 2, 1, &got, p.arena, pg_err(&p)));
    int64_t began = alk__pg_now();
    alk_check_int(p.ops->cursor->fetch_cells(cursor, two, 2, 1, &got, p.arena, pg_err(&p)), ALK_ERROR_TIMEOUT);
    alk_check(alk__pg_now() - began < INT64_C(10000000000));
    alk_check_str(alk_last_error()->sqlstate, "57014");
    close_all(&p, stmt, cursor);
    alk_check_int(p.ops->transaction_status(p.conn), ALK_TXN_FAILED);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_int(open_within(&p, "select pg_sleep(30)", NULL, 1, in(0.2), &stmt, &cursor), ALK_ERROR_TIMEOUT);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    alk_check_int(pg_int(&p, "select 1"), 1);
    pg_close(&p);
}

typedef struct canceller {
    pg *p;
    atomic_bool over;
} canceller;

static void *cancel_until_over(void *payload)
{
    canceller *c = payload;
    alk_err err;
    while (!atomic_load(&c->over)) {
        const struct timespec a_while = { 0, 50000000 };
        (void)nanosleep(&a_while, NULL);
        alk__err_begin(&err, "postgresql+libpq");
        (void)c->p->ops->cancel(c->p->conn, &err);
    }
    alk_clear_error();
    return NULL;
}

/* It ends the batch that is waited for; between two of them nothing runs that it could hit. */
ALK_TEST_UNTORTURED(portal, cancelled)
{
    alk_cell two[2];
    uint32_t got;
    pthread_t thread;
    void *stmt, *cursor;
    pg p;
    canceller c = { .p = &p };
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    open_cursor(&p, "select i, pg_sleep(case when i = 4 then 30 else 0 end) is null from generate_series(1, 4) i", NULL, 1, &stmt, &cursor);
    for (int i = 0; i < 3; i++) {
        alk_check_ok(p.ops->cancel(p.conn, pg_err(&p)));
        alk_check_ok(p.ops->cursor->fetch_cells(cursor, two, 2, 1, &got, p.arena, pg_err(&p)));
    }
    alk_check(pthread_create(&thread, NULL, cancel_until_over, &c) == 0);
    int rc = p.ops->cursor->fetch_cells(cursor, two, 2, 1, &got, p.arena, pg_err(&p));
    atomic_store(&c.over, true);
    (void)pthread_join(thread, NULL);
    alk_check_int(rc, ALK_ERROR_OPERATIONAL);
    alk_check_str(alk_last_error()->sqlstate, "57014");
    close_all(&p, stmt, cursor);
    pg_close(&p);
}

ALK_TEST_UNTORTURED(portal, line_lost_between_batches)
{
    alk_cell cell;
    void *stmt, *cursor;
    char sql[80];
    pg p, other;
    pg_open(&p);
    pg_open(&other);
    (void)snprintf(sql, sizeof sql, "select pg_terminate_backend(%d)", (int)pg_int(&p, "select pg_backend_pid()"));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    open_cursor(&p, "select i from generate_series(1, 9) i", NULL, 2, &stmt, &cursor);
    alk_check_ok(pg_run(&other, sql));
    expect(&p, cursor, 1, 2);
    alk_check_int(fetch(&p, cursor, &cell), ALK_ERROR_OPERATIONAL);
    alk_check((alk_last_error()->flags & ALK_ERROR_DISCONNECT) != 0);
    alk_check(fetch(&p, cursor, &cell) < 0);
    close_all(&p, stmt, cursor);
    pg_close(&p);
    pg_close(&other);
}

/* A statement that was described before another session changed the table. */
ALK_TEST_UNTORTURED(portal, tables_that_change)
{
    alk_request request = { .size = sizeof request, .nrows = 1, .cursor_rows = 2 };
    const alk_column_desc *columns;
    uint32_t count, stride;
    alk_cell cell;
    void *stmt, *cursor;
    int64_t affected;
    pg p, other;
    pg_open(&p);
    pg_open(&other);
    alk_check_ok(pg_run(&other, "drop table if exists alk_unit_portal"));
    alk_check_ok(pg_run(&other, "create table alk_unit_portal as select i as v from generate_series(1, 5) i"));
    alk_check_ok(pg_prepare(&p, "select v from alk_unit_portal", &stmt));
    for (int round = 0; round < 3; round++) {
        alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
        alk_check_int(pg_int(&p, "select 1"), 1);
        alk_check_ok(p.ops->execute(p.conn, stmt, &request, &cursor, &affected, pg_err(&p)));
        alk_check_ok(p.ops->cursor->columns(cursor, &columns, &count, &stride, pg_err(&p)));
        alk_check(count == 1 && columns->type == (round == 0 ? ALK_TYPE_INT : ALK_TYPE_TEXT));
        alk_check_ok(fetch(&p, cursor, &cell));
        alk_check(round == 0 ? cell.u.i == 1 : cell.tag == ALK_TYPE_TEXT && strcmp(cell.u.p, "1") == 0);
        alk_check_ok(fetch(&p, cursor, &cell));
        alk_check_ok(fetch(&p, cursor, &cell));
        alk_check_ok(p.ops->cursor->close(cursor, pg_err(&p)));
        alk_check_ok(pg_txn(&p, ALK_TXN_COMMIT, NULL));
        alk_check_ok(pg_run(&other, round == 0 ? "alter table alk_unit_portal alter v type text" : "alter table alk_unit_portal alter v type varchar(9)"));
    }
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_run(&other, "drop table alk_unit_portal"));
    pg_close(&other);
    pg_close(&p);
}

/* Another cursor's rows are on the line when one is closed: they stay there, and the transaction ends what was not closed. */
ALK_TEST(portal, closed_while_the_line_is_taken)
{
    static const char *const rows_by_row[] = { "fetch=stream", NULL };
    alk_request request = { .size = sizeof request, .flags = ALK_REQUEST_STREAM, .nrows = 1 };
    void *stmt, *cursor, *stream, *rows;
    int64_t affected;
    pg p;
    pg_open_with(&p, rows_by_row);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    open_cursor(&p, "select i from generate_series(1, 9) i", NULL, 2, &stmt, &cursor);
    alk_check_ok(pg_prepare(&p, "select i from generate_series(1, 9) i", &stream));
    alk_check_ok(p.ops->execute(p.conn, stream, &request, &rows, &affected, pg_err(&p)));
    expect(&p, rows, 1, 3);
    close_all(&p, stmt, cursor);
    expect(&p, rows, 4, 9);
    close_all(&p, stream, rows);
    alk_check_int(cursors_of(&p), 1);
    alk_check_ok(pg_txn(&p, ALK_TXN_COMMIT, NULL));
    alk_check_int(cursors_of(&p), 0);
    pg_close(&p);
}

/* Without names on the server, and without preparing at all. */
ALK_TEST(portal, unprepared)
{
    static const char *const options[] = { "prepare=off", NULL };
    alk_cell limit = pg_int_cell(ALK_TYPE_INT, 5);
    alk_request request = { .size = sizeof request, .params = &limit, .ncols = 1, .nrows = 1, .cursor_rows = 2 };
    void *stmt, *cursor;
    int64_t affected;
    pg p;
    pg_open_with(&p, options);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    open_cursor(&p, "select i from generate_series(1, $1::int) i", &limit, 2, &stmt, &cursor);
    expect(&p, cursor, 1, 5);
    close_all(&p, stmt, cursor);
    alk_check_ok(p.ops->execute_direct(p.conn, pg_sv("select i from generate_series(1, $1::int) i"), &request, &cursor, &affected, pg_err(&p)));
    alk_check_int(p.ops->cursor->is_apart(cursor), 1);
    expect(&p, cursor, 1, 5);
    alk_check_ok(p.ops->cursor->close(cursor, pg_err(&p)));
    alk_check_int(pg_int(&p, "select count(*) from pg_prepared_statements"), 0);
    pg_close(&p);
}

/* A library that is older than the option passes a shorter request. */
ALK_TEST(portal, shorter_requests)
{
    alk_request request = { .size = offsetof(alk_request, cursor_rows), .nrows = 1, .cursor_rows = 2 };
    void *stmt, *cursor;
    int64_t affected;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_prepare(&p, "select 1", &stmt));
    alk_check_ok(p.ops->execute(p.conn, stmt, &request, &cursor, &affected, pg_err(&p)));
    alk_check_int(p.ops->cursor->is_apart(cursor), 0);
    close_all(&p, stmt, cursor);
    pg_close(&p);
}
