/* SPDX-License-Identifier: MIT
 * See session.h. A session is cleaned only of what was touched, so that one that was used as usual costs no round trip. */
#include "session.h"
#include "errors.h"
#include "portal.h"
#include "transaction.h"
#include "wait.h"
#include <strings.h>

static bool is_set_to(alk__pg_conn *conn, const char *name, const char *value)
{
    const char *found = PQparameterStatus(conn->pg, name);
    return found == NULL || strncasecmp(found, value, strlen(value)) == 0;
}

/* The text forms that datetime.c reads. A server says these settings by itself; one that does not is left alone. */
static alk_rc set_styles(alk__pg_conn *conn, int64_t deadline, alk_err *err)
{
    alk_rc rc = ALK_OK;
    if (!is_set_to(conn, "DateStyle", "ISO"))
        rc = alk__pg_run(conn, "SET datestyle TO ISO", deadline, NULL, err);
    if (rc == ALK_OK && !is_set_to(conn, "IntervalStyle", "postgres"))
        rc = alk__pg_run(conn, "SET intervalstyle TO postgres", deadline, NULL, err);
    if (rc == ALK_OK && PQserverVersion(conn->pg) < 120000)
        rc = alk__pg_run(conn, "SET extra_float_digits TO 3", deadline, NULL, err);
    return rc;
}

static alk_rc check_encoding(alk__pg_conn *conn, alk_err *err)
{
    if (is_set_to(conn, "client_encoding", "UTF8"))
        return ALK_OK;
    return alk__pg_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "the session's client_encoding is %s; it has to be UTF8",
                         PQparameterStatus(conn->pg, "client_encoding"));
}

alk_rc alk__pg_session_begin(alk__pg_conn *conn, int64_t deadline, alk_err *err)
{
    alk_rc rc = check_encoding(conn, err);
    return rc == ALK_OK ? set_styles(conn, deadline, err) : rc;
}

bool alk__pg_has_backslashes(const alk__pg_conn *conn)
{
    const char *strings = PQparameterStatus(conn->pg, "standard_conforming_strings");
    return strings != NULL && strcmp(strings, "off") == 0;
}

/* ---- what statements touch ---- */
uint8_t alk__pg_touched_by(const char *sql)
{
    static const struct {
        const char *word;
        uint8_t touches;
    } words[] = { { "set_config", ALK__PG_TOUCHED_SETTINGS }, { "temp", ALK__PG_TOUCHED_TEMP }, { "advisory", ALK__PG_TOUCHED_LOCKS } };
    uint8_t touched = 0;
    for (; *sql != 0; sql++) {
        char c = (char)(*sql | 32);
        if (c != 's' && c != 't' && c != 'a')
            continue;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (c == words[i].word[0] && strncasecmp(sql, words[i].word, strlen(words[i].word)) == 0)
                touched |= words[i].touches;
    }
    return touched;
}

void alk__pg_forget_names(alk__pg_conn *conn)
{
    conn->epoch++;
}

static bool begins(const char *tag, const char *word)
{
    return strncmp(tag, word, strlen(word)) == 0;
}

void alk__pg_note_command(alk__pg_conn *conn, const PGresult *result)
{
    const char *tag = PQcmdStatus((PGresult *)(uintptr_t)result);
    switch (tag[0]) {
    case 'S':
        if (begins(tag, "SET"))
            conn->touched |= ALK__PG_TOUCHED_SETTINGS;
        break;
    case 'R':
        if (begins(tag, "RESET"))
            conn->touched |= ALK__PG_TOUCHED_SETTINGS;
        if (begins(tag, "ROLLBACK") && conn->changed_schema)
            alk__pg_forget_names(conn);
        break;
    case 'L':
        if (begins(tag, "LISTEN"))
            conn->touched |= ALK__PG_TOUCHED_LISTEN;
        break;
    case 'D':
        if (begins(tag, "DECLARE"))
            conn->touched |= ALK__PG_TOUCHED_CURSORS;
        else if (strcmp(tag, "DO") == 0)
            conn->touched |= ALK__PG_TOUCHED_SETTINGS | ALK__PG_TOUCHED_TEMP | ALK__PG_TOUCHED_LOCKS;
        else if (begins(tag, "DISCARD") || strcmp(tag, "DEALLOCATE ALL") == 0) {
            conn->n_dropped = 0;
            alk__pg_forget_names(conn);
            conn->touched |= ALK__PG_TOUCHED_SETTINGS;       /* the driver's own settings may have gone */
        }
        if (!begins(tag, "DROP"))
            break;
        /* fall through */
    case 'A':
    case 'C':
        if (begins(tag, "CREATE") || begins(tag, "ALTER") || begins(tag, "DROP")) {
            conn->changed_schema = true;
            alk__pg_forget_names(conn);
        } else if (begins(tag, "COMMIT")) {
            alk__pg_portals_gone(conn);
        } else if (strcmp(tag, "CALL") == 0) {
            conn->touched |= ALK__PG_TOUCHED_SETTINGS | ALK__PG_TOUCHED_TEMP | ALK__PG_TOUCHED_LOCKS;
        }
        break;
    default:
        break;
    }
}

/* ---- back to the beginning ---- */
alk_rc alk__pg_reset(void *handle, int64_t deadline, alk_err *err)
{
    static const struct {
        uint8_t touched;
        const char *sql;
    } ways[] = {
        { ALK__PG_TOUCHED_CURSORS, "CLOSE ALL;" },
        { ALK__PG_TOUCHED_SETTINGS, "SET SESSION AUTHORIZATION DEFAULT;RESET ALL;" },
        { ALK__PG_TOUCHED_LISTEN, "UNLISTEN *;" },
        { ALK__PG_TOUCHED_LOCKS, "SELECT pg_advisory_unlock_all();" },
        { ALK__PG_TOUCHED_TEMP, "DISCARD TEMP;" },
    };
    alk__pg_conn *conn = handle;
    char sql[300] = "";
    size_t length = 0;
    alk_rc rc = alk__pg_transaction(conn, ALK_TXN_ROLLBACK, 0, alk__pg_sv(NULL, 0), deadline, err);
    if (rc != ALK_OK)
        return rc;
    conn->isolation = ALK_ISOLATION_DEFAULT;
    alk__pg_forget_warnings(conn);
    if (conn->touched == 0)
        return ALK_OK;
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if ((conn->touched & ways[i].touched) != 0) {
            memcpy(sql + length, ways[i].sql, strlen(ways[i].sql) + 1);
            length += strlen(ways[i].sql);
        }
    if ((conn->touched & ALK__PG_TOUCHED_TEMP) != 0)
        alk__pg_forget_names(conn);
    rc = alk__pg_run(conn, sql, deadline, NULL, err);
    if (rc == ALK_OK)
        rc = alk__pg_session_begin(conn, deadline, err);
    if (rc == ALK_OK)
        conn->touched = 0;
    return rc;
}
