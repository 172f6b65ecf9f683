/* SPDX-License-Identifier: MIT
 * The unit of work: in which order a flush writes, in how few statements, and what it leaves alone. */
#include "orm_test.h"

ALK_SUITE(unit, orm_setup, orm_teardown);

/* Where a text stands among the statements; they are in that order. */
static bool in_order(const char *first, const char *second)
{
    const char *a = strstr(statements(), first), *b = strstr(statements(), second);
    return a && b && a < b;
}

ALK_TEST(unit, parents_come_before_children_and_go_after_them)
{
    struct author *a = NULL;
    struct book *b = alk_add(s, book, .title = "child first");
    alk_check_made(b);
    alk_check_made(a = alk_add(s, author, .name = "parent"));
    alk_check_ok(alk_relate(s, b, book.author, a));
    alk_check_ok(alk_flush(s));
    alk_check(in_order("INSERT INTO authors", "INSERT INTO books"));
    alk_check_int(ran(), 2);
    alk_check(b->author_id.state == ALK_VALUE && b->author_id.value == a->id);
    alk_check_ok(alk_delete(s, a));
    alk_check_ok(alk_delete(s, b));
    alk_check_ok(alk_flush(s));
    alk_check(in_order("DELETE FROM books", "DELETE FROM authors"));
    alk_check(!strstr(statements(), "UPDATE"));
    alk_check_ok(alk_commit(s));
}

ALK_TEST(unit, trees_are_written_from_the_root)
{
    struct node *leaf = alk_add(s, node, .name = "leaf"), *middle = alk_add(s, node, .name = "middle"), *root = alk_add(s, node, .name = "root");
    alk_check(leaf && middle && root);
    alk_check_ok(alk_relate(s, leaf, node.parent, middle));
    alk_check_ok(alk_relate(s, middle, node.parent, root));
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("INSERT"), 3);
    alk_check_int(ran(), 3);
    alk_check(root->id < middle->id && middle->id < leaf->id && leaf->parent_id.value == middle->id);
    alk_check_ok(alk_commit(s));
    alk_check_ok(alk_delete(s, root));                             /* takes all of it along */
    alk_check_ok(alk_flush(s));
    alk_check_state(leaf, ALK_STATE_DELETED);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from nodes"), 0);
}

ALK_TEST(unit, an_object_may_refer_to_itself)
{
    struct node *own = alk_add(s, node, .name = "own parent");
    alk_check_made(own);
    own->parent = own;
    alk_check_ok(alk_commit(s));
    alk_check_int(own->parent_id.value, own->id);
    alk_check_int(ask("select count(*) from nodes where parent_id = id"), 1);
    alk_check_ok(alk_delete(s, own));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from nodes"), 0);
}

ALK_TEST(unit, objects_that_refer_to_each_other_are_written_in_two_steps)
{
    struct hen *h = alk_add(s, hen, .name = "h");
    struct egg *e = alk_add(s, egg, .name = "e");
    alk_check(h && e);
    h->egg = e;
    e->hen = h;
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("INSERT"), 2);
    alk_check_int(ran_of("UPDATE"), 1);
    alk_check_int(ran(), 3);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from hens join eggs on eggs.id = hens.egg_id and hens.id = eggs.hen_id"), 1);
    alk_check(h->egg_id.value == e->id && e->hen_id.value == h->id);
    alk_check_ok(alk_delete(s, h));                                /* the key of one is emptied first */
    alk_check_ok(alk_delete(s, e));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from hens") + ask("select count(*) from eggs"), 0);
}

ALK_TEST(unit, of_a_circle_the_key_that_may_be_null_is_written_later)
{
    for (int turn = 0; turn < 2; turn++) {
        struct team *t = NULL;
        struct player *p = NULL;
        if (turn)
            alk_check_made(p = alk_add(s, player, .name = "captain"));
        alk_check_made(t = alk_add(s, team, .name = "team"));
        if (!turn)
            alk_check_made(p = alk_add(s, player, .name = "captain"));
        t->captain = p;
        p->team = t;
        alk_check_ok(alk_flush(s));
        alk_check(in_order("INSERT INTO teams", "INSERT INTO players"));
        alk_check(in_order("INSERT INTO players", "UPDATE teams"));
        ran();
        alk_check(t->captain_id.value == p->id && p->team_id == t->id);
        alk_check_ok(alk_commit(s));
        alk_check_ok(alk_delete(s, t));
        alk_check_ok(alk_delete(s, p));
        alk_check_ok(alk_commit(s));
        alk_check_int(ask("select count(*) from teams") + ask("select count(*) from players"), 0);
        anew();
    }
}

ALK_TEST(unit, a_circle_that_cannot_be_cut_is_an_error)
{
    struct yin *a = alk_add(s, yin, .yang_id = 0);
    struct yang *b = alk_add(s, yang, .yin_id = 0);
    alk_check(a && b);
    a->yang = b;
    b->yin = a;
    alk_check_fails(alk_flush(s), ALK_ERROR_INTEGRITY, "refer to each other");
    alk_check_error(ALK_ERROR_INTEGRITY, "yins");
    alk_check_error(ALK_ERROR_INTEGRITY, "yangs");
    alk_check_int(ran_of("INSERT"), 0);
    alk_check_ok(alk_rollback(s));
}

ALK_TEST(unit, post_update_writes_the_key_at_the_end)
{
    struct widget *w = alk_add(s, widget, .best = NULL);
    struct entry *e = alk_add(s, entry, .widget = w);
    alk_check(w && e);
    w->best = e;
    alk_check_ok(alk_flush(s));
    alk_check(in_order("INSERT INTO widgets", "INSERT INTO entries"));
    alk_check(in_order("INSERT INTO entries", "UPDATE widgets"));
    alk_check_int(ran(), 3);
    alk_check_ok(alk_commit(s));
    alk_check_ok(alk_delete(s, w));
    alk_check_ok(alk_delete(s, e));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from widgets") + ask("select count(*) from entries"), 0);
}

ALK_TEST(unit, objects_of_which_nothing_is_known_are_written)
{
    struct widget *all[3];
    for (int i = 0; i < 3; i++)
        alk_check_made(all[i] = alk_add(s, widget, .best = NULL));
    alk_check_ok(alk_commit(s));
    alk_check(all[0]->id == 1 && all[1]->id == 2 && all[2]->id == 3);
    alk_check_int(ask("select count(*) from widgets"), 3);
}

ALK_TEST(unit, a_new_object_takes_over_the_row_of_a_deleted_one)
{
    two_authors();
    struct author *old = alk_find(s, author, 3);
    alk_check_made(old);
    ran();
    alk_check_ok(alk_delete(s, old));
    struct author *fresh = alk_add(s, author, .id = 3, .name = "Somebody", .born = ALK_SOME(3));
    alk_check_made(fresh);
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("UPDATE"), 1);
    alk_check_int(ran_of("DELETE") + ran_of("INSERT"), 0);
    alk_check_state(old, ALK_STATE_DELETED);
    alk_check_state(fresh, ALK_STATE_PERSISTENT);
    alk_check(alk_find(s, author, 3) == fresh);
    alk_check_ok(alk_rollback(s));
    alk_check(alk_find(s, author, 3) == old);
    alk_check_state(fresh, ALK_STATE_DETACHED);
    alk_check_str(old->name, "Nobody");
    alk_check_ok(alk_delete(s, old));
    alk_check_made(fresh = alk_add(s, author, .id = 3, .name = "Somebody"));
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors where id = 3"), "Somebody");
    alk_check_int((int64_t)alk_session_count(s), 1);
}

ALK_TEST(unit, updates_come_before_inserts_and_deletes_last)
{
    two_authors();
    struct tag *keep = alk_find(s, tag, 1), *gone = alk_add(s, tag, .word = "gone");
    alk_check(keep && gone);
    alk_check_ok(alk_commit(s));
    ran();
    alk_check_made(alk_add(s, tag, .word = "new"));
    alk_check_ok(alk_delete(s, gone));
    keep->word = "changed";
    alk_check_ok(alk_flush(s));
    alk_check(in_order("UPDATE tags", "INSERT INTO tags"));
    alk_check(in_order("INSERT INTO tags", "DELETE FROM tags"));
}

ALK_TEST(unit, a_thousand_objects_are_few_statements)
{
    enum { MANY = 1000 };
    static struct author *all[MANY];
    for (int i = 0; i < MANY; i++) {
        char name[20];
        snprintf(name, sizeof name, "author %d", i);
        alk_check_made(all[i] = alk_add(s, author, .name = name, .bio = "x", .born = ALK_SOME(i)));
    }
    alk_check_ok(alk_flush(s));
    alk_check_that(ran_of("INSERT") < 30, "%d, first %.300s", ran_of("INSERT"), statements());
    ran();
    for (int i = 0; i < MANY; i++)
        alk_check(all[i]->id == i + 1 && all[i]->born.value == i);
    for (int i = 0; i < MANY; i++)
        all[i]->born.value = -i - 1;
    alk_check_ok(alk_flush(s));
    alk_check_that(ran_of("UPDATE") <= 16, "%d", ran_of("UPDATE"));
    ran();
    alk_check_int(ask("select count(*) from authors where born = -id"), MANY);
    for (int i = 0; i < MANY; i++)
        alk_check_ok(alk_delete(s, all[i]));
    alk_check_ok(alk_flush(s));
    alk_check_that(ran_of("DELETE") <= 16, "%d", ran_of("DELETE"));
    alk_check_int(ask("select count(*) from authors"), 0);
    alk_check_ok(alk_rollback(s));
}

ALK_TEST(unit, rows_are_changed_in_the_order_of_their_keys)
{
    two_authors();
    struct author *c = alk_find(s, author, 3), *a = alk_find(s, author, 1), *b = alk_find(s, author, 2);
    alk_check(a && b && c);
    ran();
    c->name = "c";
    a->born = (alk_opt_int32)ALK_SOME(1);
    b->bio = "b";
    alk_check_ok(alk_flush(s));
    alk_check(in_order("SET born", "SET bio"));
    alk_check(in_order("SET bio", "SET name"));
}

ALK_TEST(unit, a_row_of_a_table_between_is_written_once)
{
    two_authors();
    struct book *b = alk_find(s, book, 11);
    struct tag *t = alk_find(s, tag, 2);
    alk_check(b && t);
    alk_check_ok(alk_load(s, &b, 1, book.tags));
    alk_check_ok(alk_load(s, &t, 1, tag.books));
    ran();
    alk_check_ok(alk_append(s, b, book.tags, t));
    alk_check_int(b->tags.count, 2);
    alk_check_int(t->books.count, 3);
    alk_check_ok(alk_append(s, t, tag.books, b));                  /* said from the other side as well */
    alk_check_int(b->tags.count, 2);
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("INSERT"), 1);
    alk_check_int(ran(), 1);
    alk_check_int(ask("select count(*) from book_tags where book_id = 11"), 2);
    alk_check_ok(alk_remove(s, t, tag.books, b));
    alk_check_int(b->tags.count, 1);
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("DELETE"), 1);
    alk_check_int(ran(), 1);
    alk_check_int(ask("select count(*) from book_tags where book_id = 11"), 1);
    alk_check_ok(alk_delete(s, b));                                /* its rows go with it */
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from book_tags where book_id = 11"), 0);
}

ALK_TEST(unit, tables_between_need_no_loading)
{
    two_authors();
    struct book *b = alk_find(s, book, 30);
    struct tag *t = alk_find(s, tag, 1), *old = alk_find(s, tag, 3);
    alk_check(b && t && old);
    ran();
    alk_check_ok(alk_append(s, b, book.tags, t));
    alk_check_ok(alk_remove(s, b, book.tags, old));
    alk_check(!alk_is_loaded(s, b, book.tags));
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 2);
    alk_check_int(ask("select tag_id from book_tags where book_id = 30"), 1);
    alk_check_ok(alk_append(s, b, book.tags, old));
    alk_check_ok(alk_remove(s, b, book.tags, old));                /* taken back */
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 0);
}

/* An owner's collection leads to its members before they come by themselves. */
ALK_TEST(unit, new_objects_are_written_as_they_were_added)
{
    struct author *a = alk_add(s, author, .name = "a"), *b = alk_add(s, author, .name = "b");
    struct book *all[4];
    for (int i = 0; i < 4; i++)
        alk_check_made(all[i] = alk_add(s, book, .title = "title", .author = i % 2 ? b : a));
    alk_check_ok(alk_flush(s));
    for (int i = 0; i < 4; i++)
        alk_check_int(all[i]->id, i + 1);
}
