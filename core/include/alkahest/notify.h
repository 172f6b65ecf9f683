/* SPDX-License-Identifier: MIT
 * Messages that a database sends by itself, as PostgreSQL's NOTIFY does to who has run LISTEN. */
#ifndef ALKAHEST_NOTIFY_H
#define ALKAHEST_NOTIFY_H
#include <alkahest/connection.h>
ALK_BEGIN_DECLS

typedef struct alk_notification {
    size_t struct_size;
    const char *channel, *payload;     /* end with NUL; they live until the next call on the connection */
    int64_t sender;                    /* the server's number of the session that sent it */
} alk_notification;

/* The next message of this connection. Waits up to timeout seconds for one; 0: only what has come already, negative: for ever. 1: there is one, 0: none came in time, or an error
 * class: ALK_ERROR_NOT_SUPPORTED where the driver has no such messages. Messages come between transactions alone: run LISTEN, and wait, with autocommit or after a commit. In a task it
 * stops instead of waiting. out->struct_size has to be set. Since 1.0. */
ALK_API int alk_conn_notification(alk_conn *conn, double timeout, alk_notification *out);

ALK_END_DECLS
#endif
