/* SPDX-License-Identifier: MIT
 * Random numbers for property tests: the same in every run and on every machine, so that a failure comes again. */
#ifndef ALK_TEST_RANDOM_H
#define ALK_TEST_RANDOM_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct alk_random {
    uint64_t state;
} alk_random;

/* A counter whose bits are mixed: every state is good, 0 too. */
static inline uint64_t alk_random_next(alk_random *r)
{
    uint64_t x = r->state += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return x ^ (x >> 31);
}

/* 0 to n - 1. */
static inline uint64_t alk_random_below(alk_random *r, uint64_t n)
{
    return alk_random_next(r) % n;
}

/* low to high, both included. */
static inline int64_t alk_random_between(alk_random *r, int64_t low, int64_t high)
{
    uint64_t span = (uint64_t)high - (uint64_t)low;
    return span == UINT64_MAX ? (int64_t)alk_random_next(r) : (int64_t)((uint64_t)low + alk_random_below(r, span + 1));
}

/* Any integer, small ones and the ends as likely as large ones. */
static inline int64_t alk_random_int(alk_random *r)
{
    uint64_t x = alk_random_next(r) >> alk_random_below(r, 64);
    switch (alk_random_below(r, 8)) {
    case 0:
        return INT64_MIN + (int64_t)(x >> 1);
    case 1:
        return INT64_MAX - (int64_t)(x >> 1);
    case 2:
    case 3:
    case 4:
        return (int64_t)(0 - x);
    default:
        return (int64_t)x;
    }
}

/* Any bits, NaN and the infinities included; half of the time a short decimal number. */
static inline double alk_random_double(alk_random *r)
{
    uint64_t bits = alk_random_next(r);
    double d;
    if (alk_random_below(r, 2) == 0)
        return (double)(alk_random_int(r) >> 20) / 1000.0;
    memcpy(&d, &bits, sizeof d);
    return d;
}
#endif
