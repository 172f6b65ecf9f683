/* SPDX-License-Identifier: MIT
 * Loading what objects are related to, and what is not known of them, for many objects at once. */
#ifndef ALK_ORM_LOAD_H
#define ALK_ORM_LOAD_H
#include "rows.h"
#include "unit.h"

/* Loads a relationship of objects of its owner, those that have it not loaded, by as few statements as it takes. */
int alk__load_relation(alk_session *session, const alk__relation *r, alk__entity *const *entities, size_t n);
/* The same along a path; what the path leads to at the end is loaded. whole: the objects are all rows of their table, so that what refers to them is all that there is: it is read
 * without naming their keys. keys: a query of the keys of objects among which these are, in place of naming them in the first step, where that goes by a key of one column that the
 * target has; NULL: there is none. */
int alk__load_path(alk_session *session, alk__entity *const *entities, size_t n, const alk__relation *const *path, size_t length, bool whole, const alk_sql *keys);
/* Whether a path may go from the one to the other. */
int alk__check_step(const alk__relation *from, const alk__relation *to);
/* Reads objects of one hierarchy anew, or with anew false what is not known of them. Those whose row is gone leave the session; *gone counts them. columns: bits of properties, NULL: those
 * that are not deferred. */
int alk__load_columns(alk_session *session, alk__entity *const *entities, size_t n, bool anew, const uint64_t *columns, size_t *gone);
/* Loads columns that are named, of objects of one model. */
int alk__load_named(alk_session *session, alk__entity *const *entities, size_t n, const alk_sql *const *columns, alk_arena *arena);
/* Reads what the database made of objects that the unit has updated. */
int alk__load_made(alk__unit *unit, alk__store *store);
/* The owner of a child by a relationship, deleted in this transaction; NULL: its owner is not. */
const alk__entity *alk__deleted_owner(const alk__store *owners, const alk__relation *r, const alk__entity *child);
/* Gives a relationship its objects: children in the order of the pairs. The owners that none leads to have none. */
typedef struct alk__pair {
    alk__entity *owner, *child;
} alk__pair;
int alk__attach(alk_session *session, const alk__relation *r, alk__entity *const *owners, size_t n_owners, const alk__pair *pairs, size_t n_pairs);
/* The condition that two FROMs of a relationship's tables are joined by; through: of the table between, where there is one. */
const alk_sql *alk__relation_condition(const alk__relation *r, const alk__view *from, const alk_sql *through, const alk__view *to);
/* The session's criterion on a model's objects, with what tells them from others in their table; NULL: there is none. Fresh. */
const alk_sql *alk__criterion(alk_session *session, const alk__view *view);
#endif
