/* SPDX-License-Identifier: MIT
 * Time and other connections: deadlines, cancelling, pings, what the server says of itself. */
#include "live.h"
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void need_slow(live *l)
{
    if (!l->dialect->slow)
        live_skip(l, "no slow statement is known for %s", alk_engine_dialect(l->engine));
}

static void deadline(live *l)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 0.3 };
    LIVE_NEED(l, ALK_CAP_DEADLINE);
    need_slow(l);
    double began = now();
    int code = alk_close(alk_conn_execute_driver(l->conn, l->dialect->slow, SIZE_MAX, NULL, 0, &options));
    alk_result *r = code ? NULL : alk_conn_execute_driver(l->conn, l->dialect->slow, SIZE_MAX, NULL, 0, &options);
    while (alk_next(r))                /* lazy drivers work when they are read */
        ;
    code = code ? code : alk_close(r);
    double took = now() - began;
    LIVE_FAILS(l, code, ALK_ERROR_TIMEOUT);
    LIVE_CHECK(l, took > 0.2999 && took < 10);             /* a slow statement takes three times that */
    LIVE_OK(l, alk_conn_rollback(l->conn));
    LIVE_CHECK(l, live_int(l, "select 1") == 1);
}

/* Another connection has the row: waiting for it ends with the statement's time, and both go on. */
static void deadline_at_a_lock(live *l)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 0.3 };
    LIVE_NEED(l, ALK_CAP_DEADLINE);
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(1)"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    LIVE_OK(l, live_run(l, "update live_t set v = 2"));
    alk_conn *other = alk_connect(l->engine);
    double began = now();
    int code = alk_close(alk_conn_execute_driver(other, "update live_t set v = 3", SIZE_MAX, NULL, 0, &options));
    double took = now() - began;
    int refused = code == ALK_ERROR_OPERATIONAL && (alk_last_error()->flags & ALK_ERROR_RETRYABLE) != 0;       /* some do not wait at all */
    int right = refused || (code == ALK_ERROR_TIMEOUT && took > 0.2999);
    alk_conn_close(other);
    LIVE_OK(l, alk_conn_commit(l->conn));
    if (!right || took >= 10)
        live_fail(l, __FILE__, __LINE__, "code %d after %g seconds, state %s, flags %u: %s", code, took, alk_last_error()->sqlstate, alk_last_error()->flags, alk_last_error()->message);
    LIVE_CHECK(l, live_int(l, "select v from live_t") == 2);
}

/* More rows than any side holds at once; then the line is free again, read to the end or not. */
static void many_rows(live *l)
{
    static int64_t rows[4000][1];
    static const alk_field FIELD[] = { { "v", 0, ALK_SLOT_NOT_NULL, ALK_SLOT_INT64, ALK_TYPE_NULL } };
    int64_t n = 0, sum = 0;
    live_table(l, "v INT");
    for (int i = 0; i < 4000; i++)
        rows[i][0] = i;
    LIVE_OK(l, alk_conn_execute_each(l->conn, alk_raw("insert into live_t(v) values(:v)"), FIELD, 1, rows, sizeof rows[0], 4000, NULL));
    for (int again = 0; again < 3; again++) {
        alk_result *r = alk_execute(l->conn, alk_raw("select a.v from live_t a, live_t b where b.v < 50"));
        for (n = sum = 0; (again != 1 || n < 1000) && alk_next(r); n++)
            sum += alk_get_int(r, 0);
        LIVE_OK(l, alk_close(r));
        LIVE_CHECK(l, again == 1 ? n == 1000 : n == 200000 && sum == INT64_C(50) * 4000 * 3999 / 2);
    }
}

typedef struct canceller {
    alk_conn *conn;
    atomic_bool over;                  /* the statement has ended */
} canceller;

/* A cancel that comes before the statement runs does nothing: so again and again. */
static void *cancel_until_over(void *payload)
{
    canceller *c = payload;
    struct timespec t = { 0, 100000000 };
    do {
        (void)nanosleep(&t, NULL);
        (void)alk_conn_cancel(c->conn);
    } while (!atomic_load(&c->over));
    alk_clear_error();
    return NULL;
}

static void cancel(live *l)
{
    int64_t value;
    pthread_t thread;
    canceller c = { .conn = l->conn };
    LIVE_NEED(l, ALK_CAP_CANCEL);
    need_slow(l);
    double began = now();
    LIVE_CHECK(l, pthread_create(&thread, NULL, cancel_until_over, &c) == 0);
    int code = alk_scalar_int(alk_conn_execute_driver(l->conn, l->dialect->slow, SIZE_MAX, NULL, 0, NULL), &value);
    int right = code && strcmp(alk_last_error()->sqlstate, "57014") == 0;
    atomic_store(&c.over, true);
    (void)pthread_join(thread, NULL);
    LIVE_CHECK(l, right && now() - began < 10);
    LIVE_OK(l, alk_conn_rollback(l->conn));
    for (int i = 0; i < 20; i++) {     /* the next ones are not hit */
        LIVE_OK(l, alk_conn_cancel(l->conn));
        LIVE_CHECK(l, live_int(l, "select 1") == 1);
    }
}

static void ping_and_server(live *l)
{
    LIVE_OK(l, alk_conn_ping(l->conn));
    LIVE_CHECK(l, alk_conn_server(l->conn) && alk_conn_server_version(l->conn) && alk_conn_server_version_number(l->conn) > 0);
}

static void many_connections(live *l)
{
    alk_conn *conns[8];
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(5)"));
    LIVE_OK(l, alk_conn_commit(l->conn));
    int good = 1, n = 0;
    for (; n < 8; n++) {
        int64_t v = 0;
        conns[n] = alk_connect(l->engine);
        good = good && alk_scalar_int(alk_execute(conns[n], alk_raw("select v from live_t")), &v) == ALK_OK && v == 5;
    }
    while (n > 0)
        good = alk_conn_close(conns[--n]) == ALK_OK && good;
    LIVE_CHECK(l, good);
}

static void replaced_after_invalidation(live *l)
{
    live_table(l, "v INT");
    LIVE_OK(l, live_run(l, "insert into live_t(v) values(5)"));
    LIVE_OK(l, alk_conn_invalidate(l->conn, true));
    LIVE_CHECK(l, live_int(l, "select count(*) from live_t") == 0);
}

const live_case live_limits[] = {
    { "deadline", deadline }, { "deadline_at_a_lock", deadline_at_a_lock }, { "many_rows", many_rows }, { "cancel", cancel }, { "ping_and_server", ping_and_server }, { "many_connections", many_connections },
    { "replaced_after_invalidation", replaced_after_invalidation }, { NULL, NULL },
};
