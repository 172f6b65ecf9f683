/* SPDX-License-Identifier: MIT
 * See world.h. */
#include "world.h"
#include <stdio.h>
#include <string.h>

/* ---- values ---- */

bool is_text(const alk_column *column)
{
    return column->slot == ALK_SLOT_TEXT;
}

bool is_fk_column(enum table_number t, unsigned column)
{
    for (int f = 0; f < N_FKS; f++)
        for (unsigned i = 0; is_a(t, fks[f].child) && i < fks[f].n; i++)
            if (fks[f].columns[i] == column)
                return true;
    return false;
}

bool value_equal(const alk_column *column, const cell_value *a, const cell_value *b)
{
    if (a->null || b->null)
        return a->null == b->null;
    return is_text(column) ? strcmp(a->text, b->text) == 0 : a->n == b->n;
}

cell_value value_get(const alk_column *column, const void *row)
{
    const char *at = (const char *)row + column->offset;
    cell_value value = { .null = column->state_offset && at[column->state_offset] != ALK_VALUE };
    const char *text = NULL;
    int32_t small = 0;
    if (is_text(column)) {
        memcpy(&text, at, sizeof text);
        value.null = !text;
        (void)snprintf(value.text, sizeof value.text, "%s", text ? text : "");
    } else if (column->slot == ALK_SLOT_INT32) {
        memcpy(&small, at, sizeof small);
        value.n = small;
    } else {
        memcpy(&value.n, at, sizeof value.n);
    }
    return value;
}

void value_put(const alk_column *column, void *row, const cell_value *value, const char *text)
{
    char *at = (char *)row + column->offset;
    int32_t small = (int32_t)value->n;
    if (is_text(column)) {
        text = value->null ? NULL : text;
        memcpy(at, &text, sizeof text);
        return;
    }
    if (column->slot == ALK_SLOT_INT32)
        memcpy(at, &small, sizeof small);
    else
        memcpy(at, &value->n, sizeof value->n);
    if (column->state_offset)
        at[column->state_offset] = value->null ? ALK_NULL : ALK_VALUE;
}

cell_value world_value(const world *w, int i, unsigned column)
{
    const thing *t = &w->things[i];
    for (int f = 0; f < N_FKS; f++)
        for (unsigned k = 0; is_a(t->table, fks[f].child) && k < fks[f].n; k++)
            if (fks[f].columns[k] == column)
                return t->ref[f] == NOTHING ? (cell_value){ .null = true } : world_value(w, t->ref[f], fks[f].keys[k]);
    return t->column[column];
}

int world_find(const world *w, enum table_number t, int database, const cell_value *key)
{
    for (int i = 0; i < w->n; i++) {
        bool same = w->things[i].exists && w->things[i].database == database && is_a(w->things[i].table, t);
        for (unsigned k = 0; same && k < tables[t].n_key; k++) {
            cell_value must = world_value(w, i, k);
            same = value_equal(column_of(t, k), &key[k], &must);
        }
        if (same)
            return i;
    }
    return NOTHING;
}

int world_at_row(const world *w, enum table_number t, int database, const void *row)
{
    cell_value key[2];
    for (unsigned k = 0; k < tables[t].n_key; k++)
        key[k] = value_get(column_of(t, k), row);
    return world_find(w, t, database, key);
}

bool thing_differs(const thing *a, const thing *b)
{
    for (int f = 0; f < N_FKS; f++)
        if (is_a(a->table, fks[f].child) && a->ref[f] != b->ref[f])
            return true;
    for (unsigned i = 0; i < tables[a->table].n_columns; i++)
        if (!is_fk_column(a->table, i) && !value_equal(column_of(a->table, i), &a->column[i], &b->column[i]))
            return true;
    return false;
}

/* ---- flushing ---- */

/* What has lost its owner, or goes with one that is deleted; whether there was any. */
static bool spread(world *w)
{
    bool any = false;
    for (int c = 0; c < w->n; c++)
        for (int f = 0; f < N_FKS; f++) {
            thing *t = &w->things[c];
            if (!t->exists || t->doomed || !is_a(t->table, fks[f].child))
                continue;
            bool lost = t->ref[f] == NOTHING, goes = !lost && w->things[t->ref[f]].doomed;
            if ((lost && fks[f].rule == LOST_IS_ORPHAN) || (goes && (fks[f].rule == LOST_IS_ORPHAN || fks[f].rule == LOST_IS_DELETED)))
                any = t->doomed = true;
            else if (goes && fks[f].rule == LOST_IS_NULL)
                t->ref[f] = NOTHING;
        }
    return any;
}

/* A key that cannot be NULL is, or what it leads to is deleted. */
static bool is_broken(const world *w)
{
    for (int c = 0; c < w->n; c++)
        for (int f = 0; f < N_FKS; f++) {
            const thing *t = &w->things[c];
            if (!t->exists || t->doomed || !is_a(t->table, fks[f].child))
                continue;
            if (t->ref[f] == NOTHING ? !fks[f].nullable : w->things[t->ref[f]].doomed)
                return true;
        }
    return false;
}

int world_flush(world *w, const world *before)
{
    while (spread(w))
        ;
    if (is_broken(w))
        return ALK_ERROR_INTEGRITY;
    for (int i = 0; i < w->n; i++) {
        thing *t = &w->things[i];
        if (t->doomed) {
            t->exists = t->doomed = false;
            for (int k = 0; k < THINGS; k++)
                w->linked[i][k] = w->linked[k][i] = false;
        } else if (t->exists && tables[t->table].version) {
            const thing *old = &before->things[i];
            unsigned version = tables[t->table].version;
            if (i >= before->n || !old->exists)
                t->column[version].n += t->column[version].n == 0;         /* it may be given */
            else if (t->unknown || thing_differs(t, old))
                t->column[version].n = old->column[version].n + 1;
        }
        t->unknown = false;
    }
    return ALK_OK;
}
