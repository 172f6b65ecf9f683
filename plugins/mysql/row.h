/* SPDX-License-Identifier: MIT
 * Rows of the binary protocol: where each value stands in one. */
#ifndef ALK_MY_ROW_H
#define ALK_MY_ROW_H
#include "column.h"

/* A value in a row: its bytes, without what tells its length. at NULL: NULL. */
typedef struct alk__my_value {
    unsigned char *at;
    size_t length;
} alk__my_value;

/* Fills values from a row that ends at `end`; false: it is malformed. */
bool alk__my_row_split(const alk__my_column *columns, uint32_t n, unsigned char *row, const unsigned char *end, alk__my_value *values);

/* Moves a text over the length before it, so that a NUL has room behind. The row is ours to write in. */
void alk__my_end_with_nul(alk__my_value *value);
#endif
