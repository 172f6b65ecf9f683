/* SPDX-License-Identifier: MIT
 * Reading the binary form of numeric. */
#include "numeric.h"

enum { HEAD = 8, POSITIVE = 0, NEGATIVE = 0x4000, IS_NAN = 0xC000, IS_INFINITY = 0xD000, IS_MINUS_INFINITY = 0xF000 };
enum { DIGITS_MAX = 40000, SCALE_MAX = 16383, WORD_SIZE = 12 };

typedef struct head {
    uint16_t count, sign, scale;
    int16_t weight;                      /* of the first digit: 10 000 to this power */
} head;

static head read_head(const char *bytes)
{
    head h = { alk__pg_get16(bytes), alk__pg_get16(bytes + 4), alk__pg_get16(bytes + 6), (int16_t)alk__pg_get16(bytes + 2) };
    return h;
}

static const char *special(uint16_t sign)
{
    return sign == IS_NAN ? "NaN" : sign == IS_INFINITY ? "Infinity" : sign == IS_MINUS_INFINITY ? "-Infinity" : NULL;
}

size_t alk__pg_numeric_size(const char *bytes, size_t length)
{
    head h;
    if (length < HEAD)
        return 0;
    h = read_head(bytes);
    if (special(h.sign) != NULL)
        return length == HEAD ? WORD_SIZE : 0;
    if ((h.sign != POSITIVE && h.sign != NEGATIVE) || h.count > DIGITS_MAX || h.scale > SCALE_MAX || length != HEAD + (size_t)h.count * 2)
        return 0;
    for (uint16_t i = 0; i < h.count; i++)
        if (alk__pg_get16(bytes + HEAD + (size_t)i * 2) > 9999)
            return 0;
    return 1 + (h.weight >= 0 ? ((size_t)h.weight + 1) * 4 : 1) + 1 + (size_t)h.scale + 4 + 1;
}

/* The digit of weight w. */
static unsigned digit_at(const char *bytes, const head *h, int w)
{
    int i = h->weight - w;
    return i < 0 || i >= h->count ? 0 : alk__pg_get16(bytes + HEAD + (size_t)i * 2);
}

static char *put4(char *out, unsigned digit)
{
    out[0] = (char)('0' + digit / 1000);
    out[1] = (char)('0' + digit / 100 % 10);
    out[2] = (char)('0' + digit / 10 % 10);
    out[3] = (char)('0' + digit % 10);
    return out + 4;
}

size_t alk__pg_numeric_print(const char *bytes, char *out)
{
    head h = read_head(bytes);
    const char *word = special(h.sign);
    char *at = out;
    if (word != NULL) {
        size_t length = strlen(word);
        memcpy(out, word, length + 1);
        return length;
    }
    if (h.sign == NEGATIVE)
        *at++ = '-';
    if (h.weight < 0 || h.count == 0) {
        *at++ = '0';
    } else {
        char *begin = at;
        for (int w = h.weight; w >= 0; w--)
            at = put4(at, digit_at(bytes, &h, w));
        char *first = begin;
        while (first < at - 1 && *first == '0')
            first++;
        memmove(begin, first, (size_t)(at - first));
        at = begin + (at - first);
    }
    if (h.scale > 0) {
        char *end;
        *at++ = '.';
        end = at + h.scale;
        for (int w = -1; at < end; w--)
            at = put4(at, digit_at(bytes, &h, w));
        at = end;
    }
    *at = 0;
    return (size_t)(at - out);
}

bool alk__pg_numeric_real(const char *bytes, double *value)
{
    static const double powers[] = { 1e0, 1e4, 1e8, 1e12, 1e16, 1e20 };
    head h = read_head(bytes);
    uint64_t all = 0;
    int low = h.weight - h.count + 1;
    double result;
    if (special(h.sign) != NULL || h.count > 3 || low > 5 || low < -5)
        return false;
    for (uint16_t i = 0; i < h.count; i++)
        all = all * 10000 + alk__pg_get16(bytes + HEAD + (size_t)i * 2);
    result = low < 0 ? (double)all / powers[-low] : (double)all * powers[low];
    *value = h.sign == NEGATIVE ? -result : result;
    return true;
}
