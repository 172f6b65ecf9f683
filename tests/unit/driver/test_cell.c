/* SPDX-License-Identifier: MIT
 * Values of each kind as text. */
#include <string.h>
#include "alk_test.h"
#include "driver/cell.h"
#include "driver/number.h"

static void prints(alk_cell cell, const char *expected)
{
    char text[ALK__DRIVER_NUMBER_MAX];
    memset(text, 'x', sizeof text);
    alk_check_int((int64_t)alk__driver_print_cell(&cell, text), (int64_t)strlen(expected));
    alk_check_str(text, expected);
}

ALK_TEST(cell, as_text)
{
    static const unsigned char uuid[16] = { 0x12, 0x34, [15] = 0xff };
    const alk_interval month = { .months = 1, .micros = -1000000 };
    alk_cell real = { .tag = ALK_TYPE_REAL }, text = { .tag = ALK_TYPE_TEXT, .len = 1 };
    char out[ALK__DRIVER_NUMBER_MAX];
    prints((alk_cell){ .tag = ALK_TYPE_BOOL, .u.i = 1 }, "true");
    prints((alk_cell){ .tag = ALK_TYPE_BOOL }, "false");
    prints((alk_cell){ .tag = ALK_TYPE_INT, .u.i = INT64_MIN }, "-9223372036854775808");
    prints((alk_cell){ .tag = ALK_TYPE_UINT, .u.raw = UINT64_MAX }, "18446744073709551615");
    real.u.d = 0.1;
    prints(real, "0.1");
    prints((alk_cell){ .tag = ALK_TYPE_DATE, .u.i = 1 }, "1970-01-02");
    prints((alk_cell){ .tag = ALK_TYPE_TIME, .u.i = 3600000000 }, "01:00:00");
    prints((alk_cell){ .tag = ALK_TYPE_TIMESTAMP, .u.i = 1500000 }, "1970-01-01 00:00:01.500000");
    prints((alk_cell){ .tag = ALK_TYPE_TIMESTAMPTZ, .u.i = 0 }, "1970-01-01 00:00:00+00:00");
    prints((alk_cell){ .tag = ALK_TYPE_INTERVAL, .u.p = &month }, "P1MT-1S");
    prints((alk_cell){ .tag = ALK_TYPE_UUID, .u.p = uuid, .len = 16 }, "12340000-0000-0000-0000-0000000000ff");
    text.u.p = "a";
    alk_check_int((int64_t)alk__driver_print_cell(&text, out), 0);
    text = (alk_cell){ .tag = ALK_TYPE_NULL };
    alk_check_int((int64_t)alk__driver_print_cell(&text, out), 0);
}
