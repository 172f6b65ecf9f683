/* SPDX-License-Identifier: MIT
 * Times of the day and timestamps, without a zone and in UTC: their parts and their texts. It reads and prints offsets from UTC
 * but knows no zones by name and no rules of summer time: those are the database's. */
#include "base/checked.h"
#include "base/error.h"
#include "type/datetime.h"

#define SECOND INT64_C(1000000)

bool alk__time_in_range(int64_t micros)
{
    return micros >= 0 && micros <= ALK__DAY_MICROS;
}

bool alk__timestamp_in_range(int64_t micros)
{
    return micros >= ALK__TIMESTAMP_MIN || micros == INT64_MIN;
}

/* ---- parts ---- */

/* 24:00:00 is a time, the end of the day, but no part of a timestamp: there it would be the next day's 00:00:00. */
static bool join_time(int64_t hour, int64_t minute, int64_t second, int64_t micros, int64_t *out)
{
    if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 59 || micros < 0 || micros >= SECOND)
        return false;
    *out = ((hour * 60 + minute) * 60 + second) * SECOND + micros;
    return *out <= ALK__DAY_MICROS;
}

static int no_such_time(void)
{
    return alk__error_state(ALK_ERROR_DATA, "22008", "there is no such time; times go from 00:00:00 to 24:00:00");
}

static int no_such_timestamp(void)
{
    return alk__error_state(ALK_ERROR_DATA, "22008",
                            "there is no such timestamp; they go from -4713-01-01 00:00:00 to +294247-01-10 04:00:54.775806");
}

int alk_time_make(int hour, int minute, int second, int microsecond, alk_time *out)
{
    int64_t micros;
    if (!join_time(hour, minute, second, microsecond, &micros))
        return no_such_time();
    out->micros = micros;
    return ALK_OK;
}

/* Adds seconds to days and the time of the day. At the ends of the range only this sum, not one in microseconds, stays within 64 bits. */
static void carry_days(int64_t *days, int64_t *time, int32_t seconds)
{
    *time += seconds * SECOND;
    for (; *time < 0; *time += ALK__DAY_MICROS)
        --*days;
    for (; *time >= ALK__DAY_MICROS; *time -= ALK__DAY_MICROS)
        ++*days;
}

/* Microseconds from parts that are seconds `offset` east of UTC; false when there is no such timestamp. */
static bool join_timestamp(const alk_datetime *parts, int32_t offset, int64_t *out)
{
    int64_t time, micros;
    if (!alk__date_is_real(parts) || offset < -ALK__OFFSET_MAX || offset > ALK__OFFSET_MAX ||
        !join_time(parts->hour, parts->minute, parts->second, parts->microsecond, &time) || time == ALK__DAY_MICROS)
        return false;
    int64_t days = alk__days_from_civil(parts->year, parts->month, parts->day);
    carry_days(&days, &time, -offset);
    if (!alk__mul_i64(days, ALK__DAY_MICROS, &micros) || !alk__add_i64(micros, time, &micros) ||
        micros < ALK__TIMESTAMP_MIN || micros > ALK__TIMESTAMP_MAX)
        return false;
    *out = micros;
    return true;
}

int alk_timestamp_make(const alk_datetime *parts, alk_timestamp *out)
{
    return join_timestamp(parts, 0, &out->micros) ? ALK_OK : no_such_timestamp();
}

int alk_timestamptz_make(const alk_datetime *parts, alk_timestamptz *out)
{
    return join_timestamp(parts, parts->offset, &out->micros) ? ALK_OK : no_such_timestamp();
}

void alk__split_time(int64_t micros, alk_datetime *out)
{
    int64_t seconds = micros / SECOND;
    out->microsecond = (uint32_t)(micros % SECOND);
    out->second = (uint8_t)(seconds % 60);
    out->minute = (uint8_t)(seconds / 60 % 60);
    out->hour = (uint8_t)(seconds / 3600);
}

static void split_timestamp(int64_t micros, int32_t offset, alk_datetime *out)
{
    int64_t days = micros / ALK__DAY_MICROS;
    int64_t rest = micros % ALK__DAY_MICROS;
    carry_days(&days, &rest, offset);
    alk__civil_from_days(days, out);
    alk__split_time(rest, out);
    out->offset = offset;
}

int alk_time_split(alk_time time, alk_datetime *out)
{
    if (!alk__time_in_range(time.micros))
        return no_such_time();
    alk_datetime parts = { 0 };
    alk__split_time(time.micros, &parts);
    *out = parts;
    return ALK_OK;
}

static int split_finite(int64_t micros, int32_t offset, alk_datetime *out)
{
    if (micros < ALK__TIMESTAMP_MIN || micros > ALK__TIMESTAMP_MAX)
        return alk__error_state(ALK_ERROR_DATA, "22008", "an infinite timestamp, or one out of range, has no parts");
    if (offset < -ALK__OFFSET_MAX || offset > ALK__OFFSET_MAX)
        return alk__error(ALK_ERROR_ARGUMENT, "an offset from UTC is less than 24 hours");
    alk_datetime parts = { 0 };
    split_timestamp(micros, offset, &parts);
    *out = parts;
    return ALK_OK;
}

int alk_timestamp_split(alk_timestamp timestamp, alk_datetime *out)
{
    return split_finite(timestamp.micros, 0, out);
}

int alk_timestamptz_split(alk_timestamptz timestamp, int32_t offset, alk_datetime *out)
{
    return split_finite(timestamp.micros, offset, out);
}

/* ---- reading ---- */

/* Seconds may be missing, as SQLite allows. */
static bool scan_time(alk__scan *s, alk_datetime *out)
{
    int64_t hour, minute, second = 0, micros = 0;
    if (!alk__scan_digits(s, 2, 2, &hour) || !alk__scan_char(s, ':') || !alk__scan_digits(s, 2, 2, &minute))
        return false;
    if (alk__scan_char(s, ':') && (!alk__scan_digits(s, 2, 2, &second) || !alk__scan_fraction(s, &micros)))
        return false;
    out->hour = (uint8_t)hour;
    out->minute = (uint8_t)minute;
    out->second = (uint8_t)second;
    out->microsecond = (uint32_t)micros;
    return true;
}

/* "Z", "+02", "+0200", "+02:00", "+02:00:30", a space before it allowed. True also when there is none. */
static bool scan_zone(alk__scan *s, bool *zoned, int32_t *offset)
{
    alk__scan look = *s;
    int64_t hours, minutes = 0, seconds = 0;
    (void)alk__scan_char(&look, ' ');
    *zoned = true;
    *offset = 0;
    if (alk__scan_word(&look, "z")) {
        *s = look;
        return true;
    }
    bool west = alk__scan_char(&look, '-');
    *zoned = west || alk__scan_char(&look, '+');
    if (!*zoned)
        return true;
    if (!alk__scan_digits(&look, 2, 2, &hours))
        return false;
    if (alk__scan_char(&look, ':')) {
        if (!alk__scan_digits(&look, 2, 2, &minutes) ||
            (alk__scan_char(&look, ':') && !alk__scan_digits(&look, 2, 2, &seconds)))
            return false;
    } else {
        (void)alk__scan_digits(&look, 2, 2, &minutes);
    }
    if (hours > 23 || minutes > 59 || seconds > 59)
        return false;
    *offset = (int32_t)((hours * 60 + minutes) * 60 + seconds) * (west ? -1 : 1);
    *s = look;
    return true;
}

/* A date alone is its midnight. */
static bool scan_timestamp(alk__scan s, alk_datetime *out, bool *zoned)
{
    *zoned = false;
    if (!alk__scan_date(&s, out))
        return false;
    alk__scan time = s;
    if (alk__scan_word(&time, "t") || (alk__scan_char(&time, ' ') && time.p < time.end && alk__is_digit(*time.p))) {
        s = time;
        if (!scan_time(&s, out) || !scan_zone(&s, zoned, &out->offset))
            return false;
    }
    return alk__scan_era(&s, out) && alk__scan_end(&s);
}

int alk_time_parse(const char *text, size_t length, alk_time *out)
{
    alk__scan s = alk__scan_of(text, length);
    alk_datetime parts = { 0 };
    if (!scan_time(&s, &parts) || !alk__scan_end(&s))
        return alk__error_state(ALK_ERROR_DATA, "22007", "text is not a time; it is written as 23:59:59.999999");
    return alk_time_make(parts.hour, parts.minute, parts.second, (int)parts.microsecond, out);
}

static int64_t infinite(int sign)
{
    return sign > 0 ? INT64_MAX : INT64_MIN;
}

int alk_timestamp_parse(const char *text, size_t length, alk_timestamp *out)
{
    alk__scan s = alk__scan_of(text, length);
    int infinity = alk__scan_infinity(s);
    alk_datetime parts = { 0 };
    bool zoned;
    if (infinity != 0) {
        out->micros = infinite(infinity);
        return ALK_OK;
    }
    if (!scan_timestamp(s, &parts, &zoned))
        return alk__error_state(ALK_ERROR_DATA, "22007",
                                "text is not a timestamp; it is written as 2024-02-29 23:59:59.999999");
    if (zoned)
        return alk__error_state(ALK_ERROR_DATA, "22007", "text has a time zone, but a timestamp without one is wanted");
    return alk_timestamp_make(&parts, out);
}

int alk_timestamptz_parse(const char *text, size_t length, alk_timestamptz *out)
{
    alk__scan s = alk__scan_of(text, length);
    int infinity = alk__scan_infinity(s);
    alk_datetime parts = { 0 };
    bool zoned;
    if (infinity != 0) {
        out->micros = infinite(infinity);
        return ALK_OK;
    }
    if (!scan_timestamp(s, &parts, &zoned))
        return alk__error_state(ALK_ERROR_DATA, "22007",
                                "text is not a timestamp with time zone; it is written as 2024-02-29 23:59:59.999999+00:00");
    return alk_timestamptz_make(&parts, out);
}

/* ---- printing ---- */

void alk__write_time(alk__writer *w, const alk_datetime *parts)
{
    alk__write_digits(w, parts->hour, 2);
    alk__write_char(w, ':');
    alk__write_digits(w, parts->minute, 2);
    alk__write_char(w, ':');
    alk__write_digits(w, parts->second, 2);
    if (parts->microsecond > 0) {
        alk__write_char(w, '.');
        alk__write_digits(w, parts->microsecond, 6);
    }
}

size_t alk_time_print(alk_time value, char *out, size_t size)
{
    alk__writer w = { out, size, 0 };
    alk_datetime parts = { 0 };
    if (alk__time_in_range(value.micros)) {
        alk__split_time(value.micros, &parts);
        alk__write_time(&w, &parts);
    } else {
        alk__write_text(&w, "out of range");
    }
    return alk__writer_end(&w);
}

static size_t print_timestamp(int64_t micros, const char *zone, char *out, size_t size)
{
    alk__writer w = { out, size, 0 };
    if (micros == INT64_MAX || micros == INT64_MIN) {
        alk__write_text(&w, micros > 0 ? "infinity" : "-infinity");
    } else {
        alk_datetime parts = { 0 };
        split_timestamp(micros, 0, &parts);
        alk__write_date(&w, &parts);
        alk__write_char(&w, ' ');
        alk__write_time(&w, &parts);
        alk__write_text(&w, zone);
    }
    return alk__writer_end(&w);
}

size_t alk_timestamp_print(alk_timestamp value, char *out, size_t size)
{
    return print_timestamp(value.micros, "", out, size);
}

size_t alk_timestamptz_print(alk_timestamptz value, char *out, size_t size)
{
    return print_timestamp(value.micros, "+00:00", out, size);
}
