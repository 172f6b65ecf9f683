/* SPDX-License-Identifier: MIT
 * See cancel.h. */
#include "cancel.h"
#include "driver/thread.h"
#include "errors.h"
#include "wait.h"
#include <stdatomic.h>
#include <time.h>

#define PATIENCE INT64_C(5000000000)     /* nanoseconds that a cancel of another thread may take */

/* Outlives the connection where the thread does. */
typedef struct alk__pg_canceller {
    PGcancel *handle;
    pthread_mutex_t lock;
    pthread_cond_t over;
    bool at_work, good;
    atomic_int owners;
} canceller;

static void release(canceller *c)
{
    if (atomic_fetch_sub(&c->owners, 1) != 1)
        return;
    PQfreeCancel(c->handle);
    pthread_cond_destroy(&c->over);
    pthread_mutex_destroy(&c->lock);
    alk__pg_free(c);
}

static void condition_init(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

static struct timespec time_of(int64_t nanoseconds)
{
    struct timespec time = { (time_t)(nanoseconds / 1000000000), (long)(nanoseconds % 1000000000) };
    return time;
}

alk_rc alk__pg_canceller_new(alk__pg_conn *conn, alk_err *err)
{
    canceller *c = alk__pg_alloc(sizeof *c, err);
    if (c == NULL)
        return ALK_ERROR_NO_MEMORY;
    if ((c->handle = PQgetCancel(conn->pg)) == NULL) {
        alk__pg_free(c);
        return alk__pg_no_memory(err);
    }
    pthread_mutex_init(&c->lock, NULL);
    condition_init(&c->over);
    atomic_init(&c->owners, 1);
    pthread_mutex_init(&conn->lock, NULL);
    condition_init(&conn->settled);
    conn->canceller = c;
    return ALK_OK;
}

void alk__pg_canceller_free(alk__pg_conn *conn)
{
    if (conn->canceller == NULL)
        return;
    release(conn->canceller);
    conn->canceller = NULL;
    pthread_cond_destroy(&conn->settled);
    pthread_mutex_destroy(&conn->lock);
}

void alk__pg_canceller_abandon(alk__pg_conn *conn)
{
    PQfreeCancel(conn->canceller->handle);
    alk__pg_free(conn->canceller);
    conn->canceller = NULL;
}

static void *send_request(void *payload)
{
    canceller *c = payload;
    char message[256];
    bool good = PQcancel(c->handle, message, sizeof message) == 1;
    pthread_mutex_lock(&c->lock);
    c->good = good;
    c->at_work = false;
    pthread_cond_broadcast(&c->over);
    pthread_mutex_unlock(&c->lock);
    release(c);
    return NULL;
}

static bool begin_request(canceller *c, pthread_t *thread)
{
    atomic_fetch_add(&c->owners, 1);
    c->at_work = alk__driver_thread(send_request, c, thread);
    if (!c->at_work)
        atomic_fetch_sub(&c->owners, 1);
    return c->at_work;
}

/* Whether the server took the request in time. A thread that has ended in time is waited for to its very end; another is nobody's. */
static bool request(canceller *c, int64_t until)
{
    struct timespec end = time_of(until);
    pthread_t thread;
    bool begun, over, good;
    pthread_mutex_lock(&c->lock);
    begun = !c->at_work && begin_request(c, &thread);
    while (begun && c->at_work)
        if (pthread_cond_timedwait(&c->over, &c->lock, &end) != 0)
            break;
    over = !c->at_work;
    good = begun && over && c->good;
    pthread_mutex_unlock(&c->lock);
    if (begun)
        (void)(over ? pthread_join(thread, NULL) : pthread_detach(thread));
    return good;
}

/* With the lock held. */
static bool send_now(alk__pg_conn *conn, int64_t patience)
{
    bool good;
    conn->cancelling = true;
    pthread_mutex_unlock(&conn->lock);
    good = request(conn->canceller, alk__pg_now() + patience);
    pthread_mutex_lock(&conn->lock);
    conn->stray = conn->stray || !good;
    conn->cancelling = false;
    pthread_cond_broadcast(&conn->settled);
    return good;
}

static void wait_settled(alk__pg_conn *conn)
{
    while (conn->cancelling)
        pthread_cond_wait(&conn->settled, &conn->lock);
}

void alk__pg_running(alk__pg_conn *conn)
{
    pthread_mutex_lock(&conn->lock);
    conn->running = true;
    pthread_mutex_unlock(&conn->lock);
    conn->late = false;
}

void alk__pg_idle(alk__pg_conn *conn)
{
    pthread_mutex_lock(&conn->lock);
    wait_settled(conn);
    conn->running = false;
    if (conn->stray)
        conn->lost = true;
    pthread_mutex_unlock(&conn->lock);
}

bool alk__pg_stop_running(alk__pg_conn *conn, int64_t patience)
{
    bool good;
    pthread_mutex_lock(&conn->lock);
    wait_settled(conn);
    good = send_now(conn, patience);
    pthread_mutex_unlock(&conn->lock);
    return good;
}

alk_rc alk__pg_cancel(void *handle, alk_err *err)
{
    alk__pg_conn *conn = handle;
    bool good = true;
    pthread_mutex_lock(&conn->lock);
    if (conn->running && !conn->cancelling)
        good = send_now(conn, PATIENCE);
    pthread_mutex_unlock(&conn->lock);
    return good ? ALK_OK : alk__pg_error(err, ALK_ERROR_OPERATIONAL, "08006", "the server did not take the request to cancel");
}
