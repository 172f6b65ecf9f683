/* SPDX-License-Identifier: MIT
 * Ten thousand statements cancelled at random moments, on the mock and on SQLite: a cancel that returned before a statement began never ends that
 * one, and none reaches another borrower. */
#include "stress.h"

enum { PAIRS = 4, ROUNDS = 2500 };

typedef struct pair {
    const char *url, *slow;
    alk_engine *engine;
    alk_conn *conn;                    /* guarded by the two flags */
    atomic_int phase;                  /* 1: a statement runs or is about to; 2: the canceller is done with it; 3: the end */
    uint32_t random;
    unsigned cancelled, finished;
} pair;

static void *cancel_at_random(void *payload)
{
    pair *p = payload;
    uint32_t random = p->random * 17 + 1;
    for (;;) {
        while (atomic_load(&p->phase) == 2)
            stress_sleep(0.00001);
        if (atomic_load(&p->phase) == 3)
            break;
        if (stress_random(&random) % 4)
            stress_sleep((double)(stress_random(&random) % 200) / 1e6);
        STRESS_CHECK(alk_conn_cancel(p->conn) == ALK_OK);
        atomic_store(&p->phase, 2);
    }
    alk_clear_error();
    return NULL;
}

static void one_round(pair *p)
{
    p->conn = alk_connect(p->engine);
    atomic_store(&p->phase, 1);
    int code = stress_sql(p->conn, p->slow);
    if (code == ALK_OK)
        p->finished++;
    else if (strcmp(alk_last_error()->sqlstate, "57014") == 0)
        p->cancelled++;
    else
        stress_fault("neither finished nor cancelled");
    while (atomic_load(&p->phase) == 1)
        stress_sleep(0.00001);
    if (code)
        STRESS_CHECK(alk_conn_rollback(p->conn) == ALK_OK);
    STRESS_CHECK(stress_sql(p->conn, "select 1") == ALK_OK);
    STRESS_CHECK(alk_conn_commit(p->conn) == ALK_OK);
    STRESS_CHECK(alk_conn_close(p->conn) == ALK_OK);
}

static void *run(void *payload)
{
    uintptr_t number = (uintptr_t)payload;
    bool lite = number % 2;
    pair p = { .url = lite ? "sqlite://" : "mock://", .random = (uint32_t)number * 65537,
               .slow = lite ? "with recursive n(i) as (select 1 union all select i + 1 from n limit 400) select max(i) from n" : "sleep 0.0001" };
    pthread_t canceller;
    atomic_init(&p.phase, 2);
    p.engine = alk_open(p.url, .pool_size = 1);
    (void)pthread_create(&canceller, NULL, cancel_at_random, &p);
    for (int i = 0; i < ROUNDS; i++)
        one_round(&p);
    atomic_store(&p.phase, 3);
    (void)pthread_join(canceller, NULL);
    alk_engine_close(p.engine);
    (void)printf("%s: %u finished, %u cancelled\n", p.url, p.finished, p.cancelled);
    alk_clear_error();
    return NULL;
}

int main(void)
{
    stress_begin();
    stress_threads(PAIRS, run);
    return stress_end();
}
