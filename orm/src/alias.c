/* SPDX-License-Identifier: MIT
 * See alias.h. */
#include "alias.h"
#include "criteria.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>

/* The variant's table that an alias is of; NULL: it is of another table, or no alias. */
static const alk_table *variant_behind(const alk_sql *part)
{
    const alk_sql *const *below;
    const alk_table *t = alk_node_kind(part) == ALK_IS_ALIAS && alk_node_children(part, &below) ? alk_table_definition(below[0]) : NULL;
    return t && t->struct_size && t->base ? t : NULL;
}

static const alk__variant_alias *given_as(const alk__variant_aliases *aliases, const alk_sql *node)
{
    for (size_t i = 0; i < aliases->n; i++)
        if (aliases->all[i].given == node)
            return &aliases->all[i];
    return NULL;
}

/* The table that a column or a relationship is of; NULL: it is neither. */
static const alk_sql *table_of(const alk_sql *part)
{
    switch (alk_node_kind(part)) {
    case ALK_IS_COLUMN: return *alk_column_definition(part)->table;
    case ALK_IS_RELATIONSHIP: return *alk_relationship_definition(part)->table;
    default: return NULL;
    }
}

/* The alias itself, and what is at it by the tables that that is in. */
static const alk_sql *put_in_place(alk__rewriting *w, const alk_sql *node, bool *leave)
{
    const alk_sql *const *below;
    int kind = alk_node_kind(node);
    const alk__variant_alias *alias = kind == ALK_IS_ALIAS ? given_as(w->data, node) : NULL;
    *leave = alias != NULL;
    if (alias)
        return alias->from != node ? alias->from : NULL;
    if (kind != ALK_IS_COLUMN_AT || alk_node_children(node, &below) != 2 || !table_of(below[1]) || !(alias = given_as(w->data, below[0])))
        return NULL;
    const alk_sql *from = alk__view_alias(alias->view, table_of(below[1]));
    return from && from != below[0] ? alk_at(from, below[1]) : NULL;
}

static int add_alias(alk__variant_aliases *aliases, alk__query *query, const alk_sql *part, const alk_table *t)
{
    alk__variant_alias *alias = &aliases->all[aliases->n];
    alk__store *store = alk__store_of(query->session, &t->sql);
    alk__view *view = store ? alk_arena_alloc(query->arena, sizeof *view, 0) : NULL;
    if (!view)
        return alk_last_error()->code;
    const alk_sql *table = alk__mapper_table(store->mapper);
    *alias = (alk__variant_alias){ part, alk_keep(t->in_base ? alk_node_with(part, &table) : part), store, view, false };
    alk__view_begin(view, store->mapper, alias->from);
    aliases->n++;
    return ALK_OK;
}

int alk__variant_aliases_begin(alk__variant_aliases *aliases, alk__query *query, const alk_sql *const **parts, size_t n)
{
    size_t count = 0;
    int code = ALK_OK;
    *aliases = (alk__variant_aliases){ .rewriting = { .arena = query->arena, .replace = put_in_place, .data = aliases } };
    for (size_t i = 0; i < n; i++)
        count += variant_behind((*parts)[i]) != NULL;
    if (!count)
        return ALK_OK;
    aliases->all = alk_arena_alloc(query->arena, count * sizeof *aliases->all, 0);
    const alk_sql **made = alk_arena_alloc(query->arena, n * sizeof *made, 0);
    if (!aliases->all || !made)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = variant_behind((*parts)[i]) && !given_as(aliases, (*parts)[i]) ? add_alias(aliases, query, (*parts)[i], variant_behind((*parts)[i])) : ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        made[i] = alk__rewrite(&aliases->rewriting, (*parts)[i]);
    *parts = made;
    return code ? code : aliases->rewriting.no_memory ? ALK_ERROR_NO_MEMORY : ALK_OK;
}

void alk__variant_aliases_end(alk__variant_aliases *aliases)
{
    alk__rewriting_end(&aliases->rewriting);
    for (size_t i = 0; i < aliases->n; i++) {
        alk_free(aliases->all[i].from);
        if (!aliases->all[i].taken)
            alk__view_end(aliases->all[i].view);
    }
}

alk__variant_alias *alk__variant_alias_of(const alk__variant_aliases *aliases, const alk_sql *part)
{
    for (size_t i = 0; i < aliases->n; i++)
        if (aliases->all[i].from == part)
            return &aliases->all[i];
    return NULL;
}

const alk_sql *alk__variant_alias_joined(const alk__variant_aliases *aliases, const alk_sql *join)
{
    const alk_sql *const *below, *mine[3];
    size_t n = alk_node_children(join, &below);
    const alk__variant_alias *alias = n == 3 ? alk__variant_alias_of(aliases, below[1]) : NULL;
    if (!alias)
        return NULL;
    const alk_sql *kind = alk__view_kind(alias->view);
    mine[0] = below[0];
    mine[1] = alk__view_whole(alias->view);
    mine[2] = kind ? alk_and(below[2], kind) : below[2];
    return alk_node_with(join, mine);
}
