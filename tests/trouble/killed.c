/* SPDX-License-Identifier: MIT
 * A server that is killed while it does something. Another one is there on the same port afterwards, and the pool finds it. */
#include "trouble.h"

typedef struct scene {
    alk_engine *engine;
    alk_conn *conn, *other;
} scene;

static int open_scene(scene *s)
{
    static const char *const tables[] = { "create table if not exists trouble_p (a int)", "create table if not exists trouble_s (a int)" };
    s->engine = alk_open(trouble_own_url());
    s->conn = alk_connect(s->engine);
    s->other = alk_connect(s->engine);
    CHECK(s->conn && s->other);
    for (size_t i = 0; i < 2; i++)
        CHECK(trouble_run(s->conn, tables[i], 5) == ALK_OK && alk_conn_commit(s->conn) == ALK_OK);
    return 0;
}

static void *kill_soon(void *payload)
{
    (void)payload;
    trouble_nap(0.5);
    (void)trouble_server("kill");
    return NULL;
}

/* What the call does while the server is killed beside it: fails with these flags, and soon. */
static int is_killed_in(int (*call)(scene *s), scene *s, int flags)
{
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, kill_soon, NULL) == 0);
    double began = trouble_now();
    int code = call(s), right = trouble_failed_with(ALK_ERROR_OPERATIONAL, (unsigned)flags);
    double took = trouble_now() - began;
    char message[200];
    (void)snprintf(message, sizeof message, "%d, flags %u: %s", alk_last_error()->code, alk_last_error()->flags, alk_last_error()->message);
    (void)pthread_join(thread, NULL);
    if (!code || !right || took < 0.4 || took > 15)
        FAIL("%s after %.1f seconds: %s", code ? "failed" : "succeeded", took, message);
    return 0;
}

/* The same handles go on with the next server. */
static int recovers(scene *s)
{
    CHECK(trouble_server("again") == 0);
    alk_conn_rollback(s->conn);
    CHECK(trouble_run(s->conn, "select 1", 5) == ALK_OK && alk_conn_commit(s->conn) == ALK_OK);
    return 0;
}

static int close_scene(scene *s, int outcome)
{
    alk_conn_close(s->conn);
    alk_conn_close(s->other);
    alk_engine_close(s->engine);
    return outcome;
}

static int killed_during(int (*before)(scene *s), int (*call)(scene *s), int flags)
{
    scene s = { NULL, NULL, NULL };
    int outcome = open_scene(&s) || (before && before(&s)) || is_killed_in(call, &s, flags) || recovers(&s);
    return close_scene(&s, outcome);
}

/* ---- executing, fetching ---- */

static int sleep_long(scene *s)
{
    return trouble_run(s->conn, trouble_backend.sleep, 30);
}

static int fetch_long(scene *s)
{
    return trouble_run(s->conn, trouble_backend.endless, 30);
}

/* By a cursor of the server, where there is one: many small batches. */
static int fetch_batches(scene *s)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 30, .cursor_rows = 10 };
    int code = ALK_OK;
    for (int again = 0; again < 100 && code == ALK_OK; again++) {
        alk_result *r = alk_conn_execute_driver(s->conn, trouble_backend.some_rows, SIZE_MAX, NULL, 0, &options);
        while (alk_next(r))
            ;
        code = alk_close(r);
    }
    return code;
}

static int killed_while_executing(void)
{
    return killed_during(NULL, sleep_long, ALK_ERROR_DISCONNECT);
}

static int killed_while_fetching_batches(void)
{
    return killed_during(NULL, fetch_batches, ALK_ERROR_DISCONNECT);
}

static int killed_while_fetching(void)
{
    return killed_during(NULL, fetch_long, ALK_ERROR_DISCONNECT);
}

/* ---- preparing: the table is locked by the other ---- */

static int lock_table(scene *s)
{
    CHECK(trouble_run(s->other, trouble_backend.lock, 5) == ALK_OK);
    return 0;
}

static int prepare_locked(scene *s)
{
    return trouble_run(s->conn, "select a from trouble_p", 0);
}

static int killed_while_preparing(void)
{
    return killed_during(lock_table, prepare_locked, ALK_ERROR_DISCONNECT);
}

/* ---- committing ---- */

static int run_by_other(scene *s, const char *const *statements)
{
    for (; *statements; statements++)
        CHECK(trouble_run(s->other, *statements, 5) == ALK_OK);
    CHECK(alk_conn_commit(s->other) == ALK_OK);
    return 0;
}

static int insert_with_slow_commit(scene *s)
{
    if (run_by_other(s, trouble_backend.slow_before))
        return 1;
    CHECK(trouble_run(s->conn, "insert into trouble_s values (2)", 5) == ALK_OK);
    return run_by_other(s, trouble_backend.slow_after);
}

static int commit_slowly(scene *s)
{
    return alk_conn_commit(s->conn);
}

static int killed_while_committing(void)
{
    return killed_during(insert_with_slow_commit, commit_slowly, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
}

static int killed_before_commit(void)
{
    scene s = { NULL, NULL, NULL };
    int outcome = open_scene(&s);
    int prepared = !outcome && trouble_run(s.conn, "insert into trouble_p values (1)", 5) == ALK_OK && trouble_server("kill") == 0;
    int code = alk_conn_commit(s.conn), right = trouble_failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
    if (!outcome && !(prepared && code != ALK_OK && right)) {
        (void)snprintf(trouble_why, sizeof trouble_why, "prepared: %d, code %d: %s", prepared, code, alk_last_error()->message);
        outcome = 1;
    }
    return close_scene(&s, outcome || recovers(&s));
}

/* ---- connecting: over a slow line, so that the kill comes in between ---- */

static int connect_slowly(scene *s)
{
    alk_conn *conn = alk_connect(s->engine);
    int code = conn ? ALK_OK : alk_last_error()->code;
    alk_conn_close(conn);
    return code;
}

static int killed_while_connecting(void)
{
    proxy slow;
    char url[400];
    scene s = { NULL, NULL, NULL };
    CHECK(trouble_port_of(trouble_own_url()) && proxy_start(&slow, trouble_port_of(trouble_own_url())) == 0);
    slow.delay = 1.5;                  /* of several pieces: until the kill has come on a busy machine, too */
    atomic_store(&slow.mode, PROXY_DELAYS);
    int outcome = trouble_url_at(trouble_own_url(), slow.port, "", url, sizeof url);
    s.engine = alk_open(url, .connect_timeout = 20);
    outcome = outcome || is_killed_in(connect_slowly, &s, 0);
    atomic_store(&slow.mode, PROXY_FORWARDS);
    if (!outcome && (trouble_server("again") != 0 || connect_slowly(&s) != ALK_OK)) {
        (void)snprintf(trouble_why, sizeof trouble_why, "the next server is not found: %s", alk_last_error()->message);
        outcome = 1;
    }
    outcome = close_scene(&s, outcome);
    proxy_stop(&slow);
    return outcome;
}

const plain_case trouble_killed[] = {
    { "killed_while_connecting", killed_while_connecting },
    { "killed_while_preparing", killed_while_preparing },
    { "killed_while_executing", killed_while_executing },
    { "killed_while_fetching", killed_while_fetching },
    { "killed_while_fetching_batches", killed_while_fetching_batches },
    { "killed_while_committing", killed_while_committing },
    { "killed_before_commit", killed_before_commit },
    { NULL, NULL },
};
