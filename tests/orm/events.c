/* SPDX-License-Identifier: MIT
 * Listeners of the session: they count what they are told, and compare that with what the model says a flush writes; they change objects that are written, and refuse. */
#include "draw.h"
#include "operations.h"
#include <stdio.h>
#include <string.h>

enum { HIGH = 4, LOW = 3 };            /* a crate that is written has no weight of 4 */

static int thing_at(const state *st, const void *entity)
{
    for (int i = 0; i < st->now.n; i++)
        if (st->at[i] == entity)
            return i;
    return NOTHING;
}

/* A listener does not come back to the program: what is wrong is told when the operation is over. */
static void note(state *st, const char *what, int i)
{
    if (!st->heard_wrong[0])
        (void)snprintf(st->heard_wrong, sizeof st->heard_wrong, "%s #%d: %s", i == NOTHING ? "nothing" : tables[st->now.things[i].table].name, i, what);
}

static void lower(state *st, struct crate *c)
{
    (void)st;
    if (c->weight.state == ALK_VALUE && c->weight.value == HIGH)
        c->weight.value = LOW;
}

static int hear_object(alk_session_event *event, void *payload)
{
    state *st = payload;
    int i = thing_at(st, event->entity), before = event->kind - ALK_SESSION_AFTER_INSERT + ALK_SESSION_BEFORE_INSERT;
    if (i == NOTHING)                  /* loaded to be deleted along */
        return ALK_OK;
    if (event->kind >= ALK_SESSION_AFTER_INSERT && st->heard[event->kind][i] >= st->heard[before][i])
        note(st, "told after it was written, and not before", i);
    st->heard[event->kind][i]++;
    if (event->table == crate.table && (event->kind == ALK_SESSION_BEFORE_INSERT || event->kind == ALK_SESSION_BEFORE_UPDATE))
        lower(st, event->entity);
    return event->kind == st->refused ? alk_fail(ALK_ERROR_ARGUMENT, "refused by a listener") : ALK_OK;
}

static int hear_loaded(alk_session_event *event, void *payload)
{
    int i = thing_at(payload, event->entity);
    if (i != NOTHING)
        note(payload, "an object that is there is told to be loaded for the first time", i);
    return ALK_OK;
}

static int hear_flush(alk_session_event *event, void *payload)
{
    state *st = payload;
    if (event->entity)
        note(st, "a flush is of no object", NOTHING);
    if (st->refused == ALK_SESSION_BEFORE_FLUSH)
        return alk_fail(ALK_ERROR_ARGUMENT, "refused by a listener");
    if (st->changed_in_flush != NOTHING)
        put(st, st->changed_in_flush, st->column_in_flush, st->at[st->changed_in_flush]);
    st->changed_in_flush = NOTHING;
    return ALK_OK;
}

void listen_to_all(state *st)
{
    st->changed_in_flush = NOTHING;
    for (int kind = ALK_SESSION_BEFORE_INSERT; st->listens && kind <= ALK_SESSION_AFTER_DELETE; kind++)
        must(st, alk_session_listen(st->s, kind, hear_object, st), "alk_session_listen()");
    if (st->listens)
        must(st, alk_session_listen(st->s, ALK_SESSION_LOADED, hear_loaded, st), "alk_session_listen()");
    if (st->listens)
        must(st, alk_session_listen(st->s, ALK_SESSION_BEFORE_FLUSH, hear_flush, st), "alk_session_listen()");
}

/* ---- what must have been heard ---- */

static void expect(state *st, int i, int before, int least, int most, const char *what)
{
    int n = st->heard[before][i], after = st->heard[before - ALK_SESSION_BEFORE_INSERT + ALK_SESSION_AFTER_INSERT][i];
    if (n < least || n > most || after != n)
        fail(st, "%s #%d: %d events before it was %s and %d after, must be %d", tables[st->now.things[i].table].name, i, n, what, after, most);
}

/* Where the database empties the key it need not be written. */
static bool only_the_database_differs(const state *st, int i)
{
    thing t = st->now.things[i];
    t.ref[F_GUEST] = st->flushed.things[i].ref[F_GUEST];
    if (tables[t.table].version)
        t.column[tables[t.table].version] = st->flushed.things[i].column[tables[t.table].version];
    return !thing_differs(&t, &st->flushed.things[i]);
}

static void check_heard(state *st, int i, bool unknown)
{
    const thing *t = &st->now.things[i];
    bool was = is_written(st, i), is = t->exists;
    if (t->table == T_CELL)            /* a new one may take over the row of one that is deleted */
        return;
    expect(st, i, ALK_SESSION_BEFORE_INSERT, is && !was, is && !was, "inserted");
    if (was && !is)
        expect(st, i, ALK_SESSION_BEFORE_DELETE, t->table != T_ENTRY, 1, "deleted");
    if (was && is && !unknown) {
        bool differs = thing_differs(t, &st->flushed.things[i]);
        expect(st, i, ALK_SESSION_BEFORE_UPDATE, differs && !only_the_database_differs(st, i), differs, "updated");
        expect(st, i, ALK_SESSION_BEFORE_DELETE, 0, 0, "deleted");
    }
}

void after_events(state *st, const bool *unknown)
{
    for (int i = 0; st->listens && i < st->now.n; i++) {
        thing *t = &st->now.things[i];
        if (st->at[i])
            check_heard(st, i, unknown[i]);
        bool written = t->exists && (unknown[i] || !is_written(st, i) || thing_differs(t, &st->flushed.things[i]));
        if (written && t->table == T_CRATE && !t->column[3].null && t->column[3].n == HIGH)
            t->column[3].n = LOW;
    }
    memset(st->heard, 0, sizeof st->heard);
}

void check_listeners(state *st)
{
    if (st->heard_wrong[0])
        fail(st, "%s", st->heard_wrong);
}

/* ---- operations ---- */

/* The listener makes the change when the flush has begun. */
void change_in_flush(state *st)
{
    int i = st->listens ? pick(st, N_TABLES) : NOTHING;
    if (i == NOTHING)
        return;
    thing *t = &st->now.things[i];
    unsigned k = tables[t->table].values[below(st, (int)tables[t->table].n_values)];
    if (!alk_is_loaded(st->s, st->at[i], *tables[t->table].columns[k]))
        return;
    t->column[k] = draw_value(st, column_of(t->table, k));
    tell(st, "  a listener changes %s #%d", tables[t->table].name, i);
    st->changed_in_flush = i;
    st->column_in_flush = k;
    (void)flush_now(st);
    st->changed_in_flush = NOTHING;
}

/* Before anything is written it is no failure of the session. */
void refuse_flush(state *st)
{
    bool dirty = alk_session_is_dirty(st->s);
    if (!st->listens || pick(st, N_TABLES) == NOTHING)         /* one that has met no model has nothing to flush */
        return;
    st->refused = ALK_SESSION_BEFORE_FLUSH;
    must_fail(st, alk_flush(st->s), ALK_ERROR_ARGUMENT, "a flush that a listener refuses");
    st->refused = 0;
    if (alk_session_has_failed(st->s) || alk_session_is_dirty(st->s) != dirty)
        fail(st, "a flush that was refused before it began has changed the session");
}

void refuse_insert(state *st)
{
    bool any = false;
    for (int i = 0; i < st->now.n; i++)
        any = any || (st->now.things[i].exists && !st->now.things[i].doomed && !is_written(st, i) && st->now.things[i].table != T_CELL);
    if (!st->listens || !any || !can_flush(st))
        return;
    st->refused = ALK_SESSION_BEFORE_INSERT;
    must_fail(st, alk_flush(st->s), ALK_ERROR_ARGUMENT, "a flush of which a listener refuses an object");
    st->refused = 0;
    must_fail(st, alk_flush(st->s), ALK_ERROR_INTERFACE, "alk_flush() of a session that failed");
    if (st->n_points && chance(st, 50))
        roll_back_to(st, below(st, st->n_points));
    else
        roll_back(st);
}
