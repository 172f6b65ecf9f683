/* SPDX-License-Identifier: MIT
 * What the programs on trouble share: a backend says how its server is started and what its SQL is; the cases that lines and servers of any kind have are then the same
 * for all. Each case ends in time, with the right class and flags.
 *
 *     alk_trouble_NAME tests/servers/NAME [case…]
 *
 * The cases of lines need the server whose URL is in the backend's variable; those that kill one start their own, where it is installed. */
#ifndef TROUBLE_TROUBLE_H
#define TROUBLE_TROUBLE_H
#include "proxy.h"
#include <alkahest/alkahest.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* A line through the proxy, and a connection over it. */
typedef struct place {
    proxy proxy;
    alk_engine *engine;
    alk_conn *conn;
} place;

typedef struct line_case {
    const char *name;
    int (*run)(place *l);
} line_case;

typedef struct plain_case {
    const char *name;
    int (*run)(void);
} plain_case;

typedef struct backend {
    const char *variable;              /* of the environment: the URL of the server that stays alive */
    const char *scheme;                /* what the URLs begin with that the script prints */
    const char *installed;             /* a command that finds the server's program */
    const char *odbc;                  /* the ODBC driver that it is reached by, as a URL has it; NULL: none, but the server's own */
    bool crashes;                      /* that driver ends the program where a description of columns ends in its middle */
    const char *rows;                  /* a query of a million rows */
    const char *some_rows;             /* one of ten thousand, since MariaDB gathers all rows before a cursor gives the first */
    const char *endless;               /* one of so many that nobody sees the last */
    const char *sleep;                 /* one that takes twenty seconds */
    const char *lock;                  /* a statement that lets no other session prepare one on the table trouble_p */
    /* What another session runs before, and after, a row is inserted into trouble_s, to keep the commit of that from ending; up to NULL. */
    const char *slow_before[4], *slow_after[4];
    const line_case *lines;            /* its own cases of lines, and of servers that are played; up to one without a name */
    const plain_case *played;
} backend;
extern const backend trouble_backend;
extern const line_case trouble_lines[], trouble_halves[], trouble_native[];     /* the last where rows are read from the line, and a URL can have several hosts */
extern const plain_case trouble_killed[];

extern _Thread_local char trouble_why[600];
#define FAIL(...) return (void)snprintf(trouble_why, sizeof trouble_why, __VA_ARGS__), 1
#define CHECK(condition) \
    if (!(condition)) \
    FAIL("line %d: %s does not hold (last error: %d, flags %u, %s)", __LINE__, #condition, alk_last_error()->code, alk_last_error()->flags, alk_last_error()->message)

/* Runs a case's rounds 0 to n - 1, some at a time, as each does little but wait; one that failed says why. */
int trouble_rounds(int n, int (*run)(int round, void *payload), void *payload);
/* Seconds after which what fell silent in its middle is late; a busy machine comes to the middle in less. */
#define TROUBLE_SOME_TIME 2.0
double trouble_now(void);
void trouble_nap(double seconds);
/* Whether the last error is of this class and has at least these flags. */
int trouble_failed_with(int class, unsigned flags);
/* Runs a statement and reads its rows; timeout 0: none of its own. */
int trouble_run(alk_conn *conn, const char *sql, double timeout);
/* Of a query some rows come, and then the line swallows everything: the deadline ends that. By a cursor of so many rows at a time; 0: of its own. */
int trouble_silent_rows(proxy *line, alk_conn *conn, const char *rows, int cursor_rows);
/* A URL with a port in place of its own, and options behind it. */
int trouble_url_at(const char *url, int port, const char *options, char *out, size_t size);
/* The same with two hosts; an option begins with "?" or "&". */
int trouble_url_of_two(const char *url, int first, int second, const char *options, char *out, size_t size);
int trouble_port_of(const char *url);
/* Of the server that stays alive. */
const char *trouble_base_url(void);

/* The server of one's own, for the cases that kill it: start, stop, kill, again. */
int trouble_server(const char *command);
const char *trouble_own_url(void);
#endif
