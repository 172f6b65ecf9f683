/* SPDX-License-Identifier: MIT
 * WITH: where CTEs stand, and which are one. */
#include "compile_test.h"

ALK_TEST(render_with, ctes_stand_first_and_once)
{
    const alk_sql *elder = alk_keep(alk_cte(alk_select(author.id, alk_where(alk_lt(author.born, 1900))), "elder"));
    SQL(alk_select(alk_column_of(elder, "id")), "WITH elder AS (SELECT authors.id FROM authors WHERE authors.born < ?) SELECT elder.id FROM elder");
    SQL(alk_select(elder), "WITH elder AS (SELECT authors.id FROM authors WHERE authors.born < ?) SELECT elder.id FROM elder");
    SQL(alk_select(book.id, alk_where(alk_in(book.author_id, alk_select(alk_at(elder, author.id))), alk_exists(alk_select(alk_column_of(elder, "id"))))),
        "WITH elder AS (SELECT authors.id FROM authors WHERE authors.born < ?) SELECT books.id FROM books WHERE books.author_id IN (SELECT elder.id FROM elder) AND EXISTS (SELECT elder.id FROM elder)");
    SQL(alk_delete_from(book.table, alk_where(alk_in(book.author_id, alk_select(alk_column_of(elder, "id"))))),
        "WITH elder AS (SELECT authors.id FROM authors WHERE authors.born < ?) DELETE FROM books WHERE books.author_id IN (SELECT elder.id FROM elder)");
    const alk_sql *again = alk_keep(alk_alias(elder, "again"));
    SQL(alk_select(alk_column_of(again, "id"), alk_column_of(elder, "id")),
        "WITH elder AS (SELECT authors.id FROM authors WHERE authors.born < ?) SELECT again.id, elder.id AS id_1 FROM elder AS again, elder");
    alk_free(again);
    alk_free(elder);
}

ALK_TEST(render_with, ctes_that_need_others_stand_behind_them)
{
    const alk_sql *one = alk_keep(alk_cte(alk_select(author.id), "one")), *two = alk_keep(alk_cte(alk_select(alk_column_of(one, "id")), "two"));
    SQL(alk_select(alk_column_of(two, "id"), alk_column_of(one, "id"), alk_where(alk_true())),
        "WITH one AS (SELECT authors.id FROM authors), two AS (SELECT one.id FROM one) SELECT two.id, one.id AS id_1 FROM two, one WHERE true");
    alk_free(one);
    alk_free(two);
}

ALK_TEST(render_with, recursive_ctes)
{
    const alk_sql *self = alk_keep(alk_cte_self("tree"));
    const alk_sql *tree = alk_keep(alk_cte_of(alk_union_all(alk_select(author.id, author.mentor_id, alk_where(alk_eq(author.id, 1))),
                                                            alk_select(author.id, author.mentor_id, alk_where(alk_eq(author.mentor_id, alk_column_of(self, "id"))))),
                                              "tree", ALK_CTE_RECURSIVE, NULL));
    SQL(alk_select(alk_column_of(tree, "id")),
        "WITH RECURSIVE tree(id, mentor_id) AS (SELECT authors.id, authors.mentor_id FROM authors WHERE authors.id = ? UNION ALL SELECT authors.id, authors.mentor_id FROM authors, tree"
        " WHERE authors.mentor_id = tree.id) SELECT tree.id FROM tree");
    alk_free(tree);
    alk_free(self);
    static const char *const names[] = { "n", NULL };
    tree = alk_keep(alk_cte_of(alk_union_all(alk_select(alk_raw("1")), alk_select(alk_plus(alk_column_of(alk_cte_self("c"), "n"), 1))), "c", ALK_CTE_RECURSIVE, names));
    SQL(alk_select(alk_column_of(tree, "n")), "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT c.n + ? AS anon_1 FROM c) SELECT c.n FROM c");
    alk_free(tree);
}

ALK_TEST(render_with, nested_ctes_stay_in_their_statement)
{
    const alk_sql *inner = alk_keep(alk_cte_of(alk_select(tag.id), "inner_one", ALK_CTE_NESTING, NULL));
    SQL(alk_select(author.id, alk_where(alk_in(author.id, alk_select(alk_column_of(inner, "id"))), alk_in(author.id, alk_select(alk_column_of(inner, "id"))))),
        "SELECT authors.id FROM authors WHERE authors.id IN (WITH inner_one AS (SELECT tags.id FROM tags) SELECT inner_one.id FROM inner_one)"
        " AND authors.id IN (WITH inner_one AS (SELECT tags.id FROM tags) SELECT inner_one.id FROM inner_one)");
    alk_free(inner);
}

ALK_TEST(render_with, a_nested_cte_is_written_once_where_it_is_seen)
{
    const alk_sql *one = alk_keep(alk_cte_of(alk_select(tag.id), "one", ALK_CTE_NESTING, NULL));
    const alk_sql *two = alk_keep(alk_cte_of(alk_select(alk_column_of(one, "id")), "two", ALK_CTE_NESTING, NULL));
    SQL(alk_union(alk_select(alk_column_of(one, "id")), alk_select(alk_column_of(one, "id"), alk_limit(1))),
        "WITH one AS (SELECT tags.id FROM tags) SELECT one.id FROM one UNION (SELECT one.id FROM one LIMIT ?)");
    SQL(alk_union(alk_select(tag.id), alk_union(alk_select(alk_column_of(one, "id")), alk_select(tag.id))),
        "SELECT tags.id FROM tags UNION (WITH one AS (SELECT tags.id FROM tags) SELECT one.id FROM one UNION SELECT tags.id FROM tags)");
    SQL(alk_select(alk_column_of(two, "id")), "WITH two AS (WITH one AS (SELECT tags.id FROM tags) SELECT one.id FROM one) SELECT two.id FROM two");
    SQL(alk_select(alk_column_of(two, "id"), alk_column_of(one, "id")),
        "WITH one AS (SELECT tags.id FROM tags), two AS (SELECT one.id FROM one) SELECT two.id, one.id AS id_1 FROM two, one");
    const alk_sql *other = alk_keep(alk_cte_of(alk_select(author.id), "one", ALK_CTE_NESTING, NULL));
    SQL(alk_select(alk_column_of(one, "id"), alk_where(alk_exists(alk_select(alk_column_of(other, "id"))), alk_exists(alk_select(alk_column_of(one, "id"))))),
        "WITH one AS (SELECT tags.id FROM tags) SELECT one.id FROM one WHERE EXISTS (WITH one AS (SELECT authors.id FROM authors) SELECT one.id FROM one) AND EXISTS (SELECT one.id FROM one)");
    alk_free(other);
    alk_free(two);
    alk_free(one);
}

ALK_TEST(render_with, ctes_of_one_name)
{
    const alk_sql *one = alk_keep(alk_cte(alk_select(author.id), "c")), *other = alk_keep(alk_cte(alk_select(book.id), "c")), *same = alk_keep(alk_cte(alk_select(author.id), "c"));
    REFUSED(alk_select(alk_column_of(one, "id"), alk_column_of(other, "id")), "two different CTEs are named c");
    HOLDS(sql_of(alk_select(alk_column_of(one, "id"), alk_where(alk_in(author.id, alk_select(alk_column_of(same, "id")))))), "WITH c AS (SELECT authors.id FROM authors) SELECT");
    alk_free(one);
    alk_free(other);
    alk_free(same);
}

ALK_TEST(render_with, ctes_that_change_rows)
{
    const alk_sql *moved = alk_keep(alk_cte(alk_delete_from(book.table, alk_where(alk_eq(book.id, 1)), alk_returning(book.id)), "moved"));
    SQL(alk_select(alk_column_of(moved, "id")), "WITH moved AS (DELETE FROM books WHERE books.id = ? RETURNING books.id) SELECT moved.id FROM moved");
    SQL(alk_select(author.id, alk_with_cte(moved)), "WITH moved AS (DELETE FROM books WHERE books.id = ? RETURNING books.id) SELECT authors.id FROM authors");
    SQL(alk_insert(tag.table, alk_from_select(alk_select(alk_column_of(moved, "id")), tag.id)),
        "WITH moved AS (DELETE FROM books WHERE books.id = ? RETURNING books.id) INSERT INTO tags (id) SELECT moved.id FROM moved");
    alk_free(moved);
}

ALK_TEST(render_with, materialized_where_it_is_known)
{
    alk_sql_rules rules = standard(ALK_SQL_CTE_RECURSIVE_WORD);
    rules.features |= ALK_SQL_CTE_MATERIALIZED;
    BY(&rules, alk_select(alk_cte_of(alk_select(tag.id), "c", ALK_CTE_MATERIALIZED, NULL)), "WITH c AS MATERIALIZED (SELECT tags.id FROM tags) SELECT c.id FROM c");
    BY(&rules, alk_select(alk_cte_of(alk_select(tag.id), "c", ALK_CTE_NOT_MATERIALIZED, NULL)), "WITH c AS NOT MATERIALIZED (SELECT tags.id FROM tags) SELECT c.id FROM c");
    BY(&rules, alk_select(alk_cte_of(alk_select(tag.id), "c", ALK_CTE_RECURSIVE, NULL)), "WITH c(id) AS (SELECT tags.id FROM tags) SELECT c.id FROM c");
    REFUSED(alk_select(alk_cte_of(alk_select(tag.id, alk_raw("1")), "c", ALK_CTE_RECURSIVE, NULL)), "column 2 of the recursive CTE has no name");
}

ALK_TEST(render_with, words_of_the_databases_own)
{
    const alk_sql *c = alk_keep(alk_cte_hint(alk_cte_hint(alk_cte_of(alk_select(tag.id), "c", 0, (const char *const[]){ "x", NULL }), ALK_HINT_SUFFIX, NULL, "SEARCH DEPTH FIRST BY x SET o"),
                                             ALK_HINT_PREFIX, "test", "MATERIALIZED"));
    SQL(alk_select(alk_column_of(c, "x")), "WITH c(x) AS MATERIALIZED (SELECT tags.id FROM tags) SEARCH DEPTH FIRST BY x SET o SELECT c.x FROM c");
    SQL(alk_select(alk_column_of(c, "o")), "WITH c(x) AS MATERIALIZED (SELECT tags.id FROM tags) SEARCH DEPTH FIRST BY x SET o SELECT c.o FROM c");
    alk_free(c);
    REFUSED(alk_cte_hint(alk_cte(alk_select(tag.id), "c"), ALK_HINT_SUFFIX, NULL, "a; b"), "without a semicolon");
    REFUSED(alk_cte_hint(alk_cte_self("c"), ALK_HINT_SUFFIX, NULL, "a"), "takes a CTE of a query");
    REFUSED(alk_cte_hint(alk_select(tag.id), ALK_HINT_SUFFIX, NULL, "a"), "takes a CTE of a query");
    REFUSED(alk_cte_hint(alk_cte(alk_select(tag.id), "c"), ALK_HINT_TABLE, NULL, "a"), "takes a CTE of a query");
}

ALK_TEST(render_with, behind_insert_where_it_stands_there)
{
    alk_sql_rules rules = standard(0);
    rules.features |= ALK_SQL_CTE_AFTER_INSERT;
    const alk_sql *c = alk_keep(alk_cte(alk_select(tag.id), "c")), *n = alk_keep(alk_cte_of(alk_select(tag.id), "n", ALK_CTE_NESTING, NULL));
    BY(&rules, alk_insert(tag.table, alk_from_select(alk_select(alk_column_of(c, "id"), alk_column_of(n, "id")), tag.id, tag.name)),
       "INSERT INTO tags (id, name) WITH c AS (SELECT tags.id FROM tags), n AS (SELECT tags.id FROM tags) SELECT c.id, n.id AS id_1 FROM c, n");
    REFUSED_BY(&rules, alk_insert(tag.table, alk_set(tag.id, 1), alk_with_cte(c)), "test has no WITH of an INSERT of values");
    alk_free(c);
    alk_free(n);
}
