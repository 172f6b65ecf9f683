/* SPDX-License-Identifier: MIT
 * Operations: each draws what it works on, does it in the session and in the model. What the headers leave open is not done: it flushes before. */
#include "state.h"
#include <stdio.h>
#include <string.h>

/* ---- drawing ---- */

/* A thing with an object that may be used; table N_TABLES: of any. */
static int pick(state *st, enum table_number t)
{
    int list[THINGS], n = 0;
    for (int i = 0; i < st->now.n; i++)
        if (st->now.things[i].exists && !st->now.things[i].doomed && st->at[i] && (t == N_TABLES || is_a(st->now.things[i].table, t)))
            list[n++] = i;
    return n ? list[below(st, n)] : NOTHING;
}

static int pick_written(state *st, enum table_number t)
{
    int i = pick(st, t);
    return i != NOTHING && is_written(st, i) ? i : NOTHING;
}

static cell_value draw_value(state *st, const alk_column *column)
{
    static const char *const words[] = { "", "a", "b", "élan vital", "O'Brien", "twenty-two letters ...", "c" };
    cell_value v = { .null = column->nullable && chance(st, 25), .n = below(st, 5) };
    (void)snprintf(v.text, sizeof v.text, "%s", words[below(st, 7)]);
    return v;
}

/* The text where it is scribbled over after the next flush. */
static const char *lend(state *st, const char *text)
{
    size_t size = strlen(text) + 1;
    if (st->n_texts + size > sizeof st->texts - 1)
        st->n_texts = 0;
    char *at = st->texts + st->n_texts;
    st->n_texts += size;
    return memcpy(at, text, size);
}

static void put(state *st, int i, unsigned column, void *row)
{
    const thing *t = &st->now.things[i];
    value_put(column_of(t->table, column), row, &t->column[column], lend(st, t->column[column].text));
}

static void put_pointer(void *row, const alk_sql *relationship, void *to)
{
    memcpy((char *)row + offset_of(relationship), &to, sizeof to);
}

/* ---- adding ---- */

typedef union row {
    long long align;
    char bytes[400];
} row;

typedef struct family {                /* structs of the program's own */
    row rows[8];
    int things[8];
    int n;
} family;

static int new_thing(state *st, enum table_number t)
{
    int i = st->now.n++;
    thing *made = &st->now.things[i];
    memset(made, 0, sizeof *made);
    made->table = t;
    made->exists = true;
    for (int f = 0; f < N_FKS; f++)
        made->ref[f] = NOTHING;
    memset(st->stale[i], 0, sizeof st->stale[i]);
    memset(st->lost[i], 0, sizeof st->lost[i]);
    return i;
}

/* A key that the program gives, and no row has. False: none was found. */
static bool draw_key(state *st, int i)
{
    thing *t = &st->now.things[i];
    for (int tries = 0; tries < 6; tries++) {
        cell_value key[2] = { { .n = below(st, 4) }, { .n = below(st, 4) } };
        bool taken = false;
        (void)snprintf(key[0].text, sizeof key[0].text, "s%d", below(st, 8));
        for (int k = 0; k < st->now.n; k++) {
            const thing *other = &st->now.things[k];
            if (k == i || !other->exists || other->table != t->table || (t->table == T_BADGE && other->ref[6] != t->ref[6]))
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

static bool occupied(const state *st, int f, int p)
{
    for (int k = 0; !fks[f].many && p != NOTHING && k < st->now.n; k++)
        if (st->now.things[k].exists && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == p)
            return true;
    return false;
}

/* A struct of the program, and its thing; its parents are objects, rows by their keys, or structs too. NOTHING: it cannot be made. */
static int make(state *st, family *all, enum table_number t, int given)
{
    if (all->n == 8 || st->now.n >= THINGS - 6)
        return NOTHING;
    row *r = &all->rows[all->n];
    int slot = all->n++, i = new_thing(st, t);
    memset(r, 0, sizeof *r);
    for (int f = 0; f < N_FKS; f++) {
        if (!is_a(t, fks[f].child) || f == given)
            continue;
        int p = pick(st, fks[f].parent);
        if ((fks[f].nullable && chance(st, 40)) || occupied(st, f, p))
            p = NOTHING;
        if (fks[f].one && given == NOTHING && (chance(st, 15) || (p == NOTHING && !fks[f].nullable)) && tables[fks[f].parent].generated) {
            int k = all->n;
            p = make(st, all, fks[f].parent, NOTHING);
            if (p != NOTHING)
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

/* Structs of parents have become objects: they are found by the pointers of their children. */
static void find_parents(state *st, int i)
{
    for (int f = 0; f < N_FKS; f++) {
        int p = st->now.things[i].ref[f];
        if (!is_a(st->now.things[i].table, fks[f].child) || p == NOTHING || st->at[p] || !fks[f].one)
            continue;
        memcpy(&st->at[p], (char *)st->at[i] + offset_of(*fks[f].one), sizeof(void *));
        if (alk_entity_state(st->s, st->at[p]) != ALK_STATE_PENDING)
            fail(st, "a struct that an added one leads to is not added");
        find_parents(st, p);
    }
}

/* What cannot be made leaves no trace in the model. */
static void take_back(state *st, int from)
{
    while (st->now.n > from) {
        int i = --st->now.n;
        memset(&st->now.things[i], 0, sizeof st->now.things[i]);
        memset(st->dirt[i], 0, sizeof st->dirt[i]);
    }
}

static void add(state *st)
{
    family all = { .n = 0 };
    int from = st->now.n, i = make(st, &all, (enum table_number)below(st, N_TABLES), NOTHING);
    if (i == NOTHING) {
        take_back(st, from);
        return;
    }
    enum table_number t = st->now.things[i].table;
    tell(st, "  add %s #%d", tables[t].name, i);
    st->at[i] = alk_entity_add(st->s, *tables[t].table, &all.rows[0]);
    if (!st->at[i])
        fail(st, "adding fails: %s", alk_last_error()->message);
    find_parents(st, i);
    st->structural = true;
}

/* An owner with an array of structs, some of them objects of the session. */
static void add_family(state *st)
{
    static const int with[] = { 0, 1, 3, 8, 9, 10, 11, 12 };
    family all = { .n = 0 };
    int f = with[below(st, 8)], from = st->now.n, n = 1 + below(st, 3);
    void *items[4];
    struct { void **items; uint32_t count, state; } m = { items, 0, ALK_LOADED };
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
    st->at[i] = alk_entity_add(st->s, *tables[fks[f].parent].table, &all.rows[0]);
    if (!st->at[i])
        fail(st, "adding fails: %s", alk_last_error()->message);
    memcpy(&m, (char *)st->at[i] + offset_of(*fks[f].side), sizeof m);
    if (m.count != (uint32_t)n)
        fail(st, "the collection has not the objects that it was given");
    for (int k = 0; k < n; k++)
        st->at[all.things[first + k]] = m.items[k];
    find_parents(st, i);
    st->structural = true;
}

/* ---- columns ---- */

static void change(state *st)
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

/* ---- moving ---- */

static bool is_below(const state *st, int f, int i, int ancestor)
{
    for (; i != NOTHING; i = is_a(fks[f].child, fks[f].parent) ? st->now.things[i].ref[f] : NOTHING)
        if (i == ancestor)
            return true;
    return false;
}

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
    put_pointer(st->at[m->child], *fks[m->f].one, m->to == NOTHING ? NULL : st->at[m->to]);
    by_call(st, m);
    st->dirt[m->child][m->f] = BY_POINTER;
    if (m->from != NOTHING)
        st->stale[m->from][m->f] = true;
    if (m->to != NOTHING)
        st->stale[m->to][m->f] = true;
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

static void move_child(state *st)
{
    static void (*const ways[])(state *, const move *) = { relate_child, relate_parent, append_child, remove_child, assign_pointer, assign_key };
    move m = { .f = below(st, N_FKS) };
    int way = below(st, 6);
    if (m.f == 6)                      /* a part of the key */
        return;
    m.child = pick(st, fks[m.f].child);
    m.to = way == 3 || chance(st, 25) ? NOTHING : pick(st, fks[m.f].parent);
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

static void link_skill(state *st)
{
    int p = pick(st, T_PLAYER), k = pick(st, T_SKILL);
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

/* ---- deleting ---- */

static bool is_used(const state *st, int i, bool by_pending)
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

static bool is_any_stale(const state *st, int i)
{
    for (int f = 0; f < N_FKS; f++)
        if (st->stale[i][f])
            return true;
    return false;
}

/* A child was taken out of it that the database deletes with it: whether it is deleted too is not said. */
static bool has_lost_any(const state *st, int i)
{
    for (int k = 0; k < st->flushed.n; k++)
        for (int f = 0; f < N_FKS; f++)
            if (fks[f].rule == LOST_IS_DELETED && is_written(st, k) && is_a(st->flushed.things[k].table, fks[f].child) && st->flushed.things[k].ref[f] == i && st->now.things[k].ref[f] == NOTHING)
                return true;
    return false;
}

static void delete_thing(state *st)
{
    int i = pick(st, N_TABLES);
    if (i == NOTHING)
        return;
    if (is_written(st, i) && (is_used(st, i, true) || has_lost_any(st, i) ? !flush_now(st) : is_any_stale(st, i) && !freshen(st, i)))
        return;
    if (!st->at[i] || !st->now.things[i].exists || (!is_written(st, i) && is_used(st, i, false)))
        return;
    if (!is_written(st, i) && st->now.things[i].table == T_CRATE)          /* the collections that have it are not known */
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
    static const int cascading[] = { 3, 6, 12 };
    lose_changes(st, i);
    for (int k = 0; k < st->now.n; k++)
        for (int c = 0; c < 3; c++) {
            int f = cascading[c];
            if (st->at[k] && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == i && alk_is_loaded(st->s, st->at[i], *fks[f].side))
                lose_changes(st, k);
        }
}

static void expire(state *st)
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

static void refresh(state *st)
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
static void forget_everywhere(state *st, int i)
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

static void expunge(state *st)
{
    static const enum table_number leaves[] = { T_CRATE, T_MASCOT, T_ENTRY, T_GUEST, T_MARK, T_CELL };
    int i = flush_now(st) ? pick_written(st, leaves[below(st, 6)]) : NOTHING;
    if (i == NOTHING)
        return;
    tell(st, "  expunge %s #%d", tables[st->now.things[i].table].name, i);
    must(st, alk_expunge(st->s, st->at[i]), "alk_expunge()");
    forget_everywhere(st, i);
}

/* ---- merging ---- */

static void merge(state *st)
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

/* ---- loading ---- */

static void find(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    alk_value key[2];
    char text[24];
    int list[THINGS], n = 0, other = NOTHING;
    bool unknown = false;
    for (int k = 0; k < st->now.n; k++)            /* what it was comes to be known: whether the change is one is told by the flush before */
        unknown = unknown || st->now.things[k].unknown;
    if ((st->structural || unknown) && !flush_now(st))
        return;
    for (int k = 0; k < st->flushed.n; k++)
        if (st->flushed.things[k].exists && is_a(st->flushed.things[k].table, t))
            list[n++] = k;
        else if (st->flushed.things[k].exists && root_of(st->flushed.things[k].table) == root_of(t))
            other = k;                 /* it is there, and is no such thing */
    int i = n && chance(st, 85) ? list[below(st, n)] : NOTHING;
    for (unsigned k = 0; k < tables[t].n_key; k++) {
        cell_value v = i != NOTHING ? world_value(&st->flushed, i, k) : other != NOTHING ? world_value(&st->flushed, other, k) : (cell_value){ .n = 99999, .text = "none" };
        memcpy(text, v.text, sizeof text);
        key[k] = is_text(column_of(t, k)) ? alk_value_text(text) : alk_value_int(v.n);
    }
    tell(st, "  find %s #%d", tables[t].name, i);
    void *found = alk_entity_find(st->s, *tables[t].table, key, tables[t].n_key, chance(st, 10) && !alk_session_is_dirty(st->s) ? ALK_FIND_FOR_UPDATE : 0);
    if (i == NOTHING) {
        if (found || alk_last_error()->code != ALK_ERROR_NO_ROW)
            fail(st, "finding what is not there gives %s", found ? "an object" : alk_last_error()->message);
        return;
    }
    if (!found)
        fail(st, "finding %s #%d fails: %s", tables[t].name, i, alk_last_error()->message);
    if (st->at[i] && st->at[i] != found)
        fail(st, "%s #%d has two objects", tables[t].name, i);
    st->at[i] = found;
    if (!alk_is_loaded(st->s, found, *tables[t].columns[tables[t].values[0]]))
        fail(st, "what was found is not loaded");
}

/* A relationship of the table, or of a variant of it: *to is what it leads to. NULL: none was drawn. */
static const alk_sql *draw_relationship(state *st, enum table_number t, bool of_variants, enum table_number *to)
{
    const alk_sql *list[N_FKS * 2 + 2];
    enum table_number leads[N_FKS * 2 + 2];
    int n = 0;
    for (int f = 0; f < N_FKS; f++) {
        if ((is_a(t, fks[f].child) || (of_variants && is_a(fks[f].child, t))) && fks[f].one)
            leads[n] = fks[f].parent, list[n++] = *fks[f].one;
        if ((is_a(t, fks[f].parent) || (of_variants && is_a(fks[f].parent, t))) && fks[f].side)
            leads[n] = fks[f].child, list[n++] = *fks[f].side;
    }
    if (t == T_PLAYER)
        leads[n] = T_SKILL, list[n++] = player.skills;
    if (t == T_SKILL)
        leads[n] = T_PLAYER, list[n++] = skill.players;
    int k = n ? below(st, n) : 0;
    *to = n ? leads[k] : t;
    return n ? list[k] : NULL;
}

static void load(state *st)
{
    int i = pick(st, N_TABLES), n = 0;
    enum table_number to;
    void *all[THINGS];
    if (i == NOTHING || !flush_now(st))
        return;
    enum table_number t = st->now.things[i].table;
    const alk_sql *relationship = draw_relationship(st, t, false, &to);
    bool column = t == T_TEAM && chance(st, 25);
    for (int k = 0; k < st->now.n; k++)
        if (st->at[k] && st->now.things[k].exists && is_a(st->now.things[k].table, t) && (k == i || chance(st, 50)))
            all[n++] = st->at[k];
    if (!n || !(relationship || column))
        return;
    tell(st, "  load %s of %d of %s", column ? "notes" : alk_relationship_definition(relationship)->name, n, tables[t].name);
    must(st, column ? alk_load(st->s, all, (size_t)n, team.notes) : alk_load(st->s, all, (size_t)n, relationship), "alk_load()");
    for (int k = 0; k < n; k++)
        if (!alk_is_loaded(st->s, all[k], column ? team.notes : relationship))
            fail(st, "it is not loaded after alk_load()");
}

static const alk_sql *draw_query(state *st, enum table_number t, const alk_sql **relationship, bool *inner, const alk_sql *condition)
{
    enum table_number to;
    const alk_sql *table = *tables[t].table;
    *relationship = draw_relationship(st, t, true, &to);
    int way = *relationship ? below(st, 5) : 4;
    *inner = false;
    const alk_sql *where = alk_where(condition);
    switch (way) {
    case 0: return alk_select(table, alk_with(*relationship), where);
    case 1: return alk_select(table, alk_with_joined(*relationship), where);
    case 2: return alk_select(table, alk_with_subquery(*relationship), where);
    case 3:
        if (root_of(to) != root_of(t) && alk_relationship_definition(*relationship)->cardinality == ALK_ONE) {
            *inner = true;
            return alk_select(table, *tables[to].table, alk_join(*relationship), alk_with_contained(*relationship), where);
        }
        return alk_select(table, alk_with(*relationship), where);
    default:
        *relationship = NULL;
        return chance(st, 80) || t != T_TEAM ? alk_select(table, where) : alk_select(table, alk_undefer(team.notes), where);
    }
}

static bool matches(const state *st, int i, enum table_number t, unsigned k, const cell_value *v)
{
    const thing *is = &st->now.things[i];
    return is->exists && is_a(is->table, t) && (!v || (!is->column[k].null && value_equal(column_of(t, k), &is->column[k], v)));
}

static void query(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    const alk_sql *relationship;
    bool inner, seen[THINGS] = { false }, filters = chance(st, 40);
    unsigned k = tables[t].values[0];
    cell_value v = draw_value(st, column_of(t, k));
    if (!can_flush(st))
        return;
    const alk_sql *column = *tables[t].columns[k], *condition = !filters ? alk_true() : is_text(column_of(t, k)) ? alk_eq(column, v.text) : alk_eq(column, v.n);
    v.null = false;
    const alk_sql *statement = draw_query(st, t, &relationship, &inner, condition);
    tell(st, "  query %s%s%s", tables[t].name, relationship ? " with " : "", relationship ? alk_relationship_definition(relationship)->name : "");
    alk_result *result = alk_execute(st->s, statement);
    if (!result)
        fail(st, "a query fails: %s", alk_last_error()->message);
    void *all[THINGS * 2];
    int n = 0;
    for (void *e; (e = alk_entity_next(result, *tables[t].table)) && n < THINGS * 2; n++)
        all[n] = e;
    must(st, alk_close(result), "reading a query");
    after_flush(st);
    for (int j = 0; j < n; j++) {
        int i = world_at_row(&st->flushed, t, all[j]);
        if (i == NOTHING || seen[i] || !matches(st, i, t, k, filters ? &v : NULL))
            fail(st, "the query gives %s #%d, and must not", tables[t].name, i);
        if (st->at[i] && st->at[i] != all[j])
            fail(st, "%s #%d has two objects", tables[t].name, i);
        st->at[i] = all[j];
        seen[i] = true;
        if (relationship && alk_entity_as(st->s, *alk_relationship_definition(relationship)->table, all[j]) && !alk_is_loaded(st->s, all[j], relationship))
            fail(st, "%s of %s #%d is not loaded", alk_relationship_definition(relationship)->name, tables[t].name, i);
    }
    for (int i = 0; !inner && i < st->now.n; i++)
        if (!seen[i] && matches(st, i, t, k, filters ? &v : NULL))
            fail(st, "the query does not give %s #%d", tables[t].name, i);
}

/* ---- statements past the objects ---- */

static void core_update(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    unsigned k = tables[t].values[tables[t].n_values - 1];
    const alk_column *column = column_of(t, k);
    cell_value to = draw_value(st, column), from = draw_value(st, column);
    if (!flush_now(st))
        return;
    from.null = to.null = false;
    tell(st, "  UPDATE %s %s to %lld %s", tables[t].name, column->name, (long long)to.n, to.text);
    const alk_sql *c = *tables[t].columns[k];
    alk_result *result = is_text(column) ? alk_execute(st->s, alk_update(*column->table, alk_set(c, to.text), alk_where(alk_eq(c, from.text))))
                                         : alk_execute(st->s, alk_update(*column->table, alk_set(c, to.n), alk_where(alk_eq(c, from.n))));
    must(st, alk_close(result), "an UPDATE");
    for (int i = 0; i < st->now.n; i++)
        if (matches(st, i, t, k, &from))
            st->now.things[i].column[k] = to;      /* no UPDATE of the session's, so no version */
    st->flushed = st->now;
    check_rows(st, alk_session_conn(st->s), &st->flushed);
}

static void core_delete(state *st)
{
    static const enum table_number leaves[] = { T_CRATE, T_MASCOT, T_PARCEL, T_ENTRY, T_GUEST, T_MARK };
    enum table_number t = leaves[below(st, 6)];
    unsigned k = tables[t].values[0];
    cell_value v = draw_value(st, column_of(t, k));
    if (!flush_now(st))
        return;
    v.null = false;
    tell(st, "  DELETE FROM %s of %s", tables[t].name, v.text);
    must(st, alk_close(alk_execute(st->s, alk_delete_from(*tables[t].table, alk_where(alk_eq(*tables[t].columns[k], v.text))))), "a DELETE");
    for (int i = 0; i < st->now.n; i++)
        if (matches(st, i, t, k, &v)) {
            if (st->at[i])
                forget_everywhere(st, i);
            st->now.things[i].exists = false;
        }
    for (int i = 0; i < st->n_gone; i++)
        if (alk_entity_state(st->s, st->gone[i]) < ALK_STATE_DELETED)
            fail(st, "an object whose row is gone is in state %d", alk_entity_state(st->s, st->gone[i]));
    st->flushed = st->now;
    check_rows(st, alk_session_conn(st->s), &st->flushed);
}

/* ---- what must fail ---- */

static void go_stale(state *st)
{
    int i = flush_now(st) ? pick_written(st, T_PLAYER) : NOTHING;
    if (i == NOTHING || !alk_is_loaded(st->s, st->at[i], player.score))
        return;
    struct player *p = st->at[i];
    tell(st, "  player #%d is changed behind the session's back", i);
    must(st, alk_close(alk_execute(alk_session_conn(st->s), alk_update(player.table, alk_set(player.version, 77), alk_where(alk_eq(player.id, p->id))))), "an UPDATE");
    p->score = (alk_opt_int32)ALK_SOME(1000);
    if (chance(st, 50))
        must(st, alk_delete(st->s, p), "alk_delete()");
    must_fail(st, alk_flush(st->s), ALK_ERROR_STALE_DATA, "alk_flush() of what is stale");
    must_fail(st, alk_flush(st->s), ALK_ERROR_INTERFACE, "alk_flush() of a session that failed");
    if (st->n_points && chance(st, 50))
        roll_back_to(st, st->n_points - 1);
    else
        roll_back(st);
}

static void use_gone(state *st)
{
    if (!st->n_gone)
        return;
    void *e = st->gone[below(st, st->n_gone)];
    if (alk_entity_state(st->s, e) < ALK_STATE_DELETED)        /* rolled back */
        return;
    tell(st, "  use what is gone");
    must_fail(st, alk_delete(st->s, e), ALK_ERROR_INTERFACE, "alk_delete() of what is gone");
    must_fail(st, alk_refresh(st->s, e), ALK_ERROR_INTERFACE, "alk_refresh() of what is gone");
    must_fail(st, alk_expire(st->s, &st->now), ALK_ERROR_ARGUMENT, "alk_expire() of no object");
}

static void refresh_gone(state *st)
{
    int i = flush_now(st) ? pick_written(st, T_GUEST) : NOTHING;
    if (i == NOTHING)
        return;
    struct guest *g = st->at[i];
    tell(st, "  refresh guest #%d, whose row is gone", i);
    must(st, alk_close(alk_execute(alk_session_conn(st->s), alk_delete_from(guest.table, alk_where(alk_eq(guest.id, g->id))))), "a DELETE");
    must_fail(st, alk_refresh(st->s, g), ALK_ERROR_NO_ROW, "alk_refresh()");
    if (alk_entity_state(st->s, g) != ALK_STATE_DETACHED)
        fail(st, "it is in state %d", alk_entity_state(st->s, g));
    forget_everywhere(st, i);
    st->now.things[i].exists = false;
    st->flushed = st->now;
}

/* ---- all ---- */

static void flush(state *st)
{
    (void)flush_now(st);
}

/* A session that has nothing of what is there. */
static void begin_anew(state *st)
{
    if (!can_flush(st))
        return;
    commit_now(st);
    must(st, alk_session_close(st->s), "alk_session_close()");
    st->s = st->expires ? alk_session_open(st->engine, .expire_on_commit = true) : alk_session_open(st->engine);
    if (!st->s)
        fail(st, "no session: %s", alk_last_error()->message);
    memset(st->at, 0, sizeof st->at);
    memset(st->stale, 0, sizeof st->stale);
    memset(st->lost, 0, sizeof st->lost);
    take_snapshot(st, &st->base);
}

static void release(state *st)
{
    if (st->n_points)
        release_savepoint(st, below(st, st->n_points));
}

static void back_to(state *st)
{
    if (st->n_points)
        roll_back_to(st, below(st, st->n_points));
}

typedef struct operation {
    const char *name;
    void (*run)(state *);
    unsigned weight;
} operation;

static const operation operations[] = {
    { "add", add, 16 }, { "add_family", add_family, 5 }, { "change", change, 12 }, { "move", move_child, 22 }, { "link", link_skill, 8 }, { "delete", delete_thing, 8 },
    { "flush", flush, 6 }, { "commit", commit_now, 4 }, { "rollback", roll_back, 2 }, { "savepoint", set_savepoint, 4 }, { "release", release, 2 }, { "rollback_to", back_to, 3 },
    { "expire", expire, 4 }, { "refresh", refresh, 3 }, { "expunge", expunge, 2 }, { "merge", merge, 4 }, { "find", find, 5 }, { "load", load, 8 }, { "query", query, 8 },
    { "core_update", core_update, 2 }, { "core_delete", core_delete, 2 }, { "go_stale", go_stale, 1 }, { "use_gone", use_gone, 2 }, { "refresh_gone", refresh_gone, 1 },
    { "begin_anew", begin_anew, 3 },
};

unsigned draw_operation(alk_random *random)
{
    unsigned total = 0, n = sizeof operations / sizeof *operations;
    for (unsigned i = 0; i < n; i++)
        total += operations[i].weight;
    unsigned at = (unsigned)alk_random_below(random, total);
    for (unsigned i = 0; i < n; i++) {
        if (at < operations[i].weight)
            return i;
        at -= operations[i].weight;
    }
    return 0;
}

void run_operation(state *st, unsigned kind)
{
    tell(st, "%s", operations[kind].name);
    operations[kind].run(st);
    check_objects(st);
}
