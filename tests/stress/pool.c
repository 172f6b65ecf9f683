/* SPDX-License-Identifier: MIT
 * Sixty-four threads on a pool of 8 + 8, while connecting, executing, committing and returning fail at random, connections are cut and the
 * pool is disposed of. There are never more connections than the limit, nobody waits longer than the timeout, and everyone gets a turn. */
#include "stress.h"

enum { THREADS = 64, LIMIT = 16, PATIENCE = 10 };       /* seconds that a busy machine may add to a wait; one that is stuck never ends */
static const double seconds = 4, timeout = 2;
static alk_engine *engine;
static pthread_barrier_t start;         /* so that none has had turns before the last is there */
static atomic_int lent, most, turns[THREADS + 1];
static atomic_uint done, failed, timeouts;

static void note_lent(void)
{
    int now = atomic_fetch_add(&lent, 1) + 1, seen = atomic_load(&most);
    while (now > seen && !atomic_compare_exchange_weak(&most, &seen, now))
        ;
}

static void disturb(uint32_t *random)
{
    static const char *const calls[] = { "connect", "begin", "prepare", "execute", "fetch", "commit", "rollback", "reset", "ping", "close" };
    uint32_t r = stress_random(random);
    if (r % 50 == 0)
        mock->fail(calls[r / 50 % 10], r % 7 + 1, ALK_ERROR_OPERATIONAL, r % 3 ? 0 : ALK_ERROR_DISCONNECT);
    else if (r % 400 == 1)
        mock->cut();
    else if (r % 400 == 2)
        alk_engine_dispose(engine);
}

/* Gives the place in the pool up before the return, now and then in another way; the place is free at once, so it is counted before. */
static void give_up(alk_conn *conn, uint32_t *random)
{
    uint32_t way = stress_random(random) % 100;
    atomic_fetch_sub(&lent, 1);
    if (way == 0)
        alk_conn_detach(conn);
    else if (way <= 2)
        alk_conn_invalidate(conn, way == 2);
}

static int use(alk_conn *conn, uint32_t *random)
{
    int64_t value;
    int code = alk_scalar_int(alk_execute(conn, alk_raw("echo :a"), alk_bind("a", 7)), &value);
    if (code == ALK_OK && value != 7)
        stress_fault("7 came back as %lld", (long long)value);
    if (stress_random(random) % 8 == 0)
        stress_sleep(0.0005);
    if (code == ALK_OK)
        code = stress_random(random) % 2 ? alk_conn_commit(conn) : alk_conn_rollback(conn);
    return code;
}

static void *borrow_and_return(void *payload)
{
    int number = (int)(uintptr_t)payload;
    uint32_t random = (uint32_t)number * 2654435761u + 1;
    pthread_barrier_wait(&start);
    for (double until = stress_now() + seconds; stress_now() < until;) {
        double began = stress_now();
        disturb(&random);
        alk_conn *conn = alk_connect(engine);
        if (!conn) {
            if (alk_last_error()->code == ALK_ERROR_TIMEOUT)
                atomic_fetch_add(&timeouts, 1);
            if (stress_now() - began > timeout + PATIENCE)
                stress_fault("a thread waited %g s", stress_now() - began);
            atomic_fetch_add(&failed, 1);
            continue;
        }
        note_lent();
        atomic_fetch_add(&turns[number], 1);
        atomic_fetch_add(use(conn, &random) ? &failed : &done, 1);
        give_up(conn, &random);
        alk_conn_close(conn);
    }
    alk_clear_error();
    return NULL;
}

int main(void)
{
    alk_pool_status s = { .struct_size = sizeof s };
    int least = 1 << 30, greatest = 0;
    stress_begin();
    engine = alk_open("mock://", .pool_size = 8, .max_overflow = 8, .pool_timeout = timeout, .pool_pre_ping = true, .pool_recycle = 0.3,
                      .pool_leak_after = 0.01);
    STRESS_CHECK(pthread_barrier_init(&start, NULL, THREADS) == 0);
    stress_threads(THREADS, borrow_and_return);
    STRESS_CHECK(alk_engine_pool_status(engine, &s) == ALK_OK);
    STRESS_CHECK(s.lent == 0 && s.connecting == 0 && s.waiting == 0 && s.idle <= 8);
    STRESS_CHECK(s.opened - s.closed == (uint64_t)s.idle);
    STRESS_CHECK(atomic_load(&most) <= LIMIT);
    for (int i = 1; i <= THREADS; i++) {
        least = turns[i] < least ? turns[i] : least;
        greatest = turns[i] > greatest ? turns[i] : greatest;
    }
    STRESS_CHECK(least > 0 && greatest <= least * 3 + 20);
    alk_engine_close(engine);
    (void)printf("%u done, %u failed, %u timeouts; at most %d lent; turns %d to %d\n", atomic_load(&done), atomic_load(&failed),
                 atomic_load(&timeouts), atomic_load(&most), least, greatest);
    return stress_end();
}
