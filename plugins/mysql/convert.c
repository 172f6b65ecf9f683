/* SPDX-License-Identifier: MIT
 * Values to cells. Numbers stand in a row with their least byte first, as this processor has them too. */
#include "convert.h"
#include "driver/calendar.h"
#include "driver/utf8.h"
#include "driver/uuid.h"
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the numbers of the protocol have their least byte first: they are read as they stand"
#endif

/* ---- moments ---- */
static unsigned two_bytes(const unsigned char *at)
{
    return at[0] | (unsigned)at[1] << 8;
}

static uint32_t four_bytes(const unsigned char *at)
{
    uint32_t value;
    memcpy(&value, at, 4);
    return value;
}

static alk__my_fault day_of(const alk__my_value *value, int64_t *days)
{
    const unsigned char *at = value->at;
    if (value->length == 0)
        return ALK__MY_ZERO_DATE;
    if (value->length < 4)
        return ALK__MY_BAD_ROW;
    return alk__driver_days_of(two_bytes(at), at[2], at[3], days) ? ALK__MY_FINE : ALK__MY_ZERO_DATE;
}

static alk__my_fault timestamp_of(const alk__my_value *value, int64_t *micros)
{
    const unsigned char *at = value->at;
    int64_t days;
    alk__my_fault fault = day_of(value, &days);
    if (fault != ALK__MY_FINE)
        return fault;
    *micros = days * ALK__DRIVER_DAY_MICROS;
    if (value->length == 4)
        return ALK__MY_FINE;
    if ((value->length != 7 && value->length != 11) || at[4] > 23 || at[5] > 59 || at[6] > 59)
        return ALK__MY_BAD_ROW;
    *micros += (int64_t)((at[4] * 60 + at[5]) * 60 + at[6]) * 1000000;
    if (value->length == 11) {
        if (four_bytes(at + 7) > 999999)
            return ALK__MY_BAD_ROW;
        *micros += four_bytes(at + 7);
    }
    return ALK__MY_FINE;
}

static alk__my_fault span_of(const alk__my_value *value, int64_t *micros)
{
    const unsigned char *at = value->at;
    int64_t size;
    *micros = 0;
    if (value->length == 0)
        return ALK__MY_FINE;
    if ((value->length != 8 && value->length != 12) || at[5] > 23 || at[6] > 59 || at[7] > 59 || four_bytes(at + 1) > 40)
        return ALK__MY_BAD_ROW;
    size = (int64_t)(((four_bytes(at + 1) * 24 + at[5]) * 60 + at[6]) * 60 + at[7]) * 1000000;
    if (value->length == 12) {
        if (four_bytes(at + 8) > 999999)
            return ALK__MY_BAD_ROW;
        size += four_bytes(at + 8);
    }
    *micros = at[0] != 0 ? -size : size;
    return ALK__MY_FINE;
}

alk__my_fault alk__my_moment(const alk__my_value *value, const alk__my_column *column, int64_t *out)
{
    switch (column->wire) {
    case ALK__MY_WIRE_DATE:
        return day_of(value, out);
    case ALK__MY_WIRE_TIME:
        return span_of(value, out);
    default:
        return timestamp_of(value, out);
    }
}

/* ---- to cells ---- */
enum { MOVED_MAX = 4096 };               /* bytes of a text that are moved to make room for a NUL; a longer one is left where it is */

static alk__my_fault put_bytes(alk__my_value *value, uint16_t tag, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    if (value->length > UINT32_MAX)
        return ALK__MY_TOO_LONG;
    out->tag = tag;
    out->len = (uint32_t)value->length;
    out->flags = 0;
    if (keep) {
        char *copy = alk__driver_room(memory, value->length + 1);
        if (copy == NULL)
            return ALK__MY_NO_MEMORY;
        if (value->length > 0)
            memcpy(copy, value->at, value->length);
        copy[value->length] = 0;
        out->u.p = copy;
        out->flags = ALK_CELL_NUL;
        return ALK__MY_FINE;
    }
    if (tag != ALK_TYPE_BLOB && value->length <= MOVED_MAX) {
        alk__my_end_with_nul(value);
        out->flags = ALK_CELL_NUL;
    }
    out->u.p = value->at;
    return ALK__MY_FINE;
}

static alk__my_fault put_number(alk_cell *out, uint16_t tag, int64_t number)
{
    out->tag = tag;
    out->len = 0;
    out->flags = 0;
    out->u.i = number;
    return ALK__MY_FINE;
}

/* Up to 64 bits, the first ones first. */
static alk__my_fault put_bits(const alk__my_value *value, const alk__my_column *column, alk_cell *out)
{
    uint64_t bits = 0;
    if (value->length > 8)
        return ALK__MY_BAD_ROW;
    for (size_t i = 0; i < value->length; i++)
        bits = bits << 8 | value->at[i];
    return put_number(out, column->type, (int64_t)bits);
}

static alk__my_fault put_moment(const alk__my_value *value, const alk__my_column *column, bool null_dates, alk__driver_memory *memory, alk_cell *out)
{
    int64_t number = 0;
    alk_interval *span;
    alk__my_fault fault = alk__my_moment(value, column, &number);
    if (fault == ALK__MY_ZERO_DATE && null_dates) {
        memset(out, 0, sizeof *out);
        return ALK__MY_FINE;
    }
    if (fault != ALK__MY_FINE)
        return fault;
    if (column->wire != ALK__MY_WIRE_TIME || (number >= 0 && number <= ALK__DRIVER_DAY_MICROS)) {
        put_number(out, column->type, number);
        out->flags = column->type == ALK_TYPE_TIMESTAMP ? ALK_CELL_UTC : 0;      /* as the session's times are */
        return ALK__MY_FINE;
    }
    span = alk__my_host->arena_get(memory->arena, sizeof *span, 8);        /* no time of a day */
    if (span == NULL)
        return ALK__MY_NO_MEMORY;
    span->months = span->days = 0;
    span->micros = number;
    put_number(out, ALK_TYPE_INTERVAL, 0);
    out->u.p = span;
    return ALK__MY_FINE;
}

static alk__my_fault put_uuid(alk__my_value *value, alk__driver_memory *memory, alk_cell *out)
{
    uint8_t *bytes = alk__my_host->arena_get(memory->arena, 16, 8);
    if (bytes == NULL)
        return ALK__MY_NO_MEMORY;
    if (!alk__driver_parse_uuid((const char *)value->at, value->length, bytes))
        return ALK__MY_BAD_ROW;
    put_number(out, ALK_TYPE_UUID, 0);
    out->len = 16;
    out->u.p = bytes;
    return ALK__MY_FINE;
}

static alk__my_fault put_text(alk__my_value *value, const alk__my_column *column, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    bool nul;
    alk__my_fault fault;
    if (column->type == ALK_TYPE_UUID)
        return put_uuid(value, memory, out);
    if (column->type == ALK_TYPE_BLOB || alk__driver_text_check((const char *)value->at, value->length, &nul))
        return put_bytes(value, column->type, keep, memory, out);
    fault = put_bytes(value, ALK_TYPE_BLOB, keep, memory, out);        /* text it was called, but its bytes are all that can be told */
    if (fault == ALK__MY_FINE)
        out->flags |= ALK_CELL_NOT_UTF8;
    return fault;
}

alk__my_fault alk__my_to_cell(alk__my_value *value, const alk__my_column *column, bool keep, bool null_dates, alk__driver_memory *memory, alk_cell *out)
{
    int64_t integer;
    float narrow;
    if (value->at == NULL || column->wire == ALK__MY_WIRE_NULL) {
        memset(out, 0, sizeof *out);
        return ALK__MY_FINE;
    }
    switch (column->wire) {
    case ALK__MY_WIRE_1:
    case ALK__MY_WIRE_2:
    case ALK__MY_WIRE_4:
    case ALK__MY_WIRE_8:
        integer = alk__my_integer(value, column);
        return put_number(out, column->type == ALK_TYPE_BOOL && (uint64_t)integer > 1 ? ALK_TYPE_INT : column->type, integer);
    case ALK__MY_WIRE_FLOAT:
        memcpy(&narrow, value->at, sizeof narrow);
        put_number(out, ALK_TYPE_REAL, 0);
        out->u.d = (double)narrow;
        return ALK__MY_FINE;
    case ALK__MY_WIRE_DOUBLE:
        put_number(out, ALK_TYPE_REAL, 0);
        memcpy(&out->u.d, value->at, sizeof out->u.d);
        return ALK__MY_FINE;
    case ALK__MY_WIRE_DATE:
    case ALK__MY_WIRE_TIME:
    case ALK__MY_WIRE_MOMENT:
        return put_moment(value, column, null_dates, memory, out);
    default:
        return column->is_bits ? put_bits(value, column, out) : put_text(value, column, keep, memory, out);
    }
}
