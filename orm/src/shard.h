/* SPDX-License-Identifier: MIT
 * Which of several databases an object, a key or a statement belongs to. Each shard of a model has a store of its own; the first is the home of all. */
#ifndef ALK_ORM_SHARD_H
#define ALK_ORM_SHARD_H
#include "session.h"

/* How the table's rows are spread; NULL: they are in one database. */
const alk__sharding *alk__sharding_of(const alk_session *session, const alk_sql *table);

/* ---- stores ---- */
/* The store of a shard; NULL: no memory. */
alk__store *alk__store_of_shard(alk__store *home, unsigned shard);
/* The store that has a model's objects of a bind's database; of one that is not sharded its only one. NULL with the error. */
alk__store *alk__store_in(alk_session *session, const alk__mapper *mapper, uint16_t bind);
/* The store that has what objects of the first are related to. NULL with the error: it cannot be told which shard that is. */
alk__store *alk__store_beside(const alk__store *store, const alk__mapper *mapper);
/* The same, where it is no failure that it cannot be told. */
alk__store *alk__store_known_beside(const alk__store *store, const alk__mapper *mapper);
/* Whether objects of the first may refer to those of the other. */
bool alk__is_beside(const alk__store *from, const alk__store *to);
/* Whether two objects may be related so; the error names both. */
int alk__check_beside(const alk__relation *r, const alk__entity *owner, const alk__entity *member);
/* The store for a new object like the given struct. owner: of what leads to it; NULL: none does. NULL with the error. */
alk__store *alk__store_for_new(alk_session *session, const alk_sql *table, const void *row, const alk__store *owner);
/* Objects of one database side by side, in their order; all are of one hierarchy. */
int alk__group_by_database(alk__entity **entities, size_t n, alk_arena *arena);
/* How many from the first on are of one. */
size_t alk__run_of_database(alk__entity *const *entities, size_t n);

/* ---- choosing ---- */
/* The stores that may have a row of the key, in the order in which they are asked; in the arena. shard: that one alone; -1: as the chooser says. */
int alk__stores_of_key(alk__store *home, const alk_value *key, size_t n_key, int shard, alk_arena *arena, alk__store ***stores, size_t *n);
/* The binds that a statement runs on. first: the table that it is of all for; NULL: whichever it names. *n is 0 where it is none of shards. */
int alk__binds_of_statement(alk_session *session, const alk_sql *statement, const alk_sql *first, alk_arena *arena, uint16_t **binds, size_t *n);
/* What cannot run on more than one shard. models: objects are read from its rows. */
int alk__check_many_shards(const alk_sql *statement, bool models);
#endif
