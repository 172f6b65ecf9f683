/* SPDX-License-Identifier: MIT
 * Queries: what they select from, joins, groups, how many rows, locks, hints. */
#include "statements.h"

/* ---- what is selected from where ---- */

static const alk_sql *all_of_a_table(void) { return alk_select(genre.table, alk_order_by(genre.genre_id)); }

static const alk_sql *from_follows_from_the_columns(void)
{
    return alk_select(artist.name, album.title, alk_where(alk_eq(album.artist_id, artist.artist_id), alk_eq(artist.artist_id, 1)), alk_order_by(album.album_id));
}

static const alk_sql *nothing_to_select_from(void) { return alk_select(alk_label(1, "one"), alk_label("it's", "text")); }
static const alk_sql *condition_without_tables(void) { return alk_select(alk_label(1, "one"), alk_where(alk_eq(alk_literal(1), 1))); }
static const alk_sql *star_of_one_table(void)
{
    return alk_select(alk_star_of(media_type.table), alk_from(media_type.table), alk_order_by(media_type.media_type_id));
}
static const alk_sql *distinct_rows(void) { return alk_select(alk_distinct(), customer.country, alk_order_by(customer.country)); }
static const alk_sql *distinct_on(void)
{
    return alk_select(alk_distinct_on(album.artist_id), album.artist_id, album.title, alk_order_by(album.artist_id, album.title), alk_limit(5));
}
static const alk_sql *conditions_add_up(void)
{
    return alk_extend(alk_select(track.track_id, alk_where(alk_eq(track.genre_id, 2)), alk_order_by(track.track_id)), alk_where(alk_gt(track.milliseconds, 400000)));
}

/* ---- joins ---- */

static const alk_sql *join_by_foreign_keys(void)
{
    return alk_select(album.title, artist.name, alk_from(album.table), alk_join(artist.table), alk_where(alk_eq(artist.name, "Accept")), alk_order_by(album.title));
}
static const alk_sql *join_along_relationships(void)
{
    return alk_select(track.name, artist.name, alk_from(track.table), alk_join(track.album), alk_join(album.artist), alk_order_by(track.track_id), alk_limit(3));
}
static const alk_sql *join_through_a_table(void)
{
    return alk_select(playlist.name, alk_label(alk_count(track.track_id), "n"), alk_left_join(playlist.tracks), alk_group_by(playlist.playlist_id, playlist.name),
                      alk_order_by(playlist.playlist_id));
}
static const alk_sql *left_join_on(void)
{
    return alk_select(artist.name, album.title, alk_from(artist.table), alk_left_join_on(album.table, alk_and(alk_eq(album.artist_id, artist.artist_id), alk_ne(album.title, "Facelift"))),
                      alk_where(alk_le(artist.artist_id, 5)), alk_order_by(artist.artist_id, album.title));
}
static const alk_sql *full_join(void)
{
    return alk_select(alk_label(alk_count_all(), "n"), alk_from(customer.table), alk_full_join_on(employee.table, alk_eq(customer.city, employee.city)));
}
static const alk_sql *cross_join(void) { return alk_select(alk_label(alk_count_all(), "n"), alk_from(genre.table), alk_cross_join(media_type.table)); }
static const alk_sql *nested_joins(void)
{
    return alk_select(artist.name, alk_label(alk_count(track.track_id), "n"),
                      alk_from(alk_left_join_of(artist.table, alk_join_of(album.table, track.table, NULL), alk_eq(artist.artist_id, album.artist_id))),
                      alk_where(alk_in(artist.artist_id, ALK_INTS(1, 25))), alk_group_by(artist.artist_id, artist.name), alk_order_by(artist.artist_id));
}
static const alk_sql *a_table_twice(void)
{
    const alk_sql *manager = alk_keep(alk_alias(employee.table, "manager"));
    const alk_sql *q = alk_select(employee.last_name, alk_label(alk_at(manager, employee.last_name), "manager"), alk_from(employee.table),
                                  alk_left_join_on(manager, alk_eq(employee.reports_to, alk_at(manager, employee.employee_id))), alk_order_by(employee.employee_id));
    alk_free(manager);
    return q;
}
static const alk_sql *an_alias_without_a_name(void)
{
    const alk_sql *other = alk_keep(alk_alias(genre.table, NULL));
    const alk_sql *q = alk_select(alk_label(alk_count_all(), "n"), alk_from(genre.table), alk_join_on(other, alk_lt(genre.genre_id, alk_at(other, genre.genre_id))));
    alk_free(other);
    return q;
}
static const alk_sql *a_subquery_in_from(void)
{
    const alk_sql *totals = alk_keep(alk_subquery(alk_select(invoice.customer_id, alk_label(alk_sum(invoice.total), "spent"), alk_group_by(invoice.customer_id)), "totals"));
    const alk_sql *q = alk_select(customer.last_name, alk_column_of(totals, "spent"), alk_from(customer.table),
                                  alk_join_on(totals, alk_eq(alk_at(totals, invoice.customer_id), customer.customer_id)), alk_where(alk_gt(alk_column_of(totals, "spent"), 45)),
                                  alk_order_by(customer.last_name));
    alk_free(totals);
    return q;
}
static const alk_sql *an_ordered_subquery_in_from(void)
{
    const alk_sql *sorted = alk_keep(alk_subquery(alk_select(genre.genre_id, genre.name, alk_order_by(genre.name)), "sorted"));
    const alk_sql *q = alk_select(alk_label(alk_count(alk_at(sorted, genre.genre_id)), "n"));
    alk_free(sorted);
    return q;
}
static const alk_sql *a_lateral_subquery(void)
{
    const alk_sql *newest = alk_keep(alk_lateral(alk_select(invoice.invoice_date, invoice.total, alk_where(alk_eq(invoice.customer_id, customer.customer_id)),
                                                            alk_order_by(alk_desc(invoice.invoice_date)), alk_limit(1)), "newest"));
    const alk_sql *q = alk_select(customer.last_name, alk_at(newest, invoice.total), alk_from(customer.table), alk_left_join_on(newest, alk_true()), alk_order_by(customer.customer_id));
    alk_free(newest);
    return q;
}
static const alk_sql *a_sample_of_a_table(void) { return alk_select(alk_label(alk_count_all(), "n"), alk_from(alk_table_sample(track.table, "SYSTEM", 12.5))); }
static const alk_sql *a_sample_by_rows(void) { return alk_select(alk_label(alk_count_all(), "n"), alk_from(alk_table_sample(track.table, "BERNOULLI", 5))); }
static const alk_sql *a_sample_of_an_alias(void)
{
    const alk_sql *t = alk_keep(alk_alias(track.table, "t"));
    const alk_sql *q = alk_select(alk_at(t, track.name), alk_from(alk_table_sample(t, "SYSTEM", 5)));
    alk_free(t);
    return q;
}
static const alk_sql *an_alias_of_a_sample(void)
{
    const alk_sql *t = alk_keep(alk_alias(alk_table_sample(track.table, "SYSTEM", 5), "t"));
    const alk_sql *q = alk_select(alk_at(t, track.name), alk_from(t));
    alk_free(t);
    return q;
}
static const alk_sql *a_table_of_values(void)
{
    const char *const columns[] = { "id", "word", NULL };
    const alk_sql *words = alk_keep(alk_values("words", columns, ALK_LIST(alk_row(alk_int(1), alk_text("one")), alk_row(alk_int(2), alk_text("two")))));
    const alk_sql *q = alk_select(alk_column_of(words, "word"), genre.name, alk_from(words), alk_join_on(genre.table, alk_eq(genre.genre_id, alk_column_of(words, "id"))),
                                  alk_order_by(genre.genre_id));
    alk_free(words);
    return q;
}
static const alk_sql *a_function_of_rows(void)
{
    const char *const columns[] = { "n", NULL };
    const alk_sql *series = alk_keep(alk_table_func(alk_func("generate_series", alk_int(1), alk_int(3)), "series", columns, ALK_WITH_ORDINALITY));
    const alk_sql *q = alk_select(alk_column_of(series, "n"));
    alk_free(series);
    return q;
}
static const alk_sql *rows_of_json(void)
{
    const alk_sql *items = alk_keep(alk_table_func(alk_func("json_each", alk_text("[3, 4, 5]")), "items", NULL, 0));
    const alk_sql *q = alk_select(alk_label(alk_sum(alk_column_of(items, "value")), "sum"));
    alk_free(items);
    return q;
}

/* ---- subqueries as values ---- */

static const alk_sql *scalar_subquery(void)
{
    return alk_select(artist.name, alk_label(alk_select(alk_count_all(), alk_from(album.table), alk_where(alk_eq(album.artist_id, artist.artist_id))), "albums"),
                      alk_where(alk_le(artist.artist_id, 4)), alk_order_by(artist.artist_id));
}
static const alk_sql *exists_and_not(void)
{
    return alk_select(artist.name,
                      alk_where(alk_exists(alk_select(album.album_id, alk_where(alk_eq(album.artist_id, artist.artist_id), alk_starts_with(album.title, "A")))),
                                alk_not(alk_exists(alk_select(album.album_id, alk_where(alk_eq(album.artist_id, artist.artist_id), alk_ends_with(album.title, "s")))))),
                      alk_order_by(artist.artist_id), alk_limit(5));
}
static const alk_sql *in_a_subquery(void)
{
    return alk_select(customer.last_name, alk_where(alk_in(customer.support_rep_id, alk_select(employee.employee_id, alk_where(alk_eq(employee.city, "Calgary"))))),
                      alk_order_by(customer.last_name), alk_limit(3));
}
static const alk_sql *correlated_with_one_of_two(void)
{
    return alk_select(album.title, artist.name, alk_from(album.table), alk_join(album.artist),
                      alk_where(alk_eq(album.album_id, alk_select(alk_min(album.album_id), alk_from(album.table), alk_where(alk_eq(album.artist_id, artist.artist_id)), alk_correlate(artist.table)))),
                      alk_order_by(artist.artist_id), alk_limit(3));
}
static const alk_sql *any_and_all(void)
{
    return alk_select(track.name, alk_where(alk_ge(track.milliseconds, alk_all_of(alk_select(track.milliseconds, alk_from(track.table), alk_where(alk_eq(track.genre_id, 1)), alk_correlate(genre.table)))),
                                            alk_eq(track.genre_id, alk_any(alk_select(genre.genre_id, alk_where(alk_like(genre.name, "Sci%")))))));
}

/* ---- groups ---- */

static const alk_sql *group_and_having(void)
{
    return alk_select(track.album_id, alk_label(alk_count_all(), "n"), alk_label(alk_sum(track.milliseconds), "length"), alk_group_by(track.album_id), alk_having(alk_gt(alk_count_all(), 25)),
                      alk_order_by(alk_desc(alk_count_all()), track.album_id));
}
static const alk_sql *order_by_a_label(void)
{
    const alk_sql *n = alk_keep(alk_label(alk_count_all(), "n"));
    const alk_sql *q = alk_select(customer.country, n, alk_group_by(customer.country), alk_order_by(alk_desc(n), customer.country), alk_limit(4));
    alk_free(n);
    return q;
}
static const alk_sql *group_by_rollup(void)
{
    return alk_select(customer.country, customer.state, alk_label(alk_count_all(), "n"), alk_group_by(alk_rollup(customer.country, customer.state)));
}
static const alk_sql *group_by_cube(void) { return alk_select(alk_label(alk_count_all(), "n"), alk_from(customer.table), alk_group_by(alk_cube(customer.country, customer.state))); }
static const alk_sql *group_by_grouping_sets(void)
{
    return alk_select(customer.country, alk_label(alk_count_all(), "n"), alk_group_by(alk_grouping_sets(alk_tuple(customer.country), alk_tuple(customer.country, customer.city))));
}

/* ---- how many rows ---- */

static const alk_sql *limit(void) { return alk_select(genre.name, alk_order_by(genre.name), alk_limit(3)); }
static const alk_sql *offset(void) { return alk_select(genre.name, alk_order_by(genre.name), alk_offset(20)); }
static const alk_sql *limit_and_offset(void) { return alk_select(genre.name, alk_where(alk_gt(genre.genre_id, 2)), alk_order_by(genre.name), alk_limit(3), alk_offset(5)); }
static const alk_sql *limit_without_an_order(void) { return alk_select(alk_label(1, "one"), alk_from(genre.table), alk_limit(2)); }
static const alk_sql *offset_without_an_order(void) { return alk_select(alk_label(1, "one"), alk_from(genre.table), alk_offset(22)); }
static const alk_sql *limit_by_an_expression(void) { return alk_select(genre.name, alk_order_by(genre.name), alk_limit(alk_plus(alk_param_of("n", ALK_OF(INTEGER)), 1))); }
static const alk_sql *limit_in_a_subquery(void)
{
    const alk_sql *first = alk_keep(alk_subquery(alk_select(genre.name, alk_order_by(genre.name), alk_limit(3)), "first"));
    const alk_sql *q = alk_select(alk_label(alk_max(alk_at(first, genre.name)), "last_of_them"));
    alk_free(first);
    return q;
}
static const alk_sql *fetch_first(void) { return alk_select(genre.name, alk_order_by(genre.name), alk_fetch_first(2, 0)); }
static const alk_sql *fetch_first_with_ties(void) { return alk_select(track.milliseconds, alk_order_by(track.album_id), alk_fetch_first(2, ALK_FETCH_WITH_TIES)); }
static const alk_sql *fetch_first_percent(void) { return alk_select(genre.name, alk_order_by(genre.name), alk_fetch_first(10, ALK_FETCH_PERCENT), alk_offset(2)); }

/* ---- order ---- */

static const alk_sql *nulls_first_and_last(void)
{
    return alk_select(customer.company, customer.fax, alk_order_by(alk_nulls_first(customer.company), alk_nulls_last(alk_desc(customer.fax)), customer.customer_id), alk_limit(4));
}
static const alk_sql *order_by_expressions(void)
{
    return alk_select(genre.name, alk_order_by(alk_length(genre.name), alk_desc(alk_lower(genre.name)), alk_asc(alk_modulo(genre.genre_id, 2))), alk_limit(3));
}

/* ---- locks and hints ---- */

static const alk_sql *for_update(void) { return alk_select(genre.name, alk_where(alk_eq(genre.genre_id, 1)), alk_for_update(0)); }
static const alk_sql *for_update_of_nowait(void)
{
    return alk_select(track.name, album.title, alk_from(track.table), alk_join(track.album), alk_where(alk_eq(track.track_id, 1)), alk_for_update(ALK_FOR_NOWAIT, track.track_id));
}
static const alk_sql *for_update_skip_locked(void) { return alk_select(genre.name, alk_order_by(genre.genre_id), alk_limit(1), alk_for_update(ALK_FOR_SKIP_LOCKED)); }
static const alk_sql *for_share(void) { return alk_select(genre.name, alk_where(alk_eq(genre.genre_id, 1)), alk_for_update(ALK_FOR_SHARE)); }
static const alk_sql *for_key_share(void) { return alk_select(genre.name, alk_where(alk_eq(genre.genre_id, 1)), alk_for_update(ALK_FOR_SHARE | ALK_FOR_KEY)); }
static const alk_sql *for_share_skip_locked(void) { return alk_select(genre.name, alk_for_update(ALK_FOR_SHARE | ALK_FOR_SKIP_LOCKED)); }
static const alk_sql *for_update_of_an_alias(void)
{
    const alk_sql *manager = alk_keep(alk_alias(employee.table, "manager"));
    const alk_sql *q = alk_select(employee.last_name, alk_from(employee.table), alk_left_join_on(manager, alk_eq(employee.reports_to, alk_at(manager, employee.employee_id))), alk_for_update(0, manager));
    alk_free(manager);
    return q;
}
static const alk_sql *for_update_of_a_subquery(void)
{
    const alk_sql *some = alk_keep(alk_subquery(alk_select(genre.genre_id, alk_where(alk_lt(genre.genre_id, 3))), "some"));
    const alk_sql *q = alk_select(alk_at(some, genre.genre_id), alk_for_update(0));
    alk_free(some);
    return q;
}
static const alk_sql *for_update_beside_a_hint(void)
{
    return alk_select(genre.name, alk_hint(ALK_HINT_TABLE, "mssql", genre.table, "WITH (PAGLOCK)"), alk_where(alk_eq(genre.genre_id, 3)), alk_for_update(0));
}
static const alk_sql *hints_of_a_dialect(void)
{
    return alk_select(genre.name, alk_hint(ALK_HINT_PREFIX, "mysql", NULL, "SQL_NO_CACHE"), alk_hint(ALK_HINT_TABLE, "mssql", genre.table, "WITH (NOLOCK)"),
                      alk_hint(ALK_HINT_TABLE, "mysql", genre.table, "USE INDEX (PRIMARY)"), alk_hint(ALK_HINT_TABLE, "mariadb", genre.table, "USE INDEX (PRIMARY)"),
                      alk_hint(ALK_HINT_TABLE, "oracle", genre.table, "FULL({name})"), alk_hint(ALK_HINT_TABLE, "postgresql", genre.table, "ONLY"),
                      alk_hint(ALK_HINT_STATEMENT, "mssql", NULL, "OPTION (MAXDOP 1)"), alk_where(alk_eq(genre.genre_id, 3)));
}

const statement query_statements[] = {
    STATEMENT(all_of_a_table),
    STATEMENT(from_follows_from_the_columns),
    STATEMENT(nothing_to_select_from),
    STATEMENT(condition_without_tables),
    STATEMENT(star_of_one_table),
    STATEMENT(distinct_rows),
    STATEMENT(distinct_on),
    STATEMENT(conditions_add_up),
    STATEMENT(join_by_foreign_keys),
    STATEMENT(join_along_relationships),
    STATEMENT(join_through_a_table),
    STATEMENT(left_join_on),
    STATEMENT(full_join),
    STATEMENT(cross_join),
    STATEMENT(nested_joins),
    STATEMENT(a_table_twice),
    STATEMENT(an_alias_without_a_name),
    STATEMENT(a_subquery_in_from),
    STATEMENT(an_ordered_subquery_in_from),
    STATEMENT(a_lateral_subquery),
    STATEMENT(a_sample_of_a_table),
    STATEMENT(a_sample_by_rows),
    STATEMENT(a_sample_of_an_alias),
    STATEMENT(an_alias_of_a_sample),
    STATEMENT(a_table_of_values),
    { .name = "a_function_of_rows", .build = a_function_of_rows, .missing = "no function generate_series" },
    { .name = "rows_of_json", .build = rows_of_json, .dialect = "sqlite" },
    STATEMENT(scalar_subquery),
    STATEMENT(exists_and_not),
    STATEMENT(in_a_subquery),
    STATEMENT(correlated_with_one_of_two),
    STATEMENT(any_and_all),
    STATEMENT(group_and_having),
    STATEMENT(order_by_a_label),
    STATEMENT(group_by_rollup),
    STATEMENT(group_by_cube),
    STATEMENT(group_by_grouping_sets),
    STATEMENT(limit),
    STATEMENT(offset),
    STATEMENT(limit_and_offset),
    STATEMENT(limit_without_an_order),
    STATEMENT(offset_without_an_order),
    { .name = "limit_by_an_expression", .build = limit_by_an_expression, .bind = "n", .value = 2 },
    STATEMENT(limit_in_a_subquery),
    STATEMENT(fetch_first),
    STATEMENT(fetch_first_with_ties),
    STATEMENT(fetch_first_percent),
    STATEMENT(nulls_first_and_last),
    STATEMENT(order_by_expressions),
    STATEMENT(for_update),
    STATEMENT(for_update_of_nowait),
    STATEMENT(for_update_skip_locked),
    STATEMENT(for_share),
    STATEMENT(for_key_share),
    STATEMENT(for_share_skip_locked),
    STATEMENT(for_update_of_an_alias),
    STATEMENT(for_update_of_a_subquery),
    STATEMENT(for_update_beside_a_hint),
    STATEMENT(hints_of_a_dialect),
    NO_MORE_STATEMENTS,
};
