/* SPDX-License-Identifier: MIT
 * The driver's table, the small calls that only ask the connection something, and the memory that the plugin takes through the library. */
#include "driver.h"
#include "connect.h"
#include "cursor.h"
#include "errors.h"
#include "session.h"
#include "statement.h"
#include "transaction.h"
#include "twophase.h"
#include "driver/number.h"

#define STATIC_CAPS (ALK_CAP_BATCH_FETCH | ALK_CAP_CANCEL | ALK_CAP_DEADLINE)
enum { MARIADB_RETURNING = 100500, MSSQL_2008 = 100000, ORACLE_23 = 230000 };

const alk_host *alk__odbc_host;

void alk__odbc_begin(const alk_host *host)
{
    alk__odbc_host = host;
}

void *alk__odbc_alloc(size_t size, alk_err *err)
{
    void *memory = alk__odbc_host->mem(NULL, size > 0 ? size : 1);
    if (memory == NULL) {
        if (err != NULL)
            alk__odbc_no_memory(err);
        return NULL;
    }
    return memset(memory, 0, size);
}

void alk__odbc_free(void *memory)
{
    if (memory != NULL)
        alk__odbc_host->mem(memory, 0);
}

bool alk__odbc_holds(alk_sv text, const char *part)
{
    size_t length = strlen(part);
    for (size_t i = 0; i + length <= text.n; i++)
        if (alk__driver_is_word(alk__odbc_sv(text.p + i, length), part))
            return true;
    return false;
}

/* ---- what it can do ---- */
static uint64_t of_family(const alk__odbc_conn *conn)
{
    switch (conn->family->id) {
    case ALK__ODBC_POSTGRESQL:
        return ALK_CAP_RETURNING | ALK_CAP_MULTI_VALUES | ALK_CAP_TRANSACTIONAL_DDL;
    case ALK__ODBC_MARIADB:
        return ALK_CAP_MULTI_VALUES | (conn->version >= MARIADB_RETURNING ? ALK_CAP_RETURNING : 0);
    case ALK__ODBC_MYSQL:
        return ALK_CAP_MULTI_VALUES;
    case ALK__ODBC_SQLITE:
        return ALK_CAP_MULTI_VALUES | ALK_CAP_TRANSACTIONAL_DDL | ALK_CAP_RETURNING;
    case ALK__ODBC_MSSQL:
        return ALK_CAP_RETURNING | ALK_CAP_TRANSACTIONAL_DDL | (conn->version >= MSSQL_2008 ? ALK_CAP_MULTI_VALUES : 0);
    case ALK__ODBC_ORACLE:
        return conn->version >= ORACLE_23 ? ALK_CAP_MULTI_VALUES : 0;
    default:
        return 0;
    }
}

static uint64_t caps(void *handle)
{
    const alk__odbc_conn *conn = handle;
    uint64_t all = of_family(conn) | ALK_CAP_BATCH_FETCH;
    if ((conn->traits & ALK__ODBC_NO_RETURNING) != 0)
        all &= ~ALK_CAP_RETURNING;
    if ((conn->traits & ALK__ODBC_NO_UNSIGNED) == 0 && (conn->family->id == ALK__ODBC_MYSQL || conn->family->id == ALK__ODBC_MARIADB))
        all |= ALK_CAP_UNSIGNED;
    if (alk__odbc_has_twophase(conn))
        all |= ALK_CAP_TWO_PHASE;
    return all | (conn->family->savepoint != NULL ? ALK_CAP_SAVEPOINT : 0) | (conn->family->last_id != NULL ? ALK_CAP_LAST_INSERT_ID : 0) |
           (conn->may_cancel ? ALK_CAP_CANCEL | ALK_CAP_DEADLINE : 0) | (!conn->one_result ? ALK_CAP_CURSORS : 0);
}

static alk_rc server(void *handle, alk_server_info *info, alk_err *err)
{
    const alk__odbc_conn *conn = handle;
    (void)err;
    info->version = conn->version;
    info->product = alk__odbc_view(conn->product);
    info->version_text = alk__odbc_view(conn->version_text);
    return ALK_OK;
}

/* ---- asking the server ---- */
static alk_rc last_insert_id(void *handle, alk_cell *id, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    char text[ALK__DRIVER_NUMBER_MAX];
    uint64_t magnitude = 0;
    bool negative = false;
    alk_rc rc = alk__odbc_ready(conn, err);
    memset(id, 0, sizeof *id);
    if (rc != ALK_OK)
        return rc;
    if (conn->inserted && !conn->failed) {
        rc = alk__odbc_run(conn, conn->family->last_id, 0, text, sizeof text, err);
        if (rc != ALK_OK)
            return rc;
        conn->last_id = alk__driver_parse_integer(text, strlen(text), &magnitude, &negative) ? (int64_t)(negative ? 0 - magnitude : magnitude) : 0;
        conn->inserted = false;
    }
    id->tag = conn->last_id == 0 ? ALK_TYPE_NULL : ALK_TYPE_INT;
    id->u.i = conn->last_id;
    return ALK_OK;
}

static alk_rc ping(void *handle, int64_t deadline, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    alk_rc rc = alk__odbc_ready(conn, err);
    return rc == ALK_OK ? alk__odbc_run(conn, conn->family->id == ALK__ODBC_ORACLE ? "SELECT 1 FROM DUAL" : "SELECT 1", deadline, NULL, 0, err) : rc;
}

static alk_rc cancel(void *handle, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    if (!conn->may_cancel)
        return alk__odbc_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the ODBC driver cannot cancel");
    return alk__odbc_watch_cancel(&conn->watch) ? ALK_OK : alk__odbc_error(err, ALK_ERROR_OPERATIONAL, "HY000", "the ODBC driver could not cancel the statement");
}

static const void *query(void *handle, const char *interface_id)
{
    const alk__odbc_conn *conn = handle;
    return strcmp(interface_id, "odbc/1") == 0 ? conn->handle : NULL;
}

static const alk_conn_ops connection = { .size = sizeof connection,
                                         .cursor = &alk__odbc_cursor_ops,
                                         .prepare = alk__odbc_prepare,
                                         .stmt_params = alk__odbc_stmt_params,
                                         .execute = alk__odbc_execute,
                                         .stmt_close = alk__odbc_stmt_close,
                                         .transaction = alk__odbc_transaction,
                                         .transaction_status = alk__odbc_transaction_status,
                                         .set_isolation = alk__odbc_set_isolation,
                                         .ping = ping,
                                         .reset = alk__odbc_reset,
                                         .close = alk__odbc_close,
                                         .abandon = alk__odbc_abandon,
                                         .cancel = cancel,
                                         .caps = caps,
                                         .server = server,
                                         .last_insert_id = last_insert_id,
                                         .recover = alk__odbc_recover,
                                         .query = query };

const alk_driver alk__odbc_driver = { .size = sizeof(alk_driver),
                                      .noptions = ALK__ODBC_OPTION_COUNT,
                                      .name = "odbc",
                                      .dialect = "odbc",
                                      .caps = STATIC_CAPS,
                                      .conn = &connection,
                                      .options = alk__odbc_options,
                                      .connect = alk__odbc_connect };
