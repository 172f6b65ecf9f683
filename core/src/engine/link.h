/* SPDX-License-Identifier: MIT
 * A link: one live connection to a database, as the pool keeps it. All calls to a driver go through here or through the result; each is judged,
 * its error gets the statement, and a lost connection marks the link broken. The user's alk_conn borrows a link. */
#ifndef ALK_ENGINE_LINK_H
#define ALK_ENGINE_LINK_H
#include "base/clock.h"
#include "base/error.h"
#include "base/thread.h"
#include "engine/prepared.h"
#include "plugin/host.h"
#include "plugin/registry.h"
#include <alkahest/engine.h>
#include <assert.h>

#define ALK__LINK_TREES 64

typedef struct alk__link {
    struct alk__link *next, *prev;         /* in the pool's list of idle or of lent ones */
    alk_engine *engine;
    const alk__backend *backend;
    const alk_conn_ops *ops;
    void *handle;                          /* the driver's */
    uint64_t caps;
    uint64_t generation;                   /* of the process that opened it */
    uint64_t epoch;                        /* of the pool, when it began to connect */
    int64_t opened_at, idle_since, lent_at;
    uint64_t thread;                       /* that borrowed it last */
    const char *file;                      /* where */
    int line;
    alk_conn *borrower;                    /* NULL while it is idle; for listeners */
    bool broken;                           /* lost, or told to be closed */
    bool detached;                         /* no longer the pool's */
    bool leak_reported;
    int isolation;                         /* ALK_ISOLATION_… in force; never AUTOCOMMIT, which is the connection's business */
    alk__prepared_cache prepared;
    alk__compiled *trees[ALK__LINK_TREES]; /* compiled ones of its last statements, by their hash; the engine keeps them too, for all */
    struct alk_result *spare_results;      /* closed ones, to be used again */
    bool server_known;                     /* else the next three were not asked yet */
    uint32_t version;
    char product[64], version_text[192];
    void *data;                            /* the program's */
#if !defined(NDEBUG)
    bool busy;                             /* the driver executes or fetches. Atomic */
#endif
} alk__link;

/* Around the calls that take long: a debug build ends a program that uses one connection from two threads at once. */
#if defined(NDEBUG)
#define alk__link_busy(link) ((void)0)
#define alk__link_idle(link) ((void)0)
#else
static inline void alk__link_busy(alk__link *link)
{
    bool by_another_thread = __atomic_exchange_n(&link->busy, true, __ATOMIC_ACQ_REL);
    assert(!by_another_thread && "a connection belongs to one thread at a time");
    (void)by_another_thread;
}
static inline void alk__link_idle(alk__link *link)
{
    __atomic_store_n(&link->busy, false, __ATOMIC_RELEASE);
}
#endif

/* Connects. NULL on failure. */
alk__link *alk__link_open(alk_engine *engine, alk__deadline deadline);
/* Closes and frees; in a forked child it only abandons. Keeps the thread's error. */
void alk__link_close(alk__link *link);

/* Around a call to the driver:  alk_err err; alk__link_enter(link, &err); rc = ops->…(…, &err); return alk__link_leave(link, &err, rc, "slot", sql); */
static inline void alk__link_enter(const alk__link *link, alk_err *err)
{
    alk__err_begin(err, link->backend->name);
}
/* The judged status. On failure adds the SQL (p NULL: none) to the error, tells the listeners, and marks the link broken when the connection is lost. */
ALK__COLD int alk__link_failed(alk__link *link, alk_err *err, alk_rc rc, const char *slot, alk_sv sql);
static inline int alk__link_leave(alk__link *link, alk_err *err, alk_rc rc, const char *slot, alk_sv sql)
{
    return rc == ALK_OK ? ALK_OK : alk__link_failed(link, err, rc, slot, sql);
}

/* Opened by this process: a forked child calls nothing of its parent's links. */
bool alk__link_is_ours(const alk__link *link);
/* The level for transactions to come; asks the driver only when it changes. */
int alk__link_set_isolation(alk__link *link, int isolation, alk__deadline deadline);
int alk__link_ping(alk__link *link, alk__deadline deadline);
int alk__link_transaction(alk__link *link, uint32_t action, int isolation, const char *name, alk__deadline deadline);
/* The names of prepared transactions, the driver's; valid until its next call. */
int alk__link_recover(alk__link *link, alk__deadline deadline, const alk_sv **names, uint32_t *count);
/* The state after a return: nothing prepared is lost, the session is as after connecting. */
int alk__link_reset(alk__link *link, alk__deadline deadline);
int64_t alk__link_last_insert_id(alk__link *link);     /* 0: none */
int alk__link_server(alk__link *link);     /* fills what is known of it */

/* A prepared statement for raw text or the driver's SQL, marked in use; NULL on failure. */
alk__prepared *alk__link_prepare(alk__link *link, alk_sv key, uint64_t hash, bool driver_sql, alk__deadline deadline);
/* No longer in use; closed when the cache has no room for it. */
void alk__link_unprepare(alk__link *link, alk__prepared *entry);
#endif
