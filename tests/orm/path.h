/* SPDX-License-Identifier: MIT
 * Paths along relationships, by which objects are loaded along. */
#ifndef ALK_TEST_ORM_PATH_H
#define ALK_TEST_ORM_PATH_H
#include "state.h"

enum { MOST_STEPS = 3 };

typedef struct path {
    const alk_sql *steps[MOST_STEPS + 1];          /* ended by &alk_end */
    int n;
    enum table_number to;              /* what it leads to */
} path;

/* A path from things of the table; of_variants: or from those of a variant of it alone. Without steps where the table has no relationships. */
path draw_path(state *st, enum table_number t, bool of_variants);
/* What it is called, in a static buffer. */
const char *path_words(const path *p);
/* Fails where anything on the way from the object is not loaded. */
void check_path(state *st, void *object, const path *p);
#endif
