/* SPDX-License-Identifier: MIT
 * Compiled statements: parameters, columns, options, and the errors that tell where a statement was written. */
#include "compile_test.h"

static alk_compiled_param param_of(const alk_compiled *compiled, size_t i)
{
    alk_compiled_param param = { .struct_size = sizeof param };
    alk_check_ok(alk_compiled_get_param(compiled, i, &param));
    return param;
}

ALK_TEST(compiled, tells_its_parameters)
{
    alk_compiled *c = alk_compile(alk_select(author.id, alk_where(alk_eq(author.name, "x"), alk_eq(author.id, alk_param("who")), alk_in(author.id, ALK_INTS(7, 8, 9)))), "default", NULL);
    alk_check_made(c);
    alk_check_size(alk_compiled_param_count(c), 6);
    alk_compiled_param p = param_of(c, 0);
    alk_check_str(p.name, "name_1");
    alk_check_int(p.value->tag, ALK_TYPE_TEXT);
    alk_check_int(p.type->kind, ALK_KIND_VARCHAR);
    p = param_of(c, 1);
    alk_check_str(p.name, "who");
    alk_check(p.value == NULL);
    for (size_t i = 0; i < 4; i++)
        alk_check_int(param_of(c, i + 2).value->u.i, i < 3 ? 7 + (int)i : 9);
    alk_check_fails(alk_compiled_get_param(c, 6, &p), ALK_ERROR_ARGUMENT, "there is no parameter 6");
    alk_check_fails(alk_compiled_get_param(c, 0, NULL), ALK_ERROR_ARGUMENT, "no parameter");
    alk_check_fails(alk_compiled_get_param(NULL, 0, &p), ALK_ERROR_ARGUMENT, "no parameter");
    alk_compiled_free(c);
}

ALK_TEST(compiled, tells_every_value_of_many)
{
    const alk_sql *terms[201];
    for (int i = 0; i < 200; i++)
        terms[i] = alk_eq(author.id, i);
    terms[200] = &alk_end;
    alk_compiled *c = alk_compile(alk_select(author.id, alk_where((alk_or)(terms))), "default", NULL);
    alk_check_made(c);
    alk_check_size(alk_compiled_param_count(c), 200);
    for (size_t i = 0; i < 200; i++) {
        alk_compiled_param p = param_of(c, i);
        alk_check(p.value != NULL);
        alk_check_int(p.value->u.i, (int64_t)i);
    }
    alk_compiled_free(c);
}

ALK_TEST(compiled, a_struct_of_an_older_program_is_filled_as_far_as_it_goes)
{
    alk_compiled *c = alk_compile(alk_select(alk_plus(author.id, 1)), "default", NULL);
    alk_check_made(c);
    alk_compiled_param p = { .struct_size = offsetof(alk_compiled_param, value), .value = (const alk_cell *)&p };
    alk_check_ok(alk_compiled_get_param(c, 0, &p));
    alk_check(p.value == (const alk_cell *)&p);
    alk_compiled_free(c);
}

ALK_TEST(compiled, tells_its_columns)
{
    alk_compiled *c = alk_compile(alk_select(author.table, book.id, alk_label(alk_plus(book.id, 1), "next"), alk_count_all()), "default", NULL);
    alk_check_made(c);
    alk_check_size(alk_compiled_column_count(c), 9);
    alk_compiled_column column = { .struct_size = sizeof column };
    alk_check_ok(alk_compiled_get_column(c, 1, &column));
    alk_check_str(column.name, "name");
    alk_check(column.column == author.name);
    alk_check_ok(alk_compiled_get_column(c, 6, &column));
    alk_check_str(column.name, "id_1");
    alk_check(column.column == book.id);
    alk_check_ok(alk_compiled_get_column(c, 7, &column));
    alk_check_str(column.name, "next");
    alk_check(column.column == NULL);
    alk_check_ok(alk_compiled_get_column(c, 8, &column));
    alk_check_str(column.name, "count_1");
    alk_check_int(column.type->kind, ALK_KIND_BIGINT);
    alk_check_fails(alk_compiled_get_column(c, 9, &column), ALK_ERROR_ARGUMENT, "there is no column 9");
    alk_compiled_free(c);
}

static size_t columns_of(const alk_sql *node)
{
    alk_compiled *c = alk_compile(node, "default", NULL);
    alk_check_made(c);
    size_t n = alk_compiled_column_count(c);
    alk_compiled_free(c);
    return n;
}

ALK_TEST(compiled, columns_are_those_of_the_outermost_statement)
{
    alk_check_size(columns_of(alk_select(author.id, alk_where(alk_exists(alk_select(book.id, book.title))))), 1);
    alk_check_size(columns_of(alk_select(alk_subquery(alk_select(book.id, book.title), "s"))), 2);
    alk_check_size(columns_of(alk_select(alk_cte(alk_select(book.id, book.title), "s"))), 2);
    alk_check_size(columns_of(alk_select(alk_select(alk_max(book.id)))), 1);
    alk_check_size(columns_of(alk_union(alk_select(author.id, author.name), alk_select(book.id, book.title))), 2);
    alk_check_size(columns_of(alk_union(alk_select(author.id, alk_limit(1)), alk_select(book.id, alk_limit(1)))), 1);
    alk_check_size(columns_of(alk_insert(tag.table, alk_set(tag.name, "x"), alk_returning(tag.id, tag.name))), 2);
    alk_check_size(columns_of(alk_insert(tag.table, alk_from_select(alk_select(book.id, book.title), tag.id, tag.name))), 0);
    alk_check_size(columns_of(alk_delete_from(tag.table, alk_where(alk_in(tag.id, alk_select(book.id))), alk_returning(tag.id))), 1);
}

ALK_TEST(compiled, markers_as_one_likes)
{
    static const char *const expected[] = { "authors.id = ? AND authors.born = ?", "authors.id = ? AND authors.born = ?", "authors.id = $1 AND authors.born = $2", "authors.id = :id_1 AND authors.born = :p" };
    for (int markers = 0; markers < 4; markers++)
        alk_check_str(sql_by(alk_and(alk_eq(author.id, 1), alk_eq(author.born, alk_param("p"))), NULL, NULL, &(const alk_compile_options){ .markers = markers }), expected[markers]);
}

ALK_TEST(compiled, more_parameters_than_the_database_takes)
{
    alk_dialect_data few = alk__standard_data;
    few.max_params = 3;
    HOLDS(sql_by(alk_in(author.id, ALK_INTS(1, 2, 3)), NULL, &few, NULL), "error: the statement has more than 3 parameters, the most that test takes");
    alk_check_str(sql_by(alk_tuple(alk_int(1), alk_int(2), alk_int(3)), NULL, &few, NULL), "(?, ?, ?)");
}

ALK_TEST(compiled, errors_tell_where_the_statement_was_written)
{
    alk_compiled *c = alk_compile(alk_select(author.id, alk_join(tag.table)), "default", NULL);
    alk_check(c == NULL);
    alk_check_contains(alk_last_error()->message, "no foreign key joins");
    alk_check_contains(alk_last_error()->file, "test_compiled.c");
    alk_check_int(alk_last_error()->line, __LINE__ - 4);
    c = alk_compile(alk_select(alk_eq(author.id, "x")), "default", NULL);
    alk_check(c == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "alk_eq()");
    alk_check_int(alk_last_error()->line, __LINE__ - 3);
}

ALK_TEST(compiled, wrong_arguments)
{
    alk_check(alk_compile(NULL, "default", NULL) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, NULL);
    alk_check(alk_compile(alk_select(author.id), NULL, NULL) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "no dialect");
    alk_check(alk_compile(alk_select(author.id), "", NULL) == NULL);
    alk_compiled_free(NULL);
    alk_check(alk_compiled_sql(NULL) == NULL);
    alk_check_size(alk_compiled_param_count(NULL), 0);
    alk_check_size(alk_compiled_column_count(NULL), 0);
}

ALK_TEST(compiled, compiling_twice_gives_the_same)
{
    const alk_sql *node = alk_keep(alk_select(author.table, alk_alias(book.table, NULL), alk_subquery(alk_select(tag.id, alk_count_all()), NULL), alk_where(alk_in(author.id, ALK_INTS(1, 2)))));
    char first[2000];
    (void)snprintf(first, sizeof first, "%.1990s", sql_of(node));
    SQL(node, first);
    alk_free(node);
}

ALK_TEST(compiled, expressions_alone)
{
    SQL(alk_eq(author.id, alk_select(alk_max(book.id))), "authors.id = (SELECT max(books.id) AS max_1 FROM books)");
    SQL(alk_select(author.id), "SELECT authors.id FROM authors");
    SQL(author.table, "authors");
    SQL(author.id, "authors.id");
}
