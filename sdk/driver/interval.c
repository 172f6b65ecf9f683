/* SPDX-License-Identifier: MIT
 * See interval.h. */
#include "interval.h"
#include "text.h"

/* ---- printing: parts that are zero are left out ---- */
static char *put_part(char *out, int64_t value, char unit)
{
    if (value == 0)
        return out;
    if (value < 0)
        *out++ = '-';
    out = alk__driver_put_digits(out, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 1);
    *out++ = unit;
    return out;
}

static char *put_seconds(char *out, int64_t micros)
{
    uint64_t size = micros < 0 ? 0 - (uint64_t)micros : (uint64_t)micros;
    if (size == 0)
        return out;
    if (micros < 0)
        *out++ = '-';
    out = alk__driver_put_digits(out, size / 1000000, 1);
    if (size % 1000000 != 0) {
        *out++ = '.';
        out = alk__driver_put_digits(out, size % 1000000, 6);
        while (out[-1] == '0')
            out--;
    }
    *out++ = 'S';
    return out;
}

size_t alk__driver_print_interval(const alk_interval *interval, char *out)
{
    char *end = out;
    *end++ = 'P';
    end = put_part(end, interval->months / 12, 'Y');
    end = put_part(end, interval->months % 12, 'M');
    end = put_part(end, interval->days, 'D');
    if (interval->micros != 0) {
        *end++ = 'T';
        end = put_part(end, interval->micros / INT64_C(3600000000), 'H');
        end = put_part(end, interval->micros / 60000000 % 60, 'M');
        end = put_seconds(end, interval->micros % 60000000);
    }
    return alk__driver_put_end(out, end == out + 1 ? alk__driver_put_text(end, "T0S") : end);
}

/* ---- parsing ---- */
static bool add_part(alk_interval *interval, char unit, bool in_time, int64_t value, int64_t fraction)
{
    if (fraction != 0 && (!in_time || unit != 'S'))
        return false;
    switch (unit) {
    case 'Y':
        return !in_time && alk__driver_add_months(interval, value, 12);
    case 'M':
        return in_time ? alk__driver_add_micros(interval, value, 60000000) : alk__driver_add_months(interval, value, 1);
    case 'W':
        return !in_time && alk__driver_add_days(interval, value, 7);
    case 'D':
        return !in_time && alk__driver_add_days(interval, value, 1);
    case 'H':
        return in_time && alk__driver_add_micros(interval, value, INT64_C(3600000000));
    case 'S':
        return in_time && alk__driver_add_micros(interval, value, 1000000) && alk__driver_add_micros(interval, fraction, 1);
    default:
        return false;
    }
}

bool alk__driver_parse_interval(const char *text, size_t length, alk_interval *interval)
{
    alk__driver_reader in = { text, text + length };
    alk_interval read = { 0, 0, 0 };
    bool in_time = false, negative_all = alk__driver_take(&in, '-');
    int parts = 0;
    if (!alk__driver_take(&in, 'P'))
        return false;
    while (in.at < in.end) {
        int64_t value, fraction = 0;
        bool minus, negative;
        if (!in_time && alk__driver_take(&in, 'T')) {
            in_time = true;
            parts = 0;
        }
        minus = alk__driver_take(&in, '-');
        if (!minus)
            (void)alk__driver_take(&in, '+');
        negative = minus != negative_all;
        if (!alk__driver_take_number(&in, 1, &value) || (alk__driver_take(&in, '.') && !alk__driver_take_fraction(&in, &fraction)) || in.at == in.end)
            return false;
        if (!add_part(&read, *in.at++, in_time, negative ? -value : value, negative ? -fraction : fraction))
            return false;
        parts++;
    }
    if (parts == 0)
        return false;
    *interval = read;
    return true;
}
