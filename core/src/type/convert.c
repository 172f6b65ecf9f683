/* SPDX-License-Identifier: MIT
 * Values in another type: one small function for each pair of types that converts, and one table of them. A pair that is not
 * in the table is refused. Messages name types and ranges, never the value, which may be somebody's secret. */
#include "type/convert.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "type/array.h"
#include "type/datetime.h"
#include "type/decimal.h"
#include "type/print.h"

typedef int converter(const alk_value *value, alk_arena *arena, alk_value *out);

enum { N_TYPES = ALK_TYPE_ARRAY + 1 };

static int inexact(const alk_value *value, int type)
{
    return alk__error_state(ALK_ERROR_DATA, "22003", "%s is out of range of %s, or not exact in it",
                            alk_type_name(value->tag), alk_type_name(type));
}

static int malformed(int type)
{
    return alk__error_state(ALK_ERROR_DATA, "22018", "text is not of the form of %s, or out of its range", alk_type_name(type));
}

/* Text in the arena, as a value of a type that is text. */
static int make_text(uint16_t type, const char *text, size_t length, alk_arena *arena, alk_value *out)
{
    char *copy = alk_arena_copy(arena, text, length);
    if (copy == NULL)
        return ALK_ERROR_NO_MEMORY;
    *out = alk_value_text_n(copy, length);
    out->tag = type;
    out->flags = ALK_CELL_NUL;
    return ALK_OK;
}

static int as_tag(const alk_value *value, uint16_t type, alk_value *out)
{
    alk_value same = *value;
    same.tag = type;
    *out = same;
    return ALK_OK;
}

/* ---- booleans and numbers ---- */

static int bool_to_int(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    *out = alk_value_int(value->u.i != 0);
    return ALK_OK;
}

static int bool_to_uint(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    *out = alk_value_uint(value->u.i != 0);
    return ALK_OK;
}

static int integer_to_bool(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    if (value->u.raw > 1)
        return alk__error_state(ALK_ERROR_DATA, "22003", "%s is not a boolean; only 0 and 1 are", alk_type_name(value->tag));
    *out = alk_value_bool(value->u.raw == 1);
    return ALK_OK;
}

static int int_to_uint(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    if (value->u.i < 0)
        return inexact(value, ALK_TYPE_UINT);
    *out = alk_value_uint((uint64_t)value->u.i);
    return ALK_OK;
}

static int uint_to_int(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    if (value->u.raw > INT64_MAX)
        return inexact(value, ALK_TYPE_INT);
    *out = alk_value_int((int64_t)value->u.raw);
    return ALK_OK;
}

#define TWO_63 9223372036854775808.0
#define TWO_64 18446744073709551616.0

/* The comparison is made among integers, after the range is known, since an integer beside a double would be rounded first. */
static int int_to_real(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    double real = (double)value->u.i;
    if (real >= TWO_63 || (int64_t)real != value->u.i)
        return inexact(value, ALK_TYPE_REAL);
    *out = alk_value_real(real);
    return ALK_OK;
}

static int uint_to_real(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    double real = (double)value->u.raw;
    if (real >= TWO_64 || (uint64_t)real != value->u.raw)
        return inexact(value, ALK_TYPE_REAL);
    *out = alk_value_real(real);
    return ALK_OK;
}

static int real_to_int(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    double real = value->u.d;
    if (!(real >= -TWO_63 && real < TWO_63) || real != (double)(int64_t)real)
        return inexact(value, ALK_TYPE_INT);
    *out = alk_value_int((int64_t)real);
    return ALK_OK;
}

static int real_to_uint(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    double real = value->u.d;
    if (!(real >= 0 && real < TWO_64) || real != (double)(uint64_t)real)
        return inexact(value, ALK_TYPE_UINT);
    *out = alk_value_uint((uint64_t)real);
    return ALK_OK;
}

static int number_to_decimal(const alk_value *value, alk_arena *arena, alk_value *out)
{
    char text[ALK__PRINT_SIZE];
    size_t length = alk_value_print(value, text, sizeof text);
    return make_text(ALK_TYPE_DECIMAL, text, length, arena, out);
}

static int decimal_to_int(const alk_value *value, alk_arena *arena, alk_value *out)
{
    int64_t integer;
    (void)arena;
    int status = alk_decimal_to_scaled(value->u.p, value->len, 0, &integer);
    if (status == ALK_OK)
        *out = alk_value_int(integer);
    return status;
}

static int decimal_to_uint(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk__decimal d;
    uint64_t size;
    (void)arena;
    int status = alk__decimal_read(value->u.p, value->len, &d);
    if (status == ALK_OK)
        status = alk__decimal_to_u64(&d, 0, &size);
    if (status != ALK_OK)
        return status;
    if (d.negative)
        return inexact(value, ALK_TYPE_UINT);
    *out = alk_value_uint(size);
    return ALK_OK;
}

/* Exact in the sense that printing the real gives the decimal back. */
static int decimal_to_real(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk__decimal before, after;
    char text[ALK__PRINT_SIZE];
    double real;
    (void)arena;
    int status = alk_decimal_to_real(value->u.p, value->len, &real);
    if (status != ALK_OK)
        return status;
    size_t length = alk__print_real(real, text);
    if (!alk__decimal_scan(value->u.p, value->len, &before) || !alk__decimal_scan(text, length, &after) ||
        alk__decimal_order(&before, &after) != 0)
        return inexact(value, ALK_TYPE_REAL);
    *out = alk_value_real(real);
    return ALK_OK;
}

/* ---- dates ---- */

static int date_to_timestamp(const alk_value *value, alk_arena *arena, alk_value *out)
{
    int64_t micros;
    (void)arena;
    if (value->u.i == INT32_MAX || value->u.i == INT32_MIN)
        micros = value->u.i > 0 ? INT64_MAX : INT64_MIN;
    else if (value->u.i < ALK__DATE_MIN || value->u.i > ALK__TIMESTAMP_MAX / ALK__DAY_MICROS)
        return inexact(value, ALK_TYPE_TIMESTAMP);
    else
        micros = value->u.i * ALK__DAY_MICROS;
    *out = alk_value_timestamp((alk_timestamp){micros});
    return ALK_OK;
}

static int timestamp_to_date(const alk_value *value, alk_arena *arena, alk_value *out)
{
    int64_t micros = value->u.i;
    int32_t days;
    (void)arena;
    if (micros == INT64_MAX || micros == INT64_MIN)
        days = micros > 0 ? INT32_MAX : INT32_MIN;
    else if (micros < ALK__TIMESTAMP_MIN)
        return inexact(value, ALK_TYPE_DATE);
    else if (micros % ALK__DAY_MICROS != 0)
        return alk__error_state(ALK_ERROR_DATA, "22008", "only a timestamp at midnight is a date");
    else
        days = (int32_t)(micros / ALK__DAY_MICROS);
    *out = alk_value_date((alk_date){days});
    return ALK_OK;
}

static int time_to_interval(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk_interval *interval = alk_arena_alloc(arena, sizeof *interval, 0);
    if (interval == NULL)
        return ALK_ERROR_NO_MEMORY;
    *interval = (alk_interval){.micros = value->u.i};
    *out = alk_value_interval(interval);
    return ALK_OK;
}

static int interval_to_time(const alk_value *value, alk_arena *arena, alk_value *out)
{
    const alk_interval *interval = value->u.p;
    (void)arena;
    if (interval->months != 0 || interval->days != 0 || interval->micros < 0 || interval->micros > ALK__DAY_MICROS)
        return inexact(value, ALK_TYPE_TIME);
    *out = alk_value_time((alk_time){interval->micros});
    return ALK_OK;
}

/* ---- UUIDs and bytes ---- */

static int blob_to_uuid(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    if (value->len != sizeof(alk_uuid))
        return alk__error_state(ALK_ERROR_DATA, "22018", "only a blob of 16 bytes is a UUID");
    return as_tag(value, ALK_TYPE_UUID, out);
}

static int uuid_to_blob(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    return as_tag(value, ALK_TYPE_BLOB, out);
}

static int nibble(char c)
{
    c = alk__lower(c);
    return alk__is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Pairs of hexadecimal digits, as blobs print; "\x" may stand before them, as PostgreSQL writes it. */
static int text_to_blob(const alk_value *value, alk_arena *arena, alk_value *out)
{
    const char *text = value->u.p;
    size_t length = value->len, from = length >= 2 && text[0] == '\\' && text[1] == 'x' ? 2 : 0;
    if ((length - from) % 2 != 0)
        return malformed(ALK_TYPE_BLOB);
    unsigned char *bytes = alk_arena_alloc(arena, (length - from) / 2 + 1, 1);
    if (bytes == NULL)
        return ALK_ERROR_NO_MEMORY;
    size_t n = 0;
    for (; from < length; from += 2) {
        int high = nibble(text[from]), low = nibble(text[from + 1]);
        if (high < 0 || low < 0)
            return malformed(ALK_TYPE_BLOB);
        bytes[n++] = (unsigned char)(high << 4 | low);
    }
    *out = alk_value_blob(bytes, n);
    return ALK_OK;
}

/* ---- JSON and arrays ---- */

static int print_as(const alk_value *value, uint16_t type, alk_arena *arena, alk_value *out)
{
    size_t length = alk_value_print(value, NULL, 0);
    if (length > UINT32_MAX)
        return alk__error(ALK_ERROR_DATA, "%s longer than 4 GiB as text", alk_type_name(value->tag));
    char *text = alk_arena_alloc(arena, length + 1, 1);
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    (void)alk_value_print(value, text, length + 1);
    *out = alk_value_text_n(text, length);
    out->tag = type;
    out->flags = ALK_CELL_NUL;
    return ALK_OK;
}

static int array_to_json(const alk_value *value, alk_arena *arena, alk_value *out)
{
    return print_as(value, ALK_TYPE_JSON, arena, out);
}

static int json_to_array(const alk_value *value, alk_arena *arena, alk_value *out)
{
    return alk__array_from_json(value->u.p, value->len, arena, out);
}

/* ---- to text ---- */

static int to_text(const alk_value *value, alk_arena *arena, alk_value *out)
{
    return print_as(value, ALK_TYPE_TEXT, arena, out);
}

static int textual_to_text(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    return as_tag(value, ALK_TYPE_TEXT, out);
}

static int blob_to_text(const alk_value *value, alk_arena *arena, alk_value *out)
{
    if (value->flags & ALK_CELL_NOT_UTF8)
        return alk__error_state(ALK_ERROR_DATA, "22021", "the text is not valid UTF-8; its bytes can be read");
    return to_text(value, arena, out);
}

/* ---- from text ---- */

static alk_sv text_of(const alk_value *value)
{
    return (alk_sv){value->u.p, value->len};
}

static int text_to_bool(const alk_value *value, alk_arena *arena, alk_value *out)
{
    bool b;
    (void)arena;
    if (!alk__parse_bool(text_of(value), &b))
        return malformed(ALK_TYPE_BOOL);
    *out = alk_value_bool(b);
    return ALK_OK;
}

static int text_to_int(const alk_value *value, alk_arena *arena, alk_value *out)
{
    int64_t i;
    (void)arena;
    if (!alk__parse_int(text_of(value), &i))
        return malformed(ALK_TYPE_INT);
    *out = alk_value_int(i);
    return ALK_OK;
}

static int text_to_uint(const alk_value *value, alk_arena *arena, alk_value *out)
{
    uint64_t u;
    (void)arena;
    if (!alk__parse_uint(text_of(value), &u))
        return malformed(ALK_TYPE_UINT);
    *out = alk_value_uint(u);
    return ALK_OK;
}

static int text_to_real(const alk_value *value, alk_arena *arena, alk_value *out)
{
    double d;
    (void)arena;
    if (!alk__parse_real(text_of(value), &d))
        return malformed(ALK_TYPE_REAL);
    *out = alk_value_real(d);
    return ALK_OK;
}

static int text_to_decimal(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    int status = alk_decimal_check(value->u.p, value->len);
    return status == ALK_OK ? as_tag(value, ALK_TYPE_DECIMAL, out) : status;
}

static int text_to_json(const alk_value *value, alk_arena *arena, alk_value *out)
{
    (void)arena;
    int status = alk_json_check(value->u.p, value->len);
    return status == ALK_OK ? as_tag(value, ALK_TYPE_JSON, out) : status;
}

static int text_to_date(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk_date date;
    (void)arena;
    int status = alk_date_parse(value->u.p, value->len, &date);
    if (status == ALK_OK)
        *out = alk_value_date(date);
    return status;
}

static int text_to_time(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk_time time;
    (void)arena;
    int status = alk_time_parse(value->u.p, value->len, &time);
    if (status == ALK_OK)
        *out = alk_value_time(time);
    return status;
}

static int text_to_timestamp(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk_timestamp timestamp;
    (void)arena;
    int status = alk_timestamp_parse(value->u.p, value->len, &timestamp);
    if (status == ALK_OK)
        *out = alk_value_timestamp(timestamp);
    return status;
}

static int text_to_timestamptz(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk_timestamptz timestamp;
    (void)arena;
    int status = alk_timestamptz_parse(value->u.p, value->len, &timestamp);
    if (status == ALK_OK)
        *out = alk_value_timestamptz(timestamp);
    return status;
}

static int text_to_interval(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk_interval interval;
    int status = alk_interval_parse(value->u.p, value->len, &interval);
    if (status != ALK_OK)
        return status;
    alk_interval *kept = alk_arena_alloc(arena, sizeof *kept, 0);
    if (kept == NULL)
        return ALK_ERROR_NO_MEMORY;
    *kept = interval;
    *out = alk_value_interval(kept);
    return ALK_OK;
}

static int text_to_uuid(const alk_value *value, alk_arena *arena, alk_value *out)
{
    alk_uuid uuid;
    int status = alk_uuid_parse(value->u.p, value->len, &uuid);
    if (status != ALK_OK)
        return status;
    alk_uuid *kept = alk_arena_alloc(arena, sizeof *kept, 0);
    if (kept == NULL)
        return ALK_ERROR_NO_MEMORY;
    *kept = uuid;
    *out = alk_value_uuid(kept);
    return ALK_OK;
}

/* ---- the table: [from][to] ---- */

static converter *const converters[N_TYPES][N_TYPES] = {
    [ALK_TYPE_BOOL] = {
        [ALK_TYPE_INT] = bool_to_int, [ALK_TYPE_UINT] = bool_to_uint, [ALK_TYPE_TEXT] = to_text,
    },
    [ALK_TYPE_INT] = {
        [ALK_TYPE_BOOL] = integer_to_bool, [ALK_TYPE_UINT] = int_to_uint, [ALK_TYPE_REAL] = int_to_real,
        [ALK_TYPE_DECIMAL] = number_to_decimal, [ALK_TYPE_TEXT] = to_text,
    },
    [ALK_TYPE_UINT] = {
        [ALK_TYPE_BOOL] = integer_to_bool, [ALK_TYPE_INT] = uint_to_int, [ALK_TYPE_REAL] = uint_to_real,
        [ALK_TYPE_DECIMAL] = number_to_decimal, [ALK_TYPE_TEXT] = to_text,
    },
    [ALK_TYPE_REAL] = {
        [ALK_TYPE_INT] = real_to_int, [ALK_TYPE_UINT] = real_to_uint, [ALK_TYPE_DECIMAL] = number_to_decimal,
        [ALK_TYPE_TEXT] = to_text,
    },
    [ALK_TYPE_DECIMAL] = {
        [ALK_TYPE_INT] = decimal_to_int, [ALK_TYPE_UINT] = decimal_to_uint, [ALK_TYPE_REAL] = decimal_to_real,
        [ALK_TYPE_TEXT] = textual_to_text,
    },
    [ALK_TYPE_TEXT] = {
        [ALK_TYPE_BOOL] = text_to_bool, [ALK_TYPE_INT] = text_to_int, [ALK_TYPE_UINT] = text_to_uint,
        [ALK_TYPE_REAL] = text_to_real, [ALK_TYPE_DECIMAL] = text_to_decimal, [ALK_TYPE_BLOB] = text_to_blob,
        [ALK_TYPE_DATE] = text_to_date, [ALK_TYPE_TIME] = text_to_time, [ALK_TYPE_TIMESTAMP] = text_to_timestamp,
        [ALK_TYPE_TIMESTAMPTZ] = text_to_timestamptz, [ALK_TYPE_INTERVAL] = text_to_interval,
        [ALK_TYPE_UUID] = text_to_uuid, [ALK_TYPE_JSON] = text_to_json, [ALK_TYPE_ARRAY] = json_to_array,
    },
    [ALK_TYPE_BLOB] = { [ALK_TYPE_TEXT] = blob_to_text, [ALK_TYPE_UUID] = blob_to_uuid },
    [ALK_TYPE_DATE] = { [ALK_TYPE_TIMESTAMP] = date_to_timestamp, [ALK_TYPE_TEXT] = to_text },
    [ALK_TYPE_TIME] = { [ALK_TYPE_INTERVAL] = time_to_interval, [ALK_TYPE_TEXT] = to_text },
    [ALK_TYPE_TIMESTAMP] = { [ALK_TYPE_DATE] = timestamp_to_date, [ALK_TYPE_TEXT] = to_text },
    [ALK_TYPE_TIMESTAMPTZ] = { [ALK_TYPE_TEXT] = to_text },
    [ALK_TYPE_INTERVAL] = { [ALK_TYPE_TIME] = interval_to_time, [ALK_TYPE_TEXT] = to_text },
    [ALK_TYPE_UUID] = { [ALK_TYPE_BLOB] = uuid_to_blob, [ALK_TYPE_TEXT] = to_text },
    [ALK_TYPE_JSON] = { [ALK_TYPE_TEXT] = textual_to_text, [ALK_TYPE_ARRAY] = json_to_array },
    [ALK_TYPE_ARRAY] = { [ALK_TYPE_JSON] = array_to_json, [ALK_TYPE_TEXT] = to_text },
};

static bool is_type(int type)
{
    return type >= 0 && type < N_TYPES;
}

bool alk__type_converts(int from, int to)
{
    if (!is_type(from) || !is_type(to))
        return false;
    return from == to || from == ALK_TYPE_NULL || converters[from][to] != NULL;
}

static int refused(int from, int to)
{
    int status = alk__error_state(ALK_ERROR_DATA, "07006", "%s does not convert to %s", alk_type_name(from), alk_type_name(to));
    bool zones = (from == ALK_TYPE_TIMESTAMP && to == ALK_TYPE_TIMESTAMPTZ) ||
                 (from == ALK_TYPE_TIMESTAMPTZ && to == ALK_TYPE_TIMESTAMP);
    if (zones)
        alk__error_addf(ALK__HINT, "say which zone is meant: split the one and make the other from its parts");
    return status;
}

int alk_value_convert(const alk_value *value, int type, alk_arena *arena, alk_value *out)
{
    if (!is_type(type))
        return alk__error(ALK_ERROR_ARGUMENT, "there is no type of code %d", type);
    if (value->tag == type || value->tag == ALK_TYPE_NULL) {
        *out = *value;
        return ALK_OK;
    }
    if (type == ALK_TYPE_TIMESTAMPTZ && value->tag == ALK_TYPE_TIMESTAMP && (value->flags & ALK_CELL_UTC))
        return as_tag(value, ALK_TYPE_TIMESTAMPTZ, out);
    if (!alk__type_converts(value->tag, type))
        return refused(value->tag, type);
    return converters[value->tag][type](value, arena, out);
}

/* ---- from text to the program ---- */

static int check_text(const char *text, size_t length)
{
    if (text == NULL || length > UINT32_MAX)
        return alk__error(ALK_ERROR_ARGUMENT, "the text of a value is NULL or longer than 4 GiB");
    alk_value value = alk_value_text_n(text, length);
    return alk_value_check(&value);
}

int alk_value_parse(int type, const char *text, size_t length, alk_arena *arena, alk_value *out)
{
    alk_value result;
    int status = check_text(text, length);
    if (status != ALK_OK)
        return status;
    if (type == ALK_TYPE_NULL) {
        if (!alk__sv_is((alk_sv){text, length}, "NULL"))
            return malformed(ALK_TYPE_NULL);
        *out = alk_value_null();
        return ALK_OK;
    }
    alk_value value = alk_value_text_n(text, length);
    status = alk_value_convert(&value, type, arena, &result);
    if (status != ALK_OK)
        return status;
    bool borrowed = type == ALK_TYPE_TEXT || type == ALK_TYPE_DECIMAL || type == ALK_TYPE_JSON;
    if (borrowed)
        return alk_value_copy(&result, arena, out);
    *out = result;
    return ALK_OK;
}
