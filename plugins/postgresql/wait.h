/* SPDX-License-Identifier: MIT
 * Waiting for the server, never longer than the deadline allows. When it passes, the server is asked to stop and given a moment to answer; a
 * connection whose server stays silent is given up. */
#ifndef ALK_PG_WAIT_H
#define ALK_PG_WAIT_H
#include "connect.h"

int64_t alk__pg_now(void);               /* nanoseconds of CLOCK_MONOTONIC */
/* poll() on one descriptor until `until` (0: for ever): 1 something is there, 0 late, -1 failed. */
int alk__pg_poll(int descriptor, short events, int64_t until);

extern const alk_async_ops alk__pg_async;
/* The same on the connection's line, or as the library waits for it. */
int alk__pg_wait_for_line(alk__pg_conn *conn, bool unsent, int64_t until);

/* The next result of what was sent, or NULL in *result when the command has no more. */
alk_rc alk__pg_next(alk__pg_conn *conn, PGresult **result, alk_err *err);
/* Until the line has something to read, or (unsent) takes more; what is there is read in. */
alk_rc alk__pg_wait(alk__pg_conn *conn, bool unsent, alk_err *err);
/* Takes all results that are still to come; the line is free then, or lost. */
alk_rc alk__pg_drain(alk__pg_conn *conn, alk_err *err);
/* Before something is sent: the connection is there, the rows of a statement before are off the line, and it is marked as running. */
alk_rc alk__pg_begin(alk__pg_conn *conn, int64_t deadline, alk_err *err);
/* The one result of a command that gives one; an error of the server's becomes the call's. *result may be NULL for who does not want it.
 * alk__pg_idle() has been called when it returns. */
alk_rc alk__pg_single(alk__pg_conn *conn, PGresult **result, alk_err *err);
/* SQL of ours, by the simple protocol, from begin to end. */
alk_rc alk__pg_run(alk__pg_conn *conn, const char *sql, int64_t deadline, PGresult **result, alk_err *err);
/* A COPY that nobody asked for in the right way is ended; false: it is none. */
bool alk__pg_refuse_copy(alk__pg_conn *conn, const PGresult *result);
#endif
