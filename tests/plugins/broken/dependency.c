/* SPDX-License-Identifier: MIT
 * A library that one of the broken plugins depends on, and that is then not there. */
int alkahest_test_dependency(void);
int alkahest_test_dependency(void)
{
    return 0;
}
