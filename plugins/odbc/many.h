/* SPDX-License-Identifier: MIT
 * Many executions of one statement: as arrays of parameters where the driver takes them, else one by one. */
#ifndef ALK_ODBC_MANY_H
#define ALK_ODBC_MANY_H
#include "statement.h"

/* Stops at the first that fails, and says which that was where that can be known. */
alk_rc alk__odbc_execute_many(alk__odbc_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err);
#endif
