/* SPDX-License-Identifier: MIT
 * Many executions in one message, which MariaDB has. */
#ifndef ALK_MY_BULK_H
#define ALK_MY_BULK_H
#include "statement.h"

/* Whether the server can, and each parameter has one type in all rows but for NULL. */
bool alk__my_bulk_fits(const alk__my_stmt *stmt, const alk_request *request);
/* Within start and stop. */
alk_rc alk__my_bulk_execute(alk__my_stmt *stmt, const alk_request *request, int64_t *affected, alk_err *err);
#endif
