/* SPDX-License-Identifier: MIT
 * From SQLite's values to cells. False: out of memory; only who reports it has an error to write. */
#ifndef ALK_LITE_CONVERT_H
#define ALK_LITE_CONVERT_H
#include "column.h"
#include "driver/memory.h"
#include <string.h>

/* Texts and bytes into a cell; keep: a copy of them. */
static inline bool alk__lite_put_view(alk_cell *out, uint16_t tag, const void *bytes, size_t length, bool keep, alk__driver_memory *memory)
{
    if (keep) {
        char *copy = alk__driver_room(memory, length + 1);
        if (copy == NULL)
            return false;
        if (length > 0)
            memcpy(copy, bytes, length);
        copy[length] = 0;
        bytes = copy;
    }
    out->tag = tag;
    out->flags = keep || tag != ALK_TYPE_BLOB ? ALK_CELL_NUL : 0;
    out->len = (uint32_t)length;
    out->u.p = bytes;
    return true;
}

/* keep: copy texts and bytes. */
bool alk__lite_to_cell(sqlite3_value *value, const alk__lite_column *column, bool keep, alk__driver_memory *memory, alk_cell *out);
#endif
