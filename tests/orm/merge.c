/* SPDX-License-Identifier: MIT
 * Copies that come back: at once, or when the row was changed, has become another, or is gone, and with what they lead to. */
#include "draw.h"
#include "family.h"
#include "operations.h"
#include <string.h>

static bool is_whole(const state *st, int i)
{
    const thing *t = &st->now.things[i];
    for (unsigned k = 0; k < tables[t->table].n_columns; k++)
        if (!alk_is_loaded(st->s, st->at[i], *tables[t->table].columns[k]))
            return false;
    return true;
}

static void *copy_of(state *st, int i)
{
    void *copy = alk_entity_copy(st->s, st->at[i], st->arena);
    if (!copy)
        fail(st, "copying fails: %s", alk_last_error()->message);
    return copy;
}

static void change_copy(state *st, enum table_number t, void *copy)
{
    unsigned k = tables[t].values[below(st, (int)tables[t].n_values)];
    cell_value v = draw_value(st, column_of(t, k));
    value_put(column_of(t, k), copy, &v, lend(st, v.text));
}

/* What a copy has besides foreign keys and versions. */
static void take_values(thing *t, const void *copy)
{
    for (unsigned k = 0; k < tables[t->table].n_columns; k++)
        if (!is_fk_column(t->table, k) && !(tables[t->table].version && k == tables[t->table].version))
            t->column[k] = value_get(column_of(t->table, k), copy);
}

void merge(state *st)
{
    if (st->structural && !flush_now(st))
        return;
    int i = pick_written(st, N_TABLES);
    if (i == NOTHING || !is_whole(st, i) || !aim_at(st, i))
        return;
    thing *t = &st->now.things[i];
    void *copy = copy_of(st, i);
    change_copy(st, t->table, copy);
    take_values(t, copy);
    tell(st, "  merge %s #%d", tables[t->table].name, i);
    void *merged = alk_entity_merge(st->s, *tables[t->table].table, copy);
    if (merged != st->at[i])
        fail(st, "merging gives another object: %s", merged ? "" : alk_last_error()->message);
}

/* ---- later ---- */

void keep_copy(state *st)
{
    int i = flush_now(st) ? pick_written(st, N_TABLES) : NOTHING;
    if (i == NOTHING || !is_whole(st, i))
        return;
    kept_copy *kept = &st->kept[st->n_kept < MOST_KEPT ? st->n_kept++ : below(st, MOST_KEPT)];
    tell(st, "  keep a copy of %s #%d", tables[st->now.things[i].table].name, i);
    *kept = (kept_copy){ copy_of(st, i), st->now.things[i].table, st->now.things[i].database };
}

typedef struct coming_back {
    enum table_number table;
    void *copy;
    int onto;                          /* the thing of its key; NOTHING: there is none */
    int database;                      /* where it comes to be */
    int ref[N_FKS];                    /* where its keys lead */
} coming_back;

/* The thing of the same key, be it of another kind. */
static int thing_of_key(const state *st, const coming_back *c)
{
    cell_value key[2];
    for (unsigned k = 0; k < tables[c->table].n_key; k++)
        key[k] = value_get(column_of(c->table, k), c->copy);
    return thing_found(st, root_of(c->table), key, false, NOTHING);
}

/* False: its key leads to what is not there, or may not. */
static bool follow_key(const state *st, coming_back *c, int f)
{
    cell_value key[2];
    c->ref[f] = NOTHING;
    for (unsigned k = 0; k < fks[f].n; k++)
        key[fks[f].keys[k]] = value_get(column_of(c->table, fks[f].columns[k]), c->copy);
    if (key[0].null || (fks[f].n > 1 && key[1].null))
        return true;
    int p = c->ref[f] = world_find(&st->flushed, fks[f].parent, c->database, key), old = c->onto == NOTHING ? NOTHING : st->now.things[c->onto].ref[f];
    return p != NOTHING && (p == old || (!occupied(st, f, p) && (c->onto == NOTHING || !is_below(st, f, p, c->onto))));
}

static bool can_come_back(const state *st, coming_back *c)
{
    c->onto = thing_of_key(st, c);
    c->database = c->onto == NOTHING ? c->database : st->now.things[c->onto].database;
    if (c->onto != NOTHING ? st->now.things[c->onto].table != c->table : st->now.n >= THINGS - 6)
        return false;
    for (int f = 0; f < N_FKS; f++)
        if (is_a(c->table, fks[f].child) && !follow_key(st, c, f))
            return false;
    return true;
}

static bool is_of_another_version(const state *st, const coming_back *c)
{
    unsigned version = tables[c->table].version;
    return version && c->onto != NOTHING && value_get(column_of(c->table, version), c->copy).n != st->now.things[c->onto].column[version].n;
}

static void come_back(state *st, const coming_back *c)
{
    int i = c->onto == NOTHING ? new_thing(st, c->table, c->database) : c->onto;
    thing *t = &st->now.things[i];
    take_values(t, c->copy);
    t->unknown = c->table == T_TEAM && c->onto != NOTHING;             /* notes may not be loaded, and are written then */
    if (tables[c->table].version)      /* of a row it is the same */
        t->column[tables[c->table].version] = value_get(column_of(c->table, tables[c->table].version), c->copy);
    for (int f = 0; f < N_FKS; f++) {
        if (!is_a(c->table, fks[f].child) || t->ref[f] == c->ref[f])
            continue;
        if (t->ref[f] != NOTHING)
            st->stale[t->ref[f]][f] = true;
        if (c->ref[f] != NOTHING)
            st->stale[c->ref[f]][f] = true;
        st->dirt[i][f] = BY_KEY;
        t->ref[f] = c->ref[f];
    }
    st->places.object = c->database;
    void *merged = alk_entity_merge(st->s, *tables[c->table].table, c->copy);
    if (!merged || (st->at[i] && st->at[i] != merged))
        fail(st, "merging gives %s: %s", merged ? "another object" : "none", merged ? "" : alk_last_error()->message);
    st->at[i] = merged;
    st->structural = true;
    if (c->onto == NOTHING)            /* before the database counts up to its key */
        (void)flush_now(st);
}

void merge_kept(state *st)
{
    if (!st->n_kept || !flush_now(st))
        return;
    kept_copy *kept = &st->kept[below(st, st->n_kept)];
    /* Where databases count by themselves, and not from what is there, its number may be given again in another. */
    bool anywhere = !tables[kept->table].generated || alk_engine_dialect(st->engines[0])[0] != 'p';
    coming_back c = { .table = kept->table, .copy = kept->copy, .database = anywhere ? draw_database(st, kept->table) : kept->database };
    draw_keys(st, c.table, true);
    if (!can_come_back(st, &c) || (is_of_another_version(st, &c) && !st->at[c.onto]))          /* what is refused is read, and not given */
        return;
    if (chance(st, 60))
        change_copy(st, c.table, c.copy);
    tell(st, "  merge a copy of %s onto #%d%s", tables[c.table].name, c.onto, is_of_another_version(st, &c) ? ", which is of another version" : "");
    if (is_of_another_version(st, &c)) {
        void *merged = alk_entity_merge(st->s, *tables[c.table].table, c.copy);
        must_fail(st, merged ? ALK_OK : alk_last_error()->code, ALK_ERROR_STALE_DATA, "merging what is of another version");
    } else {
        come_back(st, &c);
    }
    *kept = st->kept[--st->n_kept];    /* its texts do not live longer */
}

/* ---- with children ---- */

typedef struct collection {
    void **items;
    uint32_t count, state;
} collection;

/* Copies of some of the children that it has. */
static void copy_children(state *st, int i, int f, collection *m, bool *stays)
{
    for (int k = 0; k < st->now.n && m->count < 4; k++) {
        const thing *t = &st->now.things[k];
        if (!t->exists || !is_a(t->table, fks[f].child) || t->ref[f] != i || !st->at[k] || !is_whole(st, k) || chance(st, 30))
            continue;
        void *copy = copy_of(st, k);
        if (chance(st, 50)) {
            change_copy(st, t->table, copy);
            take_values(&st->now.things[k], copy);
        }
        stays[k] = true;
        m->items[m->count++] = copy;
    }
}

/* The collection becomes what the copy of the owner has: some of those that are there, and new ones. */
void merge_family(state *st)
{
    static const enum fk_number with[] = { F_PLAYER, F_CRATE, F_PARCEL, F_NODE, F_MARK, F_COLLAR, F_KIN, F_HEN };
    int f = (int)with[below(st, 8)], i = flush_now(st) ? pick_written(st, fks[f].parent) : NOTHING, made[2] = { NOTHING, NOTHING };
    if (i == NOTHING || !is_whole(st, i) || (is_any_stale(st, i) && !freshen(st, i)) || !is_whole(st, i) || !aim_at(st, i))
        return;
    void *owner = copy_of(st, i), *items[6];
    collection m = { items, 0, ALK_LOADED };
    family all = { .database = st->now.things[i].database };
    bool stays[THINGS] = { false };
    copy_children(st, i, f, &m, stays);
    uint32_t n_copies = m.count;
    for (int n = below(st, 3); n > 0; n--) {
        int at = all.n, from = st->now.n, c = make(st, &all, fks[f].child, f);
        if (c == NOTHING) {
            take_back(st, from);
            break;
        }
        st->now.things[c].ref[f] = i;
        stays[c] = true;
        made[m.count - n_copies] = c;
        items[m.count++] = &all.rows[at];
    }
    for (int k = 0; k < st->now.n; k++)
        if (st->now.things[k].exists && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == i && !stays[k])
            st->now.things[k].ref[f] = NOTHING;
    memcpy((char *)owner + offset_of(*fks[f].side), &m, sizeof m);
    tell(st, "  merge %s #%d with %u copies and %u new of %s", tables[fks[f].parent].name, i, (unsigned)n_copies, (unsigned)(m.count - n_copies), tables[fks[f].child].name);
    if (alk_entity_merge(st->s, *tables[st->now.things[i].table].table, owner) != st->at[i])
        fail(st, "merging an owner fails: %s", alk_last_error()->message);
    collection merged;
    memcpy(&merged, (char *)st->at[i] + offset_of(*fks[f].side), sizeof merged);
    if (merged.count != m.count)
        fail(st, "the collection has %u objects, and was given %u", (unsigned)merged.count, (unsigned)m.count);
    for (uint32_t k = n_copies; k < m.count; k++) {
        st->at[made[k - n_copies]] = merged.items[k];
        find_parents(st, made[k - n_copies], ALK_STATE_PENDING);
    }
    (void)flush_now(st);
}
