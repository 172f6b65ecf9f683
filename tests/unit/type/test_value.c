/* SPDX-License-Identifier: MIT
 * Making, checking, copying and comparing values. */
#include "alk_test.h"
#include <alkahest/value.h>
#include <math.h>
#include "type/datetime.h"

static const alk_interval an_interval = {1, 2, 3};
static const alk_uuid an_uuid = {{1, 2, 3}};

ALK_TEST(value, a_null_pointer_is_sql_null)
{
    const alk_value values[] = {
        alk_value_null(), alk_value_text(NULL), alk_value_text_n(NULL, 0), alk_value_blob(NULL, 0), alk_value_decimal(NULL),
        alk_value_json(NULL), alk_value_interval(NULL), alk_value_uuid(NULL), alk_value_array(NULL, 0),
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        alk_check_int(values[i].tag, ALK_TYPE_NULL);
        alk_check_int(values[i].flags, 0);
    }
}

ALK_TEST(value, constructors_set_tag_and_content)
{
    alk_value v = alk_value_text("abc");
    alk_check_int(v.tag, ALK_TYPE_TEXT);
    alk_check_int(v.flags, ALK_CELL_NUL);
    alk_check_uint(v.len, 3);
    v = alk_value_text_n("abc", 2);
    alk_check_int(v.flags, 0);
    alk_check_uint(v.len, 2);
    alk_check_int(alk_value_bool(true).u.i, 1);
    alk_check_int(alk_value_int(INT64_MIN).u.i, INT64_MIN);
    alk_check_uint(alk_value_uint(UINT64_MAX).u.raw, UINT64_MAX);
    alk_check_real(alk_value_real(-0.0).u.d, -0.0);
    alk_check_int(alk_value_date((alk_date){-1}).u.i, -1);
    alk_check_uint(alk_value_uuid(&an_uuid).len, 16);
    alk_check_uint(alk_value_array(&v, 1).len, 1);
}

ALK_TEST(value, types_have_names)
{
    for (int type = ALK_TYPE_NULL; type <= ALK_TYPE_ARRAY; type++)
        alk_check_that(alk_type_name(type) != NULL && strcmp(alk_type_name(type), "unknown type") != 0, "%d", type);
    alk_check_str(alk_type_name(-1), "unknown type");
    alk_check_str(alk_type_name(ALK_TYPE_ARRAY + 1), "unknown type");
    alk_check_str(alk_type_name(ALK_TYPE_TIMESTAMPTZ), "timestamp with time zone");
}

static alk_value raw(uint16_t tag, int64_t i)
{
    return (alk_value){.u.i = i, .tag = tag};
}

ALK_TEST(value, well_formed_ones_pass_the_check)
{
    const alk_value items[] = {alk_value_int(1), alk_value_text("x")};
    const alk_value values[] = {
        alk_value_null(), alk_value_bool(true), alk_value_int(1), alk_value_uint(1), alk_value_real((double)NAN),
        alk_value_decimal("1.5"), alk_value_text(""), alk_value_text("a\xC3\xA9"), alk_value_blob("\0\xFF", 2),
        alk_value_json("[1]"), alk_value_interval(&an_interval), alk_value_uuid(&an_uuid), alk_value_array(items, 2),
        raw(ALK_TYPE_DATE, ALK__DATE_MIN), raw(ALK_TYPE_DATE, ALK__DATE_MAX), raw(ALK_TYPE_DATE, INT32_MAX),
        raw(ALK_TYPE_DATE, INT32_MIN), raw(ALK_TYPE_TIME, 0), raw(ALK_TYPE_TIME, INT64_C(86400000000)),
        raw(ALK_TYPE_TIMESTAMP, ALK__TIMESTAMP_MIN), raw(ALK_TYPE_TIMESTAMP, INT64_MIN), raw(ALK_TYPE_TIMESTAMPTZ, INT64_MAX),
        raw(ALK_TYPE_TEXT, 0), raw(ALK_TYPE_BLOB, 0), raw(ALK_TYPE_ARRAY, 0),
    };
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        alk_check_that(alk_value_check(&values[i]) == ALK_OK, "value %zu: %s", i, alk_last_error()->message);
}

ALK_TEST(value, malformed_ones_do_not)
{
    const alk_value bad_item[] = {alk_value_int(1), alk_value_text("\xFF")};
    const struct {
        alk_value value;
        const char *part;
    } cases[] = {
        {raw(16, 0), "unknown type"},
        {raw(UINT16_MAX, 0), "unknown type"},
        {raw(ALK_TYPE_BOOL, 2), "boolean out of range"},
        {raw(ALK_TYPE_BOOL, -1), "boolean out of range"},
        {raw(ALK_TYPE_DATE, (int64_t)ALK__DATE_MAX + 1), "date out of range"},
        {raw(ALK_TYPE_DATE, (int64_t)ALK__DATE_MIN - 1), "date out of range"},
        {raw(ALK_TYPE_DATE, (int64_t)INT32_MAX + 1), "date out of range"},
        {raw(ALK_TYPE_TIME, -1), "time out of range"},
        {raw(ALK_TYPE_TIME, INT64_C(86400000001)), "time out of range"},
        {raw(ALK_TYPE_TIMESTAMP, ALK__TIMESTAMP_MIN - 1), "timestamp out of range"},
        {raw(ALK_TYPE_TIMESTAMPTZ, INT64_MIN + 1), "timestamp with time zone out of range"},
        {alk_value_text_n("a\0b", 3), "NUL"},
        {alk_value_text("ab\xC0\x80"), "UTF-8 at byte 3"},
        {alk_value_text("\xED\xA0\x80"), "UTF-8 at byte 1"},
        {alk_value_decimal("1,5"), "not a decimal"},
        {alk_value_json("{"), "malformed"},
        {raw(ALK_TYPE_DECIMAL, 0), "without content"},
        {raw(ALK_TYPE_UUID, 0), "without content"},
        {raw(ALK_TYPE_INTERVAL, 0), "without content"},
        {{.u.p = &an_uuid, .len = 15, .tag = ALK_TYPE_UUID}, "16 bytes"},
        {alk_value_array(bad_item, 2), "item 1 of array: text is not valid"},
        {alk_value_text_n("x", (size_t)UINT32_MAX + 1), "4 GiB"},
        {alk_value_blob("x", SIZE_MAX), "4 GiB"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        alk_check_fails(alk_value_check(&cases[i].value), ALK_ERROR_DATA, cases[i].part);
}

ALK_TEST(value, a_copy_shares_nothing_with_the_original)
{
    char text[] = "text", decimal[] = "1.50";
    alk_interval interval = an_interval;
    alk_value inner[] = {alk_value_text(text), alk_value_null()};
    alk_value items[] = {alk_value_text_n(text, 4), alk_value_decimal(decimal), alk_value_interval(&interval),
                         alk_value_uuid(&an_uuid), alk_value_blob("", 0), alk_value_array(inner, 2), alk_value_int(3)};
    alk_value original = alk_value_array(items, sizeof items / sizeof *items), copy;
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_check_ok(alk_value_copy(&original, arena, &copy));
    alk_check(alk_value_equal(&copy, &original));
    const alk_value *copied = copy.u.p;
    alk_check_int(copied[0].flags, ALK_CELL_NUL);
    text[0] = 'T';
    decimal[0] = '2';
    interval.days = 9;
    inner[1] = alk_value_int(1);
    alk_check_str(copied[0].u.p, "text");
    alk_check_str(copied[1].u.p, "1.50");
    alk_check_int(((const alk_interval *)copied[2].u.p)->days, 2);
    alk_check_int(((const alk_value *)copied[5].u.p)[1].tag, ALK_TYPE_NULL);
    alk_check(!alk_value_equal(&copy, &original));
    alk_arena_free(arena);
}

ALK_TEST(value, equality)
{
    static const alk_interval other = {1, 2, 4};
    const alk_value one[] = {alk_value_int(1)}, two[] = {alk_value_int(2)};
    const struct {
        alk_value a, b;
        bool equal;
    } cases[] = {
        {alk_value_null(), alk_value_null(), true},
        {alk_value_int(1), alk_value_int(1), true},
        {alk_value_int(1), alk_value_uint(1), false},
        {alk_value_int(1), alk_value_int(2), false},
        {alk_value_real((double)NAN), alk_value_real(-(double)NAN), true},
        {alk_value_real(0.0), alk_value_real(-0.0), true},
        {alk_value_real(1), alk_value_real((double)NAN), false},
        {alk_value_decimal("1.0"), alk_value_decimal("1.00"), true},
        {alk_value_decimal("1.0"), alk_value_decimal("1.01"), false},
        {alk_value_decimal("NaN"), alk_value_decimal("nan"), true},
        {alk_value_decimal("x"), alk_value_decimal("x"), true},
        {alk_value_decimal("x"), alk_value_decimal("1"), false},
        {alk_value_text("a"), alk_value_text_n("ab", 1), true},
        {alk_value_text("a"), alk_value_blob("a", 1), false},
        {alk_value_text(""), raw(ALK_TYPE_TEXT, 0), true},
        {alk_value_text("a"), alk_value_text("b"), false},
        {alk_value_interval(&an_interval), alk_value_interval(&an_interval), true},
        {alk_value_interval(&an_interval), alk_value_interval(&other), false},
        {alk_value_uuid(&an_uuid), alk_value_uuid(&an_uuid), true},
        {alk_value_array(one, 1), alk_value_array(one, 1), true},
        {alk_value_array(one, 1), alk_value_array(two, 1), false},
        {alk_value_array(one, 1), alk_value_array(two, 0), false},
        {alk_value_json("[1]"), alk_value_json("[1 ]"), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_check_that(alk_value_equal(&cases[i].a, &cases[i].b) == cases[i].equal, "case %zu", i);
        alk_check_that(alk_value_equal(&cases[i].b, &cases[i].a) == cases[i].equal, "case %zu", i);
    }
}

ALK_TEST(value, comparing_decimals_that_are_none_leaves_no_error)
{
    const alk_value a = alk_value_decimal("x"), b = alk_value_decimal("1");
    alk_clear_error();
    alk_check(!alk_value_equal(&a, &b));
    alk_check_int(alk_last_error()->code, ALK_OK);
}
