/* SPDX-License-Identifier: MIT
 * The tables in each dialect, made and filled by statements in its own text, so that all sides begin with the same rows, keys and statistics. It knows
 * no client library: whoever has a session hands in how it runs a statement. */
#ifndef ALK_BENCH_SCHEMA_H
#define ALK_BENCH_SCHEMA_H
#include "bench.h"

typedef enum bench_database { BENCH_SQLITE, BENCH_POSTGRESQL, BENCH_MARIADB, BENCH_DATABASES } bench_database;

typedef struct bench_schema {
    bench_database database;           /* whose goals hold */
    const char *dialects[2];
    /* Statements, ended by NULL. %s stands for a side's name: on a server each side has a place of its own, which is made anew and dropped. */
    const char *const *enter, *const *tables, *const *empty, *const *loaded, *const *leave;
    const char *empty_users;
} bench_schema;

/* Runs a statement, rows that it gives unread. False on failure, told on stderr. */
typedef bool (*bench_run)(void *session, const char *sql);

/* NULL: the tables are not written in that dialect. */
const bench_schema *bench_schema_of(const char *dialect);
bool bench_schema_make(const bench_schema *schema, const char *side, bench_run run, void *session);
bool bench_schema_load(const bench_schema *schema, bench_fixture fixture, size_t n, bench_run run, void *session);
void bench_schema_drop(const bench_schema *schema, const char *side, bench_run run, void *session);
#endif
