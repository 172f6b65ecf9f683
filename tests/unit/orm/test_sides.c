/* SPDX-License-Identifier: MIT
 * What the other side of a relationship knows: of pointers that were assigned, of new objects that are taken out again, and of keys that are no primary keys. */
#include "orm_test.h"

#define READER(X, m)                                                                    \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, col,  code,    VARCHAR(10), .unique = true)                                    \
    X(m, many, rooms,   room, .through = &reader_room.table, .order_by = ALK_COLUMNS(&room.id)) \
    X(m, many, loans,   loan, .order_by = ALK_COLUMNS(&loan.id))
#define ROOM(X, m)                                                                      \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, many, readers, reader, .through = &reader_room.table, .order_by = ALK_COLUMNS(&reader.id))
#define READER_ROOM(X, m)                                                               \
    X(m, key,  code,    VARCHAR(10), .references = &reader.code)                        \
    X(m, key,  room_id, BIGINT, .references = &room.id)
#define LOAN(X, m)                                                                      \
    X(m, key,  id,      BIGINT)                                                         \
    X(m, opt,  code,    VARCHAR(10), .references = &reader.code)                        \
    X(m, one,  reader,  reader)
ALK_MODEL(reader, READER);
ALK_MODEL(room, ROOM);
ALK_MODEL(reader_room, READER_ROOM);
ALK_MODEL(loan, LOAN);
ALK_DEFINE(reader, READER, "readers");
ALK_DEFINE(room, ROOM, "rooms");
ALK_DEFINE(reader_room, READER_ROOM, "reader_rooms");
ALK_DEFINE(loan, LOAN, "loans");

ALK_SUITE(sides, orm_setup, orm_teardown);

ALK_TEST(sides, collections_follow_pointers_with_the_flush)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *b = alk_find(s, author, 2), *both[] = { a, b };
    alk_check_ok(alk_load(s, both, 2, author.books));
    alk_check_ok(alk_commit(s));
    struct book *moved = a->books.items[0];
    uint32_t of_a = a->books.count, of_b = b->books.count;
    moved->author = b;
    alk_check_ok(alk_flush(s));
    alk_check(a->books.count == of_a - 1 && b->books.count == of_b + 1 && b->books.items[of_b] == moved);
    alk_check(!alk_session_is_dirty(s));
    moved->author = NULL;
    alk_check_ok(alk_flush(s));
    alk_check_int(b->books.count, of_b);
    struct book *fresh = alk_add(s, book, .title = "new");
    alk_check_made(fresh);
    fresh->author = a;
    alk_check_ok(alk_flush(s));
    alk_check(a->books.count == of_a && a->books.items[of_a - 1] == fresh);
    alk_check_ok(alk_rollback(s));
    alk_check(a->books.count == of_a && b->books.count == of_b && moved->author == a);
}

ALK_TEST(sides, that_lead_to_one_follow_pointers_with_the_flush)
{
    struct profile *p = alk_add(s, profile, .motto = "p"), *q = alk_add(s, profile, .motto = "q");
    struct user *a = alk_add(s, user, .name = "a", .profile = p), *b = alk_add(s, user, .name = "b");
    alk_check(p && q && a && b);
    alk_check_ok(alk_commit(s));
    p->user = b;
    alk_check_ok(alk_flush(s));
    alk_check(!a->profile && b->profile == p && !alk_session_is_dirty(s));
    struct user third = { .name = "third" };
    q->user = &third;
    alk_check_ok(alk_flush(s));
    alk_check(q->user->profile == q && q->user != &third);
    p->user = NULL;
    alk_check_ok(alk_flush(s));
    alk_check(!b->profile);
    q->user = b;
    alk_check_ok(alk_flush(s));
    p->user = b;                                                   /* the place is taken: it is nobody's to be put out of by a pointer */
    alk_check_ok(alk_flush(s));
    alk_check(b->profile == q && !alk_session_is_dirty(s));
    alk_check_ok(alk_rollback(s));
    alk_check(a->profile == p && p->user == a && !b->profile && !q->user);
}

ALK_TEST(sides, of_structs_that_are_appended_or_related_follow_at_once)
{
    two_authors();
    struct author *a = alk_find(s, author, 1);
    struct tag *word = alk_add(s, tag, .word = "deep");
    alk_check(a && word);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    alk_check_ok(alk_commit(s));
    uint32_t n = a->books.count;
    struct book given = { .title = "appended", .author = a };
    alk_check_ok(alk_append(s, word, tag.books, &given));
    alk_check(word->books.count == 1 && a->books.count == n + 1 && a->books.items[n] == word->books.items[0]);
    struct book *known[] = { a->books.items[0] };
    struct author whole = { .name = "related", .books = { known, 1, ALK_LOADED } };
    alk_check_ok(alk_relate(s, a->books.items[n], book.author, &whole));
    struct author *b = word->books.items[0]->author;
    alk_check(b != a && b->books.count == 2 && a->books.count == n - 1 && known[0]->author == b);
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from books where author_id = (select id from authors where name = 'related')"), 2);
}

ALK_TEST(sides, what_was_given_by_a_pointer_is_deleted_with_its_owner)
{
    struct node *root = alk_add(s, node, .name = "root"), *other = alk_add(s, node, .name = "other"), *leaf = alk_add(s, node, .name = "leaf");
    alk_check(root && other && leaf);
    alk_check_ok(alk_commit(s));
    struct node *both[] = { root, other };
    alk_check_ok(alk_load(s, both, 2, node.children));
    leaf->parent = other;
    alk_check_ok(alk_flush(s));
    alk_check_ok(alk_delete(s, other));
    alk_check_ok(alk_commit(s));
    alk_check_state(leaf, ALK_STATE_DELETED);
    alk_check_int(ask("select count(*) from nodes"), 1);
}

ALK_TEST(sides, new_orphans_are_not_written)
{
    struct invoice *first = alk_add(s, invoice, .buyer = "a"), *second = alk_add(s, invoice, .buyer = "b");
    alk_check(first && second);
    alk_check_ok(alk_commit(s));
    struct line *gone = alk_add(s, line, .number = 1, .what = "gone"), *moved = alk_add(s, line, .number = 2, .what = "moved"), *given = alk_add(s, line, .number = 3, .what = "given");
    alk_check(gone && moved && given);
    struct line *all[] = { gone, moved, given };
    for (int i = 0; i < 3; i++) {
        alk_check_ok(alk_append(s, first, invoice.lines, all[i]));
        alk_check_ok(alk_remove(s, first, invoice.lines, all[i]));
    }
    alk_check_ok(alk_append(s, second, invoice.lines, moved));
    given->invoice = second;
    alk_check_ok(alk_commit(s));
    alk_check_state(gone, ALK_STATE_DETACHED);
    alk_check_state(moved, ALK_STATE_PERSISTENT);
    alk_check_state(given, ALK_STATE_PERSISTENT);
    alk_check_int(ask("select count(*) from lines where invoice_id = 2"), 2);
    alk_check_int(ask("select count(*) from lines"), 2);
    struct line *lost = alk_add(s, line, .number = 4, .what = "lost", .invoice = first);
    alk_check_made(lost);
    alk_check_ok(alk_relate(s, lost, line.invoice, NULL));
    alk_check_ok(alk_commit(s));
    alk_check_state(lost, ALK_STATE_DETACHED);
    alk_check_int(ask("select count(*) from lines"), 2);
}

ALK_TEST(sides, keys_that_are_no_primary_keys)
{
    alk_check_ok(alk_create_all(alk_session_conn(s), reader.table, room.table, reader_room.table, loan.table));
    struct reader *a = alk_add(s, reader, .code = "A"), *b = alk_add(s, reader, .code = "B");
    struct room *red = alk_add(s, room, .id = 1), *blue = alk_add(s, room, .id = 2);
    alk_check(a && b && red && blue);
    alk_check_ok(alk_append(s, a, reader.rooms, red));
    alk_check_ok(alk_append(s, a, reader.rooms, blue));
    alk_check_ok(alk_append(s, b, reader.rooms, blue));
    alk_check_made(alk_add(s, loan, .reader = b));
    alk_check_ok(alk_commit(s));
    anew();
    struct reader *both[] = { alk_find(s, reader, 1), alk_find(s, reader, 2) };
    alk_check(both[0] && both[1]);
    ran();
    alk_check_ok(alk_load(s, both, 2, reader.rooms));
    alk_check_ok(alk_load(s, both, 2, reader.loans));
    alk_check_int(ran(), 2);
    alk_check(both[0]->rooms.count == 2 && both[1]->rooms.count == 1 && both[1]->rooms.items[0] == both[0]->rooms.items[1]);
    alk_check(both[0]->loans.count == 0 && both[1]->loans.count == 1 && both[1]->loans.items[0]->reader == both[1]);
    blue = both[1]->rooms.items[0];
    alk_check_ok(alk_load(s, &blue, 1, room.readers));
    alk_check_int(blue->readers.count, 2);
}
