/* SPDX-License-Identifier: MIT
 * See thread.h. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "thread.h"
#include <signal.h>

bool alk__driver_thread(void *(*function)(void *payload), void *payload, pthread_t *thread)
{
    sigset_t every, before;
    bool runs;
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &before);
    runs = pthread_create(thread, NULL, function, payload) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return runs;
}
