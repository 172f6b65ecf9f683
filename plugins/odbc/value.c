/* SPDX-License-Identifier: MIT
 * See value.h. */
#include "value.h"
#include "array_text.h"
#include "driver/calendar.h"
#include "driver/datetime.h"
#include "driver/interval.h"
#include "driver/number.h"
#include "driver/utf8.h"
#include "driver/uuid.h"

enum { DIGITS_MAX = 60 };

/* ---- bytes and texts ---- */
static alk__odbc_fault put_view(uint16_t tag, const char *text, size_t length, bool nul, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    char *copy;
    if (length > UINT32_MAX - 1)
        return ALK__ODBC_TOO_LONG;
    out->tag = tag;
    out->len = (uint32_t)length;
    out->flags = nul || keep ? ALK_CELL_NUL : 0;
    out->u.p = text;
    if (!keep)
        return ALK__ODBC_FINE;
    copy = alk__driver_room(memory, length + 1);
    if (copy == NULL)
        return ALK__ODBC_NO_MEMORY;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = 0;
    out->u.p = copy;
    return ALK__ODBC_FINE;
}

alk__odbc_fault alk__odbc_value_of_bytes(const char *bytes, size_t length, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    return put_view(ALK_TYPE_BLOB, bytes, length, false, keep, memory, out);
}

static alk__odbc_fault put_copy(uint16_t tag, const void *bytes, size_t size, alk__driver_memory *memory, alk_cell *out)
{
    void *copy = alk__odbc_host->arena_get(memory->arena, size, 8);
    if (copy == NULL)
        return ALK__ODBC_NO_MEMORY;
    memcpy(copy, bytes, size);
    alk__odbc_put_number(out, tag, 0);
    out->len = tag == ALK_TYPE_UUID ? (uint32_t)size : 0;
    out->u.p = copy;
    return ALK__ODBC_FINE;
}

/* ---- numbers ---- */
/* An integer that fits, as its type or the wider one. */
static bool put_integer(const char *text, size_t length, alk_cell *out)
{
    uint64_t magnitude;
    bool negative;
    if (!alk__driver_parse_integer(text, length, &magnitude, &negative) || (negative && magnitude > (uint64_t)INT64_MAX + 1))
        return false;
    alk__odbc_put_number(out, !negative && magnitude > INT64_MAX ? ALK_TYPE_UINT : ALK_TYPE_INT, (int64_t)(negative ? 0 - magnitude : magnitude));
    return true;
}

static bool put_truth(const char *text, size_t length, alk_cell *out)
{
    bool yes = length == 1 && (text[0] == 't' || text[0] == '1');
    if (!yes && !(length == 1 && (text[0] == 'f' || text[0] == '0')))
        return put_integer(text, length, out);
    alk__odbc_put_number(out, ALK_TYPE_BOOL, yes);
    return true;
}

static bool put_real(const char *text, size_t length, alk_cell *out)
{
    double real;
    if (!alk__driver_parse_any_real(text, length, &real)) {
        if (length < 3 || (text[length - 3] | 32) != 'i' || (text[length - 1] | 32) != 'f')
            return false;
        real = text[0] == '-' ? -__builtin_inf() : __builtin_inf();
    }
    alk__odbc_put_number(out, ALK_TYPE_REAL, 0);
    out->u.d = real;
    return true;
}

/* ".5" and "-.5", as SQL Server and Oracle write them, get their zero. */
static alk__odbc_fault put_decimal(const char *text, size_t length, bool nul, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    char whole[DIGITS_MAX + 4];
    size_t sign = length > 0 && text[0] == '-' ? 1 : 0;
    if (length > sign && text[sign] == '.' && length < DIGITS_MAX) {
        memcpy(whole, text, sign);
        whole[sign] = '0';
        memcpy(whole + sign + 1, text + sign, length - sign);
        return put_view(ALK_TYPE_DECIMAL, whole, length + 1, false, true, memory, out);
    }
    return put_view(length > 0 && alk__driver_is_decimal(text, length) ? ALK_TYPE_DECIMAL : ALK_TYPE_TEXT, text, length, nul, keep, memory, out);
}

/* ---- moments ---- */
/* "2024-01-01 00:00:00 +00:00", with a space before the zone, as SQL Server writes it. */
static bool parse_zoned(const char *text, size_t length, int64_t *micros)
{
    char tight[64];
    if (length > 6 && length < sizeof tight && text[length - 7] == ' ' && (text[length - 6] == '+' || text[length - 6] == '-')) {
        memcpy(tight, text, length - 7);
        memcpy(tight + length - 7, text + length - 6, 6);
        return alk__driver_parse_timestamp(tight, length - 1, true, micros);
    }
    return alk__driver_parse_timestamp(text, length, true, micros);
}

/* MySQL's TIME goes from -838:59:59 to 838:59:59. */
static bool parse_span(const char *text, size_t length, int64_t *micros)
{
    alk__driver_reader in = { text, text + length };
    int64_t hours, fraction = 0;
    unsigned minutes, seconds;
    bool negative = alk__driver_take(&in, '-');
    if (!alk__driver_take_number(&in, 2, &hours) || hours > 838 || !alk__driver_take(&in, ':') || !alk__driver_take_two(&in, &minutes) || !alk__driver_take(&in, ':') ||
        !alk__driver_take_two(&in, &seconds) || minutes > 59 || seconds > 59 || (alk__driver_take(&in, '.') && !alk__driver_take_fraction(&in, &fraction)) || in.at != in.end)
        return false;
    *micros = ((hours * 60 + minutes) * 60 + seconds) * 1000000 + fraction;
    *micros = negative ? -*micros : *micros;
    return true;
}

static bool parse_moment(uint16_t type, const char *text, size_t length, alk_cell *out)
{
    int64_t micros = 0;
    int32_t days = 0;
    bool good = type == ALK_TYPE_DATE   ? alk__driver_parse_date(text, length, &days)
                : type == ALK_TYPE_TIME ? alk__driver_parse_time(text, length, &micros)
                                        : type == ALK_TYPE_TIMESTAMPTZ ? parse_zoned(text, length, &micros) : alk__driver_parse_timestamp(text, length, false, &micros);
    if (good)
        alk__odbc_put_number(out, type, type == ALK_TYPE_DATE ? days : micros);
    return good;
}

alk__odbc_fault alk__odbc_value_of_date(const SQL_DATE_STRUCT *date, alk_cell *out)
{
    int64_t days;
    if (!alk__driver_days_of(date->year, date->month, date->day, &days))
        return ALK__ODBC_NO_DATE;
    alk__odbc_put_number(out, ALK_TYPE_DATE, days);
    return ALK__ODBC_FINE;
}

/* The fraction is in billionths; what is finer than a millionth is no value of ours. */
alk__odbc_fault alk__odbc_value_of_timestamp(const SQL_TIMESTAMP_STRUCT *t, uint16_t type, alk_cell *out)
{
    int64_t days;
    if (!alk__driver_days_of(t->year, t->month, t->day, &days))
        return ALK__ODBC_NO_DATE;
    if (t->hour > 23 || t->minute > 59 || t->second > 59 || t->fraction > 999999999)
        return ALK__ODBC_BAD_VALUE;
    alk__odbc_put_number(out, type, days * ALK__DRIVER_DAY_MICROS + (int64_t)((t->hour * 60 + t->minute) * 60 + t->second) * 1000000 + t->fraction / 1000);
    return ALK__ODBC_FINE;
}

/* ---- the rest ---- */
static alk__odbc_fault put_time(const char *text, size_t length, bool nul, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    alk_interval span = { 0, 0, 0 };
    if (parse_moment(ALK_TYPE_TIME, text, length, out))
        return ALK__ODBC_FINE;
    if (parse_span(text, length, &span.micros))
        return put_copy(ALK_TYPE_INTERVAL, &span, sizeof span, memory, out);
    return put_view(ALK_TYPE_TEXT, text, length, nul, keep, memory, out);
}

alk__odbc_fault alk__odbc_value_of_text(uint16_t type, uint16_t item, const char *text, size_t length, bool nul, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    alk_interval interval;
    uint8_t uuid[16];
    alk__odbc_fault fault;
    bool holds_nul;
    switch (type) {
    case ALK_TYPE_BOOL:
        if (put_truth(text, length, out))
            return ALK__ODBC_FINE;
        break;
    case ALK_TYPE_INT:
    case ALK_TYPE_UINT:
        if (put_integer(text, length, out))
            return ALK__ODBC_FINE;
        return alk__odbc_value_of_text(ALK_TYPE_REAL, 0, text, length, nul, keep, memory, out);
    case ALK_TYPE_REAL:
        if (put_real(text, length, out))
            return ALK__ODBC_FINE;
        break;
    case ALK_TYPE_DECIMAL:
        return put_decimal(text, length, nul, keep, memory, out);
    case ALK_TYPE_DATE:
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
        if (parse_moment(type, text, length, out))
            return ALK__ODBC_FINE;
        break;
    case ALK_TYPE_TIME:
        return put_time(text, length, nul, keep, memory, out);
    case ALK_TYPE_INTERVAL:
        if (alk__driver_parse_interval(text, length, &interval))
            return put_copy(ALK_TYPE_INTERVAL, &interval, sizeof interval, memory, out);
        break;
    case ALK_TYPE_UUID:
        if (alk__driver_parse_uuid(text, length, uuid))
            return put_copy(ALK_TYPE_UUID, uuid, sizeof uuid, memory, out);
        break;
    case ALK_TYPE_ARRAY:
        fault = alk__odbc_parse_array(item, text, length, memory, out);
        if (fault != ALK__ODBC_BAD_VALUE)
            return fault;
        break;
    default:
        break;
    }
    if (alk__driver_is_plain(text, length) || alk__driver_text_check(text, length, &holds_nul))
        return put_view(type == ALK_TYPE_JSON ? ALK_TYPE_JSON : ALK_TYPE_TEXT, text, length, nul, keep, memory, out);
    fault = put_view(ALK_TYPE_BLOB, text, length, nul, keep, memory, out);         /* its bytes are all that can be told */
    if (fault == ALK__ODBC_FINE)
        out->flags |= ALK_CELL_NOT_UTF8;
    return fault;
}
