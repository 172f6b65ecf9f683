/* SPDX-License-Identifier: MIT
 * See load.h. What objects are related to is asked for by their keys, up to 500 in a statement. */
#include "load.h"
#include "attach.h"
#include "collection.h"
#include "entity.h"
#include "journal.h"
#include "member.h"
#include "select.h"
#include "shard.h"
#include "store.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>

/* ---- to many: children by their foreign key ---- */

static int load_children(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n, bool whole, const alk_sql *keys, alk_arena *arena)
{
    alk__store *store = owners[0]->store, *children = alk__store_beside(store, r->target);
    const alk_sql *columns[ALK__KEY_COLUMNS];
    const alk__property *properties[ALK__KEY_COLUMNS];
    uint32_t *positions = alk__select_positions(arena, r->target);
    alk__select *q = children && positions ? alk__select_begin(arena, r->target, NULL, positions, NULL) : NULL;
    char *key = alk_arena_alloc(arena, r->owner->struct_size, 16);
    alk__array came = { 0 };
    if (!q || !key)
        return alk_last_error()->code;
    for (unsigned i = 0; i < r->n; i++) {
        columns[i] = &r->target->properties[r->there[i]].column->sql;
        properties[i] = &r->owner->properties[r->here[i]];
    }
    alk__select_tables(q);
    if (keys)
        q->parts[q->n++] = alk_where((alk_in)(columns[0], keys));
    else if (!whole)
        q->parts[q->n++] = alk_where(alk__keys_in(arena, columns, properties, r->n, owners, n));
    else if (r->nullable)
        q->parts[q->n++] = alk_where((alk_is_not)(columns[0], alk_null()));
    alk__select_criterion(session, q);
    alk__select_order(q, r);
    int code = alk__select_read(session, children, q, positions, false, &came, arena);
    alk__pair *pairs = code == ALK_OK ? alk_arena_alloc(arena, (came.count ? came.count : 1) * sizeof *pairs, 0) : NULL;
    size_t n_pairs = 0;
    for (size_t i = 0; pairs && i < came.count; i++) {
        alk__entity *child = alk__array_pointer(&came, i);                 /* those of one owner mostly come together */
        bool again = n_pairs && alk__refers_alike(r, alk__row(child), alk__row(pairs[n_pairs - 1].child));
        alk__entity *owner = again ? pairs[n_pairs - 1].owner : alk__owner_of(r, store, owners, n, child, key);
        if (owner)
            pairs[n_pairs++] = (alk__pair){ owner, child };
    }
    if (pairs)
        code = alk__attach(session, r, owners, n, pairs, n_pairs);
    alk__array_free(&session->memory, &came);
    return pairs ? code : alk_last_error()->code;
}

/* ---- through a table between, or by a condition: the owner's key comes with each row ---- */

static int read_pairs(alk__rows *rows, alk__entity *const *list, size_t n_owners, const alk__relation *r, uint32_t first, alk__array *pairs, alk_arena *arena)
{
    alk__store *owners = list[0]->store;
    alk_field fields[ALK__KEY_COLUMNS];
    uint32_t columns[ALK__KEY_COLUMNS];
    unsigned n = r->n ? r->n : r->owner->n_key;
    char *key = alk_arena_alloc(arena, r->owner->struct_size, 16);
    int code = key ? ALK_OK : ALK_ERROR_NO_MEMORY;
    for (unsigned i = 0; i < n; i++) {
        fields[i] = r->owner->properties[r->n ? r->here[i] : r->owner->key[i]].field;
        columns[i] = first + i;
    }
    while (code == ALK_OK && alk_next(rows->result)) {
        alk__entity *child;
        memset(key, 0, r->owner->struct_size);
        if ((code = alk_result_store(rows->result, fields, columns, n, key, NULL)))
            break;
        alk__entity *owner = alk__owner_by(r, owners, list, n_owners, key);
        if ((code = alk__rows_current(rows, &child)) || !child || !owner)
            continue;
        alk__pair *pair = alk__array_push(&owners->session->memory, pairs);
        code = pair ? ALK_OK : ALK_ERROR_NO_MEMORY;
        if (pair)
            *pair = (alk__pair){ owner, child };
    }
    return code;
}

static int load_joined(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n, alk_arena *arena)
{
    alk__store *children = alk__store_beside(owners[0]->store, r->target);
    const alk_sql *columns[ALK__KEY_COLUMNS], *alias = alk_keep(alk_alias(alk__mapper_table(r->target), NULL));
    const alk__property *properties[ALK__KEY_COLUMNS];
    uint32_t *positions = alk__select_positions(arena, r->target);
    alk__select *q = children && positions ? alk__select_begin(arena, r->target, alias, positions, NULL) : NULL;
    alk__view owner;
    alk__array pairs = { .size = sizeof(alk__pair) };
    unsigned n_key = r->n ? r->n : r->owner->n_key;
    if (!q) {
        alk_free(alias);
        return alk_last_error()->code;
    }
    alk__view_begin(&owner, r->owner, NULL);
    uint32_t first = (uint32_t)q->n;
    for (unsigned i = 0; i < n_key; i++) {
        properties[i] = &r->owner->properties[r->n ? r->here[i] : r->owner->key[i]];
        columns[i] = r->through ? &r->through_here[i]->sql : &properties[i]->column->sql;
        q->parts[q->n++] = columns[i];
    }
    if (r->through && r->definition->condition) {
        q->parts[q->n++] = alk_from(alk__view_whole(&owner), r->through, alk__view_whole(&q->view));
        q->parts[q->n++] = alk_where(alk__relation_condition(r, &owner, r->through, &q->view));
    } else if (r->through) {
        const alk_sql *terms[ALK__KEY_COLUMNS + 1];
        for (unsigned i = 0; i < r->n_there; i++)
            terms[i] = (alk_eq)(&r->through_there[i]->sql, alk__view_column(&q->view, &r->target->properties[r->there[i]]));
        terms[r->n_there] = &alk_end;
        q->parts[q->n++] = alk_from(r->through);
        q->parts[q->n++] = alk_join_on(alk__view_whole(&q->view), (alk_and)(terms));
    } else {
        q->parts[q->n++] = alk_from(alk__view_whole(&owner));
        q->parts[q->n++] = alk_join_on(alk__view_whole(&q->view), alk__relation_condition(r, &owner, NULL, &q->view));
    }
    q->n += alk__view_joins(&q->view, ALK__VIEW_WHOLE, q->parts + q->n);
    q->parts[q->n++] = alk_where(alk__keys_in(arena, columns, properties, n_key, owners, n));
    alk__select_criterion(session, q);
    alk__select_order(q, r);
    alk__rows rows;
    alk_result *result = alk__select_run(session, children->bind, q);
    int code = result ? alk__rows_begin(&rows, children, result, positions, arena) : alk_last_error()->code;
    if (code == ALK_OK)
        code = read_pairs(&rows, owners, n, r, first, &pairs, arena);
    int closed = result ? alk_close(result) : ALK_OK;
    code = code ? code : closed;
    if (code == ALK_OK)
        code = alk__attach(session, r, owners, n, pairs.items, pairs.count);
    alk__array_free(&session->memory, &pairs);
    alk_free(alias);
    return code;
}

/* ---- to one: by the identity map where it has them ---- */

static void set_to_one(const alk__relation *r, alk__entity *e)
{
    alk__entity *found = alk__find_target(e, r, alk__row(e));
    alk__one_set(e, r, found ? alk__row(found) : NULL);
    alk__set_missing(e, r->bit, false);
}

/* Keys of objects that refer to the same row are asked for once: the first of each stands in `asked`. */
static size_t distinct_keys(const alk__relation *r, alk__entity *const *entities, size_t n, alk__entity **asked, uint32_t *table, size_t room)
{
    size_t count = 0;
    memset(table, 0, room * sizeof *table);
    for (size_t i = 0; i < n; i++) {
        const alk__entity *found = alk__find_target(entities[i], r, alk__row(entities[i]));
        if (alk__member_is_null(&r->owner->properties[r->here[0]], alk__row(entities[i])) || (found && !alk__entity_is_expired(found)))
            continue;
        const alk__property *p = &r->owner->properties[r->here[0]];
        size_t at = (alk__member_is_int(p) ? alk__hash_int(alk__member_int(p, alk__row(entities[i]))) : (uint32_t)i) & (room - 1);
        bool again = false;
        for (; table[at] && !again; at = (at + 1) & (room - 1)) {
            again = true;
            for (unsigned k = 0; again && k < r->n; k++)
                again = alk__member_equal(&r->owner->properties[r->here[k]], alk__row(asked[table[at] - 1]), alk__row(entities[i]));
        }
        if (again)
            continue;
        asked[count++] = entities[i];
        table[at] = (uint32_t)count;
    }
    return count;
}

static int load_parents(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, alk_arena *arena)
{
    alk__store *parents = alk__store_beside(entities[0]->store, r->target);
    const alk_sql *columns[ALK__KEY_COLUMNS];
    const alk__property *properties[ALK__KEY_COLUMNS];
    uint32_t *positions = alk__select_positions(arena, r->target);
    size_t room = 16, step = r->n == 1 ? ALK__AT_ONCE : ALK__AT_ONCE_COMPOSITE;
    while (room < 2 * n)
        room *= 2;
    alk__entity **asked = alk_arena_alloc(arena, n * sizeof *asked, 0);
    uint32_t *table = alk_arena_alloc(arena, room * sizeof *table, 0);
    if (!parents || !positions || !asked || !table)
        return alk_last_error()->code;
    for (unsigned i = 0; i < r->n; i++) {
        columns[i] = &r->target->properties[r->there[i]].column->sql;
        properties[i] = &r->owner->properties[r->here[i]];
    }
    size_t count = distinct_keys(r, entities, n, asked, table, room);
    int code = ALK_OK;
    for (size_t at = 0; code == ALK_OK && at < count; at += step) {
        alk__select *q = alk__select_begin(arena, r->target, NULL, positions, NULL);
        alk__array came = { 0 };
        if (!q)
            return alk_last_error()->code;
        alk__select_tables(q);
        q->parts[q->n++] = alk_where(alk__keys_in(arena, columns, properties, r->n, asked + at, count - at < step ? count - at : step));
        alk__select_criterion(session, q);
        code = alk__select_read(session, parents, q, positions, false, &came, arena);
        alk__array_free(&session->memory, &came);
    }
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        set_to_one(r, entities[i]);
    return code;
}

/* ---- all ways ---- */

static int load_some(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, bool whole, const alk_sql *keys, alk_arena *arena)
{
    if (r->definition->condition)
        return load_joined(session, r, entities, n, arena);
    switch (r->direction) {
    case ALK__TO_ONE: return load_parents(session, r, entities, n, arena);
    case ALK__TO_MANY: case ALK__TO_ONE_THERE: return load_children(session, r, entities, n, whole, keys, arena);
    default: return load_joined(session, r, entities, n, arena);
    }
}

static bool has_children(const alk__relation *r)
{
    return (r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE) && !r->definition->condition;
}

/* Keys that a relationship goes by and that are not known are read first. */
static int load_keys(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, alk_arena *arena)
{
    alk__entity **left = alk_arena_alloc(arena, (n ? n : 1) * sizeof *left, 0);
    size_t count = 0, gone = 0;
    if (!left)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        bool missing = false;
        for (unsigned k = 0; k < r->n; k++)
            missing = missing || alk__is_missing(entities[i], r->here[k]);
        if (missing)
            left[count++] = entities[i];
    }
    return count ? alk__load_columns(session, left, count, false, NULL, &gone) : ALK_OK;
}

static int load_relation(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, bool whole, const alk_sql *keys)
{
    alk_arena *arena = alk__scratch_begin(session);
    alk__entity **left = alk_arena_alloc(arena, (n ? n : 1) * sizeof *left, 0);
    size_t count = 0, step = r->direction == ALK__TO_ONE || ((whole || keys) && has_children(r)) ? SIZE_MAX : r->n > 1 || (!r->n && r->owner->n_key > 1) ? ALK__AT_ONCE_COMPOSITE : ALK__AT_ONCE;
    int code = left ? ALK_OK : ALK_ERROR_NO_MEMORY;
    if (r->write_only)
        code = alk_fail(ALK_ERROR_INTERFACE, "%s.%s is write-only: query %s in place of loading it", r->owner->name, r->name, r->target->name);
    for (size_t i = 0; code == ALK_OK && i < n; i++)
        if (entities[i]->state == ALK_STATE_PERSISTENT && alk__mapper_is(entities[i]->store->mapper, r->owner) && alk__is_missing(entities[i], r->bit) && !(entities[i]->flags & ALK__VISITED)) {
            entities[i]->flags |= ALK__VISITED;                            /* once, if it is there twice */
            left[count++] = entities[i];
        }
    for (size_t i = 0; i < count; i++)
        left[i]->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    if (code == ALK_OK)
        code = alk__group_by_database(left, count, arena);
    if (code == ALK_OK && count)
        code = load_keys(session, r, left, count, arena);
    size_t there = 0;
    for (size_t i = 0; i < count; i++)                                     /* without those whose rows are gone, and those that the keys told of */
        if (left[i]->state == ALK_STATE_PERSISTENT && alk__is_missing(left[i], r->bit))
            left[there++] = left[i];
    count = there;
    for (size_t at = 0; code == ALK_OK && at < count;) {
        size_t run = alk__run_of_database(left + at, count - at), some = run < step ? run : step;
        code = load_some(session, r, left + at, some, whole, keys, arena);
        at += some;
    }
    alk__scratch_end(session);
    return code;
}

int alk__load_relation(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n)
{
    return load_relation(session, r, entities, n, false, NULL);
}

/* The objects that a relationship of others leads to, each once. Those of other variants do not have it. */
static int targets_of(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n, alk__array *out)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < n; i++) {
        if (!alk__mapper_is(entities[i]->store->mapper, r->owner))
            continue;
        void *one = r->many ? NULL : alk__one(alk__row(entities[i]), r);
        alk__many many = r->many ? alk__many_of(alk__row(entities[i]), r) : (alk__many){ one ? &one : NULL, one ? 1 : 0, ALK_LOADED };
        for (uint32_t k = 0; code == ALK_OK && k < many.count; k++) {
            alk__entity *target = alk__entity_at(session, many.items[k]);
            if (!target || target->flags & ALK__VISITED)
                continue;
            target->flags |= ALK__VISITED;
            code = alk__array_add(&session->memory, out, target) ? ALK_OK : ALK_ERROR_NO_MEMORY;
        }
    }
    for (size_t i = 0; i < out->count; i++)
        ((alk__entity *)alk__array_pointer(out, i))->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    return code;
}

int alk__check_step(const alk__relation *from, const alk__relation *to)
{
    if (alk__mapper_is(from->target, to->owner) || alk__mapper_is(to->owner, from->target))
        return ALK_OK;
    return alk_fail(ALK_ERROR_ARGUMENT, "a path of loading goes from %s.%s to %s.%s: the one does not lead to the other", from->owner->name, from->name, to->owner->name, to->name);
}

int alk__load_path(alk_session *session, alk__entity *const *entities, size_t n, const alk__relation *const *path, size_t length, bool whole, const alk_sql *keys)
{
    alk__array step = { 0 };
    int code = n && length ? load_relation(session, path[0], entities, n, whole, keys) : ALK_OK;
    if (code || length < 2 || !n)
        return code;
    code = targets_of(session, path[0], entities, n, &step);
    if (code == ALK_OK)
        code = alk__load_path(session, step.items, step.count, path + 1, length - 1, whole && has_children(path[0]), NULL);
    alk__array_free(&session->memory, &step);
    return code;
}
