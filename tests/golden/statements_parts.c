/* SPDX-License-Identifier: MIT
 * What stands inside statements by words of its own: rows as values, raw queries, labels by style and by name, operators and fields of one database, columns that are left out. */
#include "statements.h"

/* Some of the customers' columns; the number of the fax is asked for by those alone who want it. */
#define PATRON(X, m)                                                                                              \
    X(m, key, customer_id, INTEGER, .name = "CustomerId")                                                         \
    X(m, col, last_name, NVARCHAR(20), .name = "LastName")                                                        \
    X(m, opt, fax, NVARCHAR(24), .name = "Fax", .omitted = true)
ALK_MODEL(patron, PATRON);
ALK_DEFINE(patron, PATRON, "Customer");

/* ---- rows and values ---- */

static const alk_sql *in_rows_of_values(void) { return alk_select(genre.name, alk_where(alk_in(genre.genre_id, alk_scalar_values(alk_row(alk_int(1)), alk_row(alk_int(2))))), alk_order_by(genre.genre_id)); }
static const alk_sql *any_of_rows_of_values(void) { return alk_select(genre.name, alk_where(alk_eq(genre.genre_id, alk_any(alk_scalar_values(alk_row(alk_int(1)), alk_row(alk_int(2)))))), alk_order_by(genre.genre_id)); }
static const alk_sql *a_row_as_a_value(void) { return alk_select(alk_label(alk_func("row_to_json", alk_row_of(genre.table, NULL)), "document"), alk_from(genre.table), alk_order_by(genre.genre_id)); }
static const alk_sql *single_values_of_a_function(void)
{
    const alk_sql *x = alk_keep(alk_table_func(alk_func("unnest", alk_array(alk_int(1), alk_int(2))), "x", NULL, 0));
    const alk_sql *q = alk_select(alk_row_of(x, ALK_OF(INTEGER)), alk_from(x));
    alk_free(x);
    return q;
}
static const alk_sql *a_function_of_typed_rows(void)
{
    const char *const columns[] = { "a", "b", NULL };
    const alk_type *const types[] = { ALK_OF(INTEGER), ALK_OF(TEXT), NULL };
    const alk_sql *r = alk_keep(alk_table_func_of(alk_func("json_to_recordset", alk_json("[{\"a\": 1, \"b\": \"x\"}]")), "r", columns, types, 0));
    const alk_sql *q = alk_select(alk_column_of(r, "a"), alk_column_of(r, "b"));
    alk_free(r);
    return q;
}
static const alk_sql *in_lists_of_many_lengths(void)
{
    return alk_select(genre.name, alk_where(alk_or(alk_in(genre.genre_id, ALK_INTS(7)), alk_in(genre.genre_id, ALK_INTS(1, 2, 3, 4, 5)), alk_in(genre.name, ALK_TEXTS("Opera", NULL)))), alk_order_by(genre.genre_id));
}
static const alk_sql *a_parameter_in_a_list(void) { return alk_select(genre.name, alk_where(alk_in(alk_param_of("n", ALK_OF(INTEGER)), ALK_INTS(1, 2))), alk_order_by(genre.genre_id), alk_limit(1)); }
static const alk_sql *not_in_a_list_with_null(void) { return alk_select(genre.name, alk_where(alk_not_in(genre.name, ALK_TEXTS("Rock", NULL)))); }
static const alk_sql *an_expression_in_a_list(void) { return alk_select(genre.name, alk_where(alk_in(alk_plus(genre.genre_id, 1), ALK_INTS(2, 3))), alk_order_by(genre.genre_id)); }

/* ---- labels ---- */

static const alk_sql *labels_of_tables(void)
{
    return alk_select(album.album_id, album.artist_id, artist.artist_id, artist.name, alk_from(album.table), alk_join(album.artist), alk_where(alk_eq(album.album_id, 3)), alk_label_style(ALK_LABELS_OF_TABLES));
}
static const alk_sql *labels_of_nothing(void)
{
    return alk_select(artist.name, genre.name, alk_where(alk_eq(artist.artist_id, 1), alk_eq(genre.genre_id, 1)), alk_label_style(ALK_LABELS_NONE));
}
static const alk_sql *references_to_labels(void)
{
    return alk_select(customer.country, alk_label(alk_count_all(), "n"), alk_group_by(alk_label_ref("Country")), alk_order_by(alk_desc(alk_label_ref("n")), alk_label_ref("Country")), alk_limit(3));
}

/* ---- raw SQL ---- */

static const alk_sql *raw_with_values(void)
{
    return alk_select(genre.name, alk_where(alk_raw_with("\"GenreId\" BETWEEN :low AND :high", alk_bind("low", 3), alk_bind("high", 5)), alk_ne(genre.genre_id, 4)), alk_order_by(genre.genre_id));
}
static const alk_sql *raw_as_a_query(void)
{
    const alk_sql *some = alk_keep(alk_subquery(alk_raw_query(alk_raw_with("SELECT \"GenreId\" AS id, \"Name\" AS name FROM \"Genre\" WHERE \"GenreId\" < :n", alk_bind("n", 3)), alk_name_of("id", ALK_OF(INTEGER)), alk_name("name")), "some"));
    const alk_sql *q = alk_select(some, alk_order_by(alk_column_of(some, "id")));
    alk_free(some);
    return q;
}

/* ---- what a statement sets ---- */

static const alk_sql *set_by_what_is_set(void)
{
    return alk_update(genre.table, alk_set(genre.genre_id, alk_plus(genre.genre_id, 100)), alk_set(genre.name, alk_concat("number ", alk_cast(alk_assigned(genre.genre_id), ALK_OF(VARCHAR(10))))), alk_where(alk_eq(genre.genre_id, 25)));
}
static const alk_sql *inserted_by_what_is_inserted(void) { return alk_insert(genre.table, alk_set(genre.genre_id, 201), alk_set(genre.name, alk_cast(alk_times(alk_assigned(genre.genre_id), 2), ALK_OF(VARCHAR(10))))); }
static const alk_sql *set_to_a_condition(void) { return alk_update(genre.table, alk_set(genre.name, alk_cast(alk_eq(genre.genre_id, 4), ALK_OF(VARCHAR(5)))), alk_where(alk_eq(genre.genre_id, 4))); }

/* ---- words of one database ---- */

static const alk_sql *hints_of_a_cte(void)
{
    const alk_sql *some = alk_keep(alk_cte_hint(alk_cte(alk_select(genre.genre_id), "some"), ALK_HINT_PREFIX, "postgresql", "MATERIALIZED"));
    const alk_sql *q = alk_select(alk_label(alk_count_all(), "n"), alk_from(some));
    alk_free(some);
    return q;
}
static const alk_sql *between_whichever_is_lower(void)
{
    return alk_select(genre.genre_id, alk_label(alk_between_symmetric(genre.genre_id, 9, 5), "inside"), alk_where(alk_between_symmetric(genre.genre_id, 7, 5), alk_not(alk_between_symmetric(genre.genre_id, 6, 6))), alk_order_by(genre.genre_id));
}
static const alk_sql *operators_before_and_behind(void)
{
    return alk_select(alk_label(alk_op_before("-", alk_plus(genre.genre_id, 1), 8), "negative"), alk_where(alk_op_behind("IS NULL", genre.name, 5), alk_gt(alk_op_before("-", genre.genre_id, 8), -5)));
}
static const alk_sql *a_field_of_ones_own(void) { return alk_select(alk_label(alk_extract_part("isodow", employee.hire_date), "day"), alk_where(alk_eq(employee.employee_id, 1))); }
static const alk_sql *a_field_of_sql_server(void) { return alk_select(alk_label(alk_extract_part("iso_week", employee.hire_date), "week"), alk_where(alk_eq(employee.employee_id, 1))); }
static const alk_sql *a_collation_of_a_schema(void) { return alk_select(genre.name, alk_order_by(alk_collate_in(genre.name, "pg_catalog", "C"))); }

/* ---- columns that are left out, relationships of aliases ---- */

static const alk_sql *all_but_what_is_left_out(void) { return alk_select(patron.table, alk_where(alk_eq(patron.customer_id, 1))); }
static const alk_sql *left_out_but_named(void) { return alk_select(patron.last_name, patron.fax, alk_where(alk_eq(patron.customer_id, 1))); }
static const alk_sql *inserted_without_what_is_left_out(void) { return alk_insert(patron.table, alk_set(patron.customer_id, 100), alk_set(patron.last_name, "Doe"), alk_set(patron.fax, "1")); }
static const alk_sql *joins_of_an_alias(void)
{
    const alk_sql *boss = alk_keep(alk_alias(employee.table, "boss"));
    const alk_sql *q = alk_select(alk_at(boss, employee.last_name), customer.last_name, alk_join(alk_at(boss, employee.customers)), alk_where(alk_lt(customer.customer_id, 4)), alk_order_by(customer.customer_id));
    alk_free(boss);
    return q;
}

const statement part_statements[] = {
    STATEMENT(in_rows_of_values),
    STATEMENT(any_of_rows_of_values),
    { .name = "a_row_as_a_value", .build = a_row_as_a_value, .dialect = "postgresql" },
    { .name = "single_values_of_a_function", .build = single_values_of_a_function, .missing = "no arrays" },
    { .name = "a_function_of_typed_rows", .build = a_function_of_typed_rows, .missing = "no function json_to_recordset" },
    STATEMENT(in_lists_of_many_lengths),
    { .name = "a_parameter_in_a_list", .build = a_parameter_in_a_list, .bind = "n", .value = 2 },
    STATEMENT(not_in_a_list_with_null),
    STATEMENT(an_expression_in_a_list),
    STATEMENT(labels_of_tables),
    STATEMENT(labels_of_nothing),
    STATEMENT(references_to_labels),
    STATEMENT(raw_with_values),
    STATEMENT(raw_as_a_query),
    STATEMENT(set_by_what_is_set),
    STATEMENT(inserted_by_what_is_inserted),
    STATEMENT(set_to_a_condition),
    STATEMENT(hints_of_a_cte),
    STATEMENT(between_whichever_is_lower),
    STATEMENT(operators_before_and_behind),
    { .name = "a_field_of_ones_own", .build = a_field_of_ones_own, .dialect = "postgresql" },
    { .name = "a_field_of_sql_server", .build = a_field_of_sql_server, .dialect = "mssql" },
    STATEMENT(a_collation_of_a_schema),
    STATEMENT(all_but_what_is_left_out),
    STATEMENT(left_out_but_named),
    { .name = "inserted_without_what_is_left_out", .build = inserted_without_what_is_left_out, .missing = "more columns there that must have a value" },
    STATEMENT(joins_of_an_alias),
    NO_MORE_STATEMENTS,
};
