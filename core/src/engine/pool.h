/* SPDX-License-Identifier: MIT
 * The pool: lends links and takes them back. All kinds of pool are this one with other numbers: how many it keeps, how many there may be, whether a
 * link stays with its thread. Waiters are served in the order they came; what becomes free is handed to the first of them, so none is overtaken.
 * Nothing is called with the lock held: connecting, pinging and closing happen outside. */
#ifndef ALK_ENGINE_POOL_H
#define ALK_ENGINE_POOL_H
#include "base/thread.h"
#include "engine/link.h"

typedef struct alk__waiter alk__waiter;

typedef struct alk__pool {
    alk__mutex lock;
    alk__link *idle, *idle_last;       /* the first was returned last */
    alk__link *lent;
    alk__waiter *first_waiter, *last_waiter;
    int n_idle, n_lent, n_connecting, n_waiting;
    int keep;                          /* idle links kept */
    int limit;                         /* links that may exist at once */
    bool fifo, per_thread;
    bool closed;
    uint64_t epoch;                    /* links opened in an earlier one are closed when they are met; atomic */
    int64_t last_failure_at;           /* a connect failed, and none succeeded since; 0: no */
    char *last_failure;                /* its message */
    int64_t leaks_checked_at;
    uint64_t opened, closed_count, lendings, timeouts;
} alk__pool;

int alk__pool_init(alk__pool *pool, const alk_engine_options *options, uint32_t kind);
/* Closes the idle links and reports the lent ones in the log. */
void alk__pool_close(alk_engine *engine);
void alk__pool_destroy(alk__pool *pool);
typedef struct alk__borrower {
    uint64_t thread;
    const char *file;                  /* kept, not copied */
    int line;
} alk__borrower;
/* A link for a borrower; NULL on failure. *fresh: it was connected just now. */
alk__link *alk__pool_take(alk_engine *engine, const alk__borrower *borrower, bool *fresh);
/* Back to the pool, already reset, or broken. */
void alk__pool_give(alk_engine *engine, alk__link *link);
/* Takes a lent link out of the pool's count for good. */
void alk__pool_detach(alk_engine *engine, alk__link *link);
/* Every link opened until now is to be closed; idle ones are closed at once. */
void alk__pool_invalidate(alk_engine *engine);
/* In the child of a fork: the parent's links and borrowers are no longer of this pool. */
void alk__pool_forked(alk__pool *pool);
#endif
