/* SPDX-License-Identifier: MIT
 * The hot path: rows into cells and into structs. Each value is taken from SQLite once; the common conversions stand in the
 * loop, the others are a call away. Several rows a call mean that texts are copied, as SQLite holds one row at a time. */
#include "convert.h"
#include "cursor.h"
#include "errors.h"
#include "driver/datetime.h"
#include "driver/utf8.h"
#include <string.h>

static const struct complaint {
    char sqlstate[6];
    const char *text;
} complaints[] = {
    [ALK__LITE_IS_NULL] = { "22002", "NULL for a member that cannot be NULL" },
    [ALK__LITE_OUT_OF_RANGE] = { "22003", "a number that the member cannot hold exactly" },
    [ALK__LITE_NOT_CONVERTIBLE] = { "22018", "a value of a class that does not convert to the member's type" },
    [ALK__LITE_MALFORMED] = { "22018", "a text that does not denote a value of the member's type" },
    [ALK__LITE_HOLDS_NUL] = { "22018", "a text with a NUL character, which a C string cannot hold" },
    [ALK__LITE_NOT_UTF8] = { "22021", "a text that is not valid UTF-8" },
};

/* The row at fault stays current, so it can still be read as cells. */
static alk_rc fail(alk__lite_stmt *stmt, uint32_t col, alk__lite_fault fault, alk_err *err)
{
    const char *name = sqlite3_column_name(stmt->handle, (int)col);
    if (fault == ALK__LITE_NO_MEMORY)
        return alk__lite_no_memory(err);
    if (fault == ALK__LITE_UNKNOWN_SLOT)
        return alk__lite_error(err, ALK_ERROR_INTERFACE, "HY003", "a member of an unknown type for column %u", (unsigned)col + 1);
    alk__lite_error(err, ALK_ERROR_DATA, complaints[fault].sqlstate, "column %u (\"%s\"): %s", (unsigned)col + 1,
                    name != NULL ? name : "", complaints[fault].text);
    if (name != NULL)
        alk__lite_detail(err, "column", name);
    return ALK_ERROR_DATA;
}

/* Steps unless a row is current already. ALK_OK: one is. */
static inline alk_rc next_row(alk__lite_stmt *stmt, alk_err *err)
{
    int result;
    if (stmt->state == ALK__LITE_AT_ROW)
        return ALK_OK;
    result = sqlite3_step(stmt->handle);
    if (result != SQLITE_ROW)
        return alk__lite_cursor_over(stmt, result, err);
    stmt->state = ALK__LITE_AT_ROW;
    return ALK_OK;
}

/* ---- cells ---- */
#define BIT(type) (UINT32_C(1) << (type))
/* Types of columns whose numbers, and whose texts, are what they are stored as. */
#define OF_NUMBERS (BIT(ALK_TYPE_NULL) | BIT(ALK_TYPE_INT) | BIT(ALK_TYPE_UINT) | BIT(ALK_TYPE_REAL) | BIT(ALK_TYPE_TEXT) | BIT(ALK_TYPE_BLOB))
#define OF_TEXTS (OF_NUMBERS | BIT(ALK_TYPE_BOOL))

static inline alk__lite_fault to_cell(sqlite3_value *value, const alk__lite_column *column, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    const char *text;
    size_t length;
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        if ((OF_NUMBERS >> column->type & 1) == 0)
            break;
        *out = (alk_cell){ .tag = ALK_TYPE_INT, .u.i = sqlite3_value_int64(value) };
        return ALK__LITE_FINE;
    case SQLITE_FLOAT:
        if ((OF_NUMBERS >> column->type & 1) == 0)
            break;
        *out = (alk_cell){ .tag = ALK_TYPE_REAL, .u.d = sqlite3_value_double(value) };
        return ALK__LITE_FINE;
    case SQLITE_TEXT:
        text = (const char *)sqlite3_value_text(value);
        length = (size_t)sqlite3_value_bytes(value);
        if (text == NULL || (OF_TEXTS >> column->type & 1) == 0 || !alk__driver_is_plain(text, length))
            break;
        return alk__lite_put_view(out, ALK_TYPE_TEXT, text, length, keep, memory);
    default:
        break;
    }
    return alk__lite_to_cell(value, column, keep, memory, out);
}

static alk_rc cells_of_row(alk__lite_stmt *stmt, const alk__lite_column *columns, alk_cell *cells, uint32_t ncols, bool keep,
                           alk__driver_memory *memory, alk_err *err)
{
    for (uint32_t i = 0; i < ncols; i++) {
        alk__lite_fault fault = to_cell(sqlite3_column_value(stmt->handle, (int)i), &columns[i], keep, memory, &cells[i]);
        if (fault != ALK__LITE_FINE)
            return fail(stmt, i, fault, err);
    }
    return ALK_OK;
}

alk_rc alk__lite_fetch_cells(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    alk__lite_stmt *stmt = cursor;
    alk__driver_memory memory = { alk__lite_host, arena, NULL, 0, 0, cap <= 1 };
    const alk__lite_column *columns;
    alk_rc rc = alk__lite_cursor_ready(stmt, err);
    uint32_t n = 0;
    *got = 0;
    if (rc != ALK_OK)
        return rc;
    if (ncols != stmt->ncols)
        return alk__lite_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, cells are for %u", (unsigned)stmt->ncols,
                               (unsigned)ncols);
    columns = alk__lite_columns(stmt, err);
    if (columns == NULL)
        return ALK_ERROR_NO_MEMORY;
    while (rc == ALK_OK && n < cap && (rc = next_row(stmt, err)) == ALK_OK) {
        rc = cells_of_row(stmt, columns, cells + (size_t)n * ncols, ncols, cap > 1, &memory, err);
        if (rc == ALK_OK) {
            stmt->state = ALK__LITE_BEFORE_ROW;
            n++;
        }
    }
    *got = n;
    return rc;
}

/* ---- structs ---- */
/* Pointers and cells tell NULL by themselves. */
static alk__lite_fault store_null(const alk_slot *slot, char *base)
{
    bool tells = slot->want == ALK_SLOT_TEXT || slot->want == ALK_SLOT_VIEW || slot->want == ALK_SLOT_CELL;
    if (slot->null_off == ALK_SLOT_NOT_NULL && !tells)
        return ALK__LITE_IS_NULL;
    memset(base + slot->off, 0, alk__lite_slot_size(slot->want));
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_NULL;
    return ALK__LITE_FINE;
}

/* The columns and memory of a fetch into structs. */
typedef struct target {
    alk__lite_stmt *stmt;
    bool several;                        /* rows: texts are copied */
    alk__driver_memory memory;
} target;

/* Text for a C string or a view, copied or not. */
static inline alk__lite_fault store_text(target *t, sqlite3_value *value, const alk_slot *slot, char *base)
{
    const char *text = (const char *)sqlite3_value_text(value);
    size_t length = (size_t)sqlite3_value_bytes(value);
    if (text == NULL)
        return ALK__LITE_NO_MEMORY;
    if (!alk__driver_is_plain(text, length)) {
        bool nul;
        if (!alk__driver_text_check(text, length, &nul))
            return ALK__LITE_NOT_UTF8;
        if (nul && slot->want == ALK_SLOT_TEXT)
            return ALK__LITE_HOLDS_NUL;
    }
    if (t->several || (slot->flags & ALK_SLOT_OWN) != 0) {
        char *copy = alk__driver_room(&t->memory, length + 1);
        if (copy == NULL)
            return ALK__LITE_NO_MEMORY;
        text = memcpy(copy, text, length + 1);
    }
    memcpy(base + slot->off, &text, sizeof text);
    if (slot->want == ALK_SLOT_VIEW)
        memcpy(base + slot->off + offsetof(alk_sv, n), &length, sizeof length);
    return ALK__LITE_FINE;
}

static inline alk__lite_fault store_timestamp(sqlite3_value *value, const alk_slot *slot, char *base)
{
    const char *text = (const char *)sqlite3_value_text(value);
    int64_t micros;
    if (text == NULL)
        return ALK__LITE_NO_MEMORY;
    if (!alk__driver_parse_timestamp(text, (size_t)sqlite3_value_bytes(value), slot->want == ALK_SLOT_TIMESTAMPTZ, &micros))
        return ALK__LITE_MALFORMED;
    memcpy(base + slot->off, &micros, sizeof micros);
    return ALK__LITE_FINE;
}

/* What the loop does not do itself: the declared type may matter. */
static alk__lite_fault store_rare(target *t, sqlite3_value *value, int storage, const alk_slot *slot, char *base)
{
    const alk__lite_column *columns;
    if (storage == SQLITE_NULL)
        return store_null(slot, base);
    columns = alk__lite_columns(t->stmt, NULL);
    if (columns == NULL)
        return ALK__LITE_NO_MEMORY;
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_VALUE;
    return alk__lite_to_slot(value, &columns[slot->col], slot, t->several || (slot->flags & ALK_SLOT_OWN) != 0, base, &t->memory);
}

#define PAIR(want, storage) ((want) << 3 | (storage))

static inline alk__lite_fault store(target *t, const alk_slot *slot, char *base)
{
    sqlite3_value *value = sqlite3_column_value(t->stmt->handle, (int)slot->col);
    int storage = sqlite3_value_type(value);
    alk__lite_fault fault = ALK__LITE_FINE;
    int64_t integer;
    int32_t narrow;
    double real;
    switch (PAIR(slot->want, storage)) {
    case PAIR(ALK_SLOT_INT32, SQLITE_INTEGER):
        integer = sqlite3_value_int64(value);
        narrow = (int32_t)integer;
        if (narrow != integer)
            return ALK__LITE_OUT_OF_RANGE;
        memcpy(base + slot->off, &narrow, sizeof narrow);
        break;
    case PAIR(ALK_SLOT_INT64, SQLITE_INTEGER):
        integer = sqlite3_value_int64(value);
        memcpy(base + slot->off, &integer, sizeof integer);
        break;
    case PAIR(ALK_SLOT_DOUBLE, SQLITE_FLOAT):
        real = sqlite3_value_double(value);
        memcpy(base + slot->off, &real, sizeof real);
        break;
    case PAIR(ALK_SLOT_TIMESTAMP, SQLITE_TEXT):
    case PAIR(ALK_SLOT_TIMESTAMPTZ, SQLITE_TEXT):
        fault = store_timestamp(value, slot, base);
        break;
    case PAIR(ALK_SLOT_TEXT, SQLITE_TEXT):
    case PAIR(ALK_SLOT_VIEW, SQLITE_TEXT):
        fault = store_text(t, value, slot, base);
        break;
    default:
        return store_rare(t, value, storage, slot, base);
    }
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_VALUE;
    return fault;
}

static alk_rc check_plan(const alk__lite_stmt *stmt, const alk_plan *plan, alk_err *err)
{
    for (uint32_t i = 0; i < plan->nslots; i++)
        if (plan->slots[i].col >= stmt->ncols)
            return alk__lite_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, one for column %u is asked for",
                                   (unsigned)stmt->ncols, (unsigned)plan->slots[i].col + 1);
    return ALK_OK;
}

alk_rc alk__lite_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena,
                            alk_err *err)
{
    alk__lite_stmt *stmt = cursor;
    target t = { stmt, cap > 1, { alk__lite_host, arena, NULL, 0, 0, cap <= 1 } };
    const alk_slot *end = plan->slots + plan->nslots;
    char *at = base;
    alk_rc rc = alk__lite_cursor_ready(stmt, err);
    uint32_t n = 0;
    *got = 0;
    if (rc == ALK_OK)
        rc = check_plan(stmt, plan, err);
    if (rc != ALK_OK)
        return rc;
    for (; n < cap; n++, at += stride) {
        rc = next_row(stmt, err);
        if (rc != ALK_OK)
            break;
        for (const alk_slot *slot = plan->slots; slot < end; slot++) {
            alk__lite_fault fault = store(&t, slot, at);
            if (fault != ALK__LITE_FINE) {
                *got = n;
                return fail(stmt, slot->col, fault, err);
            }
        }
        stmt->state = ALK__LITE_BEFORE_ROW;
    }
    *got = n;
    return rc;
}
