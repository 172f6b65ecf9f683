/* SPDX-License-Identifier: MIT
 * Reading values of the current row. A value of the asked type is returned as it lies; another is converted, exactly or not at all. */
#include "engine/result.h"
#include "base/buffer.h"
#include <alkahest/value.h>
#include <string.h>

/* The macros of the same names take a column by name too; the functions take its position. */
#undef alk_is_null
#undef alk_get_bool
#undef alk_get_int
#undef alk_get_int32
#undef alk_get_uint
#undef alk_get_real
#undef alk_get_text
#undef alk_get_view
#undef alk_get_blob
#undef alk_get_decimal
#undef alk_get_scaled
#undef alk_get_json
#undef alk_get_date
#undef alk_get_time
#undef alk_get_timestamp
#undef alk_get_timestamptz
#undef alk_get_interval
#undef alk_get_uuid
#undef alk_get_value
#undef alk_get_string

static __attribute__((cold)) const alk_cell *no_cell(alk_result *result, int column)
{
    if (!alk__result_ready(result) || result->status)
        return NULL;
    if (!result->current && alk__result_refuses(result))
        return NULL;
    if (!result->current)
        alk__error(ALK_ERROR_INTERFACE, result->ended ? "there is no current row: the last one was read" : "there is no current row; call alk_next() first");
    else
        alk__error(ALK_ERROR_INTERFACE, "there is no column %d; the row has %u", column, (unsigned)result->n_columns);
    alk__result_fail(result);
    return NULL;
}

static inline const alk_cell *cell_at(alk_result *result, int column)
{
    if (result && result->current && (uint32_t)column < result->n_columns && result->magic == ALK__RESULT_OPEN)
        return &result->current[column];
    return no_cell(result, column);
}

/* The names of types and columns, never the value. */
static void explain(alk_result *result, int column)
{
    alk_sv name = result->columns ? alk__result_desc(result, (uint32_t)column)->name : (alk_sv){ NULL, 0 };
    alk__error_prefix("column %d (%.*s)", column, (int)(name.n > 200 ? 200 : name.n), name.p ? name.p : "");
    if (name.n)
        alk__error_add(ALK__COLUMN, name.p, name.n);
    alk__result_fail(result);
}

int alk__result_convert(alk_result *result, const alk_cell *cell, int type, alk_value *out)
{
    if (cell->tag == ALK_TYPE_NULL)
        return alk__error_state(ALK_ERROR_DATA, "22002", "it is NULL; ask alk_is_null() before reading it as %s", alk_type_name(type));
    return alk_value_convert(cell, type, &result->rows, out);
}

/* The cell in another type; false with the failure noted. */
static bool convert(alk_result *result, int column, const alk_cell *cell, int type, alk_value *out)
{
    if (alk__result_convert(result, cell, type, out) == ALK_OK)
        return true;
    explain(result, column);
    return false;
}

bool alk_is_null(alk_result *result, int column)
{
    const alk_cell *cell = cell_at(result, column);
    return !cell || cell->tag == ALK_TYPE_NULL;
}

alk_value alk_get_value(alk_result *result, int column)
{
    const alk_cell *cell = cell_at(result, column);
    return cell ? *cell : alk_value_null();
}

/* Types that lie in the cell itself. Converting stands apart, so that reading what lies there needs no frame of its own. */
#define GETTER(c_type, name, type, member, none)                                                                       \
    static __attribute__((cold, noinline)) c_type name##_converted(alk_result *result, int column, const alk_cell *cell) \
    {                                                                                                                  \
        alk_value value;                                                                                               \
        return cell && convert(result, column, cell, type, &value) ? member(&value) : none;                            \
    }                                                                                                                  \
    c_type name(alk_result *result, int column)                                                                        \
    {                                                                                                                  \
        const alk_cell *cell = cell_at(result, column);                                                                \
        return cell && cell->tag == (type) ? member(cell) : name##_converted(result, column, cell);                    \
    }
#define AS_BOOL(cell) ((cell)->u.i != 0)
#define AS_INT(cell) ((cell)->u.i)
#define AS_UINT(cell) ((cell)->u.raw)
#define AS_REAL(cell) ((cell)->u.d)
#define AS_DATE(cell) ((alk_date){ (int32_t)(cell)->u.i })
#define AS_TIME(cell) ((alk_time){ (cell)->u.i })
#define AS_TIMESTAMP(cell) ((alk_timestamp){ (cell)->u.i })
#define AS_TIMESTAMPTZ(cell) ((alk_timestamptz){ (cell)->u.i })
GETTER(bool, alk_get_bool, ALK_TYPE_BOOL, AS_BOOL, false)
GETTER(int64_t, alk_get_int, ALK_TYPE_INT, AS_INT, 0)
GETTER(uint64_t, alk_get_uint, ALK_TYPE_UINT, AS_UINT, 0)
GETTER(double, alk_get_real, ALK_TYPE_REAL, AS_REAL, 0.0)
GETTER(alk_date, alk_get_date, ALK_TYPE_DATE, AS_DATE, (alk_date){ 0 })
GETTER(alk_time, alk_get_time, ALK_TYPE_TIME, AS_TIME, (alk_time){ 0 })
GETTER(alk_timestamp, alk_get_timestamp, ALK_TYPE_TIMESTAMP, AS_TIMESTAMP, (alk_timestamp){ 0 })
GETTER(alk_timestamptz, alk_get_timestamptz, ALK_TYPE_TIMESTAMPTZ, AS_TIMESTAMPTZ, (alk_timestamptz){ 0 })

int32_t alk_get_int32(alk_result *result, int column)
{
    const alk_cell *cell = cell_at(result, column);
    int64_t value = cell && cell->tag == ALK_TYPE_INT ? cell->u.i : alk_get_int_converted(result, column, cell);
    if (value >= INT32_MIN && value <= INT32_MAX)
        return (int32_t)value;
    alk__error_state(ALK_ERROR_DATA, "22003", "the value does not fit 32 bits; read it with alk_get_int()");
    explain(result, column);
    return 0;
}

alk_interval alk_get_interval(alk_result *result, int column)
{
    alk_value value;
    alk_interval interval = { 0, 0, 0 };
    const alk_cell *cell = cell_at(result, column);
    if (cell && (cell->tag == ALK_TYPE_INTERVAL ? (value = *cell, true) : convert(result, column, cell, ALK_TYPE_INTERVAL, &value)))
        memcpy(&interval, value.u.p, sizeof interval);
    return interval;
}

alk_uuid alk_get_uuid(alk_result *result, int column)
{
    alk_value value;
    alk_uuid uuid = { { 0 } };
    const alk_cell *cell = cell_at(result, column);
    if (cell && (cell->tag == ALK_TYPE_UUID ? (value = *cell, true) : convert(result, column, cell, ALK_TYPE_UUID, &value)))
        memcpy(&uuid, value.u.p, sizeof uuid);
    return uuid;
}

/* ---- text ---- */

static const char *fail_text(alk_result *result, int column)
{
    explain(result, column);
    return NULL;
}

/* Text as C has it: ends with NUL and holds none before. */
static const char *terminated(alk_result *result, int column, const alk_cell *cell)
{
    if (cell->len == 0)
        return "";                     /* it may have no pointer, and NULL would be SQL's */
    if (memchr(cell->u.p, 0, cell->len)) {
        alk__error_state(ALK_ERROR_DATA, "22021", "the text holds a NUL byte; read it with alk_get_view()");
        return fail_text(result, column);
    }
    if (cell->flags & ALK_CELL_NUL)
        return cell->u.p;
    const char *copy = alk_arena_copy(&result->rows, cell->u.p, cell->len);
    return copy ? copy : fail_text(result, column);
}

static __attribute__((noinline)) const char *text_converted(alk_result *result, int column, const alk_cell *cell, int type)
{
    alk_value value;
    return convert(result, column, cell, type, &value) ? terminated(result, column, &value) : NULL;
}

static inline const char *text_of(alk_result *result, int column, int type)
{
    const alk_cell *cell = cell_at(result, column);
    if (!cell || cell->tag == ALK_TYPE_NULL)
        return NULL;
    return cell->tag == type ? terminated(result, column, cell) : text_converted(result, column, cell, type);
}

const char *alk_get_text(alk_result *result, int column)
{
    return text_of(result, column, ALK_TYPE_TEXT);
}

const char *alk_get_decimal(alk_result *result, int column)
{
    return text_of(result, column, ALK_TYPE_DECIMAL);
}

const char *alk_get_json(alk_result *result, int column)
{
    return text_of(result, column, ALK_TYPE_JSON);
}

int64_t alk_get_scaled(alk_result *result, int column, int scale)
{
    alk_value value;
    int64_t scaled = 0;
    const alk_cell *cell = cell_at(result, column);
    if (cell && convert(result, column, cell, ALK_TYPE_DECIMAL, &value) &&
        alk_decimal_to_scaled(value.u.p, value.len, scale, &scaled))
        explain(result, column);
    return scaled;
}

static bool is_bytes(const alk_cell *cell)
{
    return cell->tag == ALK_TYPE_TEXT || cell->tag == ALK_TYPE_BLOB || cell->tag == ALK_TYPE_JSON || cell->tag == ALK_TYPE_DECIMAL;
}

static __attribute__((cold, noinline)) alk_sv view_converted(alk_result *result, int column, const alk_cell *cell)
{
    alk_value value;
    if (!cell || cell->tag == ALK_TYPE_NULL || !convert(result, column, cell, ALK_TYPE_TEXT, &value))
        return (alk_sv){ NULL, 0 };
    return (alk_sv){ value.u.p, value.len };
}

alk_sv alk_get_view(alk_result *result, int column)
{
    const alk_cell *cell = cell_at(result, column);
    return cell && is_bytes(cell) ? (alk_sv){ cell->len ? cell->u.p : "", cell->len } : view_converted(result, column, cell);
}

const void *alk_get_blob(alk_result *result, int column, size_t *length)
{
    alk_value value;
    const alk_cell *cell = cell_at(result, column);
    *length = 0;
    if (!cell || cell->tag == ALK_TYPE_NULL)
        return NULL;
    if (cell->tag == ALK_TYPE_BLOB)
        value = *cell;
    else if (!convert(result, column, cell, ALK_TYPE_BLOB, &value))
        return NULL;
    *length = value.len;
    return value.len ? value.u.p : "";
}

const char *alk_get_string(alk_result *result, int column)
{
    const alk_cell *cell = cell_at(result, column);
    if (!cell || cell->tag == ALK_TYPE_NULL)
        return NULL;
    if (cell->tag == ALK_TYPE_TEXT)
        return terminated(result, column, cell);
    size_t length = alk_value_print(cell, NULL, 0);
    char *text = alk_arena_alloc(&result->rows, length + 1, 1);
    if (!text)
        return fail_text(result, column);
    alk_value_print(cell, text, length + 1);
    return text;
}
