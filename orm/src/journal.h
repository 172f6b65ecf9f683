/* SPDX-License-Identifier: MIT
 * Going back: what objects were before each flush of the transaction, so that rolling back, also to a savepoint, gives them the state that they had. */
#ifndef ALK_ORM_JOURNAL_H
#define ALK_ORM_JOURNAL_H
#include "session.h"

/* Notes what an object is, before the flush changes it. */
int alk__journal_note(alk_session *session, alk__entity *e);
/* Undoes what was noted from `from` on, and what was changed without being written. Objects read since level `level` count as unknown. */
void alk__journal_undo(alk_session *session, size_t from, uint8_t level);
/* The transaction has ended: nothing is undone any more. */
void alk__journal_forget(alk_session *session);
/* Everything of the object but its key counts as unknown; its collections as not loaded. */
void alk__entity_expire(alk__entity *e);
/* The struct is what the image says. What is to be deleted stays so. */
void alk__entity_revert(alk__entity *e);
/* Whether columns of it count as unknown that are not loaded on request only. */
bool alk__entity_is_expired(const alk__entity *e);
#endif
