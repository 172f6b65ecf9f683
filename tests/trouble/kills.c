/* SPDX-License-Identifier: MIT
 * A campaign: 64 threads on a pool of 8 + 8 write, while their server is killed and started again every few seconds. What was acknowledged is kept, nothing is applied
 * twice, nobody waits beyond the pool's timeout, and the pool finds the server again.
 *
 *     ALKAHEST_PLUGIN_ONLY_PATH=.build/release/plugins alk_kills SECONDS SEED tests/servers/NAME [setting…]
 *
 * The settings are for the server, which must keep what it acknowledged when it is killed. Exit code 77: there is no server to be had. */
#include "ledger.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PATIENCE = 3, RECOVERY = 10 };  /* seconds: of the pool; until something is acknowledged after a start */
static char directory[] = "/tmp/alk-kills-XXXXXX", url[300];
static const char *script;

static int server(const char *command, int n, char **settings)
{
    char line[1500], text[400];
    (void)snprintf(line, sizeof line, "'%s' %s %s/server", script, command, directory);
    for (int i = 0; i < n; i++)
        (void)snprintf(line + strlen(line), sizeof line - strlen(line), " '%s'", settings[i]);
    FILE *out = popen(line, "r");
    while (out && fgets(text, sizeof text, out))
        if (strstr(text, "://"))
            (void)snprintf(url, sizeof url, "%.*s", (int)strcspn(text, "\n"), text);
    return out ? pclose(out) : -1;
}

static double between(unsigned *random, double least, double most)
{
    *random = *random * 1103515245u + 12345u;
    return least + (most - least) * (double)(*random >> 8) / (double)(1 << 24);
}

/* Kills and starts again until the time is over. The longest that it then took until something was acknowledged. */
static double kill_and_start(ledger *l, double seconds, unsigned random, int *kills)
{
    double longest = 0;
    for (double until = ledger_now() + seconds; ledger_now() < until; (*kills)++) {
        ledger_nap(between(&random, 0.3, 2));
        if (server("kill", 0, NULL) != 0)
            ledger_fault(l, "the server could not be killed");
        ledger_nap(between(&random, 0, 0.5));
        if (server("again", 0, NULL) != 0)
            ledger_fault(l, "the server did not start again");
        double took = ledger_wait_for_progress(l, RECOVERY);
        if (took < 0)
            ledger_fault(l, "nothing is acknowledged %d s after a start", (int)RECOVERY);
        longest = took > longest ? took : longest;
    }
    return longest;
}

static void check_pool(ledger *l, alk_engine *engine)
{
    alk_pool_status s = { .struct_size = sizeof s };
    if (alk_engine_pool_status(engine, &s) || s.lent || s.connecting || s.waiting || s.idle > 8 || s.opened - s.closed != (uint64_t)s.idle)
        ledger_fault(l, "the pool is left with %d lent, %d connecting, %d waiting, %d idle, %lu opened, %lu closed", s.lent, s.connecting, s.waiting, s.idle,
                     (unsigned long)s.opened, (unsigned long)s.closed);
}

static int campaign(double seconds, unsigned seed)
{
    static ledger l = { .patience = PATIENCE, .n_engines = 1 };
    int kills = 0;
    alk_engine *engine = alk_open(url, .pool_size = 8, .max_overflow = 8, .pool_timeout = PATIENCE, .connect_timeout = PATIENCE, .execution.timeout = 5);
    l.engines[0] = engine;
    if (!engine || ledger_create(engine)) {
        (void)printf("FAULT %s\n", alk_last_error()->message);
        return 1;
    }
    ledger_start(&l);
    double longest = kill_and_start(&l, seconds, seed, &kills);
    ledger_stop(&l);
    check_pool(&l, engine);
    (void)printf("%d kills; something was acknowledged %.2f s after a start at the latest\n", kills, longest);
    int faults = ledger_check(&l, engine);
    alk_engine_close(engine);
    ledger_free(&l);
    return faults;
}

int main(int argc, char **argv)
{
    char line[100];
    if (argc < 4) {
        (void)fprintf(stderr, "usage: %s SECONDS SEED tests/servers/NAME [setting…]\n", argv[0]);
        return 2;
    }
    script = argv[3];
    if (!mkdtemp(directory) || chmod(directory, 0755))         /* the server runs as somebody else */
        return 2;
    int faults = -1, started = server("start", argc - 4, argv + 4) == 0;
    if (started)
        faults = campaign(strtod(argv[1], NULL), (unsigned)strtoul(argv[2], NULL, 10));
    (void)server("kill", 0, NULL);
    (void)snprintf(line, sizeof line, "rm -rf %s", directory);
    if (system(line))
        (void)printf("%s is left\n", directory);
    return !started ? 77 : faults != 0;
}
