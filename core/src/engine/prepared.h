/* SPDX-License-Identifier: MIT
 * Statements prepared on one database connection, the least recently used given up first. A hit costs a hash of nothing: the key's
 * hash was made when the statement was built; it is confirmed by the text. An entry in use by an open result is not given to another. */
#ifndef ALK_ENGINE_PREPARED_H
#define ALK_ENGINE_PREPARED_H
#include "compile/text.h"
#include <alkahest/field.h>
#include <alkahest/plugin.h>
#include <stdbool.h>

/* How the columns of a statement go into one kind of struct; worked out once. One block. */
typedef struct alk__row_plan {
    alk_plan abi;                  /* what the driver is given */
    alk_field *fields;             /* copies, names too, to know it by */
    uint32_t *name_lengths;        /* of the fields; 0: it has no name */
    const alk_sql *model;          /* a table of the program's own that was found to be of these fields: it does not change. NULL: none */
    size_t n_fields;
    uint32_t n_columns;            /* of the result that it was made for */
    bool own;                      /* slots say ALK_SLOT_OWN */
} alk__row_plan;
void alk__row_plan_free(alk__row_plan *plan);

typedef struct alk__prepared {
    struct alk__prepared *newer, *older;       /* by use */
    struct alk__prepared *chain;               /* of its bucket */
    alk_sv key;                    /* the text it is known by: the compiled one's source, or the driver's own SQL */
    uint64_t hash;
    alk__compiled *compiled;       /* NULL for the driver's own SQL */
    alk_sv sql;                    /* what was prepared */
    void *stmt;                    /* the driver's */
    uint32_t n_params;
    bool in_use, cached;
    alk__row_plan *plan;
    char text[];                   /* the key and the SQL when they belong to no compiled statement */
} alk__prepared;

typedef struct alk__prepared_cache {
    alk__prepared **buckets;
    size_t n_buckets, count, capacity;
    alk__prepared *newest, *oldest;
} alk__prepared_cache;

/* An entry that does not stand in a cache yet. Takes its own reference of compiled. */
alk__prepared *alk__prepared_new(alk_sv key, uint64_t hash, alk__compiled *compiled);
/* Frees the entry; the driver's statement must be closed before. */
void alk__prepared_free(alk__prepared *entry);

void alk__prepared_cache_init(alk__prepared_cache *cache, size_t capacity);
/* The entry of that key that is not in use, now the newest; NULL: none. driver_sql tells the driver's own SQL from raw text. */
alk__prepared *alk__prepared_get(alk__prepared_cache *cache, alk_sv key, uint64_t hash, bool driver_sql);
/* Puts an entry in. *evicted: one that must be closed and freed by the caller, which may be the entry itself when it cannot be kept. */
void alk__prepared_put(alk__prepared_cache *cache, alk__prepared *entry, alk__prepared **evicted);
/* Takes an entry out. */
void alk__prepared_remove(alk__prepared_cache *cache, alk__prepared *entry);
void alk__prepared_cache_free(alk__prepared_cache *cache);   /* empty by then */
#endif
