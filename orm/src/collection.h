/* SPDX-License-Identifier: MIT
 * The members of relationships: pointers and arrays of pointers, as they are in the struct and in its image. An array is never changed while the image has it too; the image keeps
 * the one that was loaded or written, and the struct gets another. */
#ifndef ALK_ORM_COLLECTION_H
#define ALK_ORM_COLLECTION_H
#include "session.h"

static inline void *alk__one(const char *row, const alk__relation *r)
{
    void *one;
    memcpy(&one, row + r->offset, sizeof one);
    return one;
}
static inline alk__many alk__many_of(const char *row, const alk__relation *r)
{
    alk__many many;
    memcpy(&many, row + r->offset, sizeof many);
    return many;
}
/* Sets both struct and image: the relationship is known to be so. */
void alk__one_set(alk__entity *e, const alk__relation *r, void *one);
void alk__many_set(alk__entity *e, const alk__relation *r, const alk__many *many);
/* An array with room for count items; NULL: no memory. */
void **alk__collection_new(alk_session *session, uint32_t room);
uint32_t alk__collection_room(void **items);
/* The block of memory that it is. */
const void *alk__collection_block(void **items);
void alk__collection_free(alk_session *session, void **items);
/* The collection is not loaded any more. */
void alk__collection_drop(alk__entity *e, const alk__relation *r);
/* Adds an item to, or takes it out of, the struct's array alone: it is a change. */
int alk__collection_push(alk__entity *e, const alk__relation *r, void *item);
int alk__collection_take(alk__entity *e, const alk__relation *r, const void *item);
bool alk__collection_has(const alk__entity *e, const alk__relation *r, const void *item);
#endif
