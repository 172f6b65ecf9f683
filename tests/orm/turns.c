/* SPDX-License-Identifier: MIT
 * Two sessions on one database: another changes rows that the program's session has objects of, between two of its transactions. */
#include "draw.h"
#include "operations.h"
#include "turns.h"
#include <stdio.h>
#include <string.h>

int draw_row(state *st)
{
    int list[THINGS], n = 0;
    for (int i = 0; i < st->now.n; i++)
        if (st->now.things[i].exists)
            list[n++] = i;
    return n ? list[below(st, n)] : NOTHING;
}

bool is_changed(const turn *t, int i)
{
    for (int k = 0; k < t->n; k++)
        if (t->things[k] == i)
            return true;
    return false;
}

bool is_listened_to(const state *st, int i)
{
    return st->now.things[i].table == T_CRATE && st->listens;
}

static void *find_in_other(state *st, int i)
{
    enum table_number t = st->now.things[i].table;
    alk_value key[2];
    cell_value v[2];
    key_of(st, i, v, key);
    unsigned flags = chance(st, 30) ? ALK_FIND_FOR_UPDATE : 0;
    void *found = alk_entity_find(st->other, *tables[t].table, key, tables[t].n_key, flags | find_on(st, t, st->now.things[i].database));
    if (!found)
        fail(st, "another session does not find %s #%d: %s", tables[t].name, i, alk_last_error()->message);
    return found;
}

/* A column of a row is changed by the other session. */
static void change_there(state *st, turn *t, int i)
{
    thing *is = &st->now.things[i];
    unsigned k = tables[is->table].values[below(st, (int)tables[is->table].n_values)];
    cell_value to = draw_value(st, column_of(is->table, k));
    void *found = find_in_other(st, i);
    if (is_listened_to(st, i))
        return;
    if (!alk_is_loaded(st->other, found, *tables[is->table].columns[k]) || value_equal(column_of(is->table, k), &to, &is->column[k]))
        return;
    tell(st, "  another session changes %s #%d: %s", tables[is->table].name, i, column_of(is->table, k)->name);
    is->column[k] = to;
    is->column[tables[is->table].version].n += tables[is->table].version != 0;
    put(st, i, k, found);
    t->things[t->n] = i;
    t->columns[t->n++] = k;
}

static turn let_other(state *st)
{
    turn t = { .n = 0 };
    st->other = places_open(st, true);
    for (int tries = 0; tries < MOST_CHANGED; tries++) {
        int i = draw_row(st);
        if (i != NOTHING && !is_changed(&t, i))
            change_there(st, &t, i);
    }
    must(st, alk_commit(st->other), "alk_commit() of another session");
    must(st, alk_session_close(st->other), "alk_session_close()");
    st->other = NULL;
    st->flushed = st->now;
    take_snapshot(st, &st->base);
    return t;
}

/* The program's session has the object as it was. With a version it cannot be written; without, what is changed is, and nothing else. */
static void write_stale(state *st, int i, unsigned changed)
{
    enum table_number t = st->now.things[i].table;
    unsigned k = tables[t].values[0], version = tables[t].version;
    cell_value is = value_get(column_of(t, k), st->at[i]), to = is;
    if (!alk_is_loaded(st->s, st->at[i], *tables[t].columns[k]) || (version && !alk_is_loaded(st->s, st->at[i], *tables[t].columns[version])))
        return;
    to.null = !is.null && column_of(t, k)->nullable;
    to.n++;
    if (!to.null)
        (void)snprintf(to.text, sizeof to.text, "%s", strcmp(is.text, "stale") == 0 ? "staler" : "stale");
    tell(st, "  what %s #%d was is changed: %s, where %s is another", tables[t].name, i, column_of(t, k)->name, column_of(t, changed)->name);
    value_put(column_of(t, k), st->at[i], &to, lend(st, to.text));
    if (version) {
        must_fail(st, alk_flush(st->s), ALK_ERROR_STALE_DATA, "alk_flush() of what another session has changed");
        roll_back(st);
        return;
    }
    must(st, alk_flush(st->s), "alk_flush()");
    st->now.things[i].column[k] = to;
    st->flushed = st->now;
    memset(st->heard, 0, sizeof st->heard);
    check_rows(st);
}

static void query_anew(state *st, enum table_number t)
{
    alk_result *result = alk_execute(st->s, alk_select(*tables[t].table, alk_load_anew()));
    for (void *e; (e = alk_entity_next(result, *tables[t].table));)
        st->at[world_at_row(&st->now, t, database_of(st, st->s, t, e), e)] = e;
    must(st, alk_close(result), "a query with alk_load_anew()");
}

/* Objects of what was changed are read anew. What is expired is written with the version that it was read with, so that this is left to what has none. */
static void read_anew(state *st, const turn *t)
{
    for (int k = 0; k < t->n; k++) {
        int i = t->things[k], way = below(st, 3);
        enum table_number of = st->now.things[i].table;
        if (!st->at[i])
            continue;
        if (way == 0)
            must(st, alk_refresh(st->s, st->at[i]), "alk_refresh() of what another session has changed");
        else if (way == 1 && !tables[of].version)
            must(st, alk_expire(st->s, st->at[i]), "alk_expire() of what another session has changed");
        else
            query_anew(st, of);
    }
}

bool can_take_turns(state *st)
{
    if (!can_flush(st))
        return false;
    commit_now(st);
    for (int i = 0; i < st->now.n; i++)
        if (is_any_stale(st, i) && st->at[i] && !freshen(st, i))
            return false;
    commit_now(st);
    return true;
}

void catch_up(state *st, const turn *t)
{
    for (int k = 0; k < t->n; k++)
        if (st->at[t->things[k]] && chance(st, 60)) {
            write_stale(st, t->things[k], t->columns[k]);
            break;
        }
    read_anew(st, t);
    check_objects(st);
    commit_now(st);
}

void take_turns(state *st)
{
    if (!can_take_turns(st))
        return;
    turn t = let_other(st);
    catch_up(st, &t);
}
