/* SPDX-License-Identifier: MIT
 * Kept statements and values used by many threads at once, more of them than the caches hold; each thread gets its own answer. */
#include "stress.h"

enum { THREADS = 12, ROUNDS = 1500, STATEMENTS = 20 };
static alk_engine *engine;
static const alk_sql *statements[STATEMENTS], *one;

static void *execute(void *payload)
{
    uint32_t random = (uint32_t)(uintptr_t)payload * 104729;
    alk_conn *conn = alk_connect(engine);
    for (int i = 0; i < ROUNDS; i++) {
        int64_t a = -1, mine = (int64_t)stress_random(&random);
        const alk_sql *statement = statements[stress_random(&random) % STATEMENTS];
        alk_keep(statement);
        alk_result *r = alk_execute(conn, statement, alk_bind("a", mine), alk_bind("one", one));
        if (alk_one(r))
            a = alk_get_int(r, 0) + alk_get_int(r, 1) - 1;
        STRESS_CHECK(alk_close(r) == ALK_OK);
        STRESS_CHECK(a == mine);
        alk_free(statement);
        if (i % 50 == 0) {
            STRESS_CHECK(alk_conn_close(conn) == ALK_OK);
            conn = alk_connect(engine);
        }
    }
    STRESS_CHECK(alk_conn_close(conn) == ALK_OK);
    alk_clear_error();
    return NULL;
}

int main(void)
{
    char sql[40];
    stress_begin();
    engine = alk_open("mock://", .compiled_cache = 8, .prepared_cache = 4, .pool_size = THREADS);
    one = alk_keep(alk_int(1));
    for (int i = 0; i < STATEMENTS; i++) {
        (void)snprintf(sql, sizeof sql, "echo :a :one %d", i);
        statements[i] = alk_keep(alk_raw(sql));
    }
    stress_threads(THREADS, execute);
    for (int i = 0; i < STATEMENTS; i++)
        alk_free(statements[i]);
    alk_free(one);
    alk_engine_close(engine);
    return stress_end();
}
