/* SPDX-License-Identifier: MIT
 * Connections: opening and closing them, and the database that an engine keeps while it lives. */
#ifndef ALK_LITE_CONNECT_H
#define ALK_LITE_CONNECT_H
#include "host.h"
#include <stdatomic.h>

struct alk__lite_stmt;

typedef struct alk__lite_conn {
    sqlite3 *db;
    struct alk__lite_stmt *statements;   /* all that are open */
    sqlite3_stmt *begin[3], *commit, *rollback;      /* prepared when first used */
    int64_t deadline;                    /* of the running call; 0: none */
    int64_t timeout;                     /* nanoseconds to wait for a lock */
    int64_t waiting_since;
    atomic_int cancelled;                /* asked for, and not yet forgotten: see guard.h */
    uint32_t open_cursors;
    bool watched;                        /* the progress handler is set */
    bool began;                          /* by transaction(), and not ended by it */
    bool rolled_back;                    /* by SQLite, because of an error, behind the caller's back */
    bool read_uncommitted;               /* what the PRAGMA stands at */
    bool memory;
    uint8_t touched;                     /* ALK__LITE_TOUCHED_…: session state that statements may have changed */
    uint8_t begin_kind;                  /* ALK__LITE_DEFERRED… */
    uint32_t isolation;                  /* ALK_ISOLATION_… for transactions to come */
    bool foreign_keys, read_only;        /* as the URL set them, like the next two */
    int64_t synchronous, cache_size;     /* as they stood after connecting */
    struct alk__lite_conn *abandoned;    /* the next of those left behind by a fork */
    char name[];                         /* the file, for messages; ends with NUL */
} alk__lite_conn;

alk_rc alk__lite_connect(const alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err);
alk_rc alk__lite_close(void *conn, alk_err *err);
void alk__lite_abandon(void *conn);
alk_rc alk__lite_database_open(const alk_driver *driver, const alk_connect_request *request, void **database, uint32_t *pool, alk_err *err);
void alk__lite_database_close(const alk_driver *driver, void *database);
#endif
