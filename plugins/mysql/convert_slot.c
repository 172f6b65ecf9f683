/* SPDX-License-Identifier: MIT
 * Cells to the members of C structs: every conversion that is exact, and no other. The common ones (an integer for an integer, text for
 * text) are done by fetch.c itself; they stand here too, since what is rare there may still come. */
#include "convert.h"
#include "driver/cell.h"
#include "driver/datetime.h"
#include "driver/number.h"
#include "driver/uuid.h"
#include <float.h>
#include <string.h>

static bool is_text(const alk_cell *cell)
{
    return cell->tag == ALK_TYPE_TEXT || cell->tag == ALK_TYPE_DECIMAL || cell->tag == ALK_TYPE_JSON;
}

/* A number of any kind as sign and magnitude; text when all of it is a number. */
static alk__my_fault to_integer(const alk_cell *cell, uint64_t *magnitude, bool *negative)
{
    double real;
    switch (cell->tag) {
    case ALK_TYPE_BOOL:
    case ALK_TYPE_INT:
        *negative = cell->u.i < 0;
        *magnitude = cell->u.i < 0 ? 0 - cell->u.raw : cell->u.raw;
        return ALK__MY_FINE;
    case ALK_TYPE_UINT:
        *negative = false;
        *magnitude = cell->u.raw;
        return ALK__MY_FINE;
    case ALK_TYPE_REAL:
        real = cell->u.d;
        *negative = real < 0;
        real = real < 0 ? -real : real;
        if (!(real < 18446744073709551616.0) || (double)(uint64_t)real != real)
            return ALK__MY_OUT_OF_RANGE;
        *magnitude = (uint64_t)real;
        return ALK__MY_FINE;
    default:
        if (!is_text(cell))
            return ALK__MY_NOT_CONVERTIBLE;
        return alk__driver_parse_integer(cell->u.p, cell->len, magnitude, negative) ? ALK__MY_FINE
               : cell->tag == ALK_TYPE_DECIMAL                                     ? ALK__MY_OUT_OF_RANGE
                                                                                   : ALK__MY_MALFORMED;
    }
}

static alk__my_fault to_signed(const alk_cell *cell, int bits, int64_t *out)
{
    uint64_t magnitude = 0, limit = UINT64_C(1) << (bits - 1);
    bool negative = false;
    alk__my_fault fault = to_integer(cell, &magnitude, &negative);
    if (fault != ALK__MY_FINE)
        return fault;
    if (magnitude > (negative ? limit : limit - 1))
        return ALK__MY_OUT_OF_RANGE;
    *out = (int64_t)(negative ? 0 - magnitude : magnitude);
    return ALK__MY_FINE;
}

static alk__my_fault to_unsigned(const alk_cell *cell, uint64_t max, uint64_t *out)
{
    bool negative = false;
    alk__my_fault fault = to_integer(cell, out, &negative);
    if (fault != ALK__MY_FINE)
        return fault;
    return (negative && *out != 0) || *out > max ? ALK__MY_OUT_OF_RANGE : ALK__MY_FINE;
}

static bool same_word(const char *text, size_t length, const char *word)
{
    for (size_t i = 0; i < length; i++)
        if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]) != word[i] || word[i] == 0)
            return false;
    return word[length] == 0;
}

static alk__my_fault to_bool(const alk_cell *cell, bool *out)
{
    static const char *const words[] = { "false", "true", "f", "t", "no", "yes", "off", "on" };
    uint64_t number = 0;
    alk__my_fault fault;
    for (int i = 0; cell->tag == ALK_TYPE_TEXT && i < 8; i++)
        if (same_word(cell->u.p, cell->len, words[i])) {
            *out = i % 2 != 0;
            return ALK__MY_FINE;
        }
    fault = to_unsigned(cell, 1, &number);
    *out = number != 0;
    return fault;
}

/* Integers only where a double holds them exactly; decimal text as the nearest double. */
static alk__my_fault to_double(const alk_cell *cell, double *out)
{
    switch (cell->tag) {
    case ALK_TYPE_REAL:
        *out = cell->u.d;
        return ALK__MY_FINE;
    case ALK_TYPE_BOOL:
    case ALK_TYPE_INT:
        *out = (double)cell->u.i;
        return *out < 9223372036854775808.0 && (int64_t)*out == cell->u.i ? ALK__MY_FINE : ALK__MY_OUT_OF_RANGE;
    case ALK_TYPE_UINT:
        *out = (double)cell->u.raw;
        return *out < 18446744073709551616.0 && (uint64_t)*out == cell->u.raw ? ALK__MY_FINE : ALK__MY_OUT_OF_RANGE;
    default:
        if (!is_text(cell))
            return ALK__MY_NOT_CONVERTIBLE;
        return alk__driver_parse_long_real(cell->u.p, cell->len, out) ? ALK__MY_FINE : ALK__MY_MALFORMED;
    }
}

/* The nearest float: who declares one asks for that. An integer must be exact all the same. */
static alk__my_fault to_float(const alk_cell *cell, float *out)
{
    double wide = 0;
    alk__my_fault fault = to_double(cell, &wide);
    if (fault != ALK__MY_FINE)
        return fault;
    if ((wide > FLT_MAX && wide <= DBL_MAX) || (wide < -FLT_MAX && wide >= -DBL_MAX))
        return ALK__MY_OUT_OF_RANGE;
    *out = (float)wide;
    return (cell->tag == ALK_TYPE_INT || cell->tag == ALK_TYPE_UINT) && (double)*out != wide ? ALK__MY_OUT_OF_RANGE : ALK__MY_FINE;
}

/* What is no text, as one; an interval is one of days and less here. */
static size_t print(const alk_cell *cell, char *out)
{
    return cell->tag == ALK_TYPE_INTERVAL ? alk__driver_print_span(((const alk_interval *)cell->u.p)->micros, out) : alk__driver_print_cell(cell, out);
}

/* Text as it is, bytes only into a view, all else as what it means. */
static alk__my_fault to_text(const alk_cell *cell, uint16_t want, alk__driver_memory *memory, alk_sv *out)
{
    char text[ALK__DRIVER_NUMBER_MAX], *copy;
    size_t length;
    const char *bytes = text;
    if (cell->tag == ALK_TYPE_BLOB && want == ALK_SLOT_TEXT)
        return ALK__MY_NOT_CONVERTIBLE;
    if (is_text(cell) || cell->tag == ALK_TYPE_BLOB) {
        bytes = cell->u.p;
        length = cell->len;
        if (want == ALK_SLOT_TEXT && length > 0 && memchr(bytes, 0, length) != NULL)
            return ALK__MY_HOLDS_NUL;
        if (want == ALK_SLOT_VIEW || (cell->flags & ALK_CELL_NUL) != 0) {
            *out = alk__my_sv(bytes, length);
            return ALK__MY_FINE;
        }
    } else {
        length = print(cell, text);
    }
    if ((copy = alk__driver_room(memory, length + 1)) == NULL)
        return ALK__MY_NO_MEMORY;
    memcpy(copy, bytes, length);
    copy[length] = 0;
    *out = alk__my_sv(copy, length);
    return ALK__MY_FINE;
}

static alk__my_fault text_to_moment(const alk_cell *cell, uint16_t type, int64_t *out)
{
    int32_t days = 0;
    bool good;
    if (type == ALK_TYPE_DATE) {
        good = alk__driver_parse_date(cell->u.p, cell->len, &days);
        *out = days;
    } else if (type == ALK_TYPE_TIME) {
        good = alk__driver_parse_time(cell->u.p, cell->len, out);
    } else {
        good = alk__driver_parse_timestamp(cell->u.p, cell->len, type == ALK_TYPE_TIMESTAMPTZ, out);
    }
    return good ? ALK__MY_FINE : ALK__MY_MALFORMED;
}

static alk__my_fault to_moment(const alk_cell *cell, uint16_t type, int64_t *out)
{
    if (cell->tag == ALK_TYPE_TEXT)
        return text_to_moment(cell, type, out);
    *out = cell->u.i;
    if (cell->tag == type)
        return ALK__MY_FINE;
    if (type == ALK_TYPE_TIME && cell->tag == ALK_TYPE_INTERVAL)
        return ALK__MY_OUT_OF_RANGE;
    /* The session's times are in UTC, so a DATETIME can be meant as either. */
    return cell->tag == ALK_TYPE_TIMESTAMP && type == ALK_TYPE_TIMESTAMPTZ ? ALK__MY_FINE : ALK__MY_NOT_CONVERTIBLE;
}

static alk__my_fault to_interval(const alk_cell *cell, alk_interval *out)
{
    memset(out, 0, sizeof *out);
    if (cell->tag == ALK_TYPE_INTERVAL)
        *out = *(const alk_interval *)cell->u.p;
    else if (cell->tag == ALK_TYPE_TIME)
        out->micros = cell->u.i;
    else
        return ALK__MY_NOT_CONVERTIBLE;
    return ALK__MY_FINE;
}

static alk__my_fault to_uuid(const alk_cell *cell, uint8_t *out)
{
    if (cell->tag == ALK_TYPE_UUID || (cell->tag == ALK_TYPE_BLOB && cell->len == 16)) {
        memcpy(out, cell->u.p, 16);
        return ALK__MY_FINE;
    }
    if (cell->tag != ALK_TYPE_TEXT)
        return ALK__MY_NOT_CONVERTIBLE;
    return alk__driver_parse_uuid(cell->u.p, cell->len, out) ? ALK__MY_FINE : ALK__MY_MALFORMED;
}

size_t alk__my_slot_size(uint16_t want)
{
    static const uint8_t sizes[] = {
        [ALK_SLOT_BOOL] = sizeof(bool),  [ALK_SLOT_INT8] = 1,          [ALK_SLOT_INT16] = 2,
        [ALK_SLOT_INT32] = 4,            [ALK_SLOT_INT64] = 8,         [ALK_SLOT_UINT8] = 1,
        [ALK_SLOT_UINT16] = 2,           [ALK_SLOT_UINT32] = 4,        [ALK_SLOT_UINT64] = 8,
        [ALK_SLOT_FLOAT] = sizeof(float), [ALK_SLOT_DOUBLE] = sizeof(double), [ALK_SLOT_TEXT] = sizeof(char *),
        [ALK_SLOT_VIEW] = sizeof(alk_sv), [ALK_SLOT_DATE] = 4,         [ALK_SLOT_TIME] = 8,
        [ALK_SLOT_TIMESTAMP] = 8,        [ALK_SLOT_TIMESTAMPTZ] = 8,   [ALK_SLOT_INTERVAL] = sizeof(alk_interval),
        [ALK_SLOT_UUID] = 16,            [ALK_SLOT_CELL] = sizeof(alk_cell)
    };
    return want < sizeof sizes ? sizes[want] : 0;
}

typedef union member {
    bool truth;
    int8_t i8;
    int16_t i16;
    int32_t i32;
    int64_t i64;
    uint8_t u8;
    uint16_t u16;
    uint32_t u32;
    uint64_t u64;
    float real32;
    double real64;
    const char *text;
    alk_sv view;
    alk_interval interval;
    uint8_t uuid[16];
    alk_cell cell;
} member;

static alk__my_fault to_number(const alk_cell *cell, uint16_t want, member *out)
{
    int64_t i = 0;
    uint64_t u = 0;
    alk__my_fault fault;
    switch (want) {
    case ALK_SLOT_INT8:
        fault = to_signed(cell, 8, &i);
        out->i8 = (int8_t)i;
        return fault;
    case ALK_SLOT_INT16:
        fault = to_signed(cell, 16, &i);
        out->i16 = (int16_t)i;
        return fault;
    case ALK_SLOT_INT32:
        fault = to_signed(cell, 32, &i);
        out->i32 = (int32_t)i;
        return fault;
    case ALK_SLOT_INT64:
        return to_signed(cell, 64, &out->i64);
    case ALK_SLOT_UINT8:
        fault = to_unsigned(cell, UINT8_MAX, &u);
        out->u8 = (uint8_t)u;
        return fault;
    case ALK_SLOT_UINT16:
        fault = to_unsigned(cell, UINT16_MAX, &u);
        out->u16 = (uint16_t)u;
        return fault;
    case ALK_SLOT_UINT32:
        fault = to_unsigned(cell, UINT32_MAX, &u);
        out->u32 = (uint32_t)u;
        return fault;
    case ALK_SLOT_UINT64:
        return to_unsigned(cell, UINT64_MAX, &out->u64);
    case ALK_SLOT_FLOAT:
        return to_float(cell, &out->real32);
    default:
        return to_double(cell, &out->real64);
    }
}

static alk__my_fault to_member(const alk_cell *cell, uint16_t want, alk__driver_memory *memory, member *out)
{
    alk_sv view = { NULL, 0 };
    int64_t days = 0;
    alk__my_fault fault;
    switch (want) {
    case ALK_SLOT_BOOL:
        return to_bool(cell, &out->truth);
    case ALK_SLOT_TEXT:
        fault = to_text(cell, want, memory, &view);
        out->text = view.p;
        return fault;
    case ALK_SLOT_VIEW:
        return to_text(cell, want, memory, &out->view);
    case ALK_SLOT_DATE:
        fault = to_moment(cell, ALK_TYPE_DATE, &days);
        out->i32 = (int32_t)days;
        return fault;
    case ALK_SLOT_TIME:
        return to_moment(cell, ALK_TYPE_TIME, &out->i64);
    case ALK_SLOT_TIMESTAMP:
        return to_moment(cell, ALK_TYPE_TIMESTAMP, &out->i64);
    case ALK_SLOT_TIMESTAMPTZ:
        return to_moment(cell, ALK_TYPE_TIMESTAMPTZ, &out->i64);
    case ALK_SLOT_INTERVAL:
        return to_interval(cell, &out->interval);
    case ALK_SLOT_UUID:
        return to_uuid(cell, out->uuid);
    case ALK_SLOT_CELL:
        out->cell = *cell;
        return ALK__MY_FINE;
    default:
        return alk__my_slot_size(want) != 0 ? to_number(cell, want, out) : ALK__MY_UNKNOWN_SLOT;
    }
}

/* Members may lie anywhere in a packed struct, so they are written as bytes. */
alk__my_fault alk__my_to_slot(const alk_cell *cell, const alk_slot *slot, char *base, alk__driver_memory *memory)
{
    member made;
    alk__my_fault fault = to_member(cell, slot->want, memory, &made);
    if (fault == ALK__MY_FINE)
        memcpy(base + slot->off, &made, alk__my_slot_size(slot->want));
    return fault;
}
