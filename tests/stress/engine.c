/* SPDX-License-Identifier: MIT
 * Engines opened, used and closed by many threads at once; also closed under the feet of borrowers and waiters. */
#include "stress.h"

enum { THREADS = 8, ROUNDS = 150 };
static _Atomic(alk_engine *) shared;
static pthread_barrier_t barrier;

static void own_engine(uint32_t *random)
{
    alk_engine *engine = alk_open(stress_random(random) % 2 ? "mock://" : "sqlite://");
    alk_conn *conn = alk_connect(engine);
    STRESS_CHECK(conn != NULL);
    STRESS_CHECK(alk_close(alk_execute(conn, alk_raw("select 1"))) == ALK_OK);
    bool engine_first = stress_random(random) % 2;
    if (engine_first)
        alk_engine_close(engine);
    STRESS_CHECK(alk_conn_close(conn) == ALK_OK);
    if (!engine_first)
        alk_engine_close(engine);
}

/* Everybody uses one engine; the last but one step of each round closes it while some still hold or wait for its only connection. */
static void shared_engine(int number)
{
    if (number == 1)
        atomic_store(&shared, alk_open("mock://", .pool_size = 1, .max_overflow = -1, .pool_timeout = 60));
    (void)pthread_barrier_wait(&barrier);
    alk_engine *engine = atomic_load(&shared);
    alk_conn *conn = alk_connect(engine);
    if (!conn && alk_last_error()->code != ALK_ERROR_INTERFACE)
        stress_fault("connecting");
    if (number == 2) {                 /* it holds the engine through its own connection, or lost the race and waits for nobody */
        STRESS_CHECK(stress_sql(conn, "affected 1") == ALK_OK || !conn);
    }
    if (conn)
        alk_conn_close(conn);
    (void)pthread_barrier_wait(&barrier);
    if (number == 1)
        alk_engine_close(engine);
    (void)pthread_barrier_wait(&barrier);
}

static void *run(void *payload)
{
    int number = (int)(uintptr_t)payload;
    uint32_t random = (uint32_t)number * 7919;
    for (int i = 0; i < ROUNDS; i++) {
        own_engine(&random);
        shared_engine(number);
    }
    alk_clear_error();
    return NULL;
}

/* ---- closed while others wait ---- */

static alk_engine *closing;
static atomic_int refused;
static void *wait_for_it(void *payload)
{
    (void)payload;
    alk_conn *conn = alk_connect(closing);
    if (!conn)
        atomic_fetch_add(&refused, alk_last_error()->code == ALK_ERROR_INTERFACE);
    alk_conn_close(conn);
    alk_clear_error();
    return NULL;
}

static void closed_while_waited_for(void)
{
    enum { WAITERS = 6 };
    pthread_t threads[WAITERS];
    alk_pool_status s = { .struct_size = sizeof s };
    closing = alk_open("mock://", .pool = ALK_POOL_OF_ONE, .pool_timeout = 60);
    alk_conn *conn = alk_connect(closing);
    atomic_store(&refused, 0);
    for (int i = 0; i < WAITERS; i++)
        (void)pthread_create(&threads[i], NULL, wait_for_it, NULL);
    do
        (void)alk_engine_pool_status(closing, &s);
    while (s.waiting < WAITERS);
    alk_engine_close(closing);
    for (int i = 0; i < WAITERS; i++)
        (void)pthread_join(threads[i], NULL);
    STRESS_CHECK(atomic_load(&refused) == WAITERS);
    STRESS_CHECK(alk_conn_close(conn) == ALK_OK);
}

int main(void)
{
    stress_begin();
    (void)pthread_barrier_init(&barrier, NULL, THREADS);
    stress_threads(THREADS, run);
    for (int i = 0; i < 50; i++)
        closed_while_waited_for();
    (void)pthread_barrier_destroy(&barrier);
    return stress_end();
}
