/* SPDX-License-Identifier: MIT
 * One program as it runs: the session, the model, and what is known of the session's objects. */
#ifndef ALK_TEST_ORM_STATE_H
#define ALK_TEST_ORM_STATE_H
#include "../support/random.h"
#include "places.h"
#include "second.h"
#include "world.h"
#include <setjmp.h>

enum { MOST_POINTS = 4, MOST_GONE = 128, MOST_KEPT = 8 };
enum { LATE = 2 };
enum dirt { CLEAN, BY_KEY, BY_POINTER, BY_CALL };      /* how a foreign key was changed since the last flush */

/* What a rollback goes back to. */
typedef struct snapshot {
    world w;
    void *at[THINGS];
    uint8_t stale[THINGS][N_FKS];
    bool lost[THINGS][N_FKS];
} snapshot;

/* A copy in the arena, whatever becomes of its object. */
typedef struct kept_copy {
    void *copy;
    enum table_number table;
    int database;
} kept_copy;

typedef struct state {
    alk_engine *engines[MOST_DATABASES];
    places places;
    alk_session *s, *other;            /* other: one that an operation has, to be closed where it fails */
    second second;                     /* which stays */
    alk_arena *arena;
    world now, flushed;                /* with what is not written yet, and without */
    void *at[THINGS];                  /* the session's object of a thing; NULL: it has none */
    uint8_t dirt[THINGS][N_FKS];
    uint8_t stale[THINGS][N_FKS];      /* of a parent: its side did not follow a change, as is documented; LATE: it does with the flush */
    bool lost[THINGS][N_FKS];          /* of a child: it leads to an object that was removed from the session */
    bool structural;                   /* more than columns was changed since the last flush */
    snapshot base, points[MOST_POINTS];
    int n_points;
    void *gone[MOST_GONE];             /* objects that left the session in this transaction */
    int n_gone;
    bool expunged[THINGS];             /* in this transaction: an object that was read after it may outlive the row */
    kept_copy kept[MOST_KEPT];
    int n_kept;
    char texts[8192];                  /* what texts point into until the next flush */
    size_t n_texts;
    alk_random random;
    bool tells, expires, listens;      /* expires: when it commits */
    bool no_autoflush;                 /* the session's option */
    uint8_t heard[ALK_N_SESSION_EVENTS][THINGS];   /* events since the last flush */
    char heard_wrong[200];             /* what a listener found */
    int refused;                       /* the kind of event that listeners refuse; 0: none */
    int changed_in_flush;              /* the thing whose column a listener changes when the next flush begins, or NOTHING */
    unsigned column_in_flush;
    char why[400];
    jmp_buf out;
} state;

/* The program fails: it does not come back. */
_Noreturn void fail(state *st, const char *format, ...) ALK_PRINTF(2, 3);
/* Tells what an operation does, when the program is shown. */
void tell(state *st, const char *format, ...) ALK_PRINTF(2, 3);
void must(state *st, int code, const char *what);
/* It failed with that class. */
void must_fail(state *st, int code, int expected, const char *what);
static inline int below(state *st, int n) { return (int)alk_random_below(&st->random, (uint64_t)n); }
static inline bool chance(state *st, int percent) { return below(st, 100) < percent; }
static inline bool is_written(const state *st, int i) { return i < st->flushed.n && st->flushed.things[i].exists; }
void take_snapshot(const state *st, snapshot *to);

/* ---- check.c ---- */
/* Registers objects that loading has brought. */
void discover(state *st);
/* Every object that is loaded is as the model says. */
void check_objects(state *st);
/* ---- rows.c ---- */
/* The rows, by plain SQL: in the session's transaction, or past it. */
void check_rows(state *st);
void check_all_rows(state *st);

/* ---- flushes.c ---- */
/* The flush that was just made is in the model too. */
void after_flush(state *st);
/* Whether a flush will work; if not, it is made, fails as it must, and the session is rolled back. */
bool can_flush(state *st);
/* Flushes; false: it failed as it must. */
bool flush_now(state *st);
void commit_now(state *st);
void roll_back(state *st);
void roll_back_to(state *st, int point);
void set_savepoint(state *st);
void release_savepoint(state *st, int point);
/* The object of a thing is in the session no more. */
void forget_object(state *st, int i);
/* An object whose collections did not follow is expired. */
bool freshen(state *st, int i);

/* ---- events.c ---- */
void listen_to_all(state *st);
/* What listeners were told of a flush is what it has written; unknown: things of which it is not known whether they were changed. st->flushed is as before it. */
void after_events(state *st, const bool *unknown);
/* Fails where a listener was told what it must not be told. */
void check_listeners(state *st);

/* ---- operations.c ---- */
/* A session that has nothing of what is there. */
void open_session(state *st);
unsigned draw_operation(alk_random *random);
void run_operation(state *st, unsigned kind);
#endif
