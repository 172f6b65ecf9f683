/* SPDX-License-Identifier: MIT
 * Where parameters stand in SQL. */
#include "markers.h"
#include "pg.h"

static uint32_t count(const char *sql)
{
    return alk__pg_count_markers(sql, strlen(sql), false);
}

ALK_TEST(markers, counted)
{
    alk_check_uint(count(""), 0);
    alk_check_uint(count("select $1, $2, $1"), 2);
    alk_check_uint(count("select $12"), 12);
    alk_check_uint(count("select a$1, _$2"), 0);
    alk_check_uint(count("select'$1',\"$2\",$3"), 3);
    alk_check_uint(count("select '''$1', $2"), 2);
    alk_check_uint(count("select '\\', $1, '"), 1);
    alk_check_uint(count("select e'\\', $1, ', $2"), 2);
    alk_check_uint(count("select type'\\', $1, '"), 1);
    alk_check_uint(count("select $1 -- $2\n, $3 /* $4 /* $5 */ $6 */ - $7"), 7);
    alk_check_uint(count("select $$ $1 $$, $x$ $2 $$ $x$, $3"), 3);
    alk_check_uint(count("select $x$ $2"), 0);
    alk_check_uint(count("select 1+$1::int, $2"), 2);
    alk_check_uint(count("select $99999999999"), 9999999);
    alk_check_uint(alk__pg_count_markers("select '\\'$1', $2", 17, true), 2);
}

ALK_TEST(markers, cut_anywhere)
{
    static const char sql[] = "select $1, e'\\'', \"x\", $a$ $b$ $a$ /* c /* d */ */ -- e\n$2";
    for (size_t n = 0; n < sizeof sql; n++) {
        char *part = malloc(n + 1);
        memcpy(part, sql, n);
        alk_check(alk__pg_count_markers(part, n, n % 2 != 0) <= 2);
        free(part);
    }
}

static bool is_query(const char *sql)
{
    return alk__pg_is_query(sql, strlen(sql), false);
}

ALK_TEST(markers, queries)
{
    static const char *const queries[] = {
        "select 1", "SELECT", " -- what\n/* it /* is */ */ Select'x'", "((select 1) union select 2)", "values (1)", "table t", "with a as (select 1) select * from a",
        "select a from t for update", "select 'insert' where x = '(update'", "select \"(\", insert from t", "select e'\\'(' , delete from t", "select $$(delete$$, $1(select 1)", "select(1)",
        "select a from t where b in (inserted, $1) order by updates",
    };
    static const char *const others[] = {
        "", " ", "(", "-- select", "insert into t values (1) returning a", "update t set a = 1 returning a", "with a as (insert into t values (1) returning a) select * from a",
        "with a as (select 1) update t set a = 1 returning a", "with a as (select 1)/**/MERGE into t using a on true", "show all", "explain select 1", "selects", "fetch 1 from c", "execute p", "call p()",
        "'select'", "; select 1",
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        alk_check_that(is_query(queries[i]), "%s", queries[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        alk_check_that(!is_query(others[i]), "%s", others[i]);
}

ALK_TEST(markers, queries_cut_anywhere)
{
    static const char sql[] = "with a as (select e'\\'', \"x\", $a$ $b$ $a$ /* c /* d */ */ -- e\n) select (delete) from a";
    for (size_t n = 0; n < sizeof sql; n++) {
        char *part = malloc(n + 1);
        memcpy(part, sql, n);
        alk_check(alk__pg_is_query(part, n, n % 2 != 0) == (n >= 4 && n < sizeof sql - 8) || n >= sizeof sql - 9);
        free(part);
    }
}
