/* SPDX-License-Identifier: MIT
 * Loading: along with a query, afterwards, of columns, of mixed rows, by conditions of the session, and what a statement did. */
#include "orm_test.h"

ALK_SUITE(loading, orm_setup, orm_teardown);

/* Authors 1 … n, each with two books, committed; the session knows nothing. */
static void many_authors(int n)
{
    char sql[300];
    snprintf(sql, sizeof sql, "with recursive c(i) as (select 1 union all select i + 1 from c where i < %d) insert into authors(id, name) select i, 'author ' || i from c", n);
    alk_check_ok(run_sql(sql));
    alk_check_ok(run_sql("insert into books(id, title, author_id) select id * 10, 'first', id from authors"));
    alk_check_ok(run_sql("insert into books(id, title, author_id) select id * 10 + 1, 'second', id from authors"));
    alk_check_ok(alk_commit(s));
    anew();
}

/* All objects of a query; NULL on failure. */
static void *const *all_of(alk_result *r, const alk_sql *table, alk_arena *arena, size_t *n)
{
    void **all = NULL;
    return alk_entity_all(r, table, arena, &all, n) ? NULL : all;
}

static alk_arena *arena;
static void begin(void)
{
    arena = alk_arena_new();
    alk_check_made(arena);
}
static void end(void)
{
    alk_arena_free(arena);
    arena = NULL;
}

static void many_with_books(const alk_sql *query, int wanted)
{
    enum { MANY = 1100 };
    size_t n = 0;
    begin();
    many_authors(MANY);
    struct author *const *a = (struct author *const *)all_of(alk_execute(s, query), author.table, arena, &n);
    alk_check_made(a);
    alk_check_int((int64_t)n, MANY);
    alk_check_int(ran(), wanted);
    for (size_t i = 0; i < n; i++)
        alk_check(a[i]->books.count == 2 && a[i]->books.items[0]->id == a[i]->id * 10 && a[i]->books.items[1]->author == a[i]);
    end();
}

ALK_TEST(loading, along_takes_a_statement_for_500_objects)
{
    many_with_books(alk_select(author.table, alk_where(alk_gt(author.id, 0)), alk_order_by(author.id), alk_with(author.books)), 4);      /* one, and three chunks */
}

ALK_TEST(loading, along_with_all_rows_of_a_table_takes_one)
{
    many_with_books(alk_select(author.table, alk_order_by(author.id), alk_with(author.books)), 2);
}

ALK_TEST(loading, along_a_path)
{
    size_t n = 0;
    begin();
    two_authors();
    struct author *const *a = (struct author *const *)all_of(alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_with(author.books, book.tags))), author.table, arena, &n);
    alk_check_made(a);
    alk_check_int(ran(), 3);
    alk_check_int((int64_t)n, 3);
    alk_check(a[0]->books.count == 2 && a[1]->books.count == 1 && a[2]->books.count == 0 && a[2]->books.state == ALK_LOADED);
    alk_check(a[0]->books.items[0]->tags.count == 2 && a[0]->books.items[1]->tags.count == 1);
    alk_check(a[0]->books.items[0]->tags.items[1] == a[1]->books.items[0]->tags.items[0]);      /* one object */
    size_t count;
    alk_check(alk_collection(s, a[2], author.books, &count) != NULL && count == 0);
    end();
}

ALK_TEST(loading, to_one_asks_for_each_key_once_and_for_none_that_is_there)
{
    size_t n = 0;
    begin();
    two_authors();
    struct author *known = alk_find(s, author, 1);
    alk_check_made(known);
    ran();
    struct book *const *b = (struct book *const *)all_of(alk_execute(s, alk_select(book.table, alk_order_by(book.id), alk_with(book.author))), book.table, arena, &n);
    alk_check_made(b);
    alk_check_int((int64_t)n, 4);
    alk_check_int(ran(), 2);
    alk_check(b[0]->author == known && b[1]->author == known && b[2]->author->id == 2 && !b[3]->author);
    alk_check(alk_is_loaded(s, b[3], book.author));
    b = (struct book *const *)all_of(alk_execute(s, alk_select(book.table, alk_order_by(book.id), alk_with(book.author))), book.table, arena, &n);
    alk_check_made(b);
    alk_check_int(ran(), 1);
    end();
}

ALK_TEST(loading, joined_takes_one_statement)
{
    size_t n = 0;
    begin();
    two_authors();
    struct book *const *b = (struct book *const *)all_of(alk_execute(s, alk_select(book.table, alk_order_by(alk_desc(book.id)), alk_with_joined(book.author))), book.table, arena, &n);
    alk_check_made(b);
    alk_check_int(ran(), 1);
    alk_check_int((int64_t)n, 4);
    alk_check(b[0]->id == 30 && !b[0]->author && alk_is_loaded(s, b[0], book.author));
    alk_check_str(b[1]->author->name, "Stanislaw");
    alk_check(b[2]->author == b[3]->author);
    anew();
    struct author *const *a = (struct author *const *)all_of(alk_execute(s, alk_select(author.table, alk_order_by(alk_desc(author.name)), alk_with_joined(author.books, book.tags))),
                                                             author.table, arena, &n);
    alk_check_made(a);
    alk_check_int(ran(), 1);
    alk_check_int((int64_t)n, 3);
    alk_check(a[0]->id == 1 && a[1]->id == 2 && a[2]->id == 3);
    alk_check(a[0]->books.count == 2 && a[0]->books.items[0]->id == 10 && a[2]->books.count == 0 && a[2]->books.state == ALK_LOADED);
    alk_check_int(a[0]->books.items[0]->tags.count, 2);
    end();
}

ALK_TEST(loading, joined_keeps_what_limits_the_query)
{
    size_t n = 0;
    begin();
    many_authors(10);
    struct author *const *a = (struct author *const *)all_of(
        alk_execute(s, alk_select(author.table, alk_order_by(alk_desc(author.id)), alk_limit(3), alk_offset(1), alk_with_joined(author.books))), author.table, arena, &n);
    alk_check_made(a);
    alk_check_int(ran(), 1);
    alk_check_int((int64_t)n, 3);
    alk_check(a[0]->id == 9 && a[1]->id == 8 && a[2]->id == 7);
    for (size_t i = 0; i < n; i++)
        alk_check(a[i]->books.count == 2 && a[i]->books.items[0]->id == a[i]->id * 10);
    anew();
    a = (struct author *const *)all_of(alk_execute(s, alk_select(author.table, alk_join(author.books), alk_distinct(), alk_order_by(author.id), alk_limit(2), alk_with_joined(author.books))),
                                       author.table, arena, &n);
    alk_check_made(a);
    alk_check_int((int64_t)n, 2);
    alk_check(a[0]->id == 1 && a[1]->id == 2 && a[1]->books.count == 2);
    end();
}

ALK_TEST(loading, joins_of_its_own_do_not_meet_the_programs)
{
    size_t n = 0;
    begin();
    two_authors();
    struct author *const *a = (struct author *const *)all_of(
        alk_execute(s, alk_select(author.table, alk_join(author.books), alk_where(alk_eq(book.id, 10)), alk_with_joined(author.books))), author.table, arena, &n);
    alk_check_made(a);
    alk_check_int((int64_t)n, 1);
    alk_check_int(a[0]->books.count, 2);                           /* both, though the program's join is filtered */
    end();
}

ALK_TEST(loading, two_collections_at_once)
{
    size_t n = 0;
    begin();
    struct airport *fra = alk_add(s, airport, .code = "FRA", .city = "Frankfurt"), *ham = alk_add(s, airport, .code = "HAM", .city = "Hamburg");
    alk_check(fra && ham);
    for (int i = 0; i < 3; i++) {
        alk_check_made(alk_add(s, flight, .from = fra, .to = ham));
        alk_check_made(alk_add(s, flight, .from = ham, .to = fra));
    }
    alk_check_ok(alk_commit(s));
    anew();
    struct airport *const *a = (struct airport *const *)all_of(
        alk_execute(s, alk_select(airport.table, alk_order_by(airport.code), alk_with_joined(airport.leaving), alk_with_joined(airport.arriving))), airport.table, arena, &n);
    alk_check_made(a);
    alk_check_int(ran(), 1);
    alk_check_int((int64_t)n, 2);
    for (size_t i = 0; i < n; i++) {
        alk_check(a[i]->leaving.count == 3 && a[i]->arriving.count == 3);
        for (uint32_t k = 0; k < 3; k++)
            alk_check(a[i]->leaving.items[k]->from == a[i] && a[i]->arriving.items[k]->to == a[i]);
    }
    end();
}

ALK_TEST(loading, contained_takes_what_the_program_joins)
{
    size_t n = 0;
    begin();
    two_authors();
    struct book *const *b = (struct book *const *)all_of(
        alk_execute(s, alk_select(book.table, author.table, alk_join(book.author), alk_order_by(book.id), alk_with_contained(book.author))), book.table, arena, &n);
    alk_check_made(b);
    alk_check_int(ran(), 1);
    alk_check_int((int64_t)n, 3);
    alk_check_str(b[2]->author->name, "Stanislaw");
    alk_result *r = alk_execute(s, alk_select(book.table, alk_with_contained(book.author)));
    alk_check(!r);
    alk_check_error(ALK_ERROR_ARGUMENT, "books.author is not contained");
    r = alk_execute(s, alk_select(tag.table, alk_with(book.author)));
    alk_check(!r);
    alk_check_error(ALK_ERROR_ARGUMENT, "the query does not select books whole");
    end();
}

ALK_TEST(loading, only_some_columns)
{
    two_authors();
    alk_result *r = alk_execute(s, alk_select(book.table, alk_order_by(book.id), alk_load_only(book.title)));
    struct book *b = alk_next_of(r, book);
    alk_check_made(b);
    alk_check_ok(alk_close(r));
    alk_check(!strstr(statements(), "pages"));
    alk_check_str(b->title, "Left Hand");
    alk_check(alk_is_loaded(s, b, book.title) && !alk_is_loaded(s, b, book.pages) && !alk_is_loaded(s, b, book.author_id));
    alk_check(!alk_entity_changed(s, b, NULL));
    ran();
    alk_check_ok(alk_load(s, &b, 1, book.pages));
    alk_check_int(ran(), 1);
    alk_check_int(b->pages.value, 300);
    b->title = "changed";
    alk_check_ok(alk_flush(s));
    alk_check(!strstr(statements(), "author_id"));
    alk_check_int(ask("select author_id from books where id = 10"), 1);
    r = alk_execute(s, alk_select(book.table, alk_order_by(book.id)));            /* brings the rest, and keeps the change */
    alk_check(alk_next_of(r, book) == b);
    alk_check_ok(alk_close(r));
    alk_check(b->author_id.value == 1 && strcmp(b->title, "changed") == 0);
    r = alk_execute(s, alk_select(tag.table, alk_defer(tag.word)));
    struct tag *t = alk_next_of(r, tag);
    alk_check(t && !alk_is_loaded(s, t, tag.word));
    alk_check_ok(alk_close(r));
}

ALK_TEST(loading, columns_on_request)
{
    struct essay *e = alk_add(s, essay, .title = "four", .body = "a long text");
    alk_check_made(e);
    alk_check_ok(alk_commit(s));
    alk_check_int(e->size.value, 4);
    anew();
    alk_check_made(e = alk_find(s, essay, 1));
    alk_check(!strstr(statements(), "body"));
    alk_check(!e->body && !alk_is_loaded(s, e, essay.body) && e->size.value == 4);
    e->title = "longer";
    ran();
    alk_check_ok(alk_flush(s));
    alk_check(!strstr(statements(), "body"));
    alk_check_int(e->size.value, 6);                               /* what the database made of it */
    alk_check_ok(alk_load(s, &e, 1, essay.body));
    alk_check_str(e->body, "a long text");
    anew();
    alk_result *r = alk_execute(s, alk_select(essay.table, alk_undefer(essay.body)));
    alk_check_made(e = alk_next_of(r, essay));
    alk_check_ok(alk_close(r));
    alk_check_str(e->body, "a long text");
    anew();
    alk_check_made(e = alk_find(s, essay, 1));
    e->body = "written without being read";
    alk_check_ok(alk_commit(s));
    alk_check_str(ask_text("select body from essays"), "written without being read");
    alk_check(alk_is_loaded(s, e, essay.body));
}

ALK_TEST(loading, in_partitions)
{
    begin();
    many_authors(100);
    alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_with(author.books), alk_partitions(30)));
    struct author *a = alk_next_of(r, author);
    alk_check(a && a->books.count == 2);
    alk_check_int(ran(), 2);                                       /* the rest is not loaded yet */
    int n = 1;
    for (; (a = alk_next_of(r, author)); n++)
        alk_check_int(a->books.count, 2);
    alk_check_ok(alk_close(r));
    alk_check_int(n, 100);
    alk_check_int(ran(), 3);
    end();
}

ALK_TEST(loading, untracked_objects_are_not_watched)
{
    two_authors();
    alk_result *r = alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_with(author.books), alk_untracked()));
    struct author *a = alk_next_of(r, author);
    alk_check_made(a);
    alk_check_ok(alk_close(r));
    alk_check_int(a->books.count, 2);
    a->name = "not written";
    ran();
    alk_check(!alk_session_is_dirty(s));
    alk_check_ok(alk_flush(s));
    alk_check_int(ran(), 0);
    alk_check(alk_find(s, author, 1) == a);
    alk_check_fails(alk_delete(s, a), ALK_ERROR_INTERFACE, "read only");
    alk_check_fails(alk_append(s, a, author.books, a->books.items[0]), ALK_ERROR_INTERFACE, "read only");
}

ALK_TEST(loading, an_untracked_child_follows_its_owner)
{
    struct node *root = alk_add(s, node, .name = "root");
    alk_check_made(root);
    alk_check_ok(alk_append(s, root, node.children, alk_add(s, node, .name = "leaf")));
    alk_check_ok(alk_commit(s));
    int64_t id = root->id;
    anew();
    alk_result *r = alk_execute(s, alk_select(node.table, alk_where(alk_ne(node.id, id)), alk_untracked()));
    struct node *leaf = alk_next_of(r, node);
    alk_check_made(leaf);
    alk_check_ok(alk_close(r));
    alk_check_made(root = alk_find(s, node, id));
    alk_check_ok(alk_delete(s, root));
    alk_check_ok(alk_commit(s));
    alk_check_int(ask("select count(*) from nodes"), 0);
}

/* ---- criteria ---- */

static alk_sql *of_this_tenant(const alk_sql *from, void *payload)
{
    return alk_gt(alk_at(from, book.pages), *(int *)payload);
}

ALK_TEST(loading, by_a_condition_of_the_session)
{
    size_t n = 0;
    int least = 250;
    int64_t count = 0;
    begin();
    two_authors();
    alk_check_ok(alk_session_criterion(s, book.table, of_this_tenant, &least));
    alk_check_made(all_of(alk_execute(s, alk_select(book.table)), book.table, arena, &n));
    alk_check_int((int64_t)n, 2);
    alk_check(!alk_find(s, book, 20));
    alk_check_error(ALK_ERROR_NO_ROW, NULL);
    alk_check_made(alk_find(s, book, 10));
    struct author *lem = alk_find(s, author, 2), *le_guin = alk_find(s, author, 1);
    alk_check(lem && le_guin);
    alk_check_ok(alk_load(s, &lem, 1, author.books));
    alk_check_int(lem->books.count, 0);
    alk_check_int(alk_count_of(s, le_guin, author.books), 2);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count_all(), alk_from(book.table))), &count));
    alk_check_int(count, 2);
    alk_check_ok(alk_scalar_int(alk_execute(s, alk_select(alk_count(book.id))), &count));
    alk_check_int(count, 2);
    const alk_sql *b = alk_keep(alk_alias(book.table, "b"));
    alk_check_made(all_of(alk_execute(s, alk_select(b)), b, arena, &n));
    alk_check_int((int64_t)n, 2);
    alk_free(b);
    alk_check_made(all_of(alk_execute(s, alk_select(book.table, alk_unfiltered())), book.table, arena, &n));
    alk_check_int((int64_t)n, 4);
    anew();
    alk_check_ok(alk_session_criterion(s, book.table, of_this_tenant, &least));
    struct author *const *a = (struct author *const *)all_of(alk_execute(s, alk_select(author.table, alk_order_by(author.id), alk_with_joined(author.books))), author.table, arena, &n);
    alk_check_made(a);
    alk_check_int((int64_t)n, 3);                                  /* the join stays an outer one */
    alk_check(a[0]->books.count == 2 && a[1]->books.count == 0);
    alk_check_ok(alk_session_criterion(s, book.table, NULL, NULL));
    alk_check_made(alk_find(s, book, 20));
    end();
}

ALK_TEST(loading, a_condition_of_the_session_leaves_outer_joins_outer)
{
    int least = 250, rows = 0;
    two_authors();
    alk_check_ok(alk_session_criterion(s, book.table, of_this_tenant, &least));
    alk_result *r = alk_execute(s, alk_select(author.table, book.table, alk_left_join(author.books), alk_order_by(author.id, book.id)));
    for (; alk_next(r); rows++) {
        struct author *a = alk_row_of_model(r, author);
        struct book *b = alk_row_of_model(r, book);
        alk_check(a && (a->id == 1) == (b != NULL));
    }
    alk_check_ok(alk_close(r));
    alk_check_int(rows, 4);
}

/* ---- rows of several things ---- */

ALK_TEST(loading, rows_of_objects_and_values)
{
    int rows = 0;
    two_authors();
    alk_result *r = alk_execute(s, alk_select(author.table, book.table, alk_label(alk_times(book.pages, 2), "twice"), alk_left_join(author.books), alk_order_by(author.id, book.id)));
    for (; alk_next(r); rows++) {
        struct author *a = alk_row_of_model(r, author);
        struct book *b = alk_row_of_model(r, book);
        alk_check_made(a);
        if (a->id == 3) {
            alk_check(!b && alk_is_null(r, "twice"));
            continue;
        }
        alk_check(b && b->author_id.value == a->id);
        alk_check_int(alk_get_int(r, "twice"), b->pages.value * 2);
    }
    alk_check_ok(alk_close(r));
    alk_check_int(rows, 4);
    alk_check_int(ran(), 1);
}

ALK_TEST(loading, rows_with_one_model_twice)
{
    struct node *root = alk_add(s, node, .name = "root");
    alk_check_made(root);
    alk_check_ok(alk_append(s, root, node.children, alk_add(s, node, .name = "leaf")));
    alk_check_ok(alk_commit(s));
    anew();
    const alk_sql *child = alk_keep(alk_alias(node.table, "child"));
    alk_result *r = alk_execute(s, alk_select(node.table, child, alk_join_on(child, alk_eq(alk_at(child, node.parent_id), node.id))));
    alk_check(alk_next(r));
    struct node *above = alk_row_of_model(r, node), *below = alk_entity_of(r, child);
    alk_check(above && below && above != below);
    alk_check_str(above->name, "root");
    alk_check_str(below->name, "leaf");
    alk_check(!alk_next(r));
    alk_check_ok(alk_close(r));
    alk_free(child);
}

ALK_TEST(loading, joined_and_limited_rows_of_two_models)
{
    two_authors();
    alk_result *r = alk_execute(s, alk_select(book.table, author.table, alk_join(book.author), alk_order_by(book.id), alk_limit(2), alk_with_joined(book.tags), alk_with_contained(book.author)));
    struct book *b = alk_next_of(r, book);
    alk_check_that(b != NULL, "%s", alk_last_error()->message);
    alk_check(b->id == 10 && b->tags.count == 2);
    alk_check_str(b->title, "Left Hand");
    alk_check_str(b->author->name, "Ursula");
    alk_check_made(b = alk_next_of(r, book));
    alk_check(b->id == 11 && !alk_next_of(r, book));
    alk_check_ok(alk_close(r));
}

ALK_TEST(loading, objects_of_sql_in_the_databases_words)
{
    two_authors();
    alk_result *r = alk_execute(s, alk_raw("select name, id, 7 as more from authors where id < :most order by id desc"), alk_bind("most", 3));
    struct author *a = alk_next_of(r, author);
    alk_check_made(a);
    alk_check(a->id == 2 && !alk_is_loaded(s, a, author.bio));
    alk_check_str(a->name, "Stanislaw");
    alk_check_made(a = alk_next_of(r, author));
    alk_check_int(a->id, 1);
    alk_check(!alk_next_of(r, author));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_raw("select name from authors"));
    alk_check(!alk_next_of(r, author));
    alk_check_fails(alk_close(r), ALK_ERROR_ARGUMENT, "no column id, which is a part of the key of authors");
}

ALK_TEST(loading, statements_that_change_rows_are_followed)
{
    size_t n = 0;
    begin();
    two_authors();
    struct author *const *a = (struct author *const *)all_of(alk_execute(s, alk_select(author.table, alk_order_by(author.id))), author.table, arena, &n);
    alk_check_made(a);
    a[0]->bio = "written before the statement";
    alk_check_ok(alk_close(alk_execute(s, alk_update(author.table, alk_set(author.name, "all")))));
    alk_check_str(a[0]->name, "all");
    alk_check_str(a[0]->bio, "written before the statement");
    alk_check(!alk_session_is_dirty(s));
    alk_check_ok(alk_close(alk_execute(s, alk_delete_from(author.table, alk_where(alk_eq(author.id, 3))))));
    alk_check_state(a[2], ALK_STATE_DETACHED);
    alk_check_int((int64_t)alk_session_count(s), 2);
    alk_check_ok(alk_rollback(s));
    alk_check(alk_find(s, author, 1) == a[0]);
    alk_check_str(a[0]->name, "Ursula");
    alk_check(alk_find(s, author, 3) != NULL);
    end();
}

ALK_TEST(loading, by_a_subquery)
{
    size_t n = 0;
    begin();
    many_authors(600);
    struct author *const *a = (struct author *const *)all_of(alk_execute(s, alk_select(author.table, alk_where(alk_gt(author.id, 0)), alk_order_by(author.id), alk_with_subquery(author.books))),
                                                             author.table, arena, &n);
    alk_check_made(a);
    alk_check_int((int64_t)n, 600);
    for (size_t i = 0; i < n; i++)
        alk_check_int(a[i]->books.count, 2);
    alk_check_contains(statements(), "WHERE books.author_id IN (SELECT authors.id FROM authors WHERE authors.id > ?)");
    alk_check_int(ran(), 2);                                       /* the keys are not named, however many there are */
    end();
}

ALK_TEST(loading, by_a_subquery_that_is_limited)
{
    size_t n = 0;
    begin();
    many_authors(20);
    struct author *const *a = (struct author *const *)all_of(alk_execute(s, alk_select(author.table, alk_order_by(alk_desc(author.id)), alk_limit(3), alk_with_subquery(author.books, book.tags))),
                                                             author.table, arena, &n);
    alk_check_made(a);
    alk_check_int((int64_t)n, 3);
    for (size_t i = 0; i < n; i++)
        alk_check(a[i]->id == (int64_t)(20 - i) && a[i]->books.count == 2);
    alk_check_contains(statements(), "IN (SELECT anon_1.id FROM (SELECT authors.id FROM authors ORDER BY authors.id DESC LIMIT ?) AS anon_1)");
    alk_check_int(ran(), 3);
    end();
}

ALK_TEST(loading, afterwards_loads_what_is_missing_alone)
{
    two_authors();
    struct author *a = alk_find(s, author, 1), *b = alk_find(s, author, 2);
    alk_check(a && b);
    alk_check_ok(alk_load(s, &a, 1, author.books));
    ran();
    struct author *both[] = { a, b, a };
    alk_check_ok(alk_load(s, both, 3, author.books, book.tags));
    alk_check_int(ran(), 2);
    alk_check(a->books.count == 2 && b->books.count == 1);
    alk_check_ok(alk_load(s, both, 3, author.books, book.tags));
    alk_check_int(ran(), 0);
    alk_check_fails(alk_load(s, both, 3, book.tags), ALK_ERROR_ARGUMENT, "books.tags is no relationship of authors");
    alk_check_fails(alk_load(s, both, 1, book.title), ALK_ERROR_ARGUMENT, "a column or a relationship of authors is wanted");
    alk_check_ok(alk_load(s, both, 0, author.books));
}

/* What a step goes by is read with the query, though the program has not named it, and not by a statement of its own. */
ALK_TEST(loading, only_some_columns_has_what_is_gone_by)
{
    many_authors(3);
    for (int way = 0; way < 3; way++) {
        const alk_sql *query = alk_select(book.table, alk_load_only(book.title), way ? alk_with_joined(book.author, author.books) : alk_with(book.author), alk_order_by(book.id));
        alk_result *r = alk_execute(s, way == 2 ? alk_extend(query, alk_limit(2)) : query);
        struct book *b = alk_next_of(r, book);
        alk_check_made(b);
        alk_check_int(b->author->id, 1);
        alk_check(alk_is_loaded(s, b, book.author_id) && !alk_is_loaded(s, b, book.pages));
        alk_check_ok(alk_close(r));
        alk_check_int(ran(), way ? 1 : 2);
        anew();
        ran();
    }
}

ALK_TEST(loading, joined_to_an_alias_keeps_what_limits_the_query)
{
    many_authors(4);
    const alk_sql *it = alk_keep(alk_alias(author.table, "it")), *of = alk_keep(alk_alias(book.table, "of"));
    alk_result *r = alk_execute(s, alk_select(it, alk_with_joined(author.books, book.author), alk_order_by(alk_desc(alk_at(it, author.id))), alk_limit(2)));
    struct author *four = alk_entity_next(r, it), *three = alk_entity_next(r, it);
    alk_check(four && three && !alk_entity_next(r, it));
    alk_check_ok(alk_close(r));
    alk_check_int(four->id, 4);
    alk_check_int(three->books.count, 2);
    alk_check(three->books.items[1]->author == three);
    alk_check_int(ran(), 1);
    anew();
    ran();
    r = alk_execute(s, alk_select(of, alk_load_only(book.title), alk_with_joined(book.author, author.books), alk_order_by(alk_at(of, book.id)), alk_offset(1), alk_limit(1)));
    struct book *second = alk_entity_next(r, of);
    alk_check(second && second->id == 11 && second->author->books.count == 2 && !alk_entity_next(r, of));
    alk_check_ok(alk_close(r));
    alk_check_int(ran(), 1);
    alk_free(it);
    alk_free(of);
}

ALK_TEST(loading, afterwards_of_objects_that_are_listed_in_place)
{
    many_authors(3);
    struct author *one = alk_find(s, author, 1), *three = alk_find(s, author, 3);
    alk_check_made(one);
    alk_check_made(three);
    ran();
    alk_check_ok(alk_load(s, (struct author *[]){ one, three }, 2, author.books, book.tags));
    alk_check_int(ran(), 2);
    alk_check_int(one->books.count, 2);
    alk_check(three->books.items[1]->tags.state == ALK_LOADED);
    const alk_sql *none = NULL;
    alk_check_fails(alk_load(s, (struct author *[]){ one, three }, 2, author.books, none), ALK_ERROR_ARGUMENT, "a column or a relationship of authors is wanted");
    alk_check_fails(alk_load(s, &one, 1, author.books, tag.books), ALK_ERROR_ARGUMENT, "the one does not lead to the other");
    alk_check_fails(alk_load(s, &one, 1, book.tags), ALK_ERROR_ARGUMENT, "alk_load(): books.tags is no relationship of authors");
    alk_check_fails(alk_load(s, NULL, 1, author.books), ALK_ERROR_ARGUMENT, "alk_load(): the array of objects is NULL");
    alk_check_ok(alk_load(s, NULL, 0, author.books));
}

ALK_TEST(loading, what_a_delete_gives_back_is_gone)
{
    two_authors();
    struct book *kept = alk_find(s, book, 30);
    alk_result *r = alk_execute(s, alk_delete_from(book_tag.table, alk_where(alk_eq(book_tag.book_id, 30))));
    alk_check_ok(alk_close(r));
    r = alk_execute(s, alk_delete_from(book.table, alk_where(alk_eq(book.id, 30)), alk_returning(book.table)));
    const struct book *given = alk_next_of(r, book);
    alk_check(given && given == kept && given->id == 30);
    alk_check(alk_next_of(r, book) == NULL);
    alk_check_ok(alk_close(r));
    alk_check(alk_find(s, book, 30) == NULL);
    alk_check_error(ALK_ERROR_NO_ROW, "there is no books 30");
}
