/* SPDX-License-Identifier: MIT
 * Looking into statements, and loading options, which connections take no notice of. */
#include "sql_test.h"
#include <alkahest/inspect.h>

ALK_SUITE(inspect, NULL, NULL);

ALK_TEST(inspect, a_statement_is_told_part_by_part)
{
    const alk_sql *q = alk_keep(alk_select(author.name, author.table, alk_where(alk_gt(author.born, 1900)), alk_order_by(alk_desc(author.name), alk_nulls_last(author.born)), alk_limit(5)));
    const alk_sql *const *parts, *const *terms;
    alk_check_int(alk_node_kind(q), ALK_IS_SELECT);
    alk_check_size(alk_node_children(q, &parts), 5);
    alk_check_int(alk_node_kind(parts[0]), ALK_IS_COLUMN);
    alk_check_int(alk_node_kind(parts[1]), ALK_IS_TABLE);
    alk_check_int(alk_node_kind(parts[2]), ALK_IS_WHERE);
    alk_check_size(alk_node_children(parts[2], &terms), 1);
    alk_check_int(alk_node_kind(terms[0]), ALK_IS_EXPRESSION);
    alk_check_int(alk_node_kind(parts[3]), ALK_IS_ORDER_BY);
    alk_check_size(alk_node_children(parts[3], &terms), 2);
    alk_check_int(alk_node_kind(terms[0]), ALK_IS_DESCENDING);
    alk_check_int(alk_node_kind(terms[1]), ALK_IS_NULLS_LAST);
    alk_check_int(alk_node_kind(parts[4]), ALK_IS_LIMIT);
    alk_free(q);
}

ALK_TEST(inspect, changes_begin_with_their_table)
{
    const alk_sql *const *parts;
    const alk_sql *u = alk_keep(alk_update(author.table, alk_set(author.name, "x")));
    alk_check_int(alk_node_kind(u), ALK_IS_UPDATE);
    alk_check_size(alk_node_children(u, &parts), 2);
    alk_check(parts[0] == author.table);
    alk_check_int(alk_node_kind(parts[1]), ALK_IS_SET);
    alk_free(u);
}

ALK_TEST(inspect, aliases_and_joins)
{
    const alk_sql *const *parts;
    const alk_sql *a = alk_keep(alk_alias(author.table, "a")), *column = alk_keep(alk_at(a, author.name)), *join = alk_keep(alk_join(author.books));
    alk_check_int(alk_node_kind(a), ALK_IS_ALIAS);
    alk_check_size(alk_node_children(a, &parts), 1);
    alk_check(parts[0] == author.table);
    alk_check_int(alk_node_kind(column), ALK_IS_COLUMN_AT);
    alk_check_int(alk_node_kind(join), ALK_IS_JOIN);
    alk_check_size(alk_node_children(join, &parts), 2);
    alk_check_int(alk_node_kind(parts[1]), ALK_IS_RELATIONSHIP);
    alk_free(join);
    alk_free(column);
    alk_free(a);
}

ALK_TEST(inspect, what_has_nothing_below)
{
    const alk_sql *const *parts;
    alk_check_int(alk_node_kind(NULL), ALK_IS_OTHER);
    alk_check_int(alk_node_kind(&alk_end), ALK_IS_OTHER);
    alk_check_size(alk_node_children(NULL, &parts), 0);
    alk_check_size(alk_node_children(author.name, &parts), 0);
    const alk_sql *raw = alk_keep(alk_raw("SELECT 1")), *value = alk_keep(alk_int(1)), *fault = alk_keep(alk_eq(author.born, "x"));
    alk_check_int(alk_node_kind(raw), ALK_IS_RAW);
    alk_check_int(alk_node_kind(value), ALK_IS_EXPRESSION);
    alk_check_int(alk_node_kind(fault), ALK_IS_ERROR);
    alk_free(fault);
    alk_free(value);
    alk_free(raw);
}

ALK_TEST(inspect, a_loading_option_has_a_code_a_number_and_a_path)
{
    const alk_sql *const *path;
    const alk_sql *option = alk_keep(alk_loading(3, 17, ALK_LIST(author.books)));
    alk_check_int(alk_node_kind(option), ALK_IS_LOADING);
    alk_check_int(alk_loading_code(option), 3);
    alk_check_int(alk_loading_number(option), 17);
    alk_check_size(alk_node_children(option, &path), 1);
    alk_check(path[0] == author.books);
    alk_check_int(alk_loading_code(author.table), 0);
    alk_check_int(alk_loading_number(NULL), 0);
    alk_free(option);
    const alk_sql *none = alk_keep(alk_loading(0, 0, ALK_LIST(author.books)));
    alk_check_int(alk_node_kind(none), ALK_IS_ERROR);
    alk_free(none);
}

ALK_TEST(inspect, an_error_of_the_programs_becomes_a_node)
{
    alk_fail(ALK_ERROR_DATA, "no such planet: %d", 9);
    const alk_sql *fault = alk_keep(alk_fail_sql());
    alk_check_int(alk_node_kind(fault), ALK_IS_ERROR);
    alk_free(fault);
}
