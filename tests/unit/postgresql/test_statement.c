/* SPDX-License-Identifier: MIT
 * Statements on a server: prepared anew when they have to be, many executions at once, what they leave behind. */
#include "pg.h"
#include "statement.h"

static int execute_int(pg *p, void *stmt, int64_t *value)
{
    void *cursor = NULL;
    int64_t affected;
    alk_cell cells[4];
    uint32_t got = 0;
    int rc = pg_execute(p, stmt, NULL, 0, 0, &cursor, &affected);
    if (rc != ALK_OK)
        return rc;
    rc = p->ops->cursor->fetch_cells(cursor, cells, 1, 1, &got, p->arena, pg_err(p));
    *value = got == 1 ? cells[0].u.i : -1;
    (void)p->ops->cursor->close(cursor, pg_err(p));
    return rc < 0 ? rc : ALK_OK;
}

/* Another session changes the table: alone, as the first of a transaction, and too late. */
ALK_TEST_UNTORTURED(statement, columns_changed_by_another_session)
{
    pg p, other;
    void *stmt;
    int64_t value = 0;
    pg_open(&p);
    pg_open(&other);
    alk_check_ok(pg_run(&other, "drop table if exists alk_unit_changed"));
    alk_check_ok(pg_run(&other, "create table alk_unit_changed as select 1::int4 as v"));
    alk_check_ok(pg_prepare(&p, "select v from alk_unit_changed", &stmt));
    alk_check_ok(execute_int(&p, stmt, &value));
    alk_check_int(value, 1);
    alk_check_ok(pg_run(&other, "alter table alk_unit_changed alter v type int8"));
    alk_check_ok(execute_int(&p, stmt, &value));
    alk_check_int(value, 1);
    alk_check_ok(pg_run(&other, "alter table alk_unit_changed alter v type int4"));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(execute_int(&p, stmt, &value));
    alk_check_ok(pg_txn(&p, ALK_TXN_COMMIT, NULL));
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&p, "select 1"));
    alk_check_ok(pg_run(&other, "alter table alk_unit_changed alter v type int8"));
    alk_check_int(execute_int(&p, stmt, &value), ALK_ERROR_NOT_SUPPORTED);
    alk_check((alk_last_error()->flags & ALK_ERROR_RETRYABLE) != 0);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    alk_check_ok(execute_int(&p, stmt, &value));
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_run(&other, "drop table alk_unit_changed"));
    pg_close(&other);
    pg_close(&p);
}

ALK_TEST(statement, forgotten_by_the_server)
{
    pg p;
    void *stmt;
    int64_t value = 0;
    pg_open(&p);
    alk_check_ok(pg_prepare(&p, "select 5", &stmt));
    alk_check_ok(execute_int(&p, stmt, &value));
    alk_check_ok(pg_run(&p, "discard all"));
    alk_check_ok(execute_int(&p, stmt, &value));
    alk_check_ok(pg_run(&p, "do $$ begin execute 'deallocate all'; end $$"));        /* the driver does not see this */
    alk_check_ok(execute_int(&p, stmt, &value));
    alk_check_int(value, 5);
    p.ops->stmt_close(p.conn, stmt);
    pg_close(&p);
}

/* Names that are closed here are not kept there. */
ALK_TEST(statement, names_are_given_back)
{
    pg p;
    char sql[60];
    pg_open(&p);
    for (int i = 0; i < 200; i++) {
        (void)snprintf(sql, sizeof sql, "select %d", i);
        alk_check_ok(pg_run(&p, sql));
    }
    alk_check(pg_int(&p, "select count(*) from pg_prepared_statements") <= 3);
    pg_close(&p);
}

ALK_TEST(statement, without_names_for_poolers)
{
    static const char *const options[] = { "prepare=off", NULL };
    alk_cell cell = pg_int_cell(ALK_TYPE_INT, 20), back;
    pg p;
    pg_open_with(&p, options);
    back = pg_value(&p, "select $1::int2 + 1", &cell, false);
    alk_check(back.tag == ALK_TYPE_INT && back.u.i == 21);
    alk_check_int(pg_int(&p, "select count(*) from pg_prepared_statements"), 0);
    alk_check_ok(pg_run(&p, "create temp table t as select 1 as v"));
    alk_check_int(pg_int(&p, "select v from t"), 1);
    pg_close(&p);
}

/* The server finds no types where parameters stand beside each other: then those of the values count, and a transaction goes on as if nothing had been. */
ALK_TEST(statement, types_by_values)
{
    alk_cell cells[] = { pg_int_cell(ALK_TYPE_INT, 2), pg_int_cell(ALK_TYPE_INT, 3) }, row[2];
    void *stmt, *cursor;
    int64_t affected;
    uint32_t got;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_txn(&p, ALK_TXN_BEGIN, NULL));
    alk_check_ok(pg_run(&p, "create temp table t as select 7 as v"));
    alk_check_ok(pg_prepare(&p, "select $1 * $2", &stmt));
    for (int i = 0; i < 2; i++) {        /* the second time with others */
        alk_check_ok(pg_execute(&p, stmt, cells, 2, 0, &cursor, &affected));
        alk_check_ok(p.ops->cursor->fetch_cells(cursor, row, 1, 1, &got, p.arena, pg_err(&p)));
        alk_check(i == 0 ? row[0].tag == ALK_TYPE_INT && row[0].u.i == 6 : row[0].tag == ALK_TYPE_REAL && row[0].u.d == 1.25);
        alk_check_ok(p.ops->cursor->close(cursor, pg_err(&p)));
        cells[0] = (alk_cell){ .u.d = 0.5, .tag = ALK_TYPE_REAL };
        cells[1] = (alk_cell){ .u.d = 2.5, .tag = ALK_TYPE_REAL };
    }
    p.ops->stmt_close(p.conn, stmt);
    alk_check_int(pg_int(&p, "select v from t"), 7);
    alk_check_ok(pg_prepare(&p, "select no_such_function($1)", &stmt));
    alk_check_int(pg_execute(&p, stmt, cells, 1, 0, &cursor, &affected), ALK_ERROR_PROGRAMMING);
    alk_check_str(alk_last_error()->sqlstate, "42883");
    alk_check_int(p.ops->transaction_status(p.conn), ALK_TXN_FAILED);
    p.ops->stmt_close(p.conn, stmt);
    alk_check_ok(pg_txn(&p, ALK_TXN_ROLLBACK, NULL));
    pg_close(&p);
}

static int run_many(pg *p, const char *sql, const alk_cell *cells, uint32_t width, uint32_t rows, int64_t *affected)
{
    alk_request request = { .size = sizeof request, .params = cells, .ncols = width, .nrows = rows };
    void *stmt, *cursor;
    int rc;
    alk_check_ok(pg_prepare(p, sql, &stmt));
    rc = p->ops->execute(p->conn, stmt, &request, &cursor, affected, pg_err(p));
    p->ops->stmt_close(p->conn, stmt);
    return rc;
}

ALK_TEST_UNTORTURED(statement, many_executions)
{
    static alk_cell cells[5000];
    static char large[20000];
    int64_t affected = 0;
    pg p;
    pg_open(&p);
    memset(large, 'x', sizeof large - 1);
    alk_check_ok(pg_run(&p, "create temp table t(id int primary key, v text)"));
    for (int i = 0; i < 5000; i++)
        cells[i] = pg_int_cell(ALK_TYPE_INT, i);
    alk_check_ok(run_many(&p, "insert into t(id) values($1)", cells, 1, 5000, &affected));
    alk_check_int(affected, 5000);
    alk_check_ok(run_many(&p, "update t set v = 'y' where id < $1", cells, 1, 3, &affected));
    alk_check_int(affected, 0 + 1 + 2);
    for (int i = 0; i < 1000; i++)       /* both sides have more to say than the line holds */
        cells[i] = pg_text_cell(ALK_TYPE_TEXT, large);
    alk_check_ok(run_many(&p, "update t set v = $1 where id = 1", cells, 1, 1000, &affected));
    alk_check_int(affected, 1000);
    alk_check_int(pg_int(&p, "select length(v) from t where id = 1"), sizeof large - 1);
    pg_close(&p);
}

ALK_TEST(statement, one_of_many_fails)
{
    alk_cell cells[] = { pg_int_cell(ALK_TYPE_INT, 1), pg_int_cell(ALK_TYPE_INT, 2), pg_int_cell(ALK_TYPE_INT, 1), pg_int_cell(ALK_TYPE_INT, 3) };
    int64_t affected = 0;
    pg p;
    pg_open(&p);
    alk_check_ok(pg_run(&p, "create temp table t(id int primary key)"));
    alk_check_int(run_many(&p, "insert into t values($1)", cells, 1, 4, &affected), ALK_ERROR_INTEGRITY);
    alk_check_str(alk_last_error()->sqlstate, "23505");
    alk_check_int(pg_int(&p, "select count(*) from t"), 0);
    cells[2] = pg_int_cell(ALK_TYPE_INT, INT64_C(1) << 40);
    alk_check_int(run_many(&p, "insert into t values($1)", cells, 1, 4, &affected), ALK_ERROR_DATA);
    alk_check_str(alk_last_error()->detail, "execution 3 of 4");
    alk_check_int(pg_int(&p, "select 1"), 1);
    pg_close(&p);
}

ALK_TEST_UNTORTURED(statement, what_is_no_statement)
{
    pg p;
    char *sql = malloc(700000);
    size_t n = (size_t)sprintf(sql, "select 1 where 1 in (");
    void *stmt;
    pg_open(&p);
    alk_check_int(pg_run(&p, " -- nothing"), ALK_ERROR_PROGRAMMING);
    alk_check_int(pg_run(&p, "select 1; select 2"), ALK_ERROR_PROGRAMMING);
    alk_check_int(pg_run(&p, "copy (select 1) to stdout"), ALK_ERROR_NOT_SUPPORTED);
    alk_check_ok(pg_run(&p, "create temp table t(v int)"));
    alk_check_int(pg_run(&p, "copy t from stdin"), ALK_ERROR_NOT_SUPPORTED);
    alk_check_int(p.ops->prepare(p.conn, (alk_sv){ "select\0 1", 9 }, 0, 0, &stmt, pg_err(&p)), ALK_ERROR_PROGRAMMING);
    for (int i = 1; i <= 65536; i++)
        n += (size_t)sprintf(sql + n, "$%d,", i);
    memcpy(sql + n - 1, ")", 2);
    alk_check_int(pg_prepare(&p, sql, &stmt), ALK_ERROR_PROGRAMMING);
    alk_check_error(ALK_ERROR_PROGRAMMING, "65536 parameters; PostgreSQL takes at most 65535");
    alk_check_int(pg_int(&p, "select 1"), 1);
    free(sql);
    pg_close(&p);
}

/* What a statement did to the session is undone, and nothing is asked when none did. */
ALK_TEST_UNTORTURED(statement, session_is_cleaned)
{
    pg p;
    alk_cell cell;
    pg_open(&p);
    alk_check_ok(pg_run(&p, "set search_path to pg_catalog"));
    alk_check_ok(pg_run(&p, "set datestyle to german"));
    alk_check_ok(pg_run(&p, "create temporary table t(v int)"));
    alk_check_ok(pg_run(&p, "select pg_advisory_lock(77)"));
    alk_check_ok(pg_run(&p, "listen alk"));
    alk_check_ok(p.ops->reset(p.conn, 0, pg_err(&p)));
    alk_check_int(pg_int(&p, "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()"), 0);
    alk_check_int(pg_int(&p, "select count(*) from pg_class where relname = 't' and relpersistence = 't' and relnamespace = pg_my_temp_schema()"), 0);
    cell = pg_value(&p, "show datestyle", NULL, true);
    alk_check(strncmp(cell.u.p, "ISO", 3) == 0);
    alk_check_ok(p.ops->reset(p.conn, 0, pg_err(&p)));
    pg_close(&p);
}

/* Executes in the way that may read row by row, fetches as many rows as are asked for, closes; whether it did read them so. */
static bool reads_by_rows(pg *p, alk__pg_stmt *stmt, uint32_t wanted)
{
    alk_request request = { .size = sizeof request, .flags = ALK_REQUEST_STREAM, .nrows = 1 };
    void *cursor = NULL;
    int64_t affected;
    uint32_t got = 1;
    alk_cell cell;
    bool by_rows;
    alk_check_ok(p->ops->execute(p->conn, stmt, &request, &cursor, &affected, pg_err(p)));
    by_rows = stmt->streaming;
    for (uint32_t n = 0; n < wanted && got > 0; n += got)
        (void)p->ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, NULL, pg_err(p));
    alk_check_ok(p->ops->cursor->close(cursor, pg_err(p)));
    return by_rows;
}

/* Of 8 MiB and more by what the rows hold, whether they were wanted or not. */
ALK_TEST_UNTORTURED(statement, small_results_are_read_at_once_from_the_second_time_on)
{
    static const struct {
        const char *sql;
        uint32_t wanted;
        bool small;
    } cases[] = {
        { "select 1", 2, true },
        { "select 1", 1, true },
        { "select i from generate_series(1, 20000) i", 20001, true },
        { "select i from generate_series(1, 20000) i", 1, true },
        { "select repeat('x', 10000) from generate_series(1, 1000) i", 1001, false },
        { "select repeat('x', 10000) from generate_series(1, 1000) i", 1, false },
    };
    pg p;
    pg_open(&p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        void *stmt;
        alk_check_ok(pg_prepare(&p, cases[i].sql, &stmt));
        alk_check(reads_by_rows(&p, stmt, cases[i].wanted));
        alk_check(reads_by_rows(&p, stmt, cases[i].wanted) == !cases[i].small);
        p.ops->stmt_close(p.conn, stmt);
    }
    pg_close(&p);
}
