/* SPDX-License-Identifier: MIT
 * What PostgreSQL alone has of dates and times: years before the first as BC, offsets with seconds, and intervals in its own style. */
#include "datetime.h"
#include "driver/datetime.h"
#include "driver/interval.h"

/* ---- printing ---- */

/* *before: the year is before the first, which the end of the text has to say. */
static char *put_date(char *out, int64_t days, bool *before)
{
    int64_t year;
    unsigned month, day;
    alk__driver_date_of(days, &year, &month, &day);
    *before = year <= 0;
    out = alk__driver_put_digits(out, (uint64_t)(year <= 0 ? 1 - year : year), 4);
    *out++ = '-';
    out = alk__driver_put_digits(out, month, 2);
    *out++ = '-';
    return alk__driver_put_digits(out, day, 2);
}

static size_t print_infinity(bool negative, char *out)
{
    return alk__driver_put_end(out, alk__driver_put_text(out, negative ? "-infinity" : "infinity"));
}

size_t alk__pg_print_date(int64_t days, char *out)
{
    bool before;
    char *end;
    if (days <= INT32_MIN || days >= INT32_MAX)
        return print_infinity(days < 0, out);
    end = put_date(out, days, &before);
    return alk__driver_put_end(out, before ? alk__driver_put_text(end, " BC") : end);
}

size_t alk__pg_print_timestamp(int64_t micros, bool zoned, char *out)
{
    int64_t days, rest;
    bool before;
    char *end;
    if (micros == INT64_MIN || micros == INT64_MAX)
        return print_infinity(micros < 0, out);
    alk__driver_split(micros, &days, &rest);
    end = put_date(out, days, &before);
    *end++ = ' ';
    end += alk__driver_print_time(rest, end);
    end = zoned ? alk__driver_put_text(end, "+00:00") : end;
    return alk__driver_put_end(out, before ? alk__driver_put_text(end, " BC") : end);
}

/* ---- parsing ---- */
static bool take_date(alk__driver_reader *in, bool before, int64_t *days)
{
    int64_t year;
    unsigned month, day;
    if (!alk__driver_take_number(in, 4, &year) || year < 1 || year > 6000000 || !alk__driver_take(in, '-') || !alk__driver_take_two(in, &month) ||
        !alk__driver_take(in, '-') || !alk__driver_take_two(in, &day))
        return false;
    if (before)
        year = 1 - year;
    return year >= -300000 && alk__driver_days_of(year, month, day, days);
}

/* Takes " BC" from the end of a text. */
static bool take_era(alk__driver_reader *in)
{
    if (in->end - in->at < 3 || memcmp(in->end - 3, " BC", 3) != 0)
        return false;
    in->end -= 3;
    return true;
}

/* "+02", "+02:30", "+02:30:15" as microseconds east of Greenwich. */
static bool take_zone(alk__driver_reader *in, int64_t *micros)
{
    unsigned hour, minute = 0, second = 0;
    bool west = alk__driver_take(in, '-');
    if ((!west && !alk__driver_take(in, '+')) || !alk__driver_take_two(in, &hour) || (alk__driver_take(in, ':') && !alk__driver_take_two(in, &minute)) ||
        (alk__driver_take(in, ':') && !alk__driver_take_two(in, &second)))
        return false;
    *micros = ((int64_t)(hour * 60 + minute) * 60 + second) * 1000000;
    if (west)
        *micros = -*micros;
    return hour < 24 && minute < 60 && second < 60;
}

bool alk__pg_parse_date(const char *text, size_t length, int32_t *days)
{
    alk__driver_reader in = { text, text + length };
    int64_t value;
    bool negative;
    if (alk__driver_parse_infinity(text, length, &negative)) {
        *days = negative ? INT32_MIN : INT32_MAX;
        return true;
    }
    if (!take_date(&in, take_era(&in), &value) || in.at != in.end)
        return false;
    *days = (int32_t)value;
    return true;
}

/* There is no year 0 here, and nothing but a blank before the time. */
static bool usual_timestamp(const char *text, size_t length, int64_t *micros)
{
    return length >= 19 && text[10] == ' ' && memcmp(text, "0000", 4) != 0 && alk__driver_parse_usual_timestamp(text, length, micros);
}

bool alk__pg_parse_timestamp(const char *text, size_t length, bool zoned, int64_t *micros)
{
    alk__driver_reader in = { text, text + length };
    int64_t days, time = 0, zone = 0;
    bool negative;
    if (!zoned && usual_timestamp(text, length, micros))
        return true;
    if (alk__driver_parse_infinity(text, length, &negative)) {
        *micros = negative ? INT64_MIN : INT64_MAX;
        return true;
    }
    if (!take_date(&in, take_era(&in), &days) || !alk__driver_take(&in, ' ') || !alk__driver_take_time(&in, &time) || (zoned && !take_zone(&in, &zone)))
        return false;
    return in.at == in.end && alk__driver_join(days, time - zone, micros);
}

/* ---- intervals: "1 year 2 mons -3 days +04:05:06.7", any part signed ---- */

/* "1 year", "-2 mons", "3 days". */
static bool take_unit(alk__driver_reader *in, int64_t value, alk_interval *interval)
{
    const char *word = in->at;
    size_t length;
    while (in->at < in->end && *in->at >= 'a' && *in->at <= 'z')
        in->at++;
    length = (size_t)(in->at - word);
    if (alk__driver_equal(word, length, "year") || alk__driver_equal(word, length, "years"))
        return alk__driver_add_months(interval, value, 12);
    if (alk__driver_equal(word, length, "mon") || alk__driver_equal(word, length, "mons"))
        return alk__driver_add_months(interval, value, 1);
    return (alk__driver_equal(word, length, "day") || alk__driver_equal(word, length, "days")) && alk__driver_add_days(interval, value, 1);
}

/* "04:05:06.789", hours without a limit, behind the colon of the hours. */
static bool take_hours(alk__driver_reader *in, int64_t hours, bool negative, alk_interval *interval)
{
    unsigned minute, second = 0;
    int64_t fraction = 0, rest, sign = negative ? -1 : 1;
    if (!alk__driver_take_two(in, &minute) || !alk__driver_take(in, ':') || !alk__driver_take_two(in, &second) ||
        (alk__driver_take(in, '.') && !alk__driver_take_fraction(in, &fraction)) || minute > 59 || second > 59)
        return false;
    rest = ((int64_t)minute * 60 + second) * 1000000 + fraction;
    return alk__driver_add_micros(interval, sign * hours, INT64_C(3600000000)) && alk__driver_add_micros(interval, sign, rest);
}

bool alk__pg_parse_interval(const char *text, size_t length, alk_interval *interval)
{
    alk__driver_reader in = { text, text + length };
    alk_interval read = { 0, 0, 0 };
    while (in.at < in.end) {
        bool negative = alk__driver_take(&in, '-');
        int64_t value;
        if (!negative)
            (void)alk__driver_take(&in, '+');
        if (!alk__driver_take_number(&in, 1, &value))
            return false;
        if (alk__driver_take(&in, ':')) {
            if (!take_hours(&in, value, negative, &read))
                return false;
        } else if (!alk__driver_take(&in, ' ') || !take_unit(&in, negative ? -value : value, &read)) {
            return false;
        }
        if (in.at < in.end && (!alk__driver_take(&in, ' ') || in.at == in.end))
            return false;
    }
    *interval = read;
    return length > 0;
}
