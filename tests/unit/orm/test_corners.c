/* SPDX-License-Identifier: MIT
 * Where two things meet: deleting and adding, keys and pointers, results and flushes. */
#include "orm_test.h"

ALK_SUITE(corners, orm_setup, orm_teardown);

ALK_TEST(corners, new_members_of_what_is_deleted_are_not_written)
{
    struct invoice *i = alk_add(s, invoice, .buyer = "b");
    alk_check_made(i);
    alk_check_ok(alk_commit(s));
    struct line *l = alk_add(s, line, .invoice = i, .number = 1, .what = "w");
    alk_check_made(l);
    alk_check_ok(alk_delete(s, i));
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select count(*) from lines"), 0);
}

ALK_TEST(corners, deleting_twice_is_deleting_once)
{
    two_authors();
    struct author *a = alk_find(s, author, 3);
    alk_check_made(a);
    alk_check_ok(alk_delete(s, a));
    alk_check_ok(alk_delete(s, a));
    alk_check_ok(alk_flush(s));
    struct author *again = alk_add(s, author, .id = 3, .name = "again");
    alk_check_made(again);
    alk_check_ok(alk_commit(s));
    alk_check(alk_find(s, author, 3) == again);
}

ALK_TEST(corners, results_stay_open_over_a_flush)
{
    two_authors();
    alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id)));
    struct author *a = alk_next_of(r, author);
    alk_check_made(a);
    a->name = "x";
    alk_check_ok(alk_flush(s));
    alk_check(alk_next_of(r, author) != NULL);
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(corners, a_member_leaves_a_collection_that_is_not_loaded)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    struct book *b = alk_find(s, book, 10);
    alk_check(a && b);
    alk_check_ok(alk_remove(s, a, author.books, b));
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select count(*) from books where author_id = 1"), 1);
    alk_check(!b->author && b->author_id.state == ALK_NULL);
}

ALK_TEST(corners, a_new_member_that_is_deleted_leaves_its_collection)
{
    struct invoice *i = alk_add(s, invoice, .buyer = "b");
    alk_check_made(i);
    alk_check_ok(alk_commit(s));
    struct line *l = alk_add(s, line, .number = 1, .what = "w");
    alk_check_made(l);
    alk_check_ok(alk_append(s, i, invoice.lines, l));
    alk_check_ok(alk_delete(s, l));
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select count(*) from lines"), 0);
}

ALK_TEST(corners, a_pointer_counts_more_than_a_key)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    struct book *b = alk_find(s, book, 30);
    alk_check(a && b);
    b->author = a;
    b->author_id = (alk_opt_int64)ALK_SOME(2);
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select author_id from books where id = 30"), 1);
}

ALK_TEST(corners, a_path_meets_objects_more_than_once)
{
    two_authors();
    struct tag *t = alk_find(s, tag, 2);
    alk_check_made(t);
    alk_check_ok(alk_load(s, &t, 1, tag.books, book.author, author.books));
    alk_check_int(t->books.count, 2);
    alk_check_int(t->books.items[0]->author->books.count + t->books.items[1]->author->books.count, 3);
}

ALK_TEST(corners, changes_stay_where_nothing_is_flushed)
{
    two_authors();
    alk_session *o = alk_session_open(engine, .no_autoflush = true);
    struct author *a = alk_find(o, author, 1);
    alk_check_made(a);
    a->name = "kept";
    alk_result *r = alk_execute(o, alk_select(author.table, alk_order_by(author.id)));
    alk_check(alk_next_of(r, author) == a);
    alk_check_ok(alk_close(r));
    alk_check_str(a->name, "kept");
    alk_check_ok(alk_close(alk_execute(o, alk_update(author.table, alk_set(author.born, 1)))));
    alk_check(a->born.value == 1);
    alk_check_str(a->name, "kept");
    r = alk_execute(o, alk_update(author.table, alk_set(author.name, "another"), alk_set(author.born, 2), alk_returning(author.table)));
    alk_check(alk_next_of(r, author) && alk_next_of(r, author));
    alk_check_ok(alk_close(r));
    alk_check(a->born.value == 2);
    alk_check_str(a->name, "kept");
    alk_check_ok(alk_commit(o));
    alk_check_ok(alk_session_close(o));
    alk_check_str(ask_text("select name from authors where id = 1"), "kept");
}
