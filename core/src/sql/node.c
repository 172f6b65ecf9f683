/* SPDX-License-Identifier: MIT
 * Life and death of nodes. What a node means is the business of the files that make it. */
#include "sql/node.h"
#include "base/alloc.h"
#include "base/error.h"
#include "sql/slab.h"
#include <alkahest/arena.h>
#include <string.h>

const alk_sql alk_end = { .kind = ALK__NODE_END, .flags = ALK__NODE_STATIC };

static alk_sql no_memory = { .kind = ALK__NODE_ERROR, .flags = ALK__NODE_STATIC };

void *alk__node_new(uint16_t kind, size_t size)
{
    alk_sql *node = alk__slab_take(size);
    if (node)
        node->kind = kind;
    return node;
}

alk_sql *alk__node_no_memory(void)
{
    return &no_memory;
}

alk_sql *alk__node_error(void)
{
    const alk_error *error = alk_last_error();
    size_t length = strlen(error->message);
    alk__error_node *node;
    int code = error->code;
    if (code == ALK_ERROR_NO_MEMORY || !(node = alk__node_new(ALK__NODE_ERROR, sizeof *node + length + 1)))
        return &no_memory;
    node->code = code;
    memcpy(node->message, error->message, length + 1);
    return &node->sql;
}

int alk__node_raise(const alk_sql *node)
{
    if (node == &no_memory)
        return alk__error_no_memory();
    const alk__error_node *error = (const alk__error_node *)node;
    return alk__error(error->code, "%s", error->message);
}

void alk__node_place(const alk_sql *statement)
{
    if (statement && statement->kind == ALK__NODE_RAW)
        alk__error_place(((const alk__raw_node *)statement)->file, ((const alk__raw_node *)statement)->line);
    else if (statement && statement->kind == ALK__NODE_ERROR && statement != &no_memory)
        alk__error_place(((const alk__error_node *)statement)->file, ((const alk__error_node *)statement)->line);
}

/* The head of a node is all that ever changes, and only here; so constness is the user's, not ours. */
static uint32_t *refs_of(const alk_sql *node)
{
    return (uint32_t *)((uintptr_t)node + offsetof(alk_sql, refs));
}

static void destroy(const alk_sql *node)
{
    if (node->kind == ALK__NODE_BIND)
        alk_free(((const alk__bind_node *)node)->value);
    else if (node->kind == ALK__NODE_VALUE)
        alk_arena_free(((const alk__value_node *)node)->arena);
    else if (node->kind == ALK__NODE_RAW)
        alk__free(((const alk__raw_node *)node)->options);
    alk__slab_give((void *)(uintptr_t)node);
}

const alk_sql *alk__node_take(const alk_sql *node)
{
    if (node && !(node->flags & ALK__NODE_STATIC))
        __atomic_add_fetch(refs_of(node), 1, __ATOMIC_RELAXED);
    return node;
}

const alk_sql *alk_keep(const alk_sql *node)
{
    return alk__node_take(node);
}

void alk_free(const alk_sql *node)
{
    if (!node || node->flags & ALK__NODE_STATIC)
        return;
    /* A floating node has no reference to give up; the last reference needs no counting down. */
    if (__atomic_load_n(refs_of(node), __ATOMIC_ACQUIRE) <= 1 ||
        __atomic_sub_fetch(refs_of(node), 1, __ATOMIC_ACQ_REL) == 0)
        destroy(node);
}

void alk__node_sink(const alk_sql *node)
{
    if (node && !(node->flags & ALK__NODE_STATIC) && __atomic_load_n(refs_of(node), __ATOMIC_RELAXED) == 0)
        destroy(node);
}

void alk__node_sink_list(const alk_sql *const *list)
{
    for (; list && *list && (*list)->kind != ALK__NODE_END; list++)
        alk__node_sink(*list);
}
