/* SPDX-License-Identifier: MIT
 * See collection.h. */
#include "collection.h"

/* In front of the items. */
typedef struct array_head {
    uint32_t room, unused[3];
} array_head;
_Static_assert(sizeof(array_head) == 16, "items are aligned as their block is");

static array_head *head_of(void **items)
{
    return (array_head *)(void *)((char *)items - sizeof(array_head));
}

static size_t block_size(uint32_t room)
{
    return sizeof(array_head) + (size_t)room * sizeof(void *);
}

void **alk__collection_new(alk_session *session, uint32_t room)
{
    room = room < 2 ? 2 : room;
    array_head *head = alk__memory_take(&session->memory, block_size(room));
    if (!head)
        return NULL;
    head->room = room;
    return (void **)(void *)(head + 1);
}

uint32_t alk__collection_room(void **items)
{
    return items ? head_of(items)->room : 0;
}

const void *alk__collection_block(void **items)
{
    return items ? head_of(items) : NULL;
}

void alk__collection_free(alk_session *session, void **items)
{
    if (items)
        alk__session_retire(session, head_of(items), block_size(head_of(items)->room));
}

void alk__one_set(alk__entity *e, const alk__relation *r, void *one)
{
    memcpy(alk__row(e) + r->offset, &one, sizeof one);
    if (!(e->flags & ALK__UNTRACKED))
        memcpy(alk__image(e) + r->offset, &one, sizeof one);
}

void alk__many_set(alk__entity *e, const alk__relation *r, const alk__many *many)
{
    memcpy(alk__row(e) + r->offset, many, sizeof *many);
    if (!(e->flags & ALK__UNTRACKED))
        memcpy(alk__image(e) + r->offset, many, sizeof *many);
}

/* Whether the struct's array is one of ours: a program may have put its own there. */
static bool is_shared(const alk__entity *e, const alk__relation *r, const alk__many *many)
{
    return !(e->flags & ALK__UNTRACKED) && many->items == alk__many_of(alk__image(e), r).items;
}

void alk__collection_drop(alk__entity *e, const alk__relation *r)
{
    alk__many known = alk__many_of(e->flags & ALK__UNTRACKED ? alk__row(e) : alk__image(e), r);
    alk__collection_free(e->store->session, known.items);
    alk__many_set(e, r, &(alk__many){ NULL, 0, ALK_NOT_LOADED });
}

/* The struct gets an array of its own, with room for one more. */
static int make_own(alk__entity *e, const alk__relation *r, alk__many *many)
{
    alk_session *session = e->store->session;
    bool shared = is_shared(e, r, many);
    if (!shared && many->items && many->count < alk__collection_room(many->items))
        return ALK_OK;
    void **items = many->count < UINT32_MAX / 2 ? alk__collection_new(session, many->count * 2 + 2) : NULL;
    if (!items)
        return ALK_ERROR_NO_MEMORY;
    if (many->count)
        memcpy(items, many->items, many->count * sizeof(void *));
    if (!shared)
        alk__collection_free(session, many->items);
    many->items = items;
    return ALK_OK;
}

int alk__collection_push(alk__entity *e, const alk__relation *r, void *item)
{
    alk__many many = alk__many_of(alk__row(e), r);
    if (make_own(e, r, &many))
        return ALK_ERROR_NO_MEMORY;
    many.items[many.count++] = item;
    many.state = ALK_LOADED;
    memcpy(alk__row(e) + r->offset, &many, sizeof many);
    return ALK_OK;
}

bool alk__collection_has(const alk__entity *e, const alk__relation *r, const void *item)
{
    alk__many many = alk__many_of(alk__row(e), r);
    for (uint32_t i = 0; i < many.count; i++)
        if (many.items[i] == item)
            return true;
    return false;
}

int alk__collection_take(alk__entity *e, const alk__relation *r, const void *item)
{
    alk__many many = alk__many_of(alk__row(e), r);
    if (!alk__collection_has(e, r, item))
        return ALK_OK;
    if (make_own(e, r, &many))
        return ALK_ERROR_NO_MEMORY;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < many.count; i++)
        if (many.items[i] != item)
            many.items[kept++] = many.items[i];
    many.count = kept;
    memcpy(alk__row(e) + r->offset, &many, sizeof many);
    return ALK_OK;
}
