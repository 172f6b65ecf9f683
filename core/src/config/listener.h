/* SPDX-License-Identifier: MIT
 * Lists of listeners: functions called in order when something of a kind happens. Lists change by copying, so that calling needs no lock and a
 * listener may add or take away listeners. It knows nothing of what the kinds and the functions are. */
#ifndef ALK_CONFIG_LISTENER_H
#define ALK_CONFIG_LISTENER_H
#include "base/thread.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct alk__listener {
    uint64_t id;
    int kind;                      /* from 1; 0: taken away while it was being read; atomic */
    unsigned flags;
    void (*fn)(void);              /* cast back by who calls it */
    void *payload;
} alk__listener;
typedef struct alk__listener_list {
    uint32_t refs;
    size_t count;
    alk__listener items[];
} alk__listener_list;
typedef struct alk__listeners {
    alk__mutex lock;
    alk__listener_list *list;      /* NULL: none */
    uint32_t kinds;                /* a bit for each kind that has one; read without the lock */
} alk__listeners;

enum { ALK__LISTEN_ONCE = 1, ALK__LISTEN_FIRST = 2 };

static inline int alk__listener_kind(const alk__listener *listener)
{
    return __atomic_load_n(&listener->kind, __ATOMIC_ACQUIRE);
}
static inline bool alk__listeners_want(const alk__listeners *listeners, int kind)
{
    return (__atomic_load_n(&listeners->kinds, __ATOMIC_ACQUIRE) >> kind & 1) != 0;
}
uint64_t alk__listeners_add(alk__listeners *listeners, int kind, void (*fn)(void), void *payload, unsigned flags);   /* 0: no memory */
bool alk__listeners_remove(alk__listeners *listeners, uint64_t id);
/* The list as it is now, to be given back; NULL: empty. */
alk__listener_list *alk__listeners_hold(alk__listeners *listeners);
void alk__listeners_drop(alk__listeners *listeners, alk__listener_list *list);
/* Whether to call it now: a listener for once fires for the one call that takes it out of the list. */
bool alk__listener_fires(alk__listeners *listeners, const alk__listener *listener);
void alk__listeners_free(alk__listeners *listeners);
#endif
