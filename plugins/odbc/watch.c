/* SPDX-License-Identifier: MIT
 * See watch.h. The list of deadlines has a lock of its own, which is never held together with a watch's. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "watch.h"
#include "driver/thread.h"
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE (5 * ALK__ODBC_SECOND)          /* of the thread without anything to do */
#define AGAIN (ALK__ODBC_SECOND / 5)             /* a cancel may have come before the server knew of the statement */
#define GRACE (4 * ALK__ODBC_SECOND)             /* from the deadline to the cut: a second session takes its time over a slow line */
#define ANSWER (5 * ALK__ODBC_SECOND)            /* for a driver that was asked, when what ran has ended */

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

/* ---- the list ---- */
bool alk__odbc_condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t monotonic;
    bool good;
    if (pthread_condattr_init(&monotonic) != 0)
        return false;
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    good = pthread_cond_init(condition, &monotonic) == 0;
    pthread_condattr_destroy(&monotonic);
    return good;
}

static void begin_anew(void)
{
    pthread_mutex_init(&all.lock, NULL);
    (void)alk__odbc_condition_init(&all.changed);
    all.first = NULL;
    all.runs = false;
}

/* A child of fork() has no such thread, and none of the deadlines is its own. */
static void begin(void)
{
    begin_anew();
    (void)pthread_atfork(NULL, NULL, begin_anew);
}

struct timespec alk__odbc_time_of(int64_t nanoseconds)
{
    struct timespec time = { .tv_sec = (time_t)(nanoseconds / ALK__ODBC_SECOND), .tv_nsec = (long)(nanoseconds % ALK__ODBC_SECOND) };
    return time;
}

static void wait_until(int64_t until)
{
    struct timespec time = alk__odbc_time_of(until);
    (void)pthread_cond_timedwait(&all.changed, &all.lock, &time);
}

static int64_t earliest(void)
{
    int64_t due = INT64_MAX;
    for (const alk__odbc_watch *watch = all.first; watch != NULL; watch = watch->next)
        due = watch->due < due ? watch->due : due;
    return due;
}

/* ---- asking the driver, with the watch's lock held ---- */
static void *ask_driver(void *payload)
{
    alk__odbc_watch *watch = payload;
    bool good = watch->end != NULL ? watch->end(watch->payload) : SQL_SUCCEEDED(SQLCancel(watch->asked)), left;
    pthread_mutex_lock(&watch->lock);
    watch->good = good;
    watch->asking = false;
    left = watch->left;
    watch->unjoined = !left;
    pthread_cond_broadcast(&watch->answered);
    pthread_mutex_unlock(&watch->lock);
    if (left) {
        (void)pthread_detach(pthread_self());
        watch->close(watch->payload);
    }
    return NULL;
}

static bool run_detached(void *(*function)(void *payload), void *payload)
{
    pthread_t thread;
    return alk__driver_thread(function, payload, &thread) && pthread_detach(thread) == 0;
}

/* Who has asked has nothing more to do but to end: what its thread owns, as after connecting in kill.c, is given back before the call returns. */
static void join_asker(alk__odbc_watch *watch)
{
    if (watch->unjoined)
        (void)pthread_join(watch->asker, NULL);
    watch->unjoined = false;
}

static void ask(alk__odbc_watch *watch)
{
    if (watch->asking || watch->running == NULL)
        return;
    join_asker(watch);
    atomic_store(&watch->cancelled, true);
    watch->asked = watch->running;
    watch->good = false;
    watch->asking = alk__driver_thread(ask_driver, watch, &watch->asker);
}

/* The call that waits sees a server that hung up. */
static void cut(alk__odbc_watch *watch)
{
    if (!atomic_exchange(&watch->cut, true) && watch->line >= 0)
        (void)shutdown(watch->line, SHUT_RDWR);
}

/* ---- the thread ---- */
static alk__odbc_watch *find_due(int64_t now)
{
    alk__odbc_watch *watch = all.first;
    while (watch != NULL && watch->due > now)
        watch = watch->next;
    return watch;
}

static void end_late(alk__odbc_watch *watch, int64_t now)
{
    watch->in_hand = true;
    pthread_mutex_unlock(&all.lock);
    pthread_mutex_lock(&watch->lock);
    atomic_store(&watch->late, true);
    if (now >= watch->last)
        cut(watch);
    else
        ask(watch);
    pthread_mutex_unlock(&watch->lock);
    pthread_mutex_lock(&all.lock);
    watch->in_hand = false;
    watch->due = atomic_load(&watch->cut) ? INT64_MAX : now + AGAIN;
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
            end_late(find_due(now), now);
        else
            wait_until(all.first != NULL ? due : idle_since + PATIENCE);
    }
    all.runs = false;
    pthread_mutex_unlock(&all.lock);
    return NULL;
}

/* ---- watches ---- */
bool alk__odbc_watch_init(alk__odbc_watch *watch, void (*close)(void *payload), void *payload)
{
    memset(watch, 0, sizeof *watch);
    watch->line = -1;
    watch->close = close;
    watch->payload = payload;
    atomic_init(&watch->late, false);
    atomic_init(&watch->cancelled, false);
    atomic_init(&watch->cut, false);
    if (pthread_once(&once, begin) != 0 || pthread_mutex_init(&watch->lock, NULL) != 0)
        return false;
    if (alk__odbc_condition_init(&watch->answered))
        return true;
    pthread_mutex_destroy(&watch->lock);
    return false;
}

void alk__odbc_watch_free(alk__odbc_watch *watch)
{
    if (watch->line >= 0)
        (void)close(watch->line);
    pthread_cond_destroy(&watch->answered);
    pthread_mutex_destroy(&watch->lock);
}

/* The thread is woken only where it would sleep too long. */
static void enlist(alk__odbc_watch *watch, int64_t deadline)
{
    pthread_mutex_lock(&all.lock);
    bool sooner = deadline < earliest();
    watch->due = deadline;
    watch->next = all.first;
    watch->link = &all.first;
    if (watch->next != NULL)
        watch->next->link = &watch->next;
    all.first = watch;
    if (!all.runs)
        all.runs = run_detached(keep_deadlines, NULL);
    else if (sooner)
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
    bool outermost = watch->depth++ == 0;
    pthread_mutex_lock(&watch->lock);
    watch->running = stmt;
    if (outermost) {
        atomic_store(&watch->late, atomic_load(&watch->cut));
        atomic_store(&watch->cancelled, false);
        watch->outer = stmt;
        watch->last = stmt != NULL ? deadline + GRACE : deadline;
    }
    pthread_mutex_unlock(&watch->lock);
    if (!outermost)
        return;
    watch->listed = deadline != 0;
    if (watch->listed)
        enlist(watch, deadline);
}

static bool await_answer(alk__odbc_watch *watch, int64_t until)
{
    struct timespec time = alk__odbc_time_of(until);
    while (watch->asking && pthread_cond_timedwait(&watch->answered, &watch->lock, &time) == 0)
        ;
    return !watch->asking;
}

bool alk__odbc_watch_stop(alk__odbc_watch *watch)
{
    bool outermost = --watch->depth == 0;
    if (outermost && watch->listed)
        delist(watch);
    pthread_mutex_lock(&watch->lock);
    watch->running = outermost ? NULL : watch->outer;
    if (watch->asking && (atomic_load(&watch->cut) || !await_answer(watch, alk__odbc_now() + ANSWER)))
        cut(watch);                      /* nothing else may be sent beside that */
    join_asker(watch);
    pthread_mutex_unlock(&watch->lock);
    return atomic_load(&watch->cancelled);
}

bool alk__odbc_watch_cancel(alk__odbc_watch *watch)
{
    bool done = true;
    pthread_mutex_lock(&watch->lock);
    if (watch->running != NULL) {
        ask(watch);
        done = await_answer(watch, alk__odbc_now() + ANSWER) && watch->good;
    }
    pthread_mutex_unlock(&watch->lock);
    return done;
}

bool alk__odbc_watch_is_busy(alk__odbc_watch *watch)
{
    bool busy;
    pthread_mutex_lock(&watch->lock);
    busy = watch->asking;
    pthread_mutex_unlock(&watch->lock);
    return busy;
}

bool alk__odbc_watch_leave(alk__odbc_watch *watch)
{
    bool leaves;
    pthread_mutex_lock(&watch->lock);
    leaves = watch->left = watch->asking;
    pthread_mutex_unlock(&watch->lock);
    return leaves;
}

void alk__odbc_watch_cut(alk__odbc_watch *watch)
{
    pthread_mutex_lock(&watch->lock);
    cut(watch);
    pthread_mutex_unlock(&watch->lock);
}
