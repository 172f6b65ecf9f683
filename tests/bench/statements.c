/* SPDX-License-Identifier: MIT
 * alk_bench_statements [--tsv] [--rounds N] [--cpu] [--only VARIANT] [--count TIMES]: W9, what a statement costs before the database sees it. users left join posts, two
 * conditions and an OR, order by two, limit and offset. --count runs without the clock, for instruction counts under callgrind. */
#include "harness.h"
#include "models.h"
#include "compile/compiled.h"
#include "engine/connection.h"
#include "engine/engine.h"
#include "engine/link.h"
#include "sql/node.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct state {
    alk_engine *engine;
    alk_conn *conn;
    const alk_sql *kept;
} state;

static alk_sql *build(size_t i)
{
    return alk_select(person.id, person.name, post.title,
                      alk_left_join(person.posts),
                      alk_where(alk_eq(person.hair_color, "red"), alk_gt(person.id, (int64_t)i),
                                alk_or(alk_like(post.title, "A%"), alk_eq(post.id, 7))),
                      alk_order_by(person.name, alk_desc(post.id)),
                      alk_limit(10), alk_offset(20));
}

static uint64_t build_only(void *given, size_t n)
{
    (void)given;
    for (size_t i = 0; i < n; i++)
        alk_free(build(i));
    return n;
}

static bool look_up(state *s, const alk_sql *statement)
{
    alk__compiled *compiled = alk__engine_compile_tree(s->engine, s->conn->link, statement);
    alk__compiled_unref(compiled);
    return compiled != NULL;
}

static uint64_t build_and_look_up(void *given, size_t n)
{
    bool fine = true;
    for (size_t i = 0; fine && i < n; i++) {
        alk_sql *statement = build(i);
        fine = look_up(given, statement);
        alk_free(statement);
    }
    return fine ? n : BENCH_FAILED;
}

static uint64_t look_up_kept(void *given, size_t n)
{
    state *s = given;
    bool fine = true;
    for (size_t i = 0; fine && i < n; i++)
        fine = look_up(s, s->kept);
    return fine ? n : BENCH_FAILED;
}

static uint64_t compile_all(void *given, size_t n)
{
    const state *s = given;
    const alk__dialect dialect = { s->engine->backend->dialect->name, s->engine->backend->data, &s->engine->rules };
    bool fine = true;
    for (size_t i = 0; fine && i < n; i++) {
        alk__compiled *compiled = alk__compile_tree(s->kept, &(alk__rendering){ .dialect = &dialect });
        fine = compiled != NULL;
        alk__compiled_unref(compiled);
    }
    return fine ? n : BENCH_FAILED;
}

static const struct {
    const char *name;
    bench_fn run;
    double goal;
} variants[] = { { "build", build_only, 100 }, { "build, cached lookup", build_and_look_up, 250 }, { "kept, cached lookup", look_up_kept, 50 }, { "full compilation", compile_all, 2000 } };

static bool open_all(state *s)
{
    s->engine = alk_open("sqlite://");
    s->conn = s->engine ? alk_connect(s->engine) : NULL;
    s->kept = alk_keep(build(1));
    alk_sql *built = build(1);
    bool fine = s->conn && alk_conn_ping(s->conn) == ALK_OK && look_up(s, s->kept) && look_up(s, built);
    alk_free(built);
    if (!fine)
        fprintf(stderr, "bench: %s\n", alk_last_error()->message);
    return fine;
}

int main(int argc, char **argv)
{
    state s = { 0 };
    bench_settings settings = { .rounds = 25, .round_seconds = 0.004 };
    const char *only = NULL;
    long times = 0;
    for (int i = 1; i < argc; i++) {
        const char *next = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--tsv") == 0)
            settings.tsv = true;
        else if (strcmp(argv[i], "--cpu") == 0)
            settings.cpu = true;
        else if (strcmp(argv[i], "--rounds") == 0 && (settings.rounds = (int)strtoul(next, NULL, 10)) > 0)
            i++;
        else if (strcmp(argv[i], "--only") == 0 && *next)
            only = argv[++i];
        else if (strcmp(argv[i], "--count") == 0 && (times = strtol(next, NULL, 10)) > 0)
            i++;
        else {
            fputs("usage: alk_bench_statements [--tsv] [--rounds N] [--cpu] [--only VARIANT] [--count TIMES]\n", stderr);
            return 2;
        }
    }
    bool fine = open_all(&s);
    if (fine && !times)
        bench_header(&settings);
    for (size_t i = 0; fine && i < sizeof variants / sizeof *variants; i++) {
        bench_case c = { "W9", variants[i].name, times ? 1 : 100, variants[i].goal, true, { { variants[i].run, NULL, NULL, &s } } };
        if (!only || strcmp(only, variants[i].name) == 0)
            fine = times ? bench_repeat(&c, BENCH_OURS, times) : bench_measure(&settings, &c);
    }
    alk_free(s.kept);
    if (s.conn)
        alk_conn_close(s.conn);
    alk_engine_close(s.engine);
    return fine ? 0 : 1;
}
