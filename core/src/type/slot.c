/* SPDX-License-Identifier: MIT
 * Cells into members of C structs and back. Where the cell already is of the member's type, which is nearly always, one switch and one
 * store are all there is; only what is left over goes through the conversions of convert.c. */
#include "type/slot.h"
#include <alkahest/value.h>
#include <math.h>
#include <string.h>
#include "base/error.h"
#include "type/convert.h"

static const struct kind {
    uint8_t size;
    uint8_t type;
    const char *name;
} kinds[] = {
    [ALK_SLOT_BOOL] = { sizeof(bool), ALK_TYPE_BOOL, "bool" },
    [ALK_SLOT_INT8] = { 1, ALK_TYPE_INT, "int8" },
    [ALK_SLOT_INT16] = { 2, ALK_TYPE_INT, "int16" },
    [ALK_SLOT_INT32] = { 4, ALK_TYPE_INT, "int32" },
    [ALK_SLOT_INT64] = { 8, ALK_TYPE_INT, "int64" },
    [ALK_SLOT_UINT8] = { 1, ALK_TYPE_UINT, "uint8" },
    [ALK_SLOT_UINT16] = { 2, ALK_TYPE_UINT, "uint16" },
    [ALK_SLOT_UINT32] = { 4, ALK_TYPE_UINT, "uint32" },
    [ALK_SLOT_UINT64] = { 8, ALK_TYPE_UINT, "uint64" },
    [ALK_SLOT_FLOAT] = { sizeof(float), ALK_TYPE_REAL, "float" },
    [ALK_SLOT_DOUBLE] = { sizeof(double), ALK_TYPE_REAL, "double" },
    [ALK_SLOT_TEXT] = { sizeof(char *), ALK_TYPE_TEXT, "text" },
    [ALK_SLOT_VIEW] = { sizeof(alk_sv), ALK_TYPE_TEXT, "view" },
    [ALK_SLOT_DATE] = { sizeof(int32_t), ALK_TYPE_DATE, "date" },
    [ALK_SLOT_TIME] = { sizeof(int64_t), ALK_TYPE_TIME, "time" },
    [ALK_SLOT_TIMESTAMP] = { sizeof(int64_t), ALK_TYPE_TIMESTAMP, "timestamp" },
    [ALK_SLOT_TIMESTAMPTZ] = { sizeof(int64_t), ALK_TYPE_TIMESTAMPTZ, "timestamp with time zone" },
    [ALK_SLOT_INTERVAL] = { sizeof(alk_interval), ALK_TYPE_INTERVAL, "interval" },
    [ALK_SLOT_UUID] = { sizeof(alk_uuid), ALK_TYPE_UUID, "UUID" },
    [ALK_SLOT_CELL] = { sizeof(alk_cell), ALK_TYPE_NULL, "cell" },
};

static bool is_known(uint16_t want)
{
    return want >= ALK_SLOT_BOOL && want <= ALK_SLOT_CELL;
}

size_t alk__slot_size(uint16_t want)
{
    return is_known(want) ? kinds[want].size : 0;
}

uint16_t alk__slot_type(uint16_t want)
{
    return is_known(want) ? kinds[want].type : ALK_TYPE_NULL;
}

static int unknown(uint16_t want)
{
    return alk__error(ALK_ERROR_ARGUMENT, "there is no C type of code %u for a member", (unsigned)want);
}

/* ---- storing ---- */

/* What is rare is kept out of the way of what is not: alk__slot_store() needs no stack frame then. */
#if defined(__GNUC__)
#define RARE __attribute__((noinline, cold))
#define APART __attribute__((noinline))
#else
#define RARE
#define APART
#endif

RARE static int does_not_fit(const alk_slot *slot)
{
    return alk__error_state(ALK_ERROR_DATA, "22003", "value does not fit the member's type %s", kinds[slot->want].name);
}

/* The last step of each way to store a value. */
static inline int stored(const alk_slot *slot, void *base)
{
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        ((char *)base)[slot->null_off] = ALK_VALUE;
    return ALK_OK;
}

/* Members may lie anywhere in a packed struct, so they are written as bytes; of a constant size, that is one store. */
#define STORE_AS(c_type, value)                                   \
    do {                                                          \
        c_type as = (c_type)(value);                              \
        if (as != (value))                                        \
            return does_not_fit(slot);                            \
        memcpy((char *)base + slot->off, &as, sizeof as);         \
        return stored(slot, base);                                \
    } while (0)

/* The nearest float: who declares one asks for that. Only what is too large for it is refused. */
static inline int store_float(const alk_slot *slot, double d, void *base)
{
    float f = (float)d;
    if (isinf(f) && !isinf(d))
        return does_not_fit(slot);
    memcpy((char *)base + slot->off, &f, sizeof f);
    return stored(slot, base);
}

APART static int store_text(const alk_slot *slot, const alk_cell *cell, void *base, alk_arena *arena)
{
    const char *text = cell->u.p;
    if (cell->len == 0)
        text = "";
    else if (memchr(text, '\0', cell->len) != NULL)
        return alk__error_state(ALK_ERROR_DATA, "22021", "text holds a NUL byte, and its member ends at a NUL; read it as a view");
    else if ((slot->flags & ALK_SLOT_OWN) != 0 || (cell->flags & ALK_CELL_NUL) == 0)
        text = alk_arena_copy(arena, text, cell->len);
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    memcpy((char *)base + slot->off, &text, sizeof text);
    return stored(slot, base);
}

/* The pointer is never NULL, since that would read as SQL NULL. */
APART static int store_view(const alk_slot *slot, const alk_cell *cell, void *base, alk_arena *arena)
{
    alk_sv view = {cell->u.p, cell->len};
    if (cell->len == 0)
        view.p = "";
    else if ((slot->flags & ALK_SLOT_OWN) != 0)
        view.p = alk_arena_copy(arena, cell->u.p, cell->len);
    if (view.p == NULL)
        return ALK_ERROR_NO_MEMORY;
    memcpy((char *)base + slot->off, &view, sizeof view);
    return stored(slot, base);
}

APART static int store_cell(const alk_slot *slot, const alk_cell *cell, void *base, alk_arena *arena)
{
    alk_cell copy = *cell;
    int status = (slot->flags & ALK_SLOT_OWN) != 0 ? alk_value_copy(cell, arena, &copy) : ALK_OK;
    if (status != ALK_OK)
        return status;
    memcpy((char *)base + slot->off, &copy, sizeof copy);
    return stored(slot, base);
}

/* Of a type whose bytes stand elsewhere and go into the member as they are. */
static inline int store_bytes(const alk_slot *slot, const void *bytes, size_t size, void *base)
{
    memcpy((char *)base + slot->off, bytes, size);
    return stored(slot, base);
}

RARE static int bad_uuid(void)
{
    return alk__error(ALK_ERROR_DATA, "UUID that has not 16 bytes");
}

/* An integer goes into a floating member only when it is exact there; a decimal becomes the nearest double or float, as a real does. */
static int convert_real(const alk_slot *slot, const alk_cell *cell, alk_arena *arena, alk_cell *out)
{
    if (cell->tag == ALK_TYPE_DECIMAL) {
        double d;
        int status = alk_decimal_to_real(cell->u.p, cell->len, &d);
        if (status == ALK_OK)
            *out = alk_value_real(d);
        return status;
    }
    int status = alk_value_convert(cell, ALK_TYPE_REAL, arena, out);
    bool integer = cell->tag == ALK_TYPE_INT || cell->tag == ALK_TYPE_UINT;
    if (status == ALK_OK && integer && slot->want == ALK_SLOT_FLOAT && (double)(float)out->u.d != out->u.d)
        return does_not_fit(slot);
    return status;
}

/* The cell is of another type than the member. What a conversion put into the arena needs no second copy; what it borrowed is of a type
 * that does not come here. */
APART static int store_converted(const alk_slot *slot, const alk_cell *cell, void *base, alk_arena *arena)
{
    alk_slot plain = *slot;
    alk_cell converted;
    bool real = slot->want == ALK_SLOT_FLOAT || slot->want == ALK_SLOT_DOUBLE;
    int status = real ? convert_real(slot, cell, arena, &converted)
                      : alk_value_convert(cell, kinds[slot->want].type, arena, &converted);
    if (status != ALK_OK)
        return status;
    plain.flags = 0;
    return alk__slot_store(&plain, &converted, base, arena);
}

/* A pointer says NULL by itself, and so does a cell. */
static bool tells_null(uint16_t want)
{
    return want == ALK_SLOT_TEXT || want == ALK_SLOT_VIEW || want == ALK_SLOT_CELL;
}

APART static int store_null(const alk_slot *slot, void *base)
{
    if (!is_known(slot->want))
        return unknown(slot->want);
    if (slot->null_off == ALK_SLOT_NOT_NULL && !tells_null(slot->want))
        return alk__error_state(ALK_ERROR_DATA, "22002", "NULL for a member that takes none");
    memset((char *)base + slot->off, 0, kinds[slot->want].size);
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        ((char *)base)[slot->null_off] = ALK_NULL;
    return ALK_OK;
}

static bool is_textual(uint16_t tag)
{
    return tag == ALK_TYPE_TEXT || tag == ALK_TYPE_DECIMAL || tag == ALK_TYPE_JSON;
}

static inline int store_int(const alk_slot *slot, int64_t i, void *base)
{
    switch (slot->want) {
    case ALK_SLOT_INT8:
        STORE_AS(int8_t, i);
    case ALK_SLOT_INT16:
        STORE_AS(int16_t, i);
    case ALK_SLOT_INT32:
        STORE_AS(int32_t, i);
    default:
        STORE_AS(int64_t, i);
    }
}

static inline int store_uint(const alk_slot *slot, uint64_t u, void *base)
{
    switch (slot->want) {
    case ALK_SLOT_UINT8:
        STORE_AS(uint8_t, u);
    case ALK_SLOT_UINT16:
        STORE_AS(uint16_t, u);
    case ALK_SLOT_UINT32:
        STORE_AS(uint32_t, u);
    default:
        STORE_AS(uint64_t, u);
    }
}

int alk__slot_store(const alk_slot *slot, const alk_cell *cell, void *base, alk_arena *arena)
{
    uint16_t tag = cell->tag;
    if (tag == ALK_TYPE_NULL)
        return store_null(slot, base);
    switch (slot->want) {
    case ALK_SLOT_INT8:
    case ALK_SLOT_INT16:
    case ALK_SLOT_INT32:
    case ALK_SLOT_INT64:
        if (tag == ALK_TYPE_INT || (tag == ALK_TYPE_UINT && cell->u.i >= 0))
            return store_int(slot, cell->u.i, base);
        break;
    case ALK_SLOT_UINT8:
    case ALK_SLOT_UINT16:
    case ALK_SLOT_UINT32:
    case ALK_SLOT_UINT64:
        if (tag == ALK_TYPE_UINT || (tag == ALK_TYPE_INT && cell->u.i >= 0))
            return store_uint(slot, cell->u.raw, base);
        break;
    case ALK_SLOT_TEXT:
        if (is_textual(tag))
            return store_text(slot, cell, base, arena);
        break;
    case ALK_SLOT_VIEW:
        if (is_textual(tag) || tag == ALK_TYPE_BLOB)
            return store_view(slot, cell, base, arena);
        break;
    case ALK_SLOT_DOUBLE:
        if (tag == ALK_TYPE_REAL)
            return store_bytes(slot, &cell->u.d, sizeof cell->u.d, base);
        break;
    case ALK_SLOT_FLOAT:
        if (tag == ALK_TYPE_REAL)
            return store_float(slot, cell->u.d, base);
        break;
    case ALK_SLOT_BOOL:
        if (tag == ALK_TYPE_BOOL)
            return store_bytes(slot, &(bool){cell->u.i != 0}, sizeof(bool), base);
        break;
    case ALK_SLOT_DATE:
        if (tag == ALK_TYPE_DATE)
            STORE_AS(int32_t, cell->u.i);
        break;
    case ALK_SLOT_TIME:
    case ALK_SLOT_TIMESTAMP:
    case ALK_SLOT_TIMESTAMPTZ:
        if (tag == kinds[slot->want].type)
            return store_bytes(slot, &cell->u.i, sizeof cell->u.i, base);
        break;
    case ALK_SLOT_INTERVAL:
        if (tag == ALK_TYPE_INTERVAL)
            return store_bytes(slot, cell->u.p, sizeof(alk_interval), base);
        break;
    case ALK_SLOT_UUID:
        if (tag == ALK_TYPE_UUID)
            return cell->len == sizeof(alk_uuid) ? store_bytes(slot, cell->u.p, sizeof(alk_uuid), base) : bad_uuid();
        break;
    case ALK_SLOT_CELL:
        return store_cell(slot, cell, base, arena);
    default:
        return unknown(slot->want);
    }
    return store_converted(slot, cell, base, arena);
}

void alk__slot_explain(const alk_slot *slot, const alk_cell *cell, alk_sv column)
{
    if (alk__error_code() == ALK_ERROR_NO_MEMORY)
        return;
    alk__error_prefix("column %u (%.*s), %s into %s", (unsigned)slot->col, (int)(column.n > 200 ? 200 : column.n), column.p ? column.p : "",
                      alk_type_name(cell->tag), is_known(slot->want) ? kinds[slot->want].name : "a member");
    alk__error_add(ALK__COLUMN, column.p, column.n);
}

/* ---- loading ---- */

#define LOAD_AS(c_type, make, member)          \
    do {                                       \
        c_type as;                             \
        memcpy(&as, member, sizeof as);        \
        return make(as);                       \
    } while (0)

static alk_cell load_date(int32_t days)
{
    return alk_value_date((alk_date){days});
}

static alk_cell load_micros(uint16_t want, const void *member)
{
    alk_cell cell = {.tag = kinds[want].type};
    memcpy(&cell.u.i, member, sizeof cell.u.i);
    return cell;
}

static alk_cell load_fixed(uint16_t want, const void *member)
{
    switch (want) {
    case ALK_SLOT_BOOL:
        LOAD_AS(bool, alk_value_bool, member);
    case ALK_SLOT_INT8:
        LOAD_AS(int8_t, alk_value_int, member);
    case ALK_SLOT_INT16:
        LOAD_AS(int16_t, alk_value_int, member);
    case ALK_SLOT_INT32:
        LOAD_AS(int32_t, alk_value_int, member);
    case ALK_SLOT_INT64:
        LOAD_AS(int64_t, alk_value_int, member);
    case ALK_SLOT_UINT8:
        LOAD_AS(uint8_t, alk_value_uint, member);
    case ALK_SLOT_UINT16:
        LOAD_AS(uint16_t, alk_value_uint, member);
    case ALK_SLOT_UINT32:
        LOAD_AS(uint32_t, alk_value_uint, member);
    case ALK_SLOT_UINT64:
        LOAD_AS(uint64_t, alk_value_uint, member);
    case ALK_SLOT_FLOAT:
        LOAD_AS(float, alk_value_real, member);
    case ALK_SLOT_DOUBLE:
        LOAD_AS(double, alk_value_real, member);
    case ALK_SLOT_DATE:
        LOAD_AS(int32_t, load_date, member);
    case ALK_SLOT_INTERVAL:
        return alk_value_interval(member);
    case ALK_SLOT_UUID:
        return alk_value_uuid(member);
    case ALK_SLOT_CELL:
        LOAD_AS(alk_cell, , member);
    default:
        return load_micros(want, member);
    }
}

/* Text and views, whose SQL type the C type leaves open. */
static int load_text(uint16_t want, const void *member, uint16_t type, alk_cell *out)
{
    alk_sv view;
    if (type == ALK_TYPE_NULL)
        type = ALK_TYPE_TEXT;
    if (!is_textual(type) && !(type == ALK_TYPE_BLOB && want == ALK_SLOT_VIEW))
        return alk__error(ALK_ERROR_ARGUMENT, "a member of type %s does not hold a value of type %s", kinds[want].name,
                          alk_type_name(type));
    if (want == ALK_SLOT_VIEW) {
        memcpy(&view, member, sizeof view);
    } else {
        memcpy(&view.p, member, sizeof view.p);
        view.n = view.p != NULL ? strlen(view.p) : 0;
    }
    if (view.n > UINT32_MAX)
        return alk__error(ALK_ERROR_DATA, "%s longer than 4 GiB", alk_type_name(type));
    *out = alk_value_text_n(view.p, view.n);
    if (view.p != NULL) {
        out->tag = type;
        out->flags = want == ALK_SLOT_TEXT ? ALK_CELL_NUL : 0;
    }
    return ALK_OK;
}

int alk__slot_load(const alk_slot *slot, const void *base, uint16_t type, alk_cell *out)
{
    const char *member = (const char *)base + slot->off;
    if (!is_known(slot->want))
        return unknown(slot->want);
    if (slot->null_off != ALK_SLOT_NOT_NULL && ((const char *)base)[slot->null_off] != ALK_VALUE) {
        *out = alk_value_null();
        return ALK_OK;
    }
    if (slot->want == ALK_SLOT_TEXT || slot->want == ALK_SLOT_VIEW)
        return load_text(slot->want, member, type, out);
    *out = load_fixed(slot->want, member);
    return ALK_OK;
}
