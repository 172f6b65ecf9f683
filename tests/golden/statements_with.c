/* SPDX-License-Identifier: MIT
 * WITH and compounds of queries; JSON documents. */
#include "statements.h"

static const alk_sql *with_one(void)
{
    const alk_sql *large = alk_keep(alk_cte(alk_select(invoice.customer_id, invoice.total, alk_where(alk_gt(invoice.total, 20))), "large"));
    const alk_sql *q = alk_select(customer.last_name, alk_at(large, invoice.total), alk_from(customer.table), alk_join_on(large, alk_eq(alk_at(large, invoice.customer_id), customer.customer_id)),
                                  alk_order_by(customer.last_name));
    alk_free(large);
    return q;
}
static const alk_sql *with_two_of_which_one_names_the_other(void)
{
    const alk_sql *spent = alk_keep(alk_cte(alk_select(invoice.customer_id, alk_label(alk_sum(invoice.total), "total"), alk_group_by(invoice.customer_id)), "spent"));
    const alk_sql *most = alk_keep(alk_cte(alk_select(alk_label(alk_max(alk_column_of(spent, "total")), "total")), "most"));
    const alk_sql *q = alk_select(customer.last_name, alk_from(customer.table), alk_join_on(spent, alk_eq(alk_at(spent, invoice.customer_id), customer.customer_id)),
                                  alk_join_on(most, alk_eq(alk_column_of(most, "total"), alk_column_of(spent, "total"))));
    alk_free(spent);
    alk_free(most);
    return q;
}
static const alk_sql *recursive_numbers(void)
{
    const char *const columns[] = { "n", NULL };
    const alk_sql *self = alk_keep(alk_cte_self("numbers")), *n = alk_keep(alk_column_of_type(self, "n", ALK_OF(INTEGER)));
    const alk_sql *numbers = alk_keep(alk_cte_of(alk_union_all(alk_select(alk_literal(1)), alk_select(alk_plus(n, alk_literal(1)), alk_from(self), alk_where(alk_lt(n, 5)))), "numbers", ALK_CTE_RECURSIVE, columns));
    const alk_sql *q = alk_select(alk_label(alk_sum(alk_column_of(numbers, "n")), "sum_"));
    alk_free(self);
    alk_free(n);
    alk_free(numbers);
    return q;
}
static const alk_sql *recursive_tree(void)
{
    const alk_sql *self = alk_keep(alk_cte_self("tree"));
    const alk_sql *roots = alk_select(employee.employee_id, alk_label(alk_literal(0), "depth"), alk_where(alk_eq(employee.reports_to, alk_null())));
    const alk_sql *below = alk_select(employee.employee_id, alk_plus(alk_column_of(self, "depth"), alk_literal(1)), alk_from(employee.table),
                                      alk_join_on(self, alk_eq(employee.reports_to, alk_column_of(self, "EmployeeId"))));
    const alk_sql *tree = alk_keep(alk_cte_of(alk_union_all(roots, below), "tree", ALK_CTE_RECURSIVE, NULL));
    const alk_sql *q = alk_select(alk_column_of(tree, "depth"), alk_label(alk_count_all(), "n"), alk_group_by(alk_column_of(tree, "depth")), alk_order_by(alk_column_of(tree, "depth")));
    alk_free(self);
    alk_free(tree);
    return q;
}
static const alk_sql *materialized_or_not(void)
{
    const alk_sql *a = alk_keep(alk_cte_of(alk_select(genre.genre_id, alk_where(alk_lt(genre.genre_id, 5))), "kept", ALK_CTE_MATERIALIZED, NULL));
    const alk_sql *b = alk_keep(alk_cte_of(alk_select(genre.genre_id, genre.name), "folded", ALK_CTE_NOT_MATERIALIZED, NULL));
    const alk_sql *q = alk_select(alk_at(b, genre.name), alk_from(a), alk_join_on(b, alk_eq(alk_at(a, genre.genre_id), alk_at(b, genre.genre_id))), alk_order_by(alk_at(b, genre.genre_id)));
    alk_free(a);
    alk_free(b);
    return q;
}
static const alk_sql *with_inside_a_subquery(void)
{
    const alk_sql *low = alk_keep(alk_cte_of(alk_select(genre.genre_id, alk_where(alk_lt(genre.genre_id, 3))), "low", ALK_CTE_NESTING, NULL));
    const alk_sql *q = alk_select(alk_label(alk_count_all(), "n"), alk_from(track.table), alk_where(alk_in(track.genre_id, alk_select(alk_at(low, genre.genre_id)))));
    alk_free(low);
    return q;
}
static const alk_sql *with_named_in_a_subquery(void)
{
    const alk_sql *low = alk_keep(alk_cte(alk_select(genre.genre_id, alk_where(alk_lt(genre.genre_id, 3))), "low"));
    const alk_sql *q = alk_select(alk_label(alk_count_all(), "n"), alk_from(track.table), alk_where(alk_in(track.genre_id, alk_select(alk_at(low, genre.genre_id)))));
    alk_free(low);
    return q;
}
static const alk_sql *with_of_a_change(void)
{
    const alk_sql *gone = alk_keep(alk_cte(alk_delete_from(playlist_track.table, alk_where(alk_eq(playlist_track.playlist_id, 1)), alk_returning(playlist_track.track_id)), "gone"));
    const alk_sql *q = alk_select(alk_label(alk_count_all(), "n"), alk_from(gone));
    alk_free(gone);
    return q;
}

/* ---- compounds ---- */

static const alk_sql *cities_of(const alk_sql *city, const char *country_is, const alk_sql *country) { return alk_select(city, alk_where(alk_eq(country, country_is))); }
static const alk_sql *union_of_two(void) { return alk_union(cities_of(customer.city, "Canada", customer.country), cities_of(employee.city, "Canada", employee.country), alk_order_by(alk_name("City"))); }
static const alk_sql *union_all_of_three(void)
{
    return alk_union_all(alk_select(genre.name, alk_where(alk_eq(genre.genre_id, 1))), alk_select(media_type.name, alk_where(alk_eq(media_type.media_type_id, 1))), alk_select(artist.name, alk_where(alk_eq(artist.artist_id, 1))));
}
static const alk_sql *except_and_intersect(void)
{
    return alk_except(alk_intersect(cities_of(customer.city, "Canada", customer.country), cities_of(invoice.billing_city, "Canada", invoice.billing_country)), cities_of(employee.city, "Canada", employee.country),
                      alk_order_by(alk_name("City")));
}
static const alk_sql *except_all(void) { return alk_except_all(alk_select(customer.country), alk_select(employee.country)); }
static const alk_sql *intersect_all(void) { return alk_intersect_all(alk_select(customer.country), alk_select(employee.country)); }
static const alk_sql *a_compound_with_a_limit(void) { return alk_union_all(alk_select(genre.name), alk_select(media_type.name), alk_order_by(alk_name("Name")), alk_limit(3)); }
static const alk_sql *a_compound_with_limit_and_offset(void) { return alk_union_all(alk_select(genre.name), alk_select(media_type.name), alk_order_by(alk_name("Name")), alk_limit(3), alk_offset(2)); }
static const alk_sql *members_with_limits(void)
{
    return alk_union_all(alk_select(genre.name, alk_order_by(genre.name), alk_limit(1)), alk_select(artist.name, alk_order_by(artist.name), alk_limit(2)), alk_order_by(alk_desc(alk_name("Name"))));
}
static const alk_sql *a_compound_in_from(void)
{
    const alk_sql *names = alk_keep(alk_subquery(alk_union(alk_select(genre.name), alk_select(media_type.name)), "names"));
    const alk_sql *q = alk_select(alk_label(alk_count_all(), "n"), alk_from(names));
    alk_free(names);
    return q;
}
static const alk_sql *a_compound_in_in(void)
{
    return alk_select(track.name, alk_where(alk_in(track.track_id, alk_union(alk_select(alk_min(track.track_id), alk_from(track.table), alk_correlate(genre.table)), alk_select(alk_max(track.track_id), alk_from(track.table), alk_correlate(genre.table))))),
                      alk_order_by(track.track_id));
}
static const alk_sql *a_compound_with_one_with(void)
{
    const alk_sql *low = alk_keep(alk_cte(alk_select(genre.genre_id, genre.name, alk_where(alk_lt(genre.genre_id, 3))), "low"));
    const alk_sql *q = alk_union_all(alk_select(alk_at(low, genre.name)), alk_select(alk_at(low, genre.name), alk_where(alk_eq(alk_at(low, genre.genre_id), 1))));
    alk_free(low);
    return q;
}

const statement with_statements[] = {
    STATEMENT(with_one),
    STATEMENT(with_two_of_which_one_names_the_other),
    STATEMENT(recursive_numbers),
    STATEMENT(recursive_tree),
    STATEMENT(materialized_or_not),
    STATEMENT(with_inside_a_subquery),
    STATEMENT(with_named_in_a_subquery),
    { .name = "with_of_a_change", .build = with_of_a_change, .dialect = "postgresql" },
    STATEMENT(union_of_two),
    STATEMENT(union_all_of_three),
    STATEMENT(except_and_intersect),
    STATEMENT(except_all),
    STATEMENT(intersect_all),
    STATEMENT(a_compound_with_a_limit),
    STATEMENT(a_compound_with_limit_and_offset),
    STATEMENT(members_with_limits),
    STATEMENT(a_compound_in_from),
    STATEMENT(a_compound_in_in),
    STATEMENT(a_compound_with_one_with),
    NO_MORE_STATEMENTS,
};

/* ---- JSON ---- */

/* A column that holds {"name": …, "list": [10, {"deep": true}], "none": null, "it's": 1}. */
#define DOCUMENT "{\"name\": \"Ann\", \"list\": [10, {\"deep\": \"x\"}], \"none\": null, \"it's\": 1}"
static const alk_sql *documents(void) { return alk_subquery(alk_select(genre.genre_id, alk_label(alk_cast(DOCUMENT, ALK_OF(JSON)), "document"), alk_where(alk_eq(genre.genre_id, 1))), "documents"); }

static const alk_sql *json_parts(void)
{
    const alk_sql *from = alk_keep(documents()), *document = alk_keep(alk_column_of_type(from, "document", ALK_OF(JSON)));
    const alk_sql *q = alk_select(alk_label(alk_json_get(document, alk_text("name")), "as_json"), alk_label(alk_json_text(document, alk_text("name")), "as_text"), alk_label(alk_json_get(document, alk_text("list")), "list"),
                                  alk_label(alk_json_text(document, alk_text("list"), alk_int(0)), "first_"), alk_label(alk_json_text(document, alk_text("list"), alk_int(1), alk_text("deep")), "deep"));
    alk_free(from);
    alk_free(document);
    return q;
}
static const alk_sql *json_in_conditions(void)
{
    const alk_sql *from = alk_keep(documents()), *document = alk_keep(alk_column_of_type(from, "document", ALK_OF(JSON)));
    const alk_sql *q = alk_select(alk_at(from, genre.genre_id), alk_where(alk_eq(alk_json_text(document, alk_text("name")), "Ann"), alk_gt(alk_cast(alk_json_text(document, alk_text("list"), alk_int(0)), ALK_OF(INTEGER)), 9),
                                                                          alk_is(alk_json_text(document, alk_text("absent")), alk_null())));
    alk_free(from);
    alk_free(document);
    return q;
}
static const alk_sql *json_key_with_a_quote(void)
{
    const alk_sql *from = alk_keep(documents()), *document = alk_keep(alk_column_of_type(from, "document", ALK_OF(JSON)));
    const alk_sql *q = alk_select(alk_label(alk_json_text(document, alk_text("it's")), "one"));
    alk_free(from);
    alk_free(document);
    return q;
}
static const alk_sql *json_key_that_is_refused(void) { return alk_select(alk_label(alk_json_text(alk_name_of("document", ALK_OF(JSON)), alk_text("a\"b")), "one")); }

static const alk_sql *json_parts_as_numbers(void)
{
    const alk_sql *document = alk_keep(alk_name_of("document", ALK_OF(JSON)));
    const alk_sql *q = alk_select(alk_label(alk_cast(alk_json_get(document, alk_text("a")), ALK_OF(INTEGER)), "whole"), alk_label(alk_json_get(document, alk_text("b"), alk_int(0)), "first"),
                                  alk_label(alk_cast(alk_json_get(document, alk_text("c")), ALK_OF(JSON)), "part"),
                                  alk_from(alk_subquery(alk_select(alk_label(alk_json("{\"a\": 5, \"b\": [\"x\"], \"c\": {}}"), "document")), "documents")));
    alk_free(document);
    return q;
}

const statement json_statements[] = {
    STATEMENT(json_parts),
    STATEMENT(json_parts_as_numbers),
    STATEMENT(json_in_conditions),
    STATEMENT(json_key_with_a_quote),
    { .name = "json_key_that_is_refused", .build = json_key_that_is_refused, .dialect = "mysql" },
    NO_MORE_STATEMENTS,
};
