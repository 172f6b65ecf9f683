/* SPDX-License-Identifier: MIT
 * A query whose FROMs are joined by nothing gives every row with every other, which is hardly ever meant: it is told in the log, once for each statement that is compiled. */
#include "base/log.h"
#include "base/text.h"
#include "compile/render.h"
#include <string.h>

enum { FEW = 16 };

/* Which of the FROMs a condition names, as bits. A query inside may name any of them. */
static uint32_t named_in(const alk_sql *node, const alk__from_list *froms)
{
    const alk__node *built = alk__node_built(node);
    const alk_sql *from = node->kind == ALK__NODE_COLUMN ? alk__table_of(alk__column(node))
                          : node->kind == ALK__NODE_COLUMN_OF || node->kind == ALK__NODE_COLUMN_AT ? built->child[0] : NULL;
    uint32_t found = 0;
    if (alk__node_class_of(node) == ALK__CLASS_QUERY || node->kind == ALK__NODE_RAW)
        return UINT32_MAX;
    for (size_t i = 0; from && i < froms->items.count; i++)
        if (alk__from_holds(*(const alk_sql **)alk__vector_at(&froms->items, i), from))
            found |= UINT32_C(1) << i;
    for (uint32_t i = 0; !from && built && i < built->n; i++)
        found |= named_in(built->child[i], froms);
    return found;
}

/* Only a plain table or alias can stand apart by mistake: others may depend on what is beside them in ways that are not seen here. */
static bool is_plain(const alk_sql *from)
{
    return from->kind == ALK__NODE_TABLE || from->kind == ALK__NODE_TABLE_NAME || from->kind == ALK__NODE_ALIAS || from->kind == ALK__NODE_JOIN ||
           from->kind == ALK__NODE_SUBQUERY || from->kind == ALK__NODE_CTE;
}

void alk__lint_froms(alk__render *r, const alk__node *select, const alk__from_list *froms)
{
    size_t n = froms->items.count;
    uint32_t joined = 1, before = 0;
    const alk__node *where;
    if (!r->lint || n < 2 || n > FEW || r->scope)          /* inside another query a FROM may be joined with that one's */
        return;
    for (size_t i = 0; i < n; i++)
        if (!is_plain(*(const alk_sql **)alk__vector_at(&froms->items, i)))
            return;
    while (joined != before) {
        before = joined;
        for (size_t i = 0; (where = alk__part(select, ALK__NODE_WHERE, &i));)
            for (uint32_t j = 0; j < where->n; j++) {
                uint32_t named = named_in(where->child[j], froms);
                joined |= named & joined ? named : 0;
            }
    }
    for (size_t i = 0; i < n; i++)
        if (!(joined & UINT32_C(1) << i)) {
            const char *name = alk__from_name(r, *(const alk_sql **)alk__vector_at(&froms->items, i));
            alk__log(ALK_LOG_WARNING, "compile", "nothing joins %s with what else the query selects from (%s:%d): every row of the one comes with every row of the other",
                     name ? name : "a table", select->line && select->text ? select->text : "?", select->line ? (int)select->line : 0);
            return;
        }
}
