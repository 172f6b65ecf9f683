/* SPDX-License-Identifier: MIT
 * The driver on SQLite by its ODBC driver: statements, many executions, long values, transactions, forks. */
#include "od.h"
#include <sys/wait.h>
#include <unistd.h>
#include "traits.h"

ALK_TEST(statement, values)
{
    od o;
    alk_cell cell = { .len = 0 }, param = od_text_cell(ALK_TYPE_TEXT, "\xc3\xa4\xf0\x9f\x98\x80");
    od_open(&o);
    alk_check_ok(od_value_of(&o, "select ?", &param, 1, &cell));
    alk_check(cell.tag == ALK_TYPE_TEXT);
    alk_check_bytes(cell.u.p, cell.len, param.u.p, param.len);
    alk_check_int(od_int(&o, "select 40 + 2"), 42);
    alk_check_ok(od_run(&o, "create table t (a double, b blob, c integer)"));
    alk_check_ok(od_run(&o, "insert into t values (0.1 + 0.2, x'00ff', null)"));
    alk_check_real(od_value(&o, "select a from t").u.d, 0.1 + 0.2);
    alk_check_real(od_value(&o, "select max(a) from t -- the last").u.d, 0.1 + 0.2);
    cell = od_value(&o, "select b from t");
    alk_check(cell.tag == ALK_TYPE_BLOB);
    alk_check_bytes(cell.u.p, cell.len, "\0\xff", 2);
    alk_check(od_value(&o, "select c from t").tag == ALK_TYPE_NULL);
    od_close(&o);
}

/* A value is read whole, however long, in its column's order or not. */
ALK_TEST(statement, long_values)
{
    static char large[300001];
    od o;
    alk_cell cell = { .len = 0 }, params[2];
    od_open(&o);
    memset(large, 'x', sizeof large - 1);
    memcpy(large + 4000, "\xe2\x82\xac", 3);
    alk_check_ok(od_run(&o, "create table t (a text, b blob)"));
    params[0] = od_text_cell(ALK_TYPE_TEXT, large);
    params[1] = od_text_cell(ALK_TYPE_BLOB, large);
    alk_check_ok(od_execute(&o, "insert into t values (?, ?)", params, 2, 1, NULL));
    alk_check_ok(od_value_of(&o, "select a from t", NULL, 0, &cell));
    alk_check_bytes(cell.u.p, cell.len, large, sizeof large - 1);
    alk_check_ok(od_value_of(&o, "select b from t", NULL, 0, &cell));
    alk_check_bytes(cell.u.p, cell.len, large, sizeof large - 1);
    od_close(&o);
}

ALK_TEST(statement, many_executions)
{
    od o;
    alk_cell cells[400];
    int64_t affected = 0;
    for (int i = 0; i < 200; i++) {
        cells[i * 2] = od_int_cell(ALK_TYPE_INT, i);
        cells[i * 2 + 1] = i % 3 == 0 ? (alk_cell){ .tag = ALK_TYPE_NULL } : od_text_cell(ALK_TYPE_TEXT, i % 2 ? "odd" : "an even number");
    }
    od_open(&o);
    alk_check_ok(od_run(&o, "create table t (id integer primary key, v text)"));
    alk_check_ok(od_execute(&o, "insert into t values (?, ?)", cells, 2, 200, &affected));
    alk_check_int(affected, 200);
    alk_check_int(od_int(&o, "select sum(id) from t"), 19900);
    alk_check_int(od_int(&o, "select count(*) from t where v is null"), 67);
    alk_check_ok(od_execute(&o, "update t set v = ?2 where id = ?1", cells, 2, 0, &affected));
    od_close(&o);
}

/* Values of several kinds for one marker go one by one. */
ALK_TEST(statement, executions_of_mixed_kinds)
{
    od o;
    alk_cell cells[] = { od_int_cell(ALK_TYPE_INT, 1), od_text_cell(ALK_TYPE_TEXT, "two"), { .tag = ALK_TYPE_NULL } };
    int64_t affected = 0;
    od_open(&o);
    alk_check_ok(od_run(&o, "create table t (v)"));
    alk_check_ok(od_execute(&o, "insert into t values (?)", cells, 1, 3, &affected));
    alk_check_int(affected, 3);
    alk_check_int(od_int(&o, "select count(*) from t where typeof(v) = 'text'"), 1);
    od_close(&o);
}

ALK_TEST(statement, the_failing_execution_is_named)
{
    od o;
    alk_cell cells[5];
    int code;
    for (int i = 0; i < 5; i++)
        cells[i] = od_int_cell(ALK_TYPE_INT, i % 3);
    od_open(&o);
    alk_check_ok(od_run(&o, "create table t (id integer primary key)"));
    code = od_execute(&o, "insert into t values (?)", cells, 1, 5, NULL);
    alk_check_fails(code, ALK_ERROR_INTEGRITY, "UNIQUE");
    alk_check_contains(alk_last_error()->detail, "execution 4 of 5");
    alk_check_int(od_int(&o, "select count(*) from t"), 3);
    od_close(&o);
}

ALK_TEST(statement, refused)
{
    od o;
    alk_cell nul = { .u.p = "a\0b", .len = 3, .tag = ALK_TYPE_TEXT }, large = { .u.raw = UINT64_MAX, .tag = ALK_TYPE_UINT }, bad = od_text_cell(ALK_TYPE_TEXT, "\xff");
    alk_cell array = { .tag = ALK_TYPE_ARRAY }, unknown = { .tag = 99 };
    od_open(&o);
    alk_check_fails(od_execute(&o, "select ?", &nul, 1, 1, NULL), ALK_ERROR_DATA, "NUL");
    alk_check_fails(od_execute(&o, "select ?", &large, 1, 1, NULL), ALK_ERROR_DATA, "beyond");
    alk_check_fails(od_execute(&o, "select ?", &array, 1, 1, NULL), ALK_ERROR_NOT_SUPPORTED, "arrays");
    alk_check_fails(od_execute(&o, "select ?", &unknown, 1, 1, NULL), ALK_ERROR_INTERFACE, "unknown type");
    alk_check_fails(od_execute(&o, "select ?", NULL, 0, 1, NULL), ALK_ERROR_PROGRAMMING, "takes 1 parameters");
    alk_check_fails(od_run(&o, "selekt 1"), ALK_ERROR_PROGRAMMING, "syntax");
    alk_check_fails(od_run(&o, "\xff"), ALK_ERROR_PROGRAMMING, NULL);
    (void)bad;
    od_close(&o);
}

ALK_TEST(statement, transactions)
{
    od o;
    alk_sv none = { NULL, 0 };
    od_open(&o);
    alk_check_ok(od_run(&o, "create table t (v integer)"));
    alk_check_int(o.ops->transaction_status(o.conn), ALK_TXN_IDLE);
    alk_check_ok(o.ops->transaction(o.conn, ALK_TXN_BEGIN, 0, none, 0, od_err(&o)));
    alk_check_int(o.ops->transaction_status(o.conn), ALK_TXN_ACTIVE);
    alk_check_ok(od_run(&o, "insert into t values (1)"));
    alk_check_ok(o.ops->transaction(o.conn, ALK_TXN_SAVEPOINT, 0, od_sv("one"), 0, od_err(&o)));
    alk_check_ok(od_run(&o, "insert into t values (2)"));
    alk_check_ok(o.ops->transaction(o.conn, ALK_TXN_ROLLBACK_TO, 0, od_sv("one"), 0, od_err(&o)));
    alk_check_fails(o.ops->transaction(o.conn, ALK_TXN_SAVEPOINT, 0, od_sv("a; drop"), 0, od_err(&o)), ALK_ERROR_ARGUMENT, "savepoint");
    alk_check_ok(o.ops->transaction(o.conn, ALK_TXN_COMMIT, 0, none, 0, od_err(&o)));
    alk_check_int(od_int(&o, "select sum(v) from t"), 1);
    alk_check_ok(o.ops->transaction(o.conn, ALK_TXN_BEGIN, 0, none, 0, od_err(&o)));
    alk_check_ok(od_run(&o, "delete from t"));
    alk_check_ok(o.ops->reset(o.conn, 0, od_err(&o)));
    alk_check_int(o.ops->transaction_status(o.conn), ALK_TXN_IDLE);
    alk_check_int(od_int(&o, "select count(*) from t"), 1);
    od_close(&o);
}

ALK_TEST(statement, isolation)
{
    od o;
    od_open(&o);
    alk_check_ok(o.ops->set_isolation(o.conn, ALK_ISOLATION_SERIALIZABLE, 0, od_err(&o)));
    alk_check_fails(o.ops->set_isolation(o.conn, ALK_ISOLATION_SNAPSHOT, 0, od_err(&o)), ALK_ERROR_NOT_SUPPORTED, "isolation");
    alk_check_ok(o.ops->set_isolation(o.conn, ALK_ISOLATION_DEFAULT, 0, od_err(&o)));
    od_close(&o);
}

ALK_TEST(statement, last_insert_id)
{
    od o;
    alk_cell id;
    od_open(&o);
    alk_check_ok(o.ops->last_insert_id(o.conn, &id, od_err(&o)));
    alk_check_int(id.tag, ALK_TYPE_NULL);
    alk_check_ok(od_run(&o, "create table t (id integer primary key, v integer)"));
    alk_check_ok(od_run(&o, "insert into t(id, v) values (41, 1)"));
    alk_check_ok(od_run(&o, "insert into t(v) values (2)"));
    alk_check_ok(o.ops->last_insert_id(o.conn, &id, od_err(&o)));
    alk_check(id.tag == ALK_TYPE_INT && id.u.i == 42);
    od_close(&o);
}

/* The tables changed behind a statement that is kept. */
ALK_TEST(statement, kept_statements)
{
    od o;
    alk_request request = { .size = sizeof request, .nrows = 1 };
    void *stmt = NULL, *cursor = NULL;
    int64_t affected;
    od_open(&o);
    alk_check_ok(od_run(&o, "create table t (v double)"));
    alk_check_ok(o.ops->prepare(o.conn, od_sv("select * from t"), 0, 0, &stmt, od_err(&o)));
    for (int i = 0; i < 4; i++) {
        const alk_column_desc *columns;
        uint32_t count = 0, stride = 0;
        if (i == 2)
            alk_check_ok(od_run(&o, "alter table t add column w text"));
        alk_check_ok(o.ops->execute(o.conn, stmt, &request, &cursor, &affected, od_err(&o)));
        alk_check_ok(o.ops->cursor->columns(cursor, &columns, &count, &stride, od_err(&o)));
        alk_check_uint(count, i < 2 ? 1 : 2);
        alk_check_sv(columns[0].name, "v");
        alk_check_ok(o.ops->cursor->close(cursor, od_err(&o)));
    }
    o.ops->stmt_close(o.conn, stmt);
    od_close(&o);
}

ALK_TEST(statement, deadlines)
{
    od o;
    void *stmt = NULL, *cursor = NULL;
    int64_t affected;
    alk_request request = { .size = sizeof request, .nrows = 1 };
    od_open(&o);
    alk_check_ok(o.ops->prepare(o.conn, od_sv("with recursive n(i) as (select 1 union all select i + 1 from n limit 1000000000) select max(i) from n"), 0, 0, &stmt, od_err(&o)));
    request.deadline = alk__odbc_now() + ALK__ODBC_SECOND / 5;
    alk_check_fails(o.ops->execute(o.conn, stmt, &request, &cursor, &affected, od_err(&o)), ALK_ERROR_TIMEOUT, "deadline");
    alk_check(alk__odbc_now() >= request.deadline);
    alk_check_fails(o.ops->execute(o.conn, stmt, &request, &cursor, &affected, od_err(&o)), ALK_ERROR_TIMEOUT, "before it began");
    o.ops->stmt_close(o.conn, stmt);
    alk_check_int(od_int(&o, "select 1"), 1);
    alk_check_ok(o.ops->cancel(o.conn, od_err(&o)));
    alk_check_int(od_int(&o, "select 2"), 2);
    od_close(&o);
}

/* A child lets go of what is its parent's, and has connections of its own. */
ALK_TEST_UNTORTURED(statement, forks)
{
    od o;
    int status = 1;
    void *stmt = NULL;
    od_open(&o);
    alk_check_ok(o.ops->prepare(o.conn, od_sv("select 1"), 0, 0, &stmt, od_err(&o)));
    pid_t child = fork();
    if (child == 0) {
        static const char *const options[] = { "driver=SQLite3", "database=:memory:", NULL };
        o.ops->abandon(o.conn);
        _exit(od_connect(&o, options) == ALK_OK && o.ops->close(o.conn, od_err(&o)) == ALK_OK ? 0 : 1);
    }
    alk_check(child > 0 && waitpid(child, &status, 0) == child && status == 0);
    o.ops->stmt_close(o.conn, stmt);
    alk_check_int(od_int(&o, "select 1"), 1);
    od_close(&o);
}

ALK_TEST(statement, what_is_there)
{
    od o;
    alk_server_info info = { .size = sizeof info };
    alk_pair pairs[OD_PAIRS_MAX];
    static const char *const options[] = { "driver=SQLite3", "database=:memory:", NULL };
    alk_connect_request request = od_request(pairs, options);
    const char *dialect = NULL;
    od_open(&o);
    alk_check_ok(o.ops->server(o.conn, &info, od_err(&o)));
    alk_check_sv(info.product, "SQLite");
    alk_check(info.version >= 30000);
    alk_check((o.ops->caps(o.conn) & (ALK_CAP_SAVEPOINT | ALK_CAP_CURSORS | ALK_CAP_CANCEL)) == (ALK_CAP_SAVEPOINT | ALK_CAP_CURSORS | ALK_CAP_CANCEL));
    alk_check((o.ops->caps(o.conn) & (ALK_CAP_RETURNING | ALK_CAP_UNSIGNED)) == 0);
    alk_check(o.ops->query(o.conn, "odbc/1") != NULL && o.ops->query(o.conn, "nothing/1") == NULL);
    alk_check_ok(o.ops->ping(o.conn, 0, od_err(&o)));
    od_close(&o);
    alk_check_ok(alk__odbc_detect(o.driver, &request, &dialect, od_err(&o)));
    alk_check_str(dialect, "sqlite");
}

ALK_TEST(statement, no_connection)
{
    static const char *const no_driver[] = { "driver=alk_no_such_driver", NULL }, *const no_source[] = { "host=alk_no_such_source", NULL };
    od o;
    od_tables(&o);
    alk_check_fails(od_connect(&o, no_driver), ALK_ERROR_NO_PLUGIN, "cannot connect");
    alk_check_fails(od_connect(&o, no_source), ALK_ERROR_ARGUMENT, "cannot connect");
}
