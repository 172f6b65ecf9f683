/* SPDX-License-Identifier: MIT
 * Clusters under load: many threads write through one URL that names all servers, while servers are killed, replaced, and join again. What was acknowledged is there
 * once, on every server; nothing is applied twice; nobody waits longer for a connection than the pool's timeout.
 *
 *     alk_cluster galera|standby SECONDS DIRECTORY SCRIPTS     exit code 77: there is no such cluster to be had */
#include "../trouble/ledger.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE = 4, RECOVERY = 30, THREADS = 32 };    /* seconds: of the pool; until something is acknowledged */
static const char *scripts, *directory, *kind;
static char url[400];

static int server(const char *command, int node)
{
    char line[1000], text[500], number[20] = "";
    if (node)
        (void)snprintf(number, sizeof number, "%d", node);
    (void)snprintf(line, sizeof line, "'%s/%s' %s '%s' %s", scripts, kind, command, directory, number);
    FILE *out = popen(line, "r");
    while (out && fgets(text, sizeof text, out))
        if (strstr(text, "://"))
            (void)snprintf(url, sizeof url, "%.*s", (int)strcspn(text, "\n"), text);
    return out ? pclose(out) : -1;
}

static alk_engine *open_cluster(const char *with, int size)
{
    char full[500];
    (void)snprintf(full, sizeof full, "%s%s", url, with);
    return alk_open(full, .pool_size = size, .max_overflow = size, .pool_timeout = PATIENCE, .pool_recycle = 1, .connect_timeout = PATIENCE, .execution.timeout = 5);
}

static int64_t ask(alk_engine *engine, const char *sql)
{
    int64_t value = -1;
    alk_conn *conn = alk_connect(engine);
    (void)alk_scalar_int(alk_execute(conn, alk_raw(sql)), &value);
    alk_conn_close(conn);
    return value;
}

/* The URL of one node: its host is the nth of the list. */
static alk_engine *open_node(int node)
{
    char one[500];
    const char *at = strchr(url, '@') + 1, *host = at, *path = strchr(at, '/');
    for (int i = 1; i < node; i++)
        host = strchr(host, ',') + 1;
    (void)snprintf(one, sizeof one, "%.*s%.*s%s", (int)(at - url), url, (int)strcspn(host, ",/"), host, path);
    return alk_open(one, .pool_timeout = PATIENCE, .execution.timeout = 30);
}

/* Tables are there on the node that made them, and a while later on the others. */
static bool has_tables(int node)
{
    alk_engine *engine = open_node(node);
    double until = ledger_now() + RECOVERY;
    bool there = false;
    while (!there && ledger_now() < until) {
        there = ask(engine, "select count(*) from ledger_row") == 0 && ask(engine, "select n from ledger_count where id = 0") == 0;
        if (!there)
            ledger_nap(0.05);
    }
    alk_engine_close(engine);
    return there;
}

/* nodes: that all take writes. */
static int begin(ledger *l, const char *with, int nodes)
{
    *l = (ledger){ .patience = PATIENCE, .n_engines = 1, .threads = THREADS };
    l->engines[0] = open_cluster(with, 8);
    bool good = l->engines[0] && ledger_create(l->engines[0]) == ALK_OK;
    for (int node = 1; good && node <= nodes; node++)
        good = has_tables(node);
    if (!good) {
        (void)printf("FAULT %s\n", alk_last_error()->message);
        return 1;
    }
    ledger_start(l);
    return 0;
}

static int end(ledger *l)
{
    alk_engine_close(l->engines[0]);
    ledger_free(l);
    return atomic_load(&l->faults) != 0;
}

/* What was done since then took its time; what was acknowledged meanwhile says nothing of it. */
static void progress(ledger *l, const char *after, double since)
{
    double done = ledger_now() - since;
    if (ledger_wait_for_progress(l, RECOVERY) < 0)
        ledger_fault(l, "nothing is acknowledged %d s after %s", (int)RECOVERY, after);
    else
        (void)printf("%s, which took %.2f s: the next was acknowledged after %.2f s in all\n", after, done, ledger_now() - since);
    (void)fflush(stdout);
}

/* ---- Galera ---- */

static void check_node(ledger *l, int node, int64_t *conflicts)
{
    alk_engine *engine = open_node(node);
    int64_t written = ask(engine, "select cast(variable_value as signed) from information_schema.global_status where variable_name = 'wsrep_replicated'");
    int64_t here = ask(engine, "select sum(cast(variable_value as signed)) from information_schema.global_status where variable_name in ('wsrep_local_cert_failures', 'wsrep_local_bf_aborts')");
    (void)printf("node %d: %" PRId64 " transactions began here, %" PRId64 " conflicts\nnode %d: ", node, written, here, node);
    *conflicts += here;
    if (written <= 0)
        ledger_fault(l, "nothing was written through node %d", node);
    (void)ledger_check(l, engine);
    alk_engine_close(engine);
}

static int galera(double seconds)
{
    static ledger l;
    int64_t conflicts = 0;
    if (begin(&l, "?load_balance_hosts=random", 3))
        return 1;
    ledger_nap(seconds / 6);
    for (int node = 2; node <= 3; node++) {
        double since = ledger_now();
        if (server("kill", node))
            ledger_fault(&l, "node %d could not be killed", node);
        progress(&l, "a node was killed", since);
        ledger_nap(seconds / 6);
        since = ledger_now();
        if (server("again", node))
            ledger_fault(&l, "node %d did not join again", node);
        progress(&l, "a node joined again", since);
        ledger_nap(seconds / 6);
    }
    ledger_nap(seconds / 6);
    ledger_stop(&l);
    ledger_nap(2);                     /* what is on its way to the other nodes */
    for (int node = 1; node <= 3; node++)
        check_node(&l, node, &conflicts);
    if (conflicts == 0)
        ledger_fault(&l, "there was no conflict between nodes");
    return end(&l);
}

/* ---- PostgreSQL with a standby ---- */

/* The standby stands still, so a commit is done here and not there. Its deadline ends the wait; the server then calls it committed. By itself, or with its statement. */
static void commit_without_standby(ledger *l, bool by_itself)
{
    alk_engine *engine = open_cluster("", 1);
    alk_conn *conn = alk_connect(engine);
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 1 };
    int prepared = alk_close(alk_execute(conn, alk_raw("create table if not exists alone (a int)"))) || alk_conn_commit(conn) || alk_conn_set_options(conn, &options) ||
                   alk_conn_set_autocommit(conn, !by_itself) || server("pause", 0);
    int code = alk_close(alk_execute(conn, alk_raw("insert into alone values (1)")));
    code = !by_itself ? code : code ? -1000 : alk_conn_commit(conn);
    if (prepared || code != ALK_ERROR_TIMEOUT || !(alk_last_error()->flags & ALK_ERROR_OUTCOME_UNKNOWN))
        ledger_fault(l, "a commit that is not on the standby ends with %d, flags %u: %s", code, code ? alk_last_error()->flags : 0, code ? alk_last_error()->message : "");
    if (server("resume", 0))
        ledger_fault(l, "the standby does not go on");
    alk_conn_close(conn);
    alk_engine_close(engine);
}

/* Reads once; whether it was on a standby. Nothing can be written there, nor on the primary. */
static int reads_on_standby(ledger *l, alk_engine *engine)
{
    int64_t there = -1;
    alk_conn *conn = alk_connect_to_read(engine);
    if (alk_scalar_int(alk_execute(conn, alk_raw("select case when pg_is_in_recovery() then 1 else 0 end")), &there))
        ledger_fault(l, "reading: %s", alk_last_error()->message);
    if (alk_close(alk_execute(conn, alk_raw("delete from ledger_row"))) == ALK_OK || strcmp(alk_last_error()->sqlstate, "25006") != 0)
        ledger_fault(l, "a connection that only reads takes a DELETE: %s", alk_last_error()->message);
    alk_conn_close(conn);
    return (int)there;
}

/* The replica is whichever of the two is a standby. */
static void read_from_replicas(ledger *l)
{
    char replicas[500];
    (void)snprintf(replicas, sizeof replicas, "%.*s?target_session_attrs=standby", (int)strcspn(url, "?"), url);
    alk_engine *engine = alk_open(url, .replicas = replicas, .pool = ALK_POOL_OF_NONE, .pool_timeout = PATIENCE);
    for (int i = 0; i < 3; i++)
        if (reads_on_standby(l, engine) != 1)
            ledger_fault(l, "a read did not come from the standby");
    if (server("pause", 0))
        ledger_fault(l, "the standby does not stand still");
    double began = ledger_now();
    if (reads_on_standby(l, engine) != 0 || ledger_now() - began > PATIENCE)
        ledger_fault(l, "a standby that does not answer keeps a read from the primary for %.1f s", ledger_now() - began);
    if (server("resume", 0))
        ledger_fault(l, "the standby does not go on");
    ledger_nap(1.5);                   /* it is asked again */
    if (reads_on_standby(l, engine) != 1)
        ledger_fault(l, "reads do not go back to the standby");
    alk_engine_close(engine);
}

static int standby(double seconds)
{
    static ledger l;
    static const char *const steps[] = { "kill", "promote" };
    if (begin(&l, "", 0))
        return 1;
    for (int round = 0; round < 3; round++) {
        ledger_nap(seconds / 6);
        double since = ledger_now();
        for (size_t i = 0; i < 2; i++)
            if (server(steps[i], 0))
                ledger_fault(&l, "%s failed", steps[i]);
        progress(&l, "the primary was killed and the standby promoted", since);
        ledger_nap(seconds / 12);
        since = ledger_now();
        if (server("rejoin", 0))
            ledger_fault(&l, "the old primary did not join as a standby");
        progress(&l, "the old primary joined as a standby", since);
        ledger_nap(seconds / 12);
    }
    ledger_stop(&l);
    (void)ledger_check(&l, l.engines[0]);
    read_from_replicas(&l);
    commit_without_standby(&l, true);
    commit_without_standby(&l, false);
    return end(&l);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        (void)fprintf(stderr, "usage: %s galera|standby SECONDS DIRECTORY SCRIPTS\n", argv[0]);
        return 2;
    }
    kind = argv[1];
    directory = argv[3];
    scripts = argv[4];
    double seconds = strtod(argv[2], NULL);
    int status = server("start", 0);
    if (status == 0)
        status = strcmp(kind, "galera") == 0 ? galera(seconds) : standby(seconds);
    else
        status = 77;
    (void)server("stop", 0);
    return status;
}
