/* SPDX-License-Identifier: MIT
 * The state of a session that the plugin counts on: what it is set to after connecting, and brought back to. */
#ifndef ALK_ODBC_SESSION_H
#define ALK_ODBC_SESSION_H
#include "connect.h"

/* Sets the session, and asks for the version where only a query tells it. */
alk_rc alk__odbc_session_begin(alk__odbc_conn *conn, alk_err *err);
alk_rc alk__odbc_reset(void *conn, int64_t deadline, alk_err *err);
/* Whether a statement may change the session for those that follow. */
bool alk__odbc_touches_session(alk_sv sql);
/* Runs a statement without parameters; of its rows the first value is written as text, NUL included in size, where out is not NULL. */
alk_rc alk__odbc_run(alk__odbc_conn *conn, const char *sql, int64_t deadline, char *out, size_t size, alk_err *err);
/* A lock is waited for no longer than the deadline is away. */
alk_rc alk__odbc_limit_waiting(alk__odbc_conn *conn, int64_t deadline, alk_err *err);
/* "10.11.6" as 101106; what is no number ends it. */
uint32_t alk__odbc_read_version(const char *text);
#endif
