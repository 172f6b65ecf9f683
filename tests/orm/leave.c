/* SPDX-License-Identifier: MIT
 * Objects that are deleted, forgotten, or read anew. */
#include "draw.h"
#include "operations.h"
#include <string.h>

/* ---- deleting ---- */

/* A child was taken out of it that the database deletes with it: whether it is deleted too is not said. */
static bool has_lost_any(const state *st, int i)
{
    for (int k = 0; k < st->flushed.n; k++)
        for (int f = 0; f < N_FKS; f++)
            if (fks[f].rule == LOST_IS_DELETED && is_written(st, k) && is_a(st->flushed.things[k].table, fks[f].child) && st->flushed.things[k].ref[f] == i && st->now.things[k].ref[f] == NOTHING)
                return true;
    return false;
}

void delete_thing(state *st)
{
    int i = pick(st, N_TABLES);
    if (i == NOTHING)
        return;
    if (is_written(st, i) && (is_used(st, i, true) || has_lost_any(st, i) ? !flush_now(st) : is_any_stale(st, i) && !freshen(st, i)))
        return;
    if (!st->at[i] || !st->now.things[i].exists || (!is_written(st, i) && is_used(st, i, false)))
        return;
    if (!is_written(st, i) && (st->now.things[i].table == T_CRATE || st->now.things[i].table == T_TICKET))          /* the collections that have it are not known */
        return;
    if (is_any_stale(st, i) && is_written(st, i) && !freshen(st, i))
        return;
    if (!st->at[i])
        return;
    tell(st, "  delete %s #%d", tables[st->now.things[i].table].name, i);
    must(st, alk_delete(st->s, st->at[i]), "alk_delete()");
    if (is_written(st, i)) {
        st->now.things[i].doomed = true;
    } else {
        st->now.things[i].exists = false;
        forget_object(st, i);
    }
    st->structural = true;
}

/* ---- forgetting ---- */

/* What it holds that is not written is lost, and that of those it cascades to. */
static void lose_changes(state *st, int i)
{
    thing *t = &st->now.things[i];
    memcpy(t->column, st->flushed.things[i].column, sizeof t->column);
    t->unknown = false;
    memset(st->stale[i], 0, sizeof st->stale[i]);
    memset(st->lost[i], 0, sizeof st->lost[i]);
}

static void lose_with_children(state *st, int i)
{
    static const enum fk_number cascading[] = { F_PARCEL, F_BADGE, F_COLLAR };
    lose_changes(st, i);
    for (int k = 0; k < st->now.n; k++)
        for (int c = 0; c < 3; c++) {
            int f = (int)cascading[c];
            if (st->at[k] && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == i && alk_is_loaded(st->s, st->at[i], *fks[f].side))
                lose_changes(st, k);
        }
}

void expire(state *st)
{
    if (st->structural && !flush_now(st))
        return;
    int i = pick_written(st, N_TABLES);
    if (i == NOTHING)
        return;
    if (chance(st, 15)) {
        tell(st, "  expire all");
        must(st, alk_expire(st->s, NULL), "alk_expire()");
        for (int k = 0; k < st->now.n; k++)
            lose_changes(st, k);
        return;
    }
    if (is_any_stale(st, i) && !flush_now(st))
        return;
    tell(st, "  expire %s #%d", tables[st->now.things[i].table].name, i);
    lose_with_children(st, i);
    must(st, alk_expire(st->s, st->at[i]), "alk_expire()");
}

void refresh(state *st)
{
    if (st->structural && !flush_now(st))
        return;
    int i = pick_written(st, N_TABLES);
    if (i == NOTHING || (is_any_stale(st, i) && !flush_now(st)))
        return;
    tell(st, "  refresh %s #%d", tables[st->now.things[i].table].name, i);
    lose_with_children(st, i);
    must(st, alk_refresh(st->s, st->at[i]), "alk_refresh()");
    if (!alk_is_loaded(st->s, st->at[i], *tables[st->now.things[i].table].columns[tables[st->now.things[i].table].values[0]]))
        fail(st, "columns are not loaded after alk_refresh()");
    const struct team *of_team = st->at[i];
    if (st->now.things[i].table == T_TEAM && (of_team->doubled.state != of_team->size.state || (of_team->size.state == ALK_VALUE && of_team->doubled.value != 2 * of_team->size.value)))
        fail(st, "an expression is not as it must be after alk_refresh()");
}

/* Snapshots know of objects that are in the session no more, whatever is rolled back. */
void forget_everywhere(state *st, int i)
{
    void *object = st->at[i];
    st->expunged[i] = true;
    forget_object(st, i);
    for (int f = 0; f < N_FKS; f++)
        for (int k = 0; k < st->now.n; k++) {
            bool child = is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == i;
            st->lost[k][f] = st->lost[k][f] || child;
            if (is_a(st->now.things[i].table, fks[f].child) && st->now.things[i].ref[f] == k)
                st->stale[k][f] = true;
        }
    for (int p = -1; p < st->n_points; p++) {
        snapshot *to = p < 0 ? &st->base : &st->points[p];
        if (to->at[i] == object)
            to->at[i] = NULL;
        for (int f = 0; f < N_FKS; f++)
            for (int k = 0; k < to->w.n && i < to->w.n; k++) {
                to->lost[k][f] = to->lost[k][f] || (is_a(to->w.things[k].table, fks[f].child) && to->w.things[k].ref[f] == i);
                if (is_a(to->w.things[i].table, fks[f].child) && to->w.things[i].ref[f] == k)
                    to->stale[k][f] = true;
            }
    }
}

void expunge(state *st)
{
    static const enum table_number leaves[] = { T_CRATE, T_MASCOT, T_ENTRY, T_GUEST, T_MARK, T_CELL };
    int i = flush_now(st) ? pick_written(st, leaves[below(st, 6)]) : NOTHING;
    if (i == NOTHING)
        return;
    tell(st, "  expunge %s #%d", tables[st->now.things[i].table].name, i);
    must(st, alk_expunge(st->s, st->at[i]), "alk_expunge()");
    forget_everywhere(st, i);
}
