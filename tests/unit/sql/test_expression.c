/* SPDX-License-Identifier: MIT
 * Expressions as they are built: their shape, who owns what, and every wrong use, which is a node that tells the call. */
#include "sql_test.h"

/* ---- shapes ---- */

ALK_TEST(expression, operators_take_columns_and_c_values)
{
    DUMPS(alk_eq(author.id, 5), "BINARY 1(COLUMN authors.id, VALUE integer)");
    DUMPS(alk_eq(5, author.id), "BINARY 1(VALUE integer, COLUMN authors.id)");
    DUMPS(alk_plus(author.born, 1.5), "BINARY 26(COLUMN authors.born, VALUE real)");
    DUMPS(alk_like(author.name, "U%"), "BINARY 11(COLUMN authors.name, VALUE text)");
}

ALK_TEST(expression, full_text_search_has_modes)
{
    alk_free(made(alk_match_mode(author.name, "a", ALK_MATCH_DEFAULT)));
    alk_free(made(alk_match_mode(author.name, "a", ALK_MATCH_NATURAL | ALK_MATCH_EXPANSION)));
    FAULT(alk_match_mode(author.name, "a", 4), "alk_match_mode() was given the mode 4");
    FAULT(alk_escape(alk_match_mode(author.name, "a", ALK_MATCH_NATURAL), "/"), "takes a LIKE");
}

ALK_TEST(expression, what_is_compared_with_a_quantifier_has_no_contrary)
{
    const alk_sql *all = made(alk_not(alk_eq(alk_func("all", author.id), 1)));
    alk_check_that(all->kind == ALK__NODE_UNARY, "NOT (all(x) = y) is not all(x) != y");
    alk_free(all);
}

ALK_TEST(expression, null_on_the_right_of_a_comparison_is_is)
{
    DUMPS(alk_eq(author.born, alk_null()), "BINARY 7(COLUMN authors.born, CONSTANT 3)");
    DUMPS(alk_ne(author.born, alk_null()), "BINARY 8(COLUMN authors.born, CONSTANT 3)");
    DUMPS(alk_eq(author.name, (const char *)NULL), "BINARY 7(COLUMN authors.name, CONSTANT 3)");
    DUMPS(alk_lt(author.born, alk_null()), "BINARY 3(COLUMN authors.born, VALUE null)");
    DUMPS(alk_is_not_distinct_from(author.born, alk_null()), "BINARY 10(COLUMN authors.born, VALUE null)");
    const alk_sql *null = alk_keep(alk_null());
    DUMPS(alk_eq(author.born, null), "BINARY 7(COLUMN authors.born, CONSTANT 3)");
    alk_free(null);
}

ALK_TEST(expression, is_takes_the_three_truths)
{
    DUMPS(alk_is(author.active, true), "BINARY 7(COLUMN authors.active, CONSTANT 1)");
    DUMPS(alk_is_not(author.active, false), "BINARY 8(COLUMN authors.active, CONSTANT 2)");
    DUMPS(alk_is(author.active, alk_null()), "BINARY 7(COLUMN authors.active, CONSTANT 3)");
}

ALK_TEST(expression, not_turns_what_has_a_contrary)
{
    DUMPS(alk_not(alk_eq(author.id, 1)), "BINARY 2(COLUMN authors.id, VALUE integer)");
    DUMPS(alk_not(alk_ge(author.id, 1)), "BINARY 3(COLUMN authors.id, VALUE integer)");
    DUMPS(alk_not(alk_le(author.id, 1)), "BINARY 5(COLUMN authors.id, VALUE integer)");
    DUMPS(alk_not(alk_between(author.id, 1, 2)), "BETWEEN 22(COLUMN authors.id, VALUE integer, VALUE integer)");
    DUMPS(alk_not(alk_in(author.id, ALK_INTS(1, 2))), "IN 20(COLUMN authors.id, VALUE array)");
    DUMPS(alk_not(alk_true()), "CONSTANT 2");
    DUMPS(alk_not(alk_false()), "CONSTANT 1");
    DUMPS(alk_not(author.active), "UNARY 25(COLUMN authors.active)");
    DUMPS(alk_not(alk_eq(author.id, alk_any(alk_ints(0, NULL)))), "UNARY 25(BINARY 1(COLUMN authors.id, QUANTIFIED 1(VALUE array)))");
    FAULT((alk_not)(NULL), "alk_not() was given NULL");
}

ALK_TEST(expression, not_of_not_is_the_term_itself)
{
    const alk_sql *once = made(alk_not(alk_not(alk_and(author.active, author.id))));
    alk_check_int(once->kind, ALK__NODE_JUNCTION);
    alk_check_uint(once->refs, 0);             /* it floats, so that who takes it owns it */
    alk_free(once);
    alk_check(alk_not(alk_not(author.active)) == author.active);
}

ALK_TEST(expression, not_of_a_kept_not_leaves_it_whole)
{
    const alk_sql *kept = alk_keep(made(alk_not(alk_and(author.active, author.id))));
    const alk_sql *twice = made(alk_not(kept));
    alk_free(kept);
    DUMPS(twice, "UNARY 25(UNARY 25(JUNCTION 23(COLUMN authors.active, COLUMN authors.id)))");
    const alk_sql *term = alk_keep(made(alk_and(author.active, author.id)));
    twice = made(alk_not(alk_not(term)));
    alk_free(term);                            /* the statement holds it */
    DUMPS(twice, "UNARY 25(UNARY 25(JUNCTION 23(COLUMN authors.active, COLUMN authors.id)))");
}

ALK_TEST(expression, text_around_takes_its_own_wildcards_literally)
{
    const alk__node *node = alk__node_built(made(alk_contains(author.name, "50%_/")));
    alk_check_uint(node->n, 3);
    const alk_value *value = &((const alk__value_node *)node->child[1])->value;
    alk_check_bytes(value->u.p, value->len, "50/%/_//", 8);
    alk_free(&node->sql);
    node = alk__node_built(made(alk_starts_with(author.name, author.name)));
    alk_check_uint(node->n, 2);                /* what is no value is a pattern */
    alk_free(&node->sql);
}

ALK_TEST(expression, case_is_flat)
{
    DUMPS(alk_case(alk_when(author.active, 1), alk_else(0)), "CASE(COLUMN authors.active, VALUE integer, VALUE integer)");
    DUMPS(alk_case_of(author.id, alk_when(1, "a"), alk_when(2, "b")),
          "CASE(COLUMN authors.id, VALUE integer, VALUE text, VALUE integer, VALUE text)");
}

ALK_TEST(expression, case_of_many_whens)
{
    const alk_sql *whens[101];
    for (int i = 0; i < 100; i++)
        whens[i] = alk_when(i, i);
    whens[100] = &alk_end;
    const alk_sql *node = made((alk_case)(whens));
    alk_check_uint(alk__node_built(node)->n, 200);
    alk_free(node);
}

ALK_TEST(expression, in_counts_places_by_powers_of_two)
{
    static const struct { size_t n; unsigned places; } rows[] = { { 0, 0 }, { 1, 1 }, { 2, 2 }, { 3, 4 }, { 4, 4 }, { 5, 8 }, { 100, 128 } };
    int64_t values[100] = { 0 };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const alk_sql *node = made(alk_in(author.id, alk_ints(rows[i].n, values)));
        alk_check_uint(alk__node_built(node)->spare, rows[i].places);
        alk_free(node);
    }
}

ALK_TEST(expression, types_follow_from_what_is_met)
{
    static const struct { const char *what; int kind; } rows[] = { { "eq", ALK_KIND_BOOLEAN }, { "plus", ALK_KIND_INTEGER }, { "divide", 0 }, { "concat", ALK_KIND_TEXT },
                                                                   { "sum", ALK_KIND_NUMERIC }, { "count", ALK_KIND_BIGINT }, { "cast", ALK_KIND_DATE }, { "case", ALK_KIND_VARCHAR } };
    const alk_sql *nodes[] = { alk_eq(author.id, 1), alk_plus(author.born, 1), alk_divide(author.born, 2), alk_concat(author.name, "x"), alk_sum(author.score),
                               alk_count_all(), alk_cast(author.name, ALK_OF(DATE)), alk_case(alk_when(author.active, author.name)) };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const alk_type *type = alk__node_type(nodes[i]);
        alk_check_that((type ? type->kind : 0) == rows[i].kind || nodes[i]->kind == ALK__NODE_ERROR, "%s has the type %d", rows[i].what, type ? type->kind : 0);
    }
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        alk_free(nodes[i]);
}

ALK_TEST(expression, arithmetic_has_the_wider_type)
{
    static const int kinds[] = { ALK_KIND_BIGINT, ALK_KIND_NUMERIC, ALK_KIND_NUMERIC, ALK_KIND_DOUBLE, ALK_KIND_NUMERIC, ALK_KIND_INTEGER, 0, ALK_KIND_DATE, ALK_KIND_BIGINT, ALK_KIND_NUMERIC };
    const alk_sql *nodes[] = { alk_plus(author.born, author.id), alk_times(author.born, book.price), alk_times(book.price, author.born), alk_times(author.born, 1.5),
                               alk_plus(author.born, alk_decimal("0.5")), alk_plus(author.born, 5), alk_minus(book.published, book.published), alk_minus(book.published, 5),
                               alk_plus(alk_select(author.id), 1), alk_divide(author.born, book.price) };
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        const alk_type *type = alk__node_type(nodes[i]);
        alk_check_that((type ? type->kind : 0) == kinds[i] || nodes[i]->kind == ALK__NODE_ERROR, "arithmetic %zu has the type %d", i, type ? type->kind : 0);
    }
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        alk_free(nodes[i]);
}

ALK_TEST(expression, columns_of_text_do_not_count)
{
    const alk_sql *other = alk_keep(alk_alias(author.table, "other"));
    FAULT(alk_plus(author.name, 1), "alk_plus(): authors.name is VARCHAR, of which there is no arithmetic: alk_cast()");
    FAULT(alk_times(2, alk_at(other, author.name)), "alk_times(): authors.name is VARCHAR");
    FAULT(alk_negate(book.title), "alk_negate(): books.title is TEXT");
    alk_free(made(alk_plus(alk_cast(author.name, ALK_OF(BIGINT)), 1)));
    alk_free(made(alk_concat(author.name, 1)));
    alk_free(other);
}

/* The type that was given lives no longer than the call: the node has a copy, and so has the value in it. */
static const alk_sql *typed_in_a_block(void)
{
    alk_type type = ALK_SQL_NUMERIC(7, 3);
    const alk_sql *node = alk_typed("5", &type);
    memset(&type, 0xAA, sizeof type);
    return node;
}

ALK_TEST(expression, typed_copies_the_type)
{
    const alk_sql *node = made(typed_in_a_block());
    const alk__value_node *value = (const alk__value_node *)alk__node_built(node)->child[0];
    alk_check_int(value->value.tag, ALK_TYPE_DECIMAL);
    alk_check_int(value->type->kind, ALK_KIND_NUMERIC);
    alk_check_int(value->type->scale, 3);
    alk_free(node);
}

/* ---- wrong uses ---- */

ALK_TEST(expression, null_in_place_of_sql_names_the_call)
{
#define SQL_NULL ((const alk_sql *)NULL)
    FAULT((alk_eq)(SQL_NULL, alk_int(1)), "alk_eq() was given NULL");
    FAULT((alk_eq)(alk_int(1), SQL_NULL), "alk_eq() was given NULL");
    FAULT((alk_plus)(author.id, SQL_NULL), "alk_plus() was given NULL");
    FAULT((alk_between)(author.id, alk_int(1), SQL_NULL), "alk_between() was given NULL");
    FAULT((alk_between)(SQL_NULL, alk_int(1), alk_int(2)), "alk_between() was given NULL");
    FAULT((alk_in)(SQL_NULL, ALK_INTS(1)), "alk_in() was given NULL");
    FAULT(alk_in(author.id, NULL), "alk_in() was given NULL");
    FAULT((alk_and)(ALK_LIST(alk_int(1), SQL_NULL, alk_text("x"))), "alk_and() was given NULL");
    FAULT((alk_or)(ALK_LIST(SQL_NULL)), "alk_or() was given NULL");
    FAULT(alk_negate(NULL), "alk_negate() was given NULL");
    FAULT(alk_desc(NULL), "alk_desc() was given NULL");
    FAULT((alk_is)(SQL_NULL, alk_null()), "alk_is() was given NULL");
    FAULT((alk_cast)(SQL_NULL, ALK_OF(DATE)), "alk_cast() was given NULL");
    FAULT((alk_typed)(SQL_NULL, ALK_OF(DATE)), "alk_typed() was given NULL");
    FAULT((alk_label)(SQL_NULL, "x"), "alk_label() was given NULL");
    FAULT(alk_exists(NULL), "alk_exists() was given NULL");
    FAULT(alk_any(NULL), "alk_any() was given NULL");
    FAULT((alk_literal)(NULL), "alk_literal() was given NULL");
    FAULT((alk_item)(SQL_NULL, alk_int(1)), "alk_item() was given NULL");
    FAULT((alk_slice)(author.id, alk_int(1), SQL_NULL), "alk_slice() was given NULL");
    FAULT((alk_tuple)(ALK_LIST(alk_int(1), SQL_NULL)), "alk_tuple() was given NULL");
    FAULT((alk_array)(ALK_LIST(SQL_NULL)), "alk_array() was given NULL");
    FAULT((alk_json_get)(NULL, ALK_LIST(alk_text("a"))), "alk_json_get() was given NULL");
    FAULT((alk_json_text)(book.data, ALK_LIST(SQL_NULL, alk_text("a"))), "alk_json_text() was given NULL");
    FAULT((alk_when)(SQL_NULL, alk_int(1)), "alk_when() was given NULL");
    FAULT((alk_else)(SQL_NULL), "alk_else() was given NULL");
    FAULT((alk_case_of)(SQL_NULL, ALK_LIST(alk_when(1, 2))), "alk_case_of() was given NULL");
    FAULT((alk_contains)(SQL_NULL, alk_text("x")), "alk_contains() was given NULL");
    FAULT((alk_contains)(author.name, SQL_NULL), "alk_contains() was given NULL");
    FAULT((alk_regexp_match)(SQL_NULL, alk_text("x"), "i"), "alk_regexp_match() was given NULL");
    FAULT((alk_regexp_replace)(author.name, alk_text("x"), SQL_NULL, NULL), "alk_regexp_replace() was given NULL");
    FAULT(alk_escape(NULL, "/"), "alk_escape() takes a LIKE");
    FAULT(alk_at(NULL, author.id), "alk_at() was given NULL");
    FAULT(alk_at(author.table, NULL), "alk_at() was given NULL");
    FAULT(alk_column_of(NULL, "x"), "alk_column_of() was given NULL");
    FAULT(alk_star_of(NULL), "alk_star_of() was given NULL");
    FAULT(alk_collate(NULL, "x"), "alk_collate() was given NULL");
    FAULT(alk_extract(ALK_YEAR, NULL), "alk_extract() was given NULL");
    FAULT((alk_op)("+", SQL_NULL, alk_int(1), 7), "alk_op() was given NULL");
}

ALK_TEST(expression, what_follows_a_null_in_a_list_is_freed_too)
{
    FAULT((alk_case)(ALK_LIST(alk_when(1, 2), NULL, alk_when(3, 4))), "alk_when()");
    FAULT((alk_case_of)(alk_text("v"), ALK_LIST(NULL, alk_when(3, "text"))), "alk_when()");
    FAULT((alk_func)("", ALK_LIST(NULL, alk_text("x"))), "no name");
}

ALK_TEST(expression, names_must_be_there)
{
    FAULT(alk_name(NULL), "alk_name() was given no name");
    FAULT(alk_name(""), "alk_name() was given no name");
    FAULT(alk_param(""), "alk_param() was given no name");
    FAULT(alk_param(NULL), "alk_param() was given no name");
    FAULT(alk_column_of(author.table, ""), "alk_column_of() was given no name");
    FAULT(alk_label(alk_plus(1, 2), ""), "alk_label() was given no name");
    FAULT(alk_label(author.id, NULL), "alk_label() was given no name");
    FAULT(alk_collate(alk_text("x"), NULL), "alk_collate() was given no name");
}

ALK_TEST(expression, nodes_of_another_class_are_refused)
{
    FAULT(alk_eq(author.id, author.table), "alk_eq() was given a table");
    FAULT(alk_eq(author.id, author.books), "alk_eq() was given a relationship");
    FAULT(alk_eq(author.id, alk_where(author.active)), "alk_eq() was given WHERE");
    FAULT(alk_and(author.active, alk_limit(5)), "alk_and() was given LIMIT");
    FAULT(alk_plus(author.id, alk_bind("a", 1)), "alk_plus() was given alk_bind()");
    FAULT(alk_and(alk_when(author.active, 1)), "alk_and() was given WHEN");
    FAULT(alk_in(author.id, alk_subquery(alk_select(book.id), "s")), "alk_in() was given a subquery");
    FAULT(alk_in(author.id, alk_where(author.active)), "alk_in() was given WHERE");
    FAULT(alk_in(author.id, 5 > 4 ? alk_int(5) : NULL), "alk_in() takes a query");
    FAULT(alk_exists(author.id), "alk_exists() was given a column");
    FAULT(alk_at(alk_plus(1, 2), author.id), "alk_at() takes an alias");
    FAULT(alk_at(alk_alias(author.table, "a"), alk_int(5)), "alk_at() takes a column");
    FAULT(alk_at(alk_alias(author.table, "a"), alk_alias(book.table, "b")), "alk_at() takes a column");
    FAULT(alk_at(alk_alias(author.table, "a"), book.id), "a column of another table");
    FAULT(alk_at(author.table, book.id), "a column of another table");
    FAULT(alk_literal(author.id), "alk_literal() takes a value");
    FAULT(alk_literal(alk_plus(1, 2)), "alk_literal() takes a value");
    FAULT(alk_column_of(author.id, "x"), "alk_column_of() was given a column");
    FAULT(alk_star_of(alk_plus(1, 2)), "alk_star_of() was given an operator");
    FAULT(alk_tuple(author.table), "alk_tuple() was given a table");
    FAULT(alk_label(alk_where(author.active), "x"), "alk_label() was given WHERE");
}

ALK_TEST(expression, case_needs_whens_and_one_else_at_the_end)
{
    FAULT((alk_case)(no_list), "needs an alk_when()");
    FAULT((alk_case)(NULL), "needs an alk_when()");
    FAULT(alk_case(alk_else(1)), "needs an alk_when()");
    FAULT(alk_case(alk_else(1), alk_when(1, 2)), "one alk_else() as the last");
    FAULT(alk_case(alk_when(1, 2), alk_else(1), alk_else(2)), "one alk_else() as the last");
    FAULT(alk_case(alk_plus(1, 2)), "takes alk_when()s");
    FAULT(alk_case(author.id), "takes alk_when()s");
    FAULT(alk_case_of(alk_text("x"), alk_text("y")), "takes alk_when()s");
}

ALK_TEST(expression, an_error_among_the_whens_swallows_all)
{
    FAULT(alk_case(alk_when(author.active, alk_name("")), alk_when(1, "fresh"), alk_else("e")), "alk_name()");
    FAULT(alk_case_of(alk_text("value"), alk_when(1, "a"), alk_when(alk_name(""), 1), alk_else("fresh")), "alk_name()");
    FAULT(alk_case_of(alk_name(""), alk_when(1, "a")), "alk_name()");
    FAULT(alk_case_of(alk_name(""), alk_when(1, "a"), alk_when(alk_param(""), 1), alk_else("fresh")), "alk_name()");
    const alk_sql *whens[18];                  /* as many parts as fit without an allocation, and the error */
    for (int i = 0; i < 16; i++)
        whens[i] = alk_when(i, i);
    whens[16] = alk_when(alk_name(""), 1);
    whens[17] = &alk_end;
    FAULT((alk_case)(whens), "alk_name()");
}

ALK_TEST(expression, text_beside_an_integer_column_is_a_mistake)
{
    FAULT(alk_eq(author.id, "5"), "alk_eq(): authors.id is BIGINT and does not go with text");
    FAULT(alk_eq("5", author.id), "does not go with text");
    FAULT(alk_between(author.born, 1, "x"), "alk_between(): authors.born is INTEGER");
    FAULT(alk_in(author.id, ALK_TEXTS("a")), "alk_in(): authors.id is BIGINT");
    FAULT(alk_plus(author.born, "x"), "alk_plus(): authors.born");
    FAULT(alk_eq(book.published, "yesterday"), "published");
    FAULT(alk_eq(author.score, "12,5"), "score");
}

ALK_TEST(expression, operators_of_ones_own_have_a_sound_token)
{
    static const char *const bad[] = { "", "--", "+--", "/*", "*/", ";", "a;", "'", "\"", "a'b", "&&;", "1", "a1", " and", "é", "(", ")", ",", "\\", "`", "[", "$", "\n", "a-b",
                                       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
    static const char *const good[] = { "&&", "@>", "<@", "->>", "#>", "IS NOT", "glob", "!~*", "::", "similar_to" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        FAULT((alk_op)(bad[i], author.id, alk_int(1), 5), "alk_op(): that is no operator");
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        alk_free(made(alk_op(good[i], author.id, 1, 5)));
    FAULT((alk_op)(NULL, author.id, alk_int(1), 5), "no operator");
    FAULT(alk_op_bool("+", author.id, 1, -1), "alk_op_bool()");
    FAULT(alk_op_bool("+", author.id, 1, 101), "precedence");
}

ALK_TEST(expression, escape_takes_a_like_and_one_character)
{
    alk_free(made(alk_escape(alk_like(author.name, "a/%"), "/")));
    alk_free(made(alk_escape(alk_not_ilike(author.name, "a"), "é")));
    FAULT(alk_escape(alk_like(author.name, "a"), NULL), "one character");
    FAULT(alk_escape(alk_like(author.name, "a"), "//"), "one character");
    FAULT(alk_escape(alk_like(author.name, "a"), "éa"), "one character");
    FAULT(alk_escape(alk_eq(author.name, "a"), "/"), "takes a LIKE");
    FAULT(alk_escape(alk_regexp_match(author.name, "a", NULL), "/"), "takes a LIKE");
    FAULT(alk_escape(alk_match(author.name, "a"), "/"), "takes a LIKE");
    FAULT(alk_escape(alk_contains(author.name, "a"), "/"), "takes a LIKE");
    FAULT(alk_escape(alk_escape(alk_like(author.name, "a"), "/"), "/"), "takes a LIKE");
    FAULT(alk_escape(author.name, "/"), "takes a LIKE");
    FAULT(alk_escape(alk_name(""), "/"), "alk_name()");
}

ALK_TEST(expression, casts_and_parts_of_dates_are_known_ones)
{
    FAULT(alk_cast(alk_plus(1, 2), NULL), "alk_cast() was given no type");
    FAULT(alk_try_cast(1, &(const alk_type){ 0 }), "alk_try_cast() was given no type");
    FAULT(alk_typed("x", ALK_OF(INTEGER)), "alk_typed(): an expression is INTEGER");
    FAULT(alk_extract(0, alk_now()), "alk_extract() was given 0");
    FAULT(alk_extract(16, alk_now()), "alk_extract() was given 16");
    FAULT(alk_extract(-1, alk_now()), "alk_extract() was given -1");
}

ALK_TEST(expression, arrays_and_paths_are_checked)
{
    FAULT(alk_ints(3, NULL), "alk_ints() was given no values");
    FAULT(alk_texts(1, (const char *const[]){ "\xff" }), "UTF-8");
    const alk_sql *steps[35];
    for (int i = 0; i < 33; i++)
        steps[i] = alk_text("step");
    steps[33] = &alk_end;
    FAULT((alk_json_get)(book.data, steps), "at most 32 steps");
    alk_free(made(alk_texts(2, (const char *const[]){ "a", NULL })));
    alk_free(made(alk_ints(0, NULL)));
}

ALK_TEST(expression, nesting_is_bounded)
{
    const alk_sql *node = alk_plus(author.id, author.id);
    for (int i = 1; i < 1000; i++)
        node = alk_plus(node, author.id);
    if (node->kind != ALK__NODE_ERROR)
        alk_check_uint(alk__node_built(node)->depth, 1000);
    FAULT(alk_plus(node, 5), "alk_plus() makes SQL that is nested deeper than 1000");
}

/* ---- owning ---- */

ALK_TEST(expression, a_kept_node_stands_in_two_statements)
{
    const alk_sql *shared = alk_keep(made(alk_eq(author.id, 5)));
    const alk_sql *a = made(alk_and(shared, author.active)), *b = made(alk_or(shared, shared));
    alk_check_uint(shared->refs, 4);
    alk_free(a);
    alk_check_uint(shared->refs, 3);
    alk_free(shared);
    DUMPS(b, "JUNCTION 24(BINARY 1(COLUMN authors.id, VALUE integer), BINARY 1(COLUMN authors.id, VALUE integer))");
}

ALK_TEST(expression, a_kept_value_is_not_changed_by_the_column_it_meets)
{
    const alk_sql *value = alk_keep(made(alk_int(5)));
    const alk_sql *a = made(alk_eq(author.score, value)), *b = made(alk_eq(author.id, value));
    alk_check_int(((const alk__value_node *)value)->value.tag, ALK_TYPE_INT);
    alk_check(((const alk__value_node *)value)->type == NULL);
    alk_free(value);
    DUMPS(a, "BINARY 1(COLUMN authors.score, VALUE integer)");
    DUMPS(b, "BINARY 1(COLUMN authors.id, VALUE integer)");
}

ALK_TEST(expression, an_error_swallows_its_siblings)
{
    FAULT(alk_and(alk_eq(author.id, 1), alk_name(""), alk_eq(author.name, "fresh")), "alk_name()");
    FAULT(alk_eq(alk_name(""), "fresh"), "alk_name()");
    FAULT(alk_between(alk_plus(1, 2), alk_name(""), "fresh"), "alk_name()");
    FAULT(alk_in(alk_name(""), ALK_INTS(1, 2)), "alk_name()");
    FAULT(alk_in(alk_plus(1, 2), alk_texts(1, (const char *const[]){ "\xff" })), "UTF-8");
    FAULT(alk_json_get(alk_name(""), alk_text("a")), "alk_name()");
    FAULT(alk_contains(alk_name(""), "50%"), "alk_name()");
    FAULT(alk_label(alk_name(""), "x"), "alk_name()");
    FAULT(alk_not(alk_not(alk_name(""))), "alk_name()");
    FAULT(alk_at(alk_alias(author.table, "a"), alk_name("")), "alk_name()");
    FAULT(alk_at(alk_alias(author.table, ""), alk_plus(1, 2)), "alk_alias()");
    /* of two the first */
    FAULT(alk_and(alk_name(""), alk_param("")), "alk_name()");
}

ALK_TEST(expression, an_error_kept_by_the_program_is_told_each_time)
{
    const alk_sql *error = alk_keep(alk_name(""));
    for (int i = 0; i < 3; i++) {
        const alk_sql *node = alk_and(error, alk_eq(author.id, i));
        alk_check(node->kind == ALK__NODE_ERROR);
        alk_check_int(alk__node_raise(node), alk__node_raise(error));
    }
    alk_free(error);
}

ALK_TEST(expression, what_stands_twice_in_a_failing_list_is_freed_once)
{
    const alk_sql *twice = made(alk_plus(1, 2));
    FAULT(alk_and(twice, twice, alk_name("")), "alk_name()");
    twice = made(alk_plus(1, 2));
    FAULT((alk_and)(ALK_LIST(twice, NULL, twice)), "NULL");
}

ALK_TEST(expression, what_is_given_twice_to_a_refused_call_is_freed_once)
{
    const alk_sql *twice = alk_plus(1, 2);
    FAULT(alk_match_mode(twice, twice, 99), "which there is not");
    twice = alk_plus(1, 2);
    FAULT(alk_op(";", twice, twice, 5), "that is no operator");
    twice = alk_plus(1, 2);
    FAULT(alk_set(twice, twice), "takes a column first");
    twice = alk_plus(1, 2);
    FAULT(alk_join_on(twice, twice), "takes a table or a relationship");
    twice = alk_plus(1, 2);
    FAULT(alk_case_of(twice, twice), "a CASE takes alk_when()s");
    twice = alk_when(alk_eq(author.id, 1), "x");
    FAULT(alk_case(twice, alk_name(""), twice), "alk_name()");
}

ALK_TEST(expression, memory_may_run_out_anywhere)
{
    int status;
    ALK_TORTURE(status) {
        const alk_sql *node = alk_and(alk_contains(author.name, "5%"), alk_not(alk_in(author.id, ALK_INTS(1, 2, 3))),
                                      alk_eq(author.score, "1.50"), alk_eq(alk_case_of(author.id, alk_when(1, "x"), alk_else("y")), "z"),
                                      alk_escape(alk_like(author.name, "%"), "/"), alk_not(alk_not(alk_or(alk_true(), alk_eq(book.published, "2020-02-29")))),
                                      alk_op_bool("@>", book.data, alk_json("{}"), 5), alk_is(author.active, true),
                                      alk_eq(alk_json_text(book.data, alk_text("a"), alk_int(1)), alk_typed("x", ALK_OF(TEXT))));
        status = node->kind == ALK__NODE_ERROR ? alk__node_raise(node) : ALK_OK;
        alk_free(node);
    }
}
