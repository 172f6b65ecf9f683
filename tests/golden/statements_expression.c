/* SPDX-License-Identifier: MIT
 * Expressions: operators and what stands for them, NULL and truth, IN, patterns, CASE, casts; and how values are written as literals. */
#include "statements.h"

/* ---- arithmetic ---- */

static const alk_sql *arithmetic(void)
{
    return alk_select(track.track_id, alk_label(alk_divide(track.milliseconds, 1000), "exact"), alk_label(alk_floor_divide(track.milliseconds, 1000), "floored"),
                      alk_label(alk_modulo(track.milliseconds, 1000), "rest"), alk_label(alk_negate(track.milliseconds), "negative"),
                      alk_label(alk_divide(track.unit_price, 2), "half"), alk_where(alk_le(track.track_id, 2)), alk_order_by(track.track_id));
}
static const alk_sql *precedence_of_arithmetic(void)
{
    return alk_select(alk_label(alk_times(alk_plus(genre.genre_id, 1), alk_minus(genre.genre_id, alk_minus(2, 1))), "a"),
                      alk_label(alk_minus(alk_minus(genre.genre_id, 2), 1), "b"), alk_label(alk_negate(alk_negate(genre.genre_id)), "c"), alk_where(alk_eq(genre.genre_id, 3)));
}
static const alk_sql *bits(void)
{
    return alk_select(alk_label(alk_bit_and(genre.genre_id, 6), "and_"), alk_label(alk_bit_or(genre.genre_id, 8), "or_"), alk_label(alk_bit_xor(genre.genre_id, 3), "xor_"),
                      alk_label(alk_bit_and(alk_bit_not(genre.genre_id), 7), "not_"), alk_label(alk_shift_left(genre.genre_id, 2), "left_"), alk_label(alk_shift_right(genre.genre_id, 1), "right_"),
                      alk_where(alk_eq(genre.genre_id, 5)));
}

/* ---- comparisons, NULL, truth ---- */

static const alk_sql *comparisons(void)
{
    return alk_select(genre.genre_id, alk_where(alk_gt(genre.genre_id, 3), alk_ge(genre.genre_id, 4), alk_lt(genre.genre_id, 12), alk_le(genre.genre_id, 11), alk_ne(genre.name, "Jazz"),
                                                alk_between(genre.genre_id, 5, 10), alk_not_between(genre.genre_id, 7, 8)),
                      alk_order_by(genre.genre_id));
}
static const alk_sql *null_is_compared_by_is(void)
{
    return alk_select(alk_label(alk_count_all(), "n"), alk_from(customer.table), alk_where(alk_eq(customer.company, alk_null()), alk_ne(customer.phone, alk_null()), alk_is_not(customer.email, alk_null())));
}
static const alk_sql *is_distinct_from(void)
{
    return alk_select(alk_label(alk_count_all(), "n"), alk_from(customer.table),
                      alk_where(alk_is_distinct_from(customer.company, "Apple Inc."), alk_is_not_distinct_from(customer.state, alk_label(alk_select(alk_max(customer.state), alk_from(customer.table), alk_where(alk_false()), alk_correlate(genre.table)), "s"))));
}
static const alk_sql *and_or_not(void)
{
    return alk_select(genre.genre_id, alk_where(alk_or(alk_and(alk_gt(genre.genre_id, 3), alk_lt(genre.genre_id, 6)), alk_not(alk_or(alk_gt(genre.genre_id, 1), alk_eq(genre.name, "Jazz"))))),
                      alk_order_by(genre.genre_id));
}
static const alk_sql *true_and_false(void) { return alk_select(alk_label(alk_count_all(), "n"), alk_from(genre.table), alk_where(alk_true(), alk_or(alk_false(), alk_gt(genre.genre_id, 5)))); }
static const alk_sql *false_alone(void) { return alk_select(genre.genre_id, alk_where(alk_false())); }
static const alk_sql *conditions_of_no_terms(void) { return alk_select(alk_label(alk_count_all(), "n"), alk_from(genre.table), alk_where((alk_and)(ALK_LIST_ENDED(&alk_end)), alk_not((alk_or)(ALK_LIST_ENDED(&alk_end))))); }
static const alk_sql *truth_as_a_value(void) { return alk_select(alk_label(alk_true(), "yes"), alk_label(alk_false(), "no"), alk_label(alk_bool(true), "bound")); }
static const alk_sql *boolean_columns(void)
{
    const alk_sql *flags = alk_keep(alk_subquery(alk_select(genre.genre_id, alk_label(alk_case(alk_when(alk_lt(genre.genre_id, 4), alk_true()), alk_else(alk_false())), "low")), "flags"));
    const alk_sql *low = alk_keep(alk_column_of_type(flags, "low", ALK_OF(BOOLEAN))), *id = alk_keep(alk_at(flags, genre.genre_id));
    const alk_sql *q = alk_select(id, alk_where(alk_or(low, alk_eq(id, 7)), alk_or(alk_not(low), alk_ne(id, 2)), alk_is(low, alk_true())), alk_order_by(id));
    alk_free(flags);
    alk_free(low);
    alk_free(id);
    return q;
}
static const alk_sql *a_condition_as_a_column(void)
{
    return alk_select(genre.name, alk_label(alk_gt(genre.genre_id, 3), "high"), alk_where(alk_between(genre.genre_id, 3, 4)), alk_order_by(genre.genre_id));
}
static const alk_sql *comparison_of_conditions(void)
{
    return alk_select(genre.genre_id, alk_where(alk_eq(alk_gt(genre.genre_id, 3), alk_lt(genre.genre_id, 6))), alk_order_by(genre.genre_id));
}

static const alk_sql *conditions_as_values(void)
{
    return alk_select(genre.genre_id, alk_label(alk_exists(alk_select(track.track_id, alk_where(alk_eq(track.genre_id, genre.genre_id)))), "used"), alk_label(alk_eq(genre.name, alk_null()), "nameless"),
                      alk_label(alk_and(alk_gt(genre.genre_id, 3), alk_like(genre.name, "%o%")), "both"), alk_label(alk_not(alk_in(genre.genre_id, ALK_INTS(4, 5))), "others"),
                      alk_label(alk_coalesce(alk_gt(genre.genre_id, 4), alk_false()), "above"), alk_where(alk_between(genre.genre_id, 3, 5)),
                      alk_order_by(alk_desc(alk_gt(genre.genre_id, 4)), genre.genre_id));
}
static const alk_sql *groups_of_a_condition(void)
{
    return alk_select(alk_label(alk_count_all(), "n"), alk_from(genre.table), alk_group_by(alk_lt(genre.genre_id, alk_literal(10))), alk_having(alk_not(alk_eq(alk_count_all(), 0))), alk_order_by(alk_count_all()));
}
static const alk_sql *case_of_conditions_as_results(void)
{
    return alk_select(genre.genre_id, alk_label(alk_case(alk_when(alk_eq(genre.name, "Jazz"), alk_gt(genre.genre_id, 1)), alk_else(alk_false())), "kind"),
                      alk_where(alk_case(alk_when(alk_lt(genre.genre_id, 4), alk_true()), alk_else(alk_false()))), alk_order_by(genre.genre_id));
}

/* ---- IN ---- */

static const alk_sql *in_a_list(void) { return alk_select(genre.name, alk_where(alk_in(genre.genre_id, ALK_INTS(1, 3, 5)), alk_not_in(genre.name, ALK_TEXTS("Jazz", "Blues"))), alk_order_by(genre.name)); }
static const alk_sql *in_an_empty_list(void) { return alk_select(alk_label(alk_count_all(), "n"), alk_from(customer.table), alk_where(alk_in(customer.company, alk_texts(0, NULL)))); }
static const alk_sql *not_in_an_empty_list(void) { return alk_select(alk_label(alk_count_all(), "n"), alk_from(customer.table), alk_where(alk_not(alk_in(customer.company, alk_texts(0, NULL))), alk_or(alk_not_in(customer.fax, alk_texts(0, NULL)), alk_eq(customer.customer_id, 1)))); }
static const alk_sql *tuples_in_a_list(void)
{
    return alk_select(customer.last_name, alk_where(alk_in(alk_tuple(customer.city, customer.country), alk_tuple(alk_tuple(alk_text("Paris"), alk_text("France")), alk_tuple(alk_text("Rome"), alk_text("Italy"))))),
                      alk_order_by(customer.last_name));
}
static const alk_sql *tuples_in_a_subquery(void)
{
    return alk_select(alk_label(alk_count_all(), "n"), alk_from(customer.table), alk_where(alk_in(alk_tuple(customer.city, customer.country), alk_select(employee.city, employee.country))));
}
static const alk_sql *tuples_in_an_empty_list(void)
{
    return alk_select(alk_label(alk_count_all(), "n"), alk_from(customer.table), alk_where(alk_not_in(alk_tuple(customer.city, customer.country), (alk_tuple)(ALK_LIST_ENDED(&alk_end)))));
}
static const alk_sql *in_a_list_of_expressions(void) { return alk_select(genre.name, alk_where(alk_in(genre.genre_id, alk_tuple(alk_int(4), alk_plus(2, 3)))), alk_order_by(genre.genre_id)); }

/* ---- texts ---- */

static const alk_sql *concatenation(void)
{
    return alk_select(alk_label(alk_concat(alk_concat(customer.first_name, " "), alk_concat(customer.last_name, "!")), "name"), alk_where(alk_eq(customer.customer_id, 1)));
}
static const alk_sql *concatenation_with_null(void) { return alk_select(alk_label(alk_concat(customer.last_name, customer.company), "both"), alk_where(alk_eq(customer.customer_id, 2))); }
static const alk_sql *like_and_not(void)
{
    return alk_select(genre.name, alk_where(alk_like(genre.name, "R%"), alk_not_like(genre.name, "%b%")), alk_order_by(genre.name));
}
static const alk_sql *like_with_an_escape(void) { return alk_select(track.name, alk_where(alk_escape(alk_like(track.name, "%!%%"), "!")), alk_order_by(track.name)); }
static const alk_sql *ilike(void) { return alk_select(genre.name, alk_where(alk_ilike(genre.name, "ROCK%"), alk_not_ilike(genre.name, "%and%")), alk_order_by(genre.name)); }
static const alk_sql *contains_starts_ends(void)
{
    return alk_select(track.name, alk_where(alk_or(alk_contains(track.name, "100%"), alk_starts_with(track.name, "Zero_"), alk_ends_with(track.name, "(live)"))), alk_order_by(track.name));
}
static const alk_sql *contains_a_column(void)
{
    return alk_select(artist.name, album.title, alk_from(album.table), alk_join(album.artist), alk_where(alk_contains(album.title, artist.name), alk_ne(album.title, artist.name)), alk_order_by(album.title), alk_limit(3));
}
static const alk_sql *regular_expression(void) { return alk_select(genre.name, alk_where(alk_regexp_match(genre.name, "^R.*k$", NULL))); }
static const alk_sql *regular_expression_with_flags(void) { return alk_select(genre.name, alk_where(alk_not(alk_regexp_match(genre.name, "^r", "i")))); }
static const alk_sql *regular_expression_of_more_flags(void) { return alk_select(genre.name, alk_where(alk_regexp_match(genre.name, "^r", "im"))); }
static const alk_sql *regular_expression_replaced(void) { return alk_select(alk_label(alk_regexp_replace(genre.name, "[aeiou]", "-", "g"), "name"), alk_where(alk_eq(genre.genre_id, 1))); }
static const alk_sql *full_text_search(void) { return alk_select(track.name, alk_where(alk_match(track.composer, "young"))); }
static const alk_sql *collation(void) { return alk_select(genre.name, alk_where(alk_eq(alk_collate(genre.name, "NOCASE"), "jazz"))); }

/* ---- CASE and CAST ---- */

static const alk_sql *case_of_conditions(void)
{
    return alk_select(track.track_id, alk_label(alk_case(alk_when(alk_gt(track.milliseconds, 300000), "long"), alk_when(alk_gt(track.milliseconds, 200000), "middling"), alk_else("short")), "kind"),
                      alk_where(alk_le(track.track_id, 4)), alk_order_by(track.track_id));
}
static const alk_sql *case_of_values(void)
{
    return alk_select(customer.last_name, alk_label(alk_case_of(customer.country, alk_when("USA", 1), alk_when("Canada", 2)), "zone"), alk_where(alk_between(customer.customer_id, 14, 17)),
                      alk_order_by(customer.customer_id));
}
static const alk_sql *casts_of_numbers(void)
{
    return alk_select(alk_label(alk_cast(invoice.total, ALK_OF(INTEGER)), "whole"), alk_label(alk_cast(invoice.invoice_id, ALK_OF(TEXT)), "text"),
                      alk_label(alk_cast(invoice.total, ALK_OF(DOUBLE)), "real"), alk_label(alk_cast("12.50", ALK_OF(NUMERIC(10, 2))), "exact"),
                      alk_label(alk_cast("7", ALK_OF(BIGINT)), "big"), alk_label(alk_cast(1, ALK_OF(BOOLEAN)), "truth"), alk_where(alk_eq(invoice.invoice_id, 5)));
}
static const alk_sql *casts_of_texts(void)
{
    return alk_select(alk_label(alk_cast(artist.name, ALK_OF(VARCHAR(4))), "short"), alk_label(alk_cast(artist.name, ALK_OF(CHAR(6))), "fixed"),
                      alk_label(alk_cast(artist.name, ALK_OF(NVARCHAR(10))), "national"), alk_where(alk_eq(artist.artist_id, 50)));
}
static const alk_sql *casts_of_times(void)
{
    return alk_select(alk_label(alk_cast("2024-02-29", ALK_OF(DATE)), "day"), alk_label(alk_cast("2024-02-29 12:30:00", ALK_OF(TIMESTAMP)), "moment"));
}
static const alk_sql *casts_to_the_rest(void)
{
    return alk_select(alk_label(alk_cast("{\"a\": 1}", ALK_OF(JSON)), "document"), alk_label(alk_cast("abc", ALK_OF(BLOB)), "bytes"));
}
static const alk_sql *try_cast(void) { return alk_select(alk_label(alk_try_cast(customer.postal_code, ALK_OF(INTEGER)), "code"), alk_where(alk_eq(customer.customer_id, 1))); }
static const alk_sql *typed_by_the_program(void) { return alk_select(alk_label(alk_typed(alk_func("abs", alk_int(-3)), ALK_OF(INTEGER)), "three")); }

/* ---- operators of one's own ---- */

static const alk_sql *own_operators(void)
{
    return alk_select(genre.name, alk_where(alk_op_bool("<", genre.genre_id, alk_op("-", 9, genre.genre_id, 7), 5)), alk_order_by(genre.genre_id));
}
static const alk_sql *own_operator_of_unknown_precedence(void) { return alk_select(alk_label(alk_op("*", alk_plus(genre.genre_id, 1), alk_op("+", 2, 3, 0), 0), "n"), alk_where(alk_eq(genre.genre_id, 2))); }
static const alk_sql *question_mark_operator(void) { return alk_select(genre.name, alk_where(alk_op_bool("?", alk_name("document"), "key", 5))); }

/* ---- arrays ---- */

static const alk_sql *arrays(void)
{
    return alk_select(alk_label(alk_item(alk_array(alk_int(10), alk_int(20)), 2), "second"), alk_label(alk_slice(alk_array(alk_int(10), alk_int(20), alk_int(30)), 2, 3), "rest"));
}
static const alk_sql *any_of_an_array(void) { return alk_select(genre.name, alk_where(alk_eq(genre.genre_id, alk_any(ALK_INTS(1, 2)))), alk_order_by(genre.genre_id)); }

const statement expression_statements[] = {
    STATEMENT(arithmetic),
    STATEMENT(precedence_of_arithmetic),
    STATEMENT(bits),
    STATEMENT(comparisons),
    STATEMENT(null_is_compared_by_is),
    STATEMENT(is_distinct_from),
    STATEMENT(and_or_not),
    STATEMENT(true_and_false),
    STATEMENT(false_alone),
    STATEMENT(conditions_of_no_terms),
    STATEMENT(truth_as_a_value),
    STATEMENT(boolean_columns),
    STATEMENT(a_condition_as_a_column),
    STATEMENT(comparison_of_conditions),
    STATEMENT(conditions_as_values),
    STATEMENT(groups_of_a_condition),
    STATEMENT(case_of_conditions_as_results),
    STATEMENT(in_a_list),
    STATEMENT(in_an_empty_list),
    STATEMENT(not_in_an_empty_list),
    STATEMENT(tuples_in_a_list),
    STATEMENT(tuples_in_a_subquery),
    STATEMENT(tuples_in_an_empty_list),
    STATEMENT(in_a_list_of_expressions),
    STATEMENT(concatenation),
    STATEMENT(concatenation_with_null),
    STATEMENT(like_and_not),
    STATEMENT(like_with_an_escape),
    STATEMENT(ilike),
    STATEMENT(contains_starts_ends),
    STATEMENT(contains_a_column),
    { .name = "regular_expression", .build = regular_expression },
    { .name = "regular_expression_with_flags", .build = regular_expression_with_flags },
    { .name = "regular_expression_of_more_flags", .build = regular_expression_of_more_flags },
    { .name = "regular_expression_replaced", .build = regular_expression_replaced, .missing = "no function regexp_replace" },
    { .name = "full_text_search", .build = full_text_search, .missing = "no index for a full-text search" },
    STATEMENT(collation),
    STATEMENT(case_of_conditions),
    STATEMENT(case_of_values),
    STATEMENT(casts_of_numbers),
    STATEMENT(casts_of_texts),
    STATEMENT(casts_of_times),
    STATEMENT(casts_to_the_rest),
    STATEMENT(try_cast),
    STATEMENT(typed_by_the_program),
    STATEMENT(own_operators),
    STATEMENT(own_operator_of_unknown_precedence),
    STATEMENT(question_mark_operator),
    STATEMENT(arrays),
    STATEMENT(any_of_an_array),
    NO_MORE_STATEMENTS,
};

/* ---- literals by type ---- */

static const alk_sql *literal_numbers(void)
{
    return alk_select(alk_label(alk_literal(1), "n"), alk_label(alk_literal(-1), "negative"), alk_label(alk_minus(2, alk_literal(-3)), "five"), alk_label(alk_literal(1.5), "real"),
                      alk_label(alk_literal(2.0), "whole_real"), alk_label(alk_literal(alk_decimal("12.50")), "exact"), alk_label(alk_literal(alk_uint(18446744073709551615U)), "largest"));
}
static const alk_sql *literal_texts(void)
{
    return alk_select(alk_label(alk_literal("it's"), "quote"), alk_label(alk_literal("a\\b"), "backslash"), alk_label(alk_literal("100%"), "percent"), alk_label(alk_literal(":name ?"), "markers"),
                      alk_label(alk_literal("\303\274ber"), "letters"), alk_label(alk_literal(""), "empty"));
}
static const alk_sql *literal_truth_and_null(void) { return alk_select(alk_label(alk_literal(alk_bool(true)), "yes"), alk_label(alk_literal(alk_bool(false)), "no"), alk_label(alk_literal(alk_null()), "nothing")); }
static const alk_sql *literal_bytes(void) { return alk_select(alk_label(alk_literal(alk_blob("\001\376'", 3)), "bytes")); }
static const alk_sql *literal_times(void)
{
    return alk_select(alk_label(alk_literal(alk_date_value((alk_date){ 19782 })), "day"), alk_label(alk_literal(alk_time_value((alk_time){ 45296000000 })), "time"),
                      alk_label(alk_literal(alk_timestamp_value((alk_timestamp){ 1709208000123456 })), "moment"), alk_label(alk_literal(alk_timestamptz_value((alk_timestamptz){ 1709208000000000 })), "zoned"));
}
static const alk_sql *literal_dates(void) { return alk_select(alk_label(alk_literal(alk_date_value((alk_date){ 19782 })), "day"), alk_label(alk_literal(alk_timestamp_value((alk_timestamp){ 1709208000123456 })), "moment")); }
static const alk_sql *literal_interval(void) { return alk_select(alk_label(alk_literal(alk_interval_value((alk_interval){ 14, 3, 3600000000 })), "span")); }
static const alk_sql *literal_uuid(void)
{
    static const alk_uuid id = { { 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0 } };
    return alk_select(alk_label(alk_literal(id), "id"));
}
static const alk_sql *literal_json(void) { return alk_select(alk_label(alk_literal(alk_json("{\"it's\": [1, \"a\\\\b\"]}")), "document")); }
static const alk_sql *a_list_of_literals(void) { return alk_select(genre.name, alk_where(alk_in(genre.name, ALK_TEXTS("Jazz", "R&B/Soul", "it's"))), alk_limit(5)); }
static const alk_sql *bound_values_by_type(void)
{
    return alk_select(alk_label(alk_int(1), "a"), alk_label(1.5, "b"), alk_label(alk_decimal("12.50"), "c"), alk_label("text", "d"), alk_label(alk_blob("\001", 1), "e"), alk_label(alk_bool(true), "f"),
                      alk_label(alk_null(), "g"), alk_label(alk_date_value((alk_date){ 19782 }), "h"), alk_label(alk_timestamp_value((alk_timestamp){ 1709208000123456 }), "i"),
                      alk_label(alk_timestamptz_value((alk_timestamptz){ 1709208000000000 }), "j"), alk_label(alk_json("[1]"), "k"));
}

const statement literal_statements[] = {
    STATEMENT(literal_numbers),
    STATEMENT(literal_texts),
    STATEMENT(literal_truth_and_null),
    STATEMENT(literal_bytes),
    STATEMENT(literal_times),
    STATEMENT(literal_dates),
    STATEMENT(literal_interval),
    STATEMENT(literal_uuid),
    STATEMENT(literal_json),
    { .name = "all values as literals", .build = a_list_of_literals, .options = { .flags = ALK_COMPILE_LITERALS } },
    STATEMENT(bound_values_by_type),
    NO_MORE_STATEMENTS,
};
