/* SPDX-License-Identifier: MIT
 * Values as text, and room that is too small. Arrays are in test_array.c. */
#include "alk_test.h"
#include <alkahest/value.h>
#include <math.h>

ALK_TEST(print, each_type_has_its_form)
{
    static const alk_interval interval = {0, 0, -1};
    static const alk_uuid uuid = {{0xFF}};
    const struct {
        alk_value value;
        const char *text;
    } cases[] = {
        {alk_value_null(), "NULL"},
        {alk_value_bool(true), "true"},
        {alk_value_bool(false), "false"},
        {alk_value_int(INT64_MIN), "-9223372036854775808"},
        {alk_value_uint(UINT64_MAX), "18446744073709551615"},
        {alk_value_real(0.1), "0.1"},
        {alk_value_real((double)NAN), "NaN"},
        {alk_value_real((double)-INFINITY), "-Infinity"},
        {alk_value_decimal("1.50"), "1.50"},
        {alk_value_text("a'b"), "a'b"},
        {alk_value_text(""), ""},
        {alk_value_blob("\x00\xA9\xFF", 3), "00a9ff"},
        {alk_value_date((alk_date){0}), "1970-01-01"},
        {alk_value_time((alk_time){1}), "00:00:00.000001"},
        {alk_value_timestamp((alk_timestamp){-1}), "1969-12-31 23:59:59.999999"},
        {alk_value_timestamptz((alk_timestamptz){0}), "1970-01-01 00:00:00+00:00"},
        {alk_value_interval(&interval), "PT-0.000001S"},
        {alk_value_uuid(&uuid), "ff000000-0000-0000-0000-000000000000"},
        {alk_value_json("{\"a\": 1}"), "{\"a\": 1}"},
        {{.tag = ALK_TYPE_TEXT}, ""},
        {{.u.i = -5, .tag = ALK_TYPE_TIME}, "out of range"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[64];
        alk_check_size(alk_value_print(&cases[i].value, out, sizeof out), strlen(cases[i].text));
        alk_check_str(out, cases[i].text);
    }
}

ALK_TEST(print, room_too_small_is_filled_and_the_need_told)
{
    const alk_value items[] = {alk_value_text("a\nb"), alk_value_real(0.25)};
    const alk_value array = alk_value_array(items, 2);
    static const char whole[] = "[\"a\\nb\",0.25]";
    for (size_t size = 0; size <= sizeof whole; size++) {
        char out[sizeof whole + 1];
        memset(out, '#', sizeof out);
        alk_check_size(alk_value_print(&array, out, size), sizeof whole - 1);
        size_t shown = size == 0 ? 0 : size - 1 < sizeof whole - 1 ? size - 1 : sizeof whole - 1;
        alk_check_bytes(out, shown, whole, shown);
        alk_check_int(out[shown], size == 0 ? '#' : '\0');
        alk_check_int(out[sizeof out - 1], '#');
    }
}
