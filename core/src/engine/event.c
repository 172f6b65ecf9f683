/* SPDX-License-Identifier: MIT
 * See event.h. */
#include "engine/event.h"
#include "base/error.h"
#include "config/listener.h"
#include "engine/engine.h"
#include "engine/quiet.h"

static alk__listeners everywhere = { .lock = ALK__MUTEX_INIT };

static alk__listeners *listeners_of(alk_engine *engine)
{
    return engine ? &engine->listeners : &everywhere;
}

alk__mutex *alk__event_lock(void)
{
    return &everywhere.lock;
}

uint64_t alk_listen(alk_engine *engine, int kind, alk_listener_fn fn, void *payload, unsigned flags)
{
    if (kind <= 0 || kind >= ALK_N_EVENTS || !fn) {
        alk__error(ALK_ERROR_ARGUMENT, !fn ? "alk_listen() was given no function" : "%d is no kind of event", kind);
        return 0;
    }
    return alk__listeners_add(listeners_of(engine), kind, (void (*)(void))fn, payload, flags);
}

bool alk_unlisten(alk_engine *engine, uint64_t listener)
{
    return alk__listeners_remove(listeners_of(engine), listener);
}

bool alk__event_wanted(const alk_engine *engine, int kind)
{
    return alk__listeners_want(&everywhere, kind) || alk__listeners_want(&engine->listeners, kind);
}

static int call(alk__listeners *listeners, alk_event *event)
{
    if (!alk__listeners_want(listeners, event->kind))
        return ALK_OK;
    alk__listener_list *list = alk__listeners_hold(listeners);
    int status = ALK_OK;
    for (size_t i = 0; list && i < list->count && status == ALK_OK; i++) {
        const alk__listener *item = &list->items[i];
        if (alk__listener_kind(item) == event->kind && alk__listener_fires(listeners, item))
            status = ((alk_listener_fn)item->fn)(event, item->payload);
    }
    alk__listeners_drop(listeners, list);
    return status;
}

int alk__event_send(alk_engine *engine, alk_event *event)
{
    event->struct_size = sizeof *event;
    event->engine = engine;
    alk__quiet quiet = alk__quiet_begin();
    alk_clear_error();                 /* so that a listener's own error can be told from an old one */
    int status = call(&everywhere, event);
    if (status == ALK_OK)
        status = call(&engine->listeners, event);
    if (status == ALK_OK) {
        alk__quiet_end(quiet);
        return ALK_OK;
    }
    alk__error_discard(quiet.before);
    if (alk__error_code() < 0)
        return alk__error_code();
    return alk__error(ALK_ERROR_INTERFACE, "a listener refused it (it returned %d)", status);
}

int alk__event(alk_engine *engine, alk_conn *conn, int kind)
{
    return alk__event_named(engine, conn, kind, NULL);
}

int alk__event_named(alk_engine *engine, alk_conn *conn, int kind, const char *name)
{
    if (!alk__event_wanted(engine, kind))
        return ALK_OK;
    alk_event event = { .kind = kind, .conn = conn, .name = name, .affected = -1 };
    return alk__event_send(engine, &event);
}

unsigned alk__event_error(alk_engine *engine, alk_conn *conn)
{
    unsigned flags = alk_last_error()->flags;
    if (!alk__event_wanted(engine, ALK_EVENT_ERROR))
        return flags;
    alk__saved_error *saved = alk__error_save();
    if (!saved)
        return flags;
    alk_event event = { .kind = ALK_EVENT_ERROR, .conn = conn, .error = alk__error_saved(saved), .error_flags = flags, .affected = -1 };
    alk__event_send(engine, &event);
    alk__error_restore(saved);
    alk__error_set_flags(event.error_flags);
    return event.error_flags;
}
