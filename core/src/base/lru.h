/* SPDX-License-Identifier: MIT
 * A map from byte strings to pointers that holds at most so many entries: the one not used for longest makes room for a
 * new one. Every operation but freeing takes constant time; a hit allocates nothing. */
#ifndef ALK_BASE_LRU_H
#define ALK_BASE_LRU_H
#include <stddef.h>

typedef struct alk__lru_entry alk__lru_entry;
typedef struct alk__lru {
    alk__lru_entry **buckets;
    alk__lru_entry *newest, *oldest;
    size_t n_buckets, count, capacity;
} alk__lru;

void alk__lru_init(alk__lru *lru, size_t capacity);                             /* allocates nothing */
/* Values go to drop (may be NULL), oldest first. */
void alk__lru_free(alk__lru *lru, void (*drop)(void *payload, void *value), void *payload);
void *alk__lru_get(alk__lru *lru, const void *key, size_t length);              /* NULL: absent; else it is the newest now */
/* Copies the key; value must not be NULL. *evicted is the value that this key had, or that made room, or NULL; with a
 * capacity of 0 it is value itself. When the call fails nothing has changed and *evicted is NULL. */
int alk__lru_put(alk__lru *lru, const void *key, size_t length, void *value, void **evicted);
void *alk__lru_remove(alk__lru *lru, const void *key, size_t length);           /* the value, or NULL */
void *alk__lru_pop(alk__lru *lru);                                              /* takes the oldest out; NULL when empty */
#endif
