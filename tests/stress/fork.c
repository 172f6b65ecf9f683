/* SPDX-License-Identifier: MIT
 * Forks while threads borrow, wait, connect, listen and cancel: parent and child go on. A child that hangs is killed by its alarm. */
#include "stress.h"
#include <sys/wait.h>

enum { THREADS = 6, FORKS = 60 };
static alk_engine *engine;
static atomic_bool stop;

static int nothing(alk_event *event, void *payload)
{
    (void)event, (void)payload;
    return ALK_OK;
}

static void *work(void *payload)
{
    uint32_t random = (uint32_t)(uintptr_t)payload * 50331653;
    while (!atomic_load(&stop)) {
        alk_conn *conn = alk_connect(engine);
        STRESS_CHECK(conn != NULL);
        uint64_t id = alk_listen(stress_random(&random) % 2 ? engine : NULL, ALK_EVENT_CLOSE, nothing, NULL, 0);
        STRESS_CHECK(stress_sql(conn, "affected 1") == ALK_OK);
        (void)alk_conn_cancel(conn);
        if (stress_random(&random) % 20 == 0)
            alk_engine_dispose(engine);
        if (!alk_unlisten(engine, id))
            (void)alk_unlisten(NULL, id);
        (void)alk_conn_close(conn);
    }
    alk_clear_error();
    return NULL;
}

static int in_child(alk_conn *held)
{
    (void)alarm(60);
    if (stress_sql(held, "affected 1") != ALK_ERROR_INTERFACE || alk_conn_close(held) != ALK_OK)
        return 2;
    for (int i = 0; i < 3; i++) {
        alk_conn *conn = alk_connect(engine);
        if (!conn || stress_sql(conn, "affected 1") || alk_conn_commit(conn) || alk_conn_close(conn))
            return 3;
    }
    alk_engine *own = alk_open("mock://");
    alk_conn *conn = alk_connect(own);
    if (!conn || stress_sql(conn, "affected 1") || alk_conn_close(conn))
        return 4;
    alk_engine_close(own);
    return 0;
}

static void *fork_again_and_again(void *payload)
{
    (void)payload;
    for (int i = 0; i < FORKS; i++) {
        int status = 0;
        alk_conn *held = alk_connect(engine);
        STRESS_CHECK(stress_sql(held, "affected 1") == ALK_OK);
        pid_t child = fork();
        if (child == 0)
            _exit(in_child(held));
        STRESS_CHECK(stress_sql(held, "affected 1") == ALK_OK);
        STRESS_CHECK(alk_conn_close(held) == ALK_OK);
        STRESS_CHECK(waitpid(child, &status, 0) == child);
        if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
            stress_fault("a child ended with %s %d", WIFEXITED(status) ? "code" : "signal", WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
    }
    atomic_store(&stop, true);
    alk_clear_error();
    return NULL;
}

static void *either(void *payload)
{
    return (uintptr_t)payload == 1 ? fork_again_and_again(payload) : work(payload);
}

int main(void)
{
    stress_begin();
    engine = alk_open("mock://", .pool_size = 2, .max_overflow = 1, .pool_timeout = 60);
    stress_threads(THREADS, either);
    alk_engine_close(engine);
    return stress_end();
}
