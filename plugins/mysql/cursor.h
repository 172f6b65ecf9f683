/* SPDX-License-Identifier: MIT
 * Results: where a cursor stands, and the ways it ends. A cursor is its statement, see statement.h. */
#ifndef ALK_MY_CURSOR_H
#define ALK_MY_CURSOR_H
#include "statement.h"

extern const alk_cursor_ops alk__my_cursor_ops;

alk_rc alk__my_fetch_cells(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err);
alk_rc alk__my_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err);

/* After an execution that returns rows, within start and stop. */
alk_rc alk__my_open_rows(alk__my_stmt *stmt, const alk_request *request, alk_err *err);
/* Whether the cursor may go on: ALK_OK, or what to return instead. */
alk_rc alk__my_cursor_ready(alk__my_stmt *stmt, alk_err *err);
/* Reads the next row into the statement's values: ALK_OK, ALK_END, or the error. Within enter and leave. */
alk_rc alk__my_next_row(alk__my_stmt *stmt, alk_err *err);
/* Ends a cursor, wherever it stands, and leaves it in `state`. */
void alk__my_end_rows(alk__my_stmt *stmt, uint8_t state);
/* The results behind the first one, of a procedure, are dropped; what failed in them is told. */
alk_rc alk__my_more_results(alk__my_stmt *stmt, alk_err *err);
/* Rows that the execution changed; -1: it is not of that kind. */
int64_t alk__my_affected(const alk__my_stmt *stmt);
#endif
