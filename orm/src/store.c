/* SPDX-License-Identifier: MIT
 * See store.h. */
#include "store.h"
#include "collection.h"
#include "member.h"
#include "shard.h"
#include <alkahest/value.h>
#include <pthread.h>
#include <stdio.h>

#define FIRST_BLOCKS 8
#define SLAB_BYTES 65536
#define FIRST_BUCKETS 16
#define TEXTS_MEASURED 8
#define CACHE_LINE 64
#define FORESEEN_BYTES 256
#define FEW_BUCKETS 32768               /* a smaller map grows faster */
#define AHEAD 8                         /* buckets that are on their way while one is moved */

/* The slabs of all sessions, to tell an object of another session from a struct of the program. */
static struct {
    pthread_mutex_t lock;
    alk__slab *first;
} everywhere = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* ---- stores ---- */

static uint16_t bind_of(const alk_session *session, const alk_sql *table)
{
    for (size_t i = 0; i < session->bound.count; i++) {
        const alk__bound *b = alk__array_at(&session->bound, i);
        if (b->table == table)
            return b->bind;
    }
    return 0;
}

/* Where nothing is tracked no object has an image. */
static uint32_t block_size_of(const alk_session *session, const alk__mapper *mapper)
{
    bool lean = session->options.read_only && mapper->n_bits <= 64;
    return lean ? (uint32_t)((sizeof(alk__entity) + mapper->image_at + 15) / 16 * 16) : mapper->block_size;
}

alk__store *alk__store_new(alk_session *session, const alk__mapper *mapper, alk__store *home, uint16_t shard)
{
    alk__store *root = mapper->base ? alk__store_of_mapper(session, mapper->root) : NULL;
    if (root && root->sharding)
        root = alk__store_of_shard(root, shard);
    alk__store *store = root || !mapper->base ? alk__memory_take(&session->memory, sizeof *store) : NULL;
    const alk__sharding *sharding = alk__sharding_of(session, mapper->root->sql);
    if (!store)
        return NULL;
    *store = (alk__store){ .session = session, .mapper = mapper, .root = root ? root : store, .sharding = sharding, .home = home ? home : store, .shard = shard,
                           .bind = sharding ? sharding->binds[shard] : bind_of(session, mapper->root->sql), .block_size = block_size_of(session, mapper) };
    if (alk__array_add(&session->memory, &session->stores, store))
        return store;
    alk__memory_give(&session->memory, store, sizeof *store);
    return NULL;
}

/* The first of a model's in the list is the home of its others. */
alk__store *alk__store_of_mapper(alk_session *session, const alk__mapper *mapper)
{
    for (size_t i = 0; i < session->stores.count; i++) {
        alk__store *store = alk__array_pointer(&session->stores, i);
        if (store->mapper == mapper)
            return session->found = store;
    }
    alk__store *store = alk__store_new(session, mapper, NULL, 0);
    return store ? session->found = store : NULL;
}

alk__store *alk__store_of(alk_session *session, const alk_sql *table)
{
    if (session->found && session->found->mapper->sql == table)
        return session->found;
    for (size_t i = 0; i < session->stores.count; i++) {
        alk__store *store = alk__array_pointer(&session->stores, i);
        if (store->mapper->sql == table)
            return session->found = store;
    }
    const alk__mapper *mapper = table ? alk__mapper_of(table) : NULL;
    if (!table)
        alk_fail(ALK_ERROR_ARGUMENT, "the table is NULL");
    return mapper ? alk__store_of_mapper(session, mapper) : NULL;
}

/* ---- blocks ---- */

static void announce(alk__slab *slab)
{
    pthread_mutex_lock(&everywhere.lock);
    slab->next = everywhere.first;
    slab->prev = NULL;
    if (everywhere.first)
        everywhere.first->prev = slab;
    everywhere.first = slab;
    pthread_mutex_unlock(&everywhere.lock);
}

void alk__slabs_forget(alk_session *session)
{
    pthread_mutex_lock(&everywhere.lock);
    for (size_t i = 0; i < session->slabs.count; i++) {
        alk__slab *slab = alk__array_pointer(&session->slabs, i);
        *(slab->prev ? &slab->prev->next : &everywhere.first) = slab->next;
        if (slab->next)
            slab->next->prev = slab->prev;
    }
    pthread_mutex_unlock(&everywhere.lock);
}

/* Puts the slab where its address belongs. */
static bool insert_slab(alk_session *session, alk__slab *slab)
{
    if (!alk__array_add(&session->memory, &session->slabs, slab))
        return false;
    alk__slab **all = session->slabs.items;
    size_t i = session->slabs.count - 1;
    for (; i > 0 && all[i - 1]->begin > slab->begin; i--)
        all[i] = all[i - 1];
    all[i] = slab;
    return true;
}

static alk__slab *new_slab(alk__store *store, size_t want)
{
    alk_session *session = store->session;
    size_t size = store->block_size, most = SLAB_BYTES / size < FIRST_BLOCKS ? FIRST_BLOCKS : SLAB_BYTES / size;
    size_t room = store->last ? (size_t)store->last->room * 2 : FIRST_BLOCKS;
    room = room < want ? want : room;
    room = room > most ? most : room;
    alk__slab *slab = alk__memory_take(&session->memory, sizeof *slab);
    char *begin = slab ? alk_arena_alloc(session->memory.arena, room * size, 16) : NULL;
    if (!begin)
        return NULL;
    *slab = (alk__slab){ .store = store, .begin = begin, .end = begin + room * size, .room = (uint32_t)room };
    if (alk__array_reserve(&session->memory, &store->slabs, store->slabs.count + 1) || !insert_slab(session, slab))
        return NULL;
    alk__array_add(&session->memory, &store->slabs, slab);
    announce(slab);
    return store->last = slab;
}

static void begin_entity(alk__store *store, alk__entity *e)
{
    memset(e, 0, store->block_size);
    e->store = store;
    e->state = ALK__FREE;
}

static alk__slab *empty_slab(alk__store *store)
{
    for (size_t i = store->n_empty ? store->slabs.count : 0; i-- > 0;) {
        alk__slab *slab = alk__array_pointer(&store->slabs, i);
        if (slab->used || slab == store->last)
            continue;
        store->n_empty--;
        return store->last = slab;
    }
    return NULL;
}

static bool is_empty(const alk__store *store, const alk__slab *slab)
{
    bool empty = true;
    for (uint32_t i = 0; i < slab->used && empty; i++)
        empty = ((const alk__entity *)(const void *)(slab->begin + (size_t)i * store->block_size))->state == ALK__FREE;
    return empty;
}

void alk__store_compact(alk__store *store)
{
    store->spare = NULL;
    store->n_empty = 0;
    for (size_t i = 0; i < store->slabs.count; i++) {
        alk__slab *slab = alk__array_pointer(&store->slabs, i);
        bool empty = is_empty(store, slab);
        for (uint32_t k = 0; k < slab->used && !empty; k++) {
            alk__entity *e = (alk__entity *)(void *)(slab->begin + (size_t)k * store->block_size);
            if (e->state != ALK__FREE)
                continue;
            e->next = store->spare;
            store->spare = e;
        }
        slab->used = empty ? 0 : slab->used;
        store->n_empty += empty && slab != store->last;
    }
}

/* The block that the next object will have comes into the cache while the statement that reads it runs. */
static void foresee(const char *block, size_t size)
{
    size_t end = size < FORESEEN_BYTES ? size : FORESEEN_BYTES;
    for (size_t at = 0; at < end; at += CACHE_LINE)
        __builtin_prefetch(block + at, 1);
    __builtin_prefetch(block + end - 1, 1);
}

alk__entity *alk__store_room(alk__store *store, size_t want, size_t *count)
{
    alk__slab *slab = store->last;
    size_t size = store->block_size;
    if ((!slab || slab->used == slab->room) && !(slab = empty_slab(store)) && !(slab = new_slab(store, want)))
        return NULL;
    size_t free_blocks = slab->room - slab->used;
    *count = free_blocks < want ? free_blocks : want;
    char *first = slab->begin + (size_t)slab->used * size;
    for (size_t i = 0; i < *count; i++)
        begin_entity(store, (alk__entity *)(void *)(first + i * size));
    if (*count < free_blocks)
        foresee(first + *count * size, size);
    return (alk__entity *)(void *)first;
}

void alk__store_take(alk__store *store, size_t n)
{
    store->last->used += (uint32_t)n;
}

alk__entity *alk__entity_new(alk__store *store)
{
    alk__entity *e = store->spare;
    size_t n;
    if (e) {
        store->spare = e->next;
        begin_entity(store, e);
    } else if ((e = alk__store_room(store, 1, &n))) {
        alk__store_take(store, 1);
    }
    return e;
}

void alk__entity_free(alk__entity *e)
{
    alk__store *store = e->store;
    alk__memory_give(&store->session->memory, e->text, e->text_size);
    e->text = NULL;
    e->state = ALK__FREE;
    e->next = store->spare;
    store->spare = e;
}

void alk__entity_leave(alk__entity *e, uint8_t state)
{
    e->state = state;
    e->flags &= ALK__UNTRACKED;
    if (!e->left)
        e->left = alk__array_add(&e->store->session->memory, &e->store->session->gone, e);     /* without memory the block is lost to the session, no more */
}

alk__entity *alk__store_next(const alk__store *store, alk__store_at *at)
{
    for (; at->slab < store->slabs.count; at->slab++, at->block = 0) {
        const alk__slab *slab = alk__array_pointer(&store->slabs, at->slab);
        while (at->block < slab->used) {
            alk__entity *e = (alk__entity *)(void *)(slab->begin + (size_t)at->block++ * store->block_size);
            if (e->state != ALK__FREE)
                return e;
        }
    }
    return NULL;
}

/* ---- the identity map ---- */

alk__entity *alk__store_search(const alk__store *root, const char *row, uint32_t hash)
{
    const alk__mapper *mapper = root->mapper;
    for (alk__entity *e = root->buckets[hash & (root->n_buckets - 1)]; e; e = e->next)
        if (e->hash == hash && alk__key_equal(mapper, e->flags & ALK__UNTRACKED ? alk__row(e) : alk__image(e), row))
            return e;
    return NULL;
}

static void put(alk__store *store, alk__entity *e)
{
    uint32_t at = e->hash & (store->n_buckets - 1);
    e->next = store->buckets[at];
    store->buckets[at] = e;
    store->marks[at] |= alk__store_mark(e->hash);
}

int alk__store_grow(alk__store *store, size_t more)
{
    alk__memory *memory = &store->session->memory;
    size_t want = store->count + more, n = store->n_buckets ? store->n_buckets : FIRST_BUCKETS;
    while (n < want)
        n *= n < FEW_BUCKETS ? 4 : 2;
    const alk__store old = *store;
    alk__entity **buckets = n <= UINT32_MAX / 2 ? alk__memory_take(memory, n * sizeof *buckets) : NULL;
    uint16_t *marks = buckets ? alk__memory_take(memory, n * sizeof *marks) : NULL;
    if (!marks) {
        alk__memory_give(memory, buckets, n * sizeof *buckets);
        return ALK_ERROR_NO_MEMORY;
    }
    store->buckets = memset(buckets, 0, n * sizeof *buckets);
    store->marks = memset(marks, 0, n * sizeof *marks);
    store->n_buckets = (uint32_t)n;
    for (size_t i = 0; i < old.n_buckets; i++) {
        if (i + AHEAD < old.n_buckets)
            __builtin_prefetch(old.buckets[i + AHEAD], 1);
        for (alk__entity *e = old.buckets[i], *next; e; e = next) {
            next = e->next;
            put(store, e);
        }
    }
    alk__memory_give(memory, old.buckets, old.n_buckets * sizeof *buckets);
    alk__memory_give(memory, old.marks, old.n_buckets * sizeof *marks);
    return ALK_OK;
}

int alk__store_add(alk__store *any, alk__entity *e)
{
    alk__store *store = any->root;
    if (store->count == store->n_buckets && alk__store_reserve(store, 1))
        return ALK_ERROR_NO_MEMORY;
    put(store, e);
    store->count++;
    return ALK_OK;
}

void alk__store_remove(alk__store *any, alk__entity *e)
{
    alk__store *store = any->root;
    if (!store->n_buckets)
        return;
    uint32_t bucket = e->hash & (store->n_buckets - 1);
    for (alk__entity **at = &store->buckets[bucket]; *at; at = &(*at)->next)
        if (*at == e) {
            *at = e->next;
            e->next = NULL;
            store->count--;
            break;
        }
    if (!store->buckets[bucket])                                           /* else what the mark has of it stays: it costs a look */
        store->marks[bucket] = 0;
}

/* ---- addresses ---- */

alk__entity *alk__entity_at(const alk_session *session, const void *row)
{
    alk__slab *const *all = session->slabs.items;
    uintptr_t at = (uintptr_t)row - sizeof(alk__entity);                   /* of any pointer at all */
    size_t low = 0, high = session->slabs.count;
    if (!row)
        return NULL;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((uintptr_t)all[middle]->begin <= at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == 0)
        return NULL;
    const alk__slab *slab = all[low - 1];
    size_t size = slab->store->block_size, offset = (size_t)(at - (uintptr_t)slab->begin);
    if (offset >= slab->used * size || offset % size != 0)
        return NULL;
    alk__entity *e = (alk__entity *)(void *)(slab->begin + offset);
    return e->state == ALK__FREE ? NULL : e;
}

bool alk__entity_is_foreign(const alk_session *session, const void *row)
{
    bool found = false;
    pthread_mutex_lock(&everywhere.lock);
    for (const alk__slab *slab = everywhere.first; slab && !found; slab = slab->next)
        found = slab->store->session != session && (uintptr_t)row >= (uintptr_t)slab->begin && (uintptr_t)row < (uintptr_t)slab->end;
    pthread_mutex_unlock(&everywhere.lock);
    return found;
}

alk__entity *alk__entity_wanted(alk_session *session, const void *row, unsigned states, const char *what)
{
    alk__entity *e = alk__entity_at(session, row);
    alk__entity_words words;
    if (e && states >> e->state & 1)
        return e;
    if (!row)
        alk_fail(ALK_ERROR_ARGUMENT, "%s: the object is NULL", what);
    else if (!e && alk__entity_is_foreign(session, row))
        alk_fail(ALK_ERROR_ARGUMENT, "%s: the object is one of another session; alk_entity_copy() and alk_entity_merge() bring it into this one", what);
    else if (!e)
        alk_fail(ALK_ERROR_ARGUMENT, "%s: the struct is no object of this session; alk_add() makes it one", what);
    else
        alk_fail(ALK_ERROR_INTERFACE, "%s: %s %s", what, alk__entity_name(e, &words),
                 e->state == ALK_STATE_PENDING ? "is not written yet; alk_flush() it first" : e->state == ALK_STATE_DELETED ? "is deleted" : "is not in the session any more");
    return NULL;
}

/* ---- texts ---- */

/* What points into an array of values, or is of the program's own type, stays in the session's memory for good. */
static int own_cells(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; i < mapper->n_properties; i++) {
        const alk__property *p = &mapper->properties[i];
        if (p->content != ALK__CONTENT_CELL || alk__member_equal(p, alk__row(e), alk__image(e)))
            continue;
        alk_cell *cell = (alk_cell *)(void *)(alk__row(e) + p->field.offset);
        if (alk_value_copy(cell, e->store->session->memory.arena, cell))
            return ALK_ERROR_NO_MEMORY;
    }
    return ALK_OK;
}

/* Whether all its texts lie in its block already. */
static bool has_own_texts(const alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    for (uint16_t i = 0; i < mapper->n_texts; i++) {
        const char *text;
        memcpy(&text, alk__row(e) + mapper->properties[mapper->texts[i]].field.offset, sizeof text);   /* a view begins with its pointer */
        if (text && ((uintptr_t)text < (uintptr_t)e->text || (uintptr_t)text >= (uintptr_t)e->text + e->text_size))
            return false;
    }
    return true;
}

int alk__entity_own_texts(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    alk_session *session = e->store->session;
    if (!mapper->plain && own_cells(e))
        return ALK_ERROR_NO_MEMORY;
    if (e->text && has_own_texts(e))
        return ALK_OK;
    size_t size = 0, sizes[TEXTS_MEASURED];                                /* of the first ones: no text is measured twice where there are few */
    for (uint16_t i = 0; i < mapper->n_texts; i++) {
        size_t one = alk__member_text_size(&mapper->properties[mapper->texts[i]], alk__row(e));
        size += one;
        if (i < TEXTS_MEASURED)
            sizes[i] = one;
    }
    char *block = size ? alk__memory_take(&session->memory, size) : NULL, *at = block;
    if (size > UINT32_MAX || (size && !block))
        return size > UINT32_MAX ? alk_fail(ALK_ERROR_NO_MEMORY, "the texts of an object are more than 4 GiB") : ALK_ERROR_NO_MEMORY;
    for (uint16_t i = 0; i < mapper->n_texts; i++) {
        const alk__property *p = &mapper->properties[mapper->texts[i]];
        at = alk__member_move_text(p, alk__row(e), at, i < TEXTS_MEASURED ? sizes[i] : alk__member_text_size(p, alk__row(e)));
    }
    alk__session_retire(session, e->text, e->text_size);
    if (at)
        __builtin_prefetch(at + CACHE_LINE, 1);                            /* where those of the next object go, most likely */
    e->text = block;
    e->text_size = (uint32_t)size;
    return ALK_OK;
}

/* Whether the struct has a text that its image has not. */
static bool is_new_text(const alk__entity *e, const alk__property *p)
{
    return memcmp(alk__row(e) + p->field.offset, alk__image(e) + p->field.offset, sizeof(void *)) != 0;
}

int alk__entity_lend_texts(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    alk_session *session = e->store->session;
    size_t size = 0;
    if (!mapper->plain && own_cells(e))
        return ALK_ERROR_NO_MEMORY;
    for (uint16_t i = 0; i < mapper->n_texts; i++) {
        const alk__property *p = &mapper->properties[mapper->texts[i]];
        size += is_new_text(e, p) ? alk__member_text_size(p, alk__row(e)) : 0;
    }
    alk__retired *lent = size ? alk__array_push(&session->memory, &session->retired) : NULL;
    char *at = lent ? alk__memory_take(&session->memory, size) : NULL;
    if (size && !at)
        return ALK_ERROR_NO_MEMORY;
    if (lent)
        *lent = (alk__retired){ at, size };
    for (uint16_t i = 0; size && i < mapper->n_texts; i++) {
        const alk__property *p = &mapper->properties[mapper->texts[i]];
        if (is_new_text(e, p))
            at = alk__member_move_text(p, alk__row(e), at, alk__member_text_size(p, alk__row(e)));
    }
    return ALK_OK;
}

void alk__entity_settle(alk__entity *e)
{
    const alk__mapper *mapper = e->store->mapper;
    if (e->flags & ALK__UNTRACKED)
        return;
    for (uint16_t i = 0; i < mapper->n_relations; i++) {
        const alk__relation *r = mapper->relations[i];
        if (r->many && alk__many_of(alk__image(e), r).items != alk__many_of(alk__row(e), r).items)
            alk__collection_free(e->store->session, alk__many_of(alk__image(e), r).items);
    }
    memcpy(alk__image(e), alk__row(e), mapper->struct_size);
}

const char *alk__entity_name(const alk__entity *e, alk__entity_words *words)
{
    char key[120] = "";
    const alk__mapper *mapper = e->store->mapper;
    bool known = e->state != ALK_STATE_PENDING && !(e->flags & ALK__UNTRACKED);
    const char *row = known ? alk__image(e) : alk__row(e);
    int length = snprintf(words->text, sizeof words->text, "%s %s", mapper->name, alk__key_is_whole(mapper, row) ? alk__key_print(mapper, row, key, sizeof key) : "(new)");
    if (e->store->sharding && length > 0 && (size_t)length < sizeof words->text)
        snprintf(words->text + length, sizeof words->text - (size_t)length, " of shard %u", e->store->shard);
    return words->text;
}
