/* SPDX-License-Identifier: MIT
 * See ledger.h. */
#include "ledger.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COUNTERS = 8, FAULTS_SHOWN = 20 };
#define SLACK 2.0                      /* seconds that a busy machine may add to a wait; one that is stuck never ends */

double ledger_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void ledger_nap(double seconds)
{
    struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
    (void)nanosleep(&t, NULL);
}

void ledger_fault(ledger *l, const char *format, ...)
{
    va_list arguments;
    if (atomic_fetch_add(&l->faults, 1) >= FAULTS_SHOWN)
        return;
    va_start(arguments, format);
    (void)printf("FAULT ");
    (void)vprintf(format, arguments);
    (void)printf("\n");
    va_end(arguments);
}

static int run(alk_conn *conn, const char *sql)
{
    return alk_close(alk_execute(conn, alk_raw(sql)));
}

int ledger_create(alk_engine *engine)
{
    alk_conn *conn = alk_connect(engine);
    int code = conn ? ALK_OK : alk_last_error()->code;
    code = code ? code : run(conn, "drop table if exists ledger_row");
    code = code ? code : run(conn, "drop table if exists ledger_count");
    code = code ? code : run(conn, "create table ledger_row (id bigint primary key, writer int not null, number int not null)");
    code = code ? code : run(conn, "create table ledger_count (id int primary key, n bigint not null)");
    for (int i = 0; code == ALK_OK && i < COUNTERS; i++)
        code = alk_close(alk_execute(conn, alk_raw("insert into ledger_count values (:id, 0)"), alk_bind("id", i)));
    code = code ? code : alk_conn_commit(conn);
    alk_conn_close(conn);
    return code;
}

/* ---- writing ---- */

/* The key is random: a transaction that is applied twice shows as two rows, and not as an error that would hide it. */
static int64_t random_key(void)
{
    static _Thread_local uint64_t state;
    if (state == 0)
        state = (uint64_t)(ledger_now() * 1e9) ^ (uint64_t)(uintptr_t)&state << 20;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int64_t)(state >> 1);
}

static int write_once(alk_conn *conn, void *payload)
{
    ledger_writer *w = payload;
    int number = (int)w->n_told;
    w->attempts++;
    int code = alk_close(alk_execute(conn, alk_raw("insert into ledger_row values (:id, :writer, :number)"), alk_bind("id", random_key()),
                                     alk_bind("writer", w->number), alk_bind("number", number)));
    return code ? code : alk_close(alk_execute(conn, alk_raw("update ledger_count set n = n + 1 where id = :id"), alk_bind("id", (w->number + number) % COUNTERS)));
}

static void note_wait(ledger *l, double waited)
{
    long now = (long)(waited * 1e6), seen = atomic_load(&l->longest_wait);
    while (now > seen && !atomic_compare_exchange_weak(&l->longest_wait, &seen, now))
        ;
    if (waited > l->patience + SLACK)
        ledger_fault(l, "a thread waited %.2f s for a connection; its limit is %.2f s", waited, l->patience);
}

/* Of trouble with servers only these classes may come; anything else is a fault of ours. */
static void judge(ledger_writer *w, int code, unsigned flags)
{
    const alk_error *e = alk_last_error();
    if (code != ALK_ERROR_OPERATIONAL && code != ALK_ERROR_TIMEOUT)
        ledger_fault(w->ledger, "writer %d: class %d, flags %u, %s: %s", w->number, code, flags, e->sqlstate, e->message);
}

/* The same by hand, so that the wait for a connection is seen. */
static int write_by_hand(ledger_writer *w, alk_engine *engine, unsigned *flags)
{
    double began = ledger_now();
    alk_conn *conn = alk_connect(engine);
    note_wait(w->ledger, ledger_now() - began);
    if (!conn) {
        judge(w, alk_last_error()->code, 0);
        return alk_last_error()->code;
    }
    int code = write_once(conn, w);
    code = code ? code : alk_conn_commit(conn);
    *flags = code ? alk_last_error()->flags : 0;
    if (code)
        judge(w, code, *flags);
    alk_conn_close(conn);
    return code;
}

static int write_by_transact(ledger_writer *w, alk_engine *engine, unsigned *flags)
{
    int code = alk_transact(engine, write_once, w, .attempts = 20, .max_delay = 0.3);         /* longer than a server is away */
    *flags = code ? alk_last_error()->flags : 0;
    if (code)
        judge(w, code, *flags);
    return code;
}

static void keep(ledger_writer *w, unsigned char told)
{
    static const size_t counts[] = { offsetof(ledger, failed), offsetof(ledger, acknowledged), offsetof(ledger, unknown) };
    if (w->n_told == w->room) {
        w->room = w->room ? w->room * 2 : 1024;
        unsigned char *larger = realloc(w->told, (size_t)w->room);
        if (!larger) {
            (void)printf("FAULT out of memory\n");
            abort();
        }
        w->told = larger;
    }
    w->told[w->n_told++] = told;
    atomic_fetch_add((atomic_long *)(void *)((char *)w->ledger + counts[told]), 1);
}

static void *write_on(void *payload)
{
    ledger_writer *w = payload;
    ledger *l = w->ledger;
    alk_engine *engine = l->engines[w->number % l->n_engines];
    while (!atomic_load(&l->over)) {
        w->attempts = 0;
        alk_clear_error();
        unsigned flags = 0;
        int code = w->number % 2 ? write_by_hand(w, engine, &flags) : write_by_transact(w, engine, &flags);
        if (w->attempts > 1)
            atomic_fetch_add(&l->again, w->attempts - 1);
        keep(w, code == ALK_OK ? LEDGER_ACKNOWLEDGED : flags & ALK_ERROR_OUTCOME_UNKNOWN ? LEDGER_UNKNOWN : LEDGER_FAILED);
        if (code)
            ledger_nap(0.02);
    }
    alk_clear_error();
    return NULL;
}

void ledger_start(ledger *l)
{
    l->threads = l->threads ? l->threads : LEDGER_THREADS;
    for (int i = 0; i < l->threads; i++) {
        l->writers[i] = (ledger_writer){ .ledger = l, .number = i };
        if (pthread_create(&l->writers[i].thread, NULL, write_on, &l->writers[i])) {
            (void)printf("FAULT no thread %d\n", i);
            abort();
        }
    }
}

void ledger_stop(ledger *l)
{
    atomic_store(&l->over, true);
    for (int i = 0; i < l->threads; i++)
        (void)pthread_join(l->writers[i].thread, NULL);
}

double ledger_wait_for_progress(ledger *l, double seconds)
{
    double began = ledger_now();
    long before = atomic_load(&l->acknowledged);
    while (ledger_now() - began < seconds) {
        if (atomic_load(&l->acknowledged) > before)
            return ledger_now() - began;
        ledger_nap(0.005);
    }
    return -1;
}

/* ---- comparing ---- */

static void judge_row(ledger *l, int writer, int number, int times, unsigned char *seen)
{
    const ledger_writer *w = writer >= 0 && writer < l->threads ? &l->writers[writer] : NULL;
    if (!w || number < 0 || number >= w->n_told) {
        ledger_fault(l, "a row that nobody wrote: %d, %d", writer, number);
        return;
    }
    seen[number] = 1;
    if (times != 1)
        ledger_fault(l, "transaction %d of writer %d was applied %d times", number, writer, times);
    if (w->told[number] == LEDGER_FAILED)
        ledger_fault(l, "transaction %d of writer %d failed, and is there", number, writer);
}

/* The number of rows; those of unknown outcome that are there. */
static int64_t compare(ledger *l, alk_conn *conn, long *there)
{
    int64_t rows = 0;
    unsigned char *seen[LEDGER_THREADS] = { NULL };
    for (int i = 0; i < l->threads; i++)
        seen[i] = calloc(1, (size_t)l->writers[i].n_told + 1);
    alk_result *r = alk_execute(conn, alk_raw("select writer, number, count(*) as times from ledger_row group by writer, number"));
    while (alk_next(r)) {
        int writer = (int)alk_get_int(r, "writer"), times = (int)alk_get_int(r, "times");
        judge_row(l, writer, (int)alk_get_int(r, "number"), times, writer >= 0 && writer < l->threads ? seen[writer] : NULL);
        rows += times;
    }
    if (alk_close(r))
        ledger_fault(l, "the rows cannot be read: %s", alk_last_error()->message);
    for (int i = 0; i < l->threads; i++) {
        const ledger_writer *w = &l->writers[i];
        for (long n = 0; n < w->n_told; n++) {
            *there += w->told[n] == LEDGER_UNKNOWN && seen[i][n];
            if (w->told[n] == LEDGER_ACKNOWLEDGED && !seen[i][n])
                ledger_fault(l, "transaction %ld of writer %d was acknowledged, and is not there", n, i);
        }
        free(seen[i]);
    }
    return rows;
}

int ledger_check(ledger *l, alk_engine *engine)
{
    int64_t counted = -1;
    long there = 0;
    alk_conn *conn = alk_connect(engine);
    if (!conn)
        ledger_fault(l, "no connection to compare with: %s", alk_last_error()->message);
    int64_t rows = compare(l, conn, &there);
    if (alk_scalar_int(alk_execute(conn, alk_raw("select cast(sum(n) as decimal(18, 0)) from ledger_count")), &counted) || counted != rows)
        ledger_fault(l, "%" PRId64 " are counted, there are %" PRId64 " rows", counted, rows);
    alk_conn_close(conn);
    if (atomic_load(&l->acknowledged) == 0)
        ledger_fault(l, "nothing was acknowledged");
    (void)printf("%ld acknowledged, %ld of unknown outcome (%ld of them are there), %ld failed, %ld attempts repeated; longest wait %.2f s of %.2f s; %d faults\n",
                 atomic_load(&l->acknowledged), atomic_load(&l->unknown), there, atomic_load(&l->failed), atomic_load(&l->again),
                 (double)atomic_load(&l->longest_wait) / 1e6, l->patience, atomic_load(&l->faults));
    return atomic_load(&l->faults);
}

void ledger_free(ledger *l)
{
    for (int i = 0; i < l->threads; i++)
        free(l->writers[i].told);
    alk_clear_error();
}
