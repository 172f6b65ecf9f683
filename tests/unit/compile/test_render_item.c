/* SPDX-License-Identifier: MIT
 * Arrays, their items, and parts of JSON documents. */
#include "compile_test.h"

ALK_TEST(render_item, arrays_and_subscripts)
{
    SQL(alk_array(a(), alk_int(1)), "ARRAY[a, ?]");
    SQL(alk_item(a(), 1), "a[?]");
    SQL(alk_slice(a(), 1, 2), "a[?:?]");
    SQL(alk_item(alk_item(a(), 1), 2), "a[?][?]");
    SQL(alk_item(alk_func("f", a()), 1), "(f(a))[?]");
    SQL(alk_item(alk_array(a()), 1), "(ARRAY[a])[?]");
    SQL(alk_eq(a(), alk_any(alk_select(author.id))), "a = ANY (SELECT authors.id FROM authors)");
    SQL(alk_gt(a(), alk_all_of(alk_param("p"))), "a > ALL (?)");
    SQL(alk_exists(alk_select(author.id)), "EXISTS (SELECT authors.id FROM authors)");
    SQL(alk_not(alk_exists(alk_select(author.id))), "NOT EXISTS (SELECT authors.id FROM authors)");
}

ALK_TEST(render_item, json_paths)
{
    alk_sql_rules rules = standard(0);
    REFUSED_BY(&rules, alk_json_get(book.data, alk_text("a")), "test has no JSON");
    rules.json = ALK_JSON_ARROWS;
#define JSON(node, expected) BY(&rules, node, expected)
    JSON(alk_json_get(a(), alk_text("k"), alk_int(1)), "a -> 'k' -> 1");
    JSON(alk_json_text(a(), alk_text("k'"), alk_int(-1)), "a -> 'k''' ->> -1");
    JSON(alk_eq(alk_json_text(a(), alk_text("k")), b()), "a ->> 'k' = b");
    JSON(alk_plus(alk_json_text(a(), alk_text("k")), b()), "(a ->> 'k') + b");
    JSON(alk_json_get(a(), b()), "a -> b");
    rules.json = ALK_JSON_EXTRACT;
    JSON(alk_json_get(a(), alk_text("k"), alk_int(1)), "JSON_EXTRACT(a, '$.\"k\"[1]')");
    JSON(alk_json_text(a(), alk_text("it's")), "JSON_UNQUOTE(JSON_EXTRACT(a, '$.\"it''s\"'))");
    REFUSED_BY(&rules, alk_json_get(a(), alk_text("a\"b")), "a step of a JSON path");
    REFUSED_BY(&rules, alk_json_get(a(), alk_text("a\\")), "a step of a JSON path");
    REFUSED_BY(&rules, alk_json_get(a(), alk_real(1.5)), "a step of a JSON path");
    REFUSED_BY(&rules, alk_json_get(a(), b()), "a step of a JSON path");
    rules.json = ALK_JSON_EXTRACT_SQL;
    JSON(alk_json_get(a(), alk_text("")), "JSON_QUOTE(JSON_EXTRACT(a, '$.\"\"'))");
    JSON(alk_json_text(a(), alk_int(0)), "JSON_EXTRACT(a, '$[0]')");
    rules.json = ALK_JSON_QUERY;
    JSON(alk_json_get(a(), alk_int(0)), "JSON_QUERY(a, '$[0]')");
    JSON(alk_json_text(a(), alk_int(0)), "JSON_VALUE(a, '$[0]')");
}
