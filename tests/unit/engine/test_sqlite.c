/* SPDX-License-Identifier: MIT
 * The engine on SQLite where it hurts: memory shared by the connections of an engine, locked, read-only and full databases, files that are none. */
#include "engine_test.h"
#include <unistd.h>

ALK_SUITE(sqlite, engine_setup, engine_teardown);

static alk_conn *connected(alk_engine *engine)
{
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    return conn;
}

ALK_TEST(sqlite, memory_is_shared_by_the_connections_of_an_engine)
{
    alk_engine *engine = alk_open("sqlite://"), *other = alk_open("sqlite://");
    alk_conn *a = connected(engine), *b = connected(engine), *c = connected(other);
    alk_check_ok(run_sql(a, "create table t(a)"));
    alk_check_ok(run_sql(a, "insert into t values(42)"));
    alk_check_ok(alk_conn_commit(a));
    alk_check_int(ask_int(b, "select a from t"), 42);
    alk_check_fails(run_sql(c, "select a from t"), ALK_ERROR_PROGRAMMING, "no such table");
    alk_check_ok(alk_conn_close(a));
    alk_check_ok(alk_conn_close(b));
    alk_engine_dispose(engine);
    a = connected(engine);
    alk_check_int(ask_int(a, "select a from t"), 42);      /* it lives as long as the engine, not its connections */
    alk_check_ok(alk_conn_close(a));
    alk_check_ok(alk_conn_close(c));
    alk_engine_close(engine);
    alk_engine_close(other);
}

static void *insert_many(void *payload)
{
    alk_conn *conn = alk_connect(payload);
    int code = ALK_OK;
    for (int i = 0; i < 50 && code == ALK_OK; i++)
        if ((code = run_sql(conn, "insert into t values(1)")) == ALK_OK)
            code = alk_conn_commit(conn);
    alk_conn_close(conn);
    alk_clear_error();
    return (void *)(uintptr_t)(code != ALK_OK);
}

ALK_TEST(sqlite, names_are_quoted)
{
    char out[12];
    alk_engine *engine = alk_open("sqlite://");
    alk_conn *conn = connected(engine);
    alk_check(alk_conn_quote(conn, "a\"b", out, sizeof out) == 6);
    alk_check_str(out, "\"a\"\"b\"");
    alk_check(alk_conn_quote(conn, "select", out, sizeof out) == 8);
    alk_check(alk_conn_quote(conn, "a\"b", out, 4) == 6);
    alk_check_str(out, "\"a\"");
    alk_check(alk_conn_quote(conn, "name", NULL, 0) == 6);
    alk_check(alk_conn_quote(conn, "", out, sizeof out) == 0);
    alk_check(alk_conn_quote(conn, "a\nb", out, sizeof out) == 0);
    alk_check(alk_conn_quote(conn, "\xff", out, sizeof out) == 0);
    alk_check(alk_conn_quote(NULL, "name", out, sizeof out) == 0);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(sqlite, threads_write_to_one_memory_database)
{
    pthread_t threads[4];
    void *failed;
    alk_engine *engine = alk_open("sqlite://");
    alk_conn *conn = connected(engine);
    alk_check_ok(run_sql(conn, "create table t(a)"));
    alk_check_ok(alk_conn_commit(conn));
    for (int i = 0; i < 4; i++)
        alk_check(pthread_create(&threads[i], NULL, insert_many, engine) == 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], &failed);
        alk_check(!failed);
    }
    alk_check_int(ask_int(conn, "select count(*) from t"), 200);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

/* Patience with a lock is short here: under torture each test is run many hundred times. */
ALK_TEST(sqlite, locked_database_may_be_tried_again)
{
    char url[300];
    (void)snprintf(url, sizeof url, "%s?timeout=0.002", sqlite_file());
    alk_engine *engine = alk_open(url);
    alk_conn *a = connected(engine), *b = connected(engine);
    alk_check_ok(run_sql(a, "create table t(a)"));
    alk_check_ok(alk_conn_commit(a));
    alk_check_ok(run_sql(a, "insert into t values(1)"));
    int code = run_sql(b, "insert into t values(2)");
    alk_check_that(code == ALK_ERROR_OPERATIONAL && alk_last_error()->flags & ALK_ERROR_RETRYABLE, "%d %s", code, alk_last_error()->message);
    alk_check_ok(alk_conn_rollback(b));
    alk_check_ok(alk_conn_commit(a));
    alk_check_ok(run_sql(b, "insert into t values(2)"));
    alk_check_ok(alk_conn_commit(b));
    alk_check_int(ask_int(a, "select count(*) from t"), 2);
    alk_check_ok(alk_conn_close(a));
    alk_check_ok(alk_conn_close(b));
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(sqlite, commit_that_readers_hold_up_ends_at_its_deadline)
{
    char url[300];
    alk_execution_options hurry = { .struct_size = sizeof hurry, .timeout = 0.05 };
    (void)snprintf(url, sizeof url, "%s?timeout=60", sqlite_file());
    alk_engine *engine = alk_open(url);
    alk_conn *a = connected(engine), *b = connected(engine);
    alk_check_ok(run_sql(a, "create table t(a)"));
    alk_check_ok(run_sql(a, "insert into t values(1), (2)"));
    alk_check_ok(alk_conn_commit(a));
    alk_result *reads = alk_conn_execute_driver(b, "select a from t", SIZE_MAX, NULL, 0, NULL);
    alk_check(alk_next(reads));
    alk_check_ok(run_sql(a, "insert into t values(3)"));
    alk_check_ok(alk_conn_set_options(a, &hurry));
    double began = now_s();
    alk_check_fails(alk_conn_commit(a), ALK_ERROR_TIMEOUT, "deadline");
    double took = now_s() - began;
    alk_check_that(took > 0.0499 && took < 8, "it took %g s", took);
    alk_check(alk_conn_in_transaction(a));
    alk_check_ok(alk_close(reads));
    alk_check_ok(alk_conn_rollback(b));
    alk_check_ok(alk_conn_commit(a));
    alk_check_int(ask_int(b, "select count(*) from t"), 3);
    alk_check_ok(alk_conn_close(a));
    alk_check_ok(alk_conn_close(b));
    alk_engine_close(engine);
}

typedef struct waiting {
    alk_conn *holder;
    int runs, unlocked;
} waiting;

/* The lock is let go after the second try. */
static int insert_row(alk_conn *conn, void *payload)
{
    waiting *w = payload;
    int code = run_sql(conn, "insert into t values(1)");
    if (++w->runs == 2)
        w->unlocked = alk_conn_commit(w->holder);      /* which leaves the error alone when it succeeds */
    return code;
}

ALK_TEST(sqlite, transact_waits_out_a_lock)
{
    char url[300];
    (void)snprintf(url, sizeof url, "%s?timeout=0.002", sqlite_file());
    alk_engine *engine = alk_open(url);
    waiting w = { .holder = connected(engine) };
    alk_conn *a = w.holder;
    alk_check_ok(run_sql(a, "create table t(a)"));
    alk_check_ok(alk_conn_commit(a));
    alk_check_ok(run_sql(a, "insert into t values(1)"));
    int code = alk_transact(engine, insert_row, &w, .first_delay = 0.001);
    alk_check_ok(code);
    alk_check_ok(w.unlocked);
    alk_check_int(w.runs, 3);
    alk_check_int(ask_int(a, "select count(*) from t"), 2);
    alk_check_ok(alk_conn_close(a));
    alk_engine_close(engine);
}

ALK_TEST(sqlite, read_only)
{
    char url[300];
    alk_engine *engine = alk_open(sqlite_file());
    alk_conn *conn = connected(engine);
    alk_check_ok(run_sql(conn, "create table t(a)"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
    (void)snprintf(url, sizeof url, "%s?mode=ro", sqlite_file());
    engine = alk_open(url);
    conn = connected(engine);
    alk_check_int(ask_int(conn, "select count(*) from t"), 0);
    alk_check_fails(run_sql(conn, "insert into t values(1)"), ALK_ERROR_OPERATIONAL, "readonly");
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

/* SQLite rolls back by itself then; nothing of the transaction, and nothing after it, may be kept. */
ALK_TEST(sqlite, disk_full)
{
    alk_engine *engine = alk_open(sqlite_file());
    alk_conn *conn = connected(engine);
    alk_check_ok(run_sql(conn, "create table t(a)"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_conn_set_autocommit(conn, true));
    alk_check(ask_int(conn, "pragma max_page_count = 10") == 10);
    alk_check_ok(alk_conn_set_autocommit(conn, false));
    alk_check_ok(run_sql(conn, "insert into t values(1)"));
    alk_check_fails(run_sql(conn, "insert into t select zeroblob(100000)"), ALK_ERROR_OPERATIONAL, "full");
    int code = run_sql(conn, "insert into t values(2)");
    if (code == ALK_OK)                    /* only the statement was undone: the transaction goes on */
        alk_check_ok(alk_conn_commit(conn));
    else
        alk_check_str(alk_last_error()->sqlstate, "25P02");
    alk_check_ok(alk_conn_rollback(conn));
    alk_check_int(ask_int(conn, "select count(*) from t"), code == ALK_OK ? 2 : 0);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(sqlite, files_that_are_no_database)
{
    char path[200], url[300];
    (void)snprintf(path, sizeof path, "%s/text.db", alk_test_directory());
    FILE *file = fopen(path, "w");
    alk_check(file != NULL);
    for (int i = 0; i < 1000; i++)
        fputs("this is no database\n", file);
    fclose(file);
    (void)snprintf(url, sizeof url, "sqlite:///%s", path);
    alk_engine *engine = alk_open(url);
    alk_conn *conn = alk_connect(engine);
    int code = conn ? run_sql(conn, "select * from t") : alk_last_error()->code;
    alk_check(code != ALK_OK);
    alk_check_contains(alk_last_error()->message, "not a database");
    alk_conn_close(conn);
    alk_engine_close(engine);
    (void)snprintf(url, sizeof url, "sqlite:///%s/no/such/directory/x.db", alk_test_directory());
    alk_check_made(engine = alk_open(url));
    alk_check(alk_connect(engine) == NULL);
    alk_check_error(ALK_ERROR_OPERATIONAL, NULL);
    alk_engine_close(engine);
    (void)snprintf(url, sizeof url, "sqlite:///%s", alk_test_directory());
    alk_check_made(engine = alk_open(url));
    alk_check(alk_connect(engine) == NULL);
    alk_check_error(ALK_ERROR_OPERATIONAL, NULL);
    alk_engine_close(engine);
}

ALK_TEST(sqlite, statements_that_are_none_or_many)
{
    alk_engine *engine = alk_open("sqlite://");
    alk_conn *conn = connected(engine);
    alk_check_fails(run_sql(conn, "select 1; select 2"), ALK_ERROR_PROGRAMMING, NULL);
    alk_check_ok(run_sql(conn, "select 1; -- no more"));
    alk_check_ok(alk_conn_rollback(conn));
    int code = run_sql(conn, "");
    alk_check(code == ALK_OK || code == ALK_ERROR_PROGRAMMING);
    code = run_sql(conn, " -- nothing");
    alk_check(code == ALK_OK || code == ALK_ERROR_PROGRAMMING);
    alk_check_fails(run_sql(conn, "select * from nowhere"), ALK_ERROR_PROGRAMMING, "nowhere");
    alk_check_fails(run_sql(conn, "select selekt from"), ALK_ERROR_PROGRAMMING, NULL);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(sqlite, more_parameters_than_it_takes)
{
    static char sql[400000];
    size_t n = (size_t)snprintf(sql, sizeof sql, "select ");
    alk_engine *engine = alk_open("sqlite://");
    alk_conn *conn = connected(engine);
    for (int i = 0; i < 32767; i++)
        n += (size_t)snprintf(sql + n, sizeof sql - n, "%s:a%d", i ? "||" : "", i % 100);
    alk_check(alk_conn_execute_values(conn, alk_raw(sql), NULL, 0, NULL) == NULL);
    alk_check_error(ALK_ERROR_COMPILE, "32767 parameters");
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(sqlite, has_regular_expressions)
{
    static const struct {
        const char *sql;
        int64_t found;
    } cases[] = { { "select 'Stanislaw' regexp '^S.*w$'", 1 },          { "select 'Stanislaw' regexp 'law|lem'", 1 },   { "select 'Lem' regexp '^l'", 0 },
                  { "select 'Lem' regexp '(?i)^l'", 1 },                { "select 'a' || char(10) || 'b' regexp '^b$'", 0 }, { "select 'a' || char(10) || 'b' regexp '(?im)^B$'", 1 },
                  { "select 'é' regexp '^.$'", 1 },                     { "select 'É' regexp '(?i)é'", 1 },             { "select 'x' regexp ''", 1 },
                  { "select 12 regexp '^[0-9]+$'", 1 },                 { "select 'a' || char(0) || 'b' regexp 'b$'", 1 }, { "select (null regexp 'a') is null and ('a' regexp null) is null", 1 },
                  { "select count(*) from (values('a1'), ('b2'), ('a3')) where column1 regexp '^a'", 2 },
                  { "select count(*) from (values('a', 'a'), ('b', 'x'), ('c', '[a-c]')) where column1 regexp column2", 2 } };
    alk_engine *engine = alk_open("sqlite://");
    alk_conn *c = connected(engine);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        alk_check_int(ask_int(c, cases[i].sql), cases[i].found);
    alk_check_fails(run_sql(c, "select 'a' regexp '('"), ALK_ERROR_PROGRAMMING, "REGEXP: ");
    alk_check_fails(run_sql(c, "select 'a' regexp '(?x)a'"), ALK_ERROR_PROGRAMMING, "flags before the pattern");
    alk_check_fails(run_sql(c, "select 'a' regexp '(?i'"), ALK_ERROR_PROGRAMMING, "flags before the pattern");
    alk_check_ok(run_sql(c, "create table words(word text check (word regexp '^[a-z]+$'))"));
    alk_check_ok(run_sql(c, "insert into words values('plain')"));
    alk_check_fails(run_sql(c, "insert into words values('Not Plain')"), ALK_ERROR_INTEGRITY, NULL);
    alk_check_ok(alk_conn_close(c));
    alk_engine_close(engine);
}
