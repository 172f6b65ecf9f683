/* SPDX-License-Identifier: MIT
 * The baselines: each workload written by hand on a client library, twice. Plain raw is what a careful C programmer writes, best raw what an expert
 * would. A backend is one file with one such table; main.c lists them. */
#ifndef ALK_BENCH_RAW_H
#define ALK_BENCH_RAW_H
#include "bench.h"

typedef struct bench_raw_backend {
    const char *dialect;       /* as alk_engine_dialect() names it */
    const char *plain, *best;  /* what they are, in a few words */
    /* A session on a database of its own with the tables made. database: of the URL; NULL: in memory. NULL on failure, which was told on stderr. */
    void *(*open)(const char *database, bool best);
    void (*close)(void *raw);
    bool (*load)(void *raw, bench_fixture fixture, size_t n);
    /* NULL: not written for this backend. Returns what the rows add up to, or BENCH_FAILED. */
    uint64_t (*work[BENCH_WORKLOADS])(void *raw, size_t n);
} bench_raw_backend;

extern const bench_raw_backend bench_raw_sqlite;
#endif
