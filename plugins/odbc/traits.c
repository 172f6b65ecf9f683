/* SPDX-License-Identifier: MIT
 * The tables of traits.h. */
#include "traits.h"

/* psqlodbc: booleans as such, bytea as bytes without limit, and transactions that go on after an error only where a savepoint of the program's says so.
 * MariaDB: rows found, not rows changed, as the other drivers count. Of wide text it takes what has a low byte from D8 to DB, as the letters from U+00D8 to U+00DB, for the half of a pair, and cuts or pads such values. */
static const alk__odbc_kind kinds[] = {
    { "psqlodbc", "psqlodbca|postgresql ansi", "Servername", "Port", "Database", "UID", "PWD", "BoolsAsChar=0;ByteaAsLongVarBinary=1;Protocol=7.4-0",
      ALK__ODBC_BRACED_PASSWORD | ALK__ODBC_REGET | ALK__ODBC_ROWS_EACH | ALK__ODBC_SEVERAL_STATEMENTS | ALK__ODBC_NO_UNSIGNED | ALK__ODBC_NARROW },
    { "psqlodbc", "psqlodbc|postgres", "Servername", "Port", "Database", "UID", "PWD", "BoolsAsChar=0;ByteaAsLongVarBinary=1;Protocol=7.4-0",
      ALK__ODBC_BRACED_PASSWORD | ALK__ODBC_REGET | ALK__ODBC_ROWS_EACH | ALK__ODBC_SEVERAL_STATEMENTS | ALK__ODBC_NO_UNSIGNED },
    { "MariaDB Connector/ODBC", "maodbc|mariadb", "SERVER", "PORT", "DATABASE", "UID", "PWD", "CHARSET=utf8mb4;OPTION=2",
      ALK__ODBC_BAD_CUTS | ALK__ODBC_BAD_CANCEL | ALK__ODBC_NARROW_VALUES | ALK__ODBC_BAD_LENGTHS },
    { "MySQL Connector/ODBC", "myodbc|mysql", "SERVER", "PORT", "DATABASE", "UID", "PWD", "CHARSET=utf8mb4;FOUND_ROWS=1", 0 },
    { "sqliteodbc", "sqlite", NULL, NULL, "Database", NULL, "PWD", "Timeout=1;FKSupport=1",
      ALK__ODBC_NO_BRACES | ALK__ODBC_NARROW | ALK__ODBC_TEXT_VALUES | ALK__ODBC_SHORT_REALS | ALK__ODBC_COUNTS_TO_FAILURE | ALK__ODBC_NO_RETURNING |
          ALK__ODBC_NO_UNSIGNED | ALK__ODBC_ONE_LENGTH },
    { "FreeTDS", "tdsodbc|freetds", "SERVER", "PORT", "DATABASE", "UID", "PWD", "TDS_Version=7.4", ALK__ODBC_SEVERAL_STATEMENTS | ALK__ODBC_NO_UNSIGNED },
    { "the driver of SQL Server", "msodbcsql|sql server", "SERVER", NULL, "DATABASE", "UID", "PWD", NULL,
      ALK__ODBC_HOST_AND_PORT | ALK__ODBC_SEVERAL_STATEMENTS | ALK__ODBC_NO_UNSIGNED },
    { "the driver of Oracle", "sqora|oracle", NULL, NULL, "DBQ", "UID", "PWD", NULL, ALK__ODBC_NO_UNSIGNED },
    { "the driver", NULL, "SERVER", "PORT", "DATABASE", "UID", "PWD", NULL, ALK__ODBC_NO_UNSIGNED },
};

static bool holds_any(alk_sv text, const char *parts)
{
    char part[32];
    for (const char *at = parts; *at != 0;) {
        size_t length = strcspn(at, "|");
        memcpy(part, at, length);
        part[length] = 0;
        if (alk__odbc_holds(text, part))
            return true;
        at += length + (at[length] == '|');
    }
    return false;
}

const alk__odbc_kind *alk__odbc_kind_of(alk_sv driver)
{
    const alk__odbc_kind *kind = kinds;
    while (kind->parts != NULL && !holds_any(driver, kind->parts))
        kind++;
    return kind;
}

/* ---- databases ---- */
/* RESET ALL takes away what psqlodbc itself set when it connected: the first lines of the next list set it again. DISCARD ALL would take the statements that it
 * prepared. */
static const char *const postgresql_clean[] = { "RESET SESSION AUTHORIZATION", "RESET ALL", "SELECT pg_catalog.pg_advisory_unlock_all()", "UNLISTEN *", "DISCARD TEMP", NULL };
static const char *const postgresql_session[] = { "SET DateStyle = 'ISO'", "SET extra_float_digits = 2", "SET client_encoding = 'UTF8'", "SET TimeZone = 'UTC'",
                                                  "SET IntervalStyle = 'iso_8601'", "SET bytea_output = 'hex'", NULL };
/* The rules of SQL are written for a server that refuses what does not fit, and reads " and \ as it comes installed. */
static const char *const mysql_session[] = { "SET SESSION sql_mode = 'STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'",
                                             "SET SESSION time_zone = '+00:00'", NULL };
static const char *const mssql_session[] = { "SET DATEFORMAT ymd", NULL };
static const char *const oracle_session[] = { "ALTER SESSION SET TIME_ZONE = '+00:00'", "ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD HH24:MI:SS'",
                                              "ALTER SESSION SET NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6'",
                                              "ALTER SESSION SET NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6TZH:TZM'",
                                              "ALTER SESSION SET NLS_NUMERIC_CHARACTERS = '.,'", NULL };

#define STANDARD_SAVEPOINTS .release = "RELEASE SAVEPOINT", .savepoint = "SAVEPOINT", .rollback_to = "ROLLBACK TO SAVEPOINT"
#define MYSQL_PORT "SELECT SUBSTRING_INDEX(host, ':', -1) FROM information_schema.processlist WHERE id = CONNECTION_ID()"
#define MYSQL_LEXICAL (ALK_LEX_BACKTICKS | ALK_LEX_BACKSLASH | ALK_LEX_DOUBLE_QUOTE_STRING | ALK_LEX_HASH_COMMENTS | ALK_LEX_DASH_SPACE)

static const alk__odbc_family families[] = {
    { .id = ALK__ODBC_POSTGRESQL, .part = "postgres", .dialect = "postgresql", .session = postgresql_session, .clean = postgresql_clean, .version = "SHOW server_version",
      .own_port = "SELECT pg_catalog.inet_client_port()",
      .lexical = ALK_LEX_DOLLAR_QUOTES | ALK_LEX_E_STRINGS | ALK_LEX_NESTED_COMMENTS, STANDARD_SAVEPOINTS, .refuses_nul = true },
    { .id = ALK__ODBC_MARIADB, .part = "mariadb", .dialect = "mariadb", .session = mysql_session, .last_id = "SELECT LAST_INSERT_ID()", .lexical = MYSQL_LEXICAL,
      .session_number = "SELECT CONNECTION_ID()", .kill = "KILL QUERY ", .own_port = MYSQL_PORT, STANDARD_SAVEPOINTS },
    { .id = ALK__ODBC_MYSQL, .part = "mysql", .dialect = "mysql", .session = mysql_session, .last_id = "SELECT LAST_INSERT_ID()", .lexical = MYSQL_LEXICAL,
      .session_number = "SELECT CONNECTION_ID()", .kill = "KILL QUERY ", .own_port = MYSQL_PORT, STANDARD_SAVEPOINTS },
    { .id = ALK__ODBC_SQLITE, .part = "sqlite", .dialect = "sqlite", .last_id = "SELECT last_insert_rowid()", .version = "SELECT sqlite_version()",
      .lexical = ALK_LEX_BACKTICKS | ALK_LEX_BRACKETS, STANDARD_SAVEPOINTS, .lock_wait = "PRAGMA busy_timeout = ",
      .refuses_nul = true },
    { .id = ALK__ODBC_MSSQL, .part = "sql server", .dialect = "mssql", .product = "Microsoft SQL Server", .session = mssql_session, .last_id = "SELECT CAST(@@IDENTITY AS BIGINT)",
      .lexical = ALK_LEX_BRACKETS | ALK_LEX_NESTED_COMMENTS, .savepoint = "SAVE TRANSACTION", .rollback_to = "ROLLBACK TRANSACTION" },
    { .id = ALK__ODBC_ORACLE, .part = "oracle", .dialect = "oracle", .session = oracle_session, .savepoint = "SAVEPOINT", .rollback_to = "ROLLBACK TO SAVEPOINT" },
    { .id = ALK__ODBC_OTHER },
};

const alk__odbc_family *alk__odbc_family_of(alk_sv dbms)
{
    const alk__odbc_family *family = families;
    while (family->part != NULL && !alk__odbc_holds(dbms, family->part))
        family++;
    return family;
}
