/* SPDX-License-Identifier: MIT
 * Options of URLs: words, choices, truths and seconds. */
#include "alk_test.h"
#include "driver/option.h"

static alk_sv sv(const char *text)
{
    return (alk_sv){ text, strlen(text) };
}

ALK_TEST(option, words_count_without_their_case)
{
    alk_check(alk__driver_is_word(sv("TimeOut"), "timeout"));
    alk_check(alk__driver_is_word(sv("tlsv1.2"), "TLSv1.2"));
    alk_check(!alk__driver_is_word(sv("timeout"), "timeouts"));
    alk_check(!alk__driver_is_word(sv("timeouts"), "timeout"));
    alk_check(!alk__driver_is_word(sv("@"), "`"));
    alk_check(alk__driver_is_word((alk_sv){ NULL, 0 }, ""));
    alk_check(!alk__driver_is_word((alk_sv){ "timeout\0x", 9 }, "timeout"));
}

ALK_TEST(option, are_found_by_name)
{
    static const alk_option_spec options[] = { { "mode", "ro|rw", "", ALK_OPTION_CHOICE, 0, 0 }, { "vfs", NULL, "", ALK_OPTION_TEXT, 0, 0 } };
    alk_check(alk__driver_option(options, 2, sv("VFS")) == &options[1]);
    alk_check(!alk__driver_option(options, 2, sv("vf")));
    alk_check(!alk__driver_option(options, 1, sv("vfs")));
}

ALK_TEST(option, choices_are_one_of_several_words)
{
    int found = 7;
    alk_check_int(alk__driver_choice(sv("RW"), "ro|rw|rwc"), 1);
    alk_check_int(alk__driver_choice(sv("rwc"), "ro|rw|rwc"), 2);
    alk_check_int(alk__driver_choice(sv("r"), "ro|rw|rwc"), -1);
    alk_check_int(alk__driver_choice(sv("ro|rw"), "ro|rw|rwc"), -1);
    alk_check(!alk__driver_read_choice(sv(""), "ro|rw", &found));
    alk_check_int(found, 7);
    alk_check(alk__driver_read_choice(sv("ro"), "ro|rw", &found));
    alk_check_int(found, 0);
}

ALK_TEST(option, truths_have_six_words_each)
{
    static const char *const words[] = { "off", "on", "false", "true", "no", "yes", "0", "1", "f", "t", "n", "Y" };
    for (int i = 0; i < 12; i++) {
        bool truth = i % 2 == 0;
        alk_check(alk__driver_read_bool(sv(words[i]), &truth));
        alk_check_int(truth, i % 2);
    }
    bool kept = true;
    alk_check(!alk__driver_read_bool(sv("2"), &kept));
    alk_check(!alk__driver_read_bool(sv(""), &kept));
    alk_check(kept);
}

ALK_TEST(option, seconds_are_nanoseconds)
{
    int64_t time = 0;
    alk_check(alk__driver_read_seconds(sv("2.5"), &time));
    alk_check_int(time, INT64_C(2500000000));
    alk_check(alk__driver_read_seconds(sv("0"), &time));
    alk_check_int(time, 0);
    alk_check(alk__driver_read_seconds(sv("1e15"), &time));
    alk_check_int(time, INT64_C(1000000000000000));
    alk_check(!alk__driver_read_seconds(sv("-1"), &time));
    alk_check(!alk__driver_read_seconds(sv("NaN"), &time));
    alk_check(!alk__driver_read_seconds(sv("1s"), &time));
    alk_check(!alk__driver_read_seconds(sv(""), &time));
}
