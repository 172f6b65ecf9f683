/* SPDX-License-Identifier: MIT
 * Intervals as ISO 8601 writes them: P1Y2M3W4DT5H6M7.5S, any part signed. */
#ifndef ALK_DRIVER_INTERVAL_H
#define ALK_DRIVER_INTERVAL_H
#include <alkahest/plugin.h>
#include <stdbool.h>

/* At most 80 bytes with the NUL; returns the length. */
size_t alk__driver_print_interval(const alk_interval *interval, char *out);
/* All of the text, or it is refused; nothing is rounded. */
bool alk__driver_parse_interval(const char *text, size_t length, alk_interval *interval);

/* value times what a unit is, added to a part; false: that is out of range. */
static inline bool alk__driver_add_months(alk_interval *interval, int64_t value, int32_t times)
{
    int64_t months;
    return !__builtin_mul_overflow(value, (int64_t)times, &months) && !__builtin_add_overflow(interval->months, months, &interval->months);
}
static inline bool alk__driver_add_days(alk_interval *interval, int64_t value, int32_t times)
{
    int64_t days;
    return !__builtin_mul_overflow(value, (int64_t)times, &days) && !__builtin_add_overflow(interval->days, days, &interval->days);
}
static inline bool alk__driver_add_micros(alk_interval *interval, int64_t value, int64_t times)
{
    int64_t micros;
    return !__builtin_mul_overflow(value, times, &micros) && !__builtin_add_overflow(interval->micros, micros, &interval->micros);
}
#endif
