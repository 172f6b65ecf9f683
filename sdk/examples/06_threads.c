/* SPDX-License-Identifier: MIT
 * One engine, many threads: each borrows a connection for as long as it needs one. The engine may be used by all threads, a
 * connection by one at a time. */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>

enum { WORKERS = 4, VISITS = 25 };

typedef struct worker {
    pthread_t thread;
    alk_engine *engine;
    int id, failed;
} worker;

static int record_visit(alk_conn *c, void *payload)
{
    const worker *w = payload;
    return alk_close(alk_execute(c, alk_raw("INSERT INTO visit (worker) VALUES (:worker)"), alk_bind("worker", w->id)));
}

/* alk_transact() borrows, commits, returns, and tries again when another thread held the lock for too long. */
static void *work(void *payload)
{
    worker *w = payload;
    for (int i = 0; i < VISITS; i++)
        if (alk_transact(w->engine, record_visit, w) != ALK_OK) {
            fprintf(stderr, "%s\n", alk_last_error()->message);     /* each thread has its own last error */
            w->failed++;
        }
    return NULL;
}

static int prepare(alk_engine *engine)
{
    alk_conn *c = alk_connect(engine);
    int status = alk_close(alk_execute(c, alk_raw("DROP TABLE IF EXISTS visit")));
    status = status ? status : alk_close(alk_execute(c, alk_raw("CREATE TABLE visit (worker INTEGER NOT NULL)")));
    status = status ? status : alk_commit(c);
    alk_conn_close(c);
    return status;
}

static int report(alk_engine *engine)
{
    alk_conn *c = alk_connect(engine);
    alk_result *r = alk_execute(c, alk_raw("SELECT worker, COUNT(*) AS visits FROM visit GROUP BY worker ORDER BY worker"));
    while (alk_next(r))
        printf("worker %" PRId64 ": %" PRId64 " visits\n", alk_get_int(r, "worker"), alk_get_int(r, "visits"));
    int status = alk_close(r);
    alk_conn_close(c);
    return status;
}

static int run_workers(alk_engine *engine)
{
    worker workers[WORKERS];
    int failed = 0, started = 0;
    for (; started < WORKERS; started++) {
        workers[started] = (worker){ .engine = engine, .id = started + 1 };
        if (pthread_create(&workers[started].thread, NULL, work, &workers[started]) != 0)
            break;
    }
    for (int i = 0; i < started; i++) {
        pthread_join(workers[i].thread, NULL);
        failed += workers[i].failed;
    }
    return failed || started < WORKERS;
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite:///06_threads.db", .pool_size = 2, .max_overflow = -1);
    int status = prepare(engine);
    if (status == ALK_OK)
        status = run_workers(engine);
    if (status == ALK_OK)
        status = report(engine);
    else
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
