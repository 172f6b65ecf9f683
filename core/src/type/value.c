/* SPDX-License-Identifier: MIT
 * Values: making, naming, checking, copying and comparing them. A value is a cell; what it points to belongs to somebody else.
 * Its text is in print.c, its change of type in convert.c. */
#include <alkahest/value.h>
#include "base/error.h"
#include "base/utf8.h"
#include "type/array.h"
#include "type/datetime.h"
#include "type/decimal.h"

/* ---- making ---- */

static alk_value of_int(uint16_t tag, int64_t i)
{
    return (alk_value){.u.i = i, .tag = tag};
}

/* A length beyond the cell's leaves a value without bytes, which alk_value_check() refuses: a constructor cannot fail. */
static alk_value of_bytes(uint16_t tag, const void *p, size_t length)
{
    if (p == NULL)
        return alk_value_null();
    if (length > UINT32_MAX)
        return (alk_value){.u.p = NULL, .len = UINT32_MAX, .tag = tag};
    return (alk_value){.u.p = p, .len = (uint32_t)length, .tag = tag};
}

static alk_value of_string(uint16_t tag, const char *text)
{
    alk_value value = of_bytes(tag, text, text != NULL ? strlen(text) : 0);
    value.flags = value.u.p != NULL ? ALK_CELL_NUL : 0;
    return value;
}

alk_value alk_value_null(void)
{
    return (alk_value){.tag = ALK_TYPE_NULL};
}

alk_value alk_value_bool(bool value)
{
    return of_int(ALK_TYPE_BOOL, value);
}

alk_value alk_value_int(int64_t value)
{
    return of_int(ALK_TYPE_INT, value);
}

alk_value alk_value_uint(uint64_t value)
{
    return (alk_value){.u.raw = value, .tag = ALK_TYPE_UINT};
}

alk_value alk_value_real(double value)
{
    return (alk_value){.u.d = value, .tag = ALK_TYPE_REAL};
}

alk_value alk_value_text(const char *text)
{
    return of_string(ALK_TYPE_TEXT, text);
}

alk_value alk_value_text_n(const char *text, size_t length)
{
    return of_bytes(ALK_TYPE_TEXT, text, length);
}

alk_value alk_value_blob(const void *bytes, size_t length)
{
    return of_bytes(ALK_TYPE_BLOB, bytes, length);
}

alk_value alk_value_decimal(const char *text)
{
    return of_string(ALK_TYPE_DECIMAL, text);
}

alk_value alk_value_json(const char *text)
{
    return of_string(ALK_TYPE_JSON, text);
}

alk_value alk_value_date(alk_date value)
{
    return of_int(ALK_TYPE_DATE, value.days);
}

alk_value alk_value_time(alk_time value)
{
    return of_int(ALK_TYPE_TIME, value.micros);
}

alk_value alk_value_timestamp(alk_timestamp value)
{
    return of_int(ALK_TYPE_TIMESTAMP, value.micros);
}

alk_value alk_value_timestamptz(alk_timestamptz value)
{
    return of_int(ALK_TYPE_TIMESTAMPTZ, value.micros);
}

alk_value alk_value_interval(const alk_interval *value)
{
    return of_bytes(ALK_TYPE_INTERVAL, value, sizeof *value);
}

alk_value alk_value_uuid(const alk_uuid *value)
{
    return of_bytes(ALK_TYPE_UUID, value, sizeof *value);
}

alk_value alk_value_array(const alk_value *items, size_t count)
{
    return of_bytes(ALK_TYPE_ARRAY, items, count);
}

const char *alk_type_name(int type)
{
    static const char *const names[] = {
        [ALK_TYPE_NULL] = "null", [ALK_TYPE_BOOL] = "boolean", [ALK_TYPE_INT] = "integer",
        [ALK_TYPE_UINT] = "unsigned integer", [ALK_TYPE_REAL] = "real", [ALK_TYPE_DECIMAL] = "decimal",
        [ALK_TYPE_TEXT] = "text", [ALK_TYPE_BLOB] = "blob", [ALK_TYPE_DATE] = "date", [ALK_TYPE_TIME] = "time",
        [ALK_TYPE_TIMESTAMP] = "timestamp", [ALK_TYPE_TIMESTAMPTZ] = "timestamp with time zone",
        [ALK_TYPE_INTERVAL] = "interval", [ALK_TYPE_UUID] = "UUID", [ALK_TYPE_JSON] = "JSON",
        [ALK_TYPE_ARRAY] = "array",
    };
    return type >= 0 && (size_t)type < sizeof names / sizeof *names ? names[type] : "unknown type";
}

/* ---- checking ---- */

static int out_of_range(const alk_value *value)
{
    return alk__error_state(ALK_ERROR_DATA, "22003", "%s out of range", alk_type_name(value->tag));
}

static int check_text(const alk_value *value)
{
    const char *text = value->u.p;
    if (alk__utf8_plain(text, value->len))
        return ALK_OK;
    if (memchr(text, '\0', value->len) != NULL)
        return alk__error_state(ALK_ERROR_DATA, "22021", "text holds a NUL byte, which no text in a database may");
    size_t valid = alk__utf8_valid(text, value->len);
    if (valid < value->len)
        return alk__error_state(ALK_ERROR_DATA, "22021", "text is not valid UTF-8 at byte %zu", valid + 1);
    return ALK_OK;
}

static int check(const alk_value *value, int depth);

static int check_array(const alk_value *value, int depth)
{
    const alk_value *items = value->u.p;
    if (depth > ALK__ARRAY_DEPTH)
        return alk__error(ALK_ERROR_DATA, "array nested deeper than %d", (int)ALK__ARRAY_DEPTH);
    for (uint32_t i = 0; i < value->len; i++) {
        int status = check(&items[i], depth + 1);
        if (status != ALK_OK) {
            alk__error_prefix("item %u of array", (unsigned)i);
            return status;
        }
    }
    return ALK_OK;
}

static int check_pointed(const alk_value *value, int depth)
{
    if (value->u.p == NULL) {
        bool empty = value->len == 0 && (value->tag == ALK_TYPE_TEXT || value->tag == ALK_TYPE_BLOB || value->tag == ALK_TYPE_ARRAY);
        return empty ? ALK_OK : alk__error(ALK_ERROR_DATA, "%s without content, or longer than 4 GiB", alk_type_name(value->tag));
    }
    if (value->tag == ALK_TYPE_TEXT)
        return check_text(value);
    if (value->tag == ALK_TYPE_DECIMAL)
        return alk_decimal_check(value->u.p, value->len);
    if (value->tag == ALK_TYPE_JSON)
        return alk_json_check(value->u.p, value->len);
    if (value->tag == ALK_TYPE_ARRAY)
        return check_array(value, depth);
    if (value->tag == ALK_TYPE_UUID && value->len != sizeof(alk_uuid))
        return alk__error(ALK_ERROR_DATA, "UUID that has not 16 bytes");
    return ALK_OK;
}

static int check(const alk_value *value, int depth)
{
    switch (value->tag) {
    case ALK_TYPE_NULL:
    case ALK_TYPE_INT:
    case ALK_TYPE_UINT:
    case ALK_TYPE_REAL:
        return ALK_OK;
    case ALK_TYPE_BOOL:
        return value->u.i == 0 || value->u.i == 1 ? ALK_OK : out_of_range(value);
    case ALK_TYPE_DATE:
        return alk__date_in_range(value->u.i) ? ALK_OK : out_of_range(value);
    case ALK_TYPE_TIME:
        return alk__time_in_range(value->u.i) ? ALK_OK : out_of_range(value);
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
        return alk__timestamp_in_range(value->u.i) ? ALK_OK : out_of_range(value);
    case ALK_TYPE_DECIMAL:
    case ALK_TYPE_TEXT:
    case ALK_TYPE_BLOB:
    case ALK_TYPE_INTERVAL:
    case ALK_TYPE_UUID:
    case ALK_TYPE_JSON:
    case ALK_TYPE_ARRAY:
        return check_pointed(value, depth);
    default:
        return alk__error(ALK_ERROR_DATA, "value of an unknown type, code %u", (unsigned)value->tag);
    }
}

int alk_value_check(const alk_value *value)
{
    return check(value, 1);
}

/* ---- copying ---- */

static int copy(const alk_value *value, alk_arena *arena, int depth, alk_value *out);

static int copy_bytes(const alk_value *value, alk_arena *arena, alk_value *out)
{
    size_t size = value->tag == ALK_TYPE_INTERVAL ? sizeof(alk_interval) : value->len;
    char *bytes = alk_arena_alloc(arena, size + 1, value->tag == ALK_TYPE_INTERVAL ? 0 : 1);
    if (bytes == NULL)
        return ALK_ERROR_NO_MEMORY;
    if (size > 0)
        memcpy(bytes, value->u.p, size);
    bytes[size] = '\0';
    *out = *value;
    out->u.p = bytes;
    out->flags |= ALK_CELL_NUL;
    return ALK_OK;
}

static int copy_array(const alk_value *value, alk_arena *arena, int depth, alk_value *out)
{
    const alk_value *from = value->u.p;
    if (depth > ALK__ARRAY_DEPTH)
        return alk__error(ALK_ERROR_DATA, "array nested deeper than %d", (int)ALK__ARRAY_DEPTH);
    alk_value *items = alk_arena_alloc(arena, ((size_t)value->len + 1) * sizeof *items, 0);
    if (items == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < value->len; i++) {
        int status = copy(&from[i], arena, depth + 1, &items[i]);
        if (status != ALK_OK)
            return status;
    }
    *out = *value;
    out->u.p = items;
    return ALK_OK;
}

static int copy(const alk_value *value, alk_arena *arena, int depth, alk_value *out)
{
    switch (value->tag) {
    case ALK_TYPE_DECIMAL:
    case ALK_TYPE_TEXT:
    case ALK_TYPE_BLOB:
    case ALK_TYPE_INTERVAL:
    case ALK_TYPE_UUID:
    case ALK_TYPE_JSON:
        return copy_bytes(value, arena, out);
    case ALK_TYPE_ARRAY:
        return copy_array(value, arena, depth, out);
    default:
        *out = *value;
        return ALK_OK;
    }
}

int alk_value_copy(const alk_value *value, alk_arena *arena, alk_value *out)
{
    return copy(value, arena, 1, out);
}

/* ---- comparing ---- */

static bool equal(const alk_value *a, const alk_value *b, int depth);

static bool equal_bytes(const alk_value *a, const alk_value *b)
{
    return a->len == b->len && (a->len == 0 || memcmp(a->u.p, b->u.p, a->len) == 0);
}

/* Texts that are no decimals are equal when their bytes are. */
static bool equal_decimals(const alk_value *a, const alk_value *b)
{
    alk__decimal x, y;
    if (equal_bytes(a, b))
        return true;
    return alk__decimal_scan(a->u.p, a->len, &x) && alk__decimal_scan(b->u.p, b->len, &y) && alk__decimal_order(&x, &y) == 0;
}

static bool equal_arrays(const alk_value *a, const alk_value *b, int depth)
{
    const alk_value *x = a->u.p, *y = b->u.p;
    if (a->len != b->len || depth > ALK__ARRAY_DEPTH)
        return false;
    for (uint32_t i = 0; i < a->len; i++)
        if (!equal(&x[i], &y[i], depth + 1))
            return false;
    return true;
}

static bool equal(const alk_value *a, const alk_value *b, int depth)
{
    if (a->tag != b->tag)
        return false;
    switch (a->tag) {
    case ALK_TYPE_NULL:
        return true;
    case ALK_TYPE_REAL:
        return a->u.d == b->u.d || (a->u.d != a->u.d && b->u.d != b->u.d);
    case ALK_TYPE_DECIMAL:
        return equal_decimals(a, b);
    case ALK_TYPE_TEXT:
    case ALK_TYPE_BLOB:
    case ALK_TYPE_JSON:
    case ALK_TYPE_UUID:
        return equal_bytes(a, b);
    case ALK_TYPE_INTERVAL:
        return memcmp(a->u.p, b->u.p, sizeof(alk_interval)) == 0;
    case ALK_TYPE_ARRAY:
        return equal_arrays(a, b, depth);
    default:
        return a->u.i == b->u.i;
    }
}

bool alk_value_equal(const alk_value *a, const alk_value *b)
{
    return equal(a, b, 1);
}
