/* SPDX-License-Identifier: MIT
 * See parts.h: the query within another, so that a limit counts before a collection is joined, or for the keys that a second statement goes by. */
#include "parts.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>
#include <stdio.h>

/* ---- wrapping: what limits rows is done before a collection is joined ---- */

bool alk__joins_many(const alk__query *q)
{
    for (size_t i = 0; i < q->n_loadings; i++)
        for (size_t k = 0; q->loadings[i].code == ALK_LOAD_JOINED && k < q->loadings[i].n; k++)
            if (q->loadings[i].steps[k]->many)
                return true;
    return false;
}

/* An order's term without its direction, and the direction put on another. */
static const alk_sql *bare_term(const alk_sql *term)
{
    const alk_sql *const *below;
    int kind = alk_node_kind(term);
    bool turned = kind == ALK_IS_DESCENDING || kind == ALK_IS_ASCENDING || kind == ALK_IS_NULLS_FIRST || kind == ALK_IS_NULLS_LAST;
    return turned && alk_node_children(term, &below) ? bare_term(below[0]) : term;
}

static const alk_sql *turned_like(const alk_sql *term, const alk_sql *bare)
{
    const alk_sql *const *below;
    switch (alk_node_kind(term)) {
    case ALK_IS_DESCENDING: alk_node_children(term, &below); return alk_desc(turned_like(below[0], bare));
    case ALK_IS_ASCENDING: alk_node_children(term, &below); return alk_asc(turned_like(below[0], bare));
    case ALK_IS_NULLS_FIRST: alk_node_children(term, &below); return alk_nulls_first(turned_like(below[0], bare));
    case ALK_IS_NULLS_LAST: alk_node_children(term, &below); return alk_nulls_last(turned_like(below[0], bare));
    default: return bare;
    }
}

int alk__parts_wrap(alk__parts *m)
{
    alk__query *q = m->query;
    const alk_sql **inner = alk_arena_alloc(q->arena, (3 * m->room + 2) * sizeof *inner, 0), **outer = alk_arena_alloc(q->arena, m->room * sizeof *outer, 0);
    size_t n = 0, n_outer = 0, n_orders = 0;
    char name[ALK__LABEL];
    if (!inner || !outer)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < m->n_columns; i++)
        inner[n++] = alk_node_kind(m->columns[i]) == ALK_IS_COLUMN ? m->columns[i] : alk_label(m->columns[i], alk__view_label(i, name));
    const alk_sql *const *terms;
    for (size_t i = 0; i < m->n_clauses; i++)
        if (alk_node_kind(m->clauses[i]) == ALK_IS_ORDER_BY)
            for (size_t k = 0, count = alk_node_children(m->clauses[i], &terms); k < count; k++) {
                snprintf(name, sizeof name, "alk_o%zu", n_orders++);
                inner[n++] = alk_label(bare_term(terms[k]), name);
            }
    for (size_t i = 0; i < m->n_joins; i++)
        inner[n++] = m->joins[i];
    for (size_t i = 0; i < m->n_clauses; i++)
        inner[n++] = m->clauses[i];
    inner[n] = &alk_end;
    const alk_sql *sub = q->wrapped = alk_keep(alk_subquery((alk_select)(inner), NULL));
    for (size_t i = 0; i < m->n_columns; i++)
        outer[i] = alk_node_kind(m->columns[i]) == ALK_IS_COLUMN ? alk_at(sub, m->columns[i]) : alk_column_of(sub, alk__view_label(i, name));
    n_orders = 0;
    for (size_t i = 0; i < m->n_clauses; i++)
        if (alk_node_kind(m->clauses[i]) == ALK_IS_ORDER_BY)
            for (size_t k = 0, count = alk_node_children(m->clauses[i], &terms); k < count; k++) {
                snprintf(name, sizeof name, "alk_o%zu", n_orders++);
                m->orders[m->n_orders++] = turned_like(terms[k], alk_column_of(sub, name));
            }
    n_outer = m->n_columns;
    memcpy(m->columns, outer, n_outer * sizeof *outer);
    m->clauses[0] = alk_from(sub);
    m->n_clauses = 1;
    m->n_joins = 0;
    for (size_t i = 0; i < q->n_entries; i++) {                            /* its columns are the subquery's, those of an alias by their labels */
        alk__entry *entry = &q->entries[i];
        entry->view->labels = alk_node_kind(entry->view->from) == ALK_IS_ALIAS ? entry->positions : NULL;
        entry->view->from = sub;
        entry->view->is_all = true;
    }
    return ALK_OK;
}

/* ---- loading by a subquery: the query again, giving nothing but what the first step goes by ---- */

static bool is_limit(int kind)
{
    return kind == ALK_IS_LIMIT || kind == ALK_IS_OFFSET || kind == ALK_IS_FETCH;
}

bool alk__parts_can_repeat(const alk__parts *m, const alk__loading *loading)
{
    const alk__relation *r = loading->steps[0];
    bool fits = m->query->n_entries == 1 && !m->query->has_joined && r->owner->root->n_kin == 1 && (r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE) && r->n == 1;
    for (size_t i = 0; fits && i < m->n_parts; i++) {
        int kind = alk_node_kind(m->parts[i]);
        fits = kind != ALK_IS_DISTINCT && kind != ALK_IS_GROUP_BY && kind != ALK_IS_FOR_UPDATE && (!alk__part_is_column(m->parts[i]) || m->parts[i] == m->query->entries[0].from);
    }
    return fits;
}

int alk__parts_repeat(alk__parts *m, alk__loading *loading)
{
    const alk_sql **parts = alk_arena_alloc(m->query->arena, (m->n_parts + 2) * sizeof *parts, 0), *from = m->query->entries[0].from;
    const alk_sql *key = &loading->steps[0]->owner->properties[loading->steps[0]->here[0]].column->sql;
    size_t n = 0;
    bool limited = false;
    if (!parts)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < m->n_parts; i++)
        limited = limited || is_limit(alk_node_kind(m->parts[i]));
    parts[n++] = alk_node_kind(from) == ALK_IS_TABLE ? key : alk_at(from, key);
    for (size_t i = 0; i < m->n_parts; i++) {
        int kind = alk_node_kind(m->parts[i]);
        if (kind != ALK_IS_LOADING && !alk__part_is_column(m->parts[i]) && (limited || kind != ALK_IS_ORDER_BY))
            parts[n++] = m->parts[i];
    }
    parts[n] = &alk_end;
    loading->keys = alk_keep((alk_select)(parts));
    if (!limited)
        return ALK_OK;
    const alk_sql *sub = alk_keep(alk_subquery(loading->keys, NULL)), *inner = loading->keys;      /* some databases refuse a limit right behind IN */
    loading->keys = alk_keep(alk_select(alk_node_kind(from) == ALK_IS_TABLE ? alk_at(sub, key) : alk_star_of(sub)));
    alk_free(inner);
    alk_free(sub);
    return ALK_OK;
}
