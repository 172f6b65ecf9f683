/* SPDX-License-Identifier: MIT
 * Opening and closing. Each connection has an environment of its own: nothing is shared between threads but the driver manager. What driver and database are
 * there is asked for, then looked up in traits.h. */
#include "connect.h"
#include "errors.h"
#include "kill.h"
#include "line.h"
#include "opening.h"
#include "session.h"
#include "statement.h"
#include "text.h"
#include "twophase.h"
#include "utf16.h"
#include <stdio.h>
#include <unistd.h>

#define LAST_PATIENCE ALK__ODBC_SECOND           /* for what a server is told at the end */

/* ---- handles ---- */
static void finish(void *payload);

static alk__odbc_conn *conn_new(alk_err *err)
{
    alk__odbc_conn *conn = alk__odbc_alloc(sizeof *conn, err);
    if (conn == NULL)
        return NULL;
    if (!alk__odbc_watch_init(&conn->watch, finish, conn)) {
        alk__odbc_no_memory(err);
        alk__odbc_free(conn);
        return NULL;
    }
    conn->kind = alk__odbc_kind_of(alk__odbc_sv("", 0));
    conn->family = alk__odbc_family_of(alk__odbc_sv("", 0));
    conn->wide = true;
    return conn;
}

static void conn_free(alk__odbc_conn *conn)
{
    if (conn->handle != NULL)
        (void)SQLFreeHandle(SQL_HANDLE_DBC, conn->handle);
    if (conn->environment != NULL)
        (void)SQLFreeHandle(SQL_HANDLE_ENV, conn->environment);
    alk__odbc_watch_free(&conn->watch);
    alk__odbc_recovered_free(conn);
    alk__odbc_kill_free(conn);
    alk__odbc_free(conn);
}

static alk_rc open_handles(alk__odbc_conn *conn, int64_t until, alk_err *err)
{
    int64_t left = until - alk__odbc_now();
    uintptr_t seconds = left > 0 ? (uintptr_t)((left + ALK__ODBC_SECOND - 1) / ALK__ODBC_SECOND) : 1;
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &conn->environment)) ||
        !SQL_SUCCEEDED(SQLSetEnvAttr(conn->environment, SQL_ATTR_ODBC_VERSION, (SQLPOINTER)SQL_OV_ODBC3, 0)) ||
        !SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, conn->environment, &conn->handle)))
        return alk__odbc_no_memory(err);
    (void)SQLSetConnectAttr(conn->handle, SQL_ATTR_LOGIN_TIMEOUT, (SQLPOINTER)seconds, SQL_IS_UINTEGER);
    return ALK_OK;
}

/* ---- connecting ---- */
static alk_rc too_slow(alk_err *err)
{
    return alk__odbc_error(err, ALK_ERROR_TIMEOUT, "08001", "cannot connect: it did not answer in time");
}

/* gone: the connection is not the caller's any more. */
static alk_rc connect_to(alk__odbc_conn *conn, const alk__odbc_settings *settings, int64_t deadline, bool *gone, alk_err *err)
{
    int64_t until = alk__odbc_now() + settings->connect_timeout;
    alk__odbc_given string;
    SQLRETURN done = SQL_ERROR;
    alk_rc rc;
    *gone = false;
    if (deadline != 0 && deadline < until)
        until = deadline;
    rc = open_handles(conn, until, err);
    if (rc != ALK_OK)
        return rc;
    conn->wide = settings->text != ALK__ODBC_TEXT_NARROW;
    rc = alk__odbc_give(conn->wide, alk__odbc_sv(settings->string, settings->length), &string, err);
    if (rc != ALK_OK)
        return rc;
    *gone = !alk__odbc_open_until(conn, &string, until, &done);
    if (*gone)
        return too_slow(err);
    return SQL_SUCCEEDED(done) ? ALK_OK : alk__odbc_connect_fail(conn, alk__odbc_now() >= until, err);
}

/* ---- the line ---- */
static uint16_t own_port(alk__odbc_conn *conn)
{
    char text[16];
    if (conn->family->own_port == NULL || alk__odbc_run(conn, conn->family->own_port, alk__odbc_now() + LAST_PATIENCE, text, sizeof text, NULL) != ALK_OK)
        return 0;
    return alk__odbc_port_in(alk__odbc_view(text));
}

/* Others may have opened sockets meanwhile; then the server is asked which port it sees. */
static void know_line(alk__odbc_conn *conn, const alk__odbc_sockets *before)
{
    uint16_t port = conn->settings->port;
    bool several = false;
    conn->watch.line = alk__odbc_line_find(before, port, 0, &several);
    if (several)
        conn->watch.line = alk__odbc_line_find(before, port, own_port(conn), &several);
}

/* ---- what is there ---- */
/* A name that calls itself by another part of a longer one: "Microsoft SQL Server", "SQLite". */
static void know_database(alk__odbc_conn *conn, const alk__odbc_settings *settings)
{
    char driver[ALK__ODBC_NAME_MAX];
    (void)alk__odbc_info_text(conn, SQL_DRIVER_NAME, driver, sizeof driver);
    (void)alk__odbc_info_text(conn, SQL_DBMS_NAME, conn->product, sizeof conn->product);
    (void)alk__odbc_info_text(conn, SQL_DBMS_VER, conn->version_text, sizeof conn->version_text);
    conn->kind = alk__odbc_kind_of(alk__odbc_view(driver));
    conn->family = alk__odbc_family_of(alk__odbc_view(conn->product));
    if (conn->family->product != NULL)
        (void)snprintf(conn->product, sizeof conn->product, "%s", conn->family->product);
    conn->traits = conn->kind->traits;
    if (settings->text == ALK__ODBC_TEXT_AUTO)
        conn->wide = (conn->traits & ALK__ODBC_NARROW) == 0;
    conn->wide_values = conn->wide && (settings->text != ALK__ODBC_TEXT_AUTO || (conn->traits & ALK__ODBC_NARROW_VALUES) == 0);
    if (conn->family->version == NULL)
        conn->version = alk__odbc_read_version(conn->version_text);
}

static bool has_function(const alk__odbc_conn *conn, SQLUSMALLINT function)
{
    SQLUSMALLINT there = SQL_FALSE;
    return SQL_SUCCEEDED(SQLGetFunctions(conn->handle, function, &there)) && there != SQL_FALSE;
}

static void know_driver(alk__odbc_conn *conn)
{
    SQLUINTEGER level = 0;
    conn->may_cancel = has_function(conn, SQL_API_SQLCANCEL);
    conn->extensions = alk__odbc_info_number(conn, SQL_GETDATA_EXTENSIONS, false);
    conn->levels = alk__odbc_info_number(conn, SQL_TXN_ISOLATION_OPTION, false);
    conn->one_result = alk__odbc_info_number(conn, SQL_MAX_CONCURRENT_ACTIVITIES, true) == 1;
    conn->first_level = alk__odbc_info_number(conn, SQL_DEFAULT_TXN_ISOLATION, false);
    if (SQL_SUCCEEDED(SQLGetConnectAttr(conn->handle, SQL_ATTR_TXN_ISOLATION, &level, sizeof level, NULL)) && level != 0)
        conn->first_level = level;
    conn->has_arrays = conn->has_blocks = true;
}

static alk_rc check(const alk__odbc_conn *conn, alk_err *err)
{
    if (alk__odbc_info_number(conn, SQL_TXN_CAPABLE, true) == SQL_TC_NONE)
        return alk__odbc_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the ODBC driver has no transactions");
    return ALK_OK;
}

static alk_rc open_session(const alk_connect_request *request, bool set_up, alk__odbc_conn **out, alk_err *err)
{
    alk__odbc_settings *settings = NULL;
    alk_rc rc = alk__odbc_settings_read(request, &settings, err);
    alk__odbc_conn *conn = rc == ALK_OK ? conn_new(err) : NULL;
    alk__odbc_sockets before;
    bool connected = false, gone, listed;
    if (conn == NULL) {
        alk__odbc_settings_free(settings);
        return rc == ALK_OK ? ALK_ERROR_NO_MEMORY : rc;
    }
    conn->settings = settings;           /* freed with it, or once it is known that nobody needs them any more */
    listed = alk__odbc_sockets_list(&before);
    rc = connect_to(conn, settings, request->deadline, &gone, err);
    if (rc == ALK_OK) {
        connected = true;
        know_database(conn, settings);
        if (listed && conn->family->id != ALK__ODBC_SQLITE)
            know_line(conn, &before);
        know_driver(conn);
        rc = check(conn, err);
    }
    alk__odbc_sockets_free(&before);
    if (rc == ALK_OK && set_up)
        rc = alk__odbc_session_begin(conn, err);
    if (rc == ALK_OK && set_up)
        rc = alk__odbc_kill_prepare(conn, settings, err);
    if (rc == ALK_OK) {
        if (conn->watch.end == NULL || conn->second.wide != NULL) {
            alk__odbc_settings_free(conn->settings);
            conn->settings = NULL;
        }
        *out = conn;
        return ALK_OK;
    }
    if (connected)
        (void)alk__odbc_close(conn, NULL);
    else if (!gone)
        conn_free(conn);
    return rc;
}

alk_rc alk__odbc_connect(const alk_driver *driver, const alk_connect_request *request, void **out, alk_err *err)
{
    alk__odbc_conn *conn = NULL;
    alk_rc rc = open_session(request, true, &conn, err);
    (void)driver;
    if (rc == ALK_OK)
        *out = conn;
    return rc;
}

alk_rc alk__odbc_detect(const alk_driver *driver, const alk_connect_request *request, const char **dialect, alk_err *err)
{
    alk__odbc_conn *conn = NULL;
    alk_rc rc = open_session(request, false, &conn, err);
    (void)driver;
    if (rc != ALK_OK)
        return rc;
    *dialect = conn->family->dialect;
    (void)alk__odbc_close(conn, err);
    return *dialect != NULL ? ALK_OK : ALK_USE_DEFAULT;
}

alk_rc alk__odbc_ready(alk__odbc_conn *conn, alk_err *err)
{
    conn->lost = conn->lost || atomic_load(&conn->watch.cut);
    if (conn->lost) {
        (void)alk__odbc_error(err, ALK_ERROR_OPERATIONAL, "08003", "the connection is lost");
        alk__odbc_host->err_flags(err, ALK_ERROR_DISCONNECT);
        return ALK_ERROR_OPERATIONAL;
    }
    if (conn->reading != NULL)
        return alk__odbc_error(err, ALK_ERROR_INTERFACE, "HY010", "a result is still being read on this connection");
    return ALK_OK;
}

/* ---- closing ---- */
/* SQLDisconnect() refuses while a transaction is open; what is not finished is rolled back. */
static void finish(void *payload)
{
    alk__odbc_conn *conn = payload;
    alk__odbc_watch_start(&conn->watch, NULL, alk__odbc_now() + LAST_PATIENCE);
    if (conn->began && !conn->lost)
        (void)SQLEndTran(SQL_HANDLE_DBC, conn->handle, SQL_ROLLBACK);
    if (!SQL_SUCCEEDED(SQLDisconnect(conn->handle)) && !conn->lost) {
        (void)SQLEndTran(SQL_HANDLE_DBC, conn->handle, SQL_ROLLBACK);
        (void)SQLDisconnect(conn->handle);
    }
    (void)alk__odbc_watch_stop(&conn->watch);
    conn_free(conn);
}

/* What is lost is cut, so that no driver waits on it for its farewell. */
alk_rc alk__odbc_close(void *handle, alk_err *err)
{
    alk__odbc_conn *conn = handle;
    (void)err;
    if (conn->lost)
        alk__odbc_watch_cut(&conn->watch);
    while (conn->statements != NULL)
        alk__odbc_stmt_close(conn, conn->statements);
    if (!alk__odbc_watch_leave(&conn->watch))
        finish(conn);
    return ALK_OK;
}

/* The line is the parent's, too, and every call that would free what is of ODBC may send something over it: those handles are left alone. */
void alk__odbc_abandon(void *handle)
{
    alk__odbc_conn *conn = handle;
    while (conn->statements != NULL)
        alk__odbc_stmt_abandon(conn->statements);
    if (conn->watch.line >= 0)
        (void)close(conn->watch.line);
    alk__odbc_recovered_free(conn);
    alk__odbc_kill_free(conn);
    alk__odbc_free(conn);
}
