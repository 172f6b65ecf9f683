/* SPDX-License-Identifier: MIT
 * What ends a running statement before its time: a deadline, a cancel from another thread, the patience with a lock.
 *
 * A cancel is meant for what runs when it is called: executions, and cursors not yet at their end. sqlite3_interrupt() has that meaning
 * too, but its mark stays until no statement of the connection is active. So whatever begins anew first settles the past: cursors that the
 * cancel hit are reset, and the mark with them. A cancel that finds nothing running does nothing. */
#ifndef ALK_LITE_GUARD_H
#define ALK_LITE_GUARD_H
#include "connect.h"

int64_t alk__lite_now(void);             /* nanoseconds of CLOCK_MONOTONIC */
/* Installs the busy handler. */
void alk__lite_guard(alk__lite_conn *conn);
alk_rc alk__lite_cancel(void *conn, alk_err *err);
void alk__lite_set_watch(alk__lite_conn *conn);
void alk__lite_forget_cancel(alk__lite_conn *conn);

static inline bool alk__lite_deadline_passed(const alk__lite_conn *conn)
{
    return conn->deadline != 0 && alk__lite_now() >= conn->deadline;
}

static inline bool alk__lite_is_cancelled(const alk__lite_conn *conn)
{
    return atomic_load_explicit(&conn->cancelled, memory_order_acquire) != 0;
}

/* For the steps to come. */
static inline void alk__lite_set_deadline(alk__lite_conn *conn, int64_t deadline)
{
    conn->deadline = deadline;
    if ((deadline != 0) != conn->watched)
        alk__lite_set_watch(conn);
}

/* Before a statement is prepared or begun. */
static inline void alk__lite_settle(alk__lite_conn *conn)
{
    if (alk__lite_is_cancelled(conn))
        alk__lite_forget_cancel(conn);
}
#endif
