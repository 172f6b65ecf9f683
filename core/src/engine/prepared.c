/* SPDX-License-Identifier: MIT
 * See prepared.h. */
#include "engine/prepared.h"
#include "base/alloc.h"
#include "base/text.h"
#include <string.h>

alk__prepared *alk__prepared_new(alk_sv key, uint64_t hash, alk__compiled *compiled)
{
    alk__prepared *entry = alk__calloc(1, sizeof *entry + (compiled ? 0 : key.n + 1));
    if (!entry)
        return NULL;
    entry->hash = hash;
    if (compiled) {
        entry->compiled = alk__compiled_ref(compiled);
        entry->key = compiled->source;
        entry->sql = compiled->sql;
    } else {
        if (key.n)
            memcpy(entry->text, key.p, key.n);
        entry->key = entry->sql = (alk_sv){ entry->text, key.n };
    }
    return entry;
}

void alk__row_plan_free(alk__row_plan *plan)
{
    alk__free(plan);
}

void alk__prepared_free(alk__prepared *entry)
{
    if (!entry)
        return;
    alk__row_plan_free(entry->plan);
    alk__compiled_unref(entry->compiled);
    alk__free(entry);
}

void alk__prepared_cache_init(alk__prepared_cache *cache, size_t capacity)
{
    memset(cache, 0, sizeof *cache);
    cache->capacity = capacity;
}

static alk__prepared **bucket(alk__prepared_cache *cache, uint64_t hash)
{
    return &cache->buckets[hash & (cache->n_buckets - 1)];
}

static void unlink_entry(alk__prepared_cache *cache, alk__prepared *entry)
{
    *(entry->newer ? &entry->newer->older : &cache->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &cache->oldest) = entry->newer;
    entry->newer = entry->older = NULL;
}

static void link_newest(alk__prepared_cache *cache, alk__prepared *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    *(cache->newest ? &cache->newest->newer : &cache->oldest) = entry;
    cache->newest = entry;
}

alk__prepared *alk__prepared_get(alk__prepared_cache *cache, alk_sv key, uint64_t hash, bool driver_sql)
{
    if (!cache->n_buckets)
        return NULL;
    for (alk__prepared *e = *bucket(cache, hash); e; e = e->chain) {
        if (e->hash != hash || e->in_use || (e->compiled == NULL) != driver_sql || !alk__sv_eq(e->key, key))
            continue;
        if (e != cache->newest) {
            unlink_entry(cache, e);
            link_newest(cache, e);
        }
        return e;
    }
    return NULL;
}

static bool make_buckets(alk__prepared_cache *cache)
{
    size_t n = 16;
    while (n < cache->capacity * 2 && n < (size_t)1 << 20)
        n *= 2;
    cache->buckets = alk__calloc(n, sizeof *cache->buckets);
    cache->n_buckets = cache->buckets ? n : 0;
    return cache->buckets != NULL;
}

void alk__prepared_remove(alk__prepared_cache *cache, alk__prepared *entry)
{
    alk__prepared **at = bucket(cache, entry->hash);
    while (*at && *at != entry)
        at = &(*at)->chain;
    if (!*at)
        return;
    *at = entry->chain;
    entry->chain = NULL;
    entry->cached = false;
    unlink_entry(cache, entry);
    cache->count--;
}

/* The oldest that nobody uses. */
static alk__prepared *victim(alk__prepared_cache *cache)
{
    alk__prepared *e = cache->oldest;
    while (e && e->in_use)
        e = e->newer;
    return e;
}

void alk__prepared_put(alk__prepared_cache *cache, alk__prepared *entry, alk__prepared **evicted)
{
    *evicted = NULL;
    if (cache->capacity == 0 || (!cache->buckets && !make_buckets(cache))) {
        *evicted = entry;
        return;
    }
    if (cache->count >= cache->capacity) {
        *evicted = victim(cache);
        if (!*evicted) {
            *evicted = entry;
            return;
        }
        alk__prepared_remove(cache, *evicted);
    }
    entry->chain = *bucket(cache, entry->hash);
    *bucket(cache, entry->hash) = entry;
    link_newest(cache, entry);
    entry->cached = true;
    cache->count++;
}

void alk__prepared_cache_free(alk__prepared_cache *cache)
{
    alk__free(cache->buckets);
    cache->buckets = NULL;
    cache->n_buckets = 0;
}
