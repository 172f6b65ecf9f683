/* SPDX-License-Identifier: MIT
 * The rows of the benchmark. Names and lengths are such as programs have them; nothing is random, so that every run stores the same. */
#include "bench.h"
#include <stdio.h>
#include <stdlib.h>

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

/* One of each odd user, two of each even one. */
size_t bench_posts(size_t n)
{
    return n + n / 2;
}

size_t bench_author_of(size_t post)
{
    return (post - 1) / 3 * 2 + ((post - 1) % 3 == 0 ? 1 : 2);
}

size_t bench_title(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "Title of post %06zu", i));
}

size_t bench_body(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "Post %06zu: the quick brown fox jumps over the lazy dog, again.", i));
}

size_t bench_comment(char *out, size_t i)
{
    return length(snprintf(out, BENCH_TEXT, "Comment %06zu: well said", i));
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

const char *const *bench_names(size_t n)
{
    static char (*texts)[BENCH_TEXT];
    static const char **views;
    static size_t made;
    if (n <= made)
        return views;
    free(texts);
    free(views);
    made = 0;
    texts = malloc(n * sizeof *texts);
    views = malloc(n * sizeof *views);
    if (!texts || !views)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        bench_name(texts[i], i + 1);
        views[i] = texts[i];
    }
    made = n;
    return views;
}

int64_t bench_micros(int64_t year, int64_t month, int64_t day, int64_t hour, int64_t minute, int64_t second, int64_t micro)
{
    year -= month <= 2;
    int64_t era = year / 400, yoe = year - era * 400, doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t days = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
    return (days * 86400 + hour * 3600 + minute * 60 + second) * 1000000 + micro;
}
