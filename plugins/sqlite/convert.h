/* SPDX-License-Identifier: MIT
 * From SQLite's values to cells and to members of C structs. A fault is a small code; only who reports it knows the row and column. */
#ifndef ALK_LITE_CONVERT_H
#define ALK_LITE_CONVERT_H
#include "column.h"
#include "driver/memory.h"
#include <string.h>

typedef enum alk__lite_fault {
    ALK__LITE_FINE = 0,
    ALK__LITE_IS_NULL,                   /* NULL for a member that cannot say so */
    ALK__LITE_OUT_OF_RANGE,
    ALK__LITE_NOT_CONVERTIBLE,           /* of a class that does not convert */
    ALK__LITE_MALFORMED,                 /* text that does not denote such a value */
    ALK__LITE_HOLDS_NUL,
    ALK__LITE_NOT_UTF8,
    ALK__LITE_UNKNOWN_SLOT,
    ALK__LITE_NO_MEMORY
} alk__lite_fault;

/* Texts and bytes into a cell; keep: a copy of them. */
static inline alk__lite_fault alk__lite_put_view(alk_cell *out, uint16_t tag, const void *bytes, size_t length, bool keep, alk__driver_memory *memory)
{
    if (keep) {
        char *copy = alk__driver_room(memory, length + 1);
        if (copy == NULL)
            return ALK__LITE_NO_MEMORY;
        if (length > 0)
            memcpy(copy, bytes, length);
        copy[length] = 0;
        bytes = copy;
    }
    out->tag = tag;
    out->flags = keep || tag != ALK_TYPE_BLOB ? ALK_CELL_NUL : 0;
    out->len = (uint32_t)length;
    out->u.p = bytes;
    return ALK__LITE_FINE;
}

/* keep: copy texts and bytes. */
alk__lite_fault alk__lite_to_cell(sqlite3_value *value, const alk__lite_column *column, bool keep, alk__driver_memory *memory, alk_cell *out);
/* The cases that are rare: value is not NULL. keep as above; base: the struct. */
alk__lite_fault alk__lite_to_slot(sqlite3_value *value, const alk__lite_column *column, const alk_slot *slot, bool keep, char *base,
                                  alk__driver_memory *memory);
/* Size of a slot's C type; 0: unknown. */
size_t alk__lite_slot_size(uint16_t want);
#endif
