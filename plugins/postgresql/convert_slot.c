/* SPDX-License-Identifier: MIT
 * Binary values to the members of C structs, where the type of both is alike; all other conversions are the library's, and so is the refusal of what does not fit. Members may lie anywhere in a
 * packed struct, so they are written as bytes. */
#include "datetime.h"
#include "fetch.h"
#include "driver/utf8.h"

#define STORE(name) static alk__pg_fault name(const char *bytes, size_t length, char *member, alk__pg_memory *memory)
#define PUT(value) memcpy(member, &(value), sizeof(value))

/* ---- integers: from each width to each ---- */
#define READ_2(p) ((int16_t)alk__pg_get16(p))
#define READ_4(p) ((int32_t)alk__pg_get32(p))
#define READ_8(p) ((int64_t)alk__pg_get64(p))
static inline bool within(int64_t value, int64_t low, int64_t high)
{
    return value >= low && value <= high;
}
#define INTEGER(name, from, type, low, high) \
    STORE(name)                              \
    {                                        \
        int64_t value;                       \
        type narrow;                         \
        (void)memory;                        \
        if (length != (from))                \
            return ALK__PG_MALFORMED;        \
        value = READ_##from(bytes);          \
        if (!within(value, low, high))       \
            return ALK__PG_TOO_LARGE;        \
        narrow = (type)value;                \
        PUT(narrow);                         \
        return ALK__PG_FINE;                 \
    }
#define INTEGERS(word, low, high)            \
    INTEGER(word##_of_2, 2, word##_t, low, high) \
    INTEGER(word##_of_4, 4, word##_t, low, high) \
    INTEGER(word##_of_8, 8, word##_t, low, high)
INTEGERS(int8, INT8_MIN, INT8_MAX)
INTEGERS(int16, INT16_MIN, INT16_MAX)
INTEGERS(int32, INT32_MIN, INT32_MAX)
INTEGERS(int64, INT64_MIN, INT64_MAX)
INTEGERS(uint8, 0, UINT8_MAX)
INTEGERS(uint16, 0, UINT16_MAX)
INTEGERS(uint32, 0, UINT32_MAX)
INTEGERS(uint64, 0, INT64_MAX)

STORE(truth)
{
    bool value;
    (void)memory;
    if (length != 1)
        return ALK__PG_MALFORMED;
    value = *bytes != 0;
    PUT(value);
    return ALK__PG_FINE;
}

STORE(real32)
{
    uint32_t bits;
    (void)memory;
    if (length != 4)
        return ALK__PG_MALFORMED;
    bits = alk__pg_get32(bytes);
    PUT(bits);
    return ALK__PG_FINE;
}

STORE(real64)
{
    uint64_t bits;
    (void)memory;
    if (length != 8)
        return ALK__PG_MALFORMED;
    bits = alk__pg_get64(bytes);
    PUT(bits);
    return ALK__PG_FINE;
}

STORE(real64_of_32)
{
    uint32_t bits;
    float narrow;
    double value;
    (void)memory;
    if (length != 4)
        return ALK__PG_MALFORMED;
    bits = alk__pg_get32(bytes);
    memcpy(&narrow, &bits, sizeof narrow);
    value = narrow;
    PUT(value);
    return ALK__PG_FINE;
}

/* ---- texts and bytes ---- */
static inline alk__pg_fault take_bytes(const char **bytes, size_t length, alk__pg_memory *memory)
{
    char *copy;
    if (!memory->copy)
        return ALK__PG_FINE;
    if ((copy = alk__pg_take(memory, length + 1)) == NULL)
        return ALK__PG_FAULT_MEMORY;
    *bytes = memcpy(copy, *bytes, length + 1);       /* with the NUL that libpq puts behind each value */
    return ALK__PG_FINE;
}

static inline alk__pg_fault check(const char *text, size_t length)
{
    bool nul, good;
    if (alk__driver_is_plain(text, length))
        return ALK__PG_FINE;
    good = alk__driver_text_check(text, length, &nul);
    if (nul)
        return ALK__PG_TEXT_HOLDS_NUL;
    return good ? ALK__PG_FINE : ALK__PG_TEXT_NOT_UTF8;
}

STORE(text)
{
    alk__pg_fault fault = check(bytes, length);
    if (fault == ALK__PG_FINE)
        fault = take_bytes(&bytes, length, memory);
    PUT(bytes);
    return fault;
}

STORE(text_view)
{
    alk_sv view;
    alk__pg_fault fault = check(bytes, length);
    if (fault == ALK__PG_FINE)
        fault = take_bytes(&bytes, length, memory);
    view = alk__pg_sv(bytes, length);
    PUT(view);
    return fault;
}

STORE(bytes_view)
{
    alk_sv view;
    alk__pg_fault fault = take_bytes(&bytes, length, memory);
    view = alk__pg_sv(bytes, length);
    PUT(view);
    return fault;
}

STORE(numeric_text)
{
    alk_cell cell;
    alk__pg_fault fault = alk__pg_take_numeric(bytes, length, memory, &cell);
    if (fault == ALK__PG_FINE)
        PUT(cell.u.p);
    return fault;
}

/* The number of the form stands before the text of jsonb. */
STORE(jsonb_text)
{
    return length > 0 && *bytes == 1 ? text(bytes + 1, length - 1, member, memory) : ALK__PG_MALFORMED;
}

STORE(jsonb_view)
{
    return length > 0 && *bytes == 1 ? text_view(bytes + 1, length - 1, member, memory) : ALK__PG_MALFORMED;
}

/* ---- moments ---- */
STORE(date)
{
    int64_t value;
    int32_t days;
    (void)memory;
    if (length != 4)
        return ALK__PG_MALFORMED;
    if (!alk__pg_date_in((int32_t)alk__pg_get32(bytes), &value))
        return ALK__PG_TOO_LARGE;
    days = (int32_t)value;
    PUT(days);
    return ALK__PG_FINE;
}

STORE(timestamp)
{
    int64_t micros;
    (void)memory;
    if (length != 8)
        return ALK__PG_MALFORMED;
    if (!alk__pg_timestamp_in((int64_t)alk__pg_get64(bytes), &micros))
        return ALK__PG_TOO_LARGE;
    PUT(micros);
    return ALK__PG_FINE;
}

STORE(interval)
{
    alk_interval value;
    (void)memory;
    if (length != 16)
        return ALK__PG_MALFORMED;
    value = (alk_interval){ (int32_t)alk__pg_get32(bytes + 12), (int32_t)alk__pg_get32(bytes + 8), (int64_t)alk__pg_get64(bytes) };
    PUT(value);
    return ALK__PG_FINE;
}

STORE(uuid)
{
    (void)memory;
    if (length != 16)
        return ALK__PG_MALFORMED;
    memcpy(member, bytes, 16);
    return ALK__PG_FINE;
}

/* ---- which ---- */
#define BY_WIDTH(word) { word##_of_2, word##_of_4, word##_of_8 }
static alk__pg_store *const integers[][3] = {
    [ALK_SLOT_INT8] = BY_WIDTH(int8),   [ALK_SLOT_INT16] = BY_WIDTH(int16),   [ALK_SLOT_INT32] = BY_WIDTH(int32),   [ALK_SLOT_INT64] = BY_WIDTH(int64),
    [ALK_SLOT_UINT8] = BY_WIDTH(uint8), [ALK_SLOT_UINT16] = BY_WIDTH(uint16), [ALK_SLOT_UINT32] = BY_WIDTH(uint32), [ALK_SLOT_UINT64] = BY_WIDTH(uint64),
};

static alk__pg_store *integer_store(uint8_t kind, uint16_t want)
{
    return want >= ALK_SLOT_INT8 && want <= ALK_SLOT_UINT64 ? integers[want][kind == ALK__PG_INT2 ? 0 : kind == ALK__PG_INT4 ? 1 : 2] : NULL;
}

alk__pg_store *alk__pg_store_for(uint8_t kind, uint16_t want)
{
    switch (kind) {
    case ALK__PG_BOOL:
        return want == ALK_SLOT_BOOL ? truth : NULL;
    case ALK__PG_INT2:
    case ALK__PG_INT4:
    case ALK__PG_INT8:
        return integer_store(kind, want);
    case ALK__PG_FLOAT4:
        return want == ALK_SLOT_FLOAT ? real32 : want == ALK_SLOT_DOUBLE ? real64_of_32 : NULL;
    case ALK__PG_FLOAT8:
        return want == ALK_SLOT_DOUBLE ? real64 : NULL;
    case ALK__PG_NUMERIC:
        return want == ALK_SLOT_TEXT ? numeric_text : NULL;
    case ALK__PG_TEXT:
    case ALK__PG_JSON:
        return want == ALK_SLOT_TEXT ? text : want == ALK_SLOT_VIEW ? text_view : NULL;
    case ALK__PG_JSONB:
        return want == ALK_SLOT_TEXT ? jsonb_text : want == ALK_SLOT_VIEW ? jsonb_view : NULL;
    case ALK__PG_BYTEA:
        return want == ALK_SLOT_VIEW ? bytes_view : NULL;
    case ALK__PG_DATE:
        return want == ALK_SLOT_DATE ? date : NULL;
    case ALK__PG_TIMESTAMP:
        return want == ALK_SLOT_TIMESTAMP ? timestamp : NULL;
    case ALK__PG_TIMESTAMPTZ:
        return want == ALK_SLOT_TIMESTAMPTZ ? timestamp : NULL;
    case ALK__PG_INTERVAL:
        return want == ALK_SLOT_INTERVAL ? interval : NULL;
    case ALK__PG_UUID:
        return want == ALK_SLOT_UUID ? uuid : NULL;
    default:
        return NULL;
    }
}
