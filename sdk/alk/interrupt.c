/* SPDX-License-Identifier: MIT
 * See interrupt.h. */
#include "interrupt.h"
#include "text.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { PATIENCE = 2 };             /* Ctrl-C in vain before the process ends */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static alk_conn *watched;          /* these three under the lock */
static bool editing;
static int seen;
static int wake[2] = { -1, -1 };

static void interrupted(void)
{
    pthread_mutex_lock(&lock);
    seen++;
    if (editing) {
        ssize_t written = write(wake[1], "", 1);
        (void)written;                     /* a full pipe is readable already */
    } else if (!watched || seen > PATIENCE) {
        _exit(STATUS_INTERRUPTED);
    } else {
        alk_conn_cancel(watched);
    }
    pthread_mutex_unlock(&lock);
}

static void *wait_for_signals(void *signals)
{
    int number;
    while (sigwait(signals, &number) == 0)
        interrupted();
    return NULL;
}

void interrupt_start(void)
{
    static sigset_t signals;
    pthread_t thread;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) != 0 || pthread_sigmask(SIG_BLOCK, &signals, NULL) != 0)
        return;
    if (pthread_create(&thread, NULL, wait_for_signals, &signals) == 0)
        pthread_detach(thread);
    else
        pthread_sigmask(SIG_UNBLOCK, &signals, NULL);    /* Ctrl-C then ends the process, as ever */
}

void interrupt_watch(alk_conn *conn)
{
    pthread_mutex_lock(&lock);
    watched = conn;
    seen = 0;
    pthread_mutex_unlock(&lock);
}

void interrupt_unwatch(void)
{
    pthread_mutex_lock(&lock);
    watched = NULL;
    pthread_mutex_unlock(&lock);
}

bool interrupt_seen(void)
{
    pthread_mutex_lock(&lock);
    bool result = seen > 0;
    pthread_mutex_unlock(&lock);
    return result;
}

int interrupt_descriptor(void)
{
    return wake[0];
}

void interrupt_editing(bool on)
{
    pthread_mutex_lock(&lock);
    editing = on && wake[0] >= 0;
    pthread_mutex_unlock(&lock);
}

void interrupt_drain(void)
{
    char bytes[64];
    while (wake[0] >= 0 && read(wake[0], bytes, sizeof bytes) > 0)
        ;
}
