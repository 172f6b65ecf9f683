/* SPDX-License-Identifier: MIT
 * The settings of a session: those of the URL, and their return. Functions give SQLite's result codes. */
#ifndef ALK_LITE_PRAGMA_H
#define ALK_LITE_PRAGMA_H
#include "connect.h"
#include "options.h"

/* Runs SQL that returns nothing of interest. */
int alk__lite_exec(alk__lite_conn *conn, const char *sql);
/* The first column of the first row as an integer, or as text of at most size bytes. */
int alk__lite_ask_int(alk__lite_conn *conn, const char *sql, int64_t *out);
int alk__lite_ask_text(alk__lite_conn *conn, const char *sql, char *out, int size);
/* What the URL asks for, each setting checked to be in force. */
alk_rc alk__lite_apply(alk__lite_conn *conn, const alk__lite_settings *settings, alk_err *err);
/* Undoes what statements changed in the session. */
int alk__lite_restore(alk__lite_conn *conn);
#endif
