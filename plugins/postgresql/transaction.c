/* SPDX-License-Identifier: MIT
 * BEGIN with its level, COMMIT that is believed only when the server says COMMIT, savepoints. */
#include "transaction.h"
#include "errors.h"
#include "portal.h"
#include "session.h"
#include "twophase.h"
#include "wait.h"
#include <stdio.h>

enum { NAME_MAX_LENGTH = 200 };

static alk_rc unknown_isolation(alk_err *err)
{
    return alk__pg_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "PostgreSQL does not know this isolation level");
}

static bool is_known(uint32_t isolation)
{
    return isolation <= ALK_ISOLATION_AUTOCOMMIT && isolation != ALK_ISOLATION_SNAPSHOT;
}

static alk_rc begin(alk__pg_conn *conn, uint32_t isolation, int64_t deadline, alk_err *err)
{
    static const char *const texts[] = { [ALK_ISOLATION_DEFAULT] = "BEGIN",
                                         [ALK_ISOLATION_READ_UNCOMMITTED] = "BEGIN ISOLATION LEVEL READ UNCOMMITTED",
                                         [ALK_ISOLATION_READ_COMMITTED] = "BEGIN ISOLATION LEVEL READ COMMITTED",
                                         [ALK_ISOLATION_REPEATABLE_READ] = "BEGIN ISOLATION LEVEL REPEATABLE READ",
                                         [ALK_ISOLATION_SERIALIZABLE] = "BEGIN ISOLATION LEVEL SERIALIZABLE" };
    alk_rc rc;
    if (isolation == ALK_ISOLATION_DEFAULT && conn->isolation != ALK_ISOLATION_AUTOCOMMIT)
        isolation = conn->isolation;
    if (!is_known(isolation) || isolation == ALK_ISOLATION_AUTOCOMMIT)
        return unknown_isolation(err);
    alk__pg_portals_gone(conn);
    rc = alk__pg_run(conn, texts[isolation], deadline, NULL, err);
    if (rc == ALK_OK) {
        conn->begun_with = isolation;
        conn->done_in_transaction = 0;
        conn->changed_schema = false;
    }
    return rc;
}

alk_rc alk__pg_begin_again(alk__pg_conn *conn, int64_t deadline, alk_err *err)
{
    uint32_t isolation = conn->begun_with;
    alk_rc rc = alk__pg_run(conn, "ROLLBACK", deadline, NULL, err);
    return rc == ALK_OK ? begin(conn, isolation, deadline, err) : rc;
}

static void ended(alk__pg_conn *conn, bool undone)
{
    if (undone && conn->changed_schema)
        alk__pg_forget_names(conn);
    conn->changed_schema = false;
    conn->done_in_transaction = 0;
    alk__pg_portals_gone(conn);
}

/* The server answers a COMMIT of a failed transaction with ROLLBACK, and without an error. */
static alk_rc commit(alk__pg_conn *conn, int64_t deadline, alk_err *err)
{
    PGresult *result = NULL;
    bool sent = !conn->lost;
    alk_rc rc = alk__pg_run(conn, "COMMIT", deadline, &result, err);
    bool undone = rc == ALK_OK && strcmp(PQcmdStatus(result), "ROLLBACK") == 0;
    PQclear(result);
    if (rc != ALK_OK && sent && conn->lost)
        alk__pg_host->err_flags(err, ALK_ERROR_OUTCOME_UNKNOWN);
    if (rc == ALK_OK)
        rc = alk__pg_check_standbys(conn, err);
    if (undone)
        rc = alk__pg_error(err, ALK_ERROR_OPERATIONAL, "25P02", "the transaction had failed before: the server rolled it back instead of committing it");
    if (!conn->lost && PQtransactionStatus(conn->pg) == PQTRANS_IDLE)
        ended(conn, rc != ALK_OK);
    return rc;
}

static alk_rc rollback(alk__pg_conn *conn, int64_t deadline, alk_err *err)
{
    alk_rc rc = ALK_OK;
    PGTransactionStatusType status = PQtransactionStatus(conn->pg);
    if (conn->lost)
        return alk__pg_is_lost(err);
    if (status != PQTRANS_IDLE)
        rc = alk__pg_run(conn, "ROLLBACK", deadline, NULL, err);
    if (rc == ALK_OK)
        ended(conn, true);
    return rc;
}

static bool plain_name(alk_sv name)
{
    for (size_t i = 0; i < name.n; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c >= 0x80))
            return false;
    }
    return name.n > 0 && name.n <= NAME_MAX_LENGTH;
}

static alk_rc savepoint(alk__pg_conn *conn, const char *verb, alk_sv name, int64_t deadline, alk_err *err)
{
    char sql[NAME_MAX_LENGTH + 40];
    if (!plain_name(name))
        return alk__pg_error(err, ALK_ERROR_ARGUMENT, "3B001", "not a name for a savepoint");
    (void)snprintf(sql, sizeof sql, "%s \"%.*s\"", verb, (int)name.n, name.p);
    return alk__pg_run(conn, sql, deadline, NULL, err);
}

alk_rc alk__pg_transaction(void *handle, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    alk__pg_conn *conn = handle;
    alk_rc rc;
    switch (action) {
    case ALK_TXN_BEGIN:
        return begin(conn, isolation, deadline, err);
    case ALK_TXN_COMMIT:
        return commit(conn, deadline, err);
    case ALK_TXN_ROLLBACK:
        return rollback(conn, deadline, err);
    case ALK_TXN_SAVEPOINT:
        conn->done_in_transaction++;
        return savepoint(conn, "SAVEPOINT", name, deadline, err);
    case ALK_TXN_RELEASE:
        return savepoint(conn, "RELEASE SAVEPOINT", name, deadline, err);
    case ALK_TXN_ROLLBACK_TO:
        rc = savepoint(conn, "ROLLBACK TO SAVEPOINT", name, deadline, err);
        if (rc == ALK_OK && conn->changed_schema)
            alk__pg_forget_names(conn);
        return rc;
    case ALK_TXN_PREPARE:
        rc = alk__pg_prepare_commit(conn, name, deadline, err);
        if (!conn->lost && PQtransactionStatus(conn->pg) == PQTRANS_IDLE)
            ended(conn, rc != ALK_OK);
        return rc;
    case ALK_TXN_COMMIT_PREPARED:
    case ALK_TXN_ROLLBACK_PREPARED:
        return alk__pg_end_prepared(conn, action == ALK_TXN_COMMIT_PREPARED, name, deadline, err);
    default:
        return alk__pg_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "PostgreSQL does not know this transaction command");
    }
}

int32_t alk__pg_transaction_status(void *handle)
{
    alk__pg_conn *conn = handle;
    switch (PQtransactionStatus(conn->pg)) {
    case PQTRANS_IDLE:
        return ALK_TXN_IDLE;
    case PQTRANS_INTRANS:
        return ALK_TXN_ACTIVE;
    case PQTRANS_INERROR:
        return ALK_TXN_FAILED;
    case PQTRANS_ACTIVE:                 /* rows are on the line: nothing new can be known */
    case PQTRANS_UNKNOWN:
    default:
        return ALK_TXN_UNKNOWN;
    }
}

alk_rc alk__pg_set_isolation(void *handle, uint32_t isolation, int64_t deadline, alk_err *err)
{
    alk__pg_conn *conn = handle;
    (void)deadline;                      /* BEGIN tells the server */
    if (!is_known(isolation))
        return unknown_isolation(err);
    conn->isolation = isolation;
    return ALK_OK;
}
