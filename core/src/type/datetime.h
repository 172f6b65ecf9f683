/* SPDX-License-Identifier: MIT
 * What dates, times and timestamps share: the calendar as plain integer arithmetic, the ranges, and reading and writing the parts of
 * their texts. Nothing here sets an error. */
#ifndef ALK_TYPE_DATETIME_H
#define ALK_TYPE_DATETIME_H
#include <alkahest/value.h>
#include "type/scan.h"
#include "type/writer.h"

#define ALK__DAY_MICROS INT64_C(86400000000)
#define ALK__YEAR_MIN (-4713)                  /* 4714 BC, the year in which the Julian day numbers begin */
#define ALK__YEAR_MAX 5874897                  /* PostgreSQL's last year */
#define ALK__DATE_MIN INT32_C(-2440915)        /* the first and last day of these years */
#define ALK__DATE_MAX INT32_C(2145042905)
#define ALK__TIMESTAMP_MIN (ALK__DATE_MIN * ALK__DAY_MICROS)
#define ALK__TIMESTAMP_MAX (INT64_MAX - 1)     /* 294247-01-10 04:00:54.775806 */
#define ALK__OFFSET_MAX 86399                  /* seconds; less than a day either way */

/* Days since 1970-01-01. The parts must be a real date; the year may be any that does not overflow. */
int64_t alk__days_from_civil(int64_t year, int month, int day);
void alk__civil_from_days(int64_t days, alk_datetime *out);
int alk__days_in_month(int64_t year, int month);

/* The infinities are in range. */
bool alk__date_in_range(int64_t days);
bool alk__time_in_range(int64_t micros);
bool alk__timestamp_in_range(int64_t micros);

/* "2024-02-29" without the era; month and day are checked for being a date only by alk__date_is_real(). */
bool alk__scan_date(alk__scan *s, alk_datetime *out);
/* " BC", which turns year 1 into year 0; true also when nothing is there. */
bool alk__scan_era(alk__scan *s, alk_datetime *out);
bool alk__date_is_real(const alk_datetime *parts);
/* "infinity" as 1 and "-infinity" as -1, when they are all of the text; 0 else. */
int alk__scan_infinity(alk__scan s);

void alk__write_date(alk__writer *w, const alk_datetime *parts);
void alk__write_time(alk__writer *w, const alk_datetime *parts);
/* Hours to microseconds from a time of the day. */
void alk__split_time(int64_t micros, alk_datetime *out);
#endif
