/* SPDX-License-Identifier: MIT
 * The same with libuv: a hundred queries in one thread, over ten connections. */
#include <alkahest/alkahest.h>
#include <stdio.h>
#include <uv.h>

enum { CONNECTIONS = 10, QUERIES = 100 };

typedef struct worker {
    alk_conn *conn;
    alk_task *task;
    uv_poll_t poll;
    uv_timer_t timer;
    int descriptor;                /* that poll is for; -1: none */
    int number;
    int64_t square;
} worker;

static uv_loop_t loop;
static int started, failed;
static int64_t sum;

static int ask(alk_conn *conn, void *payload)
{
    worker *w = payload;
    alk_result *r = alk_execute(conn, alk_raw("SELECT :a * :b"), alk_bind("a", w->number), alk_bind("b", w->number));
    int status = alk_scalar_int(r, &w->square);
    return status ? status : alk_commit(conn);
}

static void go_on(worker *w, unsigned events);

static void on_poll(uv_poll_t *poll, int status, int events)
{
    unsigned found = (events & UV_READABLE ? ALK_TASK_READ : 0u) | (events & UV_WRITABLE ? ALK_TASK_WRITE : 0u);
    go_on(poll->data, status < 0 ? ALK_TASK_READ | ALK_TASK_WRITE : found);
}

static void on_timer(uv_timer_t *timer)
{
    go_on(timer->data, 0);
}

/* A connection that was opened anew has another descriptor. */
static void watch(worker *w)
{
    unsigned events = alk_task_events(w->task);
    double timeout = alk_task_timeout(w->task);
    if (w->descriptor < 0) {
        w->descriptor = alk_task_descriptor(w->task);
        uv_poll_init(&loop, &w->poll, w->descriptor);
        w->poll.data = w;
    }
    uv_poll_start(&w->poll, (events & ALK_TASK_READ ? UV_READABLE : 0) | (events & ALK_TASK_WRITE ? UV_WRITABLE : 0), on_poll);
    if (timeout >= 0)
        uv_timer_start(&w->timer, on_timer, (uint64_t)(timeout * 1000) + 1, 0);
}

static void finish(worker *w, int status)
{
    if (status) {
        fprintf(stderr, "%s\n", alk_last_error()->message);
        failed++;
    }
    sum += w->square;
}

/* As long as there are queries: begins one, and returns once it waits. */
static void next(worker *w)
{
    while (started < QUERIES && !failed) {
        w->number = ++started;
        w->task = alk_conn_start(w->conn, ask, w);
        if (w->task && !alk_task_is_done(w->task)) {
            watch(w);
            return;
        }
        int status = w->task                                              ? alk_task_end(w->task)
                     : alk_last_error()->code == ALK_ERROR_NOT_SUPPORTED ? ask(w->conn, w)
                                                                          : alk_last_error()->code;
        w->task = NULL;
        finish(w, status);
    }
}

static void go_on(worker *w, unsigned events)
{
    uv_timer_stop(&w->timer);
    if (!alk_task_continue(w->task, events)) {
        watch(w);
        return;
    }
    uv_poll_stop(&w->poll);
    int status = alk_task_end(w->task);
    w->task = NULL;
    finish(w, status);
    next(w);
}

int main(int argc, char **argv)
{
    worker workers[CONNECTIONS] = { 0 };
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite:///11_libuv.db", .pool_size = CONNECTIONS);
    uv_loop_init(&loop);
    for (int i = 0; i < CONNECTIONS; i++) {
        worker *w = &workers[i];
        uv_timer_init(&loop, &w->timer);
        w->timer.data = w;
        w->descriptor = -1;
        if (!(w->conn = alk_connect(engine)))
            finish(w, alk_last_error()->code);
    }
    for (int i = 0; i < CONNECTIONS; i++)
        next(&workers[i]);
    uv_run(&loop, UV_RUN_DEFAULT);
    for (int i = 0; i < CONNECTIONS; i++) {
        uv_close((uv_handle_t *)&workers[i].timer, NULL);
        if (workers[i].descriptor >= 0)
            uv_close((uv_handle_t *)&workers[i].poll, NULL);
    }
    uv_run(&loop, UV_RUN_DEFAULT);
    for (int i = 0; i < CONNECTIONS; i++)
        alk_conn_close(workers[i].conn);
    uv_loop_close(&loop);
    alk_engine_close(engine);
    if (!failed)
        printf("the squares of 1 to %d make %lld\n", QUERIES, (long long)sum);
    return failed ? 1 : 0;
}
