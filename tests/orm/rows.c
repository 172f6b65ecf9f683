/* SPDX-License-Identifier: MIT
 * Comparing the databases with the model. */
#include "state.h"
#include <stdio.h>

static cell_value read_cell(alk_result *result, int i, const alk_column *column)
{
    cell_value value = { .null = alk_is_null(result, i) };
    if (!value.null && is_text(column))
        (void)snprintf(value.text, sizeof value.text, "%s", alk_get_text(result, i));
    else if (!value.null)
        value.n = alk_get_int(result, i);
    return value;
}

static void check_row(state *st, alk_result *result, const world *w, enum table_number t, int database)
{
    cell_value row[MOST_COLUMNS] = { { .null = true } };
    for (unsigned i = 0; i < tables[t].n_columns; i++)
        row[i] = read_cell(result, (int)i, column_of(t, i));
    int found = world_find(w, t, database, row);
    if (found == NOTHING || w->things[found].table != t)
        fail(st, "the database has a row of %s that must not be there: %lld %s", tables[t].name, (long long)row[0].n, row[0].text);
    for (unsigned i = 0; i < tables[t].n_columns; i++) {
        cell_value is_to_be = world_value(w, found, i);
        if (!value_equal(column_of(t, i), &row[i], &is_to_be))
            fail(st, "row of %s #%d: %s is %s%lld%s, must be %s%lld%s", tables[t].name, found, column_of(t, i)->name, row[i].null ? "NULL " : "", (long long)row[i].n, row[i].text,
                 is_to_be.null ? "NULL " : "", (long long)is_to_be.n, is_to_be.text);
    }
}

static void check_table(state *st, alk_conn *conn, const world *w, enum table_number t, int database)
{
    static char texts[N_TABLES][500];
    int wanted = 0, n = 0;
    if (!texts[t][0]) {
        size_t at = (size_t)snprintf(texts[t], sizeof texts[t], "SELECT ");
        for (unsigned i = 0; i < tables[t].n_columns; i++)
            at += (size_t)snprintf(texts[t] + at, sizeof texts[t] - at, "%s%s.%s", i ? ", " : "", alk_table_definition(*column_of(t, i)->table)->name, column_of(t, i)->name);
        (void)snprintf(texts[t] + at, sizeof texts[t] - at, " FROM %s%s", tables[t].rows ? "" : "om_", tables[t].rows ? tables[t].rows : tables[t].name);
    }
    for (int i = 0; i < w->n; i++)
        wanted += w->things[i].exists && w->things[i].table == t && w->things[i].database == database;
    alk_result *result = alk_execute(conn, alk_raw(texts[t]));
    for (; alk_next(result); n++)
        check_row(st, result, w, t, database);
    must(st, alk_close(result), "reading rows");
    if (n != wanted)
        fail(st, "%d rows of %s, must be %d", n, tables[t].name, wanted);
}

static void check_links(state *st, alk_conn *conn, const world *w, int database)
{
    int wanted = 0, n = 0;
    for (int i = 0; i < w->n; i++)
        for (int k = 0; k < w->n; k++)
            wanted += w->linked[i][k] && w->things[i].database == database;
    alk_result *result = alk_execute(conn, alk_raw("SELECT player_id, skill_code FROM om_player_skill"));
    for (; alk_next(result); n++) {
        cell_value a = read_cell(result, 0, column_of(T_PLAYER, 0)), b = read_cell(result, 1, column_of(T_SKILL, 0));
        int i = world_find(w, T_PLAYER, database, &a), k = world_find(w, T_SKILL, database, &b);
        if (i == NOTHING || k == NOTHING || !w->linked[i][k])
            fail(st, "player %lld has skill %s, and must not", (long long)a.n, b.text);
    }
    must(st, alk_close(result), "reading rows");
    if (n != wanted)
        fail(st, "%d rows of player_skill, must be %d", n, wanted);
}

static void check_database(state *st, alk_conn *conn, const world *w, int database)
{
    if (!conn)
        fail(st, "no connection: %s", alk_last_error()->message);
    for (int t = 0; t < N_TABLES; t++)
        check_table(st, conn, w, (enum table_number)t, database);
    check_links(st, conn, w, database);
}

void check_rows(state *st)
{
    for (int d = 0; d < st->places.n && !st->places.looks_late; d++)
        check_database(st, conn_of(st, d), &st->flushed, d);
}

void check_all_rows(state *st)
{
    for (int d = 0; d < st->places.n; d++) {
        alk_conn *conn = alk_connect(st->engines[d]);
        check_database(st, conn, &st->flushed, d);
        must(st, alk_conn_close(conn), "closing a connection");
    }
}
