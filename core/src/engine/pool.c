/* SPDX-License-Identifier: MIT
 * See pool.h. A connection is in one of three states that count against the limit: idle, lent, or being connected ("a slot"). */
#include "engine/pool.h"
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/log.h"
#include "engine/engine.h"
#include "engine/event.h"
#include "engine/quiet.h"
#include <limits.h>
#include <string.h>

struct alk__waiter {
    alk__waiter *next, *prev;
    alk__cond wake;
    alk__link *link;                   /* what it was handed: a link, */
    bool slot;                         /* or leave to connect */
};

#define RECENT 500000000               /* ns: a link used this lately is not pinged */
#define LEAK_CHECKS 100000000          /* ns between looking for leaks */
#define REPORT_MAX (64 * 1024)         /* bytes of a report on borrowers */

/* ---- lists; the lock is held ---- */

static void idle_push(alk__pool *pool, alk__link *link)
{
    link->prev = NULL;
    link->next = pool->idle;
    *(pool->idle ? &pool->idle->prev : &pool->idle_last) = link;
    pool->idle = link;
    pool->n_idle++;
}

static void idle_remove(alk__pool *pool, alk__link *link)
{
    *(link->prev ? &link->prev->next : &pool->idle) = link->next;
    *(link->next ? &link->next->prev : &pool->idle_last) = link->prev;
    link->next = link->prev = NULL;
    pool->n_idle--;
}

static void lent_push(alk__pool *pool, alk__link *link)
{
    link->prev = NULL;
    link->next = pool->lent;
    if (pool->lent)
        pool->lent->prev = link;
    pool->lent = link;
    pool->n_lent++;
}

static void lent_remove(alk__pool *pool, alk__link *link)
{
    *(link->prev ? &link->prev->next : &pool->lent) = link->next;
    if (link->next)
        link->next->prev = link->prev;
    link->next = link->prev = NULL;
    pool->n_lent--;
}

/* Notes who has it. The lock is held, since others read it for their reports. */
static void note_borrower(alk__pool *pool, alk__link *link, const alk__borrower *borrower)
{
    link->thread = borrower->thread;
    link->file = borrower->file;
    link->line = borrower->line;
    link->lent_at = alk__clock_now();
    link->leak_reported = false;
    pool->lendings++;
}

static void waiter_push(alk__pool *pool, alk__waiter *waiter)
{
    waiter->next = NULL;
    waiter->prev = pool->last_waiter;
    *(pool->last_waiter ? &pool->last_waiter->next : &pool->first_waiter) = waiter;
    pool->last_waiter = waiter;
    pool->n_waiting++;
}

static void waiter_remove(alk__pool *pool, alk__waiter *waiter)
{
    *(waiter->prev ? &waiter->prev->next : &pool->first_waiter) = waiter->next;
    *(waiter->next ? &waiter->next->prev : &pool->last_waiter) = waiter->prev;
    pool->n_waiting--;
}

static int in_existence(const alk__pool *pool)
{
    return pool->n_idle + pool->n_lent + pool->n_connecting;
}

/* The idle link to lend next, if any. */
static alk__link *choose_idle(const alk__pool *pool, uint64_t thread)
{
    alk__link *link = pool->fifo ? pool->idle_last : pool->idle;
    if (!pool->per_thread)
        return link;
    for (link = pool->idle; link && link->thread != thread; link = link->next)
        ;
    return link;
}

/* A place in the pool became free: the first waiter may connect. */
static void pass_on_slot(alk__pool *pool)
{
    alk__waiter *waiter = pool->first_waiter;
    if (!waiter || in_existence(pool) >= pool->limit)
        return;
    waiter_remove(pool, waiter);
    waiter->slot = true;
    pool->n_connecting++;
    alk__cond_signal(&waiter->wake);
}

/* ---- init ---- */

static int or_default(int value, int fallback)
{
    return value ? value : fallback;
}

int alk__pool_init(alk__pool *pool, const alk_engine_options *options, uint32_t kind)
{
    memset(pool, 0, sizeof *pool);
    int size = or_default(options->pool_size, 5), overflow = or_default(options->max_overflow, 10);
    pool->keep = size < 0 ? 0 : size;
    overflow = overflow == -1 ? 0 : overflow;
    pool->limit = overflow < 0 || pool->keep > INT_MAX - overflow ? INT_MAX : pool->keep + overflow;
    pool->fifo = options->pool_fifo;
    if (kind == ALK_POOL_OF_ONE) {
        pool->keep = pool->limit = 1;
    } else if (kind == ALK_POOL_OF_NONE) {
        pool->keep = 0;
        pool->limit = INT_MAX;
    } else if (kind == ALK_POOL_PER_THREAD) {
        pool->per_thread = true;
        pool->limit = INT_MAX;
    }
    if (pool->limit == 0)
        return alk__error(ALK_ERROR_ARGUMENT, "a pool with pool_size none and max_overflow none can lend nothing");
    return alk__mutex_init(&pool->lock);
}

void alk__pool_destroy(alk__pool *pool)
{
    alk__free(pool->last_failure);
    alk__mutex_destroy(&pool->lock);
}

/* ---- errors and reports ---- */

static void describe_borrower(alk__buffer *out, const alk__link *link, int64_t now)
{
    alk__buffer_printf(out, "lent for %lld ms to thread %llu", (long long)((now - link->lent_at) / 1000000),
                       (unsigned long long)link->thread);
    if (link->file)
        alk__buffer_printf(out, " at %s:%d", link->file, link->line);
}

/* The lock is held: the links are others'. */
static void list_borrowers(alk__pool *pool, alk__buffer *out)
{
    int64_t now = alk__clock_now();
    int shown = 0;
    for (const alk__link *link = pool->lent; link && shown < 20; link = link->next, shown++) {
        alk__buffer_puts(out, shown ? "\n" : "");
        describe_borrower(out, link, now);
    }
    if (pool->n_lent > shown)
        alk__buffer_printf(out, "\nand %d more", pool->n_lent - shown);
}

/* The deadline of a waiter passed. Server down and pool exhausted are different things. The lock is held. */
static int timed_out(alk_engine *engine, double waited)
{
    alk__pool *pool = &engine->pool;
    alk__buffer borrowers;
    pool->timeouts++;
    if (pool->last_failure_at && pool->n_lent < pool->limit)
        return alk__error_state(ALK_ERROR_OPERATIONAL, "08001",
                                "no connection within %.3g s: the database cannot be reached; the last attempt said: %s", waited,
                                pool->last_failure ? pool->last_failure : "(not kept)");
    alk__buffer_init(&borrowers, REPORT_MAX);
    list_borrowers(pool, &borrowers);
    int code = alk__error(ALK_ERROR_TIMEOUT, "the pool is exhausted: %d of %d connections are lent, %d being opened; waited %.3g s",
                          pool->n_lent, pool->limit, pool->n_connecting, waited);
    if (alk__buffer_status(&borrowers) == ALK_OK && borrowers.length)
        alk__error_add(ALK__DETAIL, borrowers.data, borrowers.length);
    alk__error_addf(ALK__HINT, "close connections sooner, or raise pool_size or max_overflow");
    alk__buffer_free(&borrowers);
    return code;
}

/* Writes down, a line each, the borrowers that hold a link for longer than the engine allows; once each. The lock is held, so that they are
 * logged later: a program's log function may wait for a lock whose holder uses the pool. */
static void note_leaks(alk_engine *engine, alk__buffer *lines)
{
    alk__pool *pool = &engine->pool;
    double after = engine->options.pool_leak_after;
    int64_t now = after > 0 ? alk__clock_now() : 0;
    if (after <= 0 || now - pool->leaks_checked_at < LEAK_CHECKS)
        return;
    pool->leaks_checked_at = now;
    for (alk__link *link = pool->lent; link; link = link->next) {
        if (link->leak_reported || (double)(now - link->lent_at) < after * 1e9)
            continue;
        link->leak_reported = true;
        alk__buffer_puts(lines, "a connection was not returned: ");
        describe_borrower(lines, link, now);
        alk__buffer_putc(lines, '\n');
    }
}

static void log_lines(alk__buffer *lines)
{
    alk__quiet quiet = alk__quiet_begin();
    alk_sv rest = { lines->data, alk__buffer_status(lines) == ALK_OK ? lines->length : 0 };
    while (rest.n) {
        const char *end = memchr(rest.p, '\n', rest.n);
        size_t n = (size_t)(end - rest.p);
        alk__log(ALK_LOG_WARNING, "pool", "%.*s", (int)n, rest.p);
        rest.p += n + 1;
        rest.n -= n + 1;
    }
    alk__buffer_free(lines);
    alk__quiet_end(quiet);
}

/* ---- taking ---- */

/* Waits for a link or a slot; the lock is held before and after. False: the deadline passed, or the pool was closed. */
static bool wait_for_grant(alk__pool *pool, alk__waiter *waiter, alk__deadline deadline)
{
    waiter_push(pool, waiter);
    bool in_time = true;
    while (!waiter->link && !waiter->slot) {
        if (pool->closed || !in_time) {
            waiter_remove(pool, waiter);
            return false;
        }
        in_time = alk__cond_wait(&waiter->wake, &pool->lock, deadline);
    }
    return true;
}

/* An idle link, or (with *link NULL) leave to connect, after waiting if it must. */
static int obtain(alk_engine *engine, alk__link **link, const alk__borrower *borrower, alk__deadline deadline, bool may_wait)
{
    alk__pool *pool = &engine->pool;
    int64_t began = 0;
    int code = ALK_OK;
    alk__buffer leaks;
    *link = NULL;
    alk__buffer_init(&leaks, REPORT_MAX);
    alk__mutex_lock(&pool->lock);
    note_leaks(engine, &leaks);
    if (!pool->first_waiter && (*link = choose_idle(pool, borrower->thread))) {
        idle_remove(pool, *link);
        lent_push(pool, *link);
    } else if (!pool->first_waiter && in_existence(pool) < pool->limit) {
        pool->n_connecting++;
    } else if (!may_wait) {
        code = timed_out(engine, 0);
    } else {
        alk__waiter waiter = { 0 };
        began = alk__clock_now();
        code = alk__cond_init(&waiter.wake);
        if (code == ALK_OK) {
            if (wait_for_grant(pool, &waiter, deadline))
                *link = waiter.link;
            else if (pool->closed)
                code = alk__error(ALK_ERROR_INTERFACE, "the engine was closed while this thread waited for a connection");
            else
                code = timed_out(engine, (double)(alk__clock_now() - began) / 1e9);
            alk__cond_destroy(&waiter.wake);
        }
    }
    if (*link)
        note_borrower(pool, *link, borrower);
    alk__mutex_unlock(&pool->lock);
    if (leaks.length)
        log_lines(&leaks);
    return code;
}

/* A lent link turned out unfit: closed, and its place is now a slot. */
static void lent_to_slot(alk_engine *engine, alk__link *link)
{
    alk__pool *pool = &engine->pool;
    alk__mutex_lock(&pool->lock);
    lent_remove(pool, link);
    pool->n_connecting++;
    pool->closed_count++;
    alk__mutex_unlock(&pool->lock);
    alk__event(engine, NULL, ALK_EVENT_CLOSE);
    alk__link_close(link);
}

/* One round trip, within the time that a connect may take. What it says is not the borrower's: a new link is opened in its place. */
static bool answers(alk_engine *engine, alk__link *link, alk__deadline deadline)
{
    alk__quiet quiet = alk__quiet_begin();
    bool alive = alk__link_ping(link, alk__deadline_sooner(deadline, alk__deadline_in(engine->options.connect_timeout))) == ALK_OK;
    alk__quiet_end(quiet);
    return alive && !link->broken;
}

static bool is_fit(alk_engine *engine, alk__link *link, alk__deadline deadline)
{
    int64_t now = alk__clock_now();
    double recycle = engine->options.pool_recycle;
    if (link->broken || !alk__link_is_ours(link) ||
        link->epoch != __atomic_load_n(&engine->pool.epoch, __ATOMIC_ACQUIRE))
        return false;
    if (recycle > 0 && (double)(now - link->opened_at) > recycle * 1e9)
        return false;
    if (engine->options.pool_pre_ping && now - link->idle_since > RECENT)
        return answers(engine, link, deadline);
    return true;
}

/* For those who wait in vain meanwhile. Want of memory tells nothing of the server. */
static void note_failure(alk_engine *engine)
{
    alk__pool *pool = &engine->pool;
    if (alk__error_code() == ALK_ERROR_NO_MEMORY)
        return;
    char *message = alk__strdup(alk_last_error()->message);
    alk__mutex_lock(&pool->lock);
    pool->last_failure_at = alk__clock_now();
    alk__free(pool->last_failure);
    pool->last_failure = message;
    alk__mutex_unlock(&pool->lock);
}

/* Gives a slot back that nothing came of. */
static void drop_slot(alk__pool *pool)
{
    alk__mutex_lock(&pool->lock);
    pool->n_connecting--;
    pass_on_slot(pool);
    alk__mutex_unlock(&pool->lock);
}

/* Fills a slot with a new link, lent to this thread. */
static alk__link *connect_in_slot(alk_engine *engine, const alk__borrower *borrower, alk__deadline deadline)
{
    alk__pool *pool = &engine->pool;
    double limit = engine->options.connect_timeout;
    alk__link *link = alk__link_open(engine, alk__deadline_sooner(deadline, alk__deadline_in(limit)));
    if (!link) {
        alk__saved_error *saved = alk__error_save();
        note_failure(engine);
        drop_slot(pool);
        alk__error_restore(saved);
        return NULL;
    }
    alk__mutex_lock(&pool->lock);
    pool->n_connecting--;
    pool->opened++;
    pool->last_failure_at = 0;
    lent_push(pool, link);
    note_borrower(pool, link, borrower);
    alk__mutex_unlock(&pool->lock);
    return link;
}

alk__link *alk__pool_take(alk_engine *engine, const alk__borrower *borrower, bool *fresh)
{
    double patience = engine->options.pool_timeout;
    alk__deadline deadline = alk__deadline_in(patience > 0 ? patience : 0);
    alk__link *link;
    if (obtain(engine, &link, borrower, deadline, patience >= 0))
        return NULL;
    if (link && !is_fit(engine, link, deadline)) {
        lent_to_slot(engine, link);
        link = NULL;
    }
    *fresh = !link;
    return link ? link : connect_in_slot(engine, borrower, deadline);
}

/* ---- giving back ---- */

/* Hands a link that is free now to the first waiter or keeps it. Returns the one that is too many now, if any. The lock is held. */
static alk__link *place(alk__pool *pool, alk__link *link)
{
    alk__waiter *waiter = pool->first_waiter;
    if (waiter && !pool->per_thread) {
        waiter_remove(pool, waiter);
        waiter->link = link;
        lent_push(pool, link);
        alk__cond_signal(&waiter->wake);
        return NULL;
    }
    if (pool->closed || pool->keep == 0 || (pool->n_idle >= pool->keep && !pool->per_thread))
        return link;
    idle_push(pool, link);
    alk__link *oldest = pool->n_idle > pool->keep ? pool->idle_last : NULL;
    if (oldest)                        /* of a thread that came least lately, or is gone */
        idle_remove(pool, oldest);
    return oldest;
}

void alk__pool_give(alk_engine *engine, alk__link *link)
{
    alk__pool *pool = &engine->pool;
    alk__link *surplus = link;
    link->idle_since = alk__clock_now();
    alk__mutex_lock(&pool->lock);
    if (!link->detached) {
        lent_remove(pool, link);
        bool stale = link->broken || !alk__link_is_ours(link) || link->epoch != __atomic_load_n(&pool->epoch, __ATOMIC_ACQUIRE);
        surplus = stale ? link : place(pool, link);
        if (surplus)
            pass_on_slot(pool);
    }
    pool->closed_count += surplus != NULL;
    alk__mutex_unlock(&pool->lock);
    if (surplus) {
        alk__event(engine, NULL, ALK_EVENT_CLOSE);
        alk__link_close(surplus);
    }
}

void alk__pool_detach(alk_engine *engine, alk__link *link)
{
    alk__pool *pool = &engine->pool;
    alk__mutex_lock(&pool->lock);
    if (!link->detached) {
        lent_remove(pool, link);
        link->detached = true;
        pass_on_slot(pool);
    }
    alk__mutex_unlock(&pool->lock);
}

/* ---- all at once ---- */

static void close_idle(alk_engine *engine)
{
    alk__pool *pool = &engine->pool;
    alk__mutex_lock(&pool->lock);
    alk__link *list = pool->idle;
    pool->closed_count += (uint64_t)pool->n_idle;
    pool->idle = pool->idle_last = NULL;
    pool->n_idle = 0;
    while (pool->first_waiter && in_existence(pool) < pool->limit)
        pass_on_slot(pool);
    alk__mutex_unlock(&pool->lock);
    while (list) {
        alk__link *next = list->next;
        alk__event(engine, NULL, ALK_EVENT_CLOSE);
        alk__link_close(list);
        list = next;
    }
}

void alk__pool_invalidate(alk_engine *engine)
{
    __atomic_add_fetch(&engine->pool.epoch, 1, __ATOMIC_RELEASE);
    close_idle(engine);
}

void alk__pool_close(alk_engine *engine)
{
    alk__pool *pool = &engine->pool;
    alk__buffer lines;
    alk__buffer_init(&lines, REPORT_MAX);
    alk__mutex_lock(&pool->lock);
    int64_t now = alk__clock_now();
    pool->closed = true;
    for (const alk__link *link = pool->lent; link; link = link->next) {
        alk__buffer_puts(&lines, "the engine is closed while a connection is ");
        describe_borrower(&lines, link, now);
        alk__buffer_putc(&lines, '\n');
    }
    for (alk__waiter *waiter = pool->first_waiter; waiter; waiter = waiter->next)
        alk__cond_signal(&waiter->wake);
    alk__mutex_unlock(&pool->lock);
    log_lines(&lines);
    close_idle(engine);
}

void alk__pool_forked(alk__pool *pool)
{
    for (alk__link *link = pool->lent, *next; link; link = next) {
        next = link->next;
        link->next = link->prev = NULL;
        link->detached = true;
    }
    pool->lent = NULL;
    pool->first_waiter = pool->last_waiter = NULL;
    pool->n_lent = pool->n_connecting = pool->n_waiting = 0;
}
