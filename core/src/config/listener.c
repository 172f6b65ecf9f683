/* SPDX-License-Identifier: MIT
 * See listener.h. */
#include "config/listener.h"
#include "base/alloc.h"
#include <alkahest/error.h>
#include <string.h>

static uint64_t next_id;

static void unref(alk__listener_list *list)
{
    if (!list || --list->refs)
        return;
    alk__free(list);
}

/* Puts a list in place of the present one; the lock is held. */
static void publish(alk__listeners *listeners, alk__listener_list *list)
{
    uint32_t kinds = 0;
    unref(listeners->list);
    listeners->list = list;
    for (size_t i = 0; list && i < list->count; i++)
        kinds |= UINT32_C(1) << alk__listener_kind(&list->items[i]);
    __atomic_store_n(&listeners->kinds, kinds, __ATOMIC_RELEASE);
}

static alk__listener_list *list_new(size_t count)
{
    alk__listener_list *list = alk__calloc(1, sizeof *list + count * sizeof(alk__listener));
    if (list) {
        list->refs = 1;
        list->count = count;
    }
    return list;
}

uint64_t alk__listeners_add(alk__listeners *listeners, int kind, void (*fn)(void), void *payload, unsigned flags)
{
    alk__listener item = { 0, kind, flags, fn, payload };
    alk__mutex_lock(&listeners->lock);
    size_t count = listeners->list ? listeners->list->count : 0;
    alk__listener_list *list = list_new(count + 1);
    if (list) {
        item.id = __atomic_add_fetch(&next_id, 1, __ATOMIC_RELAXED);
        size_t at = flags & ALK__LISTEN_FIRST ? 0 : count;
        if (count)
            memcpy(list->items + (at == 0), listeners->list->items, count * sizeof item);
        list->items[at] = item;
        publish(listeners, list);
    }
    alk__mutex_unlock(&listeners->lock);
    return item.id;
}

/* The list without item i. It never fails: what a caller is told to be gone must not be called any more, memory or not. The lock is held. */
static void take_out(alk__listeners *listeners, size_t i)
{
    alk__listener_list *old = listeners->list, *list = NULL;
    if (old->count > 1 && old->refs > 1 && !(list = list_new(old->count - 1))) {
        __atomic_store_n(&old->items[i].kind, 0, __ATOMIC_RELEASE);    /* a place that nobody calls */
        alk_clear_error();
        return;
    }
    if (old->count > 1 && !list) {             /* nobody reads it */
        memmove(old->items + i, old->items + i + 1, (--old->count - i) * sizeof *old->items);
        old->refs++;
        list = old;
    } else if (list) {
        memcpy(list->items, old->items, i * sizeof *list->items);
        memcpy(list->items + i, old->items + i + 1, (old->count - 1 - i) * sizeof *list->items);
    }
    publish(listeners, list);
}

bool alk__listeners_remove(alk__listeners *listeners, uint64_t id)
{
    alk__mutex_lock(&listeners->lock);
    alk__listener_list *list = listeners->list;
    size_t i = 0;
    while (list && i < list->count && (list->items[i].id != id || !alk__listener_kind(&list->items[i])))
        i++;
    bool found = list && i < list->count;
    if (found)
        take_out(listeners, i);
    alk__mutex_unlock(&listeners->lock);
    return found;
}

alk__listener_list *alk__listeners_hold(alk__listeners *listeners)
{
    alk__mutex_lock(&listeners->lock);
    alk__listener_list *list = listeners->list;
    if (list)
        list->refs++;
    alk__mutex_unlock(&listeners->lock);
    return list;
}

void alk__listeners_drop(alk__listeners *listeners, alk__listener_list *list)
{
    alk__mutex_lock(&listeners->lock);
    unref(list);
    alk__mutex_unlock(&listeners->lock);
}

bool alk__listener_fires(alk__listeners *listeners, const alk__listener *listener)
{
    return !(listener->flags & ALK__LISTEN_ONCE) || alk__listeners_remove(listeners, listener->id);
}

void alk__listeners_free(alk__listeners *listeners)
{
    alk__mutex_lock(&listeners->lock);
    publish(listeners, NULL);
    alk__mutex_unlock(&listeners->lock);
}
