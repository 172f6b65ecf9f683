/* SPDX-License-Identifier: MIT
 * Values written into SQL text: quotes, signs, every type; nothing in a value ends the literal or begins a comment. */
#include "compile/literal.h"
#include "compile_test.h"
#include <float.h>
#include <math.h>

static alk_sql *value(const alk_sql *node) { return alk_tuple(alk_literal(node)); }

ALK_TEST(literal, text_doubles_its_quotes)
{
    SQL(value(alk_text("it's")), "('it''s')");
    SQL(value(alk_text("'; DROP TABLE t; --")), "('''; DROP TABLE t; --')");
    SQL(value(alk_text("a\\")), "('a\\')");
    SQL(value(alk_text("")), "('')");
    SQL(value(alk_text("line\nline\ttab")), "('line\nline\ttab')");
    SQL(value(alk_text("? :x $1 /* */")), "('? :x $1 /* */')");
    alk_dialect_data data = alk__standard_data;
    data.lexical |= ALK_LEX_BACKSLASH;
    alk_check_str(sql_by(value(alk_text("a\\'b")), NULL, &data, NULL), "('a\\\\''b')");
}

ALK_TEST(literal, signs_never_make_a_comment_or_another_operator)
{
    SQL(alk_negate(alk_literal(-5)), "- -5");
    SQL(alk_minus(author.id, alk_literal(-5)), "authors.id - -5");
    SQL(alk_negate(alk_literal(alk_decimal("-5.5"))), "- -5.5");
    SQL(alk_negate(alk_literal(-0.5)), "- -0.5");
    SQL(alk_bit_not(alk_literal(-5)), "~ -5");
    SQL(alk_op("-", author.id, alk_literal(-5), 7), "authors.id - -5");
    SQL(alk_minus(alk_literal(INT64_MIN), alk_literal(INT64_MIN)), "-9223372036854775808 - -9223372036854775808");
    LITERAL(alk_minus(author.id, -5), "authors.id - -5");
    LITERAL(alk_negate(alk_negate(alk_int(-5))), "-(- -5)");
    LITERAL(alk_set(author.born, -5), "error: SET cannot stand there");
    LITERAL(alk_update(author.table, alk_set(author.born, -5)), "UPDATE authors SET born= -5");
}

ALK_TEST(literal, numbers)
{
    SQL(value(alk_int(0)), "(0)");
    SQL(value(alk_uint(UINT64_MAX)), "(18446744073709551615)");
    SQL(value(alk_real(1)), "(1.0)");
    SQL(value(alk_real(-0.0)), "(-0.0)");
    SQL(value(alk_real(0.1)), "(0.1)");
    SQL(value(alk_real(1e300)), "(1e+300)");
    SQL(value(alk_real(DBL_MIN)), "(2.2250738585072014e-308)");
    SQL(value(alk_decimal("1.50")), "(1.50)");
    SQL(value(alk_decimal("NaN")), "('NaN')");
    SQL(value(alk_decimal("-Infinity")), "('-Infinity')");
    REFUSED(value(alk_real(NAN)), "infinite or no number");
    REFUSED(value(alk_real(-INFINITY)), "infinite or no number");
}

ALK_TEST(literal, the_other_types)
{
    SQL(value(alk_null()), "(NULL)");
    SQL(value(alk_bool(true)), "(true)");
    SQL(value(alk_bool(false)), "(false)");
    SQL(value(alk_blob("\x00\xff'", 3)), "(X'00ff27')");
    SQL(value(alk_blob("", 0)), "(X'')");
    SQL(value(alk_date_value((alk_date){ 0 })), "('1970-01-01')");
    SQL(value(alk_time_value((alk_time){ 1 })), "('00:00:00.000001')");
    SQL(value(alk_timestamp_value((alk_timestamp){ INT64_MAX })), "('infinity')");
    SQL(value(alk_timestamptz_value((alk_timestamptz){ 0 })), "('1970-01-01 00:00:00+00:00')");
    SQL(value(alk_interval_value((alk_interval){ 1, 2, 3 })), "('P1M2DT0.000003S')");
    SQL(value(alk_uuid_value((alk_uuid){ { 0 } })), "('00000000-0000-0000-0000-000000000000')");
    SQL(value(alk_json("{\"a\": \"it's\"}")), "('{\"a\": \"it''s\"}')");
    SQL(value(ALK_INTS(1, -2)), "(ARRAY[1, -2])");
    SQL(value(ALK_TEXTS("a'", NULL)), "(ARRAY['a''', NULL])");
    alk_sql_rules rules = standard(ALK_SQL_NATIVE_BOOLEAN);
    BY(&rules, value(alk_bool(true)), "(1)");
    rules = standard(0);
    rules.true_word = "YES";
    rules.false_word = "NO";
    BY(&rules, alk_tuple(alk_true(), alk_literal(false)), "(YES, 0)");
    alk_dialect_data data = alk__standard_data;
    data.lexical |= ALK_LEX_E_STRINGS;
    alk_check_str(sql_by(value(alk_blob("\xab", 1)), NULL, &data, NULL), "('\\xab'::bytea)");
    alk_check_str(sql_by(value(alk_interval_value((alk_interval){ 1, 0, 0 })), NULL, &data, NULL), "(INTERVAL 'P1M')");
}

ALK_TEST(literal, text_that_is_none_is_refused)
{
    alk__buffer out;
    alk__buffer_init(&out, 1000);
    alk_check_fails(alk__literal_text(&out, (alk_sv){ "a\0b", 3 }, &alk__standard_dialect), ALK_ERROR_DATA, "NUL byte");
    alk_check_fails(alk__literal_text(&out, (alk_sv){ "\xc0\x80", 2 }, &alk__standard_dialect), ALK_ERROR_DATA, "UTF-8");
    alk_cell cell = { .tag = 99 };
    alk_check_fails(alk__literal_value(&out, &cell, NULL, &alk__standard_dialect), ALK_ERROR_DATA, "type 99");
    cell = alk_value_decimal("1x");
    alk_check_status(alk__literal_value(&out, &cell, NULL, &alk__standard_dialect), ALK_ERROR_DATA);
    alk_check_str(out.data, "");
    alk__buffer_free(&out);
}
