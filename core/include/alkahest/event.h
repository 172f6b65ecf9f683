/* SPDX-License-Identifier: MIT
 * Events: functions that are called when something happens in an engine, its pool or its connections. */
#ifndef ALKAHEST_EVENT_H
#define ALKAHEST_EVENT_H
#include <alkahest/connection.h>
#include <alkahest/error.h>
ALK_BEGIN_DECLS

enum {
    ALK_EVENT_CONNECT = 1,         /* a database connection was opened; may fail it */
    ALK_EVENT_FIRST_CONNECT,       /* the engine's first */
    ALK_EVENT_CHECKOUT,            /* lent to a borrower; a failure discards it and another is opened */
    ALK_EVENT_CHECKIN,             /* returned, after its reset */
    ALK_EVENT_RESET,               /* about to be reset */
    ALK_EVENT_INVALIDATE,          /* found broken, or dropped by a call */
    ALK_EVENT_CLOSE,               /* about to be closed */
    ALK_EVENT_BEGIN,               /* a transaction began */
    ALK_EVENT_COMMIT,              /* about to commit; may fail it */
    ALK_EVENT_ROLLBACK,            /* about to roll back */
    ALK_EVENT_SAVEPOINT, ALK_EVENT_RELEASE, ALK_EVENT_ROLLBACK_TO,
    ALK_EVENT_BEFORE_EXECUTE,      /* may put another text in *sql, or fail it */
    ALK_EVENT_AFTER_EXECUTE,
    ALK_EVENT_ERROR,               /* a call to the database failed; the listener may change the flags */
    ALK_EVENT_BEFORE_CREATE,       /* of alk_create_all(): a table is about to be created; may fail it. First with no table: all of the call */
    ALK_EVENT_AFTER_CREATE,        /* the table is there with its indexes and comments; last with no table: all of the call are */
    ALK_EVENT_BEFORE_DROP,         /* the same of alk_drop_all() */
    ALK_EVENT_AFTER_DROP,
    ALK_EVENT_PREPARE_COMMIT,      /* about to prepare a transaction, by its name; may fail it */
    ALK_N_EVENTS
};

typedef struct alk_event {
    size_t struct_size;
    int kind;                      /* ALK_EVENT_… */
    alk_engine *engine;
    alk_conn *conn;                /* NULL where there is no borrower */
    const char *name;              /* of the savepoint, or of the transaction with two phases */
    alk_sv sql;                    /* the statement; BEFORE_EXECUTE may replace it by a view that lives until the execution ends */
    const alk_value *values;       /* its parameters: the first row of several; none where many went by COPY */
    size_t n_values, n_rows;
    int64_t affected;              /* AFTER_EXECUTE; -1: not known, or it returns rows */
    double seconds;                /* AFTER_EXECUTE: how long the execution took, without the reading */
    const alk_error *error;        /* ERROR */
    unsigned error_flags;          /* ERROR: as in *error; what the listener leaves here holds */
    const alk_sql *table;          /* CREATE, DROP; NULL: all of the call */
} alk_event;

/* ALK_OK; anything else fails what is about to happen, where the event says that it may, with ALK_ERROR_INTERFACE or the error that the listener's own failing call
 * left. A listener may run statements on the event's connection only in CONNECT, FIRST_CONNECT, CHECKOUT, and those of CREATE and DROP. */
typedef int (*alk_listener_fn)(alk_event *event, void *payload);

enum { ALK_LISTEN_ONCE = 1, ALK_LISTEN_FIRST = 2 };    /* taken away after the first call; called before those already there */

/* Calls fn for events of that kind, of one engine or (NULL) of every engine. Returns a number for alk_unlisten(), or 0 on failure. Any thread. Since 1.0. */
ALK_API uint64_t alk_listen(alk_engine *engine, int kind, alk_listener_fn fn, void *payload, unsigned flags);
/* Takes a listener away; false when it is not there. It may still be running in another thread when this returns. Since 1.0. */
ALK_API bool alk_unlisten(alk_engine *engine, uint64_t listener);

ALK_END_DECLS
#endif
