/* SPDX-License-Identifier: MIT
 * What shards refuse: relations between two of them, and statements that would give a part for all; and what one of them answers alone. */
#include "draw.h"
#include "family.h"
#include "operations.h"
#include <string.h>

/* ---- relations between two ---- */

typedef struct pair {
    int f, child, parent;
} pair;

static int pick_elsewhere(state *st, enum table_number t, int database)
{
    int first = below(st, st->places.n), i = NOTHING;
    for (int d = 0; i == NOTHING && d < st->places.n; d++)
        if ((first + d) % st->places.n != database)
            i = pick_beside(st, t, (first + d) % st->places.n);
    return i;
}

/* By a call nothing is changed. */
static void refused_by_call(state *st, int code, bool dirty, const char *what)
{
    must_fail(st, code, ALK_ERROR_ARGUMENT, what);
    if (alk_session_is_dirty(st->s) != dirty || alk_session_has_failed(st->s))
        fail(st, "%s was refused, and has changed the session", what);
}

static void relate_two(state *st, const pair *p)
{
    const fk_info *f = &fks[p->f];
    bool dirty = alk_session_is_dirty(st->s), by_child = f->one && (!f->side || chance(st, 50));
    tell(st, "  relate %s #%d to #%d of another shard, by the %s", tables[f->child].name, p->child, p->parent, by_child ? "child" : "parent");
    if (by_child)
        refused_by_call(st, alk_relate(st->s, st->at[p->child], *f->one, st->at[p->parent]), dirty, "alk_relate() to another shard");
    else if (f->many)
        refused_by_call(st, alk_append(st->s, st->at[p->parent], *f->side, st->at[p->child]), dirty, "alk_append() of what is of another shard");
    else if (alk_is_loaded(st->s, st->at[p->parent], *f->side))
        refused_by_call(st, alk_relate(st->s, st->at[p->parent], *f->side, st->at[p->child]), dirty, "alk_relate() to another shard");
}

static void go_back(state *st)
{
    if (st->n_points && chance(st, 50))
        roll_back_to(st, below(st, st->n_points));
    else
        roll_back(st);
}

/* A pointer is found wrong by the flush. */
static void point_to(state *st, const pair *p)
{
    if (!fks[p->f].one || st->dirt[p->child][p->f] != CLEAN || st->lost[p->child][p->f] || !can_flush(st) || !st->at[p->child] || !st->at[p->parent])
        return;
    tell(st, "  assign the pointer of %s #%d: #%d of another shard", tables[fks[p->f].child].name, p->child, p->parent);
    put_pointer(st->at[p->child], *fks[p->f].one, st->at[p->parent]);
    must_fail(st, alk_flush(st->s), ALK_ERROR_ARGUMENT, "alk_flush() of a pointer to another shard");
    if (!alk_session_has_failed(st->s))
        fail(st, "the session has not failed");
    go_back(st);
}

void relate_across(state *st)
{
    pair p = { .f = below(st, N_FKS) };
    p.child = p.f == F_BADGE || !is_sharded(st, fks[p.f].child) ? NOTHING : pick(st, fks[p.f].child);
    p.parent = p.child == NOTHING ? NOTHING : pick_elsewhere(st, fks[p.f].parent, st->now.things[p.child].database);
    if (p.parent == NOTHING)
        return;
    if (chance(st, 40))
        point_to(st, &p);
    else
        relate_two(st, &p);
}

void link_across(state *st)
{
    int p = pick(st, T_PLAYER), k = p == NOTHING ? NOTHING : pick_elsewhere(st, T_SKILL, st->now.things[p].database);
    bool turned = chance(st, 50), dirty = alk_session_is_dirty(st->s);
    if (k == NOTHING)
        return;
    tell(st, "  link player #%d, skill #%d of another shard", p, k);
    refused_by_call(st, alk_append(st->s, turned ? st->at[k] : st->at[p], turned ? skill.players : player.skills, turned ? st->at[p] : st->at[k]), dirty, "alk_append() of what is of another shard");
}

/* A new object between two shards is not added, nor what it leads to. */
void add_across(state *st)
{
    int t = pick(st, T_TEAM), l = t == NOTHING ? NOTHING : pick_elsewhere(st, T_BEAST, st->now.things[t].database), with = below(st, 3);
    if (l == NOTHING)
        return;
    size_t before = alk_session_count(st->s);
    bool dirty = alk_session_is_dirty(st->s);
    struct beast fresh = { .team = st->at[t] };
    struct beast *followers[] = { st->at[l], &fresh };
    struct dog given = { .beast = { .team = st->at[t] } };
    if (with == 0)
        given.beast.leader = st->at[l];
    else
        memcpy(&given.beast.followers, &(struct { void **items; uint32_t count, state; }){ (void **)followers, with == 1 ? 1 : 2, ALK_LOADED }, sizeof given.beast.followers);
    tell(st, "  add a dog of team #%d with beast #%d of another shard", t, l);
    void *made = alk_entity_add(st->s, dog.table, &given);
    refused_by_call(st, made ? ALK_OK : alk_last_error()->code, dirty, "adding what leads to two shards");
    if (alk_session_count(st->s) != before)
        fail(st, "what was not added has left %d objects", (int)alk_session_count(st->s) - (int)before);
}

/* ---- statements ---- */

static int count_things(const state *st, enum table_number t, int database)
{
    int n = 0;
    for (int i = 0; i < st->flushed.n; i++)
        n += st->flushed.things[i].exists && is_a(st->flushed.things[i].table, t) && st->flushed.things[i].database == database;
    return n;
}

static void must_not_run(state *st, const alk_sql *statement, const char *what)
{
    alk_result *result = alk_execute(st->s, statement);
    must_fail(st, result ? ALK_OK : alk_last_error()->code, ALK_ERROR_INTERFACE, what);
}

/* A part is never given for all; one shard answers. */
void ask_too_much(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    const alk_sql *table = *tables[t].table, *key = *tables[t].columns[0];
    if (!is_sharded(st, t) || t == T_CAT || !flush_now(st))          /* cats have no table of their own to be counted */
        return;
    int database = draw_database(st, t), way = below(st, 5);
    tell(st, "  ask all shards of %s for what they cannot tell, and one", tables[t].name);
    if (way == 0)
        must_not_run(st, alk_select(table, alk_limit(1)), "a LIMIT on several shards");
    else if (way == 1)
        must_not_run(st, alk_select(table, alk_offset(1), alk_order_by(key)), "an OFFSET on several shards");
    else if (way == 2)
        must_not_run(st, alk_select(alk_count_all(), alk_from(table)), "an aggregate on several shards");
    else if (way == 3)
        must_not_run(st, alk_select(key), "values of several shards");
    else
        must_not_run(st, alk_insert(table, alk_set(key, alk_null())), "an INSERT on several shards");
    int64_t n = -1;
    must(st, alk_scalar_int(alk_execute(st->s, alk_select(alk_count_all(), alk_from(table), part_on(st, t, database))), &n), "counting on a shard");
    if (n != count_things(st, t, database))
        fail(st, "a shard has %lld of %s, must have %d", (long long)n, tables[t].name, count_things(st, t, database));
}
