/* SPDX-License-Identifier: MIT
 * See criteria.h. Nodes do not change: where a condition is added, all that leads to it is made anew, once for each node, as columns of a subquery are told by its address. */
#include "criteria.h"
#include "load.h"
#include "member.h"
#include "memory.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>

/* ---- places ---- */

bool alk__has_criteria(const alk_session *session)
{
    bool any = false;
    for (size_t i = 0; i < session->stores.count && !any; i++)
        any = ((const alk__store *)alk__array_pointer(&session->stores, i))->criterion;
    return any;
}

static const alk_sql *table_under(const alk_sql *from)
{
    const alk_sql *const *below;
    return alk_node_kind(from) == ALK_IS_ALIAS && alk_node_children(from, &below) ? below[0] : from;
}

int alk__places_add(alk__places *places, const alk_sql *from, const alk__store *store, bool outer)
{
    if (!store || !store->criterion)
        return ALK_OK;
    for (unsigned i = 0; i < places->n; i++)
        if (places->all[i].from == from && places->all[i].store == store) {
            places->all[i].outer = places->all[i].outer || outer;
            return ALK_OK;
        }
    if (places->n == ALK__PLACES)
        return alk_fail(ALK_ERROR_ARGUMENT, "a query has more than %d tables that the session has conditions for", ALK__PLACES);
    places->all[places->n++] = (struct alk__place){ .from = from, .store = store, .outer = outer };
    return ALK_OK;
}

/* A variant in its base's table is named by its model, and stands where that table does. */
static int note(alk__places *places, const alk_sql *from, bool outer)
{
    const alk_sql *table = table_under(from);
    for (size_t i = 0; i < places->session->stores.count; i++) {
        const alk__store *store = alk__array_pointer(&places->session->stores, i);
        if (store->mapper->sql == table && store->criterion)
            return alk__places_add(places, from == table ? alk__mapper_table(store->mapper) : from, store, outer);
    }
    return ALK_OK;
}

const alk_sql *alk__joined(const alk_sql *right)
{
    const alk_sql *const *below;
    if (alk_node_kind(right) == ALK_IS_COLUMN_AT && alk_node_children(right, &below) == 2)
        right = below[1];
    return alk_node_kind(right) == ALK_IS_RELATIONSHIP ? *alk_relationship_definition(right)->target : right;
}

/* Queries inside have places of their own. */
int alk__places_find(alk__places *places, const alk_sql *part)
{
    const alk_sql *const *below;
    size_t n = alk_node_children(part, &below);
    int kind = alk_node_kind(part), code = ALK_OK;
    switch (kind) {
    case ALK_IS_SELECT: case ALK_IS_COMPOUND: case ALK_IS_FROM: case ALK_IS_LOADING: case ALK_IS_RELATIONSHIP: return ALK_OK;
    case ALK_IS_TABLE: case ALK_IS_ALIAS: return note(places, part, false);
    case ALK_IS_COLUMN: return note(places, *alk_column_definition(part)->table, false);
    case ALK_IS_COLUMN_AT: return note(places, below[0], false);
    case ALK_IS_JOIN: case ALK_IS_LEFT_JOIN:
        if (n > 1)
            code = note(places, alk__joined(below[1]), kind == ALK_IS_LEFT_JOIN);
        break;
    default: break;
    }
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        code = below[i] && below[i] != &alk_end ? alk__places_find(places, below[i]) : ALK_OK;
    return code;
}

/* ---- conditions ---- */

static const alk_sql *condition_at(const struct alk__place *place)
{
    return place->store->criterion(place->from, place->store->criterion_payload);
}

/* The condition that a left join is made by, so that another can be added to it; NULL: it cannot be told. */
static const alk_sql *condition_of_join(const alk_sql *const *below, size_t n)
{
    if (n > 2 && below[2] && below[2] != &alk_end)
        return below[2];
    const alk__relation *r = alk_node_kind(below[1]) == ALK_IS_RELATIONSHIP ? alk__relation_of(below[1]) : NULL;
    if (!r || r->through || r->owner->root == r->target->root)
        return NULL;
    alk__view from, to;
    alk__view_begin(&from, r->owner, NULL);
    alk__view_begin(&to, r->target, NULL);
    return alk__relation_condition(r, &from, NULL, &to);
}

/* The rows that find none stay: so the criterion is a part of what is joined by. */
const alk_sql *alk__places_join(alk__places *places, const alk_sql *join)
{
    const alk_sql *const *below;
    size_t n = alk_node_children(join, &below);
    const alk_sql *to = n > 1 ? alk__joined(below[1]) : NULL;
    for (unsigned i = 0; to && i < places->n; i++) {
        const alk_sql *condition = places->all[i].from == to ? condition_of_join(below, n) : NULL;
        const alk_sql *criterion = condition ? condition_at(&places->all[i]) : NULL;
        places->all[i].done = places->all[i].done || condition;
        if (criterion)
            return alk_left_join_on(to, alk_and(condition, criterion));
    }
    return NULL;
}

unsigned alk__places_where(const alk__places *places, const alk_sql **out)
{
    unsigned n = 0;
    for (unsigned i = 0; i < places->n; i++) {
        const struct alk__place *place = &places->all[i];
        const alk__mapper *mapper = place->store->mapper;
        const alk_sql *criterion = place->done ? NULL : condition_at(place);
        alk__view view;
        if (!criterion)
            continue;
        alk__view_begin(&view, mapper, place->from);
        if (place->outer)
            criterion = alk_or(criterion, alk_is(alk__view_column(&view, alk__key_property(mapper, 0)), alk_null()));
        alk__view_end(&view);
        out[n++] = alk_where(criterion);
    }
    return n;
}

/* ---- whole statements ---- */

typedef struct rewriting {
    alk_session *session;
    alk_arena *arena;
    alk__array made;                   /* of `anew` */
    int code;
} rewriting;
typedef struct anew {
    const alk_sql *node, *made;        /* made is kept */
} anew;

/* The statement with its own criteria, fresh; NULL: it has none. */
static const alk_sql *filtered(rewriting *w, const alk_sql *statement)
{
    alk__places places = { .session = w->session };
    const alk_sql *const *parts, *wheres[ALK__PLACES + 1], *join;
    size_t n = alk_node_children(statement, &parts);
    const alk_sql **mine = alk_arena_alloc(w->arena, (n ? n : 1) * sizeof *mine, 0);
    bool joins = false;
    w->code = mine ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; w->code == ALK_OK && i < n; i++)
        w->code = alk__places_find(&places, parts[i]);
    if (w->code || !places.n)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        join = alk_node_kind(parts[i]) == ALK_IS_LEFT_JOIN ? alk__places_join(&places, parts[i]) : NULL;
        mine[i] = join ? join : parts[i];
        joins = joins || join;
    }
    unsigned n_wheres = alk__places_where(&places, wheres);
    wheres[n_wheres] = &alk_end;
    const alk_sql *made = joins ? alk_node_with(statement, mine) : statement;
    return n_wheres ? (alk_extend)(made, wheres) : joins ? made : NULL;
}

static const alk_sql *remember(rewriting *w, const alk_sql *node, const alk_sql *made)
{
    anew *entry = alk__array_push(&w->session->memory, &w->made);
    alk_keep(made);
    if (entry) {
        *entry = (anew){ node, made };
        return made;
    }
    alk_free(made);
    w->code = ALK_ERROR_NO_MEMORY;
    return node;
}

static const alk_sql *rewrite(rewriting *w, const alk_sql *node, bool is_outermost)
{
    const alk_sql *const *below, *made = NULL;
    size_t n = alk_node_children(node, &below);
    int kind = alk_node_kind(node);
    bool changed = false, has_own = kind == ALK_IS_SELECT ? !is_outermost : kind == ALK_IS_UPDATE || kind == ALK_IS_DELETE;
    for (size_t i = 0; n && i < w->made.count; i++)
        if (((const anew *)alk__array_at(&w->made, i))->node == node)
            return ((const anew *)alk__array_at(&w->made, i))->made;
    const alk_sql **mine = n ? alk_arena_alloc(w->arena, n * sizeof *mine, 0) : NULL;
    if (n && !mine)
        w->code = ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; w->code == ALK_OK && i < n; i++) {
        mine[i] = below[i] && below[i] != &alk_end ? rewrite(w, below[i], false) : below[i];
        changed = changed || mine[i] != below[i];
    }
    if (w->code)
        return node;
    if (changed)
        made = alk_node_with(node, mine);
    if (has_own) {
        const alk_sql *own = filtered(w, made ? made : node);
        made = own ? own : made;
    }
    return made ? remember(w, node, made) : node;
}

const alk_sql *alk__with_criteria(alk_session *session, const alk_sql *statement, alk_arena *arena)
{
    rewriting w = { .session = session, .arena = arena, .made = { .size = sizeof(anew) } };
    const alk_sql *result = alk__has_criteria(session) ? rewrite(&w, statement, true) : statement;
    if (w.code == ALK_OK && result != statement)
        alk_keep(result);
    for (size_t i = w.made.count; i-- > 0;)
        alk_free(((const anew *)alk__array_at(&w.made, i))->made);
    alk__array_free(&session->memory, &w.made);
    return w.code ? NULL : result;
}

/* ---- setting them ---- */

int alk_session_criterion(alk_session *session, const alk_sql *table, alk_criterion_fn condition, void *payload)
{
    int code = alk__session_enter(session, 0);
    if (code)
        return code;
    alk__store *store = alk__store_of(session, table);
    code = store ? ALK_OK : alk_last_error()->code;
    if (store) {
        store->criterion = condition;
        store->criterion_payload = payload;
    }
    alk__session_leave(session);
    return code;
}
