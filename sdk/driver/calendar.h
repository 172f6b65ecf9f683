/* SPDX-License-Identifier: MIT
 * The proleptic Gregorian calendar, with a year 0: years, months and days, and days since 1970-01-01. Days are counted in eras of 400 years that
 * begin in March, so that the leap day is the last of its year. */
#ifndef ALK_DRIVER_CALENDAR_H
#define ALK_DRIVER_CALENDAR_H
#include <stdbool.h>
#include <stdint.h>

#define ALK__DRIVER_DAY_MICROS INT64_C(86400000000)

enum { ALK__DRIVER_ERAS_BEFORE = 1000, ALK__DRIVER_ERA_DAYS = 146097, ALK__DRIVER_DAYS_BEFORE_1970 = 719468 };

static inline unsigned alk__driver_days_in(int64_t year, unsigned month)
{
    static const uint8_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return lengths[month - 1] + (month == 2 && leap ? 1u : 0u);
}

/* Days of a date that is one. The years are counted from 400 000 before our era, so that unsigned numbers do: -399 999 to 9 999 999. */
static inline int64_t alk__driver_count_days(int64_t year, unsigned month, unsigned day)
{
    unsigned y = (unsigned)(year + ALK__DRIVER_ERAS_BEFORE * 400) - (month <= 2);
    unsigned of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return (int64_t)y * 365 + (int64_t)(y / 4 - y / 100 + y / 400 + of_year) - (int64_t)ALK__DRIVER_ERAS_BEFORE * ALK__DRIVER_ERA_DAYS - ALK__DRIVER_DAYS_BEFORE_1970;
}

/* The same of any numbers, the year within that range; false: there is no such day. */
static inline bool alk__driver_days_of(int64_t year, unsigned month, unsigned day, int64_t *days)
{
    if (month - 1 > 11 || day == 0 || day > alk__driver_days_in(year, month))
        return false;
    *days = alk__driver_count_days(year, month, day);
    return true;
}

static inline void alk__driver_date_of(int64_t days, int64_t *year, unsigned *month, unsigned *day)
{
    int64_t shifted = days + ALK__DRIVER_DAYS_BEFORE_1970;
    int64_t era = (shifted >= 0 ? shifted : shifted - (ALK__DRIVER_ERA_DAYS - 1)) / ALK__DRIVER_ERA_DAYS;
    unsigned of_era = (unsigned)(shifted - era * ALK__DRIVER_ERA_DAYS);
    unsigned years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    unsigned of_year = of_era - (365 * years + years / 4 - years / 100), m = (5 * of_year + 2) / 153;
    *day = of_year - (153 * m + 2) / 5 + 1;
    *month = m < 10 ? m + 3 : m - 9;
    *year = era * 400 + years + (*month <= 2);
}

/* The day of a moment, and the microseconds since its midnight. */
static inline void alk__driver_split(int64_t moment, int64_t *days, int64_t *micros)
{
    *days = moment / ALK__DRIVER_DAY_MICROS;
    *micros = moment % ALK__DRIVER_DAY_MICROS;
    if (*micros < 0) {
        *micros += ALK__DRIVER_DAY_MICROS;
        --*days;
    }
}

/* The moment so many microseconds, at most two days, behind or before a midnight; false: out of range, which is also where the infinities are. */
static inline bool alk__driver_join(int64_t days, int64_t micros, int64_t *moment)
{
    int64_t value;
    if (days < 0) {                      /* the first day of the range begins before it */
        days++;
        micros -= ALK__DRIVER_DAY_MICROS;
    }
    if (__builtin_mul_overflow(days, ALK__DRIVER_DAY_MICROS, &value) || __builtin_add_overflow(value, micros, &value) || value == INT64_MIN ||
        value == INT64_MAX)
        return false;
    *moment = value;
    return true;
}
#endif
