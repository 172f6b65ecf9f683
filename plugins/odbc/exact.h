/* SPDX-License-Identifier: MIT
 * sqliteodbc gives real numbers with 15 digits, where 17 tell a number from its neighbours. A query that has columns of such numbers is therefore sent within
 * another one that prints them in full: WITH alk(c1, c2) AS (query) SELECT c1, CASE typeof(c2) WHEN 'real' THEN quote(c2) ELSE c2 END FROM alk. */
#ifndef ALK_ODBC_EXACT_H
#define ALK_ODBC_EXACT_H
#include "statement.h"

/* Whether the columns of a prepared statement, which are known, have such numbers, and it is a query that can stand within another. */
bool alk__odbc_needs_exact(const alk__odbc_stmt *stmt);
/* The text with its length; NULL: no memory, with the error set. To be freed. */
char *alk__odbc_exact_sql(const alk__odbc_stmt *stmt, size_t *length, alk_err *err);
#endif
