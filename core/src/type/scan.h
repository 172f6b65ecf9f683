/* SPDX-License-Identifier: MIT
 * Reading text of known length from left to right: what the parsers of dates, times and intervals share. Each function takes what
 * it knows and moves on, or returns false and leaves the place as it was. */
#ifndef ALK_TYPE_SCAN_H
#define ALK_TYPE_SCAN_H
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "base/text.h"

typedef struct alk__scan {
    const char *p, *end;
} alk__scan;

static inline alk__scan alk__scan_of(const char *text, size_t length)
{
    if (text == NULL)
        text = "", length = 0;
    return (alk__scan){ text, text + length };
}

static inline bool alk__scan_end(const alk__scan *s)
{
    return s->p == s->end;
}

static inline bool alk__scan_char(alk__scan *s, char c)
{
    if (s->p == s->end || *s->p != c)
        return false;
    s->p++;
    return true;
}

/* ASCII case is ignored; word is in lower case. */
static inline bool alk__scan_word(alk__scan *s, const char *word)
{
    size_t i = 0;
    for (; word[i] != '\0'; i++)
        if ((size_t)(s->end - s->p) <= i || alk__lower(s->p[i]) != word[i])
            return false;
    s->p += i;
    return true;
}

/* Between least and most digits (at most 18), as many as there are. */
static inline bool alk__scan_digits(alk__scan *s, int least, int most, int64_t *out)
{
    int n = 0;
    int64_t value = 0;
    for (; n < most && s->p + n < s->end && alk__is_digit(s->p[n]); n++)
        value = value * 10 + (s->p[n] - '0');
    if (n < least)
        return false;
    s->p += n;
    *out = value;
    return true;
}

/* "." and digits as microseconds, when they are there; *micros is 0 else. Digits behind the sixth must be zeros, since nothing is
 * rounded silently. */
static inline bool alk__scan_fraction(alk__scan *s, int64_t *micros)
{
    int64_t value = 0;
    int n = 0;
    *micros = 0;
    if (s->p == s->end || *s->p != '.')
        return true;
    const char *p = s->p + 1;
    for (; p < s->end && alk__is_digit(*p); p++, n++) {
        if (n < 6)
            value = value * 10 + (*p - '0');
        else if (*p != '0')
            return false;
    }
    if (n == 0)
        return false;
    for (; n < 6; n++)
        value *= 10;
    s->p = p;
    *micros = value;
    return true;
}
#endif
