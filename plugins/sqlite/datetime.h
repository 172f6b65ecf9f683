/* SPDX-License-Identifier: MIT
 * Dates, times, timestamps, intervals and UUIDs as text, as SQLite databases hold them. Parsers take all of the text or refuse it; none
 * rounds. Printers write at most 80 bytes with the NUL and return the length. */
#ifndef ALK_LITE_DATETIME_H
#define ALK_LITE_DATETIME_H
#include "host.h"

#define ALK__LITE_DAY_MICROS INT64_C(86400000000)

size_t alk__lite_print_date(int64_t days, char *out);
size_t alk__lite_print_time(int64_t micros, char *out);
size_t alk__lite_print_timestamp(int64_t micros, bool zoned, char *out);
size_t alk__lite_print_interval(const alk_interval *interval, char *out);
size_t alk__lite_print_uuid(const uint8_t *bytes, char *out);

bool alk__lite_parse_date(const char *text, size_t length, int32_t *days);
bool alk__lite_parse_time(const char *text, size_t length, int64_t *micros);
/* zoned: an offset is taken into account, and UTC where there is none; else an offset is refused. */
bool alk__lite_parse_timestamp(const char *text, size_t length, bool zoned, int64_t *micros);
bool alk__lite_parse_interval(const char *text, size_t length, alk_interval *interval);
bool alk__lite_parse_uuid(const char *text, size_t length, uint8_t *bytes);
#endif
