/* SPDX-License-Identifier: MIT
 * How a statement is executed. An engine, a connection, a statement and a call may each have such options. */
#ifndef ALKAHEST_OPTIONS_H
#define ALKAHEST_OPTIONS_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

/* A schema's name that stands for another one: { "tenant", "customer_17" }; from NULL: tables without a schema. */
typedef struct alk_schema_map {
    const char *from, *to;
} alk_schema_map;

/* Execution options; zero means: as the wider one says (call > statement > connection > engine). */
typedef struct alk_execution_options {
    size_t struct_size;
    double timeout;                /* seconds that a statement and the reading of its rows may take, and the commit, the rollback or
                                    * the savepoint of a connection with this option; negative: no limit */
    int buffered;                  /* 1: the whole result in memory at once; -1: streamed; 0: as the wider one says, streamed at last */
    int unprepared;                /* 1: run without preparing; -1: prepare */
    size_t batch;                  /* rows in one execution when many are sent; 0: as the driver does best */
    const char *token;             /* a word for the log, copied where it is kept */
    const alk_schema_map *schemas; /* for built statements: one compiled statement serves every tenant. Not copied: it must live as long as what it is given to */
    size_t n_schemas;
    int cursor_rows;               /* > 0: read through a cursor of the server, so many rows at a time, see below; negative: not; 0: as the wider one says, not at last */
} alk_execution_options;

/* Reading through a cursor of the server (.cursor_rows, since 1.0; SQLAlchemy's stream_results with yield_per, psycopg's named cursors with itersize). The result
 * asks for its rows in batches: memory holds one, and between two of them other statements run on the same connection, while several such results are open. Rows,
 * types and errors are those of any result, and so is the function that reads them. Where the driver does this the connection has ALK_CAP_SERVER_CURSORS; elsewhere,
 * and for a statement that is no query, the result is streamed as without the option.
 *  - A cursor lives in a transaction: with autocommit and none begun the execution is ALK_ERROR_INTERFACE (25P01). Commit, rollback and rollback to a savepoint
 *    through alk_conn_… end the result as they end any: reading on is ALK_ERROR_INTERFACE. So it is (34000) where a statement's own text ended the transaction.
 *  - .timeout is for the execution with its first batch, and again for each later one: the time between two batches is the program's.
 *  - An early alk_close() closes the cursor and reads nothing more.
 *  - Together with .buffered = 1, or with that in narrower options, no cursor is used; in narrower ones than that it is .buffered = -1 as well. */

ALK_END_DECLS
#endif
