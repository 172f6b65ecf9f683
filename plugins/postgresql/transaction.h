/* SPDX-License-Identifier: MIT
 * Transactions and their isolation. */
#ifndef ALK_PG_TRANSACTION_H
#define ALK_PG_TRANSACTION_H
#include "connect.h"

alk_rc alk__pg_transaction(void *conn, uint32_t action, uint32_t isolation, alk_sv name, int64_t deadline, alk_err *err);
int32_t alk__pg_transaction_status(void *conn);
alk_rc alk__pg_set_isolation(void *conn, uint32_t isolation, int64_t deadline, alk_err *err);
/* The running transaction has done nothing yet that counts: ends it and begins it again. ALK_OK when it is as it was before. */
alk_rc alk__pg_begin_again(alk__pg_conn *conn, int64_t deadline, alk_err *err);
#endif
