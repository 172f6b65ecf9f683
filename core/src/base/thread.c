/* SPDX-License-Identifier: MIT
 * Mutexes, conditions, and what identifies a thread and a process across fork. */
#include "base/thread.h"
#include "base/error.h"
#include <assert.h>
#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

#define SLICE INT64_C(1000000)     /* how often a wait looks at a replaced clock: 1 ms */

/* NDEBUG takes the check away, not the call. */
static void must(int result)
{
    assert(result == 0);
    (void)result;
}

static int init_failed(const char *what, int reason)
{
    if (reason == ENOMEM)
        return alk__error_no_memory();
    return alk__error(ALK_ERROR_INTERNAL, "cannot make a %s (errno %d)", what, reason);
}

int alk__mutex_init(alk__mutex *mutex)
{
    pthread_mutexattr_t attributes;
    int reason = pthread_mutexattr_init(&attributes);
    if (reason != 0)
        return init_failed("mutex", reason);
#if !defined(NDEBUG)
    must(pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK));
#endif
    reason = pthread_mutex_init(&mutex->native, &attributes);
    must(pthread_mutexattr_destroy(&attributes));
    return reason == 0 ? ALK_OK : init_failed("mutex", reason);
}

void alk__mutex_destroy(alk__mutex *mutex)
{
    must(pthread_mutex_destroy(&mutex->native));
}

void alk__mutex_lock(alk__mutex *mutex)
{
    must(pthread_mutex_lock(&mutex->native));
}

void alk__mutex_unlock(alk__mutex *mutex)
{
    must(pthread_mutex_unlock(&mutex->native));
}

/* A mutex that checks for errors belongs to a thread of the parent, and only that one could unlock it. */
void alk__mutex_forked(alk__mutex *mutex)
{
    alk__mutex anew = ALK__MUTEX_INIT;
    if (alk__mutex_init(mutex) != ALK_OK)
        *mutex = anew;
}

int alk__cond_init(alk__cond *cond)
{
    pthread_condattr_t attributes;
    int reason = pthread_condattr_init(&attributes);
    if (reason != 0)
        return init_failed("condition", reason);
    reason = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    if (reason == 0)
        reason = pthread_cond_init(&cond->native, &attributes);
    must(pthread_condattr_destroy(&attributes));
    return reason == 0 ? ALK_OK : init_failed("condition", reason);
}

void alk__cond_destroy(alk__cond *cond)
{
    must(pthread_cond_destroy(&cond->native));
}

static bool wait_native(alk__cond *cond, alk__mutex *mutex, int64_t point)
{
    struct timespec until = alk__deadline_timespec(point);
    int result = pthread_cond_timedwait(&cond->native, &mutex->native, &until);
    must(result == ETIMEDOUT ? 0 : result);
    return result != ETIMEDOUT;
}

/* The system's clock says nothing about a deadline on a replaced one. */
static bool wait_replaced(alk__cond *cond, alk__mutex *mutex, alk__deadline deadline)
{
    struct timespec now = {0, 0};
    while (!alk__deadline_passed(deadline)) {
        (void)clock_gettime(CLOCK_MONOTONIC, &now);
        if (wait_native(cond, mutex, (int64_t)now.tv_sec * 1000 * SLICE + now.tv_nsec + SLICE))
            return true;
    }
    return false;
}

bool alk__cond_wait(alk__cond *cond, alk__mutex *mutex, alk__deadline deadline)
{
    if (deadline == 0) {
        must(pthread_cond_wait(&cond->native, &mutex->native));
        return true;
    }
    if (alk__clock_replaced())
        return wait_replaced(cond, mutex, deadline);
    return wait_native(cond, mutex, deadline);
}

void alk__cond_signal(alk__cond *cond)
{
    must(pthread_cond_signal(&cond->native));
}

void alk__cond_broadcast(alk__cond *cond)
{
    must(pthread_cond_broadcast(&cond->native));
}

uint64_t alk__fork_number;                 /* 0 until forks are watched */

static void child_of_fork(void)
{
    __atomic_add_fetch(&alk__fork_number, 1, __ATOMIC_ACQ_REL);
}

/* Who asks for the number waits for this, so no connection is older than the handler. */
static void watch_forks(void)
{
    if (pthread_atfork(NULL, NULL, child_of_fork) == 0)
        __atomic_add_fetch(&alk__fork_number, 1, __ATOMIC_ACQ_REL);
}

/* Without a fork handler (no memory for it) the process number has to do. */
uint64_t alk__fork_generation_slow(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    must(pthread_once(&once, watch_forks));
    uint64_t number = __atomic_load_n(&alk__fork_number, __ATOMIC_ACQUIRE);
    return number ? number : (uint64_t)getpid();
}

uint64_t alk__thread_id(void)
{
    static atomic_uint_least64_t last;
    static _Thread_local uint64_t mine;
    if (mine == 0)
        mine = atomic_fetch_add(&last, 1) + 1;
    return mine;
}
