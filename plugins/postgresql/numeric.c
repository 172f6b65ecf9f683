/* SPDX-License-Identifier: MIT
 * The binary form of numeric, there and back. */
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

/* ---- from text ---- */
static void put_head(char *out, const head *h)
{
    alk__pg_put16(out, h->count);
    alk__pg_put16(out + 2, (uint16_t)h->weight);
    alk__pg_put16(out + 4, h->sign);
    alk__pg_put16(out + 6, h->scale);
}

static size_t parse_special(const char *text, size_t length, char *out)
{
    static const uint16_t signs[] = { IS_NAN, IS_INFINITY, IS_MINUS_INFINITY };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strlen(special(signs[i])) == length && memcmp(special(signs[i]), text, length) == 0) {
            put_head(out, &(head){ .sign = signs[i] });
            return HEAD;
        }
    return 0;
}

static size_t count_digits(const char *text, size_t length)
{
    size_t n = 0;
    while (n < length && text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

/* The digit of weight w: four decimals, those that are not there being 0. whole: how many stand before the point, fraction: behind it. */
static uint16_t digit_of(const char *whole, size_t n_whole, const char *fraction, size_t n_fraction, int w)
{
    unsigned digit = 0;
    for (int i = 3; i >= 0; i--) {
        long place = (long)w * 4 + i;      /* the power of ten */
        char c = '0';
        if (place >= 0 && (size_t)place < n_whole)
            c = whole[n_whole - 1 - (size_t)place];
        else if (place < 0 && (size_t)(-place - 1) < n_fraction)
            c = fraction[-place - 1];
        digit = digit * 10 + (unsigned)(c - '0');
    }
    return (uint16_t)digit;
}

size_t alk__pg_numeric_parse(const char *text, size_t length, char *out)
{
    bool negative = length > 0 && *text == '-';
    const char *whole = text + negative, *fraction;
    size_t n_whole = count_digits(whole, length - negative), n_fraction = 0, used = negative + n_whole;
    head h = { .sign = negative ? NEGATIVE : POSITIVE };
    if (n_whole == 0)
        return parse_special(text, length, out);
    fraction = whole + n_whole;
    if (used < length && *fraction == '.')
        n_fraction = count_digits(++fraction, length - used - 1);
    if (used + (n_fraction > 0) + n_fraction != length || n_fraction > SCALE_MAX || n_whole > DIGITS_MAX)
        return 0;
    int top = (int)((n_whole + 3) / 4) - 1, low = -(int)((n_fraction + 3) / 4);
    while (top >= low && digit_of(whole, n_whole, fraction, n_fraction, top) == 0)
        top--;
    while (low <= top && digit_of(whole, n_whole, fraction, n_fraction, low) == 0)
        low++;
    h.scale = (uint16_t)n_fraction;
    h.weight = (int16_t)(top >= low ? top : 0);
    h.sign = top >= low ? h.sign : POSITIVE;
    for (int w = top; w >= low; w--)
        alk__pg_put16(out + HEAD + 2 * (size_t)h.count++, digit_of(whole, n_whole, fraction, n_fraction, w));
    put_head(out, &h);
    return HEAD + 2 * (size_t)h.count;
}
