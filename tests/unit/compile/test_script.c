/* SPDX-License-Identifier: MIT
 * Scripts: where statements end, bodies of triggers and routines, lines, what is not complete. */
#include "alk_test.h"
#include "compile/script.h"
#include <alkahest/plugin.h>
#include <stdio.h>
#include <stdlib.h>

/* The statements, each followed by |; a + behind the last when it is not complete. */
static const char *cut(const char *text, uint32_t lexical)
{
    static char out[4000];
    bool complete = true;
    alk_sv statement;
    size_t n = 0;
    alk_script *script = alk__script_new(text, strlen(text), lexical);
    alk_check_made(script);
    while (alk_script_next(script, &statement, NULL, &complete)) {
        memcpy(out + n, statement.p, statement.n);
        n += statement.n;
        out[n++] = '|';
    }
    if (!complete)
        out[n++] = '+';
    out[n] = '\0';
    alk_check_size(alk_script_position(script), strlen(text));
    alk_script_close(script);
    return out;
}

ALK_TEST(script, semicolons_end_statements)
{
    alk_check_str(cut("", 0), "");
    alk_check_str(cut(" ; ;; -- none\n;", 0), "");
    alk_check_str(cut("a;b", 0), "a|b|+");
    alk_check_str(cut("a; b ;", 0), "a|b|");
    alk_check_str(cut("a ';' \";\" /* ; */ b -- ;\n;c", 0), "a ';' \";\" /* ; */ b|c|+");
    alk_check_str(cut("-- first\n a /* in */ b /* last */ ;", 0), "a /* in */ b|");
    alk_check_str(cut("\xEF\xBB\xBFselect 1;", 0), "select 1|");
    alk_check_str(cut("do $$ begin; end $$; b;", ALK_LEX_DOLLAR_QUOTES), "do $$ begin; end $$|b|");
    alk_check_str(cut("select 'a\\';b'; c", ALK_LEX_BACKSLASH), "select 'a\\';b'|c|+");
    alk_check_str(cut("select 'open; b", 0), "select 'open; b|+");
}

ALK_TEST(script, bodies_stay_whole)
{
    static const char *const whole[] = {
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = 1; DELETE FROM d; END",
        "create temp trigger if not exists t after update of x on a when new.x > 0 begin select 1; end",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE b SET c = CASE WHEN d THEN 1 ELSE 2 END; END",
        "CREATE TRIGGER t BEFORE INSERT ON a WHEN CASE WHEN new.a THEN 1 ELSE 0 END BEGIN SELECT 1; END",
        "CREATE PROCEDURE p() BEGIN DECLARE x INT; BEGIN SELECT 1; END; IF x THEN SELECT 2; END IF; END",
        "CREATE PROCEDURE p() BEGIN WHILE 1 DO SET a = 1; END WHILE; LOOP SELECT 1; END LOOP; REPEAT SELECT 1; UNTIL 1 END REPEAT; END",
        "CREATE PROCEDURE p() BEGIN CASE x WHEN 1 THEN SELECT 1; ELSE SELECT 2; END CASE; END",
        "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
        "CREATE DEFINER = `a`@`b` TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET new.x = 1; END",
    };
    char text[600], expected[600];
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
        (void)snprintf(text, sizeof text, "%s; next;", whole[i]);
        (void)snprintf(expected, sizeof expected, "%s|next|", whole[i]);
        alk_check_str(cut(text, ALK_LEX_BACKTICKS), expected);
    }
}

ALK_TEST(script, what_only_looks_like_a_body)
{
    alk_check_str(cut("BEGIN; insert; END; b;", 0), "BEGIN|insert|END|b|");
    alk_check_str(cut("BEGIN TRANSACTION; a; COMMIT;", 0), "BEGIN TRANSACTION|a|COMMIT|");
    alk_check_str(cut("CREATE TABLE t(\"begin\" int); b;", 0), "CREATE TABLE t(\"begin\" int)|b|");
    alk_check_str(cut("CREATE TABLE event(a); b;", 0), "CREATE TABLE event(a)|b|");
    alk_check_str(cut("CREATE TABLE function(a, begin, b); next;", 0), "CREATE TABLE function(a, begin, b)|next|");
    alk_check_str(cut("CREATE INDEX i ON trigger(begin); next;", 0), "CREATE INDEX i ON trigger(begin)|next|");
    alk_check_str(cut("CREATE VIEW v AS SELECT CASE a WHEN 1 THEN 2 END FROM t; b;", 0), "CREATE VIEW v AS SELECT CASE a WHEN 1 THEN 2 END FROM t|b|");
    alk_check_str(cut("DROP TRIGGER t; b;", 0), "DROP TRIGGER t|b|");
    alk_check_str(cut("CREATE FUNCTION f() RETURNS int RETURN 1; b;", 0), "CREATE FUNCTION f() RETURNS int RETURN 1|b|");
}

ALK_TEST(script, not_complete_before_the_last_end)
{
    alk_check_str(cut("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;", 0), "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;|+");
}

ALK_TEST(script, lines)
{
    static const char text[] = "a;\n\n  b\n  c; d;\n-- x\n\ne";
    static const size_t lines[] = { 1, 3, 4, 7 };
    alk_sv statement;
    size_t line, i = 0;
    alk_script *script = alk__script_new(text, strlen(text), 0);
    alk_check_made(script);
    alk_check_size(alk_script_position(script), 0);
    while (alk_script_next(script, &statement, &line, NULL))
        alk_check_size(line, lines[i++]);
    alk_check_size(i, 4);
    alk_script_close(script);
    alk_script_close(NULL);
    alk_check(!alk_script_next(NULL, &statement, NULL, NULL));
    alk_check_size(alk_script_position(NULL), 0);
}

ALK_TEST(script, a_mebibyte_of_statements)
{
    enum { SIZE = 1 << 20 };
    char *text = malloc(SIZE);
    size_t n = 0, line = 0;
    alk_sv statement;
    for (size_t i = 0; i < SIZE; i++)
        text[i] = "select 1;\n"[i % 10];
    double before = alk_test_processor_time();
    alk_script *script = alk__script_new(text, SIZE, 0);
    while (alk_script_next(script, &statement, &line, NULL))
        n++;
    double took = alk_test_processor_time() - before;
    alk_script_close(script);
    free(text);
    if (n > 0) {
        alk_check_size(n, SIZE / 10 + 1);
        alk_check_size(line, SIZE / 10 + 1);
    }
    alk_check_that(took < 1, "it took %g s", took);
}
