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
