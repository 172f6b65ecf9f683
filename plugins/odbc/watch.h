/* SPDX-License-Identifier: MIT
 * What ends a running call before its time: its deadline, or a cancel from another thread. Both ask the driver first, by SQLCancel(), which ODBC allows from any thread
 * while a call on the statement runs, but for drivers that are not up to it: see kill.h. Where that does not help, as with a server that says nothing any more, the
 * line is cut, see line.h. Deadlines are kept by one thread for all connections; it lives as long as there are any, and a little longer. It never waits for a
 * driver: asking is done by a thread of its own each time, since that may take as long as the server is silent.
 *
 * A cancel is meant for what runs when it is called; one that finds nothing running does nothing. The end of a call waits for a cancel that is on its way,
 * so that it never meets a statement that is gone; one that takes too long is left what it works with. */
#ifndef ALK_ODBC_WATCH_H
#define ALK_ODBC_WATCH_H
#include "host.h"
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define ALK__ODBC_SECOND INT64_C(1000000000)

typedef struct alk__odbc_watch {
    struct alk__odbc_watch *next, **link;        /* of all that have a deadline */
    pthread_mutex_t lock;                /* of what follows up to `payload` */
    pthread_cond_t answered;             /* somebody who was asking has ended */
    bool listed;                         /* in that list: for the connection's own thread, as others change `link` */
    unsigned depth;                      /* calls that run within each other */
    SQLHSTMT running, outer;             /* what is cancelled: of the innermost call, and of the outermost; NULL: nothing can be */
    SQLHSTMT asked;                      /* which was running then */
    bool asking, good;                   /* a thread asks the driver; it did what it was asked for */
    bool left;                           /* that thread is to close the connection */
    pthread_t asker;                     /* that thread */
    bool unjoined;                       /* it has the answer, and ends */
    int line;                            /* a descriptor of the driver's socket; -1: not known */
    int64_t last;                        /* when the line is cut */
    bool (*end)(void *payload);          /* ends what runs in another way than SQLCancel(); NULL: that */
    void (*close)(void *payload);
    void *payload;
    bool in_hand;                        /* the thread of deadlines is at it: it stays in the list until that is done */
    int64_t due;                         /* when it is looked at, for the first time or again */
    atomic_bool late;                    /* the running call's deadline passed */
    atomic_bool cancelled;               /* somebody cancelled what runs */
    atomic_bool cut;                     /* the line is of no use any more */
} alk__odbc_watch;

int64_t alk__odbc_now(void);
struct timespec alk__odbc_time_of(int64_t nanoseconds);
/* One that waits by alk__odbc_now()'s clock. */
bool alk__odbc_condition_init(pthread_cond_t *condition);

bool alk__odbc_watch_init(alk__odbc_watch *watch, void (*close)(void *payload), void *payload);
void alk__odbc_watch_free(alk__odbc_watch *watch);
/* Around the calls of ODBC that may take long. stmt NULL: what runs cannot be cancelled, its line is cut at once. deadline 0: none. stop: true when the call was
 * cancelled, for whatever reason. Within another it is that one's deadline which counts. */
void alk__odbc_watch_start(alk__odbc_watch *watch, SQLHSTMT stmt, int64_t deadline);
bool alk__odbc_watch_stop(alk__odbc_watch *watch);
/* Cancels what runs; false: the driver refused. */
bool alk__odbc_watch_cancel(alk__odbc_watch *watch);
/* Whether somebody still asks the driver, so that no handle may be freed. */
bool alk__odbc_watch_is_busy(alk__odbc_watch *watch);
/* Before the connection is closed; true: who asks the driver will do that, by close(). */
bool alk__odbc_watch_leave(alk__odbc_watch *watch);
/* Nothing waits on the line from here on. */
void alk__odbc_watch_cut(alk__odbc_watch *watch);
#endif
