/* SPDX-License-Identifier: MIT
 * Finding, loading, querying. */
#include "condition.h"
#include "draw.h"
#include "path.h"
#include "operations.h"
#include <string.h>

void find(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    alk_value key[2];
    cell_value wanted[2];
    int list[THINGS], n = 0, other = NOTHING;
    if (((st->structural && !st->no_autoflush) || is_any_unknown(st)) && !flush_now(st))
        return;
    for (int k = 0; k < st->flushed.n; k++)
        if (st->flushed.things[k].exists && is_a(st->flushed.things[k].table, t))
            list[n++] = k;
        else if (st->flushed.things[k].exists && root_of(st->flushed.things[k].table) == root_of(t))
            other = k;                 /* it is there, and is no such thing */
    int i = n && chance(st, 85) ? list[below(st, n)] : NOTHING, database = draw_database(st, t);
    for (unsigned k = 0; k < tables[t].n_key; k++) {
        wanted[k] = i != NOTHING ? world_value(&st->flushed, i, k) : other != NOTHING ? world_value(&st->flushed, other, k) : (cell_value){ .n = 99999, .text = "none" };
        key[k] = key_value(t, k, &wanted[k]);
    }
    unsigned flags = chance(st, 10) && !alk_session_is_dirty(st->s) ? ALK_FIND_FOR_UPDATE : 0, on = chance(st, 40) ? find_on(st, t, database) : 0;
    draw_keys(st, t, false);
    i = thing_found(st, t, wanted, flags != 0, on ? database : NOTHING);
    tell(st, "  find %s #%d%s", tables[t].name, i, on ? " in its shard alone" : "");
    void *found = alk_entity_find(st->s, *tables[t].table, key, tables[t].n_key, flags | on);
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

static void load_columns(state *st, void **all, int n)
{
    tell(st, "  load notes of %d of team", n);
    must(st, alk_load(st->s, all, (size_t)n, team.notes), "alk_load()");
    for (int k = 0; k < n; k++)
        if (!alk_is_loaded(st->s, all[k], team.notes))
            fail(st, "it is not loaded after alk_load()");
}

void load(state *st)
{
    int i = pick(st, N_TABLES), n = 0;
    void *all[THINGS];
    if (i == NOTHING || !flush_now(st))
        return;
    enum table_number t = st->now.things[i].table;
    path p = draw_path(st, t, false);
    bool column = t == T_TEAM && chance(st, 25);
    for (int k = 0; k < st->now.n; k++)
        if (st->at[k] && st->now.things[k].exists && is_a(st->now.things[k].table, t) && (k == i || chance(st, 50)))
            all[n++] = st->at[k];
    if (n && column)
        load_columns(st, all, n);
    if (!n || column || !p.n)
        return;
    tell(st, "  load %s of %d of %s", path_words(&p), n, tables[t].name);
    must(st, alk_entity_load(st->s, all, (size_t)n, p.steps), "alk_load()");
    for (int k = 0; k < n; k++)
        check_path(st, all[k], &p);
}

/* The query joins and selects itself what a relationship leads to: things that it leads to none of do not come. */
static bool can_be_contained(const path *p, enum table_number t)
{
    return p->n == 1 && root_of(p->to) != root_of(t) && alk_relationship_definition(p->steps[0])->cardinality == ALK_ONE;
}

static const alk_sql *draw_query(state *st, enum table_number t, path *p, bool *inner, const alk_sql *wanted, const alk_sql *part)
{
    static const unsigned ways[] = { ALK_LOAD_SELECT_IN, ALK_LOAD_JOINED, ALK_LOAD_SUBQUERY, ALK_LOAD_CONTAINED };
    const alk_sql *table = *tables[t].table, *where = alk_where(wanted);
    *p = draw_path(st, t, true);
    int way = p->n ? below(st, 5) : 4;
    *inner = way == 3 && can_be_contained(p, t);
    if (*inner)
        return alk_select(table, *tables[p->to].table, alk_join(p->steps[0]), alk_with_contained(p->steps[0]), where, part);
    if (way < 4)
        return alk_select(table, alk_loading(ways[way % 3], 0, p->steps), where, part);
    p->n = 0;
    return chance(st, 80) || t != T_TEAM ? alk_select(table, where, part) : alk_select(table, alk_undefer(team.notes), where, part);
}

/* An object that a query has given, of a thing that was not given before. */
static int take_given(state *st, const condition *c, void *e, bool *seen)
{
    int i = world_at_row(&st->flushed, c->table, database_of(st, st->s, c->table, e), e);
    if (i == NOTHING || seen[i] || !condition_holds(&st->flushed, c, i))
        fail(st, "the query gives %s #%d, and must not", tables[c->table].name, i);
    if (st->at[i] && st->at[i] != e)
        fail(st, "%s #%d has two objects", tables[c->table].name, i);
    st->at[i] = e;
    seen[i] = true;
    return i;
}

static void must_have_seen_all(state *st, const condition *c, const bool *seen)
{
    for (int i = 0; i < st->flushed.n; i++)
        if (!seen[i] && condition_holds(&st->flushed, c, i))
            fail(st, "the query does not give %s #%d", tables[c->table].name, i);
}

void query(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    condition c = chance(st, 50) ? draw_condition(st, t, NULL) : (condition){ .kind = ALWAYS, .table = t };
    bool inner, seen[THINGS] = { false };
    path p;
    if (st->no_autoflush ? (st->structural || is_any_unknown(st)) && !flush_now(st) : !can_flush(st))
        return;
    reach r = draw_reach(st, t);
    c.in = r.in;
    const alk_sql *statement = draw_query(st, t, &p, &inner, condition_sql(&c), r.part);
    tell(st, "  query %s%s%s, condition %d", tables[t].name, p.n ? " with " : "", path_words(&p), c.kind);
    alk_result *result = alk_execute(st->s, statement);
    if (!result)
        fail(st, "a query fails: %s", alk_last_error()->message);
    void *all[THINGS * 2];
    int n = 0;
    for (void *e; (e = alk_entity_next(result, *tables[t].table)) && n < THINGS * 2; n++)
        all[n] = e;
    must(st, alk_close(result), "reading a query");
    if (!st->no_autoflush)
        after_flush(st);
    for (int j = 0, shard = 0; j < n; j++) {
        int i = take_given(st, &c, all[j], seen);
        while (shard < r.n && r.databases[shard] != st->now.things[i].database)
            shard++;
        if (shard == r.n)
            fail(st, "%s #%d comes after what is of later shards", tables[t].name, i);
        check_path(st, all[j], &p);
    }
    if (!inner)
        must_have_seen_all(st, &c, seen);
}

void count(state *st)
{
    int f = below(st, N_FKS), i = fks[f].side && flush_now(st) ? pick_written(st, fks[f].parent) : NOTHING, n = 0;
    if (i == NOTHING || alk_is_loaded(st->s, st->at[i], *fks[f].side))         /* then it has those that are deleted until the transaction ends */
        return;
    for (int k = 0; k < st->now.n; k++)
        n += st->now.things[k].exists && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == i;
    int64_t told = alk_count_of(st->s, st->at[i], *fks[f].side);
    tell(st, "  count %s of %s #%d: %lld", alk_relationship_definition(*fks[f].side)->name, tables[fks[f].parent].name, i, (long long)told);
    if (told != n)
        fail(st, "it counts %lld, must %d", (long long)told, n);
}

/* ---- streams ---- */

static int count_objects(const state *st)
{
    int n = 0;
    for (int i = 0; i < st->now.n; i++)
        n += st->at[i] != NULL;
    return n;
}

/* What is changed stays in the session; whether it was. */
static bool change_in_passing(state *st, int i)
{
    enum table_number t = st->now.things[i].table;
    unsigned k = tables[t].values[below(st, (int)tables[t].n_values)];
    cell_value to = draw_value(st, column_of(t, k));
    if (!alk_is_loaded(st->s, st->at[i], *tables[t].columns[k]) || value_equal(column_of(t, k), &to, &st->now.things[i].column[k]))
        return false;
    st->now.things[i].column[k] = to;
    put(st, i, k, st->at[i]);
    return true;
}

/* Objects that come and go: while they are there they are checked like all, then only those are known that the session is to keep. Whether it was read to its end. */
static bool read_stream(state *st, alk_result *result, const condition *c, const path *p)
{
    bool seen[THINGS] = { false };
    int most = chance(st, 20) ? below(st, 4) : THINGS, n = 0;
    void *own[THINGS];
    memcpy(own, st->at, sizeof own);
    for (void *e; n < most && (e = alk_entity_next(result, *tables[c->table].table)); n++) {
        int i = take_given(st, c, e, seen);
        check_path(st, e, p);
        check_objects(st);
        if (chance(st, 15) && change_in_passing(st, i))
            own[i] = e;
        memcpy(st->at, own, sizeof own);
    }
    if (n < most)
        must_have_seen_all(st, c, seen);
    return n < most;
}

/* What one leaves that is not read to its end goes with the next. */
static void end_stream(state *st)
{
    alk_result *result = alk_execute(st->s, alk_select(cell.table, alk_streamed(1), alk_where(alk_false())));
    if (alk_entity_next(result, cell.table))
        fail(st, "a query of nothing gives an object");
    must(st, alk_close(result), "reading a stream");
}

void stream(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    condition c = chance(st, 30) ? draw_condition(st, t, NULL) : (condition){ .kind = ALWAYS, .table = t };
    path p = draw_path(st, t, true);
    if (!flush_now(st))
        return;
    reach r = draw_reach(st, t);
    c.in = r.in;
    int known = count_objects(st), at_once = 1 + below(st, 4);
    size_t before = alk_session_count(st->s);
    tell(st, "  stream %s%s%s, %d at once", tables[t].name, p.n ? " with " : "", path_words(&p), at_once);
    alk_result *result = p.n ? alk_execute(st->s, alk_select(*tables[t].table, alk_loading(ALK_LOAD_SELECT_IN, 0, p.steps), alk_streamed((unsigned)at_once), alk_where(condition_sql(&c)), r.part))
                             : alk_execute(st->s, alk_select(*tables[t].table, alk_streamed((unsigned)at_once), alk_where(condition_sql(&c)), r.part));
    if (!result)
        fail(st, "a stream fails: %s", alk_last_error()->message);
    bool whole = read_stream(st, result, &c, &p);
    must(st, alk_close(result), "reading a stream");
    if (!whole && flush_now(st))
        end_stream(st);
    discover(st);
    size_t after = alk_session_count(st->s), wanted = before + (size_t)(count_objects(st) - known);
    if (after != wanted)
        fail(st, "the stream leaves %d objects, must leave %d", (int)after, (int)wanted);
}
