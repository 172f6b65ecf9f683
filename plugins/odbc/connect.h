/* SPDX-License-Identifier: MIT
 * Connections: opening and closing them. */
#ifndef ALK_ODBC_CONNECT_H
#define ALK_ODBC_CONNECT_H
#include "options.h"
#include "watch.h"
#include <pthread.h>

struct alk__odbc_stmt;

enum { ALK__ODBC_NAME_MAX = 128, ALK__ODBC_SESSION_MAX = 24 };

/* A text for ODBC, which is to be freed by alk__odbc_given_free(). */
typedef struct alk__odbc_given {
    SQLWCHAR *wide;                      /* NULL: narrow */
    const char *narrow;                  /* borrowed */
    SQLINTEGER length;                   /* in units */
} alk__odbc_given;

typedef struct alk__odbc_conn {
    SQLHENV environment;
    SQLHDBC handle;
    const alk__odbc_kind *kind;
    const alk__odbc_family *family;
    uint32_t traits;                     /* the kind's, and what was asked for */
    bool wide;                           /* text goes as UTF-16 */
    bool wide_values;                    /* the same of values */
    bool lost;
    bool may_cancel, has_levels;         /* what the driver has */
    bool has_arrays, has_blocks;         /* until it is found that it has not */
    bool one_result;                     /* one open result at a time */
    bool began;                          /* by transaction() */
    void *recovered;                     /* the names of prepared ones that the program was given last, and views of them */
    alk_sv *recovered_names;
    bool failed;                         /* the transaction can only be rolled back */
    bool touched;                        /* session state that statements may have changed */
    uint32_t epoch;                      /* counts definitions: a statement of an older one is prepared anew */
    int32_t lock_wait;                   /* milliseconds that the session stands at; 0: not set */
    bool inserted;                       /* since last_id was asked for */
    uint32_t extensions;                 /* SQL_GD_…: where a value may be had from */
    uint32_t levels;                     /* SQL_TXN_…: those that there are */
    uint32_t isolation, level;           /* ALK_ISOLATION_…: asked for, and what the handle stands at; DEFAULT: as connected */
    uint32_t first_level;                /* SQL_TXN_…: after connecting; 0: not told */
    int64_t last_id;
    uint32_t version;                    /* major * 10000 + minor * 100 + patch */
    char product[ALK__ODBC_NAME_MAX], version_text[ALK__ODBC_NAME_MAX];
    struct alk__odbc_stmt *statements;   /* all that are open */
    struct alk__odbc_stmt *reading;      /* whose rows are not read to their end, where one result is all that may be open */
    alk__odbc_settings *settings;
    alk__odbc_given second;              /* the connection string of a session that ends statements of this one, see kill.h, like the next */
    char session[ALK__ODBC_SESSION_MAX];
    alk__odbc_watch watch;               /* of the running call: deadline, and who cancels it */
} alk__odbc_conn;

alk_rc alk__odbc_connect(const alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err);
alk_rc alk__odbc_close(void *conn, alk_err *err);
void alk__odbc_abandon(void *conn);
/* The name of the dialect of what the URL leads to, as interface "alk.detect/1" asks for it. */
alk_rc alk__odbc_detect(const alk_driver *driver, const alk_connect_request *request, const char **dialect, alk_err *err);
/* Whether the connection may be talked to; ALK_OK, or what to return instead. */
alk_rc alk__odbc_ready(alk__odbc_conn *conn, alk_err *err);
#endif
