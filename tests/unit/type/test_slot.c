/* SPDX-License-Identifier: MIT
 * Members of structs: each C type at its limits, NULLs, text that is borrowed or owned, and that the usual way allocates nothing. */
#include "alk_test.h"
#include <alkahest/value.h>
#include <math.h>
#include <stdalign.h>
#include "base/alloc.h"
#include "type/slot.h"

typedef struct member {
    alignas(16) char before[8];
    alignas(16) char bytes[24];
    char state;
} member;

static alk_slot slot_of(uint16_t want)
{
    return (alk_slot){.off = offsetof(member, bytes), .null_off = offsetof(member, state), .want = want};
}

ALK_TEST(slot, sizes_and_types)
{
    alk_check_size(alk__slot_size(ALK_SLOT_BOOL), sizeof(bool));
    alk_check_size(alk__slot_size(ALK_SLOT_UINT32), 4);
    alk_check_size(alk__slot_size(ALK_SLOT_TEXT), sizeof(char *));
    alk_check_size(alk__slot_size(ALK_SLOT_VIEW), sizeof(alk_sv));
    alk_check_size(alk__slot_size(ALK_SLOT_CELL), sizeof(alk_cell));
    alk_check_size(alk__slot_size(0), 0);
    alk_check_size(alk__slot_size(ALK_SLOT_CELL + 1), 0);
    alk_check_int(alk__slot_type(ALK_SLOT_INT8), ALK_TYPE_INT);
    alk_check_int(alk__slot_type(ALK_SLOT_UUID), ALK_TYPE_UUID);
    alk_check_int(alk__slot_type(99), ALK_TYPE_NULL);
}

/* What goes in comes out again, as this type; expected NULL: refused, and the member and its state untouched. */
typedef struct store_case {
    uint16_t want;
    alk_value cell;
    const char *expected;
} store_case;

static void check_store(const store_case *c, size_t i, alk_arena *arena)
{
    alk_slot slot = slot_of(c->want);
    member m, untouched;
    alk_value back;
    char text[128];
    memset(&m, 0x5A, sizeof m);
    memcpy(&untouched, &m, sizeof m);
    int status = alk__slot_store(&slot, &c->cell, &m, arena);
    alk_check_that(status != ALK_ERROR_NO_MEMORY, "out of memory");
    if (c->expected == NULL) {
        alk_check_that(status == ALK_ERROR_DATA, "case %zu gives %d", i, status);
        alk_check_error(ALK_ERROR_DATA, NULL);
        alk_check_bytes(&m, sizeof m, &untouched, sizeof m);
        return;
    }
    alk_check_that(status == ALK_OK, "case %zu: %s", i, alk_last_error()->message);
    alk_check_int(m.state, ALK_VALUE);
    alk_check_bytes(m.bytes + alk__slot_size(c->want), sizeof m.bytes - alk__slot_size(c->want), untouched.bytes,
                    sizeof m.bytes - alk__slot_size(c->want));
    alk_check_ok(alk__slot_load(&slot, &m, 0, &back));
    (void)alk_value_print(&back, text, sizeof text);
    alk_check_that(strcmp(text, c->expected) == 0, "case %zu is %s", i, text);
}

ALK_TEST(slot, numbers_fit_or_are_refused)
{
    const store_case cases[] = {
        {ALK_SLOT_BOOL, alk_value_bool(true), "true"},
        {ALK_SLOT_BOOL, alk_value_int(0), "false"},
        {ALK_SLOT_BOOL, alk_value_int(2), NULL},
        {ALK_SLOT_BOOL, alk_value_text("on"), "true"},
        {ALK_SLOT_INT8, alk_value_int(127), "127"},
        {ALK_SLOT_INT8, alk_value_int(-128), "-128"},
        {ALK_SLOT_INT8, alk_value_int(128), NULL},
        {ALK_SLOT_INT8, alk_value_int(-129), NULL},
        {ALK_SLOT_INT16, alk_value_int(32767), "32767"},
        {ALK_SLOT_INT16, alk_value_int(32768), NULL},
        {ALK_SLOT_INT32, alk_value_int(INT32_MIN), "-2147483648"},
        {ALK_SLOT_INT32, alk_value_int((int64_t)INT32_MIN - 1), NULL},
        {ALK_SLOT_INT32, alk_value_uint(INT32_MAX), "2147483647"},
        {ALK_SLOT_INT64, alk_value_int(INT64_MIN), "-9223372036854775808"},
        {ALK_SLOT_INT64, alk_value_uint(UINT64_MAX), NULL},
        {ALK_SLOT_INT64, alk_value_bool(true), "1"},
        {ALK_SLOT_INT64, alk_value_real(5.0), "5"},
        {ALK_SLOT_INT64, alk_value_real(5.5), NULL},
        {ALK_SLOT_INT32, alk_value_text("12"), "12"},
        {ALK_SLOT_INT32, alk_value_text("99999999999"), NULL},
        {ALK_SLOT_INT32, alk_value_decimal("12.00"), "12"},
        {ALK_SLOT_INT32, alk_value_date((alk_date){1}), NULL},
        {ALK_SLOT_UINT8, alk_value_uint(255), "255"},
        {ALK_SLOT_UINT8, alk_value_int(256), NULL},
        {ALK_SLOT_UINT8, alk_value_int(-1), NULL},
        {ALK_SLOT_UINT16, alk_value_int(65535), "65535"},
        {ALK_SLOT_UINT32, alk_value_uint(UINT64_C(4294967296)), NULL},
        {ALK_SLOT_UINT64, alk_value_uint(UINT64_MAX), "18446744073709551615"},
        {ALK_SLOT_DOUBLE, alk_value_real(0.1), "0.1"},
        {ALK_SLOT_DOUBLE, alk_value_int(7), "7"},
        {ALK_SLOT_DOUBLE, alk_value_int(INT64_MAX), NULL},
        {ALK_SLOT_DOUBLE, alk_value_decimal("3.33333333333333333333"), "3.3333333333333335"},
        {ALK_SLOT_DOUBLE, alk_value_decimal("1e400"), NULL},
        {ALK_SLOT_FLOAT, alk_value_real(0.5), "0.5"},
        {ALK_SLOT_FLOAT, alk_value_real(0.1), "0.10000000149011612"},
        {ALK_SLOT_FLOAT, alk_value_real(1e39), NULL},
        {ALK_SLOT_FLOAT, alk_value_real((double)-INFINITY), "-Infinity"},
        {ALK_SLOT_FLOAT, alk_value_real((double)NAN), "NaN"},
        {ALK_SLOT_FLOAT, alk_value_int(16777216), "16777216"},
        {ALK_SLOT_FLOAT, alk_value_int(16777217), NULL},
        {ALK_SLOT_FLOAT, alk_value_decimal("0.1"), "0.10000000149011612"},
    };
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_store(&cases[i], i, arena);
    alk_arena_free(arena);
}

ALK_TEST(slot, texts_times_and_others)
{
    static const alk_interval interval = {1, 2, 3};
    static const alk_uuid uuid = {{9}};
    const alk_value one[] = {alk_value_int(1)};
    const store_case cases[] = {
        {ALK_SLOT_TEXT, alk_value_text("abc"), "abc"},
        {ALK_SLOT_TEXT, alk_value_text_n("abc", 2), "ab"},
        {ALK_SLOT_TEXT, alk_value_text_n("a\0b", 3), NULL},
        {ALK_SLOT_TEXT, {.tag = ALK_TYPE_TEXT}, ""},
        {ALK_SLOT_TEXT, alk_value_decimal("1.5"), "1.5"},
        {ALK_SLOT_TEXT, alk_value_json("[1]"), "[1]"},
        {ALK_SLOT_TEXT, alk_value_int(12), "12"},
        {ALK_SLOT_TEXT, alk_value_uuid(&uuid), "09000000-0000-0000-0000-000000000000"},
        {ALK_SLOT_TEXT, alk_value_array(one, 1), "[1]"},
        {ALK_SLOT_VIEW, alk_value_text("abc"), "abc"},
        {ALK_SLOT_VIEW, alk_value_blob("a", 1), "a"},
        {ALK_SLOT_VIEW, {.tag = ALK_TYPE_BLOB}, ""},
        {ALK_SLOT_VIEW, alk_value_real(1.5), "1.5"},
        {ALK_SLOT_DATE, alk_value_date((alk_date){0}), "1970-01-01"},
        {ALK_SLOT_DATE, {.u.i = INT64_MAX, .tag = ALK_TYPE_DATE}, NULL},
        {ALK_SLOT_DATE, alk_value_text("2024-02-29"), "2024-02-29"},
        {ALK_SLOT_DATE, alk_value_timestamp((alk_timestamp){1}), NULL},
        {ALK_SLOT_TIME, alk_value_time((alk_time){1}), "00:00:00.000001"},
        {ALK_SLOT_TIMESTAMP, alk_value_date((alk_date){1}), "1970-01-02 00:00:00"},
        {ALK_SLOT_TIMESTAMP, alk_value_timestamptz((alk_timestamptz){1}), NULL},
        {ALK_SLOT_TIMESTAMPTZ, alk_value_timestamptz((alk_timestamptz){1}), "1970-01-01 00:00:00.000001+00:00"},
        {ALK_SLOT_INTERVAL, alk_value_interval(&interval), "P1M2DT0.000003S"},
        {ALK_SLOT_INTERVAL, alk_value_text("P1D"), "P1D"},
        {ALK_SLOT_UUID, alk_value_uuid(&uuid), "09000000-0000-0000-0000-000000000000"},
        {ALK_SLOT_UUID, {.u.p = &uuid, .len = 3, .tag = ALK_TYPE_UUID}, NULL},
        {ALK_SLOT_UUID, alk_value_blob(&uuid, 16), "09000000-0000-0000-0000-000000000000"},
        {ALK_SLOT_CELL, alk_value_real(0.25), "0.25"},
        {ALK_SLOT_CELL, alk_value_array(one, 1), "[1]"},
    };
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_store(&cases[i], i, arena);
    alk_arena_free(arena);
}

ALK_TEST(slot, the_message_names_the_type_and_not_the_value)
{
    alk_slot slot = slot_of(ALK_SLOT_INT8);
    const alk_value value = alk_value_int(300);
    member m;
    alk_check_fails(alk__slot_store(&slot, &value, &m, NULL), ALK_ERROR_DATA, "int8");
    alk_check(strstr(alk_last_error()->message, "300") == NULL);
    alk_check_str(alk_last_error()->sqlstate, "22003");
}

ALK_TEST(slot, null_needs_a_state_byte_where_the_member_cannot_say_it)
{
    const alk_value null = alk_value_null();
    for (uint16_t want = ALK_SLOT_BOOL; want <= ALK_SLOT_CELL; want++) {
        alk_slot slot = slot_of(want);
        member m;
        char zeros[24] = {0};
        alk_value back;
        memset(&m, 0x5A, sizeof m);
        alk_check_ok(alk__slot_store(&slot, &null, &m, NULL));
        alk_check_int(m.state, ALK_NULL);
        alk_check_bytes(m.bytes, alk__slot_size(want), zeros, alk__slot_size(want));
        alk_check_ok(alk__slot_load(&slot, &m, 0, &back));
        alk_check_int(back.tag, ALK_TYPE_NULL);
        slot.null_off = ALK_SLOT_NOT_NULL;
        if (want == ALK_SLOT_TEXT || want == ALK_SLOT_VIEW || want == ALK_SLOT_CELL)
            alk_check_ok(alk__slot_store(&slot, &null, &m, NULL));
        else
            alk_check_fails(alk__slot_store(&slot, &null, &m, NULL), ALK_ERROR_DATA, "NULL for a member");
    }
}

ALK_TEST(slot, an_unset_member_is_null)
{
    alk_slot slot = slot_of(ALK_SLOT_INT32);
    member m = {.bytes = {1}, .state = ALK_UNSET};
    alk_value back;
    alk_check_ok(alk__slot_load(&slot, &m, 0, &back));
    alk_check_int(back.tag, ALK_TYPE_NULL);
}

ALK_TEST(slot, text_is_borrowed_where_it_may_be)
{
    static const char text[] = "borrowed";
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_slot slot = slot_of(ALK_SLOT_TEXT), view = slot_of(ALK_SLOT_VIEW), cell = slot_of(ALK_SLOT_CELL);
    const alk_value with_nul = alk_value_text(text), without = alk_value_text_n(text, 8);
    const char *stored;
    alk_sv stored_view;
    alk_value stored_cell;
    member m;
    alk_check_ok(alk__slot_store(&slot, &with_nul, &m, arena));
    memcpy(&stored, m.bytes, sizeof stored);
    alk_check(stored == text);
    alk_check_ok(alk__slot_store(&slot, &without, &m, arena));
    memcpy(&stored, m.bytes, sizeof stored);
    alk_check(stored != text);
    alk_check_str(stored, text);
    alk_check_ok(alk__slot_store(&view, &without, &m, arena));
    memcpy(&stored_view, m.bytes, sizeof stored_view);
    alk_check(stored_view.p == text);
    slot.flags = view.flags = cell.flags = ALK_SLOT_OWN;
    alk_check_ok(alk__slot_store(&slot, &with_nul, &m, arena));
    memcpy(&stored, m.bytes, sizeof stored);
    alk_check(stored != text);
    alk_check_ok(alk__slot_store(&view, &with_nul, &m, arena));
    memcpy(&stored_view, m.bytes, sizeof stored_view);
    alk_check(stored_view.p != text && stored_view.n == 8);
    alk_check_ok(alk__slot_store(&cell, &with_nul, &m, arena));
    memcpy(&stored_cell, m.bytes, sizeof stored_cell);
    alk_check(stored_cell.u.p != text);
    alk_arena_free(arena);
}

ALK_TEST(slot, the_type_of_a_text_member_can_be_told)
{
    alk_slot slot = slot_of(ALK_SLOT_TEXT), view = slot_of(ALK_SLOT_VIEW);
    const char *text = "1.5";
    alk_sv bytes = {"\0x", 2};
    member m = {.state = ALK_VALUE};
    alk_value back;
    memcpy(m.bytes, &text, sizeof text);
    alk_check_ok(alk__slot_load(&slot, &m, ALK_TYPE_DECIMAL, &back));
    alk_check_int(back.tag, ALK_TYPE_DECIMAL);
    alk_check_int(back.flags, ALK_CELL_NUL);
    alk_check(back.u.p == text);
    alk_check_fails(alk__slot_load(&slot, &m, ALK_TYPE_BLOB, &back), ALK_ERROR_ARGUMENT, "text does not hold");
    text = NULL;
    memcpy(m.bytes, &text, sizeof text);
    alk_check_ok(alk__slot_load(&slot, &m, ALK_TYPE_JSON, &back));
    alk_check_int(back.tag, ALK_TYPE_NULL);
    memcpy(m.bytes, &bytes, sizeof bytes);
    alk_check_ok(alk__slot_load(&view, &m, ALK_TYPE_BLOB, &back));
    alk_check_int(back.tag, ALK_TYPE_BLOB);
    alk_check_uint(back.len, 2);
    alk_check_fails(alk__slot_load(&view, &m, ALK_TYPE_INT, &back), ALK_ERROR_ARGUMENT, NULL);
}

ALK_TEST(slot, an_unknown_code_is_refused)
{
    alk_slot slot = slot_of(99);
    const alk_value value = alk_value_int(1), null = alk_value_null();
    alk_value back;
    member m = {.state = ALK_VALUE};
    alk_check_fails(alk__slot_store(&slot, &value, &m, NULL), ALK_ERROR_ARGUMENT, "code 99");
    alk_check_fails(alk__slot_store(&slot, &null, &m, NULL), ALK_ERROR_ARGUMENT, "code 99");
    alk_check_fails(alk__slot_load(&slot, &m, 0, &back), ALK_ERROR_ARGUMENT, "code 99");
}

ALK_TEST(slot, members_may_lie_at_any_address)
{
    char packed[64];
    for (uint32_t off = 0; off < 8; off++) {
        alk_slot slot = {.off = off, .null_off = 40, .want = ALK_SLOT_INT64};
        const alk_value value = alk_value_int(INT64_MIN + off);
        alk_value back;
        alk_check_ok(alk__slot_store(&slot, &value, packed, NULL));
        alk_check_ok(alk__slot_load(&slot, packed, 0, &back));
        alk_check_int(back.u.i, value.u.i);
    }
}

ALK_TEST(slot, the_usual_way_allocates_nothing)
{
    const struct {
        uint16_t want;
        alk_value cell;
    } cases[] = {
        {ALK_SLOT_INT64, alk_value_int(1)}, {ALK_SLOT_UINT32, alk_value_int(1)}, {ALK_SLOT_DOUBLE, alk_value_real(1)},
        {ALK_SLOT_TEXT, alk_value_text("x")}, {ALK_SLOT_VIEW, alk_value_blob("x", 1)}, {ALK_SLOT_BOOL, alk_value_bool(true)},
        {ALK_SLOT_DATE, alk_value_date((alk_date){1})}, {ALK_SLOT_TIMESTAMP, alk_value_timestamp((alk_timestamp){1})},
        {ALK_SLOT_INT32, alk_value_null()}, {ALK_SLOT_CELL, alk_value_text("x")},
    };
    uint64_t before = alk__alloc_counted().calls;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_slot slot = slot_of(cases[i].want);
        member m;
        alk_check_ok(alk__slot_store(&slot, &cases[i].cell, &m, NULL));
    }
    alk_check_uint(alk__alloc_counted().calls, before);
}
