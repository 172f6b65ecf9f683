/* SPDX-License-Identifier: MIT
 * Settings of the session. The modes of SQL that change how statements are read are taken away, since the dialect's rules are written for a server
 * without them; those that refuse what does not fit are added. Times are in UTC. */
#include "session.h"
#include "errors.h"
#include "kill.h"
#include "sql_text.h"
#include "transaction.h"
#include "twophase.h"
#include <stdio.h>
#include <string.h>

enum { MODE_MAX = 1200 };

unsigned alk__my_run(alk__my_conn *conn, const char *sql)
{
    unsigned failed = mysql_real_query(conn->mysql, sql, (unsigned long)strlen(sql)) != 0 ? mysql_errno(conn->mysql) : 0;
    if (failed == 0 && mysql_field_count(conn->mysql) > 0)
        mysql_free_result(mysql_store_result(conn->mysql));
    return failed;
}

/* ---- modes of SQL ---- */
static bool is_one_of(const char *word, size_t length, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strlen(*words) == length && memcmp(*words, word, length) == 0)
            return true;
    return false;
}

static bool add_word(char *out, size_t size, const char *word, size_t length)
{
    size_t at = strlen(out), comma = at > 0 ? 1 : 0;
    if (at + comma + length + 1 > size)
        return false;
    if (comma != 0)
        out[at] = ',';
    memcpy(out + at + comma, word, length);
    out[at + comma + length] = 0;
    return true;
}

bool alk__my_sql_mode(const char *given, char *out, size_t size)
{
    static const char *const not_wanted[] = { "ANSI", "ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "PIPES_AS_CONCAT", "IGNORE_SPACE", "HIGH_NOT_PRECEDENCE", "REAL_AS_FLOAT",
                                              "EMPTY_STRING_IS_NULL", "ORACLE", "MSSQL", "DB2", "MAXDB", "POSTGRESQL", "MYSQL323", "MYSQL40", "TRADITIONAL",
                                              "STRICT_TRANS_TABLES", "STRICT_ALL_TABLES", "ERROR_FOR_DIVISION_BY_ZERO", "NO_ENGINE_SUBSTITUTION", NULL };
    static const char wanted[] = "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";
    out[0] = 0;
    while (*given != 0) {
        size_t length = strcspn(given, ","), plain = strspn(given, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
        if (length > 0 && plain >= length && !is_one_of(given, length, not_wanted) && !add_word(out, size, given, length))
            return false;
        given += length + (given[length] == ',');
    }
    return add_word(out, size, wanted, sizeof wanted - 1);
}

/* ---- beginning ---- */
typedef struct probe {
    char mode[MODE_MAX];
    bool utf8;
    unsigned long long max_packet;
} probe;

static alk_rc failed(alk__my_conn *conn, alk_err *err)
{
    return alk__my_fail(conn, NULL, alk__my_sv(NULL, 0), err);
}

static alk_rc ask(alk__my_conn *conn, probe *p, alk_err *err)
{
    static const char sql[] = "SELECT @@sql_mode, @@max_allowed_packet, @@character_set_client, @@character_set_connection, @@character_set_results";
    MYSQL_RES *rows = NULL;
    MYSQL_ROW row;
    if (mysql_real_query(conn->mysql, sql, sizeof sql - 1) != 0 || (rows = mysql_store_result(conn->mysql)) == NULL)
        return failed(conn, err);
    row = mysql_num_fields(rows) == 5 ? mysql_fetch_row(rows) : NULL;
    if (row != NULL && row[0] != NULL && row[1] != NULL && row[2] != NULL && row[3] != NULL && row[4] != NULL) {
        (void)snprintf(p->mode, sizeof p->mode, "%s", row[0]);
        p->utf8 = strcmp(row[2], "utf8mb4") == 0 && strcmp(row[3], "utf8mb4") == 0 && strcmp(row[4], "utf8mb4") == 0;
        for (const char *at = row[1]; *at >= '0' && *at <= '9' && p->max_packet < 1ull << 40; at++)
            p->max_packet = p->max_packet * 10 + (unsigned long long)(*at - '0');
    }
    mysql_free_result(rows);
    if (p->max_packet == 0)
        return alk__my_error(err, ALK_ERROR_INTERNAL, "08P01", "the server did not tell its settings");
    return ALK_OK;
}

/* What the session is set to; the same again after a reset. */
static alk_rc apply(alk__my_conn *conn, const probe *p, alk_err *err)
{
    char mode[MODE_MAX + 120], sql[sizeof mode + 120];
    if (!alk__my_sql_mode(p->mode, mode, sizeof mode))
        return alk__my_error(err, ALK_ERROR_INTERNAL, "08P01", "the server's sql_mode is too long");
    (void)snprintf(sql, sizeof sql, "SET NAMES utf8mb4, SESSION sql_mode = '%s', SESSION time_zone = '+00:00', SESSION autocommit = 1", mode);
    if (alk__my_run(conn, sql) != 0 || (conn->settings->read_only && alk__my_run(conn, "SET SESSION TRANSACTION READ ONLY") != 0))
        return failed(conn, err);
    return ALK_OK;
}

alk_rc alk__my_session_begin(alk__my_conn *conn, alk_err *err)
{
    probe p = { .max_packet = 0 };
    alk_rc rc = ask(conn, &p, err);
    if (rc == ALK_OK)
        rc = apply(conn, &p, err);
    if (rc == ALK_OK && !p.utf8) {
        memset(&p, 0, sizeof p);
        rc = ask(conn, &p, err);
        if (rc == ALK_OK && !p.utf8)
            rc = alk__my_error(err, ALK_ERROR_OPERATIONAL, "22021", "the server does not speak utf8mb4 on this connection");
    }
    if (rc == ALK_OK)
        conn->max_packet = (size_t)p.max_packet;
    return rc;
}

/* ---- going back ---- */
static bool holds_any(alk_sv sql, const char *const *words)
{
    for (; *words != NULL; words++)
        if (alk__my_find_word(sql, *words))
            return true;
    return false;
}

/* What only reads and writes tables leaves a session as it was, but for variables and locks with names. */
bool alk__my_touches_session(alk_sv sql)
{
    static const char *const harmless[] = { "SELECT", "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN", "DESCRIBE", "DESC", "CREATE",
                                            "ALTER", "DROP", "TRUNCATE", "RENAME", "GRANT", "REVOKE", "ANALYZE", "CHECK", "OPTIMIZE", "COMMIT", "ROLLBACK", "DO", NULL };
    static const char *const doubtful[] = { "GET_LOCK", "LAST_INSERT_ID", "TEMPORARY", "SETVAL", NULL };
    bool known = false;
    for (int i = 0; !known && harmless[i] != NULL; i++)
        known = alk__my_begins_with(sql, harmless[i]);
    return !known || (sql.n > 0 && memchr(sql.p, '@', sql.n) != NULL) || holds_any(sql, doubtful);
}

alk_rc alk__my_reset(void *handle, int64_t deadline, alk_err *err)
{
    alk__my_conn *conn = handle;
    alk_rc rc = ALK_OK;
    alk__my_enter(conn, deadline);
    alk__my_start(conn);
    if (conn->xa == ALK__MY_XA_ACTIVE)
        rc = alk__my_xa_rollback(conn, err);
    if (rc == ALK_OK && conn->touched) {
        conn->session++;
        if (mysql_reset_connection(conn->mysql) != 0)
            rc = failed(conn, err);
        if (rc == ALK_OK)
            rc = alk__my_session_begin(conn, err);
        conn->touched = rc != ALK_OK;
        conn->isolation = ALK_ISOLATION_DEFAULT;
        conn->began = conn->rolled_back = false;
    } else if (rc == ALK_OK && (alk__my_in_transaction(conn) || conn->rolled_back)) {
        rc = alk__my_run(conn, "ROLLBACK") == 0 ? ALK_OK : failed(conn, err);
        conn->began = conn->rolled_back = false;
    }
    alk__my_stop(conn);
    alk__my_leave(conn);
    conn->last_id = 0;
    return rc == ALK_OK ? alk__my_set_isolation(conn, ALK_ISOLATION_DEFAULT, deadline, err) : rc;
}
