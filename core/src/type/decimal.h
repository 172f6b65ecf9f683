/* SPDX-License-Identifier: MIT
 * Exact decimals as other files of this layer need them: the text taken apart once. */
#ifndef ALK_TYPE_DECIMAL_H
#define ALK_TYPE_DECIMAL_H
#include <alkahest/value.h>
#include "type/writer.h"

typedef enum alk__decimal_kind { ALK__DECIMAL_FINITE, ALK__DECIMAL_INFINITE, ALK__DECIMAL_NAN } alk__decimal_kind;

/* A finite one is 0.d1d2d3… × 10^magnitude, where the digits are those of text[first, last) without the point; the first and the last
 * of them are not zero. Zero has first == last. */
typedef struct alk__decimal {
    alk__decimal_kind kind;
    bool negative;
    const char *text;
    size_t first, last;
    int64_t magnitude;
} alk__decimal;

/* False when it is not one; the second sets an error then. */
bool alk__decimal_scan(const char *text, size_t length, alk__decimal *out);
int alk__decimal_read(const char *text, size_t length, alk__decimal *out);
bool alk__decimal_is_zero(const alk__decimal *d);
/* The number times 10^scale, as sign and size; ALK_ERROR_DATA when digits remain behind the point or 64 bits do not suffice. */
int alk__decimal_to_u64(const alk__decimal *d, int scale, uint64_t *out);
int alk__decimal_order(const alk__decimal *a, const alk__decimal *b);
/* Writes valid decimal text as a JSON number: no plus sign, digits on both sides of a point, no leading zeros; the specials as strings. */
void alk__decimal_write_json(alk__writer *w, const char *text, size_t length);
#endif
