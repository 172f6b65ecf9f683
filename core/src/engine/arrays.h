/* SPDX-License-Identifier: MIT
 * Many executions of one simple UPDATE or DELETE at once, by interface "alk.arrays/1" of a driver. */
#ifndef ALK_ENGINE_ARRAYS_H
#define ALK_ENGINE_ARRAYS_H
#include "engine/execute.h"

/* Whether rows may go at once in place of executions of the statement that is prepared. *begun false: the statement, its table or the driver is not for it. */
int alk__arrays_begin(alk_conn *conn, const alk__execution *x, bool *begun);
/* Executes it for the rows of x at once. *done false: they are to be executed one by one, as if this had not been called. */
int alk__arrays_execute(alk_conn *conn, const alk__execution *x, bool *done, int64_t *affected);
#endif
