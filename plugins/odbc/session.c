/* SPDX-License-Identifier: MIT
 * Settings of the session, and short statements of the plugin's own, whose text is fixed. */
#include "session.h"
#include "errors.h"
#include "sql_text.h"
#include "statement.h"
#include "text.h"
#include "transaction.h"
#include <stdio.h>

#define OWN_PATIENCE (10 * ALK__ODBC_SECOND)

/* ---- statements of our own ---- */
static SQLRETURN execute(alk__odbc_conn *conn, SQLHSTMT stmt, const alk__odbc_given *sql, char *out, size_t size)
{
    SQLLEN length = 0;
    SQLRETURN rc = alk__odbc_execute_text(stmt, sql);
    SQLSMALLINT columns = 0;
    (void)conn;
    if (out == NULL || !SQL_SUCCEEDED(rc) || !SQL_SUCCEEDED(SQLNumResultCols(stmt, &columns)) || columns == 0)
        return rc;
    rc = SQLFetch(stmt);
    if (SQL_SUCCEEDED(rc))
        rc = SQLGetData(stmt, 1, SQL_C_CHAR, out, (SQLLEN)size, &length);
    if (rc == SQL_NO_DATA || length == SQL_NULL_DATA)
        out[0] = 0;
    return rc;
}

alk_rc alk__odbc_run(alk__odbc_conn *conn, const char *sql, int64_t deadline, char *out, size_t size, alk_err *err)
{
    SQLHSTMT stmt = NULL;
    alk__odbc_given given;
    SQLRETURN done;
    alk_rc rc = alk__odbc_give(conn->wide, alk__odbc_view(sql), &given, err);
    if (out != NULL)
        out[0] = 0;
    if (rc == ALK_OK && !SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, conn->handle, &stmt)))
        rc = alk__odbc_fail(conn, NULL, err);
    if (rc == ALK_OK) {
        alk__odbc_watch_start(&conn->watch, stmt, deadline);
        done = execute(conn, stmt, &given, out, size);
        (void)alk__odbc_watch_stop(&conn->watch);
        if (!SQL_SUCCEEDED(done) && done != SQL_NO_DATA)
            rc = alk__odbc_fail(conn, stmt, err);
    }
    alk__odbc_handle_free(conn, stmt);
    alk__odbc_given_free(&given);
    return rc;
}

static alk_rc run_all(alk__odbc_conn *conn, const char *const *list, alk_err *err)
{
    int64_t deadline = alk__odbc_now() + OWN_PATIENCE;
    alk_rc rc = ALK_OK;
    for (; rc == ALK_OK && list != NULL && *list != NULL; list++)
        rc = alk__odbc_run(conn, *list, deadline, NULL, 0, err);
    return rc;
}

enum { LOCK_WAIT = 5000 };               /* milliseconds, where there is no deadline */

alk_rc alk__odbc_limit_waiting(alk__odbc_conn *conn, int64_t deadline, alk_err *err)
{
    char sql[64];
    int64_t left = deadline != 0 ? (deadline - alk__odbc_now()) / 1000000 : LOCK_WAIT;
    int32_t wait = left < 1 ? 1 : left > LOCK_WAIT ? LOCK_WAIT : (int32_t)left;
    alk_rc rc;
    if (wait == conn->lock_wait)
        return ALK_OK;
    (void)snprintf(sql, sizeof sql, "%s%d", conn->family->lock_wait, (int)wait);
    rc = alk__odbc_run(conn, sql, 0, NULL, 0, err);
    conn->lock_wait = rc == ALK_OK ? wait : 0;
    return rc;
}

/* ---- beginning ---- */
uint32_t alk__odbc_read_version(const char *text)
{
    uint32_t parts[3] = { 0, 0, 0 };
    const char *at = text;
    for (int i = 0; i < 3 && *at >= '0' && *at <= '9'; i++) {
        for (; *at >= '0' && *at <= '9'; at++)
            parts[i] = parts[i] < 10000 ? parts[i] * 10 + (uint32_t)(*at - '0') : parts[i];
        at += *at == '.';
    }
    return parts[0] * 10000 + (parts[1] < 100 ? parts[1] : 99) * 100 + (parts[2] < 100 ? parts[2] : 99);
}

static alk_rc know_version(alk__odbc_conn *conn, alk_err *err)
{
    alk_rc rc = ALK_OK;
    if (conn->family->version != NULL)
        rc = alk__odbc_run(conn, conn->family->version, alk__odbc_now() + OWN_PATIENCE, conn->version_text, sizeof conn->version_text, err);
    conn->version = alk__odbc_read_version(conn->version_text);
    return rc;
}

alk_rc alk__odbc_session_begin(alk__odbc_conn *conn, alk_err *err)
{
    alk_rc rc = run_all(conn, conn->family->session, err);
    return rc == ALK_OK && conn->version == 0 ? know_version(conn, err) : rc;
}

/* ---- going back ---- */
static bool holds_any(alk_sv sql, const char *const *words)
{
    for (; *words != NULL; words++)
        if (alk__odbc_find_word(sql, *words))
            return true;
    return false;
}

/* What only reads and writes tables leaves a session as it was, but for variables, locks with names and temporary tables. */
bool alk__odbc_touches_session(alk_sv sql)
{
    static const char *const harmless[] = { "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "WITH", "VALUES", "SHOW", "EXPLAIN", "CREATE", "ALTER",
                                            "DROP", "TRUNCATE", "GRANT", "REVOKE", "COMMENT", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", NULL };
    static const char *const doubtful[] = { "GET_LOCK", "PG_ADVISORY_LOCK", "SET_CONFIG", "TEMPORARY", "TEMP", NULL };
    bool known = false;
    for (int i = 0; !known && harmless[i] != NULL; i++)
        known = alk__odbc_begins_with(sql, harmless[i]);
    return !known || (sql.n > 0 && memchr(sql.p, '@', sql.n) != NULL) || holds_any(sql, doubtful);
}

/* Where nothing is known that would clean a session, its settings are made again, and the driver is asked for what ODBC 3.8 has for it. */
alk_rc alk__odbc_reset(void *handle, int64_t deadline, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    alk_rc rc = alk__odbc_ready(conn, err);
    if (rc == ALK_OK && conn->began)
        rc = alk__odbc_transaction(conn, ALK_TXN_ROLLBACK, 0, alk__odbc_sv(NULL, 0), deadline, err);
    if (rc == ALK_OK && conn->touched) {
        if (conn->family->clean != NULL)
            rc = run_all(conn, conn->family->clean, err);
        if (rc == ALK_OK)
            rc = alk__odbc_session_begin(conn, err);
        conn->touched = rc != ALK_OK;
        conn->level = rc == ALK_OK && conn->level != ALK_ISOLATION_DEFAULT ? ALK__ODBC_LEVEL_UNKNOWN : conn->level;
    }
    conn->inserted = false;
    conn->last_id = 0;
    return rc == ALK_OK ? alk__odbc_set_isolation(conn, ALK_ISOLATION_DEFAULT, deadline, err) : rc;
}
