/* SPDX-License-Identifier: MIT
 * See places.h. */
#include "draw.h"
#include <string.h>

/* ---- choosers ---- */

static int number_of(const place *p, int database)
{
    return (database - p->first + p->st->places.n) % p->st->places.n;
}

static int choose_object(const alk_sql *table, const void *entity, void *payload)
{
    const place *p = payload;
    p->st->places.asked++;
    if (!table || !entity || p->st->places.object == NOTHING)
        return alk_fail(ALK_ERROR_ARGUMENT, "the shard of a new object is asked for that is told by what it leads to"), -1;
    return number_of(p, p->st->places.object);
}

static int choose_key(const alk_sql *table, const alk_value *key, size_t n_key, unsigned *shards, void *payload)
{
    const place *p = payload;
    const places *all = &p->st->places;
    for (int i = 0; table && key && n_key && i < all->n_keys; i++)
        shards[i] = (unsigned)number_of(p, all->keys[i]);
    return all->n_keys;
}

static int choose_query(const alk_sql *statement, unsigned *shards, void *payload)
{
    const place *p = payload;
    const places *all = &p->st->places;
    for (int i = 0; statement && i < all->n_queries; i++)
        shards[i] = (unsigned)number_of(p, all->queries[i]);
    return all->n_queries;
}

/* ---- how tables are spread ---- */

/* Tables whose keys lead to each other. */
static int group_of(enum table_number t)
{
    return t == T_NODE ? 1 : t == T_CELL || t == T_MARK ? 2 : t == T_CLAN || t == T_KIN ? 3 : t == T_HEN || t == T_EGG ? 4 : 0;
}

static place draw_place(state *st, unsigned groups, int group, bool turns)
{
    place p = { .st = st, .sharded = groups >> group & 1 };
    p.first = !p.sharded ? st->places.own : turns ? below(st, st->places.n) : 0;
    return p;
}

void places_draw(state *st, uint64_t seed, int n, bool can_two_phase)
{
    places *p = &st->places;
    st->random.state = seed;
    p->n = n;
    p->own = below(st, n);
    p->all = chance(st, 60);
    p->by_key = chance(st, 50);
    p->by_query = chance(st, 50);
    p->looks_late = n > 1 && chance(st, 40);
    p->two_phase = can_two_phase && chance(st, 50);
    unsigned groups = n == 1 ? 0 : chance(st, 50) ? 31 : 1 + (unsigned)below(st, 31);
    int elsewhere[5];
    for (int group = 0; group < 5; group++)
        elsewhere[group] = below(st, n);
    for (int t = 0; t < N_TABLES; t++) {
        int group = group_of(root_of((enum table_number)t));
        p->of[t] = draw_place(st, groups, group, !p->all);
        if (!p->of[t].sharded)
            p->of[t].first = elsewhere[group];
        if (root_of((enum table_number)t) != (enum table_number)t)
            p->of[t] = p->of[root_of((enum table_number)t)];
    }
    p->links = draw_place(st, groups, 0, !p->all);
    if (!p->links.sharded)
        p->links.first = elsewhere[0];
    places_reset(st);
}

static int spread(state *st, alk_session *s, const alk_sql *table, place *p)
{
    const alk_shard_chooser chooser = { .struct_size = sizeof chooser, .of_object = choose_object, .of_key = st->places.by_key ? choose_key : NULL, .of_query = st->places.by_query ? choose_query : NULL };
    alk_engine *engines[MOST_DATABASES];
    for (int i = 0; i < st->places.n; i++)
        engines[i] = st->engines[(i + p->first) % st->places.n];
    return alk_session_shards(s, table, engines, (size_t)st->places.n, &chooser, p);
}

/* A table that is not sharded is bound where it would be elsewhere else. */
static int put_table(state *st, alk_session *s, const alk_sql *table, place *p)
{
    if (p->sharded)
        return st->places.all ? ALK_OK : spread(st, s, table, p);
    return st->places.all || p->first != st->places.own ? alk_session_bind(s, table, st->engines[p->first]) : ALK_OK;
}

static place *first_sharded(state *st)
{
    for (int t = 0; t < N_TABLES; t++)
        if (st->places.of[t].sharded)
            return &st->places.of[t];
    return NULL;
}

alk_session *places_open(state *st, bool plain)
{
    alk_session *s = alk_session_open(st->engines[st->places.own], .expire_on_commit = st->expires && !plain, .no_autoflush = st->no_autoflush && !plain, .two_phase = st->places.two_phase);
    int code = s ? ALK_OK : alk_last_error()->code;
    for (int t = 0; code == ALK_OK && st->places.n > 1 && t < N_TABLES; t++)
        if (root_of((enum table_number)t) == (enum table_number)t)
            code = put_table(st, s, *tables[t].table, &st->places.of[t]);
    if (code == ALK_OK && st->places.n > 1)
        code = put_table(st, s, player_skill.table, &st->places.links);
    if (code == ALK_OK && st->places.n > 1 && st->places.all)
        code = spread(st, s, NULL, first_sharded(st));
    if (code)
        fail(st, "no session: %s", alk_last_error()->message);
    return s;
}

/* ---- where things are ---- */

bool is_sharded(const state *st, enum table_number t)
{
    return st->places.of[t].sharded;
}

int shard_of(const state *st, enum table_number t, int database)
{
    return is_sharded(st, t) ? number_of(&st->places.of[t], database) : -1;
}

int database_of(const state *st, alk_session *session, enum table_number t, const void *object)
{
    int shard = is_sharded(st, t) ? alk_entity_shard(session, object) : 0;
    return (shard + st->places.of[t].first) % st->places.n;
}

alk_conn *conn_of(state *st, int database)
{
    const place *p = first_sharded(st);
    if (!p)
        return alk_session_conn(st->s);
    return alk_session_shard_conn(st->s, *tables[p - st->places.of].table, (unsigned)number_of(p, database));
}

int draw_database(state *st, enum table_number t)
{
    return is_sharded(st, t) ? below(st, st->places.n) : st->places.of[t].first;
}

unsigned find_on(const state *st, enum table_number t, int database)
{
    return is_sharded(st, t) ? ALK_FIND_ON_SHARD(shard_of(st, t, database)) : 0;
}

/* ---- what is asked for ---- */

static void shuffle(state *st, int *list)
{
    for (int i = st->places.n - 1; i > 0; i--) {
        int k = below(st, i + 1), one = list[i];
        list[i] = list[k];
        list[k] = one;
    }
}

static void all_of(const state *st, enum table_number t, int *list)
{
    for (int i = 0; i < st->places.n; i++)
        list[i] = (i + st->places.of[t].first) % st->places.n;
}

const alk_sql *part_on(const state *st, enum table_number t, int database)
{
    return is_sharded(st, t) ? alk_on_shard((unsigned)shard_of(st, t, database)) : &alk_end;
}

reach draw_reach(state *st, enum table_number t)
{
    places *p = &st->places;
    reach r = { .n = 1, .databases = { p->of[t].first }, .part = &alk_end };
    if (!is_sharded(st, t))
        return r;
    r.n = p->n;
    all_of(st, t, r.databases);
    if (p->by_query)
        shuffle(st, r.databases);
    if (chance(st, 30)) {
        r.n = 1;
        r.part = part_on(st, t, r.databases[0]);
    } else if (p->by_query && chance(st, 30)) {
        r.n = 1 + below(st, p->n);
    }
    for (int i = 0; i < r.n; i++)
        r.in |= 1U << r.databases[i];
    memcpy(p->queries, r.databases, sizeof p->queries);
    p->n_queries = r.n;
    return r;
}

void draw_keys(state *st, enum table_number t, bool all)
{
    places *p = &st->places;
    all_of(st, t, p->keys);
    p->n_keys = p->n;
    if (p->by_key)
        shuffle(st, p->keys);
    if (p->by_key && !all)
        p->n_keys = 1 + below(st, p->n);
}

/* What the session has comes first, and is read by no statement. */
/* The session has all of it, but what is read when it is asked for. */
static bool is_known(const state *st, int i)
{
    enum table_number t = st->now.things[i].table;
    bool known = st->at[i] && (t != T_TEAM || alk_is_loaded(st->s, st->at[i], team.doubled));
    for (unsigned k = 0; known && k < tables[t].n_columns; k++)
        known = *tables[t].columns[k] == team.notes || alk_is_loaded(st->s, st->at[i], *tables[t].columns[k]);
    return known;
}

/* What is to be deleted is found no more. */
static int thing_in(const state *st, enum table_number t, const cell_value *key, int database)
{
    int i = world_find(&st->flushed, t, database, key);
    return i == NOTHING || st->now.things[i].doomed ? NOTHING : i;
}

int thing_found(const state *st, enum table_number t, const cell_value *key, bool reads, int database)
{
    const places *p = &st->places;
    if (database != NOTHING || !is_sharded(st, t))
        return thing_in(st, t, key, is_sharded(st, t) ? database : p->of[t].first);
    for (int pass = reads; pass < 2; pass++)
        for (int k = 0; k < p->n_keys; k++) {
            int i = thing_in(st, t, key, p->keys[k]);
            if (i != NOTHING && (pass == 1 || is_known(st, i)))
                return i;
        }
    return NOTHING;
}

bool aim_at(state *st, int i)
{
    enum table_number t = st->now.things[i].table;
    cell_value key[2] = { world_value(&st->flushed, i, 0), world_value(&st->flushed, i, 1) };
    draw_keys(st, t, true);
    if (st->places.by_key) {
        st->places.keys[0] = st->now.things[i].database;
        st->places.n_keys = 1;
    }
    return thing_found(st, root_of(t), key, false, NOTHING) == i;
}

void places_reset(state *st)
{
    places *p = &st->places;
    for (int i = 0; i < p->n; i++)
        p->keys[i] = p->queries[i] = i;
    p->n_keys = p->n_queries = p->n;
    p->object = NOTHING;
    p->asked = 0;
}
