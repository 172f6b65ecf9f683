/* SPDX-License-Identifier: MIT
 * Functions: plain ones, aggregates, dates and times, sequences; and windows. */
#include "statements.h"

static const alk_sql *functions_of_texts(void)
{
    return alk_select(alk_label(alk_upper(genre.name), "upper_"), alk_label(alk_lower(genre.name), "lower_"), alk_label(alk_length(genre.name), "length_"), alk_label(alk_func("substr", genre.name, alk_int(1), alk_int(2)), "part"),
                      alk_label(alk_func("replace", genre.name, alk_text("o"), alk_text("0")), "leet"), alk_label(alk_func("trim", alk_text("  x ")), "trimmed"), alk_where(alk_eq(genre.genre_id, 1)));
}
static const alk_sql *functions_of_numbers(void) { return alk_select(alk_label(alk_abs(alk_negate(genre.genre_id)), "abs_"), alk_label(alk_func("round", invoice.total, alk_int(1)), "round_"), alk_where(alk_eq(genre.genre_id, 1), alk_eq(invoice.invoice_id, 2))); }
static const alk_sql *coalesce_and_nullif(void)
{
    return alk_select(customer.customer_id, alk_label(alk_coalesce(customer.company, customer.fax, alk_text("none")), "where_"), alk_label(alk_nullif(customer.country, "Brazil"), "abroad"),
                      alk_where(alk_le(customer.customer_id, 3)), alk_order_by(customer.customer_id));
}
static const alk_sql *a_function_in_a_schema(void) { return alk_select(alk_label(alk_func("pg_catalog.lower", alk_text("A")), "a")); }
static const alk_sql *a_function_of_an_odd_name(void) { return alk_select(alk_label(alk_func("my func", alk_int(1)), "a"), alk_label(alk_func("select", alk_int(1)), "b")); }

/* ---- aggregates ---- */

static const alk_sql *aggregates(void)
{
    return alk_select(alk_label(alk_count_all(), "n"), alk_label(alk_count(track.composer), "composers"), alk_label(alk_distinct_of(alk_count(track.genre_id)), "genres"),
                      alk_label(alk_sum(track.milliseconds), "sum_"), alk_label(alk_min(track.milliseconds), "min_"), alk_label(alk_max(track.milliseconds), "max_"), alk_label(alk_avg(track.bytes), "avg_"), alk_from(track.table));
}
static const alk_sql *filtered_aggregates(void)
{
    return alk_select(alk_label(alk_filter(alk_count_all(), alk_gt(invoice.total, 10)), "large"), alk_label(alk_filter(alk_sum(invoice.total), alk_eq(invoice.billing_country, "USA")), "usa"),
                      alk_label(alk_filter(alk_distinct_of(alk_count(invoice.customer_id)), alk_lt(invoice.total, 1)), "small_buyers"), alk_from(invoice.table));
}
static const alk_sql *joined_texts_of_a_group(void)
{
    return alk_select(album.artist_id, alk_label(alk_ordered(alk_string_agg(album.title, "; "), album.title), "titles"), alk_where(alk_in(album.artist_id, ALK_INTS(1, 2))), alk_group_by(album.artist_id),
                      alk_order_by(album.artist_id));
}
static const alk_sql *joined_texts_without_an_order(void) { return alk_select(alk_label(alk_length(alk_string_agg(genre.name, ",")), "n"), alk_from(genre.table)); }
static const alk_sql *joined_texts_of_numbers(void) { return alk_select(alk_label(alk_ordered(alk_string_agg(alk_cast(media_type.media_type_id, ALK_OF(TEXT)), "|"), alk_desc(media_type.media_type_id)), "ids"), alk_from(media_type.table)); }
static const alk_sql *an_ordered_aggregate(void) { return alk_select(alk_label(alk_ordered(alk_func("array_agg", genre.name), alk_desc(genre.name)), "names"), alk_from(genre.table)); }
static const alk_sql *within_a_group(void) { return alk_select(alk_label(alk_within_group(alk_func("percentile_cont", alk_literal(0.5)), track.milliseconds), "median"), alk_from(track.table)); }

/* ---- dates and times ---- */

static const alk_sql *current_times(void) { return alk_select(alk_label(alk_now(), "now_"), alk_label(alk_current_date(), "date_"), alk_label(alk_current_time(), "time_"), alk_label(alk_current_timestamp(), "stamp_")); }
static const alk_sql *parts_of_dates(void)
{
    return alk_select(alk_label(alk_extract(ALK_YEAR, employee.hire_date), "y"), alk_label(alk_extract(ALK_MONTH, employee.hire_date), "m"), alk_label(alk_extract(ALK_DAY, employee.hire_date), "d"),
                      alk_label(alk_extract(ALK_HOUR, employee.hire_date), "h"), alk_label(alk_extract(ALK_MINUTE, employee.hire_date), "mi"), alk_label(alk_extract(ALK_SECOND, employee.hire_date), "s"),
                      alk_where(alk_eq(employee.employee_id, 1)));
}
static const alk_sql *days_of_week_and_year(void)
{
    return alk_select(alk_label(alk_extract(ALK_DAY_OF_WEEK, employee.hire_date), "dow"), alk_label(alk_extract(ALK_DAY_OF_YEAR, employee.hire_date), "doy"), alk_where(alk_eq(employee.employee_id, 1)));
}
static const alk_sql *week_of_a_date(void) { return alk_select(alk_label(alk_extract(ALK_WEEK, employee.hire_date), "w"), alk_where(alk_eq(employee.employee_id, 1))); }
static const alk_sql *quarter_of_a_date(void) { return alk_select(alk_label(alk_extract(ALK_QUARTER, employee.hire_date), "q"), alk_where(alk_eq(employee.employee_id, 1))); }
static const alk_sql *seconds_since_1970(void) { return alk_select(alk_label(alk_extract(ALK_EPOCH, employee.hire_date), "e"), alk_where(alk_eq(employee.employee_id, 1))); }
static const alk_sql *fractions_of_seconds(void)
{
    return alk_select(alk_label(alk_extract(ALK_MICROSECOND, invoice.invoice_date), "us"), alk_label(alk_extract(ALK_MILLISECOND, invoice.invoice_date), "ms"), alk_where(alk_eq(invoice.invoice_id, 1)));
}
static const alk_sql *time_zone_of_a_time(void) { return alk_select(alk_label(alk_extract(ALK_TIMEZONE_HOUR, alk_typed(alk_now(), ALK_OF(TIMESTAMPTZ))), "h"), alk_label(alk_extract(ALK_TIMEZONE_MINUTE, alk_typed(alk_now(), ALK_OF(TIMESTAMPTZ))), "m")); }
static const alk_sql *times_are_compared(void)
{
    return alk_select(alk_label(alk_count_all(), "n"), alk_from(invoice.table), alk_where(alk_ge(invoice.invoice_date, alk_timestamp_value((alk_timestamp){ 1672531200000000 })), alk_lt(invoice.invoice_date, "2024-01-01 00:00:00")));
}
static const alk_sql *next_value_of_a_sequence(void) { return alk_select(alk_label(alk_next_value("shop", "Ticket's"), "n")); }

const statement function_statements[] = {
    STATEMENT(functions_of_texts),
    STATEMENT(functions_of_numbers),
    STATEMENT(coalesce_and_nullif),
    { .name = "a_function_in_a_schema", .build = a_function_in_a_schema, .dialect = "postgresql" },
    { .name = "a_function_of_an_odd_name", .build = a_function_of_an_odd_name, .dialect = "postgresql" },
    STATEMENT(aggregates),
    STATEMENT(filtered_aggregates),
    { .name = "joined_texts_of_a_group", .build = joined_texts_of_a_group, .missing = "it since 3.44" },
    STATEMENT(joined_texts_without_an_order),
    { .name = "joined_texts_of_numbers", .build = joined_texts_of_numbers, .missing = "it since 3.44" },
    { .name = "an_ordered_aggregate", .build = an_ordered_aggregate, .dialect = "postgresql" },
    STATEMENT(within_a_group),
    { .name = "current_times", .build = current_times, .varies = true },
    STATEMENT(parts_of_dates),
    STATEMENT(days_of_week_and_year),
    STATEMENT(week_of_a_date),
    STATEMENT(quarter_of_a_date),
    STATEMENT(seconds_since_1970),
    STATEMENT(fractions_of_seconds),
    STATEMENT(time_zone_of_a_time),
    STATEMENT(times_are_compared),
    STATEMENT(next_value_of_a_sequence),
    NO_MORE_STATEMENTS,
};

/* ---- windows ---- */

static const alk_sql *ranks(void)
{
    return alk_select(track.track_id, alk_label(alk_over(alk_row_number(), alk_order_by(track.track_id)), "n"), alk_label(alk_over(alk_rank(), alk_partition_by(track.media_type_id), alk_order_by(alk_desc(track.unit_price))), "r"),
                      alk_label(alk_over(alk_dense_rank(), alk_order_by(track.album_id)), "d"), alk_where(alk_le(track.track_id, 5)), alk_order_by(track.track_id));
}
static const alk_sql *over_everything(void) { return alk_select(genre.genre_id, alk_label(alk_over(alk_count_all()), "all_"), alk_where(alk_le(genre.genre_id, 2)), alk_order_by(genre.genre_id)); }
static const alk_sql *frame_of_rows(void)
{
    return alk_select(invoice.invoice_id, alk_label(alk_over(alk_sum(invoice.total), alk_order_by(invoice.invoice_id), alk_rows(-1, 1)), "three"),
                      alk_label(alk_over(alk_sum(invoice.total), alk_order_by(invoice.invoice_id), alk_rows(ALK_UNBOUNDED_PRECEDING, ALK_CURRENT_ROW)), "so_far"), alk_where(alk_le(invoice.invoice_id, 4)),
                      alk_order_by(invoice.invoice_id));
}
static const alk_sql *frame_of_a_range(void)
{
    return alk_select(genre.genre_id, alk_label(alk_over(alk_count_all(), alk_order_by(genre.genre_id), alk_range(ALK_CURRENT_ROW, ALK_UNBOUNDED_FOLLOWING)), "left_"), alk_where(alk_le(genre.genre_id, 3)),
                      alk_order_by(genre.genre_id));
}
static const alk_sql *frame_of_near_values(void)
{
    return alk_select(genre.genre_id, alk_label(alk_over(alk_count_all(), alk_order_by(genre.genre_id), alk_range(-1, 1)), "near_"), alk_where(alk_le(genre.genre_id, 3)), alk_order_by(genre.genre_id));
}
static const alk_sql *frame_of_groups(void)
{
    return alk_select(genre.genre_id, alk_label(alk_over(alk_count_all(), alk_order_by(genre.genre_id), alk_groups(-1, 0)), "n"), alk_where(alk_le(genre.genre_id, 3)), alk_order_by(genre.genre_id));
}
static const alk_sql *neighbours(void)
{
    return alk_select(genre.name, alk_label(alk_over(alk_func("lag", genre.name, alk_int(1)), alk_order_by(genre.name)), "before_"), alk_label(alk_over(alk_func("lead", genre.name), alk_order_by(genre.name)), "behind"),
                      alk_label(alk_over(alk_func("first_value", genre.name), alk_order_by(genre.name)), "first_"), alk_label(alk_over(alk_func("ntile", alk_literal(3)), alk_order_by(genre.name)), "third"),
                      alk_where(alk_le(genre.genre_id, 3)), alk_order_by(genre.name));
}
static const alk_sql *window_over_groups(void)
{
    return alk_select(customer.country, alk_label(alk_over(alk_rank(), alk_order_by(alk_desc(alk_count_all()))), "place"), alk_group_by(customer.country), alk_order_by(alk_desc(alk_count_all()), customer.country), alk_limit(3));
}
static const alk_sql *window_with_a_filter(void)
{
    return alk_select(genre.genre_id, alk_label(alk_over(alk_filter(alk_count(genre.genre_id), alk_gt(genre.genre_id, 1)), alk_order_by(genre.genre_id)), "n"), alk_where(alk_le(genre.genre_id, 3)), alk_order_by(genre.genre_id));
}
static const alk_sql *window_with_nulls_last(void)
{
    return alk_select(customer.customer_id, alk_label(alk_over(alk_row_number(), alk_order_by(alk_nulls_last(customer.company), customer.customer_id)), "n"), alk_where(alk_le(customer.customer_id, 3)),
                      alk_order_by(customer.customer_id));
}

const statement window_statements[] = {
    STATEMENT(ranks),
    STATEMENT(over_everything),
    STATEMENT(frame_of_rows),
    STATEMENT(frame_of_a_range),
    STATEMENT(frame_of_near_values),
    STATEMENT(frame_of_groups),
    STATEMENT(neighbours),
    STATEMENT(window_over_groups),
    STATEMENT(window_with_a_filter),
    STATEMENT(window_with_nulls_last),
    NO_MORE_STATEMENTS,
};
