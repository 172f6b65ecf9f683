/* SPDX-License-Identifier: MIT
 * Exact decimals: they stay text, so that nothing is lost between the program and the database. Checking, comparing and scaling
 * work on the digits; the one step to floating point is the one whose name says so. */
#include "type/decimal.h"
#include "base/error.h"
#include "base/text.h"
#include "type/scan.h"

enum { DIGITS_BEFORE = 131072, DIGITS_AFTER = 16383 };         /* PostgreSQL's limits */
#define TEXT_MAX ((size_t)DIGITS_BEFORE + DIGITS_AFTER + 32)

static int malformed(void)
{
    return alk__error_state(ALK_ERROR_DATA, "22018", "text is not a decimal number; it is written as -12.50");
}

static int too_long(void)
{
    return alk__error_state(ALK_ERROR_DATA, "22003",
                            "decimal number too long; it has at most 131072 digits before the point and 16383 after it");
}

static bool read_special(alk__scan s, alk__decimal *out)
{
    if (alk__scan_word(&s, "nan") && alk__scan_end(&s)) {
        out->kind = ALK__DECIMAL_NAN;
        return true;
    }
    out->negative = alk__scan_char(&s, '-');
    if (!out->negative)
        (void)alk__scan_char(&s, '+');
    out->kind = ALK__DECIMAL_INFINITE;
    return alk__scan_word(&s, "infinity") && alk__scan_end(&s);
}

/* The digits and the point. Counts what stands before and after it, and finds the first and last digit that is not zero. */
static bool read_digits(alk__scan *s, alk__decimal *out, size_t *before, size_t *after)
{
    size_t point = SIZE_MAX, count = 0, zeros = 0;             /* zeros: in front, before the first other digit */
    for (; s->p < s->end && (alk__is_digit(*s->p) || (*s->p == '.' && point == SIZE_MAX)); s->p++) {
        size_t at = (size_t)(s->p - out->text);
        if (*s->p == '.') {
            point = count;
            continue;
        }
        count++;
        if (*s->p != '0') {
            if (out->last == 0)
                out->first = at, zeros = count - 1;
            out->last = at + 1;
        }
    }
    *before = point == SIZE_MAX ? count : point;
    *after = count - *before;
    out->magnitude = (int64_t)*before - (int64_t)zeros;
    return count > 0;
}

static bool read_exponent(alk__scan *s, int64_t *out)
{
    *out = 0;
    if (!alk__scan_word(s, "e"))
        return true;
    bool negative = alk__scan_char(s, '-');
    if (!negative)
        (void)alk__scan_char(s, '+');
    if (!alk__scan_digits(s, 1, 9, out))
        return false;
    if (negative)
        *out = -*out;
    return true;
}

typedef enum fault { GOOD, MALFORMED, TOO_LONG } fault;

static fault scan(const char *text, size_t length, alk__decimal *out)
{
    alk__scan s = alk__scan_of(text, length);
    alk__decimal d = {.text = s.p};
    size_t before, after;
    int64_t exponent;
    if (read_special(s, &d)) {
        *out = d;
        return GOOD;
    }
    if (length > TEXT_MAX)
        return TOO_LONG;
    d = (alk__decimal){.text = s.p};
    d.negative = alk__scan_char(&s, '-');
    if (!d.negative)
        (void)alk__scan_char(&s, '+');
    if (!read_digits(&s, &d, &before, &after) || !read_exponent(&s, &exponent) || !alk__scan_end(&s))
        return MALFORMED;
    if (alk__decimal_is_zero(&d))
        d.magnitude = 0, d.negative = false;
    else
        d.magnitude += exponent;
    if (d.magnitude > DIGITS_BEFORE || (int64_t)after - exponent > DIGITS_AFTER)
        return TOO_LONG;
    *out = d;
    return GOOD;
}

bool alk__decimal_scan(const char *text, size_t length, alk__decimal *out)
{
    return scan(text, length, out) == GOOD;
}

int alk__decimal_read(const char *text, size_t length, alk__decimal *out)
{
    fault found = scan(text, length, out);
    return found == GOOD ? ALK_OK : found == MALFORMED ? malformed() : too_long();
}

bool alk__decimal_is_zero(const alk__decimal *d)
{
    return d->kind == ALK__DECIMAL_FINITE && d->last == 0;
}

int alk_decimal_check(const char *text, size_t length)
{
    alk__decimal d;
    return alk__decimal_read(text, length, &d);
}

/* ---- scaling ---- */

static int does_not_fit(void)
{
    return alk__error_state(ALK_ERROR_DATA, "22003", "decimal number does not fit a 64-bit integer at this scale");
}

/* The digit at *at, which moves on over a point; 0 behind the last. */
static unsigned next_digit(const alk__decimal *d, size_t *at)
{
    if (*at < d->last && d->text[*at] == '.')
        ++*at;
    return *at < d->last ? (unsigned)(d->text[(*at)++] - '0') : 0;
}

int alk__decimal_to_u64(const alk__decimal *d, int scale, uint64_t *out)
{
    uint64_t value = 0;
    size_t at = d->first;
    if (d->kind != ALK__DECIMAL_FINITE)
        return alk__error_state(ALK_ERROR_DATA, "22003", "NaN and the infinities are no integers");
    int64_t digits = alk__decimal_is_zero(d) ? 0 : d->magnitude + scale;    /* of the integer */
    if (digits > 20)
        return does_not_fit();
    for (int64_t i = 0; i < digits; i++)
        if (__builtin_mul_overflow(value, 10u, &value) || __builtin_add_overflow(value, next_digit(d, &at), &value))
            return does_not_fit();
    if (at < d->last)
        return alk__error_state(ALK_ERROR_DATA, "22003", "decimal number has more digits after the point than the scale");
    *out = value;
    return ALK_OK;
}

int alk_decimal_to_scaled(const char *text, size_t length, int scale, int64_t *out)
{
    alk__decimal d;
    uint64_t size = 0;
    int status = alk__decimal_read(text, length, &d);
    if (status == ALK_OK)
        status = alk__decimal_to_u64(&d, scale, &size);
    if (status != ALK_OK)
        return status;
    if (size > (uint64_t)INT64_MAX + d.negative)
        return does_not_fit();
    *out = d.negative ? (int64_t)(0 - size) : (int64_t)size;
    return ALK_OK;
}

size_t alk_decimal_from_scaled(int64_t value, int scale, char *out, size_t size)
{
    alk__writer w = { out, size, 0 };
    char digits[24];
    alk__writer number = { digits, sizeof digits, 0 };
    alk__write_digits(&number, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
    size_t places = scale > 0 ? (size_t)scale : 0;
    if (value < 0)
        alk__write_char(&w, '-');
    if (number.length > places)
        alk__write(&w, digits, number.length - places);
    else
        alk__write_char(&w, '0');
    for (int i = scale; i < 0 && value != 0; i++)              /* a scale below zero stands for zeros before the point */
        alk__write_char(&w, '0');
    if (places > 0)
        alk__write_char(&w, '.');
    for (size_t i = number.length; i < places; i++)
        alk__write_char(&w, '0');
    size_t shown = number.length < places ? number.length : places;
    alk__write(&w, digits + number.length - shown, shown);
    return alk__writer_end(&w);
}

/* ---- comparing ---- */

static int rank(const alk__decimal *d)
{
    if (d->kind == ALK__DECIMAL_NAN)
        return 3;
    int size = d->kind == ALK__DECIMAL_INFINITE ? 2 : !alk__decimal_is_zero(d);
    return d->negative ? -size : size;
}

static int order_of_sizes(const alk__decimal *a, const alk__decimal *b)
{
    if (a->magnitude != b->magnitude)
        return a->magnitude < b->magnitude ? -1 : 1;
    for (size_t i = a->first, j = b->first; i < a->last || j < b->last;) {
        unsigned x = next_digit(a, &i), y = next_digit(b, &j);
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

int alk__decimal_order(const alk__decimal *a, const alk__decimal *b)
{
    int x = rank(a), y = rank(b);
    if (x != y)
        return x < y ? -1 : 1;
    if (x != 1 && x != -1)
        return 0;
    return a->negative ? -order_of_sizes(a, b) : order_of_sizes(a, b);
}

int alk_decimal_compare(const char *a, size_t a_length, const char *b, size_t b_length, int *order)
{
    alk__decimal x, y;
    int status = alk__decimal_read(a, a_length, &x);
    if (status == ALK_OK)
        status = alk__decimal_read(b, b_length, &y);
    if (status == ALK_OK)
        *order = alk__decimal_order(&x, &y);
    return status;
}

/* ---- other forms ---- */

int alk_decimal_to_real(const char *text, size_t length, double *out)
{
    alk__decimal d;
    int status = alk__decimal_read(text, length, &d);
    if (status != ALK_OK)
        return status;
    if (!alk__parse_real((alk_sv){ text, length }, out))
        return alk__error_state(ALK_ERROR_DATA, "22003", "decimal number is out of the range of a double");
    return ALK_OK;
}

static void write_json_digits(alk__writer *w, alk__scan s)
{
    while (s.end - s.p > 1 && s.p[0] == '0' && alk__is_digit(s.p[1]))
        s.p++;
    if (!alk__is_digit(*s.p))
        alk__write_char(w, '0');
    for (; s.p < s.end; s.p++) {
        bool bare = *s.p == '.' && (s.end - s.p == 1 || !alk__is_digit(s.p[1]));
        if (!bare)
            alk__write_char(w, *s.p);
    }
}

void alk__decimal_write_json(alk__writer *w, const char *text, size_t length)
{
    alk__decimal special = { 0 };
    alk__scan s = alk__scan_of(text, length);
    if (alk__scan_end(&s) || read_special(s, &special)) {
        alk__write_char(w, '"');
        alk__write(w, text, length);
        alk__write_char(w, '"');
        return;
    }
    if (alk__scan_char(&s, '-'))
        alk__write_char(w, '-');
    else
        (void)alk__scan_char(&s, '+');
    if (!alk__scan_end(&s))
        write_json_digits(w, s);
}
