/* SPDX-License-Identifier: MIT
 * New structs, alone and with what they lead to. */
#include "draw.h"
#include "family.h"
#include "operations.h"
#include <stdio.h>
#include <string.h>

int new_thing(state *st, enum table_number t, int database)
{
    int i = st->now.n++;
    thing *made = &st->now.things[i];
    memset(made, 0, sizeof *made);
    made->table = t;
    made->database = database;
    made->exists = true;
    for (int f = 0; f < N_FKS; f++)
        made->ref[f] = NOTHING;
    memset(st->stale[i], 0, sizeof st->stale[i]);
    memset(st->lost[i], 0, sizeof st->lost[i]);
    return i;
}

bool draw_key(state *st, int i)
{
    thing *t = &st->now.things[i];
    for (int tries = 0; tries < 6; tries++) {
        cell_value key[2] = { { .n = below(st, 4) }, { .n = below(st, 4) } };
        bool taken = false;
        (void)snprintf(key[0].text, sizeof key[0].text, "s%d", below(st, 8));
        for (int k = 0; k < st->now.n; k++) {
            const thing *other = &st->now.things[k];
            if (k == i || !other->exists || other->database != t->database || other->table != t->table || (t->table == T_BADGE && other->ref[F_BADGE] != t->ref[F_BADGE]))
                continue;
            bool same = t->table == T_BADGE ? other->column[1].n == key[1].n
                        : t->table == T_SKILL ? strcmp(other->column[0].text, key[0].text) == 0 : other->column[0].n == key[0].n && other->column[1].n == key[1].n;
            /* The row of one that is deleted in the same flush may be taken over, where nothing is deleted along. */
            taken = taken || (same && !(other->doomed && t->table == T_CELL));
        }
        if (taken)
            continue;
        if (tables[t->table].n_key == 2)
            t->column[1] = key[1];
        if (t->table != T_BADGE)
            t->column[0] = key[0];
        return true;
    }
    return false;
}

int make(state *st, family *all, enum table_number t, int given)
{
    if (all->n == 8 || st->now.n >= THINGS - 6)
        return NOTHING;
    row *r = &all->rows[all->n];
    int slot = all->n++, i = new_thing(st, t, all->database);
    memset(r, 0, sizeof *r);
    for (int f = 0; f < N_FKS; f++) {
        if (!is_a(t, fks[f].child) || f == given)
            continue;
        int p = pick_beside(st, fks[f].parent, all->database);
        if ((fks[f].nullable && chance(st, 40)) || occupied(st, f, p))
            p = NOTHING;
        if (fks[f].one && given == NOTHING && (chance(st, 15) || (p == NOTHING && !fks[f].nullable)) && tables[fks[f].parent].generated) {
            int k = all->n, from = st->now.n;
            p = make(st, all, fks[f].parent, NOTHING);
            if (p == NOTHING)
                take_back(st, from);
            else
                put_pointer(r, *fks[f].one, &all->rows[k]), st->dirt[i][f] = BY_CALL;
        } else if (p != NOTHING && is_written(st, p) && (!fks[f].one || chance(st, 25))) {
            for (unsigned k = 0; k < fks[f].n; k++) {
                cell_value v = world_value(&st->now, p, fks[f].keys[k]);
                value_put(column_of(t, fks[f].columns[k]), r, &v, lend(st, v.text));
            }
            st->stale[p][f] = true;
            st->dirt[i][f] = BY_KEY;
        } else if (p != NOTHING && fks[f].one) {
            put_pointer(r, *fks[f].one, st->at[p]);
            st->dirt[i][f] = BY_CALL;
        } else {
            p = NOTHING;
        }
        if (p == NOTHING && !fks[f].nullable)
            return NOTHING;
        st->now.things[i].ref[f] = p;
    }
    for (unsigned k = 0; k < tables[t].n_columns; k++) {
        if (is_fk_column(t, k) || (k < tables[t].n_key) || (tables[t].version && k == tables[t].version))
            continue;
        st->now.things[i].column[k] = draw_value(st, column_of(t, k));
        put(st, i, k, r);
    }
    if (!tables[t].generated) {
        if (!draw_key(st, i))
            return NOTHING;
        for (unsigned k = 0; k < tables[t].n_key; k++)
            if (!is_fk_column(t, k))
                put(st, i, k, r);
    }
    all->things[slot] = i;
    return i;
}

void find_parents(state *st, int i, int as)
{
    for (int f = 0; f < N_FKS; f++) {
        int p = st->now.things[i].ref[f];
        if (!is_a(st->now.things[i].table, fks[f].child) || p == NOTHING || st->at[p] || !fks[f].one)
            continue;
        memcpy(&st->at[p], (char *)st->at[i] + offset_of(*fks[f].one), sizeof(void *));
        if (alk_entity_state(st->s, st->at[p]) != as)
            fail(st, "a struct that an added one leads to is not added");
        find_parents(st, p, as);
    }
}

void take_back(state *st, int from)
{
    while (st->now.n > from) {
        int i = --st->now.n;
        memset(&st->now.things[i], 0, sizeof st->now.things[i]);
        memset(st->dirt[i], 0, sizeof st->dirt[i]);
    }
}

/* Whether the first struct leads to an object. */
static bool leads(const state *st, const family *all)
{
    const thing *t = &st->now.things[all->things[0]];
    void *one;
    for (int f = 0; f < N_FKS; f++)
        if (is_a(t->table, fks[f].child) && fks[f].one && t->ref[f] != NOTHING && st->at[t->ref[f]]) {
            memcpy(&one, all->rows[0].bytes + offset_of(*fks[f].one), sizeof one);
            if (one)
                return true;
        }
    return false;
}

void expect_shard(state *st, const family *all)
{
    st->places.object = leads(st, all) ? NOTHING : all->database;
    st->places.asked = 0;
}

void check_asked(state *st, const family *all)
{
    int wanted = is_sharded(st, st->now.things[all->things[0]].table) && st->places.object != NOTHING;
    if (st->places.asked != wanted)
        fail(st, "the chooser was asked for %d shards, must be for %d", st->places.asked, wanted);
}

void add(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    family all = { .database = draw_database(st, t) };
    int from = st->now.n, i = make(st, &all, t, NOTHING);
    if (i == NOTHING) {
        take_back(st, from);
        return;
    }
    tell(st, "  add %s #%d in database %d", tables[t].name, i, all.database);
    expect_shard(st, &all);
    st->at[i] = alk_entity_add(st->s, *tables[t].table, &all.rows[0]);
    if (!st->at[i])
        fail(st, "adding fails: %s", alk_last_error()->message);
    check_asked(st, &all);
    find_parents(st, i, ALK_STATE_PENDING);
    st->structural = true;
}

/* An owner with an array of structs, some of them objects of the session. */
void add_family(state *st)
{
    static const enum fk_number with[] = { F_PLAYER, F_CRATE, F_PARCEL, F_NODE, F_MARK, F_BEAST, F_LEADER, F_COLLAR, F_KIN, F_CHIEF, F_HEN, F_EGG };
    family all = { .n = 0 };
    int f = (int)with[below(st, 12)], from = st->now.n, n = 1 + below(st, 3);
    void *items[4];
    struct { void **items; uint32_t count, state; } m = { items, 0, ALK_LOADED };
    all.database = draw_database(st, fks[f].parent);
    int i = make(st, &all, fks[f].parent, NOTHING), first = all.n;
    for (int k = 0; i != NOTHING && k < n; k++) {
        int at = all.n, c = make(st, &all, fks[f].child, f);
        if (c == NOTHING) {
            i = NOTHING;
            break;
        }
        st->now.things[c].ref[f] = i;
        st->dirt[c][f] = BY_CALL;
        items[m.count++] = &all.rows[at];
    }
    if (i == NOTHING) {
        take_back(st, from);
        return;
    }
    memcpy((char *)&all.rows[0] + offset_of(*fks[f].side), &m, sizeof m);
    tell(st, "  add %s #%d with %d of %s", tables[fks[f].parent].name, i, n, tables[fks[f].child].name);
    expect_shard(st, &all);
    st->at[i] = alk_entity_add(st->s, *tables[fks[f].parent].table, &all.rows[0]);
    if (!st->at[i])
        fail(st, "adding fails: %s", alk_last_error()->message);
    memcpy(&m, (char *)st->at[i] + offset_of(*fks[f].side), sizeof m);
    if (m.count != (uint32_t)n)
        fail(st, "the collection has not the objects that it was given");
    for (int k = 0; k < n; k++)
        st->at[all.things[first + k]] = m.items[k];
    check_asked(st, &all);
    find_parents(st, i, ALK_STATE_PENDING);
    st->structural = true;
}
