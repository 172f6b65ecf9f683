/* SPDX-License-Identifier: MIT
 * The unit of work: what was added, changed and deleted becomes statements. */
#ifndef ALK_ORM_FLUSH_H
#define ALK_ORM_FLUSH_H
#include "session.h"

/* Writes what there is to be written. On failure the session has failed, unless nothing was sent yet for lack of memory. */
int alk__flush(alk_session *session);
/* The same before a query: unless the session does not want it, or is flushing. */
int alk__autoflush(alk_session *session);
#endif
