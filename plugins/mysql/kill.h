/* SPDX-License-Identifier: MIT
 * What ends a running statement before its time: its deadline, or a cancel from another thread. Both are KILL QUERY, sent by a second session, which
 * ends the statement and leaves the connection as it is. Where the server does not answer to that either, the line is given up.
 *
 * A cancel is meant for what runs when it is called, cursors that are not at their end included; one that finds nothing running does nothing. So the
 * end of a statement waits for a kill that is on its way, and what a kill left behind is taken up before the next statement. */
#ifndef ALK_MY_KILL_H
#define ALK_MY_KILL_H
#include "connect.h"

/* Around the calls of the client library. start: a statement begins with them; stop: it ends with them. */
void alk__my_enter(alk__my_conn *conn, int64_t deadline);
void alk__my_leave(alk__my_conn *conn);
void alk__my_start(alk__my_conn *conn);
void alk__my_stop(alk__my_conn *conn);
/* Ends the running statement; whether the server took it. */
bool alk__my_kill(alk__my_conn *conn);
alk_rc alk__my_cancel(void *conn, alk_err *err);
extern const alk_async_ops alk__my_async;
#endif
