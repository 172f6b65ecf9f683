/* SPDX-License-Identifier: MIT
 * Who owns a node: floating, kept, taken, static; and nodes that carry an error. */
#include "alk_test.h"
#include "base/buffer.h"
#include "sql/node.h"
#include <alkahest/expression.h>
#include <alkahest/query.h>
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
        alk_test_failed("no memory");
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
        alk_test_failed("no memory");
    alk_check_uint(value->refs, 3);
    alk_check_str(((const alk__bind_node *)a)->name, "a");
    alk_free(a);
    alk_free(b);
    alk_check_uint(value->refs, 1);
    alk_free(value);
}

static uint16_t whole(const alk_sql *node)
{
    return alk__node_built(node) ? alk__node_built(node)->whole : 0;
}

/* How many nodes go at once; none where each is an allocation of its own. */
static uint16_t at_once(uint16_t nodes)
{
#if defined(ALK_ARENA_MALLOC)
    (void)nodes;
    return 0;
#else
    return nodes;
#endif
}

ALK_TEST(node, made_for_each_other_go_at_once)
{
    alk_sql *none = alk_text("a slab that is begun"), *sum = alk_plus(alk_int(1), alk_times(alk_name("a"), alk_int(2)));
    if (none->kind == ALK__NODE_VALUE && sum->kind == ALK__NODE_BINARY)
        alk_check_uint(whole(sum), at_once(5));
    alk_free(sum);
    const alk_sql *kept = alk_keep(alk_int(3));
    sum = alk_plus(kept, alk_int(1));
    alk_check_uint(whole(sum), 0);             /* another owner has a part of it */
    alk_free(sum);
    alk_free(kept);
    int64_t items[] = { 1, 2 };
    sum = alk_in(alk_name("a"), alk_ints(2, items));
    alk_check_uint(whole(sum), 0);             /* an array has an arena */
    alk_free(sum);
    alk_free(none);
}

/* What was a part of a tree that went stays, with all below, as long as somebody else has it. */
ALK_TEST(node, parts_outlive_the_whole)
{
    alk__buffer before, after;
    alk__buffer_init(&before, ALK__BUFFER_MAX);
    alk__buffer_init(&after, ALK__BUFFER_MAX);
    const alk_sql *first = alk_keep(alk_select(alk_name("a"), alk_where(alk_eq(alk_name("b"), 5), alk_gt(alk_name("c"), "text"))));
    const alk_sql *second = alk_extend(first, alk_limit(7));
    alk__node_dump(second, &before);
    alk_free(first);
    alk_sql *others = alk_select(alk_name("others"), alk_where(alk_lt(alk_name("d"), 9), alk_lt(alk_name("e"), 9)), alk_offset(8));
    alk__node_dump(second, &after);
    alk_check_bytes(after.data, after.length, before.data, before.length);
    alk_free(others);
    alk_free(second);
    alk__buffer_free(&before);
    alk__buffer_free(&after);
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
