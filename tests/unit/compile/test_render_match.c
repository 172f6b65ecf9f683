/* SPDX-License-Identifier: MIT
 * Patterns in texts: LIKE by rules that differ in each point. */
#include "compile_test.h"

ALK_TEST(render_match, like_and_its_kin)
{
    SQL(alk_like(a(), "x%"), "a LIKE ?");
    SQL(alk_escape(alk_not_like(a(), "x/%"), "/"), "a NOT LIKE ? ESCAPE '/'");
    SQL(alk_escape(alk_like(a(), "x"), "'"), "a LIKE ? ESCAPE ''''");
    SQL(alk_ilike(a(), b()), "lower(a) LIKE lower(b)");
    SQL(alk_not_ilike(a(), b()), "lower(a) NOT LIKE lower(b)");
    SQL(alk_contains(a(), "x"), "a LIKE '%' || ? || '%' ESCAPE '/'");
    SQL(alk_starts_with(a(), "x"), "a LIKE ? || '%' ESCAPE '/'");
    SQL(alk_ends_with(a(), "x"), "a LIKE '%' || ? ESCAPE '/'");
    SQL(alk_not(alk_contains(a(), "x")), "a NOT LIKE '%' || ? || '%' ESCAPE '/'");
    SQL(alk_contains(a(), b()), "a LIKE '%' || b || '%'");
    SQL(alk_regexp_match(a(), "x", NULL), "a <regexp> ?");
    SQL(alk_regexp_replace(a(), "x", "y", "g"), "regexp_replace(a, ?, ?, 'g')");
    SQL(alk_match(a(), "x"), "a MATCH ?");
    alk_sql_rules rules = standard(0);
    rules.features |= ALK_SQL_ILIKE;
    rules.regexp = ALK_REGEXP_TILDE;
    rules.concat = ALK_CONCAT_FUNCTION;
    BY(&rules, alk_not_ilike(a(), b()), "a NOT ILIKE b");
    BY(&rules, alk_regexp_match(a(), "x", NULL), "a ~ ?");
    BY(&rules, alk_not(alk_regexp_match(a(), "x", "i")), "a !~* ?");
    BY(&rules, alk_regexp_match(a(), "x", "n"), "a ~ CONCAT('(?', 'n', ')', ?)");
    BY(&rules, alk_contains(a(), "x"), "a LIKE concat('%', ?, '%') ESCAPE '/'");
    BY(&rules, alk_concat(a(), alk_concat(b(), c())), "concat(a, b, c)");
    rules.regexp = ALK_REGEXP_WORD;
    rules.concat = ALK_CONCAT_PLUS;
    BY(&rules, alk_not(alk_regexp_match(a(), "x", NULL)), "a NOT REGEXP ?");
    BY(&rules, alk_regexp_match(a(), "x", "i"), "a REGEXP CONCAT('(?', 'i', ')', ?)");
    BY(&rules, alk_starts_with(a(), alk_concat(b(), c())), "a LIKE b + c + '%'");
    rules.regexp = ALK_REGEXP_LIKE;
    BY(&rules, alk_not(alk_regexp_match(a(), "x", "i")), "NOT REGEXP_LIKE(a, ?, 'i')");
}
