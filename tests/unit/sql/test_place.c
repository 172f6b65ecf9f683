/* SPDX-License-Identifier: MIT
 * A statement remembers where the program wrote it, through options and errors. */
#include "alk_test.h"
#include "base/error.h"
#include "sql/node.h"
#include <alkahest/change.h>

static void check_place(const alk_sql *statement, int line)
{
    alk__error(ALK_ERROR_INTERNAL, "something failed");
    alk__node_place(statement);
    alk_check_int(alk_last_error()->line, line);
    alk_check_str(alk_last_error()->file, __FILE__);
}

ALK_TEST(place, is_where_the_statement_was_written)
{
    const alk_sql *statement = alk_keep(alk_raw("SELECT 1")); int line = __LINE__;
    const alk_sql *narrowed = alk_keep(alk_with_options(statement, &(alk_execution_options){ .timeout = 1 }));
    const alk_sql *fault = alk_keep(alk_with_options(alk_raw("SELECT '\xFF'"), NULL)); int fault_line = __LINE__;
    alk_check_int(statement->kind, ALK__NODE_RAW);
    check_place(statement, line);
    alk_check_int(narrowed->kind, ALK__NODE_RAW);
    check_place(narrowed, line);
    alk_check_int(fault->kind, ALK__NODE_ERROR);
    if (!(fault->flags & ALK__NODE_STATIC))
        check_place(fault, fault_line);
    alk_free(statement);
    alk_free(narrowed);
    alk_free(fault);
}

ALK_TEST(place, of_a_compound_is_that_of_its_first_query)
{
    const alk_sql *both = alk_keep(alk_union(alk_limit(1), alk_select(alk_int(1)), alk_select(alk_int(2)))); int line = __LINE__;
    if (both->kind != ALK__NODE_ERROR)
        check_place(both, line);
    alk_free(both);
}

ALK_TEST(place, is_known_of_what_has_no_table_to_change)
{
    const alk_sql *one = alk_keep(alk_delete_from(alk_int(1))), *merge = alk_keep(alk_merge_into(alk_int(1), alk_table_name(NULL, "t"), alk_true(), (alk_when_matched_delete)(&(const alk_sql *const){ &alk_end }))); int line = __LINE__;
    if (!(one->flags & ALK__NODE_STATIC))
        check_place(one, line);
    if (!(merge->flags & ALK__NODE_STATIC))
        check_place(merge, line);
    alk_free(one);
    alk_free(merge);
}

ALK_TEST(place, may_be_unknown)
{
    const alk_sql *statement = alk_keep((alk_raw)("SELECT 1"));
    alk__error(ALK_ERROR_INTERNAL, "something failed");
    alk__node_place(statement);
    alk_check(alk_last_error()->file == NULL);
    alk_check_int(alk_last_error()->line, 0);
    alk_free(statement);
}
