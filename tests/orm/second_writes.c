/* SPDX-License-Identifier: MIT
 * What the second session writes, of rows that may be others than it has read. */
#include "draw.h"
#include "operations.h"
#include "turns.h"
#include <stdio.h>
#include <string.h>

/* Its row is gone, or another than it was read. */
static bool is_stale(const state *st, const held_object *h, int i)
{
    unsigned version = tables[h->is.table].version;
    return i == NOTHING || (version && st->now.things[i].column[version].n != h->is.column[version].n);
}

static void undo_there(state *st, held_object *h, const thing *before)
{
    tell(st, "  which is stale");
    must_fail(st, alk_flush(st->second.s), ALK_ERROR_STALE_DATA, "a flush of the second session of what is stale");
    must(st, alk_rollback(st->second.s), "alk_rollback() of the second session");
    h->is = *before;
}

void second_changes(state *st, turn *t)
{
    held_object *h = draw_held(st);
    int i = h ? row_of(st, h) : NOTHING;
    if (!h || h->expired || t->n == MOST_CHANGED || (i != NOTHING && (is_changed(t, i) || is_listened_to(st, i))))
        return;
    enum table_number of = h->is.table;
    unsigned k = tables[of].values[below(st, (int)tables[of].n_values)], version = tables[of].version;
    cell_value to = draw_value(st, column_of(of, k));
    if (!alk_is_loaded(st->second.s, h->object, *tables[of].columns[k]) || value_equal(column_of(of, k), &to, &h->is.column[k]))
        return;
    thing before = h->is;
    tell(st, "  the second session changes %s %lld, which is #%d: %s", tables[of].name, (long long)h->key[0].n, i, column_of(of, k)->name);
    value_put(column_of(of, k), h->object, &to, lend(st, to.text));
    h->is.column[k] = to;
    if (is_stale(st, h, i)) {
        undo_there(st, h, &before);
        return;
    }
    must(st, alk_flush(st->second.s), "a flush of the second session");
    h->is.column[version].n += version != 0;
    st->now.things[i].column[k] = to;
    st->now.things[i].column[version].n += version != 0;
    t->things[t->n] = i;
    t->columns[t->n++] = k;
}

/* Without a version what is gone already is as it was wanted. */
void second_deletes(state *st, int *gone)
{
    held_object *h = draw_held(st);
    int i = h ? row_of(st, h) : NOTHING;
    if (!h || h->expired || *gone != NOTHING || (i != NOTHING && (is_used(st, i, false) || is_listened_to(st, i))))
        return;
    thing before = h->is;
    tell(st, "  the second session deletes %s %lld, which is #%d", tables[h->is.table].name, (long long)h->key[0].n, i);
    must(st, alk_delete(st->second.s, h->object), "alk_delete() in the second session");
    if (is_stale(st, h, i) && tables[h->is.table].version) {
        undo_there(st, h, &before);
        return;
    }
    must(st, alk_commit(st->second.s), "alk_commit() of a deletion of the second session");
    drop_held(st, h);
    *gone = i;
}

void lose_row(state *st, int i)
{
    thing *is = &st->now.things[i];
    is->exists = false;
    st->flushed = st->now;
    take_snapshot(st, &st->base);
    if (!st->at[i])
        return;
    unsigned k = tables[is->table].values[0];
    if (chance(st, 50) && alk_is_loaded(st->s, st->at[i], *tables[is->table].columns[k])) {
        cell_value to = value_get(column_of(is->table, k), st->at[i]);
        to.null = false;
        to.n++;
        (void)snprintf(to.text, sizeof to.text, "%s", strcmp(to.text, "lost") == 0 ? "gone" : "lost");
        value_put(column_of(is->table, k), st->at[i], &to, lend(st, to.text));
        tell(st, "  what was %s #%d is changed", tables[is->table].name, i);
        must_fail(st, alk_flush(st->s), ALK_ERROR_STALE_DATA, "alk_flush() of what another session has deleted");
        must(st, alk_rollback(st->s), "alk_rollback()");
        memset(st->heard, 0, sizeof st->heard);
    }
    must_fail(st, alk_refresh(st->s, st->at[i]), ALK_ERROR_NO_ROW, "alk_refresh() of what another session has deleted");
    forget_everywhere(st, i);
    take_snapshot(st, &st->base);
}
