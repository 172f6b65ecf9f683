/* SPDX-License-Identifier: MIT
 * The hot path: rows into cells and into structs. Each row is taken apart once; the common conversions stand in the loop, the others are a call
 * away. Rows that are read from the line one by one share its buffer, so several of them in one call mean that texts are copied. */
#include "convert.h"
#include "cursor.h"
#include "errors.h"
#include "kill.h"
#include "driver/utf8.h"
#include <string.h>

static const struct complaint {
    char sqlstate[6];
    const char *text;
} complaints[] = {
    [ALK__MY_IS_NULL] = { "22002", "NULL for a member that cannot be NULL" },
    [ALK__MY_OUT_OF_RANGE] = { "22003", "a number that the member cannot hold exactly" },
    [ALK__MY_NOT_CONVERTIBLE] = { "22018", "a value of a class that does not convert to the member's type" },
    [ALK__MY_MALFORMED] = { "22018", "a text that does not denote a value of the member's type" },
    [ALK__MY_HOLDS_NUL] = { "22018", "a text with a NUL character, which a C string cannot hold" },
    [ALK__MY_NOT_UTF8] = { "22021", "a text that is not valid UTF-8" },
    [ALK__MY_ZERO_DATE] = { "22008", "a date that is none, as 0000-00-00; zero_dates=null in the URL reads such as NULL" },
    [ALK__MY_BAD_ROW] = { "08P01", "a value that its type cannot have" },
};

/* The row at fault stays current, so it can still be read as cells. */
static alk_rc fail(alk__my_stmt *stmt, uint32_t col, alk__my_fault fault, alk_err *err)
{
    const MYSQL_FIELD *field = &alk__my_fields(stmt)[col];
    if (fault == ALK__MY_NO_MEMORY)
        return alk__my_no_memory(err);
    if (fault == ALK__MY_UNKNOWN_SLOT)
        return alk__my_error(err, ALK_ERROR_INTERFACE, "HY003", "a member of an unknown type for column %u", (unsigned)col + 1);
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
/* Pointers and cells tell NULL by themselves. */
static alk__my_fault store_null(const alk_slot *slot, char *base)
{
    bool tells = slot->want == ALK_SLOT_TEXT || slot->want == ALK_SLOT_VIEW || slot->want == ALK_SLOT_CELL;
    if (slot->null_off == ALK_SLOT_NOT_NULL && !tells)
        return ALK__MY_IS_NULL;
    memset(base + slot->off, 0, alk__my_slot_size(slot->want));
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_NULL;
    return ALK__MY_FINE;
}

/* The memory of a fetch into structs. */
typedef struct target {
    alk__my_stmt *stmt;
    bool several;                        /* rows: texts are copied */
    alk__driver_memory memory;
} target;

/* What the loop does not do itself. */
static alk__my_fault store_rare(target *t, const alk_slot *slot, char *base)
{
    const alk__my_column *column = &t->stmt->columns[slot->col];
    bool keep = t->several || (slot->flags & ALK_SLOT_OWN) != 0;
    alk_cell cell;
    alk__my_fault fault = alk__my_to_cell(&t->stmt->values[slot->col], column, keep, t->stmt->conn->settings->null_dates, &t->memory, &cell);
    if (fault != ALK__MY_FINE)
        return fault;
    if (cell.tag == ALK_TYPE_NULL)
        return store_null(slot, base);
    if (cell.tag == ALK_TYPE_BLOB && column->type != ALK_TYPE_BLOB && slot->want != ALK_SLOT_CELL)
        return ALK__MY_NOT_UTF8;
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_VALUE;
    return alk__my_to_slot(&cell, slot, base, &t->memory);
}

/* Text for a C string or a view, copied or not. */
static inline alk__my_fault store_text(target *t, alk__my_value *value, const alk_slot *slot, char *base)
{
    size_t length = value->length;
    const char *text = (const char *)value->at;
    if (!alk__driver_is_plain(text, length)) {
        bool nul;
        if (!alk__driver_text_check(text, length, &nul))
            return ALK__MY_NOT_UTF8;
        if (nul && slot->want == ALK_SLOT_TEXT)
            return ALK__MY_HOLDS_NUL;
    }
    if (t->several || (slot->flags & ALK_SLOT_OWN) != 0) {
        char *copy = alk__driver_room(&t->memory, length + 1);
        if (copy == NULL)
            return ALK__MY_NO_MEMORY;
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
    return ALK__MY_FINE;
}

#define PAIR(want, wire) ((want) << 4 | (wire))

static inline alk__my_fault store(target *t, const alk_slot *slot, char *base)
{
    alk__my_value *value = &t->stmt->values[slot->col];
    const alk__my_column *column = &t->stmt->columns[slot->col];
    alk__my_fault fault = ALK__MY_FINE;
    int64_t integer;
    int32_t narrow;
    if (value->at == NULL)
        return store_null(slot, base);
    switch (PAIR(slot->want, column->wire)) {
    case PAIR(ALK_SLOT_INT32, ALK__MY_WIRE_1):
    case PAIR(ALK_SLOT_INT32, ALK__MY_WIRE_2):
    case PAIR(ALK_SLOT_INT32, ALK__MY_WIRE_4):
        integer = alk__my_integer(value, column);
        narrow = (int32_t)integer;
        if (narrow != integer)
            return ALK__MY_OUT_OF_RANGE;
        memcpy(base + slot->off, &narrow, sizeof narrow);
        break;
    case PAIR(ALK_SLOT_INT64, ALK__MY_WIRE_1):
    case PAIR(ALK_SLOT_INT64, ALK__MY_WIRE_2):
    case PAIR(ALK_SLOT_INT64, ALK__MY_WIRE_4):
    case PAIR(ALK_SLOT_INT64, ALK__MY_WIRE_8):
        integer = alk__my_integer(value, column);
        if (column->type == ALK_TYPE_UINT && integer < 0)
            return ALK__MY_OUT_OF_RANGE;
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
        if (column->type != ALK_TYPE_TEXT && column->type != ALK_TYPE_DECIMAL && column->type != ALK_TYPE_JSON)
            return store_rare(t, slot, base);
        fault = store_text(t, value, slot, base);
        break;
    default:
        return store_rare(t, slot, base);
    }
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_VALUE;
    return fault;
}

static alk_rc check_plan(const alk__my_stmt *stmt, const alk_plan *plan, alk_err *err)
{
    for (uint32_t i = 0; i < plan->nslots; i++)
        if (plan->slots[i].col >= stmt->ncols)
            return alk__my_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, one for column %u is asked for",
                                   (unsigned)stmt->ncols, (unsigned)plan->slots[i].col + 1);
    return ALK_OK;
}

static alk_rc struct_of_row(target *t, const alk_plan *plan, char *at, alk_err *err)
{
    const alk_slot *end = plan->slots + plan->nslots;
    for (const alk_slot *slot = plan->slots; slot < end; slot++) {
        alk__my_fault fault = store(t, slot, at);
        if (fault != ALK__MY_FINE)
            return fail(t->stmt, slot->col, fault, err);
    }
    return ALK_OK;
}

alk_rc alk__my_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    alk__my_stmt *stmt = cursor;
    target t = { stmt, copies(stmt, cap), { alk__my_host, arena, NULL, 0, 0, cap <= 1 } };
    char *at = base;
    alk_rc rc = alk__my_cursor_ready(stmt, err);
    uint32_t n = 0;
    *got = 0;
    if (rc == ALK_OK)
        rc = check_plan(stmt, plan, err);
    if (rc != ALK_OK)
        return rc;
    alk__my_enter(stmt->conn, stmt->deadline);
    while (n < cap && !(n > 0 && turns(stmt))) {
        rc = alk__my_next_row(stmt, err);
        if (rc == ALK_OK)
            rc = struct_of_row(&t, plan, at, err);
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
