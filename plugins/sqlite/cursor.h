/* SPDX-License-Identifier: MIT
 * Results: where a cursor stands, and the ways it ends. A cursor is its statement, see statement.h. */
#ifndef ALK_LITE_CURSOR_H
#define ALK_LITE_CURSOR_H
#include "statement.h"

extern const alk_cursor_ops alk__lite_cursor_ops;

alk_rc alk__lite_fetch_cells(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err);
alk_rc alk__lite_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena,
                            alk_err *err);

/* Whether the cursor may go on: ALK_OK, or what to return instead. */
alk_rc alk__lite_cursor_ready(alk__lite_stmt *stmt, alk_err *err);
/* After a step that gave no row: ALK_END at the end, else the error. Resets the statement, which frees its locks. */
alk_rc alk__lite_cursor_over(alk__lite_stmt *stmt, int result, alk_err *err);
/* Ends a cursor, wherever it stands, and leaves it in `state`. SQLite's result code of what the end itself did. */
int alk__lite_stop(alk__lite_stmt *stmt, uint8_t state);
/* All that are not yet at their end: a cancel hit them. */
void alk__lite_end_cursors(alk__lite_conn *conn);
/* Rows that the execution changed; -1: it is not of that kind. */
int64_t alk__lite_changes(const alk__lite_stmt *stmt);
#endif
