/* SPDX-License-Identifier: MIT
 * See counted.h. */
#include "engine/counted.h"
#include "base/error.h"
#include "engine/event.h"
#include "engine/link.h"
#include <alkahest/plugin.h>

static const alk_counted_ops *counted_of(const alk_conn *conn)
{
    const alk_counted_ops *ops = conn->link->ops->query(conn->link->handle, "alk.counted/1");
    return ops && ops->size >= sizeof *ops && ops->execute ? ops : NULL;
}

/* A listener may put another statement in the place of each execution. */
bool alk__counted_wanted(const alk_conn *conn)
{
    return counted_of(conn) && !alk__event_wanted(conn->engine, ALK_EVENT_BEFORE_EXECUTE);
}

int alk__counted_execute(alk_conn *conn, const alk__execution *x, const alk__prepared *seen, uint32_t rows, bool *done, int64_t *first)
{
    alk_err err;
    alk_request request = { .size = sizeof request, .params = x->values, .ncols = x->n_values, .nrows = 1, .deadline = x->deadline };
    int64_t began = alk__execution_began(conn);
    alk__execution_echo(conn, x);
    alk__link_enter(conn->link, &err);
    alk__link_busy(conn->link);
    alk_rc rc = counted_of(conn)->execute(conn->link->handle, x->prepared->stmt, seen->stmt, &request, rows, first, &err);
    alk__link_idle(conn->link);
    *done = rc != ALK_USE_DEFAULT;
    if (!*done) {
        alk_clear_error();                 /* of what was tried */
        return ALK_OK;
    }
    int code = alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "execute", x->sql));
    if (code == ALK_OK)
        alk__execution_tell(conn, x, began, rows);
    return code;
}
