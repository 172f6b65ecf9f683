/* SPDX-License-Identifier: MIT
 * Expressions as standard SQL: parentheses, NULL, lists, casts; and what other rules make of them. */
#include "compile_test.h"

ALK_TEST(render_expression, comparisons_name_their_values_by_the_column)
{
    NAMED(alk_eq(author.name, "x"), "authors.name = :name_1");
    NAMED(alk_and(alk_ge(author.id, 1), alk_lt(author.id, 9)), "authors.id >= :id_1 AND authors.id < :id_2");
    NAMED(alk_eq(5, author.id), ":id_1 = authors.id");
    NAMED(alk_eq(alk_lower(author.name), "x"), "lower(authors.name) = :lower_1");
    NAMED(alk_plus(1, 2), ":param_1 + :param_2");
    NAMED(alk_eq(stock.order_, 1), "tenant.\"Stock\".\"order\" = :order_1");
    NAMED(alk_eq(stock.mixed, "x"), "tenant.\"Stock\".\"Mixed \"\"Case\"\"\" = :Mixed__Case__1");
    NAMED(alk_eq(author.id, alk_param("id")), "authors.id = :id");
    SQL(alk_eq(author.id, alk_param("id")), "authors.id = ?");
}

ALK_TEST(render_expression, null_is_tested_and_bound_null_is_compared)
{
    SQL(alk_eq(author.born, alk_null()), "authors.born IS NULL");
    SQL(alk_ne(author.born, alk_null()), "authors.born IS NOT NULL");
    SQL(alk_not(alk_eq(author.born, alk_null())), "authors.born IS NOT NULL");
    SQL(alk_lt(author.born, alk_null()), "authors.born < ?");
    SQL(alk_eq(author.born, alk_param("x")), "authors.born = ?");
    SQL(alk_is_not_distinct_from(author.born, alk_null()), "authors.born IS NOT DISTINCT FROM ?");
    SQL(alk_is(author.active, true), "authors.active IS true");
    SQL(alk_is_not(author.active, false), "authors.active IS NOT false");
    SQL(alk_is(author.born, alk_null()), "authors.born IS NULL");
    SQL(alk_tuple(alk_null(), alk_int(1)), "(NULL, ?)");
}

/* What binds no tighter than what is around it stands in parentheses; where databases do not agree on it, it always does. */
ALK_TEST(render_expression, parentheses)
{
    SQL(alk_and(alk_or(a(), b()), c()), "(a OR b) AND c");
    SQL(alk_or(alk_and(a(), b()), c()), "a AND b OR c");
    SQL(alk_and(alk_and(a(), b()), c()), "a AND b AND c");
    SQL(alk_not(alk_and(a(), b())), "NOT (a AND b)");
    SQL(alk_not(alk_or(a(), b())), "NOT (a OR b)");
    SQL(alk_not(a()), "NOT a");
    SQL(alk_eq(alk_not(a()), b()), "(NOT a) = b");
    SQL(alk_eq(alk_eq(a(), b()), c()), "(a = b) = c");
    SQL(alk_is(alk_eq(a(), b()), alk_null()), "(a = b) IS NULL");
    SQL(alk_plus(alk_plus(a(), b()), c()), "a + b + c");
    SQL(alk_minus(a(), alk_minus(b(), c())), "a - (b - c)");
    SQL(alk_minus(alk_minus(a(), b()), c()), "(a - b) - c");
    SQL(alk_minus(a(), alk_plus(b(), c())), "a - (b + c)");
    SQL(alk_times(alk_plus(a(), b()), c()), "(a + b) * c");
    SQL(alk_plus(alk_times(a(), b()), c()), "a * b + c");
    SQL(alk_modulo(alk_times(a(), b()), c()), "(a * b) % c");
    SQL(alk_negate(alk_plus(a(), b())), "-(a + b)");
    SQL(alk_negate(alk_negate(a())), "-(-a)");
    SQL(alk_bit_not(alk_typed(alk_modulo(a(), b()), ALK_OF(BIGINT))), "~(a % b)");
    SQL(alk_bit_xor(alk_typed(alk_modulo(a(), b()), ALK_OF(BIGINT)), alk_label(alk_times(a(), c()), "n")), "(a % b) ^ (a * c)");
    SQL(alk_plus(a(), alk_typed(alk_plus(b(), c()), ALK_OF(BIGINT))), "a + b + c");
    SQL(alk_minus(a(), alk_negate(b())), "a - -b");
    SQL(alk_times(alk_negate(a()), b()), "(-a) * b");
    SQL(alk_between(a(), alk_plus(b(), 1), alk_and(b(), c())), "a BETWEEN b + ? AND (b AND c)");
    SQL(alk_eq(alk_between(a(), b(), c()), b()), "(a BETWEEN b AND c) = b");
    SQL(alk_in(alk_eq(a(), b()), alk_tuple(c())), "(a = b) IN (c)");
    SQL(alk_eq(alk_select(author.id), 1), "(SELECT authors.id FROM authors) = ?");
    SQL(alk_not_between(a(), b(), c()), "a NOT BETWEEN b AND c");
    SQL(alk_shift_right(a(), 1), "a >> ?");
    SQL(alk_asc(a()), "a ASC");
    SQL(alk_desc(alk_plus(a(), b())), "a + b DESC");
    SQL(alk_desc(alk_or(a(), b())), "(a OR b) DESC");
}

ALK_TEST(render_expression, what_databases_order_differently_has_parentheses)
{
    SQL(alk_concat(a(), alk_plus(b(), c())), "a || (b + c)");
    SQL(alk_plus(alk_concat(a(), b()), c()), "(a || b) + c");
    SQL(alk_concat(alk_times(a(), b()), c()), "(a * b) || c");
    SQL(alk_concat(alk_concat(a(), b()), c()), "a || b || c");
    SQL(alk_bit_and(a(), alk_times(b(), c())), "a & (b * c)");
    SQL(alk_bit_xor(alk_times(a(), b()), c()), "(a * b) ^ c");
    SQL(alk_bit_or(alk_bit_and(a(), b()), c()), "(a & b) | c");
    SQL(alk_shift_left(alk_plus(a(), b()), c()), "(a + b) << c");
    SQL(alk_concat(a(), alk_bit_and(b(), c())), "a || (b & c)");
    SQL(alk_bit_not(alk_times(a(), b())), "~(a * b)");
    SQL(alk_bit_not(alk_negate(a())), "~(-a)");
    SQL(alk_negate(alk_bit_not(a())), "-(~a)");
    SQL(alk_bit_and(alk_bit_and(a(), b()), c()), "a & b & c");
    SQL(alk_collate(alk_concat(a(), b()), "C"), "(a || b) COLLATE \"C\"");
    SQL(alk_eq(alk_collate(a(), "nocase"), b()), "(a COLLATE nocase) = b");
    SQL(alk_contains(a(), alk_plus(b(), c())), "a LIKE '%' || (b + c) || '%'");
}

/* AND and OR that are written as one term alone bind as this term does. */
ALK_TEST(render_expression, terms_that_say_nothing_go_and_leave_parentheses_right)
{
    SQL(alk_and(alk_true(), a()), "a");
    SQL(alk_or(alk_false(), a()), "a");
    SQL(alk_and(a(), alk_false()), "false");
    SQL(alk_or(a(), alk_true()), "true");
    SQL((alk_and)(no_list), "true");
    SQL((alk_or)(no_list), "false");
    SQL(alk_and(alk_true(), alk_true()), "true");
    SQL(alk_and(alk_and(alk_or(a(), b())), c()), "(a OR b) AND c");
    SQL(alk_and(alk_and(alk_true(), alk_or(a(), b())), c()), "(a OR b) AND c");
    SQL(alk_and(alk_or(alk_false(), alk_or(a(), b())), c()), "(a OR b) AND c");
    SQL(alk_eq(alk_and(alk_eq(a(), b())), c()), "(a = b) = c");
    SQL(alk_not(alk_or(alk_and(a(), b()))), "NOT (a AND b)");
    SQL(alk_or(alk_or(alk_and(a(), b())), c()), "a AND b OR c");
    SQL(alk_times(alk_and(alk_plus(a(), b())), c()), "(a + b) * c");
}

ALK_TEST(render_expression, booleans_that_are_numbers)
{
    alk_sql_rules rules = standard(ALK_SQL_NATIVE_BOOLEAN);
#define NUMBERS(node, expected) BY(&rules, node, expected)
    NUMBERS(alk_select(author.id, alk_where(author.active)), "SELECT authors.id FROM authors WHERE authors.active = 1");
    NUMBERS(alk_not(author.active), "authors.active = 0");
    NUMBERS(alk_and(author.active, alk_true()), "authors.active = 1");
    NUMBERS((alk_and)(no_list), "1 = 1");
    NUMBERS((alk_or)(no_list), "0 = 1");
    NUMBERS(alk_eq((alk_and)(no_list), a()), "(1 = 1) = a");
    NUMBERS(alk_plus(alk_and(alk_false(), a()), b()), "(0 = 1) + b");
    NUMBERS(alk_plus(alk_or(author.active), b()), "(authors.active = 1) + b");
    NUMBERS(alk_eq(author.active, true), "authors.active = ?");
    NUMBERS(alk_case(alk_when(author.active, 1)), "CASE WHEN authors.active = 1 THEN ? END");
    NUMBERS(alk_is(author.active, true), "authors.active IS 1");
    NUMBERS(alk_select(alk_true()), "SELECT 1 AS anon_1");
}

ALK_TEST(render_expression, division_is_exact_or_floors)
{
    SQL(alk_divide(author.born, 2), "authors.born / CAST(? AS NUMERIC)");
    SQL(alk_divide(author.score, alk_real(2)), "authors.score / ?");
    SQL(alk_floor_divide(author.born, 2), "authors.born / ?");
    SQL(alk_floor_divide(author.score, alk_real(2)), "FLOOR(authors.score / ?)");
    alk_sql_rules rules = standard(0);
    rules.divide = ALK_DIVIDE_EXACT;
    BY(&rules, alk_divide(author.born, 2), "authors.born / ?");
    BY(&rules, alk_floor_divide(author.born, 2), "FLOOR(authors.born / ?)");
    rules.divide = ALK_DIVIDE_FLOORS_REAL;
    BY(&rules, alk_divide(author.born, 2), "authors.born / (? + 0.0)");
    rules.modulo = "mod";
    BY(&rules, alk_modulo(a(), b()), "mod(a, b)");
    rules.bit_xor = "";
    BY(&rules, alk_bit_xor(a(), b()), "(a | b) - (a & b)");
    BY(&rules, alk_plus(a(), alk_bit_xor(b(), c())), "a + ((b | c) - (b & c))");
    rules.bit_xor = " # ";
    BY(&rules, alk_bit_xor(a(), b()), "a # b");
}

ALK_TEST(render_expression, distinct_from_by_other_rules)
{
    alk_sql_rules rules = standard(0);
#define DISTINCT(style, is, is_not)                                                                       \
    (rules.distinct_from = (style), BY(&rules, alk_is_distinct_from(a(), b()), is), \
     BY(&rules, alk_is_not_distinct_from(a(), b()), is_not))
    DISTINCT(ALK_DISTINCT_FROM_IS, "a IS NOT b", "a IS b");
    DISTINCT(ALK_DISTINCT_FROM_SPACESHIP, "NOT (a <=> b)", "a <=> b");
    DISTINCT(ALK_DISTINCT_FROM_INTERSECT, "NOT EXISTS (SELECT a INTERSECT SELECT b)", "EXISTS (SELECT a INTERSECT SELECT b)");
    DISTINCT(ALK_DISTINCT_FROM_DECODE, "DECODE(a, b, 0, 1) = 1", "DECODE(a, b, 0, 1) = 0");
}

ALK_TEST(render_expression, case_cast_extract)
{
    SQL(alk_case(alk_when(alk_eq(a(), b()), 1), alk_else(alk_null())), "CASE WHEN a = b THEN ? ELSE NULL END");
    SQL(alk_case_of(a(), alk_when(1, "x"), alk_when(2, "y")), "CASE a WHEN ? THEN ? WHEN ? THEN ? END");
    SQL(alk_cast(a(), ALK_OF(NUMERIC(10, 2))), "CAST(a AS NUMERIC(10, 2))");
    SQL(alk_cast("x", ALK_OF(VARCHAR(5))), "CAST(? AS VARCHAR(5))");
    SQL(alk_cast(a(), ALK_OF(NATIVE("my type(1)"))), "CAST(a AS my type(1))");
    SQL(alk_try_cast(a(), ALK_OF(DATE)), "TRY_CAST(a AS DATE)");
    SQL(alk_typed(alk_plus(a(), b()), ALK_OF(DATE)), "a + b");
    SQL(alk_times(alk_typed(alk_plus(a(), b()), ALK_OF(INTEGER)), c()), "(a + b) * c");
    SQL(alk_extract(ALK_YEAR, a()), "EXTRACT(year FROM a)");
    SQL(alk_extract(ALK_TIMEZONE_MINUTE, a()), "EXTRACT(timezone_minute FROM a)");
    alk_sql_rules rules = standard(ALK_SQL_TRY_CAST | ALK_SQL_DEFAULT_KEYWORD | ALK_SQL_ARRAYS);
    rules.extract = ALK_EXTRACT_STRFTIME;
    BY(&rules, alk_extract(ALK_MONTH, a()), "CAST(STRFTIME('%m', a) AS INTEGER)");
    REFUSED_BY(&rules, alk_extract(ALK_QUARTER, a()), "test has no EXTRACT of that part");
    REFUSED_BY(&rules, alk_extract(ALK_TIMEZONE_HOUR, a()), "test has no EXTRACT of that part");
    REFUSED_BY(&rules, alk_try_cast(a(), ALK_OF(DATE)), "test has no TRY_CAST");
    REFUSED_BY(&rules, alk_default(), "test has no DEFAULT as a value");
    REFUSED_BY(&rules, alk_array(a()), "test has no arrays");
    REFUSED_BY(&rules, alk_item(a(), 1), "test has no subscripts");
    rules.extract = ALK_EXTRACT_DATEPART;
    BY(&rules, alk_extract(ALK_DAY, a()), "DATEPART(day, a)");
}

ALK_TEST(render_expression, names_of_types_cannot_break_out)
{
    static const char *const bad[] = { "int); DROP TABLE t", "int -- x", "int /* x */", "int)", "(int", "'x", "int;" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        REFUSED(alk_cast(a(), ALK_OF(NATIVE(bad[i]))), "the name of a type");
}

ALK_TEST(render_expression, operators_of_ones_own)
{
    SQL(alk_op("@>", a(), b(), 5), "a @> b");
    SQL(alk_op("@>", alk_or(a(), b()), c(), 5), "(a OR b) @> c");
    SQL(alk_op("@>", alk_plus(a(), b()), c(), 5), "a + b @> c");
    SQL(alk_op("@>", alk_plus(a(), b()), c(), 0), "(a + b) @> c");      /* nobody said how tightly it binds */
    SQL(alk_plus(alk_op("@>", a(), b(), 0), c()), "(a @> b) + c");
    SQL(alk_op("-", a(), alk_literal(-1), 7), "a - -1");
    REFUSED(alk_op("?", a(), b(), 5), "takes ? for a parameter");
    REFUSED(alk_op("?|", a(), b(), 5), "takes ? for a parameter");
    HOLDS(sql_by(alk_op("?", a(), alk_text("x"), 5), NULL, NULL, &(const alk_compile_options){ .markers = ALK_MARKERS_DOLLAR }), "a ? $1");
    alk_dialect_data hash = alk__standard_data;
    hash.lexical |= ALK_LEX_HASH_COMMENTS;
    HOLDS(sql_by(alk_op("#>", a(), b(), 5), NULL, &hash, NULL), "error: test begins a comment with #");
}

ALK_TEST(render_expression, raw_text)
{
    SQL(alk_plus(alk_raw("x"), 1), "x + ?");
    SQL(alk_times(alk_raw("x + y"), 2), "(x + y) * ?");
    SQL(alk_and(alk_raw("x = 1 OR y = 2"), a()), "(x = 1 OR y = 2) AND a");
    SQL(alk_eq(alk_raw("(x OR y)"), a()), "(x OR y) = a");
    SQL(alk_or(alk_raw("x AND y"), a()), "x AND y OR a");
    SQL(alk_not(alk_raw("x AND y")), "NOT (x AND y)");
    SQL(alk_eq(alk_raw("x IS NULL"), a()), "(x IS NULL) = a");
    SQL(alk_eq(alk_raw("NOT x"), a()), "(NOT x) = a");
    SQL(alk_and(alk_raw("x XOR y"), a()), "(x XOR y) AND a");
    SQL(alk_eq(alk_raw("x GLOB y"), a()), "(x GLOB y) = a");
    SQL(alk_times(a(), alk_raw("x DIV y")), "a * (x DIV y)");
    SQL(alk_eq(alk_raw("mod(x, y)"), a()), "mod(x, y) = a");
    SQL(alk_negate(alk_raw("-x")), "-(-x)");
    SQL(alk_negate(alk_raw("--c\nx")), "- --c\nx");
    SQL(alk_eq(alk_raw("x @> y"), a()), "(x @> y) = a");
    NAMED(alk_eq(alk_raw("lower(:p)"), 5), "lower(:p) = :param_1");
    SQL(alk_raw("a\\:b"), "a:b");
    REFUSED(alk_eq(alk_raw("x; DROP TABLE t"), a()), "raw SQL inside a statement must be whole");
    REFUSED(alk_eq(alk_raw("x)"), a()), "must be whole");
    REFUSED(alk_eq(alk_raw("(x"), a()), "leaves a parenthesis open");
    REFUSED(alk_eq(alk_raw("'x"), a()), "must be whole");
    REFUSED(alk_eq(alk_raw("x /* y"), a()), "must be whole");
    SQL(alk_eq(alk_raw("x -- y"), a()), "x -- y\n = a");
    SQL(alk_eq(alk_raw("x -- y\n"), a()), "x -- y\n = a");
}

ALK_TEST(render_expression, symmetric_between)
{
    NAMED(alk_between_symmetric(author.born, 9, 1), "authors.born BETWEEN SYMMETRIC :born_1 AND :born_2");
    SQL(alk_not(alk_between_symmetric(author.born, 9, 1)), "authors.born NOT BETWEEN SYMMETRIC ? AND ?");
    alk_sql_rules rules = standard(0);
    rules.more &= ~(uint64_t)ALK_SQL_MORE_BETWEEN_SYMMETRIC;
    BY(&rules, alk_and(alk_between_symmetric(author.born, 9, 1), author.active), "(authors.born BETWEEN ? AND ? OR authors.born BETWEEN ? AND ?) AND authors.active");
    BY(&rules, alk_or(alk_not(alk_between_symmetric(author.born, 9, 1)), author.active), "(authors.born NOT BETWEEN ? AND ? AND authors.born NOT BETWEEN ? AND ?) OR authors.active");
}

ALK_TEST(render_expression, operators_of_one_operand)
{
    SQL(alk_op_before("@", a(), 0), "@ a");
    SQL(alk_op_before("@", alk_plus(a(), b()), 0), "@ (a + b)");
    SQL(alk_op_behind("!", alk_plus(a(), b()), 3), "a + b !");
    SQL(alk_plus(alk_op_behind("is odd", a(), 4), 1), "(a is odd) + ?");
    SQL(alk_negate(alk_and(alk_true(), alk_op_before("-", a(), 9))), "- - a");     /* what the AND is reduced to */
    SQL(alk_negate(alk_and(alk_true(), alk_negate(a()))), "-(-a)");
    REFUSED(alk_op_before("--", a(), 0), "that is no operator");
    REFUSED(alk_op_behind("!", a(), 101), "its precedence is not from 0 to 100");
    REFUSED(alk_op_before("?", a(), 0), "there is no operator ?");
    alk_sql_rules rules = standard(0);
    HOLDS(sql_by(alk_op_before("@", 5, 0), &rules, NULL, NULL), "@ ?");
}

ALK_TEST(render_expression, parts_by_name_and_collations_of_schemas)
{
    SQL(alk_extract_part("isodow", book.published), "EXTRACT(isodow FROM books.published)");
    REFUSED(alk_extract_part("day FROM now()) --", book.published), "letters, digits and _");
    REFUSED(alk_extract_part("1st", book.published), "letters, digits and _");
    alk_sql_rules rules = standard(0);
    rules.extract = ALK_EXTRACT_DATEPART;
    BY(&rules, alk_extract_part("nanosecond", book.published), "DATEPART(nanosecond, books.published)");
    rules.extract = ALK_EXTRACT_STRFTIME;
    REFUSED_BY(&rules, alk_extract_part("isodow", book.published), "test has no EXTRACT of that part");
    SQL(alk_collate_in(a(), "My", "de_DE"), "a COLLATE \"My\".\"de_DE\"");
    SQL(alk_collate_in(a(), NULL, "de"), "a COLLATE de");
    REFUSED(alk_collate_in(a(), "s", ""), "alk_collate_in() was given no name");
    rules.more = 0;
    REFUSED_BY(&rules, alk_collate_in(a(), "s", "de"), "test has no collations in a schema");
    SQL(alk_select(alk_collate(alk_cast(author.name, ALK_OF(VARCHAR(5))), "de")), "SELECT CAST(authors.name AS VARCHAR(5)) COLLATE de AS name FROM authors");
    SQL(alk_select(alk_negate(alk_label(author.born, "z"))), "SELECT -authors.born AS z FROM authors");
}

ALK_TEST(render_expression, raw_text_with_values)
{
    NAMED(alk_and(alk_raw_with("x = :a OR y = :b", alk_bind("a", 1)), a()), "(x = :a_1 OR y = :b) AND a");
    NAMED(alk_select(alk_raw_with(":a", alk_bind("a", 1)), alk_raw_with(":a", alk_bind("a", "x"))), "SELECT :a_1, :a_2");
    LITERAL(alk_raw_with("x = :a AND y = ':a'", alk_bind("a", "it's")), "x = 'it''s' AND y = ':a'");
    REFUSED(alk_raw_with("x = :a", alk_bind("b", 1)), "parameter b, which the text does not have");
    REFUSED(alk_raw_with("x = :a", alk_bind("a", 1), alk_bind("a", 2)), "two values for parameter a");
    REFUSED(alk_raw_with("x = :a", alk_int(1)), "takes what alk_bind() makes");
    REFUSED(alk_raw_with(NULL, alk_bind("a", 1)), "was given no text");
    const alk_sql *one = alk_keep(alk_raw_with("x = :a", alk_bind("a", 1))), *two = alk_keep(alk_raw_with("x = :a", alk_bind("a", 2)));
    const alk_sql *other = alk_keep(alk_raw_with("x = :a", alk_bind("a", "1")));
    alk_check(alk__node_equal(one, two) && !alk__node_equal(one, other));
    alk_free(one);
    alk_free(two);
    alk_free(other);
}

ALK_TEST(render_expression, names_are_quoted_or_refused)
{
    SQL(alk_name("select"), "\"select\"");
    SQL(alk_name("a\"b"), "\"a\"\"b\"");
    SQL(alk_name("x; --"), "\"x; --\"");
    SQL(alk_name("ü"), "\"ü\"");
    REFUSED(alk_name("a\nb"), "control character");
    REFUSED(alk_name("\xff"), "not valid UTF-8");
    REFUSED(alk_label(alk_name("\x7f"), "x"), "control character");
    alk_dialect_data small = alk__standard_data;
    small.max_identifier = 5;
    alk_check_str(sql_by(alk_name("abcde"), NULL, &small, NULL), "abcde");
    HOLDS(sql_by(alk_name("abcdef"), NULL, &small, NULL), "error: a name of 6 bytes is longer than the 5");
}

ALK_TEST(render_expression, nodes_that_are_no_expressions_alone)
{
    REFUSED(alk_where(a()), "WHERE cannot stand there");
    REFUSED(alk_bind("x", 1), "cannot stand there");
    REFUSED(author.books, "a relationship cannot stand there");
    REFUSED(alk_order_by(a()), "ORDER BY cannot stand there");
}

ALK_TEST(render_expression, as_deep_as_it_can_be_built)
{
    const alk_sql *node = author.id;
    for (int i = 0; i < 1000; i++)
        node = alk_negate(node);
    alk_check_that(strncmp(sql_of(node), "-(-(-(", 6) == 0, "%.200s", sql_of(node));
}

ALK_TEST(render_expression, memory_may_run_out_anywhere)
{
    int status;
    ALK_TORTURE(status) {
        alk_compiled *compiled = alk_compile(alk_select(alk_label(alk_case(alk_when(alk_in(author.id, ALK_INTS(1, 2, 3)), alk_cast(author.name, ALK_OF(TEXT)))), "x"),
                                                        alk_over(alk_sum(author.born), alk_order_by(alk_extract(ALK_YEAR, alk_now())), alk_rows(-1, 1)), author.name, book.title, tag.name,
                                                        alk_where(alk_contains(author.name, "x%"), alk_raw("a = :b"), alk_eq(alk_param("p"), 3))),
                                             "default", NULL);
        status = compiled ? ALK_OK : alk_last_error()->code;
        alk_compiled_free(compiled);
    }
}

/* Where a condition is no value, CASE makes one of it, which is NULL where the condition is. */
ALK_TEST(render_expression, conditions_as_values)
{
    alk_sql_rules rules = standard(ALK_SQL_NATIVE_BOOLEAN);
    rules.more |= ALK_SQL_MORE_NO_CONDITION_VALUES;
    BY(&rules, alk_select(alk_gt(a(), b())), "SELECT CASE WHEN a > b THEN 1 WHEN NOT (a > b) THEN 0 END AS anon_1");
    BY(&rules, alk_select(alk_label(alk_eq(a(), alk_null()), "n")), "SELECT CASE WHEN a IS NULL THEN 1 ELSE 0 END AS n");
    BY(&rules, alk_select(alk_label(alk_exists(alk_select(b())), "e")), "SELECT CASE WHEN EXISTS (SELECT b) THEN 1 ELSE 0 END AS e");
    BY(&rules, alk_gt(a(), b()), "a > b");
    BY(&rules, alk_eq(alk_is(a(), alk_null()), b()), "CASE WHEN a IS NULL THEN 1 ELSE 0 END = b");
    BY(&rules, alk_func("f", alk_is(a(), alk_null())), "f(CASE WHEN a IS NULL THEN 1 ELSE 0 END)");
    BY(&rules, alk_select(a(), alk_where(alk_label(alk_gt(a(), 1), "x"), alk_not(alk_and(alk_gt(a(), 2), alk_gt(b(), 3))))), "SELECT a WHERE a > ? AND (NOT (a > ? AND b > ?))");
    BY(&rules, alk_select(a(), alk_where(alk_or(alk_case(alk_when(alk_gt(a(), 1), alk_true())), alk_bool(true)))), "SELECT a WHERE CASE WHEN a > ? THEN 1 END = 1 OR ? = 1");
    BY(&rules, alk_select(alk_label(alk_and(alk_true(), alk_true()), "t")), "SELECT 1 AS t");
    alk_sql *nested = alk_gt(a(), b());
    for (int i = 0; i < 20; i++)
        nested = alk_eq(nested, b());
    REFUSED_BY(&rules, nested, "conditions as values: they are nested deeper");
}
