/* SPDX-License-Identifier: MIT
 * Asking the server to stop what it does for a connection, from any thread. libpq has one call for that, which talks to the server over a
 * line of its own and waits without limit; so a thread of its own makes the call, and whoever asked waits for it as long as he has patience.
 *
 * A cancel is meant for what runs when it is asked for. `running` says whether something does; it is set and cleared under the lock, and not
 * cleared while a cancel is on its way, so that none hits the statement after. One that was given up on its way may come at any time: the
 * connection is lost then. */
#ifndef ALK_PG_CANCEL_H
#define ALK_PG_CANCEL_H
#include "connect.h"

alk_rc alk__pg_canceller_new(alk__pg_conn *conn, alk_err *err);
void alk__pg_canceller_free(alk__pg_conn *conn);
/* In a forked child, where the thread is not and the locks are as they were. */
void alk__pg_canceller_abandon(alk__pg_conn *conn);

/* A statement begins, or has ended with its last row. */
void alk__pg_running(alk__pg_conn *conn);
void alk__pg_idle(alk__pg_conn *conn);
/* By the connection's own thread, while something runs: whether the server has the request. */
bool alk__pg_stop_running(alk__pg_conn *conn, int64_t patience);
alk_rc alk__pg_cancel(void *conn, alk_err *err);
#endif
