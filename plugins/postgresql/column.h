/* SPDX-License-Identifier: MIT
 * The columns of results: their types, and their descriptions for the library. */
#ifndef ALK_PG_COLUMN_H
#define ALK_PG_COLUMN_H
#include "connect.h"

struct alk__pg_stmt;

/* Learns what the list does not know yet of these types; one round trip, or none. A transaction that failed cannot be asked: then they stay unknown. */
alk_rc alk__pg_learn_types(alk__pg_conn *conn, const alk__pg_oid *oids, uint32_t count, alk_err *err);
/* Sets the statement's columns to those of a result, which the statement owns from here on, also when this fails. */
alk_rc alk__pg_columns_take(struct alk__pg_stmt *stmt, PGresult *description, alk_err *err);
/* Whether a result has the types that the statement's columns have. */
bool alk__pg_columns_match(const struct alk__pg_stmt *stmt, const PGresult *result);
void alk__pg_columns_forget(struct alk__pg_stmt *stmt);
/* The descriptions; NULL: out of memory, err is set. */
const alk_column_desc *alk__pg_describe(struct alk__pg_stmt *stmt, alk_err *err);
#endif
