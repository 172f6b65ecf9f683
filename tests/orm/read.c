/* SPDX-License-Identifier: MIT
 * Finding, loading, querying. */
#include "draw.h"
#include "operations.h"
#include <string.h>

void find(state *st)
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

void load(state *st)
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

void query(state *st)
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
