/* SPDX-License-Identifier: MIT
 * Queries of a session: which columns of a statement are whole objects, what is loaded along, and the reader that turns rows into objects. */
#ifndef ALK_ORM_QUERY_H
#define ALK_ORM_QUERY_H
#include "load.h"

enum { ALK__STEPS = 16 };              /* of a path */

/* An object in each row. */
typedef struct alk__entry {
    const alk_sql *from;               /* the table or the alias; kept where it is the query's own */
    alk__view *view;                   /* NULL: of a statement in other words */
    alk__store *store;
    uint32_t *positions;
    const alk__relation *relation;     /* how it was joined to the object of another entry; NULL: the program's own */
    size_t parent;
    int how;                           /* ALK__VIEW_…: how its table came into the statement */
    bool is_ours;                      /* joined by us */
    bool ready;
    alk__rows rows;
} alk__entry;

/* What is loaded along. */
typedef struct alk__loading {
    unsigned code;
    const alk__relation *steps[ALK__STEPS];
    size_t n;
    const alk_sql *keys;               /* ALK_LOAD_SUBQUERY: the query again, of the keys alone, kept; NULL: keys are named */
} alk__loading;

/* A statement taken apart, and the one that runs in its place. */
typedef struct alk__query {
    alk_session *session;
    alk_arena *arena;
    const alk_sql *statement;          /* what runs; fresh */
    alk__entry *entries;
    size_t n_entries, room;
    alk__loading *loadings;
    size_t n_loadings;
    uint32_t n_columns;
    unsigned partition;                /* objects at a time; 0: all */
    bool anew, untracked, unfiltered, streamed;
    bool has_joined;                   /* rows are not objects one by one */
    bool is_whole;                     /* all rows of one table: nothing is filtered, joined or limited */
    const alk_sql *wrapped;            /* the subquery that limits rows before others are joined, kept; NULL: none */
} alk__query;

/* Takes a SELECT apart; statement stays the caller's. */
int alk__query_take_apart(alk__query *query, const alk_sql *statement);
#endif
