/* SPDX-License-Identifier: MIT
 * Text forms of dates and times. The calendar is the proleptic Gregorian one; days are counted in eras of 400 years that begin in March,
 * so that the leap day is the last of its year. Nothing here knows SQLite. */
#include "datetime.h"
#include <string.h>

#define DAY ALK__LITE_DAY_MICROS

static bool equal(const char *text, size_t length, const char *word)
{
    return strlen(word) == length && memcmp(text, word, length) == 0;
}

/* ---- calendar ---- */
enum { ERAS_BEFORE = 1000, DAYS_OF_ERA = 146097, DAYS_BEFORE_1970 = 719468 };

/* The years are counted from 400 000 before our era, so that unsigned numbers do: -399 999 to 9 999 999. */
static inline int64_t days_of(int64_t year, unsigned month, unsigned day)
{
    unsigned y = (unsigned)(year + ERAS_BEFORE * 400) - (month <= 2), of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return (int64_t)y * 365 + (int64_t)(y / 4 - y / 100 + y / 400 + of_year) - (int64_t)ERAS_BEFORE * DAYS_OF_ERA - DAYS_BEFORE_1970;
}

static void date_of(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
    int64_t shifted = days + 719468, era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    unsigned of_era = (unsigned)(shifted - era * 146097);
    unsigned years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned of_year = of_era - (365 * years + years / 4 - years / 100), m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = era * 400 + years + (*month <= 2);
}

static unsigned days_in(int64_t year, unsigned month)
{
    static const uint8_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* ---- printing ---- */
static char *digits(char *out, uint64_t value, int width)
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

static char *literal(char *out, const char *text)
{
    size_t length = strlen(text);
    memcpy(out, text, length);
    return out + length;
}

static char *put_date(char *out, int64_t days)
{
    int64_t year;
    unsigned month, day;
    date_of(days, &year, &month, &day);
    if (year < 0 || year > 9999)
        *out++ = year < 0 ? '-' : '+';
    out = digits(out, (uint64_t)(year < 0 ? -year : year), 4);
    *out++ = '-';
    out = digits(out, month, 2);
    *out++ = '-';
    return digits(out, day, 2);
}

/* ".5" of 500000 microseconds, with trailing zeros kept to the sixth digit or not. */
static char *put_fraction(char *out, uint64_t micros, bool all)
{
    if (micros == 0)
        return out;
    *out++ = '.';
    out = digits(out, micros, 6);
    while (!all && out[-1] == '0')
        out--;
    return out;
}

static char *put_time(char *out, int64_t micros)
{
    uint64_t seconds = (uint64_t)micros / 1000000;
    out = digits(out, seconds / 3600, 2);
    *out++ = ':';
    out = digits(out, seconds / 60 % 60, 2);
    *out++ = ':';
    out = digits(out, seconds % 60, 2);
    return put_fraction(out, (uint64_t)micros % 1000000, true);
}

static size_t finish(char *begin, char *end)
{
    *end = 0;
    return (size_t)(end - begin);
}

size_t alk__lite_print_date(int64_t days, char *out)
{
    if (days <= INT32_MIN || days >= INT32_MAX)
        return finish(out, literal(out, days < 0 ? "-infinity" : "infinity"));
    return finish(out, put_date(out, days));
}

size_t alk__lite_print_time(int64_t micros, char *out)
{
    return finish(out, put_time(out, micros));
}

size_t alk__lite_print_timestamp(int64_t micros, bool zoned, char *out)
{
    int64_t days = micros / DAY, rest = micros % DAY;
    char *end;
    if (micros == INT64_MIN || micros == INT64_MAX)
        return finish(out, literal(out, micros < 0 ? "-infinity" : "infinity"));
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    end = put_date(out, days);
    *end++ = ' ';
    end = put_time(end, rest);
    return finish(out, zoned ? literal(end, "+00:00") : end);
}

static char *put_part(char *out, int64_t value, char unit)
{
    if (value == 0)
        return out;
    if (value < 0)
        *out++ = '-';
    out = digits(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
    *out++ = unit;
    return out;
}

static char *put_seconds(char *out, int64_t micros)
{
    uint64_t size = micros < 0 ? 0 - (uint64_t)micros : (uint64_t)micros;
    if (size == 0)
        return out;
    if (micros < 0)
        *out++ = '-';
    out = put_fraction(digits(out, size / 1000000, 1), size % 1000000, false);
    *out++ = 'S';
    return out;
}

size_t alk__lite_print_interval(const alk_interval *interval, char *out)
{
    char *end = out;
    *end++ = 'P';
    end = put_part(end, interval->months / 12, 'Y');
    end = put_part(end, interval->months % 12, 'M');
    end = put_part(end, interval->days, 'D');
    if (interval->micros != 0) {
        *end++ = 'T';
        end = put_part(end, interval->micros / INT64_C(3600000000), 'H');
        end = put_part(end, interval->micros / 60000000 % 60, 'M');
        end = put_seconds(end, interval->micros % 60000000);
    }
    return finish(out, end == out + 1 ? literal(end, "T0S") : end);
}

size_t alk__lite_print_uuid(const uint8_t *bytes, char *out)
{
    static const char hex[] = "0123456789abcdef";
    char *end = out;
    for (int i = 0; i < 16; i++) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *end++ = '-';
        *end++ = hex[bytes[i] >> 4];
        *end++ = hex[bytes[i] & 15];
    }
    return finish(out, end);
}

/* ---- parsing: a reader runs over the text ---- */
typedef struct reader {
    const char *at, *end;
} reader;

static bool take(reader *in, char wanted)
{
    if (in->at == in->end || *in->at != wanted)
        return false;
    in->at++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool two(reader *in, unsigned *value)
{
    if (in->end - in->at < 2 || !is_digit(in->at[0]) || !is_digit(in->at[1]))
        return false;
    *value = (unsigned)(in->at[0] - '0') * 10 + (unsigned)(in->at[1] - '0');
    in->at += 2;
    return true;
}

/* Any number of digits, at least min, whose value stays below 10^15. */
static bool number(reader *in, int min, int64_t *value)
{
    int count = 0;
    *value = 0;
    for (; in->at < in->end && is_digit(*in->at); in->at++, count++)
        if ((*value = *value * 10 + (*in->at - '0')) >= INT64_C(1000000000000000))
            return false;
    return count >= min;
}

static bool read_date(reader *in, int64_t *days)
{
    bool negative = take(in, '-');
    int64_t year;
    unsigned month, day;
    const char *begin;
    if (!negative)
        (void)take(in, '+');
    begin = in->at;
    if (!number(in, 4, &year) || (in->at - begin > 4 && year <= 9999) || year > 300000 || !take(in, '-') || !two(in, &month) ||
        !take(in, '-') || !two(in, &day))
        return false;
    if (negative)
        year = -year;
    if (month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return false;
    *days = days_of(year, month, day);
    return true;
}

/* The digits behind a point as microseconds; what is finer must be zero. */
static bool read_fraction(reader *in, int64_t *micros)
{
    int64_t unit = 100000;
    int count = 0;
    *micros = 0;
    for (; in->at < in->end && is_digit(*in->at); in->at++, count++) {
        if (unit == 0 && *in->at != '0')
            return false;
        *micros += unit * (*in->at - '0');
        unit /= 10;
    }
    return count > 0;
}

static bool read_time(reader *in, int64_t *micros)
{
    unsigned hour, minute, second = 0;
    int64_t fraction = 0;
    if (!two(in, &hour) || !take(in, ':') || !two(in, &minute))
        return false;
    if (take(in, ':')) {
        if (!two(in, &second) || (take(in, '.') && !read_fraction(in, &fraction)))
            return false;
    }
    *micros = ((int64_t)(hour * 60 + minute) * 60 + second) * 1000000 + fraction;
    return minute < 60 && second < 60 && *micros <= DAY;
}

/* "Z", "+02", "+02:00", "+0200", as microseconds east of Greenwich. */
static bool read_zone(reader *in, int64_t *micros)
{
    bool west;
    unsigned hour, minute = 0;
    *micros = 0;
    if (take(in, 'Z') || take(in, 'z'))
        return true;
    west = take(in, '-');
    if ((!west && !take(in, '+')) || !two(in, &hour))
        return false;
    if ((take(in, ':') || in->at < in->end) && !two(in, &minute))
        return false;
    *micros = (int64_t)(hour * 60 + minute) * 60000000;
    if (west)
        *micros = -*micros;
    return hour < 24 && minute < 60;
}

bool alk__lite_parse_date(const char *text, size_t length, int32_t *days)
{
    reader in = { text, text + length };
    int64_t value;
    if (equal(text, length, "infinity") || equal(text, length, "-infinity")) {
        *days = text[0] == '-' ? INT32_MIN : INT32_MAX;
        return true;
    }
    if (!read_date(&in, &value) || in.at != in.end)
        return false;
    *days = (int32_t)value;
    return true;
}

bool alk__lite_parse_time(const char *text, size_t length, int64_t *micros)
{
    reader in = { text, text + length };
    return read_time(&in, micros) && in.at == in.end;
}

/* The form in which nearly all are stored, "2024-02-29 12:00:00" with or without a fraction, by its places: eight at a time, as a word whose lowest
 * byte comes first. */
static inline uint64_t word_at(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 |
           (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

/* shape: '0' where a digit is wanted, else the character that is. A digit leaves up to 9 of itself then, which 0x76 is added to without reaching the top
 * bit; any other leaves nothing, which 0x7F can be added to. *values: at the place of each first digit what the pair of them denotes. */
static inline bool pairs(const char *text, const char *shape, uint64_t slack, uint64_t *values)
{
    uint64_t left = word_at(text) ^ word_at(shape);
    *values = left * 10 + (left >> 8);
    return ((left | (left + slack)) & UINT64_C(0x8080808080808080)) == 0;
}

static inline unsigned pair_in(uint64_t values, int place)
{
    return (unsigned)(values >> place * 8 & 0xFF);
}

static inline bool usual_fraction(const char *text, size_t length, int64_t *micros)
{
    reader rest = { text + 20, text + length };
    uint64_t places;
    if (text[19] != '.')
        return false;
    if (length != 26)
        return read_fraction(&rest, micros) && rest.at == rest.end;
    if (!pairs(text + 18, "0.000000", UINT64_C(0x7676767676767F76), &places))
        return false;
    *micros = (int64_t)(pair_in(places, 2) * 10000 + pair_in(places, 4) * 100 + pair_in(places, 6));
    return true;
}

static bool usual_timestamp(const char *text, size_t length, int64_t *micros)
{
    const uint64_t slack = UINT64_C(0x76767F76767F7676);
    unsigned century, more, year, month, day, hour, minute, second;
    uint64_t date, time;
    int64_t fraction = 0;
    if (length < 19 || (text[10] != ' ' && text[10] != 'T') || !pairs(text + 2, "00-00-00", slack, &date) ||
        !pairs(text + 11, "00:00:00", slack, &time))
        return false;
    century = (unsigned)(unsigned char)text[0] - '0';
    more = (unsigned)(unsigned char)text[1] - '0';
    year = (century * 10 + more) * 100 + pair_in(date, 0);
    month = pair_in(date, 3);
    day = pair_in(date, 6);
    hour = pair_in(time, 0);
    minute = pair_in(time, 3);
    second = pair_in(time, 6);
    if (century > 9 || more > 9 || month - 1 > 11 || day - 1 > 30 || (day > 28 && day > days_in(year, month)) || hour > 23 || minute > 59 || second > 59)
        return false;
    if (length > 19 && !usual_fraction(text, length, &fraction))
        return false;
    *micros = days_of(year, month, day) * DAY + (int64_t)((hour * 60 + minute) * 60 + second) * 1000000 + fraction;
    return true;
}

bool alk__lite_parse_timestamp(const char *text, size_t length, bool zoned, int64_t *micros)
{
    reader in = { text, text + length };
    int64_t days, time = 0, zone = 0, value;
    if (usual_timestamp(text, length, micros))
        return true;
    if (equal(text, length, "infinity") || equal(text, length, "-infinity")) {
        *micros = text[0] == '-' ? INT64_MIN : INT64_MAX;
        return true;
    }
    if (!read_date(&in, &days))
        return false;
    if (in.at < in.end) {
        if ((!take(&in, ' ') && !take(&in, 'T') && !take(&in, 't')) || !read_time(&in, &time))
            return false;
        if (in.at < in.end && zoned) {
            (void)take(&in, ' ');
            if (!read_zone(&in, &zone))
                return false;
        }
    }
    if (days < 0) {                      /* the first day of the range begins before it */
        days++;
        time -= DAY;
    }
    if (in.at != in.end || __builtin_mul_overflow(days, DAY, &value) || __builtin_add_overflow(value, time - zone, &value) ||
        value == INT64_MIN || value == INT64_MAX)
        return false;
    *micros = value;
    return true;
}

/* ---- intervals: P1Y2M3W4DT5H6M7.5S, any part signed ---- */
static bool add_months(alk_interval *interval, int64_t value, int32_t times)
{
    int64_t months;
    return !__builtin_mul_overflow(value, (int64_t)times, &months) && !__builtin_add_overflow(interval->months, months, &interval->months);
}

static bool add_days(alk_interval *interval, int64_t value, int32_t times)
{
    int64_t days;
    return !__builtin_mul_overflow(value, (int64_t)times, &days) && !__builtin_add_overflow(interval->days, days, &interval->days);
}

static bool add_micros(alk_interval *interval, int64_t value, int64_t times)
{
    int64_t micros;
    return !__builtin_mul_overflow(value, times, &micros) && !__builtin_add_overflow(interval->micros, micros, &interval->micros);
}

static bool add_part(alk_interval *interval, char unit, bool in_time, int64_t value, int64_t fraction)
{
    if (fraction != 0 && (!in_time || unit != 'S'))
        return false;
    switch (unit) {
    case 'Y':
        return !in_time && add_months(interval, value, 12);
    case 'M':
        return in_time ? add_micros(interval, value, 60000000) : add_months(interval, value, 1);
    case 'W':
        return !in_time && add_days(interval, value, 7);
    case 'D':
        return !in_time && add_days(interval, value, 1);
    case 'H':
        return in_time && add_micros(interval, value, INT64_C(3600000000));
    case 'S':
        return in_time && add_micros(interval, value, 1000000) && add_micros(interval, fraction, 1);
    default:
        return false;
    }
}

bool alk__lite_parse_interval(const char *text, size_t length, alk_interval *interval)
{
    reader in = { text, text + length };
    alk_interval read = { 0, 0, 0 };
    bool in_time = false, negative_all = take(&in, '-');
    int parts = 0;
    if (!take(&in, 'P'))
        return false;
    while (in.at < in.end) {
        int64_t value, fraction = 0;
        bool minus, negative;
        if (!in_time && take(&in, 'T')) {
            in_time = true;
            parts = 0;
        }
        minus = take(&in, '-');
        if (!minus)
            (void)take(&in, '+');
        negative = minus != negative_all;
        if (!number(&in, 1, &value) || (take(&in, '.') && !read_fraction(&in, &fraction)) || in.at == in.end)
            return false;
        if (!add_part(&read, *in.at++, in_time, negative ? -value : value, negative ? -fraction : fraction))
            return false;
        parts++;
    }
    if (parts == 0)
        return false;
    *interval = read;
    return true;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool alk__lite_parse_uuid(const char *text, size_t length, uint8_t *bytes)
{
    size_t at = 0;
    if (length >= 2 && text[0] == '{' && text[length - 1] == '}')
        return length > 2 && text[1] != '{' && alk__lite_parse_uuid(text + 1, length - 2, bytes);
    if (length != 36 && length != 32)
        return false;
    for (int i = 0; i < 16; i++) {
        int high, low;
        if (length == 36 && (i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-')
            return false;
        high = hex_digit(text[at++]);
        low = hex_digit(text[at++]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
