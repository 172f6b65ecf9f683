/* SPDX-License-Identifier: MIT
 * The live suite: the same cases on every database that a URL is given for, through the public functions alone. What a backend does not
 * declare is skipped, counted and printed; nothing is skipped for any other reason.
 *
 *     ALK_LIVE_URLS="postgresql://… mysql://…" alk_live [case…]       white space between the URLs; without: SQLite in memory and in a file
 *
 * A case gets a connection of its own and the table live_t is gone before it. A check that fails ends the case. A new backend needs a line in
 * dialect.c: the names of its types and a statement that takes long. */
#ifndef LIVE_H
#define LIVE_H
#include <alkahest/alkahest.h>
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

typedef struct live_dialect {
    const char *name;
    const char *types[16];             /* by ALK_TYPE_…; NULL: it has no such type */
    const char *generated;             /* a column that is a generated integer key */
    const char *slow;                  /* a query that runs for 30 seconds at least */
    int64_t min_date, max_date;        /* days */
} live_dialect;
const live_dialect *live_dialect_of(const char *name);

typedef struct live {
    const char *url;
    alk_engine *engine;
    alk_conn *conn;
    alk_arena *arena;                  /* for the case */
    const live_dialect *dialect;
    uint64_t caps;
    jmp_buf out;
    char why[600];
} live;

typedef struct live_case {
    const char *name;
    void (*run)(live *l);
} live_case;
extern const live_case live_types[], live_transactions[], live_errors[], live_results[], live_members[], live_cursors[], live_limits[], live_twophase[], live_tasks[], live_copy[], live_each[], live_sessions[], live_objects[], live_schema[];

void live_fail(live *l, const char *file, int line, const char *format, ...) __attribute__((noreturn, format(printf, 4, 5)));
/* Ends the case unless the connection has the capability. */
void live_need(live *l, uint64_t cap, const char *name);
void live_skip(live *l, const char *format, ...) __attribute__((noreturn, format(printf, 2, 3)));
#define LIVE_NEED(l, cap) live_need(l, cap, #cap)
#define LIVE_CHECK(l, condition) \
    ((condition) ? (void)0 : live_fail(l, __FILE__, __LINE__, "%s does not hold (last error: %s)", #condition, alk_last_error()->message))
#define LIVE_OK(l, call) live_ok(l, call, #call, __FILE__, __LINE__)
/* The call fails with this class. */
#define LIVE_FAILS(l, call, code) live_fails(l, call, code, #call, __FILE__, __LINE__)
void live_ok(live *l, int code, const char *what, const char *file, int line);
void live_fails(live *l, int code, int expected, const char *what, const char *file, int line);

/* Shorthands. */
int live_run(live *l, const char *sql);
int64_t live_int(live *l, const char *sql);            /* the first value; ends the case on failure */
/* create table live_t with these columns: "id INT, name TEXT", where the words in capitals stand for the dialect's types; commits. */
void live_table(live *l, const char *columns);
#endif
