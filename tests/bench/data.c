/* SPDX-License-Identifier: MIT
 * The rows of the benchmark. Names and lengths are such as programs have them; nothing is random, so that every run stores the same. */
#include "bench.h"
#include <stdio.h>

const char *const bench_schema[] = {
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, hair_color TEXT)",
    "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL)",
    "CREATE INDEX posts_user ON posts (user_id)",
    "CREATE TABLE wide (a INTEGER NOT NULL, b BIGINT NOT NULL, c DOUBLE PRECISION NOT NULL, d TEXT NOT NULL, e TEXT NOT NULL, f TIMESTAMP NOT NULL)",
    NULL
};

static size_t length(int printed)
{
    return printed < 0 ? 0 : (size_t)printed;
}

size_t bench_name(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "Name of user %06zu", i));
}

const char *bench_hair(bench_fixture fixture, size_t i)
{
    static const char *const colors[] = { "brown", "black", "blond", "grey", NULL };
    return fixture == BENCH_PAIRS && i % 2 == 0 ? "red" : colors[i % 5];
}

size_t bench_posts_of(size_t i)
{
    return i % 2 == 0 ? 2 : 1;
}

size_t bench_title(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "Title of post %06zu", i));
}

size_t bench_body(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "Post %06zu: the quick brown fox jumps over the lazy dog, again.", i));
}

size_t bench_tag(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "tag-%07zu", i));
}

size_t bench_remark(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "remark %07zu on the row", i));
}

double bench_real(size_t i)
{
    return (double)i * 1.25 + 0.1;
}

size_t bench_moment(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "2024-%02zu-%02zu %02zu:%02zu:%02zu.%06zu", i % 12 + 1, i % 28 + 1, i % 24, i % 60, i * 7 % 60,
                           i * 31 % 1000000));
}
