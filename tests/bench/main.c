/* SPDX-License-Identifier: MIT
 * alk_bench [workload…] [--url URL] [--tsv] [--rounds N] [--cpu] [--autocommit] [--only VARIANT] [--size ROWS] [--check] [--count SIDE TIMES]: runs the
 * workloads and prints how the library compares with the baselines of the URL's dialect. Times decide nothing: the exit code is about failures. --check
 * runs few rows once and measures nothing. --count runs one side alone, for instruction counts under callgrind. */
#include "ours.h"
#include "raw.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const bench_raw_backend *const backends[] = {
#ifdef ALK_BENCH_SQLITE
    &bench_raw_sqlite,
#endif
#ifdef ALK_BENCH_POSTGRESQL
    &bench_raw_postgresql,
#endif
#ifdef ALK_BENCH_MARIADB
    &bench_raw_mysql,
#endif
    NULL
};
static const char *const workload_names[BENCH_WORKLOADS] = { "W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8" };

enum { CHECKED_ROWS = 1050, SERVER_ROUNDS = 15 };

typedef struct program {
    bench_settings settings;
    const char *url, *only;
    bool check;                /* few rows, no times */
    bool autocommit;           /* our side too reads outside a transaction, as the baselines do */
    bool chosen[BENCH_WORKLOADS], any_chosen;
    int counted;               /* the one side to run; -1: all */
    long times;
    size_t size[2];            /* the only size in place of all, and a 0 */
    ours *ours;
    const bench_schema *schema;
    const bench_raw_backend *raw;      /* NULL: the dialect has no baselines here */
    void *plain, *best;
} program;

/* What `before` of a side needs to know. */
typedef struct side_state {
    program *p;
    bench_fn run;
    bench_fixture fixture;
    void *session;
    bench_fn contents;
} side_state;

static int usage(void)
{
    fputs("usage: run [W1 W2 W3 W4 W5 W6 W7 W8] [--url URL] [--tsv] [--rounds N] [--cpu] [--autocommit] [--only VARIANT] [--size ROWS]\n"
          "           [--check] [--count ours|plain|best TIMES]\n", stderr);
    return 2;
}

static bool choose(program *p, const char *word)
{
    for (int i = 0; i < BENCH_WORKLOADS; i++)
        if (strcmp(word, workload_names[i]) == 0)
            return p->any_chosen = p->chosen[i] = true;
    return false;
}

static int side_of(const char *word)
{
    return strcmp(word, "ours") == 0 ? BENCH_OURS : strcmp(word, "plain") == 0 ? BENCH_PLAIN : strcmp(word, "best") == 0 ? BENCH_BEST : -2;
}

static bool parse(program *p, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *next = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--tsv") == 0)
            p->settings.tsv = true;
        else if (strcmp(argv[i], "--cpu") == 0)
            p->settings.cpu = true;
        else if (strcmp(argv[i], "--check") == 0)
            p->check = true;
        else if (strcmp(argv[i], "--autocommit") == 0)
            p->autocommit = true;
        else if (strcmp(argv[i], "--url") == 0 && next)
            p->url = argv[++i];
        else if (strcmp(argv[i], "--only") == 0 && next)
            p->only = argv[++i];
        else if (strcmp(argv[i], "--rounds") == 0 && next && (p->settings.rounds = (int)strtoul(argv[++i], NULL, 10)) > 0)
            continue;
        else if (strcmp(argv[i], "--size") == 0 && next)
            p->size[0] = strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--count") == 0 && i + 2 < argc) {
            p->counted = side_of(argv[i + 1]);
            p->times = strtol(argv[i + 2], NULL, 10);
            i += 2;
        } else if (!choose(p, argv[i]))
            return false;
    }
    return p->counted > -2;
}

/* ---- sessions ---- */

/* Copies, which live as long as the program runs; NULL stays. */
static const char *kept(const char *text)
{
    return text ? strdup(text) : NULL;
}

/* The dialect and what a client library needs, of the URL. */
static bool read_url(program *p, bench_server *server)
{
    alk_url *url = alk_url_parse(p->url);
    if (!url) {
        ours_complain("the URL");
        return false;
    }
    p->schema = bench_schema_of(alk_url_dialect(url));
    if (!p->schema)
        fprintf(stderr, "bench: the tables are not written for %s\n", alk_url_dialect(url));
    *server = (bench_server){ kept(alk_url_host(url, 0)), kept(alk_url_user(url)), kept(alk_url_password(url)), kept(alk_url_database(url)),
                              (unsigned)alk_url_port(url, 0) };
    alk_url_free(url);
    return p->schema != NULL;
}

static void free_server(bench_server *server)
{
    free((char *)(uintptr_t)server->host);
    free((char *)(uintptr_t)server->user);
    free((char *)(uintptr_t)server->password);
    free((char *)(uintptr_t)server->database);
}

/* The baselines come first: a client library that a program uses before Alkahest stays as the program set it up, so all sides
 * run on a library in its default state. */
static bool open_raw(program *p, const bench_server *server)
{
    for (size_t i = 0; backends[i]; i++)
        if (backends[i]->database == p->schema->database)
            p->raw = backends[i];
    if (!p->raw) {
        fprintf(stderr, "bench: the baselines of %s are not built; only our side runs\n", p->schema->dialects[0]);
        return true;
    }
    return (p->plain = p->raw->open(server, false)) && (p->best = p->raw->open(server, true));
}

static bool open_all(program *p)
{
    bench_server server = { 0 };
    bool fine = read_url(p, &server) && open_raw(p, &server);
    free_server(&server);
    if (p->settings.rounds == 0)
        p->settings.rounds = p->schema && p->schema->database != BENCH_SQLITE ? SERVER_ROUNDS : 25;
    return fine && (p->ours = ours_open(p->url, p->schema)) && (!p->autocommit || alk_conn_set_autocommit(p->ours->conn, true) == ALK_OK);
}

static void close_all(program *p)
{
    ours_close(p->ours);
    if (p->raw) {
        p->raw->close(p->plain);
        p->raw->close(p->best);
    }
}

static bool load_all(program *p, bench_fixture fixture, size_t n)
{
    return ours_load(p->ours, fixture, n) && (!p->raw || (p->raw->load(p->plain, fixture, n) && p->raw->load(p->best, fixture, n)));
}

/* ---- cases ---- */

static uint64_t run_side(void *state, size_t n)
{
    const side_state *s = state;
    return s->run(s->session, n);
}

/* Ends the transaction of the round before, and empties what is inserted into. */
static bool before_ours(void *state, size_t n)
{
    const side_state *s = state;
    if (s->fixture == BENCH_EMPTY)
        return ours_load(s->session, s->fixture, n);
    return alk_rollback(((ours *)s->session)->conn) == ALK_OK;
}

static bool before_raw(void *state, size_t n)
{
    const side_state *s = state;
    return s->fixture != BENCH_EMPTY || s->p->raw->load(s->session, s->fixture, n);
}

static uint64_t contents_of_side(void *state, size_t n)
{
    const side_state *s = state;
    return s->contents(s->session, n);
}

static bool run_case(program *p, const ours_variant *v, size_t n)
{
    bench_database database = p->schema->database;
    bench_fn raw = p->raw ? p->raw->work[v->workload] : NULL, contents = p->raw ? p->raw->contents : NULL;
    side_state states[BENCH_SIDES] = { { p, v->run, v->fixture, p->ours, ours_contents }, { p, raw, v->fixture, p->plain, contents },
                                       { p, raw, v->fixture, p->best, contents } };
    bool writes = v->workload == BENCH_W3 || v->workload == BENCH_W4 || v->workload == BENCH_W8;
    double goal = n == v->goal_size ? v->goal[database] : n == v->goal_small_size ? v->goal_small[database] : 0;
    bench_case c = { .workload = workload_names[v->workload], .variant = v->name, .n = n, .goal = raw ? goal : 0, .repeatable = v->fixture != BENCH_EMPTY };
    for (int i = 0; i < BENCH_SIDES; i++)
        if (states[i].run)
            c.sides[i] = (bench_side){ run_side, i == BENCH_OURS ? before_ours : before_raw, writes ? contents_of_side : NULL, &states[i] };
    if (p->check)
        return bench_check(&p->settings, &c);
    if (p->counted < 0)
        return bench_measure(&p->settings, &c);
    return bench_repeat(&c, p->counted, p->times);
}

/* The sizes of a variant, ended by 0, or the one that was asked for. A check takes the largest one smaller. */
static size_t size_of(const program *p, const ours_variant *v, size_t i)
{
    size_t n = p->size[0] ? p->size[i] : v->sizes[i];
    return p->check && n > CHECKED_ROWS ? CHECKED_ROWS : n;
}

static bool run_variants(program *p, const ours_variant *variants)
{
    bench_fixture loaded = BENCH_EMPTY;
    size_t loaded_n = 0;
    bool fine = true;
    for (const ours_variant *v = variants; v->name; v++) {
        if ((p->any_chosen && !p->chosen[v->workload]) || (p->only && strcmp(p->only, v->name) != 0) ||
            (v->sqlite_only && p->schema->database != BENCH_SQLITE))
            continue;
        for (size_t n, i = 0; (n = size_of(p, v, i)); i++) {
            if ((v->fixture != loaded || n != loaded_n) && !load_all(p, v->fixture, n))
                return false;
            loaded = v->fixture;
            loaded_n = n;
            fine = run_case(p, v, n) && fine;
        }
    }
    return fine;
}

int main(int argc, char **argv)
{
    program p = { .settings = { .round_seconds = 0.004 }, .url = "sqlite://", .counted = -1 };
    if (!parse(&p, argc, argv))
        return usage();
    bool fine = open_all(&p);
    if (fine) {
        if (p.counted < 0 && !p.check)
            bench_header(&p.settings);
        fine = run_variants(&p, ours_reads);
        fine = run_variants(&p, ours_writes) && fine;
        fine = run_variants(&p, ours_models) && fine;
        fine = run_variants(&p, ours_sessions) && fine;
    }
    close_all(&p);
    return fine ? 0 : 1;
}
