/* SPDX-License-Identifier: MIT
 * A session's transaction in several databases that all commit, or none. */
#ifndef ALK_ORM_TWOPHASE_H
#define ALK_ORM_TWOPHASE_H
#include "session.h"

/* Begins the transaction of a bind, under a name of the session's. */
int alk__twophase_begin(alk_session *session, uint16_t bind, alk_conn *conn);
/* Whether two phases are asked for, and more than one database has a transaction. */
bool alk__twophase_is_wanted(const alk_session *session);
/* After the flush. ALK_OK, or with ALK_ERROR_OUTCOME_UNKNOWN: it was decided to commit; any other failure: all are rolled back, and the session has failed. */
int alk__twophase_commit(alk_session *session);
#endif
