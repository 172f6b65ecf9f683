/* SPDX-License-Identifier: MIT
 * Measuring where the values of a row are. */
#include "values.h"
#include <stdatomic.h>

enum { UNKNOWN = 0, NONE = 1, COLUMNS = 5 };

/* The distance between the values of the current row, when it is the same for all, and they are what they should be. */
static size_t measure(sqlite3_stmt *stmt)
{
    static const int types[COLUMNS] = { SQLITE_INTEGER, SQLITE_TEXT, SQLITE_FLOAT, SQLITE_NULL, SQLITE_BLOB };
    const char *first = (const char *)sqlite3_column_value(stmt, 0), *second = (const char *)sqlite3_column_value(stmt, 1);
    size_t stride = (size_t)((uintptr_t)second - (uintptr_t)first);
    if (stride < 8 || stride > 1024)
        return NONE;
    for (int i = 0; i < COLUMNS; i++) {
        sqlite3_value *value = sqlite3_column_value(stmt, i);
        if ((const char *)value != first + (size_t)i * stride || sqlite3_value_type(value) != types[i])
            return NONE;
    }
    return stride;
}

size_t alk__lite_value_stride(sqlite3 *db)
{
    static atomic_size_t known = UNKNOWN;
    size_t stride = atomic_load_explicit(&known, memory_order_relaxed);
    if (stride == UNKNOWN) {
        sqlite3_stmt *stmt = NULL;
        if (sqlite3_prepare_v2(db, "SELECT 1, 'a', 0.5, NULL, x'00'", -1, &stmt, NULL) == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
            stride = measure(stmt);
            atomic_store_explicit(&known, stride, memory_order_relaxed);
        }
        sqlite3_finalize(stmt);
    }
    return stride > NONE ? stride : 0;
}

size_t alk__lite_values_check(sqlite3_stmt *handle, uint32_t ncols, size_t stride)
{
    const char *first = (const char *)sqlite3_column_value(handle, 0);
    const char *last = (const char *)sqlite3_column_value(handle, (int)ncols - 1);
    return last == first + (ncols - 1) * stride ? stride : 0;
}
