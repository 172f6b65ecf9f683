/* SPDX-License-Identifier: MIT
 * The workloads written with Alkahest, each in the ways in which a program can. Only public headers are used. */
#ifndef ALK_BENCH_OURS_H
#define ALK_BENCH_OURS_H
#include "harness.h"
#include "schema.h"
#include <alkahest/alkahest.h>

/* A session and what a program keeps with it. */
typedef struct ours {
    alk_engine *engine;
    alk_conn *conn;
    const bench_schema *schema;
    bool placed;               /* its tables are made */
    bool turned;               /* W8 gives each user another name than the time before */
    bool returns_key;          /* insert_key gives a row with the key; elsewhere the result tells it */
    const alk_sql *users, *contents, *pairs, *insert, *insert_key, *by_key, *wide, *update;    /* kept statements with named values */
    alk_stmt *users_stmt, *insert_stmt, *insert_key_stmt, *by_key_stmt, *wide_stmt, *update_stmt;
    alk_arena *arena;
    size_t n_rows;
    struct user *rows;         /* to be inserted */
    struct person *people;     /* the same as a model's, without keys */
    void **added;              /* objects of a session, as many */
    alk_session *session;      /* that is kept from round to round; NULL: none */
} ours;

typedef struct user {
    int64_t id;
    const char *name, *hair;
} user;

/* A way to do a workload. */
typedef struct ours_variant {
    const char *name;
    bench_workload workload;
    bench_fixture fixture;
    bench_fn run;
    size_t sizes[6];           /* ended by 0 */
    size_t goal_size, goal_small_size;     /* the sizes that have a goal; 0: none */
    double goal[BENCH_DATABASES], goal_small[BENCH_DATABASES];     /* 0: none */
    bool sqlite_only;
} ours_variant;
extern const ours_variant ours_reads[], ours_writes[], ours_models[], ours_sessions[];     /* ended by a NULL name */

/* A session on an engine of its own, the tables made. NULL on failure, told on stderr. */
ours *ours_open(const char *url, const bench_schema *schema);
void ours_close(ours *o);
bool ours_load(ours *o, bench_fixture fixture, size_t n);
/* What all n users add up to, in the order of their keys; which of these a database left out between them is not looked at. */
uint64_t ours_contents(void *o, size_t n);
/* Tells the last error on stderr. */
void ours_complain(const char *what);
#endif
