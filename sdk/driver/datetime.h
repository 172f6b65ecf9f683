/* SPDX-License-Identifier: MIT
 * Dates, times and timestamps as text, as ISO 8601 has them. Parsers take all of the text or refuse it; none rounds. Printers write at most
 * 80 bytes with the NUL and return the length. Years before 0 have a minus, those past 9999 a plus; the infinities are words. */
#ifndef ALK_DRIVER_DATETIME_H
#define ALK_DRIVER_DATETIME_H
#include "calendar.h"
#include "text.h"

size_t alk__driver_print_date(int64_t days, char *out);
/* micros: not negative; the hours may be any number. */
size_t alk__driver_print_time(int64_t micros, char *out);
/* The same of any sign. */
size_t alk__driver_print_span(int64_t micros, char *out);
size_t alk__driver_print_timestamp(int64_t micros, bool zoned, char *out);

bool alk__driver_parse_date(const char *text, size_t length, int32_t *days);
bool alk__driver_parse_time(const char *text, size_t length, int64_t *micros);
/* zoned: an offset is taken into account, and UTC where there is none; else an offset is refused. */
bool alk__driver_parse_timestamp(const char *text, size_t length, bool zoned, int64_t *micros);

/* For those who read texts of another form: the infinities' words, which are the same everywhere; a time of day, at most 24:00:00, with or
 * without seconds; and the form in which nearly all timestamps are stored, "2024-02-29 12:00:00" with or without a fraction and with a T in
 * place of the blank, read by its places. */
bool alk__driver_parse_infinity(const char *text, size_t length, bool *negative);
bool alk__driver_take_time(alk__driver_reader *in, int64_t *micros);
bool alk__driver_parse_usual_timestamp(const char *text, size_t length, int64_t *micros);
#endif
