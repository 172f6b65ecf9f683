/* SPDX-License-Identifier: MIT
 * Prepared statements. A statement is executed by one cursor at a time, so the cursor is part of it and costs no allocation.
 *
 * `prepare` asks the server nothing: the first execution, which has a deadline, prepares and describes the statement, in one round trip. It does so
 * again when tables were changed or the server has forgotten it. */
#ifndef ALK_PG_STATEMENT_H
#define ALK_PG_STATEMENT_H
#include "connect.h"
#include "convert.h"
#include "scratch.h"

enum {                                   /* where the cursor stands */
    ALK__PG_CLOSED = 0,
    ALK__PG_OPEN,
    ALK__PG_AT_END,
    ALK__PG_FAILED
};

/* A value in the binary form into a member. A fault: not by this way. */
typedef alk__pg_fault alk__pg_store(const char *bytes, size_t length, char *member, alk__pg_memory *memory);
typedef struct alk__pg_each alk__pg_each;

typedef struct alk__pg_stmt {
    alk__pg_conn *conn;
    struct alk__pg_stmt *next, **link;   /* of the connection's list; link points at what points here */
    char *sql;                           /* ends with NUL */
    size_t length;
    uint32_t nparams, ncols;
    uint32_t epoch;                      /* of the connection when it was described; 0: never */
    uint32_t number;                     /* the last part of its name on the server; 0: it has none there */
    char name[32];                       /* the whole of it */
    uint8_t touches;                     /* ALK__PG_TOUCHED_…, by its text */
    bool owned_by_cursor;                /* of execute_direct: closed with the cursor */
    bool owned;                          /* of another one, which closes it: see each.c */
    bool once;                           /* it never gets a name on the server */
    bool typed;                          /* the types of its parameters are those of values */
    bool binary;                         /* results come in the binary form */
    alk__pg_type *params;
    alk__pg_oid *param_oids;
    alk__pg_type *columns;
    PGresult *description;               /* where the columns' names are */
    alk_column_desc *descriptions;       /* NULL until asked for */

    /* parameters of the running execution */
    alk__pg_scratch scratch;
    const char **values;
    int *lengths, *formats;

    /* the cursor */
    PGresult *rows;                      /* those at hand */
    int at, count;                       /* the next of them, and how many they are */
    uint8_t state;
    bool streaming;                      /* more are on the line */
    int64_t deadline;
    int64_t affected;
    size_t bytes;                        /* seen of this result, to know how large it was */
    size_t usual;                        /* of the result before; SIZE_MAX: not known */

    /* where it is read through a cursor of the server: see portal.h */
    uint32_t batch;                      /* rows of one FETCH; 0: it is not */
    uint32_t portal;                     /* the last part of that cursor's name; 0: it is closed */
    uint32_t transaction;                /* of the connection, in which it was declared */
    int64_t patience;                    /* nanoseconds for one batch; 0: no limit */

    alk__pg_each *each;                  /* for many executions at once; NULL: not asked for */
    alk__pg_store **stores;              /* of fetch_into, for the plan; 0: none */
    uint64_t plan;
} alk__pg_stmt;

alk_rc alk__pg_prepare(void *conn, alk_sv sql, uint32_t flags, int64_t deadline, void **stmt, alk_err *err);
alk_rc alk__pg_stmt_params(void *conn, void *stmt, uint32_t *count, alk_err *err);
alk_rc alk__pg_stmt_columns(void *conn, void *stmt, const alk_column_desc **columns, uint32_t *count, uint32_t *stride, alk_err *err);
void alk__pg_stmt_close(void *conn, void *stmt);
alk_rc alk__pg_execute(void *conn, void *stmt, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);
alk_rc alk__pg_execute_direct(void *conn, alk_sv sql, const alk_request *request, void **cursor, int64_t *affected, alk_err *err);

/* Prepares and describes it, unless that still holds. cells: the values to come, or NULL; their kinds tell types where the server finds none. */
alk_rc alk__pg_make_ready(alk__pg_stmt *stmt, const alk_cell *cells, int64_t deadline, alk_err *err);
/* Puts on the line that it is prepared with the types in param_oids; nothing is asked about it. It has its name then, which a failure takes from it with the epoch. */
bool alk__pg_send_prepare(alk__pg_stmt *stmt);
/* Puts one execution on the line: the parameters are bound. */
alk_rc alk__pg_send(alk__pg_stmt *stmt, alk_err *err);
/* Rows that a finished command changed; -1: it is not of that kind. */
int64_t alk__pg_changes(const PGresult *result);
/* Ends pipeline mode when all its results are taken. */
alk_rc alk__pg_end_pipeline(alk__pg_conn *conn, alk_err *err);
/* Whether an error says that the statement has to be prepared anew, and whether that may be done now. */
bool alk__pg_is_stale(const PGresult *result);
alk_rc alk__pg_renew(alk__pg_stmt *stmt, const alk_cell *cells, const PGresult *result, int64_t deadline, alk_err *err);
#endif
