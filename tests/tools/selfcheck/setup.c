/* SPDX-License-Identifier: MIT
 * Broken on purpose: the fixture fails before the test. */
#include "alk_test.h"

static void fail(void)
{
    alk_test_failed("the fixture of this test fails");
}

ALK_SUITE(broken, fail, NULL);

ALK_TEST(broken, has_a_bad_fixture)
{
}
