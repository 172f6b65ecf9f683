/* SPDX-License-Identifier: MIT
 * The bare structure of a statement: a copy whose values are gone but for their types, so that a cache that keeps it keeps nobody's data. What stands in several
 * places in the one stands in the same places in the other. */
#include "base/error.h"
#include "base/vector.h"
#include "sql/node.h"
#include <string.h>

typedef struct twin {
    const alk_sql *original, *copy;
} twin;

static bool has_owners(const alk_sql *node)
{
    return __atomic_load_n(&node->refs, __ATOMIC_RELAXED) > 1;
}

/* The copy of a node that was met before; NULL: none. Only those with several owners can be met again. */
static const alk_sql *known(const alk__vector *twins, const alk_sql *node)
{
    for (size_t i = 0; has_owners(node) && i < twins->count; i++) {
        const twin *t = alk__vector_at(twins, i);
        if (t->original == node)
            return t->copy;
    }
    return NULL;
}

static int remember(alk__vector *twins, const alk_sql *original, const alk_sql *copy)
{
    if (!has_owners(original))
        return ALK_OK;
    twin *t = alk__vector_push(twins);
    if (!t)
        return alk__error_code();
    *t = (twin){ original, copy };
    return ALK_OK;
}

static const alk_sql *bare_value(const alk__value_node *value)
{
    alk__value_node *copy = alk__node_new(ALK__NODE_VALUE, sizeof *copy + sizeof(alk_type));
    if (!copy)
        return NULL;
    if (value->type)
        copy->type = memcpy(copy + 1, value->type, sizeof(alk_type));
    copy->sql.hash = value->sql.hash;
    copy->sql.flags = value->sql.flags;
    copy->value.tag = value->value.tag;
    return &copy->sql;
}

static const alk_sql *copy_of(const alk_sql *node, alk__vector *twins);

/* The type is copied too: the node that it belongs to may not be. */
static const alk_sql *bare_built(const alk__node *node, alk__vector *twins)
{
    size_t text = node->text && !node->line ? strlen(node->text) + 1 : 0, children = node->n * sizeof *node->child;
    alk__node *copy = alk__node_new(node->sql.kind, sizeof *copy + children + sizeof(alk_type) + text);
    if (!copy)
        return NULL;
    memcpy((char *)copy + sizeof copy->sql, (const char *)node + sizeof node->sql, sizeof *node - sizeof node->sql);
    copy->sql.hash = node->sql.hash;
    copy->sql.flags = node->sql.flags;
    copy->whole = 0;
    copy->n = 0;
    char *at = (char *)&copy->child[node->n];
    if (node->type)
        copy->type = memcpy(at, node->type, sizeof(alk_type));
    if (text)
        copy->text = memcpy(at + sizeof(alk_type), node->text, text);
    for (uint32_t i = 0; i < node->n; i++) {
        bool whole = node->child[i]->kind == ALK__NODE_VALUE && alk__node_writes_child(node->sql.kind, i);
        const alk_sql *child = whole ? node->child[i] : copy_of(node->child[i], twins);
        if (!child) {
            alk__node_sink(&copy->sql);
            return NULL;
        }
        copy->child[copy->n++] = alk__node_take(child);
    }
    return &copy->sql;
}

static const alk_sql *copy_of(const alk_sql *node, alk__vector *twins)
{
    const alk__node *built = alk__node_built(node);
    const alk_sql *copy = known(twins, node);
    if (copy)
        return copy;
    if (node->kind == ALK__NODE_VALUE)
        copy = bare_value((const alk__value_node *)node);
    else if (!built || node->kind == ALK__NODE_LITERAL)
        return node;                       /* nothing in it is left out: shared with the original */
    else
        copy = bare_built(built, twins);
    if (copy && remember(twins, node, copy)) {
        alk__node_sink(copy);
        return NULL;
    }
    return copy;
}

const alk_sql *alk__node_bare(const alk_sql *statement)
{
    alk__vector twins;
    if (!(statement->flags & ALK__NODE_HAS_VALUES))
        return statement;
    alk__vector_init(&twins, sizeof(twin));
    const alk_sql *copy = copy_of(statement, &twins);
    alk__vector_free(&twins);
    return copy;
}
