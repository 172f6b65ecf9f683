/* SPDX-License-Identifier: MIT
 * Values to cells. The declared type says what a value should be; SQLite stores what it was given. A value that is what was declared gets
 * that tag; any other is delivered as what it is, so that nothing is hidden and nothing altered. */
#include "convert.h"
#include "driver/datetime.h"
#include "driver/interval.h"
#include "driver/number.h"
#include "driver/utf8.h"
#include "driver/uuid.h"
#include <string.h>

/* ---- times from numbers: seconds since 1970, or Julian days ---- */
static bool julian_to_micros(double julian, int64_t *micros)
{
    double value = (julian - 2440587.5) * 86400000.0;        /* milliseconds: what the fraction of a double can tell */
    if (!(value > -9.2e15 && value < 9.2e15))
        return false;
    *micros = (int64_t)(value < 0 ? value - 0.5 : value + 0.5) * 1000;
    return true;
}

/* Whether a number means a value of the type; DATE only at midnight. */
static bool number_to_moment(sqlite3_value *value, int storage, uint16_t type, int64_t *out)
{
    int64_t micros;
    if (storage == SQLITE_FLOAT) {
        if (!julian_to_micros(sqlite3_value_double(value), &micros))
            return false;
    } else if (__builtin_mul_overflow(sqlite3_value_int64(value), INT64_C(1000000), &micros)) {
        return false;
    }
    if (type == ALK_TYPE_DATE) {
        if (micros % ALK__DRIVER_DAY_MICROS != 0)
            return false;
        micros /= ALK__DRIVER_DAY_MICROS;
    }
    *out = micros;
    return true;
}

static bool is_moment(uint16_t type)
{
    return type == ALK_TYPE_DATE || type == ALK_TYPE_TIMESTAMP || type == ALK_TYPE_TIMESTAMPTZ;
}

/* ---- to cells ---- */
static bool number_text(sqlite3_value *value, int storage, const alk__lite_column *column, uint16_t tag, alk__driver_memory *memory, alk_cell *out)
{
    char text[ALK__DRIVER_NUMBER_MAX];
    int32_t scale = column->type == ALK_TYPE_DECIMAL ? column->scale : -1;
    size_t length = storage == SQLITE_INTEGER ? alk__driver_print_int(sqlite3_value_int64(value), scale, text)
                                              : alk__driver_print_real(sqlite3_value_double(value), scale, text);
    return alk__lite_put_view(out, tag, text, length, true, memory);
}

static bool number_to_cell(sqlite3_value *value, int storage, const alk__lite_column *column, alk__driver_memory *memory, alk_cell *out)
{
    if (column->type == ALK_TYPE_DECIMAL || column->type == ALK_TYPE_JSON)
        return number_text(value, storage, column, column->type, memory, out);
    out->len = 0;
    out->flags = 0;
    if (is_moment(column->type) && number_to_moment(value, storage, column->type, &out->u.i)) {
        out->tag = column->type;
    } else if (storage == SQLITE_FLOAT) {
        out->tag = ALK_TYPE_REAL;
        out->u.d = sqlite3_value_double(value);
    } else {
        out->u.i = sqlite3_value_int64(value);
        out->tag = column->type == ALK_TYPE_BOOL && (uint64_t)out->u.i <= 1 ? ALK_TYPE_BOOL : ALK_TYPE_INT;
    }
    return true;
}

static bool interval_to_cell(const alk_interval *interval, alk__driver_memory *memory, alk_cell *out)
{
    alk_interval *copy = alk__lite_host->arena_get(memory->arena, sizeof *copy, 8);
    if (copy == NULL)
        return false;
    *copy = *interval;
    out->tag = ALK_TYPE_INTERVAL;
    out->len = 0;
    out->flags = 0;
    out->u.p = copy;
    return true;
}

static bool uuid_to_cell(const uint8_t bytes[16], alk__driver_memory *memory, alk_cell *out)
{
    bool good = alk__lite_put_view(out, ALK_TYPE_UUID, bytes, 16, true, memory);
    out->flags = 0;
    return good;
}

/* Dates and times: the parsed value in *micros (days for a date). */
static bool text_to_moment(const char *text, size_t length, uint16_t type, int64_t *out)
{
    int32_t days;
    switch (type) {
    case ALK_TYPE_DATE:
        if (!alk__driver_parse_date(text, length, &days))
            return false;
        *out = days;
        return true;
    case ALK_TYPE_TIME:
        return alk__driver_parse_time(text, length, out);
    default:
        return alk__driver_parse_timestamp(text, length, type == ALK_TYPE_TIMESTAMPTZ, out);
    }
}

static bool text_to_cell(const char *text, size_t length, const alk__lite_column *column, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    alk_interval interval;
    uint8_t uuid[16];
    uint16_t tag = ALK_TYPE_TEXT;
    bool nul;
    switch (column->type) {
    case ALK_TYPE_DATE:
    case ALK_TYPE_TIME:
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
        if (!text_to_moment(text, length, column->type, &out->u.i))
            break;
        out->tag = column->type;
        out->len = 0;
        out->flags = 0;
        return true;
    case ALK_TYPE_INTERVAL:
        if (alk__driver_parse_interval(text, length, &interval))
            return interval_to_cell(&interval, memory, out);
        break;
    case ALK_TYPE_UUID:
        if (alk__driver_parse_uuid(text, length, uuid))
            return uuid_to_cell(uuid, memory, out);
        break;
    case ALK_TYPE_DECIMAL:
        if (length > 0 && alk__driver_is_decimal(text, length))
            tag = ALK_TYPE_DECIMAL;
        break;
    case ALK_TYPE_JSON:
        tag = ALK_TYPE_JSON;
        break;
    default:
        break;
    }
    if (alk__driver_text_check(text, length, &nul))
        return alk__lite_put_view(out, tag, text, length, keep, memory);
    if (!alk__lite_put_view(out, ALK_TYPE_BLOB, text, length, keep, memory))       /* text it was called, but its bytes are all that can be told */
        return false;
    out->flags |= ALK_CELL_NOT_UTF8;
    return true;
}

static bool blob_to_cell(sqlite3_value *value, const alk__lite_column *column, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    const void *bytes = sqlite3_value_blob(value);
    size_t length = (size_t)sqlite3_value_bytes(value);
    if (bytes == NULL) {
        if (length > 0)
            return false;
        bytes = "";
    }
    if (column->type == ALK_TYPE_UUID && length == 16)
        return uuid_to_cell(bytes, memory, out);
    return alk__lite_put_view(out, ALK_TYPE_BLOB, bytes, length, keep, memory);
}

bool alk__lite_to_cell(sqlite3_value *value, const alk__lite_column *column, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    int storage = sqlite3_value_type(value);
    const char *text;
    switch (storage) {
    case SQLITE_INTEGER:
    case SQLITE_FLOAT:
        return number_to_cell(value, storage, column, memory, out);
    case SQLITE_TEXT:
        text = (const char *)sqlite3_value_text(value);
        if (text == NULL)
            return false;
        return text_to_cell(text, (size_t)sqlite3_value_bytes(value), column, keep, memory, out);
    case SQLITE_BLOB:
        return blob_to_cell(value, column, keep, memory, out);
    default:
        memset(out, 0, sizeof *out);
        return true;
    }
}
