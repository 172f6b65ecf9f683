/* SPDX-License-Identifier: MIT
 * What only the texts of SQLite's messages tell: the kind of a general error, and the names in it. */
#ifndef ALK_LITE_ERRORS_TEXT_H
#define ALK_LITE_ERRORS_TEXT_H
#include "host.h"

/* Sets an error of code SQLITE_ERROR by its message; position: in characters from 1, or 0. Returns the class. */
alk_rc alk__lite_fail_by_text(int rc, const char *text, int position, alk_err *err);
/* Adds constraint, table and column of a constraint's message as far as it tells them. */
void alk__lite_constraint_details(sqlite3 *db, const char *text, alk_err *err);
/* Where in sql the last error is, in characters from 1; 0: not known. */
int alk__lite_error_position(sqlite3 *db, alk_sv sql);
#endif
