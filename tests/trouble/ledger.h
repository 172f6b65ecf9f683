/* SPDX-License-Identifier: MIT
 * Many threads write numbered rows, and count them in a few rows that all want; what each was told of its transactions is kept. At the end the tables are compared with
 * that: what was acknowledged is there once, what failed is not, what is of unknown outcome is there at most once, and the counts are those of the rows. */
#ifndef TROUBLE_LEDGER_H
#define TROUBLE_LEDGER_H
#include <alkahest/alkahest.h>
#include <pthread.h>
#include <stdatomic.h>

enum { LEDGER_THREADS = 64, LEDGER_ENGINES = 4 };
enum { LEDGER_FAILED = 0, LEDGER_ACKNOWLEDGED, LEDGER_UNKNOWN };

typedef struct ledger ledger;
typedef struct ledger_writer {
    ledger *ledger;
    int number;
    unsigned char *told;               /* LEDGER_…, by the number of the transaction */
    long n_told, room;
    int attempts;                      /* of the running transaction */
    pthread_t thread;
} ledger_writer;

struct ledger {
    alk_engine *engines[LEDGER_ENGINES];       /* the writers take them in turn */
    int n_engines, threads;
    double patience;                   /* the pool_timeout of the engines */
    atomic_bool over;
    atomic_long acknowledged, unknown, failed, again;
    atomic_long longest_wait;          /* for a connection; microseconds */
    atomic_int faults;
    ledger_writer writers[LEDGER_THREADS];
};

double ledger_now(void);
void ledger_nap(double seconds);
/* Says what went wrong; the first few times. */
void ledger_fault(ledger *l, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Makes the tables; ALK_OK or a class. */
int ledger_create(alk_engine *engine);
void ledger_start(ledger *l);
/* The writers end the transaction that they are in. */
void ledger_stop(ledger *l);
/* Waits until so many seconds passed, or something more is acknowledged; the seconds that it took, negative: nothing was. */
double ledger_wait_for_progress(ledger *l, double seconds);
/* Compares, through this engine, and prints counts. The number of faults, with those that there were before. */
int ledger_check(ledger *l, alk_engine *engine);
void ledger_free(ledger *l);
#endif
