/* SPDX-License-Identifier: MIT
 * Rows of tables between two models, of many-to-many relationships. Both sides may tell of the same row: it is written once. */
#include "member.h"
#include "store.h"
#include "write.h"
#include <alkahest/value.h>
#include <stdio.h>
#include <stdlib.h>

enum { VALUES = 2 * ALK__KEY_COLUMNS };

/* The two columns of keys in the order of one side, whichever tells. */
static bool is_turned(const alk__relation *a, const alk__relation *b)
{
    return a->through_here[0] != b->through_here[0];
}

/* The same row; then one of them is enough. */
static bool is_same(const alk__between *a, const alk__between *b)
{
    if (a->relation->through != b->relation->through || a->removed != b->removed || !a->member != !b->member)
        return false;
    if (is_turned(a->relation, b->relation))
        return a->owner == b->member && a->member == b->owner;
    return a->owner == b->owner && a->member == b->member;
}

/* Sorted so that what is the same stands side by side, and else as they came. */
static uintptr_t low_end(const alk__between *b)
{
    uintptr_t x = (uintptr_t)b->owner, y = (uintptr_t)b->member;
    return x < y ? x : y;
}

static int compare(const void *a, const void *b)
{
    const alk__between *x = *(alk__between *const *)a, *y = *(alk__between *const *)b;
    if (x->relation->through != y->relation->through)
        return (uintptr_t)x->relation->through < (uintptr_t)y->relation->through ? -1 : 1;
    if (low_end(x) != low_end(y))
        return low_end(x) < low_end(y) ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* Marks what tells the same again by taking its relation away. */
static int drop_repeated(alk__unit *unit)
{
    size_t n = unit->between.count;
    alk__between **sorted = alk_arena_alloc(unit->arena, (n ? n : 1) * sizeof *sorted, 0);
    if (!sorted)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < n; i++)
        sorted[i] = alk__array_at(&unit->between, i);
    qsort(sorted, n, sizeof *sorted, compare);
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; sorted[i]->relation && k < n && sorted[k]->relation && sorted[k]->relation->through == sorted[i]->relation->through && low_end(sorted[k]) == low_end(sorted[i]); k++)
            if (is_same(sorted[i], sorted[k])) {
                alk__between *again = sorted[k];
                memmove(sorted + k, sorted + k + 1, (n - k - 1) * sizeof *sorted);
                again->relation = NULL;
                n--;
                k--;
            }
    return ALK_OK;
}

static void fill(const alk__between *b, alk_cell *cells)
{
    const alk__relation *r = b->relation;
    for (unsigned i = 0; i < r->n; i++)
        cells[i] = alk__member_value(&r->owner->properties[r->here[i]], alk__row(b->owner));
    for (unsigned i = 0; b->member && i < r->n_there; i++)
        cells[r->n + i] = alk__member_value(&r->target->properties[r->there[i]], alk__row(b->member));
}

static const alk_sql *statement_of(const alk__relation *r, bool removed, bool whole, alk_field *fields, char names[VALUES][8])
{
    const alk_sql *parts[VALUES + 1];
    unsigned n = r->n + (whole ? r->n_there : 0u);
    for (unsigned i = 0; i < n; i++) {
        const alk_column *column = i < r->n ? r->through_here[i] : r->through_there[i - r->n];
        snprintf(names[i], sizeof names[i], "p%u", i);
        fields[i] = (alk_field){ .name = names[i], .offset = i * (uint32_t)sizeof(alk_cell), .null_offset = ALK_SLOT_NOT_NULL, .slot = ALK_SLOT_CELL };
        const alk_sql *parameter = alk_param_of(names[i], &column->type);
        parts[i] = removed ? (alk_eq)(&column->sql, parameter) : (alk_set)(&column->sql, parameter);
    }
    parts[n] = &alk_end;
    if (!removed)
        return alk_insert_at(NULL, 0, r->through, parts);
    return alk_delete_from_at(NULL, 0, r->through, ALK_LIST((alk_where)(parts)));
}

/* All of one relationship that are of one kind, in one batch. */
static int write_alike(alk__unit *unit, size_t from)
{
    const alk__between *first = alk__array_at(&unit->between, from);
    const alk__relation *r = first->relation;
    bool removed = first->removed, whole = first->member != NULL;
    size_t count = 0, n = r->n + (whole ? r->n_there : 0u), left = unit->between.count - from;
    alk_cell *rows = alk_arena_alloc(unit->arena, left * n * sizeof *rows, 0);
    uint16_t bind = first->owner->store->bind;
    alk_conn *conn = rows ? alk__session_conn(unit->session, bind) : NULL;
    if (!conn)
        return alk_last_error()->code;
    for (size_t i = from; i < unit->between.count; i++) {
        alk__between *b = alk__array_at(&unit->between, i);
        if (b->relation != r || b->removed != removed || (b->member != NULL) != whole || b->owner->store->bind != bind)
            continue;
        fill(b, rows + count++ * n);
        b->relation = NULL;
    }
    alk_field fields[VALUES];
    char names[VALUES][8];
    const alk_sql *statement = statement_of(r, removed, whole, fields, names);
    return alk_conn_execute_each(conn, statement, fields, n, rows, n * sizeof *rows, count, NULL);
}

/* What was added to, or as, something that is deleted in the same flush is not written at all. */
static void drop_doomed(alk__unit *unit)
{
    alk__between *all = unit->between.items;
    size_t kept = 0;
    for (size_t i = 0; i < unit->between.count; i++)
        if (all[i].removed || !((all[i].owner->flags | all[i].member->flags) & ALK__DOOMED))
            all[kept++] = all[i];
    unit->between.count = kept;
}

int alk__write_between(alk__unit *unit)
{
    drop_doomed(unit);
    int code = unit->between.count ? drop_repeated(unit) : ALK_OK;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; code == ALK_OK && i < unit->between.count; i++) {
            const alk__between *b = alk__array_at(&unit->between, i);
            if (b->relation && b->removed == (pass == 0))
                code = write_alike(unit, i);
        }
    return code;
}
