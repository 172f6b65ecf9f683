/* SPDX-License-Identifier: MIT
 * Names: quotes, reserved words, labels of columns, what is too long; parameters and their names; SQL in one's own words. */
#include "statements.h"

static const alk_sql *reserved_words(void)
{
    const alk_sql *order = alk_keep(alk_alias(genre.table, "order"));
    const alk_sql *q = alk_select(alk_label(alk_at(order, genre.genre_id), "select"), alk_label(alk_at(order, genre.name), "user"), alk_where(alk_eq(alk_at(order, genre.genre_id), 1)));
    alk_free(order);
    return q;
}
static const alk_sql *names_that_want_quotes(void)
{
    const alk_sql *odd = alk_keep(alk_alias(genre.table, "two words"));
    const alk_sql *q = alk_select(alk_label(alk_at(odd, genre.genre_id), "Upper"), alk_label(alk_at(odd, genre.name), "a-b"), alk_label(1, "1st"), alk_label(2, "q'u`o]t[e"), alk_label(3, "_low"), alk_label(4, "50%"),
                                  alk_label(5, "a:b"), alk_label(6, "a.b"), alk_where(alk_eq(alk_at(odd, genre.genre_id), 1)));
    alk_free(odd);
    return q;
}
static const alk_sql *names_that_want_none(void)
{
    const alk_sql *plain = alk_keep(alk_alias(genre.table, "plain_name1"));
    const alk_sql *q = alk_select(alk_label(alk_at(plain, genre.genre_id), "lower_case"), alk_where(alk_eq(alk_at(plain, genre.genre_id), 1)));
    alk_free(plain);
    return q;
}
static const alk_sql *a_table_in_a_schema(void)
{
    const alk_sql *t = alk_keep(alk_table_name("main", "Genre"));
    const alk_sql *q = alk_select(alk_column_of(t, "Name"), alk_from(t), alk_where(alk_eq(alk_column_of(t, "GenreId"), 2)));
    alk_free(t);
    return q;
}
static const alk_sql *columns_of_one_name(void)
{
    return alk_select(artist.name, genre.name, media_type.name, alk_where(alk_eq(artist.artist_id, 1), alk_eq(genre.genre_id, 1), alk_eq(media_type.media_type_id, 1)));
}
static const alk_sql *columns_of_one_name_in_a_subquery(void)
{
    const alk_sql *both = alk_keep(alk_subquery(alk_select(artist.name, genre.name, alk_where(alk_eq(artist.artist_id, 1), alk_eq(genre.genre_id, 1))), "pair"));
    const alk_sql *q = alk_select(alk_at(both, artist.name), alk_at(both, genre.name));
    alk_free(both);
    return q;
}
static const alk_sql *expressions_without_a_label(void)
{
    return alk_select(alk_count_all(), alk_max(genre.genre_id), alk_plus(alk_min(genre.genre_id), 1), alk_cast(alk_max(genre.genre_id), ALK_OF(INTEGER)), alk_from(genre.table));
}
#define LONG_NAME "a_name_that_goes_on_and_on_until_no_database_at_all_would_take_it_as_it_stands_for_it_has_more_than_a_hundred_and_thirty_letters_in_it"
static const alk_sql *a_label_that_is_too_long(void) { return alk_select(alk_label(genre.genre_id, LONG_NAME), alk_where(alk_eq(genre.genre_id, 1))); }
static const alk_sql *made_up_names_that_are_short(void)
{
    const alk_sql *one = alk_keep(alk_subquery(alk_select(genre.genre_id, alk_where(alk_eq(genre.genre_id, 1))), NULL));
    const alk_sql *q = alk_select(alk_at(one, genre.genre_id));
    alk_free(one);
    return q;
}

/* ---- parameters ---- */

static const alk_sql *a_named_parameter_twice(void)
{
    return alk_select(genre.name, alk_where(alk_or(alk_eq(genre.genre_id, alk_param_of("id", ALK_OF(INTEGER))), alk_eq(genre.genre_id, alk_plus(alk_param_of("id", ALK_OF(INTEGER)), 1)))), alk_order_by(genre.genre_id));
}
static const alk_sql *names_of_parameters(void)
{
    return alk_select(genre.name, alk_where(alk_eq(genre.genre_id, 1), alk_ne(genre.genre_id, 2), alk_like(alk_lower(genre.name), "r%"), alk_eq(alk_plus(1, 1), 2)));
}
static const alk_sql *parameters_in_order_of_the_text(void)
{
    const alk_sql *high = alk_keep(alk_cte(alk_select(genre.genre_id, alk_where(alk_gt(genre.genre_id, 1))), "high"));
    const alk_sql *q = alk_select(alk_label(alk_plus(alk_at(high, genre.genre_id), 2), "n"), alk_where(alk_gt(alk_at(high, genre.genre_id), 3)), alk_order_by(alk_at(high, genre.genre_id)), alk_limit(4), alk_offset(5));
    alk_free(high);
    return q;
}

/* ---- in one's own words ---- */

static const alk_sql *raw_expressions(void)
{
    return alk_select(genre.name, alk_where(alk_raw("GenreId > :n OR 'a:b' = '%'"), alk_gt(genre.genre_id, alk_raw("1 + 1"))), alk_order_by(genre.genre_id), alk_limit(2));
}
static const alk_sql *raw_colons_and_casts(void) { return alk_raw("SELECT 'it''s :not' AS a, \"b:c\", d \\: e, f % 2, :here FROM t -- :nor this\nWHERE x = :here"); }
static const alk_sql *percent_in_literals(void) { return alk_select(alk_label(alk_modulo(alk_literal(7), alk_literal(4)), "three"), alk_label(alk_literal("%s %% 100%"), "text")); }

const statement naming_statements[] = {
    STATEMENT(reserved_words),
    STATEMENT(names_that_want_quotes),
    STATEMENT(names_that_want_none),
    STATEMENT(a_table_in_a_schema),
    { .name = "a_table_in_another_schema", .build = a_table_in_a_schema, .options = { .schemas = (const alk_schema_map[]){ { "main", "tenant 1.dbo" } }, .n_schemas = 1 }, .dialect = "mssql" },
    STATEMENT(columns_of_one_name),
    STATEMENT(columns_of_one_name_in_a_subquery),
    STATEMENT(expressions_without_a_label),
    STATEMENT(a_label_that_is_too_long),
    STATEMENT(made_up_names_that_are_short),
    { .name = "a_named_parameter_twice", .build = a_named_parameter_twice, .bind = "id", .value = 4 },
    { .name = "a_named_parameter_twice, markers with names", .build = a_named_parameter_twice, .options = { .markers = ALK_MARKERS_NAMED }, .dialect = "default" },
    STATEMENT(names_of_parameters),
    { .name = "names_of_parameters, markers with names", .build = names_of_parameters, .options = { .markers = ALK_MARKERS_NAMED }, .dialect = "default" },
    STATEMENT(parameters_in_order_of_the_text),
    { .name = "parameters_in_order_of_the_text, markers with numbers", .build = parameters_in_order_of_the_text, .options = { .markers = ALK_MARKERS_DOLLAR }, .dialect = "default" },
    { .name = "raw_expressions", .build = raw_expressions, .bind = "n", .value = 3 },
    { .name = "raw_colons_and_casts", .build = raw_colons_and_casts, .dialect = "postgresql" },
    STATEMENT(percent_in_literals),
    NO_MORE_STATEMENTS,
};
