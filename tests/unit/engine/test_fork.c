/* SPDX-License-Identifier: MIT
 * Forks: the child never calls anything of its parent's connections, both go on. What the child finds wrong is its exit code. */
#include "engine_test.h"
#include <sys/wait.h>
#include <unistd.h>

ALK_SUITE(forking, engine_setup, engine_teardown);

#define CHILD_CHECK(condition) do { if (!(condition)) _exit(__LINE__ % 250 + 1); } while (0)

static void await(pid_t child)
{
    int status = 0;
    alk_check(waitpid(child, &status, 0) == child);
    alk_check_that(WIFEXITED(status) && WEXITSTATUS(status) == 0, "the child ended with %s %d (lines of its checks, modulo 250, plus 1)",
                   WIFEXITED(status) ? "code" : "signal", WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
}

/* Calls of the mock but those that a child may make: its own connections', and abandon. */
static int calls_of(int id)
{
    char prefix[16];
    (void)snprintf(prefix, sizeof prefix, "\n%d ", id);
    int abandoned = 0;
    const char *text = calls();
    int n = times(text, prefix);
    (void)snprintf(prefix, sizeof prefix, "\n%d abandon", id);
    abandoned = times(text, prefix);
    return n - abandoned;
}

ALK_TEST_UNTORTURED(forking, idle_connections_stay_the_parents)
{
    alk_engine *engine = alk_open("mock://");
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(run_sql(conn, "affected 1"));
    alk_check_ok(alk_conn_close(conn));
    int before = calls_of(1);
    pid_t child = fork();
    if (child == 0) {
        conn = alk_connect(engine);
        CHILD_CHECK(conn != NULL);
        CHILD_CHECK(ask_int(conn, "select 1") == 1);
        CHILD_CHECK(alk_conn_close(conn) == ALK_OK);
        CHILD_CHECK(calls_of(1) == before);
        CHILD_CHECK(count_of("abandon") == 1 && count_of("connect") == 2);
        alk_engine_close(engine);
        CHILD_CHECK(count_of("close") == 1);
        CHILD_CHECK(count_of("database_close") == 0);
        _exit(0);
    }
    await(child);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(count_of("connect"), 1);
    alk_check_int(ask_int(conn, "select 1"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(forking, lent_connection_refuses_in_the_child)
{
    alk_engine *engine = alk_open("mock://?batch=1", .pool_size = 1, .max_overflow = -1, .pool_timeout = -1);
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_result *r = alk_execute(conn, alk_raw("rows 3 int"));
    alk_stmt *stmt = alk_conn_prepare(conn, "affected 1 ?", SIZE_MAX);
    alk_check(alk_next(r));
    alk_check_ok(alk_conn_savepoint(conn, "s"));
    int before = calls_of(1);
    pid_t child = fork();
    if (child == 0) {
        CHILD_CHECK(run_sql(conn, "affected 1") == ALK_ERROR_INTERFACE);
        CHILD_CHECK(strstr(alk_last_error()->message, "fork") != NULL);
        CHILD_CHECK(alk_conn_commit(conn) == ALK_ERROR_INTERFACE);
        CHILD_CHECK(alk_conn_rollback(conn) == ALK_ERROR_INTERFACE);
        CHILD_CHECK(alk_conn_ping(conn) == ALK_ERROR_INTERFACE);
        CHILD_CHECK(alk_conn_cancel(conn) == ALK_OK);
        CHILD_CHECK(alk_stmt_bind_int(stmt, 1, 1) == ALK_OK);
        CHILD_CHECK(alk_stmt_execute(stmt, NULL) == NULL);
        CHILD_CHECK(alk_stmt_column_count(stmt) == -1);
        CHILD_CHECK(!alk_next(r));
        CHILD_CHECK(alk_result_status(r) == ALK_ERROR_INTERFACE);
        CHILD_CHECK(alk_close(r) == ALK_ERROR_INTERFACE);
        alk_stmt_close(stmt);
        CHILD_CHECK(alk_conn_close(conn) == ALK_OK);
        CHILD_CHECK(calls_of(1) == before);
        CHILD_CHECK(count_of("abandon") == 1);
        conn = alk_connect(engine);                    /* the only place is free in the child */
        CHILD_CHECK(conn != NULL);
        CHILD_CHECK(alk_conn_close(conn) == ALK_OK);
        alk_engine_close(engine);
        _exit(0);
    }
    await(child);
    alk_check(alk_next(r));
    alk_check_ok(alk_close(r));
    alk_stmt_close(stmt);
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

static int nothing(alk_event *event, void *payload)
{
    (void)event, (void)payload;
    return ALK_OK;
}

static void *keep_busy(void *payload)
{
    alk_engine *engine = payload;
    for (int i = 0; i < 300; i++) {
        alk_conn *conn = alk_connect(engine);
        run_sql(conn, "select 1");
        uint64_t id = alk_listen(NULL, ALK_EVENT_CLOSE, nothing, NULL, 0);
        alk_unlisten(NULL, id);
        alk_conn_cancel(conn);
        alk_conn_close(conn);
    }
    alk_clear_error();
    return NULL;
}

/* Other threads hold locks at the moment of the fork, or wait for a connection: the child has neither them nor their locks. */
ALK_TEST_LONG(forking, while_others_use_the_pool, 60)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    alk_engine *engine = alk_open("mock://", .pool_size = 2, .max_overflow = -1);
    alk_check_made(engine);
    for (int i = 0; i < THREADS; i++)
        alk_check(pthread_create(&threads[i], NULL, keep_busy, engine) == 0);
    for (int i = 0; i < 20; i++) {
        pid_t child = fork();
        if (child == 0) {
            alarm(20);
            for (int k = 0; k < 3; k++) {
                alk_conn *conn = alk_connect(engine);
                CHILD_CHECK(conn != NULL);
                CHILD_CHECK(alk_conn_in_transaction(conn) == false);
                CHILD_CHECK(alk_conn_close(conn) == ALK_OK);
            }
            CHILD_CHECK(pool_of(engine).lent == 0 && pool_of(engine).waiting == 0 && pool_of(engine).connecting == 0);
            _exit(0);
        }
        await(child);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    alk_engine_close(engine);
}

ALK_TEST_UNTORTURED(forking, child_of_a_child)
{
    alk_engine *engine = alk_open(sqlite_file());
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_ok(run_sql(conn, "create table t(a)"));
    alk_check_ok(alk_conn_commit(conn));
    alk_check_ok(alk_conn_close(conn));
    pid_t child = fork();
    if (child == 0) {
        pid_t grandchild = fork();
        if (grandchild == 0) {
            conn = alk_connect(engine);
            CHILD_CHECK(run_sql(conn, "insert into t values(1)") == ALK_OK);
            CHILD_CHECK(alk_conn_commit(conn) == ALK_OK);
            CHILD_CHECK(alk_conn_close(conn) == ALK_OK);
            alk_engine_close(engine);
            _exit(0);
        }
        int status = 1;
        waitpid(grandchild, &status, 0);
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 99);
    }
    await(child);
    alk_check_made(conn = alk_connect(engine));
    alk_check_int(ask_int(conn, "select count(*) from t"), 1);
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}
