/* SPDX-License-Identifier: MIT
 * Text forms of dates and times, there and back, and the calendar. */
#include <inttypes.h>
#include "alk_test.h"
#include "driver/datetime.h"

ALK_TEST(datetime, every_day_of_a_millennium_and_a_half)
{
    char text[80];
    int32_t days;
    for (int32_t day = -200000; day < 400000; day += 1) {
        size_t length = alk__driver_print_date(day, text);
        alk_check_that(alk__driver_parse_date(text, length, &days) && days == day, "day %d became %s", day, text);
    }
}

ALK_TEST(datetime, dates)
{
    static const struct {
        const char *text;
        int32_t days;
    } good[] = { { "1970-01-01", 0 },       { "1969-12-31", -1 },      { "2000-02-29", 11016 },         { "0000-03-01", -719468 },
                 { "-0001-01-01", -719893 }, { "+10000-01-01", 2932897 }, { "infinity", INT32_MAX }, { "-infinity", INT32_MIN } };
    static const char *const bad[] = { "",           "2024",       "2024-1-1",   "2024-13-01", "2024-00-10", "2023-02-29", "1900-02-29", "2024-04-31",
                                       "2024-01-0x", "2024-01-01 ", " 2024-01-01", "02024-01-01", "24-01-01", "2024/01/01", "999999999-01-01", NULL };
    char text[80];
    int32_t days;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        alk_check_that(alk__driver_parse_date(good[i].text, strlen(good[i].text), &days), "%s", good[i].text);
        alk_check_int(days, good[i].days);
        alk__driver_print_date(days, text);
        alk_check_str(text, good[i].text);
    }
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__driver_parse_date(bad[i], strlen(bad[i]), &days), "%s was taken", bad[i]);
}

ALK_TEST(datetime, times)
{
    static const char *const same[] = { "00:00:00", "23:59:59.999999", "12:30:00.500000", "24:00:00", NULL };
    static const char *const bad[] = { "", "12", "12:3", "24:00:00.000001", "25:00:00", "12:60:00", "12:00:60", "12:00:00.", "12:00:00.0000001", "12:00:00Z", "24:00:01", "1:00:00", NULL };
    char text[80];
    int64_t micros;
    for (int i = 0; same[i] != NULL; i++) {
        alk_check_that(alk__driver_parse_time(same[i], strlen(same[i]), &micros), "%s", same[i]);
        alk__driver_print_time(micros, text);
        alk_check_str(text, same[i]);
    }
    alk_check(alk__driver_parse_time("12:30", 5, &micros));
    alk_check_int(micros, INT64_C(45000000000));
    alk_check(alk__driver_parse_time("00:00:00.5000000000", 19, &micros));
    alk_check_int(micros, 500000);
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__driver_parse_time(bad[i], strlen(bad[i]), &micros), "%s was taken", bad[i]);
}

static int64_t stamp(const char *text, bool zoned)
{
    int64_t micros = -1;
    alk_check_that(alk__driver_parse_timestamp(text, strlen(text), zoned, &micros), "%s", text);
    return micros;
}

ALK_TEST(datetime, timestamps)
{
    static const char *const bad[] = { "2024-01-01x", "2024-01-01 ", "2024-01-01T", "2024-01-01 12:00:00 x", "300000-01-01 00:00:00",
                                       "2024-01-01 12:00:00+25", "2024-01-01 12:00:00+02:", "2024-01-01 12:00:00+2", NULL };
    char text[80];
    int64_t micros;
    alk_check_int(stamp("1970-01-01 00:00:00", false), 0);
    alk_check_int(stamp("1970-01-01", false), 0);
    alk_check_int(stamp("1970-01-01T00:00:01.5", false), 1500000);
    alk_check_int(stamp("1969-12-31 23:59:59.999999", false), -1);
    alk_check_int(stamp("1970-01-01 02:00:00+02:00", true), 0);
    alk_check_int(stamp("1970-01-01 02:00:00+0200", true), 0);
    alk_check_int(stamp("1969-12-31T19:00:00-05", true), 0);
    alk_check_int(stamp("1970-01-01 00:00:00Z", true), 0);
    alk_check_int(stamp("1970-01-01 00:00:00", true), 0);
    alk_check_int(stamp("infinity", false), INT64_MAX);
    alk_check(!alk__driver_parse_timestamp("1970-01-01 00:00:00Z", 20, false, &micros));
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__driver_parse_timestamp(bad[i], strlen(bad[i]), true, &micros), "%s was taken", bad[i]);
    alk__driver_print_timestamp(-1, false, text);
    alk_check_str(text, "1969-12-31 23:59:59.999999");
    alk__driver_print_timestamp(0, true, text);
    alk_check_str(text, "1970-01-01 00:00:00+00:00");
    alk__driver_print_timestamp(INT64_MIN, true, text);
    alk_check_str(text, "-infinity");
    alk__driver_print_timestamp(INT64_MAX - 1, true, text);
    alk_check_int(stamp(text, true), INT64_MAX - 1);
    alk__driver_print_timestamp(INT64_MIN + 1, false, text);
    alk_check_int(stamp(text, false), INT64_MIN + 1);
}

ALK_TEST(datetime, days_that_are_none)
{
    int64_t days = 0;
    alk_check(alk__driver_days_of(2024, 2, 29, &days) && days == 19782);
    alk_check(alk__driver_days_of(0, 1, 1, &days) && days == -719528);
    alk_check(!alk__driver_days_of(2023, 2, 29, &days) && !alk__driver_days_of(2024, 0, 1, &days) && !alk__driver_days_of(2024, 1, 0, &days) && !alk__driver_days_of(2024, 13, 1, &days));
    alk_check(!alk__driver_days_of(2024, 4, 31, &days));
}

ALK_TEST(datetime, moments_are_split_and_joined)
{
    static const int64_t moments[] = { 0, 1, -1, ALK__DRIVER_DAY_MICROS, -ALK__DRIVER_DAY_MICROS, INT64_MAX - 1, INT64_MIN + 1 };
    int64_t days, micros, back;
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        alk__driver_split(moments[i], &days, &micros);
        alk_check_that(micros >= 0 && micros < ALK__DRIVER_DAY_MICROS, "%" PRId64, moments[i]);
        alk_check_that(alk__driver_join(days, micros, &back) && back == moments[i], "%" PRId64, moments[i]);
    }
    alk__driver_split(INT64_MAX, &days, &micros);
    alk_check(!alk__driver_join(days, micros, &back) && !alk__driver_join(days + 1, 0, &back));
    alk__driver_split(INT64_MIN, &days, &micros);
    alk_check(!alk__driver_join(days, micros, &back) && !alk__driver_join(days - 1, 0, &back));
}
