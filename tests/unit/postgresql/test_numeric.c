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
