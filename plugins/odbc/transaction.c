/* SPDX-License-Identifier: MIT
 * Transactions by ODBC's own means: autocommit is off from BEGIN to the end, and SQLEndTran() ends them. Definitions commit by themselves in some databases; since
 * autocommit is off the next statement begins another transaction there, so one is open all the same. Savepoints are SQL. */
#include "transaction.h"
#include "errors.h"
#include "session.h"
#include "twophase.h"
#include <stdio.h>

enum { SAVEPOINT_MAX = 64, SNAPSHOT = 0x20 /* SQL_TXN_SS_SNAPSHOT, of SQL Server */ };

static alk_rc fail(alk__odbc_conn *conn, alk_err *err)
{
    return alk__odbc_fail(conn, NULL, err);
}

static SQLRETURN set_number(alk__odbc_conn *conn, SQLINTEGER attribute, uintptr_t value)
{
    return SQLSetConnectAttr(conn->handle, attribute, (SQLPOINTER)value, SQL_IS_UINTEGER);
}

/* ---- isolation ---- */
/* 0: there is no such level. */
static uint32_t level_bit(const alk__odbc_conn *conn, uint32_t isolation)
{
    static const uint32_t bits[] = { [ALK_ISOLATION_READ_UNCOMMITTED] = SQL_TXN_READ_UNCOMMITTED, [ALK_ISOLATION_READ_COMMITTED] = SQL_TXN_READ_COMMITTED,
                                     [ALK_ISOLATION_REPEATABLE_READ] = SQL_TXN_REPEATABLE_READ,   [ALK_ISOLATION_SNAPSHOT] = SNAPSHOT,
                                     [ALK_ISOLATION_SERIALIZABLE] = SQL_TXN_SERIALIZABLE };
    uint32_t bit = isolation < sizeof bits / sizeof *bits ? bits[isolation] : 0;
    return isolation == ALK_ISOLATION_DEFAULT ? conn->first_level : bit == SNAPSHOT && conn->family->id == ALK__ODBC_MSSQL ? bit : bit & conn->levels;
}

/* Outside a transaction. */
static alk_rc set_level(alk__odbc_conn *conn, uint32_t isolation, alk_err *err)
{
    uint32_t bit = level_bit(conn, isolation);
    if (isolation == conn->level)
        return ALK_OK;
    if (bit == 0)
        return alk__odbc_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the ODBC driver does not know this isolation level");
    if (!SQL_SUCCEEDED(set_number(conn, SQL_ATTR_TXN_ISOLATION, bit)))
        return fail(conn, err);
    conn->level = isolation;
    return ALK_OK;
}

alk_rc alk__odbc_set_isolation(void *handle, uint32_t isolation, int64_t deadline, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    alk_rc rc;
    isolation = isolation == ALK_ISOLATION_AUTOCOMMIT ? ALK_ISOLATION_DEFAULT : isolation;
    if (isolation == conn->isolation && isolation == conn->level)
        return ALK_OK;
    rc = alk__odbc_ready(conn, err);
    if (rc != ALK_OK)
        return rc;
    alk__odbc_watch_start(&conn->watch, NULL, deadline);
    rc = set_level(conn, isolation, err);
    (void)alk__odbc_watch_stop(&conn->watch);
    if (rc == ALK_OK)
        conn->isolation = isolation;
    return rc;
}

/* ---- beginning and ending ---- */
static alk_rc no_such_command(alk_err *err)
{
    return alk__odbc_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the driver does not know this transaction command");
}

static alk_rc begin(alk__odbc_conn *conn, uint32_t isolation, alk_sv name, alk_err *err)
{
    alk_rc rc = set_level(conn, isolation == ALK_ISOLATION_DEFAULT ? conn->isolation : isolation, err);
    if (rc != ALK_OK)
        return rc;
    if (name.n > 0 && !alk__odbc_has_twophase(conn))
        return no_such_command(err);
    if (!SQL_SUCCEEDED(set_number(conn, SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_OFF)))
        return fail(conn, err);
    conn->began = true;
    conn->failed = false;
    return ALK_OK;
}

/* The transaction is over; what comes next is one of its own. */
static alk_rc ended(alk__odbc_conn *conn, alk_err *err)
{
    conn->began = conn->failed = false;
    return SQL_SUCCEEDED(set_number(conn, SQL_ATTR_AUTOCOMMIT, SQL_AUTOCOMMIT_ON)) ? ALK_OK : fail(conn, err);
}

static alk_rc commit(alk__odbc_conn *conn, alk_err *err)
{
    alk_rc rc;
    if (conn->failed)
        return alk__odbc_error(err, ALK_ERROR_OPERATIONAL, "25P02", "nothing can be committed: the transaction has failed; roll back");
    if (SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, conn->handle, SQL_COMMIT))) {
        if (ended(conn, NULL) != ALK_OK)
            conn->lost = true;           /* what is committed stays so */
        return ALK_OK;
    }
    rc = fail(conn, err);
    if (conn->lost)
        alk__odbc_host->err_flags(err, ALK_ERROR_OUTCOME_UNKNOWN);
    return rc;
}

static alk_rc rollback(alk__odbc_conn *conn, alk_err *err)
{
    if (!SQL_SUCCEEDED(SQLEndTran(SQL_HANDLE_DBC, conn->handle, SQL_ROLLBACK)))
        return fail(conn, err);
    return ended(conn, err);
}

/* The server has ended the transaction, and the ODBC driver knows. */
static alk_rc prepare(alk__odbc_conn *conn, alk_sv name, int64_t deadline, alk_err *err)
{
    alk_rc rc = alk__odbc_prepare_commit(conn, name, deadline, err);
    if (rc == ALK_OK && ended(conn, NULL) != ALK_OK)
        conn->lost = true;               /* what is prepared stays so */
    return rc;
}

/* ---- savepoints ---- */
static bool plain_name(alk_sv name)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = alk__odbc_lower(name.p[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'))
            return false;
    }
    return name.n > 0 && name.n <= SAVEPOINT_MAX;
}

/* A name may be a word of the language, so it is quoted, where that is known to be taken. */
static const char *quote_of(const alk__odbc_family *family)
{
    if (family->id == ALK__ODBC_MSSQL || family->id == ALK__ODBC_ORACLE)
        return "";
    return family->lexical & ALK_LEX_DOUBLE_QUOTE_STRING ? "`" : "\"";
}

static alk_rc savepoint(alk__odbc_conn *conn, const char *verb, alk_sv name, int64_t deadline, alk_err *err)
{
    char sql[SAVEPOINT_MAX + 40];
    const char *quote = quote_of(conn->family);
    if (!plain_name(name))
        return alk__odbc_error(err, ALK_ERROR_ARGUMENT, "3B001", "not a name for a savepoint");
    (void)snprintf(sql, sizeof sql, "%s %s%.*s%s", verb, quote, (int)name.n, name.p, quote);
    return alk__odbc_run(conn, sql, deadline, NULL, 0, err);
}

static alk_rc back_to(alk__odbc_conn *conn, alk_sv name, int64_t deadline, alk_err *err)
{
    alk_rc rc;
    if (conn->failed && conn->family->id != ALK__ODBC_POSTGRESQL)
        return alk__odbc_error(err, ALK_ERROR_OPERATIONAL, "25P02", "the transaction was already rolled back");
    rc = savepoint(conn, conn->family->rollback_to, name, deadline, err);
    if (rc == ALK_OK)
        conn->failed = false;
    return rc;
}

static alk_rc of_savepoints(alk__odbc_conn *conn, uint32_t action, alk_sv name, int64_t deadline, alk_err *err)
{
    const alk__odbc_family *family = conn->family;
    if (family->savepoint == NULL)
        return alk__odbc_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "savepoints of this database are not known");
    if (action == ALK_TXN_ROLLBACK_TO)
        return back_to(conn, name, deadline, err);
    if (conn->failed)
        return alk__odbc_error(err, ALK_ERROR_OPERATIONAL, "25P02", "the transaction has failed: roll back before going on");
    if (action == ALK_TXN_SAVEPOINT)
        return savepoint(conn, family->savepoint, name, deadline, err);
    return family->release != NULL ? savepoint(conn, family->release, name, deadline, err) : ALK_OK;       /* it ends with the transaction */
}

/* ---- all ---- */
static alk_rc act(alk__odbc_conn *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    switch (action) {
    case ALK_TXN_BEGIN:
        return begin(conn, isolation, name, err);
    case ALK_TXN_COMMIT:
        return commit(conn, err);
    case ALK_TXN_ROLLBACK:
        return rollback(conn, err);
    case ALK_TXN_SAVEPOINT:
    case ALK_TXN_RELEASE:
    case ALK_TXN_ROLLBACK_TO:
        return of_savepoints(conn, action, name, deadline, err);
    case ALK_TXN_PREPARE:
        return prepare(conn, name, deadline, err);
    case ALK_TXN_COMMIT_PREPARED:
    case ALK_TXN_ROLLBACK_PREPARED:
        return alk__odbc_end_prepared(conn, action == ALK_TXN_COMMIT_PREPARED, name, deadline, err);
    default:
        return no_such_command(err);
    }
}

/* Nothing of what ODBC has for it can be cancelled: at the deadline the line is cut. */
alk_rc alk__odbc_transaction(void *handle, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    alk_rc rc = alk__odbc_ready(conn, err);
    if (rc != ALK_OK)
        return rc;
    if (deadline != 0 && alk__odbc_now() >= deadline)
        return alk__odbc_error(err, ALK_ERROR_TIMEOUT, "57014", "the deadline passed before it began");
    alk__odbc_watch_start(&conn->watch, NULL, deadline);
    rc = act(conn, action, isolation, name, deadline, err);
    (void)alk__odbc_watch_stop(&conn->watch);
    return rc;
}

int32_t alk__odbc_transaction_status(void *handle)
{
    const alk__odbc_conn *conn = handle;
    return !conn->began ? ALK_TXN_IDLE : conn->failed ? ALK_TXN_FAILED : ALK_TXN_ACTIVE;
}
