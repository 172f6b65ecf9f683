/* SPDX-License-Identifier: MIT
 * Transactions, isolation, and the return of a session to its first state. */
#ifndef ALK_LITE_TRANSACTION_H
#define ALK_LITE_TRANSACTION_H
#include "connect.h"

alk_rc alk__lite_transaction(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err);
int32_t alk__lite_transaction_status(void *conn);
alk_rc alk__lite_set_isolation(void *conn, uint32_t isolation, int64_t deadline, alk_err *err);
alk_rc alk__lite_reset(void *conn, int64_t deadline, alk_err *err);
/* Finalises the statements kept for BEGIN and the like. */
void alk__lite_transaction_free(alk__lite_conn *conn);
#endif
