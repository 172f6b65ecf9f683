/* SPDX-License-Identifier: MIT
 * The columns of queries and their names. */
#include "compile_test.h"
#include <alkahest/metadata.h>

ALK_TEST(render_columns, all_columns_of_what_is_itself_made_of_others)
{
    SQL(alk_select(alk_subquery(alk_select(tag.table, alk_label(author.id, "who")), "s")), "SELECT s.id, s.name, s.who FROM (SELECT tags.id, tags.name, authors.id AS who FROM tags, authors) AS s");
    SQL(alk_select(alk_cte(alk_delete_from(tag.table, alk_returning(tag.table)), "gone")), "WITH gone AS (DELETE FROM tags RETURNING tags.id, tags.name) SELECT gone.id, gone.name FROM gone");
    SQL(alk_select(alk_subquery(alk_select(alk_cast(author.born, ALK_OF(TEXT))), "s")), "SELECT s.born FROM (SELECT CAST(authors.born AS TEXT) AS born FROM authors) AS s");
    SQL(alk_select(alk_subquery(alk_select(alk_count_all()), "s")), "SELECT s.count_1 FROM (SELECT count(*) AS count_1) AS s");
}

ALK_TEST(render_columns, a_query_has_columns)
{
    REFUSED((alk_select)(no_list), "a query has no columns");
    REFUSED(alk_select(alk_from(author.table)), "a query has no columns");
    SQL(alk_select(alk_star(), alk_from(author.table)), "SELECT * FROM authors");
    SQL(alk_select(alk_star_of(author.table)), "SELECT authors.* FROM authors");
    SQL(alk_select(tag.table), "SELECT tags.id, tags.name FROM tags");
    SQL(alk_select(alk_table_name("s", "t")), "SELECT t.* FROM s.t");
    SQL(alk_select(alk_raw("1 AS one")), "SELECT 1 AS one");
    SQL(alk_select(alk_label(alk_plus(1, 2), "three")), "SELECT ? + ? AS three");
}

ALK_TEST(render_columns, columns_of_one_name_are_told_apart)
{
    SQL(alk_select(author.id, book.id, tag.id), "SELECT authors.id, books.id AS id_1, tags.id AS id_2 FROM authors, books, tags");
    SQL(alk_select(author.id, alk_label(book.id, "id_1"), tag.id), "SELECT authors.id, books.id AS id_1, tags.id AS id_2 FROM authors, books, tags");
    SQL(alk_select(alk_count_all(), alk_count_all()), "SELECT count(*) AS count_1, count(*) AS count_2");
    SQL(alk_select(alk_label(author.id, "count_1"), alk_count_all()), "SELECT authors.id AS count_1, count(*) AS count_2 FROM authors");
    SQL(alk_select(alk_name("é"), alk_name("é"), alk_name("è"), alk_name("è")), "SELECT \"é\", \"é\" AS ___1, \"è\", \"è\" AS ___2");
}

ALK_TEST(render_columns, made_up_names_fit_the_database)
{
    alk_dialect_data small = alk__standard_data;
    small.max_identifier = 20;
    const alk_sql *node = alk_select(alk_name("a_name_of_twenty_byt"), alk_name("a_name_of_twenty_byt"), alk_name("a_name_of_twenty_other"));
    HOLDS(sql_by(node, NULL, &small, NULL), "error: a name of 22 bytes is longer than the 20");
    node = alk_select(alk_name("a_name_of_twenty_byt"), alk_name("a_name_of_twenty_byt"), alk_name("a_name_of_twenty_x"), alk_name("a_name_of_twenty_x"));
    alk_check_str(sql_by(node, NULL, &small, NULL), "SELECT a_name_of_twenty_byt, a_name_of_twenty_byt AS a_name_of_tw_1, a_name_of_twenty_x, a_name_of_twenty_x AS a_name_of_tw_2");
}

#define DRAFT(X, m)                              \
    X(m, key, id,     BIGINT)                    \
    X(m, opt, hidden, INTEGER, .omitted = true)  \
    X(m, opt, shown,  INTEGER)
ALK_MODEL(draft, DRAFT);
ALK_DEFINE(draft, DRAFT, "drafts");

ALK_TEST(render_columns, what_all_columns_do_not_mean)
{
    SQL(alk_select(draft.table), "SELECT drafts.id, drafts.shown FROM drafts");
    SQL(alk_select(draft.table, draft.hidden, alk_order_by(draft.hidden)), "SELECT drafts.id, drafts.shown, drafts.hidden FROM drafts ORDER BY drafts.hidden");
    SQL(alk_select(alk_subquery(alk_select(draft.table), "s")), "SELECT s.id, s.shown FROM (SELECT drafts.id, drafts.shown FROM drafts) AS s");
    NAMED((alk_insert)(draft.table, no_list), "INSERT INTO drafts (id, shown) VALUES (:id, :shown)");
    SQL(alk_insert(draft.table, alk_set(draft.hidden, 1)), "INSERT INTO drafts (hidden) VALUES (?)");
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "notes");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "hidden", ALK_OF(INTEGER), .omitted = true);
    const alk_sql *notes = alk_table_finish(b);
    alk_check_made(notes);
    SQL(alk_select(notes), "SELECT notes.id FROM notes");
    alk_metadata_free(m);
}

ALK_TEST(render_columns, styles_of_labels)
{
    const alk_sql *a = alk_keep(alk_alias(author.table, NULL));
    SQL(alk_select(author.id, book.id, alk_label(book.title, "t"), alk_count_all(), alk_label_style(ALK_LABELS_OF_TABLES)),
        "SELECT authors.id AS authors_id, books.id AS books_id, books.title AS t, count(*) AS count_1 FROM authors, books");
    SQL(alk_select(stock.id, alk_label_style(ALK_LABELS_OF_TABLES)), "SELECT tenant.\"Stock\".id AS \"tenant_Stock_id\" FROM tenant.\"Stock\"");
    SQL(alk_select(alk_at(a, author.id), alk_at(a, author.id), alk_label_style(ALK_LABELS_OF_TABLES)),
        "SELECT authors_1.id AS authors_1_id, authors_1.id AS authors_1_id_1 FROM authors AS authors_1");
    alk_free(a);
    SQL(alk_select(author.id, book.id, alk_cast(tag.id, ALK_OF(TEXT)), alk_label_style(ALK_LABELS_NONE)), "SELECT authors.id, books.id, CAST(tags.id AS TEXT) AS id FROM authors, books, tags");
    SQL(alk_select(author.id, book.id, alk_label_style(ALK_LABELS_DISAMBIGUATED)), "SELECT authors.id, books.id AS id_1 FROM authors, books");
    REFUSED(alk_label_style(7), "7, which is no style of labels");
    REFUSED(alk_union(alk_select(author.id), alk_label_style(ALK_LABELS_NONE)), "which cannot stand there");
    const alk_sql *styled = alk_keep(alk_select(author.id, alk_label_style(ALK_LABELS_OF_TABLES))), *plain = alk_keep(alk_select(author.id, alk_label_style(ALK_LABELS_NONE)));
    alk_check(!alk__node_equal(styled, plain));
    alk_free(styled);
    alk_free(plain);
}

ALK_TEST(render_columns, a_query_takes_columns_by_the_labels_that_they_have)
{
    const alk_sql *s = alk_keep(alk_subquery(alk_select(author.id, book.id, alk_label_style(ALK_LABELS_OF_TABLES)), "s"));
    SQL(alk_select(alk_at(s, book.id), alk_where(alk_gt(alk_at(s, author.id), 1))),
        "SELECT s.books_id FROM (SELECT authors.id AS authors_id, books.id AS books_id FROM authors, books) AS s WHERE s.authors_id > ?");
    SQL(alk_select(s), "SELECT s.authors_id, s.books_id FROM (SELECT authors.id AS authors_id, books.id AS books_id FROM authors, books) AS s");
    alk_free(s);
    const alk_sql *c = alk_keep(alk_cte_of(alk_select(author.id, book.id), "c", ALK_CTE_RECURSIVE, NULL));
    SQL(alk_select(alk_at(c, book.id)), "WITH RECURSIVE c(id, id_1) AS (SELECT authors.id, books.id AS id_1 FROM authors, books) SELECT c.id_1 FROM c");
    alk_free(c);
    const alk_sql *inner = alk_keep(alk_subquery(alk_select(author.id, book.id, alk_label(tag.id, "id_1")), "i")), *outer = alk_keep(alk_subquery(alk_select(inner), "o"));
    SQL(alk_select(outer), "SELECT o.id, o.id_2, o.id_1 FROM (SELECT i.id, i.id_2, i.id_1 FROM (SELECT authors.id, books.id AS id_2, tags.id AS id_1 FROM authors, books, tags) AS i) AS o");
    alk_free(outer);
    alk_free(inner);
}

ALK_TEST(render_columns, labels_are_no_longer_than_is_said)
{
    const alk_compile_options options = { .label_length = 10, .markers = ALK_MARKERS_NAMED };
    alk_test_str(sql_by(alk_select(author.mentor_id, alk_label_style(ALK_LABELS_OF_TABLES), alk_where(alk_eq(author.mentor_id, 1))), NULL, NULL, &options),
                 "SELECT authors.mentor_id AS auth_1 FROM authors WHERE authors.mentor_id = :ment_1", "the SQL", __FILE__, __LINE__);
    alk_test_str(sql_by(alk_select(author.mentor_id, alk_func("long_function")), NULL, NULL, &options), "SELECT authors.mentor_id, long_function() AS long_1 FROM authors", "the SQL", __FILE__, __LINE__);
    const alk_compile_options tiny = { .label_length = 3, .markers = ALK_MARKERS_NAMED };
    alk_test_str(sql_by(alk_eq(author.born, 1), NULL, NULL, &tiny), "authors.born = :_1", "the SQL", __FILE__, __LINE__);
}

ALK_TEST(render_columns, references_to_labels)
{
    SQL(alk_select(author.id, alk_label(alk_upper(author.name), "loud"), alk_order_by(alk_desc(alk_label_ref("loud")), alk_label_ref("born"), alk_label_ref("id"))),
        "SELECT authors.id, upper(authors.name) AS loud FROM authors ORDER BY loud DESC, authors.born, authors.id");
    SQL(alk_select(alk_label(alk_upper(author.name), "loud"), alk_count_all(), alk_group_by(alk_label_ref("loud"))),
        "SELECT upper(authors.name) AS loud, count(*) AS count_1 FROM authors GROUP BY loud");
    SQL(alk_select(alk_label(author.born, "year"), alk_distinct_on(alk_label_ref("year"))), "SELECT DISTINCT ON (year) authors.born AS year FROM authors");
    SQL(alk_select(alk_label(author.id, "name"), alk_over(alk_rank(), alk_partition_by(alk_label_ref("name")))),
        "SELECT authors.id AS name, rank() OVER (PARTITION BY authors.name) AS anon_1 FROM authors");
    SQL(alk_union(alk_select(author.id), alk_select(book.id), alk_order_by(alk_label_ref("id"))), "SELECT authors.id FROM authors UNION SELECT books.id FROM books ORDER BY id");
    const alk_sql *a = alk_keep(alk_alias(author.table, "a"));
    SQL(alk_select(alk_at(a, author.id), alk_order_by(alk_label_ref("born"))), "SELECT a.id FROM authors AS a ORDER BY a.born");
    alk_free(a);
    SQL(alk_select(alk_label(alk_plus(author.id, 1), "n"), alk_order_by(alk_times(alk_label_ref("n"), 2))), "SELECT authors.id + ? AS n FROM authors ORDER BY (authors.id + ?) * ?");
    alk_sql_rules rules = standard(ALK_SQL_NULLS_ORDER);
    BY(&rules, alk_select(alk_label(alk_upper(author.name), "loud"), alk_order_by(alk_nulls_last(alk_label_ref("loud")))),
       "SELECT upper(authors.name) AS loud FROM authors ORDER BY CASE WHEN loud IS NULL THEN 1 ELSE 0 END, loud");
    rules.more |= ALK_SQL_MORE_NO_GROUP_LABELS;
    BY(&rules, alk_select(alk_label(alk_upper(author.name), "loud"), alk_group_by(alk_label_ref("loud")), alk_order_by(alk_nulls_last(alk_label_ref("loud")))),
       "SELECT upper(authors.name) AS loud FROM authors GROUP BY upper(authors.name) ORDER BY CASE WHEN upper(authors.name) IS NULL THEN 1 ELSE 0 END, loud");
    const alk_sql *n = alk_keep(alk_label(alk_plus(author.id, 1), "n"));
    SQL(alk_union(alk_order_by(n), alk_select(n), alk_select(book.id)), "SELECT authors.id + ? AS n FROM authors UNION SELECT books.id FROM books ORDER BY n");
    alk_free(n);
    REFUSED(alk_union(alk_select(author.id), alk_select(book.id, book.title)), "the queries of a compound have as many columns as the first: 1, not 2");
    REFUSED(alk_select(author.id, alk_where(alk_in(author.id, alk_select(book.id, book.title)))), "the query of IN has 2 columns where 1 stand");
    REFUSED(alk_select(author.id, alk_order_by(alk_label_ref("height"))), "height is neither a label nor a column of the query around it");
    REFUSED(alk_select(author.born, book.title, alk_order_by(alk_label_ref("id"))), "id may be a column of more than one");
    REFUSED(alk_label_ref("loud"), "loud is neither a label nor a column");
    REFUSED(alk_label_ref(""), "alk_label_ref() was given no name");
}

ALK_TEST(render_columns, raw_queries_have_columns)
{
    const alk_sql *c = alk_keep(alk_cte(alk_select(tag.id), "c"));
    const alk_sql *q = alk_keep(alk_subquery(alk_raw_query(alk_raw_with("SELECT id, n FROM c WHERE n > :n", alk_bind("n", 3)), alk_name_of("id", ALK_OF(BIGINT)), alk_name("n"), alk_with_cte(c)), "q"));
    SQL(alk_select(q), "WITH c AS (SELECT tags.id FROM tags) SELECT q.id, q.n FROM (SELECT id, n FROM c WHERE n > ?) AS q");
    alk_free(q);
    SQL(alk_raw_query(alk_raw("SELECT 1"), alk_with_cte(c)), "WITH c AS (SELECT tags.id FROM tags) SELECT 1");
    SQL(alk_union((alk_raw_query)(alk_raw("SELECT 1"), no_list), alk_select(tag.id)), "SELECT 1 UNION SELECT tags.id FROM tags");
    alk_free(c);
    REFUSED(alk_raw_query(alk_select(tag.id), alk_name("a")), "alk_raw_query() takes raw SQL first; it was given SELECT");
    REFUSED(alk_raw_query(alk_raw("SELECT 1"), alk_where(alk_true())), "which cannot stand there");
}
