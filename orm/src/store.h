/* SPDX-License-Identifier: MIT
 * Objects and where they are: making and freeing them, the identity map, and telling whether an address is one. */
#ifndef ALK_ORM_STORE_H
#define ALK_ORM_STORE_H
#include "session.h"

/* The store of a table's objects, of a sharded one that of its first shard (see shard.h for the others); NULL with the error. */
alk__store *alk__store_of(alk_session *session, const alk_sql *table);
alk__store *alk__store_of_mapper(alk_session *session, const alk__mapper *mapper);
/* Another one, of a shard; home NULL: the first of all. */
alk__store *alk__store_new(alk_session *session, const alk__mapper *mapper, alk__store *home, uint16_t shard);

/* A block for one object, its head set and all else zeroed; state ALK__FREE until it is made something. NULL: no memory. */
alk__entity *alk__entity_new(alk__store *store);
/* A run of blocks side by side, at least one and at most `want`; they are taken by alk__store_take(). NULL: no memory. */
alk__entity *alk__store_room(alk__store *store, size_t want, size_t *count);
/* The first n blocks of the run are in use. */
void alk__store_take(alk__store *store, size_t n);
/* The block is free. */
void alk__entity_free(alk__entity *e);
/* Slabs without any object are empty again, so that rows can be read into them. */
void alk__store_compact(alk__store *store);
/* It is no object any more: state tells why. What the program still looks at is free when the next transaction ends. */
void alk__entity_leave(alk__entity *e, uint8_t state);
/* All blocks of the store in use, one after the other: for (e = NULL; (e = alk__store_next(store, &at));). */
typedef struct alk__store_at {
    size_t slab;
    uint32_t block;
} alk__store_at;
alk__entity *alk__store_next(const alk__store *store, alk__store_at *at);

/* ---- the identity map ---- */
/* What the mark of a bucket has of an object: of its hash what does not choose the bucket, but in the largest maps. */
static inline uint16_t alk__store_mark(uint32_t hash)
{
    return (uint16_t)(1u << (hash >> 28));
}
alk__entity *alk__store_search(const alk__store *root, const char *row, uint32_t hash);        /* where the mark says that it may be there */
/* The object with the key that lies in a struct of the model; NULL: there is none. */
static inline alk__entity *alk__store_find(const alk__store *store, const char *row, uint32_t hash)
{
    const alk__store *root = store->root;
    uint32_t at = hash & (root->n_buckets - 1);
    if (!root->n_buckets)
        return NULL;
    if (root->marks[at] & alk__store_mark(hash))
        return alk__store_search(root, row, hash);
    __builtin_prefetch(&root->buckets[at], 1);                             /* it will be put in there, most likely */
    return NULL;
}
/* Puts it in by the key in its struct; it is not there. */
int alk__store_add(alk__store *store, alk__entity *e);
void alk__store_remove(alk__store *store, alk__entity *e);
int alk__store_grow(alk__store *root, size_t more);
/* Makes the map large enough for that many more. */
static inline int alk__store_reserve(alk__store *store, size_t more)
{
    alk__store *root = store->root;
    return root->count + more <= root->n_buckets ? ALK_OK : alk__store_grow(root, more);
}

/* ---- addresses ---- */
/* The object at an address; NULL: it is none of this session's. */
alk__entity *alk__entity_at(const alk_session *session, const void *row);
/* The same for a call: an error tells what it is not. state: what it must be, as bits 1 << ALK_STATE_…. */
alk__entity *alk__entity_wanted(alk_session *session, const void *row, unsigned states, const char *what);
/* Whether the address is an object of another session. */
bool alk__entity_is_foreign(const alk_session *session, const void *row);
/* Forgets the session's slabs. */
void alk__slabs_forget(alk_session *session);

/* ---- texts ---- */
/* Copies the texts of the struct into a block of the object's own, and gives the one before back, or retires it where the journal may need it. */
int alk__entity_own_texts(alk__entity *e);
/* Copies texts that are the program's into memory that lives until the transaction ends: the image has its own still. */
int alk__entity_lend_texts(alk__entity *e);
/* Gives its image what the struct holds. */
void alk__entity_settle(alk__entity *e);
/* For messages: "book 17". */
typedef struct alk__entity_words {
    char text[200];
} alk__entity_words;
const char *alk__entity_name(const alk__entity *e, alk__entity_words *words);
#endif
