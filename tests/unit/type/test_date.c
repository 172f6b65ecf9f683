/* SPDX-License-Identifier: MIT
 * Dates: the calendar against one that is counted day by day, texts, and the ends of the range. */
#include "alk_test.h"
#include <alkahest/value.h>
#include "random.h"
#include "type/datetime.h"

/* The oracle knows nothing but the lengths of months: it counts on from one day to the next. */
typedef struct day {
    int year, month, day;
} day;

static bool is_leap(int year)
{
    if (year % 400 == 0)
        return true;
    return year % 4 == 0 && year % 100 != 0;
}

static void next_day(day *d)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (d->day++ < lengths[d->month - 1] + (d->month == 2 && is_leap(d->year)))
        return;
    d->day = 1;
    if (d->month++ < 12)
        return;
    d->month = 1;
    d->year++;
}

/* Counts from one date to the first day of the year `until`. Returns the last number. */
static int64_t walk(day d, int64_t days, int until)
{
    for (; d.year < until; next_day(&d), days++) {
        alk_datetime parts = {0};
        alk__civil_from_days(days, &parts);
        if (parts.year != d.year || parts.month != d.month || parts.day != d.day ||
            alk__days_from_civil(d.year, d.month, d.day) != days)
            alk_test_failed("day %lld is %d-%d-%d", (long long)days, d.year, d.month, d.day);
    }
    return days;
}

ALK_TEST(date, agrees_with_a_calendar_counted_day_by_day)
{
    alk_check_int(walk((day){1970, 1, 1}, 0, 2801), 303517);
    (void)walk((day){-4713, 1, 1}, ALK__DATE_MIN, 2001);
}

ALK_TEST(date, agrees_with_the_counted_calendar_at_the_end_of_its_range)
{
    int64_t days = alk__days_from_civil(5874400, 1, 1);
    alk_check_int(walk((day){5874400, 1, 1}, days, 5874898), (int64_t)ALK__DATE_MAX + 1);
}

ALK_TEST(date, takes_real_days_only)
{
    static const struct {
        int year, month, day;
        bool good;
        int32_t days;
    } cases[] = {
        {1970, 1, 1, true, 0},           {1969, 12, 31, true, -1},     {2000, 2, 29, true, 11016},
        {1900, 2, 29, false, 0},         {2100, 2, 29, false, 0},      {2024, 2, 30, false, 0},
        {2023, 2, 29, false, 0},         {2024, 4, 31, false, 0},      {2024, 0, 1, false, 0},
        {2024, 13, 1, false, 0},         {2024, 1, 0, false, 0},       {2024, 1, 32, false, 0},
        {2024, 257, 1, false, 0},        {2024, 1, 257, false, 0},     {2024, -1, 1, false, 0},
        {-4713, 1, 1, true, ALK__DATE_MIN}, {-4714, 12, 31, false, 0}, {5874897, 12, 31, true, ALK__DATE_MAX},
        {5874898, 1, 1, false, 0},       {INT32_MAX, 1, 1, false, 0},  {INT32_MIN, 1, 1, false, 0},
        {0, 2, 29, true, -719469},       {9999, 12, 31, true, 2932896},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_date date = {77};
        int status = alk_date_make(cases[i].year, cases[i].month, cases[i].day, &date);
        alk_check_that((status == ALK_OK) == cases[i].good, "case %zu", i);
        alk_check_int(date.days, cases[i].good ? cases[i].days : 77);
        if (!cases[i].good)
            alk_check_error(ALK_ERROR_DATA, "no such date");
    }
}

ALK_TEST(date, reads_and_prints)
{
    static const struct {
        const char *text, *printed;          /* printed NULL: refused */
    } cases[] = {
        {"2024-02-29", "2024-02-29"},     {"0000-01-01", "0000-01-01"},   {"-0001-12-31", "-0001-12-31"},
        {"+10000-01-01", "+10000-01-01"}, {"10000-01-01", "+10000-01-01"}, {"+2024-01-01", "2024-01-01"},
        {"0044-03-15 BC", "-0043-03-15"}, {"0001-01-01 bc", "0000-01-01"}, {"infinity", "infinity"},
        {"-infinity", "-infinity"},       {"INFINITY", "infinity"},       {"-4713-01-01", "-4713-01-01"},
        {"4714-01-01 BC", "-4713-01-01"}, {"5874897-12-31", "+5874897-12-31"},
        {"", NULL},                       {"2024", NULL},                 {"2024-2-29", NULL},
        {"2024-02-29 ", NULL},            {" 2024-02-29", NULL},          {"24-02-29", NULL},
        {"2024/02/29", NULL},             {"20240229", NULL},             {"2024-02-290", NULL},
        {"2023-02-29", NULL},             {"-0000-01-01", NULL},          {"0000-01-01 BC", NULL},
        {"-0001-01-01 BC", NULL},         {"2024-02-29 12:00", NULL},     {"infinit", NULL},
        {"infinityy", NULL},              {"5874898-01-01", NULL},        {"-4714-12-31", NULL},
        {"999999999-01-01", NULL},        {"99999999999999999999-01-01", NULL}, {"2024-+2-01", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_date date;
        char out[64];
        int status = alk_date_parse(cases[i].text, strlen(cases[i].text), &date);
        alk_check_that((status == ALK_OK) == (cases[i].printed != NULL), "\"%s\"", cases[i].text);
        if (status != ALK_OK) {
            alk_check_error(ALK_ERROR_DATA, NULL);
            continue;
        }
        alk_check_size(alk_date_print(date, out, sizeof out), strlen(cases[i].printed));
        alk_check_str(out, cases[i].printed);
    }
}

ALK_TEST(date, splits_only_what_has_parts)
{
    alk_datetime parts;
    alk_check_ok(alk_date_split((alk_date){0}, &parts));
    alk_check_int(parts.year, 1970);
    alk_check_int(parts.hour + parts.minute + parts.second + (int)parts.microsecond + parts.offset, 0);
    alk_check_fails(alk_date_split((alk_date){INT32_MAX}, &parts), ALK_ERROR_DATA, "infinite");
    alk_check_fails(alk_date_split((alk_date){INT32_MIN}, &parts), ALK_ERROR_DATA, "infinite");
    alk_check_fails(alk_date_split((alk_date){ALK__DATE_MAX + 1}, &parts), ALK_ERROR_DATA, "range");
    alk_check_fails(alk_date_split((alk_date){ALK__DATE_MIN - 1}, &parts), ALK_ERROR_DATA, "range");
}

ALK_TEST(date, prints_no_more_than_there_is_room_for)
{
    char out[11] = "##########";
    alk_check_size(alk_date_print((alk_date){0}, NULL, 0), 10);
    alk_check_size(alk_date_print((alk_date){0}, out, 5), 10);
    alk_check_bytes(out, 6, "1970\0#", 6);
    alk_check_size(alk_date_print((alk_date){0}, out, sizeof out), 10);
    alk_check_str(out, "1970-01-01");
}

ALK_TEST_UNTORTURED(date, random_ones_come_back_from_their_text)
{
    alk_random r = {20240229};
    for (int i = 0; i < 200000; i++) {
        int64_t span = i % 2 == 0 ? 800000 : ALK__DATE_MAX;
        alk_date date = {(int32_t)alk_random_between(&r, i % 2 == 0 ? -800000 : ALK__DATE_MIN, span)}, back;
        alk_datetime parts;
        char out[64];
        size_t length = alk_date_print(date, out, sizeof out);
        if (alk_date_parse(out, length, &back) != ALK_OK || back.days != date.days)
            alk_test_failed("%s", out);
        if (alk_date_split(date, &parts) != ALK_OK ||
            alk_date_make(parts.year, parts.month, parts.day, &back) != ALK_OK || back.days != date.days)
            alk_test_failed("%s", out);
    }
}
