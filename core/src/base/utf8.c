/* SPDX-License-Identifier: MIT
 * Decoding and checking UTF-8. What RFC 3629 forbids is refused by the second byte's range, so that no decoded number needs
 * a check of its own. */
#include "base/utf8.h"
#include <string.h>

/* The length that a lead byte announces, and the range that the second byte must be in; 0 for what cannot lead. */
static size_t lead(unsigned char byte, unsigned char *low, unsigned char *high)
{
    *low = 0x80;
    *high = 0xBF;
    if (byte < 0x80)
        return 1;
    if (byte < 0xC2 || byte > 0xF4)
        return 0;
    if (byte < 0xE0)
        return 2;
    if (byte < 0xF0) {
        if (byte == 0xE0)
            *low = 0xA0;       /* below: overlong */
        if (byte == 0xED)
            *high = 0x9F;      /* above: surrogates */
        return 3;
    }
    if (byte == 0xF0)
        *low = 0x90;           /* below: overlong */
    if (byte == 0xF4)
        *high = 0x8F;          /* above: beyond U+10FFFF */
    return 4;
}

/* The length of the sequence at the start of these bytes, 0 when it is not valid or not complete. */
static size_t sequence(const unsigned char *bytes, size_t length)
{
    unsigned char low, high;
    size_t n = lead(bytes[0], &low, &high);
    if (n <= 1)
        return n;
    if (n > length || bytes[1] < low || bytes[1] > high)
        return 0;
    for (size_t i = 2; i < n; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    return n;
}

static inline uint64_t word_at(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return word;
}

/* Most texts are ASCII and short. The last word overlaps the one before, so that no rest is left. */
static inline bool is_ascii(const char *text, size_t length)
{
    uint64_t seen = 0;
    if (length >= sizeof seen) {
        seen = word_at(text + length - sizeof seen);
        for (size_t at = 0; at + sizeof seen < length; at += sizeof seen)
            seen |= word_at(text + at);
        return (seen & UINT64_C(0x8080808080808080)) == 0;
    }
    for (size_t at = 0; at < length; at++)
        seen |= (unsigned char)text[at];
    return seen < 0x80;
}

size_t alk__utf8_valid(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    if (is_ascii(text, length))
        return length;
    while (at < length) {
        uint64_t eight;
        while (length - at >= sizeof eight) {
            memcpy(&eight, bytes + at, sizeof eight);
            if (eight & UINT64_C(0x8080808080808080))
                break;
            at += sizeof eight;
        }
        if (at == length)
            break;
        size_t n = sequence(bytes + at, length - at);
        if (n == 0)
            break;
        at += n;
    }
    return at;
}

bool alk__utf8_next(const char *text, size_t length, size_t *position, uint32_t *code_point)
{
    if (*position >= length)
        return false;
    const unsigned char *bytes = (const unsigned char *)text + *position;
    size_t n = sequence(bytes, length - *position);
    if (n == 0)
        return false;
    static const unsigned char lead_bits[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    uint32_t value = bytes[0] & lead_bits[n];
    for (size_t i = 1; i < n; i++)
        value = value << 6 | (bytes[i] & 0x3Fu);
    *code_point = value;
    *position += n;
    return true;
}

size_t alk__utf8_encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        return 0;
    size_t n = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    static const unsigned char marks[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    out[0] = (char)(marks[n] | code_point);
    return n;
}

size_t alk__utf8_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++)
        count += ((unsigned char)text[i] & 0xC0) != 0x80;
    return count;
}

size_t alk__utf8_cut(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t back = 1; back <= 3 && back <= length; back++) {
        unsigned char byte = bytes[length - back], low, high;
        if ((byte & 0xC0) == 0x80)
            continue;
        return lead(byte, &low, &high) > back ? length - back : length;
    }
    return length;
}
