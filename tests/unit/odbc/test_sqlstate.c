/* SPDX-License-Identifier: MIT
 * Classes and flags of what ODBC and the databases say, and the messages. */
#include "od.h"
#include "errors.h"
#include "sqlstate.h"
#include "traits.h"

static void means(uint32_t family, const char *sqlstate, int64_t native, const char *message, int code, unsigned flags, const char *told)
{
    alk__odbc_meaning m = alk__odbc_meaning_of(family, sqlstate, native, message);
    alk_check_that(m.error_class == code && m.flags == flags && strcmp(m.sqlstate, told) == 0, "%s, %d is %d with flags %u, %s", sqlstate, (int)native, m.error_class,
                   (unsigned)m.flags, m.sqlstate);
}

ALK_TEST(sqlstate, of_odbc)
{
    means(ALK__ODBC_OTHER, "HYT00", 0, "", ALK_ERROR_TIMEOUT, 0, "57014");
    means(ALK__ODBC_OTHER, "HY008", 0, "", ALK_ERROR_OPERATIONAL, 0, "57014");
    means(ALK__ODBC_OTHER, "HY001", 0, "", ALK_ERROR_NO_MEMORY, 0, "53200");
    means(ALK__ODBC_OTHER, "HYC00", 0, "", ALK_ERROR_NOT_SUPPORTED, 0, "0A000");
    means(ALK__ODBC_OTHER, "IM002", 0, "", ALK_ERROR_ARGUMENT, 0, "IM002");
    means(ALK__ODBC_OTHER, "IM003", 0, "", ALK_ERROR_NO_PLUGIN, 0, "IM003");
    means(ALK__ODBC_OTHER, "42S02", 0, "", ALK_ERROR_PROGRAMMING, 0, "42P01");
    means(ALK__ODBC_OTHER, "S0022", 0, "", ALK_ERROR_PROGRAMMING, 0, "42703");
    means(ALK__ODBC_OTHER, "HY000", 0, "", ALK_ERROR_OPERATIONAL, 0, "HY000");
    means(ALK__ODBC_OTHER, "HY", 0, "", ALK_ERROR_OPERATIONAL, 0, "");
    means(ALK__ODBC_OTHER, "", 0, "", ALK_ERROR_OPERATIONAL, 0, "");
}

ALK_TEST(sqlstate, of_the_standard)
{
    means(ALK__ODBC_POSTGRESQL, "23505", 1, "", ALK_ERROR_INTEGRITY, 0, "23505");
    means(ALK__ODBC_MSSQL, "23000", 2627, "", ALK_ERROR_INTEGRITY, 0, "23000");
    means(ALK__ODBC_MSSQL, "40001", 1205, "", ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE, "40001");
    means(ALK__ODBC_OTHER, "22003", 0, "", ALK_ERROR_DATA, 0, "22003");
    means(ALK__ODBC_OTHER, "07009", 0, "", ALK_ERROR_PROGRAMMING, 0, "07009");
    means(ALK__ODBC_OTHER, "08S01", 0, "", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT, "08S01");
    means(ALK__ODBC_OTHER, "28000", 0, "", ALK_ERROR_OPERATIONAL, 0, "28000");
}

ALK_TEST(sqlstate, of_mysql)
{
    means(ALK__ODBC_MARIADB, "23000", 1062, "", ALK_ERROR_INTEGRITY, 0, "23505");
    means(ALK__ODBC_MYSQL, "42000", 1064, "", ALK_ERROR_PROGRAMMING, 0, "42601");
    means(ALK__ODBC_MARIADB, "HY018", 1317, "", ALK_ERROR_OPERATIONAL, 0, "57014");
    means(ALK__ODBC_MARIADB, "HY000", 2013, "", ALK_ERROR_OPERATIONAL, ALK_ERROR_DISCONNECT, "08006");
    means(ALK__ODBC_MARIADB, "HY010", 0, "", ALK_ERROR_INTERNAL, 0, "HY010");
    means(ALK__ODBC_MARIADB, "HYT00", 1205, "", ALK_ERROR_TIMEOUT, 0, "57014");
}

ALK_TEST(sqlstate, of_sqlite)
{
    means(ALK__ODBC_SQLITE, "HY000", 19, "UNIQUE constraint failed: t.a (19)", ALK_ERROR_INTEGRITY, 0, "23505");
    means(ALK__ODBC_SQLITE, "HY000", 19, "NOT NULL constraint failed: t.a", ALK_ERROR_INTEGRITY, 0, "23502");
    means(ALK__ODBC_SQLITE, "HY000", 1, "no such table: x (1)", ALK_ERROR_PROGRAMMING, 0, "42P01");
    means(ALK__ODBC_SQLITE, "HY000", 1, "near \"selekt\": syntax error (1)", ALK_ERROR_PROGRAMMING, 0, "42601");
    means(ALK__ODBC_SQLITE, "HY000", 5, "database is locked (5)", ALK_ERROR_OPERATIONAL, ALK_ERROR_RETRYABLE, "55P03");
    means(ALK__ODBC_SQLITE, "HY000", 9, "interrupted (9)", ALK_ERROR_OPERATIONAL, 0, "57014");
    means(ALK__ODBC_SQLITE, "HY000", -1, "only one SQL statement allowed", ALK_ERROR_PROGRAMMING, 0, "42601");
    means(ALK__ODBC_SQLITE, "HY000", -1, "something", ALK_ERROR_OPERATIONAL, 0, "");
}

ALK_TEST(sqlstate, transactions_that_are_gone)
{
    alk_check(alk__odbc_ends_transaction(ALK__ODBC_MARIADB, "40001", 1213) && !alk__odbc_ends_transaction(ALK__ODBC_MARIADB, "HY000", 1205));
    alk_check(alk__odbc_ends_transaction(ALK__ODBC_MSSQL, "40001", 1205) && alk__odbc_ends_transaction(ALK__ODBC_OTHER, "40001", 0));
    alk_check(!alk__odbc_ends_transaction(ALK__ODBC_POSTGRESQL, "40001", 0) && !alk__odbc_ends_transaction(ALK__ODBC_OTHER, "23000", 0));
}

static void cleans(uint32_t family, int64_t native, const char *message, const char *clean, const char *detail, const char *hint)
{
    char text[300];
    alk_sv more, advice;
    (void)snprintf(text, sizeof text, "%s", message);
    alk__odbc_clean_message(family, native, text, sizeof text, &more, &advice);
    alk_check_str(text, clean);
    alk_check_sv(more, detail);
    alk_check_sv(advice, hint);
}

ALK_TEST(sqlstate, messages)
{
    cleans(ALK__ODBC_OTHER, 0, "[unixODBC][Driver Manager]Data source name not found\n", "Data source name not found", "", "");
    cleans(ALK__ODBC_MSSQL, 2627, "[Microsoft][ODBC Driver 18 for SQL Server][SQL Server]Violation of a key", "Violation of a key", "", "");
    cleans(ALK__ODBC_POSTGRESQL, 1, "ERROR: duplicate key value;\nError while executing the query", "duplicate key value", "", "");
    cleans(ALK__ODBC_POSTGRESQL, 1, "ERROR: a;\nDETAIL: Key (i)=(1) exists.\nHINT: try;\nError while preparing parameters", "a", "Key (i)=(1) exists.", "try");
    cleans(ALK__ODBC_SQLITE, 19, "[SQLite]UNIQUE constraint failed: t.a (19)", "UNIQUE constraint failed: t.a", "", "");
    cleans(ALK__ODBC_SQLITE, -1, "[SQLite]not (a) number", "not (a) number", "", "");
    cleans(ALK__ODBC_MARIADB, 1062, "[ma-3.1.15][10.11.19-MariaDB]Duplicate entry 'secret' for key 'PRIMARY'", "Duplicate entry for key 'PRIMARY'", "", "");
    cleans(ALK__ODBC_OTHER, 0, "[no end", "[no end", "", "");
    cleans(ALK__ODBC_OTHER, 0, "", "", "", "");
}
