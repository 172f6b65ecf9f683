/* SPDX-License-Identifier: MIT
 * The one writer of values into SQL text, for where a parameter will not do and where the program asks for it. */
#ifndef ALK_COMPILE_LITERAL_H
#define ALK_COMPILE_LITERAL_H
#include "base/buffer.h"
#include "compile/dialect.h"
#include <alkahest/datatype.h>

/* A text in quotes, by the dialect's rules. ALK_ERROR_DATA: not UTF-8, or with a NUL byte. */
int alk__literal_text(alk__buffer *out, alk_sv text, const alk__dialect *dialect);
/* Any value; type: of the column that it meets, or NULL. A negative number is set off by a space, so that no minus before it makes a comment of the two. */
int alk__literal_value(alk__buffer *out, const alk_cell *value, const alk_type *type, const alk__dialect *dialect);
/* A space behind an operator, before a sign or another operator that would be part of it, or begin a comment with it. */
void alk__literal_apart(alk__buffer *out);
#endif
