/* SPDX-License-Identifier: MIT
 * The driver's tables, and the small calls that only ask SQLite something. */
#include "driver.h"
#include "connect.h"
#include "counted.h"
#include "cursor.h"
#include "errors.h"
#include "guard.h"
#include "options.h"
#include "statement.h"
#include "transaction.h"
#include <string.h>

enum { VERSION_RETURNING = 3035000 };

#define STATIC_CAPS                                                                                                     \
    (ALK_CAP_SAVEPOINT | ALK_CAP_MULTI_VALUES | ALK_CAP_CANCEL | ALK_CAP_DEADLINE | ALK_CAP_TRANSACTIONAL_DDL |          \
     ALK_CAP_LAST_INSERT_ID | ALK_CAP_DESCRIBE | ALK_CAP_CURSORS)

static uint64_t caps(void *conn)
{
    (void)conn;
    return STATIC_CAPS | (sqlite3_libversion_number() >= VERSION_RETURNING ? ALK_CAP_RETURNING : 0);
}

static alk_rc server(void *conn, alk_server_info *info, alk_err *err)
{
    int version = sqlite3_libversion_number();
    (void)conn;
    (void)err;
    info->version = (uint32_t)(version / 1000000 * 10000 + version / 1000 % 1000 * 100 + version % 1000);
    info->product = ALK__LITE_SV("SQLite");
    info->version_text = alk__lite_sv(sqlite3_libversion(), strlen(sqlite3_libversion()));
    return ALK_OK;
}

static alk_rc last_insert_id(void *handle, alk_cell *id, alk_err *err)
{
    alk__lite_conn *conn = handle;
    sqlite3_int64 rowid = sqlite3_last_insert_rowid(conn->db);
    (void)err;
    memset(id, 0, sizeof *id);
    id->tag = rowid != 0 ? ALK_TYPE_INT : ALK_TYPE_NULL;
    id->u.i = rowid;
    return ALK_OK;
}

/* The database is in this process: there is no line that could be down. */
static alk_rc ping(void *handle, int64_t deadline, alk_err *err)
{
    alk__lite_conn *conn = handle;
    (void)deadline;
    if (sqlite3_db_readonly(conn->db, "main") >= 0)
        return ALK_OK;
    return alk__lite_error(err, ALK_ERROR_INTERNAL, "08003", "the connection has no main database");
}

static alk_rc warning(void *conn, alk_err *err)
{
    (void)conn;
    (void)err;
    return ALK_END;                      /* SQLite has none */
}

static const void *query(void *handle, const char *interface_id)
{
    alk__lite_conn *conn = handle;
    if (strcmp(interface_id, "alk.counted/1") == 0)
        return &alk__lite_counted_ops;
    return strcmp(interface_id, "sqlite3/1") == 0 ? conn->db : NULL;
}

static const alk_conn_ops connection = { .size = sizeof connection,
                                         .cursor = &alk__lite_cursor_ops,
                                         .prepare = alk__lite_prepare,
                                         .stmt_params = alk__lite_stmt_params,
                                         .stmt_columns = alk__lite_stmt_columns,
                                         .execute = alk__lite_execute,
                                         .stmt_close = alk__lite_stmt_close,
                                         .execute_direct = alk__lite_execute_direct,
                                         .transaction = alk__lite_transaction,
                                         .transaction_status = alk__lite_transaction_status,
                                         .set_isolation = alk__lite_set_isolation,
                                         .ping = ping,
                                         .reset = alk__lite_reset,
                                         .close = alk__lite_close,
                                         .abandon = alk__lite_abandon,
                                         .cancel = alk__lite_cancel,
                                         .caps = caps,
                                         .server = server,
                                         .last_insert_id = last_insert_id,
                                         .warning = warning,
                                         .query = query };

const alk_driver alk__lite_driver = { .size = sizeof(alk_driver),
                                      .noptions = ALK__LITE_OPTION_COUNT,
                                      .name = "sqlite3",
                                      .dialect = "sqlite",
                                      .caps = STATIC_CAPS,
                                      .conn = &connection,
                                      .options = alk__lite_options,
                                      .connect = alk__lite_connect,
                                      .database_open = alk__lite_database_open,
                                      .database_close = alk__lite_database_close };
