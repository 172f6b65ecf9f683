/* SPDX-License-Identifier: MIT
 * Many rows for one statement: from values and structs, in blocks, as one INSERT of many rows. */
#include "one_engine.h"
#include "engine/engine.h"
#include "plugin/registry.h"

ALK_SUITE(batch, open_both, close_both);

typedef struct item {
    int64_t id;
    const char *name;
    alk_opt_int32 count;
} item;
static const alk_field ITEM[] = { ALK_FIELD(item, id), ALK_FIELD(item, name), ALK_FIELD(item, count) };

static void fill(item *items, int n)
{
    for (int i = 0; i < n; i++)
        items[i] = (item){ .id = i + 1, .name = i % 3 ? "it's (a) ?" : NULL, .count = { i * 2, i % 2 ? ALK_VALUE : ALK_NULL } };
}

ALK_TEST(batch, structs_by_name)
{
    item items[10];
    int64_t affected = 0;
    fill(items, 10);
    alk_check_ok(run_sql(lite, "create table t(id, name, count)"));
    alk_check_ok(alk_execute_each(lite, alk_raw("insert into t(name, count, id) values(:name, :count, :id)"), ITEM, items, 10, &affected));
    alk_check_int(affected, 10);
    alk_check_int(ask_int(lite, "select sum(id) from t"), 55);
    alk_check_int(ask_int(lite, "select count(*) from t where name is null"), 4);
    alk_check_int(ask_int(lite, "select count(*) from t where name = 'it''s (a) ?'"), 6);
    alk_check_int(ask_int(lite, "select count(count) from t"), 5);
}

ALK_TEST(batch, blocks_of_every_size)
{
    static item items[1000];
    fill(items, 1000);
    alk_check_ok(run_sql(lite, "create table t(id integer primary key, name, count)"));
    for (size_t batch = 0; batch < 1500; batch = batch * 2 + 1) {
        int64_t affected = 0;
        alk_execution_options options = { .struct_size = sizeof options, .batch = batch };
        alk_check_ok(alk_conn_set_options(lite, &options));
        alk_check_ok(alk_execute_each(lite, alk_raw("insert into t values(:id, :name, :count)"), ITEM, items, 1000, &affected));
        alk_check_int(affected, 1000);
        alk_check_int(ask_int(lite, "select sum(id) from t"), 500500);
        alk_check_ok(run_sql(lite, "delete from t"));
    }
}

ALK_TEST(batch, no_rows_at_all)
{
    int64_t affected = 9;
    alk_check_ok(alk_conn_execute_each(conn, alk_raw("affected 1 :id"), ITEM, 3, NULL, sizeof(item), 0, &affected));
    alk_check_int(affected, 0);
    alk_check_int(count_of("execute"), 0);
}

ALK_TEST(batch, what_was_not_given_is_told)
{
    item items[2];
    int64_t affected = 9;
    fill(items, 2);
    alk_check_fails(alk_execute_each(conn, alk_raw("affected 1 :id :other"), ITEM, items, 2, &affected), ALK_ERROR_PROGRAMMING, "other");
    alk_check_int(affected, -1);
    alk_check_fails(alk_conn_execute_each(conn, alk_raw("affected 1"), NULL, 0, items, sizeof(item), 2, NULL), ALK_ERROR_ARGUMENT, "fields");
    alk_check_fails(alk_conn_execute_each(conn, alk_raw("affected 1"), ITEM, 3, NULL, sizeof(item), 2, NULL), ALK_ERROR_ARGUMENT, "rows");
    items[1].name = "\xff";
    alk_check_fails(alk_execute_each(conn, alk_raw("affected 1 :id :name"), ITEM, items, 2, &affected), ALK_ERROR_DATA, "row 2, value 2");
    alk_stmt *stmt = alk_conn_prepare(conn, "affected 1 ? ?", SIZE_MAX);
    alk_check_made(stmt);
    alk_check_fails(alk_stmt_execute_many(stmt, NULL, 2, &affected), ALK_ERROR_ARGUMENT, "values");
    alk_check_fails(alk_stmt_execute_each(stmt, ITEM, 3, items, sizeof(item), 2, &affected), ALK_ERROR_PROGRAMMING, "takes 2");
    alk_check_fails(alk_stmt_execute_each(stmt, NULL, 2, items, sizeof(item), 2, &affected), ALK_ERROR_ARGUMENT, "fields");
    alk_check_fails(alk_stmt_execute_each(stmt, ITEM, 2, NULL, sizeof(item), 2, &affected), ALK_ERROR_ARGUMENT, "rows");
    alk_stmt_close(stmt);
}

ALK_TEST(batch, statements_with_values)
{
    alk_value values[6] = { alk_value_int(1), alk_value_text("a"), alk_value_int(2), alk_value_null(), alk_value_int(3), alk_value_text("c") };
    int64_t affected = 0;
    alk_check_ok(run_sql(lite, "create table t(id, name)"));
    alk_stmt *stmt = alk_conn_prepare(lite, "insert into t values(?, ?)", SIZE_MAX);
    alk_check_made(stmt);
    alk_check_ok(alk_stmt_execute_many(stmt, values, 3, &affected));
    alk_check_int(affected, 3);
    alk_check_int(ask_int(lite, "select sum(id) from t"), 6);
    values[5] = alk_value_text("\xff");
    alk_check_fails(alk_stmt_execute_many(stmt, values, 3, &affected), ALK_ERROR_DATA, "row 3, value 2");
    alk_check_int(ask_int(lite, "select count(*) from t"), 3);
    item items[4];
    fill(items, 4);
    alk_check_ok(alk_stmt_execute_each(stmt, ITEM, 2, items, sizeof *items, 4, &affected));
    alk_check_int(affected, 4);
    alk_stmt_close(stmt);
}

ALK_TEST(batch, without_parameters)
{
    int64_t affected = 0;
    alk_stmt *stmt = alk_conn_prepare(conn, "affected 2", SIZE_MAX);
    alk_check_made(stmt);
    alk_check_ok(alk_stmt_execute_many(stmt, NULL, 3, &affected));
    alk_check_int(affected, 6);
    alk_check_ok(alk_stmt_execute_each(stmt, NULL, 0, NULL, 0, 2, &affected));
    alk_check_int(affected, 4);
    alk_stmt_close(stmt);
}

ALK_TEST(batch, statements_with_rows_are_refused)
{
    item items[2];
    fill(items, 2);
    alk_check_fails(alk_execute_each(conn, alk_raw("echo :id"), ITEM, items, 2, NULL), ALK_ERROR_INTERFACE, "returns rows");
    alk_check_int(mock->live("cursor"), 0);
    alk_check_ok(run_sql(lite, "create table t(id)"));
    alk_check_fails(alk_execute_each(lite, alk_raw("insert into t values(:id) returning id"), ITEM, items, 2, NULL), ALK_ERROR_INTERFACE,
                    "returns rows");
    alk_check_int(ask_int(lite, "select count(*) from t"), 0);
}

ALK_TEST(batch, stops_at_the_first_failure)
{
    item items[5];
    int64_t affected = 7;
    fill(items, 5);
    items[3].id = 1;
    alk_check_ok(run_sql(lite, "create table t(id integer primary key)"));
    alk_check_ok(alk_conn_commit(lite));
    alk_check_fails(alk_execute_each(lite, alk_raw("insert into t values(:id)"), ITEM, items, 5, &affected), ALK_ERROR_INTEGRITY, NULL);
    alk_check_int(affected, -1);
    alk_check_ok(alk_conn_rollback(lite));
    alk_check_int(ask_int(lite, "select count(*) from t"), 0);
}

/* ---- one INSERT of many rows ---- */

static char sent[2000];
static int keep_first(alk_event *event, void *payload)
{
    (void)payload;
    if (!sent[0])
        (void)snprintf(sent, sizeof sent, "%.*s", (int)event->sql.n, event->sql.p);
    return ALK_OK;
}

/* What is sent first for so many rows. */
static const char *rewritten(const char *sql, int rows, size_t batch)
{
    item items[64];
    alk_execution_options options = { .struct_size = sizeof options, .batch = batch };
    fill(items, 64);
    alk_check_ok(run_sql(lite, "drop table if exists t"));
    alk_check_ok(run_sql(lite, "create table t(id integer primary key, a, b)"));
    alk_check_ok(alk_conn_set_options(lite, &options));
    uint64_t id = alk_listen(lite_engine, ALK_EVENT_BEFORE_EXECUTE, keep_first, NULL, 0);
    sent[0] = '\0';
    alk_execute_each(lite, alk_raw(sql), ITEM, items, (size_t)rows, NULL);
    alk_check(alk_unlisten(lite_engine, id));
    alk_check_ok(alk_conn_set_options(lite, NULL));
    return sent;
}

/* What SQLite makes of it: the engine is told that it likes many rows. */
static void check_rewritten(const char *sql, int rows, int64_t expected)
{
    item items[1000];
    fill(items, 1000);
    alk_check_ok(run_sql(lite, "drop table if exists t"));
    alk_check_ok(run_sql(lite, "create table t(id integer primary key, name, count)"));
    alk_check_ok(alk_execute_each(lite, alk_raw(sql), ITEM, items, (size_t)rows, NULL));
    alk_check_int(ask_int(lite, "select count(*) from t"), expected);
}

ALK_TEST(batch, rows_share_one_insert)
{
    alk_check_str(rewritten("INSERT INTO t(id, a) VALUES (:id, :name)", 3, 3), "INSERT INTO t(id, a) VALUES (?, ?), (?, ?), (?, ?)");
    alk_check_str(rewritten("insert into t(id, a) values (:id, 'x)?')", 2, 2), "insert into t(id, a) values (?, 'x)?'), (?, 'x)?')");
    alk_check_str(rewritten("INSERT INTO t(id, a) VALUES (:id, lower(:name))", 2, 2), "INSERT INTO t(id, a) VALUES (?, lower(?)), (?, lower(?))");
    alk_check_str(rewritten("INSERT INTO t(id) VALUES (:id) ON CONFLICT (id) DO UPDATE SET a = 1, b = 2", 2, 2),
                  "INSERT INTO t(id) VALUES (?), (?) ON CONFLICT (id) DO UPDATE SET a = 1, b = 2");
    alk_check_str(rewritten("INSERT INTO t(id) /* VALUES (1) */ VALUES (:id) -- ?", 2, 2), "INSERT INTO t(id) /* VALUES (1) */ VALUES (?), (?) -- ?");
    alk_check_str(rewritten("INSERT INTO t(id) VALUES (:id)", 40, 7), "INSERT INTO t(id) VALUES (?), (?), (?), (?), (?), (?), (?)");
    alk_check_str(rewritten("INSERT INTO t(id) VALUES (:id)", 3, 7), "INSERT INTO t(id) VALUES (?), (?), (?)");
}

/* Of a dialect whose markers have numbers, those of a row count on from the row before. SQLite takes $1 for a name, and each name once. */
ALK_TEST(batch, rows_share_one_insert_where_markers_have_numbers)
{
    alk__backend *backend = (alk__backend *)(uintptr_t)lite_engine->backend;
    const alk_dialect_data *before = backend->data;
    static alk_dialect_data numbered;       /* it outlives a test that is cut short */
    numbered = *before;
    numbered.param_style = ALK_PARAM_DOLLAR;
    backend->data = &numbered;
    alk_check_str(rewritten("INSERT INTO t(id, a) VALUES (:id, lower(:name))", 3, 3), "INSERT INTO t(id, a) VALUES ($1, lower($2)), ($3, lower($4)), ($5, lower($6))");
    int64_t rows = ask_int(lite, "select count(distinct id) from t");
    backend->data = before;
    alk_check_int(rows, 3);
}

/* Left to itself the library prepares a few sizes only, whatever the number of rows. */
ALK_TEST(batch, inserts_come_in_few_sizes)
{
    static const char sql[] = "INSERT INTO t(id, a) VALUES (:id, :name)";
    alk_check_int(times(rewritten(sql, 7, 0), "?"), 2);
    alk_check_int(times(rewritten(sql, 8, 0), "?"), 16);
    alk_check_int(times(rewritten(sql, 39, 0), "?"), 16);
    alk_check_int(times(rewritten(sql, 40, 0), "?"), 80);
    alk_check_int(times(rewritten(sql, 64, 0), "?"), 80);
}

ALK_TEST(batch, what_is_no_such_insert_is_left)
{
    static const char *const left[] = {
        "INSERT INTO t(a) VALUES (:id), (:id)", "INSERT INTO t(a) SELECT :id", "UPDATE t SET a = :id",
        "INSERT INTO t(a) VALUES (:id) ON CONFLICT DO UPDATE SET a = :name", "INSERT INTO t(a) VALUES (1), (:id)",
        "INSERT INTO t(a) VALUES (:id) /* more */ , (:id)", "WITH x AS (SELECT :id AS y) INSERT INTO t(a) SELECT y FROM x",
    };
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        const char *first = rewritten(left[i], 3, 3);
        alk_check_that(times(first, "?") == times(left[i], ":"), "%s became %s", left[i], first);
    }
    alk_check_str(rewritten("INSERT INTO t(id) VALUES (:id) RETURNING id", 3, 3), "");
    alk_check_error(ALK_ERROR_INTERFACE, "returns rows");
    alk_check_int(ask_int(lite, "select count(*) from t"), 0);
}

ALK_TEST(batch, chunks_and_remainder_on_sqlite)
{
    check_rewritten("insert into t values(:id, :name, :count)", 999, 999);
    check_rewritten("insert or ignore into t values(:id / 2, :name, upper(:name))", 500, 251);
    check_rewritten("insert into t(id) values(:id / 2) on conflict(id) do update set name = 'again', count = 1", 500, 251);
}

ALK_TEST(batch, memory_running_out)
{
    int status;
    static item items[200];
    fill(items, 200);
    alk_check_ok(run_sql(lite, "create table t(id, name, count)"));
    const alk_sql *statement = alk_keep(alk_raw("insert into t values(:id, :name, :count)"));
    alk_check_ok(alk_execute_each(lite, statement, ITEM, items, 200, NULL));
    ALK_TORTURE(status)
        status = alk_execute_each(lite, statement, ITEM, items, 200, NULL);
    alk_free(statement);
}
