/* SPDX-License-Identifier: MIT
 * Waiting for the server. The client library asks wait_io() whenever its socket is not ready, so every call of it has an end: there the caller of
 * alk__my_wait_begin() is asked once what to do, and may give more time; else the library is told that the line timed out. Where the library's caller waits in another way
 * (interface "alk.async/1"), other connections may have waits of their own on this thread meanwhile.
 *
 * Over TLS the line is written to by OpenSSL, which a broken one answers with SIGPIPE: meanwhile this thread does not take that signal. */
#ifndef ALK_MY_WAIT_H
#define ALK_MY_WAIT_H
#include "host.h"
#include <signal.h>

#define ALK__MY_SECOND INT64_C(1000000000)

typedef struct alk__my_wait {
    int64_t until;                       /* nanoseconds of CLOCK_MONOTONIC; 0: for ever */
    int64_t (*late)(void *payload);      /* the time is over: a later one to wait until, or 0. NULL: 0 */
    void *payload;
    alk_wait_fn wait;                    /* in place of poll(), or NULL */
    void *wait_payload;
    bool over;                           /* it gave up */
    bool quiet;                          /* SIGPIPE is kept away, as TLS may be on the line */
    bool was_pending;
    sigset_t mask;
    struct alk__my_wait *outer;
} alk__my_wait;

int64_t alk__my_now(void);
/* For the calls that this thread makes until the end of it. */
void alk__my_wait_begin(alk__my_wait *wait);
void alk__my_wait_end(alk__my_wait *wait);
/* As MARIADB_OPT_IO_WAIT wants it. */
int alk__my_wait_io(my_socket socket, my_bool is_read, int milliseconds);
#endif
