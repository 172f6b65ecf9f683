/* SPDX-License-Identifier: MIT
 * Names of transactions with two phases. */
#include "alk_test.h"
#include "driver/name.h"
#include <string.h>

ALK_TEST(name, xid_is_what_needs_no_escapes)
{
    static const char good[] = "aZ09_-.:", bad[] = "'\"\\ \n;%/\x80";
    alk_check(alk__driver_is_xid(good, sizeof good - 1));
    for (size_t i = 0; i < sizeof bad; i++)
        alk_check(!alk__driver_is_xid(bad + i, 1));
    alk_check(!alk__driver_is_xid("a'b", 3));
}

ALK_TEST(name, xid_has_a_length)
{
    char text[ALK__DRIVER_XID_SIZE];
    memset(text, 'x', sizeof text);
    alk_check(!alk__driver_is_xid(text, 0));
    alk_check(alk__driver_is_xid(text, ALK__DRIVER_XID_SIZE - 1));
    alk_check(!alk__driver_is_xid(text, ALK__DRIVER_XID_SIZE));
}
