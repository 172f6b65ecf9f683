/* SPDX-License-Identifier: MIT
 * Values as nodes: each kind, lifted from C, copied, checked. */
#include "alk_test.h"
#include "sql/node.h"
#include <alkahest/value.h>

/* The value of a fresh node, which must be one. */
static alk_value value_of(const alk_sql *node)
{
    if (node == alk__node_no_memory())
        alk_test_failed("no memory");
    alk_check_int(node->kind, ALK__NODE_VALUE);
    return ((const alk__value_node *)node)->value;
}

static void check(const alk_sql *node, int tag)
{
    alk_check_int(value_of(node).tag, tag);
    alk_free(node);
}

ALK_TEST(value, every_kind)
{
    check(alk_null(), ALK_TYPE_NULL);
    check(alk_bool(true), ALK_TYPE_BOOL);
    check(alk_int(INT64_MIN), ALK_TYPE_INT);
    check(alk_uint(UINT64_MAX), ALK_TYPE_UINT);
    check(alk_real(0.5), ALK_TYPE_REAL);
    check(alk_text("x"), ALK_TYPE_TEXT);
    check(alk_text(NULL), ALK_TYPE_NULL);
    check(alk_text_n(NULL, 0), ALK_TYPE_NULL);
    check(alk_blob("x", 1), ALK_TYPE_BLOB);
    check(alk_blob(NULL, 0), ALK_TYPE_NULL);
    check(alk_blob("", 0), ALK_TYPE_BLOB);
    check(alk_decimal("1.5"), ALK_TYPE_DECIMAL);
    check(alk_decimal(NULL), ALK_TYPE_NULL);
    check(alk_json("{}"), ALK_TYPE_JSON);
    check(alk_json(NULL), ALK_TYPE_NULL);
    check(alk_date_value((alk_date){ 1 }), ALK_TYPE_DATE);
    check(alk_time_value((alk_time){ 1 }), ALK_TYPE_TIME);
    check(alk_timestamp_value((alk_timestamp){ 1 }), ALK_TYPE_TIMESTAMP);
    check(alk_timestamptz_value((alk_timestamptz){ 1 }), ALK_TYPE_TIMESTAMPTZ);
    check(alk_interval_value((alk_interval){ 1, 2, 3 }), ALK_TYPE_INTERVAL);
    check(alk_uuid_value((alk_uuid){ { 1 } }), ALK_TYPE_UUID);
}

ALK_TEST(value, lifted_by_its_c_type)
{
    const alk_sql *self = alk_int(1);
    char text[] = "x";
    check(ALK_LIFT((short)1), ALK_TYPE_INT);
    check(ALK_LIFT('c'), ALK_TYPE_INT);
    check(ALK_LIFT(1L), ALK_TYPE_INT);
    check(ALK_LIFT(1u), ALK_TYPE_UINT);
    check(ALK_LIFT((size_t)1), ALK_TYPE_UINT);
    check(ALK_LIFT(1.5f), ALK_TYPE_REAL);
    check(ALK_LIFT((bool)true), ALK_TYPE_BOOL);
    check(ALK_LIFT(text), ALK_TYPE_TEXT);
    check(ALK_LIFT("x"), ALK_TYPE_TEXT);
    check(ALK_LIFT((alk_date){ 1 }), ALK_TYPE_DATE);
    alk_check(ALK_LIFT(self) == self);
    alk_free(self);
}

ALK_TEST(value, what_it_points_to_is_copied)
{
    char text[] = "abc";
    uint8_t bytes[16] = { 7 };
    alk_value items[2] = { alk_value_int(1), alk_value_text(text) };
    alk_value array = alk_value_array(items, 2), uuid = alk_value_uuid((const alk_uuid *)(const void *)bytes);
    const alk_sql *a = alk_text(text), *b = alk_bound(&array), *c = alk_bound(&uuid);
    alk_value va = value_of(a), vb = value_of(b), vc = value_of(c);
    text[0] = 'X';
    bytes[0] = 8;
    items[0].u.i = 2;
    alk_check_bytes(va.u.p, va.len, "abc", 3);
    alk_check(va.flags & ALK_CELL_NUL);
    alk_check_int(((const alk_value *)vb.u.p)[0].u.i, 1);
    alk_check_bytes(((const alk_value *)vb.u.p)[1].u.p, 3, "abc", 3);
    alk_check_int(*(const uint8_t *)vc.u.p, 7);
    alk_free(a);
    alk_free(b);
    alk_free(c);
}

ALK_TEST(value, malformed_ones_are_errors)
{
    alk_value bad[] = { { .tag = 99 }, { .tag = ALK_TYPE_BOOL, .u.i = 2 }, { .tag = ALK_TYPE_TIME, .u.i = -1 } };
    const alk_sql *nodes[] = { alk_text("\xc0\x80"), alk_text_n("a\0b", 3), alk_decimal("1,5"), alk_json("{"), alk_bound(&bad[0]),
                               alk_bound(&bad[1]), alk_bound(&bad[2]), alk_time_value((alk_time){ INT64_MAX }) };
    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++) {
        alk_check_that(nodes[i]->kind == ALK__NODE_ERROR, "value %zu was taken", i);
        if (nodes[i] != alk__node_no_memory())
            alk_check_status(alk__node_raise(nodes[i]), ALK_ERROR_DATA);
        alk_free(nodes[i]);
    }
}
