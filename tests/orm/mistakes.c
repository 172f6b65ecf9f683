/* SPDX-License-Identifier: MIT
 * What must fail, and what is left then. */
#include "draw.h"
#include "operations.h"

void go_stale(state *st)
{
    int i = flush_now(st) ? pick_written(st, T_PLAYER) : NOTHING;
    if (i == NOTHING || !alk_is_loaded(st->s, st->at[i], player.score))
        return;
    struct player *p = st->at[i];
    tell(st, "  player #%d is changed behind the session's back", i);
    must(st, alk_close(alk_execute(conn_of(st, st->now.things[i].database), alk_update(player.table, alk_set(player.version, 77), alk_where(alk_eq(player.id, p->id))))), "an UPDATE");
    p->score = (alk_opt_int32)ALK_SOME(1000);
    if (chance(st, 50))
        must(st, alk_delete(st->s, p), "alk_delete()");
    must_fail(st, alk_flush(st->s), ALK_ERROR_STALE_DATA, "alk_flush() of what is stale");
    must_fail(st, alk_flush(st->s), ALK_ERROR_INTERFACE, "alk_flush() of a session that failed");
    if (st->n_points && chance(st, 50))
        roll_back_to(st, st->n_points - 1);
    else
        roll_back(st);
}

void use_gone(state *st)
{
    if (!st->n_gone)
        return;
    void *e = st->gone[below(st, st->n_gone)];
    if (alk_entity_state(st->s, e) < ALK_STATE_DELETED)        /* rolled back */
        return;
    tell(st, "  use what is gone");
    must_fail(st, alk_delete(st->s, e), ALK_ERROR_INTERFACE, "alk_delete() of what is gone");
    must_fail(st, alk_refresh(st->s, e), ALK_ERROR_INTERFACE, "alk_refresh() of what is gone");
    must_fail(st, alk_expire(st->s, &st->now), ALK_ERROR_ARGUMENT, "alk_expire() of no object");
}

void refresh_gone(state *st)
{
    int i = flush_now(st) ? pick_written(st, T_GUEST) : NOTHING;
    if (i == NOTHING)
        return;
    struct guest *g = st->at[i];
    tell(st, "  refresh guest #%d, whose row is gone", i);
    must(st, alk_close(alk_execute(conn_of(st, st->now.things[i].database), alk_delete_from(guest.table, alk_where(alk_eq(guest.id, g->id))))), "a DELETE");
    must_fail(st, alk_refresh(st->s, g), ALK_ERROR_NO_ROW, "alk_refresh()");
    if (alk_entity_state(st->s, g) != ALK_STATE_DETACHED)
        fail(st, "it is in state %d", alk_entity_state(st->s, g));
    forget_everywhere(st, i);
    st->now.things[i].exists = false;
    st->flushed = st->now;
}
