/* SPDX-License-Identifier: MIT
 * The connection as the program sees it: a borrowed link, the state of its transaction, and the results and statements that are open on it.
 * A closed handle is not freed at once but kept for a while by its engine, so that using it again is told instead of crashing. */
#ifndef ALK_ENGINE_CONNECTION_H
#define ALK_ENGINE_CONNECTION_H
#include "base/error.h"
#include "base/thread.h"
#include "base/vector.h"
#include "engine/engine.h"
#include <alkahest/connection.h>
#include <alkahest/statement.h>

#define ALK__CONN_OPEN 0x414c4b43u
#define ALK__CONN_CLOSED 0x636b6c61u
#define ALK__SAVEPOINT_SIZE 64
#define ALK__XID_SIZE 65

struct alk_conn {
    uint32_t magic;
    alk_engine *engine;
    alk__link *link;                   /* NULL: dropped; the next statement borrows another */
    bool in_transaction;
    bool lost;                         /* the link broke inside a transaction: nothing goes on before a rollback */
    bool undone;                       /* the database rolled the transaction back by itself: likewise */
    bool autocommit;
    bool copying;                      /* between the begin and the end of a COPY */
    bool prepared;                     /* the first phase of its commit is done: see twophase.c */
    char xid[ALK__XID_SIZE];           /* of the transaction; empty: it has one phase */
    int isolation;
    alk__vector savepoints;            /* of char[ALK__SAVEPOINT_SIZE] */
    unsigned made_up_names;
    alk_execution_options options;     /* the engine's, narrowed by the connection's own */
    char *token;                       /* its copy */
    alk_result *results;               /* open ones */
    alk_stmt *stmts;
    alk_arena *messages;               /* where the last notification is; NULL: none came */
    struct alk_task *task;             /* that uses it now */
    alk__mutex cancel_lock;            /* guards link against a canceller */
    uint64_t generation;               /* of the process whose lock that is */
    alk__saved_error *warning;
    const char *file;
    int line;
    alk_conn *next_closed;
};

/* ALK_OK unless it is NULL or closed. */
int alk__conn_check(const alk_conn *conn);
/* ALK_OK when the connection can be used: open, not lost, not a parent's; borrows a link when it has none. */
int alk__conn_ready(alk_conn *conn);
/* ALK_OK unless a task has the connection and somebody else calls, or a COPY runs. */
int alk__conn_refuse_others(const alk_conn *conn);
/* What follows it where something is executed: makes room, and begins a transaction when none is open and autocommit is off. */
int alk__conn_ready_to_execute(alk_conn *conn, alk__deadline deadline);
/* A driver that can have one result at a time: what is open moves into memory before anything else is sent. A result that cannot is closed with its own
 * failure, which is no failure of the caller's. The connection is ready. */
int alk__conn_make_room(alk_conn *conn);
/* Whether a transaction is open or was lost: as the driver knows it, so that one begun or ended by a statement's own text counts too. */
bool alk__conn_in_transaction(const alk_conn *conn);
/* Begins a transaction, with two phases where it has a name (else NULL). The connection is ready. */
int alk__conn_open_transaction(alk_conn *conn, const char *xid, alk__deadline deadline);
/* What ends or marks a transaction may take as long as a statement. */
alk__deadline alk__conn_deadline(const alk_conn *conn);
/* No transaction is open, lost or undone any more. */
void alk__conn_forget_transaction(alk_conn *conn);
/* The second phase of a prepared transaction. */
int alk__conn_end_prepared(alk_conn *conn, bool commit);
/* A connection is given back with a prepared transaction: it stays as it is at the server, and the link is not lent again. */
void alk__conn_leave_prepared(alk_conn *conn);
/* After a failed call: when the link broke, the transaction is lost; when the database ended it, what follows must not run outside of it. Returns
 * code. */
int alk__conn_after(alk_conn *conn, int code);
/* What options come to: call > statement > connection > engine; the first two may be NULL. */
alk_execution_options alk__conn_options(const alk_conn *conn, const alk_execution_options *statement, const alk_execution_options *call);
void alk__conn_free_closed(alk_engine *engine);
/* Ends open results: what they have not read is lost, and told so. */
void alk__conn_end_results(alk_conn *conn, const char *why);
#endif
