/* SPDX-License-Identifier: MIT
 * The hot path: rows into cells and into structs. Rows that lie in memory stay there until the cursor is closed, so views of them do; of rows that come
 * one by one from the line only the last stays, so several at once are copied; of batches of a server's cursor one stays, so a fetch ends with it. */
#include "fetch.h"
#include "cursor.h"
#include "errors.h"
#include "driver/slot.h"

static const struct {
    const char *sqlstate, *text;
} complaints[] = {
    [ALK__PG_TOO_LARGE] = { "22003", "a value out of the range of its place" },
    [ALK__PG_MALFORMED] = { "08P01", "bytes that are no value of the column's type" },
    [ALK__PG_TEXT_HOLDS_NUL] = { "22021", "a text with a NUL character" },
    [ALK__PG_TEXT_NOT_UTF8] = { "22021", "a text that is not valid UTF-8" },
};

/* The row at fault stays current, so it can still be read as cells. */
static alk_rc fail(alk__pg_stmt *stmt, uint32_t col, alk__pg_fault fault, alk_err *err)
{
    const char *name = PQfname(stmt->description, (int)col);
    if (fault == ALK__PG_FAULT_MEMORY)
        return alk__pg_no_memory(err);
    alk__pg_error(err, ALK_ERROR_DATA, complaints[fault].sqlstate, "column %u (\"%s\"): %s", (unsigned)col + 1, name != NULL ? name : "", complaints[fault].text);
    alk__pg_detail(err, "column", name);
    return ALK_ERROR_DATA;
}

static alk__pg_fault cell_of(alk__pg_stmt *stmt, uint32_t col, alk__pg_memory *memory, alk_cell *out)
{
    int row = stmt->at;
    const char *bytes = PQgetvalue(stmt->rows, row, (int)col);
    size_t length = (size_t)PQgetlength(stmt->rows, row, (int)col);
    if (length == 0 && PQgetisnull(stmt->rows, row, (int)col)) {
        memset(out, 0, sizeof *out);
        return ALK__PG_FINE;
    }
    return alk__pg_to_cell(&stmt->columns[col], stmt->binary, bytes, length, memory, out);
}

alk_rc alk__pg_fetch_cells(void *cursor, alk_cell *cells, uint32_t ncols, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    alk__pg_stmt *stmt = cursor;
    alk__pg_memory memory = { .arena = arena };
    alk_rc rc = ALK_OK;
    uint32_t n = 0;
    *got = 0;
    if (ncols != stmt->ncols)
        return alk__pg_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, cells are for %u", (unsigned)stmt->ncols, (unsigned)ncols);
    while (n < cap && !(n > 0 && alk__pg_cursor_turns(stmt)) && (rc = alk__pg_cursor_row(stmt, err)) == ALK_OK) {
        memory.copy = stmt->streaming && cap > 1;
        for (uint32_t i = 0; i < ncols; i++) {
            alk__pg_fault fault = cell_of(stmt, i, &memory, &cells[(size_t)n * ncols + i]);
            if (fault != ALK__PG_FINE) {
                *got = n;
                return fail(stmt, i, fault, err);
            }
        }
        stmt->at++;
        n++;
    }
    *got = n;
    return rc;
}

/* ---- structs ---- */
/* What is worked out for a plan is kept with the statement. */
static alk_rc plan_stores(alk__pg_stmt *stmt, const alk_plan *plan, alk_err *err)
{
    alk__pg_store **stores;
    if (stmt->plan == plan->id && stmt->plan != 0)
        return ALK_OK;
    stmt->plan = 0;
    stores = alk__pg_host->mem(stmt->stores, (plan->nslots + 1) * sizeof *stores);
    if (stores == NULL)
        return alk__pg_no_memory(err);
    stmt->stores = stores;
    for (uint32_t i = 0; i < plan->nslots; i++) {
        const alk_slot *slot = &plan->slots[i];
        if (slot->col >= stmt->ncols)
            return alk__pg_error(err, ALK_ERROR_INTERFACE, "HY000", "the result has %u columns, one for column %u is asked for", (unsigned)stmt->ncols, (unsigned)slot->col + 1);
        stores[i] = stmt->binary ? alk__pg_store_for(stmt->columns[slot->col].kind, slot->want) : NULL;
    }
    stmt->plan = plan->id;
    return ALK_OK;
}

/* What a fetch into structs has at hand. */
typedef struct target {
    alk__pg_stmt *stmt;
    bool several;                        /* rows of which only the last stays: texts are copied */
    alk__pg_memory memory;
    alk_err *err;
} target;

/* What has no quick way, or did not fit by it: the value as fetch_cells gives it, stored by the library. */
static alk_rc store_rare(target *t, const alk_slot *slot, char *base)
{
    alk_cell cell;
    alk__pg_fault fault = cell_of(t->stmt, slot->col, &t->memory, &cell);
    if (fault != ALK__PG_FINE)
        return fail(t->stmt, slot->col, fault, t->err);
    return alk__driver_store(alk__pg_slots, slot, &cell, alk__pg_view(PQfname(t->stmt->description, (int)slot->col)), base, t->memory.arena, t->err);
}

static inline alk_rc store(target *t, const PGresult *rows, int row, alk__pg_store *quick, const alk_slot *slot, char *base)
{
    int col = (int)slot->col, length = PQgetlength(rows, row, col);
    t->memory.copy = t->several || (slot->flags & ALK_SLOT_OWN) != 0;
    if (length == 0 && PQgetisnull(rows, row, col))
        return alk__driver_store_null(slot, base) ? ALK_OK : store_rare(t, slot, base);
    if (quick == NULL || quick(PQgetvalue(rows, row, col), (size_t)length, base + slot->off, &t->memory) != ALK__PG_FINE)
        return store_rare(t, slot, base);
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_VALUE;
    return ALK_OK;
}

static alk_rc struct_of_row(target *t, const alk_plan *plan, char *base)
{
    const PGresult *rows = t->stmt->rows;
    int row = t->stmt->at;
    alk__pg_store *const *quick = t->stmt->stores;
    const alk_slot *end = plan->slots + plan->nslots;
    for (const alk_slot *slot = plan->slots; slot < end; slot++) {
        alk_rc rc = store(t, rows, row, *quick++, slot, base);
        if (rc != ALK_OK)
            return rc;
    }
    return ALK_OK;
}

alk_rc alk__pg_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    alk__pg_stmt *stmt = cursor;
    target t = { stmt, false, { .arena = arena }, err };
    char *at = base;
    alk_rc rc = ALK_OK;
    uint32_t n = 0;
    *got = 0;
    if (alk__pg_slots == NULL)
        return ALK_USE_DEFAULT;
    rc = plan_stores(stmt, plan, err);
    while (rc == ALK_OK && n < cap && !(n > 0 && alk__pg_cursor_turns(stmt)) && (rc = alk__pg_cursor_row(stmt, err)) == ALK_OK) {
        t.several = stmt->streaming && cap > 1;
        rc = struct_of_row(&t, plan, at);
        if (rc == ALK_OK) {
            stmt->at++;
            at += stride;
            n++;
        }
    }
    *got = n;
    return rc;
}
