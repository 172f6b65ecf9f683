/* SPDX-License-Identifier: MIT
 * The mock's handles, and what each slot does first and last. */
#ifndef MOCK_CONN_H
#define MOCK_CONN_H
#include <alkahest/plugin.h>
#include <stdatomic.h>
#include <stdbool.h>
#include "ledger.h"

enum { SETTINGS = 8, WARNINGS = 16, PREPARED = 16, TEXT_MAX = 200 };

/* What the URL's options say. */
typedef struct mock_options {
    char connect[16], reset[16], commit[16], rollback[16], pool[16];
    double connect_delay, close_delay;
    int64_t connect_fail_first, ping_fail_after, disconnect_after, batch, version;
    uint64_t caps;
} mock_options;

typedef struct mock_conn {
    uint32_t id, epoch;
    atomic_bool busy, lost, cancelled;
    mock_options options;
    int32_t transaction;           /* ALK_TXN_… */
    uint32_t isolation;
    int64_t pings, executions, last_id;
    char settings[SETTINGS][2][TEXT_MAX];
    char warnings[WARNINGS][TEXT_MAX];
    uint32_t n_warnings, next_warning;
    struct {
        char call[20];
        int32_t error_class;
        uint32_t flags;
    } next;                        /* by the statement "next" */
    bool returns_batches;
    alk_wait_fn wait;              /* "alk.async/1" */
    void *wait_payload;
    alk_sv recovered[PREPARED + 1];
} mock_conn;

typedef struct mock_stmt {
    uint32_t n_params;
    alk_sv sql;                    /* behind the struct */
} mock_stmt;

extern const alk_host *mock_host;

alk_rc mock_fail(alk_err *err, int32_t error_class, uint32_t flags, const char *sqlstate, const char *message);
/* Counts and logs, carries out what was planned, finds that the connection is lost. Every slot begins so and, when it is ALK_OK or not, ends with mock_leave(). */
alk_rc mock_enter(mock_conn *conn, const char *call, const char *text, int64_t deadline, alk_err *err);
alk_rc mock_leave(mock_conn *conn, alk_rc rc);
/* Sleeps, but not beyond the deadline or a cancel. */
alk_rc mock_pause(mock_conn *conn, double seconds, int64_t deadline, alk_err *err);

/* What a statement gives. A cursor when it returns rows. */
alk_rc mock_run(mock_conn *conn, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);
/* ALK_OK when the first word is one of ours. */
alk_rc mock_check(alk_sv sql, alk_err *err);
uint32_t mock_count_params(alk_sv sql);
extern const alk_cursor_ops mock_cursor_ops, mock_bare_cursor_ops;
#endif
