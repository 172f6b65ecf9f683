/* SPDX-License-Identifier: MIT
 * See attach.h. */
#include "attach.h"
#include "collection.h"
#include "member.h"
#include "store.h"

/* The key of the owner that a child's foreign key leads to, as a struct of the owner's; false: it leads nowhere. */
static bool owner_key(const alk__relation *r, const char *child, char *key)
{
    memset(key, 0, r->owner->struct_size);
    for (unsigned i = 0; i < r->n; i++) {
        const alk__property *p = &r->target->properties[r->there[i]], *q = &r->owner->properties[r->here[i]];
        if (alk__member_is_null(p, child) || alk__member_copy(q, key, p, child))
            return false;
    }
    return true;
}

static bool refers_to_key(const alk__relation *r)
{
    for (unsigned i = 0; i < r->n; i++)
        if (!r->owner->properties[r->here[i]].key)
            return false;
    return r->n == r->owner->n_key;
}

const alk__entity *alk__deleted_owner(const alk__store *owners, const alk__relation *r, const alk__entity *child)
{
    alk_session *session = owners->session;
    char *key = alk_arena_alloc(session->scratch, r->owner->struct_size, 16);
    if (!key || !owner_key(r, alk__image(child), key) || (refers_to_key(r) && alk__store_find(owners, key, alk__key_hash(r->owner, key))))
        return NULL;
    for (size_t i = 0; i < session->gone.count; i++) {
        const alk__entity *e = alk__array_pointer(&session->gone, i);
        bool same = e->store == owners && e->state == ALK_STATE_DELETED;
        for (unsigned k = 0; same && k < r->n; k++)
            same = alk__member_equal(&r->owner->properties[r->here[k]], key, alk__image(e));
        if (same)
            return e;
    }
    return NULL;
}

bool alk__refers_alike(const alk__relation *r, const char *a, const char *b)
{
    for (unsigned i = 0; i < r->n; i++)
        if (!alk__member_equal(&r->target->properties[r->there[i]], a, b))
            return false;
    return true;
}

alk__entity *alk__owner_by(const alk__relation *r, alk__store *owners, alk__entity *const *list, size_t n, const char *key)
{
    if (!r->n || refers_to_key(r))
        return alk__store_find(owners, key, alk__key_hash(r->owner, key));
    for (size_t i = 0; i < n; i++) {
        bool same = true;
        for (unsigned k = 0; same && k < r->n; k++)
            same = alk__member_same(&r->owner->properties[r->here[k]], key, &r->owner->properties[r->here[k]], alk__row(list[i]));
        if (same)
            return list[i];
    }
    return NULL;
}

alk__entity *alk__owner_of(const alk__relation *r, alk__store *owners, alk__entity *const *list, size_t n, const alk__entity *child, char *key)
{
    return owner_key(r, alk__row(child), key) ? alk__owner_by(r, owners, list, n, key) : NULL;
}

/* Owners that are asked for are marked; what they get is counted into their `place`, and then out of it. A flush that loads gets its own place back. */
static int attach(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n_owners, const alk__pair *pairs, size_t n_pairs)
{
    for (size_t i = 0; i < n_owners; i++) {
        owners[i]->flags |= ALK__VISITED;
        owners[i]->place = 0;
    }
    for (size_t i = 0; i < n_pairs; i++)
        pairs[i].owner->place += (pairs[i].owner->flags & ALK__VISITED) != 0;
    int code = ALK_OK;
    for (size_t i = 0; i < n_owners; i++) {
        alk__many many = { NULL, owners[i]->place, ALK_LOADED };
        if (code == ALK_OK && r->many && owners[i]->place && !(many.items = alk__collection_new(session, owners[i]->place)))
            code = ALK_ERROR_NO_MEMORY;
        if (code == ALK_OK && r->many)
            alk__many_set(owners[i], r, &many);
        else if (code == ALK_OK)
            alk__one_set(owners[i], r, NULL);
        if (code == ALK_OK) {
            owners[i]->place = 0;
            alk__set_missing(owners[i], r->bit, false);
            owners[i]->level = alk__level_of(session);                     /* it may be another when the transaction is undone */
        }
    }
    for (size_t i = 0; code == ALK_OK && i < n_pairs; i++) {
        alk__entity *owner = pairs[i].owner;
        if (!(owner->flags & ALK__VISITED))
            continue;
        if (r->many)
            alk__many_of(alk__row(owner), r).items[owner->place++] = alk__row(pairs[i].child);
        else
            alk__one_set(owner, r, alk__row(pairs[i].child));
    }
    for (size_t i = 0; i < n_owners; i++)
        owners[i]->flags &= (uint8_t)~(unsigned)ALK__VISITED;
    return code;
}

/* The child's own side leads to its owner, which is known now. */
static void set_back(const alk__relation *r, const alk__pair *pairs, size_t n)
{
    const alk__relation *back = r->direction == ALK__TO_MANY || r->direction == ALK__TO_ONE_THERE ? r->back : NULL;
    for (size_t i = 0; back && i < n; i++)
        if (alk__is_missing(pairs[i].child, back->bit)) {
            alk__one_set(pairs[i].child, back, alk__row(pairs[i].owner));
            alk__set_missing(pairs[i].child, back->bit, false);
        }
}

int alk__attach(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n_owners, const alk__pair *pairs, size_t n_pairs)
{
    alk_arena *arena = alk__scratch_begin(session);
    uint32_t *places = alk_arena_alloc(arena, (n_owners ? n_owners : 1) * sizeof *places, 0);
    for (size_t i = 0; places && i < n_owners; i++)
        places[i] = owners[i]->place;
    int code = places ? attach(session, r, owners, n_owners, pairs, n_pairs) : ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; places && i < n_owners; i++)
        owners[i]->place = places[i];
    if (code == ALK_OK)
        set_back(r, pairs, n_pairs);
    alk__scratch_end(session);
    return code;
}
