/* SPDX-License-Identifier: MIT
 * The state of a session that the plugin counts on: what it is asked for and set to after connecting, and brought back to. */
#ifndef ALK_MY_SESSION_H
#define ALK_MY_SESSION_H
#include "connect.h"

/* Asks what the server is like, and sets the session. */
alk_rc alk__my_session_begin(alk__my_conn *conn, alk_err *err);
alk_rc alk__my_reset(void *conn, int64_t deadline, alk_err *err);
/* The modes of SQL that the session is to have, from those that the server gave; NUL included in size. false: no room. */
bool alk__my_sql_mode(const char *given, char *out, size_t size);
/* Whether a statement may change the session for those that follow. */
bool alk__my_touches_session(alk_sv sql);
/* Runs a statement without parameters and rows by the text protocol, within the running wait; 0 or the client library's number. */
unsigned alk__my_run(alk__my_conn *conn, const char *sql);
#endif
