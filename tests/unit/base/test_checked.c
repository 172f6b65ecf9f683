/* SPDX-License-Identifier: MIT
 * Arithmetic that tells overflow, at its borders. */
#include "alk_test.h"
#include "base/checked.h"

ALK_TEST(checked, sizes)
{
    size_t out;
    alk_check(alk__add_size(SIZE_MAX - 1, 1, &out) && out == SIZE_MAX);
    alk_check(!alk__add_size(SIZE_MAX, 1, &out));
    alk_check(alk__mul_size(SIZE_MAX / 2, 2, &out) && out == SIZE_MAX - 1);
    alk_check(!alk__mul_size(SIZE_MAX / 2 + 1, 2, &out));
    alk_check(alk__mul_size(SIZE_MAX, 0, &out) && out == 0);
}

ALK_TEST(checked, integers)
{
    int64_t out;
    alk_check(alk__add_i64(INT64_MAX, 0, &out) && out == INT64_MAX);
    alk_check(!alk__add_i64(INT64_MAX, 1, &out));
    alk_check(!alk__add_i64(INT64_MIN, -1, &out));
    alk_check(alk__sub_i64(INT64_MIN, 0, &out) && out == INT64_MIN);
    alk_check(!alk__sub_i64(INT64_MIN, 1, &out));
    alk_check(!alk__sub_i64(0, INT64_MIN, &out));
    alk_check(alk__mul_i64(INT64_MIN / 2, 2, &out) && out == INT64_MIN);
    alk_check(!alk__mul_i64(INT64_MIN, -1, &out));
    alk_check(!alk__mul_i64(INT64_MAX, 2, &out));
}
