/* SPDX-License-Identifier: MIT
 * A table of chained entries, each of which also stands in a list from the newest to the oldest. The key lies behind its
 * entry, so that an entry is one block. */
#include "base/lru.h"
#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include "base/map.h"
#include <string.h>

#define FIRST_BUCKETS ((size_t)16)

struct alk__lru_entry {
    alk__lru_entry *chain;             /* the next of this bucket */
    alk__lru_entry *newer, *older;
    void *value;
    uint64_t hash;
    size_t length;
    char key[];
};

void alk__lru_init(alk__lru *lru, size_t capacity)
{
    *lru = (alk__lru){.capacity = capacity};
}

static void unlink_age(alk__lru *lru, alk__lru_entry *entry)
{
    *(entry->newer ? &entry->newer->older : &lru->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &lru->oldest) = entry->newer;
}

static void link_newest(alk__lru *lru, alk__lru_entry *entry)
{
    entry->newer = NULL;
    entry->older = lru->newest;
    *(entry->older ? &entry->older->newer : &lru->oldest) = entry;
    lru->newest = entry;
}

/* The link that holds the entry of this key, or the NULL at its chain's end. */
static alk__lru_entry **find(const alk__lru *lru, const void *key, size_t length, uint64_t hash)
{
    alk__lru_entry **link = &lru->buckets[hash & (lru->n_buckets - 1)];
    while (*link && ((*link)->hash != hash || (*link)->length != length ||
                     (length > 0 && memcmp((*link)->key, key, length) != 0)))
        link = &(*link)->chain;
    return link;
}

static void *take_out(alk__lru *lru, alk__lru_entry **link)
{
    alk__lru_entry *entry = *link;
    void *value = entry->value;
    *link = entry->chain;
    unlink_age(lru, entry);
    lru->count--;
    alk__free(entry);
    return value;
}

void *alk__lru_get(alk__lru *lru, const void *key, size_t length)
{
    if (lru->count == 0)
        return NULL;
    alk__lru_entry *entry = *find(lru, key, length, alk__hash(key, length, 0));
    if (!entry)
        return NULL;
    if (entry != lru->newest) {
        unlink_age(lru, entry);
        link_newest(lru, entry);
    }
    return entry->value;
}

static int grow(alk__lru *lru)
{
    size_t n = lru->n_buckets ? lru->n_buckets * 2 : FIRST_BUCKETS;
    alk__lru_entry **buckets = alk__calloc(n, sizeof(alk__lru_entry *));
    if (!buckets)
        return ALK_ERROR_NO_MEMORY;
    for (alk__lru_entry *entry = lru->oldest; entry; entry = entry->newer) {
        alk__lru_entry **bucket = &buckets[entry->hash & (n - 1)];
        entry->chain = *bucket;
        *bucket = entry;
    }
    alk__free(lru->buckets);
    lru->buckets = buckets;
    lru->n_buckets = n;
    return ALK_OK;
}

static alk__lru_entry *new_entry(const void *key, size_t length, void *value, uint64_t hash)
{
    size_t size;
    if (!alk__add_size(sizeof(alk__lru_entry), length, &size)) {
        alk__error_no_memory();
        return NULL;
    }
    alk__lru_entry *entry = alk__alloc(size);
    if (!entry)
        return NULL;
    *entry = (alk__lru_entry){.value = value, .hash = hash, .length = length};
    if (length > 0)
        memcpy(entry->key, key, length);
    return entry;
}

int alk__lru_put(alk__lru *lru, const void *key, size_t length, void *value, void **evicted)
{
    *evicted = NULL;
    if (lru->capacity == 0) {
        *evicted = value;
        return ALK_OK;
    }
    void *old = alk__lru_get(lru, key, length);
    if (old) {
        lru->newest->value = value;
        *evicted = old;
        return ALK_OK;
    }
    if (lru->count >= lru->n_buckets && grow(lru) != ALK_OK)
        return ALK_ERROR_NO_MEMORY;
    alk__lru_entry *entry = new_entry(key, length, value, alk__hash(key, length, 0));
    if (!entry)
        return ALK_ERROR_NO_MEMORY;
    if (lru->count >= lru->capacity)
        *evicted = alk__lru_pop(lru);
    alk__lru_entry **bucket = &lru->buckets[entry->hash & (lru->n_buckets - 1)];
    entry->chain = *bucket;
    *bucket = entry;
    link_newest(lru, entry);
    lru->count++;
    return ALK_OK;
}

void *alk__lru_remove(alk__lru *lru, const void *key, size_t length)
{
    if (lru->count == 0)
        return NULL;
    alk__lru_entry **link = find(lru, key, length, alk__hash(key, length, 0));
    return *link ? take_out(lru, link) : NULL;
}

void *alk__lru_pop(alk__lru *lru)
{
    const alk__lru_entry *entry = lru->oldest;
    return entry ? take_out(lru, find(lru, entry->key, entry->length, entry->hash)) : NULL;
}

void alk__lru_free(alk__lru *lru, void (*drop)(void *payload, void *value), void *payload)
{
    while (lru->count > 0) {
        void *value = alk__lru_pop(lru);
        if (drop)
            drop(payload, value);
    }
    alk__free(lru->buckets);
    alk__lru_init(lru, lru->capacity);
}
