/* SPDX-License-Identifier: MIT
 * Two-phase commit: PREPARE TRANSACTION and what ends it. */
#ifndef ALK_PG_TWOPHASE_H
#define ALK_PG_TWOPHASE_H
#include "connect.h"

/* name: as alk_conn_ops has it, which needs no escapes in a string. */
alk_rc alk__pg_prepare_commit(alk__pg_conn *conn, alk_sv name, int64_t deadline, alk_err *err);
alk_rc alk__pg_end_prepared(alk__pg_conn *conn, bool commit, alk_sv name, int64_t deadline, alk_err *err);
alk_rc alk__pg_recover(void *conn, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err);
void alk__pg_recovered_free(alk__pg_conn *conn);
#endif
