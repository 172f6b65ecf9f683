/* SPDX-License-Identifier: MIT
 * Structs of the program's own that lead to each other, and their things. */
#ifndef ALK_TEST_ORM_FAMILY_H
#define ALK_TEST_ORM_FAMILY_H
#include "state.h"

typedef union row {
    long long align;
    char bytes[400];
} row;

typedef struct family {
    row rows[8];
    int things[8];
    int n, database;
} family;

int new_thing(state *st, enum table_number t, int database);
/* A key that the program gives, and no row has. False: none was found. */
bool draw_key(state *st, int i);
/* A struct, and its thing; its parents are objects, rows by their keys, or structs too. given: a foreign key that is left open, or NOTHING. NOTHING: it cannot be made. */
int make(state *st, family *all, enum table_number t, int given);
/* A struct of a family is added, or merged, alone: which shard it goes to is told by what it leads to, or asked for. */
void expect_shard(state *st, const family *all);
/* It was asked for as often as it must be. */
void check_asked(state *st, const family *all);
/* Structs of parents have become objects in a state: they are found by the pointers of their children. */
void find_parents(state *st, int i, int as);
/* What cannot be made leaves no trace in the model. */
void take_back(state *st, int from);
#endif
