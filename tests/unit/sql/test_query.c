/* SPDX-License-Identifier: MIT
 * Queries as they are built: parts in any order, extension, sources, and every wrong use. */
#include "sql_test.h"

ALK_TEST(query, parts_stay_as_they_were_given)
{
    DUMPS(alk_select(alk_where(author.active), author.id, alk_limit(3)), "SELECT(WHERE(COLUMN authors.active), COLUMN authors.id, LIMIT(VALUE integer))");
    DUMPS((alk_select)(no_list), "SELECT");
    DUMPS((alk_select)(NULL), "SELECT");
}

ALK_TEST(query, knows_where_it_was_written)
{
    const alk__node *node = alk__node_built(made(alk_select(author.id)));
    alk_check_contains(node->text, "test_query.c");
    alk_check_int(node->line, __LINE__ - 2);
    alk_free(&node->sql);
    const alk_sql *fault = alk_select(author.id, alk_name(""));
    alk_check_int(fault->kind, ALK__NODE_ERROR);
    alk__node_raise(fault);
    alk__node_place(fault);
    if (fault->flags == 0)                     /* not the one of lacking memory */
        alk_check_int(alk_last_error()->line, __LINE__ - 5);
    alk_free(fault);
}

ALK_TEST(query, extend_copies_what_is_kept_and_consumes_what_is_fresh)
{
    const alk_sql *base = alk_keep(made(alk_select(author.id, alk_where(alk_eq(author.id, 1)))));
    const alk_sql *more = made(alk_extend(base, alk_where(alk_eq(author.name, "x")), alk_limit(2)));
    alk_check_uint(base->refs, 1);
    alk_check_int(alk__node_built(more)->line, alk__node_built(base)->line);
    alk_check_uint(alk__node_built(base)->n, 2);
    alk_free(base);
    DUMPS(more, "SELECT(COLUMN authors.id, WHERE(BINARY 1(COLUMN authors.id, VALUE integer)), WHERE(BINARY 1(COLUMN authors.name, VALUE text)), LIMIT(VALUE integer))");
    DUMPS(alk_extend(alk_select(author.id), alk_distinct()), "SELECT(COLUMN authors.id, DISTINCT)");
    const alk_sql *long_one = alk_select(author.id);
    for (int i = 0; i < 100; i++)
        long_one = alk_extend(long_one, author.name, alk_where(alk_eq(author.id, i)));
    if (long_one->kind != ALK__NODE_ERROR)
        alk_check_uint(alk__node_built(long_one)->n, 201);
    alk_free(long_one);
}

ALK_TEST(query, extend_takes_statements_and_their_clauses)
{
    FAULT((alk_extend)(NULL, ALK_LIST(alk_limit(1))), "alk_extend() takes a statement; it was given NULL");
    FAULT(alk_extend(author.id, alk_limit(1)), "it was given a column");
    FAULT(alk_extend(alk_plus(1, 2), alk_limit(1)), "it was given an operator");
    FAULT(alk_extend(alk_raw("select 1"), alk_limit(1)), "it was given raw SQL");
    FAULT(alk_extend(alk_select(alk_name("")), alk_limit(1)), "alk_name()");
    FAULT((alk_extend)(alk_select(author.id), ALK_LIST(alk_limit(1), NULL, alk_offset(2))), "alk_extend() was given NULL");
    FAULT(alk_extend(alk_select(author.id), alk_set(author.name, "x")), "alk_extend() was given SET");
    FAULT(alk_extend(alk_select(author.id), alk_returning(author.id)), "alk_extend() was given RETURNING");
    FAULT(alk_extend(alk_select(author.id), alk_delete_from(author.table, alk_where(alk_true()))), "alk_extend() was given DELETE");
    FAULT(alk_extend(alk_delete_from(author.table, alk_where(alk_true())), author.id), "alk_extend() was given a column");
    const alk_sql *kept = alk_keep(made(alk_select(author.id)));
    FAULT(alk_extend(kept, alk_name("")), "alk_name()");
    alk_check_uint(kept->refs, 1);
    alk_free(kept);
}

/* What would be left out silently is refused: a WHERE that nobody renders is the worst of all. */
ALK_TEST(query, clauses_of_other_statements_are_refused)
{
    FAULT(alk_select(author.id, alk_set(author.name, "x")), "alk_select() was given SET");
    FAULT(alk_select(author.id, alk_returning(author.id)), "alk_select() was given RETURNING");
    FAULT(alk_select(author.id, alk_using(book.table)), "alk_select() was given USING");
    FAULT(alk_select(author.id, alk_default_values()), "alk_select() was given DEFAULT VALUES");
    FAULT(alk_select(author.id, alk_on_conflict_any_nothing()), "alk_select() was given ON CONFLICT");
    FAULT(alk_select(alk_insert(author.table, alk_default_values())), "alk_select() was given INSERT");
    FAULT(alk_select(author.books), "alk_select() was given a relationship");
    FAULT(alk_select(alk_bind("a", 1)), "alk_select() was given alk_bind()");
    FAULT(alk_select(alk_when(1, 2)), "alk_select() was given WHEN");
    FAULT(alk_select(alk_partition_by(author.id)), "alk_select() was given PARTITION BY");
    FAULT(alk_select(author.id, alk_join_of(author.table, book.table, NULL)), "a join of two tables");
    FAULT(alk_union(alk_select(author.id), alk_select(book.id), alk_where(author.active)), "alk_union() was given WHERE");
    FAULT(alk_union(alk_select(author.id), alk_select(book.id), alk_group_by(author.id)), "alk_union() was given GROUP BY");
    FAULT(alk_union(alk_select(author.id), alk_join(book.table)), "alk_union() was given a join");
    FAULT(alk_union(alk_select(author.id), author.table), "alk_union() was given a table");
    FAULT(alk_union(alk_select(author.id), author.id), "alk_union() was given a column");
    FAULT(alk_union(alk_select(author.id), alk_int(5)), "alk_union() was given a value");
    FAULT(alk_union(alk_select(author.id), alk_plus(1, 2)), "alk_union() was given an operator");
}

ALK_TEST(query, compounds_need_a_query)
{
    FAULT((alk_union)(no_list), "alk_union() needs a query");
    FAULT((alk_except)(NULL), "alk_except() needs a query");
    FAULT(alk_intersect(alk_limit(1)), "alk_intersect() needs a query");
    FAULT((alk_union_all)(ALK_LIST(alk_select(author.id), NULL, alk_select(book.id))), "alk_union_all() was given NULL");
    FAULT((alk_union_all)(ALK_LIST(NULL, alk_select(book.id))), "alk_union_all() was given NULL");
    FAULT(alk_except_all(alk_select(author.id), alk_select(alk_name(""))), "alk_name()");
    DUMPS(alk_intersect_all(alk_select(author.id), alk_raw("select 1"), alk_limit(1)), "COMPOUND 6(SELECT(COLUMN authors.id), RAW 'select 1', LIMIT(VALUE integer))");
}

ALK_TEST(query, counts_are_numbers_of_rows)
{
    FAULT(alk_limit(-1), "alk_limit() takes a number of rows, 0 or more");
    FAULT(alk_offset(-1), "alk_offset() takes");
    FAULT(alk_limit("5"), "alk_limit() takes");
    FAULT(alk_limit(1.5), "alk_limit() takes");
    FAULT(alk_limit(alk_null()), "alk_limit() takes");
    FAULT(alk_limit(UINT64_MAX), "alk_limit()");
    FAULT((alk_limit)(NULL), "alk_limit() was given NULL");
    FAULT(alk_limit(author.table), "alk_limit() was given a table");
    FAULT(alk_fetch_first(-1, 0), "alk_fetch_first() takes");
    FAULT(alk_fetch_first(1.5, ALK_FETCH_WITH_TIES), "alk_fetch_first() takes");
    FAULT(alk_fetch_first(-1.5, ALK_FETCH_PERCENT), "alk_fetch_first() takes");
    FAULT(alk_fetch_first(100.5, ALK_FETCH_PERCENT), "alk_fetch_first() takes");
    alk_free(made(alk_fetch_first(1.5, ALK_FETCH_PERCENT)));
    alk_free(made(alk_limit(alk_param("n"))));
    alk_free(made(alk_limit(0)));
    alk_free(made(alk_limit(INT64_MAX)));
}

ALK_TEST(query, clauses_take_expressions)
{
    FAULT(alk_where(author.table), "alk_where() was given a table");
    FAULT((alk_where)(ALK_LIST(NULL, alk_plus(1, 2))), "alk_where() was given NULL");
    FAULT(alk_having(alk_limit(1)), "alk_having() was given LIMIT");
    FAULT(alk_group_by(author.table), "alk_group_by() was given a table");
    FAULT(alk_order_by(alk_where(author.active)), "alk_order_by() was given WHERE");
    FAULT(alk_distinct_on(author.table), "alk_distinct_on() was given a table");
    FAULT(alk_from(author.id, alk_plus(1, 2)), "alk_from() was given an operator");
    FAULT(alk_correlate(alk_plus(1, 2)), "alk_correlate() was given an operator");
    FAULT(alk_correlate_except(alk_select(author.id)), "alk_correlate_except() was given SELECT");
    FAULT(alk_for_update(0, alk_limit(1)), "alk_for_update() was given LIMIT");
    FAULT((alk_for_update)(0, ALK_LIST(NULL)), "alk_for_update() was given NULL");
}

ALK_TEST(query, joins_take_tables_relationships_and_conditions)
{
    FAULT(alk_join(NULL), "alk_join() was given NULL");
    FAULT(alk_join(alk_plus(1, 2)), "alk_join() takes a table or a relationship; it was given an operator");
    FAULT(alk_left_join(author.id), "it was given a column");
    FAULT(alk_join_on(alk_alias(book.table, "b"), NULL), "alk_join_on() was given NULL in place of a condition");
    FAULT(alk_full_join_on(book.table, alk_where(author.active)), "alk_full_join_on() was given WHERE");
    FAULT(alk_left_join_on(book.table, author.table), "alk_left_join_on() was given a table");
    FAULT(alk_join_of(alk_plus(1, 2), book.table, NULL), "alk_join_of() was given an operator");
    FAULT(alk_join_of(NULL, alk_alias(book.table, "b"), alk_eq(1, 1)), "alk_join_of() was given NULL");
    FAULT(alk_left_join_of(author.table, alk_limit(1), alk_eq(1, 1)), "it was given LIMIT");
    FAULT(alk_full_join_of(alk_alias(author.table, ""), alk_alias(book.table, "b"), alk_eq(1, 1)), "alk_alias() was given an empty name");
    FAULT(alk_cross_join(alk_name("")), "alk_name()");
}

ALK_TEST(query, sources_are_queries_and_tables_with_names)
{
    FAULT(alk_alias(NULL, "a"), "alk_alias() was given NULL");
    FAULT(alk_alias(alk_select(author.id), "a"), "alk_alias() was given SELECT");
    FAULT(alk_alias(alk_alias(author.table, "b"), ""), "alk_alias() was given an empty name");
    FAULT(alk_subquery(NULL, "s"), "alk_subquery() was given NULL");
    FAULT(alk_subquery(author.table, "s"), "alk_subquery() takes a query; it was given a table");
    FAULT(alk_subquery(alk_int(1), "s"), "alk_subquery() takes a query; it was given a value");
    FAULT(alk_subquery(alk_plus(1, 2), "s"), "alk_subquery() takes a query; it was given an operator");
    FAULT(alk_lateral(alk_select(author.id), ""), "alk_lateral() was given an empty name");
    FAULT(alk_table_name("s", ""), "alk_table_name() was given no name");
    FAULT(alk_table_name(NULL, NULL), "alk_table_name() was given no name");
    DUMPS(alk_table_name("", "t"), "TABLE_NAME 't'");
    DUMPS(alk_table_name("s", "t"), "TABLE_NAME 't'(NAME 's')");
}

ALK_TEST(query, ctes_are_statements_with_names)
{
    FAULT(alk_cte(NULL, "c"), "alk_cte() was given NULL");
    FAULT(alk_cte(author.table, "c"), "alk_cte() takes a statement; it was given a table");
    FAULT(alk_cte(alk_select(author.id), ""), "alk_cte() was given an empty name");
    FAULT(alk_cte_of(alk_select(author.id), "c", 0, (const char *const[]){ "a", "", NULL }), "alk_name()");
    FAULT(alk_cte_self(""), "alk_cte_self() was given no name");
    FAULT(alk_cte_self(NULL), "alk_cte_self() was given no name");
    FAULT(alk_with_cte(author.table), "alk_with_cte() takes CTEs; it was given a table");
    FAULT((alk_with_cte)(ALK_LIST(NULL, alk_cte(alk_select(author.id), "c"))), "alk_with_cte() was given NULL");
    alk_free(made(alk_cte(alk_insert(tag.table, alk_set(tag.name, "x"), alk_returning(tag.id)), "c")));
    alk_free(made(alk_cte(alk_select(author.id), NULL)));
}

ALK_TEST(query, values_have_rows_of_one_length)
{
    static const char *const names[] = { "a", "b", NULL };
    FAULT(alk_values("v", names, no_list), "alk_values() needs a row");
    FAULT(alk_values("v", names, NULL), "alk_values() needs a row");
    FAULT(alk_values("v", names, ALK_LIST(alk_row(alk_int(1), alk_int(2)), alk_row(alk_int(1)))), "of the same length");
    FAULT(alk_values("v", names, ALK_LIST((alk_row)(no_list))), "alk_row()s of the same length");
    FAULT(alk_values("v", names, ALK_LIST(alk_int(5), alk_text("x"))), "alk_values() takes alk_row()s");
    FAULT(alk_values("v", names, ALK_LIST(alk_row(alk_int(1)), NULL, alk_row(alk_int(2)))), "alk_values() takes alk_row()s");
    FAULT(alk_values("v", names, ALK_LIST(alk_row(alk_int(1)), alk_row(alk_name("")))), "alk_name()");
    FAULT(alk_values("v", names, ALK_LIST(alk_row(alk_int(1)), alk_row(alk_int(2)))), "rows of 1 items, for 2 names");
    FAULT(alk_values("", names, ALK_LIST(alk_row(alk_int(1), alk_int(2)))), "an empty name");
    FAULT(alk_row(author.table), "alk_row() was given a table");
    DUMPS(alk_values("v", names, ALK_LIST(alk_row(alk_int(1), alk_int(2)))), "VALUES 'v'(ROW(VALUE integer, VALUE integer), NAME 'a', NAME 'b')");
}

ALK_TEST(query, samples_take_a_word_and_a_share)
{
    static const char *const bad[] = { "", "SYSTEM(1) --", "a b", "x;", "x)", "\"x\"", "1", NULL };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        FAULT(alk_table_sample(alk_alias(author.table, "a"), bad[i], 10), "alk_table_sample() takes");
    FAULT(alk_table_sample(author.table, "SYSTEM", -1), "0 to 100 percent");
    FAULT(alk_table_sample(author.table, "SYSTEM", 100.5), "0 to 100 percent");
    FAULT(alk_table_sample(author.table, "SYSTEM", 0.0 / 0.0 * 0.0), "0 to 100 percent");
    FAULT(alk_table_sample(NULL, "SYSTEM", 1), "alk_table_sample() was given NULL");
    FAULT(alk_table_sample(alk_plus(1, 2), "SYSTEM", 1), "takes a table");
    alk_free(made(alk_table_sample(author.table, "BERNOULLI", 100)));
}

ALK_TEST(query, hints_cannot_break_out)
{
    static const char *const bad[] = { "", "x; DROP TABLE authors", "/*+ a", "a */", "/* a */ */", "/* /* a */", "-- x", "a--", "/* a */ -- b", "# a", "a\nb", ";", "/* ; */", "/*/", NULL };
    static const char *const good[] = { "SQL_NO_CACHE", "/*+ INDEX(a b) */", "OPTION (RECOMPILE)", "/*+ a */ /*+ b -- c */" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        FAULT(alk_hint(ALK_HINT_PREFIX, NULL, NULL, bad[i]), "alk_hint() takes");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        alk_free(made(alk_hint(ALK_HINT_PREFIX, "mysql", NULL, good[i])));
    FAULT(alk_hint(0, NULL, NULL, "x"), "alk_hint() takes a place");
    FAULT(alk_hint(9, NULL, NULL, "x"), "alk_hint() takes a place");
    FAULT(alk_hint(ALK_HINT_TABLE, NULL, NULL, "x"), "a table's hint takes the table");
    FAULT(alk_hint(ALK_HINT_TABLE, NULL, alk_plus(1, 2), "x"), "a table's hint takes the table");
    FAULT(alk_hint(ALK_HINT_TABLE, "", alk_alias(author.table, "a"), "x"), "alk_name()");
}

ALK_TEST(query, memory_may_run_out_anywhere)
{
    int status;
    static const char *const names[] = { "a", "b", NULL };
    ALK_TORTURE(status) {
        const alk_sql *a = alk_keep(alk_alias(author.table, "a")), *cte = alk_keep(alk_cte_of(alk_select(book.id, book.title), "c", 0, names));
        const alk_sql *values = alk_keep(alk_values("v", names, ALK_LIST(alk_row(alk_int(1), alk_text("x")), alk_row(alk_int(2), alk_text("y")))));
        const alk_sql *node = alk_select(author.table, alk_at(a, author.name), alk_column_of(cte, "a"), alk_column_of(values, "b"),
                                         alk_join_on(a, alk_eq(alk_at(a, author.id), author.mentor_id)), alk_where(alk_eq(author.id, 5), alk_exists(alk_select(book.id))),
                                         alk_order_by(alk_desc(author.name)), alk_limit(5), alk_hint(ALK_HINT_PREFIX, "mysql", NULL, "x"));
        node = alk_extend(node, alk_offset(3), alk_distinct());
        node = alk_union(node, alk_select(alk_subquery(alk_select(tag.id), NULL)), alk_limit(7));
        status = node->kind == ALK__NODE_ERROR ? alk__node_raise(node) : ALK_OK;
        alk_free(node);
        alk_free(a);
        alk_free(cte);
        alk_free(values);
    }
}
