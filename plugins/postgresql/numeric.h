/* SPDX-License-Identifier: MIT
 * The binary form of numeric: digits of base 10 000, the place of the first, and how many decimals are shown. */
#ifndef ALK_PG_NUMERIC_H
#define ALK_PG_NUMERIC_H
#include "host.h"

/* How many bytes the text needs, with its NUL; 0: these bytes are no numeric. */
size_t alk__pg_numeric_size(const char *bytes, size_t length);
/* Writes the text with its NUL, and returns its length. bytes have been found good by alk__pg_numeric_size(). */
size_t alk__pg_numeric_print(const char *bytes, char *out);
/* The binary form of decimal text, "-12.50" or "NaN", of at most alk__pg_numeric_room() bytes. Returns its length; 0: the text is of another form. */
static inline size_t alk__pg_numeric_room(size_t length)
{
    return 8 + 2 * (length / 4 + 3);
}
size_t alk__pg_numeric_parse(const char *text, size_t length, char *out);
/* The double nearest to it, where it is exact enough to be told without its text; false: go by the text. */
bool alk__pg_numeric_real(const char *bytes, double *value);
#endif
