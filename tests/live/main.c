/* SPDX-License-Identifier: MIT
 * Runs the cases on each URL and counts. */
#include "live.h"
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

enum { PASSED = 0, FAILED = 1, SKIPPED = 2 };
static int counts[3];

/* ---- what cases call ---- */

void live_fail(live *l, const char *file, int line, const char *format, ...)
{
    va_list arguments;
    int n = snprintf(l->why, sizeof l->why, "%s:%d: ", file, line);
    va_start(arguments, format);
    (void)vsnprintf(l->why + n, sizeof l->why - (size_t)n, format, arguments);
    va_end(arguments);
    longjmp(l->out, 1 + FAILED);
}

void live_skip(live *l, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(l->why, sizeof l->why, format, arguments);
    va_end(arguments);
    longjmp(l->out, 1 + SKIPPED);
}

void live_need(live *l, uint64_t cap, const char *name)
{
    if (!(l->caps & cap))
        live_skip(l, "%s is not declared", name);
}

void live_ok(live *l, int code, const char *what, const char *file, int line)
{
    if (code)
        live_fail(l, file, line, "%s: %s", what, alk_last_error()->message);
}

void live_fails(live *l, int code, int expected, const char *what, const char *file, int line)
{
    const alk_error *e = alk_last_error();
    if (code != expected || e->code != expected)
        live_fail(l, file, line, "%s gives %d, the error is %d (%s); expected %s", what, code, e->code, e->message, alk_error_class_name(expected));
}

int live_run(live *l, const char *sql)
{
    return alk_close(alk_execute(l->conn, alk_raw(sql)));
}

int64_t live_int(live *l, const char *sql)
{
    int64_t value = 0;
    LIVE_OK(l, alk_scalar_int(alk_execute(l->conn, alk_raw(sql)), &value));
    return value;
}

static const char *word_type(live *l, const char *word, size_t n)
{
    static const char *const words[] = { "NULL", "BOOL", "INT", "UINT", "REAL", "DECIMAL", "TEXT", "BLOB", "DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ",
                                         "INTERVAL", "UUID", "JSON", "ARRAY" };
    for (int i = 1; i < 16; i++)
        if (strlen(words[i]) == n && strncmp(words[i], word, n) == 0) {
            if (!l->dialect->types[i])
                live_skip(l, "%s has no type %s", alk_engine_dialect(l->engine), words[i]);
            return l->dialect->types[i];
        }
    if (n == 9 && strncmp(word, "GENERATED", n) == 0) {
        if (!l->dialect->generated)
            live_skip(l, "%s has no generated keys", alk_engine_dialect(l->engine));
        return l->dialect->generated;
    }
    return NULL;
}

void live_table(live *l, const char *columns)
{
    char sql[1000] = "create table live_t (";
    for (const char *p = columns; *p;) {
        size_t n = strspn(p, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), at = strlen(sql);
        const char *type = n ? word_type(l, p, n) : NULL;
        n = n ? n : 1;
        (void)snprintf(sql + at, sizeof sql - at, "%.*s", (int)(type ? strlen(type) : n), type ? type : p);
        p += n;
    }
    (void)snprintf(sql + strlen(sql), sizeof sql - strlen(sql), ")");
    LIVE_OK(l, live_run(l, sql));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

/* ---- running ---- */

/* A clean connection, without the table of the case before. */
static void prepare(live *l)
{
    l->arena = alk_arena_new();
    l->conn = alk_connect(l->engine);
    if (!l->conn || !l->arena)
        live_fail(l, __FILE__, __LINE__, "cannot connect: %s", alk_last_error()->message);
    l->caps = alk_conn_capabilities(l->conn);
    LIVE_OK(l, live_run(l, "drop table if exists live_t"));
    LIVE_OK(l, alk_conn_commit(l->conn));
}

static void run_case(live *l, const live_case *c)
{
    static const char *const words[] = { "PASS", "FAIL", "SKIP" };
    l->conn = NULL;
    l->arena = NULL;
    l->why[0] = '\0';
    volatile int outcome = setjmp(l->out);
    if (outcome == 0) {
        prepare(l);
        c->run(l);
    }
    int status = outcome ? outcome - 1 : PASSED;
    alk_conn_close(l->conn);
    alk_arena_free(l->arena);
    counts[status]++;
    (void)printf("%s %s%s%s\n", words[status], c->name, l->why[0] ? ": " : "", l->why);
}

static int chosen(const char *name, int n, char **names)
{
    for (int i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0)
            return 1;
    return n == 0;
}

static void run_url(const char *url, int n, char **names)
{
    static const live_case *const groups[] = { live_types, live_transactions, live_errors, live_results, live_members, live_cursors, live_limits, live_twophase, live_tasks, live_copy, live_each, live_sessions, live_objects, live_schema };
    live l = { .url = url };
    l.engine = alk_open(url);
    if (!l.engine) {
        (void)printf("FAIL cannot open: %s\n", alk_last_error()->message);
        counts[FAILED]++;
        return;
    }
    l.dialect = live_dialect_of(alk_engine_dialect(l.engine));
    (void)printf("== %s\n", alk_engine_url(l.engine));
    for (size_t g = 0; g < sizeof groups / sizeof groups[0]; g++)
        for (const live_case *c = groups[g]; c->name; c++)
            if (chosen(c->name, n, names))
                run_case(&l, c);
    alk_engine_close(l.engine);
}

int main(int argc, char **argv)
{
    char directory[] = "/tmp/alk-live-XXXXXX", own[100];
    const char *urls = getenv("ALK_LIVE_URLS");
    int made = !urls || !*urls;
    if (made) {
        if (!mkdtemp(directory))
            return 2;
        (void)snprintf(own, sizeof own, "sqlite:// sqlite:///%s/live.db", directory);
        urls = own;
    }
    for (char url[1000]; *(urls += strspn(urls, " \t\n")); urls += strcspn(urls, " \t\n")) {
        (void)snprintf(url, sizeof url, "%.*s", (int)strcspn(urls, " \t\n"), urls);
        run_url(url, argc - 1, argv + 1);
    }
    if (made) {
        (void)snprintf(own, sizeof own, "%s/live.db", directory);
        (void)unlink(own);
        (void)rmdir(directory);
    }
    (void)printf("%d passed, %d failed, %d skipped\n", counts[PASSED], counts[FAILED], counts[SKIPPED]);
    alk_clear_error();
    return counts[FAILED] != 0;
}
