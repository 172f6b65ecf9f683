/* SPDX-License-Identifier: MIT
 * Dates, timestamps and intervals as PostgreSQL alone writes and reads them, and the numbers of its binary form; the rest is in driver/. Parsers take all of
 * the text or refuse it: DateStyle ISO, IntervalStyle postgres, years before the first as BC; none rounds. Printers write at most 80 bytes with the NUL and
 * return the length. */
#ifndef ALK_PG_DATETIME_H
#define ALK_PG_DATETIME_H
#include "driver/calendar.h"
#include "host.h"

/* The server counts from 2000-01-01. */
#define ALK__PG_EPOCH_DAYS 10957
#define ALK__PG_EPOCH_MICROS (ALK__PG_EPOCH_DAYS * ALK__DRIVER_DAY_MICROS)

size_t alk__pg_print_date(int64_t days, char *out);
size_t alk__pg_print_timestamp(int64_t micros, bool zoned, char *out);

bool alk__pg_parse_date(const char *text, size_t length, int32_t *days);
/* zoned: an offset has to stand there. */
bool alk__pg_parse_timestamp(const char *text, size_t length, bool zoned, int64_t *micros);
bool alk__pg_parse_interval(const char *text, size_t length, alk_interval *interval);

/* The server's numbers: false where the result would be out of range. Infinities are infinities on both sides. */
static inline bool alk__pg_date_in(int32_t server, int64_t *days)
{
    *days = server == INT32_MIN || server == INT32_MAX ? server : (int64_t)server + ALK__PG_EPOCH_DAYS;
    return server == INT32_MIN || server == INT32_MAX || *days < INT32_MAX;
}
static inline bool alk__pg_timestamp_in(int64_t server, int64_t *micros)
{
    if (server == INT64_MIN || server == INT64_MAX) {
        *micros = server;
        return true;
    }
    return !__builtin_add_overflow(server, ALK__PG_EPOCH_MICROS, micros) && *micros != INT64_MAX;
}
static inline bool alk__pg_date_out(int64_t days, int32_t *server)
{
    bool infinite = days == INT32_MIN || days == INT32_MAX;
    int64_t value = infinite ? days : days - ALK__PG_EPOCH_DAYS;
    *server = (int32_t)value;
    return infinite || (value > INT32_MIN && value < INT32_MAX);
}
static inline bool alk__pg_timestamp_out(int64_t micros, int64_t *server)
{
    if (micros == INT64_MIN || micros == INT64_MAX) {
        *server = micros;
        return true;
    }
    return !__builtin_sub_overflow(micros, ALK__PG_EPOCH_MICROS, server) && *server != INT64_MIN;
}
#endif
