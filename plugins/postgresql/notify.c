/* SPDX-License-Identifier: MIT
 * See notify.h. libpq keeps messages as they come, whatever else it reads; what is on the line is read in first. */
#include "notify.h"
#include "cursor.h"
#include "errors.h"
#include "wait.h"

static bool take(alk__pg_conn *conn, alk_message *message)
{
    PQfreemem(conn->message);
    conn->message = PQnotifies(conn->pg);
    if (conn->message == NULL)
        return false;
    message->channel = alk__pg_view(conn->message->relname);
    message->payload = alk__pg_view(conn->message->extra);
    message->sender = conn->message->be_pid;
    return true;
}

/* The first look does not wait. */
static alk_rc next(void *handle, int64_t deadline, alk_message *message, alk_err *err)
{
    alk__pg_conn *conn = handle;
    if (conn->lost)
        return alk__pg_is_lost(err);
    if (conn->streaming != NULL) {
        alk_rc rc = alk__pg_cursor_leave_line(conn->streaming, err);
        if (rc != ALK_OK)
            return rc;
    }
    for (;;) {
        int found;
        if (PQconsumeInput(conn->pg) == 0)
            return alk__pg_lost(conn, err);
        if (take(conn, message))
            return ALK_OK;
        if (deadline != 0 && alk__pg_now() >= deadline)
            return ALK_END;
        found = alk__pg_wait_for_line(conn, false, deadline);
        if (found < 0)
            return alk__pg_lost(conn, err);
    }
}

const alk_notify_ops alk__pg_notify_ops = { .size = sizeof alk__pg_notify_ops, .next = next };
