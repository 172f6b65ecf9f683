/* SPDX-License-Identifier: MIT
 * Compiling raw text, and that reading text takes time in proportion to it, however it was made to be slow. */
#include "alk_test.h"
#include "base/clock.h"
#include "compile/scan.h"
#include "compile/script.h"
#include "compile/text.h"
#include <stdio.h>

static const alk_dialect_data qmark = { .size = sizeof qmark, .param_style = ALK_PARAM_QMARK, .max_params = 3 };
static const alk_dialect_data dollar = { .size = sizeof dollar, .param_style = ALK_PARAM_DOLLAR, .max_params = 3,
                                         .lexical = ALK_LEX_DOLLAR_QUOTES | ALK_LEX_E_STRINGS | ALK_LEX_NESTED_COMMENTS };

static void check_sql(const char *text, const alk_dialect_data *dialect, const char *sql)
{
    alk__compiled *c = alk__text_compile((alk_sv){ text, strlen(text) }, 1, dialect);
    alk_check_str(c ? NULL : alk_last_error()->message, NULL);
    alk_check_str(c->sql.p, sql);
    alk__compiled_unref(c);
}

ALK_TEST(text, a_marker_stays_apart_from_what_stands_before_it)
{
    check_sql("SELECT a:b", &dollar, "SELECT a $1");
    check_sql("SELECT 1:b, 1.:b", &dollar, "SELECT 1 $1, 1. $1");
    check_sql("SELECT $:b", &dollar, "SELECT $ $1");
    check_sql("SELECT (:a):::b-:a||:c", &dollar, "SELECT ($1)::$2-$1||$3");
    check_sql("SELECT a:b, 1:b", &qmark, "SELECT a?, 1?");
}

static void check_too_many(const char *text, const alk_dialect_data *dialect)
{
    cr_assert_null(alk__text_compile((alk_sv){ text, strlen(text) }, 1, dialect));
    alk_check_error(ALK_ERROR_COMPILE, "has 4 parameters; the database takes 3");
}

ALK_TEST(text, the_limit_is_of_the_values_that_are_sent)
{
    check_sql(":a :a :a :a", &dollar, "$1 $1 $1 $1");
    check_sql(":a :a :a", &qmark, "? ? ?");
    check_too_many(":a :a :a :a", &qmark);
    check_too_many(":a :b :c :d", &dollar);
}

/* ---- time ---- */

enum { LENGTH = 1 << 20 };

/* The text's beginning, then the part again and again. */
static char *worst(const char *beginning, const char *part)
{
    static char text[LENGTH + 1];
    size_t at = strlen(beginning), n = strlen(part);
    memcpy(text, beginning, at);
    for (; at + n <= LENGTH; at += n)
        memcpy(text + at, part, n);
    memset(text + at, ' ', LENGTH - at);
    return text;
}

static char *many_names(void)
{
    static char text[LENGTH + 32];
    size_t at = 0;
    for (unsigned i = 0; at < LENGTH; i++)
        at += (size_t)snprintf(text + at, 32, ":a%u,", i);
    text[LENGTH] = '\0';
    return text;
}

static void read_in_all_ways(const char *text, uint32_t lexical)
{
    alk_dialect_data dialect = { .size = sizeof dialect, .lexical = lexical, .param_style = ALK_PARAM_DOLLAR };
    int64_t before = alk__clock_now();
    alk__scanner scanner = alk__scanner_on(text, LENGTH, lexical);
    alk__token token;
    alk_sv statement;
    size_t line;
    while (alk__scan(&scanner, &token))
        alk_check_that(token.text.n > 0, "an empty token");
    alk__compiled *c = alk__text_compile((alk_sv){ text, LENGTH }, 1, &dialect);
    if (c)
        alk__compiled_unref(c);
    alk_script *script = alk__script_new(text, LENGTH, lexical);
    while (script && alk_script_next(script, &statement, &line, NULL))
        alk_check_that(statement.n > 0, "an empty statement");
    alk_script_close(script);
    double seconds = (double)(alk__clock_now() - before) / 1e9;
    alk_check_that(seconds < 3, "%.40s: %g s", text, seconds);
}

ALK_TEST_LONG(text, a_mebibyte_takes_linear_time_however_it_is_made, 120)
{
    static const struct {
        const char *beginning, *part;
    } cases[] = { { "", "$a" }, { "", "$a$b" }, { "$a$", "$a" }, { "$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab$", "$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" },
                  { "", "/*" }, { "", "/* " }, { "/*", "*" }, { "", "--" }, { "", "'" }, { "'", "''" }, { "", "e'" }, { "e'", "\\" }, { "", "1e+" }, { "", "1." },
                  { "", "[" }, { "", "\"\"" }, { "", ":" }, { "", "\\:" }, { "", ";" }, { "", "a;\n" }, { "", "\n" }, { "", ":a," },
                  { "CREATE TRIGGER ", "BEGIN " }, { "CREATE TRIGGER ", "CASE END " }, { "", "CREATE TRIGGER BEGIN ; END;" }, { "", "(" }, { "", "\xFF" } };
    static const uint32_t rules[] = { 0, ALK_LEX_DOLLAR_QUOTES | ALK_LEX_E_STRINGS | ALK_LEX_NESTED_COMMENTS, 511 };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t j = 0; j < sizeof rules / sizeof *rules; j++)
            read_in_all_ways(worst(cases[i].beginning, cases[i].part), rules[j]);
    read_in_all_ways(many_names(), 0);
}
