/* SPDX-License-Identifier: MIT
 * Numbers to and from text, without locale, and without losing a bit: what is printed reads back as the same number.
 * Printers end with a NUL and return the length. Parsers take all of the text or refuse it. */
#ifndef ALK_DRIVER_NUMBER_H
#define ALK_DRIVER_NUMBER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ALK__DRIVER_NUMBER_MAX = 400 };     /* bytes that suffice for every number printed here, with the NUL */

/* scale: zeros are added to have that many digits behind the point; -1: none. */
size_t alk__driver_print_int(int64_t value, int32_t scale, char *out);
size_t alk__driver_print_uint(uint64_t value, char *out);
/* Digits that mean this double and no other: the shortest, but for very large and very small numbers. None is taken away for the scale's
 * sake. Also NaN, Infinity, -Infinity. */
size_t alk__driver_print_real(double value, int32_t scale, char *out);

/* [-]digits[.digits][e[-]digits], NaN, Infinity, -Infinity. */
bool alk__driver_is_decimal(const char *text, size_t length);
/* The integer that a decimal text denotes, its fraction being zero; magnitude and sign. */
bool alk__driver_parse_integer(const char *text, size_t length, uint64_t *magnitude, bool *negative);
/* The double nearest to a decimal text of up to 19 digits and an exponent within 22; false: not simple enough. */
bool alk__driver_parse_real(const char *text, size_t length, double *value);
/* The double nearest to any decimal text that is a number. */
bool alk__driver_parse_long_real(const char *text, size_t length, double *value);
/* The same, or NaN or an infinity. */
bool alk__driver_parse_any_real(const char *text, size_t length, double *value);
#endif
