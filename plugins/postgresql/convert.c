/* SPDX-License-Identifier: MIT
 * See convert.h. Every length is checked: what a server sends is not trusted to be what it should. */
#include "convert.h"
#include "array.h"
#include "datetime.h"
#include "numeric.h"
#include "driver/datetime.h"
#include "driver/number.h"
#include "driver/utf8.h"
#include "driver/uuid.h"

enum { BLOCK = 4096 };

char *alk__pg_memory_more(alk__pg_memory *memory, size_t size)
{
    char *at;
    if (size > BLOCK / 2)
        return alk__pg_host->arena_get(memory->arena, size, 1);
    at = alk__pg_host->arena_get(memory->arena, BLOCK, 1);
    if (at == NULL)
        return NULL;
    memory->at = at + size;
    memory->left = BLOCK - size;
    return at;
}

/* ---- texts and bytes ---- */
static alk__pg_fault put_bytes(uint16_t tag, const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    if (memory->copy) {
        char *copy = alk__pg_take(memory, length + 1);
        if (copy == NULL)
            return ALK__PG_FAULT_MEMORY;
        memcpy(copy, bytes, length);
        copy[length] = 0;
        bytes = copy;
    }
    *out = (alk_cell){ .u.p = bytes, .len = (uint32_t)length, .tag = tag, .flags = ALK_CELL_NUL };
    return ALK__PG_FINE;
}

alk__pg_fault alk__pg_take_text(uint16_t tag, const char *text, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    bool nul, good = alk__driver_text_check(text, length, &nul);
    if (nul)
        return ALK__PG_TEXT_HOLDS_NUL;
    if (!good)
        return ALK__PG_TEXT_NOT_UTF8;
    return put_bytes(tag, text, length, memory, out);
}

alk__pg_fault alk__pg_take_numeric(const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    size_t size = alk__pg_numeric_size(bytes, length);
    char *text;
    if (size == 0)
        return ALK__PG_MALFORMED;
    if ((text = alk__pg_take(memory, size)) == NULL)
        return ALK__PG_FAULT_MEMORY;
    *out = (alk_cell){ .u.p = text, .len = (uint32_t)alk__pg_numeric_print(bytes, text), .tag = ALK_TYPE_DECIMAL, .flags = ALK_CELL_NUL };
    return ALK__PG_FINE;
}

static alk__pg_fault put_int(uint16_t tag, int64_t value, alk_cell *out)
{
    *out = (alk_cell){ .u.i = value, .tag = tag };
    return ALK__PG_FINE;
}

static alk__pg_fault put_real(double value, alk_cell *out)
{
    *out = (alk_cell){ .u.d = value, .tag = ALK_TYPE_REAL };
    return ALK__PG_FINE;
}

static alk__pg_fault put_interval(const alk_interval *interval, alk__pg_memory *memory, alk_cell *out)
{
    alk_interval *copy = alk__pg_host->arena_get(memory->arena, sizeof *copy, 8);
    if (copy == NULL)
        return ALK__PG_FAULT_MEMORY;
    *copy = *interval;
    *out = (alk_cell){ .u.p = copy, .tag = ALK_TYPE_INTERVAL };
    return ALK__PG_FINE;
}

static alk__pg_fault put_uuid(const void *bytes, alk__pg_memory *memory, alk_cell *out)
{
    alk__pg_fault fault = put_bytes(ALK_TYPE_UUID, bytes, 16, memory, out);
    out->flags = 0;
    return fault;
}

/* ---- the binary form ---- */
static alk__pg_fault real_of_bytes(const char *bytes, size_t length, alk_cell *out)
{
    uint64_t bits;
    uint32_t narrow;
    double value;
    float small;
    if (length == 4) {
        narrow = alk__pg_get32(bytes);
        memcpy(&small, &narrow, sizeof small);
        return put_real(small, out);
    }
    bits = alk__pg_get64(bytes);
    memcpy(&value, &bits, sizeof value);
    return put_real(value, out);
}

static alk__pg_fault moment_of_bytes(uint8_t kind, const char *bytes, alk_cell *out)
{
    int64_t value;
    if (kind == ALK__PG_DATE)
        return alk__pg_date_in((int32_t)alk__pg_get32(bytes), &value) ? put_int(ALK_TYPE_DATE, value, out) : ALK__PG_TOO_LARGE;
    if (kind == ALK__PG_TIME) {
        value = (int64_t)alk__pg_get64(bytes);
        return value >= 0 && value <= ALK__DRIVER_DAY_MICROS ? put_int(ALK_TYPE_TIME, value, out) : ALK__PG_MALFORMED;
    }
    if (!alk__pg_timestamp_in((int64_t)alk__pg_get64(bytes), &value))
        return ALK__PG_TOO_LARGE;
    return put_int(alk__pg_kind_tag(kind), value, out);
}

static alk__pg_fault interval_of_bytes(const char *bytes, alk__pg_memory *memory, alk_cell *out)
{
    alk_interval interval = { (int32_t)alk__pg_get32(bytes + 12), (int32_t)alk__pg_get32(bytes + 8), (int64_t)alk__pg_get64(bytes) };
    return put_interval(&interval, memory, out);
}

/* Bytes that a value of the kind has; 0: any number. */
static size_t size_of(uint8_t kind)
{
    static const uint8_t sizes[] = { [ALK__PG_BOOL] = 1,   [ALK__PG_INT2] = 2,  [ALK__PG_INT4] = 4,      [ALK__PG_INT8] = 8,        [ALK__PG_OID] = 4,       [ALK__PG_FLOAT4] = 4,
                                     [ALK__PG_FLOAT8] = 8, [ALK__PG_DATE] = 4,  [ALK__PG_TIME] = 8,      [ALK__PG_TIMESTAMP] = 8,   [ALK__PG_TIMESTAMPTZ] = 8, [ALK__PG_INTERVAL] = 16,
                                     [ALK__PG_UUID] = 16,  [ALK__PG_ARRAY] = 0 };
    return kind < sizeof sizes ? sizes[kind] : 0;
}

static alk__pg_fault scalar_of_bytes(uint8_t kind, const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    size_t size = size_of(kind);
    if (size != 0 && length != size)
        return ALK__PG_MALFORMED;
    switch (kind) {
    case ALK__PG_BOOL:
        return put_int(ALK_TYPE_BOOL, *bytes != 0, out);
    case ALK__PG_INT2:
        return put_int(ALK_TYPE_INT, (int16_t)alk__pg_get16(bytes), out);
    case ALK__PG_INT4:
        return put_int(ALK_TYPE_INT, (int32_t)alk__pg_get32(bytes), out);
    case ALK__PG_INT8:
        return put_int(ALK_TYPE_INT, (int64_t)alk__pg_get64(bytes), out);
    case ALK__PG_OID:
        return put_int(ALK_TYPE_INT, alk__pg_get32(bytes), out);
    case ALK__PG_FLOAT4:
    case ALK__PG_FLOAT8:
        return real_of_bytes(bytes, length, out);
    case ALK__PG_NUMERIC:
        return alk__pg_take_numeric(bytes, length, memory, out);
    case ALK__PG_BYTEA:
        return put_bytes(ALK_TYPE_BLOB, bytes, length, memory, out);
    case ALK__PG_DATE:
    case ALK__PG_TIME:
    case ALK__PG_TIMESTAMP:
    case ALK__PG_TIMESTAMPTZ:
        return moment_of_bytes(kind, bytes, out);
    case ALK__PG_INTERVAL:
        return interval_of_bytes(bytes, memory, out);
    case ALK__PG_UUID:
        return put_uuid(bytes, memory, out);
    case ALK__PG_JSON:
        return alk__pg_take_text(ALK_TYPE_JSON, bytes, length, memory, out);
    case ALK__PG_JSONB:                  /* the number of the form stands before the text */
        return length > 0 && *bytes == 1 ? alk__pg_take_text(ALK_TYPE_JSON, bytes + 1, length - 1, memory, out) : ALK__PG_MALFORMED;
    case ALK__PG_TEXT:
        return alk__pg_take_text(ALK_TYPE_TEXT, bytes, length, memory, out);
    default:
        return ALK__PG_MALFORMED;
    }
}

/* ---- text ---- */
static alk__pg_fault integer_of_text(const char *text, size_t length, alk_cell *out)
{
    uint64_t magnitude;
    bool negative;
    if (!alk__driver_parse_integer(text, length, &magnitude, &negative) || magnitude > (uint64_t)INT64_MAX + negative)
        return ALK__PG_MALFORMED;
    return put_int(ALK_TYPE_INT, (int64_t)(negative ? 0 - magnitude : magnitude), out);
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* \x and two digits for a byte; or, where bytea_output is escape, bytes with \\ and \ooo among them. */
static alk__pg_fault blob_of_text(const char *text, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    char *bytes = alk__pg_take(memory, length + 1);
    size_t n = 0;
    if (bytes == NULL)
        return ALK__PG_FAULT_MEMORY;
    if (length >= 2 && text[0] == '\\' && text[1] == 'x') {
        for (size_t i = 2; i + 1 < length; i += 2) {
            int high = hex(text[i]), low = hex(text[i + 1]);
            if (high < 0 || low < 0)
                return ALK__PG_MALFORMED;
            bytes[n++] = (char)(high << 4 | low);
        }
        if (length % 2 != 0)
            return ALK__PG_MALFORMED;
    } else {
        for (size_t i = 0; i < length; i++) {
            if (text[i] != '\\') {
                bytes[n++] = text[i];
            } else if (i + 1 < length && text[i + 1] == '\\') {
                bytes[n++] = text[++i];
            } else if (i + 3 < length) {
                bytes[n++] = (char)((text[i + 1] - '0') << 6 | (text[i + 2] - '0') << 3 | (text[i + 3] - '0'));
                i += 3;
            } else {
                return ALK__PG_MALFORMED;
            }
        }
    }
    bytes[n] = 0;
    *out = (alk_cell){ .u.p = bytes, .len = (uint32_t)n, .tag = ALK_TYPE_BLOB, .flags = ALK_CELL_NUL };
    return ALK__PG_FINE;
}

static alk__pg_fault moment_of_text(uint8_t kind, const char *text, size_t length, alk_cell *out)
{
    int64_t value = 0;
    int32_t days = 0;
    bool good;
    if (kind == ALK__PG_DATE) {
        good = alk__pg_parse_date(text, length, &days);
        value = days;
    } else if (kind == ALK__PG_TIME) {
        good = alk__driver_parse_time(text, length, &value);
    } else {
        good = alk__pg_parse_timestamp(text, length, kind == ALK__PG_TIMESTAMPTZ, &value);
    }
    return good ? put_int(alk__pg_kind_tag(kind), value, out) : ALK__PG_MALFORMED;
}

static alk__pg_fault scalar_of_text(uint8_t kind, const char *text, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    alk_interval interval;
    uint8_t uuid[16];
    double real;
    alk__pg_fault fault;
    bool copy = memory->copy;
    switch (kind) {
    case ALK__PG_BOOL:
        return length == 1 && (*text == 't' || *text == 'f') ? put_int(ALK_TYPE_BOOL, *text == 't', out) : ALK__PG_MALFORMED;
    case ALK__PG_INT2:
    case ALK__PG_INT4:
    case ALK__PG_INT8:
    case ALK__PG_OID:
        return integer_of_text(text, length, out);
    case ALK__PG_FLOAT4:
        return alk__driver_parse_any_real(text, length, &real) ? put_real((float)real, out) : ALK__PG_MALFORMED;
    case ALK__PG_FLOAT8:
        return alk__driver_parse_any_real(text, length, &real) ? put_real(real, out) : ALK__PG_MALFORMED;
    case ALK__PG_NUMERIC:
        return alk__driver_is_decimal(text, length) ? put_bytes(ALK_TYPE_DECIMAL, text, length, memory, out) : ALK__PG_MALFORMED;
    case ALK__PG_BYTEA:
        return blob_of_text(text, length, memory, out);
    case ALK__PG_DATE:
    case ALK__PG_TIME:
    case ALK__PG_TIMESTAMP:
    case ALK__PG_TIMESTAMPTZ:
        return moment_of_text(kind, text, length, out);
    case ALK__PG_INTERVAL:
        return alk__pg_parse_interval(text, length, &interval) ? put_interval(&interval, memory, out) : ALK__PG_MALFORMED;
    case ALK__PG_UUID:
        if (length != 36 || !alk__driver_parse_uuid(text, length, uuid))
            return ALK__PG_MALFORMED;
        memory->copy = true;
        fault = put_uuid(uuid, memory, out);
        memory->copy = copy;
        return fault;
    case ALK__PG_JSON:
    case ALK__PG_JSONB:
        return alk__pg_take_text(ALK_TYPE_JSON, text, length, memory, out);
    default:
        return alk__pg_take_text(ALK_TYPE_TEXT, text, length, memory, out);
    }
}

alk__pg_fault alk__pg_scalar_to_cell(uint8_t kind, bool binary, const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    return binary ? scalar_of_bytes(kind, bytes, length, memory, out) : scalar_of_text(kind, bytes, length, memory, out);
}

alk__pg_fault alk__pg_to_cell(const alk__pg_type *type, bool binary, const char *bytes, size_t length, alk__pg_memory *memory, alk_cell *out)
{
    if (type->kind != ALK__PG_ARRAY)
        return alk__pg_scalar_to_cell(type->kind, binary, bytes, length, memory, out);
    return binary ? alk__pg_array_of_bytes(type, bytes, length, memory, out) : alk__pg_array_of_text(type, bytes, length, memory, out);
}
