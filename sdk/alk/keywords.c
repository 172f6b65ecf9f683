/* SPDX-License-Identifier: MIT
 * Words that the shell completes: those of SQL that people type, and its own commands. */
#include "keywords.h"

#include <stddef.h>

const char *const SQL_KEYWORDS[] = {
    "ADD", "ALL", "ALTER", "ANALYZE", "AND", "AS", "ASC", "BEGIN", "BETWEEN", "BIGINT", "BLOB", "BOOLEAN", "BY", "CASCADE",
    "CASE", "CAST", "CHECK", "COALESCE", "COLLATE", "COLUMN", "COMMIT", "CONFLICT", "CONSTRAINT", "COUNT", "CREATE", "CROSS",
    "CURRENT_DATE", "CURRENT_TIMESTAMP", "DATABASE", "DATE", "DECIMAL", "DEFAULT", "DELETE", "DESC", "DISTINCT", "DROP",
    "ELSE", "END", "ESCAPE", "EXCEPT", "EXISTS", "EXPLAIN", "FALSE", "FETCH", "FILTER", "FOREIGN", "FROM", "FULL", "FUNCTION",
    "GRANT", "GROUP", "HAVING", "IF", "IN", "INDEX", "INNER", "INSERT", "INTEGER", "INTERSECT", "INTERVAL", "INTO", "IS",
    "JOIN", "KEY", "LEFT", "LIKE", "LIMIT", "NATURAL", "NOT", "NULL", "NUMERIC", "OFFSET", "ON", "OR", "ORDER", "OUTER",
    "OVER", "PARTITION", "PRAGMA", "PRIMARY", "PROCEDURE", "REFERENCES", "RENAME", "REPLACE", "RETURNING", "REVOKE", "RIGHT",
    "ROLLBACK", "ROW", "ROWS", "SAVEPOINT", "SCHEMA", "SELECT", "SET", "SHOW", "TABLE", "TEMPORARY", "TEXT", "THEN", "TIMESTAMP",
    "TO", "TRANSACTION", "TRIGGER", "TRUE", "TRUNCATE", "UNION", "UNIQUE", "UPDATE", "USING", "VACUUM", "VALUES", "VARCHAR",
    "VIEW", "WHEN", "WHERE", "WINDOW", "WITH", NULL,
};

const char *const SHELL_COMMANDS[] = {
    "\\?", "\\autocommit", "\\commit", "\\d", "\\format", "\\null", "\\q", "\\rollback", "\\timing", "\\x", NULL,
};
