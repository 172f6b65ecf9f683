/* SPDX-License-Identifier: MIT
 * See <alkahest/notify.h>. */
#include "base/clock.h"
#include "base/error.h"
#include "engine/connection.h"
#include <alkahest/notify.h>
#include <stddef.h>
#include <string.h>

static const alk_notify_ops *notify_of(const alk__link *link)
{
    const alk_notify_ops *ops = link->ops->query(link->handle, "alk.notify/1");
    return ops && ops->size >= offsetof(alk_notify_ops, next) + sizeof ops->next && ops->next ? ops : NULL;
}

/* The driver's texts end where they say; here they end with NUL, in the connection's memory. */
static int keep(alk_conn *conn, const alk_message *message, alk_notification *out)
{
    alk_notification found = { .struct_size = out->struct_size, .sender = message->sender };
    if (!conn->messages && !(conn->messages = alk_arena_new()))
        return alk__error_code();
    alk_arena_reset(conn->messages);
    found.channel = alk_arena_copy(conn->messages, message->channel.p, message->channel.n);
    found.payload = found.channel ? alk_arena_copy(conn->messages, message->payload.p, message->payload.n) : NULL;
    if (!found.payload)
        return ALK_ERROR_NO_MEMORY;
    memcpy(out, &found, out->struct_size < sizeof found ? out->struct_size : sizeof found);
    return 1;
}

int alk_conn_notification(alk_conn *conn, double timeout, alk_notification *out)
{
    alk_message message = { .sender = 0 };
    alk_err err;
    if (!out || out->struct_size < offsetof(alk_notification, sender))
        return alk__error(ALK_ERROR_ARGUMENT, "alk_conn_notification() takes a place for the message, whose struct_size is set");
    int code = alk__conn_ready(conn);
    if (code || (code = alk__conn_make_room(conn)))
        return code;
    const alk_notify_ops *ops = notify_of(conn->link);
    if (!ops)
        return alk__error(ALK_ERROR_NOT_SUPPORTED, "driver %s has no notifications", conn->link->backend->name);
    alk__deadline deadline = timeout > 0 ? alk__deadline_in(timeout) : timeout < 0 ? 0 : 1;
    alk__link_enter(conn->link, &err);
    alk__link_busy(conn->link);
    alk_rc rc = ops->next(conn->link->handle, deadline, &message, &err);
    alk__link_idle(conn->link);
    if (rc == ALK_END)
        return 0;
    code = alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "next", (alk_sv){ NULL, 0 }));
    return code ? code : keep(conn, &message, out);
}
