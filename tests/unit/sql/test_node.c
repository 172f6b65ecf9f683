/* SPDX-License-Identifier: MIT
 * Who owns a node: floating, kept, taken, static; and nodes that carry an error. */
#include "alk_test.h"
#include "sql/node.h"
#include <alkahest/value.h>
#include <string.h>

ALK_TEST(node, fresh_one_floats_until_it_is_freed)
{
    alk_sql *node = alk_int(5);
    alk_check_int(node->kind, ALK__NODE_VALUE);
    alk_check_uint(node->refs, 0);
    alk_free(node);
    alk_free(NULL);
}

ALK_TEST(node, kept_as_often_as_freed)
{
    const alk_sql *node = alk_raw("select 1");
    if (node->kind == ALK__NODE_ERROR)
        alk_fail("no memory");
    alk_check(alk_keep(node) == node);
    alk_check(alk_keep(node) == node);
    alk__node_sink(node);                      /* a kept one is not consumed */
    alk_free(node);
    alk_check_uint(node->refs, 1);
    alk_free(node);
}

ALK_TEST(node, sink_frees_what_floats)
{
    alk__node_sink(alk_int(1));
    alk__node_sink(NULL);
    alk__node_sink_list(NULL, ALK_LIST(alk_int(1), alk_text("x"), alk_bind("a", 1)));
    alk__node_sink_list(NULL, NULL);
    alk__node_sink_list(NULL, (const alk_sql *const[]){ &alk_end });
}

ALK_TEST(node, static_ones_are_never_counted)
{
    alk_check(alk_keep(&alk_end) == &alk_end);
    alk_free(&alk_end);
    alk__node_sink(&alk_end);
    alk_check_uint(alk_end.refs, 0);
    alk_check(alk_keep(alk__node_no_memory()) == alk__node_no_memory());
    alk_free(alk__node_no_memory());
    alk_check_status(alk__node_raise(alk__node_no_memory()), ALK_ERROR_NO_MEMORY);
}

ALK_TEST(node, bind_owns_its_value)
{
    const alk_sql *value = alk_keep(alk_text("shared"));
    const alk_sql *a = alk_bind("a", value), *b = alk_bind("b", value);
    if (value->kind != ALK__NODE_VALUE || a->kind != ALK__NODE_BIND || b->kind != ALK__NODE_BIND)
        alk_fail("no memory");
    alk_check_uint(value->refs, 3);
    alk_check_str(((const alk__bind_node *)a)->name, "a");
    alk_free(a);
    alk_free(b);
    alk_check_uint(value->refs, 1);
    alk_free(value);
}

ALK_TEST(node, error_nodes_carry_class_and_message)
{
    const alk_sql *node = alk_text("\xff");
    alk_check_int(node->kind, ALK__NODE_ERROR);
    alk_clear_error();
    alk_check_status(alk__node_raise(node), ALK_ERROR_DATA);
    alk_check_error(ALK_ERROR_DATA, "UTF-8");
    alk_free(node);
    node = alk_bind("name", "\xff");
    alk_check_int(node->kind, ALK__NODE_ERROR);
    alk_clear_error();
    alk_check_status(alk__node_raise(node), ALK_ERROR_DATA);
    alk_check_error(ALK_ERROR_DATA, "parameter name");
    alk_free(node);
}

ALK_TEST(node, constructors_never_return_null)
{
    int status;
    ALK_TORTURE(status) {
        alk_value items[1] = { alk_value_text("x") }, array = alk_value_array(items, 1);
        alk_execution_options options = { .struct_size = sizeof options, .token = "t" };
        const alk_sql *nodes[] = { alk_int(1), alk_text("some text"), alk_bound(&array), alk_bind("a", "b"), alk_raw("select :a"),
                                   alk_with_options(alk_raw("select 1"), &options), alk_blob("x", 1) };
        status = ALK_OK;
        for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++) {
            if (nodes[i]->kind == ALK__NODE_ERROR)
                status = alk__node_raise(nodes[i]);
            alk_free(nodes[i]);
        }
    }
}
