/* SPDX-License-Identifier: MIT
 * Text forms of dates, timestamps and intervals, there and back, and the server's numbers. */
#include "datetime.h"
#include "pg.h"

ALK_TEST(datetime, every_day_of_many_years)
{
    char text[80];
    int32_t days;
    for (int32_t day = -900000; day < 600000; day += 7) {
        size_t length = alk__pg_print_date(day, text);
        alk_check_that(alk__pg_parse_date(text, length, &days) && days == day, "day %d became %s", day, text);
    }
}

ALK_TEST(datetime, dates)
{
    static const struct {
        const char *text;
        int32_t days;
    } good[] = { { "1970-01-01", 0 }, { "2000-02-29", 11016 }, { "0001-01-01", -719162 }, { "0001-12-31 BC", -719163 }, { "4713-01-01 BC", -2440550 },
                 { "10000-01-01", 2932897 }, { "5874897-12-31", 2145042905 }, { "infinity", INT32_MAX }, { "-infinity", INT32_MIN } };
    static const char *const bad[] = { "", "2024", "2024-13-01", "2023-02-29", "0000-01-01", "2024-01-01 ", "24-01-01", "01/02/2024", "2024-01-01 bc", NULL };
    char text[80];
    int32_t days = 0;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        alk_check_that(alk__pg_parse_date(good[i].text, strlen(good[i].text), &days), "%s", good[i].text);
        alk_check_int(days, good[i].days);
        alk__pg_print_date(days, text);
        alk_check_str(text, good[i].text);
    }
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__pg_parse_date(bad[i], strlen(bad[i]), &days), "%s was taken", bad[i]);
}

static int64_t stamp(const char *text, bool zoned)
{
    int64_t micros = -1;
    alk_check_that(alk__pg_parse_timestamp(text, strlen(text), zoned, &micros), "%s", text);
    return micros;
}

ALK_TEST(datetime, timestamps)
{
    static const char *const bad[] = { "2024-01-01", "2024-01-01T00:00:00", "2024-01-01 00:00:00+02", "2024-01-01 25:00:00", "294248-01-01 00:00:00", "", NULL };
    int64_t micros;
    alk_check_int(stamp("1970-01-01 00:00:00", false), 0);
    alk_check_int(stamp("1969-12-31 23:59:59.999999", false), -1);
    alk_check_int(stamp("1970-01-01 02:00:00+02", true), 0);
    alk_check_int(stamp("1970-01-01 00:00:00-05:30", true), INT64_C(19800000000));
    alk_check_int(stamp("1970-01-01 00:00:15+00:00:15", true), 0);
    alk_check_int(stamp("0001-12-31 00:00:00+00 BC", true), -719163 * ALK__DRIVER_DAY_MICROS);
    alk_check_int(stamp("infinity", true), INT64_MAX);
    alk_check_int(stamp("-infinity", false), INT64_MIN);
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__pg_parse_timestamp(bad[i], strlen(bad[i]), false, &micros), "%s was taken", bad[i]);
    alk_check(!alk__pg_parse_timestamp("2024-01-01 00:00:00", 19, true, &micros));
}

ALK_TEST(datetime, intervals)
{
    static const struct {
        const char *text;
        alk_interval value;
    } good[] = { { "00:00:00", { 0, 0, 0 } }, { "1 year 2 mons -3 days", { 14, -3, 0 } }, { "-1 mons +04:05:06.7", { -1, 0, INT64_C(14706700000) } },
                 { "1 day -00:00:00.000001", { 0, 1, -1 } }, { "178956970 years 7 mons", { INT32_MAX, 0, 0 } },
                 { "-2562047788:00:54.775808", { 0, 0, INT64_MIN } }, { "2562047788:00:54.775807", { 0, 0, INT64_MAX } } };
    static const char *const bad[] = { "", "1", "1 week", "1 year ", "1:2:3", "00:60:00", "178956970 years 8 mons", "P1Y", NULL };
    alk_interval read;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        alk_check_that(alk__pg_parse_interval(good[i].text, strlen(good[i].text), &read), "%s", good[i].text);
        alk_check_int(read.months, good[i].value.months);
        alk_check_int(read.days, good[i].value.days);
        alk_check_int(read.micros, good[i].value.micros);
    }
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__pg_parse_interval(bad[i], strlen(bad[i]), &read), "%s was taken", bad[i]);
}

ALK_TEST(datetime, numbers_of_the_server)
{
    int64_t wide;
    int32_t days;
    alk_check(alk__pg_date_in(0, &wide) && wide == 10957 && alk__pg_date_out(wide, &days) && days == 0);
    alk_check(alk__pg_date_in(INT32_MAX, &wide) && wide == INT32_MAX && alk__pg_date_in(INT32_MIN, &wide) && wide == INT32_MIN);
    alk_check(!alk__pg_date_in(INT32_MAX - 1, &wide) && !alk__pg_date_out((int64_t)INT32_MIN + 1, &days));
    alk_check(alk__pg_timestamp_in(0, &wide) && wide == INT64_C(946684800000000));
    alk_check(alk__pg_timestamp_in(INT64_MAX, &wide) && wide == INT64_MAX && !alk__pg_timestamp_in(INT64_MAX - 1, &wide));
    alk_check(!alk__pg_timestamp_out(INT64_MIN + 1, &wide) && alk__pg_timestamp_out(INT64_MIN, &wide) && wide == INT64_MIN);
}
