/* SPDX-License-Identifier: MIT
 * All engines of the process. A fork finds every pool at rest: the locks are taken before it and released on both sides; in the child the parent's links
 * are strangers, the pool forgets who borrowed them, and closing them sends nothing. A shutdown closes every pool. */
#include "base/thread.h"
#include "engine/engine.h"
#include "engine/event.h"
#include <pthread.h>

static alk__mutex all_lock = ALK__MUTEX_INIT;
static alk_engine *all;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void before(void)
{
    alk__mutex_lock(&all_lock);
    for (alk_engine *e = all; e; e = e->next) {
        alk__mutex_lock(&e->pool.lock);
        alk__mutex_lock(&e->compiled_lock);
        alk__mutex_lock(&e->listeners.lock);
    }
    alk__mutex_lock(alk__event_lock());
}

static void release(void (*unlock)(alk__mutex *mutex))
{
    unlock(alk__event_lock());
    for (alk_engine *e = all; e; e = e->next) {
        unlock(&e->listeners.lock);
        unlock(&e->compiled_lock);
        unlock(&e->pool.lock);
    }
    unlock(&all_lock);
}

static void in_parent(void)
{
    release(alk__mutex_unlock);
}

static void in_child(void)
{
    for (alk_engine *e = all; e; e = e->next)
        alk__pool_forked(&e->pool);
    release(alk__mutex_forked);
}

/* An engine with an open pool, held for the caller; NULL: no more. */
static alk_engine *next_open(void)
{
    alk__mutex_lock(&all_lock);
    alk_engine *engine = all;
    while (engine && __atomic_load_n(&engine->closed, __ATOMIC_ACQUIRE))
        engine = engine->next;
    if (engine)
        alk__engine_ref(engine);
    alk__mutex_unlock(&all_lock);
    return engine;
}

static void shut_down(void)
{
    alk_engine *engine;
    while ((engine = next_open())) {
        alk_engine_close(engine);
        alk__engine_unref(engine);
    }
}

static void install(void)
{
    pthread_atfork(before, in_parent, in_child);
    alk__shutdown_hook(shut_down);
}

void alk__engines_add(alk_engine *engine)
{
    pthread_once(&once, install);
    alk__mutex_lock(&all_lock);
    engine->next = all;
    if (all)
        all->prev = engine;
    all = engine;
    alk__mutex_unlock(&all_lock);
}

void alk__engines_remove(alk_engine *engine)
{
    alk__mutex_lock(&all_lock);
    *(engine->prev ? &engine->prev->next : &all) = engine->next;
    if (engine->next)
        engine->next->prev = engine->prev;
    alk__mutex_unlock(&all_lock);
}
