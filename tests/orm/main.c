/* SPDX-License-Identifier: MIT
 * Random programs on a session and on a model of it: alk_orm_random SEED COUNT [URL]. One that fails is made as short as it gets, and shown. */
#include "state.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_OPERATIONS = 40, FEWEST = 10 };

typedef struct step {
    unsigned kind;
    uint64_t seed;                     /* of all that it draws, so that it draws the same when others are dropped */
} step;

typedef struct program {
    int n;
    step steps[MOST_OPERATIONS];
    bool expires, listens;
} program;

static state run;

static program write_program(uint64_t seed, uint64_t number)
{
    alk_random r = { seed * UINT64_C(1000003) + number };
    program p = { .n = FEWEST + (int)alk_random_below(&r, MOST_OPERATIONS - FEWEST + 1), .expires = alk_random_below(&r, 4) == 0 };
    p.listens = alk_random_below(&r, 2) == 0;
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
static bool passes(const program *p, alk_engine *engine, bool tells)
{
    memset(&run, 0, sizeof run);
    run.engine = engine;
    run.tells = tells;
    run.expires = p->expires;
    run.listens = p->listens;
    volatile bool good = false;
    if (setjmp(run.out) == 0) {
        must(&run, models_clear(engine), "clearing the tables");
        run.arena = alk_arena_new();
        if (!run.arena)
            fail(&run, "no memory");
        open_session(&run);
        run_steps(p);
        must(&run, alk_session_close(run.s), "alk_session_close()");
        run.s = NULL;
        good = true;
    }
    (void)alk_session_close(run.other);
    (void)alk_session_close(run.s);
    alk_arena_free(run.arena);
    return good;
}

/* Without operations that it fails without too. */
static program shrink(program p, alk_engine *engine)
{
    for (int size = p.n / 2; size > 0; size = size > 1 && size <= p.n ? size / 2 : size - 1)
        for (int at = 0; at + size <= p.n;) {
            program less = p;
            memmove(less.steps + at, less.steps + at + size, (size_t)(p.n - at - size) * sizeof *p.steps);
            less.n -= size;
            if (!passes(&less, engine, false))
                p = less;
            else
                at += size;
        }
    return p;
}

static int show(uint64_t seed, uint64_t number, program p, alk_engine *engine)
{
    (void)fprintf(stderr, "seed %llu, program %llu: %s\n", (unsigned long long)seed, (unsigned long long)number, run.why);
    p = shrink(p, engine);
    (void)fprintf(stderr, "shrunk to %d operations%s%s:\n", p.n, p.expires ? ", expire_on_commit" : "", p.listens ? ", with listeners" : "");
    (void)passes(&p, engine, true);
    (void)fprintf(stderr, "FAILED: %s\n", run.why);
    return 1;
}

static int run_all(uint64_t seed, uint64_t count, uint64_t first, alk_engine *engine)
{
    unsigned failures = 0;
    if (models_create(engine)) {
        (void)fprintf(stderr, "the tables cannot be made: %s\n", alk_last_error()->message);
        return 1;
    }
    for (uint64_t i = first; i < first + count && failures < 3; i++) {
        program p = write_program(seed, i);
        if (!passes(&p, engine, false))
            failures += (unsigned)show(seed, i, p, engine);
    }
    (void)printf("%llu programs from seed %llu on %s, %u failed\n", (unsigned long long)count, (unsigned long long)seed, alk_engine_dialect(engine), failures);
    return failures > 0;
}

int main(int argc, char *argv[])
{
    uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 10) : 1, count = argc > 2 ? strtoull(argv[2], NULL, 10) : 300, first = 0;
    char directory[] = "/tmp/alk_orm_random.XXXXXX", own[200] = "", file[100] = "";
    const char *url = argc > 3 ? argv[3] : NULL;
    if (argc > 4)                      /* COUNT programs from this number on */
        first = strtoull(argv[4], NULL, 10);
    if (!url || !*url) {
        if (!mkdtemp(directory))
            return 2;
        (void)snprintf(file, sizeof file, "%s/random.db", directory);
        (void)snprintf(own, sizeof own, "sqlite:///%s?synchronous=off&journal_mode=memory", file);
        url = own;
    }
    alk_engine *engine = alk_open(url, .pool_size = 2);
    int status = engine ? run_all(seed, count, first, engine) : 1;
    if (!engine)
        (void)fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_engine_close(engine);
    if (file[0]) {
        (void)unlink(file);
        (void)rmdir(directory);
    }
    return status;
}
