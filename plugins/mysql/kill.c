/* SPDX-License-Identifier: MIT
 * KILL QUERY, and who waits for whom. */
#include "kill.h"
#include "errors.h"
#include <stdio.h>
#include <string.h>

#define KILL_TIME ALK__MY_SECOND         /* for the second session, all of it */
#define GRACE ALK__MY_SECOND             /* for the answer of a statement that was ended */

/* The statement's time is over: once it is killed its answer is waited for. */
static int64_t late(void *payload)
{
    alk__my_conn *conn = payload;
    conn->late = true;
    if (atomic_load(&conn->running) == 0 || !alk__my_kill(conn))
        return 0;
    return alk__my_now() + GRACE;
}

/* One within the other counts as the outer one. */
void alk__my_enter(alk__my_conn *conn, int64_t deadline)
{
    if (conn->entered++ > 0)
        return;
    conn->wait.until = deadline;
    conn->wait.late = late;
    conn->wait.payload = conn;
    alk__my_wait_begin(&conn->wait);
}

void alk__my_leave(alk__my_conn *conn)
{
    if (--conn->entered == 0)
        alk__my_wait_end(&conn->wait);
}

/* A kill that came too late for its statement must not hit the next one. */
static void absorb(alk__my_conn *conn)
{
    atomic_store(&conn->killed, 0);
    for (int i = 0; i < 2 && mysql_real_query(conn->mysql, "DO 0", 4) != 0; i++)
        ;
}

void alk__my_start(alk__my_conn *conn)
{
    if (atomic_load_explicit(&conn->killed, memory_order_acquire) != 0)
        absorb(conn);
    conn->late = false;
    atomic_store(&conn->running, 1);
}

void alk__my_stop(alk__my_conn *conn)
{
    atomic_store(&conn->running, 0);
    if (atomic_load(&conn->killing) != 0) {
        pthread_mutex_lock(&conn->kill_lock);
        pthread_mutex_unlock(&conn->kill_lock);
    }
}

static bool send_kill(alk__my_conn *conn, int64_t until)
{
    char sql[60];
    MYSQL *failed = NULL, *second = alk__my_session_open(conn->settings, conn->host, until, &failed);
    bool done = false;
    if (second != NULL) {
        int length = snprintf(sql, sizeof sql, "KILL QUERY %lu", conn->thread);
        done = mysql_real_query(second, sql, (unsigned long)length) == 0;
        mysql_close(second);
    } else if (failed != NULL) {
        mysql_close(failed);
    }
    return done;
}

bool alk__my_kill(alk__my_conn *conn)
{
    alk__my_wait wait = { .until = alk__my_now() + KILL_TIME, .quiet = conn->wait.quiet };
    bool done = false;
    pthread_mutex_lock(&conn->kill_lock);
    atomic_store(&conn->killing, 1);
    if (atomic_load(&conn->running) != 0) {
        atomic_store_explicit(&conn->killed, 1, memory_order_release);
        alk__my_wait_begin(&wait);
        done = send_kill(conn, wait.until);
        alk__my_wait_end(&wait);
    }
    atomic_store(&conn->killing, 0);
    pthread_mutex_unlock(&conn->kill_lock);
    return done;
}

static void set_wait(void *handle, alk_wait_fn wait, void *payload)
{
    alk__my_conn *conn = handle;
    conn->wait.wait = wait;
    conn->wait.wait_payload = payload;
}

const alk_async_ops alk__my_async = { .size = sizeof alk__my_async, .set_wait = set_wait };

alk_rc alk__my_cancel(void *handle, alk_err *err)
{
    alk__my_conn *conn = handle;
    if (alk__my_kill(conn) || atomic_load(&conn->running) == 0)
        return ALK_OK;
    return alk__my_error(err, ALK_ERROR_OPERATIONAL, "08001", "the statement could not be cancelled: no second session could be opened");
}
