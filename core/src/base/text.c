/* SPDX-License-Identifier: MIT
 * Text helpers without a locale. Numbers are read and written here and nowhere else; the C library's strtod_l is used for
 * the correct rounding only, on a text made here and under a C locale of our own. */
#include "base/text.h"
#include <errno.h>
#include <float.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

alk_sv alk__sv(const char *text)
{
    return (alk_sv){text, text ? strlen(text) : 0};
}

bool alk__sv_eq(alk_sv a, alk_sv b)
{
    return a.n == b.n && (a.p == b.p || a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool alk__sv_is(alk_sv a, const char *text)
{
    return alk__sv_eq(a, alk__sv(text));
}

static bool starts_nocase(const char *text, const char *word, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (alk__lower(text[i]) != alk__lower(word[i]))
            return false;
    return true;
}

bool alk__sv_is_nocase(alk_sv a, const char *text)
{
    return a.n == strlen(text) && starts_nocase(a.p, text, a.n);
}

bool alk__contains_nocase(alk_sv text, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; length > 0 && i + length <= text.n; i++)
        if (starts_nocase(text.p + i, word, length))
            return true;
    return length == 0;
}

/* ---- integers ---- */

bool alk__parse_uint(alk_sv text, uint64_t *out)
{
    size_t at = text.n > 0 && text.p[0] == '+';
    uint64_t value = 0;
    if (at == text.n)
        return false;
    for (; at < text.n; at++) {
        if (!alk__is_digit(text.p[at]))
            return false;
        if (__builtin_mul_overflow(value, UINT64_C(10), &value) ||
            __builtin_add_overflow(value, (uint64_t)(text.p[at] - '0'), &value))
            return false;
    }
    *out = value;
    return true;
}

bool alk__parse_int(alk_sv text, int64_t *out)
{
    bool negative = text.n > 0 && text.p[0] == '-';
    if (negative) {
        text.p++;
        text.n--;
        if (text.n > 0 && text.p[0] == '+')
            return false;
    }
    uint64_t magnitude;
    if (!alk__parse_uint(text, &magnitude) || magnitude > (uint64_t)INT64_MAX + (negative ? 1 : 0))
        return false;
    *out = negative ? (int64_t)(0 - magnitude) : (int64_t)magnitude;
    return true;
}

static size_t print_magnitude(uint64_t value, char *out)
{
    char digits[20];
    size_t n = 0;
    if (value < 10) {
        out[0] = (char)('0' + value);
        out[1] = '\0';
        return 1;
    }
    do
        digits[n++] = (char)('0' + value % 10);
    while (value /= 10);
    for (size_t i = 0; i < n; i++)
        out[i] = digits[n - 1 - i];
    out[n] = '\0';
    return n;
}

size_t alk__print_uint(uint64_t value, char out[24])
{
    return print_magnitude(value, out);
}

size_t alk__print_int(int64_t value, char out[24])
{
    if (value >= 0)
        return print_magnitude((uint64_t)value, out);
    out[0] = '-';
    return 1 + print_magnitude(0 - (uint64_t)value, out + 1);
}

/* ---- binary floating point ---- */

static locale_t c_locale;

static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
}

/* Reads a text that is known to be well formed, with a point. */
static bool read_double(const char *text, double *out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    if (pthread_once(&once, make_c_locale) != 0 || c_locale == (locale_t)0)
        return false;
    int kept = errno;
    *out = strtod_l(text, NULL, c_locale);
    errno = kept;
    return true;
}

static bool parse_special(alk_sv text, double *out)
{
    bool negative = text.n > 0 && text.p[0] == '-';
    alk_sv word = text;
    if (negative || (text.n > 0 && text.p[0] == '+'))
        word = (alk_sv){text.p + 1, text.n - 1};
    if (alk__sv_is_nocase(word, "inf") || alk__sv_is_nocase(word, "infinity"))
        *out = negative ? -(double)INFINITY : (double)INFINITY;
    else if (alk__sv_is_nocase(text, "nan"))
        *out = (double)NAN;
    else
        return false;
    return true;
}

/* A decimal number taken apart. 780 digits decide the rounding of any double; of those behind, it only matters whether one
 * is not 0, and that is kept as one more digit. */
#define MAX_DIGITS 780
typedef struct decimal {
    char digits[MAX_DIGITS + 1];
    size_t n;
    int64_t exponent;          /* the value is 0.DIGITS times ten to this power */
    bool negative, any;
} decimal;

static void add_digit(decimal *number, char digit, bool behind_point)
{
    number->any = true;
    if (number->n == 0 && digit == '0') {
        number->exponent -= behind_point;
        return;
    }
    number->exponent += !behind_point;
    if (number->n < MAX_DIGITS)
        number->digits[number->n++] = digit;
    else if (digit != '0') {
        number->digits[MAX_DIGITS] = '1';
        number->n = MAX_DIGITS + 1;
    }
}

/* Reads what stands behind the e; a power beyond a million is as good as a million. */
static bool scan_power(alk_sv text, size_t at, int64_t *power)
{
    bool negative = at < text.n && text.p[at] == '-';
    if (at < text.n && (text.p[at] == '-' || text.p[at] == '+'))
        at++;
    if (at == text.n)
        return false;
    int64_t value = 0;
    for (; at < text.n; at++) {
        if (!alk__is_digit(text.p[at]))
            return false;
        if (value < 1000000)
            value = value * 10 + (text.p[at] - '0');
    }
    *power = negative ? -value : value;
    return true;
}

static bool scan_decimal(alk_sv text, decimal *number)
{
    size_t at = 0;
    bool behind_point = false;
    number->n = 0;
    number->exponent = 0;
    number->any = false;
    number->negative = text.n > 0 && text.p[0] == '-';
    if (text.n > 0 && (text.p[0] == '-' || text.p[0] == '+'))
        at++;
    for (; at < text.n; at++) {
        if (alk__is_digit(text.p[at]))
            add_digit(number, text.p[at], behind_point);
        else if (text.p[at] == '.' && !behind_point)
            behind_point = true;
        else
            break;
    }
    int64_t power = 0;
    if (!number->any)
        return false;
    if (at < text.n) {
        if (alk__lower(text.p[at]) != 'e' || !scan_power(text, at + 1, &power))
            return false;
    }
    number->exponent += power;
    return true;
}

bool alk__parse_real(alk_sv text, double *out)
{
    decimal number;
    if (!scan_decimal(text, &number))
        return parse_special(text, out);
    double value = 0;
    if (number.n > 0) {
        if (number.exponent > DBL_MAX_10_EXP + 1 || number.exponent < -400)
            return false;
        char normal[MAX_DIGITS + 32] = "0.";
        memcpy(normal + 2, number.digits, number.n);
        normal[2 + number.n] = 'e';
        (void)alk__print_int(number.exponent, normal + 3 + number.n);
        if (!read_double(normal, &value) || value > DBL_MAX || value <= 0)
            return false;      /* too large, or so small that nothing is left of it */
    }
    *out = number.negative ? -value : value;
    return true;
}

bool alk__parse_bool(alk_sv text, bool *out)
{
    static const char *const words[] = {"false", "true", "f", "t", "no", "yes", "off", "on", "0", "1", "n", "y"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (alk__sv_is_nocase(text, words[i])) {
            *out = i % 2 == 1;
            return true;
        }
    return false;
}

/* snprintf writes the locale's decimal point, which may be of several bytes. */
static size_t print_digits(double value, int precision, char out[32])
{
    char local[64];
    int length = snprintf(local, sizeof local, "%.*g", precision, value);
    size_t n = 0;
    bool point = false;
    for (int i = 0; i < length && n < 31; i++) {
        char c = local[i];
        bool own = alk__is_digit(c) || c == '-' || c == '+' || c == 'e';
        if (own)
            out[n++] = c;
        else if (!point)
            out[n++] = '.';
        point = !own;
    }
    out[n] = '\0';
    return n;
}

static size_t put_word(const char *word, char out[32])
{
    size_t n = strlen(word);
    memcpy(out, word, n + 1);
    return n;
}

size_t alk__print_real(double value, char out[32])
{
    if (isnan(value))
        return put_word("NaN", out);
    if (isinf(value))
        return put_word(value > 0 ? "Infinity" : "-Infinity", out);
    if (value > -1e15 && value < 1e15 && value == (double)(int64_t)value && (value != 0 || !signbit(value)))
        return alk__print_int((int64_t)value, out);
    double magnitude = fabs(value), back = 0;
    size_t n = 0;
    /* A normal number that has a text of up to 15 digits has it at precision 15; a subnormal one may have fewer. */
    for (int precision = magnitude < DBL_MIN ? 1 : DBL_DIG; precision <= DBL_DECIMAL_DIG; precision++) {
        n = print_digits(value, precision, out);
        if (read_double(out, &back) && memcmp(&back, &value, sizeof value) == 0)
            break;
    }
    return n;
}

/* ---- near matches and secrets ---- */

#define LONGEST_WORD ((size_t)64)

static size_t smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

static size_t distance(alk_sv a, alk_sv b, size_t limit, bool fold)
{
    size_t rows[3][LONGEST_WORD + 1];
    size_t *two_back = rows[0], *back = rows[1], *row = rows[2];
    size_t beyond = limit < SIZE_MAX ? limit + 1 : limit;
    if (a.n > LONGEST_WORD || b.n > LONGEST_WORD || (a.n > b.n ? a.n - b.n : b.n - a.n) > limit)
        return alk__sv_eq(a, b) ? 0 : beyond;
    char x[LONGEST_WORD], y[LONGEST_WORD];
    for (size_t i = 0; i < a.n; i++)
        x[i] = fold ? alk__lower(a.p[i]) : a.p[i];
    for (size_t j = 0; j < b.n; j++)
        y[j] = fold ? alk__lower(b.p[j]) : b.p[j];
    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        size_t *oldest = two_back;
        two_back = back;
        back = row;
        row = oldest;
        row[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            size_t cost = x[i - 1] != y[j - 1];
            row[j] = smallest(back[j] + 1, row[j - 1] + 1, back[j - 1] + cost);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] && two_back[j - 2] + 1 < row[j])
                row[j] = two_back[j - 2] + 1;
        }
    }
    return row[b.n] <= limit ? row[b.n] : beyond;
}

size_t alk__edit_distance(alk_sv a, alk_sv b, size_t limit)
{
    return distance(a, b, limit, false);
}

const char *alk__nearest(alk_sv word, const char *const *names)
{
    const char *nearest = NULL;
    if (word.n < 2)
        return NULL;
    size_t limit = (word.n + 2) / 3;
    for (; *names; names++) {
        alk_sv name = alk__sv(*names);
        size_t apart = distance(word, name, limit, true);
        if (apart > limit || apart >= name.n)
            continue;
        nearest = *names;
        if (apart == 0)
            break;
        limit = apart - 1;
    }
    return nearest;
}

static bool is_word_byte(char c)
{
    return alk__is_alpha(c) || alk__is_digit(c);
}

static bool has_word(alk_sv text, const char *word)
{
    size_t length = strlen(word);
    for (size_t i = 0; i + length <= text.n; i++)
        if (starts_nocase(text.p + i, word, length) && (i == 0 || !is_word_byte(text.p[i - 1])) &&
            (i + length == text.n || !is_word_byte(text.p[i + length])))
            return true;
    return false;
}

bool alk__name_is_secret(alk_sv name)
{
    static const char *const parts[] = {"pass", "pwd", "secret", "token"};     /* pass: also password, passwd, passphrase */
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (alk__contains_nocase(name, parts[i]))
            return true;
    return has_word(name, "key");
}
