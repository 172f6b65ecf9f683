/* SPDX-License-Identifier: MIT
 * Parameters: from cells to what SQLite stores. */
#ifndef ALK_LITE_BIND_H
#define ALK_LITE_BIND_H
#include "statement.h"

/* Binds one row of as many cells as the statement has parameters. keep: the cells' memory may go before the statement is reset, so text is
 * copied; else it is borrowed, and alk__lite_bind_forget() must follow while it is there. */
alk_rc alk__lite_bind(alk__lite_stmt *stmt, const alk_cell *cells, bool keep, alk_err *err);
void alk__lite_bind_forget(alk__lite_stmt *stmt);
#endif
