/* SPDX-License-Identifier: MIT
 * Results: the rows at hand, those on the line, and the end. A cursor is its statement, see statement.h. */
#ifndef ALK_PG_CURSOR_H
#define ALK_PG_CURSOR_H
#include "statement.h"

extern const alk_cursor_ops alk__pg_cursor_ops;

alk_rc alk__pg_fetch_cells(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err);
alk_rc alk__pg_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err);

/* Whether the next row comes with another result, which takes the place of the one that views of the rows before are in. */
static inline bool alk__pg_cursor_turns(const alk__pg_stmt *stmt)
{
    return stmt->portal != 0 && stmt->at == stmt->count;
}
/* A row is at hand: ALK_OK; none comes any more: ALK_END. */
alk_rc alk__pg_cursor_row(alk__pg_stmt *stmt, alk_err *err);
/* Rows of the running execution have come: takes them over. */
void alk__pg_cursor_take(alk__pg_stmt *stmt, PGresult *rows);
/* Ends it: what is still on the line is read and thrown away. */
alk_rc alk__pg_cursor_end(alk__pg_stmt *stmt, uint8_t state, alk_err *err);
/* The line is needed for something else. */
alk_rc alk__pg_cursor_leave_line(alk__pg_stmt *stmt, alk_err *err);
#endif
