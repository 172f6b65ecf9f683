/* SPDX-License-Identifier: MIT
 * Listeners come and go while others' statements tell them: of one engine and of all. One for once fires once, however many tell. */
#include "stress.h"

enum { THREADS = 8, ROUNDS = 2000 };
static alk_engine *engine;
static atomic_int fired, once_fired, onces;

static int note(alk_event *event, void *payload)
{
    if (event->kind != ALK_EVENT_BEFORE_EXECUTE)
        stress_fault("a listener heard of kind %d", event->kind);
    atomic_fetch_add((atomic_int *)payload, 1);
    return ALK_OK;
}

static void *change(void *payload)
{
    uint32_t random = (uint32_t)(uintptr_t)payload * 31337;
    for (int i = 0; i < ROUNDS; i++) {
        alk_engine *where = stress_random(&random) % 2 ? engine : NULL;
        uint64_t id = alk_listen(where, ALK_EVENT_BEFORE_EXECUTE, note, &fired, stress_random(&random) % 2 ? ALK_LISTEN_FIRST : 0);
        STRESS_CHECK(id != 0);
        if (i % 10 == 0) {
            STRESS_CHECK(alk_listen(where, ALK_EVENT_BEFORE_EXECUTE, note, &once_fired, ALK_LISTEN_ONCE) != 0);
            atomic_fetch_add(&onces, 1);
        }
        STRESS_CHECK(alk_unlisten(where, id));
        STRESS_CHECK(!alk_unlisten(where, id));
    }
    alk_clear_error();
    return NULL;
}

static void *tell(void *payload)
{
    (void)payload;
    alk_conn *conn = alk_connect(engine);
    for (int i = 0; i < ROUNDS; i++)
        STRESS_CHECK(stress_sql(conn, "affected 1") == ALK_OK);
    STRESS_CHECK(alk_conn_close(conn) == ALK_OK);
    alk_clear_error();
    return NULL;
}

static void *either(void *payload)
{
    return (uintptr_t)payload % 2 ? change(payload) : tell(payload);
}

int main(void)
{
    stress_begin();
    engine = alk_open("mock://");
    stress_threads(THREADS, either);
    stress_threads(2, tell);           /* those for once that nobody told yet */
    STRESS_CHECK(atomic_load(&once_fired) == atomic_load(&onces));
    alk_engine_close(engine);
    (void)printf("%d calls, %d for once\n", atomic_load(&fired), atomic_load(&once_fired));
    return stress_end();
}
