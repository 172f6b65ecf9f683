/* SPDX-License-Identifier: MIT
 * What another session has changed between two transactions of the program's, whose objects are as they were. */
#ifndef ALK_TEST_ORM_TURNS_H
#define ALK_TEST_ORM_TURNS_H
#include "state.h"

enum { MOST_CHANGED = 3 };

typedef struct turn {
    int n, things[MOST_CHANGED];
    unsigned columns[MOST_CHANGED];
} turn;

/* Another session may have its turn: nothing is unwritten, nothing begun. False: that was not to be had. */
bool can_take_turns(state *st);
/* A thing that has a row; NOTHING: there is none. */
int draw_row(state *st);
bool is_changed(const turn *t, int i);
/* Whether the other's flush of that column would pass by what the program's listeners do. */
bool is_listened_to(const state *st, int i);
/* The model has taken it over. The program's session writes what it has of it as it was, which fails where there is a version, and reads it anew. */
void catch_up(state *st, const turn *t);

/* ---- second.c ---- */
held_object *draw_held(state *st);
/* The row that has its key now, be it of another thing; NOTHING: it is gone. */
int row_of(const state *st, const held_object *h);
void drop_held(state *st, held_object *h);

/* ---- second_writes.c ---- */
void second_changes(state *st, turn *t);
/* What nothing leads to. */
void second_deletes(state *st, int *gone);
/* The program's session has an object of it still. */
void lose_row(state *st, int i);
#endif
