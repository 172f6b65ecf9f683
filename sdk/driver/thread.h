/* SPDX-License-Identifier: MIT
 * Threads of a driver's own. */
#ifndef ALK_DRIVER_THREAD_H
#define ALK_DRIVER_THREAD_H
#include <pthread.h>
#include <stdbool.h>

/* A thread, which is to be joined or detached. Signals are the program's business: it takes none. */
bool alk__driver_thread(void *(*function)(void *payload), void *payload, pthread_t *thread);
#endif
