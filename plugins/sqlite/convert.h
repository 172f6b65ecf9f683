/* SPDX-License-Identifier: MIT
 * From SQLite's values to cells and to members of C structs. A fault is a small code; only who reports it knows the row and column. */
#ifndef ALK_LITE_CONVERT_H
#define ALK_LITE_CONVERT_H
#include "column.h"
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

/* Memory for a fetch. Small texts are cut from blocks, since a call into the library for each would be felt. */
typedef struct alk__lite_memory {
    alk_arena *arena;
    char *at;
    size_t left, taken;
    bool single;                         /* one row: exact pieces, and views where nobody asks for copies */
} alk__lite_memory;

char *alk__lite_memory_more(alk__lite_memory *memory, size_t size);

/* size bytes without alignment; NULL: out of memory. */
static inline char *alk__lite_take(alk__lite_memory *memory, size_t size)
{
    char *at = memory->at;
    if (size > memory->left)
        return alk__lite_memory_more(memory, size);
    memory->at += size;
    memory->left -= size;
    return at;
}

/* keep: copy texts and bytes. */
alk__lite_fault alk__lite_to_cell(sqlite3_value *value, const alk__lite_column *column, bool keep, alk__lite_memory *memory, alk_cell *out);
/* The cases that are rare: value is not NULL. keep as above; base: the struct. */
alk__lite_fault alk__lite_to_slot(sqlite3_value *value, const alk__lite_column *column, const alk_slot *slot, bool keep, char *base,
                                  alk__lite_memory *memory);
/* Size of a slot's C type; 0: unknown. */
size_t alk__lite_slot_size(uint16_t want);
/* Valid UTF-8; *nul: whether it holds a NUL. */
bool alk__lite_text_check(const char *text, size_t length, bool *nul);

static inline uint64_t alk__lite_load8(const char *at)
{
    uint64_t word;
    memcpy(&word, at, 8);
    return word;
}

/* Up to seven bytes in one word, where 1 stands for no byte. */
static inline uint64_t alk__lite_load_short(const char *text, size_t length)
{
    uint32_t first, last;
    if (length < 4)
        return length == 0 ? 1
                           : (unsigned char)text[0] | (uint64_t)(unsigned char)text[length / 2] << 8 |
                                 (uint64_t)(unsigned char)text[length - 1] << 16 | UINT64_C(0x0101010101000000);
    memcpy(&first, text, 4);
    memcpy(&last, text + length - 4, 4);
    return first | (uint64_t)last << 32;
}

/* All bytes are ASCII and none is NUL, which nearly every text is. Eight at a time: one with its top bit is not ASCII, one that borrows
 * when 1 is taken from it is NUL. Looking at a byte twice does no harm, so the last word overlaps the one before. */
static inline bool alk__lite_is_plain(const char *text, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t word, found;
    if (length < 8) {
        word = alk__lite_load_short(text, length);
        return length == 0 || ((word | (word - ones)) & tops) == 0;
    }
    word = alk__lite_load8(text + length - 8);
    found = word | (word - ones);
    for (size_t i = 0; i + 8 < length; i += 8) {
        word = alk__lite_load8(text + i);
        found |= word | (word - ones);
    }
    return (found & tops) == 0;
}
#endif
