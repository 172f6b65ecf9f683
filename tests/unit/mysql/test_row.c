/* SPDX-License-Identifier: MIT
 * Rows of the binary protocol, whole and broken. */
#include "row.h"
#include "my.h"

static const alk__my_column columns[] = { { .wire = ALK__MY_WIRE_4 }, { .wire = ALK__MY_WIRE_BYTES }, { .wire = ALK__MY_WIRE_8 } };

ALK_TEST(row, is_split)
{
    unsigned char row[] = { 0, 0, 1, 0, 0, 0, 3, 'a', 'b', 'c', 2, 0, 0, 0, 0, 0, 0, 0 };
    alk__my_value values[3];
    alk_check(alk__my_row_split(columns, 3, row, row + sizeof row, values));
    alk_check_bytes(values[0].at, values[0].length, "\1\0\0\0", 4);
    alk_check_bytes(values[1].at, values[1].length, "abc", 3);
    alk_check_bytes(values[2].at, values[2].length, "\2\0\0\0\0\0\0\0", 8);
    alk__my_end_with_nul(&values[1]);
    alk_check_str((const char *)values[1].at, "abc");
    alk_check_bytes(values[2].at, values[2].length, "\2\0\0\0\0\0\0\0", 8);
}

ALK_TEST(row, nulls)
{
    unsigned char row[] = { 0, 1 << 2 | 1 << 4, 1, 'x' };
    alk__my_value values[3];
    alk_check(alk__my_row_split(columns, 3, row, row + sizeof row, values));
    alk_check(values[0].at == NULL && values[2].at == NULL);
    alk_check_bytes(values[1].at, values[1].length, "x", 1);
}

ALK_TEST(row, long_lengths)
{
    static unsigned char row[70000];
    alk__my_value value;
    memset(row, 0, sizeof row);
    row[2] = 252;
    row[3] = 0xff;
    row[4] = 0x01;
    alk_check(alk__my_row_split(&columns[1], 1, row, row + 5 + 0x1ff, &value) && value.length == 0x1ff);
    alk_check(!alk__my_row_split(&columns[1], 1, row, row + 4 + 0x1ff, &value));
    row[2] = 253;
    row[5] = 1;
    alk_check(alk__my_row_split(&columns[1], 1, row, row + 6 + 0x101ff, &value) && value.length == 0x101ff);
    row[2] = 254;
    memset(row + 3, 0xff, 8);
    alk_check(!alk__my_row_split(&columns[1], 1, row, row + sizeof row, &value));
    row[2] = 251;
    alk_check(!alk__my_row_split(&columns[1], 1, row, row + sizeof row, &value));
    row[2] = 255;
    alk_check(!alk__my_row_split(&columns[1], 1, row, row + sizeof row, &value));
}

/* Every shorter one is refused, and nothing behind its end is read: the block is as long as the row. */
ALK_TEST(row, cut_anywhere)
{
    static const unsigned char whole[] = { 0, 0, 1, 0, 0, 0, 3, 'a', 'b', 'c', 2, 0, 0, 0, 0, 0, 0, 0 };
    for (size_t n = 0; n < sizeof whole; n++) {
        alk__my_value values[3];
        unsigned char *row = malloc(n > 0 ? n : 1);
        bool taken;
        alk_check(row != NULL);
        memcpy(row, whole, n);
        taken = alk__my_row_split(columns, 3, row, row + n, values);
        free(row);
        alk_check_that(!taken, "a row of %zu bytes was taken", n);
    }
}
