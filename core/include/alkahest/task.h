/* SPDX-License-Identifier: MIT
 * Tasks: work on connections that does not hold up its thread, for programs with an event loop. A task is a function that uses a connection as any other would. Where
 * it would wait for the server it stops instead, and the program continues it once the server's descriptor is ready. One thread runs as many of them as it has
 * connections.
 *
 * A driver has to be able to stop (interface "alk.async/1"): libpq's and libmariadb's are. Opening a connection, sending a cancel, and what the function itself waits for
 * hold up the thread as ever: borrow the connections beforehand. */
#ifndef ALKAHEST_TASK_H
#define ALKAHEST_TASK_H
#include <alkahest/connection.h>
ALK_BEGIN_DECLS

typedef struct alk_task alk_task;

/* The work; it returns ALK_OK or the class of the error that is set. It has 512 KiB of stack. */
typedef int (*alk_task_fn)(alk_conn *conn, void *payload);
enum { ALK_TASK_READ = 1, ALK_TASK_WRITE = 2 };          /* what a task waits for */

/* Begins fn(conn, payload) and runs it until it first waits; it may be done then already. Until the end of the task the connection is the function's: of what others call
 * on it alk_conn_cancel() alone is taken, which ends what the server does for it at that moment, and no result may be open on it. The task stays on the thread that started it. NULL on failure: ALK_ERROR_NOT_SUPPORTED where the
 * driver cannot stop, as SQLite's; calling fn(conn, payload) does the same work then. Since 1.0. */
ALK_API alk_task *alk_conn_start(alk_conn *conn, alk_task_fn fn, void *payload);
/* Whether the function has returned. Since 1.0. */
ALK_API bool alk_task_is_done(const alk_task *task);
/* What it waits for: one of these events (ALK_TASK_…), a poll()ed descriptor's, or until the time has passed. They are other ones after each continue. -1 and 0 when it is
 * done. Since 1.0. */
ALK_API int alk_task_descriptor(const alk_task *task);
ALK_API unsigned alk_task_events(const alk_task *task);
/* Seconds from now until it is to be continued even without an event; 0: now; negative: it waits for the event alone, or is done. Since 1.0. */
ALK_API double alk_task_timeout(const alk_task *task);
/* Goes on where it stopped, with the events that are there; an error or hang-up of the descriptor counts as all of them, and with 0 it looks by itself. Without an event and
 * before its time it stays stopped. Whether it is done now. Since 1.0. */
ALK_API bool alk_task_continue(alk_task *task, unsigned events);
/* Ends it and frees it. The function's status, whose error is the thread's last one then. One that is not done is given up: its connection counts as lost, which the function
 * is told as an error, until it returns. NULL: ALK_OK, or the failure of starting it. Since 1.0. */
ALK_API int alk_task_end(alk_task *task);

ALK_END_DECLS
#endif
