/* SPDX-License-Identifier: MIT
 * Whether bytes are text. */
#ifndef ALK_DRIVER_UTF8_H
#define ALK_DRIVER_UTF8_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Valid UTF-8; *nul: whether it holds a NUL. */
bool alk__driver_text_check(const char *text, size_t length, bool *nul);
/* The length without a character that was cut in two at the end, where the text fills a buffer of that size but for its NUL. */
size_t alk__driver_whole(const char *text, size_t length, size_t size);

static inline uint64_t alk__driver_load8(const char *at)
{
    uint64_t word;
    memcpy(&word, at, 8);
    return word;
}

/* Up to seven bytes in one word, where 1 stands for no byte. */
static inline uint64_t alk__driver_load_short(const char *text, size_t length)
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
static inline bool alk__driver_is_plain(const char *text, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t word, found;
    if (length < 8) {
        word = alk__driver_load_short(text, length);
        return length == 0 || ((word | (word - ones)) & tops) == 0;
    }
    word = alk__driver_load8(text + length - 8);
    found = word | (word - ones);
    for (size_t i = 0; i + 8 < length; i += 8) {
        word = alk__driver_load8(text + i);
        found |= word | (word - ones);
    }
    return (found & tops) == 0;
}
#endif
