/* SPDX-License-Identifier: MIT
 * Text helpers: numbers at their borders and under a foreign locale, near matches, secrets. */
#include "alk_test.h"
#include "base/text.h"
#include <float.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

ALK_TEST(text, compares_views)
{
    alk_sv none = alk__sv(NULL);
    alk_check(none.p == NULL && none.n == 0);
    alk_check(alk__sv_eq(none, alk__sv("")));
    alk_check(alk__sv_eq(alk__sv("ab"), (alk_sv){"abc", 2}));
    alk_check(!alk__sv_eq(alk__sv("ab"), alk__sv("abc")));
    alk_check(alk__sv_is(alk__sv("ab"), "ab"));
    alk_check(!alk__sv_is(alk__sv("ab"), "aB"));
    alk_check(alk__sv_is_nocase(alk__sv("aB-z"), "Ab-Z"));
    alk_check(!alk__sv_is_nocase(alk__sv("ab"), "abc"));
    alk_check(!alk__sv_is_nocase(alk__sv("["), "{"));
    alk_check(alk__sv_is_nocase(none, ""));
    alk_check(alk__contains_nocase(alk__sv("my SELECT 1"), "select"));
    alk_check(alk__contains_nocase(none, ""));
    alk_check(!alk__contains_nocase(alk__sv("selec"), "select"));
    alk_check(!alk__contains_nocase(none, "x"));
}

ALK_TEST(text, knows_ascii_classes)
{
    for (int c = -128; c < 128; c++) {
        alk_check(alk__is_digit((char)c) == (c >= '0' && c <= '9'));
        alk_check(alk__is_alpha((char)c) == ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')));
        alk_check(alk__is_space((char)c) == (c == ' ' || (c >= 9 && c <= 13)));
        alk_check_int(alk__lower((char)c), c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
}

ALK_TEST(text, parses_integers)
{
    static const struct { const char *text; bool good; int64_t value; } cases[] = {
        {"0", true, 0}, {"-0", true, 0}, {"+5", true, 5}, {"007", true, 7}, {"-12", true, -12},
        {"9223372036854775807", true, INT64_MAX}, {"9223372036854775808", false, 0},
        {"-9223372036854775808", true, INT64_MIN}, {"-9223372036854775809", false, 0},
        {"99999999999999999999", false, 0}, {"", false, 0}, {"-", false, 0}, {"+", false, 0}, {"-+1", false, 0},
        {"+-1", false, 0}, {"1 ", false, 0}, {" 1", false, 0}, {"1a", false, 0}, {"0x10", false, 0}, {"1.0", false, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 77;
        alk_check_that(alk__parse_int(alk__sv(cases[i].text), &value) == cases[i].good, "%s", cases[i].text);
        alk_check_int(value, cases[i].good ? cases[i].value : 77);
    }
    int64_t value;
    alk_check(!alk__parse_int((alk_sv){"1\0", 2}, &value));
    alk_check(alk__parse_int((alk_sv){"123", 2}, &value) && value == 12);
    alk_check(!alk__parse_int((alk_sv){NULL, 0}, &value));
}

ALK_TEST(text, parses_unsigned_integers)
{
    uint64_t value = 77;
    alk_check(alk__parse_uint(alk__sv("18446744073709551615"), &value) && value == UINT64_MAX);
    alk_check(!alk__parse_uint(alk__sv("18446744073709551616"), &value));
    alk_check(!alk__parse_uint(alk__sv("99999999999999999999999"), &value));
    alk_check(!alk__parse_uint(alk__sv("-1"), &value));
    alk_check(!alk__parse_uint(alk__sv(""), &value));
    alk_check(!alk__parse_uint(alk__sv("+"), &value));
    alk_check_uint(value, UINT64_MAX);
}

ALK_TEST(text, prints_integers)
{
    static const struct { int64_t value; const char *text; } cases[] = {
        {0, "0"}, {-1, "-1"}, {10, "10"}, {INT64_MAX, "9223372036854775807"}, {INT64_MIN, "-9223372036854775808"}};
    char out[24];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_check_size(alk__print_int(cases[i].value, out), strlen(cases[i].text));
        alk_check_str(out, cases[i].text);
    }
    alk_check_size(alk__print_uint(UINT64_MAX, out), 20);
    alk_check_str(out, "18446744073709551615");
}

static const struct { const char *text; bool good; double value; } reals[] = {
    {"0", true, 0.0}, {"-0", true, -0.0}, {"0e999999999999", true, 0.0}, {"1", true, 1.0}, {"+1.5", true, 1.5}, {".5", true, 0.5},
    {"5.", true, 5.0}, {"1e3", true, 1000.0}, {"1E+3", true, 1000.0}, {"1e-3", true, 0.001}, {"-1.25e2", true, -125.0},
    {"0.1", true, 0.1}, {"000000000000000000000000000.1", true, 0.1}, {"0.0000000000000000000000001e24", true, 0.1},
    {"1.7976931348623157e308", true, DBL_MAX}, {"1.7976931348623159e308", false, 0}, {"1e309", false, 0}, {"-1e309", false, 0},
    {"1e99999999999999999999", false, 0}, {"4.9406564584124654e-324", true, 4.9406564584124654e-324},
    {"2.2250738585072014e-308", true, DBL_MIN}, {"1e-400", false, 0}, {"1e-99999999999999999999", false, 0},
    {"179769313486231570000000000000000000000e270", true, DBL_MAX}, {"9007199254740993", true, 9007199254740992.0},
    {"", false, 0}, {".", false, 0}, {"-", false, 0}, {"e5", false, 0}, {"1e", false, 0}, {"1e+", false, 0}, {"1.2.3", false, 0},
    {"1 ", false, 0}, {" 1", false, 0}, {"0x1p3", false, 0}, {"1,5", false, 0}, {"1e5x", false, 0}, {"--1", false, 0}, {"1d5", false, 0},
    {"infinit", false, 0}, {"nanx", false, 0}, {"nan(1)", false, 0}, {"-nan", false, 0}};

ALK_TEST(text, parses_reals)
{
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        double value = 77;
        alk_check_that(alk__parse_real(alk__sv(reals[i].text), &value) == reals[i].good, "%s", reals[i].text);
        alk_check_real(value, reals[i].good ? reals[i].value : 77);
    }
}

ALK_TEST(text, parses_infinities)
{
    static const char *const plus[] = {"inf", "+inf", "Infinity", "INFINITY"}, *const minus[] = {"-inf", "-Infinity"};
    double value = 0;
    for (size_t i = 0; i < 4; i++)
        alk_check(alk__parse_real(alk__sv(plus[i]), &value) && value > DBL_MAX);
    for (size_t i = 0; i < 2; i++)
        alk_check(alk__parse_real(alk__sv(minus[i]), &value) && value < -DBL_MAX);
    alk_check(alk__parse_real(alk__sv("NaN"), &value) && isnan(value));
}

/* One digit far behind decides between two doubles: 2^53 + 1 lies in the middle, and the last digit tips it. */
ALK_TEST(text, rounds_by_digits_far_behind)
{
    enum { ZEROS = 5000 };
    static char text[ZEROS + 40];
    int n = snprintf(text, sizeof text, "9007199254740993.");
    memset(text + n, '0', ZEROS);
    text[n + ZEROS] = '\0';
    double value = 0;
    alk_check(alk__parse_real(alk__sv(text), &value));
    alk_check_real(value, 9007199254740992.0);
    text[n + ZEROS - 1] = '1';
    alk_check(alk__parse_real(alk__sv(text), &value));
    alk_check_real(value, 9007199254740994.0);
}

ALK_TEST(text, prints_reals_shortest)
{
    static const struct { double value; const char *text; } cases[] = {
        {0.0, "0"}, {-0.0, "-0"}, {1, "1"}, {-1, "-1"}, {0.1, "0.1"}, {1.0 / 3, "0.3333333333333333"}, {1e15, "1e+15"},
        {123456789012345.0, "123456789012345"}, {1e22, "1e+22"}, {5e-324, "5e-324"}, {DBL_MAX, "1.7976931348623157e+308"},
        {DBL_MIN, "2.2250738585072014e-308"}, {0.1 + 0.2, "0.30000000000000004"}, {-2.5e-7, "-2.5e-07"}};
    char out[32];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_check_size(alk__print_real(cases[i].value, out), strlen(cases[i].text));
        alk_check_str(out, cases[i].text);
    }
    alk__print_real((double)NAN, out);
    alk_check_str(out, "NaN");
    alk__print_real((double)INFINITY, out);
    alk_check_str(out, "Infinity");
    alk__print_real(-(double)INFINITY, out);
    alk_check_str(out, "-Infinity");
}

static void round_trip(int count)
{
    uint64_t bits = 88172645463325252u;
    char out[32];
    for (int i = 0; i < count; i++) {
        bits ^= bits << 13;
        bits ^= bits >> 7;
        bits ^= bits << 17;
        double value, back = 0;
        memcpy(&value, &bits, sizeof value);
        alk_check(alk__print_real(value, out) < 32);
        alk_check_that(alk__parse_real(alk__sv(out), &back), "%s", out);
        alk_check_real(back, value);
    }
}

ALK_TEST(text, reals_survive_text)
{
    round_trip(20000);
}

/* A locale with a comma; where none is installed the test has nothing to show. */
ALK_TEST(text, reals_know_no_locale)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8", "tr_TR.UTF-8", "ps_AF.UTF-8"};
    const char *found = NULL;
    for (size_t i = 0; !found && i < sizeof names / sizeof *names; i++)
        found = setlocale(LC_ALL, names[i]);
    if (!found)
        alk_skip("no locale with a decimal comma is installed");
    char out[32];
    alk__print_real(1234.5, out);
    alk_check_str(out, "1234.5");
    double value = 0;
    alk_check(alk__parse_real(alk__sv("1234.5"), &value) && value > 1234.4 && value < 1234.6);
    alk_check(!alk__parse_real(alk__sv("1234,5"), &value));
    round_trip(1000);
}

ALK_TEST(text, parses_bools)
{
    static const char *const yes[] = {"true", "T", "Yes", "y", "ON", "1"}, *const no[] = {"false", "f", "NO", "n", "off", "0"};
    static const char *const neither[] = {"", "2", "tru", "truee", "enable", " 1"};
    bool value = false;
    for (size_t i = 0; i < 6; i++) {
        alk_check(alk__parse_bool(alk__sv(yes[i]), &value) && value);
        alk_check(alk__parse_bool(alk__sv(no[i]), &value) && !value);
        alk_check(!alk__parse_bool(alk__sv(neither[i]), &value));
    }
}

ALK_TEST(text, measures_edit_distance)
{
    static const struct { const char *a, *b; size_t limit, distance; } cases[] = {
        {"", "", 3, 0}, {"a", "", 3, 1}, {"", "abcd", 3, 4}, {"abc", "abc", 0, 0}, {"abc", "abd", 0, 1}, {"abc", "acb", 3, 1},
        {"ca", "abc", 5, 3}, {"kitten", "sitting", 5, 3}, {"kitten", "sitting", 2, 3}, {"sqlite", "sqllite", 2, 1},
        {"postgresql", "postgers", 9, 3}, {"a", "b", SIZE_MAX, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_sv a = alk__sv(cases[i].a), b = alk__sv(cases[i].b);
        alk_check_that(alk__edit_distance(a, b, cases[i].limit) == cases[i].distance, "%s %s", cases[i].a, cases[i].b);
        alk_check_size(alk__edit_distance(b, a, cases[i].limit), cases[i].distance);
    }
    char x[65], y[65];
    memset(x, 'x', 65);
    memset(y, 'x', 65);
    y[0] = 'y';
    alk_check_size(alk__edit_distance((alk_sv){x, 64}, (alk_sv){y, 64}, 3), 1);
    alk_check_size(alk__edit_distance((alk_sv){x, 65}, (alk_sv){y, 65}, 3), 4);
    alk_check_size(alk__edit_distance((alk_sv){x, 65}, (alk_sv){x, 65}, 3), 0);
}

ALK_TEST(text, finds_near_names)
{
    static const char *const names[] = {"timeout", "cache", "mode", "foreign_keys", "journal_mode", NULL};
    alk_check_str(alk__nearest(alk__sv("timeot"), names), "timeout");
    alk_check_str(alk__nearest(alk__sv("TIMEOUT"), names), "timeout");
    alk_check_str(alk__nearest(alk__sv("foreignkeys"), names), "foreign_keys");
    alk_check_str(alk__nearest(alk__sv("cahce"), names), "cache");
    alk_check_str(alk__nearest(alk__sv("mod"), names), "mode");
    alk_check_str(alk__nearest(alk__sv("modr"), names), "mode");
    alk_check(alk__nearest(alk__sv("completely_else"), names) == NULL);
    alk_check(alk__nearest(alk__sv("x"), names) == NULL);
    alk_check(alk__nearest(alk__sv(""), names) == NULL);
    alk_check(alk__nearest(alk__sv("mode"), names + 5) == NULL);
}

ALK_TEST(text, knows_secret_names)
{
    static const char *const secret[] = {"password", "PASSWD", "pass", "pwd", "db_password", "sslpassword", "client-secret",
                                         "access_token", "key", "api_key", "ssl-key", "KEY", "passphrase"};
    static const char *const open[] = {"", "user", "host", "keyspace", "foreign_keys", "sslkeylog", "monkey", "timeout"};
    for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
        alk_check_that(alk__name_is_secret(alk__sv(secret[i])), "%s", secret[i]);
    for (size_t i = 0; i < sizeof open / sizeof *open; i++)
        alk_check_that(!alk__name_is_secret(alk__sv(open[i])), "%s", open[i]);
}
