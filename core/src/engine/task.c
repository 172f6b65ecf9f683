/* SPDX-License-Identifier: MIT
 * See <alkahest/task.h>. The function runs on a fiber; the driver's waiting stops that. */
#include "engine/task.h"
#include "base/alloc.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/fiber.h"
#include "engine/connection.h"
#include <errno.h>
#include <poll.h>
#include <string.h>

struct alk_task {
    alk_conn *conn;
    alk_task_fn fn;
    void *payload;
    alk__fiber *fiber;
    int code;                              /* of the function */
    alk__saved_error *error;
    int descriptor;                        /* what is waited for, from here */
    unsigned events, ready;
    alk__deadline deadline;
    bool given_up;
};

static_assert((int)ALK_TASK_READ == (int)ALK_WAIT_READ && (int)ALK_TASK_WRITE == (int)ALK_WAIT_WRITE, "one is handed on as the other");

bool alk__task_is_inside(const alk_task *task)
{
    return alk__fiber_is_running(task->fiber);
}

/* ---- within the fiber ---- */

static int32_t wait_for_loop(void *payload, int32_t descriptor, uint32_t events, int64_t deadline)
{
    alk_task *task = payload;
    if (task->given_up)
        return -1;
    task->descriptor = descriptor;
    task->events = events;
    task->deadline = deadline;
    task->ready = 0;
    alk__fiber_stop(task->fiber);
    if (task->given_up)
        return -1;
    return task->ready ? 1 : 0;
}

static void run(void *payload)
{
    alk_task *task = payload;
    task->code = task->fn(task->conn, task->payload);
    if (task->code)
        task->error = alk__error_save();
}

/* ---- starting ---- */

static const alk_async_ops *async_of(const alk__link *link)
{
    const alk_async_ops *ops = link->ops->query(link->handle, "alk.async/1");
    return ops && ops->size >= offsetof(alk_async_ops, set_wait) + sizeof ops->set_wait && ops->set_wait ? ops : NULL;
}

static int ready_to_start(alk_conn *conn, alk_task_fn fn)
{
    int code = alk__conn_ready(conn);
    if (code)
        return code;
    if (!fn)
        return alk__error(ALK_ERROR_ARGUMENT, "alk_conn_start() was given no function");
    if (conn->task)
        return alk__error(ALK_ERROR_INTERFACE, "a task runs on this connection already");
    if (conn->results)
        return alk__error(ALK_ERROR_INTERFACE, "a result is open on this connection: close it before a task begins");
    if (!async_of(conn->link))
        return alk__error(ALK_ERROR_NOT_SUPPORTED, "driver %s cannot stop where it waits: call the function instead", conn->link->backend->name);
    return ALK_OK;
}

void alk__task_change_link(alk_task *task, alk__link *from, alk__link *to)
{
    if (from && alk__link_is_ours(from))
        async_of(from)->set_wait(from->handle, NULL, NULL);
    if (to)
        async_of(to)->set_wait(to->handle, wait_for_loop, task);
}

static void go_on(alk_task *task)
{
    alk__fiber_resume(task->fiber);
    if (alk__fiber_has_returned(task->fiber) && task->conn) {
        alk__task_change_link(task, task->conn->link, NULL);
        task->conn->task = NULL;
        task->conn = NULL;
    }
}

alk_task *alk_conn_start(alk_conn *conn, alk_task_fn fn, void *payload)
{
    if (ready_to_start(conn, fn))
        return alk__error_null();
    alk_task *task = alk__calloc(1, sizeof *task);
    if (!task || !(task->fiber = alk__fiber_new(run, task))) {
        alk__free(task);
        return alk__error_null();
    }
    task->conn = conn;
    task->fn = fn;
    task->payload = payload;
    conn->task = task;
    alk__task_change_link(task, NULL, conn->link);
    go_on(task);
    alk__error_handle_made();
    return task;
}

/* ---- waiting and going on ---- */

bool alk_task_is_done(const alk_task *task)
{
    return !task || alk__fiber_has_returned(task->fiber);
}

int alk_task_descriptor(const alk_task *task)
{
    return alk_task_is_done(task) ? -1 : task->descriptor;
}

unsigned alk_task_events(const alk_task *task)
{
    return alk_task_is_done(task) ? 0 : task->events;
}

double alk_task_timeout(const alk_task *task)
{
    return alk_task_is_done(task) || !task->deadline ? -1 : alk__deadline_left(task->deadline);
}

static unsigned look(const alk_task *task)
{
    struct pollfd file = { .fd = task->descriptor };
    if (task->events & ALK_TASK_READ)
        file.events |= POLLIN;
    if (task->events & ALK_TASK_WRITE)
        file.events |= POLLOUT;
    int found;
    while ((found = poll(&file, 1, 0)) < 0 && errno == EINTR)
        ;
    return found ? task->events : 0;
}

bool alk_task_continue(alk_task *task, unsigned events)
{
    if (alk_task_is_done(task) || alk__task_is_inside(task))
        return alk_task_is_done(task);
    task->ready = events & task->events;
    if (!task->ready)
        task->ready = look(task);
    if (task->ready || (task->deadline && alk__deadline_passed(task->deadline)))
        go_on(task);
    return alk_task_is_done(task);
}

int alk_task_end(alk_task *task)
{
    if (!task)
        return alk__error_of_null();
    if (alk__task_is_inside(task))
        return alk__error(ALK_ERROR_INTERFACE, "a task cannot be ended by its own function: return from it");
    task->given_up = true;
    while (!alk__fiber_has_returned(task->fiber))
        go_on(task);
    int code = task->code;
    alk__error_restore(task->error);
    if (code && alk__error_code() == ALK_OK)
        alk__error(ALK_ERROR_INTERFACE, "the task's function returned %d and set no error", code);
    alk__fiber_free(task->fiber);
    alk__free(task);
    return code ? alk__error_code() : ALK_OK;
}
