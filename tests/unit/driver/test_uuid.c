/* SPDX-License-Identifier: MIT
 * UUIDs as text, there and back. */
#include "alk_test.h"
#include "driver/uuid.h"

ALK_TEST(uuid, there_and_back)
{
    static const char text[] = "01234567-89ab-cdef-0123-456789abcdef";
    static const char *const bad[] = { "", "{}", "{", "01234567-89ab-cdef-0123-456789abcde", "01234567-89ab-cdef-0123-456789abcdeg",
                                       "01234567-89abcdef--0123-456789abcdef", "{{01234567-89ab-cdef-0123-456789abcdef}}", "123456789abcdef001020304050607ff0000", NULL };
    uint8_t bytes[16], again[16];
    char printed[80];
    alk_check(alk__driver_parse_uuid(text, 36, bytes));
    alk_check_size(alk__driver_print_uuid(bytes, true, printed), 36);
    alk_check_str(printed, text);
    alk_check_size(alk__driver_print_uuid(bytes, false, printed), 32);
    alk_check_str(printed, "0123456789abcdef0123456789abcdef");
    alk_check(alk__driver_parse_uuid("0123456789ABCDEF0123456789abcdef", 32, again));
    alk_check_bytes(bytes, 16, again, 16);
    alk_check(alk__driver_parse_uuid("12345678-9abc-def0-0102-0304050607ff", 36, again));
    alk__driver_print_uuid(again, true, printed);
    alk_check_str(printed, "12345678-9abc-def0-0102-0304050607ff");
    alk_check(alk__driver_parse_uuid("{01234567-89ab-cdef-0123-456789abcdef}", 38, again));
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__driver_parse_uuid(bad[i], strlen(bad[i]), bytes), "%s was taken", bad[i]);
}
