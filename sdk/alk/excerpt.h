/* SPDX-License-Identifier: MIT
 * The place of an error in a statement, for a person. */
#ifndef ALK_TOOL_EXCERPT_H
#define ALK_TOOL_EXCERPT_H
#include "text.h"

/* Where the character at position (from 1) is in the text, in bytes; SIZE_MAX when there is none. */
size_t excerpt_offset(alk_sv sql, int64_t position);
/* How many lines end before the byte at offset. */
size_t excerpt_lines_before(alk_sv sql, size_t offset);
/* Adds up to three lines of the statement with their numbers, the one with the fault marked below; without an offset
 * (SIZE_MAX) the first ones. Long lines are cut to what is around the place. */
void excerpt_add(text *t, alk_sv sql, size_t first_line, size_t offset);
#endif
