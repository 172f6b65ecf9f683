/* SPDX-License-Identifier: MIT
 * A hundred queries at the same time in one thread, over ten connections: each connection has a task, and poll() tells which of them can go on. Where the driver cannot
 * stop, the same function runs to its end. */
#include <alkahest/alkahest.h>
#include <poll.h>
#include <stdio.h>

enum { CONNECTIONS = 10, QUERIES = 100 };

typedef struct worker {
    alk_conn *conn;
    alk_task *task;                /* NULL: idle, or its driver cannot stop */
    int number;
    int64_t square;
} worker;

/* Written as for a thread of its own. */
static int ask(alk_conn *conn, void *payload)
{
    worker *w = payload;
    alk_result *r = alk_execute(conn, alk_raw("SELECT :a * :b"), alk_bind("a", w->number), alk_bind("b", w->number));
    int status = alk_scalar_int(r, &w->square);
    return status ? status : alk_commit(conn);
}

static int start(worker *w, int number)
{
    w->number = number;
    w->task = alk_conn_start(w->conn, ask, w);
    if (w->task)
        return ALK_OK;
    return alk_last_error()->code == ALK_ERROR_NOT_SUPPORTED ? ask(w->conn, w) : alk_last_error()->code;
}

/* Until one of them can go on, or its time has come. */
static void wait_for_any(worker *workers, struct pollfd *files)
{
    double least = 60;
    for (int i = 0; i < CONNECTIONS; i++) {
        unsigned events = alk_task_events(workers[i].task);
        double timeout = alk_task_timeout(workers[i].task);
        files[i] = (struct pollfd){ .fd = alk_task_descriptor(workers[i].task) };
        files[i].events = (short)((events & ALK_TASK_READ ? POLLIN : 0) | (events & ALK_TASK_WRITE ? POLLOUT : 0));
        least = timeout >= 0 && timeout < least ? timeout : least;
        least = workers[i].task && alk_task_is_done(workers[i].task) ? 0 : least;
    }
    poll(files, CONNECTIONS, (int)(least * 1000) + (least > 0));
}

static unsigned events_of(short found)
{
    if (found & (POLLERR | POLLHUP | POLLNVAL))
        return ALK_TASK_READ | ALK_TASK_WRITE;
    return (found & POLLIN ? ALK_TASK_READ : 0u) | (found & POLLOUT ? ALK_TASK_WRITE : 0u);
}

static int run(worker *workers, int64_t *sum)
{
    struct pollfd files[CONNECTIONS];
    int started = 0, running = 0, status = ALK_OK;
    while (status == ALK_OK && (started < QUERIES || running > 0)) {
        for (int i = 0; i < CONNECTIONS && status == ALK_OK && started < QUERIES; i++)
            if (!workers[i].task) {
                status = start(&workers[i], ++started);
                running += workers[i].task ? 1 : 0;
                *sum += workers[i].task ? 0 : workers[i].square;
            }
        if (running == 0)
            continue;
        wait_for_any(workers, files);
        for (int i = 0; i < CONNECTIONS && status == ALK_OK; i++)
            if (workers[i].task && alk_task_continue(workers[i].task, events_of(files[i].revents))) {
                status = alk_task_end(workers[i].task);
                workers[i].task = NULL;
                *sum += workers[i].square;
                running--;
            }
    }
    return status;
}

int main(int argc, char **argv)
{
    worker workers[CONNECTIONS] = { 0 };
    int64_t sum = 0;
    int status = ALK_OK;
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite:///10_poll.db", .pool_size = CONNECTIONS);
    for (int i = 0; i < CONNECTIONS && status == ALK_OK; i++)
        if (!(workers[i].conn = alk_connect(engine)))
            status = alk_last_error()->code;
    if (status == ALK_OK)
        status = run(workers, &sum);
    if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    else
        printf("the squares of 1 to %d make %lld\n", QUERIES, (long long)sum);
    for (int i = 0; i < CONNECTIONS; i++) {
        alk_task_end(workers[i].task);
        alk_conn_close(workers[i].conn);
    }
    alk_engine_close(engine);
    return status ? 1 : 0;
}
