/* SPDX-License-Identifier: MIT
 * The columns of queries and their names. */
#include "compile_test.h"

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
