/* SPDX-License-Identifier: MIT
 * Functions, aggregates and windows. */
#include "compile_test.h"

ALK_TEST(render_function, functions)
{
    SQL(alk_func("lower", author.name), "lower(authors.name)");
    SQL(alk_func("pg_catalog.lower", a()), "pg_catalog.lower(a)");
    SQL(alk_func("Weird name", a()), "\"Weird name\"(a)");
    SQL(alk_func("s.x\"; --", a()), "s.\"x\"\"; --\"(a)");
    SQL(alk_func("select", a()), "\"select\"(a)");
    SQL(alk_func("s.Select", a()), "s.\"Select\"(a)");
    SQL(alk_func("left", a(), alk_int(1)), "left(a, ?)");
    SQL(alk_func("delete", a()), "delete(a)");
    SQL(alk_count_all(), "count(*)");
    SQL(alk_distinct_of(alk_sum(a())), "sum(DISTINCT a)");
    SQL(alk_coalesce(a(), alk_int(1)), "coalesce(a, ?)");
    SQL(alk_nullif(a(), 1), "nullif(a, ?)");
    SQL(alk_now(), "now()");
    SQL(alk_current_date(), "CURRENT_DATE");
    SQL(alk_filter(alk_count_all(), alk_gt(a(), 1)), "count(*) FILTER (WHERE a > ?)");
    SQL(alk_within_group(alk_func("mode"), alk_desc(a())), "mode() WITHIN GROUP (ORDER BY a DESC)");
    SQL(alk_ordered(alk_func("array_agg", a()), b(), alk_desc(c())), "array_agg(a ORDER BY b, c DESC)");
    SQL(alk_string_agg(a(), ","), "string_agg(a, ',')");
    SQL(alk_ordered(alk_distinct_of(alk_string_agg(a(), ",")), a()), "string_agg(DISTINCT a, ',' ORDER BY a)");
    SQL(alk_rollup(a(), b()), "ROLLUP(a, b)");
    SQL(alk_grouping_sets(alk_tuple(a()), (alk_tuple)(no_list)), "GROUPING SETS((a), ())");
    SQL(alk_next_value("s", "q"), "NEXT VALUE FOR s.q");
    REFUSED(alk_ordered(alk_cast(a(), ALK_OF(DATE)), b()), "alk_ordered() takes an aggregate function");
    REFUSED(alk_extension("a.b", NULL, a()), "does not know a.b");
    char name[300];
    memset(name, 'x', 299);
    name[299] = '\0';
    REFUSED((alk_func)(name, no_list), "a function's name is longer than 255 bytes");
}

ALK_TEST(render_function, functions_by_other_rules)
{
    static const alk_function_rule spellings[] = { { "char_length", "len" }, { "now", "(CURRENT_TIMESTAMP)" }, { "strpos", "instr({1}, {0})" }, { "next_value", "nextval('{0}')" } };
    alk_sql_rules rules = standard(ALK_SQL_FILTER | ALK_SQL_WITHIN_GROUP | ALK_SQL_ORDERED_AGGREGATE);
    rules.functions = spellings;
    rules.n_functions = 4;
    BY(&rules, alk_length(a()), "len(a)");
    BY(&rules, alk_now(), "(CURRENT_TIMESTAMP)");
    BY(&rules, alk_func("strpos", a(), b()), "instr(b, a)");
    REFUSED_BY(&rules, alk_func("strpos", a()), "strpos takes more arguments");
    BY(&rules, alk_next_value(NULL, "my seq"), "nextval('\"my seq\"')");
    BY(&rules, alk_next_value(NULL, "x'); --"), "nextval('\"x''); --\"')");
    BY(&rules, alk_next_value("a'b", "x"), "nextval('\"a''b\".x')");
    BY(&rules, alk_filter(alk_sum(a()), alk_gt(b(), 1)), "sum(CASE WHEN b > ? THEN a END)");
    BY(&rules, alk_filter(alk_count_all(), alk_gt(b(), 1)), "count(CASE WHEN b > ? THEN 1 END)");
    BY(&rules, alk_filter(alk_distinct_of(alk_count(a())), b()), "count(DISTINCT CASE WHEN b THEN a END)");
    REFUSED_BY(&rules, alk_filter(alk_func("f", a(), b()), c()), "test has no FILTER");
    REFUSED_BY(&rules, alk_within_group(alk_func("f", a()), c()), "test has no WITHIN GROUP");
    REFUSED_BY(&rules, alk_ordered(alk_func("f", a()), c()), "test has no ORDER BY inside");
    rules.string_agg = ALK_STRING_AGG_SEPARATOR;
    BY(&rules, alk_ordered(alk_string_agg(a(), ","), b()), "group_concat(a ORDER BY b SEPARATOR ',')");
    rules.string_agg = ALK_STRING_AGG_LISTAGG;
    BY(&rules, alk_ordered(alk_string_agg(a(), ","), b()), "LISTAGG(a, ',') WITHIN GROUP (ORDER BY b)");
}

ALK_TEST(render_function, windows)
{
    SQL((alk_over)(alk_rank(), no_list), "rank() OVER ()");
    SQL(alk_over(alk_rank(), alk_order_by(alk_desc(b())), alk_partition_by(a())), "rank() OVER (PARTITION BY a ORDER BY b DESC)");
    SQL(alk_over(alk_sum(a()), alk_rows(-2, 3)), "sum(a) OVER (ROWS BETWEEN ? PRECEDING AND ? FOLLOWING)");
    SQL(alk_over(alk_sum(a()), alk_range(ALK_UNBOUNDED_PRECEDING, ALK_CURRENT_ROW)), "sum(a) OVER (RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)");
    SQL(alk_over(alk_sum(a()), alk_groups(1, ALK_UNBOUNDED_FOLLOWING)), "sum(a) OVER (GROUPS BETWEEN ? FOLLOWING AND UNBOUNDED FOLLOWING)");
    SQL(alk_over(alk_sum(a()), alk_rows(-3, -1)), "sum(a) OVER (ROWS BETWEEN ? PRECEDING AND ? PRECEDING)");
    SQL(alk_over(alk_sum(a()), alk_frame_between(ALK_RANGE, NULL, alk_int(1))), "sum(a) OVER (RANGE BETWEEN UNBOUNDED PRECEDING AND ? FOLLOWING)");
    SQL(alk_over(alk_filter(alk_count_all(), alk_gt(a(), 1)), alk_partition_by(b())), "count(*) FILTER (WHERE a > ?) OVER (PARTITION BY b)");
}

ALK_TEST(render_function, lists_take_c_values)
{
    SQL(alk_coalesce(author.born, 0), "coalesce(authors.born, ?)");
    SQL(alk_func("substr", author.name, 1, 3), "substr(authors.name, ?, ?)");
    SQL(alk_func("now"), "now()");
    SQL(alk_in(alk_tuple(author.id, author.name), alk_tuple(alk_tuple(1, "a"), alk_tuple(2, "b"))), "(authors.id, authors.name) IN ((?, ?), (?, ?))");
    SQL(alk_select(alk_star(), alk_from(alk_values("v", NULL, ALK_LIST(alk_row(1, "x"), alk_row(2, alk_upper(alk_text("y"))))))), "SELECT * FROM (VALUES (?, ?), (?, upper(?))) AS v");
    SQL(alk_coalesce(author.id, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
                     44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64),
        "coalesce(authors.id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?, ?, ?, ?, ?, ?, ?, ?)");
}

ALK_TEST(render_function, sequences_within_a_text_follow_their_schema)
{
    static const alk_function_rule spellings[] = { { "next_value", "nextval('{0}')" } };
    static const struct {
        const char *schema, *mapped, *expected;
    } cases[] = {
        { NULL, "tenant", "SELECT nextval('tenant.q') AS n" },
        { "shop", "Other", "SELECT nextval('\"Other\".q') AS n" },
        { "a'b", "c", "SELECT nextval('c.q') AS n" },
        { "shop", NULL, "SELECT nextval('q') AS n" },
        { "shop", "a'b", NULL },
    };
    alk_sql_rules rules = standard(0);
    rules.functions = spellings;
    rules.n_functions = 1;
    const alk__dialect dialect = { "test", alk__standard_dialect.data, &rules };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk__buffer out;
        const alk_schema_map map = { cases[i].schema, cases[i].mapped };
        const alk_sql *select = alk_keep(alk_select(alk_label(alk_next_value(cases[i].schema, "q"), "n")));
        alk__compiled *c = alk__compile_tree(select, &(alk__rendering){ .dialect = &dialect });
        alk__buffer_init(&out, 0);
        int code = c ? alk__compiled_translate(c, &map, 1, &dialect, &out) : alk_last_error()->code;
        if (cases[i].expected && code == ALK_OK)
            alk_check_str(out.data, cases[i].expected);
        else if (code == ALK_OK || code == ALK_ERROR_COMPILE)
            alk_check_error(code, "a schema whose name holds a ' cannot stand there");
        alk__buffer_free(&out);
        alk__compiled_unref(c);
        alk_free(select);
        if (cases[i].expected)
            alk_check_ok(code);
    }
}
