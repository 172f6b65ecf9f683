/* SPDX-License-Identifier: MIT
 * Values to the members of C structs: every conversion that is exact, and no other. The common ones (an integer for an integer, text for
 * text) are done by fetch.c itself; they stand here too, since what is rare there may still come. */
#include "convert.h"
#include "driver/datetime.h"
#include "driver/interval.h"
#include "driver/number.h"
#include "driver/uuid.h"
#include <float.h>
#include <string.h>

/* A number of any storage as sign and magnitude; text when all of it is a number. */
static alk__lite_fault to_integer(sqlite3_value *value, uint64_t *magnitude, bool *negative)
{
    double real;
    int64_t integer;
    const char *text;
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        integer = sqlite3_value_int64(value);
        *negative = integer < 0;
        *magnitude = integer < 0 ? 0 - (uint64_t)integer : (uint64_t)integer;
        return ALK__LITE_FINE;
    case SQLITE_FLOAT:
        real = sqlite3_value_double(value);
        *negative = real < 0;
        real = real < 0 ? -real : real;
        if (!(real < 18446744073709551616.0) || (double)(uint64_t)real != real)
            return ALK__LITE_OUT_OF_RANGE;
        *magnitude = (uint64_t)real;
        return ALK__LITE_FINE;
    case SQLITE_TEXT:
        text = (const char *)sqlite3_value_text(value);
        if (text == NULL)
            return ALK__LITE_NO_MEMORY;
        return alk__driver_parse_integer(text, (size_t)sqlite3_value_bytes(value), magnitude, negative) ? ALK__LITE_FINE
                                                                                                        : ALK__LITE_MALFORMED;
    default:
        return ALK__LITE_NOT_CONVERTIBLE;
    }
}

static alk__lite_fault to_signed(sqlite3_value *value, int bits, int64_t *out)
{
    uint64_t magnitude, limit = UINT64_C(1) << (bits - 1);
    bool negative;
    alk__lite_fault fault = to_integer(value, &magnitude, &negative);
    if (fault != ALK__LITE_FINE)
        return fault;
    if (magnitude > (negative ? limit : limit - 1))
        return ALK__LITE_OUT_OF_RANGE;
    *out = (int64_t)(negative ? 0 - magnitude : magnitude);
    return ALK__LITE_FINE;
}

static alk__lite_fault to_unsigned(sqlite3_value *value, uint64_t max, uint64_t *out)
{
    bool negative;
    alk__lite_fault fault = to_integer(value, out, &negative);
    if (fault != ALK__LITE_FINE)
        return fault;
    return (negative && *out != 0) || *out > max ? ALK__LITE_OUT_OF_RANGE : ALK__LITE_FINE;
}

static bool same_word(const char *text, size_t length, const char *word)
{
    for (size_t i = 0; i < length; i++)
        if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] + 32 : text[i]) != word[i] || word[i] == 0)
            return false;
    return word[length] == 0;
}

static alk__lite_fault to_bool(sqlite3_value *value, bool *out)
{
    static const char *const words[] = { "false", "true", "f", "t", "no", "yes", "off", "on" };
    const char *text = sqlite3_value_type(value) == SQLITE_TEXT ? (const char *)sqlite3_value_text(value) : NULL;
    uint64_t number = 0;
    alk__lite_fault fault;
    for (int i = 0; text != NULL && i < 8; i++)
        if (same_word(text, (size_t)sqlite3_value_bytes(value), words[i])) {
            *out = i % 2 != 0;
            return ALK__LITE_FINE;
        }
    fault = to_unsigned(value, 1, &number);
    *out = number != 0;
    return fault;
}

/* Integers only where a double holds them exactly; decimal text as the nearest double. */
static alk__lite_fault to_double(sqlite3_value *value, double *out)
{
    int64_t integer;
    const char *text;
    switch (sqlite3_value_type(value)) {
    case SQLITE_FLOAT:
        *out = sqlite3_value_double(value);
        return ALK__LITE_FINE;
    case SQLITE_INTEGER:
        integer = sqlite3_value_int64(value);
        *out = (double)integer;
        return *out < 9223372036854775808.0 && (int64_t)*out == integer ? ALK__LITE_FINE : ALK__LITE_OUT_OF_RANGE;
    case SQLITE_TEXT:
        text = (const char *)sqlite3_value_text(value);
        if (text == NULL)
            return ALK__LITE_NO_MEMORY;
        if (alk__driver_parse_real(text, (size_t)sqlite3_value_bytes(value), out))
            return ALK__LITE_FINE;
        if (sqlite3_value_bytes(value) == 0 || !alk__driver_is_decimal(text, (size_t)sqlite3_value_bytes(value)) ||
            (*text > '9' || (text[0] == '-' && text[1] > '9')))
            return ALK__LITE_MALFORMED;
        *out = sqlite3_value_double(value);
        return ALK__LITE_FINE;
    default:
        return ALK__LITE_NOT_CONVERTIBLE;
    }
}

/* The nearest float: who declares one asks for that. An integer must be exact all the same. */
static alk__lite_fault to_float(sqlite3_value *value, float *out)
{
    double wide = 0;
    alk__lite_fault fault = to_double(value, &wide);
    if (fault != ALK__LITE_FINE)
        return fault;
    if ((wide > FLT_MAX && wide <= DBL_MAX) || (wide < -FLT_MAX && wide >= -DBL_MAX))
        return ALK__LITE_OUT_OF_RANGE;
    *out = (float)wide;
    return sqlite3_value_type(value) == SQLITE_INTEGER && (double)*out != wide ? ALK__LITE_OUT_OF_RANGE : ALK__LITE_FINE;
}

/* What a number in the column means, as text: a decimal, a truth, a moment. */
static size_t number_text(const alk_cell *cell, char *out)
{
    switch (cell->tag) {
    case ALK_TYPE_BOOL:
        if (cell->u.i != 0)
            memcpy(out, "true", 5);
        else
            memcpy(out, "false", 6);
        return cell->u.i != 0 ? 4 : 5;
    case ALK_TYPE_DATE:
        return alk__driver_print_date(cell->u.i, out);
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
        return alk__driver_print_timestamp(cell->u.i, cell->tag == ALK_TYPE_TIMESTAMPTZ, out);
    case ALK_TYPE_REAL:
        return alk__driver_print_real(cell->u.d, -1, out);
    default:
        return alk__driver_print_int(cell->u.i, -1, out);
    }
}

/* Text as it is stored, numbers as what they mean, bytes only into a view. */
static alk__lite_fault to_text(sqlite3_value *value, const alk__lite_column *column, uint16_t want, bool keep, alk__driver_memory *memory,
                               alk_sv *out)
{
    static const alk__lite_column plain = { ALK_TYPE_TEXT, 0, -1, -1, -1 };
    int storage = sqlite3_value_type(value);
    bool number = storage == SQLITE_INTEGER || storage == SQLITE_FLOAT;
    char text[ALK__DRIVER_NUMBER_MAX], *copy;
    alk_cell cell;
    alk__lite_fault fault = alk__lite_to_cell(value, number ? column : &plain, keep, memory, &cell);
    if (fault != ALK__LITE_FINE)
        return fault;
    if (number && cell.tag != ALK_TYPE_DECIMAL && cell.tag != ALK_TYPE_JSON) {
        size_t length = number_text(&cell, text);
        if ((copy = alk__driver_room(memory, length + 1)) == NULL)
            return ALK__LITE_NO_MEMORY;
        *out = alk__lite_sv(memcpy(copy, text, length + 1), length);
        return ALK__LITE_FINE;
    }
    if (cell.tag == ALK_TYPE_BLOB && storage == SQLITE_TEXT)
        return ALK__LITE_NOT_UTF8;
    if (cell.tag == ALK_TYPE_BLOB && want == ALK_SLOT_TEXT)
        return ALK__LITE_NOT_CONVERTIBLE;
    *out = alk__lite_sv(cell.u.p, cell.len);
    return want == ALK_SLOT_TEXT && out->n > 0 && memchr(out->p, 0, out->n) != NULL ? ALK__LITE_HOLDS_NUL : ALK__LITE_FINE;
}

/* Dates, times, timestamps: as the cell of a column declared so. */
static alk__lite_fault to_moment(sqlite3_value *value, uint16_t type, alk__driver_memory *memory, int64_t *out)
{
    alk__lite_column wanted = { type, 0, -1, -1, -1 };
    alk_cell cell;
    alk__lite_fault fault = alk__lite_to_cell(value, &wanted, false, memory, &cell);
    if (fault != ALK__LITE_FINE)
        return fault;
    if (cell.tag != type)
        return sqlite3_value_type(value) == SQLITE_TEXT ? ALK__LITE_MALFORMED : ALK__LITE_NOT_CONVERTIBLE;
    *out = cell.u.i;
    return ALK__LITE_FINE;
}

static alk__lite_fault to_interval(sqlite3_value *value, alk_interval *out)
{
    const char *text;
    if (sqlite3_value_type(value) != SQLITE_TEXT)
        return ALK__LITE_NOT_CONVERTIBLE;
    text = (const char *)sqlite3_value_text(value);
    if (text == NULL)
        return ALK__LITE_NO_MEMORY;
    return alk__driver_parse_interval(text, (size_t)sqlite3_value_bytes(value), out) ? ALK__LITE_FINE : ALK__LITE_MALFORMED;
}

static alk__lite_fault to_uuid(sqlite3_value *value, uint8_t *out)
{
    const char *text;
    int storage = sqlite3_value_type(value);
    if (storage == SQLITE_BLOB && sqlite3_value_bytes(value) == 16) {
        memcpy(out, sqlite3_value_blob(value), 16);
        return ALK__LITE_FINE;
    }
    if (storage != SQLITE_TEXT)
        return ALK__LITE_NOT_CONVERTIBLE;
    text = (const char *)sqlite3_value_text(value);
    if (text == NULL)
        return ALK__LITE_NO_MEMORY;
    return alk__driver_parse_uuid(text, (size_t)sqlite3_value_bytes(value), out) ? ALK__LITE_FINE : ALK__LITE_MALFORMED;
}

size_t alk__lite_slot_size(uint16_t want)
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

static alk__lite_fault to_number(sqlite3_value *value, uint16_t want, member *out)
{
    int64_t i = 0;
    uint64_t u = 0;
    alk__lite_fault fault;
    switch (want) {
    case ALK_SLOT_INT8:
        fault = to_signed(value, 8, &i);
        out->i8 = (int8_t)i;
        return fault;
    case ALK_SLOT_INT16:
        fault = to_signed(value, 16, &i);
        out->i16 = (int16_t)i;
        return fault;
    case ALK_SLOT_INT32:
        fault = to_signed(value, 32, &i);
        out->i32 = (int32_t)i;
        return fault;
    case ALK_SLOT_INT64:
        return to_signed(value, 64, &out->i64);
    case ALK_SLOT_UINT8:
        fault = to_unsigned(value, UINT8_MAX, &u);
        out->u8 = (uint8_t)u;
        return fault;
    case ALK_SLOT_UINT16:
        fault = to_unsigned(value, UINT16_MAX, &u);
        out->u16 = (uint16_t)u;
        return fault;
    case ALK_SLOT_UINT32:
        fault = to_unsigned(value, UINT32_MAX, &u);
        out->u32 = (uint32_t)u;
        return fault;
    case ALK_SLOT_UINT64:
        return to_unsigned(value, UINT64_MAX, &out->u64);
    case ALK_SLOT_FLOAT:
        return to_float(value, &out->real32);
    default:
        return to_double(value, &out->real64);
    }
}

static alk__lite_fault to_member(sqlite3_value *value, const alk__lite_column *column, uint16_t want, bool keep, alk__driver_memory *memory,
                                 member *out)
{
    alk_sv view = { NULL, 0 };
    int64_t days = 0;
    alk__lite_fault fault;
    switch (want) {
    case ALK_SLOT_BOOL:
        return to_bool(value, &out->truth);
    case ALK_SLOT_TEXT:
        fault = to_text(value, column, want, keep, memory, &view);
        out->text = view.p;
        return fault;
    case ALK_SLOT_VIEW:
        return to_text(value, column, want, keep, memory, &out->view);
    case ALK_SLOT_DATE:
        fault = to_moment(value, ALK_TYPE_DATE, memory, &days);
        out->i32 = (int32_t)days;
        return fault;
    case ALK_SLOT_TIME:
        return to_moment(value, ALK_TYPE_TIME, memory, &out->i64);
    case ALK_SLOT_TIMESTAMP:
        return to_moment(value, ALK_TYPE_TIMESTAMP, memory, &out->i64);
    case ALK_SLOT_TIMESTAMPTZ:
        return to_moment(value, ALK_TYPE_TIMESTAMPTZ, memory, &out->i64);
    case ALK_SLOT_INTERVAL:
        return to_interval(value, &out->interval);
    case ALK_SLOT_UUID:
        return to_uuid(value, out->uuid);
    case ALK_SLOT_CELL:
        return alk__lite_to_cell(value, column, keep, memory, &out->cell);
    default:
        return alk__lite_slot_size(want) != 0 ? to_number(value, want, out) : ALK__LITE_UNKNOWN_SLOT;
    }
}

/* Members may lie anywhere in a packed struct, so they are written as bytes. */
alk__lite_fault alk__lite_to_slot(sqlite3_value *value, const alk__lite_column *column, const alk_slot *slot, bool keep, char *base,
                                  alk__driver_memory *memory)
{
    member made;
    alk__lite_fault fault = to_member(value, column, slot->want, keep, memory, &made);
    if (fault == ALK__LITE_FINE)
        memcpy(base + slot->off, &made, alk__lite_slot_size(slot->want));
    return fault;
}
