/* SPDX-License-Identifier: MIT
 * Hints, and clauses of the database's own: each place of each statement, and that none is lost. */
#include "compile_test.h"

ALK_TEST(render_hint, clauses_stand_where_they_are_wanted)
{
    SQL(alk_select(author.id, alk_hint(ALK_HINT_PREFIX, NULL, NULL, "A"), alk_hint(ALK_HINT_FROM, NULL, NULL, "B"), alk_hint(ALK_HINT_WHERE, NULL, NULL, "C"),
                   alk_hint(ALK_HINT_GROUP_BY, NULL, NULL, "D"), alk_hint(ALK_HINT_ORDER_BY, NULL, NULL, "E"), alk_hint(ALK_HINT_SUFFIX, NULL, NULL, "F"),
                   alk_hint(ALK_HINT_STATEMENT, NULL, NULL, "G")),
        "SELECT A authors.id FROM authors B C D E F G");
    SQL(alk_select(author.name, alk_where(alk_gt(author.id, 1)), alk_group_by(author.name), alk_having(alk_gt(alk_count_all(), 2)), alk_order_by(author.name), alk_limit(3),
                   alk_for_update(0), alk_hint(ALK_HINT_FROM, NULL, NULL, "B"), alk_hint(ALK_HINT_WHERE, NULL, NULL, "C"), alk_hint(ALK_HINT_GROUP_BY, NULL, NULL, "D"),
                   alk_hint(ALK_HINT_ORDER_BY, NULL, NULL, "E"), alk_hint(ALK_HINT_SUFFIX, NULL, NULL, "F")),
        "SELECT authors.name FROM authors B WHERE authors.id > ? C GROUP BY authors.name HAVING count(*) > ? D ORDER BY authors.name E LIMIT ? FOR UPDATE F");
}

ALK_TEST(render_hint, clauses_have_values_and_columns)
{
    const alk_sql *one = alk_keep(alk_clause(ALK_HINT_GROUP_BY, "test", alk_raw("QUALIFY rank() OVER (ORDER BY name) < :n")));
    SQL(alk_select(author.id, alk_clause(ALK_HINT_FROM, NULL, alk_eq(author.name, "x")), alk_where(alk_gt(author.id, 7)), one),
        "SELECT authors.id FROM authors authors.name = ? WHERE authors.id > ? QUALIFY rank() OVER (ORDER BY name) < ?");
    LITERAL(alk_select(author.id, alk_clause(ALK_HINT_SUFFIX, NULL, alk_func("settings", alk_int(4)))), "SELECT authors.id FROM authors settings(4)");
    SQL(alk_select(author.id, alk_clause(ALK_HINT_SUFFIX, "other", alk_name("nothing")), alk_clause(ALK_HINT_SUFFIX, NULL, alk_name("something"))),
        "SELECT authors.id FROM authors something");
    REFUSED(alk_select(author.id, alk_clause(ALK_HINT_SUFFIX, NULL, alk_extension("other.limit_by", NULL, author.name))), "does not know other.limit_by");
    alk_free(one);
}

ALK_TEST(render_hint, statements_that_change_rows_have_them_too)
{
#define LAST alk_hint(ALK_HINT_SUFFIX, NULL, NULL, "Y"), alk_clause(ALK_HINT_STATEMENT, NULL, alk_name("z"))
    SQL(alk_insert(tag.table, alk_set(tag.name, "x"), alk_hint(ALK_HINT_PREFIX, NULL, NULL, "X"), LAST), "INSERT X INTO tags (name) VALUES (?) Y z");
    SQL(alk_update(tag.table, alk_set(tag.name, "x"), alk_where(alk_eq(tag.id, 1)), alk_hint(ALK_HINT_PREFIX, NULL, NULL, "X"), alk_hint(ALK_HINT_WHERE, NULL, NULL, "W"), LAST),
        "UPDATE X tags SET name=? WHERE tags.id = ? W Y z");
    SQL(alk_delete_from(tag.table, alk_where(alk_eq(tag.id, 1)), alk_hint(ALK_HINT_PREFIX, NULL, NULL, "X"), alk_hint(ALK_HINT_WHERE, NULL, NULL, "W"), alk_returning(tag.id), LAST),
        "DELETE X FROM tags WHERE tags.id = ? W RETURNING tags.id Y z");
    SQL(alk_merge_into(author.table, book.table, alk_eq(author.id, book.author_id), alk_when_matched_delete(NULL), alk_hint(ALK_HINT_PREFIX, NULL, NULL, "X"), LAST),
        "MERGE X INTO authors USING books ON (authors.id = books.author_id) WHEN MATCHED THEN DELETE Y z");
    SQL(alk_union(alk_select(tag.id), alk_select(author.id), alk_order_by(tag.id), alk_hint(ALK_HINT_ORDER_BY, NULL, NULL, "O"), LAST),
        "SELECT tags.id FROM tags UNION SELECT authors.id FROM authors ORDER BY id O Y z");
#undef LAST
}

ALK_TEST(render_hint, of_tables_stand_in_one_comment_of_each_statement)
{
    alk_sql_rules rules = standard(0);
    rules.table_hint = ALK_HINT_COMMENT;
    BY(&rules, alk_update(tag.table, alk_set(tag.name, "x"), alk_hint(ALK_HINT_TABLE, NULL, tag.table, "FULL({name})")), "UPDATE /*+ FULL(tags) */ tags SET name=?");
    BY(&rules, alk_delete_from(tag.table, alk_hint(ALK_HINT_TABLE, NULL, tag.table, "FULL({name})")), "DELETE /*+ FULL(tags) */ FROM tags");
}

ALK_TEST(render_hint, other_places_are_mistakes)
{
    REFUSED(alk_insert(tag.table, alk_set(tag.name, "x"), alk_hint(ALK_HINT_WHERE, NULL, NULL, "X")), "alk_insert() was given a hint for another place, which cannot stand there");
    REFUSED(alk_update(tag.table, alk_set(tag.name, "x"), alk_hint(ALK_HINT_GROUP_BY, NULL, NULL, "X")), "alk_update() was given a hint for another place");
    REFUSED(alk_delete_from(tag.table, alk_clause(ALK_HINT_FROM, NULL, alk_name("x"))), "alk_delete_from() was given a hint for another place");
    REFUSED(alk_union(alk_select(tag.id), alk_select(author.id), alk_hint(ALK_HINT_PREFIX, NULL, NULL, "X")), "alk_union() was given a hint for another place");
    REFUSED(alk_union(alk_select(tag.id), alk_select(author.id), alk_hint(ALK_HINT_TABLE, NULL, tag.table, "X")), "alk_union() was given a hint for another place");
}
