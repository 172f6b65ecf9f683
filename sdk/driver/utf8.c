/* SPDX-License-Identifier: MIT
 * UTF-8 as the standard has it: no character longer than it need be, no surrogates, none past U+10FFFF. */
#include "utf8.h"

static bool continues(unsigned char c)
{
    return (c & 0xC0) == 0x80;
}

/* The bytes of the well-formed character at text, or 0. */
static size_t character(const unsigned char *text, size_t left)
{
    unsigned char c = text[0];
    if (c < 0x80)
        return 1;
    if (c >= 0xC2 && c <= 0xDF)
        return left >= 2 && continues(text[1]) ? 2 : 0;
    if ((c & 0xF0) == 0xE0)
        return left >= 3 && continues(text[1]) && continues(text[2]) && (c != 0xE0 || text[1] >= 0xA0) && (c != 0xED || text[1] < 0xA0) ? 3
                                                                                                                                      : 0;
    if (c >= 0xF0 && c <= 0xF4)
        return left >= 4 && continues(text[1]) && continues(text[2]) && continues(text[3]) && (c != 0xF0 || text[1] >= 0x90) &&
                       (c != 0xF4 || text[1] < 0x90)
                   ? 4
                   : 0;
    return 0;
}

static bool is_utf8(const char *text, size_t length)
{
    const unsigned char *at = (const unsigned char *)text;
    while (length > 0) {
        size_t n = character(at, length);
        if (n == 0)
            return false;
        at += n;
        length -= n;
    }
    return true;
}

bool alk__driver_text_check(const char *text, size_t length, bool *nul)
{
    *nul = false;
    if (alk__driver_is_plain(text, length))
        return true;
    *nul = memchr(text, 0, length) != NULL;
    return is_utf8(text, length);
}

size_t alk__driver_whole(const char *text, size_t length, size_t size)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t last = length;
    if (length + 1 < size)
        return length;
    while (last > 0 && continues(bytes[last - 1]))
        last--;
    last -= last > 0;
    return length == 0 || character(bytes + last, length - last) == length - last ? length : last;
}
