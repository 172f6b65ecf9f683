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
    int n;
} family;

int new_thing(state *st, enum table_number t);
/* A key that the program gives, and no row has. False: none was found. */
bool draw_key(state *st, int i);
/* A struct, and its thing; its parents are objects, rows by their keys, or structs too. given: a foreign key that is left open, or NOTHING. NOTHING: it cannot be made. */
int make(state *st, family *all, enum table_number t, int given);
/* Structs of parents have become objects: they are found by the pointers of their children. */
void find_parents(state *st, int i);
/* What cannot be made leaves no trace in the model. */
void take_back(state *st, int from);
#endif
