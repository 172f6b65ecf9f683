/* SPDX-License-Identifier: MIT
 * What is read of SQL: words, markers, the end of a statement. */
#include "od.h"
#include "sql_text.h"

enum { PG = ALK_LEX_DOLLAR_QUOTES | ALK_LEX_E_STRINGS | ALK_LEX_NESTED_COMMENTS, MY = ALK_LEX_BACKTICKS | ALK_LEX_BACKSLASH | ALK_LEX_HASH_COMMENTS | ALK_LEX_DASH_SPACE };

static void finds(uint32_t lexical, const char *sql, uint32_t places, uint32_t params)
{
    alk__odbc_scan scan = alk__odbc_scan_sql(od_sv(sql), lexical, NULL, NULL);
    alk_check_that(scan.n_places == places && scan.n_params == params, "%s has %u places for %u", sql, (unsigned)scan.n_places, (unsigned)scan.n_params);
}

ALK_TEST(sql_text, question_marks)
{
    finds(0, "select ?, '?', \"?\", ? -- ?", 2, 2);
    finds(0, "select /* ? */ ? /* /* ? */", 1, 1);
    finds(MY, "select `?`, 'a\\'?', ? # ?", 1, 1);
    finds(MY, "select 1--?", 1, 1);
    finds(ALK_LEX_BRACKETS, "select [?], ?", 1, 1);
    finds(0, "", 0, 0);
    finds(0, "'never ends ?", 0, 0);
}

ALK_TEST(sql_text, numbers)
{
    finds(PG, "select $1, $2, $1", 3, 2);
    finds(PG, "select '$1', \"$1\", $$ $1 $$, $x$ $1 $$ $x$, $3", 1, 3);
    finds(PG, "select E'\\'$1', a$1 /* /* $1 */ $1 */ -- $1", 0, 0);
    finds(PG, "select ?, ?", 2, 2);
    alk_check(alk__odbc_scan_sql(od_sv("select a ? $1"), PG, NULL, NULL).mixed);
    alk_check(!alk__odbc_scan_sql(od_sv("select '?', $1"), PG, NULL, NULL).mixed);
}

static bool several(const char *sql)
{
    return alk__odbc_scan_sql(od_sv(sql), PG, NULL, NULL).several;
}

ALK_TEST(sql_text, more_than_one_statement)
{
    alk_check(several("select 1; select 2") && several("select 1; 'x'") && several(";select 1"));
    alk_check(!several("select 1;") && !several("select ';' ; -- more\n /* ; */ ;") && !several("select $$ ; select 2 $$"));
}

ALK_TEST(sql_text, words)
{
    alk_check(alk__odbc_begins_with(od_sv(" -- x\n /* y */ (insert into t"), "INSERT") && !alk__odbc_begins_with(od_sv("inserted"), "INSERT"));
    alk_check(alk__odbc_find_word(od_sv("insert into t values (1) returning id"), "RETURNING") && !alk__odbc_find_word(od_sv("select areturning"), "RETURNING"));
    alk_check(!alk__odbc_begins_with(od_sv(""), "SELECT") && !alk__odbc_find_word(od_sv(""), "A"));
}
