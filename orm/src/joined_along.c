/* SPDX-License-Identifier: MIT
 * See parts.h: relationships whose objects come in the same rows. */
#include "parts.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>

/* Objects of one may be of the other: it is a relationship of all of them, or of some. */
static bool are_related(const alk__mapper *mapper, const alk__mapper *owner)
{
    return alk__mapper_is(mapper, owner) || alk__mapper_is(owner, mapper);
}

size_t alk__entry_along(const alk__query *q, const alk__loading *loading, size_t steps)
{
    size_t at = SIZE_MAX;
    for (size_t i = 0; i < q->n_entries && at == SIZE_MAX; i++)
        if (!q->entries[i].relation && are_related(q->entries[i].store->mapper, loading->steps[0]->owner))
            at = i;
    for (size_t k = 0; at != SIZE_MAX && k < steps; k++) {
        size_t next = SIZE_MAX;
        for (size_t i = 0; i < q->n_entries; i++)
            if (q->entries[i].relation == loading->steps[k] && q->entries[i].parent == at)
                next = i;
        at = next;
    }
    return at;
}

int alk__no_root(const alk__loading *loading)
{
    return alk_fail(ALK_ERROR_ARGUMENT, "%s.%s cannot be loaded along: the query does not select %s whole", loading->steps[0]->owner->name, loading->steps[0]->name, loading->steps[0]->owner->name);
}

int alk__parts_find_contained(alk__parts *m, const alk__loading *loading)
{
    alk__query *q = m->query;
    size_t parent = alk__entry_along(q, loading, loading->n - 1);
    const alk__relation *r = loading->steps[loading->n - 1];
    if (parent == SIZE_MAX)
        return alk__no_root(loading);
    for (size_t i = 0; i < q->n_entries; i++)
        if (i != parent && !q->entries[i].relation && alk__mapper_is(q->entries[i].store->mapper, r->target)) {
            q->entries[i].relation = r;
            q->entries[i].parent = parent;
            q->has_joined = true;
            return ALK_OK;
        }
    return alk_fail(ALK_ERROR_ARGUMENT, "%s.%s is not contained: the query does not select %s whole", r->owner->name, r->name, r->target->name);
}

static const alk_sql *ordered_by(const alk__view *view, const alk_sql *term)
{
    const alk__property *p = alk__property_of(view->mapper, term);
    return p ? alk__view_column(view, p) : term;
}

/* The table that a relationship leads to, under a name of its own. NULL: with the thread's error. */
static alk__entry *joined_entry(alk__parts *m, size_t parent, const alk__relation *r)
{
    alk__store *store = alk__store_of_mapper(m->query->session, r->target);
    const alk_sql *alias = alk_keep(alk_alias(alk__mapper_table(r->target), NULL));
    alk__entry *entry = store ? alk__parts_new_entry(m->query, alias, store, NULL) : NULL;
    if (!entry) {
        alk_free(alias);
        return NULL;
    }
    entry->relation = r;
    entry->parent = parent;
    entry->is_ours = true;
    m->query->has_joined = true;
    return entry;
}

static int left_join(alk__parts *m, const alk_sql *from, const alk_sql *condition, const alk_sql *criterion)
{
    return alk__parts_push(m, &m->clauses, &m->n_clauses, alk_left_join_on(from, criterion ? alk_and(condition, criterion) : condition));
}

/* By way of the table between. */
static int join_through(alk__parts *m, const alk__view *from, const alk__entry *entry, const alk_sql *criterion)
{
    const alk__relation *r = entry->relation;
    const alk_sql *through = alk_keep(alk_alias(r->through, NULL)), *here[ALK__KEY_COLUMNS + 1], *there[ALK__KEY_COLUMNS + 2];
    unsigned n = 0;
    for (; n < r->n; n++)
        here[n] = (alk_eq)(alk__view_column(from, &r->owner->properties[r->here[n]]), alk_at(through, &r->through_here[n]->sql));
    here[n] = &alk_end;
    for (n = 0; n < r->n_there; n++)
        there[n] = (alk_eq)(alk_at(through, &r->through_there[n]->sql), alk__view_column(entry->view, &r->target->properties[r->there[n]]));
    if (r->definition->condition)
        there[n++] = r->definition->condition(alk__view_from(from, r->owner), entry->from);
    there[n] = &alk_end;
    const alk_sql *to = (alk_and)(there), *whole = alk__view_whole(entry->view);
    int code = left_join(m, through, (alk_and)(here), NULL), second = left_join(m, whole, to, criterion);
    alk_free(through);
    return code ? code : second;
}

/* LEFT JOIN of a relationship's table. */
static int join_step(alk__parts *m, size_t parent, const alk__relation *r)
{
    alk__entry *entry = joined_entry(m, parent, r);
    if (!entry)
        return alk_last_error()->code;
    const alk__view *from = m->query->entries[parent].view;
    const alk_sql *criterion = m->query->unfiltered ? alk__view_kind(entry->view) : alk__criterion(m->query->session, entry->view);
    int code = r->through ? join_through(m, from, entry, criterion)
                          : left_join(m, alk__view_whole(entry->view), alk__relation_condition(r, from, NULL, entry->view), criterion);
    if (code == ALK_OK && m->room - m->n_clauses < ALK__KIN)
        code = alk__parts_too_many();
    if (code == ALK_OK)
        m->n_clauses += alk__view_joins(entry->view, ALK__VIEW_WHOLE, m->clauses + m->n_clauses);
    for (alk_column_list at = r->definition->order_by; code == ALK_OK && r->many && at && *at; at++)
        code = alk__parts_push(m, &m->orders, &m->n_orders, ordered_by(entry->view, **at));
    return code ? code : alk__parts_list_columns(m, entry);
}

int alk__parts_join_along(alk__parts *m, const alk__loading *loading)
{
    for (size_t i = 0; i < loading->n; i++) {
        size_t parent = alk__entry_along(m->query, loading, i);
        if (parent == SIZE_MAX)
            return alk__no_root(loading);
        if (loading->steps[i]->write_only)
            return alk_fail(ALK_ERROR_INTERFACE, "%s.%s is write-only: query %s in place of loading it", loading->steps[i]->owner->name, loading->steps[i]->name, loading->steps[i]->target->name);
        int code = alk__entry_along(m->query, loading, i + 1) == SIZE_MAX ? join_step(m, parent, loading->steps[i]) : ALK_OK;
        if (code)
            return code;
    }
    return ALK_OK;
}
