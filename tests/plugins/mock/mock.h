/* SPDX-License-Identifier: MIT
 * A database that does as it is told: dialect "mock", with the drivers "mock" (every optional slot) and "bare" (none of them). Tests speak to it in three
 * ways: options of the URL, the text of statements, and the table below, which the dialect's and the connection's query("mock/1") give.
 *
 * OPTIONS
 *   connect=ok|fail|refuse|hang      fail: an operational error; refuse: the same without retry; hang: until the deadline, or connect_delay
 *   connect_delay=SECONDS  connect_fail_first=N   the first N connections of the process (since reset) fail
 *   ping_fail_after=N      the ping after N good ones finds the connection lost
 *   disconnect_after=N     the execution after N good ones finds the connection lost
 *   close_delay=SECONDS    reset=ok|fail   commit=ok|fail|unknown     rollback=ok|fail
 *   batch=N                at most N rows a fetch      caps=NUMBER    instead of the usual ones
 *   pool=default|queue|static|null|thread          what database_open asks for
 *                          with ALK_CAP_SERVER_CURSORS, what cursor_rows asks for is done
 *   version=N              server version                token=TEXT   a secret that does nothing
 *
 * STATEMENTS (the first word decides; every ? takes a parameter)
 *   rows N TYPE[?][,TYPE…] [fail AT CLASS [words]] [delay SECONDS]
 *                          N rows of made-up values; "?" makes every second one NULL. Columns are c1, c2… Types by name: null bool int uint real
 *                          decimal text blob date time timestamp timestamptz interval uuid json array
 *   row [TYPE:VALUE|null]… [; …]     these rows: "row int:1 text:abc null ; int:2 text:d real:2.5"
 *   echo ? ? …             its parameters as one row, of the types they came with
 *   INSERT INTO t (a, b) VALUES (?, ?), (?, ?) RETURNING …
 *                          the rows as they were sent, the last first, in columns of these names
 *   UPDATE …, DELETE …     one row changed by each execution; many go at once (arrays_begin, arrays_execute) but for a table "one_by_one", and where "refused" stands in it not even
 *                          when they were begun to
 *   affected N [id M]      changes N rows; M is the last generated key
 *   fail CLASS [+disconnect|+retryable|+unknown] [word…]
 *                          an error: "fail integrity unique users.name" also names constraint kind, table and column
 *   sleep SECONDS          until then, the deadline, or a cancel
 *   disconnect             the connection is lost
 *   warn TEXT              a warning; may be repeated
 *   set NAME VALUE, get NAME         settings of the session, which reset clears
 *   next CALL fail CLASS [+flags]    the next call of that name on this connection fails: next commit fail operational +unknown
 *   select 1               one row with an integer 1
 *   begin, commit and the like as statements are refused: the transaction slots are for that
 * Anything else is a syntax error at position 1. */
#ifndef ALK_TEST_MOCK_H
#define ALK_TEST_MOCK_H
#include <stddef.h>
#include <stdint.h>

/* Calls by name: connect close abandon prepare stmt_close execute execute_direct fetch cursor_close begin commit rollback savepoint release rollback_to
 * arrays_begin arrays_execute ping reset cancel set_isolation last_insert_id warning server database_open database_close shutdown. */
typedef struct mock_api {
    uint32_t size, reserved;
    void (*reset)(void);                                 /* counters, log, plans, the server up again */
    uint64_t (*count)(const char *call);                 /* how often it was called; "violation": rules broken by the caller */
    size_t (*log)(char *out, size_t size);               /* all calls, one a line: `1 execute "echo ?" (int 5)`; the length that it needs */
    uint32_t (*live)(const char *kind);                  /* "connection", "statement", "cursor", "database" */
    /* The nth call of that name from now (1: the next), on any connection, fails so or takes so long. */
    void (*fail)(const char *call, uint32_t nth, int32_t error_class, uint32_t flags);
    void (*delay)(const char *call, uint32_t nth, double seconds);
    void (*server)(int up);                              /* down: connections are lost, new ones fail */
    void (*cut)(void);                                   /* connections that are open now are lost */
} mock_api;
#endif
