/* SPDX-License-Identifier: MIT
 * The mock plugin: its options, connecting, and the tables. What it understands is told in mock.h. */
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include "conn.h"
#include "tables.h"
#include "words.h"

ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);

#define USUAL_CAPS \
    (ALK_CAP_SAVEPOINT | ALK_CAP_RETURNING | ALK_CAP_BATCH_FETCH | ALK_CAP_CANCEL | ALK_CAP_DEADLINE | ALK_CAP_LAST_INSERT_ID | ALK_CAP_UNSIGNED | \
     ALK_CAP_CURSORS | ALK_CAP_TRANSACTIONAL_DDL | ALK_CAP_TWO_PHASE)

/* ---- options ---- */
static const alk_option_spec options[] = {
    { "connect", "ok|fail|refuse|hang", "what connecting does", ALK_OPTION_CHOICE, 0, 0 },
    { "connect_delay", NULL, "how long connecting takes", ALK_OPTION_SECONDS, 0, 0 },
    { "connect_fail_first", NULL, "how many connections fail first", ALK_OPTION_INT, 0, 0 },
    { "ping_fail_after", NULL, "good pings before a bad one", ALK_OPTION_INT, 0, 0 },
    { "disconnect_after", NULL, "good executions before a lost connection", ALK_OPTION_INT, 0, 0 },
    { "close_delay", NULL, "how long closing takes", ALK_OPTION_SECONDS, 0, 0 },
    { "reset", "ok|fail", "what a reset does", ALK_OPTION_CHOICE, 0, 0 },
    { "commit", "ok|fail|unknown", "what a commit does", ALK_OPTION_CHOICE, 0, 0 },
    { "rollback", "ok|fail", "what a rollback does", ALK_OPTION_CHOICE, 0, 0 },
    { "batch", NULL, "the most rows of a fetch", ALK_OPTION_INT, 0, 0 },
    { "caps", NULL, "capabilities in place of the usual ones", ALK_OPTION_INT, 0, 0 },
    { "pool", "default|queue|static|null|thread", "the pool that suits", ALK_OPTION_CHOICE, 0, 0 },
    { "version", NULL, "the server's version", ALK_OPTION_INT, 0, 0 },
    { "token", NULL, "a secret that does nothing", ALK_OPTION_TEXT, ALK_OPTION_SECRET, 0 },
};
enum { N_OPTIONS = sizeof options / sizeof options[0] };

static const struct {
    const char *name;
    enum { TEXT, INT, REAL } kind;
    size_t offset;
} places[] = {
    { "connect", TEXT, offsetof(mock_options, connect) },
    { "connect_delay", REAL, offsetof(mock_options, connect_delay) },
    { "connect_fail_first", INT, offsetof(mock_options, connect_fail_first) },
    { "ping_fail_after", INT, offsetof(mock_options, ping_fail_after) },
    { "disconnect_after", INT, offsetof(mock_options, disconnect_after) },
    { "close_delay", REAL, offsetof(mock_options, close_delay) },
    { "reset", TEXT, offsetof(mock_options, reset) },
    { "commit", TEXT, offsetof(mock_options, commit) },
    { "rollback", TEXT, offsetof(mock_options, rollback) },
    { "batch", INT, offsetof(mock_options, batch) },
    { "caps", INT, offsetof(mock_options, caps) },
    { "pool", TEXT, offsetof(mock_options, pool) },
    { "version", INT, offsetof(mock_options, version) },
};

static bool take_option(mock_options *out, const alk_pair *pair)
{
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        char *place = (char *)out + places[i].offset;
        if (!words_is(pair->name, places[i].name))
            continue;
        if (places[i].kind == INT)
            return words_int(pair->value, (int64_t *)(void *)place);
        if (places[i].kind == REAL)
            return words_real(pair->value, (double *)(void *)place);
        (void)snprintf(place, 16, "%.*s", (int)pair->value.n, pair->value.p);
    }
    return true;
}

static alk_rc read_options(mock_options *out, const alk_connect_request *request, alk_err *err)
{
    *out = (mock_options){ .ping_fail_after = -1, .disconnect_after = -1, .version = 10203, .caps = USUAL_CAPS };
    for (uint32_t i = 0; i < request->npairs; i++)
        if (!take_option(out, &request->pairs[i]))
            return mock_fail(err, ALK_ERROR_ARGUMENT, 0, NULL, "an option's value is none");
    return ALK_OK;
}

/* ---- connecting ---- */
static alk_rc open_session(mock_conn *conn, const alk_connect_request *request, mock_plan plan, alk_err *err)
{
    const mock_options *o = &conn->options;
    bool hangs = strcmp(o->connect, "hang") == 0;
    double delay = o->connect_delay + plan.seconds;
    if (hangs && delay <= 0)
        delay = request->deadline ? 3600 : 5;
    alk_rc rc = delay > 0 ? mock_pause(conn, delay, request->deadline, err) : ALK_OK;
    if (rc != ALK_OK)
        return rc;
    if (plan.error_class)
        return mock_fail(err, plan.error_class, plan.flags, "08001", "connecting failed as planned");
    if (!ledger_server_is_up() || (int64_t)ledger_count("connect") <= o->connect_fail_first || strcmp(o->connect, "fail") == 0)
        return mock_fail(err, ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE, "08001", "the server is down");
    if (strcmp(o->connect, "refuse") == 0)
        return mock_fail(err, ALK_ERROR_OPERATIONAL, 0, "28000", "the server refuses this user");
    return ALK_OK;
}

/* The pairs as "name=value", but for secrets. */
static void describe(char *out, size_t size, const alk_connect_request *request)
{
    size_t at = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < request->npairs && at < size; i++) {
        const alk_pair *p = &request->pairs[i];
        bool secret = words_is(p->name, "password") || words_is(p->name, "token");
        int n = snprintf(out + at, size - at, "%s%.*s=%.*s", i ? " " : "", (int)p->name.n, p->name.p, secret ? 3 : (int)p->value.n,
                         secret ? "***" : p->value.p);
        at += n > 0 ? (size_t)n : 0;
    }
}

static alk_rc driver_connect(const alk_driver *driver, const alk_connect_request *request, void **out, alk_err *err)
{
    char text[512];
    (void)driver;
    describe(text, sizeof text, request);
    uint32_t id = ledger_next_id();
    mock_plan plan = ledger_call(id, "connect", text);
    mock_conn *conn = mock_host->mem(NULL, sizeof *conn);
    if (!conn)
        return ALK_ERROR_NO_MEMORY;
    memset(conn, 0, sizeof *conn);
    conn->id = id;
    conn->epoch = ledger_epoch();
    alk_rc rc = read_options(&conn->options, request, err);
    if (rc == ALK_OK)
        rc = open_session(conn, request, plan, err);
    if (rc != ALK_OK) {
        (void)mock_host->mem(conn, 0);
        return rc;
    }
    ledger_live("connection", 1);
    *out = conn;
    return ALK_OK;
}

static alk_rc driver_database_open(const alk_driver *driver, const alk_connect_request *request, void **database, uint32_t *pool, alk_err *err)
{
    static const char *const pools[] = { "default", "queue", "static", "null", "thread" };
    mock_options o;
    (void)driver;
    mock_plan plan = ledger_call(0, "database_open", NULL);
    alk_rc rc = plan.error_class ? mock_fail(err, plan.error_class, plan.flags, "HY000", "failed as planned") : read_options(&o, request, err);
    if (rc != ALK_OK)
        return rc;
    *database = mock_host->mem(NULL, 1);
    if (!*database)
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < sizeof pools / sizeof pools[0]; i++)
        if (strcmp(o.pool, pools[i]) == 0)
            *pool = i;
    ledger_live("database", 1);
    return ALK_OK;
}

static void driver_database_close(const alk_driver *driver, void *database)
{
    (void)driver;
    (void)ledger_call(0, "database_close", NULL);
    ledger_live("database", -1);
    (void)mock_host->mem(database, 0);
}

/* ---- tables ---- */
static const void *dialect_query(const alk_dialect *dialect, const char *interface_id)
{
    (void)dialect;
    return strcmp(interface_id, "mock/1") == 0 ? &ledger_api : NULL;
}

static const alk_driver full_driver = {
    .size = sizeof(alk_driver),
    .noptions = N_OPTIONS,
    .name = "mock",
    .dialect = "mock",
    .caps = USUAL_CAPS,
    .conn = &mock_conn_ops,
    .options = options,
    .connect = driver_connect,
    .database_open = driver_database_open,
    .database_close = driver_database_close,
};
static const alk_driver bare_driver = {
    .size = sizeof(alk_driver),
    .noptions = N_OPTIONS,
    .name = "bare",
    .dialect = "mock",
    .conn = &mock_bare_conn_ops,
    .options = options,
    .connect = driver_connect,
};
static const alk_dialect_data data = {
    .size = sizeof(alk_dialect_data),
    .param_style = ALK_PARAM_QMARK,
    .max_params = 1000,
    .max_identifier = 63,
    .quote_open = '"',
    .quote_close = '"',
};
static const alk_dialect dialect = {
    .size = sizeof(alk_dialect),
    .name = "mock",
    .default_driver = "mock",
    .data = &data,
    .query = dialect_query,
};
static const alk_dialect *const dialects[] = { &dialect };
static const alk_driver *const drivers[] = { &full_driver, &bare_driver };

static void plugin_shutdown(void)
{
    (void)ledger_call(0, "shutdown", NULL);
}

static const alk_plugin plugin = {
    .size = sizeof(alk_plugin),
    .abi_major = ALK_ABI_MAJOR,
    .abi_minor = ALK_ABI_MINOR,
    .min_host_minor = ALK_PLUGIN_MIN_HOST_MINOR,
    .ndialects = 1,
    .ndrivers = 2,
    .name = ALK_PLUGIN_NAME,
    .version = ALK_PLUGIN_VERSION,
    .dialects = dialects,
    .drivers = drivers,
    .shutdown = plugin_shutdown,
};

const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err)
{
    (void)err;
    mock_host = host;
    return &plugin;
}
