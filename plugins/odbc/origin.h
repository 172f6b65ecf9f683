/* SPDX-License-Identifier: MIT
 * What psqlodbc calls "unknown": JSON, arrays, and every type that it has no number for. PostgreSQL's catalog knows the type of a column of a table. */
#ifndef ALK_ODBC_ORIGIN_H
#define ALK_ODBC_ORIGIN_H
#include "statement.h"

/* Asks for the types of those columns of the statement that come from a table. Not to learn one is no failure: it is text then. */
alk_rc alk__odbc_ask_origins(alk__odbc_stmt *stmt, alk_err *err);
#endif
