/* SPDX-License-Identifier: MIT
 * Operations: each draws what it works on, and does it in the session and in the model. */
#ifndef ALK_TEST_ORM_OPERATIONS_H
#define ALK_TEST_ORM_OPERATIONS_H
#include "state.h"

/* ---- add.c ---- */
void add(state *st);
void add_family(state *st);

/* ---- append.c ---- */
void append_new(state *st);
void relate_new(state *st);

/* ---- move.c ---- */
void change(state *st);
void change_key(state *st);
void move_child(state *st);
void link_skill(state *st);

/* ---- leave.c ---- */
void delete_thing(state *st);
void expire(state *st);
void refresh(state *st);
void expunge(state *st);
/* Its object is in the session no more, whatever is rolled back. */
void forget_everywhere(state *st, int i);

/* ---- merge.c ---- */
void merge(state *st);
void keep_copy(state *st);
void merge_kept(state *st);
void merge_family(state *st);

/* ---- read.c ---- */
void find(state *st);
void load(state *st);
void query(state *st);
void count(state *st);
void stream(state *st);

/* ---- statements.c ---- */
void bulk_update(state *st);
void bulk_move(state *st);
void bulk_delete(state *st);

/* ---- criteria.c ---- */
void read_filtered(state *st);
void update_filtered(state *st);

/* ---- turns.c ---- */
void take_turns(state *st);

/* ---- second.c ---- */
void second_session(state *st);
void end_second(state *st);

/* ---- events.c ---- */
void change_in_flush(state *st);
void refuse_flush(state *st);
void refuse_insert(state *st);

/* ---- across.c ---- */
void relate_across(state *st);
void link_across(state *st);
void add_across(state *st);
void ask_too_much(state *st);

/* ---- mistakes.c ---- */
void go_stale(state *st);
void use_gone(state *st);
void refresh_gone(state *st);
#endif
