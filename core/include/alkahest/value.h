/* SPDX-License-Identifier: MIT
 * Values: making them, turning them to and from text, dates and times, exact decimals, UUIDs. Text forms are those of ISO 8601
 * and of SQL; no locale plays a part, nothing is rounded or wrapped silently: what does not fit is ALK_ERROR_DATA.
 * All functions here may be called from any thread. */
#ifndef ALKAHEST_VALUE_H
#define ALKAHEST_VALUE_H
#include <alkahest/arena.h>
#include <alkahest/types.h>
ALK_BEGIN_DECLS

/* ---- making values; what they point to is borrowed, not copied; a NULL pointer makes SQL NULL ---- */
ALK_API alk_value alk_value_null(void);
ALK_API alk_value alk_value_bool(bool value);
ALK_API alk_value alk_value_int(int64_t value);
ALK_API alk_value alk_value_uint(uint64_t value);
ALK_API alk_value alk_value_real(double value);
ALK_API alk_value alk_value_text(const char *text);                      /* ends with NUL */
ALK_API alk_value alk_value_text_n(const char *text, size_t length);     /* a length beyond UINT32_MAX, here and below, makes a
                                                                             value that alk_value_check() refuses */
ALK_API alk_value alk_value_blob(const void *bytes, size_t length);
ALK_API alk_value alk_value_decimal(const char *text);                   /* "12.50"; checked when bound */
ALK_API alk_value alk_value_json(const char *text);
ALK_API alk_value alk_value_date(alk_date value);
ALK_API alk_value alk_value_time(alk_time value);
ALK_API alk_value alk_value_timestamp(alk_timestamp value);
ALK_API alk_value alk_value_timestamptz(alk_timestamptz value);
ALK_API alk_value alk_value_interval(const alk_interval *value);
ALK_API alk_value alk_value_uuid(const alk_uuid *value);
ALK_API alk_value alk_value_array(const alk_value *items, size_t count);

/* A word for a type code: "integer", "timestamp with time zone". Static; never NULL. Since 1.0. */
ALK_API const char *alk_type_name(int type);
/* Whether a value is well formed: a known tag, valid UTF-8 without NUL in text, a decimal that is one, JSON that parses, times in
 * range, arrays of well-formed values. ALK_OK or ALK_ERROR_DATA, whose message names the fault, not the value. Since 1.0. */
ALK_API int alk_value_check(const alk_value *value);
/* The value as text: NULL as "NULL", blobs as hexadecimal pairs, arrays as JSON. Writes at most size bytes with the NUL and
 * returns the length it needs. Since 1.0. */
ALK_API size_t alk_value_print(const alk_value *value, char *out, size_t size);
/* The value that text denotes in a type: the forms of alk_value_print() and those that the functions below read. A blob is pairs of
 * hexadecimal digits, with or without "\x" in front; an array is JSON, in which numbers become INT, UINT or DECIMAL and objects JSON.
 * What the value points to is copied into the arena. Since 1.0. */
ALK_API int alk_value_parse(int type, const char *text, size_t length, alk_arena *arena, alk_value *out);
/* The same value in another type, only where that is exact: "42" → 42, 3.0 → 3, integer → decimal, text → date, timestamp at
 * midnight → date… NULL converts to anything, anything to text. A real becomes the decimal that is its shortest text, and only such a
 * decimal becomes a real (alk_decimal_to_real() takes the nearest). Timestamps with and without zone do not convert: which zone was
 * meant is known to the program alone. What is made on the way goes into the arena, the rest stays borrowed. Since 1.0. */
ALK_API int alk_value_convert(const alk_value *value, int type, alk_arena *arena, alk_value *out);
/* A copy with everything it points to in the arena. Since 1.0. */
ALK_API int alk_value_copy(const alk_value *value, alk_arena *arena, alk_value *out);
/* Equal in tag and content (NaN equals NaN; decimals by number, 1.0 equals 1.00). Since 1.0. */
ALK_API bool alk_value_equal(const alk_value *a, const alk_value *b);

/* ---- dates and times: proleptic Gregorian calendar, in which year 0 is 1 BC. Dates go from -4713-01-01 to 5874897-12-31, as PostgreSQL's;
 * timestamps from the same day to 294247-01-10 04:00:54.775806, where 64 bits end. A day is 24 hours: there are no leap seconds, and
 * 24:00:00 is a time but not part of a timestamp ---- */
typedef struct alk_datetime {
    int32_t year;
    uint8_t month, day, hour, minute, second;   /* month and day from 1 */
    uint32_t microsecond;
    int32_t offset;                             /* seconds east of UTC; of a timestamp with zone */
} alk_datetime;
ALK_API int alk_date_make(int year, int month, int day, alk_date *out);
ALK_API int alk_time_make(int hour, int minute, int second, int microsecond, alk_time *out);
ALK_API int alk_timestamp_make(const alk_datetime *parts, alk_timestamp *out);       /* offset is left out of account */
ALK_API int alk_timestamptz_make(const alk_datetime *parts, alk_timestamptz *out);
ALK_API int alk_date_split(alk_date date, alk_datetime *out);
ALK_API int alk_time_split(alk_time time, alk_datetime *out);
ALK_API int alk_timestamp_split(alk_timestamp timestamp, alk_datetime *out);         /* ALK_ERROR_DATA for the infinities */
ALK_API int alk_timestamptz_split(alk_timestamptz timestamp, int32_t offset, alk_datetime *out);
/* Parsing takes all of the text: "2024-02-29", "23:59:59.999999", "2024-02-29 12:00:00" or with T, and "+02:00" or "Z" where a zone
 * belongs; "infinity" and "-infinity". Seconds may be left out; a date alone is a timestamp at midnight; more than six digits behind the
 * point must end in zeros; " BC" may follow, as PostgreSQL has it. A zoned text for alk_timestamp_parse is refused. Since 1.0. */
ALK_API int alk_date_parse(const char *text, size_t length, alk_date *out);
ALK_API int alk_time_parse(const char *text, size_t length, alk_time *out);
ALK_API int alk_timestamp_parse(const char *text, size_t length, alk_timestamp *out);
ALK_API int alk_timestamptz_parse(const char *text, size_t length, alk_timestamptz *out);   /* without a zone: UTC */
/* ISO 8601 durations ("P1Y2M3DT4H5M6.5S", any part negative, weeks too) and PostgreSQL's form ("1 year 2 mons -3 days 04:05:06.5").
 * Only seconds may have a fraction. Since 1.0. */
ALK_API int alk_interval_parse(const char *text, size_t length, alk_interval *out);
/* Printing: microseconds only where they are not zero, a space between date and time, "+00:00" behind a zoned timestamp, years
 * beyond four digits with a sign. All write at most size bytes with the NUL and return the length; 64 bytes always suffice. */
ALK_API size_t alk_date_print(alk_date value, char *out, size_t size);
ALK_API size_t alk_time_print(alk_time value, char *out, size_t size);
ALK_API size_t alk_timestamp_print(alk_timestamp value, char *out, size_t size);
ALK_API size_t alk_timestamptz_print(alk_timestamptz value, char *out, size_t size);
ALK_API size_t alk_interval_print(const alk_interval *value, char *out, size_t size);       /* ISO 8601 */

/* ---- decimals: exact text, [-]digits[.digits][e[-]digits], NaN, Infinity, -Infinity; at most 131072 digits before the point and 16383
 * after it, the exponent reckoned in. Read too: a plus sign, digits on one side of the point only, any case ---- */
ALK_API int alk_decimal_check(const char *text, size_t length);
/* Its value times 10^scale as an integer: "9.99" at scale 2 is 999. Digits beyond the scale must be zero. Since 1.0. */
ALK_API int alk_decimal_to_scaled(const char *text, size_t length, int scale, int64_t *out);
ALK_API size_t alk_decimal_from_scaled(int64_t value, int scale, char *out, size_t size);
/* -1, 0 or 1 in *order; NaN equals itself and is above all, as in PostgreSQL. Since 1.0. */
ALK_API int alk_decimal_compare(const char *a, size_t a_length, const char *b, size_t b_length, int *order);
ALK_API int alk_decimal_to_real(const char *text, size_t length, double *out);   /* the nearest double */

/* ---- UUIDs (RFC 9562) ---- */
ALK_API int alk_uuid_parse(const char *text, size_t length, alk_uuid *out);   /* 36 characters, 32 digits, or either in braces */
ALK_API size_t alk_uuid_print(const alk_uuid *value, char *out, size_t size); /* 36 lower-case characters */

/* ---- JSON (RFC 8259): whether text is one value; nesting at most 1000 ---- */
ALK_API int alk_json_check(const char *text, size_t length);

ALK_END_DECLS
#endif
