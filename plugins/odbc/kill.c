/* SPDX-License-Identifier: MIT
 * See kill.h. Nothing is allocated and no error written here: the call may come from any thread. */
#include "kill.h"
#include "session.h"
#include "text.h"
#include <stdio.h>

#define KILL_SECONDS 2                   /* for the second session to be opened */

static bool connect_second(const alk__odbc_given *string, SQLHDBC handle)
{
    SQLSMALLINT length = 0;
    SQLRETURN done = string->wide != NULL
                         ? SQLDriverConnectW(handle, NULL, string->wide, (SQLSMALLINT)string->length, NULL, 0, &length, SQL_DRIVER_NOPROMPT)
                         : SQLDriverConnect(handle, NULL, (SQLCHAR *)(uintptr_t)string->narrow, (SQLSMALLINT)string->length, NULL, 0, &length, SQL_DRIVER_NOPROMPT);
    return SQL_SUCCEEDED(done);
}

static bool send_kill(const alk__odbc_conn *conn, SQLHDBC handle)
{
    char sql[ALK__ODBC_SESSION_MAX + 32];
    SQLHSTMT stmt = NULL;
    bool done;
    (void)snprintf(sql, sizeof sql, "%s%s", conn->family->kill, conn->session);
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, handle, &stmt)))
        return false;
    done = SQL_SUCCEEDED(SQLExecDirect(stmt, (SQLCHAR *)sql, SQL_NTS));
    (void)SQLFreeHandle(SQL_HANDLE_STMT, stmt);
    return done;
}

static bool kill_running(void *payload)
{
    const alk__odbc_conn *conn = payload;
    SQLHENV environment = NULL;
    SQLHDBC handle = NULL;
    bool done = false;
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &environment)))
        return false;
    if (SQL_SUCCEEDED(SQLSetEnvAttr(environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0)) && SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, environment, &handle))) {
        (void)SQLSetConnectAttr(handle, SQL_ATTR_LOGIN_TIMEOUT, (SQLPOINTER)KILL_SECONDS, SQL_IS_UINTEGER);
        if (connect_second(&conn->second, handle)) {
            done = send_kill(conn, handle);
            (void)SQLDisconnect(handle);
        }
        (void)SQLFreeHandle(SQL_HANDLE_DBC, handle);
    }
    (void)SQLFreeHandle(SQL_HANDLE_ENV, environment);
    return done;
}

/* The settings go on living with the connection where text is narrow, which borrows theirs. */
alk_rc alk__odbc_kill_prepare(alk__odbc_conn *conn, const alk__odbc_settings *settings, alk_err *err)
{
    alk_rc rc;
    if ((conn->traits & ALK__ODBC_BAD_CANCEL) == 0 || conn->family->kill == NULL)
        return ALK_OK;
    rc = alk__odbc_run(conn, conn->family->session_number, alk__odbc_now() + 10 * ALK__ODBC_SECOND, conn->session, sizeof conn->session, err);
    if (rc == ALK_OK && conn->session[strspn(conn->session, "0123456789")] != 0)
        conn->session[0] = 0;
    if (rc == ALK_OK)
        rc = alk__odbc_give(settings->text != ALK__ODBC_TEXT_NARROW, alk__odbc_sv(settings->string, settings->length), &conn->second, err);
    conn->watch.end = kill_running;
    return rc;
}

void alk__odbc_kill_free(alk__odbc_conn *conn)
{
    if (conn->second.wide != NULL)
        alk__odbc_wipe(conn->second.wide, (size_t)conn->second.length * sizeof *conn->second.wide);
    alk__odbc_given_free(&conn->second);
    alk__odbc_settings_free(conn->settings);
    conn->settings = NULL;
}
