/* SPDX-License-Identifier: MIT
 * What is known beforehand: of ODBC drivers, how their connection strings are written and what they do otherwise than ODBC says; of databases, what SQL
 * the driver itself must send. Whatever can be asked for at run time is not here. */
#ifndef ALK_ODBC_TRAITS_H
#define ALK_ODBC_TRAITS_H
#include "host.h"

/* What an ODBC driver does. */
enum {
    ALK__ODBC_NO_BRACES = 1,             /* it does not read {…} in connection strings */
    ALK__ODBC_HOST_AND_PORT = 2,         /* the port stands behind the host's name: host,port */
    ALK__ODBC_NARROW = 4,                /* its narrow text is UTF-8, and is all that it has or the better way */
    ALK__ODBC_REGET = 8,                 /* a value cut in a block of rows can be had whole from there; others say that, and give a wrong one */
    ALK__ODBC_TEXT_VALUES = 16,          /* any value may stand in a column of any type: it is read as text, and the declared type tells its meaning */
    ALK__ODBC_SHORT_REALS = 32,          /* it gives 15 digits of a real number: see exact.h */
    ALK__ODBC_COUNTS_TO_FAILURE = 64,    /* of many executions the number of those that were done tells which failed */
    ALK__ODBC_NO_RETURNING = 128,        /* rows of INSERT … RETURNING do not come */
    ALK__ODBC_ROWS_EACH = 256,           /* each of many executions has a result of its own, with its number of rows */
    ALK__ODBC_SEVERAL_STATEMENTS = 512,  /* it runs several in one text, which are refused beforehand */
    ALK__ODBC_NO_UNSIGNED = 1024,
    ALK__ODBC_BRACED_PASSWORD = 4096,    /* it takes them off a password alone */
    ALK__ODBC_BAD_CANCEL = 8192,         /* its SQLCancel() is not for another thread: see kill.h */
    ALK__ODBC_NARROW_VALUES = 32768,     /* the same of values alone: the text of statements and names are wide */
    ALK__ODBC_BAD_LENGTHS = 65536,       /* it takes bytes of wide text the wrong way round when it counts them: see bad_length() */
    ALK__ODBC_ONE_LENGTH = 16384,        /* of many executions it takes the first one's length of bytes for all */
    ALK__ODBC_BAD_CUTS = 2048            /* what it does with a value longer than a bound buffer reads beyond its own */
};

typedef struct alk__odbc_kind {
    const char *name;                    /* for messages */
    const char *parts;                   /* what the driver's name or file holds, in small letters, with bars between: "psqlodbc|postgresql" */
    const char *host, *port, *database, *user, *password;      /* keywords; NULL: it has none */
    const char *defaults;                /* keywords that are set where the URL says nothing of them */
    uint32_t traits;
} alk__odbc_kind;

/* By a driver's name or the name of its file; never NULL. */
const alk__odbc_kind *alk__odbc_kind_of(alk_sv driver);

enum {
    ALK__ODBC_OTHER = 0, ALK__ODBC_POSTGRESQL, ALK__ODBC_MYSQL, ALK__ODBC_MARIADB, ALK__ODBC_SQLITE, ALK__ODBC_MSSQL, ALK__ODBC_ORACLE
};

typedef struct alk__odbc_family {
    uint32_t id;                         /* ALK__ODBC_POSTGRESQL … */
    const char *part;                    /* what SQL_DBMS_NAME holds, in small letters */
    const char *dialect;                 /* NULL: none that is known */
    const char *product;                 /* NULL: as it calls itself */
    const char *const *session;          /* sent after connecting and after a reset; NULL ends the list */
    const char *const *clean;            /* what a reset sends before; NULL: nothing is known that would */
    const char *last_id;                 /* the key that the last INSERT generated; NULL: not to be had */
    const char *session_number, *kill;   /* asks for the session's number, and what ends its statement, with that behind it; NULL: not known */
    const char *own_port;                /* a query for the port of the client's side; NULL: not known */
    const char *version;                 /* a query for the server's version, where SQL_DBMS_VER tells another; NULL: that */
    uint32_t lexical;                    /* ALK_LEX_… */
    const char *release;                 /* how a savepoint is given up, set and gone back to; NULL: savepoints are not to be had that way */
    const char *savepoint, *rollback_to;
    const char *lock_wait;               /* where a cancel does not end the waiting for a lock: what limits it, with the milliseconds behind it; NULL: it does */
    bool refuses_nul;                    /* a text with a NUL would be cut at it */
} alk__odbc_family;

/* By SQL_DBMS_NAME; never NULL. */
const alk__odbc_family *alk__odbc_family_of(alk_sv dbms);
#endif
