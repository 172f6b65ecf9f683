/* SPDX-License-Identifier: MIT
 * The settings of a session: what the driver needs to be in force, what statements changed, and the way back. */
#ifndef ALK_PG_SESSION_H
#define ALK_PG_SESSION_H
#include "connect.h"

/* After connecting: checks and sets what the driver relies on. */
alk_rc alk__pg_session_begin(alk__pg_conn *conn, int64_t deadline, alk_err *err);
/* Whether '…' has backslashes as escapes. */
bool alk__pg_has_backslashes(const alk__pg_conn *conn);
/* What a statement's text says that it may change: ALK__PG_TOUCHED_…. */
uint8_t alk__pg_touched_by(const char *sql);
/* What the tag of a finished command says of the session: settings touched, tables changed, statements forgotten. */
void alk__pg_note_command(alk__pg_conn *conn, const PGresult *result);
/* All statements are to be prepared anew. */
void alk__pg_forget_names(alk__pg_conn *conn);
alk_rc alk__pg_reset(void *conn, int64_t deadline, alk_err *err);
#endif
