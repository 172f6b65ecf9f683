/* SPDX-License-Identifier: MIT
 * See watch.h. The list of deadlines has a lock of its own, which is never held together with a watch's. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "watch.h"
#include <signal.h>
#include <time.h>

#define PATIENCE (5 * ALK__ODBC_SECOND)          /* of the thread without anything to do */
#define AGAIN (ALK__ODBC_SECOND / 5)             /* a cancel may have come before the server knew of the statement */

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    alk__odbc_watch *first;
    bool runs;                           /* the thread */
} all = { .lock = PTHREAD_MUTEX_INITIALIZER };
static pthread_once_t once = PTHREAD_ONCE_INIT;

int64_t alk__odbc_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * ALK__ODBC_SECOND + now.tv_nsec;
}

/* ---- the thread ---- */
static void begin_anew(void)
{
    pthread_condattr_t monotonic;
    pthread_mutex_init(&all.lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&all.changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    all.first = NULL;
    all.runs = false;
}

/* A child of fork() has no such thread, and none of the deadlines is its own. */
static void begin(void)
{
    begin_anew();
    (void)pthread_atfork(NULL, NULL, begin_anew);
}

static void wait_until(int64_t until)
{
    struct timespec time = { .tv_sec = (time_t)(until / ALK__ODBC_SECOND), .tv_nsec = (long)(until % ALK__ODBC_SECOND) };
    (void)pthread_cond_timedwait(&all.changed, &all.lock, &time);
}

static int64_t earliest(void)
{
    int64_t due = INT64_MAX;
    for (const alk__odbc_watch *watch = all.first; watch != NULL; watch = watch->next)
        due = watch->due < due ? watch->due : due;
    return due;
}

/* Under the watch's lock, with something that runs. */
static bool end_running(alk__odbc_watch *watch)
{
    atomic_store(&watch->cancelled, true);
    return watch->end != NULL ? watch->end(watch->payload) : SQL_SUCCEEDED(SQLCancel(watch->running));
}

static alk__odbc_watch *find_due(int64_t now)
{
    alk__odbc_watch *watch = all.first;
    while (watch != NULL && watch->due > now)
        watch = watch->next;
    return watch;
}

/* A driver may take its time to reach the server; meanwhile the list is free for the others. */
static void cancel_late(alk__odbc_watch *watch)
{
    watch->in_hand = true;
    pthread_mutex_unlock(&all.lock);
    pthread_mutex_lock(&watch->lock);
    if (watch->running != NULL) {
        atomic_store(&watch->late, true);
        (void)end_running(watch);
    }
    pthread_mutex_unlock(&watch->lock);
    pthread_mutex_lock(&all.lock);
    watch->in_hand = false;
    watch->due = alk__odbc_now() + AGAIN;
    pthread_cond_broadcast(&all.changed);
}

static void *keep_deadlines(void *nothing)
{
    int64_t idle_since = alk__odbc_now();
    (void)nothing;
    pthread_mutex_lock(&all.lock);
    for (;;) {
        int64_t now = alk__odbc_now(), due = earliest();
        if (all.first != NULL)
            idle_since = now;
        else if (now - idle_since >= PATIENCE)
            break;
        if (due <= now)
            cancel_late(find_due(now));
        else
            wait_until(all.first != NULL ? due : idle_since + PATIENCE);
    }
    all.runs = false;
    pthread_mutex_unlock(&all.lock);
    return NULL;
}

/* Signals are the program's business: the thread takes none. */
static bool run_thread(void)
{
    sigset_t every, before;
    pthread_attr_t detached;
    pthread_t thread;
    if (all.runs)
        return true;
    if (pthread_attr_init(&detached) != 0)
        return false;
    pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
    sigfillset(&every);
    pthread_sigmask(SIG_SETMASK, &every, &before);
    all.runs = pthread_create(&thread, &detached, keep_deadlines, NULL) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&detached);
    return all.runs;
}

/* ---- watches ---- */
bool alk__odbc_watch_init(alk__odbc_watch *watch)
{
    memset(watch, 0, sizeof *watch);
    atomic_init(&watch->late, false);
    atomic_init(&watch->cancelled, false);
    return pthread_once(&once, begin) == 0 && pthread_mutex_init(&watch->lock, NULL) == 0;
}

void alk__odbc_watch_free(alk__odbc_watch *watch)
{
    pthread_mutex_destroy(&watch->lock);
}

static void enlist(alk__odbc_watch *watch, int64_t deadline)
{
    pthread_mutex_lock(&all.lock);
    watch->due = deadline;
    watch->next = all.first;
    watch->link = &all.first;
    if (watch->next != NULL)
        watch->next->link = &watch->next;
    all.first = watch;
    if (run_thread())
        pthread_cond_broadcast(&all.changed);
    pthread_mutex_unlock(&all.lock);
}

static void delist(alk__odbc_watch *watch)
{
    pthread_mutex_lock(&all.lock);
    while (watch->in_hand)
        pthread_cond_wait(&all.changed, &all.lock);
    *watch->link = watch->next;
    if (watch->next != NULL)
        watch->next->link = watch->link;
    watch->link = NULL;
    pthread_mutex_unlock(&all.lock);
}

void alk__odbc_watch_start(alk__odbc_watch *watch, SQLHSTMT stmt, int64_t deadline)
{
    atomic_store(&watch->late, false);
    atomic_store(&watch->cancelled, false);
    pthread_mutex_lock(&watch->lock);
    watch->running = stmt;
    pthread_mutex_unlock(&watch->lock);
    if (deadline != 0)
        enlist(watch, deadline);
}

bool alk__odbc_watch_stop(alk__odbc_watch *watch)
{
    if (watch->link != NULL)
        delist(watch);
    pthread_mutex_lock(&watch->lock);
    watch->running = NULL;
    pthread_mutex_unlock(&watch->lock);
    return atomic_load(&watch->cancelled);
}

bool alk__odbc_watch_cancel(alk__odbc_watch *watch)
{
    bool done = true;
    pthread_mutex_lock(&watch->lock);
    if (watch->running != NULL)
        done = end_running(watch);
    pthread_mutex_unlock(&watch->lock);
    return done;
}
