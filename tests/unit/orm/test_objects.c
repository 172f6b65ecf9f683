/* SPDX-License-Identifier: MIT
 * Objects of a session: added, found, changed, deleted, refreshed, expired, removed, copied, merged. */
#include "orm_test.h"

ALK_SUITE(objects, orm_setup, orm_teardown);

ALK_TEST(objects, are_added_written_and_found)
{
    struct author *a = alk_add(s, author, .name = "Ursula", .born = ALK_SOME(1929));
    alk_check_made(a);
    alk_check_state(a, ALK_STATE_PENDING);
    alk_check_int(ran(), 0);
    alk_check_int(a->id, 0);
    alk_check(alk_session_is_dirty(s));
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 1);
    alk_check_state(a, ALK_STATE_PERSISTENT);
    alk_check_int(a->id, 1);
    alk_check(!alk_session_is_dirty(s));
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_commit(s));
    alk_check_int(ran(), 0);
    alk_check(alk_find(s, author, 1) == a);
    alk_check_int(ran(), 0);
    anew();
    a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_str(a->name, "Ursula");
    alk_check(a->born.state == ALK_VALUE && a->born.value == 1929 && !a->bio);
    alk_check_int(ran(), 1);
    alk_check(alk_find(s, author, 1) == a);
    alk_check_int(ran(), 0);
    alk_check(!alk_find(s, author, 9));
    alk_check_error(ALK_ERROR_NO_ROW, "there is no authors 9");
}

ALK_TEST(objects, sessions_tell_their_engine_and_the_programs_data)
{
    int data = 0;
    alk_session *other = alk_session_open(engine, .data = &data);
    alk_check_made(other);
    alk_check(alk_session_engine(other) == engine && alk_session_data(other) == &data);
    alk_check(alk_session_engine(s) == engine && !alk_session_data(s));
    alk_session_close(other);
}

ALK_TEST(objects, are_one_for_each_row)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_result *r = alk_execute(s, alk_select(author.table, alk_join(author.books), alk_where(alk_eq(author.id, 1))));
    alk_check_made(r);
    int rows = 0;
    for (struct author *one; (one = alk_next_of(r, author)); rows++)
        alk_check(one == a);
    alk_check_ok(alk_close(r));
    alk_check_int(rows, 2);
    alk_check_int((int64_t)alk_session_count(s), 1);
}

ALK_TEST(objects, take_from_a_row_only_what_is_missing)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    a->name = "changed here";
    alk_check_ok(run_sql("update authors set name = 'changed there', bio = 'new'"));
    alk_result *r = alk_execute(s, alk_select(author.table, alk_where(alk_eq(author.id, 2))));       /* flushes */
    alk_check_made(r);
    alk_check(alk_next_of(r, author) != NULL);
    alk_check_ok(alk_close(r));
    alk_check_str(ask_text("select name from authors where id = 1"), "changed here");
    alk_check_ok(run_sql("update authors set name = 'changed there'"));
    r = alk_execute(s, alk_select(author.table, alk_order_by(author.id)));
    alk_check(alk_next_of(r, author) == a);
    alk_check_ok(alk_close(r));
    alk_check_str(a->name, "changed here");
    alk_check(!a->bio);
    r = alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_load_anew()));
    alk_check(alk_next_of(r, author) == a);
    alk_check_ok(alk_close(r));
    alk_check_str(a->name, "changed there");
    alk_check_str(a->bio, "new");
    alk_check(!alk_session_is_dirty(s));
}

ALK_TEST(objects, own_their_texts_from_the_flush_on)
{
    char buffer[32] = "first";
    struct author *a = alk_add(s, author, .name = buffer);
    alk_check_made(a);
    memcpy(buffer, "gone!", 6);                                    /* adding has copied it */
    alk_check_str(a->name, "first");
    alk_check_ok(alk_flush(s));
    memcpy(buffer, "second and longer", 18);
    a->name = buffer;
    alk_check_ok(alk_flush(s));
    memcpy(buffer, "overwritten text!", 18);
    alk_check_str(a->name, "second and longer");
    alk_check_ok(alk_commit(s));
    for (int i = 0; i < 200; i++) {                                /* blocks go round */
        snprintf(buffer, sizeof buffer, "name %d of many", i);
        a->name = buffer;
        struct author *other = alk_add(s, author, .name = buffer);
        alk_check_made(other);
        alk_check_ok(i % 3 ? alk_commit(s) : alk_flush(s));
        char expected[32];
        memcpy(expected, buffer, sizeof expected);
        memset(buffer, '#', 20);
        alk_check_str(a->name, expected);
        alk_check_str(other->name, expected);
    }
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from authors where name like '#%'"), 0);
    alk_check_str(ask_text("select name from authors where id = 1"), "name 199 of many");
}

ALK_TEST(objects, write_only_what_was_changed)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    struct book *b = alk_find(s, book, 10);
    alk_check(a && b);
    ran();
    a->born = (alk_opt_int32)ALK_SOME(1929);
    alk_check(alk_entity_changed(s, a, NULL) && alk_entity_changed(s, a, author.born) && !alk_entity_changed(s, a, author.name));
    alk_check(!alk_entity_changed(s, b, NULL));
    alk_check_ok(alk_flush(s));
    alk_check_contains(statements(), "SET born=");
    alk_check(!strstr(statements(), "name"));
    alk_check_int(ran(), 1);
    char same[] = "Ursula";
    a->name = same;                                                /* another pointer, the same text */
    alk_check(!alk_entity_changed(s, a, NULL));
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 0);
    memcpy(same, "Xxxxxx", 6);                                     /* which the flush had to let go of */
    alk_check_str(a->name, "Ursula");
    a->born.value = 1;
    a->born.value = 1929;
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 0);
    a->born = (alk_opt_int32)ALK_NONE;
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 1);
    alk_check_str(ask_text("select born from authors where id = 1"), "NULL");
}

ALK_TEST(objects, remember_what_they_were)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_value was;
    alk_check_made(a);
    a->name = "Le Guin";
    alk_check_ok(alk_entity_original(s, a, author.name, &was));
    alk_check_int(was.tag, ALK_TYPE_TEXT);
    alk_check_str(was.u.p, "Ursula");
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_entity_original(s, a, author.name, &was));
    alk_check_str(was.u.p, "Le Guin");
    alk_check_fails(alk_entity_original(s, a, book.title, &was), ALK_ERROR_ARGUMENT, "a column of authors");
}

ALK_TEST(objects, that_are_deleted_are_gone)
{
    two_authors();
    struct author *a = alk_find(s, author, 3), *fresh = alk_add(s, author, .name = "never written");
    alk_check(a && fresh);
    ran();
    alk_check_ok(alk_delete(s, a));
    alk_check_ok(alk_delete(s, fresh));
    alk_check_state(a, ALK_STATE_DELETED);
    alk_check_state(fresh, ALK_STATE_DETACHED);
    alk_check(alk_session_is_dirty(s));
    alk_check_ok(alk_flush(s));
    alk_check_int(ran_of("DELETE"), 1);
    alk_check_int(ran_of("SELECT"), 1);                            /* of books that lead to it */
    alk_check_int(ran(), 2);
    alk_check(!alk_find(s, author, 3));
    alk_check_error(ALK_ERROR_NO_ROW, "there is no authors 3");
    alk_check_fails(alk_delete(s, a), ALK_ERROR_INTERFACE, "authors 3 is deleted");
    alk_check_str(a->name, "Nobody");                              /* still there to be looked at */
    alk_check_ok(alk_commit(s));
    alk_check_str(a->name, "Nobody");
    alk_check_int(ask("select count(*) from authors"), 2);
}

ALK_TEST(objects, that_are_to_be_deleted_are_not_found)
{
    two_authors();
    struct author *a = alk_find(s, author, 3);
    alk_check_made(a);
    alk_check_ok(alk_delete(s, a));
    alk_check(!alk_find(s, author, 3));
    alk_check_error(ALK_ERROR_NO_ROW, NULL);
    alk_check_ok(alk_rollback(s));
    alk_check(alk_find(s, author, 3) == a);
    alk_check_state(a, ALK_STATE_PERSISTENT);
}

ALK_TEST(objects, are_refreshed)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_int(a->books.count, 2);
    a->name = "lost";
    alk_check_ok(run_sql("update authors set bio = 'fresh' where id = 1"));
    alk_check_ok(alk_refresh(s, a));
    alk_check_str(a->name, "Ursula");
    alk_check_str(a->bio, "fresh");
    alk_check(!alk_is_loaded(s, a, author.books));
    alk_check_ok(run_sql("delete from authors where id = 3"));
    struct author *gone = alk_find(s, author, 2);
    alk_check_made(gone);
    alk_check_ok(run_sql("update books set author_id = null"));
    alk_check_ok(run_sql("delete from authors where id = 2"));
    alk_check_fails(alk_refresh(s, gone), ALK_ERROR_NO_ROW, "the row of authors 2 is gone");
    alk_check_state(gone, ALK_STATE_DETACHED);
}

ALK_TEST(objects, that_are_expired_are_read_when_they_are_met)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    a->name = "lost";
    alk_check_ok(alk_expire(s, a));
    alk_check(!alk_is_loaded(s, a, author.name) && alk_is_loaded(s, a, author.id));
    alk_check(!alk_session_is_dirty(s));
    alk_check_ok(run_sql("update authors set name = 'read anew' where id = 1"));
    ran();
    alk_check(alk_find(s, author, 1) == a);
    alk_check_int(ran(), 1);
    alk_check_str(a->name, "read anew");
    alk_check_ok(alk_expire(s, NULL));
    alk_check(!alk_is_loaded(s, a, author.name));
    a->bio = "set while unknown";                                  /* stays a change */
    alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id)));
    alk_check(alk_next_of(r, author) == a);
    alk_check_ok(alk_close(r));
    alk_check(alk_is_loaded(s, a, author.name));
    alk_check_str(a->bio, "set while unknown");
    alk_check_ok(alk_expire(s, a));
    a->bio = "and written so";
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select bio from authors where id = 1"), "and written so");
    alk_check(alk_is_loaded(s, a, author.bio) && !alk_is_loaded(s, a, author.name));
}

ALK_TEST(objects, expire_on_commit_when_asked)
{
    two_authors();
    alk_session *other = alk_session_open(engine, .expire_on_commit = true);
    alk_check_made(other);
    struct author *a = alk_find(other, author, 1);
    alk_check_made(a);
    a->born = (alk_opt_int32)ALK_SOME(1);
    alk_check_ok(alk_commit(other));
    alk_check(!alk_is_loaded(other, a, author.name));
    alk_check(alk_find(other, author, 1) == a);
    alk_check_str(a->name, "Ursula");
    alk_check(a->born.value == 1);
    alk_check_ok(alk_session_close(other));
}

ALK_TEST(objects, are_removed_from_the_session)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *fresh = alk_add(s, author, .name = "never written");
    alk_check(a && fresh);
    alk_check_ok(alk_expunge(s, a));
    alk_check_ok(alk_expunge(s, fresh));
    alk_check_state(a, ALK_STATE_DETACHED);
    alk_check_int((int64_t)alk_session_count(s), 0);
    alk_check_fails(alk_expunge(s, a), ALK_ERROR_INTERFACE, "authors 1 is not in the session any more");
    alk_check_ok(alk_flush(s));
    struct author *again = alk_find(s, author, 1);
    alk_check_made(again);
    alk_check(again != a);
    alk_check_int(ask("select count(*) from authors"), 3);
}

ALK_TEST(objects, changed_after_they_left_are_told_once)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(alk_expunge(s, a));
    a->name = "lost";
    alk_check_fails(alk_flush(s), ALK_ERROR_INTERFACE, "authors 1 was changed after it left the session");
    alk_check_ok(alk_rollback(s));
    struct author *b = alk_find(s, author, 2);
    alk_check_made(b);
    b->name = "kept";
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors where id = 2"), "kept");
}

ALK_TEST(objects, that_were_expunged_stay_out_when_the_transaction_is_undone)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    a->born = (alk_opt_int32)ALK_SOME(1);
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_expunge(s, a));
    struct author *again = alk_find(s, author, 1);
    alk_check(again && again != a);
    alk_check_ok(alk_rollback(s));
    alk_check_state(a, ALK_STATE_DETACHED);
    alk_check(alk_find(s, author, 1) == again);
    alk_check_int((int64_t)alk_session_count(s), 1);
}

ALK_TEST(objects, are_copied_into_the_programs_memory)
{
    two_authors();
    alk_arena *arena = alk_arena_new();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    struct author *copy = alk_copy_of(s, author, a, arena);
    alk_check_made(copy);
    alk_check(copy != a && copy->name != a->name && copy->id == 1 && copy->books.count == 0 && copy->books.state == ALK_NOT_LOADED);
    alk_check_state(copy, ALK_STATE_TRANSIENT);
    anew();
    alk_check_str(copy->name, "Ursula");
    alk_arena_free(arena);
}

ALK_TEST(objects, are_merged)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    char name[] = "merged";
    struct author given = { .id = 1, .name = name, .born = ALK_SOME(5) };
    ran();
    alk_check(alk_merge(s, author, &given) == a);
    memcpy(name, "XXXXXX", 7);
    alk_check_int(ran(), 0);
    alk_check_str(a->name, "merged");
    alk_value was;
    alk_check_ok(alk_entity_original(s, a, author.name, &was));
    alk_check_str(was.u.p, "Ursula");
    struct author *added = NULL;
    for (int i = 0; i < 8; i++)                                    /* would use blocks that were given back too early */
        alk_check((added = alk_add(s, author, .name = "ABCDEF")) != NULL);
    alk_check_ok(alk_entity_original(s, a, author.name, &was));
    alk_check_str(was.u.p, "Ursula");
    alk_check_ok(alk_flush(s));
    alk_check_str(ask_text("select name from authors where id = 1"), "merged");
    struct author unknown = { .id = 77, .name = "new row" }, read = { .id = 2, .name = "read first" };
    struct author *made = alk_merge(s, author, &unknown), *found;
    alk_check_made(made);
    alk_check_state(made, ALK_STATE_PENDING);
    alk_check_made(found = alk_merge(s, author, &read));
    alk_check_state(found, ALK_STATE_PERSISTENT);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from authors where name in ('new row', 'read first')"), 2);
    alk_check_int(added->id > 0, 1);
}

ALK_TEST(objects, are_merged_with_what_they_lead_to)
{
    two_authors();
    struct book b = { .id = 10, .title = "renamed" }, fresh = { .title = "new" };
    struct book *list[] = { &b, &fresh };
    struct author given = { .id = 1, .name = "Ursula", .books = { list, 2, ALK_LOADED } };
    b.author = &given;
    struct author *a = alk_merge(s, author, &given);
    alk_check_made(a);
    alk_check_int(a->books.count, 2);
    alk_check(a->books.items[0] != &b && a->books.items[0]->author == a);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select title from books where id = 10"), "renamed");
    alk_check_int(ask("select count(*) from books where author_id = 1"), 2);
    alk_check_str(ask_text("select author_id from books where id = 11"), "NULL");      /* it was not in what was given */
}

ALK_TEST(objects, are_merged_with_both_sides)
{
    two_authors();
    struct book *left = alk_find(s, book, 11), *came = alk_find(s, book, 20), b = { .id = 20, .title = "came" }, *list[] = { &b };
    struct author *both[] = { alk_find(s, author, 1), alk_find(s, author, 2) };
    alk_check_made(left ? came : NULL);
    alk_check_ok(alk_load(s, both, 2, author.books));
    struct author given = { .id = 1, .name = "Ursula", .books = { list, 1, ALK_LOADED } };
    uint32_t n = both[1]->books.count;
    alk_check(alk_merge(s, author, &given) == both[0]);
    alk_check(!left->author && came->author == both[0]);
    alk_check_int(both[1]->books.count, n - 1);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select group_concat(id, ' ') from books where author_id = 1"), "20");
}

ALK_TEST(objects, are_merged_where_a_column_is_not_loaded)
{
    alk_check_made(alk_add(s, essay, .title = "a", .body = "long"));
    alk_check_ok(alk_commit(s));
    anew();
    struct essay given = { .id = 1, .title = "a", .body = NULL };
    struct essay *e = alk_merge(s, essay, &given);
    alk_check_made(e);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select body from essays"), "NULL");
}

/* Keys that the structs do not have follow from what leads to them, in a table where they cannot be NULL too. */
ALK_TEST(objects, that_are_merged_have_the_keys_of_what_they_lead_to)
{
    two_authors();
    alk_check_ok(run_sql("insert into invoices(id, buyer) values(1, 'Ann'), (2, 'Bob')"));
    alk_check_ok(run_sql("insert into lines(invoice_id, number, what) values(1, 1, 'paper')"));
    alk_check_ok(alk_commit(s));
    struct line changed = { .invoice_id = 1, .number = 1, .what = "ink" }, fresh = { .number = 2, .what = "pens" }, *list[] = { &changed, &fresh };
    struct invoice given = { .id = 1, .buyer = "Ann", .lines = { list, 2, ALK_LOADED } };
    struct invoice *merged = alk_merge(s, invoice, &given);
    alk_check_made(merged);
    alk_check_int(merged->lines.items[1]->invoice_id, 1);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select group_concat(what) from lines where invoice_id = 1"), "ink,pens");
    struct author woolf = { .id = 3, .name = "Woolf" };
    struct book waves = { .id = 20, .title = "The Waves", .author = &woolf };
    struct book *b = alk_merge(s, book, &waves);
    alk_check_made(b);
    alk_check_int(b->author_id.value, 3);
    waves.title = "Waves";
    alk_check(alk_merge(s, book, &waves) == b);                                /* the pointer is as it was, and its key is left out */
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select author_id from books where title = 'Waves'"), 3);
}

ALK_TEST(objects, do_not_grow_by_being_read_again)
{
    two_authors();
    alk_check_made(alk_find(s, author, 1));
    struct author *a = alk_find(s, author, 1);
    uintptr_t low = (uintptr_t)a, high = low;
    for (int i = 0; i < 500; i++) {
        alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id)));
        for (struct author *one; (one = alk_next_of(r, author));) {
            low = (uintptr_t)one < low ? (uintptr_t)one : low;
            high = (uintptr_t)one > high ? (uintptr_t)one : high;
        }
        alk_check_ok(alk_close(r));
    }
    struct author *late = alk_add(s, author, .name = "stands next to the others");
    alk_check_made(late);
    high = (uintptr_t)late > high ? (uintptr_t)late : high;
    low = (uintptr_t)late < low ? (uintptr_t)late : low;
    alk_check(high - low < 64 * 1024);
}

ALK_TEST(objects, with_a_new_key_move_in_the_session)
{
    two_authors();
    struct author *a = alk_find(s, author, 3);
    alk_check_made(a);
    a->id = 33;
    alk_check_ok(alk_flush(s));
    alk_check_contains(statements(), "SET id=");
    alk_check(alk_find(s, author, 33) == a);
    alk_check(!alk_find(s, author, 3));
    alk_check_error(ALK_ERROR_NO_ROW, NULL);
    alk_check_ok(alk_rollback(s));
    alk_check_int(a->id, 3);
    alk_check(alk_find(s, author, 3) == a);
    alk_check(!alk_find(s, author, 33));
}

ALK_TEST(objects, are_locked_and_read_when_found_for_update)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_ok(run_sql("update authors set name = 'there' where id = 1"));
    ran();
    alk_check(alk_find_for_update(s, author, 1) == a);
    alk_check_int(ran(), 1);
    alk_check_str(a->name, "there");
}

ALK_TEST(objects, of_a_read_only_session_are_not_watched)
{
    two_authors();
    alk_session *reads = alk_session_open(engine, .read_only = true);
    alk_check_made(reads);
    struct author *a = alk_find(reads, author, 1);
    alk_check_made(a);
    alk_check_str(a->name, "Ursula");
    alk_check(alk_find(reads, author, 1) == a);
    a->born = (alk_opt_int32)ALK_SOME(1);
    alk_check_ok(alk_load(reads, &a, 1, author.books, book.tags));
    alk_check_int(a->books.count, 2);
    alk_check_int(a->books.items[0]->tags.count, 2);
    alk_check(!alk_add(reads, author, .name = "no"));
    alk_check_error(ALK_ERROR_INTERFACE, "read only");
    alk_check_fails(alk_delete(reads, a), ALK_ERROR_INTERFACE, "read only");
    alk_check_ok(alk_commit(reads));
    alk_check_ok(alk_expire(reads, NULL));
    alk_check(alk_find(reads, author, 1) == a);
    alk_check(a->born.state == ALK_NULL);
    alk_check_ok(alk_session_close(reads));
}
