/* SPDX-License-Identifier: MIT
 * What the mock remembers of the whole process: calls, living handles, plans for failures, whether its server is up. */
#ifndef MOCK_LEDGER_H
#define MOCK_LEDGER_H
#include <stdbool.h>
#include "mock.h"

typedef struct mock_plan {
    double seconds;                /* 0: no delay */
    int32_t error_class;           /* 0: no failure */
    uint32_t flags;
} mock_plan;

extern const mock_api ledger_api;
/* Counts and logs a call; what was planned for it comes back. text may be NULL. */
mock_plan ledger_call(uint32_t conn, const char *call, const char *text);
void ledger_violation(uint32_t conn, const char *what);
void ledger_live(const char *kind, int change);
uint32_t ledger_next_id(void);
bool ledger_server_is_up(void);
uint32_t ledger_epoch(void);       /* changes when all connections are cut */
uint64_t ledger_count(const char *call);
void ledger_sleep(double seconds);
int64_t ledger_now(void);          /* CLOCK_MONOTONIC in ns */
#endif
