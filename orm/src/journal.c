/* SPDX-License-Identifier: MIT
 * See journal.h. */
#include "journal.h"
#include "collection.h"
#include "member.h"
#include "store.h"
#include <stdlib.h>

/* What is kept of an object that was new is its key, in case that the database makes one. */
static int note_new(alk_session *session, alk__entity *e)
{
    const alk__property *generated = e->store->mapper->generated;
    alk__undo *undo = alk__array_place(&session->memory, &session->undo);
    if (!undo)
        return ALK_ERROR_NO_MEMORY;
    *undo = (alk__undo){ .entity = e, .state = ALK_STATE_PENDING };
    if (generated)
        memcpy(&undo->key, alk__row(e) + generated->field.offset, generated->size);
    return ALK_OK;
}

/* Of one that has a row struct and image are kept. */
static size_t noted_size(const alk__entity *e)
{
    return e->store->mapper->words_at;
}

int alk__journal_note(alk_session *session, alk__entity *e)
{
    if (e->state == ALK_STATE_PENDING)
        return note_new(session, e);
    size_t size = noted_size(e);
    char *rows = alk__memory_take(&session->memory, size);
    alk__undo *undo = rows ? alk__array_place(&session->memory, &session->undo) : NULL;
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
        revert_one(e, e->store->mapper->relations[i]);
    memcpy(alk__row(e), alk__image(e), e->store->mapper->struct_size);
}

bool alk__entity_is_expired(const alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; (e->missing || mapper->n_bits > 64) && i < mapper->n_properties; i++)
        if (alk__is_missing(e, i) && !mapper->properties[i].deferred)
            return true;
    return false;
}

void alk__entity_expire(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    alk__entity_revert(e);
    for (uint16_t i = 0; i < mapper->n_properties; i++)
        if (!mapper->properties[i].key)
            alk__set_missing(e, i, true);
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
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
    memcpy(alk__image(e), alk__row(e), e->store->mapper->struct_size);     /* so that it does not look changed */
    alk__entity_leave(e, ALK_STATE_DETACHED);
}

/* What was written of it stays in the struct, where its texts are its own, but for the key that the database gave it. */
static void undo_insert(const alk__undo *undo)
{
    alk__entity *e = undo->entity;
    const alk__property *generated = e->store->mapper->generated;
    if (generated)
        memcpy(alk__row(e) + generated->field.offset, &undo->key, generated->size);
    e->store->n_pending += e->state != ALK_STATE_PENDING;
    e->flags = 0;
    expel(e);
}

static void undo_one(const alk__undo *undo)
{
    alk__entity *e = undo->entity;
    if (e->state == ALK_STATE_DETACHED)            /* the program has removed it: it stays out */
        return;
    if (e->state == ALK_STATE_PERSISTENT)
        alk__store_remove(e->store, e);
    if (undo->state == ALK_STATE_PENDING) {
        undo_insert(undo);
        return;
    }
    memcpy(alk__row(e), undo->rows, e->store->mapper->words_at);
    if (e->text != undo->text)
        alk__session_retire(e->store->session, e->text, e->text_size);
    e->text = undo->text;
    e->missing = undo->missing;
    e->text_size = undo->text_size;
    e->hash = undo->hash;
    e->level = undo->level;
    e->flags = undo->flags;
    e->state = undo->state;
    if (e->state == ALK_STATE_PERSISTENT)
        alk__store_add(e->store, e);               /* there was room: it was in the map before */
}

/* What is there again is not to be freed with what has left. */
static void sort_gone(alk_session *session)
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
    session->undone = true;
    while (session->undo.count > from) {
        const alk__undo *undo = alk__array_at(&session->undo, session->undo.count - 1);
        undo_one(undo);
        alk__memory_give(&session->memory, undo->rows, noted_size(undo->entity));
        session->undo.count--;
    }
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
    sort_gone(session);
}

/* Whether a pointer leads to what is no object of the session any more. */
static bool is_gone(const alk_session *session, const void *row)
{
    const alk__entity *e = alk__entity_at(session, row);
    return e && e->state >= ALK_STATE_DELETED;
}

/* The relationship leads to what the session does not have. */
static bool is_unknown(const alk__entity *e, const alk__relation *r)
{
    return r->direction == ALK__TO_ONE && !alk__member_is_null(&e->store->mapper->properties[r->here[0]], alk__row(e));
}

/* Those that were deleted are taken out. Where one was only removed from the session it has to be read again what is there. */
static void clear_pointers(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    const alk_session *session = e->store->session;
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        if (!r->many && is_gone(session, alk__one(alk__row(e), r))) {
            alk__set_missing(e, r->bit, is_unknown(e, r) || alk__head(alk__one(alk__row(e), r))->state == ALK_STATE_DETACHED);
            alk__one_set(e, r, NULL);
        }
        if (!r->many)
            continue;
        alk__many many = alk__many_of(alk__row(e), r);
        uint32_t kept = 0;
        bool whole = true;
        for (uint32_t k = 0; k < many.count; k++)
            if (!is_gone(session, many.items[k]))
                many.items[kept++] = many.items[k];
            else
                whole = whole && alk__head(many.items[k])->state == ALK_STATE_DELETED;
        many.count = kept;
        alk__many_set(e, r, &many);
        if (!whole) {
            alk__collection_drop(e, r);
            alk__set_missing(e, r->bit, true);
        }
    }
}

/* ---- blocks ---- */

static int by_address(const void *a, const void *b)
{
    uintptr_t x = (uintptr_t)((const alk__retired *)a)->block, y = (uintptr_t)((const alk__retired *)b)->block;
    return x < y ? -1 : x > y;
}

static void spare_block(alk__array *retired, const void *block)
{
    alk__retired key = { .block = (void *)(uintptr_t)block }, *found = block ? bsearch(&key, retired->items, retired->count, sizeof key, by_address) : NULL;
    if (found)
        found->size = 0;
}

static void spare_blocks_of(alk__array *retired, const alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    spare_block(retired, e->text);
    for (uint16_t i = 0; i < mapper->n_relations; i++)
        if (mapper->relations[i]->many) {
            spare_block(retired, alk__collection_block(alk__many_of(alk__row(e), mapper->relations[i]).items));
            if (!(e->flags & ALK__UNTRACKED))
                spare_block(retired, alk__collection_block(alk__many_of(alk__image(e), mapper->relations[i]).items));
        }
}

/* Going back has given objects blocks that had been retired. */
static void spare_used_blocks(alk_session *session)
{
    alk__array *retired = &session->retired;
    alk__retired *all = retired->items;
    size_t kept = 0;
    if (retired->count > 1)
        qsort(all, retired->count, sizeof *all, by_address);
    for (size_t i = 0; i < retired->count; i++)
        if (!kept || all[kept - 1].block != all[i].block)
            all[kept++] = all[i];
    retired->count = kept;
    for (size_t i = 0; kept && i < session->stores.count; i++) {
        alk__store_at at = { 0, 0 };
        for (alk__entity *e; (e = alk__store_next(alk__array_pointer(&session->stores, i), &at));)
            spare_blocks_of(retired, e);
    }
}

void alk__journal_forget(alk_session *session)
{
    for (size_t i = 0; i < session->undo.count; i++) {
        const alk__undo *undo = alk__array_at(&session->undo, i);
        alk__memory_give(&session->memory, undo->rows, noted_size(undo->entity));
    }
    session->undo.count = 0;
    alk__savepoints_end(session, 0);
    for (size_t i = 0; (session->has_levels || session->gone.count) && i < session->stores.count; i++) {
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
    if (session->undone)
        spare_used_blocks(session);
    for (size_t i = 0; i < session->retired.count; i++) {
        const alk__retired *retired = alk__array_at(&session->retired, i);
        if (retired->size)
            alk__memory_give(&session->memory, retired->block, retired->size);
    }
    session->gone.count = session->retired.count = 0;
    session->undone = session->has_levels = false;
}
