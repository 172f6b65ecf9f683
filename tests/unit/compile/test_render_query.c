/* SPDX-License-Identifier: MIT
 * Queries as standard SQL: clauses in SQL's order, compounds, parameters in the order of the text. */
#include "compile_test.h"

ALK_TEST(render_query, clauses_come_in_sql_s_order)
{
    NAMED(alk_select(alk_limit(5), alk_order_by(author.name), alk_having(alk_gt(alk_count_all(), 2)), alk_group_by(author.name), alk_where(alk_eq(author.id, 1)), alk_offset(7),
                     author.name, alk_distinct()),
          "SELECT DISTINCT authors.name FROM authors WHERE authors.id = :id_1 GROUP BY authors.name HAVING count(*) > :count_1 ORDER BY authors.name LIMIT :param_1 OFFSET :param_2");
}

ALK_TEST(render_query, a_clause_given_twice_adds_or_the_later_counts)
{
    SQL(alk_select(author.id, alk_where(alk_eq(author.id, 1)), alk_where(alk_eq(author.born, 2), alk_or(alk_eq(author.born, 3), author.active)), alk_order_by(author.id),
                   alk_order_by(author.name), alk_limit(1), alk_limit(2), alk_group_by(author.id), alk_group_by(author.name)),
        "SELECT authors.id FROM authors WHERE authors.id = ? AND authors.born = ? AND (authors.born = ? OR authors.active) GROUP BY authors.id, authors.name"
        " ORDER BY authors.id, authors.name LIMIT ?");
    SQL(alk_select(author.id, (alk_where)(no_list), (alk_order_by)(no_list), (alk_group_by)(no_list)), "SELECT authors.id FROM authors");
}

ALK_TEST(render_query, an_aggregate_has_no_place_in_where)
{
    REFUSED(alk_select(author.id, alk_where(alk_gt(alk_sum(author.born), 1))), "WHERE holds an aggregate");
}

ALK_TEST(render_query, a_label_is_a_name_only_as_a_whole_term_of_the_order)
{
    const alk_sql *total = alk_keep(alk_label(alk_plus(author.born, 1), "total"));
    SQL(alk_select(total, alk_order_by(total)), "SELECT authors.born + ? AS total FROM authors ORDER BY total");
    SQL(alk_select(total, alk_order_by(alk_nulls_last(alk_desc(total)))), "SELECT authors.born + ? AS total FROM authors ORDER BY total DESC NULLS LAST");
    SQL(alk_select(total, alk_order_by(alk_negate(total))), "SELECT authors.born + ? AS total FROM authors ORDER BY -(authors.born + ?)");
    SQL(alk_select(total, alk_where(alk_gt(total, 3))), "SELECT authors.born + ? AS total FROM authors WHERE authors.born + ? > ?");
    SQL(alk_select(author.id, alk_order_by(total)), "SELECT authors.id FROM authors ORDER BY authors.born + ?");
    SQL(alk_select(total, alk_order_by(alk_over(alk_rank(), alk_order_by(total)))),
        "SELECT authors.born + ? AS total FROM authors ORDER BY rank() OVER (ORDER BY authors.born + ?)");
    SQL(alk_select(total, alk_order_by(alk_select(alk_label(alk_max(book.id), "total"), alk_order_by(alk_desc(book.id))))),
        "SELECT authors.born + ? AS total FROM authors ORDER BY (SELECT max(books.id) AS total FROM books ORDER BY books.id DESC)");
    alk_free(total);
}

ALK_TEST(render_query, order_by_other_rules)
{
    alk_sql_rules rules = standard(ALK_SQL_NULLS_ORDER);
    BY(&rules, alk_select(author.id, alk_order_by(alk_nulls_first(alk_desc(author.born)), author.id)),
       "SELECT authors.id FROM authors ORDER BY CASE WHEN authors.born IS NULL THEN 0 ELSE 1 END, authors.born DESC, authors.id");
    BY(&rules, alk_select(author.id, alk_order_by(alk_nulls_last(author.born))),
       "SELECT authors.id FROM authors ORDER BY CASE WHEN authors.born IS NULL THEN 1 ELSE 0 END, authors.born");
}

/* ---- how many rows ---- */

ALK_TEST(render_query, limits)
{
    SQL(alk_select(author.id, alk_limit(1)), "SELECT authors.id FROM authors LIMIT ?");
    SQL(alk_select(author.id, alk_offset(1)), "SELECT authors.id FROM authors LIMIT -1 OFFSET ?");
    SQL(alk_select(author.id, alk_limit(alk_plus(1, 2))), "SELECT authors.id FROM authors LIMIT ? + ?");
    SQL(alk_select(author.id, alk_fetch_first(3, ALK_FETCH_WITH_TIES), alk_offset(2)), "SELECT authors.id FROM authors OFFSET ? ROWS FETCH FIRST ? ROWS WITH TIES");
    SQL(alk_select(author.id, alk_fetch_first(1.5, ALK_FETCH_PERCENT)), "SELECT authors.id FROM authors FETCH FIRST ? PERCENT ROWS ONLY");
    LITERAL(alk_select(author.id, alk_limit(10), alk_offset(20)), "SELECT authors.id FROM authors LIMIT 10 OFFSET 20");
}

ALK_TEST(render_query, limits_by_other_rules)
{
    alk_sql_rules rules = standard(ALK_SQL_FETCH);
    rules.limit = ALK_LIMIT_TOP;
#define FROM_AUTHORS " authors.id FROM authors"
    BY(&rules, alk_select(author.id, alk_limit(1), alk_distinct()), "SELECT DISTINCT TOP (?)" FROM_AUTHORS);
    BY(&rules, alk_select(author.id, alk_fetch_first(1, ALK_FETCH_PERCENT | ALK_FETCH_WITH_TIES)), "SELECT TOP (?) PERCENT WITH TIES" FROM_AUTHORS);
    BY(&rules, alk_select(author.id, alk_limit(1), alk_offset(2), alk_order_by(author.id)), "SELECT" FROM_AUTHORS " ORDER BY authors.id OFFSET ? ROWS FETCH FIRST ? ROWS ONLY");
    REFUSED_BY(&rules, alk_select(author.id, alk_limit(1), alk_offset(2)), "wants an ORDER BY");
    rules.limit = ALK_LIMIT_COMMA;
    BY(&rules, alk_select(author.id, alk_limit(1), alk_offset(2)), "SELECT" FROM_AUTHORS " LIMIT ?, ?");
    BY(&rules, alk_select(author.id, alk_limit(1)), "SELECT" FROM_AUTHORS " LIMIT ?");
    BY(&rules, alk_select(author.id, alk_offset(2)), "SELECT" FROM_AUTHORS " LIMIT ?, -1");
    rules.limit_all = NULL;
    BY(&rules, alk_select(author.id, alk_offset(2)), "SELECT" FROM_AUTHORS " LIMIT ?, 18446744073709551615");
    rules.limit = ALK_LIMIT_STANDARD;
    BY(&rules, alk_select(author.id, alk_limit(1), alk_offset(2)), "SELECT" FROM_AUTHORS " OFFSET ? ROWS FETCH FIRST ? ROWS ONLY");
    BY(&rules, alk_select(author.id, alk_offset(2)), "SELECT" FROM_AUTHORS " OFFSET ? ROWS");
    rules.limit = ALK_LIMIT_OFFSET;
    BY(&rules, alk_select(author.id, alk_offset(2)), "SELECT" FROM_AUTHORS " OFFSET ?");
    BY(&rules, alk_select(author.id, alk_fetch_first(2, 0)), "SELECT" FROM_AUTHORS " LIMIT ?");
    REFUSED_BY(&rules, alk_select(author.id, alk_fetch_first(2, ALK_FETCH_WITH_TIES)), "test has no FETCH FIRST");
}

ALK_TEST(render_query, distinct_locks_and_hints)
{
    SQL(alk_select(author.id, alk_distinct_on(author.name, author.born)), "SELECT DISTINCT ON (authors.name, authors.born) authors.id FROM authors");
    SQL(alk_select(author.id, alk_for_update(0)), "SELECT authors.id FROM authors FOR UPDATE");
    SQL(alk_select(author.id, alk_hint(ALK_HINT_PREFIX, NULL, NULL, "/*+ X */"), alk_hint(ALK_HINT_SUFFIX, "test", NULL, "OPTION (Y)"), alk_hint(ALK_HINT_PREFIX, "other", NULL, "Z")),
        "SELECT /*+ X */ authors.id FROM authors OPTION (Y)");
    alk_sql_rules rules = standard(ALK_SQL_DISTINCT_ON);
    rules.features |= ALK_SQL_FOR_SHARE | ALK_SQL_FOR_UPDATE_OF | ALK_SQL_FOR_WAIT | ALK_SQL_FOR_KEY | ALK_SQL_FROM_DUAL | ALK_SQL_WITH_ROLLUP;
    REFUSED_BY(&rules, alk_select(author.id, alk_distinct_on(author.name)), "test has no DISTINCT ON");
    BY(&rules, alk_select(author.id, alk_for_update(ALK_FOR_SHARE | ALK_FOR_NOWAIT, author.table)), "SELECT authors.id FROM authors FOR SHARE OF authors NOWAIT");
    BY(&rules, alk_select(author.id, alk_for_update(ALK_FOR_KEY | ALK_FOR_SKIP_LOCKED, author.id)), "SELECT authors.id FROM authors FOR NO KEY UPDATE OF authors SKIP LOCKED");
    BY(&rules, alk_select(author.id, alk_for_update(ALK_FOR_KEY | ALK_FOR_SHARE)), "SELECT authors.id FROM authors FOR KEY SHARE");
    BY(&rules, alk_select(alk_raw("1")), "SELECT 1 FROM DUAL");
    BY(&rules, alk_select(author.id, alk_group_by(alk_rollup(author.id, author.name))), "SELECT authors.id FROM authors GROUP BY authors.id, authors.name WITH ROLLUP");
}

/* ---- compounds ---- */

ALK_TEST(render_query, compounds)
{
    SQL(alk_union(alk_select(author.id), alk_select(book.id)), "SELECT authors.id FROM authors UNION SELECT books.id FROM books");
    SQL(alk_union(alk_select(author.id)), "SELECT authors.id FROM authors");
    SQL(alk_except_all(alk_select(author.id), alk_select(book.id), alk_select(tag.id)), "SELECT authors.id FROM authors EXCEPT ALL SELECT books.id FROM books EXCEPT ALL SELECT tags.id FROM tags");
    SQL(alk_union_all(alk_select(author.id, alk_order_by(author.id), alk_limit(1)), alk_select(book.id), alk_limit(2)),
        "(SELECT authors.id FROM authors ORDER BY authors.id LIMIT ?) UNION ALL SELECT books.id FROM books LIMIT ?");
    SQL(alk_intersect(alk_union(alk_select(author.id), alk_select(book.id)), alk_select(tag.id)),
        "(SELECT authors.id FROM authors UNION SELECT books.id FROM books) INTERSECT SELECT tags.id FROM tags");
    SQL(alk_union(alk_select(author.id), alk_raw("SELECT 2")), "SELECT authors.id FROM authors UNION SELECT 2");
    SQL(alk_union(alk_select(author.id), alk_values(NULL, NULL, ALK_LIST(alk_row(alk_int(1)), alk_row(alk_int(2))))), "SELECT authors.id FROM authors UNION VALUES (?), (?)");
    alk_sql_rules rules = standard(ALK_SQL_COMPOUND_PARENS | ALK_SQL_EXCEPT_ALL);
    BY(&rules, alk_union(alk_select(author.id, alk_limit(1)), alk_select(book.id)), "SELECT * FROM (SELECT authors.id FROM authors LIMIT ?) UNION SELECT books.id FROM books");
    REFUSED_BY(&rules, alk_intersect_all(alk_select(author.id), alk_select(book.id)), "test has no EXCEPT ALL and INTERSECT ALL");
}

/* ---- parameters ---- */

ALK_TEST(render_query, parameters_come_in_the_order_of_the_text)
{
    const alk_sql *cte = alk_keep(alk_cte(alk_select(author.id, alk_where(alk_eq(author.born, 1))), "c"));
    alk_compiled *compiled = alk_compile(alk_select(alk_limit(6), alk_order_by(alk_plus(author.born, 5)), alk_where(alk_eq(author.born, 4)), alk_column_of(cte, "id"), alk_plus(author.id, 2),
                                                    alk_join_on(alk_table_name(NULL, "t"), alk_eq(alk_column_of(cte, "id"), alk_typed(3, ALK_OF(INTEGER))))),
                                         "default", NULL);
    alk_free(cte);
    alk_check_made(compiled);
    alk_check_size(alk_compiled_param_count(compiled), 6);
    for (size_t i = 0; i < 6; i++) {
        alk_compiled_param param = { .struct_size = sizeof param };
        alk_check_ok(alk_compiled_get_param(compiled, i, &param));
        alk_check_int(param.value->u.i, (int64_t)i + 1);
    }
    alk_compiled_free(compiled);
}

ALK_TEST(render_query, memory_may_run_out_anywhere)
{
    int status;
    ALK_TORTURE(status) {
        const alk_sql *cte = alk_keep(alk_cte_of(alk_union(alk_select(author.id), alk_select(book.id)), "c", ALK_CTE_RECURSIVE, NULL)), *sub = alk_keep(alk_subquery(alk_select(tag.id, tag.name), NULL));
        alk_compiled *compiled = alk_compile(alk_union(alk_select(cte, sub, alk_count_all(), alk_join(book.author), alk_order_by(alk_label(author.id, "x")), alk_limit(3)),
                                                       alk_select(author.id, author.id, author.id, author.born, alk_where(alk_exists(alk_select(book.id, alk_where(alk_eq(book.author_id, author.id))))))),
                                             "default", &(const alk_compile_options){ .struct_size = sizeof(alk_compile_options), .markers = ALK_MARKERS_NAMED });
        status = compiled ? ALK_OK : alk_last_error()->code;
        alk_compiled_free(compiled);
        alk_free(cte);
        alk_free(sub);
    }
}
