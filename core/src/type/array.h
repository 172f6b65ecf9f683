/* SPDX-License-Identifier: MIT
 * Arrays read from JSON text. */
#ifndef ALK_TYPE_ARRAY_H
#define ALK_TYPE_ARRAY_H
#include <alkahest/value.h>

/* Arrays nested deeper than this are refused; PostgreSQL has at most 6 dimensions. */
enum { ALK__ARRAY_DEPTH = 1000 };

/* The array that JSON text denotes; all that it points to is in the arena. Numbers become INT, UINT where INT does not suffice, and
 * DECIMAL else, so that nothing is lost; objects become JSON. */
int alk__array_from_json(const char *text, size_t length, alk_arena *arena, alk_value *out);
#endif
