/* SPDX-License-Identifier: MIT
 * Dates, times, timestamps and UUIDs: the calendar, and text. Parsers take all of the text or refuse it; none rounds. Printers write at most
 * 80 bytes with the NUL and return the length. */
#ifndef ALK_MY_DATETIME_H
#define ALK_MY_DATETIME_H
#include "host.h"

#define ALK__MY_DAY_MICROS INT64_C(86400000000)

/* Days since 1970-01-01; false: there is no such day. */
bool alk__my_days_of(unsigned year, unsigned month, unsigned day, int64_t *days);
void alk__my_date_of(int64_t days, int64_t *year, unsigned *month, unsigned *day);

size_t alk__my_print_date(int64_t days, char *out);
size_t alk__my_print_time(int64_t micros, char *out);
size_t alk__my_print_timestamp(int64_t micros, bool zoned, char *out);
/* A TIME of any size and sign: "-838:59:59". */
size_t alk__my_print_span(int64_t micros, char *out);
size_t alk__my_print_uuid(const uint8_t *bytes, bool dashes, char *out);

bool alk__my_parse_date(const char *text, size_t length, int32_t *days);
bool alk__my_parse_time(const char *text, size_t length, int64_t *micros);
/* zoned: an offset is taken into account, and UTC where there is none; else an offset is refused. */
bool alk__my_parse_timestamp(const char *text, size_t length, bool zoned, int64_t *micros);
bool alk__my_parse_uuid(const char *text, size_t length, uint8_t *bytes);
#endif
