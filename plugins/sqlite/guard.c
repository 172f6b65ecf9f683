/* SPDX-License-Identifier: MIT
 * Deadlines through SQLite's progress handler, lock waits through its busy handler, cancels through sqlite3_interrupt(). */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "guard.h"
#include "cursor.h"
#include <time.h>

enum { STEPS_BETWEEN_LOOKS = 1000 };     /* instructions of SQLite's machine: some 10 microseconds */
#define MILLISECOND INT64_C(1000000)

int64_t alk__lite_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int look_at_clock(void *handle)
{
    return alk__lite_deadline_passed(handle);
}

void alk__lite_set_watch(alk__lite_conn *conn)
{
    conn->watched = conn->deadline != 0;
    if (conn->watched)
        sqlite3_progress_handler(conn->db, STEPS_BETWEEN_LOOKS, look_at_clock, conn);
    else
        sqlite3_progress_handler(conn->db, 0, NULL, NULL);
}

/* How long to sleep before the next try: short at first, never so long that a cancel seems to hang. */
static int64_t pause_after(int tries)
{
    static const int64_t milliseconds[] = { 1, 2, 5, 10, 15, 20 };
    return (tries < 6 ? milliseconds[tries] : 25) * MILLISECOND;
}

static int wait_for_lock(void *handle, int tries)
{
    alk__lite_conn *conn = handle;
    int64_t now = alk__lite_now(), end, pause = pause_after(tries);
    struct timespec span;
    if (tries == 0)
        conn->waiting_since = now;
    end = conn->waiting_since + conn->timeout;
    if (conn->deadline != 0 && conn->deadline < end)
        end = conn->deadline;
    if (now >= end || alk__lite_is_cancelled(conn))
        return 0;
    if (pause > end - now)
        pause = end - now;
    span.tv_sec = 0;
    span.tv_nsec = (long)pause;
    nanosleep(&span, NULL);
    return 1;
}

void alk__lite_guard(alk__lite_conn *conn)
{
    sqlite3_busy_handler(conn->db, wait_for_lock, conn);
}

alk_rc alk__lite_cancel(void *handle, alk_err *err)
{
    alk__lite_conn *conn = handle;
    (void)err;
    atomic_store_explicit(&conn->cancelled, 1, memory_order_release);
    sqlite3_interrupt(conn->db);
    return ALK_OK;
}

void alk__lite_forget_cancel(alk__lite_conn *conn)
{
    if (conn->open_cursors > 0)
        alk__lite_end_cursors(conn);
    atomic_store_explicit(&conn->cancelled, 0, memory_order_release);
}
