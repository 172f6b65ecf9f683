/* SPDX-License-Identifier: MIT
 * What operations draw and ask of the model before they do anything. What the headers leave open is not done: they flush before. */
#ifndef ALK_TEST_ORM_DRAW_H
#define ALK_TEST_ORM_DRAW_H
#include "state.h"

/* A thing with an object that may be used; table N_TABLES: of any. NOTHING: there is none. */
int pick(state *st, enum table_number t);
int pick_written(state *st, enum table_number t);
/* The same, of one database. */
int pick_beside(state *st, enum table_number t, int database);
cell_value draw_value(state *st, const alk_column *column);
/* What alk_entity_find() takes for a column of a key; and the whole key that a thing has now, whose texts lie in v. */
alk_value key_value(enum table_number t, unsigned column, const cell_value *value);
void key_of(const state *st, int i, cell_value v[2], alk_value key[2]);
/* The text where it is scribbled over after the next flush. */
const char *lend(state *st, const char *text);
/* A column of a thing into its struct, or its object. */
void put(state *st, int i, unsigned column, void *row);
void put_pointer(void *row, const alk_sql *relationship, void *to);

/* Whether the place of one to one is taken. */
bool occupied(const state *st, int f, int p);
bool is_below(const state *st, int f, int i, int ancestor);
/* Whether anything leads to it; by_pending: anything that is not written. */
bool is_used(const state *st, int i, bool by_pending);
bool is_any_stale(const state *st, int i);
/* Whether a foreign key was set that is not loaded. What it was comes to be known by reading: whether the change is one is told by the flush before. */
bool is_any_unknown(const state *st);
#endif
