/* SPDX-License-Identifier: MIT
 * Copies of what definitions are made of, into an arena. Each gives ALK_OK or the error that it set; NULL gives NULL. */
#ifndef ALK_SQL_COPY_H
#define ALK_SQL_COPY_H
#include <alkahest/arena.h>
#include <alkahest/schema.h>

int alk__copy_text(alk_arena *arena, const char *text, const char **out);
/* A list that NULL ends. */
int alk__copy_names(alk_arena *arena, const char *const *names, const char *const **out);
int alk__copy_options(alk_arena *arena, const alk_dialect_option *options, const alk_dialect_option **out);
int alk__copy_sequence(alk_arena *arena, const alk_sequence *sequence, const alk_sequence **out);
/* A type with what it points to, but for a custom one's functions, which live as long as it does. */
int alk__copy_type(alk_arena *arena, const alk_type *type, alk_type *out);
#endif
