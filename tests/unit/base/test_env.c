/* SPDX-License-Identifier: MIT
 * The environment, and the pretence of a program with more rights than its user. */
#include "alk_test.h"
#include "base/env.h"
#include <stdlib.h>

ALK_TEST(env, reads_a_variable)
{
    alk_check_int(setenv("ALK_TEST_VARIABLE", "value", 1), 0);
    alk_check_str(alk__getenv_secure("ALK_TEST_VARIABLE"), "value");
    alk_check(alk__env_is_set("ALK_TEST_VARIABLE"));
    alk_check_int(unsetenv("ALK_TEST_VARIABLE"), 0);
    alk_check(alk__getenv_secure("ALK_TEST_VARIABLE") == NULL);
    alk_check(!alk__env_is_set("ALK_TEST_VARIABLE"));
}

ALK_TEST(env, reads_nothing_in_a_secure_process)
{
    alk_check_int(setenv("ALK_TEST_VARIABLE", "value", 1), 0);
    alk__process_pretend_secure(1);
    alk_check(alk__process_is_secure());
    alk_check(alk__getenv_secure("ALK_TEST_VARIABLE") == NULL);
    alk_check(alk__env_is_set("ALK_TEST_VARIABLE"));
    alk__process_pretend_secure(0);
    alk_check(!alk__process_is_secure());
    alk_check_str(alk__getenv_secure("ALK_TEST_VARIABLE"), "value");
    alk__process_pretend_secure(-1);
    alk_check(!alk__process_is_secure());
    alk_check_int(unsetenv("ALK_TEST_VARIABLE"), 0);
}
