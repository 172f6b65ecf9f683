/* SPDX-License-Identifier: MIT
 * Conditions along relationships: whether any of those that it leads to fulfils one, and whether it leads to an object. Both are SQL, and need no session to be in. */
#include "load.h"
#include "member.h"
#include "rewrite.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>

/* author.books, or that of an alias, which *from is then; NULL with the error. */
static const alk__relation *relation_from(const alk_sql *relationship, const alk_sql **from)
{
    const alk_sql *const *below;
    bool aliased = alk_node_kind(relationship) == ALK_IS_COLUMN_AT && alk_node_children(relationship, &below) == 2;
    *from = aliased ? below[0] : NULL;
    return alk__relation_of(aliased ? below[1] : relationship);
}

/* The tables of the query around it that its condition looks at. */
static alk_sql *correlated(const alk__relation *r, const alk__view *here)
{
    const alk_sql *tables[ALK__KEY_COLUMNS + 2];
    size_t n = 0;
    tables[n++] = here->from;
    for (unsigned i = 0; i < r->n; i++) {
        const alk__property *p = &r->owner->properties[r->here[i]];
        const alk_sql *table = alk__view_from_of(here, p);
        bool known = p->key;           /* which is in the model's own table */
        for (size_t k = 0; k < n && !known; k++)
            known = tables[k] == table;
        if (!known)
            tables[n++] = table;
    }
    tables[n] = &alk_end;
    return (alk_correlate)(tables);
}

/* Tables that stand under names of ours, and their columns, in a condition of the program's. A query inside has its own, but for what it says that it takes from around it. */
static const alk_sql *put_under_alias(alk__rewriting *w, const alk_sql *node, bool *leave)
{
    const alk__view *to = w->data;
    const alk_sql *const *below, *alias;
    size_t n = alk_node_children(node, &below);
    int kind = alk_node_kind(node);
    if (kind == ALK_IS_COLUMN)
        return (alias = alk__view_alias(to, *alk_column_definition(node)->table)) ? alk_at(alias, node) : NULL;
    *leave = kind == ALK_IS_COLUMN_AT || kind == ALK_IS_SELECT || kind == ALK_IS_COMPOUND || kind == ALK_IS_CORRELATE;
    for (size_t i = 0; kind == ALK_IS_SELECT && *leave && i < n; i++) {
        const alk_sql *const *named;
        size_t n_named = alk_node_kind(below[i]) == ALK_IS_CORRELATE ? alk_node_children(below[i], &named) : 0;
        for (size_t k = 0; k < n_named; k++)
            *leave = *leave && !(alk_node_kind(named[k]) == ALK_IS_TABLE && alk__view_alias(to, named[k]));
    }
    const alk_sql **mine = kind == ALK_IS_CORRELATE ? alk_arena_alloc(w->arena, (n + 1) * sizeof *mine, 0) : NULL;
    w->no_memory = w->no_memory || (kind == ALK_IS_CORRELATE && !mine);
    for (size_t i = 0; mine && i < n; i++)
        mine[i] = alk_node_kind(below[i]) == ALK_IS_TABLE && (alias = alk__view_alias(to, below[i])) ? alias : below[i];
    return mine ? alk_node_with(node, mine) : NULL;
}

/* A condition on the target of a relationship that leads back to its owner's table is on the row that it leads to. Kept; the given one is consumed when it is fresh. */
static const alk_sql *condition_on(const alk_sql *condition, const alk__view *to)
{
    alk__rewriting w = { .arena = alk_arena_new(), .replace = put_under_alias, .data = to, .no_memory = false };
    alk_keep(condition);
    const alk_sql *made = w.arena ? alk_keep(alk__rewrite(&w, condition)) : alk_keep(alk_fail_sql());
    if (w.no_memory) {
        alk_free(made);
        made = alk_keep(alk_fail_sql());
    }
    alk__rewriting_end(&w);
    alk_arena_free(w.arena);
    alk_free(condition);
    return made;
}

/* The relationship stays as long as the call. */
static alk_sql *related_any(const alk_sql *relationship, const alk_sql *condition)
{
    const alk_sql *from;
    const alk__relation *r = relation_from(relationship, &from);
    if (!r) {
        alk_free(condition ? alk_keep(condition) : NULL);
        return alk_fail_sql();
    }
    bool same = r->owner->root == r->target->root && !from;
    const alk_sql *alias = same ? alk_keep(alk_alias(alk__mapper_table(r->target), NULL)) : NULL;
    alk__view here, to;
    alk__view_begin(&here, r->owner, from);
    alk__view_begin(&to, r->target, alias);
    const alk_sql *whole = alk__view_whole(&to), *kind = alk__view_kind(&to);
    const alk_sql *query = alk_select(alk_literal(1), r->through ? alk_from(r->through, whole) : alk_from(whole), alk_where(alk__relation_condition(r, &here, r->through, &to)),
                                      correlated(r, &here));
    if (kind)
        query = alk_extend(query, alk_where(kind));
    if (condition) {
        const alk_sql *on = same ? condition_on(condition, &to) : alk_keep(condition);
        query = alk_extend(query, alk_where(on));
        alk_free(on);
    }
    alk__view_end(&here);
    alk__view_end(&to);
    alk_sql *exists = alk_exists(query);
    alk_free(alias);
    return exists;
}

alk_sql *alk_related_any(const alk_sql *relationship, const alk_sql *condition)
{
    const alk_sql *kept = relationship ? alk_keep(relationship) : NULL;    /* of an alias it may be fresh, and is consumed */
    alk_sql *exists = related_any(relationship, condition);
    alk_free(kept);
    return exists;
}

static alk_sql *related_to(const alk_sql *relationship, alk_session *session, const void *entity)
{
    const alk_sql *from;
    const alk__relation *r = relation_from(relationship, &from);
    if (!session) {
        alk_fail(ALK_ERROR_ARGUMENT, "alk_related_to(): the session is NULL");
        return alk_fail_sql();
    }
    alk__entity *e = r ? alk__entity_wanted(session, entity, 1 << ALK_STATE_PERSISTENT, "alk_related_to()") : NULL;
    const alk_sql *terms[ALK__KEY_COLUMNS + 1];
    bool fits = e && alk__mapper_is(e->store->mapper, r->target);
    if (e && !fits)
        alk_fail(ALK_ERROR_ARGUMENT, "alk_related_to(): %s.%s leads to %s, and was given a %s", r->owner->name, r->name, r->target->name, e->store->mapper->name);
    if (!fits)
        return alk_fail_sql();
    for (unsigned i = 0; i < (r->direction == ALK__TO_ONE ? r->n : r->target->n_key); i++) {
        const alk__property *there = r->direction == ALK__TO_ONE ? &r->target->properties[r->there[i]] : alk__key_property(r->target, i);
        alk_value value = alk__member_value(there, alk__row(e));
        const alk_sql *column = r->direction == ALK__TO_ONE ? &r->owner->properties[r->here[i]].column->sql : &there->column->sql;
        terms[i] = (alk_eq)(r->direction == ALK__TO_ONE && from ? alk_at(from, column) : column, alk_bound(&value));
        terms[i + 1] = &alk_end;
    }
    return r->direction == ALK__TO_ONE ? (alk_and)(terms) : related_any(relationship, (alk_and)(terms));
}

alk_sql *alk_related_to(const alk_sql *relationship, alk_session *session, const void *entity)
{
    const alk_sql *kept = relationship ? alk_keep(relationship) : NULL;
    alk_sql *condition = related_to(relationship, session, entity);
    alk_free(kept);
    return condition;
}
