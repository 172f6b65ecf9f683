/* SPDX-License-Identifier: MIT
 * Times and timestamps: texts, zones, the ends of their ranges, and that no locale and no time zone of the process plays a part. */
#include "alk_test.h"
#include <alkahest/value.h>
#include <stdlib.h>
#include <time.h>
#include "random.h"
#include "type/datetime.h"

typedef struct text_case {
    const char *text, *printed;              /* printed NULL: refused */
} text_case;

static void check_case(const text_case *c, int status, const char *out)
{
    alk_check_that((status == ALK_OK) == (c->printed != NULL), "\"%s\" gives %d", c->text, status);
    if (status == ALK_OK)
        alk_check_str(out, c->printed);
    else
        alk_check_error(ALK_ERROR_DATA, NULL);
}

ALK_TEST(timestamp, times_are_read_and_printed)
{
    static const text_case cases[] = {
        {"00:00:00", "00:00:00"},        {"23:59:59.999999", "23:59:59.999999"}, {"24:00:00", "24:00:00"},
        {"12:30", "12:30:00"},           {"01:02:03.5", "01:02:03.500000"},      {"01:02:03.000001", "01:02:03.000001"},
        {"01:02:03.1000000000", "01:02:03.100000"},
        {"24:00:00.000001", NULL},       {"24:00:01", NULL},   {"25:00:00", NULL},  {"12:60:00", NULL},
        {"12:00:60", NULL},              {"1:00:00", NULL},    {"12", NULL},        {"12:00:", NULL},
        {"12:00:00.", NULL},             {"12:00:00,5", NULL}, {"", NULL},          {"12:00:00.0000001", NULL},
        {"12:00:00Z", NULL},             {"-12:00:00", NULL},  {"12:00:00 ", NULL}, {"99:99:99", NULL},
        {"infinity", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_time time;
        char out[64];
        int status = alk_time_parse(cases[i].text, strlen(cases[i].text), &time);
        if (status == ALK_OK)
            (void)alk_time_print(time, out, sizeof out);
        check_case(&cases[i], status, out);
    }
}

ALK_TEST(timestamp, those_without_zone_are_read_and_printed)
{
    static const text_case cases[] = {
        {"2024-02-29 12:00:00", "2024-02-29 12:00:00"},  {"2024-02-29T12:00:00.25", "2024-02-29 12:00:00.250000"},
        {"2024-02-29t12:00", "2024-02-29 12:00:00"},     {"2024-02-29", "2024-02-29 00:00:00"},
        {"infinity", "infinity"},                        {"-infinity", "-infinity"},
        {"-4713-01-01 00:00:00", "-4713-01-01 00:00:00"}, {"4714-01-01 00:00:00 BC", "-4713-01-01 00:00:00"},
        {"294247-01-10 04:00:54.775806", "+294247-01-10 04:00:54.775806"},
        {"0000-12-31 23:59:59.999999", "0000-12-31 23:59:59.999999"},
        {"1969-12-31 23:59:59.999999", "1969-12-31 23:59:59.999999"},
        {"294247-01-10 04:00:54.775807", NULL}, {"294276-12-31 00:00:00", NULL}, {"-4714-12-31 23:59:59", NULL},
        {"5874897-12-31 00:00:00", NULL},       {"2024-02-29 24:00:00", NULL},   {"2024-02-30 00:00:00", NULL},
        {"2024-02-29 12:00:00Z", NULL},         {"2024-02-29 12:00:00+00", NULL}, {"2024-02-29 ", NULL},
        {"2024-02-29T", NULL},                  {"2024-02-29  12:00:00", NULL},  {"2024-02-29 12", NULL},
        {"12:00:00", NULL},                     {"", NULL},                      {"2024-02-29 12:00:00 AD", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_timestamp timestamp;
        char out[64];
        int status = alk_timestamp_parse(cases[i].text, strlen(cases[i].text), &timestamp);
        if (status == ALK_OK)
            (void)alk_timestamp_print(timestamp, out, sizeof out);
        check_case(&cases[i], status, out);
    }
}

ALK_TEST(timestamp, those_with_zone_are_read_as_utc)
{
    static const text_case cases[] = {
        {"2024-02-29 12:00:00Z", "2024-02-29 12:00:00+00:00"},      {"2024-02-29 12:00:00", "2024-02-29 12:00:00+00:00"},
        {"2024-02-29 12:00:00+02:00", "2024-02-29 10:00:00+00:00"}, {"2024-02-29 12:00:00 +02", "2024-02-29 10:00:00+00:00"},
        {"2024-02-29T23:30:00-0130", "2024-03-01 01:00:00+00:00"},  {"2024-03-01 00:00:00+00:19:32", "2024-02-29 23:40:28+00:00"},
        {"0001-01-01 00:00:00+00 BC", "0000-01-01 00:00:00+00:00"}, {"2024-02-29", "2024-02-29 00:00:00+00:00"},
        {"2024-02-29 12:00:00.0000000 +02:00", "2024-02-29 10:00:00+00:00"},
        {"infinity", "infinity"},                                   {"-infinity", "-infinity"},
        {"294247-01-11 00:00:54.775806+20", "+294247-01-10 04:00:54.775806+00:00"},
        {"294247-01-10 05:00:54.775806+01", "+294247-01-10 04:00:54.775806+00:00"},
        {"294247-01-10 04:00:54.775806-00:01", NULL}, {"-4713-01-01 00:00:00+01", NULL},
        {"2024-02-29 12:00:00+24:00", NULL},          {"2024-02-29 12:00:00+1", NULL}, {"2024-02-29 12:00:00+02:60", NULL},
        {"2024-02-29 12:00:00+02:", NULL},            {"2024-02-29 12:00:00 UTC", NULL}, {"2024-02-29 12:00:00  Z", NULL},
        {"2024-02-29Z", NULL},                        {"2024-02-29 12:00:00+02:00Z", NULL}, {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_timestamptz timestamp;
        char out[64];
        int status = alk_timestamptz_parse(cases[i].text, strlen(cases[i].text), &timestamp);
        if (status == ALK_OK)
            (void)alk_timestamptz_print(timestamp, out, sizeof out);
        check_case(&cases[i], status, out);
    }
}

ALK_TEST(timestamp, a_zoned_text_without_zone_wanted_says_so)
{
    alk_timestamp timestamp;
    alk_check_fails(alk_timestamp_parse("2024-02-29 12:00:00Z", 20, &timestamp), ALK_ERROR_DATA, "time zone");
    alk_check_str(alk_last_error()->sqlstate, "22007");
}

ALK_TEST(timestamp, parts_are_checked)
{
    alk_datetime good = {.year = 2024, .month = 2, .day = 29, .hour = 23, .minute = 59, .second = 59, .microsecond = 999999};
    alk_datetime bad[7];
    alk_timestamp timestamp;
    alk_timestamptz zoned;
    for (size_t i = 0; i < 7; i++)
        bad[i] = good;
    bad[0].month = 13;
    bad[1].day = 30;
    bad[2].hour = 24;
    bad[3].minute = 60;
    bad[4].second = 60;
    bad[5].microsecond = 1000000;
    bad[6].year = 294248;
    alk_check_ok(alk_timestamp_make(&good, &timestamp));
    for (size_t i = 0; i < 7; i++)
        alk_check_fails(alk_timestamp_make(&bad[i], &timestamp), ALK_ERROR_DATA, "no such timestamp");
    good.offset = 86400;
    alk_check_fails(alk_timestamptz_make(&good, &zoned), ALK_ERROR_DATA, NULL);
    good.offset = -86399;
    alk_check_ok(alk_timestamptz_make(&good, &zoned));
    alk_check_int(zoned.micros, timestamp.micros + INT64_C(86399000000));
}

ALK_TEST(timestamp, times_are_made_and_split)
{
    alk_time time;
    alk_datetime parts;
    alk_check_ok(alk_time_make(24, 0, 0, 0, &time));
    alk_check_int(time.micros, INT64_C(86400000000));
    alk_check_ok(alk_time_split(time, &parts));
    alk_check_int(parts.hour, 24);
    alk_check_fails(alk_time_make(24, 0, 0, 1, &time), ALK_ERROR_DATA, "no such time");
    alk_check_fails(alk_time_make(-1, 0, 0, 0, &time), ALK_ERROR_DATA, NULL);
    alk_check_fails(alk_time_make(0, 0, 0, 1000000, &time), ALK_ERROR_DATA, NULL);
    alk_check_fails(alk_time_split((alk_time){-1}, &parts), ALK_ERROR_DATA, NULL);
    alk_check_fails(alk_time_split((alk_time){INT64_C(86400000001)}, &parts), ALK_ERROR_DATA, NULL);
}

ALK_TEST(timestamp, splits_at_an_offset_even_at_the_ends_of_the_range)
{
    alk_datetime parts;
    alk_check_ok(alk_timestamptz_split((alk_timestamptz){ALK__TIMESTAMP_MIN}, -86399, &parts));
    alk_check_int(parts.year, -4714);
    alk_check_ok(alk_timestamptz_split((alk_timestamptz){ALK__TIMESTAMP_MAX}, 86399, &parts));
    alk_check_int(parts.day, 11);
    alk_check_int(parts.offset, 86399);
    alk_check_fails(alk_timestamptz_split((alk_timestamptz){0}, 86400, &parts), ALK_ERROR_ARGUMENT, "24 hours");
    alk_check_fails(alk_timestamp_split((alk_timestamp){INT64_MAX}, &parts), ALK_ERROR_DATA, "infinite");
    alk_check_fails(alk_timestamp_split((alk_timestamp){INT64_MIN}, &parts), ALK_ERROR_DATA, "infinite");
    alk_check_fails(alk_timestamp_split((alk_timestamp){ALK__TIMESTAMP_MIN - 1}, &parts), ALK_ERROR_DATA, "range");
}

static int64_t random_micros(alk_random *r, int i)
{
    const int64_t century = 100 * 366 * ALK__DAY_MICROS;
    int64_t micros = i % 2 == 0 ? alk_random_between(r, -century, century)
                                : alk_random_between(r, ALK__TIMESTAMP_MIN, ALK__TIMESTAMP_MAX);
    return i % 3 == 0 ? micros / 1000000 * 1000000 : micros;
}

ALK_TEST_UNTORTURED(timestamp, random_ones_come_back_from_text_and_parts)
{
    alk_random r = {7};
    for (int i = 0; i < 200000; i++) {
        alk_timestamp stamp = {random_micros(&r, i)}, back;
        alk_timestamptz zoned = {stamp.micros}, zoned_back;
        int32_t offset = (int32_t)alk_random_between(&r, -86399, 86399);
        alk_datetime parts;
        char out[64];
        if (alk_timestamp_parse(out, alk_timestamp_print(stamp, out, sizeof out), &back) != ALK_OK ||
            back.micros != stamp.micros)
            alk_test_failed("%s", out);
        if (alk_timestamptz_parse(out, alk_timestamptz_print(zoned, out, sizeof out), &zoned_back) != ALK_OK ||
            zoned_back.micros != zoned.micros)
            alk_test_failed("%s", out);
        if (alk_timestamp_split(stamp, &parts) != ALK_OK || alk_timestamp_make(&parts, &back) != ALK_OK ||
            back.micros != stamp.micros)
            alk_test_failed("%s", out);
        if (i % 2 == 0 && (alk_timestamptz_split(zoned, offset, &parts) != ALK_OK ||
                           alk_timestamptz_make(&parts, &zoned_back) != ALK_OK || zoned_back.micros != zoned.micros))
            alk_test_failed("%s at %d", out, (int)offset);
    }
}

/* timegm is of the C library: another's arithmetic. */
ALK_TEST_UNTORTURED(timestamp, agrees_with_the_c_library)
{
    alk_random r = {11};
    for (int i = 0; i < 100000; i++) {
        int64_t seconds = alk_random_between(&r, -INT64_C(60000000000), INT64_C(250000000000));
        alk_datetime parts;
        struct tm tm = {0};
        alk_check_ok(alk_timestamp_split((alk_timestamp){seconds * 1000000}, &parts));
        tm.tm_year = parts.year - 1900;
        tm.tm_mon = parts.month - 1;
        tm.tm_mday = parts.day;
        tm.tm_hour = parts.hour;
        tm.tm_min = parts.minute;
        tm.tm_sec = parts.second;
        alk_check_int((int64_t)timegm(&tm), seconds);
    }
}

ALK_TEST_UNTORTURED(timestamp, the_zone_of_the_process_plays_no_part)
{
    alk_timestamptz stamp;
    char out[64];
    alk_check(setenv("TZ", "America/New_York", 1) == 0);
    tzset();
    alk_check_ok(alk_timestamptz_parse("2024-07-01 12:00:00", 19, &stamp));
    (void)alk_timestamptz_print(stamp, out, sizeof out);
    alk_check_str(out, "2024-07-01 12:00:00+00:00");
    alk_check(unsetenv("TZ") == 0);
    tzset();
}
