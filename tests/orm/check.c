/* SPDX-License-Identifier: MIT
 * Comparing the session's objects with the model. */
#include "state.h"
#include <stdio.h>
#include <string.h>

typedef struct many {
    void **items;
    uint32_t count, state;
} many;

static many many_at(const void *row, const alk_sql *relationship)
{
    many m;
    memcpy(&m, (const char *)row + offset_of(relationship), sizeof m);
    return m;
}

static void *one_at(const void *row, const alk_sql *relationship)
{
    void *one;
    memcpy(&one, (const char *)row + offset_of(relationship), sizeof one);
    return one;
}

static int thing_of(const state *st, const void *row)
{
    for (int i = 0; i < st->now.n; i++)
        if (st->at[i] == row)
            return i;
    return NOTHING;
}

/* ---- objects that loading has brought ---- */

static void meet(state *st, enum table_number t, void *row, bool *more)
{
    if (!row || thing_of(st, row) != NOTHING)
        return;
    if (alk_entity_state(st->s, row) != ALK_STATE_PERSISTENT)
        return;
    int i = world_at_row(&st->flushed, t, database_of(st, st->s, t, row), row);
    if (i == NOTHING)
        fail(st, "an object of %s that is no row", tables[t].name);
    if (st->at[i])
        fail(st, "%s #%d has two objects", tables[t].name, i);
    st->at[i] = row;
    *more = true;
}

static void meet_all(state *st, enum table_number t, const void *row, const alk_sql *relationship, bool *more)
{
    many m = many_at(row, relationship);
    for (uint32_t k = 0; alk_is_loaded(st->s, row, relationship) && k < m.count; k++)
        meet(st, t, m.items[k], more);
}

static void discover_from(state *st, int i, bool *more)
{
    enum table_number t = st->now.things[i].table;
    for (int f = 0; f < N_FKS; f++) {
        if (is_a(t, fks[f].child) && fks[f].one)
            meet(st, fks[f].parent, one_at(st->at[i], *fks[f].one), more);
        if (is_a(t, fks[f].parent) && fks[f].side && fks[f].many)
            meet_all(st, fks[f].child, st->at[i], *fks[f].side, more);
        else if (is_a(t, fks[f].parent) && fks[f].side)
            meet(st, fks[f].child, one_at(st->at[i], *fks[f].side), more);
    }
    if (t == T_PLAYER)
        meet_all(st, T_SKILL, st->at[i], player.skills, more);
    if (t == T_SKILL)
        meet_all(st, T_PLAYER, st->at[i], skill.players, more);
}

void discover(state *st)
{
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < st->now.n; i++)
            if (st->at[i])
                discover_from(st, i, &more);
    }
}

/* ---- objects ---- */

static bool is_deleted(state *st, const void *row)
{
    return row && alk_entity_state(st->s, row) == ALK_STATE_DELETED;
}

static void check_columns(state *st, int i)
{
    enum table_number t = st->now.things[i].table;
    for (unsigned k = 0; k < tables[t].n_columns; k++) {
        bool settled = true;
        for (int f = 0; is_fk_column(t, k) && f < N_FKS; f++)
            settled = settled && (!is_a(t, fks[f].child) || (st->dirt[i][f] == CLEAN && st->now.things[i].ref[f] == st->flushed.things[i].ref[f]));
        if (!settled || (tables[t].version && k == tables[t].version) || !alk_is_loaded(st->s, st->at[i], *tables[t].columns[k]))
            continue;
        cell_value is = value_get(column_of(t, k), st->at[i]), to_be = world_value(&st->now, i, k);
        if (!value_equal(column_of(t, k), &is, &to_be))
            fail(st, "object of %s #%d: %s is %s%lld%s, must be %s%lld%s", tables[t].name, i, column_of(t, k)->name, is.null ? "NULL " : "", (long long)is.n, is.text, to_be.null ? "NULL " : "",
                 (long long)to_be.n, to_be.text);
    }
}

static void check_one(state *st, int i, int f)
{
    const alk_sql *relationship = *fks[f].one;
    void *one = one_at(st->at[i], relationship);
    int ref = st->now.things[i].ref[f];
    if (st->dirt[i][f] == BY_KEY || st->lost[i][f] || (ref == NOTHING && is_deleted(st, one)))
        return;
    if (!one && !alk_is_loaded(st->s, st->at[i], relationship))
        return;
    if (ref == NOTHING ? one != NULL : one != st->at[ref])
        fail(st, "%s #%d leads to #%d, must to #%d", tables[fks[f].child].name, i, one ? thing_of(st, one) : NOTHING, ref);
}

/* A collection as a set; objects that are deleted may stay in it until the transaction ends. */
static void check_many(state *st, int i, const alk_sql *relationship, const bool *in)
{
    many m = many_at(st->at[i], relationship);
    const char *name = alk_relationship_definition(relationship)->name;
    int n = 0, wanted = 0;
    if (!alk_is_loaded(st->s, st->at[i], relationship))
        return;
    for (uint32_t k = 0; k < m.count; k++) {
        int member = thing_of(st, m.items[k]);
        if (is_deleted(st, m.items[k]))
            continue;
        if (member == NOTHING || !in[member])
            fail(st, "%s of %s #%d has #%d, and must not", name, tables[st->now.things[i].table].name, i, member);
        n++;
    }
    for (int k = 0; k < st->now.n; k++)
        wanted += in[k];
    if (n != wanted)
        fail(st, "%s of %s #%d has %d, must have %d", name, tables[st->now.things[i].table].name, i, n, wanted);
}

static void check_side(state *st, int i, int f)
{
    bool in[THINGS] = { false };
    if (st->stale[i][f])
        return;
    for (int k = 0; k < st->now.n; k++)
        in[k] = st->now.things[k].exists && !st->now.things[k].doomed && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == i;
    if (fks[f].many) {
        check_many(st, i, *fks[f].side, in);
        return;
    }
    void *one = one_at(st->at[i], *fks[f].side);
    int found = one ? thing_of(st, one) : NOTHING;
    if ((!one && !alk_is_loaded(st->s, st->at[i], *fks[f].side)) || is_deleted(st, one))
        return;
    for (int k = 0; k < st->now.n; k++)
        if (in[k] != (found == k))
            fail(st, "%s of team #%d is #%d, and #%d %s", alk_relationship_definition(*fks[f].side)->name, i, found, k, in[k] ? "must be" : "must not be");
}

static void check_skills(state *st, int i)
{
    bool in[THINGS] = { false }, is_player = st->now.things[i].table == T_PLAYER;
    for (int k = 0; k < st->now.n; k++)
        in[k] = (is_player ? st->now.linked[i][k] : st->now.linked[k][i]) && !st->now.things[k].doomed;
    check_many(st, i, is_player ? player.skills : skill.players, in);
}

static void check_object(state *st, int i)
{
    const thing *t = &st->now.things[i];
    int is = alk_entity_state(st->s, st->at[i]), to_be = t->doomed ? ALK_STATE_DELETED : is_written(st, i) ? ALK_STATE_PERSISTENT : ALK_STATE_PENDING;
    if (is != to_be)
        fail(st, "%s #%d is in state %d, must be in %d", tables[t->table].name, i, is, to_be);
    if (alk_entity_shard(st->s, st->at[i]) != shard_of(st, t->table, t->database))
        fail(st, "%s #%d is of shard %d, must be of %d", tables[t->table].name, i, alk_entity_shard(st->s, st->at[i]), shard_of(st, t->table, t->database));
    if (t->doomed)
        return;
    for (int k = 0; k < N_TABLES; k++)
        if (root_of((enum table_number)k) == root_of(t->table) && alk_entity_as(st->s, *tables[k].table, st->at[i]) != (is_a(t->table, (enum table_number)k) ? st->at[i] : NULL))
            fail(st, "%s #%d is taken for what it is not, or not for what it is", tables[t->table].name, i);
    check_columns(st, i);
    for (int f = 0; f < N_FKS; f++) {
        if (is_a(t->table, fks[f].child) && fks[f].one)
            check_one(st, i, f);
        if (is_a(t->table, fks[f].parent) && fks[f].side)
            check_side(st, i, f);
    }
    if (t->table == T_PLAYER || t->table == T_SKILL)
        check_skills(st, i);
}

void check_objects(state *st)
{
    discover(st);
    for (int i = 0; i < st->now.n; i++)
        if (st->at[i] && st->now.things[i].exists)
            check_object(st, i);
}
