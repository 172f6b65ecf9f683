/* SPDX-License-Identifier: MIT
 * Statements that change rows past the objects, which follow: of many rows by a condition, of keys, of what the database deletes along. */
#include "condition.h"
#include "draw.h"
#include "operations.h"
#include <string.h>

/* Objects are read anew after the statement, so what the model has is what the rows are. */
static void rows_are_as_told(state *st)
{
    st->flushed = st->now;
    check_rows(st);
}

static int count_matching(const state *st, const condition *c)
{
    int n = 0;
    for (int i = 0; i < st->now.n; i++)
        n += condition_holds(&st->flushed, c, i);
    return n;
}

/* A statement without rows: how many it has changed is told. */
static void close_counted(state *st, alk_result *result, int wanted)
{
    int64_t affected = alk_affected(result);
    must(st, alk_close(result), "a statement that changes rows");
    if (affected != wanted)
        fail(st, "it has changed %lld rows, must have %d", (long long)affected, wanted);
}

static bool gives_rows(state *st, enum table_number t, bool deletes)
{
    return tables[t].base == T_TEAM && t != T_BEAST && (deletes || alk_engine_dialect(st->engines[0])[0] != 'm') && chance(st, 30);
}

/* The objects of the rows that it gives: those of things that the condition holds for. Of those that are there still not all may be read: the others count as unknown. */
static void close_rows(state *st, alk_result *result, const condition *c, bool deletes)
{
    bool seen[THINGS] = { false };
    int most = !deletes && chance(st, 30) ? below(st, 3) : THINGS, n = 0;
    for (void *e; n < most && (e = alk_entity_next(result, *tables[c->table].table)); n++) {
        int i = world_at_row(&st->flushed, c->table, database_of(st, st->s, c->table, e), e);
        if (i == NOTHING || seen[i] || !condition_holds(&st->flushed, c, i))
            fail(st, "the statement gives %s #%d, and must not", tables[c->table].name, i);
        if (st->at[i] && st->at[i] != e)
            fail(st, "%s #%d has two objects", tables[c->table].name, i);
        st->at[i] = deletes ? st->at[i] : e;
        seen[i] = true;
    }
    must(st, alk_close(result), "reading what a statement gives");
    for (int i = 0; n < most && i < st->now.n; i++)
        if (!seen[i] && condition_holds(&st->flushed, c, i))
            fail(st, "the statement does not give %s #%d", tables[c->table].name, i);
}

/* ---- UPDATE ---- */

static const alk_sql *draw_setting(state *st, const alk_sql *column, cell_value *to, bool counts)
{
    *to = draw_value(st, alk_column_definition(column));
    if (counts)
        return alk_set(column, alk_plus(column, 1));
    if (to->null)
        return alk_set(column, alk_null());
    return is_text(alk_column_definition(column)) ? alk_set(column, to->text) : alk_set(column, to->n);
}

void bulk_update(state *st)
{
    enum table_number t = (enum table_number)below(st, N_TABLES);
    unsigned k = tables[t].values[tables[t].n_values - 1];
    const alk_column *column = column_of(t, k);
    cell_value to;
    if ((t == T_CRATE && st->listens) || ((!st->no_autoflush || st->structural || is_any_unknown(st)) && !flush_now(st)))       /* no listener sees what a statement writes */
        return;
    condition c = draw_condition(st, t, *column->table);
    reach r = draw_reach(st, t);
    if (t == T_CAT)                    /* the rows of others have no such values */
        c.kind = COLUMN_IS, c.column = k, c.value = draw_value(st, column), c.value.null = false;
    c.in = r.in;
    bool counts = !is_text(column) && chance(st, 40), gives = gives_rows(st, t, false);
    const alk_sql *set = draw_setting(st, *tables[t].columns[k], &to, counts);
    tell(st, "  UPDATE %s %s to %s%lld %s, condition %d", tables[t].name, column->name, counts ? "one more than " : to.null ? "NULL " : "", (long long)to.n, to.text, c.kind);
    alk_result *result = gives ? alk_execute(st->s, alk_update(*column->table, set, alk_where(condition_sql(&c)), alk_returning(*column->table), r.part))
                               : alk_execute(st->s, alk_update(*column->table, set, alk_where(condition_sql(&c)), r.part));
    if (!result)
        fail(st, "an UPDATE fails: %s", alk_last_error()->message);
    if (gives)
        close_rows(st, result, &c, false);
    else
        close_counted(st, result, count_matching(st, &c));
    static world before;
    before = st->flushed;
    for (int i = 0; i < st->now.n; i++)
        if (condition_holds(&before, &c, i)) {     /* no UPDATE of the session's, so no version */
            cell_value *row = &st->flushed.things[i].column[k], *is = &st->now.things[i].column[k];
            bool kept = !value_equal(column, is, row);             /* a change that is not written */
            *row = counts ? (cell_value){ .null = row->null, .n = row->n + !row->null, .text = "" } : to;
            *is = kept ? *is : *row;
        }
    check_rows(st);
}

/* All that lead to one lead to another: their pointers follow, the collections of both do not. */
void bulk_move(state *st)
{
    static const enum fk_number movable[] = { F_PLAYER, F_CRATE, F_PARCEL, F_ENTRY, F_GUEST, F_BADGE_SKILL, F_NODE, F_BEAST, F_LEADER, F_COLLAR, F_TICKET, F_KIN, F_CHIEF, F_HEN, F_EGG };
    int f = (int)movable[below(st, 15)], from = flush_now(st) ? pick_written(st, fks[f].parent) : NOTHING, n = 0;
    int to = from == NOTHING || (fks[f].nullable && chance(st, 20)) ? NOTHING : pick_beside(st, fks[f].parent, st->now.things[from].database);
    if (from == NOTHING || (to != NOTHING && !is_written(st, to)) || (to == NOTHING && !fks[f].nullable) || from == to)
        return;
    for (int i = 0; i < st->now.n; i++)
        if (st->now.things[i].exists && is_a(st->now.things[i].table, fks[f].child) && st->now.things[i].ref[f] == from) {
            if (to != NOTHING && is_below(st, f, to, i))
                return;
            n++;
        }
    const alk_sql *key = *tables[fks[f].child].columns[fks[f].columns[0]];
    cell_value old = world_value(&st->now, from, 0), new = to == NOTHING ? old : world_value(&st->now, to, 0);
    bool text = is_text(column_of(fks[f].parent, 0));
    tell(st, "  UPDATE %s from #%d to #%d: %d", tables[fks[f].child].name, from, to, n);
    const alk_sql *set = to == NOTHING ? alk_set(key, alk_null()) : text ? alk_set(key, new.text) : alk_set(key, new.n);
    alk_result *result = alk_execute(st->s, alk_update(*tables[fks[f].child].table, set, alk_where(text ? alk_eq(key, old.text) : alk_eq(key, old.n)), part_on(st, fks[f].child, st->now.things[from].database)));
    if (!result)
        fail(st, "an UPDATE of keys fails: %s", alk_last_error()->message);
    close_counted(st, result, n);
    for (int i = 0; i < st->now.n; i++)
        if (st->now.things[i].exists && is_a(st->now.things[i].table, fks[f].child) && st->now.things[i].ref[f] == from)
            st->now.things[i].ref[f] = to;
    st->stale[from][f] = true;
    if (to != NOTHING)
        st->stale[to][f] = true;
    rows_are_as_told(st);
}

/* ---- DELETE ---- */

/* Whether anything leads to it that the database keeps. */
static bool is_held(const state *st, int i)
{
    for (int k = 0; k < st->now.n; k++) {
        if (st->now.linked[i][k] || st->now.linked[k][i])
            return true;
        for (int f = 0; f < N_FKS; f++)
            if (st->now.things[k].exists && is_a(st->now.things[k].table, fks[f].child) && st->now.things[k].ref[f] == i && fks[f].child != T_ENTRY && fks[f].child != T_GUEST)
                return true;
    }
    return false;
}

static void is_gone(state *st, int i)
{
    if (st->at[i])
        forget_everywhere(st, i);
    st->now.things[i].exists = false;
}

/* The rows of other tables that the database has deleted or changed along: their objects are told of it by reading them anew. */
static void follow_database(state *st, int parent)
{
    for (int k = 0; k < st->now.n; k++) {
        thing *t = &st->now.things[k];
        if (!t->exists || !((t->table == T_ENTRY && t->ref[F_ENTRY] == parent) || (t->table == T_GUEST && t->ref[F_GUEST] == parent)))
            continue;
        t->ref[F_GUEST] = NOTHING;
        if (t->table == T_GUEST && st->at[k])
            must(st, alk_refresh(st->s, st->at[k]), "alk_refresh() of what the database has changed");
        else if (t->table == T_ENTRY && st->at[k])
            must_fail(st, alk_refresh(st->s, st->at[k]), ALK_ERROR_NO_ROW, "alk_refresh() of what the database has deleted");
        if (t->table == T_ENTRY)
            is_gone(st, k);
    }
}

static void check_gone(state *st)
{
    for (int i = 0; i < st->n_gone; i++)
        if (alk_entity_state(st->s, st->gone[i]) < ALK_STATE_DELETED)
            fail(st, "an object whose row is gone is in state %d", alk_entity_state(st->s, st->gone[i]));
}

static void refused(state *st)
{
    if (alk_last_error()->code != ALK_ERROR_INTEGRITY)
        fail(st, "a DELETE that must be refused gives %s", alk_last_error()->message);
    if (st->n_points && chance(st, 50))
        roll_back_to(st, below(st, st->n_points));
    else
        roll_back(st);
}

void bulk_delete(state *st)
{
    static const enum table_number from[] = { T_CRATE, T_MASCOT, T_PARCEL, T_ENTRY, T_GUEST, T_MARK, T_COLLAR, T_BADGE, T_TEAM, T_SKILL, T_CELL, T_PLAYER, T_TICKET, T_KIN, T_CLAN, T_EGG };
    enum table_number t = from[below(st, 16)];
    bool held = false, goes[THINGS] = { false };
    if (!flush_now(st))
        return;
    condition c = draw_condition(st, t, *tables[t].table);
    reach r = draw_reach(st, t);
    c.in = r.in;
    for (int i = 0; i < st->now.n; i++) {
        goes[i] = condition_holds(&st->now, &c, i);
        held = held || (goes[i] && is_held(st, i));
    }
    if (held && chance(st, 80))
        return;
    bool gives = !held && gives_rows(st, t, true);
    tell(st, "  DELETE FROM %s, condition %d%s", tables[t].name, c.kind, held ? ", which is refused" : "");
    alk_result *result = gives ? alk_execute(st->s, alk_delete_from(*tables[t].table, alk_where(condition_sql(&c)), alk_returning(*tables[t].table), r.part))
                               : alk_execute(st->s, alk_delete_from(*tables[t].table, alk_where(condition_sql(&c)), r.part));
    if (held && !result) {
        refused(st);
        return;
    }
    if (!result || held)
        fail(st, "a DELETE %s: %s", held ? "works that must be refused" : "fails", result ? "" : alk_last_error()->message);
    if (gives)
        close_rows(st, result, &c, true);
    else
        close_counted(st, result, count_matching(st, &c));
    for (int i = 0; i < st->now.n; i++)
        if (goes[i]) {
            is_gone(st, i);
            follow_database(st, i);
        }
    check_gone(st);
    rows_are_as_told(st);
}
