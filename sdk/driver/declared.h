/* SPDX-License-Identifier: MIT
 * What a column of SQLite's was declared as. SQLite itself only keeps the text of the declaration; what it means to us is read here, for every driver that
 * reads its tables. */
#ifndef ALK_DRIVER_DECLARED_H
#define ALK_DRIVER_DECLARED_H
#include <stdint.h>

typedef struct alk__driver_declared {
    uint16_t type;                       /* ALK_TYPE_…; ALK_TYPE_NULL: goes by the value */
    uint16_t reserved;
    int32_t precision, scale, length;    /* -1: none */
} alk__driver_declared;

static inline char alk__driver_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* What a declared type means; NULL: an expression. */
alk__driver_declared alk__driver_declared_parse(const char *declared);
#endif
