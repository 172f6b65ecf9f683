/* SPDX-License-Identifier: MIT
 * All operations, and how often each is drawn. */
#include "operations.h"
#include <string.h>

static void flush(state *st)
{
    (void)flush_now(st);
}

void open_session(state *st)
{
    st->s = places_open(st, false);
    listen_to_all(st);
}

static void begin_anew(state *st)
{
    if (!can_flush(st))
        return;
    commit_now(st);
    must(st, alk_session_close(st->s), "alk_session_close()");
    st->s = NULL;
    open_session(st);
    memset(st->at, 0, sizeof st->at);
    memset(st->stale, 0, sizeof st->stale);
    memset(st->lost, 0, sizeof st->lost);
    take_snapshot(st, &st->base);
}

static void release(state *st)
{
    if (st->n_points)
        release_savepoint(st, below(st, st->n_points));
}

static void back_to(state *st)
{
    if (st->n_points)
        roll_back_to(st, below(st, st->n_points));
}

typedef struct operation {
    const char *name;
    void (*run)(state *);
    unsigned weight;
} operation;

static const operation operations[] = {
    { "add", add, 16 }, { "add_family", add_family, 5 }, { "change", change, 12 }, { "change_key", change_key, 6 }, { "move", move_child, 22 },
    { "link", link_skill, 8 }, { "delete", delete_thing, 8 }, { "flush", flush, 6 }, { "commit", commit_now, 4 }, { "rollback", roll_back, 2 },
    { "savepoint", set_savepoint, 4 }, { "release", release, 2 }, { "rollback_to", back_to, 3 }, { "expire", expire, 4 }, { "refresh", refresh, 3 },
    { "expunge", expunge, 2 }, { "merge", merge, 4 }, { "keep_copy", keep_copy, 4 }, { "merge_kept", merge_kept, 4 }, { "merge_family", merge_family, 3 },
    { "find", find, 5 }, { "load", load, 8 }, { "query", query, 8 }, { "count", count, 3 }, { "stream", stream, 4 },
    { "bulk_update", bulk_update, 4 }, { "bulk_move", bulk_move, 2 }, { "bulk_delete", bulk_delete, 4 }, { "go_stale", go_stale, 1 }, { "use_gone", use_gone, 2 },
    { "refresh_gone", refresh_gone, 1 }, { "begin_anew", begin_anew, 3 }, { "read_filtered", read_filtered, 2 }, { "update_filtered", update_filtered, 2 }, { "take_turns", take_turns, 3 },
    { "change_in_flush", change_in_flush, 3 }, { "refuse_flush", refuse_flush, 1 }, { "refuse_insert", refuse_insert, 1 }, { "relate_across", relate_across, 4 },
    { "link_across", link_across, 1 }, { "add_across", add_across, 2 }, { "ask_too_much", ask_too_much, 1 }, { "append_new", append_new, 5 }, { "relate_new", relate_new, 3 }, { "second_session", second_session, 4 },
    { "end_second", end_second, 1 },
};

unsigned draw_operation(alk_random *random)
{
    unsigned total = 0, n = sizeof operations / sizeof *operations;
    for (unsigned i = 0; i < n; i++)
        total += operations[i].weight;
    unsigned at = (unsigned)alk_random_below(random, total);
    for (unsigned i = 0; i < n; i++) {
        if (at < operations[i].weight)
            return i;
        at -= operations[i].weight;
    }
    return 0;
}

void run_operation(state *st, unsigned kind)
{
    tell(st, "%s", operations[kind].name);
    operations[kind].run(st);
    places_reset(st);
    check_listeners(st);
    check_objects(st);
}
