/* SPDX-License-Identifier: MIT
 * Transactions. Definitions commit by themselves there: the server's status tells, and the library begins the next transaction when it is needed. What a
 * deadlock ended is no transaction any more, although nobody asked for that; until a rollback nothing runs then. */
#include "transaction.h"
#include "errors.h"
#include "kill.h"
#include "session.h"
#include "statement.h"
#include "twophase.h"
#include <stdio.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 64 };

bool alk__my_in_transaction(const alk__my_conn *conn)
{
    return (conn->mysql->server_status & SERVER_STATUS_IN_TRANS) != 0;
}

static alk_rc fail(alk__my_conn *conn, alk_err *err)
{
    return alk__my_fail(conn, NULL, alk__my_sv(NULL, 0), err);
}

static alk_rc run(alk__my_conn *conn, const char *sql, alk_err *err)
{
    return alk__my_run(conn, sql) == 0 ? ALK_OK : fail(conn, err);
}

/* NULL: there is no such level. */
static const char *level(uint32_t isolation)
{
    switch (isolation) {
    case ALK_ISOLATION_READ_UNCOMMITTED:
        return "READ UNCOMMITTED";
    case ALK_ISOLATION_READ_COMMITTED:
        return "READ COMMITTED";
    case ALK_ISOLATION_REPEATABLE_READ:
        return "REPEATABLE READ";
    case ALK_ISOLATION_SERIALIZABLE:
        return "SERIALIZABLE";
    default:
        return NULL;
    }
}

static alk_rc unknown_isolation(alk_err *err)
{
    return alk__my_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the server does not know this isolation level");
}

static alk_rc begin(alk__my_conn *conn, uint32_t isolation, alk_sv name, alk_err *err)
{
    char sql[80];
    alk_rc rc = ALK_OK;
    if (isolation != ALK_ISOLATION_DEFAULT && isolation != conn->isolation) {
        if (level(isolation) == NULL)
            return unknown_isolation(err);
        (void)snprintf(sql, sizeof sql, "SET TRANSACTION ISOLATION LEVEL %s", level(isolation));
        rc = run(conn, sql, err);
    }
    if (rc == ALK_OK && name.n > 0)
        return alk__my_xa_start(conn, name, err);
    if (rc == ALK_OK)
        rc = run(conn, "START TRANSACTION", err);
    if (rc == ALK_OK)
        conn->began = true;
    return rc;
}

static alk_rc commit(alk__my_conn *conn, alk_err *err)
{
    alk_rc rc;
    if (conn->rolled_back)
        return alk__my_error(err, ALK_ERROR_OPERATIONAL, "25P02", "nothing to commit: the transaction has already ended");
    rc = conn->xa == ALK__MY_XA_ACTIVE ? alk__my_xa_commit(conn, err) : run(conn, "COMMIT", err);
    if (rc == ALK_OK)
        conn->began = false;
    else if (conn->lost)
        alk__my_host->err_flags(err, ALK_ERROR_OUTCOME_UNKNOWN);
    return rc;
}

static alk_rc rollback(alk__my_conn *conn, alk_err *err)
{
    alk_rc rc = conn->xa == ALK__MY_XA_ACTIVE ? alk__my_xa_rollback(conn, err) : run(conn, "ROLLBACK", err);
    if (rc == ALK_OK)
        conn->began = conn->rolled_back = false;
    return rc;
}

static alk_rc prepare(alk__my_conn *conn, alk_err *err)
{
    if (conn->rolled_back)
        return alk__my_error(err, ALK_ERROR_OPERATIONAL, "25P02", "nothing to prepare: the transaction has already ended");
    return alk__my_xa_prepare(conn, err);
}

static bool plain_name(alk_sv name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return name.n > 0 && name.n <= NAME_MAX_LENGTH;
}

static alk_rc savepoint(alk__my_conn *conn, const char *verb, alk_sv name, alk_err *err)
{
    char sql[NAME_MAX_LENGTH + 40];
    if (!plain_name(name))
        return alk__my_error(err, ALK_ERROR_ARGUMENT, "3B001", "not a name for a savepoint");
    if (conn->rolled_back)
        return alk__my_error(err, ALK_ERROR_OPERATIONAL, "25P02", "the transaction was already rolled back");
    (void)snprintf(sql, sizeof sql, "%s `%.*s`", verb, (int)name.n, name.p);
    return run(conn, sql, err);
}

static alk_rc act(alk__my_conn *conn, uint32_t action, uint32_t isolation, alk_sv name, alk_err *err)
{
    switch (action) {
    case ALK_TXN_BEGIN:
        return begin(conn, isolation, name, err);
    case ALK_TXN_COMMIT:
        return commit(conn, err);
    case ALK_TXN_ROLLBACK:
        return rollback(conn, err);
    case ALK_TXN_SAVEPOINT:
        return savepoint(conn, "SAVEPOINT", name, err);
    case ALK_TXN_RELEASE:
        return savepoint(conn, "RELEASE SAVEPOINT", name, err);
    case ALK_TXN_ROLLBACK_TO:
        return savepoint(conn, "ROLLBACK TO SAVEPOINT", name, err);
    case ALK_TXN_PREPARE:
        return prepare(conn, err);
    case ALK_TXN_COMMIT_PREPARED:
    case ALK_TXN_ROLLBACK_PREPARED:
        return alk__my_xa_end_prepared(conn, action == ALK_TXN_COMMIT_PREPARED, name, err);
    default:
        return alk__my_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the driver does not know this transaction command");
    }
}

alk_rc alk__my_transaction(void *handle, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    alk__my_conn *conn = handle;
    alk_rc rc = alk__my_ready(conn, err);
    if (rc != ALK_OK)
        return rc;
    alk__my_enter(conn, deadline);
    alk__my_start(conn);
    rc = act(conn, action, isolation, name, err);
    alk__my_stop(conn);
    alk__my_leave(conn);
    return rc;
}

int32_t alk__my_transaction_status(void *handle)
{
    alk__my_conn *conn = handle;
    if (conn->rolled_back)
        return ALK_TXN_FAILED;
    return conn->xa == ALK__MY_XA_ACTIVE || alk__my_in_transaction(conn) ? ALK_TXN_ACTIVE : ALK_TXN_IDLE;
}

/* The variable has another name in each. */
static const char *default_level(const alk__my_conn *conn)
{
    bool old = conn->version.mariadb ? conn->version.number < 110101 : conn->version.number < 50720;
    return old ? "SET SESSION tx_isolation = DEFAULT" : "SET SESSION transaction_isolation = DEFAULT";
}

alk_rc alk__my_set_isolation(void *handle, uint32_t isolation, int64_t deadline, alk_err *err)
{
    alk__my_conn *conn = handle;
    char sql[80];
    alk_rc rc;
    isolation = isolation == ALK_ISOLATION_AUTOCOMMIT ? ALK_ISOLATION_DEFAULT : isolation;
    if (isolation != ALK_ISOLATION_DEFAULT && level(isolation) == NULL)
        return unknown_isolation(err);
    if (isolation == conn->isolation)
        return ALK_OK;
    rc = alk__my_ready(conn, err);
    if (rc != ALK_OK)
        return rc;
    (void)snprintf(sql, sizeof sql, "SET SESSION TRANSACTION ISOLATION LEVEL %s", isolation != ALK_ISOLATION_DEFAULT ? level(isolation) : "");
    alk__my_enter(conn, deadline);
    alk__my_start(conn);
    rc = run(conn, isolation != ALK_ISOLATION_DEFAULT ? sql : default_level(conn), err);
    alk__my_stop(conn);
    alk__my_leave(conn);
    if (rc == ALK_OK)
        conn->isolation = isolation;
    return rc;
}
