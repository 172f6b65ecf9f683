/* SPDX-License-Identifier: MIT
 * Copies that come back. */
#include "draw.h"
#include "operations.h"

void merge(state *st)
{
    if (st->structural && !flush_now(st))
        return;
    int i = pick_written(st, N_TABLES);
    if (i == NOTHING)
        return;
    thing *t = &st->now.things[i];
    for (unsigned k = 0; k < tables[t->table].n_columns; k++)
        if (!alk_is_loaded(st->s, st->at[i], *tables[t->table].columns[k]) || (is_text(column_of(t->table, k)) && t->table == T_TEAM && k == 4))
            return;
    void *copy = alk_entity_copy(st->s, st->at[i], st->arena);
    unsigned k = tables[t->table].values[below(st, (int)tables[t->table].n_values)];
    if (!copy)
        fail(st, "copying fails: %s", alk_last_error()->message);
    t->column[k] = draw_value(st, column_of(t->table, k));
    value_put(column_of(t->table, k), copy, &t->column[k], lend(st, t->column[k].text));
    tell(st, "  merge %s #%d: %s", tables[t->table].name, i, column_of(t->table, k)->name);
    void *merged = alk_entity_merge(st->s, *tables[t->table].table, copy);
    if (merged != st->at[i])
        fail(st, "merging gives another object: %s", merged ? "" : alk_last_error()->message);
}
