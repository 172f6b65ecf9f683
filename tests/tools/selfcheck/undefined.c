/* SPDX-License-Identifier: MIT
 * Broken on purpose: an integer overflows. */
#include "alk_test.h"

static volatile int largest = INT32_MAX;

ALK_TEST(broken, overflows)
{
    largest = largest + 1;
}
