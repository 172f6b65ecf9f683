/* SPDX-License-Identifier: MIT
 * Going back: rollback, savepoints, and a flush that failed. */
#include "orm_test.h"

ALK_SUITE(undo, orm_setup, orm_teardown);

ALK_TEST(undo, a_rollback_gives_objects_what_they_were)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *b = alk_find(s, author, 2), *c = alk_find(s, author, 3);
    alk_check(a && b && c);
    alk_check_ok(alk_commit(s));
    char buffer[] = "changed and written";
    a->name = buffer;
    struct author *fresh = alk_add(s, author, .name = "new"), *pending;
    alk_check_made(fresh);
    alk_check_ok(alk_delete(s, c));
    alk_check_ok(alk_flush(s));
    memset(buffer, '#', sizeof buffer - 1);
    b->name = "changed and not written";
    alk_check_made(pending = alk_add(s, author, .name = "pending"));
    alk_check_int(fresh->id, 4);
    alk_check_ok(alk_rollback(s));
    alk_check_str(a->name, "Ursula");
    alk_check_str(b->name, "Stanislaw");
    alk_check_str(c->name, "Nobody");
    alk_check_state(a, ALK_STATE_PERSISTENT);
    alk_check_state(c, ALK_STATE_PERSISTENT);
    alk_check_state(fresh, ALK_STATE_DETACHED);
    alk_check_state(pending, ALK_STATE_DETACHED);
    alk_check_str(fresh->name, "new");
    alk_check_int(fresh->id, 0);
    alk_check(!alk_session_is_dirty(s));
    alk_check_int((int64_t)alk_session_count(s), 3);
    ran();
    alk_check(alk_find(s, author, 3) == c && alk_find(s, author, 1) == a);
    alk_check_int(ran(), 0);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from authors"), 3);
}

ALK_TEST(undo, objects_go_on_after_a_rollback)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(alk_commit(s));
    for (int round = 0; round < 6; round++) {                      /* blocks are given back and taken again */
        char name[40];
        snprintf(name, sizeof name, "written in round %d", round);
        a->name = name;
        alk_check_made(alk_add(s, author, .name = "of this round, and no longer"));
        alk_check_ok(alk_flush(s));
        snprintf(name, sizeof name, "once more in round %d", round);
        a->name = name;
        alk_check_ok(alk_flush(s));
        alk_check_ok(alk_rollback(s));
        memset(name, '#', sizeof name - 1);
        alk_check_str(a->name, "Ursula");
        for (int i = 0; i < 20; i++)
            alk_check_made(alk_add(s, tag, .word = "xxxxxxxxxxxxxxxxxxxxxxxxxx"));
        alk_check_str(a->name, "Ursula");
        alk_check_ok(alk_commit(s));
        alk_check_str(a->name, "Ursula");
    }
    a->name = "at last";
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors where id = 1"), "at last");
    alk_check_int(ask("select count(*) from authors"), 3);
}

ALK_TEST(undo, what_was_deleted_and_is_there_again_lives_on)
{
    two_authors();
    struct author *a = alk_find(s, author, 3);
    alk_check_made(a);
    alk_check_ok(alk_commit(s));
    for (int i = 0; i < 5; i++) {
        alk_check_ok(alk_delete(s, a));
        alk_check_ok(alk_flush(s));
        alk_check_ok(alk_rollback(s));
        alk_check_ok(alk_commit(s));                               /* objects that are gone are freed as transactions end */
        alk_check_made(alk_add(s, author, .name = "would take its place"));
        alk_check_ok(alk_commit(s));
        alk_check_state(a, ALK_STATE_PERSISTENT);
        alk_check_str(a->name, "Nobody");
        alk_check(alk_find(s, author, 3) == a);
    }
}

ALK_TEST(undo, collections_are_as_before)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *b = alk_find(s, author, 2);
    alk_check(a && b);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_ok(alk_load(s, &b, 1, author.books));
    alk_check_ok(alk_commit(s));
    struct book *first = a->books.items[0], *second = a->books.items[1];
    alk_check_ok(alk_append(s, b, author.books, first));
    alk_check_ok(alk_append(s, a, author.books, alk_add(s, book, .title = "new")));
    alk_check_ok(alk_delete(s, second));
    alk_check_int(a->books.count, 2);
    alk_check_ok(alk_flush(s));
    alk_check_int(first->author_id.value, 2);
    alk_check_ok(alk_rollback(s));
    alk_check_int(a->books.count, 2);
    alk_check_int(b->books.count, 1);
    alk_check(a->books.items[0] == first && a->books.items[1] == second && first->author == a);
    alk_check_int(first->author_id.value, 1);
    alk_check_ok(alk_append(s, b, author.books, first));
    alk_check_ok(alk_rollback(s));                                 /* nothing was written */
    alk_check_int(a->books.count, 2);
    alk_check_int(b->books.count, 1);
    alk_check(first->author == a);
}

ALK_TEST(undo, what_was_read_inside_is_read_anew)
{
    two_authors();
    struct author *before = alk_find(s, author, 1);
    alk_check_made(before);
    alk_check_ok(alk_commit(s));
    alk_check_ok(run_sql("update authors set name = 'inside'"));
    struct author *inside = alk_find(s, author, 2);
    alk_check_made(inside);
    alk_check_str(inside->name, "inside");
    alk_check_ok(run_sql("delete from book_tags"));
    alk_check_ok(run_sql("delete from books"));
    alk_check_ok(alk_load(s, &before, 1, author.books));
    alk_check_int(before->books.count, 0);
    alk_check_ok(alk_rollback(s));
    alk_check(!alk_is_loaded(s, inside, author.name));
    alk_check(!alk_is_loaded(s, before, author.books));            /* it was read inside */
    alk_check(alk_find(s, author, 2) == inside);
    alk_check_str(inside->name, "Stanislaw");
    alk_check_ok(alk_load(s, &before, 1, author.books));
    alk_check_int(before->books.count, 2);
}

ALK_TEST(undo, a_savepoint_is_rolled_back_to)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *c = alk_find(s, author, 3);
    alk_check(a && c);
    a->name = "outside";
    struct author *outside = alk_add(s, author, .name = "added outside");
    alk_check_made(outside);
    alk_check_ok(alk_session_savepoint(s, "here"));                /* writes what there is first */
    alk_check_state(outside, ALK_STATE_PERSISTENT);
    a->name = "inside";
    a->id = 100;
    alk_check_ok(run_sql("update books set author_id = null where author_id = 1"));
    struct author *inside = alk_add(s, author, .name = "added inside"), *read = alk_find(s, author, 2);
    alk_check(inside && read);
    alk_check_ok(alk_delete(s, c));
    alk_check_ok(alk_flush(s));
    alk_check(alk_find(s, author, 100) == a);
    alk_check_ok(alk_session_rollback_to(s, "here"));
    alk_check_str(a->name, "outside");
    alk_check_int(a->id, 1);
    alk_check(alk_find(s, author, 1) == a);
    alk_check_state(inside, ALK_STATE_DETACHED);
    alk_check_state(outside, ALK_STATE_PERSISTENT);
    alk_check_state(c, ALK_STATE_PERSISTENT);
    alk_check(!alk_is_loaded(s, read, author.name));
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors where id = 1"), "outside");
    alk_check_int(ask("select count(*) from authors"), 4);
}

ALK_TEST(undo, savepoints_nest_and_are_released)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(alk_session_savepoint(s, NULL));
    a->name = "one";
    alk_check_ok(alk_session_savepoint(s, NULL));
    a->name = "two";
    struct author *inner = alk_add(s, author, .name = "inner");
    alk_check_made(inner);
    alk_check_ok(alk_session_release(s, NULL));
    a->name = "three";
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_session_rollback_to(s, NULL));                /* takes back what the released one had as well */
    alk_check_str(a->name, "Ursula");
    alk_check_state(inner, ALK_STATE_DETACHED);
    alk_check_ok(alk_session_savepoint(s, "a"));
    a->name = "a";
    alk_check_ok(alk_session_savepoint(s, "b"));
    a->name = "b";
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_session_rollback_to(s, "b"));
    alk_check_str(a->name, "a");
    alk_check_ok(alk_session_rollback_to(s, "a"));
    alk_check_str(a->name, "Ursula");
    alk_check_fails(alk_session_rollback_to(s, "unknown"), ALK_ERROR_INTERFACE, "no savepoint unknown");
    a->name = "four";
    alk_check_ok(alk_session_savepoint(s, NULL));
    a->name = "five";
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_rollback(s));                                 /* all of it */
    alk_check_str(a->name, "Ursula");
    alk_check_fails(alk_session_release(s, NULL), ALK_ERROR_INTERFACE, "no savepoint");
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors where id = 1"), "Ursula");
}

ALK_TEST(undo, a_savepoint_that_was_rolled_back_to_leaves_texts_alone)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    for (int i = 0; i < 10; i++) {
        char name[40];
        snprintf(name, sizeof name, "kept name %d", i);
        a->name = name;
        alk_check_ok(alk_session_savepoint(s, NULL));
        a->name = "another name of the same size";
        alk_check_ok(alk_flush(s));
        a->name = "and another of the same size.";
        alk_check_ok(alk_flush(s));
        alk_check_ok(alk_session_rollback_to(s, NULL));
        char expected[40];
        memcpy(expected, name, sizeof name);
        memset(name, '#', sizeof name - 1);
        alk_check_str(a->name, expected);
        alk_check_made(alk_add(s, tag, .word = "yyyyyyyyyyyyyyyyyy"));
        alk_check_ok(i % 2 ? alk_refresh(s, a) : ALK_OK);
        alk_check_str(a->name, expected);
        alk_check_ok(i % 3 ? alk_commit(s) : alk_flush(s));
        alk_check_str(a->name, expected);
    }
}

ALK_TEST(undo, a_failed_flush_refuses_all_until_it_is_rolled_back)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    a->name = "changed";
    struct author *twice = alk_add(s, author, .id = 2, .name = "has a key that is taken");
    alk_check_made(twice);
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, NULL);
    char first[300];
    snprintf(first, sizeof first, "%s", alk_last_error()->message);
    alk_check(alk_session_has_failed(s));
    alk_check(!alk_find(s, author, 3));
    alk_check_error(ALK_ERROR_INTERFACE, "has to be rolled back");
    alk_check_error(ALK_ERROR_INTERFACE, first);
    alk_check_fails(alk_commit(s), ALK_ERROR_INTERFACE, first);
    alk_check_fails(alk_flush(s), ALK_ERROR_INTERFACE, first);
    alk_check(!alk_add(s, author, .name = "no"));
    alk_check_error(ALK_ERROR_INTERFACE, "has to be rolled back");
    alk_check(!alk_execute(s, alk_select(author.table)));
    alk_check_error(ALK_ERROR_INTERFACE, "has to be rolled back");
    alk_check_ok(alk_rollback(s));
    alk_check(!alk_session_has_failed(s));
    alk_check_str(a->name, "Ursula");
    a->name = "works again";
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors where id = 1"), "works again");
}

ALK_TEST(undo, a_failed_flush_is_undone_to_a_savepoint)
{
    two_authors();
    struct author *kept = alk_add(s, author, .name = "kept");
    alk_check_made(kept);
    alk_check_ok(alk_session_savepoint(s, "sp"));
    struct author *bad = alk_add(s, author, .id = 2, .name = "taken");
    alk_check_made(bad);
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, NULL);
    alk_check_ok(alk_session_rollback_to(s, "sp"));
    alk_check_state(bad, ALK_STATE_DETACHED);
    alk_check_state(kept, ALK_STATE_PERSISTENT);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from authors where name = 'kept'"), 1);
}

ALK_TEST(undo, texts_assigned_before_a_failed_flush_do_not_stay)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    char buffer[] = "of the program";
    a->name = buffer;
    alk_check_made(alk_add(s, author, .id = 2, .name = "taken"));
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, NULL);
    alk_check_ok(alk_rollback(s));
    memset(buffer, '#', sizeof buffer - 1);
    alk_check_str(a->name, "Ursula");
}

ALK_TEST(undo, an_object_that_was_expelled_can_be_added_again)
{
    struct author *a = alk_add(s, author, .name = "first try");
    alk_check_made(a);
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_rollback(s));
    struct author *again = alk_entity_add(s, author.table, a);
    alk_check_made(again);
    alk_check(again != a);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors"), "first try");
}
