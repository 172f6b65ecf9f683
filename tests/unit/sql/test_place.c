/* SPDX-License-Identifier: MIT
 * A statement remembers where the program wrote it, through options and errors. */
#include "alk_test.h"
#include "base/error.h"
#include "sql/node.h"

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

ALK_TEST(place, may_be_unknown)
{
    const alk_sql *statement = alk_keep((alk_raw)("SELECT 1"));
    alk__error(ALK_ERROR_INTERNAL, "something failed");
    alk__node_place(statement);
    alk_check(alk_last_error()->file == NULL);
    alk_check_int(alk_last_error()->line, 0);
    alk_free(statement);
}
