/* SPDX-License-Identifier: MIT
 * Session settings. SQLite ignores a PRAGMA that it cannot obey, so what was asked for is looked at afterwards. */
#include "pragma.h"
#include "errors.h"
#include "guard.h"
#include "statement.h"
#include <string.h>

int alk__lite_exec(alk__lite_conn *conn, const char *sql)
{
    return sqlite3_exec(conn->db, sql, NULL, NULL, NULL);
}

/* Steps to the first row; *stmt is to be finalised in any case. */
static int first_row(alk__lite_conn *conn, const char *sql, sqlite3_stmt **stmt)
{
    int result = sqlite3_prepare_v2(conn->db, sql, -1, stmt, NULL);
    return result == SQLITE_OK ? sqlite3_step(*stmt) : result;
}

int alk__lite_ask_int(alk__lite_conn *conn, const char *sql, int64_t *out)
{
    sqlite3_stmt *stmt = NULL;
    int result = first_row(conn, sql, &stmt);
    if (result == SQLITE_ROW)
        *out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return result == SQLITE_ROW || result == SQLITE_DONE ? SQLITE_OK : result;
}

int alk__lite_ask_text(alk__lite_conn *conn, const char *sql, char *out, int size)
{
    sqlite3_stmt *stmt = NULL;
    int result = first_row(conn, sql, &stmt);
    out[0] = 0;
    if (result == SQLITE_ROW && sqlite3_column_text(stmt, 0) != NULL)
        sqlite3_snprintf(size, out, "%s", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return result == SQLITE_ROW || result == SQLITE_DONE ? SQLITE_OK : result;
}

static alk_rc fail(alk__lite_conn *conn, int result, alk_err *err)
{
    return alk__lite_fail(conn, result, alk__lite_sv(NULL, 0), err);
}

/* ---- the URL's settings ---- */
static alk_rc set_journal_mode(alk__lite_conn *conn, alk_sv wanted, alk_err *err)
{
    char sql[64], actual[32];
    int result;
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA journal_mode=%.*s", (int)wanted.n, wanted.p);
    result = alk__lite_ask_text(conn, sql, actual, sizeof actual);
    if (result != SQLITE_OK)
        return fail(conn, result, err);
    if (strlen(actual) == wanted.n && memcmp(actual, wanted.p, wanted.n) == 0)
        return ALK_OK;
    return alk__lite_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "journal_mode=%.*s is refused by \"%s\": it stays %s", (int)wanted.n,
                           wanted.p, conn->memory ? "memory" : conn->name, actual);
}

static alk_rc set_foreign_keys(alk__lite_conn *conn, alk_err *err)
{
    int actual = -1, result = sqlite3_db_config(conn->db, SQLITE_DBCONFIG_ENABLE_FKEY, (int)conn->foreign_keys, &actual);
    if (result != SQLITE_OK)
        return fail(conn, result, err);
    if (actual == (int)conn->foreign_keys)
        return ALK_OK;
    return alk__lite_error(err, ALK_ERROR_NOT_SUPPORTED, "0A000", "this libsqlite3 was built without foreign keys");
}

static alk_rc set_synchronous(alk__lite_conn *conn, int level, alk_err *err)
{
    char sql[40];
    int result;
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA synchronous=%d", level);
    result = alk__lite_exec(conn, sql);
    return result == SQLITE_OK ? ALK_OK : fail(conn, result, err);
}

alk_rc alk__lite_apply(alk__lite_conn *conn, const alk__lite_settings *settings, alk_err *err)
{
    alk_rc rc;
    int result;
    conn->foreign_keys = settings->foreign_keys;
    rc = set_foreign_keys(conn, err);
    if (rc == ALK_OK && (settings->journal_mode >= 0 || conn->memory))
        rc = set_journal_mode(
            conn, settings->journal_mode >= 0 ? alk__lite_choice_word("journal_mode", settings->journal_mode) : ALK__LITE_SV("memory"), err);
    conn->read_only = settings->read_only;
    if (rc == ALK_OK && conn->read_only && (result = alk__lite_exec(conn, "PRAGMA query_only=1")) != SQLITE_OK)
        rc = fail(conn, result, err);
    if (rc == ALK_OK && settings->synchronous >= 0)
        rc = set_synchronous(conn, settings->synchronous, err);
    if (rc != ALK_OK)
        return rc;
    result = alk__lite_ask_int(conn, "PRAGMA synchronous", &conn->synchronous);
    if (result == SQLITE_OK)
        result = alk__lite_ask_int(conn, "PRAGMA cache_size", &conn->cache_size);
    return result == SQLITE_OK ? ALK_OK : fail(conn, result, err);
}

/* ---- restoring ---- */
/* Runs what a query gives as text, statement by statement, asking anew after each as dropping one may drop others. */
static int run_each(alk__lite_conn *conn, const char *query)
{
    char sql[1200], before[1200] = "";
    for (;;) {
        int result = alk__lite_ask_text(conn, query, sql, sizeof sql);
        if (result != SQLITE_OK || sql[0] == 0)
            return result;
        if (strcmp(sql, before) == 0)
            return SQLITE_ERROR;
        memcpy(before, sql, sizeof sql);
        result = alk__lite_exec(conn, sql);
        if (result != SQLITE_OK)
            return result;
    }
}

static int restore_settings(alk__lite_conn *conn)
{
    char sql[900];
    sqlite3_busy_timeout(conn->db, 0);
    alk__lite_guard(conn);               /* PRAGMA busy_timeout takes the handler's place */
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_ENABLE_FKEY, (int)conn->foreign_keys, NULL);
    conn->read_uncommitted = false;
    sqlite3_snprintf(sizeof sql, sql,
                     "PRAGMA synchronous=%lld; PRAGMA cache_size=%lld; PRAGMA read_uncommitted=0; PRAGMA query_only=%d;"
                     "PRAGMA recursive_triggers=0; PRAGMA ignore_check_constraints=0; PRAGMA reverse_unordered_selects=0;"
                     "PRAGMA defer_foreign_keys=0; PRAGMA case_sensitive_like=0; PRAGMA automatic_index=1;"
                     "PRAGMA legacy_alter_table=0; PRAGMA cell_size_check=0; PRAGMA writable_schema=0; PRAGMA locking_mode=normal",
                     (long long)conn->synchronous, (long long)conn->cache_size, (int)conn->read_only);
    return alk__lite_exec(conn, sql);
}

int alk__lite_restore(alk__lite_conn *conn)
{
    int result = SQLITE_OK;
    if ((conn->touched & ALK__LITE_TOUCHED_SETTINGS) != 0)
        result = restore_settings(conn);
    if (result == SQLITE_OK && (conn->touched & ALK__LITE_TOUCHED_TEMP) != 0)
        result = run_each(conn, "SELECT 'DROP ' || type || ' temp.\"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_temp_master "
                                "WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite~_%' ESCAPE '~' LIMIT 1");
    if (result == SQLITE_OK && (conn->touched & ALK__LITE_TOUCHED_FILES) != 0)
        result = run_each(conn, "SELECT 'DETACH \"' || replace(name, '\"', '\"\"') || '\"' FROM pragma_database_list WHERE seq > 1 LIMIT 1");
    if (result == SQLITE_OK)
        conn->touched = 0;
    return result;
}
