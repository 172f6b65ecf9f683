/* SPDX-License-Identifier: MIT
 * Random programs on a session and on a model of it: alk_orm_random SEED COUNT [URL]. One that fails is made as short as it gets, and shown. */
#include "databases.h"
#include "state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_OPERATIONS = 40, FEWEST = 10 };

typedef struct step {
    unsigned kind;
    uint64_t seed;                     /* of all that it draws, so that it draws the same when others are dropped */
} step;

typedef struct program {
    int n;
    step steps[MOST_OPERATIONS];
    bool expires, listens, no_autoflush;
    int n_databases;
    uint64_t places;                   /* how tables are spread over them */
} program;

static state run;

static program write_program(uint64_t seed, uint64_t number, int most)
{
    alk_random r = { seed * UINT64_C(1000003) + number };
    program p = { .n = FEWEST + (int)alk_random_below(&r, MOST_OPERATIONS - FEWEST + 1), .expires = alk_random_below(&r, 4) == 0 };
    p.listens = alk_random_below(&r, 2) == 0;
    p.n_databases = alk_random_below(&r, 2) ? 1 + (int)alk_random_below(&r, (uint64_t)most) : 1;
    p.places = alk_random_next(&r);
    p.no_autoflush = alk_random_below(&r, 4) == 0;
    for (int i = 0; i < p.n; i++)
        p.steps[i] = (step){ draw_operation(&r), alk_random_next(&r) };
    return p;
}

static void run_steps(const program *p)
{
    for (int i = 0; i < p->n; i++) {
        run.random.state = p->steps[i].seed;
        run_operation(&run, p->steps[i].kind);
    }
    commit_now(&run);
    check_objects(&run);
}

/* Whether it passes; run.why tells what failed. */
static bool passes(const program *p, const databases *all, bool tells)
{
    memset(&run, 0, sizeof run);
    memcpy(run.engines, all->engines, sizeof run.engines);
    run.tells = tells;
    run.expires = p->expires;
    run.listens = p->listens;
    run.no_autoflush = p->no_autoflush;
    places_draw(&run, p->places, p->n_databases, all->two_phase);
    volatile bool good = false;
    if (setjmp(run.out) == 0) {
        for (int i = 0; i < run.places.n; i++)
            must(&run, models_clear(run.engines[i]), "clearing the tables");
        run.arena = alk_arena_new();
        if (!run.arena)
            fail(&run, "no memory");
        open_session(&run);
        run_steps(p);
        must(&run, alk_session_close(run.s), "alk_session_close()");
        run.s = NULL;
        must(&run, alk_session_close(run.second.s), "alk_session_close() of the second session");
        run.second.s = NULL;
        good = true;
    }
    (void)alk_session_close(run.other);
    (void)alk_session_close(run.second.s);
    (void)alk_session_close(run.s);
    alk_arena_free(run.arena);
    return good;
}

/* Without operations that it fails without too. */
static program shrink(program p, const databases *all)
{
    for (int size = p.n / 2; size > 0; size = size > 1 && size <= p.n ? size / 2 : size - 1)
        for (int at = 0; at + size <= p.n;) {
            program less = p;
            memmove(less.steps + at, less.steps + at + size, (size_t)(p.n - at - size) * sizeof *p.steps);
            less.n -= size;
            if (!passes(&less, all, false))
                p = less;
            else
                at += size;
        }
    return p;
}

static int show(uint64_t seed, uint64_t number, program p, const databases *all)
{
    (void)fprintf(stderr, "seed %llu, program %llu: %s\n", (unsigned long long)seed, (unsigned long long)number, run.why);
    p = shrink(p, all);
    (void)fprintf(stderr, "shrunk to %d operations on %d databases%s%s%s:\n", p.n, p.n_databases, p.no_autoflush ? ", no_autoflush" : "", p.expires ? ", expire_on_commit" : "", p.listens ? ", with listeners" : "");
    (void)passes(&p, all, true);
    (void)fprintf(stderr, "FAILED: %s\n", run.why);
    return 1;
}

static int run_all(uint64_t seed, uint64_t count, uint64_t first, const databases *all)
{
    unsigned failures = 0;
    for (int i = 0; i < all->n; i++)
        if (models_create(all->engines[i])) {
            (void)fprintf(stderr, "the tables cannot be made: %s\n", alk_last_error()->message);
            return 1;
        }
    for (uint64_t i = first; i < first + count && failures < 3; i++) {
        program p = write_program(seed, i, all->n);
        if (!passes(&p, all, false))
            failures += (unsigned)show(seed, i, p, all);
    }
    (void)printf("%llu programs from seed %llu on %d databases of %s%s, %u failed\n", (unsigned long long)count, (unsigned long long)seed, all->n, alk_engine_dialect(all->engines[0]),
                 all->two_phase ? " with two phases" : "", failures);
    return failures > 0;
}

int main(int argc, char *argv[])
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 300;
    uint64_t first = argc > 4 ? strtoull(argv[4], NULL, 10) : 0;       /* COUNT programs from this number on */
    const char *url = argc > 3 && *argv[3] ? argv[3] : NULL;
    databases all;
    if (!databases_open(&all, url))
        return 1;
    int status = run_all(seed, count, first, &all);
    databases_close(&all);
    return status;
}
