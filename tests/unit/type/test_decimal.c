/* SPDX-License-Identifier: MIT
 * Decimals: which texts are one, exact scaling, comparison against 128-bit integers, and the step to the nearest double. */
#include "alk_test.h"
#include <alkahest/value.h>
#include <locale.h>
#include <math.h>
#include "base/text.h"
#include "random.h"

__extension__ typedef __int128 wide;

ALK_TEST(decimal, knows_its_texts)
{
    static const char *const good[] = {
        "0", "-0", "+0", "00", "12.50", "-12.50", "+12.50", ".5", "5.", "-.5", "1e5", "1E5", "1e+5", "1e-5", "1.5e10", "NaN", "nan",
        "Infinity", "-Infinity", "+infinity", "0e999999999", "1e131071", "1e-16383", "0.1e-16382", "123456789012345678901234567890",
        "0000000000000000000000000000000000000000001", "1000e-3", "0.000e-1",
    };
    static const char *const bad[] = {
        "", "-", "+", ".", "e5", "1e", "1e+", "1e-", "1.2.3", "1,5", " 1", "1 ", "--1", "+-1", "1e5.5", "0x10", "1_000", "inf",
        "-NaN", "Infinit", "Infinityy", "1e9999999999", "one", "1e5e5", "\xD9\xA1",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        alk_check_that(alk_decimal_check(good[i], strlen(good[i])) == ALK_OK, "\"%s\"", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        alk_check_that(alk_decimal_check(bad[i], strlen(bad[i])) == ALK_ERROR_DATA, "\"%s\"", bad[i]);
        alk_check_error(ALK_ERROR_DATA, "decimal number");
    }
    alk_check_fails(alk_decimal_check("1\0", 2), ALK_ERROR_DATA, NULL);
    alk_check_fails(alk_decimal_check(NULL, 0), ALK_ERROR_DATA, NULL);
}

ALK_TEST(decimal, has_a_greatest_length)
{
    static char text[160000];
    memset(text, '1', sizeof text);
    alk_check_ok(alk_decimal_check(text, 131072));
    alk_check_fails(alk_decimal_check(text, 131073), ALK_ERROR_DATA, "too long");
    text[131072] = '.';
    alk_check_ok(alk_decimal_check(text, 131073 + 16383));
    alk_check_fails(alk_decimal_check(text, 131073 + 16384), ALK_ERROR_DATA, "too long");
    alk_check_fails(alk_decimal_check(text, sizeof text), ALK_ERROR_DATA, "too long");
    alk_check_fails(alk_decimal_check("1e131072", 8), ALK_ERROR_DATA, "too long");
    alk_check_fails(alk_decimal_check("1e-16384", 8), ALK_ERROR_DATA, "too long");
}

ALK_TEST(decimal, scales_exactly_or_not_at_all)
{
    static const struct {
        const char *text;
        int scale;
        bool good;
        int64_t value;
    } cases[] = {
        {"9.99", 2, true, 999},       {"9.99", 3, true, 9990},   {"9.990", 2, true, 999},    {"9.99", 1, false, 0},
        {"-9.99", 2, true, -999},     {"0", 18, true, 0},        {"-0.00", 1, true, 0},      {"1e3", 0, true, 1000},
        {"1500", -2, true, 15},       {"1550", -2, false, 0},    {"12e-1", 1, true, 12},     {".5", 1, true, 5},
        {"0.0000000000000000001", 18, false, 0},                 {"0e50", 0, true, 0},
        {"9223372036854775807", 0, true, INT64_MAX},             {"9223372036854775808", 0, false, 0},
        {"-9223372036854775808", 0, true, INT64_MIN},            {"-9223372036854775809", 0, false, 0},
        {"92233720368547758.07", 2, true, INT64_MAX},            {"99999999999999999999", 0, false, 0},
        {"1e30", 0, false, 0},        {"1e-30", 0, false, 0},    {"1e30", -30, true, 1},     {"1e-30", 30, true, 1},
        {"NaN", 0, false, 0},         {"-Infinity", 0, false, 0}, {"x", 0, false, 0},        {"1", INT32_MAX, false, 0},
        {"1", INT32_MIN, false, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t value = 77;
        int status = alk_decimal_to_scaled(cases[i].text, strlen(cases[i].text), cases[i].scale, &value);
        alk_check_that((status == ALK_OK) == cases[i].good, "%s at %d", cases[i].text, cases[i].scale);
        alk_check_int(value, cases[i].good ? cases[i].value : 77);
        if (!cases[i].good)
            alk_check_error(ALK_ERROR_DATA, NULL);
    }
}

ALK_TEST(decimal, prints_scaled_integers)
{
    static const struct {
        int64_t value;
        int scale;
        const char *text;
    } cases[] = {
        {999, 2, "9.99"}, {-5, 3, "-0.005"}, {0, 0, "0"}, {0, 2, "0.00"}, {7, 0, "7"}, {15, -2, "1500"}, {0, -2, "0"},
        {-100, 2, "-1.00"}, {INT64_MIN, 18, "-9.223372036854775808"}, {INT64_MIN, 19, "-0.9223372036854775808"},
        {INT64_MAX, 0, "9223372036854775807"}, {1, 25, "0.0000000000000000000000001"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[64];
        alk_check_size(alk_decimal_from_scaled(cases[i].value, cases[i].scale, out, sizeof out), strlen(cases[i].text));
        alk_check_str(out, cases[i].text);
    }
}

ALK_TEST(decimal, compares_by_number)
{
    /* In ascending order; those of one line are equal. */
    static const char *const lines[][4] = {
        {"-Infinity", "-infinity"}, {"-1e100", "-10e99"}, {"-2", "-2.000", "-0.2e1"}, {"-1.5", "-15e-1"},
        {"-0.00001"}, {"0", "-0", "0.000", "0e7"}, {"1e-16383"}, {"0.1", ".1", "0.10", "100e-3"}, {"0.11"}, {"0.2"},
        {"1", "1.0", "01", "+1"}, {"1.0000000000000000000000000001"}, {"9"}, {"10", "1e1", "1.0e+1", "10."}, {"10.01"},
        {"123456789012345678901234567890"}, {"Infinity", "+Infinity"}, {"NaN", "nan"},
    };
    const size_t n = sizeof lines / sizeof *lines;
    for (size_t i = 0; i < n * 4; i++)
        for (size_t j = 0; j < n * 4; j++) {
            const char *a = lines[i / 4][i % 4], *b = lines[j / 4][j % 4];
            int order, expected = (i / 4 > j / 4) - (i / 4 < j / 4);
            if (a == NULL || b == NULL)
                continue;
            alk_check_ok(alk_decimal_compare(a, strlen(a), b, strlen(b), &order));
            alk_check_that(order == expected, "%s and %s: %d", a, b, order);
        }
    int order;
    alk_check_fails(alk_decimal_compare("x", 1, "1", 1, &order), ALK_ERROR_DATA, NULL);
    alk_check_fails(alk_decimal_compare("1", 1, "x", 1, &order), ALK_ERROR_DATA, NULL);
}

ALK_TEST_UNTORTURED(decimal, random_ones_scale_and_compare_as_integers_do)
{
    alk_random r = {5};
    for (int i = 0; i < 200000; i++) {
        int64_t a = alk_random_int(&r), b = i % 4 == 0 ? a : alk_random_int(&r) >> 8, back;
        int scale = (int)alk_random_below(&r, 19), order;
        char x[64], y[64];
        size_t n = alk_decimal_from_scaled(a, scale, x, sizeof x), m = alk_decimal_from_scaled(b, 8, y, sizeof y);
        alk_check_ok(alk_decimal_to_scaled(x, n, scale, &back));
        alk_check_int(back, a);
        alk_check_ok(alk_decimal_compare(x, n, y, m, &order));
        wide left = a, right = b;
        for (int k = scale; k < 18; k++)
            left *= 10;
        for (int k = 8; k < 18; k++)
            right *= 10;
        alk_check_int(order, (left > right) - (left < right));
    }
}

ALK_TEST(decimal, becomes_the_nearest_double)
{
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0.1", 0.1}, {"-12.50", -12.5}, {".5", 0.5}, {"5.", 5}, {"1e22", 1e22}, {"9007199254740993", 9007199254740992.0},
        {"0.1000000000000000055511151231257827021181583404541015625", 0.1}, {"NaN", NAN}, {"Infinity", INFINITY},
        {"-Infinity", -INFINITY}, {"1.7976931348623157e308", 1.7976931348623157e308}, {"5e-324", 5e-324}, {"0", 0.0},
    };
    double value;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_check_ok(alk_decimal_to_real(cases[i].text, strlen(cases[i].text), &value));
        alk_check_real(value, cases[i].value);
    }
    alk_check_fails(alk_decimal_to_real("1e309", 5, &value), ALK_ERROR_DATA, "range of a double");
    alk_check_fails(alk_decimal_to_real("inf", 3, &value), ALK_ERROR_DATA, "not a decimal");
}

ALK_TEST_UNTORTURED(decimal, random_doubles_come_back_from_their_shortest_text)
{
    alk_random r = {13};
    for (int i = 0; i < 200000; i++) {
        double value = alk_random_double(&r), back;
        char text[32];
        size_t n = alk__print_real(value, text);
        if (alk_decimal_check(text, n) != ALK_OK || alk_decimal_to_real(text, n, &back) != ALK_OK)
            alk_test_failed("%s", text);
        if (!(value != value && back != back))
            alk_check_real(back, value);
    }
}

/* The decimal comma and the digit groups of such locales must not be seen. */
ALK_TEST_UNTORTURED(decimal, no_locale_plays_a_part)
{
    static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "tr_TR.UTF-8"};
    const char *set = NULL;
    for (size_t i = 0; i < sizeof names / sizeof *names && set == NULL; i++)
        set = setlocale(LC_ALL, names[i]);
    if (set == NULL)
        alk_skip("no locale with a decimal comma is installed");
    double value = 0;
    char text[64];
    int status = alk_decimal_to_real("1234.5", 6, &value);
    size_t n = alk__print_real(1234.5, text);
    int comma = alk_decimal_check("1234,5", 6);
    (void)setlocale(LC_ALL, "C");
    alk_check_ok(status);
    alk_check_real(value, 1234.5);
    alk_check_sv(((alk_sv){text, n}), "1234.5");
    alk_check_int(comma, ALK_ERROR_DATA);
}
