/* SPDX-License-Identifier: MIT
 * The binary form of numeric, and numbers as text. */
#include "number.h"
#include "numeric.h"
#include "pg.h"
#include <math.h>

/* count digits, the weight, sign and scale, then the digits. */
static size_t make(char *out, const int *numbers, size_t n)
{
    for (size_t i = 0; i < n; i++)
        alk__pg_put16(out + i * 2, (uint16_t)numbers[i]);
    return n * 2;
}

static void is(const int *numbers, size_t n, const char *expected)
{
    char bytes[100], text[200];
    size_t length = make(bytes, numbers, n), size = alk__pg_numeric_size(bytes, length);
    alk_check_that(size > strlen(expected) && size < sizeof text, "%s needs %zu bytes", expected, size);
    alk_check_uint(alk__pg_numeric_print(bytes, text), strlen(expected));
    alk_check_str(text, expected);
}
#define IS(expected, ...) is((const int[]){ __VA_ARGS__ }, sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int), expected)

ALK_TEST(numeric, values)
{
    IS("0", 0, 0, 0, 0);
    IS("0.00", 0, 0, 0, 2);
    IS("1", 1, 0, 0, 0, 1);
    IS("-12.50", 2, 0, 0x4000, 2, 12, 5000);
    IS("10000", 1, 1, 0, 0, 1);
    IS("100000001", 3, 2, 0, 0, 1, 0, 1);
    IS("0.0001", 1, -1, 0, 4, 1);
    IS("0.00000001", 1, -2, 0, 8, 1);
    IS("1234.5678", 2, 0, 0, 4, 1234, 5678);
    IS("1234.56", 2, 0, 0, 2, 1234, 5600);
    IS("NaN", 0, 0, 0xC000, 0);
    IS("Infinity", 0, 0, 0xD000, 0);
    IS("-Infinity", 0, 0, 0xF000, 0);
}

ALK_TEST(numeric, what_is_none)
{
    static const int heads[][5] = { { 1, 0, 0, 0, 10000 }, { 1, 0, 1, 0, 1 }, { 2, 0, 0, 0, 1 }, { 1, 0, 0, 20000, 1 }, { 0, 0, 0xC000, 0, 1 } };
    char bytes[20];
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        alk_check_uint(alk__pg_numeric_size(bytes, make(bytes, heads[i], 5)), 0);
    alk_check_uint(alk__pg_numeric_size("1234567", 7), 0);
}

ALK_TEST(numeric, doubles_there_and_back)
{
    static const double values[] = { 0, 0.1, -0.5, 9.99, 1e22, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 123456789.123456789, -4503599627370497.5,
                                     9007199254740993.0, 1e-7, 3.0000000000000004 };
    char text[ALK__PG_NUMBER_MAX];
    double back;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        size_t length = alk__pg_print_real(values[i], text);
        alk_check_that(alk__pg_parse_real(text, length, &back) && back == values[i], "%a became %s", values[i], text);
    }
    alk_check(alk__pg_parse_real("NaN", 3, &back) && isnan(back));
    alk_check(alk__pg_parse_real("-Infinity", 9, &back) && isinf(back) && back < 0);
    alk_check(!alk__pg_parse_real("1,5", 3, &back) && !alk__pg_parse_real("", 0, &back) && !alk__pg_parse_real("0x10", 4, &back));
}

ALK_TEST(numeric, integers_of_decimals)
{
    uint64_t magnitude;
    bool negative;
    alk_check(alk__pg_parse_integer("-9223372036854775808", 20, &magnitude, &negative) && negative && magnitude == (uint64_t)1 << 63);
    alk_check(alk__pg_parse_integer("12.00", 5, &magnitude, &negative) && !negative && magnitude == 12);
    alk_check(alk__pg_parse_integer("1e3", 3, &magnitude, &negative) && magnitude == 1000);
    alk_check(!alk__pg_parse_integer("12.5", 4, &magnitude, &negative) && !alk__pg_parse_integer("99999999999999999999", 20, &magnitude, &negative));
    alk_check(alk__pg_is_decimal("-0.5", 4) && alk__pg_is_decimal("NaN", 3) && !alk__pg_is_decimal("", 0) && !alk__pg_is_decimal("5.", 2));
}
