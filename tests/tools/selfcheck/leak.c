/* SPDX-License-Identifier: MIT
 * Broken on purpose: leaks a block. */
#include "alk_test.h"
#include "base/alloc.h"

ALK_TEST(broken, leaks)
{
    char *lost = alk__alloc(10);
    alk_check(lost != NULL);
}
