/* SPDX-License-Identifier: MIT
 * Rows: blocks of them in buffers that the driver fills, and values that are longer than their buffer. */
#ifndef ALK_ODBC_FETCH_H
#define ALK_ODBC_FETCH_H
#include "statement.h"
#include "value.h"

/* Makes the buffers and tells the driver of them, unless that is done. */
alk_rc alk__odbc_bind_columns(alk__odbc_stmt *stmt, alk_err *err);
/* The next row is current: ALK_OK, ALK_END, or the error. */
alk_rc alk__odbc_next_row(alk__odbc_stmt *stmt, alk_err *err);
/* The current row's value of a column. */
alk__odbc_fault alk__odbc_read(alk__odbc_stmt *stmt, uint32_t column, bool keep, alk__driver_memory *memory, alk_cell *out);
#endif
