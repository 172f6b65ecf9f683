/* SPDX-License-Identifier: MIT
 * See second.h: what it has and reads. Its turns are between transactions of the program's session; it commits at the end of each, and its objects stay. */
#include "draw.h"
#include "operations.h"
#include "turns.h"
#include <stdio.h>
#include <string.h>

/* ---- what it has ---- */

static held_object *held_of_key(second *two, enum table_number t, int database, const cell_value *key)
{
    for (int k = 0; k < two->n; k++) {
        held_object *h = &two->all[k];
        bool same = root_of(h->is.table) == root_of(t) && h->is.database == database;
        for (unsigned c = 0; same && c < tables[t].n_key; c++)
            same = value_equal(column_of(t, c), &h->key[c], &key[c]);
        if (same)
            return h;
    }
    return NULL;
}

static held_object *held_of_row(state *st, int i)
{
    cell_value key[2] = { world_value(&st->now, i, 0), world_value(&st->now, i, 1) };
    return held_of_key(&st->second, st->now.things[i].table, st->now.things[i].database, key);
}

int row_of(const state *st, const held_object *h)
{
    return world_find(&st->now, root_of(h->is.table), h->is.database, h->key);
}

static void take_row(state *st, held_object *h, int i)
{
    h->is = st->now.things[i];
    h->expired = false;
    for (unsigned k = 0; k < 2; k++)
        h->key[k] = world_value(&st->now, i, k);
}

void drop_held(state *st, held_object *h)
{
    *h = st->second.all[--st->second.n];
}

static void check_held(state *st, const held_object *h)
{
    for (unsigned k = 0; k < tables[h->is.table].n_columns; k++) {
        cell_value is = value_get(column_of(h->is.table, k), h->object);
        if (is_fk_column(h->is.table, k) || !alk_is_loaded(st->second.s, h->object, *tables[h->is.table].columns[k]))
            continue;
        if (!value_equal(column_of(h->is.table, k), &is, &h->is.column[k]))
            fail(st, "the second session's %s %lld: %s is %s%lld%s, must be %s%lld%s", tables[h->is.table].name, (long long)h->key[0].n, column_of(h->is.table, k)->name, is.null ? "NULL " : "",
                 (long long)is.n, is.text, h->is.column[k].null ? "NULL " : "", (long long)h->is.column[k].n, h->is.column[k].text);
    }
}

/* One of another kind has got the key: the session cannot know of it. */
static void forget_changelings(state *st)
{
    for (int k = st->second.n - 1; k >= 0; k--) {
        held_object *h = &st->second.all[k];
        int i = row_of(st, h);
        if (i == NOTHING || st->now.things[i].table == h->is.table)
            continue;
        must(st, alk_expunge(st->second.s, h->object), "alk_expunge() in the second session");
        drop_held(st, h);
    }
}

static void commit_second(state *st)
{
    must(st, alk_commit(st->second.s), "alk_commit() of the second session");
    for (int k = 0; k < st->second.n; k++)
        if (!st->second.all[k].expired)
            check_held(st, &st->second.all[k]);
}

/* ---- reading ---- */

/* It gives the object that it has, as it was, or one that is as the row. */
static void meet_row(state *st, int i, void *object, bool anew)
{
    second *two = &st->second;
    held_object *h = held_of_row(st, i);
    if (h && h->object != object)
        fail(st, "the second session has two objects of %s #%d", tables[st->now.things[i].table].name, i);
    if (!h && two->n == MOST_HELD) {
        must(st, alk_expunge(two->s, object), "alk_expunge() in the second session");
        return;
    }
    if (!h) {
        h = &two->all[two->n++];
        h->object = object;
        anew = true;
    }
    if (anew || h->expired)
        take_row(st, h, i);
    check_held(st, h);
}

static void find_there(state *st)
{
    int i = draw_row(st);
    if (i == NOTHING)
        return;
    enum table_number t = st->now.things[i].table;
    alk_value key[2];
    cell_value v[2];
    key_of(st, i, v, key);
    bool locks = chance(st, 20);
    tell(st, "  the second session finds %s #%d%s", tables[t].name, i, locks ? " for update" : "");
    void *found = alk_entity_find(st->second.s, *tables[t].table, key, tables[t].n_key, (locks ? ALK_FIND_FOR_UPDATE : 0) | find_on(st, t, st->now.things[i].database));
    if (!found)
        fail(st, "the second session does not find %s #%d: %s", tables[t].name, i, alk_last_error()->message);
    meet_row(st, i, found, locks);
}

static void query_there(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    bool anew = chance(st, 30);
    int wanted = 0, n = 0;
    tell(st, "  the second session queries %s%s", tables[t].name, anew ? " anew" : "");
    alk_result *result = anew ? alk_execute(st->second.s, alk_select(*tables[t].table, alk_load_anew())) : alk_execute(st->second.s, alk_select(*tables[t].table));
    for (void *e; (e = alk_entity_next(result, *tables[t].table)); n++) {
        int i = world_at_row(&st->now, t, database_of(st, st->second.s, t, e), e);
        if (i == NOTHING)
            fail(st, "the second session reads a row of %s that is not there", tables[t].name);
        meet_row(st, i, e, anew);
    }
    must(st, alk_close(result), "a query of the second session");
    for (int i = 0; i < st->now.n; i++)
        wanted += st->now.things[i].exists && is_a(st->now.things[i].table, t);
    if (n != wanted)
        fail(st, "the second session reads %d of %s, must read %d", n, tables[t].name, wanted);
}

held_object *draw_held(state *st)
{
    return st->second.n ? &st->second.all[below(st, st->second.n)] : NULL;
}

static void refresh_there(state *st)
{
    held_object *h = draw_held(st);
    int i = h ? row_of(st, h) : NOTHING;
    if (!h)
        return;
    tell(st, "  the second session refreshes %s %lld, which is #%d", tables[h->is.table].name, (long long)h->key[0].n, i);
    if (i != NOTHING) {
        must(st, alk_refresh(st->second.s, h->object), "alk_refresh() in the second session");
        take_row(st, h, i);
        check_held(st, h);
        return;
    }
    must_fail(st, alk_refresh(st->second.s, h->object), ALK_ERROR_NO_ROW, "alk_refresh() in the second session of what is gone");
    drop_held(st, h);
}

static void expire_there(state *st)
{
    held_object *h = draw_held(st);
    if (!h)
        return;
    tell(st, "  the second session expires %s %lld", tables[h->is.table].name, (long long)h->key[0].n);
    must(st, alk_expire(st->second.s, h->object), "alk_expire() in the second session");
    h->expired = true;
}

/* A form that comes back later, when its row may be another or gone. */
static void copy_there(state *st)
{
    held_object *h = draw_held(st);
    for (unsigned k = 0; h && k < tables[h->is.table].n_columns; k++)
        if (!alk_is_loaded(st->second.s, h->object, *tables[h->is.table].columns[k]))
            return;
    if (!h || h->expired)
        return;
    void *copy = alk_entity_copy(st->second.s, h->object, st->arena);
    if (!copy)
        fail(st, "copying fails: %s", alk_last_error()->message);
    tell(st, "  a copy of the second session's %s %lld is kept", tables[h->is.table].name, (long long)h->key[0].n);
    st->kept[st->n_kept < MOST_KEPT ? st->n_kept++ : below(st, MOST_KEPT)] = (kept_copy){ copy, h->is.table, h->is.database };
}

/* ---- its turns ---- */

void second_session(state *st)
{
    if (!can_take_turns(st))
        return;
    if (!st->second.s)
        st->second.s = places_open(st, true);
    turn t = { .n = 0 };
    int gone = NOTHING;
    forget_changelings(st);
    for (int actions = 1 + below(st, 6); actions > 0; actions--) {
        switch (below(st, 9)) {
        case 0: find_there(st); break;
        case 1: query_there(st); break;
        case 2: refresh_there(st); break;
        case 3: expire_there(st); break;
        case 4: copy_there(st); break;
        case 5: second_deletes(st, &gone); break;
        default: second_changes(st, &t); break;
        }
        commit_second(st);
        if (gone != NOTHING)
            break;
    }
    st->flushed = st->now;
    take_snapshot(st, &st->base);
    if (gone != NOTHING)
        lose_row(st, gone);
    catch_up(st, &t);
}

/* What it has it writes no more. */
void end_second(state *st)
{
    must(st, alk_session_close(st->second.s), "alk_session_close()");
    memset(&st->second, 0, sizeof st->second);
}
