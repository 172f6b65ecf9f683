/* SPDX-License-Identifier: MIT
 * Results: where a cursor stands, and the ways it ends. A cursor is its statement, see statement.h. */
#ifndef ALK_ODBC_CURSOR_H
#define ALK_ODBC_CURSOR_H
#include "statement.h"

extern const alk_cursor_ops alk__odbc_cursor_ops;

/* After an execution that returns rows. */
alk_rc alk__odbc_open_rows(alk__odbc_stmt *stmt, const alk_request *request, alk_err *err);
/* No more rows: ALK_END, or what failed behind them. */
alk_rc alk__odbc_at_end(alk__odbc_stmt *stmt, alk_err *err);
/* Ends a cursor, wherever it stands, and leaves it in `state`. */
void alk__odbc_end_rows(alk__odbc_stmt *stmt, uint8_t state);
#endif
