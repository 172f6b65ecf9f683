/* SPDX-License-Identifier: MIT
 * Which bytes are text: each class of what is not valid, and a NUL at each place. */
#include "alk_test.h"
#include "driver/utf8.h"

ALK_TEST(utf8, is_judged_as_the_standard_does)
{
    static const char *const good[] = { "", "a", "abcdefg", "abcdefgh", "abcdefghi", "é", "€uro and more", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", NULL };
    static const char *const bad[] = { "\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82",
                                       "abcdefgh\xC3", "\xC3(", "\xFF", NULL };
    bool nul;
    for (int i = 0; good[i] != NULL; i++)
        alk_check_that(alk__driver_text_check(good[i], strlen(good[i]), &nul) && !nul, "case %d", i);
    for (int i = 0; bad[i] != NULL; i++)
        alk_check_that(!alk__driver_text_check(bad[i], strlen(bad[i]), &nul), "case %d", i);
    for (size_t length = 1; length < 40; length++) {         /* a NUL at each place of each length is seen */
        for (size_t at = 0; at < length; at++) {
            char text[40];
            memset(text, 'a', sizeof text);
            alk_check(alk__driver_is_plain(text, length));
            text[at] = 0;
            alk_check(alk__driver_text_check(text, length, &nul) && nul);
            text[at] = '\x81';
            alk_check(!alk__driver_text_check(text, length, &nul) && !nul);
        }
    }
}

ALK_TEST(utf8, a_character_that_was_cut_goes)
{
    alk_check(alk__driver_whole("abc\xC3", 4, 10) == 4);                  /* it was not cut */
    alk_check(alk__driver_whole("abc\xC3", 4, 5) == 3);
    alk_check(alk__driver_whole("ab\xC3\xA9", 4, 5) == 4);
    alk_check(alk__driver_whole("ab\xE2\x82", 4, 5) == 2);
    alk_check(alk__driver_whole("\xF0\x90\x80", 3, 4) == 0);
    alk_check(alk__driver_whole("abcd", 4, 5) == 4);
    alk_check(alk__driver_whole("\x82\x82", 2, 3) == 0);
    alk_check(alk__driver_whole("", 0, 1) == 0);
}
