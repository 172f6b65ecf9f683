/* SPDX-License-Identifier: MIT
 * Copies of objects, and structs that become one with the objects of their keys. */
#include "collection.h"
#include "entity.h"
#include "load.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include "version.h"
#include <alkahest/value.h>

enum { KNOWN = 1 << ALK_STATE_PENDING | 1 << ALK_STATE_PERSISTENT };

static int copy_texts(const alk__mapper *mapper, char *row, alk_arena *arena)
{
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        size_t size = alk__member_text_size(p, row);
        char *at = size ? alk_arena_alloc(arena, size, 1) : NULL;
        alk_cell *cell = (alk_cell *)(void *)(row + p->field.offset);
        if (size && !at)
            return ALK_ERROR_NO_MEMORY;
        if (size)
            alk__member_move_text(p, row, at, size);
        if (p->content == ALK__CONTENT_CELL && alk_value_copy(cell, arena, cell))
            return ALK_ERROR_NO_MEMORY;
    }
    return ALK_OK;
}

void *alk_entity_copy(alk_session *session, const void *entity, alk_arena *arena)
{
    if (alk__session_enter(session, 0))
        return NULL;
    alk__entity *e = alk__entity_wanted(session, entity, KNOWN, "alk_copy_of()");
    char *copy = NULL;
    if (e && !arena)
        alk_fail(ALK_ERROR_ARGUMENT, "no arena was given for the copy");
    else if (e && (copy = alk_arena_alloc(arena, e->store->mapper->struct_size, 16))) {
        const alk__mapper *mapper = e->store->mapper;
        memcpy(copy, alk__row(e), mapper->struct_size);
        for (uint16_t i = 0; i < mapper->n_relations; i++)
            memset(copy + mapper->relations[i]->offset, 0, mapper->relations[i]->many ? sizeof(alk__many) : sizeof(void *));
        if (copy_texts(mapper, copy, arena))
            copy = NULL;
    }
    alk__session_leave(session);
    return copy;
}

typedef struct merging {
    alk_session *session;
    alk__array from, to;
} merging;

static alk__entity *merge(merging *m, const alk_sql *table, const void *given, const alk__store *owner);

/* The foreign key that goes with a relationship, which the given struct need not have: it is the key of the one that it leads to, where that is known. */
static int take_key(const alk__relation *r, alk__entity *e, alk__entity *other)
{
    bool here = r->direction == ALK__TO_ONE;
    if (r->direction == ALK__THROUGH || r->direction == ALK__BY_CONDITION)
        return ALK_OK;
    alk__entity *child = here ? e : other, *owner = here ? other : e;
    const alk__property *to = child->store->mapper->properties, *from = owner->store->mapper->properties;
    const uint16_t *columns = here ? r->here : r->there, *keys = here ? r->there : r->here;
    if (!alk__key_is_whole(owner->store->mapper, alk__row(owner)))
        return ALK_OK;
    for (unsigned i = 0; i < r->n; i++)
        if (!alk__member_same(&to[columns[i]], alk__row(child), &from[keys[i]], alk__row(owner)) && alk__member_copy(&to[columns[i]], alk__row(child), &from[keys[i]], alk__row(owner)))
            return alk_last_error()->code;
    return child->state == ALK_STATE_PERSISTENT ? alk__entity_lend_texts(child) : alk__entity_own_texts(child);
}

/* Relationships that the given struct has: pointers that are not NULL, collections that count as loaded. */
static int merge_relations(merging *m, const alk__mapper *mapper, alk__entity *e, const char *given)
{
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        alk__many many = r->many ? alk__many_of(given, r) : (alk__many){ 0 };
        void *one = r->many ? NULL : alk__one(given, r);
        if (!(r->cascade & ALK_CASCADE_MERGE) || r->view_only || r->write_only || (!one && many.state != ALK_LOADED))
            continue;
        alk__entity *other = one ? merge(m, r->target->sql, one, e->store) : NULL;
        if (one && !other)
            return alk_last_error()->code;
        if (one && (one = alk__row(other)))
            memcpy(alk__row(e) + r->offset, &one, sizeof one), alk__set_missing(e, r->bit, false);
        if (one && take_key(r, e, other))
            return alk_last_error()->code;
        if (!r->many)
            continue;
        if (e->state == ALK_STATE_PERSISTENT && alk__load_relation(m->session, r, &e, 1))
            return alk_last_error()->code;
        alk__many before = alk__many_of(alk__row(e), r), merged = { many.count ? alk__collection_new(m->session, many.count) : NULL, 0, ALK_LOADED };
        for (uint32_t k = 0; k < many.count; k++) {
            if (!merged.items || !(other = merge(m, r->target->sql, many.items[k], e->store)) || take_key(r, e, other))
                return alk_last_error()->code;
            merged.items[merged.count++] = alk__row(other);
        }
        memcpy(alk__row(e) + r->offset, &merged, sizeof merged);
        if (alk__follow_collection(r, e, &before))
            return alk_last_error()->code;
    }
    return ALK_OK;
}

/* Before anything of it is taken over. */
static int check_version(const alk__mapper *mapper, alk__entity *e, const char *given)
{
    const alk__property *p = mapper->version >= 0 ? &mapper->properties[mapper->version] : NULL;
    alk__entity_words words;
    if (p && !alk__member_is_int(p) && !alk__version_is_empty(p, given) && !alk__member_equal(p, given, alk__row(e)))
        return alk_fail(ALK_ERROR_STALE_DATA, "%s: what is merged is of another version than the row", alk__entity_name(e, &words));
    if (p && alk__member_is_int(p) && alk__member_int(p, given) && alk__member_int(p, given) != alk__member_int(p, alk__row(e)))
        return alk_fail(ALK_ERROR_STALE_DATA, "%s: what is merged is of version %lld, the row of %lld", alk__entity_name(e, &words), (long long)alk__member_int(p, given),
                        (long long)alk__member_int(p, alk__row(e)));
    return ALK_OK;
}

static bool is_merged(const alk__property *p, const char *given)
{
    return !p->key && !p->unsent && !p->version && !p->discriminator && !(p->state && given[p->field.offset + p->state] == ALK_UNSET);
}

/* What is not loaded would be no change where the struct happens to hold the same: it is read first. */
static int load_unknown(alk_session *session, const alk__mapper *mapper, alk__entity *e, const char *given)
{
    uint64_t *columns = alk_arena_alloc(session->scratch, (mapper->n_properties / 64 + 1) * sizeof *columns, 0);
    size_t gone;
    bool any = false;
    if (!columns)
        return ALK_ERROR_NO_MEMORY;
    memset(columns, 0, (mapper->n_properties / 64 + 1) * sizeof *columns);
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (!is_merged(p, given) || !alk__is_missing(e, i) || !alk__member_equal(p, given, alk__row(e)))
            continue;
        columns[i / 64] |= UINT64_C(1) << (i % 64);
        any = true;
    }
    return any && e->state == ALK_STATE_PERSISTENT ? alk__load_columns(session, &e, 1, false, columns, &gone) : ALK_OK;
}

static int merge_columns(alk_session *session, const alk__mapper *mapper, alk__entity *e, const char *given)
{
    int code = check_version(mapper, e, given);
    code = code ? code : load_unknown(session, mapper, e, given);
    for (uint16_t i = 0; code == ALK_OK && i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (is_merged(p, given))
            memcpy(alk__row(e) + p->field.offset, given + p->field.offset, p->state && p->state >= p->size ? (size_t)p->state + 1 : p->size);
    }
    return code;
}

/* A new object: the struct without its relationships, which are merged one by one. */
static alk__entity *merge_new(merging *m, const alk__store *store, const char *given, const alk__store *owner)
{
    const alk__mapper *mapper = store->mapper;
    char *bare = alk_arena_alloc(m->session->scratch, mapper->struct_size, 16);
    if (!bare)
        return NULL;
    memcpy(bare, given, mapper->struct_size);
    for (uint16_t i = 0; i < mapper->n_relations; i++)
        memset(bare + mapper->relations[i]->offset, 0, mapper->relations[i]->many ? sizeof(alk__many) : sizeof(void *));
    const alk__store *in = store->sharding ? alk__store_for_new(m->session, mapper->sql, given, owner) : store;      /* chosen by all that was given */
    return in ? alk__entity_adopt(m->session, mapper->sql, bare, in) : NULL;
}

static alk__entity *merge(merging *m, const alk_sql *table, const void *given, const alk__store *owner)
{
    alk_session *session = m->session;
    alk__store *store = alk__store_of(session, table);
    alk__entity *known = alk__entity_at(session, given), *e = NULL;
    if (!store || (known && known->state <= ALK_STATE_PERSISTENT))
        return store ? known : NULL;
    for (size_t i = 0; i < m->from.count; i++)
        if (alk__array_pointer(&m->from, i) == given)
            return alk__array_pointer(&m->to, i);
    const alk__mapper *mapper = store->mapper;
    alk_value key[ALK__KEY_COLUMNS];
    for (unsigned i = 0; i < mapper->n_key; i++)
        key[i] = alk__member_value(alk__key_property(mapper, i), given);
    if (alk__key_is_whole(mapper, given)) {
        void *row = alk__entity_find(session, table, key, mapper->n_key, 0, owner);
        if (!row && alk_last_error()->code != ALK_ERROR_NO_ROW)
            return NULL;
        e = row ? alk__head(row) : NULL;
    }
    bool is_new = !e;
    if (is_new)
        e = merge_new(m, store, given, owner);
    if (!e || !alk__array_add(&session->memory, &m->from, (void *)(uintptr_t)given) || !alk__array_add(&session->memory, &m->to, e))
        return NULL;
    if ((!is_new && merge_columns(session, mapper, e, given)) || merge_relations(m, mapper, e, given))
        return NULL;
    return (e->state == ALK_STATE_PERSISTENT ? alk__entity_lend_texts(e) : alk__entity_own_texts(e)) ? NULL : e;
}

void *alk_entity_merge(alk_session *session, const alk_sql *table, const void *given)
{
    if (alk__session_enter(session, ALK__WRITES))
        return NULL;
    merging m = { .session = session };
    alk__scratch_begin(session);
    alk__entity *e = NULL;
    if (session->options.read_only)
        alk_fail(ALK_ERROR_INTERFACE, "the session is read only");
    else if (!given)
        alk_fail(ALK_ERROR_ARGUMENT, "no struct was given");
    else if (alk__entity_is_foreign(session, given))
        alk_fail(ALK_ERROR_ARGUMENT, "what is merged is an object of another session, whose state it has: merge a copy made by alk_entity_copy()");
    else
        e = merge(&m, table, given, NULL);
    alk__array_free(&session->memory, &m.from);
    alk__array_free(&session->memory, &m.to);
    alk__scratch_end(session);
    alk__session_leave(session);
    return e ? alk__row(e) : NULL;
}
