/* SPDX-License-Identifier: MIT
 * The hot path: rows into cells and into structs. Each row is taken apart once; the common conversions stand in the loop, the others are a call
 * away. Rows that are read from the line one by one share its buffer, so several of them in one call mean that texts are copied. */
#include "convert.h"
#include "cursor.h"
#include "errors.h"
#include "kill.h"
#include "driver/slot.h"
#include "driver/utf8.h"
#include <string.h>

static const struct complaint {
    char sqlstate[6];
    const char *text;
} complaints[] = {
    [ALK__MY_TOO_LONG] = { "22001", "a value of more than 4 GiB" },
    [ALK__MY_ZERO_DATE] = { "22008", "a date that is none, as 0000-00-00; zero_dates=null in the URL reads such as NULL" },
    [ALK__MY_BAD_ROW] = { "08P01", "a value that its type cannot have" },
};

/* The row at fault stays current, so it can still be read as cells. */
static alk_rc fail(alk__my_stmt *stmt, uint32_t col, alk__my_fault fault, alk_err *err)
{
    const MYSQL_FIELD *field = &alk__my_fields(stmt)[col];
    if (fault == ALK__MY_NO_MEMORY)
        return alk__my_no_memory(err);
    (void)alk__my_error(err, ALK_ERROR_DATA, complaints[fault].sqlstate, "column %u (\"%s\"): %s", (unsigned)col + 1, field->name, complaints[fault].text);
    alk__my_detail(err, "column", field->name, field->name_length);
    return ALK_ERROR_DATA;
}

/* Whether texts must be copied: several rows of a buffer that has one. */
static bool copies(const alk__my_stmt *stmt, uint32_t cap)
{
    return cap > 1 && !stmt->stored && stmt->batch == 0;
}

/* Whether the next row comes with another batch, which takes the place of the one that views of the rows before are in. */
static bool turns(const alk__my_stmt *stmt)
{
    return stmt->batch != 0 && stmt->next_row == NULL && stmt->state == ALK__MY_BEFORE_ROW;
}

/* ---- cells ---- */
static alk_rc cells_of_row(alk__my_stmt *stmt, alk_cell *cells, bool keep, alk__driver_memory *memory, alk_err *err)
{
    for (uint32_t i = 0; i < stmt->ncols; i++) {
        alk__my_fault fault = alk__my_to_cell(&stmt->values[i], &stmt->columns[i], keep, stmt->conn->settings->null_dates, memory, &cells[i]);
        if (fault != ALK__MY_FINE)
            return fail(stmt, i, fault, err);
    }
    return ALK_OK;
}

alk_rc alk__my_fetch_cells(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    alk__my_stmt *stmt = cursor;
    alk__driver_memory memory = { alk__my_host, arena, NULL, 0, 0, cap <= 1 };
    alk_rc rc = alk__my_cursor_ready(stmt, err);
    uint32_t n = 0;
    *got = 0;
    if (rc != ALK_OK)
        return rc;
    if (ncols != stmt->ncols)
        return alk__my_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, cells are for %u", (unsigned)stmt->ncols, (unsigned)ncols);
    alk__my_enter(stmt->conn, stmt->deadline);
    while (rc == ALK_OK && n < cap && !(n > 0 && turns(stmt)) && (rc = alk__my_next_row(stmt, err)) == ALK_OK) {
        rc = cells_of_row(stmt, cells + (size_t)n * ncols, copies(stmt, cap), &memory, err);
        if (rc == ALK_OK) {
            stmt->state = ALK__MY_BEFORE_ROW;
            n++;
        }
    }
    alk__my_leave(stmt->conn);
    *got = n;
    return rc;
}

/* ---- structs ---- */
/* What a fetch into structs has at hand. */
typedef struct target {
    alk__my_stmt *stmt;
    bool several;                        /* rows: texts are copied */
    alk__driver_memory memory;
    alk_err *err;
} target;

/* What the loop does not do itself: the value as fetch_cells gives it, stored by the library. */
static alk_rc store_rare(target *t, const alk_slot *slot, char *base)
{
    const MYSQL_FIELD *field = &alk__my_fields(t->stmt)[slot->col];
    bool keep = t->several || (slot->flags & ALK_SLOT_OWN) != 0;
    alk_cell cell;
    alk__my_fault fault =
        alk__my_to_cell(&t->stmt->values[slot->col], &t->stmt->columns[slot->col], keep, t->stmt->conn->settings->null_dates, &t->memory, &cell);
    if (fault != ALK__MY_FINE)
        return fail(t->stmt, slot->col, fault, t->err);
    return alk__driver_store(alk__my_slots, slot, &cell, alk__my_sv(field->name, field->name_length), base, t->memory.arena, t->err);
}

/* Text for a C string or a view, copied or not. */
static inline alk_rc store_text(target *t, alk__my_value *value, const alk_slot *slot, char *base)
{
    size_t length = value->length;
    const char *text = (const char *)value->at;
    if (!alk__driver_is_plain(text, length)) {
        bool nul;
        if (!alk__driver_text_check(text, length, &nul) || (nul && slot->want == ALK_SLOT_TEXT))
            return store_rare(t, slot, base);
    }
    if (t->several || (slot->flags & ALK_SLOT_OWN) != 0) {
        char *copy = alk__driver_room(&t->memory, length + 1);
        if (copy == NULL)
            return alk__my_no_memory(t->err);
        memcpy(copy, text, length);
        copy[length] = 0;
        text = copy;
    } else if (slot->want == ALK_SLOT_TEXT) {
        alk__my_end_with_nul(value);
        text = (const char *)value->at;
    }
    memcpy(base + slot->off, &text, sizeof text);
    if (slot->want == ALK_SLOT_VIEW)
        memcpy(base + slot->off + offsetof(alk_sv, n), &length, sizeof length);
    return ALK_OK;
}

static inline bool is_textual(const alk__my_column *column)
{
    return column->type == ALK_TYPE_TEXT || column->type == ALK_TYPE_DECIMAL || column->type == ALK_TYPE_JSON;
}

#define PAIR(want, wire) ((want) << 4 | (wire))

static inline alk_rc store(target *t, const alk_slot *slot, char *base)
{
    alk__my_value *value = &t->stmt->values[slot->col];
    const alk__my_column *column = &t->stmt->columns[slot->col];
    alk_rc rc;
    int64_t integer;
    int32_t narrow;
    if (value->at == NULL)
        return alk__driver_store_null(slot, base) ? ALK_OK : store_rare(t, slot, base);
    switch (PAIR(slot->want, column->wire)) {
    case PAIR(ALK_SLOT_INT32, ALK__MY_WIRE_1):
    case PAIR(ALK_SLOT_INT32, ALK__MY_WIRE_2):
    case PAIR(ALK_SLOT_INT32, ALK__MY_WIRE_4):
        integer = alk__my_integer(value, column);
        narrow = (int32_t)integer;
        if (narrow != integer)
            return store_rare(t, slot, base);
        memcpy(base + slot->off, &narrow, sizeof narrow);
        break;
    case PAIR(ALK_SLOT_INT64, ALK__MY_WIRE_1):
    case PAIR(ALK_SLOT_INT64, ALK__MY_WIRE_2):
    case PAIR(ALK_SLOT_INT64, ALK__MY_WIRE_4):
    case PAIR(ALK_SLOT_INT64, ALK__MY_WIRE_8):
        integer = alk__my_integer(value, column);
        if (column->type == ALK_TYPE_UINT && integer < 0)
            return store_rare(t, slot, base);
        memcpy(base + slot->off, &integer, sizeof integer);
        break;
    case PAIR(ALK_SLOT_DOUBLE, ALK__MY_WIRE_DOUBLE):
        memcpy(base + slot->off, value->at, sizeof(double));
        break;
    case PAIR(ALK_SLOT_TIMESTAMP, ALK__MY_WIRE_MOMENT):
    case PAIR(ALK_SLOT_TIMESTAMPTZ, ALK__MY_WIRE_MOMENT):
        if ((slot->want == ALK_SLOT_TIMESTAMP && column->type != ALK_TYPE_TIMESTAMP) || alk__my_moment(value, column, &integer) != ALK__MY_FINE)
            return store_rare(t, slot, base);
        memcpy(base + slot->off, &integer, sizeof integer);
        break;
    case PAIR(ALK_SLOT_TEXT, ALK__MY_WIRE_BYTES):
    case PAIR(ALK_SLOT_VIEW, ALK__MY_WIRE_BYTES):
        if (!is_textual(column))
            return store_rare(t, slot, base);
        rc = store_text(t, value, slot, base);
        if (rc != ALK_OK)
            return rc;
        break;
    default:
        return store_rare(t, slot, base);
    }
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_VALUE;
    return ALK_OK;
}

static alk_rc check_plan(const alk__my_stmt *stmt, const alk_plan *plan, alk_err *err)
{
    for (uint32_t i = 0; i < plan->nslots; i++)
        if (plan->slots[i].col >= stmt->ncols)
            return alk__my_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, one for column %u is asked for",
                                   (unsigned)stmt->ncols, (unsigned)plan->slots[i].col + 1);
    return ALK_OK;
}

static alk_rc struct_of_row(target *t, const alk_plan *plan, char *at)
{
    const alk_slot *end = plan->slots + plan->nslots;
    for (const alk_slot *slot = plan->slots; slot < end; slot++) {
        alk_rc rc = store(t, slot, at);
        if (rc != ALK_OK)
            return rc;
    }
    return ALK_OK;
}

alk_rc alk__my_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    alk__my_stmt *stmt = cursor;
    target t = { stmt, copies(stmt, cap), { alk__my_host, arena, NULL, 0, 0, cap <= 1 }, err };
    char *at = base;
    alk_rc rc = alk__my_cursor_ready(stmt, err);
    uint32_t n = 0;
    *got = 0;
    if (alk__my_slots == NULL)
        return ALK_USE_DEFAULT;
    if (rc == ALK_OK)
        rc = check_plan(stmt, plan, err);
    if (rc != ALK_OK)
        return rc;
    alk__my_enter(stmt->conn, stmt->deadline);
    while (n < cap && !(n > 0 && turns(stmt))) {
        rc = alk__my_next_row(stmt, err);
        if (rc == ALK_OK)
            rc = struct_of_row(&t, plan, at);
        if (rc != ALK_OK)
            break;
        stmt->state = ALK__MY_BEFORE_ROW;
        at += stride;
        n++;
    }
    alk__my_leave(stmt->conn);
    *got = n;
    return rc;
}
