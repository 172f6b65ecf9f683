/* SPDX-License-Identifier: MIT
 * What the parts of the benchmark share: the workloads, the rows that they store and expect, and the shape of one side of a comparison. It knows neither
 * the library nor a database: each side reaches its database by its own means. */
#ifndef ALK_BENCH_H
#define ALK_BENCH_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum bench_workload { BENCH_W1, BENCH_W2, BENCH_W3, BENCH_W4, BENCH_W5, BENCH_W6, BENCH_W7, BENCH_W8, BENCH_WORKLOADS } bench_workload;

/* What a database holds before a workload. */
typedef enum bench_fixture {
    BENCH_USERS,               /* n users, no posts */
    BENCH_PAIRS,               /* n users, half of them red-haired; those have two posts each, so the join has n rows */
    BENCH_GRAPH,               /* n users with ten posts each, these with ten comments each */
    BENCH_EMPTY,               /* no users: again before each round */
    BENCH_WIDE                 /* n rows of six columns */
} bench_fixture;

#define BENCH_FAILED UINT64_MAX

/* ---- the data, the same for every side ---- */
enum { BENCH_TEXT = 96 };
size_t bench_name(char *out, size_t i);        /* of user i, from 1; at most BENCH_TEXT bytes with the NUL; the length */
const char *bench_hair(bench_fixture fixture, size_t i);       /* NULL for some */
size_t bench_posts(size_t n);                  /* how many posts n users have in BENCH_PAIRS */
size_t bench_author_of(size_t post);           /* the user of a post, both from 1 */
/* Each ten in a row are of one: posts of a user in BENCH_GRAPH, comments of a post. */
static inline size_t bench_tenth(size_t i)
{
    return (i - 1) / 10 + 1;
}
size_t bench_title(char *out, size_t i);
size_t bench_body(char *out, size_t i);
size_t bench_comment(char *out, size_t i);
size_t bench_tag(char *out, size_t i);         /* of BENCH_WIDE: two texts, a number, a moment as ISO text */
size_t bench_remark(char *out, size_t i);
double bench_real(size_t i);
size_t bench_moment(char *out, size_t i);
/* The names of users 1 to n at least, made when first asked for: a program has them. NULL: out of memory. */
const char *const *bench_names(size_t n);
/* Microseconds since 1970. */
int64_t bench_micros(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute, int64_t second, int64_t micro);
/* The i-th key of n in an order that jumps about; from 1. */
static inline int64_t bench_key(size_t i, size_t n)
{
    return (int64_t)(i * 7919 % n) + 1;
}

/* ---- proof that the sides did the same work ---- */
static inline uint64_t bench_mix(uint64_t sum, uint64_t value)
{
    return (sum ^ value) * UINT64_C(0x9e3779b97f4a7c15);
}
/* Of a text: its first byte, so that it was read; NULL counts as itself. */
static inline uint64_t bench_mix_text(uint64_t sum, const char *text)
{
    return bench_mix(sum, text ? (uint64_t)(unsigned char)text[0] : 256);
}
#endif
