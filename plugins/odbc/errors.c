/* SPDX-License-Identifier: MIT
 * From ODBC's diagnostic records to the library's errors. The first record is the error; the others become its detail. */
#include "errors.h"
#include "sqlstate.h"
#include "text.h"
#include "driver/error.h"
#include "driver/mysql_error.h"
#include "driver/utf8.h"
#include <stdarg.h>
#include <stdio.h>

enum { RECORDS_MAX = 8 };

/* ---- our own ---- */
alk_rc alk__odbc_error(alk_err *err, int32_t error_class, const char *sqlstate, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    (void)alk__driver_error(alk__odbc_host, err, error_class, sqlstate, format, args);
    va_end(args);
    return error_class;
}

alk_rc alk__odbc_no_memory(alk_err *err)
{
    return alk__driver_no_memory(alk__odbc_host, err);
}

void alk__odbc_detail(alk_err *err, const char *key, const char *value, size_t length)
{
    alk__odbc_host->err_detail(err, key, value, length);
}

/* ---- messages ---- */
/* "[MariaDB][ODBC 3.1 Driver][Server]Text": who passed it on is no part of what is said. */
static char *behind_names(char *message)
{
    while (*message == '[') {
        char *end = strchr(message, ']');
        if (end == NULL)
            break;
        message = end + 1;
        while (*message == ' ')
            message++;
    }
    return message;
}

/* Cuts the message at the part, and gives what stood behind it up to the line's end. */
static alk_sv cut_line(char *message, const char *part)
{
    char *at = strstr(message, part);
    size_t length;
    if (at == NULL)
        return alk__odbc_sv(NULL, 0);
    *at = 0;
    at += strlen(part);
    length = strcspn(at, "\r\n");
    if (length > 0 && at[length - 1] == ';' && strstr(at + length, "\n") != NULL)
        length--;
    return alk__odbc_sv(at, length);
}

/* psqlodbc: "ERROR: text;\nDETAIL: …\nHINT: …;\nError while executing the query". What stands last is taken off first. */
static char *of_postgresql(char *message, alk_sv *detail, alk_sv *hint)
{
    static const char severity[] = "ERROR: ";
    char *end;
    (void)cut_line(message, ";\nError while ");
    *hint = cut_line(message, "\nHINT: ");
    *detail = cut_line(message, "\nDETAIL: ");
    end = message + strlen(message);
    if (end > message && end[-1] == ';')
        end[-1] = 0;
    return strncmp(message, severity, sizeof severity - 1) == 0 ? message + sizeof severity - 1 : message;
}

/* sqliteodbc puts the code behind: "text (19)". */
static void of_sqlite(char *message)
{
    char *at = strrchr(message, '(');
    if (at != NULL && at > message && at[-1] == ' ' && strspn(at + 1, "0123456789") > 0 && at[1 + strspn(at + 1, "0123456789")] == ')')
        at[-1] = 0;
}

static void one_line(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r' || text[length - 1] == ' '))
        text[--length] = 0;
    for (; *text != 0; text++)
        if (*text == '\n' || *text == '\r' || *text == '\t')
            *text = ' ';
}

void alk__odbc_clean_message(uint32_t family, int64_t native, char *message, size_t size, alk_sv *detail, alk_sv *hint)
{
    char *at = behind_names(message);
    *detail = *hint = alk__odbc_sv(NULL, 0);
    if (family == ALK__ODBC_POSTGRESQL)
        at = of_postgresql(at, detail, hint);
    else if (family == ALK__ODBC_SQLITE)
        of_sqlite(at);
    else if ((family == ALK__ODBC_MYSQL || family == ALK__ODBC_MARIADB) && native > 0 && native < 10000) {
        char clean[700];
        alk__driver_mysql_message((unsigned)native, at, clean, sizeof clean);
        (void)snprintf(message, size, "%s", clean);
        at = message;
    }
    one_line(at);
    memmove(message, at, strlen(at) + 1);
}

/* ---- records ---- */
typedef struct told {
    char state[6];
    SQLINTEGER native;
    char message[ALK__DRIVER_MESSAGE_MAX];
} told;

static SQLHANDLE handle_of(const alk__odbc_conn *conn, SQLHSTMT stmt, SQLSMALLINT *type)
{
    *type = stmt != NULL ? SQL_HANDLE_STMT : SQL_HANDLE_DBC;
    return stmt != NULL ? stmt : conn->handle;
}

static bool record(const alk__odbc_conn *conn, SQLHSTMT stmt, int index, told *out)
{
    SQLSMALLINT type;
    SQLHANDLE handle = handle_of(conn, stmt, &type);
    return alk__odbc_record_text(conn->wide, type, handle, (SQLSMALLINT)index, out->state, &out->native, out->message, sizeof out->message);
}

void alk__odbc_state_of(const alk__odbc_conn *conn, SQLHSTMT stmt, char state[6])
{
    told t;
    if (!record(conn, stmt, 1, &t))
        t.state[0] = 0;
    memcpy(state, t.state, 6);
}

/* The others, as far as they say something else. */
static void add_records(const alk__odbc_conn *conn, SQLHSTMT stmt, const char *first, alk_sv detail, alk_err *err)
{
    char all[ALK__DRIVER_MESSAGE_MAX];
    size_t length = detail.n < sizeof all ? detail.n : sizeof all - 1;
    told t;
    if (length > 0)
        memcpy(all, detail.p, length);
    for (int i = 2; i <= RECORDS_MAX && record(conn, stmt, i, &t); i++) {
        alk_sv more, hint;
        alk__odbc_clean_message(conn->family->id, t.native, t.message, sizeof t.message, &more, &hint);
        if (t.message[0] == 0 || strcmp(t.message, first) == 0)
            continue;
        length += (size_t)snprintf(all + length, sizeof all - length, "%s%s", length > 0 ? "\n" : "", t.message);
        if (length >= sizeof all) {
            length = alk__driver_whole(all, sizeof all - 1, sizeof all);
            break;
        }
    }
    if (length > 0)
        alk__odbc_detail(err, "detail", all, length);
}

static alk_rc too_late(const alk__odbc_conn *conn, int64_t native, alk_err *err)
{
    static const char message[] = "the statement's deadline passed";
    alk__odbc_host->err_set(err, ALK_ERROR_TIMEOUT, "57014", native, message, sizeof message - 1);
    if (conn->lost)
        alk__odbc_host->err_flags(err, ALK_ERROR_DISCONNECT);
    return ALK_ERROR_TIMEOUT;
}

static void note(alk__odbc_conn *conn, const told *t, const alk__odbc_meaning *meaning)
{
    if ((meaning->flags & ALK_ERROR_DISCONNECT) != 0)
        conn->lost = true;
    if (conn->began && (conn->family->id == ALK__ODBC_POSTGRESQL || alk__odbc_ends_transaction(conn->family->id, t->state, t->native)))
        conn->failed = true;
}

/* A driver may say of a dead line only that something failed; the driver manager's attribute is local, and costs nothing. */
static bool is_dead(const alk__odbc_conn *conn)
{
    SQLUINTEGER dead = SQL_CD_FALSE;
    return SQL_SUCCEEDED(SQLGetConnectAttr(conn->handle, SQL_ATTR_CONNECTION_DEAD, &dead, sizeof dead, NULL)) && dead == SQL_CD_TRUE;
}

/* psqlodbc tells so of a line that the server closed. */
static bool says_closed(const char *message)
{
    return strstr(message, "server closed the connection") != NULL || strstr(message, "no connection to the server") != NULL ||
           strstr(message, "Could not send Query") != NULL || strstr(message, "terminating connection") != NULL || strstr(message, "has gone away") != NULL;
}

alk_rc alk__odbc_fail(alk__odbc_conn *conn, SQLHSTMT stmt, alk_err *err)
{
    told t;
    alk__odbc_meaning meaning;
    alk_sv detail = { NULL, 0 }, hint = { NULL, 0 };
    if (!record(conn, stmt, 1, &t)) {
        memset(&t, 0, sizeof t);
        (void)snprintf(t.message, sizeof t.message, "the ODBC driver failed and did not say why");
        (void)snprintf(t.state, sizeof t.state, "HY000");
    }
    meaning = alk__odbc_meaning_of(conn->family->id, t.state, t.native, t.message);
    if (atomic_load(&conn->watch.cut) || says_closed(t.message) || ((meaning.error_class == ALK_ERROR_OPERATIONAL || meaning.error_class == ALK_ERROR_INTERNAL) && is_dead(conn))) {
        meaning.error_class = ALK_ERROR_OPERATIONAL;
        meaning.flags |= ALK_ERROR_DISCONNECT;
        if (strncmp(meaning.sqlstate, "08", 2) != 0 && strncmp(meaning.sqlstate, "57P", 3) != 0)
            memcpy(meaning.sqlstate, "08006", 6);
    }
    note(conn, &t, &meaning);
    if (atomic_load(&conn->watch.late) &&
        (strcmp(meaning.sqlstate, "57014") == 0 || conn->lost || (meaning.flags & ALK_ERROR_RETRYABLE) != 0 || meaning.error_class == ALK_ERROR_TIMEOUT))
        return too_late(conn, t.native, err);
    alk__odbc_clean_message(conn->family->id, t.native, t.message, sizeof t.message, &detail, &hint);
    alk__odbc_host->err_set(err, meaning.error_class, strlen(meaning.sqlstate) == 5 ? meaning.sqlstate : NULL, t.native, t.message, strlen(t.message));
    alk__odbc_host->err_flags(err, meaning.flags);
    if (hint.n > 0)
        alk__odbc_detail(err, "hint", hint.p, hint.n);
    add_records(conn, stmt, t.message, detail, err);
    return meaning.error_class;
}

alk_rc alk__odbc_connect_fail(alk__odbc_conn *conn, bool late, alk_err *err)
{
    told t;
    alk__odbc_meaning meaning;
    alk_sv detail, hint;
    if (!record(conn, NULL, 1, &t))
        return alk__odbc_error(err, ALK_ERROR_OPERATIONAL, "08001", "cannot connect, and the ODBC driver did not say why");
    meaning = alk__odbc_meaning_of(conn->family->id, t.state, t.native, t.message);
    if (strstr(t.message, "Can't open lib") != NULL)       /* of the driver manager, whose state for it is a mere warning's */
        meaning = (alk__odbc_meaning){ ALK_ERROR_NO_PLUGIN, 0, "IM003" };
    if (late && (meaning.error_class == ALK_ERROR_OPERATIONAL || meaning.error_class == ALK_ERROR_TIMEOUT))
        return alk__odbc_error(err, ALK_ERROR_TIMEOUT, "08001", "cannot connect: it did not answer in time");
    alk__odbc_clean_message(ALK__ODBC_OTHER, 0, t.message, sizeof t.message, &detail, &hint);
    (void)alk__odbc_error(err, meaning.error_class, meaning.sqlstate[0] != 0 ? meaning.sqlstate : NULL, "cannot connect: %s", t.message);
    alk__odbc_host->err_flags(err, meaning.flags & ~(uint32_t)ALK_ERROR_DISCONNECT);
    return meaning.error_class;
}
