/* SPDX-License-Identifier: MIT
 * What stands in a table where a plugin left an optional slot empty. Where the engine has a way of its own the stub answers ALK_USE_DEFAULT; where
 * there is none it says so in an error. A stub knows no connection: it never looks at the handle. */
#include "plugin/table.h"
#include <string.h>
#include "plugin/host.h"

static alk_rc unsupported(alk_err *err, const char *message)
{
    alk__host()->err_set(err, ALK_ERROR_NOT_SUPPORTED, "0A000", 0, message, strlen(message));
    return ALK_ERROR_NOT_SUPPORTED;
}

/* ---- cursors ---- */
static alk_rc cursor_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena,
                                alk_err *err)
{
    (void)cursor, (void)plan, (void)base, (void)stride, (void)cap, (void)arena, (void)err;
    *got = 0;
    return ALK_USE_DEFAULT;
}

static int64_t cursor_affected(void *cursor)
{
    (void)cursor;
    return -1;
}

static int32_t cursor_is_apart(void *cursor)
{
    (void)cursor;
    return 0;
}

const alk_cursor_ops alk__cursor_stubs = {
    .size = sizeof(alk_cursor_ops),
    .fetch_into = cursor_fetch_into,
    .affected = cursor_affected,
    .is_apart = cursor_is_apart,
};

/* ---- connections ---- */
static alk_rc conn_stmt_columns(void *conn, void *stmt, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err)
{
    (void)conn, (void)stmt, (void)err;
    *columns = NULL;
    *count = 0;
    *stride = 0;
    return ALK_USE_DEFAULT;
}

static alk_rc conn_execute_direct(void *conn, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err)
{
    (void)conn, (void)sql, (void)request, (void)err;
    *cursor = NULL;
    *affected = -1;
    return ALK_USE_DEFAULT;
}

static int32_t conn_transaction_status(void *conn)
{
    (void)conn;
    return ALK_TXN_UNKNOWN;
}

static alk_rc conn_set_isolation(void *conn, uint32_t isolation, int64_t deadline, alk_err *err)
{
    (void)conn, (void)deadline;
    if (isolation == ALK_ISOLATION_DEFAULT)
        return ALK_OK;
    return unsupported(err, "this driver cannot set the isolation level");
}

static alk_rc conn_ping(void *conn, int64_t deadline, alk_err *err)
{
    (void)conn, (void)deadline, (void)err;
    return ALK_USE_DEFAULT;
}

static alk_rc conn_reset(void *conn, int64_t deadline, alk_err *err)
{
    (void)conn, (void)deadline, (void)err;
    return ALK_USE_DEFAULT;
}

static alk_rc conn_cancel(void *conn, alk_err *err)
{
    (void)conn;
    return unsupported(err, "this driver cannot cancel a running statement");
}

static alk_rc conn_last_insert_id(void *conn, alk_cell *id, alk_err *err)
{
    (void)conn, (void)err;
    *id = (alk_cell){ .tag = ALK_TYPE_NULL };
    return ALK_OK;
}

static alk_rc conn_warning(void *conn, alk_err *warning)
{
    (void)conn, (void)warning;
    return ALK_END;
}

static const void *conn_query(void *conn, const char *interface_id)
{
    (void)conn, (void)interface_id;
    return NULL;
}

static alk_rc conn_recover(void *conn, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err)
{
    (void)conn, (void)deadline;
    *names = NULL;
    *count = 0;
    return unsupported(err, "this driver has no two-phase commit");
}

const alk_conn_ops alk__conn_stubs = {
    .size = sizeof(alk_conn_ops),
    .stmt_columns = conn_stmt_columns,
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

/* ---- drivers, dialects, the plugin ---- */
static alk_rc driver_database_open(const alk_driver *driver, const alk_connect_request *request, void **database, uint32_t *pool, alk_err *err)
{
    (void)driver, (void)request, (void)pool, (void)err;
    *database = NULL;
    return ALK_OK;
}

static void driver_database_close(const alk_driver *driver, void *database)
{
    (void)driver, (void)database;
}

const alk_driver alk__driver_stubs = {
    .size = sizeof(alk_driver),
    .database_open = driver_database_open,
    .database_close = driver_database_close,
};

static const void *dialect_query(const alk_dialect *dialect, const char *interface_id)
{
    (void)dialect, (void)interface_id;
    return NULL;
}

const alk_dialect alk__dialect_stubs = { .size = sizeof(alk_dialect), .query = dialect_query };

static void plugin_shutdown(void)
{
}

const alk_plugin alk__plugin_stubs = { .size = sizeof(alk_plugin), .shutdown = plugin_shutdown };
