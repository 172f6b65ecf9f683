/* SPDX-License-Identifier: MIT
 * Arrays, as the server sends them in both forms. Several dimensions are arrays in arrays; where the indexes begin is not kept. */
#ifndef ALK_PG_ARRAY_H
#define ALK_PG_ARRAY_H
#include "convert.h"

alk__pg_fault alk__pg_array_of_bytes(const alk__pg_type *type, const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out);
alk__pg_fault alk__pg_array_of_text(const alk__pg_type *type, const char *text, size_t length, alk__pg_memory *memory, alk_cell *out);
#endif
