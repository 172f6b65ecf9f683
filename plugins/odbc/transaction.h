/* SPDX-License-Identifier: MIT
 * Transactions, savepoints, isolation levels. */
#ifndef ALK_ODBC_TRANSACTION_H
#define ALK_ODBC_TRANSACTION_H
#include "connect.h"

enum { ALK__ODBC_LEVEL_UNKNOWN = 100 };  /* what the handle stands at is not known any more */

alk_rc alk__odbc_transaction(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err);
int32_t alk__odbc_transaction_status(void *conn);
alk_rc alk__odbc_set_isolation(void *conn, uint32_t isolation, int64_t deadline, alk_err *err);
#endif
