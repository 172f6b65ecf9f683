/* SPDX-License-Identifier: MIT
 * Two-phase commit by the server's XA statements. The session knows one such transaction at a time, in one of three states; all else that the session does
 * between XA END and the end of the transaction is refused by the server. */
#ifndef ALK_MY_TWOPHASE_H
#define ALK_MY_TWOPHASE_H
#include "connect.h"

enum { ALK__MY_XA_NONE = 0, ALK__MY_XA_ACTIVE = 1, ALK__MY_XA_PREPARED = 2 };     /* of alk__my_conn.xa */

/* Within enter and start, as the commands of transaction.c. */
alk_rc alk__my_xa_start(alk__my_conn *conn, alk_sv name, alk_err *err);
/* Ends the active one without its first phase. */
alk_rc alk__my_xa_commit(alk__my_conn *conn, alk_err *err);
alk_rc alk__my_xa_rollback(alk__my_conn *conn, alk_err *err);
alk_rc alk__my_xa_prepare(alk__my_conn *conn, alk_err *err);
alk_rc alk__my_xa_end_prepared(alk__my_conn *conn, bool commit, alk_sv name, alk_err *err);

alk_rc alk__my_recover(void *conn, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err);
void alk__my_recovered_free(alk__my_conn *conn);
#endif
