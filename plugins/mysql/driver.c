/* SPDX-License-Identifier: MIT
 * The driver's tables, and the small calls that only ask the connection something. */
#include "driver.h"
#include "connect.h"
#include "cursor.h"
#include "errors.h"
#include "kill.h"
#include "session.h"
#include "statement.h"
#include "transaction.h"
#include "twophase.h"
#include "warning.h"
#include <string.h>

#define STATIC_CAPS (ALK_CAP_SAVEPOINT | ALK_CAP_MULTI_VALUES | ALK_CAP_CANCEL | ALK_CAP_DEADLINE | ALK_CAP_LAST_INSERT_ID | ALK_CAP_DESCRIBE | ALK_CAP_UNSIGNED | ALK_CAP_TWO_PHASE)
enum { MARIADB_RETURNING = 100500 };

static uint64_t caps(void *handle)
{
    alk__my_conn *conn = handle;
    return STATIC_CAPS | (conn->version.mariadb && conn->version.number >= MARIADB_RETURNING ? ALK_CAP_RETURNING : 0) | (conn->version.mariadb ? ALK_CAP_SERVER_CURSORS : 0);
}

static alk_rc server(void *handle, alk_server_info *info, alk_err *err)
{
    alk__my_conn *conn = handle;
    const char *text = mysql_get_server_info(conn->mysql);
    (void)err;
    info->version = conn->version.number;
    info->product = conn->version.mariadb ? ALK__MY_SV("MariaDB") : ALK__MY_SV("MySQL");
    info->version_text = alk__my_sv(text, text != NULL ? strlen(text) : 0);
    return ALK_OK;
}

static alk_rc last_insert_id(void *handle, alk_cell *id, alk_err *err)
{
    alk__my_conn *conn = handle;
    (void)err;
    memset(id, 0, sizeof *id);
    id->tag = conn->last_id == 0 ? ALK_TYPE_NULL : conn->last_id > INT64_MAX ? ALK_TYPE_UINT : ALK_TYPE_INT;
    id->u.raw = conn->last_id;
    return ALK_OK;
}

static alk_rc ping(void *handle, int64_t deadline, alk_err *err)
{
    alk__my_conn *conn = handle;
    alk_rc rc = alk__my_ready(conn, err);
    if (rc != ALK_OK)
        return rc;
    alk__my_enter(conn, deadline);
    conn->late = false;
    if (mysql_ping(conn->mysql) != 0)
        rc = alk__my_fail(conn, NULL, alk__my_sv(NULL, 0), err);
    alk__my_leave(conn);
    return rc;
}

static const void *query(void *handle, const char *interface_id)
{
    alk__my_conn *conn = handle;
    if (strcmp(interface_id, "alk.async/1") == 0)
        return &alk__my_async;
    return strcmp(interface_id, "mysqlclient/1") == 0 ? conn->mysql : NULL;
}

static const alk_conn_ops connection = { .size = sizeof connection,
                                         .cursor = &alk__my_cursor_ops,
                                         .prepare = alk__my_prepare,
                                         .stmt_params = alk__my_stmt_params,
                                         .stmt_columns = alk__my_stmt_columns,
                                         .execute = alk__my_execute,
                                         .stmt_close = alk__my_stmt_close,
                                         .execute_direct = alk__my_execute_direct,
                                         .transaction = alk__my_transaction,
                                         .transaction_status = alk__my_transaction_status,
                                         .set_isolation = alk__my_set_isolation,
                                         .ping = ping,
                                         .reset = alk__my_reset,
                                         .close = alk__my_close,
                                         .abandon = alk__my_abandon,
                                         .cancel = alk__my_cancel,
                                         .caps = caps,
                                         .server = server,
                                         .last_insert_id = last_insert_id,
                                         .warning = alk__my_warning,
                                         .query = query,
                                         .recover = alk__my_recover };

#define DRIVER(of)                                       \
    {                                                    \
        .size = sizeof(alk_driver),                      \
        .noptions = ALK__MY_OPTION_COUNT,                \
        .name = "mysqlclient",                           \
        .dialect = of,                                   \
        .caps = STATIC_CAPS,                             \
        .conn = &connection,                             \
        .options = alk__my_options,                      \
        .connect = alk__my_connect                       \
    }
const alk_driver alk__my_mysqlclient = DRIVER("mysql");
const alk_driver alk__my_mariadbclient = DRIVER("mariadb");
