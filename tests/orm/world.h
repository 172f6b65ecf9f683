/* SPDX-License-Identifier: MIT
 * The model: what the rows must be. It knows things by number, not by key, and of foreign keys which thing they lead to. */
#ifndef ALK_TEST_ORM_WORLD_H
#define ALK_TEST_ORM_WORLD_H
#include "models.h"

enum { THINGS = 48, NOTHING = -1 };

typedef struct cell_value {
    bool null;
    int64_t n;
    char text[24];
} cell_value;

typedef struct thing {
    enum table_number table;
    int database;
    bool exists, doomed;               /* doomed: the next flush deletes it */
    bool unknown;                      /* a foreign key was set that was not loaded: it is written, whatever it was */
    int ref[N_FKS];                    /* by foreign key: a thing, or NOTHING */
    cell_value column[MOST_COLUMNS];   /* all but foreign keys; keys of rows that are not written yet are not known */
} thing;

typedef struct world {
    int n;
    thing things[THINGS];
    bool linked[THINGS][THINGS];       /* player, skill */
} world;

bool is_text(const alk_column *column);
bool is_fk_column(enum table_number t, unsigned column);
bool value_equal(const alk_column *column, const cell_value *a, const cell_value *b);
/* A member of a struct, and back. */
cell_value value_get(const alk_column *column, const void *row);
void value_put(const alk_column *column, void *row, const cell_value *value, const char *text);
/* What a column of a thing must be: of a foreign key the parent's key. */
cell_value world_value(const world *w, int i, unsigned column);
/* The thing of a database with a key, or with the key that lies in a struct; NOTHING: there is none. */
int world_find(const world *w, enum table_number t, int database, const cell_value *key);
int world_at_row(const world *w, enum table_number t, int database, const void *row);
bool thing_differs(const thing *a, const thing *b);
/* What a flush makes of the world: 0, or the class of the error with which it fails. before: as it was after the flush before. */
int world_flush(world *w, const world *before);
#endif
