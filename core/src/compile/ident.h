/* SPDX-License-Identifier: MIT
 * The one writer of names into SQL text. */
#ifndef ALK_COMPILE_IDENT_H
#define ALK_COMPILE_IDENT_H
#include "base/buffer.h"
#include <alkahest/plugin.h>
#include <stdbool.h>

/* Appends a name in the dialect's quotes, the closing one doubled inside. ALK_ERROR_ARGUMENT: empty, not UTF-8, with a NUL or control character, or longer than
 * the dialect allows. */
int alk__ident_quote(alk__buffer *out, alk_sv name, const alk_dialect_data *dialect);
/* The same, without quotes where the database reads it alike: letters in lower case, digits and _, no reserved word. */
int alk__ident_write(alk__buffer *out, alk_sv name, const alk_dialect_data *dialect, const alk_sql_rules *rules);
/* Whether a word stands in a list of reserved words (lower case, a space before and behind each). */
bool alk__ident_reserved(alk_sv name, const char *words);
#endif
