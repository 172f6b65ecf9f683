/* SPDX-License-Identifier: MIT
 * IN and what it takes: queries, expressions, arrays of values. */
#include "compile_test.h"

ALK_TEST(render_in, in_lists)
{
    SQL(alk_in(author.id, ALK_INTS(1)), "authors.id IN (?)");
    SQL(alk_in(author.id, ALK_INTS(1, 2, 3)), "authors.id IN (?, ?, ?, ?)");       /* four places, the last value twice */
    SQL(alk_not_in(author.id, ALK_INTS(1, 2)), "authors.id NOT IN (?, ?)");
    SQL(alk_not(alk_in(author.id, ALK_INTS(1, 2))), "authors.id NOT IN (?, ?)");
    NAMED(alk_in(author.id, ALK_INTS(1, 2)), "authors.id IN (:id_1, :id_2)");
    SQL(alk_in(author.id, alk_ints(0, NULL)), "(authors.id IN (NULL) AND (1 != 1))");
    SQL(alk_not_in(author.id, alk_ints(0, NULL)), "(authors.id NOT IN (NULL) OR (1 = 1))");
    SQL(alk_and(alk_not_in(author.id, alk_ints(0, NULL)), alk_eq(a(), b())), "(authors.id NOT IN (NULL) OR (1 = 1)) AND a = b");
    SQL(alk_in(author.id, (alk_tuple)(no_list)), "(authors.id IN (NULL) AND (1 != 1))");
    SQL(alk_in(alk_tuple(author.id, author.name), (alk_tuple)(no_list)), "((authors.id, authors.name) IN ((NULL, NULL)) AND (1 != 1))");
    SQL(alk_in(alk_tuple(author.id, author.name), alk_tuple(alk_tuple(alk_int(1), alk_text("a")), alk_tuple(alk_int(2), alk_text("b")))),
        "(authors.id, authors.name) IN ((?, ?), (?, ?))");
    REFUSED(alk_in(author.id, alk_tuple(alk_tuple(alk_int(1)), alk_int(2))), "tuples of one length, or none");
    REFUSED(alk_in(author.id, alk_tuple(alk_int(1), alk_tuple(alk_int(2)))), "tuples of one length, or none");
    REFUSED(alk_in(author.id, alk_tuple(alk_tuple(alk_int(1)), alk_tuple(alk_int(1), alk_int(2)))), "tuples of one length, or none");
    SQL(alk_in(author.id, alk_select(book.author_id)), "authors.id IN (SELECT books.author_id FROM books)");
    SQL(alk_in(author.id, alk_union(alk_select(book.id), alk_select(tag.id))), "authors.id IN (SELECT books.id FROM books UNION SELECT tags.id FROM tags)");
    SQL(alk_in(author.id, alk_raw("SELECT 1")), "authors.id IN (SELECT 1)");
    LITERAL(alk_in(author.id, ALK_INTS(1, 2, 3)), "authors.id IN (1, 2, 3)");      /* no places to be filled */
    LITERAL(alk_in(author.name, ALK_TEXTS("a", NULL, "b'c")), "authors.name IN ('a', NULL, 'b''c')");
}

/* A NULL among the items is a value like the others: the statement that is kept serves lists without one. */
ALK_TEST(render_in, a_null_in_a_list_is_bound)
{
    SQL(alk_in(alk_name("x"), ALK_TEXTS("a", NULL)), "x IN (?, ?)");
    SQL(alk_in(author.name, ALK_TEXTS("a", NULL)), "authors.name IN (?, ?)");
}

ALK_TEST(render_in, in_by_other_rules)
{
    alk_sql_rules rules = standard(0);
    const alk_value items[] = { alk_value_int(1), alk_value_decimal("1.5") }, fractions = alk_value_array(items, 2);
    rules.features |= ALK_SQL_IN_ARRAY;
    rules.empty_set = "SELECT {nulls} WHERE 1!=1";
    BY(&rules, alk_in(author.id, ALK_INTS(1, 2, 3)), "authors.id = ANY (?)");
    BY(&rules, alk_not_in(author.id, ALK_INTS(1, 2, 3)), "authors.id <> ALL (?)");
    BY(&rules, alk_in(author.id, alk_ints(0, NULL)), "authors.id = ANY (?)");      /* one text for a list of any length */
    BY(&rules, alk_not_in(author.name, ALK_TEXTS("a", NULL)), "authors.name <> ALL (?)");
    rules.features |= ALK_SQL_CAST_PARAMS;
    BY(&rules, alk_in(alk_param_of("n", ALK_OF(INTEGER)), ALK_INTS(1, 2, 3)), "? = ANY (?::INTEGER[])");
    BY(&rules, alk_in(alk_param_of("n", ALK_OF(INTEGER)), alk_ints(0, NULL)), "? = ANY (?::INTEGER[])");
    BY(&rules, alk_in(alk_plus(author.id, 1), ALK_INTS(1, 2, 3)), "authors.id + ? = ANY (?)");
    BY(&rules, alk_in(author.id, ALK_REALS(1.5, 2)), "authors.id = ANY (?::DOUBLE PRECISION[])");        /* none of these are integers */
    BY(&rules, alk_in(author.born, ALK_INTS(1, INT64_MAX)), "authors.born = ANY (?::BIGINT[])");
    BY(&rules, alk_in(author.score, ALK_REALS(1.5, 2)), "authors.score = ANY (?)");
    BY(&rules, alk_not_in(author.id, alk_bound(&fractions)), "authors.id <> ALL (?::NUMERIC[])");
    rules.features &= ~ALK_SQL_IN_ARRAY;
    BY(&rules, alk_in(author.id, ALK_REALS(1.5, 2)), "authors.id IN (?, ?)");
    BY(&rules, alk_in(author.id, alk_ints(0, NULL)), "authors.id IN (SELECT NULL WHERE 1!=1)");
    BY(&rules, alk_not_in(alk_tuple(a(), b()), (alk_tuple)(no_list)), "(a, b) NOT IN (SELECT NULL, NULL WHERE 1!=1)");
    rules = standard(ALK_SQL_TUPLE_IN);
    REFUSED_BY(&rules, alk_in(alk_tuple(a(), b()), alk_tuple(alk_tuple(alk_int(1), alk_int(2)))), "test has no IN for tuples");
    rules.features |= ALK_SQL_TUPLE_IN_VALUES;
    BY(&rules, alk_in(alk_tuple(a(), b()), alk_tuple(alk_tuple(alk_int(1), alk_int(2)))), "(a, b) IN (VALUES (?, ?))");
}

ALK_TEST(render_in, scalar_values)
{
    NAMED(alk_in(author.id, alk_scalar_values(alk_row(alk_int(1)), alk_row(alk_int(2)))), "authors.id IN (VALUES (:id_1), (:id_2))");
    SQL(alk_eq(5, alk_any(alk_scalar_values(alk_row(alk_int(1)), alk_row(alk_int(2))))), "? = ANY (VALUES (?), (?))");
    SQL(alk_not(alk_eq(author.id, alk_scalar_values(alk_row(alk_int(1))))), "authors.id != (VALUES (?))");
    alk_sql_rules rules = standard(0);
    rules.more &= ~(uint64_t)ALK_SQL_MORE_VALUES_QUERY;
    BY(&rules, alk_in(a(), alk_scalar_values(alk_row(alk_int(1)))), "a IN (SELECT * FROM (VALUES (?)) AS anon_1 (column1))");
    rules.more |= ALK_SQL_MORE_VALUES_QUERY | ALK_SQL_MORE_VALUES_ROW;
    BY(&rules, alk_in(a(), alk_scalar_values(alk_row(alk_int(1)), alk_row(alk_int(2)))), "a IN (VALUES ROW(?), ROW(?))");
    rules = standard(ALK_SQL_VALUES_TABLE);
    rules.more = 0;
    REFUSED_BY(&rules, alk_in(a(), alk_scalar_values(alk_row(alk_int(1)))), "test has no VALUES as a query");
    REFUSED((alk_scalar_values)(no_list), "alk_scalar_values() needs a row");
    REFUSED(alk_scalar_values(alk_row(alk_int(1)), alk_row(alk_int(1), alk_int(2))), "of the same length");
    REFUSED(alk_scalar_values(alk_int(1)), "takes alk_row()s");
}
