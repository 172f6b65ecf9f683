/* SPDX-License-Identifier: MIT
 * The driver's tables, and the small calls that only ask libpq something. */
#include "driver.h"
#include "cancel.h"
#include "connect.h"
#include "copy.h"
#include "cursor.h"
#include "each.h"
#include "errors.h"
#include "notify.h"
#include "options.h"
#include "session.h"
#include "statement.h"
#include "transaction.h"
#include "twophase.h"
#include "wait.h"
#include <poll.h>

#define CAPS                                                                                                                              \
    (ALK_CAP_SAVEPOINT | ALK_CAP_RETURNING | ALK_CAP_MULTI_VALUES | ALK_CAP_BATCH_FETCH | ALK_CAP_CANCEL | ALK_CAP_DEADLINE | ALK_CAP_TRANSACTIONAL_DDL | \
     ALK_CAP_DESCRIBE)

static bool is_cockroach(const alk__pg_conn *conn)
{
    return PQparameterStatus(conn->pg, "crdb_version") != NULL;
}

uint64_t alk__pg_caps(void *handle)
{
    return CAPS | (is_cockroach(handle) ? 0 : ALK_CAP_TWO_PHASE | ALK_CAP_SERVER_CURSORS);
}

/* Both say their version as text at the connection's beginning; CockroachDB's there is the PostgreSQL that it is like. */
static alk_rc server(void *handle, alk_server_info *info, alk_err *err)
{
    alk__pg_conn *conn = handle;
    int version = PQserverVersion(conn->pg);
    bool cockroach = is_cockroach(conn);
    (void)err;
    info->version = version >= 100000 ? (uint32_t)(version / 10000 * 10000 + version % 10000 * 100) : (uint32_t)version;
    info->product = cockroach ? alk__pg_view("CockroachDB") : alk__pg_view("PostgreSQL");
    info->version_text = alk__pg_view(cockroach ? PQparameterStatus(conn->pg, "crdb_version") : conn->version);
    return ALK_OK;
}

/* What the server said last is read first: most connections that are dead have said so. */
static alk_rc ping(void *handle, int64_t deadline, alk_err *err)
{
    alk__pg_conn *conn = handle;
    if (conn->lost)
        return alk__pg_is_lost(err);
    if (conn->streaming == NULL && alk__pg_poll(PQsocket(conn->pg), POLLIN, 1) == 1 && PQconsumeInput(conn->pg) == 0)
        return alk__pg_lost(conn, err);
    return alk__pg_run(conn, "", deadline, NULL, err);
}

static const void *query(void *handle, const char *interface_id)
{
    alk__pg_conn *conn = handle;
    if (strcmp(interface_id, "alk.async/1") == 0)
        return &alk__pg_async;
    if (strcmp(interface_id, "alk.arrays/1") == 0)       /* since generated columns are in the catalog */
        return is_cockroach(conn) || PQserverVersion(conn->pg) < 120000 ? NULL : &alk__pg_arrays_ops;
    if (strcmp(interface_id, "alk.copy/1") == 0)
        return &alk__pg_copy_ops;
    if (strcmp(interface_id, "alk.notify/1") == 0)
        return &alk__pg_notify_ops;
    return strcmp(interface_id, "libpq/1") == 0 ? conn->pg : NULL;
}

static const alk_conn_ops connection = { .size = sizeof connection,
                                         .cursor = &alk__pg_cursor_ops,
                                         .prepare = alk__pg_prepare,
                                         .stmt_params = alk__pg_stmt_params,
                                         .stmt_columns = alk__pg_stmt_columns,
                                         .execute = alk__pg_execute,
                                         .stmt_close = alk__pg_stmt_close,
                                         .execute_direct = alk__pg_execute_direct,
                                         .transaction = alk__pg_transaction,
                                         .transaction_status = alk__pg_transaction_status,
                                         .set_isolation = alk__pg_set_isolation,
                                         .ping = ping,
                                         .reset = alk__pg_reset,
                                         .close = alk__pg_close,
                                         .abandon = alk__pg_abandon,
                                         .cancel = alk__pg_cancel,
                                         .caps = alk__pg_caps,
                                         .server = server,
                                         .warning = alk__pg_warning,
                                         .query = query,
                                         .recover = alk__pg_recover };

#define DRIVER(of)                                                                                                                          \
    {                                                                                                                                       \
        .size = sizeof(alk_driver), .noptions = ALK__PG_OPTION_COUNT, .name = "libpq", .dialect = of, .caps = CAPS, .conn = &connection,      \
        .options = alk__pg_options, .connect = alk__pg_connect                                                                              \
    }

const alk_driver alk__pg_driver = DRIVER("postgresql");
const alk_driver alk__pg_cockroachdb_driver = DRIVER("cockroachdb");
