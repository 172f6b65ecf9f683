/* SPDX-License-Identifier: MIT
 * The baselines: each workload written by hand on a client library, twice. Plain raw is what a careful C programmer writes, best raw what an expert
 * would. A backend is one file with one such table; main.c lists those whose client library was there. */
#ifndef ALK_BENCH_RAW_H
#define ALK_BENCH_RAW_H
#include "bench.h"
#include "schema.h"

/* What a URL says. Options behind it are the library's, and not followed here. */
typedef struct bench_server {
    const char *host, *user, *password, *database;             /* NULL: not said; SQLite's database is then in memory */
    unsigned port;                                             /* 0: not said */
} bench_server;

typedef struct bench_raw_backend {
    bench_database database;
    const char *plain, *best;  /* what they are, in a few words */
    /* A session with tables of its own, made anew. NULL on failure, which was told on stderr. */
    void *(*open)(const bench_server *server, bool best);
    void (*close)(void *raw);
    bool (*load)(void *raw, bench_fixture fixture, size_t n);
    /* What all n users add up to, in the order of their keys; which of these a database left out between them is not looked at. */
    uint64_t (*contents)(void *raw, size_t n);
    /* NULL: not written for this backend. Returns what the rows add up to, or BENCH_FAILED. */
    uint64_t (*work[BENCH_WORKLOADS])(void *raw, size_t n);
} bench_raw_backend;

extern const bench_raw_backend bench_raw_sqlite, bench_raw_postgresql, bench_raw_mysql;
#endif
