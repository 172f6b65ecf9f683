/* SPDX-License-Identifier: MIT
 * See draw.h. */
#include "draw.h"
#include "operations.h"
#include <stdio.h>
#include <string.h>

static int pick_in(state *st, enum table_number t, unsigned databases)
{
    int list[THINGS], n = 0;
    for (int i = 0; i < st->now.n; i++)
        if (st->now.things[i].exists && databases >> st->now.things[i].database & 1 && !st->now.things[i].doomed && st->at[i] && (t == N_TABLES || is_a(st->now.things[i].table, t)))
            list[n++] = i;
    return n ? list[below(st, n)] : NOTHING;
}

int pick(state *st, enum table_number t)
{
    return pick_in(st, t, ~0U);
}

int pick_beside(state *st, enum table_number t, int database)
{
    return pick_in(st, t, 1U << database);
}

int pick_written(state *st, enum table_number t)
{
    int i = pick(st, t);
    return i != NOTHING && is_written(st, i) ? i : NOTHING;
}

cell_value draw_value(state *st, const alk_column *column)
{
    static const char *const words[] = { "", "a", "b", "élan vital", "O'Brien", "twenty-two letters ...", "c" };
    cell_value v = { .null = column->nullable && chance(st, 25), .n = below(st, 5) };
    (void)snprintf(v.text, sizeof v.text, "%s", words[below(st, 7)]);
    return v;
}

/* The text where it is scribbled over after the next flush. */
const char *lend(state *st, const char *text)
{
    size_t size = strlen(text) + 1;
    if (st->n_texts + size > sizeof st->texts - 1)
        st->n_texts = 0;
    char *at = st->texts + st->n_texts;
    st->n_texts += size;
    return memcpy(at, text, size);
}

void put(state *st, int i, unsigned column, void *row)
{
    const thing *t = &st->now.things[i];
    value_put(column_of(t->table, column), row, &t->column[column], lend(st, t->column[column].text));
}

void put_pointer(void *row, const alk_sql *relationship, void *to)
{
    memcpy((char *)row + offset_of(relationship), &to, sizeof to);
}

bool occupied(const state *st, int f, int p)
{
    for (int k = 0; !fks[f].many && p != NOTHING && k < st->now.n; k++)
        if (st->now.things[k].exists && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == p)
            return true;
    return false;
}

bool is_below(const state *st, int f, int i, int ancestor)
{
    for (; i != NOTHING; i = is_a(fks[f].child, fks[f].parent) ? st->now.things[i].ref[f] : NOTHING)
        if (i == ancestor)
            return true;
    return false;
}

bool is_used(const state *st, int i, bool by_pending)
{
    for (int k = 0; k < st->now.n; k++) {
        for (int f = 0; f < N_FKS; f++)
            if (st->now.things[k].exists && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == i && (!by_pending || !is_written(st, k)))
                return true;
        if (st->now.linked[i][k] || st->now.linked[k][i])
            if (!by_pending || !is_written(st, k))
                return true;
    }
    return false;
}

bool is_any_stale(const state *st, int i)
{
    for (int f = 0; f < N_FKS; f++)
        if (st->stale[i][f])
            return true;
    return false;
}

bool is_any_unknown(const state *st)
{
    for (int i = 0; i < st->now.n; i++)
        if (st->now.things[i].unknown)
            return true;
    return false;
}

alk_value key_value(enum table_number t, unsigned column, const cell_value *value)
{
    return is_text(column_of(t, column)) ? alk_value_text(value->text) : alk_value_int(value->n);
}

void key_of(const state *st, int i, cell_value v[2], alk_value key[2])
{
    enum table_number t = st->now.things[i].table;
    for (unsigned k = 0; k < tables[t].n_key; k++) {
        v[k] = world_value(&st->now, i, k);
        key[k] = key_value(t, k, &v[k]);
    }
}
