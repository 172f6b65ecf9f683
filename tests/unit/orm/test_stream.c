/* SPDX-License-Identifier: MIT
 * Streamed queries: objects leave when the next are read, so that the session's memory stays as it is. */
#include "orm_test.h"
#include <malloc.h>

ALK_SUITE(stream, orm_setup, orm_teardown);

/* Authors by the thousand, with three books each. */
static void many(int authors)
{
    char sql[300];
    snprintf(sql, sizeof sql, "with recursive n(i) as (select 1 union all select i + 1 from n where i < %d) insert into authors (id, name, bio) select i, 'author ' || i, 'bio ' || i from n", authors);
    alk_check_ok(run_sql(sql));
    alk_check_ok(run_sql("insert into books (id, title, author_id, pages) select 3 * a.id + x.k, 'book of ' || a.name, a.id, x.k from authors a, (select 0 k union select 1 union select 2) x"));
    alk_check_ok(alk_commit(s));
    anew();
    ran();
}

ALK_TEST(stream, leaves_nothing_behind)
{
    many(2000);
    alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_with(author.books), alk_streamed(100)));
    int64_t n = 0, books = 0, sum = 0;
    size_t most = 0;
    for (struct author *a; (a = alk_next_of(r, author)); n++) {
        sum += a->id;
        for (uint32_t i = 0; i < a->books.count; i++, books++)
            alk_check(a->books.items[i]->author == a);
        most = alk_session_count(s) > most ? alk_session_count(s) : most;
    }
    alk_check_ok(alk_close(r));
    alk_check_int(n, 2000);
    alk_check_int(books, 6000);
    alk_check_int(sum, 2000 * 2001 / 2);
    alk_check_int((int64_t)most, 400);
    alk_check_int(ran(), 1 + 20);
}

ALK_TEST(stream, takes_no_more_memory_for_more_rows)
{
    many(20000);
    size_t first = 0, last = 0;
    for (int round = 0; round < 3; round++) {
        alk_result *r = alk_execute(s, alk_select(book.table, alk_streamed(500)));
        int64_t n = 0;
        for (struct book *b; (b = alk_next_of(r, book)); n++)
            alk_check(b->pages.value < 3);
        alk_check_ok(alk_close(r));
        alk_check_int(n, 60000);
        last = mallinfo2().uordblks;
        first = round ? first : last;
    }
    alk_check(last <= first + 65536);
    alk_check(alk_session_count(s) <= 500);
}

ALK_TEST(stream, keeps_what_is_the_sessions_own)
{
    many(1000);
    struct author *own = alk_find(s, author, 5);
    alk_check_made(own);
    alk_check_ok(alk_load(s, &own, 1, author.books));
    alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_with(author.books), alk_streamed(10)));
    struct author *changed = NULL, *held = NULL;
    for (struct author *a; (a = alk_next_of(r, author));) {
        if (a->id == 5)
            alk_check(a == own);
        if (a->id == 42) {
            a->name = "changed";
            changed = a;
        }
        if (a->id == 43)
            alk_check((held = alk_find(s, author, 43)) == a);              /* asked for by itself, too */
    }
    alk_check_ok(alk_close(r));
    alk_check(own->books.count == 3 && own->books.items[2]->author == own);
    alk_check_state(changed, ALK_STATE_PERSISTENT);
    alk_check_str(changed->name, "changed");
    alk_check_state(held, ALK_STATE_PERSISTENT);
    alk_check(alk_find(s, author, 42) == changed);
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors where id = 42"), "changed");
    alk_check(alk_session_count(s) <= 40 + 3 * 4 + 4);
}

ALK_TEST(stream, takes_along_what_is_loaded_for_it)
{
    many(1000);
    alk_result *r = alk_execute(s, alk_select(book.table, alk_order_by(book.id), alk_streamed(30)));
    size_t most = 0;
    for (struct book *b; (b = alk_next_of(r, book));) {
        alk_check_ok(alk_load(s, &b, 1, book.author));
        alk_check_int(b->author->id, b->author_id.value);
        most = alk_session_count(s) > most ? alk_session_count(s) : most;
    }
    alk_check_ok(alk_close(r));
    alk_check(most <= 30 + 11);
}

ALK_TEST(stream, and_savepoints_and_rollbacks)
{
    many(200);
    alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_streamed(10)));
    for (int i = 0; i < 50; i++) {
        struct author *a = alk_next_of(r, author);
        alk_check_made(a);
        a->born = (alk_opt_int32)ALK_SOME(1900 + i);
        if (i % 20 == 0)
            alk_check_ok(alk_flush(s));
    }
    alk_check_ok(alk_close(r));
    alk_check_ok(alk_flush(s));
    alk_check_int(ask("select count(born) from authors"), 50);
    alk_check_ok(alk_rollback(s));
    struct author *a = alk_find(s, author, 7);
    alk_check_made(a);
    alk_check(a->born.state != ALK_VALUE);
    alk_check_int(ask("select count(born) from authors"), 0);
}

ALK_TEST(stream, of_read_only_sessions)
{
    many(1000);
    alk_session *reading = alk_session_open(engine, .read_only = true);
    alk_result *r = alk_execute(reading, alk_select(author.table, alk_with(author.books), alk_streamed(50)));
    int64_t n = 0;
    for (struct author *a; (a = alk_next_of(r, author)); n++)
        alk_check(a->books.count == 3);
    alk_check_ok(alk_close(r));
    alk_check_int(n, 1000);
    alk_check(alk_session_count(reading) <= 200);
    alk_check_ok(alk_session_close(reading));
}

ALK_TEST(stream, what_cannot_be_is_refused)
{
    many(10);
    alk_check(!alk_execute(s, alk_select(author.table, alk_streamed(0))));
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_streamed() takes the number");
    alk_check(!alk_execute(s, alk_select(author.table, alk_with_joined(author.books), alk_streamed(2))));
    alk_check_error(ALK_ERROR_ARGUMENT, "cannot load along by joins");
    alk_result *r = alk_execute(s, alk_select(author.table, alk_streamed(2))), *other;
    alk_check_made(alk_next_of(r, author));
    alk_check(!(other = alk_execute(s, alk_select(book.table, alk_streamed(2)))));
    alk_check_error(ALK_ERROR_INTERFACE, "another query of the session is streamed");
    alk_check_ok(alk_close(r));
    alk_arena *arena = alk_arena_new();
    struct author **all;
    size_t n;
    alk_check_fails(alk_all_of_model(alk_execute(s, alk_select(author.table, alk_streamed(2))), author, arena, &all, &n), ALK_ERROR_INTERFACE, "is read by alk_entity_next()");
    r = alk_execute(s, alk_select(author.table, alk_streamed(2)));
    alk_check(alk_next(r));
    alk_check(!alk_row_of_model(r, author));
    alk_check_fails(alk_close(r), ALK_ERROR_INTERFACE, "is read by alk_entity_next()");
    alk_arena_free(arena);
}

ALK_TEST(stream, that_is_closed_early_takes_its_last_objects_along)
{
    many(1000);
    alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_with(author.books), alk_streamed(10)));
    struct author *changed = NULL;
    for (int i = 0; i < 15; i++)
        alk_check_made(changed = alk_next_of(r, author));
    changed->name = "changed";
    alk_check_int((int64_t)alk_session_count(s), 40);
    alk_check_ok(alk_close(r));
    alk_check_int((int64_t)alk_session_count(s), 4);                       /* and its books */
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select name from authors where id = 15"), "changed");
    alk_check(alk_find(s, author, 15) == changed);
}

/* What is left over by the result alone gives no objects any more, and takes none along. */
ALK_TEST(stream, that_outlives_its_session)
{
    many(50);
    alk_session *other = alk_session_open(engine);
    alk_check_made(other);
    alk_result *stream = alk_execute(other, alk_select(author.table, alk_order_by(author.id), alk_streamed(10))), *plain = alk_execute(other, alk_select(author.table)),
               *third = alk_execute(other, alk_select(book.table));
    alk_check_made(alk_next_of(stream, author));
    alk_check_made(alk_next_of(plain, author));
    alk_check_ok(alk_close(third));
    alk_check_ok(alk_session_close(other));
    alk_check(!alk_next_of(plain, author));
    alk_check_error(ALK_ERROR_INTERFACE, "the session of this result is closed");
    alk_check(!alk_row_of_model(stream, author));
    alk_close(plain);
    alk_close(stream);
    alk_check_made(alk_find(s, author, 1));
}
