/* SPDX-License-Identifier: MIT
 * Functions, aggregates, windows: their shape and their wrong uses. */
#include "sql_test.h"

ALK_TEST(function, calls_of_any_name)
{
    DUMPS(alk_func("lower", author.name), "FUNC 'lower'(COLUMN authors.name)");
    DUMPS(alk_func("now"), "FUNC 'now'");
    DUMPS(alk_func("pg_catalog.lower", alk_text("X")), "FUNC 'pg_catalog.lower'(VALUE text)");
    FAULT(alk_func("", alk_text("fresh")), "alk_func() was given no name");
    FAULT((alk_func)(NULL, ALK_LIST(alk_text("fresh"))), "alk_func() was given no name");
    FAULT(alk_func(".a", alk_text("fresh")), "no name");
    FAULT(alk_func("a.", alk_text("fresh")), "no name");
    FAULT(alk_func("a..b", alk_text("fresh")), "no name");
    FAULT(alk_func("f", alk_where(alk_true()), alk_text("fresh")), "alk_func() was given WHERE");
    FAULT((alk_func)("f", ALK_LIST(NULL, alk_text("fresh"))), "alk_func() was given NULL");
}

ALK_TEST(function, aggregates_are_known_as_such)
{
    const alk_sql *sum = made(alk_sum(author.born));
    alk_check(sum->flags & ALK__NODE_HAS_AGGREGATE);
    const alk_sql *around = made(alk_plus(sum, 1));
    alk_check(around->flags & ALK__NODE_HAS_AGGREGATE);
    const alk_sql *query = made(alk_select(around));
    alk_check(!(query->flags & ALK__NODE_HAS_AGGREGATE));
    alk_free(query);
    const alk_sql *window = made(alk_over(alk_sum(author.born), alk_order_by(author.id)));
    alk_check(!(window->flags & ALK__NODE_HAS_AGGREGATE));
    alk_free(window);
    const alk_sql *distinct = made(alk_distinct_of(alk_count(author.born)));
    alk_check(distinct->flags & ALK__NODE_HAS_AGGREGATE);
    alk_free(distinct);
}

ALK_TEST(function, null_names_the_call)
{
    FAULT(alk_count(NULL), "alk_count() was given NULL");
    FAULT(alk_sum(NULL), "alk_sum() was given NULL");
    FAULT(alk_avg(NULL), "alk_avg() was given NULL");
    FAULT(alk_min(NULL), "alk_min() was given NULL");
    FAULT(alk_max(NULL), "alk_max() was given NULL");
    FAULT(alk_lower(NULL), "alk_lower() was given NULL");
    FAULT(alk_upper(NULL), "alk_upper() was given NULL");
    FAULT(alk_length(NULL), "alk_length() was given NULL");
    FAULT(alk_abs(NULL), "alk_abs() was given NULL");
    FAULT((alk_nullif)(NULL, alk_int(1)), "alk_nullif() was given NULL");
    FAULT((alk_nullif)(author.id, NULL), "alk_nullif() was given NULL");
    FAULT((alk_string_agg)(NULL, alk_text(",")), "alk_string_agg() was given NULL");
    FAULT((alk_string_agg)(author.name, NULL), "alk_string_agg() was given NULL");
    FAULT((alk_coalesce)(ALK_LIST(author.name, NULL, alk_text("x"))), "alk_coalesce() was given NULL");
    FAULT((alk_coalesce)(ALK_LIST(NULL, alk_text("x"))), "alk_coalesce() was given NULL");
    FAULT((alk_coalesce)(no_list), "alk_coalesce() needs an argument");
    FAULT(alk_distinct_of(NULL), "alk_distinct_of() takes a function first; it was given NULL");
    FAULT(alk_filter(NULL, alk_eq(1, 1)), "alk_filter() takes a function first; it was given NULL");
    FAULT(alk_filter(alk_count_all(), NULL), "alk_filter() was given NULL");
    FAULT((alk_over)(NULL, ALK_LIST(alk_order_by(author.id))), "alk_over() takes a function first");
    FAULT((alk_within_group)(NULL, ALK_LIST(alk_desc(author.id))), "alk_within_group() takes a function first");
    FAULT((alk_ordered)(alk_count_all(), ALK_LIST(NULL)), "alk_ordered() was given NULL");
    FAULT(alk_next_value("s", NULL), "alk_next_value() was given no name");
    FAULT(alk_next_value(NULL, ""), "alk_next_value() was given no name");
    FAULT((alk_rollup)(ALK_LIST(NULL)), "alk_rollup() was given NULL");
    FAULT((alk_partition_by)(ALK_LIST(NULL)), "alk_partition_by() was given NULL");
}

ALK_TEST(function, what_stands_around_a_function_takes_one)
{
    FAULT(alk_distinct_of(author.id), "alk_distinct_of() takes a function first; it was given a column");
    FAULT(alk_distinct_of(alk_plus(1, 2)), "it was given an operator");
    FAULT(alk_distinct_of(alk_sum(NULL)), "alk_sum()");
    FAULT(alk_filter(alk_plus(1, 2), alk_eq(1, 1)), "alk_filter() takes a function first");
    FAULT(alk_filter(alk_count_all(), alk_where(alk_eq(1, 1))), "alk_filter() was given WHERE");
    FAULT(alk_over(alk_plus(1, 2), alk_order_by(alk_plus(1, 2))), "alk_over() takes a function first");
    FAULT(alk_over(alk_rank(), alk_where(alk_eq(1, 1)), alk_order_by(alk_plus(1, 2))), "alk_over() takes PARTITION BY, ORDER BY and a frame; it was given WHERE");
    FAULT((alk_over)(alk_rank(), ALK_LIST(alk_order_by(alk_plus(1, 2)), NULL)), "alk_over() was given NULL");
    FAULT(alk_ordered(alk_plus(1, 2), alk_desc(author.id)), "alk_ordered() takes a function first");
    FAULT(alk_within_group(alk_func("f"), author.table), "alk_within_group() was given a table");
}

ALK_TEST(function, frames_are_sound)
{
    FAULT(alk_frame(0, 0, 0), "ALK_ROWS, ALK_RANGE or ALK_GROUPS");
    FAULT(alk_frame(4, 0, 0), "ALK_ROWS, ALK_RANGE or ALK_GROUPS");
    FAULT(alk_rows(1, -1), "a window frame ends before it begins");
    FAULT(alk_rows(ALK_UNBOUNDED_FOLLOWING, ALK_UNBOUNDED_FOLLOWING), "ends before it begins");
    FAULT(alk_rows(ALK_UNBOUNDED_PRECEDING, ALK_UNBOUNDED_PRECEDING), "ends before it begins");
    FAULT(alk_frame_between(9, alk_plus(1, 2), alk_plus(1, 2)), "ALK_ROWS");
    FAULT(alk_frame_between(ALK_RANGE, author.table, alk_plus(1, 2)), "alk_frame_between() was given a table");
    alk_free(made(alk_frame_between(ALK_RANGE, NULL, NULL)));
    alk_free(made(alk_rows(INT64_MIN + 1, INT64_MAX - 1)));
    alk_free(made(alk_groups(ALK_UNBOUNDED_PRECEDING, ALK_UNBOUNDED_FOLLOWING)));
}

ALK_TEST(function, extensions_have_a_dialect)
{
    FAULT(alk_extension("near", NULL, alk_text("x")), "alk_extension() takes a name");
    FAULT(alk_extension(".near", NULL, alk_text("x")), "alk_extension() takes a name");
    FAULT((alk_extension)(NULL, NULL, ALK_LIST(alk_text("x"))), "alk_extension() takes a name");
    DUMPS(alk_extension("a.b", NULL, alk_text("x")), "EXTENSION 'a.b'(VALUE text)");
}

ALK_TEST(function, memory_may_run_out_anywhere)
{
    int status;
    ALK_TORTURE(status) {
        const alk_sql *node = alk_tuple(alk_over(alk_filter(alk_distinct_of(alk_count(author.id)), alk_eq(author.born, 5)), alk_partition_by(author.name), alk_order_by(author.id), alk_rows(-1, 1)),
                                        alk_ordered(alk_string_agg(author.name, ","), alk_desc(author.name)), alk_coalesce(author.name, alk_text("x")), alk_next_value("s", "q"),
                                        alk_nullif(author.born, 5), alk_within_group(alk_func("percentile_cont", alk_real(0.5)), author.born), alk_rollup(author.id));
        status = node->kind == ALK__NODE_ERROR ? alk__node_raise(node) : ALK_OK;
        alk_free(node);
    }
}
