/* SPDX-License-Identifier: MIT
 * Connecting until a deadline. A driver may wait longer than it was told to, and has no socket yet that could be cut. */
#ifndef ALK_ODBC_OPENING_H
#define ALK_ODBC_OPENING_H
#include "connect.h"

/* Connects by the string, which it wipes and frees, in a thread of its own. *done is the driver's answer. False: there was none in time; the connection is that thread's
 * then, which closes it when the driver comes back. */
bool alk__odbc_open_until(alk__odbc_conn *conn, alk__odbc_given *string, int64_t until, SQLRETURN *done);
#endif
