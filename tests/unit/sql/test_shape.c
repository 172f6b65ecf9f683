/* SPDX-License-Identifier: MIT
 * Whether two statements are one: equality and hash of structure, and the order of values. A difference that is missed gives wrong SQL, one too many
 * compiles anew. */
#include "sql_test.h"
#include "sql/shape.h"

/* Both are freed. */
static bool one(const alk_sql *a, const alk_sql *b)
{
    bool errors = a->kind == ALK__NODE_ERROR || b->kind == ALK__NODE_ERROR;
    bool equal = alk__node_equal(a, b), back = alk__node_equal(b, a), hashes = alk__node_hash(a) == alk__node_hash(b);
    alk_free(a);
    alk_free(b);
    if (errors)
        alk_test_failed("no memory");
    alk_check(equal == back);
    alk_check(hashes || !equal);
    return equal && hashes;
}

ALK_TEST(shape, values_are_no_structure)
{
    alk_check(one(alk_eq(author.id, 1), alk_eq(author.id, 2)));
    alk_check(one(alk_eq(author.name, "a"), alk_eq(author.name, "b")));
    alk_check(one(alk_select(author.id, alk_limit(1)), alk_select(author.id, alk_limit(2))));
    alk_check(one(alk_in(author.id, ALK_INTS(1, 2, 3)), alk_in(author.id, ALK_INTS(4, 5, 6, 7))));
    alk_check(one(alk_set(author.born, 5), alk_set(author.born, alk_null())));
}

ALK_TEST(shape, types_of_values_are)
{
    alk_check(!one(alk_plus(1, 2), alk_plus(1, 2.5)));
    alk_check(!one(alk_tuple(alk_int(1)), alk_tuple(alk_null())));
    alk_check(!one(alk_tuple(alk_text("1")), alk_tuple(alk_decimal("1"))));
    alk_check(one(alk_eq(author.score, 1), alk_eq(author.score, "2.5")));      /* both became decimals */
}

ALK_TEST(shape, literals_and_names_are_structure)
{
    alk_check(!one(alk_plus(author.id, alk_literal(1)), alk_plus(author.id, alk_literal(2))));
    alk_check(one(alk_plus(author.id, alk_literal(1)), alk_plus(author.id, alk_literal(1))));
    alk_check(!one(alk_tuple(alk_literal("a")), alk_tuple(alk_literal("b"))));
    alk_check(!one(alk_json_get(book.data, alk_text("a")), alk_json_get(book.data, alk_text("b"))));
    alk_check(!one(alk_name("a"), alk_name("b")));
    alk_check(!one(alk_param("a"), alk_param("b")));
    alk_check(!one(alk_label(author.id, "a"), alk_label(author.id, "b")));
    alk_check(!one(alk_func("a", author.id), alk_func("b", author.id)));
    alk_check(!one(alk_collate(author.name, "a"), alk_collate(author.name, "b")));
    alk_check(!one(alk_alias(author.table, "a"), alk_alias(author.table, "b")));
    alk_check(!one(alk_alias(author.table, "a"), alk_alias(author.table, NULL)));
    alk_check(!one(alk_hint(1, NULL, NULL, "a"), alk_hint(1, NULL, NULL, "b")));
    alk_check(!one(alk_op("+", author.id, 1, 5), alk_op("*", author.id, 1, 5)));
    alk_check(!one(alk_op("+", author.id, 1, 5), alk_op("+", author.id, 1, 6)));
    alk_check(!one(alk_raw("a"), alk_raw("b")));
    alk_check(one(alk_raw("a"), alk_raw("a")));
    alk_check(one(alk_plus(alk_raw("a"), 1), alk_plus(alk_raw("a"), 2)));
    alk_check(!one(alk_table_name("a", "t"), alk_table_name("b", "t")));
    alk_check(!one(alk_table_sample(author.table, "SYSTEM", 1), alk_table_sample(author.table, "BERNOULLI", 1)));
}

ALK_TEST(shape, long_literals_are_told_apart_to_their_end)
{
    char a[201], b[201];
    memset(a, 'x', 200);
    a[200] = '\0';
    memcpy(b, a, sizeof b);
    b[199] = 'y';
    alk_check(!one(alk_tuple(alk_literal(a)), alk_tuple(alk_literal(b))));
    alk_check(one(alk_tuple(alk_literal(a)), alk_tuple(alk_literal(a))));
}

ALK_TEST(shape, flags_operators_and_types_are_structure)
{
    alk_check(!one(alk_eq(author.id, 1), alk_ne(author.id, 1)));
    alk_check(!one(alk_and(author.active, author.id), alk_or(author.active, author.id)));
    alk_check(!one(alk_cast(author.id, ALK_OF(TEXT)), alk_cast(author.id, ALK_OF(DATE))));
    alk_check(!one(alk_cast(author.id, ALK_OF(NUMERIC(5, 2))), alk_cast(author.id, ALK_OF(NUMERIC(5, 3)))));
    alk_check(!one(alk_cast(author.id, ALK_OF(TEXT)), alk_try_cast(author.id, ALK_OF(TEXT))));
    alk_check(!one(alk_cast(author.id, ALK_OF(NATIVE("a"))), alk_cast(author.id, ALK_OF(NATIVE("b")))));
    alk_check(!one(alk_name_of("a", ALK_OF(TEXT)), alk_name_of("a", ALK_OF(INTEGER))));
    alk_check(!one(alk_count(author.id), alk_distinct_of(alk_count(author.id))));
    alk_check(!one(alk_extract(ALK_YEAR, alk_now()), alk_extract(ALK_MONTH, alk_now())));
    alk_check(!one(alk_rows(-1, 0), alk_rows(0, 1)));
    alk_check(!one(alk_rows(-1, 1), alk_range(-1, 1)));
    alk_check(!one(alk_rows(-1, 1), alk_rows(-2, 2)));     /* MariaDB wants them written */
    alk_check(one(alk_rows(-1, 1), alk_rows(-1, 1)));
    alk_check(!one(alk_fetch_first(1, 0), alk_fetch_first(1, ALK_FETCH_WITH_TIES)));
    alk_check(!one(alk_for_update(ALK_FOR_SHARE), alk_for_update(ALK_FOR_NOWAIT)));
    alk_check(!one(alk_union(alk_select(author.id), alk_select(book.id)), alk_union_all(alk_select(author.id), alk_select(book.id))));
    alk_check(!one(alk_subquery(alk_select(author.id), "s"), alk_lateral(alk_select(author.id), "s")));
    alk_check(!one(alk_cte_of(alk_select(author.id), "s", ALK_CTE_RECURSIVE, NULL), alk_cte(alk_select(author.id), "s")));
    alk_check(!one(alk_join(author.table), alk_left_join(author.table)));
    alk_check(!one(alk_json_get(book.data, alk_text("a")), alk_json_text(book.data, alk_text("a"))));
    alk_check(!one(alk_in(author.id, ALK_INTS(1)), alk_in(author.id, ALK_INTS(1, 2))));
    alk_check(!one(alk_in(author.id, ALK_INTS(1)), alk_in(author.id, alk_ints(0, NULL))));
    alk_check(!one(alk_case(alk_when(1, 2), alk_when(3, 4)), alk_case_of(alk_int(1), alk_when(2, 3), alk_else(4))));
    alk_check(!one(alk_distinct(), alk_distinct_on(author.id)));
    alk_check(!one(alk_correlate(author.table), alk_correlate_except(author.table)));
    alk_check(!one(alk_eq(author.id, 1), alk_eq(book.id, 1)));
    alk_check(!one(alk_select(author.id, author.name), alk_select(author.name, author.id)));
}

ALK_TEST(shape, where_it_was_written_is_not)
{
    const alk_sql *a = alk_select(author.id);
    const alk_sql *b = alk_select(author.id);
    alk_check(one(a, b));
}

static const alk_sql *self_join(const char *name, bool crossed)
{
    const alk_sql *a = alk_keep(alk_alias(author.table, name)), *b = alk_keep(alk_alias(author.table, name));
    const alk_sql *node = alk_select(alk_at(a, author.id), alk_at(b, author.id), alk_from(a, b), alk_where(alk_eq(alk_at(crossed ? b : a, author.name), "x")));
    alk_free(a);
    alk_free(b);
    return node;
}

ALK_TEST(shape, froms_without_a_name_stand_for_each_other_throughout)
{
    alk_check(one(self_join(NULL, false), self_join(NULL, false)));
    alk_check(!one(self_join(NULL, false), self_join(NULL, true)));
}

/* x + ? in two places of a statement, as one node or as two; or its value alone. (Beside a column of a known type each place would have a value of its own.) */
static const alk_sql *in_two_places(bool shared, bool value_only)
{
    const alk_sql *value = alk_keep(alk_int(5)), *other = alk_keep(alk_int(6)), *x = alk_keep(alk_name("x"));
    const alk_sql *a = alk_keep(alk_plus(x, value)), *b = alk_keep(alk_plus(x, shared ? value : other));
    const alk_sql *node = alk_select(author.id, alk_order_by(a), alk_where(shared && !value_only ? a : b));
    alk_free(a);
    alk_free(b);
    alk_free(x);
    alk_free(value);
    alk_free(other);
    return node;
}

/* One is compiled with a value in one place; the other has another one in each. */
ALK_TEST(shape, what_stands_twice_is_not_what_stands_once_each)
{
    for (int value_only = 0; value_only < 2; value_only++) {
        alk_check(one(in_two_places(true, value_only), in_two_places(true, value_only)));
        alk_check(one(in_two_places(false, value_only), in_two_places(false, value_only)));
        alk_check(!one(in_two_places(true, value_only), in_two_places(false, value_only)));
    }
}

/* More that stands twice than can be told: compiled anew, which is no error. */
ALK_TEST(shape, many_shared_nodes_are_not_the_same)
{
    const alk_sql *kept[200], *terms[2][201];
    for (int i = 0; i < 200; i++)
        kept[i] = alk_keep(alk_plus(alk_name("x"), i));
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < 200; i++)
            terms[side][i] = kept[i];
        terms[side][200] = &alk_end;
    }
    bool equal = one((alk_tuple)(terms[0]), (alk_tuple)(terms[1]));
    for (int i = 0; i < 200; i++)
        alk_free(kept[i]);
    alk_check(!equal);
}

ALK_TEST(shape, values_come_in_the_order_of_the_tree)
{
    const alk__value_node *values[8];
    const alk_sql *node = made(alk_select(alk_plus(author.id, 1), alk_order_by(alk_plus(author.id, 2)), alk_where(alk_between(author.id, 3, 4)), alk_limit(alk_literal(9))));
    alk_check_size(alk__node_values(node, values, 8), 4);
    for (int i = 0; i < 4; i++)
        alk_check_int(values[i]->value.u.i, i + 1);
    alk_check_size(alk__node_values(node, values, 2), 4);      /* tells how many there are, whatever the room */
    alk_free(node);
}

ALK_TEST(shape, a_from_that_many_columns_name_has_its_values_once)
{
    const alk_sql *sub = alk_keep(made(alk_subquery(alk_select(author.id, alk_where(alk_eq(author.id, 7))), "s")));
    const alk_sql *node = made(alk_select(alk_column_of(sub, "id"), alk_column_of(sub, "id"), alk_from(sub), alk_where(alk_eq(alk_column_of(sub, "id"), 8))));
    alk_check_size(alk__node_values(node, NULL, 0), 2);
    alk_free(sub);
    alk_free(node);
}

ALK_TEST(shape, a_bare_copy_is_the_same_statement)
{
    int status;
    ALK_TORTURE(status) {
        const alk_sql *nodes[] = { in_two_places(true, false), in_two_places(true, true), in_two_places(false, true), self_join(NULL, true), alk_in(author.id, ALK_INTS(1, 2, 3)),
                                   alk_tuple(alk_typed("2024-01-01", ALK_OF(DATE)), alk_text("a long text that is somebody's data")) };
        status = ALK_OK;
        for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
            const alk_sql *bare = nodes[i]->kind == ALK__NODE_ERROR ? NULL : alk__node_bare(nodes[i]);
            if (!bare)
                status = nodes[i]->kind == ALK__NODE_ERROR ? alk__node_raise(nodes[i]) : alk_last_error()->code;
            bool same = !bare || (alk__node_equal(bare, nodes[i]) && alk__node_equal(nodes[i], bare) && alk__node_hash(bare) == alk__node_hash(nodes[i]));
            if (bare != nodes[i])
                alk_free(bare);
            alk_free(nodes[i]);
            alk_check(same);
        }
    }
}

/* What a database may want written into its SQL. */
static const alk_sql *with_frame(int64_t from, double percent, int64_t value)
{
    return alk_keep(alk_select(alk_label(alk_over(alk_sum(alk_name("x")), alk_order_by(alk_name("y")), alk_rows(from, 7)), "s"),
                               alk_from(alk_table_sample(alk_table_name(NULL, "t"), "system", percent)), alk_where(alk_gt(alk_name("x"), alk_int(value)))));
}

ALK_TEST_UNTORTURED(shape, counts_of_frames_and_shares_of_samples_are_structure)
{
    const alk_sql *node = with_frame(-2, 12.5, 5), *other[] = { with_frame(-3, 12.5, 5), with_frame(-2, 13, 5), with_frame(-2, 12.5, 6) };
    const alk_sql *bare = alk__node_bare(node);
    for (int i = 0; i < 3; i++) {
        alk_check((alk__node_equal(node, other[i]) && alk__node_equal(bare, other[i])) == (i == 2));
        alk_check((alk__node_hash(node) == alk__node_hash(other[i])) == (i == 2));
        alk_free(other[i]);
    }
    alk_check(alk__node_equal(node, bare) && alk__node_equal(bare, node) && alk__node_hash(bare) == alk__node_hash(node));
    alk_check(bare != node);
    alk_free(bare);
    alk_free(node);
}

ALK_TEST(shape, types_are_told_apart)
{
    static const alk_type items = ALK_SQL_INTEGER;
    alk_check(alk__type_equal(ALK_OF(NUMERIC(5, 2)), ALK_OF(NUMERIC(5, 2))));
    alk_check(!alk__type_equal(ALK_OF(NUMERIC(5, 2)), ALK_OF(NUMERIC(5, 1))));
    alk_check(!alk__type_equal(ALK_OF(BIGINT), ALK_OF(UBIGINT)));
    alk_check(!alk__type_equal(NULL, ALK_OF(BIGINT)));
    alk_check(alk__type_equal(NULL, NULL));
    alk_check(alk__type_equal(ALK_OF(ARRAY(items)), ALK_OF(ARRAY(items))));
    alk_check(!alk__type_equal(ALK_OF(NATIVE("a")), ALK_OF(NATIVE("b"))));
    alk_check_int(alk__type_tag(ALK_OF(UBIGINT)), ALK_TYPE_UINT);
    alk_check_int(alk__type_tag(NULL), ALK_TYPE_NULL);
    alk_check(alk__type_of_tag(ALK_TYPE_NULL) == NULL);
    alk_check(alk__type_of_tag(ALK_TYPE_ARRAY) == NULL);
    alk_check_str(alk__type_word(&(const alk_type){ .kind = 999 }), "unknown");
}
