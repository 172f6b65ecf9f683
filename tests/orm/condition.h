/* SPDX-License-Identifier: MIT
 * Conditions on things, as SQL and in the model. */
#ifndef ALK_TEST_ORM_CONDITION_H
#define ALK_TEST_ORM_CONDITION_H
#include "state.h"

enum condition_kind {
    ALWAYS,
    COLUMN_IS,                         /* a value */
    COLUMN_IS_NULL,
    PARENT_HAS,                        /* it leads to one whose column has the value */
    CHILD_HAS,                         /* one that leads to it has the value */
    HAS_NO_CHILD
};

typedef struct condition {
    enum condition_kind kind;
    enum table_number table;           /* of the things that it is on */
    int f;                             /* of PARENT_HAS, CHILD_HAS, HAS_NO_CHILD */
    unsigned column;                   /* of the thing, its parent or its child */
    cell_value value;
    unsigned in;                       /* bits of databases; 0: of any */
} condition;

/* A condition on things of the table; in_table: whose columns are in the table of that name alone, for a statement that changes rows of it. */
condition draw_condition(state *st, enum table_number t, const alk_sql *in_table);
/* A fresh expression, whose texts live as long as the condition. */
alk_sql *condition_sql(const condition *c);
bool condition_holds(const world *w, const condition *c, int i);
#endif
