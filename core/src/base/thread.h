/* SPDX-License-Identifier: MIT
 * The few things of pthreads that core uses: a mutex, a condition on the monotonic clock, and the fork generation. Locking
 * cannot fail for a correct caller; a debug build asserts it. */
#ifndef ALK_BASE_THREAD_H
#define ALK_BASE_THREAD_H
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include "base/clock.h"

typedef struct alk__mutex { pthread_mutex_t native; } alk__mutex;
typedef struct alk__cond { pthread_cond_t native; } alk__cond;
#define ALK__MUTEX_INIT { PTHREAD_MUTEX_INITIALIZER }

int alk__mutex_init(alk__mutex *mutex);                      /* ALK_OK, or ALK_ERROR_NO_MEMORY / _INTERNAL with an error set */
void alk__mutex_destroy(alk__mutex *mutex);
void alk__mutex_lock(alk__mutex *mutex);
void alk__mutex_unlock(alk__mutex *mutex);
/* In the child of a fork, in place of unlocking: whoever held it is not there any more. */
void alk__mutex_forked(alk__mutex *mutex);
int alk__cond_init(alk__cond *cond);
void alk__cond_destroy(alk__cond *cond);
bool alk__cond_wait(alk__cond *cond, alk__mutex *mutex, alk__deadline deadline);   /* false: the deadline passed */
void alk__cond_signal(alk__cond *cond);
void alk__cond_broadcast(alk__cond *cond);
/* A number that changes in a forked child; a connection of another generation is its parent's. */
extern uint64_t alk__fork_number;                            /* atomic; 0: not known in this way */
uint64_t alk__fork_generation_slow(void);
static inline uint64_t alk__fork_generation(void)
{
    uint64_t number = __atomic_load_n(&alk__fork_number, __ATOMIC_ACQUIRE);
    return number ? number : alk__fork_generation_slow();
}
/* A small number that names the calling thread for the life of the process; never 0. */
uint64_t alk__thread_id(void);
#endif
