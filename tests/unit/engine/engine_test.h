/* SPDX-License-Identifier: MIT
 * What the engine's tests share: the mock and its table, the log of the library kept for looking at, counts of a pool, and threads that
 * write down what happened. The plugins are loaded before the first test, so that torture meets the engine and not the loader. */
#ifndef ENGINE_TEST_H
#define ENGINE_TEST_H
#include "alk_test.h"
#include "mock.h"
#include <alkahest/alkahest.h>
#include <pthread.h>
#include <stdio.h>

extern const mock_api *mock;

/* For ALK_SUITE: the mock forgets, the log is empty. The teardown finds broken rules of the ABI. */
void engine_setup(void);
void engine_teardown(void);

/* What the library logged since the setup, a message a line. */
const char *logged(void);
/* What the mock was called with. */
const char *calls(void);
/* The same without the connections' numbers. */
const char *steps(void);
/* How often it was called so since the setup. */
int count_of(const char *call);
/* How often a text stands in another. */
int times(const char *text, const char *part);
alk_pool_status pool_of(alk_engine *engine);
double now_s(void);
void sleep_s(double seconds);

/* Runs one statement whose rows nobody wants; its status. */
int run_sql(alk_conn *conn, const char *sql);
/* The first value of the first row as an integer; -1 on failure. */
int64_t ask_int(alk_conn *conn, const char *sql);
/* A database in a file of the test's directory: its URL. */
const char *sqlite_file(void);

/* A borrower in a thread of its own: connects, holds for a while, returns. */
typedef struct borrower {
    alk_engine *engine;
    double hold;
    pthread_t thread;
    int code, order;               /* how connecting ended, and which one it was */
    char message[200];
    double waited;
} borrower;
void borrower_start(borrower *b, alk_engine *engine, double hold);
void borrower_join(borrower *b);
/* Waits until the pool has so many waiters. */
void await_waiters(alk_engine *engine, int waiting);
/* Waits until so many calls of that name were entered; what was planned for them is then theirs, and nobody else can come first. */
void await_calls(const char *call, int n);
#endif
