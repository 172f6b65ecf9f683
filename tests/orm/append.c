/* SPDX-License-Identifier: MIT
 * Structs of the program's that come to objects: into their collections, or as what a pointer leads to. */
#include "draw.h"
#include "family.h"
#include "operations.h"
#include <string.h>

/* A struct comes to the collection of an object, and to its database. */
void append_new(state *st)
{
    static const enum fk_number with[] = { F_PLAYER, F_CRATE, F_PARCEL, F_ENTRY, F_GUEST, F_NODE, F_MARK, F_BEAST, F_LEADER, F_COLLAR, F_KIN, F_CHIEF, F_HEN, F_EGG };
    struct { void **items; uint32_t count, state; } m;
    int f = (int)with[below(st, 14)], from = st->now.n, p = pick(st, fks[f].parent);
    if (p == NOTHING || st->stale[p][f] || !alk_is_loaded(st->s, st->at[p], *fks[f].side))
        return;
    family all = { .database = st->now.things[p].database };
    int c = make(st, &all, fks[f].child, f);
    if (c == NOTHING) {
        take_back(st, from);
        return;
    }
    tell(st, "  append a new %s #%d to #%d", tables[fks[f].child].name, c, p);
    st->places.object = NOTHING;
    must(st, alk_append(st->s, st->at[p], *fks[f].side, &all.rows[0]), "appending a struct");
    memcpy(&m, (char *)st->at[p] + offset_of(*fks[f].side), sizeof m);
    st->at[c] = m.items[m.count - 1];
    st->now.things[c].ref[f] = p;
    st->dirt[c][f] = BY_CALL;
    find_parents(st, c, ALK_STATE_PENDING);
    st->structural = true;
}

/* ---- parents ---- */

/* The flush finds a struct at the end of a pointer. */
static void point_to_struct(state *st, int f, int c, int p, row *given)
{
    put_pointer(st->at[c], *fks[f].one, given);
    st->dirt[c][f] = BY_POINTER;
    if (!can_flush(st))
        return;
    must(st, alk_flush(st->s), "alk_flush() with a pointer to a struct");
    memcpy(&st->at[p], (char *)st->at[c] + offset_of(*fks[f].one), sizeof(void *));
    find_parents(st, p, ALK_STATE_PERSISTENT);
    after_flush(st);
}

static void relate_to_struct(state *st, int f, int c, int p, row *given)
{
    st->dirt[c][f] = BY_CALL;
    must(st, alk_relate(st->s, st->at[c], *fks[f].one, given), "alk_relate() to a struct");
    memcpy(&st->at[p], (char *)st->at[c] + offset_of(*fks[f].one), sizeof(void *));
    find_parents(st, p, ALK_STATE_PENDING);
    st->structural = true;
}

void relate_new(state *st)
{
    int f = below(st, N_FKS), c = f != F_BADGE && fks[f].one ? pick(st, fks[f].child) : NOTHING, from = st->now.n, way = below(st, 2);
    int old = c == NOTHING ? NOTHING : st->now.things[c].ref[f];
    if (c == NOTHING || st->dirt[c][f] != CLEAN || st->lost[c][f] || (old != NOTHING && (st->stale[old][f] || !st->at[old])) || (way == 0 && st->listens))
        return;
    if (!alk_is_loaded(st->s, st->at[c], *tables[fks[f].child].columns[fks[f].columns[0]]) || !alk_is_loaded(st->s, st->at[c], *fks[f].one))
        return;
    family all = { .database = st->now.things[c].database };
    int p = make(st, &all, fks[f].parent, NOTHING);
    if (p == NOTHING || is_below(st, f, p, c)) {
        take_back(st, from);
        return;
    }
    tell(st, "  %s %s #%d, of #%d, to a new %s #%d", way ? "relate" : "point", tables[fks[f].child].name, c, old, tables[fks[f].parent].name, p);
    st->now.things[c].ref[f] = p;
    st->places.object = NOTHING;
    if (way == 0 && old != NOTHING && !st->stale[old][f])
        st->stale[old][f] = is_written(st, c) ? LATE : true;
    if (way)
        relate_to_struct(st, f, c, p, &all.rows[0]);
    else
        point_to_struct(st, f, c, p, &all.rows[0]);
}
