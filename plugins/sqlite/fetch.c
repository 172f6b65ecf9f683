/* SPDX-License-Identifier: MIT
 * The hot path: rows into cells and into structs. Each value is taken from SQLite once; the common conversions stand in the
 * loop, the others are a call away. Several rows a call mean that texts are copied, as SQLite holds one row at a time. */
#include "convert.h"
#include "cursor.h"
#include "errors.h"
#include "driver/datetime.h"
#include "driver/slot.h"
#include "driver/utf8.h"
#include <string.h>

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

static inline bool to_cell(sqlite3_value *value, const alk__lite_column *column, bool keep, alk__driver_memory *memory, alk_cell *out)
{
    const char *text;
    size_t length;
    switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
        if ((OF_NUMBERS >> column->type & 1) == 0)
            break;
        *out = (alk_cell){ .tag = ALK_TYPE_INT, .u.i = sqlite3_value_int64(value) };
        return true;
    case SQLITE_FLOAT:
        if ((OF_NUMBERS >> column->type & 1) == 0)
            break;
        *out = (alk_cell){ .tag = ALK_TYPE_REAL, .u.d = sqlite3_value_double(value) };
        return true;
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
    for (uint32_t i = 0; i < ncols; i++)
        if (!to_cell(sqlite3_column_value(stmt->handle, (int)i), &columns[i], keep, memory, &cells[i]))
            return alk__lite_no_memory(err);
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
/* Types of columns whose numbers and texts are, for a member, what they are stored as. */
#define PLAIN (OF_TEXTS | BIT(ALK_TYPE_DECIMAL) | BIT(ALK_TYPE_ARRAY))

/* The member's type where the loop knows what to do with a column of that type; 0: the type has a say, or the member is rare. */
static uint8_t way_of(uint16_t want, uint16_t declared)
{
    switch (want) {
    case ALK_SLOT_INT32:
    case ALK_SLOT_INT64:
    case ALK_SLOT_DOUBLE:
        return (PLAIN >> declared & 1) != 0 ? (uint8_t)want : 0;
    case ALK_SLOT_TEXT:
    case ALK_SLOT_VIEW:
        return ((PLAIN | BIT(ALK_TYPE_JSON)) >> declared & 1) != 0 ? (uint8_t)want : 0;
    case ALK_SLOT_TIMESTAMP:
        return declared == ALK_TYPE_TIMESTAMP ? (uint8_t)want : 0;
    case ALK_SLOT_TIMESTAMPTZ:
        return declared == ALK_TYPE_TIMESTAMPTZ ? (uint8_t)want : 0;
    default:
        return 0;
    }
}

/* A member's type and how SQLite stores the value. */
#define PAIR(want, storage) ((want) << 3 | (storage))

/* What is worked out for a plan is kept with the statement: pairs to which the storage is missing. */
static alk_rc plan_ways(alk__lite_stmt *stmt, const alk_plan *plan, alk_err *err)
{
    const alk__lite_column *columns = alk__lite_columns(stmt, err);
    uint8_t *ways;
    if (columns == NULL)
        return ALK_ERROR_NO_MEMORY;
    if (stmt->plan == plan->id && stmt->plan != 0)
        return ALK_OK;
    stmt->plan = 0;
    ways = alk__lite_host->mem(stmt->ways, plan->nslots + 1);
    if (ways == NULL)
        return alk__lite_no_memory(err);
    stmt->ways = ways;
    for (uint32_t i = 0; i < plan->nslots; i++) {
        const alk_slot *slot = &plan->slots[i];
        if (slot->col >= stmt->ncols)
            return alk__lite_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, one for column %u is asked for", (unsigned)stmt->ncols, (unsigned)slot->col + 1);
        ways[i] = (uint8_t)PAIR(way_of(slot->want, columns[slot->col].type), 0);
    }
    stmt->plan = plan->id;
    return ALK_OK;
}

/* What a fetch into structs has at hand. */
typedef struct target {
    alk__lite_stmt *stmt;
    bool several;                        /* rows: texts are copied */
    alk__driver_memory memory;
    alk_err *err;
} target;

static alk_sv name_of(const alk__lite_stmt *stmt, uint32_t col)
{
    const char *name;
    if (stmt->descriptions != NULL)
        return stmt->descriptions[col].name;
    name = sqlite3_column_name(stmt->handle, (int)col);
    return alk__lite_sv(name, name != NULL ? strlen(name) : 0);
}

/* What the loop does not do itself: the value as fetch_cells gives it, stored by the library. */
static alk_rc store_rare(target *t, sqlite3_value *value, const alk_slot *slot, char *base)
{
    bool keep = t->several || (slot->flags & ALK_SLOT_OWN) != 0;
    alk_cell cell;
    if (sqlite3_value_type(value) == SQLITE_NULL && alk__driver_store_null(slot, base))
        return ALK_OK;
    if (!to_cell(value, &t->stmt->columns[slot->col], keep, &t->memory, &cell))
        return alk__lite_no_memory(t->err);
    return alk__driver_store(alk__lite_slots, slot, &cell, name_of(t->stmt, slot->col), base, t->memory.arena, t->err);
}

/* Text for a C string or a view, copied or not. */
static inline alk_rc store_text(target *t, sqlite3_value *value, const alk_slot *slot, char *base)
{
    const char *text = (const char *)sqlite3_value_text(value);
    size_t length = (size_t)sqlite3_value_bytes(value);
    if (text == NULL)
        return alk__lite_no_memory(t->err);
    if (!alk__driver_is_plain(text, length)) {
        bool nul;
        if (!alk__driver_text_check(text, length, &nul) || (nul && slot->want == ALK_SLOT_TEXT))
            return store_rare(t, value, slot, base);
    }
    if (t->several || (slot->flags & ALK_SLOT_OWN) != 0) {
        char *copy = alk__driver_room(&t->memory, length + 1);
        if (copy == NULL)
            return alk__lite_no_memory(t->err);
        text = memcpy(copy, text, length + 1);
    }
    memcpy(base + slot->off, &text, sizeof text);
    if (slot->want == ALK_SLOT_VIEW)
        memcpy(base + slot->off + offsetof(alk_sv, n), &length, sizeof length);
    return ALK_OK;
}

static inline alk_rc store(target *t, sqlite3_value *value, uint8_t way, const alk_slot *slot, char *base)
{
    const char *text;
    alk_rc rc;
    int64_t integer;
    int32_t narrow;
    double real;
    switch (way | sqlite3_value_type(value)) {
    case PAIR(ALK_SLOT_INT32, SQLITE_INTEGER):
        integer = sqlite3_value_int64(value);
        narrow = (int32_t)integer;
        if (narrow != integer)
            return store_rare(t, value, slot, base);
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
        text = (const char *)sqlite3_value_text(value);
        if (text == NULL || !alk__driver_parse_timestamp(text, (size_t)sqlite3_value_bytes(value), slot->want == ALK_SLOT_TIMESTAMPTZ, &integer))
            return store_rare(t, value, slot, base);
        memcpy(base + slot->off, &integer, sizeof integer);
        break;
    case PAIR(ALK_SLOT_TEXT, SQLITE_TEXT):
    case PAIR(ALK_SLOT_VIEW, SQLITE_TEXT):
        rc = store_text(t, value, slot, base);
        if (rc != ALK_OK)
            return rc;
        break;
    case PAIR(ALK_SLOT_TEXT, SQLITE_NULL):
        text = NULL;
        memcpy(base + slot->off, &text, sizeof text);
        if (slot->null_off != ALK_SLOT_NOT_NULL)
            base[slot->null_off] = ALK_NULL;
        return ALK_OK;
    default:
        return store_rare(t, value, slot, base);
    }
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_VALUE;
    return ALK_OK;
}

static alk_rc struct_of_row(target *t, const alk_plan *plan, char *base)
{
    const uint8_t *way = t->stmt->ways;
    sqlite3_stmt *row = t->stmt->handle;
    const alk_slot *end = plan->slots + plan->nslots;
    for (const alk_slot *slot = plan->slots; slot < end; slot++) {
        alk_rc rc = store(t, sqlite3_column_value(row, (int)slot->col), *way++, slot, base);
        if (rc != ALK_OK)
            return rc;
    }
    return ALK_OK;
}

/* The row at fault stays current, so it can still be read as cells. */
alk_rc alk__lite_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena,
                            alk_err *err)
{
    alk__lite_stmt *stmt = cursor;
    target t = { stmt, cap > 1, { alk__lite_host, arena, NULL, 0, 0, cap <= 1 }, err };
    char *at = base;
    alk_rc rc = alk__lite_cursor_ready(stmt, err);
    uint32_t n = 0;
    *got = 0;
    if (alk__lite_slots == NULL)
        return ALK_USE_DEFAULT;
    if (rc == ALK_OK)
        rc = plan_ways(stmt, plan, err);
    while (rc == ALK_OK && n < cap && (rc = next_row(stmt, err)) == ALK_OK && (rc = struct_of_row(&t, plan, at)) == ALK_OK) {
        stmt->state = ALK__LITE_BEFORE_ROW;
        at += stride;
        n++;
    }
    *got = n;
    return rc;
}
