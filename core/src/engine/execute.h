/* SPDX-License-Identifier: MIT
 * The one way in which a statement reaches the driver. */
#ifndef ALK_ENGINE_EXECUTE_H
#define ALK_ENGINE_EXECUTE_H
#include "engine/connection.h"
#include "sql/node.h"

typedef struct alk__execution {
    alk__prepared *prepared;           /* what runs; NULL: sql runs without preparing */
    bool borrowed;                     /* prepared goes back to the cache when the result is closed */
    alk_stmt *stmt;                    /* that it came from, or NULL */
    bool definition;                   /* DDL: it is not prepared, and may be empty */
    alk_sv sql;
    const alk_cell *values;            /* row-major */
    uint32_t n_values, n_rows;         /* of one row; rows */
    alk_execution_options options;
    alk__deadline deadline;
} alk__execution;

/* Runs it; the connection is ready (alk__conn_ready_to_execute). NULL on failure. A borrowed statement is given back in any case. */
alk_result *alk__execute(alk_conn *conn, alk__execution *execution);
/* The same for a statement that returns no rows: no result is made. */
int alk__execute_plain(alk_conn *conn, alk__execution *execution, int64_t *affected);
/* What an execution that goes another way tells of itself: the log before it, and the listeners after it. began: 0 when nobody listens. */
void alk__execution_echo(const alk_conn *conn, const alk__execution *execution);
int64_t alk__execution_began(const alk_conn *conn);
void alk__execution_tell(alk_conn *conn, const alk__execution *execution, int64_t began, int64_t affected);
/* Whether a node is a statement. */
int alk__check_statement(const alk_sql *statement);
/* A statement prepared, marked in use, and its compiled form with a reference for the caller (which may be there even on failure). keys: an INSERT is to tell the key that it
 * makes. */
int alk__statement_prepare(alk_conn *conn, const alk_sql *statement, const alk_execution_options *options, bool keys, alk__deadline deadline,
                           alk__prepared **prepared, alk__compiled **compiled);
/* Whether only a RETURNING of the library's own tells the key that an INSERT makes. */
bool alk__wants_returning(const alk_conn *conn, const alk__compiled *compiled);
/* Where the statement was written: for the error that there is (result NULL), or for those met while its rows are read. */
void alk__note_place(alk_result *result, const alk_sql *statement);
/* SQL as it may be sent; length SIZE_MAX: it ends with NUL. */
int alk__check_sql(const char *sql, size_t length, alk_sv *out);
/* The error of a statement with rows where none can be read. */
int alk__returns_rows(void);
/* Fewer or more values than the statement takes. */
int alk__wrong_count(uint32_t given, uint32_t taken);
#endif
