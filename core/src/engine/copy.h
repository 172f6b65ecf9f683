/* SPDX-License-Identifier: MIT
 * Data in bulk, by interface "alk.copy/1" of a driver. */
#ifndef ALK_ENGINE_COPY_H
#define ALK_ENGINE_COPY_H
#include "engine/execute.h"

/* Begins to send rows in place of executions of an INSERT that is prepared. *begun false: the statement or the driver is not for it. */
int alk__copy_rows_begin(alk_conn *conn, const alk__execution *x, bool *begun);
/* Sends rows of x->n_values cells; *taken fewer than n: the next one is not for this way. */
int alk__copy_rows_put(alk_conn *conn, const alk__execution *x, const alk_cell *cells, size_t n, size_t *taken);
/* Ends it: with the rows so far, or with none where the server refused one. Keeps the error that there is. */
int alk__copy_rows_end(alk_conn *conn, const alk__execution *x, int64_t *rows);
#endif
