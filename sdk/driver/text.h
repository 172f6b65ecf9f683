/* SPDX-License-Identifier: MIT
 * The pieces of which the texts of values are made: what printers write with, and a reader that runs over the text for parsers. Nothing here
 * knows a locale. */
#ifndef ALK_DRIVER_TEXT_H
#define ALK_DRIVER_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline bool alk__driver_equal(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* ---- writing: each returns where the text goes on ---- */

/* At least width digits, with zeros before the value. */
static inline char *alk__driver_put_digits(char *out, uint64_t value, int width)
{
    char reversed[24];
    int n = 0;
    do {
        reversed[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    for (int i = n; i < width; i++)
        *out++ = '0';
    while (n > 0)
        *out++ = reversed[--n];
    return out;
}

static inline char *alk__driver_put_text(char *out, const char *text)
{
    size_t length = strlen(text);
    memcpy(out, text, length);
    return out + length;
}

/* The NUL; returns the length. */
static inline size_t alk__driver_put_end(char *begin, char *end)
{
    *end = 0;
    return (size_t)(end - begin);
}

/* ---- reading ---- */
typedef struct alk__driver_reader {
    const char *at, *end;
} alk__driver_reader;

static inline bool alk__driver_take(alk__driver_reader *in, char wanted)
{
    if (in->at == in->end || *in->at != wanted)
        return false;
    in->at++;
    return true;
}

static inline bool alk__driver_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Two digits. */
static inline bool alk__driver_take_two(alk__driver_reader *in, unsigned *value)
{
    if (in->end - in->at < 2 || !alk__driver_is_digit(in->at[0]) || !alk__driver_is_digit(in->at[1]))
        return false;
    *value = (unsigned)(in->at[0] - '0') * 10 + (unsigned)(in->at[1] - '0');
    in->at += 2;
    return true;
}

/* Any number of digits, at least min, whose value stays below 10^15. */
static inline bool alk__driver_take_number(alk__driver_reader *in, int min, int64_t *value)
{
    int count = 0;
    *value = 0;
    for (; in->at < in->end && alk__driver_is_digit(*in->at); in->at++, count++)
        if ((*value = *value * 10 + (*in->at - '0')) >= INT64_C(1000000000000000))
            return false;
    return count >= min;
}

/* The digits behind a point as millionths; what is finer must be zero. */
static inline bool alk__driver_take_fraction(alk__driver_reader *in, int64_t *micros)
{
    int64_t unit = 100000;
    int count = 0;
    *micros = 0;
    for (; in->at < in->end && alk__driver_is_digit(*in->at); in->at++, count++) {
        if (unit == 0 && *in->at != '0')
            return false;
        *micros += unit * (*in->at - '0');
        unit /= 10;
    }
    return count > 0;
}
#endif
