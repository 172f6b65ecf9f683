/* SPDX-License-Identifier: MIT
 * The engine: what all connections to one database share. It lives as long as its last connection, even when it was closed before. */
#ifndef ALK_ENGINE_ENGINE_H
#define ALK_ENGINE_ENGINE_H
#include "base/lru.h"
#include "compile/compiled.h"
#include "config/listener.h"
#include "engine/pool.h"
#include "plugin/registry.h"
#include <alkahest/engine.h>
#include <alkahest/url.h>

struct alk_engine {
    uint32_t refs;                     /* atomic: one for the program, one for each connection that is out */
    bool closed;
    bool first_connected;              /* atomic */
    alk_url *url;
    char *printed;                     /* the URL, masked */
    const alk__backend *backend;
    alk_engine_options options;        /* with the defaults put in */
    alk_pair *pairs;                   /* of the URL, for connecting */
    uint32_t n_pairs;
    void *database;                    /* the driver's */
    uint32_t driver_pool;              /* the kind of pool that suits it */
    uint64_t generation;               /* of the process that opened it */
    alk__pool pool;
    alk__listeners listeners;
    alk__mutex compiled_lock;
    alk__lru compiled;                 /* raw text → alk__compiled */
    alk__lru trees;                    /* hash of a statement's structure → alk__compiled */
    alk_sql_rules rules;               /* how the dialect writes SQL for this server; size 0: not asked yet. Under compiled_lock, like the next */
    uint64_t tree_hits, tree_misses;       /* atomic */
    alk_conn *closed_conns, *closed_conns_last;    /* closed handles, oldest first: see connection.c */
    int n_closed_conns;
    struct alk__readers *readers;      /* under compiled_lock; see reader.h */
    uint64_t turn;                     /* of its replicas; atomic */
    alk_engine *primary;               /* of a reader of its own database: held, as the URL and what the driver keeps are the primary's */
    bool reads_only;                   /* it is a reader */
    int64_t failed_at;                 /* a reader that did not answer; atomic */
    alk_engine *next, *prev;           /* in the list of all engines */
};

void alk__engine_ref(alk_engine *engine);
void alk__engine_unref(alk_engine *engine);
/* The compiled form of raw text, with a reference for the caller; NULL on failure. */
alk__compiled *alk__engine_compile(alk_engine *engine, alk_sv source, uint64_t hash);
/* Puts what was compiled into one of its caches and gives it back; NULL: no memory, and it is gone. */
alk__compiled *alk__engine_keep(alk_engine *engine, alk__lru *cache, const void *key, size_t length, alk__compiled *compiled);
/* The compiled form of a statement's tree, made for the server at the other end of the link; with a reference for the caller. NULL on failure. */
alk__compiled *alk__engine_compile_tree(alk_engine *engine, alk__link *link, const alk_sql *statement);
/* The most that a label made up by its statements has, in bytes; 0: as the dialect allows. */
uint32_t alk__label_length(const alk_engine *engine);
/* A link lost its server: the others are suspect. */
void alk__engine_lost(alk_engine *engine, alk__link *link);
/* Every open engine, for forks and for the shutdown (engines.c). */
void alk__engines_add(alk_engine *engine);
void alk__engines_remove(alk_engine *engine);
#endif
