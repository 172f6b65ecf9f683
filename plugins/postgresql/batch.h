/* SPDX-License-Identifier: MIT
 * Many executions of one statement: they are sent one behind the other without waiting for answers. */
#ifndef ALK_PG_BATCH_H
#define ALK_PG_BATCH_H
#include "statement.h"

/* The statement is ready. *affected: rows changed by all; stops at the first that fails, which it names. */
alk_rc alk__pg_batch(alk__pg_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err);
#endif
