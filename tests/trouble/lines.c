/* SPDX-License-Identifier: MIT
 * Trouble of a line, whatever server is at its end: cut, reset, slow, silent, or ending in the middle of an answer. */
#include "trouble.h"

static int table_with_a_row(alk_conn *conn)
{
    return trouble_run(conn, "create table if not exists trouble_t (a int)", 5) || trouble_run(conn, "insert into trouble_t values (1)", 5);
}

/* ---- silent ---- */

static int swallowed_statement(place *l)
{
    CHECK(trouble_run(l->conn, "select 1", 5) == ALK_OK);
    atomic_store(&l->proxy.mode, PROXY_SWALLOWS);
    double began = trouble_now();
    int code = trouble_run(l->conn, "select 1", 0.5), right = trouble_failed_with(ALK_ERROR_TIMEOUT, ALK_ERROR_DISCONNECT);
    CHECK(code == ALK_ERROR_TIMEOUT && right);
    CHECK(trouble_now() - began > 0.49 && trouble_now() - began < 7);
    return 0;
}

int trouble_silent_rows(proxy *line, alk_conn *conn, const char *rows, int cursor_rows)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = TROUBLE_SOME_TIME, .cursor_rows = cursor_rows };
    alk_result *r = alk_conn_execute_driver(conn, rows, SIZE_MAX, NULL, 0, &options);
    int n = 0;
    CHECK(r != NULL);
    for (; n < 15 && alk_next(r); n++)
        ;
    atomic_store(&line->mode, PROXY_SWALLOWS);
    double began = trouble_now();
    while (alk_next(r))
        n++;
    int code = alk_close(r), right = trouble_failed_with(ALK_ERROR_TIMEOUT, ALK_ERROR_DISCONNECT);
    CHECK(n >= 15 && code == ALK_ERROR_TIMEOUT && right && trouble_now() - began < 8);
    return 0;
}

static int swallowed_rows(place *l)
{
    return trouble_silent_rows(&l->proxy, l->conn, trouble_backend.rows, 0);
}

/* Between two batches of a cursor, where there are such: the next one has a time of its own. */
static int swallowed_batch(place *l)
{
    return trouble_silent_rows(&l->proxy, l->conn, trouble_backend.some_rows, 10);
}

static int swallowed_commit(place *l)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 0.5 };
    CHECK(alk_conn_set_options(l->conn, &options) == ALK_OK);
    CHECK(table_with_a_row(l->conn) == ALK_OK);
    atomic_store(&l->proxy.mode, PROXY_SWALLOWS);
    double began = trouble_now();
    int code = alk_conn_commit(l->conn), right = trouble_failed_with(ALK_ERROR_TIMEOUT, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
    CHECK(code != ALK_OK && right && trouble_now() - began < 7);
    return 0;
}

/* A borrower waits no longer for a server that says nothing than for one that is not there. */
static int swallowed_connect(place *l)
{
    atomic_store(&l->proxy.mode, PROXY_SWALLOWS);
    alk_conn_invalidate(l->conn, true);
    double began = trouble_now();
    alk_conn *conn = alk_connect(l->engine);
    int right = !conn && trouble_failed_with(ALK_ERROR_TIMEOUT, 0);
    CHECK(right && trouble_now() - began > 4.9 && trouble_now() - began < 6.5);
    return 0;
}

/* ---- ending ---- */

static int ended_while_idle(place *l, int mode)
{
    CHECK(trouble_run(l->conn, "select 1", 5) == ALK_OK);
    atomic_store(&l->proxy.mode, mode);
    trouble_nap(0.1);
    int code = trouble_run(l->conn, "select 1", 5), right = trouble_failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    CHECK(code != ALK_OK && right);
    atomic_store(&l->proxy.mode, PROXY_FORWARDS);
    CHECK(alk_conn_rollback(l->conn) == ALK_OK && trouble_run(l->conn, "select 1", 5) == ALK_OK);
    return 0;
}

static int ended_commit(place *l, int mode)
{
    CHECK(table_with_a_row(l->conn) == ALK_OK);
    atomic_store(&l->proxy.mode, mode);
    trouble_nap(0.1);
    int code = alk_conn_commit(l->conn), right = trouble_failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
    CHECK(code != ALK_OK && right);
    return 0;
}

static int cut_while_idle(place *l)
{
    return ended_while_idle(l, PROXY_CUTS);
}

static int cut_commit(place *l)
{
    return ended_commit(l, PROXY_CUTS);
}

static int reset_while_idle(place *l)
{
    return ended_while_idle(l, PROXY_RESETS);
}

static int reset_commit(place *l)
{
    return ended_commit(l, PROXY_RESETS);
}

/* ---- slow ---- */

static int delayed(place *l)
{
    atomic_store(&l->proxy.mode, PROXY_DELAYS);
    double began = trouble_now();
    CHECK(trouble_run(l->conn, "select 1", 5) == ALK_OK && alk_conn_commit(l->conn) == ALK_OK);
    CHECK(trouble_now() - began > 0.35);       /* two requests, two answers */
    int code = trouble_run(l->conn, trouble_backend.sleep, 0.5), right = trouble_failed_with(ALK_ERROR_TIMEOUT, 0) && !(alk_last_error()->flags & ALK_ERROR_DISCONNECT);
    CHECK(code == ALK_ERROR_TIMEOUT && right);                         /* the server was asked to stop, and answered */
    CHECK(alk_conn_rollback(l->conn) == ALK_OK && trouble_run(l->conn, "select 1", 5) == ALK_OK);
    return 0;
}

static int crumbled(place *l)
{
    int64_t n = 0;
    atomic_store(&l->proxy.mode, PROXY_CRUMBLES);
    alk_conn *conn = alk_connect(l->engine);
    int code = alk_scalar_int(alk_execute(conn, alk_raw("select :a + 1"), alk_bind("a", 41)), &n);
    code = code ? code : alk_conn_commit(conn);
    alk_conn_close(conn);
    CHECK(code == ALK_OK && n == 42);
    return 0;
}

/* ---- an answer that ends in its middle, at each of its bytes ---- */

enum { BYTES_MAX = 4000 };

/* Connecting anew, then one step, while the server may say so many bytes; ALK_OK, or the class of what failed. */
typedef int (*step)(alk_conn *conn, long number);

static int one_truncated(place *l, long bytes, step prepare, step run, unsigned flags, int *ended)
{
    alk_conn *conn = alk_connect(l->engine);
    CHECK(conn != NULL);
    int code = prepare ? prepare(conn, bytes) : ALK_OK;
    atomic_store(&l->proxy.left, code ? -1 : bytes);
    double began = trouble_now();
    *ended = code == ALK_OK && run(conn, bytes) != ALK_OK;
    int right = !*ended || trouble_failed_with(ALK_ERROR_OPERATIONAL, flags);
    char message[200];
    (void)snprintf(message, sizeof message, "%d, flags %u: %s", alk_last_error()->code, alk_last_error()->flags, alk_last_error()->message);
    double took = trouble_now() - began;
    atomic_store(&l->proxy.left, -1);
    alk_conn_rollback(conn);
    alk_conn_close(conn);
    if (code || !right || took > 3)
        FAIL("after %ld bytes, %.1f seconds: %s", bytes, took, code ? "the preparation failed" : message);
    return 0;
}

static int truncated(place *l, step prepare, step run, unsigned flags)
{
    int ended = 1;
    long bytes = 0;
    for (; ended && bytes < BYTES_MAX; bytes++)
        if (one_truncated(l, bytes, prepare, run, flags, &ended))
            return 1;
    CHECK(bytes > 5 && bytes < BYTES_MAX);
    return 0;
}

static int fresh_statement(alk_conn *conn, long number)
{
    char sql[60];
    (void)snprintf(sql, sizeof sql, "select %ld + 100000 as n, 'abc' as t", number);
    return trouble_run(conn, sql, 5);
}

static int begun(alk_conn *conn, long number)
{
    (void)number;
    return trouble_run(conn, "select 1", 5);
}

static int row_inserted(alk_conn *conn, long number)
{
    (void)number;
    return table_with_a_row(conn);
}

static int committed(alk_conn *conn, long number)
{
    (void)number;
    return alk_conn_commit(conn);
}

static int truncated_statement(place *l)
{
    return truncated(l, begun, fresh_statement, ALK_ERROR_DISCONNECT);
}

static int truncated_commit(place *l)
{
    return truncated(l, row_inserted, committed, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
}

static int batches(alk_conn *conn, long number)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 5, .cursor_rows = 2 };
    char sql[200];
    (void)snprintf(sql, sizeof sql, "select %ld + 100000 as n union all select 2 union all select 3 union all select 4 union all select 5", number);
    alk_result *r = alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, &options);
    while (alk_next(r))
        ;
    return alk_close(r);
}

static int truncated_batches(place *l)
{
    return truncated(l, begun, batches, ALK_ERROR_DISCONNECT);
}

static int truncated_rows(place *l)
{
    for (long bytes = 100; bytes < 1000000; bytes = bytes * 3 + 1) {
        alk_conn *conn = alk_connect(l->engine);
        int code = trouble_run(conn, "select 1", 5);
        atomic_store(&l->proxy.left, bytes);
        int read = code == ALK_OK ? trouble_run(conn, trouble_backend.rows, 5) : ALK_OK;
        int right = trouble_failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
        atomic_store(&l->proxy.left, -1);
        alk_conn_close(conn);
        CHECK(read != ALK_OK && right);
    }
    return 0;
}

static int truncated_connect(place *l)
{
    int ended = 1;
    long bytes = 0;
    for (; ended && bytes < BYTES_MAX; bytes += 3) {
        alk_conn_invalidate(l->conn, true);
        atomic_store(&l->proxy.left, bytes);
        double began = trouble_now();
        alk_conn *conn = alk_connect(l->engine);
        ended = !conn;
        int right = conn || trouble_failed_with(ALK_ERROR_OPERATIONAL, 0);
        atomic_store(&l->proxy.left, -1);
        alk_conn_close(conn);
        CHECK(right && trouble_now() - began < 3);
    }
    CHECK(bytes > 30 && bytes < BYTES_MAX);
    return 0;
}

/* ---- a connection that only reads ---- */

static int reads_only(place *l)
{
    int64_t n = -1;
    CHECK(table_with_a_row(l->conn) == ALK_OK && alk_conn_commit(l->conn) == ALK_OK);
    for (int i = 0; i < 2; i++) {
        alk_conn *conn = alk_connect_to_read(l->engine);
        int read = alk_scalar_int(alk_execute(conn, alk_raw("select count(*) from trouble_t")), &n);
        int refused = trouble_run(conn, "insert into trouble_t values (7)", 5) == ALK_ERROR_OPERATIONAL && strcmp(alk_last_error()->sqlstate, "25006") == 0;
        alk_conn_rollback(conn);
        alk_conn_set_autocommit(conn, true);
        refused = refused && trouble_run(conn, "insert into trouble_t values (8)", 5) == ALK_ERROR_OPERATIONAL;
        (void)trouble_run(conn, "set time_zone = '+01:00'", 5);                /* of one server; a session that was touched is set up again when it is returned */
        alk_conn_close(conn);
        CHECK(conn && read == ALK_OK && n > 0 && refused);
    }
    return 0;
}

/* ---- several hosts ---- */

/* A second line to the same server; the first one is the place's. */
static int two_lines(place *l, proxy *second, const char *options, alk_engine **engine)
{
    char url[400];
    CHECK(proxy_start(second, l->proxy.target) == 0);
    CHECK(trouble_url_of_two(trouble_base_url(), l->proxy.port, second->port, options, url, sizeof url) == 0);
    *engine = alk_open(url, .connect_timeout = 4, .pool = ALK_POOL_OF_NONE);
    return 0;
}

/* One host that swallows everything does not use up the time of the next. */
static int silent_first_host(place *l)
{
    proxy second;
    alk_engine *engine = NULL;
    int outcome = two_lines(l, &second, "", &engine);
    atomic_store(&l->proxy.mode, PROXY_SWALLOWS);
    double began = trouble_now();
    alk_conn *conn = alk_connect(engine);
    double took = trouble_now() - began;
    int right = trouble_run(conn, "select 1", 5) == ALK_OK;
    alk_conn_close(conn);
    alk_engine_close(engine);
    proxy_stop(&second);
    CHECK(!outcome && right && took > 1.5 && took < 3.9);
    return 0;
}

/* Both have their turn. */
static int random_hosts(place *l)
{
    proxy second;
    alk_engine *engine = NULL;
    int outcome = two_lines(l, &second, "?load_balance_hosts=random", &engine), before = atomic_load(&l->proxy.taken);
    for (int i = 0; !outcome && i < 30; i++) {
        alk_conn *conn = alk_connect(engine);
        outcome = trouble_run(conn, "select 1", 5);
        alk_conn_close(conn);
    }
    alk_engine_close(engine);
    int first = atomic_load(&l->proxy.taken) - before, other = atomic_load(&second.taken);
    proxy_stop(&second);
    if (outcome || first < 3 || other < 3 || first + other != 30)
        FAIL("%d of 30 connections went to the first host, %d to the second: %s", first, other, alk_last_error()->message);
    return 0;
}

/* An answer that does not come although the line works: the statement is ended, the connection goes on. */
static int deadline_of_a_lock(place *l)
{
    alk_conn *other = alk_connect(l->engine);
    int prepared = trouble_run(l->conn, "create table if not exists trouble_l (a int primary key)", 5) || trouble_run(l->conn, "delete from trouble_l", 5) ||
                   trouble_run(l->conn, "insert into trouble_l values (1)", 5) || alk_conn_commit(l->conn) || trouble_run(l->conn, "update trouble_l set a = 1", 5);
    double began = trouble_now();
    int code = trouble_run(other, "delete from trouble_l", 0.5), right = trouble_failed_with(ALK_ERROR_TIMEOUT, 0) && !(alk_last_error()->flags & ALK_ERROR_DISCONNECT);
    double took = trouble_now() - began;
    int goes_on = alk_conn_rollback(other) == ALK_OK && trouble_run(other, "select 1", 5) == ALK_OK;
    alk_conn_close(other);
    CHECK(!prepared && code == ALK_ERROR_TIMEOUT && right && took > 0.49 && took < 2.5 && goes_on);
    return 0;
}

const line_case trouble_lines[] = {
    { "swallowed_statement", swallowed_statement },
    { "swallowed_commit", swallowed_commit },
    { "swallowed_connect", swallowed_connect },
    { "cut_while_idle", cut_while_idle },
    { "cut_commit", cut_commit },
    { "reset_while_idle", reset_while_idle },
    { "reset_commit", reset_commit },
    { "delayed", delayed },
    { "crumbled", crumbled },
    { "truncated_commit", truncated_commit },
    { "deadline_of_a_lock", deadline_of_a_lock },
    { NULL, NULL },
};
const line_case trouble_halves[] = {
    { "truncated_connect", truncated_connect },
    { "truncated_statement", truncated_statement },
    { "truncated_rows", truncated_rows },
    { "truncated_batches", truncated_batches },
    { NULL, NULL },
};
const line_case trouble_native[] = {
    { "swallowed_rows", swallowed_rows },
    { "swallowed_batch", swallowed_batch },
    { "reads_only", reads_only },
    { "silent_first_host", silent_first_host },
    { "random_hosts", random_hosts },
    { NULL, NULL },
};
