/* SPDX-License-Identifier: MIT
 * Objects as they come into a session. */
#ifndef ALK_ORM_ENTITY_H
#define ALK_ORM_ENTITY_H
#include "session.h"

/* A pending object that is a copy of the program's struct, and with it those that its relationships lead to. owner: the store of what leads to it; NULL: none does. NULL with the error. */
alk__entity *alk__entity_adopt(alk_session *session, const alk_sql *table, const void *row, const struct alk__store *owner);
/* The same, and the other sides of what it leads to lead back. */
alk__entity *alk__entity_add(alk_session *session, const alk_sql *table, const void *row, const struct alk__store *owner);
/* Forgets a pending object, and those that it would have taken along. */
int alk__drop_pending(alk_session *session, alk__entity *e);
/* The struct of the object of a key, as alk_entity_find() gives it. owner: the store of what it is related to, whose shard it is in; NULL: the chooser tells. */
void *alk__entity_find(alk_session *session, const alk_sql *table, const alk_value *key, size_t n, unsigned flags, const struct alk__store *owner);
/* Whether the object has changes that are not written. */
bool alk__entity_differs(const alk__entity *e);
/* The other side of what leads from owner to member leads back, where it has a member of its own. */
int alk__join_back(const alk__relation *r, alk__entity *owner, alk__entity *member);
/* Takes the object out of what its relationships lead to, where that leads back. */
int alk__part_back(alk__entity *e);
/* The struct's collection became another as a whole: the other sides of those that left it and of those that are in it follow. */
int alk__follow_collection(const alk__relation *r, alk__entity *e, const alk__many *before);
/* The object that a to-one relationship's key in a row leads to, if the session has it. */
alk__entity *alk__find_target(const alk__entity *e, const alk__relation *r, const char *row);
#endif
