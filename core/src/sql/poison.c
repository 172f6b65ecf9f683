/* SPDX-License-Identifier: MIT
 * See poison.h. */
#include "sql/poison.h"
#include "base/env.h"
#include "base/error.h"
#include "base/thread.h"
#include "sql/slab.h"
#include <string.h>

#define KEPT 4096                      /* nodes, the latest that were freed */

/* It lies over what was a node. */
typedef struct poisoned {
    alk_sql sql;
    const char *file;
    int line;
    uint16_t was;                      /* its kind */
} poisoned;

int alk__poison_state;
static alk__mutex lock = ALK__MUTEX_INIT;
static void *kept[KEPT];
static size_t next;

bool alk__poison_ask(void)
{
    const char *words = alk__getenv_secure("ALK_DEBUG");
    bool on = words && strstr(words, "statements");
    __atomic_store_n(&alk__poison_state, on ? 2 : 1, __ATOMIC_RELAXED);
    return on;
}

void alk__poison(const alk_sql *node, const char *file, int line)
{
    poisoned *p = (poisoned *)(uintptr_t)node;
    *p = (poisoned){ { .kind = ALK__NODE_ERROR, .flags = ALK__NODE_STATIC | ALK__NODE_POISONED }, line ? file : NULL, line, node->kind };
    alk__mutex_lock(&lock);
    void *oldest = kept[next];
    kept[next] = p;
    next = (next + 1) % KEPT;
    alk__mutex_unlock(&lock);
    if (oldest)
        alk__slab_give(oldest);
}

int alk__poison_raise(const alk_sql *node)
{
    const poisoned *p = (const poisoned *)(const void *)node;
    const char *words = alk__node_words(&(alk_sql){ .kind = p->was });
    if (p->line)
        return alk__error(ALK_ERROR_ARGUMENT, "%s, written at %s:%d, is used again after a call has consumed it; alk_keep() it before the first use", words, p->file, p->line);
    return alk__error(ALK_ERROR_ARGUMENT, "%s is used again after a call has consumed it; alk_keep() it before the first use", words);
}
