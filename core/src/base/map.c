/* SPDX-License-Identifier: MIT
 * The map: entries stand in the order they came, and a table of slots, at most half full, holds their numbers. A removed
 * entry keeps its slot until the next rebuild, so that the probing past it goes on. */
#include "base/map.h"
#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include <string.h>

#define FIRST_CAPACITY ((size_t)8)
#define MAX_CAPACITY ((size_t)1 << 30)   /* slots number their entries with 32 bits */

static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 29);
}

uint64_t alk__hash(const void *bytes, size_t length, uint64_t seed)
{
    const char *at = bytes;
    uint64_t hash = mix(seed, length);
    uint64_t word;
    size_t left = length;
    for (; left >= sizeof word; left -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        hash = mix(hash, word);
    }
    if (left > 0) {
        word = 0;
        memcpy(&word, at, left);
        hash = mix(hash, word);
    }
    return mix(hash, hash >> 32);
}

void alk__map_init(alk__map *map)
{
    *map = (alk__map){0};
}

void alk__map_init_in(alk__map *map, alk_arena *arena)
{
    *map = (alk__map){.arena = arena};
}

static void free_key(const alk__map *map, char *key)
{
    if (!map->arena)
        alk__free(key);
}

void alk__map_free(alk__map *map)
{
    if (!map->arena) {
        for (size_t i = 0; i < map->used; i++)
            alk__free(map->entries[i].key);
        alk__free(map->entries);
        alk__free(map->slots);
    }
    alk__map_init_in(map, map->arena);
}

/* Where the chance address of a program's own data goes into the hash, keys cannot be made to collide from outside. */
static uint64_t hash_key(const char *key, size_t length)
{
    static const char anchor;
    return alk__hash(key, length, (uint64_t)(uintptr_t)&anchor);
}

static alk__map_entry *find(const alk__map *map, const char *key, size_t length, uint64_t hash)
{
    if (map->n_slots == 0)
        return NULL;
    size_t mask = map->n_slots - 1;
    for (size_t at = (size_t)hash & mask; map->slots[at] != 0; at = (at + 1) & mask) {
        alk__map_entry *entry = &map->entries[map->slots[at] - 1];
        if (entry->key && entry->hash == hash && entry->key_length == length &&
            (length == 0 || memcmp(entry->key, key, length) == 0))
            return entry;
    }
    return NULL;
}

static void put_slot(alk__map *map, size_t index)
{
    size_t mask = map->n_slots - 1;
    size_t at = (size_t)map->entries[index].hash & mask;
    while (map->slots[at] != 0)
        at = (at + 1) & mask;
    map->slots[at] = (uint32_t)(index + 1);
}

/* Closes the gaps of removed entries and fills the slots anew. */
static void rebuild(alk__map *map)
{
    size_t kept = 0;
    for (size_t i = 0; i < map->used; i++)
        if (map->entries[i].key)
            map->entries[kept++] = map->entries[i];
    map->used = kept;
    memset(map->slots, 0, map->n_slots * sizeof *map->slots);
    for (size_t i = 0; i < kept; i++)
        put_slot(map, i);
}

static int grow_in_arena(alk__map *map, size_t capacity)
{
    size_t slots_size, entries_size;
    if (!alk__mul_size(capacity * 2, sizeof *map->slots, &slots_size) || !alk__mul_size(capacity, sizeof *map->entries, &entries_size))
        return alk__error_no_memory();
    uint32_t *slots = alk_arena_alloc(map->arena, slots_size, 0);
    alk__map_entry *entries = slots ? alk_arena_alloc(map->arena, entries_size, 0) : NULL;
    if (!entries)
        return ALK_ERROR_NO_MEMORY;
    if (map->used)
        memcpy(entries, map->entries, map->used * sizeof *entries);
    map->slots = slots;
    map->entries = entries;
    return ALK_OK;
}

static int grow_alone(alk__map *map, size_t capacity)
{
    uint32_t *slots = alk__calloc(capacity * 2, sizeof *slots);
    if (!slots)
        return ALK_ERROR_NO_MEMORY;
    alk__map_entry *entries = alk__realloc_array(map->entries, capacity, sizeof *entries);
    if (!entries) {
        alk__free(slots);
        return ALK_ERROR_NO_MEMORY;
    }
    alk__free(map->slots);
    map->slots = slots;
    map->entries = entries;
    return ALK_OK;
}

static int grow(alk__map *map)
{
    size_t capacity = map->capacity ? map->capacity * 2 : FIRST_CAPACITY;
    if (capacity > MAX_CAPACITY)
        return alk__error_no_memory();
    int code = map->arena ? grow_in_arena(map, capacity) : grow_alone(map, capacity);
    if (code)
        return code;
    map->n_slots = capacity * 2;
    map->capacity = capacity;
    rebuild(map);
    return ALK_OK;
}

static int make_room(alk__map *map)
{
    if (map->used < map->capacity)
        return ALK_OK;
    if (map->count + map->count / 4 >= map->used)
        return grow(map);
    rebuild(map);
    return ALK_OK;
}

void *alk__map_get(const alk__map *map, const char *key, size_t length)
{
    const alk__map_entry *entry = map->count ? find(map, key, length, hash_key(key, length)) : NULL;
    return entry ? entry->value : NULL;
}

void **alk__map_at(alk__map *map, const char *key, size_t length)
{
    uint64_t hash = hash_key(key, length);
    alk__map_entry *entry = find(map, key, length, hash);
    if (entry)
        return &entry->value;
    char *copy = map->arena ? alk_arena_copy(map->arena, key, length) : alk__strndup(key, length);
    if (!copy)
        return NULL;
    if (make_room(map)) {
        free_key(map, copy);
        return NULL;
    }
    entry = &map->entries[map->used];
    *entry = (alk__map_entry){ copy, length, hash, NULL };
    put_slot(map, map->used);
    map->used++;
    map->count++;
    return &entry->value;
}

int alk__map_set(alk__map *map, const char *key, size_t length, void *value)
{
    void **place = alk__map_at(map, key, length);
    if (!place)
        return ALK_ERROR_NO_MEMORY;
    *place = value;
    return ALK_OK;
}

void *alk__map_remove(alk__map *map, const char *key, size_t length)
{
    alk__map_entry *entry = find(map, key, length, hash_key(key, length));
    if (!entry)
        return NULL;
    free_key(map, entry->key);
    entry->key = NULL;
    map->count--;
    return entry->value;
}

const alk__map_entry *alk__map_next(const alk__map *map, size_t *position)
{
    while (*position < map->used) {
        const alk__map_entry *entry = &map->entries[(*position)++];
        if (entry->key)
            return entry;
    }
    return NULL;
}
