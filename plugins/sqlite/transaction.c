/* SPDX-License-Identifier: MIT
 * BEGIN that begins, COMMIT and ROLLBACK through statements that are kept prepared, savepoints. SQLite's transactions are serializable;
 * weaker levels are given as that, but for READ UNCOMMITTED, which it knows between connections that share a cache. */
#include "transaction.h"
#include "errors.h"
#include "guard.h"
#include "options.h"
#include "pragma.h"
#include "statement.h"
#include <string.h>

enum { NAME_MAX_LENGTH = 200 };

static alk_rc fail(alk__lite_conn *conn, int result, alk_err *err)
{
    return alk__lite_fail(conn, result, alk__lite_sv(NULL, 0), err);
}

/* Runs a statement that is prepared when first used. */
static int run_kept(alk__lite_conn *conn, sqlite3_stmt **kept, const char *sql)
{
    int result = SQLITE_OK;
    if (*kept == NULL)
        result = sqlite3_prepare_v3(conn->db, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    if (result == SQLITE_OK)
        result = sqlite3_step(*kept);
    return result == SQLITE_DONE ? SQLITE_OK : result;
}

static alk_rc read_uncommitted(alk__lite_conn *conn, uint32_t isolation, alk_err *err)
{
    bool wanted = isolation == ALK_ISOLATION_READ_UNCOMMITTED;
    if (wanted != conn->read_uncommitted) {
        int result = alk__lite_exec(conn, wanted ? "PRAGMA read_uncommitted=1" : "PRAGMA read_uncommitted=0");
        if (result != SQLITE_OK)
            return fail(conn, result, err);
        conn->read_uncommitted = wanted;
    }
    return ALK_OK;
}

static alk_rc unknown_isolation(alk_err *err)
{
    return alk__lite_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "SQLite does not know this isolation level");
}

static alk_rc begin(alk__lite_conn *conn, uint32_t isolation, alk_err *err)
{
    static const char *const texts[] = { "BEGIN DEFERRED", "BEGIN IMMEDIATE", "BEGIN EXCLUSIVE" };
    sqlite3_stmt **kept = &conn->begin[conn->begin_kind];
    alk_rc rc;
    int result;
    if (isolation == ALK_ISOLATION_DEFAULT)
        isolation = conn->isolation == ALK_ISOLATION_AUTOCOMMIT ? ALK_ISOLATION_DEFAULT : conn->isolation;
    if (isolation >= ALK_ISOLATION_AUTOCOMMIT)
        return unknown_isolation(err);
    rc = read_uncommitted(conn, isolation, err);
    if (rc != ALK_OK)
        return rc;
    result = run_kept(conn, kept, texts[conn->begin_kind]);
    if (result != SQLITE_OK)
        rc = fail(conn, result, err);
    else
        conn->began = true;
    sqlite3_reset(*kept);
    return rc;
}

static alk_rc commit(alk__lite_conn *conn, alk_err *err)
{
    alk_rc rc = ALK_OK;
    int result;
    if (conn->rolled_back || (conn->began && sqlite3_get_autocommit(conn->db) != 0))
        return alk__lite_error(err, ALK_ERROR_OPERATIONAL, "25P02", "nothing to commit: the transaction has already ended");
    result = run_kept(conn, &conn->commit, "COMMIT");
    if (result != SQLITE_OK) {
        rc = fail(conn, result, err);
        if (sqlite3_get_autocommit(conn->db) == 0)
            alk__lite_detail(err, "hint", "the transaction is still open: commit again, or roll back");
    } else {
        conn->began = false;
    }
    sqlite3_reset(conn->commit);
    return rc;
}

static alk_rc rollback(alk__lite_conn *conn, alk_err *err)
{
    alk_rc rc = ALK_OK;
    if (sqlite3_get_autocommit(conn->db) == 0) {
        int result = run_kept(conn, &conn->rollback, "ROLLBACK");
        if (result != SQLITE_OK && sqlite3_get_autocommit(conn->db) == 0)
            rc = fail(conn, result, err);
        sqlite3_reset(conn->rollback);
    }
    if (rc == ALK_OK)
        conn->began = conn->rolled_back = false;
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

static alk_rc savepoint(alk__lite_conn *conn, const char *verb, alk_sv name, alk_err *err)
{
    char sql[NAME_MAX_LENGTH + 40];
    int result;
    if (!plain_name(name))
        return alk__lite_error(err, ALK_ERROR_ARGUMENT, "3B001", "not a name for a savepoint");
    if (conn->rolled_back)
        return alk__lite_error(err, ALK_ERROR_OPERATIONAL, "25P02", "the transaction was already rolled back");
    sqlite3_snprintf(sizeof sql, sql, "%s \"%.*s\"", verb, (int)name.n, name.p);
    result = alk__lite_exec(conn, sql);
    return result == SQLITE_OK ? ALK_OK : fail(conn, result, err);
}

alk_rc alk__lite_transaction(void *handle, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err)
{
    alk__lite_conn *conn = handle;
    alk__lite_settle(conn);
    alk__lite_set_deadline(conn, deadline);
    switch (action) {
    case ALK_TXN_BEGIN:
        return begin(conn, isolation, err);
    case ALK_TXN_COMMIT:
        return commit(conn, err);
    case ALK_TXN_ROLLBACK:
        return rollback(conn, err);
    case ALK_TXN_SAVEPOINT:
        return savepoint(conn, "SAVEPOINT", name, err);
    case ALK_TXN_RELEASE:
        return savepoint(conn, "RELEASE", name, err);
    case ALK_TXN_ROLLBACK_TO:
        return savepoint(conn, "ROLLBACK TO", name, err);
    default:
        return alk__lite_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "SQLite does not know this transaction command");
    }
}

int32_t alk__lite_transaction_status(void *handle)
{
    alk__lite_conn *conn = handle;
    if (conn->rolled_back)
        return ALK_TXN_FAILED;
    return sqlite3_get_autocommit(conn->db) != 0 ? ALK_TXN_IDLE : ALK_TXN_ACTIVE;
}

alk_rc alk__lite_set_isolation(void *handle, uint32_t isolation, int64_t deadline, alk_err *err)
{
    alk__lite_conn *conn = handle;
    if (isolation > ALK_ISOLATION_AUTOCOMMIT)
        return unknown_isolation(err);
    alk__lite_set_deadline(conn, deadline);
    conn->isolation = isolation;
    return read_uncommitted(conn, isolation, err);
}

alk_rc alk__lite_reset(void *handle, int64_t deadline, alk_err *err)
{
    alk__lite_conn *conn = handle;
    alk_rc rc;
    int result = SQLITE_OK;
    alk__lite_settle(conn);
    alk__lite_set_deadline(conn, deadline);
    rc = rollback(conn, err);
    if (rc == ALK_OK && conn->touched != 0)
        result = alk__lite_restore(conn);
    if (result != SQLITE_OK)
        return fail(conn, result, err);
    return rc == ALK_OK ? alk__lite_set_isolation(conn, ALK_ISOLATION_DEFAULT, deadline, err) : rc;
}

void alk__lite_transaction_free(alk__lite_conn *conn)
{
    for (size_t i = 0; i < sizeof conn->begin / sizeof conn->begin[0]; i++)
        sqlite3_finalize(conn->begin[i]);
    sqlite3_finalize(conn->commit);
    sqlite3_finalize(conn->rollback);
}
