/* SPDX-License-Identifier: MIT
 * What parameters are said to be: where the server finds out by what is beside them, and where decimals are sent as text. */
#include "compile_test.h"

static const char *const number_names[] = { "n", NULL };

/* Two columns: one whose type the parameter takes, and an expression that is no column. */
ALK_TEST(render_param, a_server_that_infers_types_is_told_where_it_would_find_others)
{
    alk_sql_rules rules = standard(0);
    rules.features |= ALK_SQL_CAST_PARAMS;
    BY(&rules, alk_eq(author.born, 1), "authors.born = ?");
    BY(&rules, alk_gt(10, 9), "?::BIGINT > ?::BIGINT");
    BY(&rules, alk_gt(alk_decimal("10"), 9), "?::NUMERIC > ?::BIGINT");
    BY(&rules, alk_eq("a", "b"), "? = ?");
    BY(&rules, alk_gt(author.born, 1.5), "authors.born > ?::DOUBLE PRECISION");
    BY(&rules, alk_plus(alk_decimal("0.5"), author.born), "?::NUMERIC + authors.born");
    BY(&rules, alk_gt(author.score, 1.5), "authors.score > ?");
    BY(&rules, alk_between(author.born, 1.5, 2), "authors.born BETWEEN ?::DOUBLE PRECISION AND ?");
    BY(&rules, alk_in(author.born, alk_tuple(1, alk_decimal("1.5"))), "authors.born IN (?, ?::NUMERIC)");
    BY(&rules, alk_concat(alk_typed(1, ALK_OF(BIGINT)), "x"), "? || ?");
    BY(&rules, alk_gt(alk_param("p"), alk_param_of("q", ALK_OF(DATE))), "? > ?::DATE");
    LITERAL(alk_gt(10, 9), "10 > 9");
}

ALK_TEST(render_param, results_that_are_parameters_alone_are_told)
{
    alk_sql_rules rules = standard(0);
    rules.features |= ALK_SQL_CAST_PARAMS;
    BY(&rules, alk_case(alk_when(a(), 10), alk_else(9)), "CASE WHEN a THEN ?::BIGINT ELSE ?::BIGINT END");
    BY(&rules, alk_case(alk_when(a(), true), alk_else(author.active)), "CASE WHEN a THEN ? ELSE authors.active END");
    BY(&rules, alk_case(alk_when(a(), 1), alk_when(c(), author.born)), "CASE WHEN a THEN ? WHEN c THEN authors.born END");
    BY(&rules, alk_case_of(2, alk_when(10, "x"), alk_else("y")), "CASE ?::BIGINT WHEN ?::BIGINT THEN ? ELSE ? END");
    BY(&rules, alk_coalesce(1, 2), "coalesce(?::BIGINT, ?::BIGINT)");
    BY(&rules, alk_coalesce(author.born, 2), "coalesce(authors.born, ?)");
    BY(&rules, alk_func("substr", author.name, 1, 2), "substr(authors.name, ?, ?)");
    BY(&rules, alk_select(alk_int(1), alk_text("x")), "SELECT ?::BIGINT AS anon_1, ? AS anon_2");
    BY(&rules, alk_insert(author.table, alk_from_select(alk_select(alk_int(1)), author.born)), "INSERT INTO authors (born) SELECT ? AS anon_1");
    const alk_sql *numbers = alk_keep(alk_values("v", number_names, ALK_LIST(alk_row(1), alk_row(2))));
    BY(&rules, alk_select(alk_column_of(numbers, "n")), "SELECT v.n FROM (VALUES (?::BIGINT), (?::BIGINT)) AS v (n)");
    alk_free(numbers);
}

ALK_TEST(render_param, decimals_that_are_sent_as_text_are_numbers_beside_anything_but_a_column)
{
    alk_sql_rules rules = standard(0);
    rules.features |= ALK_SQL_CAST_DECIMALS;
    BY(&rules, alk_between(author.score, "1", "2"), "authors.score BETWEEN ? AND ?");
    BY(&rules, alk_between(alk_times(author.score, 2), "1", "2"), "authors.score * ? BETWEEN CAST(? AS NUMERIC) AND CAST(? AS NUMERIC)");
    BY(&rules, alk_in(author.score, ALK_TEXTS("1", "2")), "authors.score IN (?, ?)");
    BY(&rules, alk_in(alk_negate(author.score), ALK_TEXTS("1", "2")), "-authors.score IN (CAST(? AS NUMERIC), CAST(? AS NUMERIC))");
    BY(&rules, alk_in(alk_negate(author.score), alk_tuple(alk_decimal("1"), alk_decimal("2"))), "-authors.score IN (CAST(? AS NUMERIC), CAST(? AS NUMERIC))");
    BY(&rules, alk_nullif(author.score, alk_decimal("1")), "nullif(authors.score, CAST(? AS NUMERIC))");
    BY(&rules, alk_case_of(alk_negate(author.score), alk_when(alk_decimal("1"), "x")), "CASE -authors.score WHEN CAST(? AS NUMERIC) THEN ? END");
    BY(&rules, alk_case(alk_when(a(), alk_decimal("1"))), "CASE WHEN a THEN CAST(? AS NUMERIC) END");
    BY(&rules, alk_func("round", alk_decimal("1")), "round(?)");
    BY(&rules, alk_select(alk_decimal("1.50")), "SELECT ? AS anon_1");
    BY(&rules, alk_union(alk_select(alk_decimal("1.50")), alk_select(author.score)), "SELECT CAST(? AS NUMERIC) AS anon_1 UNION SELECT authors.score FROM authors");
    BY(&rules, alk_gt(alk_select(alk_decimal("1.50")), author.score), "(SELECT CAST(? AS NUMERIC) AS anon_1) > authors.score");
    BY(&rules, alk_insert(author.table, alk_from_select(alk_select(alk_decimal("1.50")), author.score)), "INSERT INTO authors (score) SELECT ? AS anon_1");
}
