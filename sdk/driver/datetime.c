/* SPDX-License-Identifier: MIT
 * Text forms of dates and times. Nothing here knows a database: what one of them alone has is in its plugin. */
#include "datetime.h"

#define DAY ALK__DRIVER_DAY_MICROS

/* ---- printing ---- */
static char *put_date(char *out, int64_t days)
{
    int64_t year;
    unsigned month, day;
    alk__driver_date_of(days, &year, &month, &day);
    if (year < 0 || year > 9999)
        *out++ = year < 0 ? '-' : '+';
    out = alk__driver_put_digits(out, (uint64_t)(year < 0 ? -year : year), 4);
    *out++ = '-';
    out = alk__driver_put_digits(out, month, 2);
    *out++ = '-';
    return alk__driver_put_digits(out, day, 2);
}

/* A fraction has all six digits, or there is none. */
static char *put_time(char *out, int64_t micros)
{
    uint64_t seconds = (uint64_t)micros / 1000000, fraction = (uint64_t)micros % 1000000;
    out = alk__driver_put_digits(out, seconds / 3600, 2);
    *out++ = ':';
    out = alk__driver_put_digits(out, seconds / 60 % 60, 2);
    *out++ = ':';
    out = alk__driver_put_digits(out, seconds % 60, 2);
    if (fraction == 0)
        return out;
    *out++ = '.';
    return alk__driver_put_digits(out, fraction, 6);
}

static size_t print_infinity(bool negative, char *out)
{
    return alk__driver_put_end(out, alk__driver_put_text(out, negative ? "-infinity" : "infinity"));
}

size_t alk__driver_print_date(int64_t days, char *out)
{
    if (days <= INT32_MIN || days >= INT32_MAX)
        return print_infinity(days < 0, out);
    return alk__driver_put_end(out, put_date(out, days));
}

size_t alk__driver_print_time(int64_t micros, char *out)
{
    return alk__driver_put_end(out, put_time(out, micros));
}

size_t alk__driver_print_span(int64_t micros, char *out)
{
    if (micros >= 0)
        return alk__driver_print_time(micros, out);
    *out = '-';
    return 1 + alk__driver_print_time(-micros, out + 1);
}

size_t alk__driver_print_timestamp(int64_t micros, bool zoned, char *out)
{
    int64_t days, rest;
    char *end;
    if (micros == INT64_MIN || micros == INT64_MAX)
        return print_infinity(micros < 0, out);
    alk__driver_split(micros, &days, &rest);
    end = put_date(out, days);
    *end++ = ' ';
    end = put_time(end, rest);
    return alk__driver_put_end(out, zoned ? alk__driver_put_text(end, "+00:00") : end);
}

/* ---- parsing ---- */
bool alk__driver_parse_infinity(const char *text, size_t length, bool *negative)
{
    *negative = alk__driver_equal(text, length, "-infinity");
    return *negative || alk__driver_equal(text, length, "infinity");
}

static bool take_date(alk__driver_reader *in, int64_t *days)
{
    bool negative = alk__driver_take(in, '-');
    int64_t year;
    unsigned month, day;
    const char *begin;
    if (!negative)
        (void)alk__driver_take(in, '+');
    begin = in->at;
    if (!alk__driver_take_number(in, 4, &year) || (in->at - begin > 4 && year <= 9999) || year > 300000 || !alk__driver_take(in, '-') ||
        !alk__driver_take_two(in, &month) || !alk__driver_take(in, '-') || !alk__driver_take_two(in, &day))
        return false;
    return alk__driver_days_of(negative ? -year : year, month, day, days);
}

bool alk__driver_take_time(alk__driver_reader *in, int64_t *micros)
{
    unsigned hour, minute, second = 0;
    int64_t fraction = 0;
    if (!alk__driver_take_two(in, &hour) || !alk__driver_take(in, ':') || !alk__driver_take_two(in, &minute))
        return false;
    if (alk__driver_take(in, ':')) {
        if (!alk__driver_take_two(in, &second) || (alk__driver_take(in, '.') && !alk__driver_take_fraction(in, &fraction)))
            return false;
    }
    *micros = ((int64_t)(hour * 60 + minute) * 60 + second) * 1000000 + fraction;
    return minute < 60 && second < 60 && *micros <= DAY;
}

/* "Z", "+02", "+02:00", "+0200", as microseconds east of Greenwich. */
static bool take_zone(alk__driver_reader *in, int64_t *micros)
{
    bool west;
    unsigned hour, minute = 0;
    *micros = 0;
    if (alk__driver_take(in, 'Z') || alk__driver_take(in, 'z'))
        return true;
    west = alk__driver_take(in, '-');
    if ((!west && !alk__driver_take(in, '+')) || !alk__driver_take_two(in, &hour))
        return false;
    if ((alk__driver_take(in, ':') || in->at < in->end) && !alk__driver_take_two(in, &minute))
        return false;
    *micros = (int64_t)(hour * 60 + minute) * 60000000;
    if (west)
        *micros = -*micros;
    return hour < 24 && minute < 60;
}

bool alk__driver_parse_date(const char *text, size_t length, int32_t *days)
{
    alk__driver_reader in = { text, text + length };
    int64_t value;
    bool negative;
    if (alk__driver_parse_infinity(text, length, &negative)) {
        *days = negative ? INT32_MIN : INT32_MAX;
        return true;
    }
    if (!take_date(&in, &value) || in.at != in.end)
        return false;
    *days = (int32_t)value;
    return true;
}

bool alk__driver_parse_time(const char *text, size_t length, int64_t *micros)
{
    alk__driver_reader in = { text, text + length };
    return alk__driver_take_time(&in, micros) && in.at == in.end;
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
    alk__driver_reader rest = { text + 20, text + length };
    uint64_t places;
    if (text[19] != '.')
        return false;
    if (length != 26)
        return alk__driver_take_fraction(&rest, micros) && rest.at == rest.end;
    if (!pairs(text + 18, "0.000000", UINT64_C(0x7676767676767F76), &places))
        return false;
    *micros = (int64_t)(pair_in(places, 2) * 10000 + pair_in(places, 4) * 100 + pair_in(places, 6));
    return true;
}

static inline bool usual_timestamp(const char *text, size_t length, int64_t *micros)
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
    if (century > 9 || more > 9 || month - 1 > 11 || day - 1 > 30 || (day > 28 && day > alk__driver_days_in(year, month)) || hour > 23 || minute > 59 || second > 59)
        return false;
    if (length > 19 && !usual_fraction(text, length, &fraction))
        return false;
    *micros = alk__driver_count_days(year, month, day) * DAY + (int64_t)((hour * 60 + minute) * 60 + second) * 1000000 + fraction;
    return true;
}

bool alk__driver_parse_usual_timestamp(const char *text, size_t length, int64_t *micros)
{
    return usual_timestamp(text, length, micros);
}

bool alk__driver_parse_timestamp(const char *text, size_t length, bool zoned, int64_t *micros)
{
    alk__driver_reader in = { text, text + length };
    int64_t days, time = 0, zone = 0;
    bool negative;
    if (usual_timestamp(text, length, micros))
        return true;
    if (alk__driver_parse_infinity(text, length, &negative)) {
        *micros = negative ? INT64_MIN : INT64_MAX;
        return true;
    }
    if (!take_date(&in, &days))
        return false;
    if (in.at < in.end) {
        if ((!alk__driver_take(&in, ' ') && !alk__driver_take(&in, 'T') && !alk__driver_take(&in, 't')) || !alk__driver_take_time(&in, &time))
            return false;
        if (in.at < in.end && zoned) {
            (void)alk__driver_take(&in, ' ');
            if (!take_zone(&in, &zone))
                return false;
        }
    }
    return in.at == in.end && alk__driver_join(days, time - zone, micros);
}
