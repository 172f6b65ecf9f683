/* SPDX-License-Identifier: MIT
 * Events of sessions: functions that are called when objects are written, read, or a transaction ends. */
#ifndef ALKAHEST_SESSION_EVENT_H
#define ALKAHEST_SESSION_EVENT_H
#include <alkahest/session.h>
ALK_BEGIN_DECLS

enum {
    ALK_SESSION_BEFORE_FLUSH = 1,      /* may add, change and delete objects; may fail it */
    ALK_SESSION_AFTER_FLUSH,
    ALK_SESSION_BEFORE_INSERT,         /* of one object, whose columns may still be changed; may fail it */
    ALK_SESSION_BEFORE_UPDATE,
    ALK_SESSION_BEFORE_DELETE,
    ALK_SESSION_AFTER_INSERT,          /* its row is written */
    ALK_SESSION_AFTER_UPDATE,
    ALK_SESSION_AFTER_DELETE,
    ALK_SESSION_LOADED,                /* an object was read for the first time */
    ALK_SESSION_REFRESHED,             /* it was read anew */
    ALK_SESSION_BEFORE_COMMIT,         /* before the flush; may fail it */
    ALK_SESSION_AFTER_COMMIT,
    ALK_SESSION_AFTER_ROLLBACK,
    ALK_SESSION_BEFORE_EXECUTE,        /* a statement of alk_session_execute(): the listener may put another in its place; may fail it */
    ALK_SESSION_PREPARED,              /* two_phase: all databases, more than one, have prepared: the decision to commit alk_session_xid() may be written down; may fail it */
    ALK_N_SESSION_EVENTS
};

typedef struct alk_session_event {
    size_t struct_size;
    int kind;                          /* ALK_SESSION_… */
    alk_session *session;
    void *entity;                      /* of one object; NULL else */
    const alk_sql *table;              /* its model's */
    const alk_sql *statement;          /* BEFORE_EXECUTE: what runs; a fresh one put here is consumed by running it */
} alk_session_event;

/* ALK_OK; anything else fails what is about to happen, where the event says that it may, with the error that the listener left, or ALK_ERROR_INTERFACE. A listener may add, change
 * and delete the session's objects; it may not flush, query, commit or roll back. In an event of one object it may change that object, and not call the session at all. */
typedef int (*alk_session_listener_fn)(alk_session_event *event, void *payload);

/* Calls fn for events of that kind in this session, in the order in which they were given. Since 1.0. */
ALK_API int alk_session_listen(alk_session *session, int kind, alk_session_listener_fn fn, void *payload);

/* A condition that every statement of this session puts on a table, wherever it selects from it, in subqueries too, loads along, or changes its rows, such as "not deleted" or "of this
 * tenant": condition is called with the table or its alias, and gives an expression over alk_at(from, column); NULL: none this time. alk_find() goes by it too. A condition on a model
 * holds for its variants. One for each table; condition NULL takes it away. alk_unfiltered() in a statement leaves them out. Raw SQL and MERGE are not filtered. Since 1.0. */
typedef alk_sql *(*alk_criterion_fn)(const alk_sql *from, void *payload);
ALK_API int alk_session_criterion(alk_session *session, const alk_sql *table, alk_criterion_fn condition, void *payload);

/* The rows of this table are in another engine's database: a session over several. The engine must live as long as the session. How their transactions end: see
 * alk_session_commit(). Before the first use of the table. For rows of one table in several databases see <alkahest/shard.h>. Since 1.0. */
ALK_API int alk_session_bind(alk_session *session, const alk_sql *table, alk_engine *engine);

ALK_END_DECLS
#endif
