/* SPDX-License-Identifier: MIT
 * Opening and closing engines; and what engine_test.h promises to all tests of this layer. */
#include "engine_test.h"
#include "base/clock.h"
#include "plugin/registry.h"
#include <stdatomic.h>
#include <stdlib.h>

const mock_api *mock;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static char log_text[1 << 16];
static size_t log_used;
static atomic_int next_order;

/* ---- shared by the layer ---- */

__attribute__((constructor)) static void load_plugins(void)
{
    setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    const alk__backend *backend = alk__backend_find("mock", "mock", 0);
    alk__backend_find("mock", "bare", 0);
    alk__backend_find("sqlite", NULL, 0);
    mock = backend ? backend->dialect->query(backend->dialect_self, "mock/1") : NULL;
    alk_clear_error();
}

static void keep_log(void *payload, int level, const char *component, const char *message)
{
    (void)payload;
    pthread_mutex_lock(&log_lock);
    int n = snprintf(log_text + log_used, sizeof log_text - log_used, "%d %s: %s\n", level, component, message);
    if (n > 0 && log_used + (size_t)n < sizeof log_text)
        log_used += (size_t)n;
    pthread_mutex_unlock(&log_lock);
}

void engine_setup(void)
{
    alk_check(mock != NULL);
    mock->reset();
    log_used = 0;
    log_text[0] = '\0';
    atomic_store(&next_order, 0);
    alk_set_log(keep_log, NULL, ALK_LOG_INFO);
}

void engine_teardown(void)
{
    alk_set_log(NULL, NULL, 0);
    if (!alk_torture_is_on())
        alk_check_that(mock->count("violation") == 0, "a rule of the ABI was broken:\n%s", calls());
}

const char *logged(void)
{
    return log_text;
}

const char *calls(void)
{
    static char text[1 << 16];
    mock->log(text, sizeof text);
    return text;
}

const char *steps(void)
{
    static char text[1 << 16];
    char *to = text;
    for (const char *line = calls(); *line; line = strchr(line, '\n') + 1)
        for (const char *from = strchr(line, ' ') + 1; from[-1] != '\n'; from++)
            *to++ = *from;
    *to = '\0';
    return text;
}

int count_of(const char *call)
{
    return (int)mock->count(call);
}

int times(const char *text, const char *part)
{
    int n = 0;
    while ((text = strstr(text, part))) {
        n++;
        text += strlen(part);
    }
    return n;
}

alk_pool_status pool_of(alk_engine *engine)
{
    alk_pool_status status = { .struct_size = sizeof status };
    alk_check_ok(alk_engine_pool_status(engine, &status));
    return status;
}

#define PATIENCE 8                     /* seconds, below those of a test */

double now_s(void)
{
    return (double)alk__clock_now() / 1e9;
}

void sleep_s(double seconds)
{
    alk__sleep_until(alk__deadline_in(seconds));
}

int run_sql(alk_conn *conn, const char *sql)
{
    return alk_close(alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, NULL));
}

int64_t ask_int(alk_conn *conn, const char *sql)
{
    int64_t value = -1;
    return alk_scalar_int(alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, NULL), &value) ? -1 : value;
}

const char *sqlite_file(void)
{
    static char url[200];
    (void)snprintf(url, sizeof url, "sqlite:///%s/test.db", alk_test_directory());
    return url;
}

static void *borrow(void *payload)
{
    borrower *b = payload;
    double began = now_s();
    alk_conn *conn = alk_connect(b->engine);
    b->waited = now_s() - began;
    b->order = atomic_fetch_add(&next_order, 1);
    b->code = conn ? ALK_OK : alk_last_error()->code;
    (void)snprintf(b->message, sizeof b->message, "%s", conn ? "" : alk_last_error()->message);
    if (conn) {
        sleep_s(b->hold);
        alk_conn_close(conn);
    }
    alk_clear_error();
    return NULL;
}

void borrower_start(borrower *b, alk_engine *engine, double hold)
{
    *b = (borrower){ .engine = engine, .hold = hold };
    alk_check(pthread_create(&b->thread, NULL, borrow, b) == 0);
}

void borrower_join(borrower *b)
{
    pthread_join(b->thread, NULL);
}

void await_waiters(alk_engine *engine, int waiting)
{
    double until = now_s() + PATIENCE;
    for (; pool_of(engine).waiting != waiting; sleep_s(0.001))
        alk_check_that(now_s() < until, "there are %d waiters, not %d", pool_of(engine).waiting, waiting);
}

void await_calls(const char *call, int n)
{
    double until = now_s() + PATIENCE;
    for (; count_of(call) < n; sleep_s(0.001))
        alk_check_that(now_s() < until, "%s was called %d times, not %d", call, count_of(call), n);
}

/* ---- the tests of engine.c ---- */

ALK_SUITE(engine, engine_setup, engine_teardown);

ALK_TEST(engine, tells_what_it_is)
{
    alk_engine *engine = alk_open("mock://me:secret@db:77/name?token=hidden&version=10400");
    alk_check_made(engine);
    alk_check_str(alk_engine_dialect(engine), "mock");
    alk_check_str(alk_engine_driver(engine), "mock");
    alk_check(strstr(alk_engine_url(engine), "secret") == NULL);
    alk_check(strstr(alk_engine_url(engine), "hidden") == NULL);
    alk_check_contains(alk_engine_url(engine), "mock://me:");
    alk_engine_close(engine);
    alk_check(alk_engine_dialect(NULL) == NULL);
    alk_check(alk_engine_driver(NULL) == NULL);
    alk_check(alk_engine_url(NULL) == NULL);
    alk_engine_close(NULL);
    alk_engine_dispose(NULL);
}

ALK_TEST(engine, opening_connects_to_nothing)
{
    alk_engine *engine = alk_open("mock://?connect=fail");
    alk_check_made(engine);
    alk_check_int(count_of("connect"), 0);
    alk_engine_close(engine);
    alk_check_int(mock->live("database"), 0);
}

ALK_TEST(engine, hands_the_url_to_the_driver)
{
    alk_engine *engine = alk_open("mock://me:pw@one:1,two/db?version=5");
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_check_contains(calls(), "connect user=me password=*** host=one port=1 host=two port= database=db version=5");
    alk_check_int(alk_conn_server_version_number(conn), 5);
    alk_check_str(alk_conn_server(conn), "Mock");
    alk_check_str(alk_conn_server_version(conn), "Mock, as told");
    alk_check_ok(alk_conn_close(conn));
    alk_engine_close(engine);
}

ALK_TEST(engine, refuses_bad_urls_and_options)
{
    static const struct {
        const char *url;
        int code;
        const char *part;
    } bad[] = {
        { "", ALK_ERROR_ARGUMENT, NULL },
        { "mock", ALK_ERROR_ARGUMENT, NULL },
        { "nosuch://", ALK_ERROR_NO_PLUGIN, "nosuch" },
        { "mock+other://", ALK_ERROR_NO_PLUGIN, "other" },
        { "mock://?conect=ok", ALK_ERROR_ARGUMENT, "connect" },
        { "mock://?connect=sometimes", ALK_ERROR_ARGUMENT, "connect" },
        { "mock://?batch=many", ALK_ERROR_ARGUMENT, "batch" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        alk_check_that(alk_open(bad[i].url) == NULL, "%s was opened", bad[i].url);
        alk_check_error(bad[i].code, bad[i].part);
    }
    alk_check(alk_engine_open(NULL, NULL) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, NULL);
}

ALK_TEST(engine, refuses_option_values_that_are_none)
{
    alk_engine_options no_size = { .pool_size = 1 };
    alk_check(alk_engine_open("mock://", &no_size) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "struct_size");
    alk_check(alk_open("mock://", .pool = 9, .execution.token = "kept by the caller") == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "pool");
    alk_check(alk_open("mock://", .isolation = 77, .execution.token = "kept by the caller") == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "isolation");
    alk_check(alk_open("mock://", .pool_reset = -1) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "pool_reset");
    alk_check(alk_open("mock://", .max_overflow = -3) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "max_overflow");
    alk_check(alk_open("mock://", .pool_size = -1, .max_overflow = -1) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "lend nothing");
}

ALK_TEST(engine, takes_options_of_an_older_program)
{
    alk_engine_options options = { .struct_size = offsetof(alk_engine_options, max_overflow), .pool_size = 3, .max_overflow = 99 };
    alk_engine *engine = alk_engine_open("mock://", &options);
    alk_check_made(engine);
    alk_check_int(pool_of(engine).size, 3);
    alk_check_int(pool_of(engine).max_overflow, 10);
    alk_engine_close(engine);
}

ALK_TEST(engine, fails_when_the_database_does)
{
    mock->fail("database_open", 1, ALK_ERROR_OPERATIONAL, 0);
    alk_check(alk_open("mock://") == NULL);
    alk_check_error(ALK_ERROR_OPERATIONAL, "as planned");
    alk_check_int(mock->live("database"), 0);
}

ALK_TEST(engine, closed_while_lent_goes_on_until_the_return)
{
    alk_engine *engine = alk_open("mock://");
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_engine_close(engine);
    alk_check_contains(logged(), "test_engine.c");
    alk_check_int(ask_int(conn, "select 1"), 1);
    alk_check_int(count_of("database_close"), 0);
    alk_check_ok(alk_conn_close(conn));
    alk_check_int(count_of("close"), 1);
    alk_check_int(count_of("database_close"), 1);
}

ALK_TEST(engine, closed_lends_no_more)
{
    alk_engine *engine = alk_open("mock://");
    alk_conn *conn = alk_connect(engine);
    alk_check_made(conn);
    alk_engine_close(engine);
    alk_check(alk_connect(engine) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "closed");
    alk_check_ok(alk_conn_close(conn));
}

ALK_TEST(engine, null_engine_keeps_the_cause)
{
    alk_engine *engine = alk_open("nosuch://");
    alk_pool_status status = { .struct_size = sizeof status };
    alk_check(engine == NULL);
    alk_check(alk_connect(engine) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "nosuch");
    alk_check_status(alk_engine_pool_status(engine, &status), ALK_ERROR_NO_PLUGIN);
    alk_check(alk_script_open(engine, "", 0) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "nosuch");
    alk_clear_error();
    alk_check(alk_connect(NULL) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "NULL");
}

ALK_TEST(engine, memory_running_out_leaves_nothing)
{
    int status;
    ALK_TORTURE(status) {
        alk_engine *engine = alk_open("mock://me:pw@one:1,two/db?version=5", .execution.token = "t");
        status = engine ? ALK_OK : alk_last_error()->code;
        alk_engine_close(engine);
    }
    alk_check_int(mock->live("database"), 0);
}

ALK_TEST(engine, memory_running_out_while_connecting)
{
    int status;
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    for (int i = 0; i < 40; i++)               /* closed handles are remembered, up to a number */
        alk_conn_close(alk_connect(engine));
    alk_engine_dispose(engine);
    ALK_TORTURE(status) {
        alk_conn *conn = alk_connect(engine);
        status = conn ? ALK_OK : alk_last_error()->code;
        alk_conn_close(conn);
        alk_engine_dispose(engine);
    }
    alk_check_int(pool_of(engine).lent + pool_of(engine).connecting + pool_of(engine).idle, 0);
    alk_engine_close(engine);
    alk_check_int(mock->live("connection"), 0);
}

ALK_TEST(engine, opens_scripts_in_its_dialect)
{
    alk_engine *engine = alk_open("mock://");
    alk_check_made(engine);
    static const char text[] = "one; -- no\ntwo ';' \"\nthree";
    alk_script *script = alk_script_open(engine, text, strlen(text));
    alk_check_made(script);
    alk_sv statement;
    size_t line;
    bool complete;
    alk_check(alk_script_next(script, &statement, &line, &complete));
    alk_check_sv(statement, "one");
    alk_check_size(line, 1);
    alk_check(complete);
    alk_check(alk_script_next(script, &statement, &line, &complete));
    alk_check_sv(statement, "two ';' \"\nthree");
    alk_check_size(line, 2);
    alk_check(!complete);
    alk_check(!alk_script_next(script, &statement, NULL, NULL));
    alk_script_close(script);
    alk_check(alk_script_open(engine, NULL, 5) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, NULL);
    alk_engine_close(engine);
}
