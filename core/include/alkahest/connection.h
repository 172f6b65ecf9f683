/* SPDX-License-Identifier: MIT
 * Connections: transactions, savepoints, execution. A connection belongs to one thread at a time; only alk_conn_cancel() may come from another.
 * The first statement begins a transaction by itself; closing without a commit rolls back. */
#ifndef ALKAHEST_CONNECTION_H
#define ALKAHEST_CONNECTION_H
#include <alkahest/arena.h>
#include <alkahest/engine.h>
#include <alkahest/error.h>
#include <alkahest/field.h>
#include <alkahest/sql.h>
ALK_BEGIN_DECLS

typedef struct alk_result alk_result;

/* Returns the connection to the pool: its results are closed, its transaction is ended as the pool's reset says, isolation level, autocommit and options are as
 * they were. ALK_OK, or the failure of ending the transaction (the connection is then discarded). NULL: see alk_close(). Since 1.0. */
ALK_API int alk_conn_close(alk_conn *conn);

/* ---- transactions ---- */
/* Begins one now; ALK_ERROR_INTERFACE when one is open already. Without it the first statement begins one. Since 1.0. */
ALK_API int alk_conn_begin(alk_conn *conn);
/* Ends it; ALK_OK also when none is open. Open results are closed. An error with ALK_ERROR_OUTCOME_UNKNOWN: the connection broke during the commit, or
 * its deadline passed (see alk_execution_options) and the driver does not know how it ended. Since 1.0. */
ALK_API int alk_conn_commit(alk_conn *conn);
/* Undoes it. After a lost connection this is also what makes the connection usable again: the next statement opens a new one. Since 1.0. */
ALK_API int alk_conn_rollback(alk_conn *conn);
/* Savepoints nest. savepoint() begins a transaction when none is open; release and rollback_to act on the innermost when name is NULL, else on the one of that
 * name and end those inside it. rollback_to undoes and ends the savepoint. A name is letters, digits and _, at most 63; NULL: one is made up. Since 1.0. */
ALK_API int alk_conn_savepoint(alk_conn *conn, const char *name);
ALK_API int alk_conn_release(alk_conn *conn, const char *name);
ALK_API int alk_conn_rollback_to(alk_conn *conn, const char *name);
/* Whether a transaction is open: begun by a call or by a statement. Since 1.0. */
ALK_API bool alk_conn_in_transaction(const alk_conn *conn);
/* The same as the client library sees it, so that a transaction begun or ended by raw SQL shows too. ALK_TRANSACTION_FAILED: only a rollback is left to do.
 * Where the client library does not know, what the library itself began is told. Since 1.0. */
enum { ALK_TRANSACTION_IDLE = 0, ALK_TRANSACTION_ACTIVE = 1, ALK_TRANSACTION_FAILED = 2 };
ALK_API int alk_conn_transaction_status(const alk_conn *conn);
ALK_API int alk_conn_savepoint_depth(const alk_conn *conn);

/* ---- two-phase commit ---- */
/* For transactions of several databases that are to commit together or not at all: each is prepared, and once all are, each is committed. The capability is
 * ALK_CAP_TWO_PHASE; on PostgreSQL the server's max_prepared_transactions has to allow it. A name (xid) is letters, digits, '_', '-', '.' and ':', at most 64,
 * and of this database's prepared transactions no other has it. Source: X/Open CAE Specification, Distributed Transaction Processing: The XA Specification, 1991. */
/* Begins a transaction that may be prepared; xid NULL: a name is made up. ALK_ERROR_INTERFACE when one is open already. Since 1.0. */
ALK_API int alk_conn_begin_twophase(alk_conn *conn, const char *xid);
/* The name of the transaction that is open; NULL when it has one phase, or none is open. It lives until the transaction ends. Since 1.0. */
ALK_API const char *alk_conn_xid(const alk_conn *conn);
/* The first phase: ends the work. After ALK_OK the server keeps the transaction, whatever happens to it or to the connection, until it is committed or rolled back;
 * only alk_conn_commit() and alk_conn_rollback() are taken then. After a failure the transaction is to be rolled back; with ALK_ERROR_OUTCOME_UNKNOWN it may be prepared
 * all the same. A connection that is closed meanwhile leaves the transaction prepared. Since 1.0. */
ALK_API int alk_conn_prepare_commit(alk_conn *conn);
/* The names of transactions that are prepared and not ended, as after a crash of the program that was to commit them; names in another form, of other transaction managers,
 * are not told. The array and the names are in the arena. Since 1.0. */
ALK_API int alk_conn_recover(alk_conn *conn, alk_arena *arena, const char *const **xids, size_t *count);
/* The second phase of a transaction that any connection has prepared; outside of a transaction. MySQL and MariaDB take it only from the connection that prepared it while that is
 * open. ALK_ERROR_OUTCOME_UNKNOWN: the connection broke meanwhile; alk_conn_recover() tells whether it is still to be done. Since 1.0. */
ALK_API int alk_conn_commit_prepared(alk_conn *conn, const char *xid);
ALK_API int alk_conn_rollback_prepared(alk_conn *conn, const char *xid);

/* ALK_ISOLATION_… for the transactions to come, until the connection is returned; ALK_ERROR_INTERFACE inside a transaction. AUTOCOMMIT makes each statement its own
 * transaction. Since 1.0. */
ALK_API int alk_conn_set_isolation(alk_conn *conn, int isolation);
ALK_API int alk_conn_isolation(const alk_conn *conn);
ALK_API int alk_conn_set_autocommit(alk_conn *conn, bool on);
/* Execution options of this connection until it is returned. Since 1.0. */
ALK_API int alk_conn_set_options(alk_conn *conn, const alk_execution_options *options);

/* ---- execution; see <alkahest/result.h> for reading ---- */
/* Runs a statement with binds (alk_bind) for its parameters; alk_end ends the list. NULL on failure. A fresh statement and fresh binds are consumed, whatever
 * happens. Close the result with alk_close(). Since 1.0. */
ALK_API alk_result *alk_conn_execute(alk_conn *conn, const alk_sql *statement, const alk_sql *const *binds);
/* The same with the parameters' values in the order in which the statement first names them: nothing is allocated. The options of the call may be NULL. Since 1.0. */
ALK_API alk_result *alk_conn_execute_values(alk_conn *conn, const alk_sql *statement, const alk_value *values, size_t count,
                                            const alk_execution_options *options);
/* Runs the statement once for each of count structs; fields give its parameters by name, and values that stand in it and the program's own defaults are taken for every
 * struct. Sent in as few round trips as the driver can. Returns rows changed in *affected (may be NULL; -1: not known). All or none where the connection is in a
 * transaction that the caller then rolls back on failure. Since 1.0. */
ALK_API int alk_conn_execute_each(alk_conn *conn, const alk_sql *statement, const alk_field *fields, size_t n_fields,
                                  const void *rows, size_t stride, size_t count, int64_t *affected);
#define alk_execute_each(conn, statement, fields, rows, count, affected)                                               \
    alk_conn_execute_each(conn, statement, fields, sizeof(fields) / sizeof(*(fields)), rows, sizeof *(rows), count, affected)
/* The same for a statement that gives rows, such as an INSERT with alk_returning(): a result in memory with the rows of the first struct, then those of the second, whatever
 * order the database gives them back in. To be quick an INSERT of a model may be sent with many structs at once, where its key is whole numbers, sent or counted up by the
 * database; all else runs once for each struct. NULL on failure. Since 1.0. */
ALK_API alk_result *alk_conn_execute_each_returning(alk_conn *conn, const alk_sql *statement, const alk_field *fields, size_t n_fields,
                                                    const void *rows, size_t stride, size_t count);
#define alk_execute_each_returning(conn, statement, fields, rows, count)                                               \
    alk_conn_execute_each_returning(conn, statement, fields, sizeof(fields) / sizeof(*(fields)), rows, sizeof *(rows), count)
/* Runs SQL in the driver's own parameter style, as it stands. Since 1.0. */
ALK_API alk_result *alk_conn_execute_driver(alk_conn *conn, const char *sql, size_t length, const alk_value *values, size_t count,
                                            const alk_execution_options *options);
#define alk_execute(...) ALK_EXECUTE_(__VA_ARGS__, &alk_end)
#define ALK_EXECUTE_(conn, statement, ...) alk_conn_execute(conn, statement, ALK_LIST_ENDED(__VA_ARGS__))
#define alk_commit(conn) alk_conn_commit(conn)
#define alk_rollback(conn) alk_conn_rollback(conn)

/* Asks, from any thread, that the running statement ends; it then fails with SQLSTATE 57014. ALK_OK also when nothing runs. Never hits a statement of a later
 * borrower. The handle must not be closed meanwhile by its own thread. Since 1.0. */
ALK_API int alk_conn_cancel(alk_conn *conn);
/* One round trip to the server. Since 1.0. */
ALK_API int alk_conn_ping(alk_conn *conn);

/* ---- what is at the other end ---- */
/* "SQLite", "3.40.1", and 34001 for comparing: major * 10000 + minor * 100 + patch. NULL and 0 on failure. The texts live until the connection is returned.
 * Since 1.0. */
ALK_API const char *alk_conn_server(alk_conn *conn);
ALK_API const char *alk_conn_server_version(alk_conn *conn);
ALK_API uint32_t alk_conn_server_version_number(alk_conn *conn);
/* ALK_CAP_… bits. Since 1.0. */
ALK_API uint64_t alk_conn_capabilities(alk_conn *conn);
/* The last generated key of this connection, 0 when there is none. Since 1.0. */
ALK_API int64_t alk_conn_last_insert_id(alk_conn *conn);
/* The next warning that the server gave to the last statement, or NULL. It lives until the next call on this connection. Since 1.0. */
ALK_API const alk_error *alk_conn_warning(alk_conn *conn);
/* A result of the tables and views that the connection sees: schema, name, kind ("table" or "view"), sorted. NULL on failure. Since 1.0. */
ALK_API alk_result *alk_conn_tables(alk_conn *conn);
/* A name as it is written into SQL text: in the database's quotes, the closing one doubled inside. Writes at most size bytes with the NUL and returns the length that
 * it needs; 0 on failure (empty, not UTF-8, with a control character, too long for the database). Since 1.0. */
ALK_API size_t alk_conn_quote(const alk_conn *conn, const char *name, char *out, size_t size);
/* A named interface of the driver, such as the native handle "sqlite3/1" (a sqlite3 *), or NULL. What is done with it is the caller's business. Since 1.0. */
ALK_API const void *alk_conn_native(alk_conn *conn, const char *interface_id);
ALK_API alk_engine *alk_conn_engine(const alk_conn *conn);
/* A pointer of the program's own, kept with the database connection across borrowers. Since 1.0. */
ALK_API void alk_conn_set_data(alk_conn *conn, void *data);
ALK_API void *alk_conn_data(const alk_conn *conn);
/* Drops the database connection, with all others of the pool when `all`: the next statement opens a new one. Rolls back. Since 1.0. */
ALK_API int alk_conn_invalidate(alk_conn *conn, bool all);
/* Takes the connection out of the pool for good; closing it then closes it. Since 1.0. */
ALK_API int alk_conn_detach(alk_conn *conn);

/* ---- tables ---- */
/* Creates the tables that are not there yet, with all that belongs to them. ALK_OK or an error class; where the database does not undo definitions, what was done stays. */
ALK_API int alk_create_all(alk_conn *conn, const alk_sql *const *tables);
/* Drops those that are there. */
ALK_API int alk_drop_all(alk_conn *conn, const alk_sql *const *tables);
#define alk_create_all(...) ALK_CREATE_ALL_(__VA_ARGS__, &alk_end)
#define ALK_CREATE_ALL_(conn, ...) (alk_create_all)(conn, ALK_LIST_ENDED(__VA_ARGS__))
#define alk_drop_all(...) ALK_DROP_ALL_(__VA_ARGS__, &alk_end)
#define ALK_DROP_ALL_(conn, ...) (alk_drop_all)(conn, ALK_LIST_ENDED(__VA_ARGS__))
struct alk_metadata;
/* The same for all tables of a collection. */
ALK_API int alk_metadata_create_all(struct alk_metadata *metadata, alk_conn *conn);
ALK_API int alk_metadata_drop_all(struct alk_metadata *metadata, alk_conn *conn);

ALK_END_DECLS
#endif
