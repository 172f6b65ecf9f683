/* SPDX-License-Identifier: MIT
 * Which owner a child that was read belongs to, and giving owners what was read for them. */
#ifndef ALK_ORM_ATTACH_H
#define ALK_ORM_ATTACH_H
#include "load.h"

/* Whether two children have one owner. */
bool alk__refers_alike(const alk__relation *r, const char *a, const char *b);
/* The owner, among n of them, whose columns that the relationship goes by have the values of the key, a struct of the owner's; NULL: none. */
alk__entity *alk__owner_by(const alk__relation *r, alk__store *owners, alk__entity *const *list, size_t n, const char *key);
/* The one that a child belongs to. key: room for a struct of the owner's. */
alk__entity *alk__owner_of(const alk__relation *r, alk__store *owners, alk__entity *const *list, size_t n, const alk__entity *child, char *key);
#endif
