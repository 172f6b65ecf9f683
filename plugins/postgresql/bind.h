/* SPDX-License-Identifier: MIT
 * Parameters: values in the form that suits the types which the server wants. */
#ifndef ALK_PG_BIND_H
#define ALK_PG_BIND_H
#include "statement.h"

/* Fills the statement's values, lengths and formats; they hold until the next call, as far as cells do. */
alk_rc alk__pg_bind(alk__pg_stmt *stmt, const alk_cell *cells, alk_err *err);
/* The same, all of them in the binary form; ALK_USE_DEFAULT where one has none. */
alk_rc alk__pg_bind_binary(alk__pg_stmt *stmt, const alk_cell *cells, alk_err *err);
#endif
