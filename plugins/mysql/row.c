/* SPDX-License-Identifier: MIT
 * Reading a row. Nothing is taken from behind its end, whatever the lengths in it say. */
#include "row.h"
#include <string.h>

/* A length of one byte, or one of two, three or eight behind a mark. NULL: malformed. */
static unsigned char *read_length(unsigned char *at, const unsigned char *end, size_t *length)
{
    size_t bytes, value = 0;
    if (at >= end)
        return NULL;
    if (*at < 251) {
        *length = *at;
        return at + 1;
    }
    bytes = *at == 252 ? 2 : *at == 253 ? 3 : *at == 254 ? 8 : 0;
    at++;
    if (bytes == 0 || (size_t)(end - at) < bytes)
        return NULL;
    for (size_t i = 0; i < bytes; i++)
        value |= (size_t)at[i] << (8 * i);
    *length = value;
    return at + bytes;
}

static const uint8_t fixed[] = { [ALK__MY_WIRE_NULL] = 0,  [ALK__MY_WIRE_1] = 1,     [ALK__MY_WIRE_2] = 2,     [ALK__MY_WIRE_4] = 4,
                                 [ALK__MY_WIRE_8] = 8,     [ALK__MY_WIRE_FLOAT] = 4, [ALK__MY_WIRE_DOUBLE] = 8 };

bool alk__my_row_split(const alk__my_column *columns, uint32_t n, unsigned char *row, const unsigned char *end, alk__my_value *values)
{
    const unsigned char *nulls = row + 1;
    size_t head = 1 + ((size_t)n + 9) / 8;
    unsigned char *at = row + head;
    if ((size_t)(end - row) < head || row[0] != 0)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        size_t length;
        if ((nulls[(i + 2) / 8] >> ((i + 2) % 8) & 1) != 0) {
            values[i].at = NULL;
            values[i].length = 0;
            continue;
        }
        if (columns[i].wire <= ALK__MY_WIRE_DOUBLE)
            length = fixed[columns[i].wire];
        else if ((at = read_length(at, end, &length)) == NULL)
            return false;
        if (length > (size_t)(end - at))
            return false;
        values[i].at = at;
        values[i].length = length;
        at += length;
    }
    return true;
}

void alk__my_end_with_nul(alk__my_value *value)
{
    memmove(value->at - 1, value->at, value->length);
    value->at--;
    value->at[value->length] = 0;
}
