/* SPDX-License-Identifier: MIT
 * Dates: the proleptic Gregorian calendar and its texts. The arithmetic takes years as beginning in March, so that the leap
 * day is the last of a year, and the 400 years after which the calendar repeats as one unit. Knows no time zones. */
#include "type/datetime.h"
#include "base/error.h"

enum { DAYS_OF_400_YEARS = 146097, DAYS_TO_1970 = 719468 };    /* the second counts from 0000-03-01 */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

int64_t alk__days_from_civil(int64_t year, int month, int day)
{
    int64_t march_year = month > 2 ? year : year - 1;
    int64_t cycle = floor_div(march_year, 400);
    int64_t y = march_year - cycle * 400;
    int64_t m = month > 2 ? month - 3 : month + 9;
    int64_t day_of_year = (153 * m + 2) / 5 + day - 1;         /* five months from March on have 153 days */
    return cycle * DAYS_OF_400_YEARS + y * 365 + y / 4 - y / 100 + day_of_year - DAYS_TO_1970;
}

void alk__civil_from_days(int64_t days, alk_datetime *out)
{
    int64_t since = days + DAYS_TO_1970;
    int64_t cycle = floor_div(since, DAYS_OF_400_YEARS);
    int64_t d = since - cycle * DAYS_OF_400_YEARS;
    /* Without its leap days the cycle has years of 365 days each: after 4, 100 and 400 years one is taken out or put back. */
    int64_t y = (d - d / 1460 + d / 36524 - d / 146096) / 365;
    int64_t day_of_year = d - (365 * y + y / 4 - y / 100);
    int64_t m = (5 * day_of_year + 2) / 153;
    out->day = (uint8_t)(day_of_year - (153 * m + 2) / 5 + 1);
    out->month = (uint8_t)(m < 10 ? m + 3 : m - 9);
    out->year = (int32_t)(cycle * 400 + y + (m >= 10));
}

int alk__days_in_month(int64_t year, int month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

bool alk__date_in_range(int64_t days)
{
    return (days >= ALK__DATE_MIN && days <= ALK__DATE_MAX) || days == INT32_MIN || days == INT32_MAX;
}

bool alk__date_is_real(const alk_datetime *parts)
{
    return parts->year >= ALK__YEAR_MIN && parts->year <= ALK__YEAR_MAX && parts->month >= 1 && parts->month <= 12 &&
           parts->day >= 1 && parts->day <= alk__days_in_month(parts->year, parts->month);
}

static int no_such_date(void)
{
    return alk__error_state(ALK_ERROR_DATA, "22008",
                            "there is no such date; years go from -4713 to 5874897, days to the end of the month");
}

int alk_date_make(int year, int month, int day, alk_date *out)
{
    if (month < 1 || month > 12 || day < 1 || day > 31)
        return no_such_date();
    alk_datetime parts = { .year = year, .month = (uint8_t)month, .day = (uint8_t)day };
    if (!alk__date_is_real(&parts))
        return no_such_date();
    out->days = (int32_t)alk__days_from_civil(year, month, day);
    return ALK_OK;
}

int alk_date_split(alk_date date, alk_datetime *out)
{
    if (date.days < ALK__DATE_MIN || date.days > ALK__DATE_MAX)
        return alk__error_state(ALK_ERROR_DATA, "22008", "an infinite date, or one out of range, has no year, month and day");
    alk_datetime parts = { 0 };
    alk__civil_from_days(date.days, &parts);
    *out = parts;
    return ALK_OK;
}

/* ---- text ---- */

/* A year has at least four digits; with more it may have a "+", and needs none, since PostgreSQL writes none. */
static bool scan_year(alk__scan *s, int32_t *out)
{
    bool negative = alk__scan_char(s, '-');
    if (!negative)
        (void)alk__scan_char(s, '+');
    int64_t year;
    if (!alk__scan_digits(s, 4, 9, &year) || (negative && year == 0))
        return false;
    *out = (int32_t)(negative ? -year : year);
    return true;
}

bool alk__scan_date(alk__scan *s, alk_datetime *out)
{
    int64_t month, day;
    if (!scan_year(s, &out->year) || !alk__scan_char(s, '-') || !alk__scan_digits(s, 2, 2, &month) ||
        !alk__scan_char(s, '-') || !alk__scan_digits(s, 2, 2, &day))
        return false;
    out->month = (uint8_t)month;
    out->day = (uint8_t)day;
    return true;
}

bool alk__scan_era(alk__scan *s, alk_datetime *out)
{
    if (!alk__scan_word(s, " bc"))
        return true;
    if (out->year < 1)
        return false;
    out->year = 1 - out->year;
    return true;
}

int alk__scan_infinity(alk__scan s)
{
    int sign = alk__scan_char(&s, '-') ? -1 : 1;
    return alk__scan_word(&s, "infinity") && alk__scan_end(&s) ? sign : 0;
}

int alk_date_parse(const char *text, size_t length, alk_date *out)
{
    alk__scan s = alk__scan_of(text, length);
    int infinity = alk__scan_infinity(s);
    alk_datetime parts = { 0 };
    if (infinity != 0) {
        out->days = infinity > 0 ? INT32_MAX : INT32_MIN;
        return ALK_OK;
    }
    if (!alk__scan_date(&s, &parts) || !alk__scan_era(&s, &parts) || !alk__scan_end(&s))
        return alk__error_state(ALK_ERROR_DATA, "22007", "text is not a date; it is written as 2024-02-29");
    return alk_date_make(parts.year, parts.month, parts.day, out);
}

void alk__write_date(alk__writer *w, const alk_datetime *parts)
{
    if (parts->year < 0)
        alk__write_char(w, '-');
    else if (parts->year > 9999)
        alk__write_char(w, '+');
    alk__write_digits(w, (uint64_t)(parts->year < 0 ? -(int64_t)parts->year : parts->year), 4);
    alk__write_char(w, '-');
    alk__write_digits(w, parts->month, 2);
    alk__write_char(w, '-');
    alk__write_digits(w, parts->day, 2);
}

size_t alk_date_print(alk_date value, char *out, size_t size)
{
    alk__writer w = { out, size, 0 };
    if (value.days == INT32_MAX || value.days == INT32_MIN) {
        alk__write_text(&w, value.days > 0 ? "infinity" : "-infinity");
    } else {
        alk_datetime parts = { 0 };
        alk__civil_from_days(value.days, &parts);
        alk__write_date(&w, &parts);
    }
    return alk__writer_end(&w);
}
