/* SPDX-License-Identifier: MIT
 * COPY: data in bulk to and from the database, in a form of the database's own, as PostgreSQL has it. Where rows are structs, alk_insert_structs() and alk_execute_each() use it by
 * themselves where that is the same and quicker. */
#ifndef ALKAHEST_COPY_H
#define ALKAHEST_COPY_H
#include <alkahest/connection.h>
ALK_BEGIN_DECLS

/* Gives the next bytes, at most size: how many; 0: there are no more; negative: it fails, and all is undone. It must not use the connection. */
typedef int64_t (*alk_copy_source)(void *payload, char *buffer, size_t size);
/* Takes the next bytes, which live until it returns. ALK_OK, or anything else to end it. It must not use the connection. */
typedef int (*alk_copy_sink)(void *payload, const char *bytes, size_t length);

/* Runs "COPY … FROM STDIN" with the bytes that the source gives, in the form that the statement says. *rows (may be NULL): how many were copied, -1 on failure. ALK_OK or an error:
 * ALK_ERROR_NOT_SUPPORTED where the driver has no COPY, ALK_ERROR_INTERFACE for a source that fails without an error of its own. After a failure the transaction is as after
 * any failed statement. Since 1.0. */
ALK_API int alk_conn_copy_in(alk_conn *conn, const char *sql, alk_copy_source source, void *payload, int64_t *rows);
/* Runs "COPY … TO STDOUT" and gives the sink what comes, a row at a time. Since 1.0. */
ALK_API int alk_conn_copy_out(alk_conn *conn, const char *sql, alk_copy_sink sink, void *payload, int64_t *rows);

ALK_END_DECLS
#endif
