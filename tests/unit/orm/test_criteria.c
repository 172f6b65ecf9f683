/* SPDX-License-Identifier: MIT
 * Criteria of a session in whole statements: in queries inside others, in compounds, and in what changes rows. */
#include "orm_test.h"

ALK_SUITE(criteria, orm_setup, orm_teardown);

/* Books of 250 pages and more: those of the first author, who has two of them. */
static alk_sql *is_long(const alk_sql *from, void *payload)
{
    (void)payload;
    return alk_ge(alk_at(from, book.pages), 250);
}

static void begin(void)
{
    two_authors();
    alk_check_ok(alk_session_criterion(s, book.table, is_long, NULL));
}

static int64_t count(const alk_sql *statement)
{
    int64_t n = -1;
    alk_check_ok(alk_scalar_int(alk_execute(s, statement), &n));
    return n;
}

/* How many rows a statement gives. */
static int rows(const alk_sql *statement)
{
    alk_result *r = alk_execute(s, statement);
    int n = 0;
    while (alk_next(r))
        n++;
    alk_check_ok(alk_close(r));
    return n;
}

ALK_TEST(criteria, hold_in_queries_inside_others)
{
    begin();
    alk_check_int(count(alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_in(author.id, alk_select(book.author_id))))), 1);
    alk_check_int(count(alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_exists(alk_select(book.id, alk_where(alk_eq(book.author_id, author.id))))))), 1);
    alk_check_int(count(alk_select(alk_count_all(), alk_from(author.table), alk_where(alk_has(author.books, NULL)))), 1);
    const alk_sql *sub = alk_keep(alk_subquery(alk_select(book.id, book.author_id), "b"));
    alk_check_int(count(alk_select(alk_count(alk_at(sub, book.id)), alk_join_on(author.table, alk_eq(author.id, alk_at(sub, book.author_id))))), 2);
    alk_free(sub);
    const alk_sql *cte = alk_keep(alk_cte(alk_select(book.id), "long_ones"));
    alk_check_int(count(alk_select(alk_count_all(), alk_from(cte))), 2);
    alk_free(cte);
    alk_check_int(rows(alk_union_all(alk_select(book.title), alk_select(book.title))), 4);
    alk_check_int(rows(alk_union(alk_select(book.id), alk_select(author.id))), 5);
    alk_check_int(rows(alk_select(author.id, alk_label(alk_select(alk_count_all(), alk_from(book.table), alk_where(alk_gt(author.id, 0))), "n"))), 3);
}

ALK_TEST(criteria, hold_in_outer_joins_inside_others)
{
    begin();
    const alk_sql *sub = alk_keep(alk_subquery(alk_select(author.id, book.title, alk_left_join(author.books)), "a"));
    alk_check_int(rows(alk_select(alk_at(sub, author.id), alk_at(sub, book.title))), 4);
    alk_check_int(count(alk_select(alk_count(alk_at(sub, book.title)))), 2);
    alk_free(sub);
}

ALK_TEST(criteria, hold_for_updates_and_deletes)
{
    begin();
    alk_check_ok(alk_close(alk_execute(s, alk_update(book.table, alk_set(book.title, "long")))));
    alk_check_int(ask("select count(*) from books where title = 'long'"), 2);
    alk_check_ok(alk_close(alk_execute(s, alk_update(author.table, alk_set(author.bio, "wrote"), alk_where(alk_in(author.id, alk_select(book.author_id)))))));
    alk_check_int(ask("select count(*) from authors where bio = 'wrote'"), 1);
    alk_check_ok(run_sql("delete from book_tags"));
    alk_check_ok(alk_close(alk_execute(s, alk_delete_from(book.table))));
    alk_check_int(ask("select count(*) from books"), 2);
    int64_t before = ask("select count(*) from tags");
    alk_check_ok(alk_close(alk_execute(s, alk_insert(tag.table, alk_from_select(alk_select(book.title), tag.word)))));
    alk_check_int(ask("select count(*) from tags"), before);          /* the books that are left are short */
}

ALK_TEST(criteria, leave_out_what_is_unfiltered)
{
    begin();
    alk_check_int(rows(alk_select(book.id, alk_unfiltered())), 4);
    alk_check_int(rows(alk_select(author.id, alk_where(alk_in(author.id, alk_select(book.author_id))), alk_unfiltered())), 2);
    alk_check_int(count(alk_raw("select count(*) from books")), 4);
    alk_check_ok(alk_close(alk_execute(s, alk_update(book.table, alk_set(book.title, "any"), alk_unfiltered()))));
    alk_check_int(ask("select count(*) from books where title = 'any'"), 4);
}

ALK_TEST(criteria, keep_statements_that_the_program_keeps)
{
    begin();
    const alk_sql *kept = alk_keep(alk_select(author.id, alk_where(alk_in(author.id, alk_select(book.author_id)))));
    for (int i = 0; i < 3; i++)
        alk_check_int(rows(kept), 1);
    alk_check_ok(alk_session_criterion(s, book.table, NULL, NULL));
    alk_check_int(rows(kept), 2);
    alk_free(kept);
}
