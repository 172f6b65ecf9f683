/* SPDX-License-Identifier: MIT
 * Numbers to and from text, without locale, and without losing a bit: what is printed reads back as the same number. */
#ifndef ALK_PG_NUMBER_H
#define ALK_PG_NUMBER_H
#include "host.h"

enum { ALK__PG_NUMBER_MAX = 400 };       /* bytes that suffice for every number printed here, with the NUL */

size_t alk__pg_print_int(int64_t value, char *out);
size_t alk__pg_print_uint(uint64_t value, char *out);
/* Digits that mean this double and no other: the shortest, but for very large and very small numbers. Also NaN, Infinity, -Infinity. */
size_t alk__pg_print_real(double value, char *out);

/* [-]digits[.digits][e[-]digits], NaN, Infinity, -Infinity. */
bool alk__pg_is_decimal(const char *text, size_t length);
/* The integer that a decimal text denotes, its fraction being zero; magnitude and sign. */
bool alk__pg_parse_integer(const char *text, size_t length, uint64_t *magnitude, bool *negative);
/* The double nearest to a decimal text; also NaN and the infinities. */
bool alk__pg_parse_real(const char *text, size_t length, double *value);
#endif
