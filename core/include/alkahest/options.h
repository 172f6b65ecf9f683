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

/* Reading through a cursor of the server: .cursor_rows, since 1.0 (what SQLAlchemy's stream_results with yield_per is, and a named cursor with itersize in psycopg).
 * The result asks the server for so many rows at a time: memory holds one batch, and between two of them other statements run on the same connection and other such
 * results are read. Functions, types, ownership and threads are those of any result. A connection that does this has ALK_CAP_SERVER_CURSORS: PostgreSQL by libpq, and
 * MariaDB. Everywhere else, and for a statement that is no query (INSERT … RETURNING, SHOW, WITH that changes rows), the option means that the result is streamed, as
 * without it: rows that are left move into memory when another statement runs, unless the connection has ALK_CAP_CURSORS as SQLite's has; what an ODBC driver holds is
 * its own affair.
 *  - PostgreSQL's cursors live in a transaction: with autocommit and none begun the execution is ALK_ERROR_INTERFACE (25P01). Those of MariaDB need none.
 *  - Commit, rollback, and rollback to a savepoint end the result as they end any: reading on is ALK_ERROR_INTERFACE. So it is (34000, PostgreSQL) where the text of a
 *    statement did that.
 *  - .timeout is for the execution, and again for each batch: the time between two batches is the program's own.
 *  - alk_close() before the end closes the cursor and reads no more. When another result that is streamed is open, a batch or the close first moves that into memory.
 *  - .buffered = 1 in the same options or in narrower ones means that no cursor is used; an option that is narrower than that .buffered asks for one again. */

ALK_END_DECLS
#endif
