/* SPDX-License-Identifier: MIT
 * The hot path: rows into cells and into structs. Rows that lie in memory stay there until the cursor is closed, so views of them do; of rows that come
 * one by one from the line only the last stays, so several at once are copied; of batches of a server's cursor one stays, so a fetch ends with it. */
#include "fetch.h"
#include "cursor.h"
#include "errors.h"

static const struct {
    const char *sqlstate, *text;
} complaints[] = {
    [ALK__PG_IS_NULL] = { "22002", "NULL for a member that cannot be NULL" },
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
static bool plan_slot(const alk__pg_stmt *stmt, const alk_slot *slot, alk__pg_step *step)
{
    *step = (alk__pg_step){ .col = slot->col, .off = slot->off, .null_off = slot->null_off, .own = (slot->flags & ALK_SLOT_OWN) != 0 };
    step->tells_null = slot->want == ALK_SLOT_TEXT || slot->want == ALK_SLOT_VIEW;
    if (slot->col >= stmt->ncols)
        return false;
    step->store = alk__pg_store_for(stmt->columns[slot->col].kind, slot->want, &step->size);
    return step->store != NULL;
}

/* What is worked out for a plan is kept with the statement. False: the library does it by cells. */
static bool plan_steps(alk__pg_stmt *stmt, const alk_plan *plan)
{
    if (stmt->plan == plan->id && stmt->plan != 0)
        return stmt->steps_good;
    if (stmt->nsteps < plan->nslots) {
        alk__pg_step *larger = alk__pg_host->mem(stmt->steps, plan->nslots * sizeof *larger);
        if (larger == NULL)
            return false;
        stmt->steps = larger;
        stmt->nsteps = plan->nslots;
    }
    stmt->steps_good = stmt->binary;
    for (uint32_t i = 0; stmt->steps_good && i < plan->nslots; i++)
        stmt->steps_good = plan_slot(stmt, &plan->slots[i], &stmt->steps[i]);
    stmt->plan = plan->id;
    return stmt->steps_good;
}

/* Pointers tell NULL by themselves. */
static alk__pg_fault store_null(const alk__pg_step *step, char *base)
{
    if (step->null_off == ALK_SLOT_NOT_NULL && !step->tells_null)
        return ALK__PG_IS_NULL;
    memset(base + step->off, 0, step->size);
    if (step->null_off != ALK_SLOT_NOT_NULL)
        base[step->null_off] = ALK_NULL;
    return ALK__PG_FINE;
}

static inline alk__pg_fault store(const PGresult *rows, int row, const alk__pg_step *step, bool copy, alk__pg_memory *memory, char *base)
{
    int length = PQgetlength(rows, row, (int)step->col);
    if (length == 0 && PQgetisnull(rows, row, (int)step->col))
        return store_null(step, base);
    memory->copy = copy || step->own;
    if (step->null_off != ALK_SLOT_NOT_NULL)
        base[step->null_off] = ALK_VALUE;
    return step->store(PQgetvalue(rows, row, (int)step->col), (size_t)length, base + step->off, memory);
}

alk_rc alk__pg_fetch_into(void *cursor, const alk_plan *plan, void *base, size_t stride, uint32_t cap, uint32_t *got, alk_arena *arena, alk_err *err)
{
    alk__pg_stmt *stmt = cursor;
    alk__pg_memory memory = { .arena = arena };
    char *at = base;
    alk_rc rc = ALK_OK;
    uint32_t n = 0;
    *got = 0;
    if (!plan_steps(stmt, plan))
        return ALK_USE_DEFAULT;
    for (; n < cap && !(n > 0 && alk__pg_cursor_turns(stmt)) && (rc = alk__pg_cursor_row(stmt, err)) == ALK_OK; n++, at += stride) {
        bool copy = stmt->streaming && cap > 1;
        for (const alk__pg_step *step = stmt->steps, *end = step + plan->nslots; step < end; step++) {
            alk__pg_fault fault = store(stmt->rows, stmt->at, step, copy, &memory, at);
            if (fault != ALK__PG_FINE) {
                *got = n;
                return fail(stmt, step->col, fault, err);
            }
        }
        stmt->at++;
    }
    *got = n;
    return rc;
}
