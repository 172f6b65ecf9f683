/* SPDX-License-Identifier: MIT
 * What is selected from: told by the columns, joined along keys and relationships, correlated with the query around. */
#include "compile_test.h"
#include <alkahest/metadata.h>

ALK_TEST(render_from, follows_from_what_is_named)
{
    SQL(alk_select(author.name), "SELECT authors.name FROM authors");
    SQL(alk_select(alk_count_all(), alk_where(alk_eq(author.id, 1))), "SELECT count(*) AS count_1 FROM authors WHERE authors.id = ?");
    SQL(alk_select(author.name, book.title, alk_where(alk_eq(author.id, book.author_id))), "SELECT authors.name, books.title FROM authors, books WHERE authors.id = books.author_id");
    SQL(alk_select(alk_plus(author.id, alk_sum(book.id))), "SELECT authors.id + sum(books.id) AS anon_1 FROM authors, books");
    SQL(alk_select(alk_raw("1")), "SELECT 1");
    SQL(alk_select(alk_name("x"), alk_from(alk_table_name("s", "t"))), "SELECT x FROM s.t");
    SQL(alk_select(author.id, alk_from(book.table)), "SELECT authors.id FROM books, authors");
    SQL(alk_select(alk_name("x"), alk_from(alk_raw("f(1) AS f"))), "SELECT x FROM f(1) AS f");
    SQL(alk_select(stock.id), "SELECT tenant.\"Stock\".id FROM tenant.\"Stock\"");
}

ALK_TEST(render_from, tables_named_twice_are_one)
{
    SQL(alk_select(alk_column_of(alk_table_name(NULL, "t"), "a"), alk_column_of(alk_table_name(NULL, "t"), "b")), "SELECT t.a, t.b FROM t");
    SQL(alk_select(alk_column_of(alk_table_name("s", "t"), "a"), alk_column_of(alk_table_name(NULL, "t"), "b")), "SELECT s.t.a, t.b FROM s.t, t");
}

ALK_TEST(render_from, aliases)
{
    const alk_sql *a = alk_keep(alk_alias(author.table, "a")), *b = alk_keep(alk_alias(author.table, NULL));
    SQL(alk_select(alk_at(a, author.name), alk_at(b, author.name)), "SELECT a.name, authors_1.name AS name_1 FROM authors AS a, authors AS authors_1");
    SQL(alk_select(a), "SELECT a.id, a.name, a.born, a.active, a.score, a.mentor_id FROM authors AS a");
    const alk_sql *twice = alk_keep(alk_alias(a, "c"));
    SQL(alk_select(alk_column_of(twice, "name")), "SELECT c.name FROM authors AS c");
    alk_free(twice);
    alk_free(a);
    alk_free(b);
    const alk_sql *sub = alk_keep(alk_subquery(alk_select(author.id), "s")), *other = alk_keep(alk_alias(sub, "o"));
    SQL(alk_select(alk_column_of(other, "id")), "SELECT o.id FROM (SELECT authors.id FROM authors) AS o");
    alk_free(other);
    alk_free(sub);
    static const char *const names[] = { "x", NULL };
    const alk_sql *values = alk_keep(alk_values("v", names, ALK_LIST(alk_row(alk_int(1)))));
    other = alk_keep(alk_alias(values, "w"));
    SQL(alk_select(alk_column_of(other, "x")), "SELECT w.x FROM (VALUES (?)) AS w (x)");
    alk_free(other);
    alk_free(values);
    other = alk_keep(alk_alias(alk_table_func(alk_func("f", alk_int(1)), "g", names, 0), "h"));
    SQL(alk_select(alk_column_of(other, "x")), "SELECT h.x FROM f(?) AS h(x)");
    alk_free(other);
    other = alk_keep(alk_alias(alk_join_of(author.table, book.table, NULL), "j"));
    SQL(alk_select(alk_column_of(other, "id")), "SELECT j.id FROM (authors JOIN books ON books.author_id = authors.id) AS j");
    alk_free(other);
}

ALK_TEST(render_from, subqueries)
{
    const alk_sql *sub = alk_keep(alk_subquery(alk_select(author.id, alk_label(alk_upper(author.name), "loud"), alk_where(alk_gt(author.born, 1))), NULL));
    SQL(alk_select(sub), "SELECT anon_1.id, anon_1.loud FROM (SELECT authors.id, upper(authors.name) AS loud FROM authors WHERE authors.born > ?) AS anon_1");
    SQL(alk_select(alk_at(sub, author.id)), "SELECT anon_1.id FROM (SELECT authors.id, upper(authors.name) AS loud FROM authors WHERE authors.born > ?) AS anon_1");
    alk_free(sub);
    SQL(alk_select(alk_column_of(alk_subquery(alk_raw("SELECT 1 AS x"), "r"), "x")), "SELECT r.x FROM (SELECT 1 AS x) AS r");
    SQL(alk_select(alk_subquery(alk_select(author.id), "s"), alk_lateral(alk_select(book.id), "l")),
        "SELECT s.id, l.id AS id_1 FROM (SELECT authors.id FROM authors) AS s, LATERAL (SELECT books.id FROM books) AS l");
    SQL(alk_select(alk_select(alk_max(book.id))), "SELECT (SELECT max(books.id) AS max_1 FROM books) AS anon_1");
}

ALK_TEST(render_from, columns_that_a_query_has_not_are_refused)
{
    static const char *const names[] = { "p", "q", NULL };
    const alk_sql *sub = alk_keep(alk_subquery(alk_select(author.id, book.id, alk_label(alk_upper(author.name), "loud"), alk_count(book.id)), "s"));
    REFUSED(alk_select(alk_column_of(sub, "quiet")), "s, which a column is taken from, has no column quiet");
    REFUSED(alk_select(alk_at(sub, author.born)), "s, which a column is taken from, has no column born");
    REFUSED(alk_select(author.id, alk_where(alk_exists(alk_select(alk_column_of(alk_alias(sub, "t"), "quiet"))))), "t, which a column is taken from, has no column quiet");
    HOLDS(sql_of(alk_select(alk_column_of(sub, "LOUD"), alk_column_of(sub, "id_1"), alk_column_of(sub, "count_1"))), "SELECT s.\"LOUD\", s.id_1, s.count_1 FROM");
    const alk_sql *cte = alk_keep(alk_cte_of(alk_union(alk_select(author.id, book.id), alk_select(author.id, book.id)), "c", 0, names));
    REFUSED(alk_select(alk_column_of(cte, "id")), "c, which a column is taken from, has no column id");
    HOLDS(sql_of(alk_select(alk_column_of(cte, "q"))), "SELECT c.q FROM c");
    REFUSED(alk_select(alk_star(), alk_from(alk_cte_of(alk_select(author.id), "d", 0, names))), "d: the query has 1 columns, for 2 names");
    const alk_sql *values = alk_keep(alk_values("v", names, ALK_LIST(alk_row(1, 2))));
    REFUSED(alk_select(alk_column_of(values, "r")), "v, which a column is taken from, has no column r");
    HOLDS(sql_of(alk_select(alk_column_of(alk_subquery(alk_select(alk_star(), alk_from(author.table)), "w"), "what"))), "SELECT w.what FROM");
    HOLDS(sql_of(alk_select(alk_column_of(alk_alias(author.table, "a"), "ctid"))), "SELECT a.ctid FROM");
    alk_free(sub);
    alk_free(cte);
    alk_free(values);
}

ALK_TEST(render_from, a_query_in_place_of_a_value_has_one_column)
{
    REFUSED(alk_select(alk_select(author.id, author.name)), "a query of 2 columns stands where one value belongs");
    REFUSED(alk_select(alk_label(alk_select(author.table), "x")), "a query of 6 columns");
    REFUSED(alk_select(author.id, alk_where(alk_eq(author.id, alk_select(book.id, book.title)))), "a query of 2 columns");
    REFUSED(alk_update(author.table, alk_set(author.name, alk_select(book.id, book.title))), "a query of 2 columns");
    HOLDS(sql_of(alk_select(author.id, alk_where(alk_eq(alk_tuple(author.id, author.name), alk_select(book.id, book.title))))), "(authors.id, authors.name) = (SELECT books.id, books.title FROM books)");
}

/* A column that a query gives another name is taken by that name, and one whose name another takes is not taken for it. */
ALK_TEST(render_from, columns_of_queries_have_the_names_that_they_have_there)
{
    const alk_sql *sub = alk_keep(alk_subquery(alk_select(alk_label(author.name, "who"), author.id, book.id, alk_label(book.title, "id_of")), "s"));
    HOLDS(sql_of(alk_select(alk_at(sub, author.name))), "SELECT s.who FROM");
    HOLDS(sql_of(alk_select(alk_at(sub, author.id))), "SELECT s.id FROM");
    HOLDS(sql_of(alk_select(alk_at(sub, book.title))), "SELECT s.id_of FROM");
    const alk_sql *outer = alk_keep(alk_subquery(alk_select(alk_at(sub, author.name)), "o"));
    HOLDS(sql_of(alk_select(alk_at(outer, author.name))), "SELECT o.who FROM (SELECT s.who FROM (");
    alk_free(outer);
    SQL(alk_select(alk_at(sub, book.id)), "SELECT s.id_1 FROM (SELECT authors.name AS who, authors.id, books.id AS id_1, books.title AS id_of FROM authors, books) AS s");
    alk_free(sub);
    static const char *const names[] = { "p", "q", NULL };
    const alk_sql *cte = alk_keep(alk_cte_of(alk_select(author.id, book.id), "c", 0, names));
    HOLDS(sql_of(alk_select(alk_at(cte, author.id), alk_at(cte, book.id))), "SELECT c.p, c.q FROM c");
    alk_free(cte);
}

ALK_TEST(render_from, values_functions_and_samples)
{
    static const char *const names[] = { "a", "select", NULL };
    SQL(alk_select(alk_values("v", names, ALK_LIST(alk_row(alk_int(1), alk_text("x")), alk_row(alk_int(2), alk_text("y"))))),
        "SELECT v.a, v.\"select\" FROM (VALUES (?, ?), (?, ?)) AS v (a, \"select\")");
    SQL(alk_select(alk_star(), alk_from(alk_table_func(alk_func("generate_series", alk_int(1), alk_int(3)), "g", NULL, ALK_WITH_ORDINALITY))),
        "SELECT * FROM generate_series(?, ?) WITH ORDINALITY AS g");
    SQL(alk_select(alk_star(), alk_from(alk_table_func(alk_func("f"), NULL, NULL, ALK_TABLE_FUNC_LATERAL))), "SELECT * FROM LATERAL f() AS anon_1");
    SQL(alk_select(alk_star(), alk_from(alk_table_sample(author.table, "SYSTEM", 5))), "SELECT * FROM authors TABLESAMPLE SYSTEM(?)");
    alk_sql_rules rules = standard(ALK_SQL_VALUES_TABLE | ALK_SQL_LATERAL | ALK_SQL_FULL_JOIN);
    rules.features |= ALK_SQL_ALIAS_WITHOUT_AS;
    BY(&rules, alk_select(alk_values("v", names, ALK_LIST(alk_row(alk_int(1), alk_text("x")), alk_row(alk_int(2), alk_text("y"))))),
       "SELECT v.a, v.\"select\" FROM (SELECT ? AS a, ? AS \"select\" UNION ALL VALUES (?, ?)) v");
    REFUSED_BY(&rules, alk_select(alk_lateral(alk_select(author.id), "l")), "test has no LATERAL");
    REFUSED_BY(&rules, alk_select(author.id, alk_full_join(book.table)), "test has no FULL JOIN");
    BY(&rules, alk_select(alk_subquery(alk_select(author.id), "s")), "SELECT s.id FROM (SELECT authors.id FROM authors) s");
}

/* ---- joins ---- */

ALK_TEST(render_from, joins_follow_the_foreign_keys)
{
    SQL(alk_select(author.id, alk_join(book.table)), "SELECT authors.id FROM authors JOIN books ON books.author_id = authors.id");
    SQL(alk_select(book.id, alk_left_join(author.table)), "SELECT books.id FROM books LEFT OUTER JOIN authors ON books.author_id = authors.id");
    SQL(alk_select(author.id, book.title, alk_full_join(book.table)), "SELECT authors.id, books.title FROM authors FULL OUTER JOIN books ON books.author_id = authors.id");
    SQL(alk_select(author.id, alk_cross_join(tag.table)), "SELECT authors.id FROM authors CROSS JOIN tags");
    SQL(alk_select(copy.id, alk_join(shelf.table)), "SELECT copies.id FROM copies JOIN shelves ON copies.room = shelves.room AND copies.place = shelves.place");
    SQL(alk_select(author.id, alk_join(book.table), alk_join(book_tag.table), alk_left_join(tag.table)),
        "SELECT authors.id FROM authors JOIN books ON books.author_id = authors.id JOIN book_tags ON book_tags.book_id = books.id LEFT OUTER JOIN tags ON book_tags.tag_id = tags.id");
    const alk_sql *b = alk_keep(alk_alias(book.table, "b"));
    SQL(alk_select(author.id, alk_join(b)), "SELECT authors.id FROM authors JOIN books AS b ON b.author_id = authors.id");
    alk_free(b);
}

ALK_TEST(render_from, joins_with_a_condition)
{
    SQL(alk_select(author.id, alk_join_on(tag.table, alk_eq(tag.id, author.id))), "SELECT authors.id FROM authors JOIN tags ON tags.id = authors.id");
    SQL(alk_select(author.id, alk_left_join_on(tag.table, alk_or(alk_eq(tag.id, 1), alk_eq(tag.name, "x")))),
        "SELECT authors.id FROM authors LEFT OUTER JOIN tags ON tags.id = ? OR tags.name = ?");
    SQL(alk_select(alk_star(), alk_from(alk_join_of(author.table, alk_left_join_of(book.table, tag.table, alk_eq(tag.id, book.id)), NULL))),
        "SELECT * FROM authors JOIN (books LEFT OUTER JOIN tags ON tags.id = books.id) ON books.author_id = authors.id");
    const alk_sql *m = alk_keep(alk_alias(author.table, "m"));
    SQL(alk_select(author.name, alk_at(m, author.name), alk_join_on(m, alk_eq(alk_at(m, author.id), author.mentor_id))),
        "SELECT authors.name, m.name AS name_1 FROM authors JOIN authors AS m ON m.id = authors.mentor_id");
    SQL(alk_select(author.name, alk_left_join(m)), "SELECT authors.name FROM authors LEFT OUTER JOIN authors AS m ON authors.mentor_id = m.id");
    alk_free(m);
}

ALK_TEST(render_from, joins_follow_relationships)
{
    SQL(alk_select(author.id, alk_join(author.books)), "SELECT authors.id FROM authors JOIN books ON books.author_id = authors.id");
    SQL(alk_select(book.id, alk_left_join(book.author)), "SELECT books.id FROM books LEFT OUTER JOIN authors ON books.author_id = authors.id");
    SQL(alk_select(book.id, alk_join(book.tags)), "SELECT books.id FROM books JOIN book_tags ON book_tags.book_id = books.id JOIN tags ON book_tags.tag_id = tags.id");
    SQL(alk_select(book.id, tag.name, alk_left_join(book.tags)),
        "SELECT books.id, tags.name FROM books LEFT OUTER JOIN book_tags ON book_tags.book_id = books.id LEFT OUTER JOIN tags ON book_tags.tag_id = tags.id");
    SQL(alk_select(author.name, alk_join(author.books), alk_join(book.tags)),
        "SELECT authors.name FROM authors JOIN books ON books.author_id = authors.id JOIN book_tags ON book_tags.book_id = books.id JOIN tags ON book_tags.tag_id = tags.id");
    SQL(alk_select(letter.id, alk_join(letter.sender)), "SELECT letters.id FROM letters JOIN authors ON letters.sender_id = authors.id");
    SQL(alk_select(alk_count_all(), alk_join(letter.sender)), "SELECT count(*) AS count_1 FROM letters JOIN authors ON letters.sender_id = authors.id");
}

ALK_TEST(render_from, joins_that_cannot_be_told_are_refused)
{
    REFUSED(alk_select(letter.id, alk_join(author.table)), "there is more than one foreign key between letters and authors");
    REFUSED(alk_select(letter.id, alk_join(letter.anyone)), "there is more than one foreign key between letters and authors");
    REFUSED(alk_select(author.id, alk_join(tag.table)), "no foreign key joins tags with what stands before it: give the condition to alk_join_on()");
    REFUSED(alk_select(letter.id, alk_join(letter.nothing)), "no foreign key goes with the relationship letters.nothing");
    REFUSED(alk_select(book.id, alk_join(book.strays)), "the relationship strays goes through a table without a foreign key to books");
    REFUSED(alk_select(alk_raw("1"), alk_join(tag.table)), "alk_join");
    REFUSED(alk_select(alk_raw("1"), alk_join_on(tag.table, alk_true())), "has nothing on its left side");
    REFUSED(alk_select(alk_star(), alk_from(alk_join_of(author.table, tag.table, NULL))), "no foreign key joins authors with tags");
    REFUSED(alk_select(author.id, alk_join(alk_subquery(alk_select(tag.id), "s"))), "no foreign key joins s with what stands before it");
    REFUSED(alk_select(author.id, alk_join(author.mentor)), "alias");
    REFUSED(alk_select(author.id, alk_join(author.books), alk_join(author.books)), "books is joined twice");
}

/* ---- correlation ---- */

ALK_TEST(render_from, a_subquery_leaves_out_what_the_query_around_has)
{
    SQL(alk_select(author.id, alk_where(alk_exists(alk_select(book.id, alk_where(alk_eq(book.author_id, author.id)))))),
        "SELECT authors.id FROM authors WHERE EXISTS (SELECT books.id FROM books WHERE books.author_id = authors.id)");
    SQL(alk_select(author.id, alk_select(alk_count(book.id), alk_where(alk_eq(book.author_id, author.id)))),
        "SELECT authors.id, (SELECT count(books.id) AS count_1 FROM books WHERE books.author_id = authors.id) AS anon_1 FROM authors");
    SQL(alk_select(author.id, alk_where(alk_in(author.id, alk_select(author.mentor_id)))), "SELECT authors.id FROM authors WHERE authors.id IN (SELECT authors.mentor_id FROM authors)");
    SQL(alk_update(author.table, alk_set(author.born, alk_select(alk_max(book.id), alk_where(alk_eq(book.author_id, author.id))))),
        "UPDATE authors SET born=(SELECT max(books.id) AS max_1 FROM books WHERE books.author_id = authors.id)");
    SQL(alk_delete_from(author.table, alk_where(alk_not(alk_exists(alk_select(book.id, alk_where(alk_eq(book.author_id, author.id))))))),
        "DELETE FROM authors WHERE NOT EXISTS (SELECT books.id FROM books WHERE books.author_id = authors.id)");
}

ALK_TEST(render_from, what_is_shared_can_be_said)
{
    SQL(alk_select(author.id, book.id, alk_where(alk_exists(alk_select(tag.id, alk_where(alk_eq(tag.id, author.id), alk_eq(book.id, 1)), alk_correlate(author.table))))),
        "SELECT authors.id, books.id AS id_1 FROM authors, books WHERE EXISTS (SELECT tags.id FROM tags, books WHERE tags.id = authors.id AND books.id = ?)");
    SQL(alk_select(author.id, book.id, alk_where(alk_exists(alk_select(tag.id, alk_where(alk_eq(tag.id, author.id), alk_eq(book.id, 1)), alk_correlate_except(author.table))))),
        "SELECT authors.id, books.id AS id_1 FROM authors, books WHERE EXISTS (SELECT tags.id FROM tags, authors WHERE tags.id = authors.id AND books.id = ?)");
    SQL(alk_select(author.id, alk_where(alk_exists(alk_select(author.name, alk_correlate(author.table))))),
        "SELECT authors.id FROM authors WHERE EXISTS (SELECT authors.name)");
}

ALK_TEST(render_from, queries_in_from_see_nothing_around)
{
    SQL(alk_select(author.id, alk_subquery(alk_select(book.id, alk_where(alk_eq(book.author_id, author.id))), "s")),
        "SELECT authors.id, s.id AS id_1 FROM authors, (SELECT books.id FROM books, authors WHERE books.author_id = authors.id) AS s");
    SQL(alk_select(author.id, alk_lateral(alk_select(book.id, alk_where(alk_eq(book.author_id, author.id))), "s")),
        "SELECT authors.id, s.id AS id_1 FROM authors, LATERAL (SELECT books.id FROM books WHERE books.author_id = authors.id) AS s");
}

ALK_TEST(render_from, schemas_are_mapped)
{
    const alk_schema_map map[] = { { "tenant", "customer_17" }, { NULL, "common" } };
    const alk_compile_options options = { .schemas = map, .n_schemas = 2 };
    alk_check_str(sql_by(alk_select(stock.id, author.id), NULL, NULL, &options), "SELECT customer_17.\"Stock\".id, common.authors.id AS id_1 FROM customer_17.\"Stock\", common.authors");
    alk_check_str(sql_by(alk_select(alk_column_of(alk_table_name("tenant", "t"), "x"), alk_column_of(alk_table_name("other", "u"), "y")), NULL, NULL, &options),
                  "SELECT customer_17.t.x, other.u.y FROM customer_17.t, other.u");
    const alk_schema_map away[] = { { "tenant", NULL }, { "x", "quo\"te" } };
    alk_check_str(sql_by(alk_select(stock.id, alk_star_of(alk_table_name("x", "t"))), NULL, NULL, &(const alk_compile_options){ .schemas = away, .n_schemas = 2 }),
                  "SELECT \"Stock\".id, t.* FROM \"Stock\", \"quo\"\"te\".t");
}

ALK_TEST(render_from, memory_may_run_out_anywhere)
{
    int status;
    ALK_TORTURE(status) {
        const alk_sql *b = alk_keep(alk_alias(book.table, NULL));
        alk_compiled *compiled = alk_compile(alk_select(author.table, alk_at(b, book.title), alk_join(author.books), alk_join(book.tags), alk_left_join_on(b, alk_eq(alk_at(b, book.id), author.id)),
                                                        alk_where(alk_exists(alk_select(letter.id, alk_correlate(author.table), alk_where(alk_eq(letter.sender_id, author.id)))))),
                                             "default", NULL);
        status = compiled ? ALK_OK : alk_last_error()->code;
        alk_compiled_free(compiled);
        alk_free(b);
    }
}

/* A function's column by the function's name, a table's row by the table's. */
ALK_TEST(render_from, rows_as_values)
{
    const alk_sql *x = alk_keep(alk_table_func(alk_func("unnest", a()), "x", NULL, 0)), *anon = alk_keep(alk_table_func(alk_func("unnest", a()), NULL, NULL, 0));
    SQL(alk_select(alk_row_of(x, NULL), alk_where(alk_gt(alk_row_of(x, ALK_OF(INTEGER)), 3))), "SELECT x FROM unnest(a) AS x WHERE x > ?");
    SQL(alk_select(alk_row_of(anon, NULL)), "SELECT anon_1 FROM unnest(a) AS anon_1");
    alk_sql_rules rules = standard(0);
    rules.more |= ALK_SQL_MORE_TABLE_WORD;
    BY(&rules, alk_select(alk_row_of(x, NULL)), "SELECT x.COLUMN_VALUE FROM TABLE (unnest(a)) AS x");
    alk_free(x);
    alk_free(anon);
    SQL(alk_select(alk_func("row_to_json", alk_row_of(author.table, NULL))), "SELECT row_to_json(authors) AS row_to_json_1 FROM authors");
    REFUSED(alk_row_of(alk_int(1), NULL), "alk_row_of() was given a value, which cannot stand there");
}

ALK_TEST(render_from, columns_of_functions_have_types)
{
    static const char *const names[] = { "a", "b", NULL };
    const alk_type *const types[] = { ALK_OF(INTEGER), ALK_OF(TEXT) }, *const others[] = { ALK_OF(INTEGER), ALK_OF(DATE) }, *const none[] = { ALK_OF(INTEGER), NULL };
    const alk_sql *f = alk_keep(alk_table_func_of(alk_func("json_to_recordset", a()), "r", names, types, ALK_TABLE_FUNC_LATERAL));
    SQL(alk_select(f), "SELECT r.a, r.b FROM LATERAL json_to_recordset(a) AS r(a INTEGER, b TEXT)");
    const alk_sql *same = alk_keep(alk_table_func_of(alk_func("json_to_recordset", a()), "r", names, types, ALK_TABLE_FUNC_LATERAL));
    const alk_sql *other = alk_keep(alk_table_func_of(alk_func("json_to_recordset", a()), "r", names, others, ALK_TABLE_FUNC_LATERAL));
    const alk_sql *plain = alk_keep(alk_table_func(alk_func("json_to_recordset", a()), "r", names, ALK_TABLE_FUNC_LATERAL));
    alk_check(alk__node_equal(f, same) && !alk__node_equal(f, other) && !alk__node_equal(f, plain));
    alk_free(f);
    alk_free(same);
    alk_free(other);
    alk_free(plain);
    REFUSED(alk_table_func_of(alk_func("f"), "r", names, none, 0), "no type for column b");
    SQL(alk_select(alk_lateral(alk_values("v", names, ALK_LIST(alk_row(alk_int(1), alk_int(2)))), NULL)), "SELECT v_1.a, v_1.b FROM LATERAL (VALUES (?, ?)) AS v_1 (a, b)");
}

ALK_TEST(render_from, joins_along_relationships_of_aliases)
{
    const alk_sql *elder = alk_keep(alk_alias(author.table, "elder"));
    SQL(alk_select(alk_at(elder, author.name), alk_join(alk_at(elder, author.books))), "SELECT elder.name FROM authors AS elder JOIN books ON books.author_id = elder.id");
    SQL(alk_select(alk_at(elder, author.name), author.name, alk_left_join(alk_at(elder, author.mentor))),
        "SELECT elder.name, authors.name AS name_1 FROM authors AS elder LEFT OUTER JOIN authors ON elder.mentor_id = authors.id");
    REFUSED(alk_select(alk_at(elder, author.name), alk_join(alk_at(elder, book.author))), "books.author is no relationship of authors");
    REFUSED(alk_select(alk_at(elder, author.name), alk_join(alk_at(elder, author.id))), "a relationship of an alias, not a column");
    alk_free(elder);
}

ALK_TEST(render_from, columns_are_of_what_is_selected_from)
{
    const alk_sql *x = alk_keep(alk_alias(book.table, "x"));
    REFUSED(alk_select(book.id, alk_order_by(author.name)), "a column of authors is named by what does not select from it");
    REFUSED(alk_select(author.name, alk_join_on(book.table, alk_eq(book.id, alk_at(x, book.id)))), "a column of books is named by what does not select from it");
    REFUSED(alk_update(book.table, alk_set(book.title, "x"), alk_returning(author.id)), "a column of authors");
    SQL(alk_select(book.id, alk_from(alk_raw("books, authors")), alk_order_by(author.name)), "SELECT books.id FROM books, authors, books ORDER BY authors.name");
    SQL(alk_select(author.name, alk_where(alk_exists(alk_select(book.id, alk_order_by(author.id))))), "SELECT authors.name FROM authors WHERE EXISTS (SELECT books.id FROM books ORDER BY authors.id)");
    alk_free(x);
}

/* A key of nine columns, and one that refers to it. */
ALK_TEST(render_from, keys_of_many_columns_join_by_all_of_them)
{
    static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", NULL };
    static const char *const targets[] = { "whole.a", "whole.b", "whole.c", "whole.d", "whole.e", "whole.f", "whole.g", "whole.h", "whole.i", NULL };
    alk_metadata *m = alk_metadata_new(NULL);
    const alk_sql *tables[2] = { NULL, NULL };
    for (int t = 0; m && t < 2; t++) {
        alk_table_builder *builder = alk_table_begin(m, t ? "part" : "whole");
        for (int i = 0; builder && i < 9; i++)
            alk_table_add_column(builder, names[i], ALK_OF(INTEGER), .primary_key = true);
        if (builder && t)
            alk_table_add_constraint(builder, ALK_CONSTRAINT_FOREIGN_KEY, .columns = names, .references = targets);
        tables[t] = builder ? alk_table_finish(builder) : NULL;
    }
    if (tables[0] && tables[1])
        SQL(alk_select(alk_count_all(), alk_from(tables[0]), alk_join(tables[1])),
            "SELECT count(*) AS count_1 FROM whole JOIN part ON part.a = whole.a AND part.b = whole.b AND part.c = whole.c AND part.d = whole.d AND part.e = whole.e AND part.f = whole.f"
            " AND part.g = whole.g AND part.h = whole.h AND part.i = whole.i");
    alk_metadata_free(m);
}
