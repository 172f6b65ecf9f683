/* SPDX-License-Identifier: MIT
 * A row's values. sqlite3_column_value() costs more than reading the value that it gives, and is asked for each column of each row. In every
 * libsqlite3 so far the values of a row are one array, of which it returns the elements. That is documented nowhere; so it is measured
 * once in the process, looked at again in each result, and where it does not hold each value is asked for. */
#ifndef ALK_LITE_VALUES_H
#define ALK_LITE_VALUES_H
#include "host.h"

typedef struct alk__lite_values {
    sqlite3_stmt *handle;
    char *first;
    size_t stride;                       /* 0: they are not known to be an array */
} alk__lite_values;

/* The bytes from one value to the next, or 0. Measured when first asked for. */
size_t alk__lite_value_stride(sqlite3 *db);
/* The same for the result whose first row is current. */
size_t alk__lite_values_check(sqlite3_stmt *handle, uint32_t ncols, size_t stride);

/* To be called when a row has become current. */
static inline void alk__lite_values_row(alk__lite_values *values)
{
    if (values->stride != 0)
        values->first = (char *)sqlite3_column_value(values->handle, 0);
}

static inline sqlite3_value *alk__lite_value(const alk__lite_values *values, uint32_t column)
{
    if (values->stride != 0)
        return (sqlite3_value *)(void *)(values->first + column * values->stride);
    return sqlite3_column_value(values->handle, (int)column);
}
#endif
