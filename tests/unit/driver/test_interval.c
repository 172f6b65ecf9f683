/* SPDX-License-Identifier: MIT
 * Intervals as text, there and back. */
#include "alk_test.h"
#include "driver/interval.h"

ALK_TEST(interval, there_and_back)
{
    static const struct {
        const char *text;
        alk_interval interval;
    } same[] = { { "PT0S", { 0, 0, 0 } },
                 { "P1Y2M3DT4H5M6.5S", { 14, 3, INT64_C(14706500000) } },
                 { "P-1Y-2M-3DT-4H-5M-6.5S", { -14, -3, INT64_C(-14706500000) } },
                 { "P1D", { 0, 1, 0 } },
                 { "PT-0.000001S", { 0, 0, -1 } },
                 { "P-178956970Y-8M-2147483648DT-2562047788H-54.775808S", { INT32_MIN, INT32_MIN, INT64_MIN } } };
    static const char *const bad[] = { "", "P", "PT", "1D", "P1", "P1H", "PT1D", "P1.5D", "P1DT", "P99999999999Y", "PT1.5H", "P1X", "PT1S ", NULL };
    char text[80];
    alk_interval read;
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        alk__driver_print_interval(&same[i].interval, text);
        alk_check_str(text, same[i].text);
        alk_check_that(alk__driver_parse_interval(text, strlen(text), &read), "%s", text);
        alk_check_bytes(&read, sizeof read, &same[i].interval, sizeof read);
    }
    alk_check(alk__driver_parse_interval("-P2W", 4, &read));
    alk_check_int(read.days, -14);
    alk_check(alk__driver_parse_interval("P+1Y", 4, &read));
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__driver_parse_interval(bad[i], strlen(bad[i]), &read), "%s was taken", bad[i]);
}
