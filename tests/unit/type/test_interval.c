/* SPDX-License-Identifier: MIT
 * Intervals: both forms of text, the ends of the three parts, random round trips. */
#include "alk_test.h"
#include <alkahest/value.h>
#include "random.h"

static bool same(const alk_interval *a, const alk_interval *b)
{
    return a->months == b->months && a->days == b->days && a->micros == b->micros;
}

ALK_TEST(interval, reads_both_forms)
{
    static const struct {
        const char *text;
        alk_interval value;
    } cases[] = {
        {"P1Y2M3DT4H5M6.5S", {14, 3, INT64_C(14706500000)}},
        {"PT0S", {0, 0, 0}},
        {"P0D", {0, 0, 0}},
        {"P-1Y2M", {-10, 0, 0}},
        {"-P1Y-2M", {-10, 0, 0}},
        {"P2W3D", {0, 17, 0}},
        {"PT-0.5S", {0, 0, -500000}},
        {"PT+1S", {0, 0, 1000000}},
        {"PT1.000000000S", {0, 0, 1000000}},
        {"-PT1.5S", {0, 0, -1500000}},
        {"1 year 2 mons -3 days 04:05:06.5", {14, -3, INT64_C(14706500000)}},
        {"-00:00:00.5", {0, 0, -500000}},
        {"00:00:00", {0, 0, 0}},
        {"+04:05", {0, 0, INT64_C(14700000000)}},
        {"@ 1 day 2 hours ago", {0, -1, -INT64_C(7200000000)}},
        {"3 weeks", {0, 21, 0}},
        {"1.5 seconds", {0, 0, 1500000}},
        {"-1 years -2 months", {-14, 0, 0}},
        {"1 min 1 sec", {0, 0, 61000000}},
        {"  1  day", {0, 1, 0}},
        {"1day", {0, 1, 0}},
        {"1000000:00:00", {0, 0, INT64_C(3600000000000000)}},
        {"P178956970Y7M", {INT32_MAX, 0, 0}},
        {"P-178956970Y-8M", {INT32_MIN, 0, 0}},
        {"P2147483647D", {0, INT32_MAX, 0}},
        {"PT2562047788H54.775807S", {0, 0, INT64_MAX}},
        {"PT-2562047788H-54.775808S", {0, 0, INT64_MIN}},
        {"PT-9223372036854.775808S", {0, 0, INT64_MIN}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_interval value;
        int status = alk_interval_parse(cases[i].text, strlen(cases[i].text), &value);
        alk_check_that(status == ALK_OK, "\"%s\": %s", cases[i].text, alk_last_error()->message);
        alk_check_that(same(&value, &cases[i].value), "\"%s\" is %d %d %lld", cases[i].text, value.months, value.days,
                       (long long)value.micros);
    }
}

ALK_TEST(interval, refuses)
{
    static const char *const malformed[] = {
        "", "P", "PT", "P1YT", "P1", "P1H", "PT1D", "P1M1Y", "P1Y1Y", "P1.5Y", "PT1.5H", "PT1.0000001S", "PT1.S", "PT.5S", "p1y",
        "P1Y ", " P1Y", "--P1Y", "+P1Y", "1", "1 fortnight", "1.5 days", "1 day ", "day", "ago", "1 day ago ago", "@1 day",
        "1:2:3", "01:60:00", "01:00:60", "01:00:", "1 day2 days", "-", "P-Y", "1 day,2 hours", "infinity", "T1S",
    };
    static const char *const too_large[] = {
        "P178956970Y8M", "P2147483648D", "-P2147483649D", "PT2562047788H54.775808S", "P999999999999999999Y", "PT999999999999999999H",
        "9223372036855 seconds", "PT-9223372036854.775809S",
    };
    alk_interval value = {1, 2, 3};
    for (size_t i = 0; i < sizeof malformed / sizeof *malformed; i++) {
        int status = alk_interval_parse(malformed[i], strlen(malformed[i]), &value);
        alk_check_that(status == ALK_ERROR_DATA, "\"%s\"", malformed[i]);
        alk_check_error(ALK_ERROR_DATA, "not an interval");
    }
    for (size_t i = 0; i < sizeof too_large / sizeof *too_large; i++) {
        int status = alk_interval_parse(too_large[i], strlen(too_large[i]), &value);
        alk_check_that(status == ALK_ERROR_DATA, "\"%s\"", too_large[i]);
        alk_check_error(ALK_ERROR_DATA, "out of range");
    }
    alk_check(same(&value, &(alk_interval){1, 2, 3}));
}

ALK_TEST(interval, prints_each_part_with_its_sign)
{
    static const struct {
        alk_interval value;
        const char *text;
    } cases[] = {
        {{0, 0, 0}, "PT0S"},
        {{12, 0, 0}, "P1Y"},
        {{-13, 1, -1}, "P-1Y-1M1DT-0.000001S"},
        {{0, 0, INT64_C(3661100000)}, "PT1H1M1.1S"},
        {{INT32_MIN, INT32_MIN, INT64_MIN}, "P-178956970Y-8M-2147483648DT-2562047788H-54.775808S"},
        {{INT32_MAX, INT32_MAX, INT64_MAX}, "P178956970Y7M2147483647DT2562047788H54.775807S"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[64];
        alk_check_size(alk_interval_print(&cases[i].value, out, sizeof out), strlen(cases[i].text));
        alk_check_str(out, cases[i].text);
    }
}

ALK_TEST_UNTORTURED(interval, random_ones_come_back_from_their_text)
{
    alk_random r = {3};
    for (int i = 0; i < 200000; i++) {
        alk_interval value = {(int32_t)alk_random_int(&r), (int32_t)alk_random_int(&r), alk_random_int(&r)}, back;
        char out[64];
        size_t length = alk_interval_print(&value, out, sizeof out);
        if (length >= sizeof out || alk_interval_parse(out, length, &back) != ALK_OK || !same(&value, &back))
            alk_test_failed("%s", out);
    }
}
