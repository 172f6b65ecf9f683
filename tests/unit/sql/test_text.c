/* SPDX-License-Identifier: MIT
 * Text as SQL, options of its own, and binds. */
#include "alk_test.h"
#include "sql/node.h"

static void refused(const alk_sql *node, int code, const char *part)
{
    if (node == alk__node_no_memory())
        alk_test_failed("no memory");
    alk_check_int(node->kind, ALK__NODE_ERROR);
    alk_clear_error();
    alk_check_status(alk__node_raise(node), code);
    alk_free(node);
    alk_check_error(code, part);
}

ALK_TEST(text, is_copied)
{
    char sql[] = "select 1";
    const alk_sql *node = alk_raw(sql);
    if (node == alk__node_no_memory())
        alk_test_failed("no memory");
    memset(sql, 'x', strlen(sql));
    alk_check_str(((const alk__raw_node *)node)->text, "select 1");
    alk_check_size(((const alk__raw_node *)node)->length, 8);
    alk_free(node);
    node = alk_raw_n("select 1; more", 8);
    if (node == alk__node_no_memory())
        alk_test_failed("no memory");
    alk_check_str(((const alk__raw_node *)node)->text, "select 1");
    alk_free(node);
}

ALK_TEST(text, that_cannot_be_sent)
{
    refused(alk_raw(NULL), ALK_ERROR_ARGUMENT, "no text");
    refused(alk_raw_n("a\0b", 3), ALK_ERROR_ARGUMENT, "NUL");
    refused(alk_raw("a\xff"), ALK_ERROR_ARGUMENT, "UTF-8");
    refused(alk_raw_n("x", ((size_t)1 << 30) + 1), ALK_ERROR_ARGUMENT, "1 GiB");
}

ALK_TEST(text, options_of_its_own)
{
    char token[] = "token";
    alk_execution_options options = { .struct_size = sizeof options, .timeout = 1.5, .token = token };
    const alk_sql *node = alk_with_options(alk_raw("select 1"), &options);
    if (node == alk__node_no_memory())
        alk_test_failed("no memory");
    const alk_execution_options *kept = ((const alk__raw_node *)node)->options;
    token[0] = 'X';
    alk_check_made(kept);
    alk_check_str(kept->token, "token");
    alk_check_real(kept->timeout, 1.5);
    node = alk_with_options(node, NULL);
    if (node == alk__node_no_memory())
        alk_test_failed("no memory");
    alk_check(((const alk__raw_node *)node)->options == NULL);
    alk_free(node);
    refused(alk_with_options(NULL, &options), ALK_ERROR_ARGUMENT, "no statement");
    refused(alk_with_options(alk_int(1), &options), ALK_ERROR_ARGUMENT, "takes a statement");
    refused(alk_with_options(alk_raw(NULL), &options), ALK_ERROR_ARGUMENT, "no text");
}

ALK_TEST(text, binds_that_are_none)
{
    refused((alk_bind)(NULL, alk_int(1)), ALK_ERROR_ARGUMENT, "no name");
    refused((alk_bind)("", alk_int(1)), ALK_ERROR_ARGUMENT, "no name");
    refused((alk_bind)("a", NULL), ALK_ERROR_ARGUMENT, "NULL");
    refused((alk_bind)("a", alk_raw("select 1")), ALK_ERROR_ARGUMENT, "takes a value");
    refused((alk_bind)("a", alk_bind("b", 1)), ALK_ERROR_ARGUMENT, "takes a value");
}
