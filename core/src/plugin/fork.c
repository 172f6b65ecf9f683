/* SPDX-License-Identifier: MIT
 * See fork.h. Loading takes long and runs the plugin's code, so that it is no mutex that guards it but a lock that any number of loading threads share
 * and a fork has alone. */
#include "plugin/fork.h"
#include <pthread.h>
#include <stddef.h>

static pthread_rwlock_t loading = PTHREAD_RWLOCK_INITIALIZER;
static _Thread_local unsigned depth;       /* of this thread's loads */
static bool waited;                        /* for the others. Written by the forking thread alone, which has the locks */

static alk__mutex *nth(size_t i)
{
    return i == 0 ? alk__registry_lock() : i == 1 ? alk__places_lock() : alk__modules_lock();
}
enum { LOCKS = 3 };

/* A plugin that forks in its entry does not wait: for itself it would wait for ever. */
static void before(void)
{
    bool wait = depth == 0 && pthread_rwlock_wrlock(&loading) == 0;
    for (size_t i = 0; i < LOCKS; i++)
        alk__mutex_lock(nth(i));
    waited = wait;
}

static void in_parent(void)
{
    bool unlock = waited;
    for (size_t i = LOCKS; i > 0; i--)
        alk__mutex_unlock(nth(i - 1));
    if (unlock)
        (void)pthread_rwlock_unlock(&loading);
}

static void in_child(void)
{
    static const pthread_rwlock_t fresh = PTHREAD_RWLOCK_INITIALIZER;
    for (size_t i = LOCKS; i > 0; i--)
        alk__mutex_forked(nth(i - 1));
    loading = fresh;
    if (depth)
        (void)pthread_rwlock_rdlock(&loading);
}

static void install(void)
{
    (void)pthread_atfork(before, in_parent, in_child);
}

void alk__plugin_watch_forks(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, install);
}

void alk__plugin_load_begin(void)
{
    if (depth++ == 0)
        (void)pthread_rwlock_rdlock(&loading);
}

void alk__plugin_load_end(void)
{
    if (--depth == 0)
        (void)pthread_rwlock_unlock(&loading);
}
