/* SPDX-License-Identifier: MIT
 * Ending a statement by a second session, for drivers whose SQLCancel() from another thread does harm: MariaDB's gives up a lock then that it does not hold. */
#ifndef ALK_ODBC_KILL_H
#define ALK_ODBC_KILL_H
#include "connect.h"

/* Keeps what such a session needs, and has the watch use it. */
alk_rc alk__odbc_kill_prepare(alk__odbc_conn *conn, const alk__odbc_settings *settings, alk_err *err);
void alk__odbc_kill_free(alk__odbc_conn *conn);
#endif
