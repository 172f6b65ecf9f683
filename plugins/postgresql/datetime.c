/* SPDX-License-Identifier: MIT
 * Text forms of dates and times as the server writes and reads them: DateStyle ISO, IntervalStyle postgres, years before the first as BC. The
 * calendar is the proleptic Gregorian one; days are counted in eras of 400 years that begin in March, so that the leap day is the last of
 * its year. */
#include "datetime.h"

#define DAY ALK__PG_DAY_MICROS

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

/* *before: the year is before the first, which the end of the text has to say. */
static char *put_date(char *out, int64_t days, bool *before)
{
    int64_t year;
    unsigned month, day;
    date_of(days, &year, &month, &day);
    *before = year <= 0;
    out = digits(out, (uint64_t)(year <= 0 ? 1 - year : year), 4);
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

size_t alk__pg_print_date(int64_t days, char *out)
{
    bool before;
    char *end;
    if (days <= INT32_MIN || days >= INT32_MAX)
        return finish(out, literal(out, days < 0 ? "-infinity" : "infinity"));
    end = put_date(out, days, &before);
    return finish(out, before ? literal(end, " BC") : end);
}

size_t alk__pg_print_time(int64_t micros, char *out)
{
    return finish(out, put_time(out, micros));
}

size_t alk__pg_print_timestamp(int64_t micros, bool zoned, char *out)
{
    int64_t days = micros / DAY, rest = micros % DAY;
    bool before;
    char *end;
    if (micros == INT64_MIN || micros == INT64_MAX)
        return finish(out, literal(out, micros < 0 ? "-infinity" : "infinity"));
    if (rest < 0) {
        rest += DAY;
        days--;
    }
    end = put_date(out, days, &before);
    *end++ = ' ';
    end = put_time(end, rest);
    end = zoned ? literal(end, "+00:00") : end;
    return finish(out, before ? literal(end, " BC") : end);
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

size_t alk__pg_print_interval(const alk_interval *interval, char *out)
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

size_t alk__pg_print_uuid(const uint8_t *bytes, char *out)
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

static bool read_date(reader *in, bool before, int64_t *days)
{
    int64_t year;
    unsigned month, day;
    if (!number(in, 4, &year) || year < 1 || year > 6000000 || !take(in, '-') || !two(in, &month) || !take(in, '-') || !two(in, &day))
        return false;
    if (before)
        year = 1 - year;
    if (year < -300000 || month < 1 || month > 12 || day < 1 || day > days_in(year, month))
        return false;
    *days = days_of(year, month, day);
    return true;
}

/* Takes " BC" from the end of a text. */
static bool take_era(reader *in)
{
    if (in->end - in->at < 3 || memcmp(in->end - 3, " BC", 3) != 0)
        return false;
    in->end -= 3;
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

/* "+02", "+02:30", "+02:30:15" as microseconds east of Greenwich. */
static bool read_zone(reader *in, int64_t *micros)
{
    unsigned hour, minute = 0, second = 0;
    bool west = take(in, '-');
    if ((!west && !take(in, '+')) || !two(in, &hour) || (take(in, ':') && !two(in, &minute)) || (take(in, ':') && !two(in, &second)))
        return false;
    *micros = ((int64_t)(hour * 60 + minute) * 60 + second) * 1000000;
    if (west)
        *micros = -*micros;
    return hour < 24 && minute < 60 && second < 60;
}

bool alk__pg_parse_date(const char *text, size_t length, int32_t *days)
{
    reader in = { text, text + length };
    int64_t value;
    if (equal(text, length, "infinity") || equal(text, length, "-infinity")) {
        *days = text[0] == '-' ? INT32_MIN : INT32_MAX;
        return true;
    }
    if (!read_date(&in, take_era(&in), &value) || in.at != in.end)
        return false;
    *days = (int32_t)value;
    return true;
}

bool alk__pg_parse_time(const char *text, size_t length, int64_t *micros)
{
    reader in = { text, text + length };
    return read_time(&in, micros) && in.at == in.end;
}

/* The form in which nearly all are stored, "2024-02-29 12:00:00" with or without a fraction, by its places. */
static inline unsigned digit(const char *at, unsigned *bad)
{
    unsigned value = (unsigned)(unsigned char)*at - '0';
    *bad |= value > 9;
    return value;
}

static inline unsigned pair(const char *at, unsigned *bad)
{
    return digit(at, bad) * 10 + digit(at + 1, bad);
}

static bool usual_timestamp(const char *text, size_t length, int64_t *micros)
{
    unsigned bad = 0, year, month, day, hour, minute, second;
    int64_t fraction = 0;
    reader rest = { text + 20, text + length };
    if (length < 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' || text[16] != ':')
        return false;
    year = pair(text, &bad) * 100 + pair(text + 2, &bad);
    bad |= year == 0;
    month = pair(text + 5, &bad);
    day = pair(text + 8, &bad);
    hour = pair(text + 11, &bad);
    minute = pair(text + 14, &bad);
    second = pair(text + 17, &bad);
    if (bad != 0 || month - 1 > 11 || day - 1 > 30 || (day > 28 && day > days_in(year, month)) || hour > 23 || minute > 59 || second > 59)
        return false;
    if (length > 19 && (text[19] != '.' || !read_fraction(&rest, &fraction) || rest.at != rest.end))
        return false;
    *micros = days_of(year, month, day) * DAY + (int64_t)((hour * 60 + minute) * 60 + second) * 1000000 + fraction;
    return true;
}

bool alk__pg_parse_timestamp(const char *text, size_t length, bool zoned, int64_t *micros)
{
    reader in = { text, text + length };
    int64_t days, time = 0, zone = 0, value;
    if (!zoned && usual_timestamp(text, length, micros))
        return true;
    if (equal(text, length, "infinity") || equal(text, length, "-infinity")) {
        *micros = text[0] == '-' ? INT64_MIN : INT64_MAX;
        return true;
    }
    if (!read_date(&in, take_era(&in), &days) || !take(&in, ' ') || !read_time(&in, &time) || (zoned && !read_zone(&in, &zone)))
        return false;
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

/* ---- intervals: "1 year 2 mons -3 days +04:05:06.7", any part signed ---- */
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

/* "1 year", "-2 mons", "3 days". */
static bool read_unit(reader *in, int64_t value, alk_interval *interval)
{
    const char *word = in->at;
    size_t length;
    while (in->at < in->end && *in->at >= 'a' && *in->at <= 'z')
        in->at++;
    length = (size_t)(in->at - word);
    if (equal(word, length, "year") || equal(word, length, "years"))
        return add_months(interval, value, 12);
    if (equal(word, length, "mon") || equal(word, length, "mons"))
        return add_months(interval, value, 1);
    return (equal(word, length, "day") || equal(word, length, "days")) && add_days(interval, value, 1);
}

/* "04:05:06.789", hours without a limit, behind the colon of the hours. */
static bool read_hours(reader *in, int64_t hours, bool negative, alk_interval *interval)
{
    unsigned minute, second = 0;
    int64_t fraction = 0, rest, sign = negative ? -1 : 1;
    if (!two(in, &minute) || !take(in, ':') || !two(in, &second) || (take(in, '.') && !read_fraction(in, &fraction)) || minute > 59 || second > 59)
        return false;
    rest = ((int64_t)minute * 60 + second) * 1000000 + fraction;
    return add_micros(interval, sign * hours, INT64_C(3600000000)) && add_micros(interval, sign, rest);
}

bool alk__pg_parse_interval(const char *text, size_t length, alk_interval *interval)
{
    reader in = { text, text + length };
    alk_interval read = { 0, 0, 0 };
    while (in.at < in.end) {
        bool negative = take(&in, '-');
        int64_t value;
        if (!negative)
            (void)take(&in, '+');
        if (!number(&in, 1, &value))
            return false;
        if (take(&in, ':')) {
            if (!read_hours(&in, value, negative, &read))
                return false;
        } else if (!take(&in, ' ') || !read_unit(&in, negative ? -value : value, &read)) {
            return false;
        }
        if (in.at < in.end && (!take(&in, ' ') || in.at == in.end))
            return false;
    }
    *interval = read;
    return length > 0;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool alk__pg_parse_uuid(const char *text, size_t length, uint8_t *bytes)
{
    size_t at = 0;
    if (length != 36)
        return false;
    for (int i = 0; i < 16; i++) {
        int high, low;
        if ((i == 4 || i == 6 || i == 8 || i == 10) && text[at++] != '-')
            return false;
        high = hex_digit(text[at++]);
        low = hex_digit(text[at++]);
        if (high < 0 || low < 0)
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}
