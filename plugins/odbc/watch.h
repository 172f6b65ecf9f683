/* SPDX-License-Identifier: MIT
 * What ends a running statement before its time: its deadline, or a cancel from another thread. Both are SQLCancel(), which ODBC allows from any thread while a
 * call on the statement runs, but for drivers that are not up to it: see kill.h. Deadlines are kept by one thread for all connections; it lives as long as there are any, and a little longer.
 *
 * A cancel is meant for what runs when it is called; one that finds nothing running does nothing. The end of a call waits for a cancel that is on its way,
 * so that it never meets a statement that is gone. */
#ifndef ALK_ODBC_WATCH_H
#define ALK_ODBC_WATCH_H
#include "host.h"
#include <pthread.h>
#include <stdatomic.h>

#define ALK__ODBC_SECOND INT64_C(1000000000)

typedef struct alk__odbc_watch {
    struct alk__odbc_watch *next, **link;        /* of all that have a deadline; link NULL: not in the list */
    pthread_mutex_t lock;                /* held while a cancel is on its way, and around the next */
    SQLHSTMT running;                    /* NULL: nothing */
    bool (*end)(void *payload);          /* ends what runs in another way than SQLCancel(); NULL: that */
    void *payload;
    bool in_hand;                        /* the thread of deadlines is at it: it stays in the list until that is done */
    int64_t due;                         /* when it is cancelled, for the first time or again */
    atomic_bool late;                    /* the running call's deadline passed */
    atomic_bool cancelled;               /* somebody cancelled what runs */
} alk__odbc_watch;

int64_t alk__odbc_now(void);

bool alk__odbc_watch_init(alk__odbc_watch *watch);
void alk__odbc_watch_free(alk__odbc_watch *watch);
/* Around the calls of ODBC that may take long. deadline 0: none. stop: true when the call was cancelled, for whatever reason. */
void alk__odbc_watch_start(alk__odbc_watch *watch, SQLHSTMT stmt, int64_t deadline);
bool alk__odbc_watch_stop(alk__odbc_watch *watch);
/* Cancels what runs; false: the driver refused. */
bool alk__odbc_watch_cancel(alk__odbc_watch *watch);
#endif
