/* SPDX-License-Identifier: MIT
 * Rows straight into structs. Which column goes where is worked out once for a statement and kind of struct; then the driver scatters the rows by
 * itself, or core does where the driver cannot or the rows are in memory already. */
#include "engine/result.h"
#include "base/alloc.h"
#include "base/checked.h"
#include "base/text.h"
#include "engine/model.h"
#include "type/slot.h"
#include <string.h>

/* ---- plans ---- */

static inline bool is_exactly(alk_sv name, const char *text)
{
    return strlen(text) == name.n && memcmp(name.p, text, name.n) == 0;
}

/* The field's name is the one that the plan was made for, and its column still has that name: a statement that stays prepared may have other
 * columns today, when its table was made anew. A column named exactly so answers both. */
__attribute__((always_inline)) static inline bool name_fits(const alk__row_plan *plan, const alk_result *result, size_t i, const char *name)
{
    const char *planned = plan->fields[i].name;
    if (!name || !planned)
        return name == planned;
    if (!result->columns)
        return strcmp(planned, name) == 0;
    alk_sv column = alk__result_desc(result, plan->abi.slots[i].col)->name;
    return is_exactly(column, name) || (strcmp(planned, name) == 0 && alk__sv_is_nocase(column, name));
}

__attribute__((always_inline)) static inline bool takes(const alk__row_plan *plan, const alk_result *result, size_t i, const alk_field *field)
{
    const alk_field *planned = &plan->fields[i];
    return planned->offset == field->offset && planned->null_offset == field->null_offset && planned->slot == field->slot && planned->type == field->type &&
           name_fits(plan, result, i, field->name);
}

static bool fits(const alk__row_plan *plan, const alk_result *result, const alk_field *fields, size_t n, bool own)
{
    if (!plan || plan->n_fields != n || plan->own != own || plan->n_columns != result->n_columns)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!takes(plan, result, i, &fields[i]))
            return false;
    return true;
}

/* All columns are still called exactly what the fields are. */
static bool columns_stay(const alk__row_plan *plan, const alk_result *result)
{
    for (size_t i = 0; i < plan->n_fields; i++) {
        alk_sv column = alk__result_desc(result, plan->abi.slots[i].col)->name;
        if (!column.n || column.n != plan->name_lengths[i] || memcmp(column.p, plan->fields[i].name, column.n) != 0)
            return false;
    }
    return true;
}

/* The same for the members of a model's struct. */
static bool fits_model(const alk__row_plan *plan, const alk_result *result, const alk_table *model)
{
    size_t n = 0;
    if (!plan || !plan->own || plan->n_columns != result->n_columns)
        return false;
    if (plan->model == &model->sql && columns_stay(plan, result))
        return true;
    for (size_t i = 0; i < model->n_columns; i++) {
        const alk_column *column = alk__column_at(model, i);
        if (!column->slot)
            continue;
        alk_field field = alk__field_of(column);
        if (n == plan->n_fields || alk__is_custom(column) || !takes(plan, result, n++, &field))
            return false;
    }
    return n == plan->n_fields;
}

static size_t name_size(const alk_field *field)
{
    return field->name ? strlen(field->name) + 1 : 0;
}

/* Where a field's column is; -1 with the failure noted. */
static int column_of(alk_result *result, const alk_field *field, size_t position)
{
    if (field->name)
        return alk_column_index(result, field->name);
    if (position < result->n_columns)
        return (int)position;
    alk__error(ALK_ERROR_INTERFACE, "field %zu has no name, and the result has %u columns", position, (unsigned)result->n_columns);
    alk__result_fail(result);
    return -1;
}

static bool make_slots(alk_result *result, const alk_field *fields, size_t n, bool own, alk_slot *slots)
{
    for (size_t i = 0; i < n; i++) {
        int column = column_of(result, &fields[i], i);
        if (column < 0)
            return false;
        if (alk__slot_size(fields[i].slot) == 0) {
            alk__error(ALK_ERROR_ARGUMENT, "field %s: %u is no ALK_SLOT_ code", fields[i].name ? fields[i].name : "?", (unsigned)fields[i].slot);
            alk__result_fail(result);
            return false;
        }
        slots[i] = (alk_slot){ (uint32_t)column, fields[i].offset, fields[i].null_offset, fields[i].slot, own ? ALK_SLOT_OWN : 0 };
    }
    return true;
}

static alk__row_plan *plan_new(alk_result *result, const alk_field *fields, size_t n, bool own)
{
    static uint64_t last_id;
    size_t names = 0;
    for (size_t i = 0; i < n; i++)
        names += name_size(&fields[i]);
    alk__row_plan *plan = alk__calloc(1, sizeof *plan + n * (sizeof *plan->fields + sizeof(alk_slot) + sizeof *plan->name_lengths) + names);
    if (!plan) {
        alk__result_fail(result);
        return NULL;
    }
    plan->fields = (alk_field *)(void *)(plan + 1);
    alk_slot *slots = (alk_slot *)(void *)(plan->fields + n);
    plan->name_lengths = (uint32_t *)(void *)(slots + n);
    char *text = (char *)(plan->name_lengths + n);
    for (size_t i = 0; i < n; i++) {
        plan->fields[i] = fields[i];
        if (fields[i].name) {
            size_t size = name_size(&fields[i]);
            plan->fields[i].name = memcpy(text, fields[i].name, size);
            plan->name_lengths[i] = size <= UINT32_MAX ? (uint32_t)(size - 1) : 0;
            text += size;
        }
    }
    if (!make_slots(result, fields, n, own, slots)) {
        alk__free(plan);
        return NULL;
    }
    plan->n_fields = n;
    plan->n_columns = result->n_columns;
    plan->own = own;
    plan->abi = (alk_plan){ sizeof plan->abi, (uint32_t)n, slots, __atomic_add_fetch(&last_id, 1, __ATOMIC_RELAXED) };
    return plan;
}

/* The plan, from the statement when it was made before; NULL with the failure noted. */
static const alk__row_plan *plan_of(alk_result *result, const alk_field *fields, size_t n, bool own)
{
    alk__row_plan **kept = result->prepared ? &result->prepared->plan : &result->plan;
    if (fits(*kept, result, fields, n, own) && (result->columns || result->good_plan == *kept)) {
        result->good_plan = *kept;
        return *kept;
    }
    alk__row_plan *plan = plan_new(result, fields, n, own);
    if (plan) {
        alk__row_plan_free(*kept);
        result->good_plan = *kept = plan;
    }
    return plan;
}

/* ---- filling ---- */

/* What a message calls the column: by its own name, where the columns were asked for. */
static alk_sv shown_name(const alk_result *result, uint32_t column, const char *field)
{
    return result->columns ? alk__result_desc(result, column)->name : (alk_sv){ field, field ? strlen(field) : 0 };
}

/* Scatters one row of cells. */
static bool scatter(alk_result *result, const alk__row_plan *plan, const alk_cell *cells, char *row, alk_arena *arena)
{
    for (uint32_t i = 0; i < plan->abi.nslots; i++) {
        const alk_slot *slot = &plan->abi.slots[i];
        if (alk__slot_store(slot, &cells[slot->col], row, arena ? arena : &result->rows) == ALK_OK)
            continue;
        alk__slot_explain(slot, &cells[slot->col], shown_name(result, slot->col, plan->fields[i].name));
        alk__result_fail(result);
        return false;
    }
    return true;
}

/* A row that is in memory or in the window already; NULL: none is left there. */
static const alk_cell *row_at_hand(alk_result *result)
{
    if (result->buffered && result->held_at < result->n_held)
        return alk__result_seek(result, result->held_at) ? result->current : NULL;
    if (result->row + 1 >= result->got)
        return NULL;
    result->row++;
    return result->current = result->window + (size_t)result->row * result->n_columns;
}

static size_t from_cells(alk_result *result, const alk__row_plan *plan, char *rows, size_t stride, size_t capacity, alk_arena *arena)
{
    size_t n = 0;
    const alk_cell *cells;
    while (n < capacity && (cells = row_at_hand(result)))
        if (!scatter(result, plan, cells, rows + stride * n++, arena))
            return n - 1;
    return n;
}

/* The driver has no fetch_into: its cells, one window after the other. Without an arena only one window can be held. */
static size_t from_windows(alk_result *result, const alk__row_plan *plan, char *rows, size_t stride, size_t capacity, alk_arena *arena)
{
    size_t n = 0;
    while (n < capacity && (arena || n == 0) && alk__result_fill(result)) {
        if (!scatter(result, plan, result->current, rows + stride * n, arena))
            return n;
        n++;
        n += from_cells(result, plan, rows + stride * n, stride, capacity - n, arena);
    }
    return n;
}

static size_t from_driver(alk_result *result, const alk__row_plan *plan, char *rows, size_t stride, size_t capacity, alk_arena *arena)
{
    alk_err err;
    alk__link *link = result->link;
    uint32_t cap = capacity > 4096 ? 4096 : (uint32_t)capacity, got = 0;
    if (!arena && result->rows.used)
        alk_arena_reset(&result->rows);
    result->current = NULL;
    result->got = result->row = 0;
    if (!alk__result_may_fetch(result))
        return 0;
    alk__link_enter(link, &err);
    alk__link_busy(link);
    alk_rc rc = link->ops->cursor->fetch_into(result->cursor, &plan->abi, rows, stride, cap, &got, arena ? arena : &result->rows, &err);
    alk__link_idle(link);
    if (rc == ALK_USE_DEFAULT)
        return from_windows(result, plan, rows, stride, capacity, arena);
    if (rc != ALK_OK && rc != ALK_END) {
        alk__link_leave(link, &err, rc, "fetch_into", result->prepared ? result->prepared->sql : (alk_sv){ NULL, 0 });
        alk__result_fail(result);
    } else if (got > cap || (rc == ALK_OK && got == 0)) {
        alk__error(ALK_ERROR_ABI, "driver %s: it gave %u rows where up to %u were asked for", link->backend->name, (unsigned)got, (unsigned)cap);
        alk__result_fail(result);
        return 0;
    } else if (rc == ALK_END) {
        alk__result_at_end(result);
    }
    return got <= cap ? got : 0;
}

static size_t fetch(alk_result *result, const alk__row_plan *plan, char *rows, size_t stride, size_t capacity, alk_arena *arena)
{
    if (!result->cursor && result->rows.used)
        alk_arena_reset(&result->rows);        /* conversions of the fetch before */
    size_t n = from_cells(result, plan, rows, stride, capacity, arena);
    if (n == 0 && !result->status && !result->ended && !(result->buffered && !result->cursor))
        n = from_driver(result, plan, rows, stride, capacity, arena);
    return n;
}

/* missing: what the caller did not give, or NULL. */
static const alk__row_plan *begin(alk_result *result, const alk_field *fields, size_t n_fields, bool own, const char *missing)
{
    if (!alk__result_ready(result) || result->status || alk__result_refuses(result))
        return NULL;
    missing = n_fields && !fields ? "fields" : missing;
    if (missing) {
        alk__error(ALK_ERROR_ARGUMENT, "no %s were given", missing);
        alk__result_fail(result);
        return NULL;
    }
    return plan_of(result, fields, n_fields, own);
}

size_t alk_result_fetch(alk_result *result, const alk_field *fields, size_t n_fields, void *rows, size_t stride, size_t capacity,
                        alk_arena *arena)
{
    const alk__row_plan *plan = begin(result, fields, n_fields, arena != NULL, capacity && !rows ? "rows to fill" : NULL);
    return plan && capacity ? fetch(result, plan, rows, stride, capacity, arena) : 0;
}

int alk_result_store(alk_result *result, const alk_field *fields, const uint32_t *positions, size_t n_fields, void *row, alk_arena *arena)
{
    if (!alk__result_ready(result))
        return alk__error_code();
    if (result->status)
        return alk__result_failed_before(result);
    int code = result->current ? ALK_OK : alk__error(ALK_ERROR_INTERFACE, "there is no current row; call alk_next() first");
    for (size_t i = 0; code == ALK_OK && i < n_fields; i++) {
        const alk_slot slot = { positions[i], fields[i].offset, fields[i].null_offset, fields[i].slot, arena ? ALK_SLOT_OWN : 0 };
        if (positions[i] >= result->n_columns)
            code = alk__error(ALK_ERROR_INTERFACE, "there is no column %u; the row has %u", (unsigned)positions[i], (unsigned)result->n_columns);
        else if ((code = alk__slot_store(&slot, &result->current[positions[i]], row, arena ? arena : &result->rows)))
            alk__slot_explain(&slot, &result->current[positions[i]], shown_name(result, positions[i], fields[i].name));
    }
    return code ? alk__result_fail(result) : ALK_OK;
}

/* plan NULL: the failure is noted. */
static int fetch_all(alk_result *result, const alk__row_plan *plan, size_t stride, bool zeroed, alk_arena *arena, void **rows, size_t *count)
{
    char *all = NULL;
    size_t n = 0, capacity = 0, got = 0;
    while (plan && !result->status) {
        if (n == capacity) {
            size_t bytes, more = capacity ? capacity * 2 : 16;
            char *larger = alk__mul_size(more, stride, &bytes) ? alk_arena_alloc(arena, bytes, 0) : NULL;
            if (!larger) {
                alk__error_no_memory();
                alk__result_fail(result);
                break;
            }
            if (n)
                memcpy(larger, all, n * stride);
            if (zeroed)
                memset(larger + n * stride, 0, (more - n) * stride);
            all = larger;
            capacity = more;
        }
        got = fetch(result, plan, all + n * stride, stride, capacity - n, arena);
        n += got;
        if (!got)
            break;
    }
    int status = alk_result_status(result);
    if (status && result && result->failure)
        alk__result_failed_before(result);
    *rows = status || n == 0 ? NULL : all;
    *count = status ? 0 : n;
    return status;
}

int alk__result_fetch_all(alk_result *result, const alk_field *fields, size_t n_fields, size_t stride, bool zeroed, alk_arena *arena, void **rows, size_t *count)
{
    const alk__row_plan *plan = begin(result, fields, n_fields, true, arena ? NULL : "arena and place for the rows");
    return fetch_all(result, plan, stride, zeroed, arena, rows, count);
}

bool alk__result_fetch_again(alk_result *result, const alk_table *model, alk_arena *arena, void **rows, size_t *count, int *status)
{
    alk__row_plan *plan = result && result->magic == ALK__RESULT_OPEN && !result->status && result->columns && result->prepared ? result->prepared->plan : NULL;
    if (!arena || !fits_model(plan, result, model))
        return false;
    if (model->sql.flags & ALK__NODE_STATIC)
        plan->model = &model->sql;
    result->good_plan = plan;
    *status = fetch_all(result, plan, model->struct_size, plan->n_fields < model->n_columns || alk__has_others(model), arena, rows, count);
    return true;
}

int alk_result_fetch_all(alk_result *result, const alk_field *fields, size_t n_fields, size_t stride, alk_arena *arena, void **rows,
                         size_t *count)
{
    return alk__result_fetch_all(result, fields, n_fields, stride, false, arena, rows, count);
}
