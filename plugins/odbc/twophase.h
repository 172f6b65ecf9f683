/* SPDX-License-Identifier: MIT
 * Two-phase commit, for which ODBC has nothing of its own: by the SQL of PostgreSQL. MariaDB's driver loses the rows of XA RECOVER and the place on its line with them, so that what
 * is left prepared there could not be found. */
#ifndef ALK_ODBC_TWOPHASE_H
#define ALK_ODBC_TWOPHASE_H
#include "connect.h"

bool alk__odbc_has_twophase(const alk__odbc_conn *conn);
/* The first phase of the open transaction. The session has none afterwards. */
alk_rc alk__odbc_prepare_commit(alk__odbc_conn *conn, alk_sv name, int64_t deadline, alk_err *err);
alk_rc alk__odbc_end_prepared(alk__odbc_conn *conn, bool commit, alk_sv name, int64_t deadline, alk_err *err);

alk_rc alk__odbc_recover(void *conn, int64_t deadline, const alk_sv **names, uint32_t *count, alk_err *err);
void alk__odbc_recovered_free(alk__odbc_conn *conn);
#endif
