/* SPDX-License-Identifier: MIT
 * Whether bytes are text. */
#ifndef ALK_PG_UTF8_H
#define ALK_PG_UTF8_H
#include "host.h"

bool alk__pg_is_utf8(const char *text, size_t length);

/* All bytes are ASCII and none is NUL, which nearly every text is. Eight at a time: one with its top bit is not ASCII, one that borrows when 1 is
 * taken from it is NUL. Looking at a byte twice does no harm, so the last word overlaps the one before. */
static inline bool alk__pg_is_plain(const char *text, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t word, found;
    if (length < 8) {
        for (size_t i = 0; i < length; i++)
            if ((signed char)text[i] <= 0)
                return false;
        return true;
    }
    memcpy(&word, text + length - 8, 8);
    found = word | (word - ones);
    for (size_t i = 0; i + 8 < length; i += 8) {
        memcpy(&word, text + i, 8);
        found |= word | (word - ones);
    }
    return (found & tops) == 0;
}
#endif
