/* SPDX-License-Identifier: MIT
 * A SELECT of a model's objects by keys, as loading makes it. Each has one shape, so that it is compiled once. */
#ifndef ALK_ORM_SELECT_H
#define ALK_ORM_SELECT_H
#include "rows.h"

enum { ALK__AT_ONCE = 500, ALK__AT_ONCE_COMPOSITE = 100 };                 /* keys in a statement */

/* A model's columns, then more parts. */
typedef struct alk__select {
    alk__view view;
    size_t n;
    const alk_sql *parts[];
} alk__select;

/* Room for where the columns are. */
uint32_t *alk__select_positions(alk_arena *arena, const alk__mapper *mapper);
/* alias NULL: the model's own table. wanted: bits of properties, NULL: all that is not deferred. NULL: no memory. */
alk__select *alk__select_begin(alk_arena *arena, const alk__mapper *mapper, const alk_sql *alias, uint32_t *positions, const uint64_t *wanted);
/* The other tables of the model, where its own is selected from. */
void alk__select_tables(alk__select *q);
void alk__select_criterion(alk_session *session, alk__select *q);
/* That of the relationship. */
void alk__select_order(alk__select *q, const alk__relation *r);
/* The columns have the values that the properties have in one of the objects: a condition, fresh. */
const alk_sql *alk__keys_in(alk_arena *arena, const alk_sql *const *columns, const alk__property *const *properties, unsigned n_columns, alk__entity *const *entities, size_t n);
/* Runs it; NULL with the error. */
alk_result *alk__select_run(alk_session *session, uint16_t bind, alk__select *q);
/* Runs it and puts its objects into the list. */
int alk__select_read(alk_session *session, alk__store *store, alk__select *q, uint32_t *positions, bool anew, alk__array *list, alk_arena *arena);
#endif
