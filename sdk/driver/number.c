/* SPDX-License-Identifier: MIT
 * Number texts. The doubles that people store (9.99) are v / 10^s with small s: as v and 10^s are exact doubles, one division tells
 * whether v and s mean the same double. What is not of that kind is printed with 17 digits, which always suffice. */
#include "number.h"
#include "text.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXACT_POWERS = 22, SCALE_MAX = 40 };      /* 10^22 is the last power of ten that a double holds exactly */
#define EXACT_INTEGERS 9007199254740992.0        /* 2^53 */

static const double powers[EXACT_POWERS + 1] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                                 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };

static char *zeros(char *out, int count)
{
    for (; count > 0; count--)
        *out++ = '0';
    return out;
}

static int32_t sensible(int32_t scale)
{
    return scale > SCALE_MAX ? 0 : scale;
}

size_t alk__driver_print_int(int64_t value, int32_t scale, char *out)
{
    char *end = out;
    if (value < 0)
        *end++ = '-';
    end = alk__driver_put_digits(end, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
    if (sensible(scale) > 0) {
        *end++ = '.';
        end = zeros(end, sensible(scale));
    }
    return alk__driver_put_end(out, end);
}

size_t alk__driver_print_uint(uint64_t value, char *out)
{
    return alk__driver_put_end(out, alk__driver_put_digits(out, value, 1));
}

/* ---- digits of a double: value = 0.DIGITS * 10^point ---- */
typedef struct decimal {
    char digits[24];
    int count, point;
} decimal;

static bool short_digits(double value, decimal *out)
{
    for (int s = 0; s <= EXACT_POWERS; s++) {
        double scaled = value * powers[s];
        uint64_t whole;
        if (scaled >= EXACT_INTEGERS)
            return false;
        whole = (uint64_t)(scaled + 0.5);
        if (whole != 0 && (double)whole / powers[s] == value) {
            out->count = (int)(alk__driver_put_digits(out->digits, whole, 1) - out->digits);
            out->point = out->count - s;
            return true;
        }
    }
    return false;
}

/* From "d.dddde+xx"; the radix character is the locale's, so it is whatever stands between the digits. */
static void long_digits(double value, decimal *out)
{
    char text[64];
    const char *at = text;
    int exponent = 0;
    bool negative;
    (void)snprintf(text, sizeof text, "%.16e", value);
    out->count = 0;
    for (; *at != 'e' && *at != 0; at++)
        if (*at >= '0' && *at <= '9')
            out->digits[out->count++] = *at;
    at++;
    negative = *at == '-';
    for (at++; *at >= '0' && *at <= '9'; at++)
        exponent = exponent * 10 + (*at - '0');
    out->point = (negative ? -exponent : exponent) + 1;
}

static void digits_of(double value, decimal *out)
{
    if (value >= EXACT_INTEGERS && value < 9.2e18) {         /* an integer, all of it */
        out->count = (int)(alk__driver_put_digits(out->digits, (uint64_t)value, 1) - out->digits);
        out->point = out->count;
    } else if (!short_digits(value, out)) {
        long_digits(value, out);
    }
    while (out->count > 1 && out->digits[out->count - 1] == '0')
        out->count--;
}

static char *put_bytes(char *out, const char *bytes, int count)
{
    memcpy(out, bytes, (size_t)count);
    return out + count;
}

/* Digits with the point among them, and zeros where the scale asks for them. */
static char *put_plain(char *out, const decimal *number, int32_t scale)
{
    int whole = number->point > 0 ? number->point : 0, fraction = number->count - number->point;
    if (whole == 0)
        *out++ = '0';
    else if (whole >= number->count)
        out = zeros(put_bytes(out, number->digits, number->count), whole - number->count);
    else
        out = put_bytes(out, number->digits, whole);
    if (fraction < 0)
        fraction = 0;
    if (fraction > 0 || scale > 0)
        *out++ = '.';
    if (fraction > 0) {
        out = zeros(out, number->point < 0 ? -number->point : 0);
        out = put_bytes(out, number->digits + whole, number->count - whole);
    }
    return zeros(out, scale - fraction);
}

static char *put_scientific(char *out, const decimal *number)
{
    int exponent = number->point - 1;
    *out++ = number->digits[0];
    if (number->count > 1) {
        *out++ = '.';
        out = put_bytes(out, number->digits + 1, number->count - 1);
    }
    *out++ = 'e';
    if (exponent < 0)
        *out++ = '-';
    return alk__driver_put_digits(out, (uint64_t)(exponent < 0 ? -exponent : exponent), 1);
}

size_t alk__driver_print_real(double value, int32_t scale, char *out)
{
    decimal number = { "0", 1, 1 };
    char *end = out;
    if (value != value)
        return alk__driver_put_end(out, put_bytes(out, "NaN", 3));
    if (value < 0) {
        *end++ = '-';
        value = -value;
    }
    if (value > 1.7976931348623157e308)
        return alk__driver_put_end(out, put_bytes(end, "Infinity", 8));
    if (value != 0)
        digits_of(value, &number);
    if (number.point < -15 || number.point > 40)
        return alk__driver_put_end(out, put_scientific(end, &number));
    return alk__driver_put_end(out, put_plain(end, &number, sensible(scale)));
}

/* ---- parsing ---- */
typedef struct scan {
    uint64_t digits;                     /* without point and leading zeros, as far as they fit */
    int64_t exponent;                    /* of ten, for the digits */
    bool full, inexact;                  /* no more digits fit; some that did not were not zero */
    bool negative, valid;
} scan;

static void scan_digit(scan *s, char c, bool fraction)
{
    uint64_t next;
    if (s->full || __builtin_mul_overflow(s->digits, (uint64_t)10, &next) || __builtin_add_overflow(next, (uint64_t)(c - '0'), &next)) {
        s->full = true;
        s->inexact |= c != '0';
        s->exponent += !fraction;
        return;
    }
    s->digits = next;
    s->exponent -= fraction;
}

static const char *scan_exponent(const char *at, const char *end, scan *s)
{
    int64_t exponent = 0;
    bool negative = at < end && *at == '-';
    const char *begin;
    if (at < end && (*at == '-' || *at == '+'))
        at++;
    for (begin = at; at < end && *at >= '0' && *at <= '9'; at++)
        exponent = exponent < 100000000 ? exponent * 10 + (*at - '0') : exponent;
    s->exponent += negative ? -exponent : exponent;
    return at == begin ? NULL : at;
}

static scan scan_decimal(const char *text, size_t length)
{
    scan s = { 0, 0, false, false, false, false };
    const char *at = text, *end = text + length;
    bool fraction = false;
    int count = 0;
    if (at < end && (*at == '-' || *at == '+'))
        s.negative = *at++ == '-';
    for (; at < end; at++) {
        if (*at == '.' && !fraction) {
            fraction = true;
        } else if (*at >= '0' && *at <= '9') {
            scan_digit(&s, *at, fraction);
            count++;
        } else {
            break;
        }
    }
    if (at < end && count > 0 && (*at == 'e' || *at == 'E'))
        at = scan_exponent(at + 1, end, &s);
    s.valid = count > 0 && at == end;
    return s;
}

bool alk__driver_is_decimal(const char *text, size_t length)
{
    static const char *const words[] = { "NaN", "Infinity", "-Infinity" };
    for (size_t i = 0; i < 3; i++)
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0)
            return true;
    return length > 0 && text[0] != '+' && text[0] != '.' && scan_decimal(text, length).valid && text[length - 1] != '.';
}

bool alk__driver_parse_integer(const char *text, size_t length, uint64_t *magnitude, bool *negative)
{
    scan s = scan_decimal(text, length);
    if (!s.valid || s.inexact)
        return false;
    for (; s.digits != 0 && s.exponent < 0; s.exponent++) {
        if (s.digits % 10 != 0)
            return false;
        s.digits /= 10;
    }
    for (; s.digits != 0 && s.exponent > 0; s.exponent--)
        if (__builtin_mul_overflow(s.digits, (uint64_t)10, &s.digits))
            return false;
    *magnitude = s.digits;
    *negative = s.negative && s.digits != 0;
    return true;
}

bool alk__driver_parse_real(const char *text, size_t length, double *value)
{
    scan s = scan_decimal(text, length);
    double result;
    if (!s.valid || s.inexact || s.digits > (UINT64_C(1) << 53) || s.exponent > EXACT_POWERS || s.exponent < -EXACT_POWERS)
        return false;
    result = s.exponent < 0 ? (double)s.digits / powers[-s.exponent] : (double)s.digits * powers[s.exponent];
    *value = s.negative ? -result : result;
    return true;
}

/* What is not simple enough for one multiplication: the C library's reader, in a locale whose point is a point. The locale stays for the life
 * of the process; it is asked for again where there was no memory for it. */
static bool read_any(const char *text, size_t length, double *value)
{
    static locale_t plain;
    locale_t found = __atomic_load_n(&plain, __ATOMIC_ACQUIRE), none = (locale_t)0;
    char copy[ALK__DRIVER_NUMBER_MAX], *end;
    if (length >= sizeof copy)
        return false;
    if (found == none) {
        if ((found = newlocale(LC_ALL_MASK, "C", none)) == none)
            return false;
        if (!__atomic_compare_exchange_n(&plain, &none, found, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE)) {
            freelocale(found);
            found = none;
        }
    }
    memcpy(copy, text, length);
    copy[length] = 0;
    *value = strtod_l(copy, &end, found);
    return end == copy + length;
}

bool alk__driver_parse_long_real(const char *text, size_t length, double *value)
{
    return alk__driver_parse_real(text, length, value) || (scan_decimal(text, length).valid && read_any(text, length, value));
}

bool alk__driver_parse_any_real(const char *text, size_t length, double *value)
{
    static const struct {
        const char *word;
        double value;
    } words[] = { { "NaN", NAN }, { "Infinity", INFINITY }, { "-Infinity", -INFINITY } };
    for (size_t i = 0; i < 3; i++)
        if (strlen(words[i].word) == length && memcmp(words[i].word, text, length) == 0) {
            *value = words[i].value;
            return true;
        }
    return alk__driver_parse_long_real(text, length, value);
}
