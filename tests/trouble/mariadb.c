/* SPDX-License-Identifier: MIT
 * Trouble with a MariaDB server: a line that is cut or swallows everything, a server that is killed, a server that is none or asks for files. Each ends in time, with the
 * right class and flags.
 *
 *     alk_trouble_mariadb tests/servers/mariadb [case…]
 *
 * The line's cases need the server of ALK_TEST_MARIADB_URL; those that kill one start their own, where mariadbd is installed. */
#include "proxy.h"
#include <alkahest/alkahest.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int counts[3];
static char why[600];
static const char *script;
static const char *base_url;           /* of the server that stays alive */

#define FAIL(...) return (void)snprintf(why, sizeof why, __VA_ARGS__), 1
#define CHECK(condition) \
    if (!(condition)) \
    FAIL("line %d: %s does not hold (last error: %d, %s)", __LINE__, #condition, alk_last_error()->code, alk_last_error()->message)

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void nap(double seconds)
{
    struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
    (void)nanosleep(&t, NULL);
}

static int failed_with(int class, unsigned flags)
{
    const alk_error *e = alk_last_error();
    return e->code == class && (e->flags & flags) == flags;
}

/* ---- a line through the proxy ---- */

typedef struct place {
    proxy proxy;
    alk_engine *engine;
    alk_conn *conn;
} place;

static int open_place(place *l, const char *options)
{
    const char *host = strstr(base_url, "@127.0.0.1:"), *path = host ? strchr(host, '/') : NULL;
    char url[400];
    memset(l, 0, sizeof *l);
    CHECK(path && proxy_start(&l->proxy, atoi(host + strlen("@127.0.0.1:"))) == 0);
    (void)snprintf(url, sizeof url, "%.*s@127.0.0.1:%d%s%s", (int)(host - base_url), base_url, l->proxy.port, path, options);
    l->engine = alk_open(url);
    l->conn = alk_connect(l->engine);
    CHECK(l->conn != NULL);
    return 0;
}

static int close_place(place *l, int outcome)
{
    double began = now();
    alk_conn_close(l->conn);
    alk_engine_close(l->engine);
    if (l->proxy.port)
        proxy_stop(&l->proxy);
    if (!outcome && now() - began > 8)
        FAIL("closing took %.1f seconds", now() - began);
    return outcome;
}

static int run_sql(alk_conn *conn, const char *sql, double timeout)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = timeout };
    alk_result *r = alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, timeout > 0 ? &options : NULL);
    while (alk_next(r))
        ;
    return alk_close(r);
}

static int swallowed_statement(place *l)
{
    CHECK(run_sql(l->conn, "select 1", 5) == ALK_OK);
    atomic_store(&l->proxy.mode, PROXY_SWALLOWS);
    double began = now();
    int code = run_sql(l->conn, "select 1", 0.5), right = failed_with(ALK_ERROR_TIMEOUT, ALK_ERROR_DISCONNECT);
    CHECK(code == ALK_ERROR_TIMEOUT && right);
    CHECK(now() - began > 0.49 && now() - began < 4);
    return 0;
}

static int swallowed_rows(place *l)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 1 };
    alk_result *r = alk_conn_execute_driver(l->conn, "select seq, repeat('x', 1000) from seq_1_to_1000000", SIZE_MAX, NULL, 0, &options);
    int n = 0;
    CHECK(r != NULL);
    for (; n < 10 && alk_next(r); n++)
        ;
    atomic_store(&l->proxy.mode, PROXY_SWALLOWS);
    double began = now();
    while (alk_next(r))
        n++;
    int code = alk_close(r), right = failed_with(ALK_ERROR_TIMEOUT, ALK_ERROR_DISCONNECT);
    CHECK(n >= 10 && code == ALK_ERROR_TIMEOUT && right && now() - began < 6);
    return 0;
}

static int swallowed_commit(place *l)
{
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 0.5 };
    CHECK(alk_conn_set_options(l->conn, &options) == ALK_OK);
    CHECK(run_sql(l->conn, "create table if not exists trouble_t (a int)", 5) == ALK_OK && run_sql(l->conn, "insert into trouble_t values (1)", 5) == ALK_OK);
    atomic_store(&l->proxy.mode, PROXY_SWALLOWS);
    double began = now();
    int code = alk_conn_commit(l->conn), right = failed_with(ALK_ERROR_TIMEOUT, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
    CHECK(code != ALK_OK && right && now() - began < 5);
    return 0;
}

static int cut_while_idle(place *l)
{
    CHECK(run_sql(l->conn, "select 1", 5) == ALK_OK);
    atomic_store(&l->proxy.mode, PROXY_CUTS);
    nap(0.1);
    int code = run_sql(l->conn, "select 1", 5), right = failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    CHECK(code != ALK_OK && right);
    return 0;
}

static int cut_commit(place *l)
{
    CHECK(run_sql(l->conn, "create table if not exists trouble_t (a int)", 5) == ALK_OK && run_sql(l->conn, "insert into trouble_t values (1)", 5) == ALK_OK);
    atomic_store(&l->proxy.mode, PROXY_CUTS);
    nap(0.1);
    int code = alk_conn_commit(l->conn), right = failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
    CHECK(code != ALK_OK && right);
    return 0;
}

/* An answer that does not come although the line works: the statement is ended, the connection goes on. */
static int deadline_of_a_lock(place *l)
{
    alk_conn *other = alk_connect(l->engine);
    int prepared = run_sql(l->conn, "create table if not exists trouble_l (a int primary key)", 5) || run_sql(l->conn, "replace into trouble_l values (1)", 5) || alk_conn_commit(l->conn) ||
                   run_sql(l->conn, "update trouble_l set a = 1", 5);
    double began = now();
    int code = run_sql(other, "delete from trouble_l", 0.5), right = failed_with(ALK_ERROR_TIMEOUT, 0) && !(alk_last_error()->flags & ALK_ERROR_DISCONNECT);
    double took = now() - began;
    int goes_on = alk_conn_rollback(other) == ALK_OK && run_sql(other, "select 1", 5) == ALK_OK;
    alk_conn_close(other);
    CHECK(!prepared && code == ALK_ERROR_TIMEOUT && right && took > 0.49 && took < 2.5 && goes_on);
    return 0;
}

typedef struct blocked {
    alk_conn *conn;
    int code;
    char state[6];
} blocked;

static void *take_the_second(void *payload)
{
    blocked *b = payload;
    b->code = run_sql(b->conn, "update trouble_d set v = 1 where id = 2", 10);
    (void)snprintf(b->state, sizeof b->state, "%s", alk_last_error()->sqlstate);
    alk_clear_error();
    return NULL;
}

/* Whoever the server chose has no transaction any more, and is told so until it rolls back. */
static int is_told(alk_conn *victim)
{
    int status = alk_conn_transaction_status(victim), refused = run_sql(victim, "select 1", 5), kept = alk_conn_commit(victim);
    return status == ALK_TRANSACTION_FAILED && refused == ALK_ERROR_OPERATIONAL && kept != ALK_OK && alk_conn_rollback(victim) == ALK_OK && run_sql(victim, "select 1", 5) == ALK_OK;
}

static int deadlock(place *l)
{
    pthread_t thread;
    blocked b = { .conn = alk_connect(l->engine) };
    int prepared = run_sql(l->conn, "create table if not exists trouble_d (id int primary key, v int) engine=innodb", 5) || run_sql(l->conn, "replace into trouble_d values (1, 0), (2, 0)", 5) ||
                   alk_conn_commit(l->conn) || run_sql(b.conn, "update trouble_d set v = 1 where id = 1", 5) || run_sql(l->conn, "update trouble_d set v = 2 where id = 2", 5);
    int started = !prepared && pthread_create(&thread, NULL, take_the_second, &b) == 0;
    nap(0.3);
    int code = started ? run_sql(l->conn, "update trouble_d set v = 2 where id = 1", 10) : ALK_OK;
    int right = code && strcmp(alk_last_error()->sqlstate, "40001") == 0 && failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE);
    if (started && code == ALK_OK)
        alk_conn_commit(l->conn);
    if (started)
        (void)pthread_join(thread, NULL);
    int told = code ? is_told(l->conn) : is_told(b.conn);
    right = right || (b.code && strcmp(b.state, "40001") == 0);
    alk_conn_close(b.conn);
    CHECK(started && right && told);
    return 0;
}

static int local_infile_of_a_live_server(place *l)
{
    CHECK(run_sql(l->conn, "create table if not exists trouble_f (a text)", 5) == ALK_OK);
    int code = run_sql(l->conn, "load data local infile '/etc/passwd' into table trouble_f", 5);
    char message[200];
    (void)snprintf(message, sizeof message, "%s", alk_last_error()->message);
    alk_conn_invalidate(l->conn, true);
    int64_t n = -1;
    CHECK(alk_scalar_int(alk_execute(l->conn, alk_raw("select count(*) from trouble_f")), &n) == ALK_OK);
    if (code == ALK_OK || n != 0)
        FAIL("the file was sent: %s, %lld rows", message, (long long)n);
    return 0;
}

static const struct {
    const char *name;
    int (*run)(place *l);
} line_cases[] = {
    { "swallowed_statement", swallowed_statement }, { "swallowed_rows", swallowed_rows }, { "swallowed_commit", swallowed_commit }, { "cut_while_idle", cut_while_idle },
    { "cut_commit", cut_commit }, { "deadline_of_a_lock", deadline_of_a_lock }, { "deadlock", deadlock }, { "local_infile_of_a_live_server", local_infile_of_a_live_server },
};

/* ---- servers that are played ---- */

#define HANDSHAKE "\x4a\x00\x00\x00\x0a" "8.0.99\0" "\x01\0\0\0" "abcdefgh\0" "\xff\xf7\x2d\x02\0\xff\x81\x15\0\0\0\0\0\0\0\0\0\0" "ijklmnopqrst\0" "mysql_native_password\0"
#define OK_PACKET "\x07\x00\x00\x02\0\0\0\x02\0\0\0"
#define ASK_FOR_FILE "\x0c\x00\x00\x01\xfb" "/etc/passwd"

static int connect_to_player(player *p, const char *options, double *took)
{
    char url[200];
    if (player_start(p))
        return -1;
    (void)snprintf(url, sizeof url, "mysql://root@127.0.0.1:%d/x?ssl_mode=disabled%s", p->port, options);
    alk_engine *engine = alk_open(url);
    double began = now();
    alk_conn *conn = alk_connect(engine);
    int code = conn ? ALK_OK : alk_last_error()->code;
    *took = now() - began;
    alk_conn_close(conn);
    alk_engine_close(engine);
    player_stop(p);
    return code;
}

static int server_that_asks_for_a_file(void)
{
    player p = { .texts = { HANDSHAKE, OK_PACKET, ASK_FOR_FILE }, .lengths = { sizeof HANDSHAKE - 1, sizeof OK_PACKET - 1, sizeof ASK_FOR_FILE - 1 }, .n_texts = 3 };
    double took;
    int code = connect_to_player(&p, "", &took);
    CHECK(p.messages >= 2);                /* it got as far as a statement */
    p.heard[p.n_heard < sizeof p.heard ? p.n_heard : sizeof p.heard - 1] = 0;
    for (size_t i = 0; i + 5 < p.n_heard; i++)
        CHECK(memcmp(p.heard + i, "root:", 5) != 0);
    CHECK(code != ALK_OK && took < 5);
    return 0;
}

static int server_that_is_silent(void)
{
    player p = { .n_texts = 0 };
    double took;
    int code = connect_to_player(&p, "&connect_timeout=0.5", &took);
    CHECK(code == ALK_ERROR_TIMEOUT && took > 0.49 && took < 3);
    CHECK(strstr(alk_last_error()->message, "127.0.0.1") != NULL);
    return 0;
}

static int server_that_is_none(void)
{
    player p = { .texts = { "HTTP/1.1 400 Bad Request\r\n\r\n" }, .lengths = { 28 }, .n_texts = 1 };
    double took;
    int code = connect_to_player(&p, "&connect_timeout=2", &took);
    CHECK(code != ALK_OK && took < 4);
    return 0;
}

static int nobody_there(void)
{
    alk_engine *engine = alk_open("mariadb://root@127.0.0.1:1/x");
    alk_conn *conn = alk_connect(engine);
    int right = failed_with(ALK_ERROR_OPERATIONAL, 0) && strstr(alk_last_error()->message, "port 1") != NULL;
    alk_engine_close(engine);
    CHECK(!conn && right);
    return 0;
}

static const struct {
    const char *name;
    int (*run)(void);
} played_cases[] = {
    { "server_that_asks_for_a_file", server_that_asks_for_a_file }, { "server_that_is_silent", server_that_is_silent }, { "server_that_is_none", server_that_is_none },
    { "nobody_there", nobody_there },
};

/* ---- a server that is killed ---- */

static char directory[] = "/tmp/alk-trouble-XXXXXX", own_url[300];

static int server(const char *command)
{
    char line[700], text[300] = "";
    (void)snprintf(line, sizeof line, "'%s' %s %s/server 2>&1", script, command, directory);
    FILE *out = popen(line, "r");
    while (out && fgets(text, sizeof text, out))
        if (strncmp(text, "mariadb://", 10) == 0)
            (void)snprintf(own_url, sizeof own_url, "%.*s", (int)strcspn(text, "\n"), text);
    return out ? pclose(out) : -1;
}

static void *kill_soon(void *payload)
{
    (void)payload;
    nap(0.5);
    (void)server("kill");
    return NULL;
}

static int killed_while(alk_conn *conn, const char *sql, double *took)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, kill_soon, NULL))
        return 0;
    double began = now();
    int code = run_sql(conn, sql, 30), right = failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT);
    *took = now() - began;
    (void)pthread_join(thread, NULL);
    return code != ALK_OK && right;
}

static int killed_during(const char *sql)
{
    alk_engine *engine = alk_open(own_url);
    alk_conn *conn = alk_connect(engine);
    double took = 0;
    int right = conn && killed_while(conn, sql, &took);
    alk_conn_close(conn);
    int again = server("again") == 0;
    conn = again ? alk_connect(engine) : NULL;         /* the pool finds the new one */
    int recovered = conn && run_sql(conn, "select 1", 5) == ALK_OK;
    alk_conn_close(conn);
    alk_engine_close(engine);
    CHECK(right && took < 15 && recovered);
    return 0;
}

static int killed_while_executing(void)
{
    return killed_during("select sleep(20)");
}

static int killed_while_fetching(void)
{
    return killed_during("select a.seq, repeat('x', 100) from seq_1_to_100000 a, seq_1_to_100000 b");
}

static int killed_before_commit(void)
{
    alk_engine *engine = alk_open(own_url);
    alk_conn *conn = alk_connect(engine);
    int prepared = conn && run_sql(conn, "create table if not exists t (a int)", 5) == ALK_OK && run_sql(conn, "insert into t values (1)", 5) == ALK_OK && server("kill") == 0;
    int code = alk_conn_commit(conn), right = failed_with(ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN);
    alk_conn_close(conn);
    alk_engine_close(engine);
    CHECK(prepared && code != ALK_OK && right);
    return 0;
}

static const struct {
    const char *name;
    int (*run)(void);
} killed_cases[] = { { "killed_while_executing", killed_while_executing }, { "killed_while_fetching", killed_while_fetching }, { "killed_before_commit", killed_before_commit } };

/* ---- running ---- */

static void tell(const char *name, int outcome)
{
    static const char *const words[] = { "PASS", "FAIL", "SKIP" };
    counts[outcome]++;
    (void)printf("%s %s%s%s\n", words[outcome], name, outcome ? ": " : "", outcome ? why : "");
    (void)fflush(stdout);
    why[0] = 0;
}

static int chosen(const char *name, int n, char **names)
{
    for (int i = 0; i < n; i++)
        if (strcmp(name, names[i]) == 0)
            return 1;
    return n == 0;
}

static void run_on_lines(int n, char **names)
{
    for (size_t i = 0; i < sizeof line_cases / sizeof *line_cases; i++) {
        place l;
        if (!chosen(line_cases[i].name, n, names))
            continue;
        if (!base_url || !*base_url) {
            (void)snprintf(why, sizeof why, "ALK_TEST_MARIADB_URL is not set");
            tell(line_cases[i].name, 2);
            continue;
        }
        int outcome = open_place(&l, "?connect_timeout=5") || line_cases[i].run(&l);
        tell(line_cases[i].name, close_place(&l, outcome));
    }
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
    for (size_t i = 0; i < sizeof killed_cases / sizeof *killed_cases; i++)
        wanted += chosen(killed_cases[i].name, n, names);
    if (!wanted || !mkdtemp(directory) || chmod(directory, 0755))       /* a server runs as somebody else */
        return;
    there = system("PATH=$PATH:/usr/sbin command -v mariadbd >/dev/null") == 0;
    if (there && server("start") != 0) {
        (void)snprintf(why, sizeof why, "a server of its own did not start");
        tell("server", 1);
        (void)server("kill");
        remove_directory();
        return;
    }
    for (size_t i = 0; i < sizeof killed_cases / sizeof *killed_cases; i++)
        if (chosen(killed_cases[i].name, n, names)) {
            if (!there)
                (void)snprintf(why, sizeof why, "mariadbd is not installed");
            tell(killed_cases[i].name, there ? killed_cases[i].run() : 2);
        }
    if (there)
        (void)server("kill");
    remove_directory();
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    script = argv[1];
    base_url = getenv("ALK_TEST_MARIADB_URL");
    for (size_t i = 0; i < sizeof played_cases / sizeof *played_cases; i++)
        if (chosen(played_cases[i].name, argc - 2, argv + 2))
            tell(played_cases[i].name, played_cases[i].run());
    run_on_lines(argc - 2, argv + 2);
    run_killed(argc - 2, argv + 2);
    (void)printf("%d passed, %d failed, %d skipped\n", counts[0], counts[1], counts[2]);
    alk_clear_error();
    return counts[1] != 0;
}
