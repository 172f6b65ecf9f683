/* SPDX-License-Identifier: MIT
 * A plugin of one dialect and one driver, named after its library, which is built once as it should be ("good") and once for each CASE with a fault that shows when it is
 * loaded. The manifests beside the libraries are the tests' own. */
#include <alkahest/plugin.h>
#include <string.h>

#ifndef VERSION
#define VERSION "1.0.0"
#endif
#ifndef DIALECT
#define DIALECT NAME
#endif
#ifndef PLUGIN_NAME
#define PLUGIN_NAME "alkahest-" NAME
#endif
#ifndef MINOR
#define MINOR ALK_ABI_MINOR
#endif
#if defined(CASE_DRIVER_ONLY)
#define HAS_DIALECT 0
#else
#define HAS_DIALECT 1
#endif
#if defined(CASE_DIALECT_ONLY)
#define HAS_DRIVER 0
#else
#define HAS_DRIVER 1
#endif
#ifndef MIN_HOST
#define MIN_HOST 0
#endif

static alk_rc cursor_columns(void *cursor, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    (void)cursor, (void)columns, (void)count, (void)stride, (void)err;
    return ALK_ERROR_INTERNAL;
}

static alk_rc cursor_fetch(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    (void)cursor, (void)cells, (void)ncols, (void)cap, (void)got, (void)arena, (void)err;
    return ALK_END;
}

static alk_rc handle_close(void *handle, alk_err *err)
{
    (void)handle, (void)err;
    return ALK_OK;
}

static alk_rc conn_prepare(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err)
{
    (void)conn, (void)sql, (void)flags, (void)deadline, (void)stmt, (void)err;
    return ALK_ERROR_INTERNAL;
}

static alk_rc conn_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err)
{
    (void)conn, (void)stmt, (void)count, (void)err;
    return ALK_ERROR_INTERNAL;
}

static alk_rc conn_execute(void *conn, void *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    (void)conn, (void)stmt, (void)request, (void)cursor, (void)affected, (void)err;
    return ALK_ERROR_INTERNAL;
}

static void conn_stmt_close(void *conn, void *stmt)
{
    (void)conn, (void)stmt;
}

static alk_rc conn_transaction(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    (void)conn, (void)action, (void)isolation, (void)name, (void)deadline, (void)err;
    return ALK_ERROR_INTERNAL;
}

static void conn_abandon(void *conn)
{
    (void)conn;
}

static uint64_t conn_caps(void *conn)
{
    (void)conn;
    return 0;
}

static alk_rc conn_server(void *conn, alk_server_info *info, alk_err *err)
{
    (void)conn, (void)info, (void)err;
    return ALK_ERROR_INTERNAL;
}

static alk_rc driver_connect(const alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err)
{
    (void)driver, (void)request, (void)conn, (void)err;
    return ALK_ERROR_INTERNAL;
}

static const alk_cursor_ops cursor_ops = { .size = sizeof cursor_ops, .columns = cursor_columns, .fetch_cells = cursor_fetch, .close = handle_close };
static const alk_conn_ops conn_ops = {
    .size = sizeof conn_ops,
    .cursor = &cursor_ops,
    .prepare = conn_prepare,
    .stmt_params = conn_stmt_params,
    .execute = conn_execute,
    .stmt_close = conn_stmt_close,
    .transaction = conn_transaction,
    .close = handle_close,
    .abandon = conn_abandon,
    .caps = conn_caps,
    .server = conn_server,
};
static const alk_driver driver = { .size = sizeof driver, .name = DIALECT, .dialect = DIALECT, .conn = &conn_ops, .connect = driver_connect };
static const alk_dialect_data data = { .size = sizeof data, .param_style = ALK_PARAM_QMARK, .quote_open = '"', .quote_close = '"' };
static const alk_dialect dialect = { .size = sizeof dialect, .name = DIALECT, .default_driver = DIALECT, .data = &data };
static const alk_dialect *const dialects[] = { &dialect };
static const alk_driver *const drivers[] = { &driver };

static const alk_plugin plugin = {
    .size = sizeof plugin,
    .abi_major = ALK_ABI_MAJOR,
    .abi_minor = MINOR,
    .min_host_minor = MIN_HOST,
    .ndialects = HAS_DIALECT,
    .ndrivers = HAS_DRIVER,
    .dialects = dialects,
    .drivers = drivers,
    .name = PLUGIN_NAME,
    .version = VERSION,
};

#if defined(CASE_NO_ENTRY)
ALK_PLUGIN_EXPORT const void *alk_plugin_entry_0(void);
const void *alk_plugin_entry_0(void)
{
    return &plugin;
}
#elif defined(CASE_MAJOR_2)
ALK_PLUGIN_EXPORT const void *alk_plugin_entry_2(void);
const void *alk_plugin_entry_2(void)
{
    return &plugin;
}
#else
#if defined(CASE_UNDEFINED)
void alkahest_test_symbol_that_nobody_has(void);
#endif
#if defined(CASE_DEPENDENCY)
int alkahest_test_dependency(void);
#endif
#if defined(CASE_EXTRA_EXPORT)
ALK_PLUGIN_EXPORT int extra_export(void);
int extra_export(void)
{
    return 1;
}
#endif

const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err)
{
    (void)host, (void)err;
#if defined(CASE_REFUSES)
    host->err_set(err, ALK_ERROR_ABI, NULL, 0, "this host is too old for me", 27);
    return NULL;
#elif defined(CASE_REFUSES_SILENTLY)
    return NULL;
#elif defined(CASE_UNDEFINED)
    alkahest_test_symbol_that_nobody_has();
#elif defined(CASE_DEPENDENCY)
    if (alkahest_test_dependency())
        return NULL;
#endif
    return &plugin;
}
#endif

#if defined(ALK_BROKEN_NOTE)
ALK_PLUGIN_NOTE(ALK_BROKEN_NOTE);
#endif
