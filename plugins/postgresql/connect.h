/* SPDX-License-Identifier: MIT
 * Connections: opening and closing them, and what is kept of each. */
#ifndef ALK_PG_CONNECT_H
#define ALK_PG_CONNECT_H
#include "host.h"
#include "options.h"
#include "types.h"
#include <libpq-fe.h>
#include <pthread.h>

struct alk__pg_stmt;
struct alk__pg_canceller;

enum {                                   /* session state that statements may have changed */
    ALK__PG_TOUCHED_SETTINGS = 1,        /* SET, set_config() */
    ALK__PG_TOUCHED_TEMP = 2,            /* temporary tables */
    ALK__PG_TOUCHED_LISTEN = 4,
    ALK__PG_TOUCHED_CURSORS = 8,         /* DECLARE … WITH HOLD */
    ALK__PG_TOUCHED_LOCKS = 16           /* advisory locks */
};
enum { ALK__PG_WARNINGS = 16 };          /* kept of one statement */

typedef struct alk__pg_conn {
    PGconn *pg;
    struct alk__pg_canceller *canceller;
    struct alk__pg_stmt *statements;     /* all that are open */
    struct alk__pg_stmt *streaming;      /* whose rows are still on the line */
    alk__pg_types types;
    pthread_mutex_t lock;                /* around the next three: see cancel.h */
    pthread_cond_t settled;
    bool running, cancelling, stray;
    bool lost;                           /* nothing more can be sent */
    bool late;                           /* the deadline passed; the server was asked to stop */
    bool alone;                          /* the server gave up waiting for its standbys: what was committed may be here only */
    bool prepares;                       /* statements get names on the server */
    bool changed_schema;                 /* in the running transaction */
    uint8_t fetch;                       /* ALK__PG_FETCH_… */
    uint8_t touched;                     /* ALK__PG_TOUCHED_… */
    int64_t deadline;                    /* of the running call; 0: none */
    alk_wait_fn wait;                    /* in place of poll(), or NULL */
    void *wait_payload;
    uint32_t epoch;                      /* prepared statements of another one are to be prepared anew */
    uint32_t token, last_name;           /* names of statements are made of both */
    uint32_t isolation;                  /* ALK_ISOLATION_… for transactions to come */
    uint32_t begun_with;                 /* of the running transaction */
    uint32_t transaction;                /* how many have begun or ended: see portal.h */
    uint32_t last_portal;                /* the names of the server's cursors are made of token and this */
    uint32_t done_in_transaction;        /* statements executed in it */
    uint32_t *dropped, n_dropped, dropped_room;      /* numbers of statements that the server still has */
    char *warnings[ALK__PG_WARNINGS];    /* of the last statement: five characters of SQLSTATE, then the text */
    uint32_t n_warnings, next_warning;
    struct alk__pg_copy *copy;           /* that runs, or NULL; see copy.c */
    struct alk__pg_stmt *questions[2];   /* about the table of an UPDATE and of a DELETE; NULL: not asked yet */
    char *plain_table;                   /* as the last INSERT that could be a COPY names it */
    uint32_t plain_epoch;                /* of the connection when that was found */
    PGnotify *message;                   /* the last that was told */
    PGresult *recovered;                 /* the names of prepared transactions, as they were asked for last */
    alk_sv *recovered_names;
    char version[100];
} alk__pg_conn;

alk_rc alk__pg_connect(const alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err);
alk_rc alk__pg_close(void *conn, alk_err *err);
void alk__pg_abandon(void *conn);
#endif
