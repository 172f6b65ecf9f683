/* SPDX-License-Identifier: MIT
 * Conversions: the table, each pair of types at its limits, and that what converts there converts back. */
#include "alk_test.h"
#include <alkahest/value.h>
#include <math.h>
#include "random.h"
#include "type/convert.h"
#include "type/datetime.h"

/* One letter for each type: who converts into whom. */
ALK_TEST(convert, the_table)
{
    static const char *const rows[] = {
        /*             nbiurdtBDTsziUJA */
        [ALK_TYPE_NULL] = "yyyyyyyyyyyyyyyy",
        [ALK_TYPE_BOOL] = ".yyy..y.........",
        [ALK_TYPE_INT] = ".yyyyyy.........",
        [ALK_TYPE_UINT] = ".yyyyyy.........",
        [ALK_TYPE_REAL] = "..yyyyy.........",
        [ALK_TYPE_DECIMAL] = "..yyyyy.........",
        [ALK_TYPE_TEXT] = ".yyyyyyyyyyyyyyy",
        [ALK_TYPE_BLOB] = "......yy.....y..",
        [ALK_TYPE_DATE] = "......y.y.y.....",
        [ALK_TYPE_TIME] = "......y..y..y...",
        [ALK_TYPE_TIMESTAMP] = "......y.y.y.....",
        [ALK_TYPE_TIMESTAMPTZ] = "......y....y....",
        [ALK_TYPE_INTERVAL] = "......y..y..y...",
        [ALK_TYPE_UUID] = "......yy.....y..",
        [ALK_TYPE_JSON] = "......y.......yy",
        [ALK_TYPE_ARRAY] = "......y.......yy",
    };
    for (int from = 0; from < 16; from++)
        for (int to = 0; to < 16; to++)
            alk_check_that(alk__type_converts(from, to) == (rows[from][to] == 'y'), "%s to %s", alk_type_name(from),
                           alk_type_name(to));
    alk_check(!alk__type_converts(-1, 0) && !alk__type_converts(0, 16) && !alk__type_converts(16, 1));
}

typedef struct convert_case {
    alk_value from;
    int type;
    const char *printed;                     /* NULL: refused */
} convert_case;

static void check_cases(const convert_case *cases, size_t count)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (size_t i = 0; i < count; i++) {
        alk_value out = alk_value_int(77);
        char text[128];
        int status = alk_value_convert(&cases[i].from, cases[i].type, arena, &out);
        alk_check_that(status != ALK_ERROR_NO_MEMORY, "out of memory");
        if (cases[i].printed == NULL) {
            alk_check_that(status == ALK_ERROR_DATA, "case %zu gives %d", i, status);
            alk_check_error(ALK_ERROR_DATA, NULL);
            alk_check_int(out.u.i, 77);
            continue;
        }
        alk_check_that(status == ALK_OK, "case %zu: %s", i, alk_last_error()->message);
        alk_check_int(out.tag, cases[i].from.tag == ALK_TYPE_NULL ? ALK_TYPE_NULL : cases[i].type);
        (void)alk_value_print(&out, text, sizeof text);
        alk_check_str(text, cases[i].printed);
    }
    alk_arena_free(arena);
}

ALK_TEST(convert, numbers_exactly_or_not_at_all)
{
    const convert_case cases[] = {
        {alk_value_bool(true), ALK_TYPE_INT, "1"},
        {alk_value_bool(false), ALK_TYPE_UINT, "0"},
        {alk_value_bool(true), ALK_TYPE_REAL, NULL},
        {alk_value_int(1), ALK_TYPE_BOOL, "true"},
        {alk_value_uint(0), ALK_TYPE_BOOL, "false"},
        {alk_value_int(2), ALK_TYPE_BOOL, NULL},
        {alk_value_int(-1), ALK_TYPE_BOOL, NULL},
        {alk_value_int(-1), ALK_TYPE_UINT, NULL},
        {alk_value_int(INT64_MAX), ALK_TYPE_UINT, "9223372036854775807"},
        {alk_value_uint(INT64_MAX), ALK_TYPE_INT, "9223372036854775807"},
        {alk_value_uint((uint64_t)INT64_MAX + 1), ALK_TYPE_INT, NULL},
        {alk_value_int(INT64_C(9007199254740992)), ALK_TYPE_REAL, "9007199254740992"},
        {alk_value_int(INT64_C(9007199254740993)), ALK_TYPE_REAL, NULL},
        {alk_value_int(INT64_MAX), ALK_TYPE_REAL, NULL},
        {alk_value_int(INT64_MIN), ALK_TYPE_REAL, "-9.223372036854776e+18"},
        {alk_value_uint(UINT64_MAX), ALK_TYPE_REAL, NULL},
        {alk_value_uint(UINT64_C(1) << 63), ALK_TYPE_REAL, "9.223372036854776e+18"},
        {alk_value_real(3.0), ALK_TYPE_INT, "3"},
        {alk_value_real(3.5), ALK_TYPE_INT, NULL},
        {alk_value_real(-0.0), ALK_TYPE_INT, "0"},
        {alk_value_real(-9223372036854775808.0), ALK_TYPE_INT, "-9223372036854775808"},
        {alk_value_real(9223372036854775808.0), ALK_TYPE_INT, NULL},
        {alk_value_real(9223372036854775808.0), ALK_TYPE_UINT, "9223372036854775808"},
        {alk_value_real(18446744073709551616.0), ALK_TYPE_UINT, NULL},
        {alk_value_real(-1), ALK_TYPE_UINT, NULL},
        {alk_value_real((double)NAN), ALK_TYPE_INT, NULL},
        {alk_value_real((double)INFINITY), ALK_TYPE_UINT, NULL},
        {alk_value_real(0.1), ALK_TYPE_DECIMAL, "0.1"},
        {alk_value_real((double)NAN), ALK_TYPE_DECIMAL, "NaN"},
        {alk_value_int(-5), ALK_TYPE_DECIMAL, "-5"},
        {alk_value_uint(UINT64_MAX), ALK_TYPE_DECIMAL, "18446744073709551615"},
        {alk_value_decimal("42.000"), ALK_TYPE_INT, "42"},
        {alk_value_decimal("42.5"), ALK_TYPE_INT, NULL},
        {alk_value_decimal("-1"), ALK_TYPE_UINT, NULL},
        {alk_value_decimal("18446744073709551615"), ALK_TYPE_UINT, "18446744073709551615"},
        {alk_value_decimal("18446744073709551616"), ALK_TYPE_UINT, NULL},
        {alk_value_decimal("-0.0"), ALK_TYPE_UINT, "0"},
        {alk_value_decimal("NaN"), ALK_TYPE_INT, NULL},
        {alk_value_decimal("0.10"), ALK_TYPE_REAL, "0.1"},
        {alk_value_decimal("0.1000000000000000055"), ALK_TYPE_REAL, NULL},
        {alk_value_decimal("9007199254740993"), ALK_TYPE_REAL, NULL},
        {alk_value_decimal("1e400"), ALK_TYPE_REAL, NULL},
        {alk_value_decimal("NaN"), ALK_TYPE_REAL, "NaN"},
        {alk_value_decimal("-Infinity"), ALK_TYPE_REAL, "-Infinity"},
        {alk_value_null(), ALK_TYPE_INT, "NULL"},
    };
    check_cases(cases, sizeof cases / sizeof *cases);
}

ALK_TEST(convert, times_and_intervals_since_midnight)
{
    static const alk_interval hour = {0, 0, 3600000000}, whole_day = {0, 0, ALK__DAY_MICROS}, longer = {0, 0, ALK__DAY_MICROS + 1};
    static const alk_interval before = {0, 0, -1}, day = {0, 1, 0}, month = {1, 0, 0};
    const convert_case cases[] = {
        {alk_value_time((alk_time){0}), ALK_TYPE_INTERVAL, "PT0S"},
        {alk_value_time((alk_time){3600000001}), ALK_TYPE_INTERVAL, "PT1H0.000001S"},
        {alk_value_interval(&hour), ALK_TYPE_TIME, "01:00:00"},
        {alk_value_interval(&whole_day), ALK_TYPE_TIME, "24:00:00"},
        {alk_value_interval(&longer), ALK_TYPE_TIME, NULL},
        {alk_value_interval(&before), ALK_TYPE_TIME, NULL},
        {alk_value_interval(&day), ALK_TYPE_TIME, NULL},
        {alk_value_interval(&month), ALK_TYPE_TIME, NULL},
    };
    check_cases(cases, sizeof cases / sizeof *cases);
}

/* What a driver knows of a value besides its type. */
ALK_TEST(convert, flags_of_cells)
{
    alk_value utc = alk_value_timestamp((alk_timestamp){1}), bytes = alk_value_blob("a\xff", 2), out;
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    utc.flags |= ALK_CELL_UTC;
    alk_check_ok(alk_value_convert(&utc, ALK_TYPE_TIMESTAMPTZ, arena, &out));
    alk_check(out.tag == ALK_TYPE_TIMESTAMPTZ && out.u.i == 1);
    alk_check_ok(alk_value_convert(&bytes, ALK_TYPE_TEXT, arena, &out));
    alk_check_str(out.u.p, "61ff");
    bytes.flags |= ALK_CELL_NOT_UTF8;
    alk_check_fails(alk_value_convert(&bytes, ALK_TYPE_TEXT, arena, &out), ALK_ERROR_DATA, "not valid UTF-8");
    alk_arena_free(arena);
}

ALK_TEST(convert, dates_and_timestamps_at_midnight)
{
    const convert_case cases[] = {
        {alk_value_date((alk_date){1}), ALK_TYPE_TIMESTAMP, "1970-01-02 00:00:00"},
        {alk_value_date((alk_date){-1}), ALK_TYPE_TIMESTAMP, "1969-12-31 00:00:00"},
        {alk_value_date((alk_date){INT32_MAX}), ALK_TYPE_TIMESTAMP, "infinity"},
        {alk_value_date((alk_date){INT32_MIN}), ALK_TYPE_TIMESTAMP, "-infinity"},
        {alk_value_date((alk_date){ALK__DATE_MIN}), ALK_TYPE_TIMESTAMP, "-4713-01-01 00:00:00"},
        {alk_value_date((alk_date){106751991}), ALK_TYPE_TIMESTAMP, "+294247-01-10 00:00:00"},
        {alk_value_date((alk_date){106751992}), ALK_TYPE_TIMESTAMP, NULL},
        {alk_value_date((alk_date){0}), ALK_TYPE_TIMESTAMPTZ, NULL},
        {alk_value_timestamp((alk_timestamp){-ALK__DAY_MICROS}), ALK_TYPE_DATE, "1969-12-31"},
        {alk_value_timestamp((alk_timestamp){1}), ALK_TYPE_DATE, NULL},
        {alk_value_timestamp((alk_timestamp){INT64_MAX}), ALK_TYPE_DATE, "infinity"},
        {alk_value_timestamp((alk_timestamp){INT64_MIN}), ALK_TYPE_DATE, "-infinity"},
        {alk_value_timestamp((alk_timestamp){ALK__TIMESTAMP_MIN}), ALK_TYPE_DATE, "-4713-01-01"},
        {alk_value_timestamp((alk_timestamp){0}), ALK_TYPE_TIMESTAMPTZ, NULL},
        {alk_value_timestamptz((alk_timestamptz){0}), ALK_TYPE_TIMESTAMP, NULL},
        {alk_value_timestamptz((alk_timestamptz){0}), ALK_TYPE_DATE, NULL},
    };
    check_cases(cases, sizeof cases / sizeof *cases);
}

ALK_TEST(convert, all_of_the_text_or_not_at_all)
{
    const convert_case cases[] = {
        {alk_value_text("42"), ALK_TYPE_INT, "42"},
        {alk_value_text("42 "), ALK_TYPE_INT, NULL},
        {alk_value_text("42.0"), ALK_TYPE_INT, NULL},
        {alk_value_text(""), ALK_TYPE_INT, NULL},
        {alk_value_text("9223372036854775808"), ALK_TYPE_INT, NULL},
        {alk_value_text("9223372036854775808"), ALK_TYPE_UINT, "9223372036854775808"},
        {alk_value_text("-1"), ALK_TYPE_UINT, NULL},
        {alk_value_text_n("123", 2), ALK_TYPE_INT, "12"},
        {alk_value_text("yes"), ALK_TYPE_BOOL, "true"},
        {alk_value_text("maybe"), ALK_TYPE_BOOL, NULL},
        {alk_value_text("0.30000000000000004"), ALK_TYPE_REAL, "0.30000000000000004"},
        {alk_value_text("1e999"), ALK_TYPE_REAL, NULL},
        {alk_value_text("1,5"), ALK_TYPE_REAL, NULL},
        {alk_value_text("1.50"), ALK_TYPE_DECIMAL, "1.50"},
        {alk_value_text("1.5x"), ALK_TYPE_DECIMAL, NULL},
        {alk_value_text("\\x00fF"), ALK_TYPE_BLOB, "00ff"},
        {alk_value_text("00ff"), ALK_TYPE_BLOB, "00ff"},
        {alk_value_text(""), ALK_TYPE_BLOB, ""},
        {alk_value_text("0"), ALK_TYPE_BLOB, NULL},
        {alk_value_text("0g"), ALK_TYPE_BLOB, NULL},
        {alk_value_text("2024-02-29"), ALK_TYPE_DATE, "2024-02-29"},
        {alk_value_text("2024-02-30"), ALK_TYPE_DATE, NULL},
        {alk_value_text("12:00:00"), ALK_TYPE_TIME, "12:00:00"},
        {alk_value_text("noon"), ALK_TYPE_TIME, NULL},
        {alk_value_text("2024-02-29 12:00:00"), ALK_TYPE_TIMESTAMP, "2024-02-29 12:00:00"},
        {alk_value_text("now"), ALK_TYPE_TIMESTAMP, NULL},
        {alk_value_text("2024-02-29 12:00:00Z"), ALK_TYPE_TIMESTAMPTZ, "2024-02-29 12:00:00+00:00"},
        {alk_value_text("today"), ALK_TYPE_TIMESTAMPTZ, NULL},
        {alk_value_text("P1D"), ALK_TYPE_INTERVAL, "P1D"},
        {alk_value_text("a day"), ALK_TYPE_INTERVAL, NULL},
        {alk_value_text("{01234567-89ab-cdef-0123-456789abcdef}"), ALK_TYPE_UUID, "01234567-89ab-cdef-0123-456789abcdef"},
        {alk_value_text("01234567"), ALK_TYPE_UUID, NULL},
        {alk_value_text("[1]"), ALK_TYPE_JSON, "[1]"},
        {alk_value_text("[1"), ALK_TYPE_JSON, NULL},
        {alk_value_text("[1, 2]"), ALK_TYPE_ARRAY, "[1,2]"},
        {alk_value_text("{}"), ALK_TYPE_ARRAY, NULL},
    };
    check_cases(cases, sizeof cases / sizeof *cases);
}

ALK_TEST(convert, bytes_documents_and_to_text)
{
    static const alk_uuid uuid = {{0xAB}};
    static const alk_interval interval = {1, 0, 0};
    const alk_value items[] = {alk_value_int(1), alk_value_null()};
    const convert_case cases[] = {
        {alk_value_uuid(&uuid), ALK_TYPE_BLOB, "ab000000000000000000000000000000"},
        {alk_value_blob(uuid.bytes, 16), ALK_TYPE_UUID, "ab000000-0000-0000-0000-000000000000"},
        {alk_value_blob(uuid.bytes, 15), ALK_TYPE_UUID, NULL},
        {alk_value_array(items, 2), ALK_TYPE_JSON, "[1,null]"},
        {alk_value_array(items, 2), ALK_TYPE_TEXT, "[1,null]"},
        {alk_value_json("[1, 2]"), ALK_TYPE_ARRAY, "[1,2]"},
        {alk_value_json("1"), ALK_TYPE_ARRAY, NULL},
        {alk_value_json("{ }"), ALK_TYPE_TEXT, "{ }"},
        {alk_value_decimal("1.0"), ALK_TYPE_TEXT, "1.0"},
        {alk_value_bool(true), ALK_TYPE_TEXT, "true"},
        {alk_value_int(-1), ALK_TYPE_TEXT, "-1"},
        {alk_value_real(1e300), ALK_TYPE_TEXT, "1e+300"},
        {alk_value_blob("\xAB", 1), ALK_TYPE_TEXT, "ab"},
        {alk_value_interval(&interval), ALK_TYPE_TEXT, "P1M"},
        {alk_value_uuid(&uuid), ALK_TYPE_TEXT, "ab000000-0000-0000-0000-000000000000"},
        {alk_value_time((alk_time){0}), ALK_TYPE_TEXT, "00:00:00"},
        {alk_value_int(1), ALK_TYPE_DATE, NULL},
        {alk_value_blob("x", 1), ALK_TYPE_INT, NULL},
    };
    check_cases(cases, sizeof cases / sizeof *cases);
}

ALK_TEST(convert, messages_name_types_and_never_the_value)
{
    alk_value out;
    const alk_value text = alk_value_text("s3cr3t"), big = alk_value_uint(UINT64_MAX), stamp = alk_value_timestamp((alk_timestamp){0});
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (int type = ALK_TYPE_BOOL; type <= ALK_TYPE_ARRAY; type++)
        if (type != ALK_TYPE_TEXT) {
            alk_check_int(alk_value_convert(&text, type, arena, &out), ALK_ERROR_DATA);
            alk_check(strstr(alk_last_error()->message, "s3cr3t") == NULL);
        }
    alk_check_fails(alk_value_convert(&big, ALK_TYPE_INT, arena, &out), ALK_ERROR_DATA, "unsigned integer is out of range of integer");
    alk_check_fails(alk_value_convert(&stamp, ALK_TYPE_TIMESTAMPTZ, arena, &out), ALK_ERROR_DATA, "which zone is meant");
    alk_check_fails(alk_value_convert(&stamp, 16, arena, &out), ALK_ERROR_ARGUMENT, "no type of code 16");
    alk_check_fails(alk_value_convert(&stamp, -1, arena, &out), ALK_ERROR_ARGUMENT, NULL);
    const alk_value unknown = {.tag = 99};
    alk_check_fails(alk_value_convert(&unknown, ALK_TYPE_TEXT, arena, &out), ALK_ERROR_DATA, "unknown type");
    alk_arena_free(arena);
}

ALK_TEST(convert, parsing_copies_what_it_points_to)
{
    char text[] = "1.50";
    alk_value out;
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_check_ok(alk_value_parse(ALK_TYPE_DECIMAL, text, 4, arena, &out));
    text[0] = '9';
    alk_check_str(out.u.p, "1.50");
    alk_check_ok(alk_value_parse(ALK_TYPE_TEXT, text, 4, arena, &out));
    alk_check(out.u.p != text);
    alk_check_ok(alk_value_parse(ALK_TYPE_NULL, "NULL", 4, arena, &out));
    alk_check_int(out.tag, ALK_TYPE_NULL);
    alk_check_fails(alk_value_parse(ALK_TYPE_NULL, "null?", 5, arena, &out), ALK_ERROR_DATA, NULL);
    alk_check_fails(alk_value_parse(ALK_TYPE_TEXT, "a\xFF", 2, arena, &out), ALK_ERROR_DATA, "UTF-8");
    alk_check_fails(alk_value_parse(ALK_TYPE_TEXT, "a\0", 2, arena, &out), ALK_ERROR_DATA, "NUL");
    alk_check_fails(alk_value_parse(ALK_TYPE_TEXT, NULL, 0, arena, &out), ALK_ERROR_ARGUMENT, "NULL");
    alk_check_fails(alk_value_parse(99, "x", 1, arena, &out), ALK_ERROR_ARGUMENT, "no type");
    alk_arena_free(arena);
}

static alk_value random_value(alk_random *r, alk_interval *interval, alk_uuid *uuid)
{
    switch (alk_random_below(r, 10)) {
    case 0:
        return alk_value_bool(alk_random_below(r, 2) == 1);
    case 1:
        return alk_value_uint(alk_random_next(r));
    case 2:
        return alk_value_real(alk_random_double(r));
    case 3:
        return alk_value_date((alk_date){(int32_t)alk_random_between(r, ALK__DATE_MIN, ALK__DATE_MAX)});
    case 4:
        return alk_value_time((alk_time){alk_random_between(r, 0, ALK__DAY_MICROS)});
    case 5:
        return alk_value_timestamp((alk_timestamp){alk_random_between(r, -1000, 30000) * ALK__DAY_MICROS});
    case 6:
        return alk_value_timestamptz((alk_timestamptz){alk_random_between(r, ALK__TIMESTAMP_MIN, ALK__TIMESTAMP_MAX)});
    case 7:
        *interval = (alk_interval){(int32_t)alk_random_int(r), (int32_t)alk_random_int(r), alk_random_int(r)};
        return alk_value_interval(interval);
    case 8:
        uuid->bytes[alk_random_below(r, 16)] = (uint8_t)alk_random_next(r);
        return alk_value_uuid(uuid);
    default:
        return alk_value_int(alk_random_int(r));
    }
}

ALK_TEST_UNTORTURED(convert, what_converts_converts_back_to_the_same)
{
    alk_random r = {23};
    alk_interval interval;
    alk_uuid uuid = {{0}};
    size_t converted = 0;
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (int i = 0; i < 200000; i++) {
        alk_value value = random_value(&r, &interval, &uuid), there, back;
        int type = (int)alk_random_below(&r, 16);
        if (alk_value_convert(&value, type, arena, &there) == ALK_OK) {
            converted++;
            if (alk_value_convert(&there, value.tag, arena, &back) != ALK_OK || !alk_value_equal(&value, &back))
                alk_test_failed("%s to %s, number %d", alk_type_name(value.tag), alk_type_name(type), i);
        }
        alk_arena_reset(arena);
    }
    alk_check(converted > 30000);
    alk_arena_free(arena);
}
