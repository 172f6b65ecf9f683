/* SPDX-License-Identifier: MIT
 * Arrays: from JSON text and back. */
#include "alk_test.h"
#include <alkahest/value.h>
#include "type/array.h"

ALK_TEST(array, reads_each_kind_of_item)
{
    static const char text[] = " [null, true, false, 1, -1, 18446744073709551615, 1.50, 1e3, -0, 99999999999999999999,"
                               " \"a\\u00e9\\uD83D\\uDE00\\n\\\"\", {\"k\": [1, 2]}, [], [[1]] ] ";
    static const struct {
        uint16_t tag;
        const char *printed;
    } expected[] = {
        {ALK_TYPE_NULL, "NULL"},       {ALK_TYPE_BOOL, "true"},   {ALK_TYPE_BOOL, "false"}, {ALK_TYPE_INT, "1"},
        {ALK_TYPE_INT, "-1"},          {ALK_TYPE_UINT, "18446744073709551615"},             {ALK_TYPE_DECIMAL, "1.50"},
        {ALK_TYPE_DECIMAL, "1e3"},     {ALK_TYPE_DECIMAL, "-0"},  {ALK_TYPE_DECIMAL, "99999999999999999999"},
        {ALK_TYPE_TEXT, "a\xC3\xA9\xF0\x9F\x98\x80\n\""},         {ALK_TYPE_JSON, "{\"k\": [1, 2]}"},
        {ALK_TYPE_ARRAY, "[]"},        {ALK_TYPE_ARRAY, "[[1]]"},
    };
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_value array;
    alk_check_ok(alk__array_from_json(text, sizeof text - 1, arena, &array));
    alk_check_uint(array.len, sizeof expected / sizeof *expected);
    const alk_value *items = array.u.p;
    for (uint32_t i = 0; i < array.len; i++) {
        char out[64];
        alk_check_int(items[i].tag, expected[i].tag);
        (void)alk_value_print(&items[i], out, sizeof out);
        alk_check_str(out, expected[i].printed);
    }
    alk_check_ok(alk_value_check(&array));
    alk_arena_free(arena);
}

ALK_TEST(array, refuses)
{
    static const struct {
        const char *text, *part;
    } cases[] = {
        {"", "malformed"},  {"1", "not an array"},      {"{}", "not an array"},     {"[1,]", "malformed"},
        {"[1", "malformed"}, {"[\"\\u0000\"]", "NUL"},  {"[\"\\uD800\"]", "surrogate"}, {"[\"\\uDC00\"]", "surrogate"},
        {"[\"\\uD800\\u0041\"]", "surrogate"}, {"[1e200000]", "too long"}, {"[\"\xFF\"]", "UTF-8"},
    };
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_value array = alk_value_int(77);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        alk_check_fails(alk__array_from_json(cases[i].text, strlen(cases[i].text), arena, &array), ALK_ERROR_DATA, cases[i].part);
    alk_check_int(array.u.i, 77);
    alk_arena_free(arena);
}

ALK_TEST(array, prints_as_json_what_json_has_no_form_for)
{
    static const alk_interval interval = {1, 2, 3};
    static const alk_uuid uuid = {{1}};
    const alk_value inner[] = {alk_value_int(1), alk_value_null()};
    const alk_value items[] = {
        alk_value_real(0.5),           alk_value_real((double)__builtin_nanf("")), alk_value_real((double)-__builtin_inff()),
        alk_value_decimal("+007.50"),  alk_value_decimal(".5"),           alk_value_decimal("5."),
        alk_value_decimal("-.5e+3"),   alk_value_decimal("5.e1"),         alk_value_decimal("NaN"),
        alk_value_decimal("-Infinity"), alk_value_decimal("000"),         alk_value_text("a\"\\\b\f\n\r\t\x01\x7F\xC3\xA9"),
        alk_value_blob("\x00\xFF", 2), alk_value_date((alk_date){0}),     alk_value_time((alk_time){1}),
        alk_value_timestamp((alk_timestamp){0}), alk_value_timestamptz((alk_timestamptz){0}), alk_value_interval(&interval),
        alk_value_uuid(&uuid),         alk_value_json("{\"a\":1}"),       alk_value_array(inner, 2), alk_value_array(inner, 0),
    };
    static const char expected[] =
        "[0.5,\"NaN\",\"-Infinity\",7.50,0.5,5,-0.5e+3,5e1,\"NaN\",\"-Infinity\",0,"
        "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\x7F\xC3\xA9\",\"00ff\",\"1970-01-01\",\"00:00:00.000001\",\"1970-01-01 00:00:00\","
        "\"1970-01-01 00:00:00+00:00\",\"P1M2DT0.000003S\",\"01000000-0000-0000-0000-000000000000\",{\"a\":1},[1,null],[]]";
    const alk_value array = alk_value_array(items, sizeof items / sizeof *items);
    char out[1024];
    alk_check_size(alk_value_print(&array, out, sizeof out), sizeof expected - 1);
    alk_check_str(out, expected);
    alk_check_ok(alk_json_check(out, sizeof expected - 1));
}

ALK_TEST(array, a_thousand_levels_and_no_more)
{
    static alk_value levels[1100];
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    levels[0] = alk_value_int(1);
    for (size_t i = 1; i < 1100; i++)
        levels[i] = alk_value_array(&levels[i - 1], 1);
    alk_value copy;
    char out[2100];
    alk_check_ok(alk_value_check(&levels[1000]));
    alk_check_fails(alk_value_check(&levels[1001]), ALK_ERROR_DATA, "deeper");
    alk_check_ok(alk_value_copy(&levels[1000], arena, &copy));
    alk_check(alk_value_equal(&copy, &levels[1000]));
    alk_check_fails(alk_value_copy(&levels[1001], arena, &copy), ALK_ERROR_DATA, "deeper");
    alk_check(!alk_value_equal(&levels[1001], &levels[1001]));
    alk_check_size(alk_value_print(&levels[1000], out, sizeof out), 2001);
    alk_check_ok(alk__array_from_json(out, 2001, arena, &copy));
    alk_check_size(alk_value_print(&levels[1099], out, sizeof out), 2004);
    alk_arena_free(arena);
}

ALK_TEST(array, survives_memory_running_out)
{
    static const char text[] = "[1,[\"a\",{\"b\":2}],1.5,[[],[2,3,4,5,6,7,8,9]]]";
    int status;
    ALK_TORTURE(status) {
        alk_arena *arena = alk_arena_new();
        alk_value array;
        status = arena == NULL ? ALK_ERROR_NO_MEMORY
                               : alk__array_from_json(text, sizeof text - 1, arena, &array);
        alk_arena_free(arena);
    }
}
