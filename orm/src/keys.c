/* SPDX-License-Identifier: MIT
 * See keys.h. */
#include "keys.h"
#include "journal.h"
#include "member.h"
#include "shard.h"
#include "store.h"
#include <alkahest/value.h>

/* ---- a key of its own ---- */

int alk__key_begin(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    int code = ALK_OK;
    for (unsigned i = 0; code == ALK_OK && i < mapper->n_key; i++) {
        const alk__property *p = alk__key_property(mapper, i);
        alk_value made = alk_value_null();
        if (!p->column->client_default || !(alk__member_is_null(p, alk__row(e)) || alk__member_is_zero(p, alk__row(e))))
            continue;
        alk_clear_error();
        if ((code = p->column->client_default(p->column->client_data, &made)))
            code = alk_last_error()->code ? alk_last_error()->code : alk_fail(code, "the default of %s.%s has failed", mapper->name, p->column->member);
        if (code == ALK_OK)
            code = alk__member_store(p, alk__row(e), &made);
        if (code == ALK_OK && p->content != ALK__CONTENT_PLAIN)
            code = alk__entity_own_texts(e);
    }
    return code;
}

/* ---- keys of others ---- */

static int cannot_be_null(const alk__link *link, const alk__property *p)
{
    alk__entity_words words;
    const alk__relation *r = link->relation;
    return alk_fail(ALK_ERROR_INTEGRITY, "%s: %s cannot be NULL, and it has lost its %s.%s: delete it, or give it another, or let the relationship cascade (ALK_CASCADE_DELETE)",
                    alk__entity_name(link->child, &words), p->column->member, r->owner->name, r->name);
}

static int apply_link(const alk__link *link)
{
    const alk__relation *r = link->relation;
    const uint16_t *child, *parent;
    unsigned n = alk__link_columns(r, &child, &parent);
    alk__entity_words words;
    for (unsigned i = 0; i < n; i++) {
        const alk__property *p = &link->child->store->mapper->properties[child[i]];
        if (!link->parent) {
            if (p->key)
                return alk_fail(ALK_ERROR_INTEGRITY, "%s: %s is a part of its key, and it has lost its %s.%s: delete it", alk__entity_name(link->child, &words), p->column->member, r->owner->name, r->name);
            if (!alk__member_set_null(p, alk__row(link->child)))
                return cannot_be_null(link, p);
            continue;
        }
        const alk__property *q = &link->parent->store->mapper->properties[parent[i]];
        if (alk__member_copy(p, alk__row(link->child), q, alk__row(link->parent))) {
            alk_fail_in("%s", alk__entity_name(link->child, &words));
            return alk_last_error()->code;
        }
    }
    return ALK_OK;
}

int alk__keys_apply(const alk__work *work, bool later)
{
    int code = ALK_OK;
    for (int pass = 0; pass < 2; pass++)
        for (const alk__link *link = work->links; code == ALK_OK && link; link = link->next)
            if (link->later == later && (link->parent != NULL) == (pass == 1))
                code = apply_link(link);
    return code;
}

/* ---- keys that others refer to ---- */

/* A member takes the owner's value, in struct and image; a text gets memory of its own. */
static int take_key(alk__entity *child, const alk__property *to, const alk__entity *owner, const alk__property *from)
{
    bool assigned = !alk__member_equal(to, alk__row(child), alk__image(child));
    size_t text = alk__member_text_size(from, alk__row(owner));
    char *at = text ? alk_arena_alloc(child->store->session->memory.arena, text, 1) : NULL;
    if (text && !at)
        return ALK_ERROR_NO_MEMORY;
    int code = alk__member_copy(to, alk__image(child), from, alk__row(owner));
    if (code == ALK_OK && text)
        alk__member_move_text(to, alk__image(child), at, text);
    return code || assigned ? code : alk__member_copy(to, alk__row(child), to, alk__image(child));
}

/* The child had the owner's former key: by ON UPDATE of the database it has the new one. What the program has assigned to it meanwhile stays. */
static int follow_owner(alk_session *session, alk__entity *child, const uint16_t *columns, const alk__entity *owner, const uint16_t *keys, unsigned n)
{
    const alk__property *p = child->store->mapper->properties, *q = owner->store->mapper->properties;
    bool rekeyed = false;
    for (unsigned i = 0; i < n; i++) {
        if (!alk__member_same(&p[columns[i]], alk__image(child), &q[keys[i]], alk__image(owner)))
            return ALK_OK;
        rekeyed = rekeyed || p[columns[i]].key;
    }
    int code = alk__journal_note(session, child);
    if (code)
        return code;
    if (rekeyed)
        alk__store_remove(child->store, child);
    for (unsigned i = 0; code == ALK_OK && i < n; i++)
        code = take_key(child, &p[columns[i]], owner, &q[keys[i]]);
    if (rekeyed) {
        child->hash = alk__key_hash(child->store->mapper, alk__image(child));
        alk__store_add(child->store, child);                               /* there is room: it was there */
    }
    return code;
}

static int follow_key(alk_session *session, const alk__entity *owner, alk__store *children, const uint16_t *columns, const uint16_t *keys, unsigned n)
{
    const alk__property *q = owner->store->mapper->properties;
    bool moved = false;
    int code = ALK_OK;
    for (unsigned i = 0; i < n; i++)
        moved = moved || !alk__member_equal(&q[keys[i]], alk__row(owner), alk__image(owner));
    alk__store_at at = { 0, 0 };
    for (alk__entity *e; moved && code == ALK_OK && (e = alk__store_next(children, &at));)
        if (e->state == ALK_STATE_PERSISTENT && !(e->flags & ALK__UNTRACKED))
            code = follow_owner(session, e, columns, owner, keys, n);
    return code;
}

int alk__keys_follow(alk_session *session, const alk__entity *owner)
{
    const alk__mapper *mapper = owner->store->mapper;
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < session->stores.count; i++) {
        alk__store *children = alk__array_pointer(&session->stores, i);
        for (uint16_t k = 0; code == ALK_OK && k < children->mapper->n_relations; k++) {
            const alk__relation *r = children->mapper->relations[k];
            if (r->direction == ALK__TO_ONE && alk__mapper_is(mapper, r->target) && alk__is_beside(children, owner->store))
                code = follow_key(session, owner, children, r->here, r->there, r->n);
        }
        for (uint16_t k = 0; code == ALK_OK && k < mapper->n_relations; k++) {
            const alk__relation *r = mapper->relations[k];
            if ((r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE) && alk__mapper_is(children->mapper, r->target) && !r->back && alk__is_beside(children, owner->store))
                code = follow_key(session, owner, children, r->there, r->here, r->n);
        }
    }
    return code;
}
