/* SPDX-License-Identifier: MIT
 * Preparing, executing, cursors: what is one statement, where the fault is, how many rows, when it ends. */
#include "lite.h"

ALK_TEST(statement, exactly_one)
{
    static const char *const one[] = { "select 1", "select 1;", " \n select 1 ; -- done\n /* really */ ;; ", "/* a */ select 1 -- b", NULL };
    static const char *const more[] = { "select 1; select 2", "select 1;;x", "select 1 ; /* */ select 2", NULL };
    static const char *const none[] = { "", " ", ";", "-- only this", "/* and this */", "/* not closed", NULL };
    lite l;
    void *stmt;
    lite_open(&l, NULL);
    for (int i = 0; one[i] != NULL; i++) {
        alk_check_ok(lite_prepare(&l, one[i], &stmt));
        l.ops->stmt_close(l.conn, stmt);
    }
    for (int i = 0; more[i] != NULL; i++)
        alk_check_fails(lite_prepare(&l, more[i], &stmt), ALK_ERROR_PROGRAMMING, "more than one statement");
    for (int i = 0; none[i] != NULL; i++)
        alk_check_fails(lite_prepare(&l, none[i], &stmt), ALK_ERROR_PROGRAMMING, "no statement");
    alk_check_fails(l.ops->prepare(l.conn, (alk_sv){ "select 1\0", 9 }, 0, 0, &stmt, lite_err(&l)), ALK_ERROR_PROGRAMMING, "NUL");
    alk_check_ok(l.ops->prepare(l.conn, (alk_sv){ "select 123", 8 }, 0, 0, &stmt, lite_err(&l)));       /* the view ends, the text does not */
    l.ops->stmt_close(l.conn, stmt);
    lite_close(&l);
}

ALK_TEST(statement, counts_its_parameters)
{
    static const struct {
        const char *sql;
        uint32_t count;
    } cases[] = { { "select 1", 0 }, { "select ?, ?", 2 }, { "select ?2", 2 }, { "select :a, :b, :a", 2 }, { "select '?', \"?\" from (select 1 as \"?\")", 0 } };
    lite l;
    void *stmt, *cursor;
    uint32_t count;
    int64_t affected;
    lite_open(&l, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        alk_check_ok(lite_prepare(&l, cases[i].sql, &stmt));
        alk_check_ok(l.ops->stmt_params(l.conn, stmt, &count, lite_err(&l)));
        alk_check_uint(count, cases[i].count);
        alk_check_fails(lite_execute(&l, stmt, NULL, count + 1, &cursor, &affected), ALK_ERROR_PROGRAMMING, "parameters");
        l.ops->stmt_close(l.conn, stmt);
    }
    lite_close(&l);
}

static int64_t insert_many(lite *l, void *stmt, uint32_t rows, int *rc)
{
    alk_cell cells[200];
    alk_request request = { .size = sizeof request, .params = cells, .ncols = 2, .nrows = rows };
    void *cursor = &cursor;
    int64_t affected = -7;
    for (uint32_t i = 0; i < rows; i++) {
        cells[i * 2] = lite_int_cell(ALK_TYPE_INT, i);
        cells[i * 2 + 1] = lite_text_cell(ALK_TYPE_TEXT, "some text");
    }
    *rc = l->ops->execute(l->conn, stmt, &request, &cursor, &affected, lite_err(l));
    alk_check(cursor == NULL);
    return affected;
}

ALK_TEST(statement, many_executions_in_one_call)
{
    lite l;
    void *stmt;
    int rc;
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(a integer primary key, b text)"));
    alk_check_ok(lite_prepare(&l, "insert into t values(?, ?)", &stmt));
    alk_check_int(insert_many(&l, stmt, 100, &rc), 100);
    alk_check_ok(rc);
    alk_check_int(lite_int(&l, "select count(*) from t where b = 'some text'"), 100);
    alk_check_ok(lite_run(&l, "delete from t where a < 10"));
    insert_many(&l, stmt, 20, &rc);
    alk_check_fails(rc, ALK_ERROR_INTEGRITY, "execution 11 of 20");
    alk_check_int(lite_int(&l, "select count(*) from t"), 100);
    alk_check_int(insert_many(&l, stmt, 0, &rc), 0);
    alk_check_ok(rc);
    l.ops->stmt_close(l.conn, stmt);
    lite_close(&l);
}

static int64_t affected_by(lite *l, const char *sql)
{
    void *stmt, *cursor;
    int64_t affected = -7;
    alk_check_ok(lite_prepare(l, sql, &stmt));
    alk_check_ok(lite_execute(l, stmt, NULL, 0, &cursor, &affected));
    if (cursor != NULL)
        alk_check_ok(l->ops->cursor->close(cursor, lite_err(l)));
    l->ops->stmt_close(l->conn, stmt);
    return affected;
}

ALK_TEST(statement, tells_the_rows_that_it_changed)
{
    lite l;
    lite_open(&l, NULL);
    alk_check_int(affected_by(&l, "create table t(a)"), -1);
    alk_check_int(affected_by(&l, "insert into t values(1), (2), (3)"), 3);
    alk_check_int(affected_by(&l, "create table u as select * from t"), -1);
    alk_check_int(affected_by(&l, " -- x\n UPDATE t set a = 1 where a > 1"), 2);
    alk_check_int(affected_by(&l, "update t set a = 1 where a > 1"), 0);
    alk_check_int(affected_by(&l, "with x as (select 1) delete from t"), 3);
    alk_check_int(affected_by(&l, "with x as (select 1) select * from x"), -1);
    alk_check_int(affected_by(&l, "replace into t values(1)"), 1);
    alk_check_int(affected_by(&l, "pragma user_version = 5"), -1);
    lite_close(&l);
}

ALK_TEST(statement, returning_tells_its_rows_at_the_end)
{
    lite l;
    void *stmt, *cursor;
    int64_t affected;
    uint32_t got;
    alk_cell cells[4];
    lite_open(&l, NULL);
    if ((l.ops->caps(l.conn) & ALK_CAP_RETURNING) == 0) {
        lite_close(&l);
        alk_skip("this libsqlite3 has no RETURNING");
    }
    alk_check_ok(lite_run(&l, "create table t(a integer primary key, b)"));
    stmt = lite_query(&l, "insert into t(b) values('x'), ('y') returning a", &cursor);
    alk_check_int(l.ops->cursor->affected(cursor), -1);
    alk_check_status(l.ops->cursor->fetch_cells(cursor, cells, 1, 4, &got, l.arena, lite_err(&l)), ALK_END);
    alk_check_uint(got, 2);
    alk_check_int(cells[1].u.i, 2);
    alk_check_int(l.ops->cursor->affected(cursor), 2);
    lite_done(&l, stmt, cursor);
    stmt = lite_query(&l, "insert into t(b) values('z'), ('z') returning a", &cursor);      /* closed before its end, done all the same */
    lite_done(&l, stmt, cursor);
    alk_check_int(lite_int(&l, "select count(*) from t"), 4);
    affected = -1;
    alk_check_ok(lite_prepare(&l, "update t set b = 1 where a < 0 returning a", &stmt));
    alk_check_ok(lite_execute(&l, stmt, NULL, 0, &cursor, &affected));
    alk_check_int(affected, 0);
    alk_check_int(l.ops->cursor->affected(cursor), 0);
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}

ALK_TEST(statement, last_insert_id)
{
    lite l;
    alk_cell id;
    lite_open(&l, NULL);
    alk_check_ok(l.ops->last_insert_id(l.conn, &id, lite_err(&l)));
    alk_check_int(id.tag, ALK_TYPE_NULL);
    alk_check_ok(lite_run(&l, "create table t(a integer primary key)"));
    alk_check_ok(lite_run(&l, "insert into t values(77)"));
    alk_check_ok(l.ops->last_insert_id(l.conn, &id, lite_err(&l)));
    alk_check_int(id.tag, ALK_TYPE_INT);
    alk_check_int(id.u.i, 77);
    lite_close(&l);
}

ALK_TEST(statement, the_end_stays_the_end)
{
    lite l;
    void *stmt, *cursor;
    int64_t affected;
    uint32_t got;
    alk_cell cells[3];
    lite_open(&l, NULL);
    stmt = lite_query(&l, "select 1 union all select 2", &cursor);
    alk_check_ok(l.ops->cursor->fetch_cells(cursor, cells, 1, 1, &got, l.arena, lite_err(&l)));
    alk_check_ok(l.ops->cursor->fetch_cells(cursor, cells, 1, 1, &got, l.arena, lite_err(&l)));
    for (int i = 0; i < 3; i++) {
        got = 9;
        alk_check_status(l.ops->cursor->fetch_cells(cursor, cells, 1, 3, &got, l.arena, lite_err(&l)), ALK_END);
        alk_check_uint(got, 0);
    }
    alk_check_ok(l.ops->cursor->close(cursor, lite_err(&l)));
    alk_check_ok(lite_execute(&l, stmt, NULL, 0, &cursor, &affected));      /* and again from the start */
    alk_check_status(l.ops->cursor->fetch_cells(cursor, cells, 1, 3, &got, l.arena, lite_err(&l)), ALK_END);
    alk_check_uint(got, 2);
    lite_done(&l, stmt, cursor);
    stmt = lite_query(&l, "select 1 where 0", &cursor);
    alk_check_status(l.ops->cursor->fetch_cells(cursor, cells, 1, 3, &got, l.arena, lite_err(&l)), ALK_END);
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}

ALK_TEST(statement, end_gives_locks_back)
{
    lite a, b;
    void *stmt, *cursor;
    uint32_t got;
    alk_cell cells[4];
    const char *path = lite_path("l.db");
    lite_open(&a, path);
    alk_check_ok(lite_run(&a, "create table t(a)"));
    alk_check_ok(lite_run(&a, "insert into t values(1)"));
    lite_open(&b, path);
    stmt = lite_query(&a, "select a from t", &cursor);
    alk_check_status(a.ops->cursor->fetch_cells(cursor, cells, 1, 4, &got, a.arena, lite_err(&a)), ALK_END);
    alk_check_ok(lite_run(&b, "insert into t values(2)"));
    lite_done(&a, stmt, cursor);
    lite_close(&a);
    lite_close(&b);
}

ALK_TEST(statement, several_cursors_at_a_time)
{
    lite l;
    void *one, *two, *first, *second;
    uint32_t got;
    alk_cell cell;
    lite_open(&l, NULL);
    one = lite_query(&l, "select 1 union all select 2", &first);
    two = lite_query(&l, "select 3 union all select 4", &second);
    for (int i = 0; i < 2; i++) {
        alk_check_ok(l.ops->cursor->fetch_cells(first, &cell, 1, 1, &got, l.arena, lite_err(&l)));
        alk_check_int(cell.u.i, 1 + i);
        alk_check_ok(l.ops->cursor->fetch_cells(second, &cell, 1, 1, &got, l.arena, lite_err(&l)));
        alk_check_int(cell.u.i, 3 + i);
    }
    lite_done(&l, one, first);
    lite_done(&l, two, second);
    lite_close(&l);
}

ALK_TEST(statement, direct_execution)
{
    lite l;
    void *cursor;
    int64_t affected;
    uint32_t got;
    alk_cell cell, param = lite_int_cell(ALK_TYPE_INT, 5);
    alk_request request = { .size = sizeof request, .params = &param, .ncols = 1, .nrows = 1 };
    lite_open(&l, NULL);
    alk_check_ok(lite_run(&l, "create table t(a)"));
    alk_check_ok(l.ops->execute_direct(l.conn, lite_sv("insert into t values(?)"), &request, &cursor, &affected, lite_err(&l)));
    alk_check(cursor == NULL);
    alk_check_int(affected, 1);
    alk_check_ok(l.ops->execute_direct(l.conn, lite_sv("select a from t where a = ?"), &request, &cursor, &affected, lite_err(&l)));
    alk_check_ok(l.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, l.arena, lite_err(&l)));
    alk_check_int(cell.u.i, 5);
    alk_check_ok(l.ops->cursor->close(cursor, lite_err(&l)));
    alk_check_fails(l.ops->execute_direct(l.conn, lite_sv("select 1"), &request, &cursor, &affected, lite_err(&l)), ALK_ERROR_PROGRAMMING, "0 parameters");
    lite_close(&l);
}

ALK_TEST(statement, errors_of_a_first_row_are_errors_of_the_execution)
{
    lite l;
    void *stmt, *cursor;
    int64_t affected;
    uint32_t got;
    alk_cell cell;
    lite_open(&l, NULL);
    alk_check_ok(lite_prepare(&l, "select abs(-9223372036854775807 - 1)", &stmt));
    alk_check_fails(lite_execute(&l, stmt, NULL, 0, &cursor, &affected), ALK_ERROR_DATA, "integer overflow");
    alk_check(cursor == NULL);
    l.ops->stmt_close(l.conn, stmt);
    stmt = lite_query(&l, "select 1 union all select abs(-9223372036854775807 - 1)", &cursor);
    alk_check_ok(l.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, l.arena, lite_err(&l)));
    alk_check_status(l.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, l.arena, lite_err(&l)), ALK_ERROR_DATA);
    alk_check_fails(l.ops->cursor->fetch_cells(cursor, &cell, 1, 1, &got, l.arena, lite_err(&l)), ALK_ERROR_INTERFACE, "before");
    lite_done(&l, stmt, cursor);
    lite_close(&l);
}

ALK_TEST(statement, closing_the_connection_closes_what_is_open)
{
    lite l;
    void *stmt, *cursor;
    lite_open(&l, NULL);
    alk_check_ok(lite_prepare(&l, "select 1", &stmt));
    (void)lite_query(&l, "select 2 union all select 3", &cursor);
    lite_close(&l);
}
