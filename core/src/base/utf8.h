/* SPDX-License-Identifier: MIT
 * UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef ALK_BASE_UTF8_H
#define ALK_BASE_UTF8_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A text of fewer than eight bytes, not none, as one word in which each of them stands once or more. */
static inline uint64_t alk__utf8_short(const char *text, size_t length)
{
    if (length < 4) {
        uint64_t first = (unsigned char)text[0], middle = (unsigned char)text[length / 2], last = (unsigned char)text[length - 1];
        return (first | middle << 8 | last << 16) * UINT64_C(0x0000000001000001) | last << 48 | last << 56;
    }
    uint32_t first, last;
    memcpy(&first, text, sizeof first);
    memcpy(&last, text + length - sizeof last, sizeof last);
    return first | (uint64_t)last << 32;
}
/* All bytes are ASCII and none is NUL, which nearly every text is. Eight at a time: one with its top bit is not ASCII, one that borrows when 1 is taken
 * from it is NUL. The last word overlaps the one before. */
static inline bool alk__utf8_plain(const char *text, size_t length)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones << 7;
    uint64_t word, found;
    if (length == 0)
        return true;
    if (length < sizeof word)
        word = alk__utf8_short(text, length);
    else
        memcpy(&word, text + length - sizeof word, sizeof word);
    found = word | (word - ones);
    for (size_t at = 0; at + sizeof word < length; at += sizeof word) {
        memcpy(&word, text + at, sizeof word);
        found |= word | (word - ones);
    }
    return (found & tops) == 0;
}
/* The length of the valid prefix; equal to length when all of the text is valid. */
size_t alk__utf8_valid(const char *text, size_t length);
/* Decodes one code point at *position and moves it on; false at an invalid sequence, *position untouched. */
bool alk__utf8_next(const char *text, size_t length, size_t *position, uint32_t *code_point);
size_t alk__utf8_encode(uint32_t code_point, char out[4]);   /* 0 for a surrogate or beyond U+10FFFF */
size_t alk__utf8_count(const char *text, size_t length);     /* code points of valid text */
/* The largest cut <= length that does not split a code point. */
size_t alk__utf8_cut(const char *text, size_t length);
#endif
