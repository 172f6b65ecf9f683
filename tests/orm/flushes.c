/* SPDX-License-Identifier: MIT
 * Flushes, and ends of transactions, in the session and in the model. */
#include "state.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- failing ---- */

_Noreturn void fail(state *st, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(st->why, sizeof st->why, format, arguments);
    va_end(arguments);
    longjmp(st->out, 1);
}

void tell(state *st, const char *format, ...)
{
    va_list arguments;
    if (!st->tells)
        return;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fprintf(stderr, "\n");
}

void must(state *st, int code, const char *what)
{
    if (code)
        fail(st, "%s fails: %s", what, alk_last_error()->message);
}

void must_fail(state *st, int code, int expected, const char *what)
{
    if (code != expected)
        fail(st, "%s gives %d, must fail with %d: %s", what, code, expected, code ? alk_last_error()->message : "");
}

/* ---- flushing ---- */

static void learn_keys(state *st)
{
    for (int i = 0; i < st->now.n; i++) {
        thing *t = &st->now.things[i];
        if (!t->exists || is_written(st, i) || !tables[t->table].generated)
            continue;
        t->column[0] = value_get(column_of(t->table, 0), st->at[i]);
        if (t->column[0].n == 0)
            fail(st, "%s #%d has no key after the flush", tables[t->table].name, i);
    }
}

void forget_object(state *st, int i)
{
    if (st->at[i] && st->n_gone < MOST_GONE)
        st->gone[st->n_gone++] = st->at[i];
    st->at[i] = NULL;
}

void after_flush(state *st)
{
    bool unknown[THINGS] = { false };
    for (int i = 0; i < st->now.n; i++)
        unknown[i] = st->now.things[i].unknown;
    int code = world_flush(&st->now, &st->flushed);
    if (code)
        fail(st, "a flush works that must fail with %d", code);
    learn_keys(st);
    after_events(st, unknown);
    for (int i = 0; i < st->now.n; i++)
        if (!st->now.things[i].exists)
            forget_object(st, i);
    st->flushed = st->now;
    for (int i = 0; i < st->now.n; i++)
        for (int f = 0; f < N_FKS; f++)
            st->stale[i][f] = st->stale[i][f] == LATE ? 0 : st->stale[i][f];
    memset(st->dirt, 0, sizeof st->dirt);
    st->structural = false;
    memset(st->texts, '#', sizeof st->texts - 1);
    st->n_texts = 0;
    if (alk_session_is_dirty(st->s))
        fail(st, "the session is dirty after a flush");
    check_rows(st);
}

static int failure_of_flush(const state *st)
{
    static world w;
    w = st->now;
    return world_flush(&w, &st->flushed);
}

bool can_flush(state *st)
{
    int code = failure_of_flush(st);
    if (!code)
        return true;
    must_fail(st, alk_flush(st->s), code, "alk_flush()");
    if (!alk_session_has_failed(st->s))
        fail(st, "the session has not failed");
    tell(st, "  the flush fails as it must: %s", alk_last_error()->message);
    if (st->n_points && chance(st, 50))
        roll_back_to(st, below(st, st->n_points));
    else
        roll_back(st);
    return false;
}

bool flush_now(state *st)
{
    if (!can_flush(st))
        return false;
    must(st, alk_flush(st->s), "alk_flush()");
    after_flush(st);
    return true;
}

bool freshen(state *st, int i)
{
    if (!flush_now(st) || !st->at[i])
        return false;
    must(st, alk_expire(st->s, st->at[i]), "alk_expire()");
    memset(st->stale[i], 0, sizeof st->stale[i]);
    memset(st->lost[i], 0, sizeof st->lost[i]);
    return true;
}

/* ---- ends ---- */

void take_snapshot(const state *st, snapshot *to)
{
    to->w = st->now;
    memcpy(to->at, st->at, sizeof to->at);
    memcpy(to->stale, st->stale, sizeof to->stale);
    memcpy(to->lost, st->lost, sizeof to->lost);
}

/* Things keep their numbers: those that came since are rows no more. */
static void go_back(state *st, const snapshot *to)
{
    int n = st->now.n;
    for (int i = 0; i < n; i++)
        if (st->at[i] && (i >= to->w.n || !to->w.things[i].exists)) {
            if (st->expunged[i] && alk_entity_state(st->s, st->at[i]) == ALK_STATE_PERSISTENT)
                must(st, alk_expunge(st->s, st->at[i]), "alk_expunge()");
            if (alk_entity_state(st->s, st->at[i]) != ALK_STATE_DETACHED)
                fail(st, "#%d was added since, and is in state %d", i, alk_entity_state(st->s, st->at[i]));
            st->at[i] = NULL;
        }
    for (int i = 0; i < to->w.n; i++)
        if (to->at[i] && !st->at[i])
            st->at[i] = to->at[i];
    st->now = to->w;
    for (; st->now.n < n; st->now.n++)
        memset(&st->now.things[st->now.n], 0, sizeof *st->now.things);
    int kept = 0;
    for (int i = 0; i < st->n_gone; i++)
        if (alk_entity_state(st->s, st->gone[i]) > ALK_STATE_PERSISTENT)
            st->gone[kept++] = st->gone[i];
    st->n_gone = kept;
    st->flushed = st->now;
    memcpy(st->stale, to->stale, sizeof st->stale);
    memcpy(st->lost, to->lost, sizeof st->lost);
    memset(st->dirt, 0, sizeof st->dirt);
    memset(st->heard, 0, sizeof st->heard);
    st->structural = false;
}

static void end_transaction(state *st)
{
    st->n_points = 0;
    st->n_gone = 0;
    memset(st->expunged, 0, sizeof st->expunged);
    take_snapshot(st, &st->base);
    check_all_rows(st);
}

void commit_now(state *st)
{
    if (!can_flush(st))
        return;
    must(st, alk_commit(st->s), "alk_commit()");
    after_flush(st);
    must(st, alk_commit(st->s), "alk_commit()");       /* the check has begun a transaction */
    end_transaction(st);
}

void roll_back(state *st)
{
    tell(st, "  rollback");
    must(st, alk_rollback(st->s), "alk_rollback()");
    go_back(st, &st->base);
    end_transaction(st);
}

void roll_back_to(state *st, int point)
{
    char name[16];
    (void)snprintf(name, sizeof name, "p%d", point);
    tell(st, "  rollback to %s", name);
    must(st, alk_session_rollback_to(st->s, point == st->n_points - 1 ? NULL : name), "alk_session_rollback_to()");
    go_back(st, &st->points[point]);
    st->n_points = point;
    check_rows(st);
}

void set_savepoint(state *st)
{
    char name[16];
    (void)snprintf(name, sizeof name, "p%d", st->n_points);
    if (st->n_points == MOST_POINTS || !can_flush(st))
        return;
    must(st, alk_session_savepoint(st->s, name), "alk_session_savepoint()");
    after_flush(st);
    take_snapshot(st, &st->points[st->n_points++]);
}

void release_savepoint(state *st, int point)
{
    char name[16];
    (void)snprintf(name, sizeof name, "p%d", point);
    if (!can_flush(st) || point >= st->n_points)
        return;
    must(st, alk_session_release(st->s, name), "alk_session_release()");
    after_flush(st);
    st->n_points = point;
}
