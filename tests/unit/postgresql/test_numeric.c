/* SPDX-License-Identifier: MIT
 * The binary form of numeric. */
#include "numeric.h"
#include "pg.h"

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

/* ---- from text ---- */
static void there_and_back(const char *text, const char *expected)
{
    char bytes[1000], printed[1000];
    size_t length = alk__pg_numeric_parse(text, strlen(text), bytes);
    alk_check(length > 0 && length <= alk__pg_numeric_room(strlen(text)));
    alk_check(alk__pg_numeric_size(bytes, length) > 0);
    alk__pg_numeric_print(bytes, printed);
    alk_check_str(printed, expected);
}

ALK_TEST(numeric, text_goes_there_and_back)
{
    static const char *const same[] = { "0", "1", "-1", "9", "10", "9999", "10000", "10001", "99999999", "100000000", "-40000000", "0.5", "0.1", "0.0001", "0.00001", "-0.00000001",
                                        "1.0", "12345678.90", "1234.5678", "0.1000", "1000000000000000000000000000000.000000000000000000000001", "0.0", "0.00000",
                                        "NaN", "Infinity", "-Infinity", NULL };
    for (int i = 0; same[i]; i++)
        there_and_back(same[i], same[i]);
    there_and_back("00012.50", "12.50");
    there_and_back("-0", "0");
    there_and_back("-0.00", "0.00");
}

ALK_TEST(numeric, no_digits_of_zero_at_the_ends)
{
    char bytes[100];
    alk_check_uint(alk__pg_numeric_parse("40000000", 8, bytes), 10);       /* one digit: 4000, of weight 1 */
    alk_check_uint(alk__pg_numeric_parse("0.00000001", 10, bytes), 10);
    alk_check_uint(alk__pg_numeric_parse("0.000", 5, bytes), 8);
    alk_check_uint(alk__pg_numeric_parse("1.50000000", 10, bytes), 12);
}

ALK_TEST(numeric, other_text_is_refused)
{
    static const char *const bad[] = { "", "-", ".", "-.5", "1.", "1e5", "1.5e2", "+1", "1,5", " 1", "1 ", "--1", "nan", "Infinit", "0x10", "1.2.3", NULL };
    char bytes[100];
    for (int i = 0; bad[i]; i++)
        alk_check_uint(alk__pg_numeric_parse(bad[i], strlen(bad[i]), bytes), 0);
}

/* All kinds of places of the point, against what is printed. */
ALK_TEST_UNTORTURED(numeric, any_number_of_digits)
{
    for (int whole = 1; whole <= 13; whole++)
        for (int fraction = 0; fraction <= 13; fraction++) {
            char text[64] = "-";
            for (int i = 0; i < whole; i++)
                text[1 + i] = (char)('1' + (i * 7 + fraction) % 9);
            if (fraction)
                text[1 + whole] = '.';
            for (int i = 0; i < fraction; i++)
                text[2 + whole + i] = (char)('0' + (i * 3 + whole) % 10);
            there_and_back(text, text);
        }
}
