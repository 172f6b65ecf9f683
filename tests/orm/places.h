/* SPDX-License-Identifier: MIT
 * Where rows are: in one database, or in several that the session is over, as shards of some tables and by themselves of others. */
#ifndef ALK_TEST_ORM_PLACES_H
#define ALK_TEST_ORM_PLACES_H
#include "world.h"

enum { MOST_DATABASES = 3 };
struct state;

/* The payload of a table's choosers. Its shard 0 is in the database of that number, and so on in turn. */
typedef struct place {
    struct state *st;
    bool sharded;
    int first;                         /* of a table that is not sharded: its database */
} place;

typedef struct places {
    int n;                             /* databases; 1: of a session that has no shards */
    int own;                           /* that of the session's own engine */
    bool all;                          /* tables are sharded that nothing else is said of */
    bool by_key, by_query;             /* the chooser has these functions */
    bool looks_late;                   /* databases are compared at the ends of transactions alone, so that not all are met in each */
    bool two_phase;
    place of[N_TABLES], links;         /* by the table that has no base; links: player_skill */
    /* What the choosers answer, as databases. */
    int object, asked;                 /* NOTHING: it is not to be asked */
    int keys[MOST_DATABASES], n_keys;
    int queries[MOST_DATABASES], n_queries;
} places;

/* Where a statement on things of a table runs, in this order; part: of the statement, at its end. */
typedef struct reach {
    int n, databases[MOST_DATABASES];
    unsigned in;                       /* bits of them; 0: of a table that is not sharded */
    const alk_sql *part;
} reach;

/* How the program's tables are spread. */
void places_draw(struct state *st, uint64_t seed, int n, bool can_two_phase);
/* A session over all of them, with options that the program has drawn; plain: without. */
alk_session *places_open(struct state *st, bool plain);
bool is_sharded(const struct state *st, enum table_number t);
int shard_of(const struct state *st, enum table_number t, int database);
/* The database of an object of that session's. */
int database_of(const struct state *st, alk_session *session, enum table_number t, const void *object);
/* The connection of a database in the session's transaction. */
alk_conn *conn_of(struct state *st, int database);
/* A database for a new thing. */
int draw_database(struct state *st, enum table_number t);
/* Flags that find a row in its database. */
unsigned find_on(const struct state *st, enum table_number t, int database);
reach draw_reach(struct state *st, enum table_number t);
/* The part of a statement by which it runs in that database alone. */
const alk_sql *part_on(const struct state *st, enum table_number t, int database);
/* The chooser of keys answers as drawn: all databases, or some of them. */
void draw_keys(struct state *st, enum table_number t, bool all);
/* The thing with a key that is found by it, as the chooser answers now, or on that database alone (NOTHING: it is asked); NOTHING: none. reads: what the session has is read too. */
int thing_found(const struct state *st, enum table_number t, const cell_value *key, bool reads, int database);
/* The chooser answers so that the key of a thing finds it. False: it finds another one. */
bool aim_at(struct state *st, int i);
/* The choosers answer what they do where nothing is drawn. */
void places_reset(struct state *st);
#endif
