/* SPDX-License-Identifier: MIT
 * Sixty-four threads on a pool of 8 + 8 write through a server that gives them no trouble, unless a pooler in between is one: all is acknowledged, and all is there once.
 *
 *     alk_writers VARIABLE SECONDS       the variable has the URL; exit code 77 when it is not set */
#include "ledger.h"
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    static ledger l = { .patience = 10, .n_engines = 1 };
    const char *url = argc == 3 ? getenv(argv[1]) : NULL;
    if (!url || !*url) {
        (void)printf("%s is not set: no server to run on\n", argc == 3 ? argv[1] : "the variable");
        return 77;
    }
    l.engines[0] = alk_open(url, .pool_size = 8, .max_overflow = 8, .pool_timeout = l.patience, .execution.timeout = 10);
    if (!l.engines[0] || ledger_create(l.engines[0])) {
        (void)printf("FAULT %s\n", alk_last_error()->message);
        return 1;
    }
    ledger_start(&l);
    ledger_nap(strtod(argv[2], NULL));
    ledger_stop(&l);
    if (atomic_load(&l.failed) || atomic_load(&l.unknown))
        ledger_fault(&l, "not all was acknowledged");
    int faults = ledger_check(&l, l.engines[0]);
    alk_engine_close(l.engines[0]);
    ledger_free(&l);
    return faults != 0;
}
