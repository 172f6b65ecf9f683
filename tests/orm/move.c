/* SPDX-License-Identifier: MIT
 * Changes of columns and of relationships, in each way in which they can be made. */
#include "draw.h"
#include "family.h"
#include "operations.h"
#include <string.h>

void change(state *st)
{
    int i = pick(st, N_TABLES);
    if (i == NOTHING)
        return;
    thing *t = &st->now.things[i];
    unsigned k = tables[t->table].values[below(st, (int)tables[t->table].n_values)];
    if (t->table == T_TEAM && chance(st, 20))
        k = 4;
    cell_value to = draw_value(st, column_of(t->table, k)), is = value_get(column_of(t->table, k), st->at[i]);
    if (!alk_is_loaded(st->s, st->at[i], *tables[t->table].columns[k])) {
        if (t->unknown || value_equal(column_of(t->table, k), &to, &is))                 /* what is not loaded is written where it differs from that */
            return;
        t->unknown = true;
    }
    t->column[k] = to;
    put(st, i, k, st->at[i]);
    tell(st, "  change %s #%d: %s = %s%lld %s", tables[t->table].name, i, column_of(t->table, k)->name, t->column[k].null ? "NULL " : "", (long long)t->column[k].n, t->column[k].text);
}

/* A key of the program's own is another: what refers to it follows, in the database by itself, in the session with the flush. */
void change_key(state *st)
{
    static const enum table_number with[] = { T_SKILL, T_CELL, T_BADGE };
    int i = NOTHING, first = below(st, 3);
    if (!flush_now(st))
        return;
    for (int k = 0; k < 3 && i == NOTHING; k++)
        i = pick_written(st, with[(first + k) % 3]);
    if (i == NOTHING)
        return;
    thing *t = &st->now.things[i];
    for (unsigned k = 0; k < tables[t->table].n_key; k++)
        if (!alk_is_loaded(st->s, st->at[i], *tables[t->table].columns[k]))
            return;
    if (!draw_key(st, i))
        return;
    for (unsigned k = 0; k < tables[t->table].n_key; k++)
        if (!is_fk_column(t->table, k))
            put(st, i, k, st->at[i]);
    tell(st, "  change the key of %s #%d: %lld %lld %s", tables[t->table].name, i, (long long)t->column[0].n, (long long)t->column[1].n, t->column[0].text);
    st->structural = true;
    (void)flush_now(st);
}

/* ---- keys and pointers ---- */

typedef struct move {
    int f, child, from, to;
} move;

static void by_call(state *st, const move *m)
{
    const alk_sql *column = *tables[fks[m->f].child].columns[fks[m->f].columns[0]];
    st->now.things[m->child].unknown = st->now.things[m->child].unknown || !alk_is_loaded(st->s, st->at[m->child], column);
    st->dirt[m->child][m->f] = BY_CALL;
    st->now.things[m->child].ref[m->f] = m->to;
    st->lost[m->child][m->f] = false;
}

/* The place of one to one is free again. */
static bool make_room(state *st, const move *m)
{
    if (!occupied(st, m->f, m->to) || m->from == m->to)
        return true;
    if (!flush_now(st) || !st->at[m->to] || !is_written(st, m->to) || st->stale[m->to][m->f])
        return false;
    must(st, alk_load(st->s, &st->at[m->to], 1, *fks[m->f].side), "alk_load()");
    discover(st);
    for (int k = 0; k < st->now.n; k++)
        if (st->now.things[k].exists && is_a(st->now.things[k].table, fks[m->f].child) && st->now.things[k].ref[m->f] == m->to)
            st->now.things[k].ref[m->f] = NOTHING;
    return true;
}

static void relate_child(state *st, const move *m)
{
    if (!fks[m->f].one || st->dirt[m->child][m->f] == BY_KEY || st->stale[m->to == NOTHING ? m->child : m->to][m->f] || (m->from != NOTHING && st->stale[m->from][m->f]) || !make_room(st, m) ||
        !st->at[m->child])
        return;
    if (m->to == NOTHING && !fks[m->f].nullable && !alk_is_loaded(st->s, st->at[m->child], *fks[m->f].one))
        return;
    tell(st, "  relate %s #%d from #%d to #%d", tables[fks[m->f].child].name, m->child, m->from, m->to);
    must(st, alk_relate(st->s, st->at[m->child], *fks[m->f].one, m->to == NOTHING ? NULL : st->at[m->to]), "alk_relate()");
    by_call(st, m);
}

static void relate_parent(state *st, const move *m)
{
    if (fks[m->f].many || m->to == NOTHING || st->dirt[m->child][m->f] == BY_KEY || st->stale[m->to][m->f] || (m->from != NOTHING && st->stale[m->from][m->f]) || !make_room(st, m) ||
        !st->at[m->child] || !alk_is_loaded(st->s, st->at[m->to], *fks[m->f].side))
        return;
    tell(st, "  relate from the side of team #%d: mascot #%d", m->to, m->child);
    must(st, alk_relate(st->s, st->at[m->to], *fks[m->f].side, st->at[m->child]), "alk_relate()");
    by_call(st, m);
}

/* Where the child has no member that tells of its owner it is taken out there first. */
static void append_child(state *st, const move *m)
{
    if (!fks[m->f].many || !fks[m->f].side || m->to == NOTHING || st->dirt[m->child][m->f] == BY_KEY || st->stale[m->to][m->f] || (m->from != NOTHING && st->stale[m->from][m->f]))
        return;
    if (!fks[m->f].one && st->dirt[m->child][m->f] != CLEAN)
        return;
    tell(st, "  append %s #%d, of #%d, to #%d", tables[fks[m->f].child].name, m->child, m->from, m->to);
    if (!fks[m->f].one && m->from == m->to && !alk_is_loaded(st->s, st->at[m->to], *fks[m->f].side))
        return;
    if (!fks[m->f].one && m->from != NOTHING && m->from != m->to) {
        if (!st->at[m->from] || st->now.things[m->from].doomed)
            return;
        must(st, alk_remove(st->s, st->at[m->from], *fks[m->f].side, st->at[m->child]), "alk_remove()");
    }
    must(st, alk_append(st->s, st->at[m->to], *fks[m->f].side, st->at[m->child]), "alk_append()");
    by_call(st, m);
}

static void remove_child(state *st, const move *m)
{
    if (!fks[m->f].many || !fks[m->f].side || m->to != NOTHING || m->from == NOTHING || !st->at[m->from] || st->now.things[m->from].doomed || st->dirt[m->child][m->f] == BY_KEY ||
        st->stale[m->from][m->f])
        return;
    if (!fks[m->f].one && st->dirt[m->child][m->f] != CLEAN)
        return;
    if (fks[m->f].one && !fks[m->f].nullable && fks[m->f].rule != LOST_IS_ORPHAN && !alk_is_loaded(st->s, st->at[m->child], *fks[m->f].one))
        return;
    tell(st, "  remove %s #%d from #%d", tables[fks[m->f].child].name, m->child, m->from);
    must(st, alk_remove(st->s, st->at[m->from], *fks[m->f].side, st->at[m->child]), "alk_remove()");
    by_call(st, m);
}

static void assign_pointer(state *st, const move *m)
{
    if (!fks[m->f].one || occupied(st, m->f, m->to) || m->from == m->to || (m->to == NOTHING && !alk_is_loaded(st->s, st->at[m->child], *fks[m->f].one)) || st->lost[m->child][m->f])
        return;
    if (st->dirt[m->child][m->f] != CLEAN && st->dirt[m->child][m->f] != BY_POINTER)
        return;
    tell(st, "  assign the pointer of %s #%d, from #%d: #%d", tables[fks[m->f].child].name, m->child, m->from, m->to);
    bool told = is_written(st, m->child) && st->dirt[m->child][m->f] == CLEAN && alk_is_loaded(st->s, st->at[m->child], *fks[m->f].one);       /* where it was */
    put_pointer(st->at[m->child], *fks[m->f].one, m->to == NOTHING ? NULL : st->at[m->to]);
    by_call(st, m);
    st->dirt[m->child][m->f] = BY_POINTER;
    if (m->from != NOTHING && !st->stale[m->from][m->f])
        st->stale[m->from][m->f] = told ? LATE : true;
    if (m->to != NOTHING && !st->stale[m->to][m->f])
        st->stale[m->to][m->f] = LATE;
}

static void assign_key(state *st, const move *m)
{
    const fk_info *f = &fks[m->f];
    if (!is_written(st, m->child) || (m->to != NOTHING && !is_written(st, m->to)) || (m->to == NOTHING && !f->nullable) || st->dirt[m->child][m->f] != CLEAN || occupied(st, m->f, m->to) ||
        m->from == m->to || !alk_is_loaded(st->s, st->at[m->child], *tables[f->child].columns[f->columns[0]]))
        return;
    tell(st, "  assign the key of %s #%d, from #%d: #%d", tables[f->child].name, m->child, m->from, m->to);
    for (unsigned k = 0; k < f->n; k++) {
        cell_value v = m->to == NOTHING ? (cell_value){ .null = true } : world_value(&st->now, m->to, f->keys[k]);
        value_put(column_of(f->child, f->columns[k]), st->at[m->child], &v, lend(st, v.text));
    }
    by_call(st, m);
    st->dirt[m->child][m->f] = BY_KEY;
    if (m->from != NOTHING)
        st->stale[m->from][m->f] = true;
    if (m->to != NOTHING)
        st->stale[m->to][m->f] = true;
}

void move_child(state *st)
{
    static void (*const ways[])(state *, const move *) = { relate_child, relate_parent, append_child, remove_child, assign_pointer, assign_key };
    move m = { .f = below(st, N_FKS) };
    int way = below(st, 6);
    if (m.f == F_BADGE)                      /* a part of the key */
        return;
    m.child = pick(st, fks[m.f].child);
    m.to = m.child == NOTHING || way == 3 || chance(st, 25) ? NOTHING : pick_beside(st, fks[m.f].parent, st->now.things[m.child].database);
    if (m.child == NOTHING || (m.to != NOTHING && is_below(st, m.f, m.to, m.child)))
        return;
    m.from = st->now.things[m.child].ref[m.f];
    /* Whether a key that is not known, and may be NULL, is written anew is told by no rule that the version could be counted by. */
    if (fks[m.f].nullable && tables[fks[m.f].child].version && !alk_is_loaded(st->s, st->at[m.child], *tables[fks[m.f].child].columns[fks[m.f].columns[0]]))
        return;
    bool pending_orphan = !is_written(st, m.child) && m.to == NOTHING && fks[m.f].rule == LOST_IS_ORPHAN;
    bool loses = m.to == NOTHING && fks[m.f].rule != LOST_IS_ORPHAN && !fks[m.f].nullable;
    if (m.to == NOTHING && m.from != NOTHING && st->now.things[m.from].doomed && fks[m.f].rule == LOST_IS_DELETED)
        return;
    if (pending_orphan || (loses && chance(st, 70)))
        return;
    for (int k = 0; k < 2; k++) {      /* collections that did not follow an assignment are not to be used as they are */
        int p = k ? m.to : m.from;
        if (way < 4 && p != NOTHING && st->stale[p][m.f] && st->at[p] && (!freshen(st, p) || !st->at[m.child] || (m.to != NOTHING && !st->at[m.to])))
            return;
    }
    ways[way](st, &m);
    st->structural = true;
}

/* ---- many to many ---- */

void link_skill(state *st)
{
    int p = pick(st, T_PLAYER), k = p == NOTHING ? NOTHING : pick_beside(st, T_SKILL, st->now.things[p].database);
    bool turned = chance(st, 50);
    if (p == NOTHING || k == NOTHING)
        return;
    void *owner = turned ? st->at[k] : st->at[p], *member = turned ? st->at[p] : st->at[k];
    const alk_sql *side = turned ? skill.players : player.skills;
    if (st->stale[p][0] && st->stale[p][1])
        return;
    if (st->now.linked[p][k] && chance(st, 70)) {
        tell(st, "  unlink player #%d, skill #%d%s", p, k, turned ? " by the skill" : "");
        must(st, alk_remove(st->s, owner, side, member), "alk_remove()");
        st->now.linked[p][k] = false;
    } else if (!st->now.linked[p][k] || alk_is_loaded(st->s, owner, side)) {
        tell(st, "  link player #%d, skill #%d%s", p, k, turned ? " by the skill" : "");
        must(st, alk_append(st->s, owner, side, member), "alk_append()");
        st->now.linked[p][k] = true;
    }
    st->structural = true;
}
