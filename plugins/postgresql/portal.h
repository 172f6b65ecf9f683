/* SPDX-License-Identifier: MIT
 * Queries that are read through a cursor of the server: DECLARE in the running transaction, FETCH for each batch of rows, CLOSE at the end. Between two batches the
 * line is free. To the library it is the statement's cursor like any other (cursor.h), which asks here for more when the rows at hand are used up. */
#ifndef ALK_PG_PORTAL_H
#define ALK_PG_PORTAL_H
#include "statement.h"

/* Before an execution: whether it shall be so, and how long a batch may take. */
void alk__pg_portal_plan(alk__pg_stmt *stmt, const alk_request *request);
/* Declares the server's cursor for the values given, and takes the first batch. The statement is ready and has columns. */
alk_rc alk__pg_portal_open(alk__pg_stmt *stmt, const alk_request *request, void **cursor, alk_err *err);
/* The next batch; ALK_END: there is none. On failure the statement has no more rows. */
alk_rc alk__pg_portal_more(alk__pg_stmt *stmt, alk_err *err);
/* Closes the server's cursor, where that is open and the line is free for it; else it ends with its transaction. */
alk_rc alk__pg_portal_close(alk__pg_stmt *stmt, alk_err *err);
/* A transaction begins or has ended: what was declared before is gone. */
void alk__pg_portals_gone(alk__pg_conn *conn);
#endif
