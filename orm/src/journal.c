/* SPDX-License-Identifier: MIT
 * See journal.h. */
#include "journal.h"
#include "collection.h"
#include "member.h"
#include "store.h"

int alk__journal_note(alk_session *session, alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    size_t size = mapper->words_at;
    char *rows = alk__memory_take(&session->memory, size);
    alk__undo *undo = rows ? alk__array_push(&session->memory, &session->undo) : NULL;
    if (!undo) {
        alk__memory_give(&session->memory, rows, size);
        return ALK_ERROR_NO_MEMORY;
    }
    memcpy(rows, alk__row(e), size);
    *undo = (alk__undo){ .entity = e, .rows = rows, .text = e->text, .missing = e->missing, .text_size = e->text_size, .hash = e->hash, .state = e->state,
                         .flags = e->flags & ALK__UNTRACKED, .level = e->level };
    return ALK_OK;
}

/* A relationship to one that was set without being loaded is not loaded again. */
static void revert_one(alk__entity *e, const alk__relation *r)
{
    if (r->many || alk__one(alk__image(e), r))
        return;
    if (r->direction != ALK__TO_ONE && alk__one(alk__row(e), r))
        alk__set_missing(e, r->bit, true);
    else if (r->direction == ALK__TO_ONE && !alk__member_is_null(&e->store->mapper->properties[r->here[0]], alk__image(e)))
        alk__set_missing(e, r->bit, true);
}

void alk__entity_revert(alk__entity *e)
{
    if (e->flags & ALK__UNTRACKED)
        return;
    for (uint16_t i = 0; i < e->store->mapper->n_relations; i++)
        revert_one(e, &e->store->mapper->relations[i]);
    memcpy(alk__row(e), alk__image(e), e->store->mapper->struct_size);
}

void alk__entity_expire(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    alk__entity_revert(e);
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (!mapper->properties[i].key)
            alk__set_missing(e, i, true);
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = &mapper->relations[i];
        alk__set_missing(e, r->bit, true);
        if (r->many)
            alk__collection_drop(e, r);
        else
            alk__one_set(e, r, NULL);
    }
}

/* An object that was added: it is the program's struct again, and no part of the session. */
static void expel(alk__entity *e)
{
    e->store->n_pending--;
    alk__entity_leave(e, ALK_STATE_DETACHED);
    if (!(e->flags & ALK__UNTRACKED))                  /* what it holds is no change */
        memcpy(alk__image(e), alk__row(e), e->store->mapper->struct_size);
}

/* A block that was retired is in use again. What was retired last is undone first, so it is found soon. */
static void take_back(alk_session *session, const void *block)
{
    alk__retired *all = session->retired.items;
    for (size_t i = session->retired.count; i-- > 0;)
        if (all[i].block == block) {
            all[i] = all[--session->retired.count];
            return;
        }
}

/* The texts and the arrays that the object had before. */
static void take_blocks_back(alk__entity *e, const alk__undo *undo)
{
    const alk__mapper *mapper = e->store->mapper;
    alk_session *session = e->store->session;
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = &mapper->relations[i];
        void **before = r->many ? alk__many_of(undo->rows + mapper->image_at, r).items : NULL;
        if (before && before != alk__many_of(alk__image(e), r).items)
            take_back(session, alk__collection_block(before));
    }
    if (e->text == undo->text)
        return;
    if (undo->text)
        take_back(session, undo->text);
    alk__memory_give(&session->memory, e->text, e->text_size);
    e->text = undo->text;
}

static void undo_one(const alk__undo *undo)
{
    alk__entity *e = undo->entity;
    if (e->state == ALK_STATE_PERSISTENT)
        alk__store_remove(e->store, e);
    if (!(e->flags & ALK__UNTRACKED))
        take_blocks_back(e, undo);
    memcpy(alk__row(e), undo->rows, e->store->mapper->words_at);
    e->missing = undo->missing;
    e->text_size = undo->text_size;
    e->hash = undo->hash;
    e->level = undo->level;
    e->flags = undo->flags;
    if (undo->state == ALK_STATE_PENDING) {
        e->store->n_pending += e->state != ALK_STATE_PENDING;
        e->state = ALK_STATE_PENDING;
        expel(e);
        return;
    }
    e->state = undo->state;
    if (e->state == ALK_STATE_PERSISTENT)
        alk__store_add(e->store, e);               /* there was room: it was in the map before */
}

/* What is there again is not to be freed with what has left. */
static void keep_those_back(alk_session *session)
{
    size_t kept = 0;
    alk__entity **gone = session->gone.items;
    for (size_t i = 0; i < session->gone.count; i++)
        if (gone[i]->state >= ALK_STATE_DELETED)
            gone[kept++] = gone[i];
        else
            gone[i]->left = false;
    session->gone.count = kept;
}

void alk__journal_undo(alk_session *session, size_t from, uint8_t level)
{
    while (session->undo.count > from) {
        const alk__undo *undo = alk__array_at(&session->undo, session->undo.count - 1);
        undo_one(undo);
        alk__memory_give(&session->memory, undo->rows, undo->entity->store->mapper->words_at);
        session->undo.count--;
    }
    keep_those_back(session);
    session->pending.count = session->doomed.count = session->queued.count = 0;
    for (size_t i = 0; i < session->stores.count; i++) {
        alk__store *store = alk__array_pointer(&session->stores, i);
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; (e = alk__store_next(store, &at));) {
            if (e->state == ALK_STATE_PENDING) {
                expel(e);
            } else if (e->state == ALK_STATE_PERSISTENT) {
                alk__entity_revert(e);
                e->flags &= (uint8_t)~(unsigned)(ALK__DOOMED | ALK__SWITCHED | ALK__TOUCHED);
                if (e->level >= level)
                    alk__entity_expire(e);
            }
        }
    }
}

/* Whether a pointer leads to what is no object of the session any more. */
static bool is_gone(const alk_session *session, const void *row)
{
    const alk__entity *e = alk__entity_at(session, row);
    return e && e->state >= ALK_STATE_DELETED;
}

static void clear_pointers(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    const alk_session *session = e->store->session;
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = &mapper->relations[i];
        if (!r->many && is_gone(session, alk__one(alk__row(e), r))) {
            alk__one_set(e, r, NULL);
            alk__set_missing(e, r->bit, r->direction == ALK__TO_ONE && !alk__member_is_null(&mapper->properties[r->here[0]], alk__row(e)));
        }
        if (!r->many)
            continue;
        alk__many many = alk__many_of(alk__row(e), r);
        uint32_t kept = 0;
        for (uint32_t k = 0; k < many.count; k++)
            if (!is_gone(session, many.items[k]))
                many.items[kept++] = many.items[k];
        many.count = kept;
        alk__many_set(e, r, &many);
    }
}

void alk__journal_forget(alk_session *session)
{
    for (size_t i = 0; i < session->undo.count; i++) {
        const alk__undo *undo = alk__array_at(&session->undo, i);
        alk__memory_give(&session->memory, undo->rows, undo->entity->store->mapper->words_at);
    }
    session->undo.count = session->savepoints.count = 0;
    for (size_t i = 0; i < session->stores.count; i++) {
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; (e = alk__store_next(alk__array_pointer(&session->stores, i), &at));) {
            e->level = 0;
            if (session->gone.count && e->state <= ALK_STATE_PERSISTENT)
                clear_pointers(e);
        }
    }
    for (size_t i = 0; i < session->gone_before.count; i++)
        alk__entity_free(alk__array_pointer(&session->gone_before, i));
    alk__array before = session->gone_before;
    session->gone_before = session->gone;
    session->gone = before;
    for (size_t i = 0; i < session->retired.count; i++) {
        const alk__retired *retired = alk__array_at(&session->retired, i);
        alk__memory_give(&session->memory, retired->block, retired->size);
    }
    session->gone.count = session->retired.count = 0;
}
