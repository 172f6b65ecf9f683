/* SPDX-License-Identifier: MIT
 * See harness.h. The ratio is the median of the rounds' ratios: within a round the sides run directly after each other. */
#include "harness.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS_MAX = 1001 };
static const char *const side_names[BENCH_SIDES] = { "ours", "plain raw", "best raw" };

typedef struct samples {
    double ns[BENCH_SIDES][ROUNDS_MAX];
    int count;
} samples;

static double now(const bench_settings *settings)
{
    struct timespec t;
    clock_gettime(settings->cpu ? CLOCK_THREAD_CPUTIME_ID : CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The value below which a part of them lies; sorts them. */
static double quantile(double *values, int n, double part)
{
    qsort(values, (size_t)n, sizeof *values, compare);
    double at = part * (n - 1);
    int low = (int)at;
    return low + 1 < n ? values[low] + (at - low) * (values[low + 1] - values[low]) : values[low];
}

/* Nanoseconds of one run, out of `times`; negative on failure. *sum: what the last one added up to. */
static double time_side(const bench_settings *settings, const bench_side *side, size_t n, int times, uint64_t *sum)
{
    if (side->before && !side->before(side->state, n))
        return -1;
    double began = now(settings);
    for (int i = 0; i < times; i++)
        if ((*sum = side->run(side->state, n)) == BENCH_FAILED)
            return -1;
    return (now(settings) - began) / times;
}

/* Warms the side up; how often it must run to last long enough, 0 on failure. */
static int calibrate(const bench_settings *settings, const bench_case *c, const bench_side *side, uint64_t *sum)
{
    double ns = time_side(settings, side, c->n, 1, sum);
    if (ns >= 0)
        ns = time_side(settings, side, c->n, 1, sum);
    if (ns < 0)
        return 0;
    double times = settings->round_seconds * 1e9 / (ns + 1);
    return !c->repeatable || times < 1 ? 1 : times > 100000 ? 100000 : (int)times;
}

static bool failed(const bench_case *c, int side)
{
    fprintf(stderr, "bench: %s %s, %zu rows: %s failed\n", c->workload, c->variant, c->n, side_names[side]);
    return false;
}

static bool differs(const bench_case *c, int side, const char *what, uint64_t sum, uint64_t ours)
{
    fprintf(stderr, "bench: %s %s, %zu rows: %s came to another %s (%" PRIx64 ", ours %" PRIx64 ")\n", c->workload, c->variant, c->n, side_names[side], what,
            sum, ours);
    return false;
}

/* All present sides have written the same rows. */
static bool same_contents(const bench_case *c)
{
    uint64_t ours = 0;
    for (int i = 0; i < BENCH_SIDES; i++) {
        const bench_side *side = &c->sides[i];
        uint64_t sum = side->run && side->contents ? side->contents(side->state, c->n) : ours;
        if (sum == BENCH_FAILED)
            return failed(c, i);
        if (i == BENCH_OURS)
            ours = sum;
        else if (sum != ours)
            return differs(c, i, "table", sum, ours);
    }
    return true;
}

/* All present sides warmed up, and found to read and write the same. */
static bool prepare(const bench_settings *settings, const bench_case *c, int *times)
{
    uint64_t sums[BENCH_SIDES] = { 0 };
    *times = 0;
    for (int i = 0; i < BENCH_SIDES; i++) {
        int own = c->sides[i].run ? calibrate(settings, c, &c->sides[i], &sums[i]) : 1;
        if (own == 0)
            return failed(c, i);
        if (own > *times)
            *times = own;
        if (c->sides[i].run && sums[i] != sums[0])
            return differs(c, i, "result", sums[i], sums[0]);
    }
    return same_contents(c);
}

bool bench_check(const bench_settings *settings, const bench_case *c)
{
    int times;
    return prepare(settings, c, &times);
}

static double paired_ratio(const samples *s, int above, int below)
{
    double ratios[ROUNDS_MAX];
    for (int i = 0; i < s->count; i++)
        ratios[i] = s->ns[above][i] / s->ns[below][i];
    return quantile(ratios, s->count, 0.5);
}

static void number(char *out, size_t size, int digits, bool known, double value)
{
    if (known)
        snprintf(out, size, "%.*f", digits, value);
    else
        snprintf(out, size, "-");
}

static void print_line(const bench_settings *settings, const bench_case *c, samples *s)
{
    char ours[24], spread[24], plain[24], ratio[24], best[24], best_ratio[24], goal[24];
    bool has_plain = c->sides[BENCH_PLAIN].run != NULL, has_best = c->sides[BENCH_BEST].run != NULL;
    double units = (double)c->n, to_plain = has_plain ? paired_ratio(s, BENCH_OURS, BENCH_PLAIN) : 0;
    double best_to_plain = has_plain && has_best ? paired_ratio(s, BENCH_BEST, BENCH_PLAIN) : 0;
    double median = quantile(s->ns[BENCH_OURS], s->count, 0.5);
    double half = (quantile(s->ns[BENCH_OURS], s->count, 0.75) - quantile(s->ns[BENCH_OURS], s->count, 0.25)) / 2;
    number(ours, sizeof ours, 1, true, median / units);
    number(spread, sizeof spread, 1, true, 100 * half / median);
    number(plain, sizeof plain, 1, has_plain, has_plain ? quantile(s->ns[BENCH_PLAIN], s->count, 0.5) / units : 0);
    number(ratio, sizeof ratio, 2, has_plain, to_plain);
    number(best, sizeof best, 1, has_best, has_best ? quantile(s->ns[BENCH_BEST], s->count, 0.5) / units : 0);
    number(best_ratio, sizeof best_ratio, 2, has_plain && has_best, best_to_plain);
    number(goal, sizeof goal, has_plain ? 2 : 0, c->goal > 0, c->goal);
    const char *verdict = c->goal <= 0 ? "-" : (has_plain ? to_plain <= c->goal + 0.005 : median / units <= c->goal) ? "ok" : "short";
    printf(settings->tsv ? "%s\t%s\t%zu\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n" : "%-3s %-26s %7zu %11s %6s %11s %7s %11s %7s %6s  %s\n", c->workload,
           c->variant, c->n, ours, spread, plain, ratio, best, best_ratio, goal, verdict);
    fflush(stdout);
}

void bench_header(const bench_settings *settings)
{
    printf(settings->tsv ? "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n" : "%-3s %-26s %7s %11s %6s %11s %7s %11s %7s %6s  %s\n", "", "variant", "rows",
           "ours ns", "+-%", "plain ns", "ratio", "best ns", "ratio", "goal", "");
    fflush(stdout);
}

bool bench_measure(const bench_settings *settings, const bench_case *c)
{
    static samples s;
    uint64_t sum;
    int times;
    if (!prepare(settings, c, &times))
        return false;
    s.count = settings->rounds > ROUNDS_MAX ? ROUNDS_MAX : settings->rounds;
    for (int round = 0; round < s.count; round++)
        for (int turn = 0; turn < BENCH_SIDES; turn++) {
            int i = (round + turn) % BENCH_SIDES;              /* each side comes first as often as the others */
            double ns = c->sides[i].run ? time_side(settings, &c->sides[i], c->n, times, &sum) : 0;
            if (ns < 0)
                return failed(c, i);
            s.ns[i][round] = ns;
        }
    print_line(settings, c, &s);
    return true;
}

bool bench_repeat(const bench_case *c, int which, long times)
{
    const bench_side *side = &c->sides[which];
    size_t n = c->n;
    for (long i = 0; side->run && i < times; i++) {
        if (side->before && (i == 0 || !c->repeatable) && !side->before(side->state, n))
            return false;
        if (side->run(side->state, n) == BENCH_FAILED)
            return false;
    }
    return true;
}
