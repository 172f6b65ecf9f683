/* SPDX-License-Identifier: MIT
 * See rewrite.h. */
#include "rewrite.h"

struct alk__rewritten {
    struct alk__rewritten *next;
    const alk_sql *node, *made;        /* made is kept */
};

static const alk_sql *remember(alk__rewriting *w, const alk_sql *node, const alk_sql *made)
{
    struct alk__rewritten *entry = alk_arena_alloc(w->arena, sizeof *entry, 0);
    alk_keep(made);
    if (entry) {
        *entry = (struct alk__rewritten){ w->made, node, made };
        w->made = entry;
        return made;
    }
    alk_free(made);
    w->no_memory = true;
    return node;
}

const alk_sql *alk__rewrite(alk__rewriting *w, const alk_sql *node)
{
    const alk_sql *const *below;
    bool leave = false, changed = false;
    for (const struct alk__rewritten *known = w->made; known; known = known->next)
        if (known->node == node)
            return known->made;
    const alk_sql *other = w->replace(w, node, &leave);
    if (other)
        return remember(w, node, other);
    size_t n = leave ? 0 : alk_node_children(node, &below);
    const alk_sql **mine = n ? alk_arena_alloc(w->arena, n * sizeof *mine, 0) : NULL;
    w->no_memory = w->no_memory || (n && !mine);
    for (size_t i = 0; !w->no_memory && i < n; i++) {
        mine[i] = below[i] && below[i] != &alk_end ? alk__rewrite(w, below[i]) : below[i];
        changed = changed || mine[i] != below[i];
    }
    return changed && !w->no_memory ? remember(w, node, alk_node_with(node, mine)) : node;
}

void alk__rewriting_end(alk__rewriting *w)
{
    for (; w->made; w->made = w->made->next)
        alk_free(w->made->made);
}
