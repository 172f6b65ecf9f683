/* SPDX-License-Identifier: MIT
 * Transactions, isolation and savepoints. */
#ifndef ALK_MY_TRANSACTION_H
#define ALK_MY_TRANSACTION_H
#include "connect.h"

alk_rc alk__my_transaction(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err);
int32_t alk__my_transaction_status(void *conn);
alk_rc alk__my_set_isolation(void *conn, uint32_t isolation, int64_t deadline, alk_err *err);
/* As the server said when it last spoke. */
bool alk__my_in_transaction(const alk__my_conn *conn);
#endif
