/* SPDX-License-Identifier: MIT
 * Numbers as text: exact, shortest, without locale. */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include "alk_test.h"
#include "driver/number.h"

static const char *printed(double value, int32_t scale)
{
    static char text[ALK__DRIVER_NUMBER_MAX];
    size_t length = alk__driver_print_real(value, scale, text);
    alk_check_size(length, strlen(text));
    return text;
}

static const char *printed_int(int64_t value, int32_t scale)
{
    static char text[ALK__DRIVER_NUMBER_MAX];
    size_t length = alk__driver_print_int(value, scale, text);
    alk_check_size(length, strlen(text));
    return text;
}

ALK_TEST(number, prints_integers)
{
    alk_check_str(printed_int(0, -1), "0");
    alk_check_str(printed_int(INT64_MIN, -1), "-9223372036854775808");
    alk_check_str(printed_int(INT64_MAX, 0), "9223372036854775807");
    alk_check_str(printed_int(-7, 2), "-7.00");
    alk_check_str(printed_int(7, 1000), "7");
}

ALK_TEST(number, prints_integers_without_a_sign)
{
    char text[ALK__DRIVER_NUMBER_MAX];
    alk_check_size(alk__driver_print_uint(0, text), 1);
    alk_check_str(text, "0");
    alk_check_size(alk__driver_print_uint(UINT64_MAX, text), 20);
    alk_check_str(text, "18446744073709551615");
}

ALK_TEST(number, prints_reals_shortest)
{
    alk_check_str(printed(0.0, -1), "0");
    alk_check_str(printed(-0.0, 2), "0.00");
    alk_check_str(printed(9.99, -1), "9.99");
    alk_check_str(printed(9.99, 2), "9.99");
    alk_check_str(printed(9.9, 2), "9.90");
    alk_check_str(printed(10.0, 2), "10.00");
    alk_check_str(printed(9.999, 2), "9.999");           /* never rounded */
    alk_check_str(printed(-0.001, 2), "-0.001");
    alk_check_str(printed(0.1 + 0.2, -1), "0.30000000000000004");
    alk_check_str(printed(1.0 / 3, -1), "0.3333333333333333");
    alk_check_str(printed(123456789012345.0, -1), "123456789012345");
    alk_check_str(printed(9007199254740993.0, -1), "9007199254740992");
    alk_check_str(printed(1e18, 2), "1000000000000000000.00");
    alk_check_str(printed(1e22, -1), "10000000000000000000000");
    alk_check_str(printed(1.5e300, -1), "1.5000000000000001e300");
    alk_check_str(printed(5e-324, -1), "4.9406564584124654e-324");
    alk_check_str(printed(1e-7, -1), "0.0000001");
    alk_check_str(printed(1e308 * 10, -1), "Infinity");
    alk_check_str(printed(-1e308 * 10, 2), "-Infinity");
}

ALK_TEST_UNTORTURED(number, reals_read_back_as_themselves)
{
    uint64_t seed = 88172645463325252;
    for (int i = 0; i < 200000; i++) {
        double value, back;
        char text[ALK__DRIVER_NUMBER_MAX];
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        if (i % 2 == 0)
            memcpy(&value, &seed, 8);
        else
            value = (double)(int64_t)(seed % 20000000000) / 100 - 1e8;
        if (value != value || value - value != 0)
            continue;
        alk__driver_print_real(value, 2, text);
        back = strtod(text, NULL);
        alk_check_that(back == value, "%a became %s", value, text);
        alk_check_that(alk__driver_is_decimal(text, strlen(text)), "%s is no decimal", text);
        if (alk__driver_parse_real(text, strlen(text), &back))
            alk_check_that(back == value, "%s was read as %a", text, back);
    }
}

ALK_TEST_UNTORTURED(number, does_not_know_the_locale)
{
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL)
        alk_skip("no German locale here");
    alk_check_str(printed(0.1 + 0.2, -1), "0.30000000000000004");
    setlocale(LC_NUMERIC, "C");
}

ALK_TEST_UNTORTURED(number, reads_as_if_there_were_no_locale)
{
    double value = 0;
    if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL)
        alk_skip("no German locale here");
    alk_check(alk__driver_parse_long_real("0.30000000000000004", 19, &value));
    setlocale(LC_NUMERIC, "C");
    alk_check(value == 0.1 + 0.2);
}

static bool is_decimal(const char *text)
{
    return alk__driver_is_decimal(text, strlen(text));
}

ALK_TEST(number, knows_decimals)
{
    static const char *const good[] = { "0", "-1", "12.50", "1e5", "1.5e-10", "NaN", "Infinity", "-Infinity", "007", NULL };
    static const char *const bad[] = { "+1", ".5", "1.", "1e", "1e+", "abc", "1 ", " 1", "--1", "1.2.3", "0x10", "infinity", "-", "e5", NULL };
    for (int i = 0; good[i] != NULL; i++)
        alk_check_that(is_decimal(good[i]), "%s is one", good[i]);
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!is_decimal(bad[i]), "%s is none", bad[i]);
    alk_check(is_decimal("-0.5") && !is_decimal("5.") && !alk__driver_is_decimal("", 0) && !alk__driver_is_decimal("1", 0));
}

static bool integer(const char *text, uint64_t magnitude, bool negative)
{
    uint64_t read = 1;
    bool minus = false;
    return alk__driver_parse_integer(text, strlen(text), &read, &minus) && read == magnitude && minus == negative;
}

ALK_TEST(number, reads_integers_of_text)
{
    uint64_t magnitude;
    bool negative;
    alk_check(integer("42", 42, false));
    alk_check(integer("-42.000", 42, true));
    alk_check(integer("12.00", 12, false));
    alk_check(integer("-9223372036854775808", (uint64_t)1 << 63, true));
    alk_check(integer("1e3", 1000, false));
    alk_check(integer("1200e-2", 12, false));
    alk_check(integer("-0", 0, false));
    alk_check(integer("18446744073709551615", UINT64_MAX, false));
    alk_check(integer("0e99999999999", 0, false));
    alk_check(!alk__driver_parse_integer("18446744073709551616", 20, &magnitude, &negative));
    alk_check(!alk__driver_parse_integer("99999999999999999999", 20, &magnitude, &negative));
    alk_check(!alk__driver_parse_integer("1.5", 3, &magnitude, &negative));
    alk_check(!alk__driver_parse_integer("12.5", 4, &magnitude, &negative));
    alk_check(!alk__driver_parse_integer("1e40", 4, &magnitude, &negative));
    alk_check(!alk__driver_parse_integer("1e-999999999", 12, &magnitude, &negative));
    alk_check(!alk__driver_parse_integer("", 0, &magnitude, &negative));
    alk_check(!alk__driver_parse_integer("12a", 3, &magnitude, &negative));
}

ALK_TEST(number, long_reals)
{
    double value = 0;
    alk_check(alk__driver_parse_long_real("0.1000000000000000055511151231257827", 36, &value));
    alk_check_real(value, 0.1);
    alk_check(alk__driver_parse_long_real("-123456789012345678901234567890.5", 33, &value));
    alk_check_real(value, -123456789012345678901234567890.5);
    alk_check(!alk__driver_parse_long_real("", 0, &value) && !alk__driver_parse_long_real("1x", 2, &value) && !alk__driver_parse_long_real("Infinity", 8, &value));
}

ALK_TEST(number, doubles_there_and_back)
{
    static const double values[] = { 0, 0.1, -0.5, 9.99, 1e22, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 123456789.123456789, -4503599627370497.5,
                                     9007199254740993.0, 1e-7, 3.0000000000000004 };
    char text[ALK__DRIVER_NUMBER_MAX];
    double back;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        size_t length = alk__driver_print_real(values[i], -1, text);
        alk_check_that(alk__driver_parse_any_real(text, length, &back) && back == values[i], "%a became %s", values[i], text);
    }
    alk_check(alk__driver_parse_any_real("NaN", 3, &back) && isnan(back));
    alk_check(alk__driver_parse_any_real("-Infinity", 9, &back) && isinf(back) && back < 0);
    alk_check(!alk__driver_parse_any_real("1,5", 3, &back) && !alk__driver_parse_any_real("", 0, &back) && !alk__driver_parse_any_real("0x10", 4, &back));
}
