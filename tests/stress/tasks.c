/* SPDX-License-Identifier: MIT
 * Four threads, each with eight tasks at a time on the mock, some cancelled by another thread: every task ends, and each thread's errors stay its own. */
#include "stress.h"
#include <poll.h>

enum { THREADS = 4, TASKS = 8, ROUNDS = 60 };

static alk_engine *engine;

static int work(alk_conn *conn, void *payload)
{
    int *done = payload;
    for (int i = 0; i < 3; i++) {
        int code = stress_sql(conn, "sleep 0.0005");
        if (code)
            return code;
        ++*done;
    }
    return alk_conn_commit(conn);
}

static void drive(alk_task **tasks)
{
    for (int left = TASKS; left > 0;) {
        struct pollfd files[TASKS];
        left = 0;
        for (int i = 0; i < TASKS; i++) {
            files[i] = (struct pollfd){ .fd = alk_task_descriptor(tasks[i]), .events = POLLIN };
            left += !alk_task_is_done(tasks[i]);
        }
        poll(files, TASKS, 1);
        for (int i = 0; i < TASKS; i++)
            alk_task_continue(tasks[i], 0);
    }
}

static void *run(void *payload)
{
    (void)payload;
    for (int round = 0; round < ROUNDS; round++) {
        alk_conn *conns[TASKS];
        alk_task *tasks[TASKS];
        int done[TASKS] = { 0 };
        for (int i = 0; i < TASKS; i++) {
            STRESS_CHECK((conns[i] = alk_connect(engine)) != NULL);
            STRESS_CHECK((tasks[i] = alk_conn_start(conns[i], work, &done[i])) != NULL);
        }
        STRESS_CHECK(alk_conn_cancel(conns[round % TASKS]) == ALK_OK);
        drive(tasks);
        for (int i = 0; i < TASKS; i++) {
            int code = alk_task_end(tasks[i]);
            if (code == ALK_OK)
                STRESS_CHECK(done[i] == 3);
            else
                STRESS_CHECK(i == round % TASKS && strcmp(alk_last_error()->sqlstate, "57014") == 0);
            STRESS_CHECK(alk_conn_rollback(conns[i]) == ALK_OK);
            STRESS_CHECK(alk_conn_close(conns[i]) == ALK_OK);
        }
    }
    alk_clear_error();
    return NULL;
}

int main(void)
{
    stress_begin();
    engine = alk_open("mock://", .pool_size = THREADS * TASKS);
    STRESS_CHECK(engine != NULL);
    stress_threads(THREADS, run);
    alk_engine_close(engine);
    alk_clear_error();
    return stress_end();
}
