/* SPDX-License-Identifier: MIT
 * Timing: three sides of one workload, run in turns so that what disturbs one disturbs all, and the line that says how they compare. It knows
 * neither the library nor a database. */
#ifndef ALK_BENCH_HARNESS_H
#define ALK_BENCH_HARNESS_H
#include "bench.h"

/* One side: does the workload on n rows and returns what the rows add up to, or BENCH_FAILED. */
typedef uint64_t (*bench_fn)(void *state, size_t n);
/* Before each run of a side, untimed: false on failure. */
typedef bool (*bench_before)(void *state, size_t n);

typedef struct bench_side {
    bench_fn run;              /* NULL: the side is not there */
    bench_before before;       /* NULL: nothing to do */
    bench_fn contents;         /* what the rows that it wrote add up to; NULL: it writes none */
    void *state;
} bench_side;

enum { BENCH_OURS, BENCH_PLAIN, BENCH_BEST, BENCH_SIDES };

typedef struct bench_settings {
    int rounds;                /* at least 15 for figures */
    bool tsv;
    bool cpu;                  /* the thread's processor time in place of the clock on the wall */
    double round_seconds;      /* short workloads are repeated to last about this long */
} bench_settings;

typedef struct bench_case {
    const char *workload, *variant;
    size_t n;
    double goal;               /* ratio to plain raw, or nanoseconds where there is no plain raw; 0: none */
    bool repeatable;           /* several runs may follow each other without `before` */
    bench_side sides[BENCH_SIDES];
} bench_case;

void bench_header(const bench_settings *settings);
/* Measures and prints one line; false when a side failed or the sides disagree, which is told on stderr. */
bool bench_measure(const bench_settings *settings, const bench_case *c);
/* Runs each side as it is warmed up, and measures nothing: whether all succeed and agree. */
bool bench_check(const bench_settings *settings, const bench_case *c);
/* Runs one side `times` times, for instruction counts. */
bool bench_repeat(const bench_case *c, int which, long times);
#endif
