/* SPDX-License-Identifier: MIT
 * Relationships: each kind of them, both sides kept in step, moving, emptying, and what passes along them. */
#include "orm_test.h"

ALK_SUITE(relations, orm_setup, orm_teardown);

ALK_TEST(relations, both_sides_follow)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *b = alk_find(s, author, 2);
    alk_check(a && b);
    struct author *both[] = { a, b };
    alk_check_ok(alk_load(s, both, 2, author.books));
    struct book *moved = a->books.items[0], *lonely = alk_find(s, book, 30);
    alk_check_made(lonely);
    alk_check(moved->author == a);
    alk_check_ok(alk_append(s, b, author.books, moved));
    alk_check(moved->author == b && a->books.count == 1 && b->books.count == 2);
    alk_check_ok(alk_append(s, b, author.books, moved));           /* once */
    alk_check_int(b->books.count, 2);
    alk_check_ok(alk_relate(s, moved, book.author, a));
    alk_check(moved->author == a && a->books.count == 2 && b->books.count == 1);
    alk_check_ok(alk_relate(s, lonely, book.author, b));
    alk_check(b->books.count == 2 && b->books.items[1] == lonely);
    alk_check_ok(alk_remove(s, a, author.books, moved));
    alk_check(!moved->author && a->books.count == 1);
    alk_check_fails(alk_remove(s, a, author.books, moved), ALK_ERROR_ARGUMENT, "books 10 is not in authors.books of authors 1");
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("UPDATE"), 1);                            /* of both */
    alk_check(moved->author_id.state == ALK_NULL && lonely->author_id.value == 2);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from books where author_id = 2"), 2);
    alk_check_int(ask("select count(*) from books where author_id is null"), 1);
}

ALK_TEST(relations, are_set_by_pointer_or_by_key)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *b = alk_find(s, author, 2);
    struct book *solaris = alk_find(s, book, 20), *beowulf = alk_find(s, book, 30);
    alk_check(a && b && solaris && beowulf);
    solaris->author = a;                                           /* the pointer: the key follows */
    beowulf->author_id = (alk_opt_int64)ALK_SOME(2);               /* the key: the pointer follows */
    alk_check_ok(alk_flush(s));
    alk_check_int(solaris->author_id.value, 1);
    alk_check(beowulf->author == b);
    alk_check_ok(alk_commit(s));
    beowulf->author = NULL;
    alk_check_ok(alk_flush(s));
    alk_check_int(beowulf->author_id.state, ALK_NULL);
    solaris->author_id = (alk_opt_int64)ALK_SOME(3);               /* which the session does not have */
    alk_check_ok(alk_flush(s));
    alk_check(!solaris->author && !alk_is_loaded(s, solaris, book.author));
    alk_check(!alk_related(s, solaris, book.author));
    alk_check_error(ALK_ERROR_INTERFACE, "books.author of books 20 is not loaded");
    alk_check_ok(alk_load(s, &solaris, 1, book.author));
    alk_check_str(solaris->author->name, "Nobody");
}

ALK_TEST(relations, of_new_objects_come_along)
{
    struct book first = { .title = "first" }, second = { .title = "second" };
    struct book *list[] = { &first, &second };
    struct author *a = alk_add(s, author, .name = "whole", .books = { list, 2, ALK_LOADED });
    alk_check_made(a);
    alk_check(a->books.count == 2 && a->books.items[0] != &first && a->books.items[0]->author == a);
    struct book *third = alk_add(s, book, .title = "third", .author = a);
    alk_check_made(third);
    alk_check_int(a->books.count, 3);
    struct author unknown = { .name = "a struct of the program" };
    third->author = &unknown;
    alk_check_ok(alk_flush(s));
    alk_check(third->author != &unknown && alk_entity_state(s, third->author) == ALK_STATE_PERSISTENT);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from books join authors on authors.id = author_id"), 3);
}

ALK_TEST(relations, append_to_what_is_not_loaded)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *b = alk_find(s, author, 2);
    struct book *lonely = alk_find(s, book, 30);
    alk_check(a && b && lonely);
    alk_check_ok(alk_append(s, a, author.books, lonely));
    alk_check(lonely->author == a && !alk_is_loaded(s, a, author.books));
    size_t count;
    alk_check(!alk_collection(s, a, author.books, &count));
    alk_check_error(ALK_ERROR_INTERFACE, "alk_with(authors.books)");
    alk_check_int(alk_count_of(s, a, author.books), 3);            /* flushes, and asks */
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_int(a->books.count, 3);
    ran();
    alk_check_int(alk_count_of(s, a, author.books), 3);
    alk_check_int(ran(), 0);
    struct folder *f = alk_add(s, folder, .name = "f");
    alk_check_made(f);
    alk_check_ok(alk_commit(s));
    alk_check_ok(alk_append(s, b, author.books, a->books.items[0]));
    alk_check_int(a->books.count, 2);
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select count(*) from books where author_id = 2"), 2);
}

ALK_TEST(relations, moving_knows_the_former_owner_by_the_key)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *b = alk_find(s, author, 2);
    alk_check(a && b);
    alk_result *r = alk_execute(s, alk_select(author.table, alk_where(alk_eq(author.id, 1)), alk_with_joined(author.books)));
    alk_check(alk_next_of(r, author) == a);
    alk_check_ok(alk_close(r));
    struct book *moved = a->books.items[0];
    alk_check_ok(alk_relate(s, moved, book.author, b));
    alk_check_int(a->books.count, 1);
    anew();
    struct book *c = alk_find(s, book, 10);                        /* its author is known by key alone */
    alk_check_made(c);
    alk_check_made(a = alk_find(s, author, 1));
    alk_check_made(b = alk_find(s, author, 2));
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_int(a->books.count, 2);
    alk_check_ok(alk_append(s, b, author.books, c));
    alk_check_int(a->books.count, 1);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select author_id from books where id = 10"), 2);
}

ALK_TEST(relations, one_to_one_has_the_key_there)
{
    struct profile *p = alk_add(s, profile, .motto = "first");
    struct user *u = alk_add(s, user, .name = "u", .profile = p);
    alk_check(p && u);
    alk_check(p->user == u);
    alk_check_ok(alk_commit(s));
    alk_check_int(p->user_id.value, u->id);
    struct profile *next = alk_add(s, profile, .motto = "second");
    alk_check_made(next);
    alk_check_ok(alk_relate(s, u, user.profile, next));
    alk_check(!p->user && next->user == u);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from profiles where user_id = 1"), 1);
    alk_check(p->user_id.state == ALK_NULL);
    u->profile = p;                                                /* by hand */
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select motto from profiles where user_id = 1"), "first");
    alk_check_int(ask("select count(*) from profiles where user_id = 1"), 1);
    anew();
    u = alk_find(s, user, 1);
    alk_check_made(u);
    alk_check(!u->profile && !alk_is_loaded(s, u, user.profile));
    alk_check_fails(alk_relate(s, u, user.profile, NULL), ALK_ERROR_INTERFACE, "users.profile of users 1 is not loaded");
    struct profile third = { .motto = "third" };
    u->profile = &third;                                           /* the one before has to be known: the flush reads it */
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select motto from profiles where user_id = 1"), "third");
    alk_check_int(ask("select count(*) from profiles where user_id = 1"), 1);
    alk_check_ok(alk_relate(s, u, user.profile, NULL));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from profiles where user_id is not null"), 0);
    anew();
    u = alk_find(s, user, 1);
    alk_check_made(u);
    alk_check_ok(alk_load(s, &u, 1, user.profile));
    alk_check(!u->profile && alk_is_loaded(s, u, user.profile));
    alk_check(!alk_related(s, u, user.profile));
}

ALK_TEST(relations, trees_lead_both_ways)
{
    struct node *root = alk_add(s, node, .name = "root"), *leaf = alk_add(s, node, .name = "leaf");
    alk_check(root && leaf);
    alk_check_ok(alk_append(s, root, node.children, leaf));
    alk_check(leaf->parent == root);
    alk_check_ok(alk_commit(s));
    int64_t id = leaf->id;
    anew();
    alk_check_made(leaf = alk_find(s, node, id));
    alk_check_ok(alk_load(s, &leaf, 1, node.parent, node.children));
    alk_check(leaf->parent && leaf->parent->children.count == 1 && leaf->parent->children.items[0] == leaf);
    alk_check_str(leaf->parent->name, "root");
    alk_check_ok(alk_relate(s, leaf, node.parent, NULL));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from nodes where parent_id is null"), 2);
}

ALK_TEST(relations, of_keys_with_several_columns)
{
    struct invoice *i = alk_add(s, invoice, .buyer = "b");
    alk_check_made(i);
    struct line *one = alk_add(s, line, .invoice = i, .number = 1, .what = "one"), *two = alk_add(s, line, .invoice = i, .number = 2, .what = "two");
    alk_check(one && two);
    struct note *n = alk_add(s, note, .text = "of two", .line = two);
    alk_check_made(n);
    alk_check_ok(alk_commit(s));
    alk_check(n->invoice_id.value == i->id && n->number.value == 2);
    int64_t id = i->id;
    anew();
    alk_check_made(two = alk_find(s, line, id, 2));
    alk_check_str(two->what, "two");
    alk_check_made(n = alk_find(s, note, 1));
    ran();
    alk_check_ok(alk_load(s, &n, 1, note.line));
    alk_check_int(ran(), 0);                                       /* the session has it */
    alk_check(n->line == two);
    alk_check_ok(alk_load(s, &two, 1, line.notes));
    alk_check(two->notes.count == 1 && two->notes.items[0] == n);
    alk_check_ok(alk_relate(s, n, note.line, NULL));
    alk_check_int(two->notes.count, 0);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from notes where invoice_id is null and number is null"), 1);
    alk_check(!alk_find(s, line, id));
    alk_check_error(ALK_ERROR_ARGUMENT, "the key of lines has 2 columns; 1 were given");
}

ALK_TEST(relations, orphans_are_deleted_where_asked)
{
    struct invoice *i = alk_add(s, invoice, .buyer = "b");
    alk_check_made(i);
    struct line *one = alk_add(s, line, .invoice = i, .number = 1, .what = "one"), *two = alk_add(s, line, .invoice = i, .number = 2, .what = "two");
    alk_check(one && two);
    alk_check_ok(alk_commit(s));
    alk_check_ok(alk_remove(s, i, invoice.lines, one));
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("DELETE"), 1);
    alk_check_state(one, ALK_STATE_DELETED);
    alk_check_ok(alk_rollback(s));
    alk_check_state(one, ALK_STATE_PERSISTENT);
    alk_check_int(i->lines.count, 2);
    alk_check_ok(alk_delete(s, i));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from lines"), 0);
}

ALK_TEST(relations, what_is_taken_out_and_led_back_is_no_orphan)
{
    struct invoice *i = alk_add(s, invoice, .buyer = "b");
    alk_check_made(i);
    alk_check_made(alk_add(s, line, .invoice = i, .number = 1, .what = "one"));
    alk_check_ok(alk_commit(s));
    anew();
    i = alk_find(s, invoice, 1);
    struct line *one = alk_find(s, line, 1, 1);
    alk_check_made(i ? one : NULL);
    alk_check_ok(alk_remove(s, i, invoice.lines, one));
    alk_check_ok(alk_relate(s, one, line.invoice, i));
    alk_check_ok(alk_flush(s));
    alk_check_state(one, ALK_STATE_PERSISTENT);
    alk_check_int(ask("select count(*) from lines"), 1);
}

ALK_TEST(relations, a_collection_that_is_emptied_has_its_keys_emptied)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_ok(alk_commit(s));
    while (a->books.count)
        alk_check_ok(alk_remove(s, a, author.books, a->books.items[0]));
    ran();
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 1);                                       /* both in one */
    alk_check_int(ask("select count(*) from books where author_id is null"), 3);
    alk_check_ok(alk_rollback(s));
    alk_check_int(a->books.count, 2);
    alk_check_ok(alk_delete(s, a));                                /* as are those of an owner that goes */
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from books where author_id is null"), 3);
}

ALK_TEST(relations, a_key_that_cannot_be_emptied_is_told)
{
    struct team *t = alk_add(s, team, .name = "t");
    alk_check_made(t);
    struct player *p = alk_add(s, player, .name = "p", .team = t);
    alk_check_made(p);
    alk_check_ok(alk_commit(s));
    p->team = NULL;
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, "players 1: team_id cannot be NULL, and it has lost its players.team");
    alk_check_ok(alk_rollback(s));
    anew();
    alk_check_made(p = alk_find(s, player, 1));
    alk_check_fails(alk_relate(s, p, player.team, NULL), ALK_ERROR_INTEGRITY, "players 1: team_id cannot be NULL");
}

ALK_TEST(relations, several_keys_are_told_apart)
{
    struct airport *fra = alk_add(s, airport, .code = "FRA", .city = "Frankfurt"), *ham = alk_add(s, airport, .code = "HAM", .city = "Hamburg");
    alk_check(fra && ham);
    struct flight *f = alk_add(s, flight, .from = fra, .to = ham);
    alk_check_made(f);
    alk_check(fra->leaving.count == 1 && fra->arriving.count == 0 && ham->arriving.count == 1);
    alk_check_ok(alk_commit(s));
    alk_check_str(f->from_code, "FRA");
    alk_check_str(f->to_code, "HAM");
    anew();
    alk_check_made(f = alk_find(s, flight, 1));
    alk_check_ok(alk_load(s, &f, 1, flight.from));
    alk_check_ok(alk_load(s, &f, 1, flight.to));
    alk_check_str(f->from->city, "Frankfurt");
    alk_check_str(f->to->city, "Hamburg");
    struct airport *from = f->from;
    alk_check_ok(alk_refresh(s, f));                               /* nothing leads elsewhere */
    alk_check(f->from == from && alk_is_loaded(s, f, flight.from));
    alk_check(alk_find(s, airport, "FRA") == from);
    alk_check_ok(alk_load(s, &from, 1, airport.leaving));
    alk_check_ok(alk_load(s, &from, 1, airport.arriving));
    alk_check(from->leaving.count == 1 && from->leaving.items[0] == f && from->arriving.count == 0);
}

ALK_TEST(relations, an_object_may_stand_between)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    struct club *c = alk_add(s, club, .name = "c");
    alk_check(a && c);
    struct member *m = alk_add(s, member, .author = a, .club = c, .since = 1990);
    alk_check_made(m);
    alk_check_int(c->members.count, 1);
    alk_check_ok(alk_commit(s));
    alk_check(m->author_id == 1 && m->club_id == c->id);
    alk_check(alk_find(s, member, 1, c->id) == m);
    alk_check_ok(alk_remove(s, c, club.members, m));               /* an orphan: its key would be emptied else */
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from members"), 0);
}

ALK_TEST(relations, follow_what_the_database_deletes)
{
    struct folder *f = alk_add(s, folder, .name = "f");
    alk_check_made(f);
    struct file *small = alk_add(s, file, .folder = f, .size = 1), *large = alk_add(s, file, .folder = f, .size = 1000);
    struct shortcut *l = alk_add(s, shortcut, .folder = f);
    alk_check(small && large && l);
    alk_check_ok(alk_commit(s));
    int64_t id = f->id;
    anew();
    alk_check_made(f = alk_find(s, folder, id));
    alk_check_made(small = alk_find(s, file, 1));
    alk_check_made(l = alk_find(s, shortcut, 1));
    ran();
    alk_check_ok(alk_delete(s, f));
    alk_check_ok(alk_flush(s));
    alk_check_contains(statements(), "DELETE FROM folders");
    alk_check(!strstr(statements(), "files"));                     /* left to the database */
    alk_check_state(small, ALK_STATE_DELETED);
    alk_check(!alk_is_loaded(s, l, shortcut.folder_id));
    alk_check_ok(alk_rollback(s));
    alk_check_state(small, ALK_STATE_PERSISTENT);
    alk_check_int(small->folder_id.value, id);
    alk_check_ok(alk_delete(s, f));
    alk_check_ok(alk_commit(s));
    alk_check(alk_find(s, shortcut, 1) == l);
    alk_check(l->folder_id.state == ALK_NULL);
    alk_check(!alk_find(s, file, 1));
    alk_check_int(ask("select count(*) from files"), 0);
}

ALK_TEST(relations, may_be_read_only_or_written_only)
{
    struct folder *f = alk_add(s, folder, .name = "f");
    alk_check_made(f);
    struct file *small = alk_add(s, file, .folder = f, .size = 1), *large = alk_add(s, file, .folder = f, .size = 1000);
    struct visit *v = alk_add(s, visit, .folder = NULL);
    alk_check(small && large && v);
    alk_check_ok(alk_append(s, f, folder.log, v));
    alk_check_ok(alk_commit(s));
    alk_check_int(v->folder_id.value, f->id);
    alk_check_int(alk_count_of(s, f, folder.log), 1);
    alk_check_fails(alk_load(s, &f, 1, folder.log), ALK_ERROR_INTERFACE, "folders.log is write-only: query visits");
    alk_check_ok(alk_load(s, &f, 1, folder.big));
    alk_check(f->big.count == 1 && f->big.items[0] == large);
    alk_check_fails(alk_append(s, f, folder.big, small), ALK_ERROR_INTERFACE, "folders.big is view-only");
    alk_check_ok(alk_remove(s, f, folder.log, v));
    alk_check_ok(alk_commit(s));
    alk_check(v->folder_id.state == ALK_NULL);
    anew();
    alk_check_made(f = alk_find(s, folder, 1));
    alk_check_int(alk_count_of(s, f, folder.files), 2);
    alk_check_int(alk_count_of(s, f, folder.big), 1);              /* the condition counts */
}

ALK_TEST(relations, members_that_were_deleted_do_not_stand_in_the_way)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    struct book *gone = a->books.items[1];
    alk_check_ok(alk_delete(s, gone));
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_append(s, a, author.books, alk_add(s, book, .title = "new")));
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_commit(s));
    alk_check_int(a->books.count, 2);                              /* it left with the transaction's end */
    alk_check_int(ask("select count(*) from books where author_id = 1"), 2);
}

ALK_TEST(relations, to_what_was_expunged_are_not_known)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    struct book *b = alk_find(s, book, 10);
    alk_check(a && b);
    alk_check_ok(alk_load(s, &b, 1, book.author));
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_ok(alk_expunge(s, b));
    alk_check_ok(alk_commit(s));
    alk_check(!alk_is_loaded(s, a, author.books));                 /* rather than without it */
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_int(a->books.count, 2);
    alk_check(a->books.items[0] != b);
    b = a->books.items[0];
    alk_check_ok(alk_expunge(s, a));
    alk_check_ok(alk_commit(s));
    alk_check(!b->author && !alk_is_loaded(s, b, book.author));
}

ALK_TEST(relations, refresh_and_expunge_cascade_where_asked)
{
    struct node *root = alk_add(s, node, .name = "root"), *leaf = alk_add(s, node, .name = "leaf");
    alk_check(root && leaf);
    alk_check_ok(alk_append(s, root, node.children, leaf));
    alk_check_ok(alk_commit(s));
    alk_check_ok(run_sql("update nodes set name = 'new'"));
    alk_check_ok(alk_refresh(s, root));
    alk_check_str(root->name, "new");
    alk_check_str(leaf->name, "new");
    alk_check_ok(alk_load(s, &root, 1, node.children));
    alk_check_ok(alk_expire(s, root));
    alk_check(!alk_is_loaded(s, leaf, node.name));
    alk_check_ok(alk_load(s, &root, 1, node.children));
    alk_check_ok(alk_expunge(s, root));
    alk_check_state(leaf, ALK_STATE_DETACHED);
}

ALK_TEST(relations, members_are_found_by_a_column)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_value title = alk_value_text("Dispossessed"), none = alk_value_text("?");
    alk_check(alk_member_by(s, a, author.books, book.title, &title) == a->books.items[1]);
    alk_check(!alk_member_by(s, a, author.books, book.title, &none));
    alk_check(!alk_member_by(s, a, author.books, author.name, &title));
    alk_check_error(ALK_ERROR_ARGUMENT, "takes a column of books");
}

ALK_TEST(relations, are_conditions)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *one;
    alk_check_made(a);
    alk_result *r = alk_execute(s, alk_select(author.table, alk_where(alk_related_any(author.books, alk_gt(book.pages, 320)))));
    alk_check(alk_next_of(r, author) == a && !alk_next_of(r, author));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(author.table, alk_where(alk_not(alk_related_any(author.books, NULL)))));
    alk_check_made(one = alk_next_of(r, author));
    alk_check_int(one->id, 3);
    alk_check_ok(alk_close(r));
    int64_t n = 0;
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(book.table), alk_where(alk_related_to(book.author, s, a)))), &n));
    alk_check_int(n, 2);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(book.table), alk_where(alk_has(book.tags, alk_eq(tag.word, "sf"))))), &n));
    alk_check_int(n, 2);
}

static int64_t nodes_with(alk_sql *condition)
{
    int64_t sum = 0;
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_coalesce(alk_sum(node.id), 0), alk_from(node.table), alk_where(condition))), &sum));
    return sum;
}

/* A condition on what a tree's relationship leads to is on that node, not on the one that it leads from. */
ALK_TEST(relations, of_trees_are_conditions_on_the_other_node)
{
    alk_check_ok(run_sql("insert into nodes(id, name, parent_id) values(1, 'root', null), (2, 'a', 1), (4, 'b', 1), (8, 'leaf', 2), (16, 'leaf', 8)"));
    alk_check_ok(alk_commit(s));
    alk_check_int(nodes_with(alk_has(node.children, alk_eq(node.name, "leaf"))), 2 + 8);
    alk_check_int(nodes_with(alk_not(alk_has(node.children, NULL))), 4 + 16);
    alk_check_int(nodes_with(alk_has(node.parent, alk_eq(node.name, "root"))), 2 + 4);
    alk_check_int(nodes_with(alk_has(node.parent, alk_has(node.parent, alk_eq(node.name, "root")))), 8);
    alk_check_int(nodes_with(alk_has(node.parent, alk_or(alk_has(node.children, alk_eq(node.name, "b")), alk_eq(node.id, 8)))), 2 + 4 + 16);
    alk_check_int(nodes_with(alk_has(node.parent, alk_in(node.id, alk_select(alk_literal(2))))), 8);
    const alk_sql *kept = alk_keep(alk_eq(node.name, "leaf")), *it = alk_keep(alk_alias(node.table, "it"));
    alk_check_int(nodes_with(alk_and(alk_has(node.children, kept), alk_not(kept))), 2);
    struct node *root = alk_find(s, node, 1), *leaf = alk_find(s, node, 16);
    alk_check(root && leaf);
    alk_check_int(nodes_with(alk_related_to(node.children, s, leaf)), 8);
    alk_check_int(nodes_with(alk_related_to(node.parent, s, root)), 2 + 4);
    alk_result *r = alk_execute(s, alk_select(it, alk_where(alk_related_to(alk_at(it, node.children), s, leaf))));
    struct node *one = alk_entity_next(r, it);
    alk_check(one && one->id == 8 && !alk_entity_next(r, it));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(it, alk_where(alk_related_to(alk_at(it, node.parent), s, one))));
    alk_check(alk_entity_next(r, it) == leaf && !alk_entity_next(r, it));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_select(it, alk_where(alk_has(alk_at(it, node.parent), alk_eq(node.name, "a")))));
    alk_check(alk_entity_next(r, it) == one && !alk_entity_next(r, it));
    alk_check_ok(alk_close(r));
    alk_check_fails(alk_close(alk_execute(s, alk_select(it, alk_where(alk_has(alk_at(it, node.name), alk_eq(node.name, "a")))))), ALK_ERROR_ARGUMENT, "a relationship of a model is wanted");
    alk_free(kept);
    alk_free(it);
    alk_sql *none = alk_related_to(node.parent, NULL, root);
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_related_to(): the session is NULL");
    alk_free(none);
}
