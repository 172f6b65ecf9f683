/* SPDX-License-Identifier: MIT
 * From the server's and the client library's errors to the library's. */
#include "errors.h"
#include "driver/error.h"
#include "driver/mysql_error.h"
#include "driver/utf8.h"
#include "errors_text.h"
#include "session.h"
#include "transaction.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

alk_rc alk__my_error(alk_err *err, int32_t error_class, const char *sqlstate, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)alk__driver_error(alk__my_host, err, error_class, sqlstate, format, args);
    va_end(args);
    return error_class;
}

alk_rc alk__my_no_memory(alk_err *err)
{
    return alk__driver_no_memory(alk__my_host, err);
}

void alk__my_detail(alk_err *err, const char *key, const char *value, size_t length)
{
    alk__my_host->err_detail(err, key, value, length);
}

/* An error as the client library has it. */
typedef struct told {
    unsigned number;
    char sqlstate[6];
    char message[600];
} told;

static told what_was_told(MYSQL *mysql, MYSQL_STMT *stmt)
{
    told t;
    bool of_stmt = stmt != NULL && mysql_stmt_errno(stmt) != 0;
    t.number = of_stmt ? mysql_stmt_errno(stmt) : mysql_errno(mysql);
    (void)snprintf(t.sqlstate, sizeof t.sqlstate, "%s", of_stmt ? mysql_stmt_sqlstate(stmt) : mysql_sqlstate(mysql));
    (void)snprintf(t.message, sizeof t.message, "%s", of_stmt ? mysql_stmt_error(stmt) : mysql_error(mysql));
    return t;
}

static void set(const told *t, const alk__driver_mysql_meaning *meaning, alk_err *err)
{
    char message[700];
    const char *state = meaning->sqlstate[0] != 0 ? meaning->sqlstate : t->sqlstate;
    alk__driver_mysql_message(t->number, t->message, message, sizeof message);
    if (message[0] == 0)
        (void)snprintf(message, sizeof message, "the client library failed and did not say why");
    alk__my_host->err_set(err, meaning->error_class, strlen(state) == 5 ? state : NULL, (int64_t)t->number, message,
                          alk__driver_whole(message, strlen(message), sizeof message));
    alk__my_host->err_flags(err, meaning->flags);
    alk__my_details(t->number, t->message, err);
}

/* The transaction may have gone with the statement: a harmless one tells. */
static void note_rollback(alk__my_conn *conn, unsigned number, alk_err *err)
{
    static const char text[] = "the transaction was rolled back";
    if (!conn->began || !alk__driver_mysql_may_roll_back(number) || alk__my_run(conn, "DO 0") != 0 || alk__my_in_transaction(conn))
        return;
    conn->rolled_back = true;
    alk__my_host->err_detail(err, "detail", text, sizeof text - 1);
}

static alk_rc too_late(alk__my_conn *conn, const told *t, alk_err *err)
{
    static const char message[] = "the statement's deadline passed";
    alk__my_host->err_set(err, ALK_ERROR_TIMEOUT, "57014", (int64_t)t->number, message, sizeof message - 1);
    if (conn->lost)
        alk__my_host->err_flags(err, ALK_ERROR_DISCONNECT);
    return ALK_ERROR_TIMEOUT;
}

alk_rc alk__my_fail(alk__my_conn *conn, MYSQL_STMT *stmt, alk_sv sql, alk_err *err)
{
    told t = what_was_told(conn->mysql, stmt);
    alk__driver_mysql_meaning meaning = alk__driver_mysql_meaning_of(t.number, t.sqlstate);
    int position = t.number == 1064 ? alk__my_position(t.message, sql) : 0;
    if ((meaning.flags & ALK_ERROR_DISCONNECT) != 0)
        conn->lost = true;
    if (t.number == 1317)
        atomic_store(&conn->killed, 0);
    if (conn->late && (t.number == 1317 || t.number == 1927 || conn->lost))
        return too_late(conn, &t, err);
    set(&t, &meaning, err);
    if (position > 0) {
        char text[20];
        (void)snprintf(text, sizeof text, "%d", position);
        alk__my_detail(err, "position", text, strlen(text));
    }
    if (!conn->lost)
        note_rollback(conn, t.number, err);
    return meaning.error_class;
}

alk_rc alk__my_connect_fail(const alk__my_conn *conn, MYSQL *failed, bool late, alk_err *err)
{
    const alk__my_settings *s = conn->settings;
    const char *host = s->hosts[conn->host].name;
    told t = what_was_told(failed, NULL);
    alk__driver_mysql_meaning meaning = alk__driver_mysql_meaning_of(t.number, t.sqlstate);
    const char *socket = host != NULL ? host : s->socket;
    char where[400];
    if (!alk__my_is_socket(s, conn->host))
        (void)snprintf(where, sizeof where, "\"%.250s\", port %u", host, s->hosts[conn->host].port);
    else if (socket != NULL)
        (void)snprintf(where, sizeof where, "the socket \"%.120s\"", socket);
    else
        (void)snprintf(where, sizeof where, "the client library's socket");
    if (late && (meaning.flags & ALK_ERROR_DISCONNECT) != 0)
        return alk__my_error(err, ALK_ERROR_TIMEOUT, "08001", "cannot connect to %s: it did not answer in time", where);
    meaning.flags &= (uint8_t)~ALK_ERROR_DISCONNECT;
    (void)alk__my_error(err, meaning.error_class, meaning.sqlstate[0] != 0 ? meaning.sqlstate : NULL, "cannot connect to %s: %s", where, t.message);
    alk__my_host->err_flags(err, meaning.flags);
    return meaning.error_class;
}
