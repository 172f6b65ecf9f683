/* SPDX-License-Identifier: MIT
 * Memory running out in the middle of a session's work: it can be rolled back always, and the database has all of it or nothing. */
#include "orm_test.h"
#include "base/alloc.h"

ALK_SUITE(memory, orm_setup, orm_teardown);

/* One transaction of all kinds of work: new objects and rows between, changes, a move, a deletion, loading. */
static int work(alk_session *session)
{
    struct author *a = alk_find(session, author, 1), *b = a ? alk_find(session, author, 2) : NULL, *c = b ? alk_find(session, author, 3) : NULL;
    if (!c)
        return alk_last_error()->code;
    int code = alk_load(session, &a, 1, author.books, book.tags);
    if (code)
        return code;
    struct book *fresh = alk_add(session, book, .title = "written", .author = b);
    struct tag *t = fresh ? alk_add(session, tag, .word = "new") : NULL;
    if (!t || (code = alk_append(session, fresh, book.tags, t)) || (code = alk_append(session, b, author.books, a->books.items[0])))
        return code ? code : alk_last_error()->code;
    a->name = "a longer name than the one that it had";
    c->name = "about to be deleted";
    if ((code = alk_session_savepoint(session, NULL)))
        return code;
    if ((code = alk_delete(session, c)))
        return code;
    void **all;
    size_t n;
    alk_arena *arena = alk_arena_new();
    code = arena ? alk_entity_all(alk_execute(session, alk_select(author.table, alk_with_joined(author.books, book.tags), alk_limit(5))), author.table, arena, &all, &n) : ALK_ERROR_NO_MEMORY;
    alk_arena_free(arena);
    return code ? code : alk_commit(session);
}

static int64_t sum(void)
{
    return ask("select count(*) from authors") * 100 + ask("select count(*) from books") * 10 + ask("select count(*) from tags where word = 'new'") + ask("select count(*) from book_tags") * 1000;
}

static void put_back(void)
{
    alk_check_ok(run_sql("delete from book_tags"));
    alk_check_ok(run_sql("delete from books"));
    alk_check_ok(run_sql("delete from authors"));
    alk_check_ok(run_sql("delete from tags"));
    two_authors();
}

static void refuse(uint64_t n, bool from_then_on, int64_t before, int64_t after, bool *done)
{
    alk_session *session = alk_session_open(engine);
    alk_check_made(session);
    alk__alloc_fail(n, from_then_on);
    int code = work(session);
    *done = !alk__alloc_failed();
    alk__alloc_fail(0, 0);
    alk_check_that(!*done || code == ALK_OK, "without a refusal it is %d: %s", code, alk_last_error()->message);
    if (code) {
        alk_check_that(code == ALK_ERROR_NO_MEMORY, "refusal %d: %d, %s", (int)n, code, alk_last_error()->message);
        alk_check_ok(alk_rollback(session));
        alk_check(!alk_session_is_dirty(session));
        struct author *a = alk_find(session, author, 1);
        alk_check_made(a);
        alk_check_str(a->name, "Ursula");
        a->born = (alk_opt_int32)ALK_SOME(1);
        alk_check_ok(alk_flush(session));                          /* it works again */
        alk_check_ok(alk_rollback(session));
    }
    alk_check_ok(alk_session_close(session));
    int64_t now = sum();
    alk_check_that(now == (code ? before : after), "refusal %d, status %d: %d rows, and %d or %d are wanted", (int)n, code, (int)now, (int)before, (int)after);
    alk_check_ok(alk_commit(s));
    if (code == ALK_OK)
        put_back();
}

ALK_TEST_LONG(memory, running_out_leaves_all_or_nothing, 120)
{
    two_authors();
    int64_t before = sum();
    alk_check_ok(work(s));
    int64_t after = sum();
    alk_check(before != after);
    anew();
    put_back();
    for (int from_then_on = 0; from_then_on < 2; from_then_on++) {
        bool done = false;
        for (uint64_t n = 1; !done && n < 5000; n++)
            refuse(n, from_then_on, before, after, &done);
        alk_check(done);
    }
}
