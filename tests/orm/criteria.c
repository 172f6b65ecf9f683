/* SPDX-License-Identifier: MIT
 * Criteria: rows with a certain value are hidden from a session of its own that reads, and from statements of the program's session that change rows. */
#include "operations.h"
#include "draw.h"
#include <string.h>

typedef struct hiding {
    enum table_number table;
    int f;                             /* its owner's key, whose other side may be loaded */
    unsigned column;
    cell_value value;                  /* which hides a row */
} hiding;

static alk_sql *is_not_hidden(const alk_sql *from, void *payload)
{
    const hiding *h = payload;
    const alk_sql *column = alk_at(from, *tables[h->table].columns[h->column]);
    column = alk_keep(column);
    alk_sql *shown = alk_or(alk_is(column, alk_null()), alk_ne(column, h->value.text));
    alk_free(column);
    return shown;
}

static bool is_shown(const state *st, const hiding *h, int i)
{
    const thing *t = &st->now.things[i];
    return t->exists && is_a(t->table, h->table) && (t->column[h->column].null || strcmp(t->column[h->column].text, h->value.text) != 0);
}

static hiding draw_hiding(state *st)
{
    static const enum fk_number of[] = { F_PLAYER, F_CRATE, F_PARCEL, F_GUEST, F_NODE, F_MARK, F_BEAST, F_COLLAR, F_TICKET, F_KIN, F_HEN };
    hiding h = { .f = (int)of[below(st, 11)] };
    h.table = fks[h.f].child;
    for (unsigned k = 0; k < tables[h.table].n_values; k++)
        if (is_text(column_of(h.table, tables[h.table].values[k])))
            h.column = tables[h.table].values[k];
    h.value = draw_value(st, column_of(h.table, h.column));
    h.value.null = false;
    return h;
}

/* ---- reading ---- */

static void check_rows_shown(state *st, alk_session *s, const hiding *h, bool all)
{
    const alk_sql *table = *tables[h->table].table;
    alk_result *result = all ? alk_execute(s, alk_select(table, alk_unfiltered())) : alk_execute(s, alk_select(table));
    int n = 0, wanted = 0;
    for (void *e; (e = alk_entity_next(result, table)); n++) {
        int i = world_at_row(&st->now, h->table, database_of(st, s, h->table, e), e);
        if (i == NOTHING || !(all || is_shown(st, h, i)))
            fail(st, "a query under a criterion gives %s #%d, and must not", tables[h->table].name, i);
    }
    must(st, alk_close(result), "a query under a criterion");
    for (int i = 0; i < st->now.n; i++)
        wanted += all ? st->now.things[i].exists && is_a(st->now.things[i].table, h->table) : is_shown(st, h, i);
    if (n != wanted)
        fail(st, "a query under a criterion gives %d of %s, must give %d", n, tables[h->table].name, wanted);
}

static void check_found(state *st, alk_session *s, const hiding *h, int i)
{
    cell_value v = world_value(&st->now, i, 0);
    alk_value key = alk_value_int(v.n);
    void *found = alk_entity_find(s, *tables[h->table].table, &key, 1, find_on(st, h->table, st->now.things[i].database));
    if ((found != NULL) != is_shown(st, h, i))
        fail(st, "%s #%d is %s under a criterion", tables[h->table].name, i, found ? "found" : "not found");
}

static int count_shown(const state *st, const hiding *h, int owner)
{
    int n = 0;
    for (int i = 0; i < st->now.n; i++)
        n += is_shown(st, h, i) && st->now.things[i].ref[h->f] == owner;
    return n;
}

/* Owners with what is loaded along, or counted. */
static void check_owners(state *st, alk_session *s, const hiding *h)
{
    enum table_number t = fks[h->f].parent;
    const alk_sql *side = *fks[h->f].side, *with = NULL;
    bool loads = !alk_relationship_definition(side)->write_only && chance(st, 80);
    if (loads)
        with = chance(st, 40) ? alk_with_joined(side) : chance(st, 50) ? alk_with_subquery(side) : alk_with(side);
    alk_result *result = loads ? alk_execute(s, alk_select(*tables[t].table, with)) : alk_execute(s, alk_select(*tables[t].table));
    void *all[THINGS];
    int n = 0;
    for (void *e; n < THINGS && (e = alk_entity_next(result, *tables[t].table));)
        all[n++] = e;
    must(st, alk_close(result), "a query of owners under a criterion");
    for (int k = 0; k < n; k++) {
        int i = world_at_row(&st->now, t, database_of(st, s, t, all[k]), all[k]);
        int64_t told = i == NOTHING ? -1 : alk_count_of(s, all[k], side);
        if (i == NOTHING || told != count_shown(st, h, i))
            fail(st, "%s #%d has %lld %s under a criterion, must have %d", tables[t].name, i, (long long)told, alk_relationship_definition(side)->name, i == NOTHING ? 0 : count_shown(st, h, i));
    }
}

void read_filtered(state *st)
{
    if (!can_flush(st))
        return;
    commit_now(st);
    hiding h = draw_hiding(st);
    tell(st, "  a session that does not see %s of '%s'", tables[h.table].name, h.value.text);
    alk_session *s = places_open(st, true);
    if (alk_session_criterion(s, *tables[h.table].table, is_not_hidden, &h))
        fail(st, "no session with a criterion: %s", alk_last_error()->message);
    st->other = s;
    if (chance(st, 50))
        check_owners(st, s, &h);
    for (int i = 0; tables[h.table].n_key == 1 && i < st->now.n; i++)
        if (st->now.things[i].exists && is_a(st->now.things[i].table, h.table) && chance(st, 30))
            check_found(st, s, &h, i);
    if (root_of(fks[h.f].parent) != root_of(h.table))
        check_owners(st, s, &h);
    check_rows_shown(st, s, &h, false);
    check_rows_shown(st, s, &h, true);
    st->other = NULL;
    must(st, alk_session_close(s), "alk_session_close()");
}

/* ---- changing ---- */

/* All rows that are shown get another value; objects of the others stay as they are. */
void update_filtered(state *st)
{
    hiding h = draw_hiding(st);
    const alk_sql *table = *tables[h.table].table, *column = *tables[h.table].columns[h.column];
    if (*column_of(h.table, h.column)->table != table || !flush_now(st))
        return;
    cell_value to = draw_value(st, column_of(h.table, h.column));
    int n = 0;
    tell(st, "  UPDATE %s to %s, but those of '%s'", tables[h.table].name, to.text, h.value.text);
    must(st, alk_session_criterion(st->s, table, is_not_hidden, &h), "alk_session_criterion()");
    alk_result *result = alk_execute(st->s, alk_update(table, alk_set(column, to.text)));
    int64_t affected = alk_affected(result);
    must(st, alk_close(result), "an UPDATE under a criterion");
    must(st, alk_session_criterion(st->s, table, NULL, NULL), "alk_session_criterion()");
    to.null = false;
    for (int i = 0; i < st->now.n; i++)
        if (is_shown(st, &h, i)) {
            st->now.things[i].column[h.column] = to;
            n++;
        }
    if (affected != n)
        fail(st, "an UPDATE under a criterion has changed %lld rows, must have %d", (long long)affected, n);
    st->flushed = st->now;
    check_rows(st);
}
