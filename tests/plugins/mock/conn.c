/* SPDX-License-Identifier: MIT
 * The mock's connections: what every call does first, and the slots. */
#include "conn.h"
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include "tables.h"
#include "words.h"

const alk_host *mock_host;

alk_rc mock_fail(alk_err *err, int32_t error_class, uint32_t flags, const char *sqlstate, const char *message)
{
    mock_host->err_set(err, error_class, sqlstate, error_class * -1000, message, strlen(message));
    mock_host->err_flags(err, flags);
    return error_class;
}

/* ---- first and last ---- */
/* Never ready: whoever waits as "alk.async/1" has it is done in time. */
static int line_of_all;
static void open_line(void)
{
    line_of_all = eventfd(0, EFD_CLOEXEC);
}

alk_rc mock_pause(mock_conn *conn, double seconds, int64_t deadline, alk_err *err)
{
    int64_t until = ledger_now() + (int64_t)(seconds * 1e9);
    for (;;) {
        int64_t now = ledger_now();
        if (atomic_exchange(&conn->cancelled, false))
            return mock_fail(err, ALK_ERROR_OPERATIONAL, 0, "57014", "cancelled on request");
        if (now >= until)
            return ALK_OK;
        if (deadline && now >= deadline)
            return mock_fail(err, ALK_ERROR_TIMEOUT, 0, "57014", "the deadline passed");
        if (conn->wait) {
            int32_t ready = conn->wait(conn->wait_payload, line_of_all, ALK_WAIT_READ, deadline && deadline < until ? deadline : until);
            if (ready < 0) {
                atomic_store(&conn->lost, true);
                return mock_fail(err, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT, "08006", "the wait was given up");
            }
            continue;
        }
        ledger_sleep(until - now < 1000000 ? (double)(until - now) / 1e9 : 0.001);
    }
}

static alk_rc carry_out(mock_conn *conn, const char *call, mock_plan plan, int64_t deadline, alk_err *err)
{
    alk_rc rc = plan.seconds > 0 ? mock_pause(conn, plan.seconds, deadline, err) : ALK_OK;
    if (rc == ALK_OK && strcmp(conn->next.call, call) == 0) {
        conn->next.call[0] = '\0';
        plan.error_class = conn->next.error_class;
        plan.flags = conn->next.flags;
    }
    if (rc == ALK_OK && plan.error_class) {
        rc = mock_fail(err, plan.error_class, plan.flags, "HY000", "failed as planned");
        if (plan.flags & ALK_ERROR_DISCONNECT)
            atomic_store(&conn->lost, true);
    }
    return rc;
}

alk_rc mock_enter(mock_conn *conn, const char *call, const char *text, int64_t deadline, alk_err *err)
{
    mock_plan plan = ledger_call(conn->id, call, text);
    if (atomic_exchange(&conn->busy, true))
        ledger_violation(conn->id, "two calls at once on one connection");
    alk_rc rc = carry_out(conn, call, plan, deadline, err);
    if (rc == ALK_OK && (atomic_load(&conn->lost) || conn->epoch != ledger_epoch())) {
        atomic_store(&conn->lost, true);
        rc = mock_fail(err, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT, "08006", "the connection is lost");
    }
    return rc;
}

alk_rc mock_leave(mock_conn *conn, alk_rc rc)
{
    atomic_store(&conn->busy, false);
    return rc;
}

/* ---- statements ---- */
static alk_rc conn_prepare(void *handle, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err)
{
    mock_conn *conn = handle;
    char text[TEXT_MAX];
    (void)flags;
    (void)snprintf(text, sizeof text, "\"%.*s\"", (int)(sql.n < TEXT_MAX ? sql.n : TEXT_MAX), sql.p);
    alk_rc rc = mock_enter(conn, "prepare", text, deadline, err);
    if (rc == ALK_OK)
        rc = mock_check(sql, err);
    mock_stmt *made = rc == ALK_OK ? mock_host->mem(NULL, sizeof *made + sql.n + 1) : NULL;
    if (made) {
        char *copy = (char *)(made + 1);
        memcpy(copy, sql.p, sql.n);
        copy[sql.n] = '\0';
        made->sql = (alk_sv){ copy, sql.n };
        made->n_params = mock_count_params(sql);
        ledger_live("statement", 1);
        *stmt = made;
    }
    return mock_leave(conn, rc == ALK_OK && !made ? ALK_ERROR_NO_MEMORY : rc);
}

static alk_rc conn_stmt_params(void *handle, void *stmt, uint32_t *count, alk_err *err)
{
    (void)handle, (void)err;
    *count = ((const mock_stmt *)stmt)->n_params;
    return ALK_OK;
}

static void conn_stmt_close(void *handle, void *stmt)
{
    mock_conn *conn = handle;
    (void)ledger_call(conn->id, "stmt_close", NULL);
    ledger_live("statement", -1);
    (void)mock_host->mem(stmt, 0);
}

/* ---- execution ---- */
static int print_cell(char *out, size_t size, const alk_cell *cell)
{
    const char *type = words_type_name(cell->tag);
    switch (cell->tag) {
    case ALK_TYPE_NULL:
        return snprintf(out, size, "null");
    case ALK_TYPE_REAL:
        return snprintf(out, size, "real %g", cell->u.d);
    case ALK_TYPE_DECIMAL:
    case ALK_TYPE_TEXT:
    case ALK_TYPE_JSON:
        return snprintf(out, size, "%s '%.*s'", type, (int)(cell->len < 40 ? cell->len : 40), (const char *)cell->u.p);
    case ALK_TYPE_BLOB:
    case ALK_TYPE_INTERVAL:
    case ALK_TYPE_UUID:
    case ALK_TYPE_ARRAY:
        return snprintf(out, size, "%s of %u", type, (unsigned)cell->len);
    default:
        return snprintf(out, size, "%s %lld", type, (long long)cell->u.i);
    }
}

/* `"echo ? ?" (int 5, null)`; of several rows the first, and their number. */
static void describe(char *out, size_t size, alk_sv sql, const alk_request *request)
{
    int n = snprintf(out, size, "\"%.*s\" (", (int)(sql.n < TEXT_MAX ? sql.n : TEXT_MAX), sql.p);
    size_t at = (size_t)n < size ? (size_t)n : size - 1;
    for (uint32_t i = 0; i < request->ncols && request->params && at + 80 < size; i++) {
        if (i > 0)
            at += (size_t)snprintf(out + at, size - at, ", ");
        at += (size_t)print_cell(out + at, size - at, &request->params[i]);
    }
    (void)snprintf(out + at, size - at, request->nrows > 1 ? ") x %u" : ")", (unsigned)request->nrows);
}

static alk_rc execute(mock_conn *conn, const char *call, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    char text[1024];
    describe(text, sizeof text, sql, request);
    alk_rc rc = mock_enter(conn, call, text, request->deadline, err);
    if (rc == ALK_OK && request->ncols != mock_count_params(sql))
        rc = mock_fail(err, ALK_ERROR_PROGRAMMING, 0, "07001", "the wrong number of parameters");
    if (rc == ALK_OK)
        rc = mock_run(conn, sql, request, cursor, affected, err);
    if (rc < 0 && conn->transaction == ALK_TXN_ACTIVE)
        conn->transaction = ALK_TXN_FAILED;
    return mock_leave(conn, rc);
}

static alk_rc conn_execute(void *conn, void *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    return execute(conn, "execute", ((const mock_stmt *)stmt)->sql, request, cursor, affected, err);
}

static alk_rc conn_execute_direct(void *conn, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    return execute(conn, "execute_direct", sql, request, cursor, affected, err);
}

/* ---- transactions ---- */
static alk_rc told(const char *option, mock_conn *conn, alk_err *err)
{
    if (strcmp(option, "fail") == 0)
        return mock_fail(err, ALK_ERROR_OPERATIONAL, 0, "HY000", "told to fail by the URL");
    if (strcmp(option, "unknown") != 0)
        return ALK_OK;
    atomic_store(&conn->lost, true);
    return mock_fail(err, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT | ALK_ERROR_OUTCOME_UNKNOWN, "08007", "the connection was lost in the commit");
}

/* The prepared transactions of all connections. */
static struct {
    pthread_mutex_t mutex;
    char names[PREPARED][TEXT_MAX];
} prepared = { .mutex = PTHREAD_MUTEX_INITIALIZER };

/* Puts another name in the place of one. */
static bool replace_prepared(const char *name, const char *other)
{
    bool found = false;
    pthread_mutex_lock(&prepared.mutex);
    for (size_t i = 0; i < PREPARED && !found; i++)
        if ((found = strcmp(prepared.names[i], name) == 0))
            (void)snprintf(prepared.names[i], sizeof prepared.names[i], "%s", other);
    pthread_mutex_unlock(&prepared.mutex);
    return found;
}

static alk_rc conn_recover(void *handle, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err)
{
    static const char foreign[] = "not ours!";
    mock_conn *conn = handle;
    alk_rc rc = mock_enter(conn, "recover", NULL, deadline, err);
    *count = 0;
    pthread_mutex_lock(&prepared.mutex);
    for (size_t i = 0; i < PREPARED; i++)
        if (prepared.names[i][0])
            conn->recovered[(*count)++] = (alk_sv){ prepared.names[i], strlen(prepared.names[i]) };
    pthread_mutex_unlock(&prepared.mutex);
    conn->recovered[(*count)++] = (alk_sv){ foreign, sizeof foreign - 1 };
    *names = conn->recovered;
    return mock_leave(conn, rc);
}

/* The second phase; `name` was prepared. */
static alk_rc act_prepared(const char *name, alk_err *err)
{
    if (replace_prepared(name, ""))
        return ALK_OK;
    return mock_fail(err, ALK_ERROR_PROGRAMMING, 0, "42704", "no such transaction is prepared");
}

static alk_rc act(mock_conn *conn, uint32_t action, uint32_t isolation, const char *text, alk_err *err)
{
    bool open = conn->transaction != ALK_TXN_IDLE;
    if ((action == ALK_TXN_BEGIN) == open)
        return mock_fail(err, ALK_ERROR_INTERFACE, 0, "25000", open ? "there is a transaction already" : "there is no transaction");
    if (action == ALK_TXN_BEGIN)
        conn->isolation = isolation;
    if (action == ALK_TXN_PREPARE) {
        conn->transaction = ALK_TXN_IDLE;
        return replace_prepared("", text) ? ALK_OK : mock_fail(err, ALK_ERROR_OPERATIONAL, 0, "55000", "too many prepared transactions");
    }
    alk_rc rc = action == ALK_TXN_COMMIT     ? told(conn->options.commit, conn, err)
                : action == ALK_TXN_ROLLBACK ? told(conn->options.rollback, conn, err)
                                             : ALK_OK;
    if (rc == ALK_OK)
        conn->transaction = action == ALK_TXN_COMMIT || action == ALK_TXN_ROLLBACK ? ALK_TXN_IDLE : ALK_TXN_ACTIVE;
    return rc;
}

static alk_rc conn_transaction(void *handle, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    static const char *const calls[] = { "?", "begin", "commit", "rollback", "savepoint", "release", "rollback_to",
                                         "prepare_commit", "commit_prepared", "rollback_prepared" };
    mock_conn *conn = handle;
    char text[TEXT_MAX];
    (void)snprintf(text, sizeof text, "%.*s", (int)(name.n < 64 ? name.n : 64), name.p ? name.p : "");
    if (action == ALK_TXN_BEGIN && isolation)
        (void)snprintf(text, sizeof text, "isolation %u", (unsigned)isolation);
    alk_rc rc = mock_enter(conn, action < 10 ? calls[action] : "?", text[0] ? text : NULL, deadline, err);
    if (rc == ALK_OK)
        rc = action >= ALK_TXN_COMMIT_PREPARED ? act_prepared(text, err) : act(conn, action, isolation, text, err);
    return mock_leave(conn, rc);
}

static int32_t conn_transaction_status(void *handle)
{
    const mock_conn *conn = handle;
    return conn->transaction;
}

static alk_rc conn_set_isolation(void *handle, uint32_t isolation, int64_t deadline, alk_err *err)
{
    mock_conn *conn = handle;
    char text[32];
    (void)snprintf(text, sizeof text, "%u", (unsigned)isolation);
    alk_rc rc = mock_enter(conn, "set_isolation", text, deadline, err);
    if (rc == ALK_OK && isolation == ALK_ISOLATION_SNAPSHOT)
        rc = mock_fail(err, ALK_ERROR_NOT_SUPPORTED, 0, "0A000", "no snapshots here");
    if (rc == ALK_OK)
        conn->isolation = isolation;
    return mock_leave(conn, rc);
}

/* ---- the session ---- */
static alk_rc conn_ping(void *handle, int64_t deadline, alk_err *err)
{
    mock_conn *conn = handle;
    alk_rc rc = mock_enter(conn, "ping", NULL, deadline, err);
    if (rc == ALK_OK && conn->options.ping_fail_after >= 0 && conn->pings++ >= conn->options.ping_fail_after) {
        atomic_store(&conn->lost, true);
        rc = mock_fail(err, ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT, "08006", "the ping found nobody");
    }
    return mock_leave(conn, rc);
}

static alk_rc conn_reset(void *handle, int64_t deadline, alk_err *err)
{
    mock_conn *conn = handle;
    alk_rc rc = mock_enter(conn, "reset", NULL, deadline, err);
    if (conn->transaction != ALK_TXN_IDLE)
        ledger_violation(conn->id, "reset within a transaction");
    if (rc == ALK_OK)
        rc = told(conn->options.reset, conn, err);
    if (rc == ALK_OK)
        memset(conn->settings, 0, sizeof conn->settings);
    return mock_leave(conn, rc);
}

static void free_conn(mock_conn *conn)
{
    ledger_live("connection", -1);
    (void)mock_host->mem(conn, 0);
}

static alk_rc conn_close(void *handle, alk_err *err)
{
    mock_conn *conn = handle;
    mock_plan plan = ledger_call(conn->id, "close", NULL);
    alk_rc rc = ALK_OK;
    if (atomic_load(&conn->busy))
        ledger_violation(conn->id, "closed while in use");
    if (conn->options.close_delay + plan.seconds > 0)
        ledger_sleep(conn->options.close_delay + plan.seconds);
    if (plan.error_class)
        rc = mock_fail(err, plan.error_class, plan.flags, "HY000", "failed as planned");
    free_conn(conn);
    return rc;
}

static void conn_abandon(void *handle)
{
    mock_conn *conn = handle;
    (void)ledger_call(conn->id, "abandon", NULL);
    free_conn(conn);
}

/* From any thread: it touches nothing but the flag. */
static alk_rc conn_cancel(void *handle, alk_err *err)
{
    mock_conn *conn = handle;
    mock_plan plan = ledger_call(conn->id, "cancel", NULL);
    atomic_store(&conn->cancelled, true);
    return plan.error_class ? mock_fail(err, plan.error_class, plan.flags, "HY000", "failed as planned") : ALK_OK;
}

static uint64_t conn_caps(void *handle)
{
    const mock_conn *conn = handle;
    return conn->options.caps;
}

static alk_rc conn_server(void *handle, alk_server_info *info, alk_err *err)
{
    const mock_conn *conn = handle;
    (void)err;
    info->version = (uint32_t)conn->options.version;
    info->product = (alk_sv){ "Mock", 4 };
    info->version_text = (alk_sv){ "Mock, as told", 13 };
    return ALK_OK;
}

static alk_rc conn_last_insert_id(void *handle, alk_cell *id, alk_err *err)
{
    mock_conn *conn = handle;
    alk_rc rc = mock_enter(conn, "last_insert_id", NULL, 0, err);
    *id = conn->last_id ? (alk_cell){ .u.i = conn->last_id, .tag = ALK_TYPE_INT } : (alk_cell){ .tag = ALK_TYPE_NULL };
    return mock_leave(conn, rc);
}

static alk_rc conn_warning(void *handle, alk_err *warning)
{
    mock_conn *conn = handle;
    if (conn->next_warning >= conn->n_warnings) {
        conn->next_warning = conn->n_warnings = 0;
        return ALK_END;
    }
    (void)mock_fail(warning, ALK_ERROR_DATA, 0, "01000", conn->warnings[conn->next_warning++]);
    return ALK_OK;
}

static void set_wait(void *handle, alk_wait_fn wait, void *payload)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    mock_conn *conn = handle;
    (void)pthread_once(&once, open_line);
    conn->wait = wait;
    conn->wait_payload = payload;
}

/* ---- many executions at once ---- */
/* `t a,b where c`: the table, the columns that are set, those that are compared. */
static void describe_arrays(char *out, size_t size, const alk_arrays *arrays)
{
    int n = snprintf(out, size, "%.*s ", (int)arrays->table.n, arrays->table.p);
    for (uint32_t i = 0; i < arrays->ncolumns && n >= 0 && (size_t)n < size; i++)
        n += snprintf(out + n, size - (size_t)n, "%s%.*s", i == arrays->nset ? (i ? " where " : "where ") : i ? "," : "", (int)arrays->columns[i].n, arrays->columns[i].p);
}

static alk_rc arrays_begin(void *handle, void *stmt, const alk_arrays *arrays, int64_t deadline, alk_err *err)
{
    mock_conn *conn = handle;
    char text[TEXT_MAX];
    (void)stmt;
    describe_arrays(text, sizeof text, arrays);
    alk_rc rc = mock_enter(conn, "arrays_begin", text, deadline, err);
    return mock_leave(conn, rc == ALK_OK && strncmp(text, "one_by_one ", 11) == 0 ? ALK_USE_DEFAULT : rc);
}

static alk_rc arrays_execute(void *handle, void *stmt, const alk_request *request, int64_t *affected, alk_err *err)
{
    mock_conn *conn = handle;
    const mock_stmt *executed = stmt;
    char text[1024];
    describe(text, sizeof text, executed->sql, request);
    alk_rc rc = mock_enter(conn, "arrays_execute", text, request->deadline, err);
    if (rc == ALK_OK && strstr(executed->sql.p, "refused")) {
        (void)mock_fail(err, ALK_ERROR_DATA, 0, "HY000", "that it is refused must not be seen");
        rc = ALK_USE_DEFAULT;
    }
    *affected = rc == ALK_OK ? (int64_t)request->nrows : -1;
    return mock_leave(conn, rc);
}

static const void *conn_query(void *handle, const char *interface_id)
{
    static const alk_async_ops async = { .size = sizeof async, .set_wait = set_wait };
    static const alk_arrays_ops arrays = { .size = sizeof arrays, .begin = arrays_begin, .execute = arrays_execute };
    (void)handle;
    if (strcmp(interface_id, "alk.async/1") == 0)
        return &async;
    if (strcmp(interface_id, "alk.arrays/1") == 0)
        return &arrays;
    return strcmp(interface_id, "mock/1") == 0 ? &ledger_api : NULL;
}

#define REQUIRED_SLOTS \
    .size = sizeof(alk_conn_ops), .prepare = conn_prepare, .stmt_params = conn_stmt_params, .execute = conn_execute, \
    .stmt_close = conn_stmt_close, .transaction = conn_transaction, .close = conn_close, .abandon = conn_abandon, .caps = conn_caps, \
    .server = conn_server

const alk_conn_ops mock_conn_ops = {
    REQUIRED_SLOTS,
    .cursor = &mock_cursor_ops,
    .execute_direct = conn_execute_direct,
    .transaction_status = conn_transaction_status,
    .set_isolation = conn_set_isolation,
    .ping = conn_ping,
    .reset = conn_reset,
    .cancel = conn_cancel,
    .last_insert_id = conn_last_insert_id,
    .warning = conn_warning,
    .query = conn_query,
    .recover = conn_recover,
};
const alk_conn_ops mock_bare_conn_ops = { REQUIRED_SLOTS, .cursor = &mock_bare_cursor_ops };
