/* SPDX-License-Identifier: MIT
 * Keys of objects that are written: those that functions of the program make, those of others that they refer to, and what refers to theirs. */
#ifndef ALK_ORM_KEYS_H
#define ALK_ORM_KEYS_H
#include "unit.h"

/* Gives a new object what its key lacks and functions of the program's make. */
int alk__key_begin(alk__entity *e);
/* Puts the keys of parents into the object; those of links without one first: another owner may have the child by now. */
int alk__keys_apply(const alk__work *work, bool later);
/* Objects that refer to what has another key now get it: told by their own relationships, or by the owner's. */
int alk__keys_follow(alk_session *session, const alk__entity *owner);
#endif
