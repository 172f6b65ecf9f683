/* SPDX-License-Identifier: MIT
 * A hash map from byte strings to pointers, open addressing, insertion order kept for iteration. Keys are copied. */
#ifndef ALK_BASE_MAP_H
#define ALK_BASE_MAP_H
#include <alkahest/arena.h>
#include <stddef.h>
#include <stdint.h>

typedef struct alk__map_entry {
    char *key;
    size_t key_length;
    uint64_t hash;
    void *value;
} alk__map_entry;
typedef struct alk__map {
    alk__map_entry *entries;       /* in insertion order; removed ones have a NULL key */
    size_t count, used, capacity;  /* live entries; entries used incl. removed; entries allocated */
    uint32_t *slots;
    size_t n_slots;
    alk_arena *arena;              /* where all of it lies; NULL: in memory of its own */
} alk__map;

uint64_t alk__hash(const void *bytes, size_t length, uint64_t seed);
void alk__map_init(alk__map *map);
void alk__map_init_in(alk__map *map, alk_arena *arena);             /* what it gives up stays there until the arena's end */
void alk__map_free(alk__map *map);                                  /* the values are the caller's */
void *alk__map_get(const alk__map *map, const char *key, size_t length);    /* NULL: absent */
/* The place of a key's value, which is NULL where the key is new; until the next call that adds or removes. The value must be set. NULL: out of memory. */
void **alk__map_at(alk__map *map, const char *key, size_t length);
int alk__map_set(alk__map *map, const char *key, size_t length, void *value);   /* replaces; value must not be NULL */
void *alk__map_remove(alk__map *map, const char *key, size_t length);       /* the value, or NULL */
/* for (size_t i = 0; (e = alk__map_next(map, &i)); ) */
const alk__map_entry *alk__map_next(const alk__map *map, size_t *position);
#endif
