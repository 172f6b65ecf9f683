/* SPDX-License-Identifier: MIT
 * Many executions of an UPDATE or DELETE at once, as the library calls for them: what is declined, and what is kept beside the statement. */
#include "pg.h"
#include <time.h>

enum { ROWS = 40 };

typedef struct each {
    pg p;
    const alk_arrays_ops *ops;
    void *stmt;
    alk_cell cells[ROWS * 2];
} each;

static const alk_sv set_and_key[] = { { "v", 1 }, { "id", 2 } };
static const alk_arrays parts = { .size = sizeof parts, .nset = 1, .ncolumns = 2, .table = { "pg_temp.alk_unit_each", 21 }, .columns = set_and_key };

static int execute(each *e, uint32_t rows, int64_t *affected)
{
    alk_request request = { .size = sizeof request, .params = e->cells, .ncols = 2, .nrows = rows };
    return e->ops->execute(e->p.conn, e->stmt, &request, affected, pg_err(&e->p));
}

static int begin(each *e)
{
    return e->ops->begin(e->p.conn, e->stmt, &parts, 0, pg_err(&e->p));
}

static void fill(each *e)
{
    for (int i = 0; i < ROWS; i++) {
        e->cells[2 * i] = alk_value_text(i % 3 ? "{\"\\,NULL" : "");
        e->cells[2 * i + 1] = alk_value_int(i + 1);
    }
}

static void open_each(each *e, const char *const *options)
{
    memset(e, 0, sizeof *e);
    pg_open_with(&e->p, options);
    e->ops = e->p.ops->query(e->p.conn, "alk.arrays/1");
    if (e->ops == NULL) {
        pg_close(&e->p);
        alk_skip("the server is too old");
    }
    fill(e);
    alk_check_ok(pg_run(&e->p, "create temp table alk_unit_each (id bigint primary key, v text)"));
    alk_check_ok(pg_run(&e->p, "insert into alk_unit_each select generate_series(1, 30)"));
    alk_check_ok(pg_prepare(&e->p, "update pg_temp.alk_unit_each set v = $1 where id = $2", &e->stmt));
}

static void close_each(each *e)
{
    e->p.ops->stmt_close(e->p.conn, e->stmt);
    pg_close(&e->p);
}

ALK_TEST(each, all_at_once)
{
    each e;
    int64_t affected = 0;
    open_each(&e, NULL);
    alk_check_int(execute(&e, ROWS, &affected), ALK_USE_DEFAULT);
    for (int i = 0; i < 3; i++) {
        alk_check_ok(begin(&e));
        alk_check_ok(execute(&e, ROWS, &affected));
        alk_check_int(affected, 30);
    }
    alk_check_ok(pg_txn(&e.p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(begin(&e));
    alk_check_ok(execute(&e, ROWS, &affected));
    alk_check_int(affected, 30);
    alk_check_ok(pg_txn(&e.p, ALK_TXN_COMMIT, NULL));
    close_each(&e);
}

/* The connection is closed with the statement open. */
ALK_TEST(each, closed_with_the_connection)
{
    each e;
    int64_t affected = 0;
    open_each(&e, NULL);
    alk_check_ok(begin(&e));
    alk_check_ok(execute(&e, ROWS, &affected));
    pg_close(&e.p);
}

ALK_TEST(each, nothing_is_prepared)
{
    static const char *const options[] = { "prepare=off", NULL };
    each e;
    int64_t affected = 0;
    open_each(&e, options);
    for (int i = 0; i < 2; i++) {
        alk_check_ok(begin(&e));
        alk_check_ok(execute(&e, ROWS, &affected));
        alk_check_int(affected, 30);
    }
    close_each(&e);
}

ALK_TEST_UNTORTURED(each, forgotten_by_the_server)
{
    each e;
    int64_t affected = 0;
    open_each(&e, NULL);
    alk_check_ok(begin(&e));
    alk_check_ok(execute(&e, ROWS, &affected));
    alk_check_ok(pg_run(&e.p, "deallocate all"));
    alk_check_ok(begin(&e));
    alk_check_ok(execute(&e, ROWS, &affected));
    alk_check_int(affected, 30);
    alk_check_ok(pg_run(&e.p, "do $$ begin execute 'deallocate all'; end $$"));      /* which the driver does not see */
    alk_check_int(begin(&e), ALK_USE_DEFAULT);
    alk_check_ok(begin(&e));
    alk_check_int(execute(&e, ROWS, &affected), ALK_USE_DEFAULT);
    alk_check_ok(execute(&e, ROWS, &affected));
    alk_check_int(affected, 30);
    close_each(&e);
}

ALK_TEST(each, rows_that_are_declined)
{
    each e;
    int64_t affected = 0;
    open_each(&e, NULL);
    alk_check_ok(begin(&e));
    e.cells[21].u.i = 2;
    alk_check_int(execute(&e, ROWS, &affected), ALK_USE_DEFAULT);
    e.cells[21] = alk_value_null();
    alk_check_int(execute(&e, ROWS, &affected), ALK_USE_DEFAULT);
    e.cells[21] = alk_value_text("11");
    alk_check_int(execute(&e, ROWS, &affected), ALK_USE_DEFAULT);
    fill(&e);
    e.cells[20] = alk_value_text("not \xff UTF-8");
    alk_check_int(execute(&e, ROWS, &affected), ALK_USE_DEFAULT);
    fill(&e);
    for (int i = 0; i < ROWS; i++)
        e.cells[2 * i + 1].u.i = (i * 7) % ROWS;
    alk_check_ok(execute(&e, ROWS, &affected));
    alk_check_int(affected, 30);
    close_each(&e);
}

/* The transaction is as it was. */
ALK_TEST_UNTORTURED(each, a_row_that_fails)
{
    each e;
    int64_t affected = 0;
    open_each(&e, NULL);
    alk_check_ok(pg_run(&e.p, "alter table alk_unit_each add check (v <> 'bad')"));
    e.cells[20] = alk_value_text("bad");
    for (int in_transaction = 0; in_transaction < 2; in_transaction++) {
        if (in_transaction)
            alk_check_ok(pg_txn(&e.p, ALK_TXN_BEGIN, NULL));
        alk_check_ok(begin(&e));
        alk_check_int(execute(&e, ROWS, &affected), ALK_USE_DEFAULT);
        alk_check_int(affected, -1);
        alk_check_ok(pg_run(&e.p, "select 1"));
    }
    alk_check_ok(pg_txn(&e.p, ALK_TXN_COMMIT, NULL));
    close_each(&e);
}

ALK_TEST_UNTORTURED(each, columns_that_change_their_types)
{
    each e;
    int64_t affected = 0;
    open_each(&e, NULL);
    alk_check_ok(begin(&e));
    alk_check_ok(execute(&e, ROWS, &affected));
    alk_check_ok(pg_run(&e.p, "alter table alk_unit_each alter id type smallint"));
    alk_check_ok(begin(&e));
    alk_check_ok(execute(&e, ROWS, &affected));
    alk_check_int(affected, 30);
    alk_check_ok(pg_run(&e.p, "alter table alk_unit_each alter id type numeric"));
    alk_check_int(begin(&e), ALK_USE_DEFAULT);
    close_each(&e);
}

/* The statement waits for a lock, longer than it may. */
ALK_TEST_UNTORTURED(each, a_deadline)
{
    each e;
    pg other;
    int64_t affected = 0;
    alk_request request = { .size = sizeof request, .ncols = 2, .nrows = ROWS };
    alk_arrays of_both = parts;
    struct timespec now;
    of_both.table = pg_sv("alk_unit_locked");
    open_each(&e, NULL);
    pg_open(&other);
    e.p.ops->stmt_close(e.p.conn, e.stmt);
    alk_check_ok(pg_run(&other, "drop table if exists alk_unit_locked"));
    alk_check_ok(pg_run(&other, "create table alk_unit_locked as select i::bigint as id, ''::text as v from generate_series(1, 30) i"));
    alk_check_ok(pg_prepare(&e.p, "update alk_unit_locked set v = $1 where id = $2", &e.stmt));
    alk_check_ok(e.ops->begin(e.p.conn, e.stmt, &of_both, 0, pg_err(&e.p)));
    alk_check_ok(pg_txn(&other, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&other, "update alk_unit_locked set v = 'other' where id = 20"));
    clock_gettime(CLOCK_MONOTONIC, &now);
    request.params = e.cells;
    request.deadline = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec + 200000000;
    alk_check_int(e.ops->execute(e.p.conn, e.stmt, &request, &affected, pg_err(&e.p)), ALK_ERROR_TIMEOUT);
    alk_check_ok(pg_txn(&other, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(execute(&e, ROWS, &affected));
    alk_check_int(affected, 30);
    close_each(&e);
    alk_check_ok(pg_run(&other, "drop table alk_unit_locked"));
    pg_close(&other);
}
