/* SPDX-License-Identifier: MIT
 * Runs the cases of a backend and counts. See trouble.h. */
#include "trouble.h"
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { AT_A_TIME = 8 };
_Thread_local char trouble_why[600];
static int counts[3];
static const char *script, *base_url;
static char directory[] = "/tmp/alk-trouble-XXXXXX", own_url[300], said[300];        /* the last of what the script said */

/* ---- what cases call ---- */

double trouble_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void trouble_nap(double seconds)
{
    struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
    (void)nanosleep(&t, NULL);
}

typedef struct rounds {
    int n, (*run)(int round, void *payload);
    void *payload;
    atomic_int next, failed;
    char why[sizeof trouble_why];      /* of the first that failed */
} rounds;

static void *run_rounds(void *payload)
{
    rounds *r = payload;
    for (int i; (i = atomic_fetch_add(&r->next, 1)) < r->n;)
        if (r->run(i, r->payload) && atomic_fetch_add(&r->failed, 1) == 0)
            memcpy(r->why, trouble_why, sizeof r->why);
    alk_clear_error();
    return NULL;
}

int trouble_rounds(int n, int (*run)(int round, void *payload), void *payload)
{
    rounds r = { .n = n, .run = run, .payload = payload };
    pthread_t threads[AT_A_TIME];
    int started = 0;
    while (started < AT_A_TIME && pthread_create(&threads[started], NULL, run_rounds, &r) == 0)
        started++;
    for (int i = 0; i < started; i++)
        (void)pthread_join(threads[i], NULL);
    CHECK(started == AT_A_TIME);
    if (atomic_load(&r.failed))
        FAIL("%s", r.why);
    return 0;
}

int trouble_failed_with(int class, unsigned flags)
{
    const alk_error *e = alk_last_error();
    return e->code == class && (e->flags & flags) == flags;
}

int trouble_run(alk_conn *conn, const char *sql, double timeout)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = timeout };
    alk_result *r = alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, timeout > 0 ? &options : NULL);
    while (alk_next(r))
        ;
    return alk_close(r);
}

/* "…@127.0.0.1:3306/alk": the servers of the tests listen there; one whose URL names a socket is found by its port all the same. */
static const char *port_in(const char *url)
{
    const char *path = strrchr(url, '/');
    while (path && path > url && path[-1] != ':')
        path--;
    return path;
}

int trouble_port_of(const char *url)
{
    const char *port = port_in(url);
    return port ? atoi(port) : 0;
}

int trouble_url_at(const char *url, int port, const char *options, char *out, size_t size)
{
    const char *at = strchr(url, '@'), *path = strrchr(url, '/');
    if (!at || !path || path < at)
        return -1;
    int n = snprintf(out, size, "%.*s@127.0.0.1:%d%s%s", (int)(at - url), url, port, path, options);
    return n > 0 && (size_t)n < size ? 0 : -1;
}

/* "postgresql://…" as "postgresql+odbc://…?driver=…". */
static void keep_own_url(const char *url, int length)
{
    int scheme = (int)strcspn(url, ":");
    if (trouble_backend.odbc)
        (void)snprintf(own_url, sizeof own_url, "%.*s+odbc%.*s?driver=%s", scheme, url, length - scheme, url + scheme, trouble_backend.odbc);
    else
        (void)snprintf(own_url, sizeof own_url, "%.*s", length, url);
}

int trouble_url_of_two(const char *url, int first, int second, const char *options, char *out, size_t size)
{
    const char *at = strchr(url, '@'), *path = strrchr(url, '/');
    if (!at || !path || path < at)
        return -1;
    int n = snprintf(out, size, "%.*s@127.0.0.1:%d,127.0.0.1:%d%s%s", (int)(at - url), url, first, second, path, options);
    return n > 0 && (size_t)n < size ? 0 : -1;
}

const char *trouble_base_url(void)
{
    return base_url;
}

int trouble_server(const char *command)
{
    char line[700];
    (void)snprintf(line, sizeof line, "'%s' %s %s/server 2>&1", script, command, directory);
    FILE *out = popen(line, "r");
    while (out && fgets(said, sizeof said, out))
        if (strncmp(said, trouble_backend.scheme, strlen(trouble_backend.scheme)) == 0)
            keep_own_url(said, (int)strcspn(said, "\n"));
    return out ? pclose(out) : -1;
}

const char *trouble_own_url(void)
{
    return own_url;
}

/* ---- running ---- */

static void tell(const char *name, int outcome)
{
    static const char *const words[] = { "PASS", "FAIL", "SKIP" };
    counts[outcome]++;
    (void)printf("%s %s%s%s\n", words[outcome], name, outcome ? ": " : "", outcome ? trouble_why : "");
    (void)fflush(stdout);
    trouble_why[0] = 0;
}

static int chosen(const char *name, int n, char **names)
{
    for (int i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0)
            return 1;
    return n == 0;
}

static int open_place(place *l)
{
    char url[400];
    memset(l, 0, sizeof *l);
    CHECK(proxy_start(&l->proxy, trouble_port_of(base_url)) == 0);
    CHECK(trouble_url_at(base_url, l->proxy.port, "", url, sizeof url) == 0);
    l->engine = alk_open(url, .connect_timeout = 5);
    l->conn = alk_connect(l->engine);
    CHECK(l->conn != NULL);
    return 0;
}

static int close_place(place *l, int outcome)
{
    double began = trouble_now();
    alk_conn_close(l->conn);
    alk_engine_close(l->engine);
    if (l->proxy.port)
        proxy_stop(&l->proxy);
    if (!outcome && trouble_now() - began > 8)
        FAIL("closing took %.1f seconds", trouble_now() - began);
    return outcome;
}

static void run_on_lines(const line_case *cases, int n, char **names)
{
    for (; cases->name; cases++) {
        place l;
        if (!chosen(cases->name, n, names))
            continue;
        if (!base_url || !*base_url) {
            (void)snprintf(trouble_why, sizeof trouble_why, "%s is not set", trouble_backend.variable);
            tell(cases->name, 2);
            continue;
        }
        int outcome = open_place(&l) || cases->run(&l);
        tell(cases->name, close_place(&l, outcome));
    }
}

static void run_played(int n, char **names)
{
    for (const plain_case *c = trouble_backend.played; c->name; c++)
        if (chosen(c->name, n, names))
            tell(c->name, c->run());
}

static void remove_directory(void)
{
    char line[200];
    (void)snprintf(line, sizeof line, "rm -rf %s", directory);
    if (system(line))
        (void)printf("%s is left\n", directory);
}

static void run_killed(int n, char **names)
{
    int wanted = 0, there;
    for (const plain_case *c = trouble_killed; c->name; c++)
        wanted += chosen(c->name, n, names);
    if (!wanted || !mkdtemp(directory) || chmod(directory, 0755))       /* a server runs as somebody else */
        return;
    there = system(trouble_backend.installed) == 0;
    if (there && trouble_server("start") != 0) {
        (void)snprintf(trouble_why, sizeof trouble_why, "a server of its own did not start: %s", said);
        tell("server", 1);
        there = -1;
    }
    for (const plain_case *c = trouble_killed; there >= 0 && c->name; c++)
        if (chosen(c->name, n, names)) {
            if (!there)
                (void)snprintf(trouble_why, sizeof trouble_why, "the server is not installed");
            tell(c->name, there ? c->run() : 2);
        }
    if (there)
        (void)trouble_server("kill");
    remove_directory();
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    script = argv[1];
    base_url = getenv(trouble_backend.variable);
    run_played(argc - 2, argv + 2);
    run_on_lines(trouble_lines, argc - 2, argv + 2);
    if (!trouble_backend.crashes)
        run_on_lines(trouble_halves, argc - 2, argv + 2);
    if (!trouble_backend.odbc)
        run_on_lines(trouble_native, argc - 2, argv + 2);
    run_on_lines(trouble_backend.lines, argc - 2, argv + 2);
    run_killed(argc - 2, argv + 2);
    (void)printf("%d passed, %d failed, %d skipped\n", counts[0], counts[1], counts[2]);
    alk_clear_error();
    return counts[1] != 0;
}
