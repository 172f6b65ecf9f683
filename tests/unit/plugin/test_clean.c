/* SPDX-License-Identifier: MIT */
#include "alk_test.h"
#include "plugin/clean.h"

static void check_clean(const char *text, size_t n, size_t maximum, int how, const char *expected)
{
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    alk__clean(&out, text, n, maximum, how);
    if (alk__buffer_status(&out) == ALK_OK)
        alk_check_str(out.data, expected);
    alk__buffer_free(&out);
}

ALK_TEST(clean, good_text_stays_as_it_is)
{
    check_clean("gr\xC3\xBC\xC3\x9F Gott", 11, 100, ALK__CLEAN_LINE, "gr\xC3\xBC\xC3\x9F Gott");
    check_clean("", 0, 100, ALK__CLEAN_LINE, "");
    check_clean(NULL, 1000, 100, ALK__CLEAN_LINE, "");
}

ALK_TEST(clean, invalid_bytes_are_replaced)
{
    check_clean("a\xC3(b\xFF", 5, 100, ALK__CLEAN_LINE, "a\xEF\xBF\xBD(b\xEF\xBF\xBD");
    check_clean("\xED\xA0\x80", 3, 100, ALK__CLEAN_LINE, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

ALK_TEST(clean, control_characters_are_replaced)
{
    check_clean("a\nb\tc\rd\x1B[0m", 11, 100, ALK__CLEAN_LINE, "a b c d\xEF\xBF\xBD[0m");
    check_clean("a\nb\tc\rd", 7, 100, ALK__CLEAN_LINES, "a\nb\tc d");
    check_clean("a\xC2\x85z\xE2\x80\xA8y", 8, 100, ALK__CLEAN_LINE, "a\xEF\xBF\xBDz\xEF\xBF\xBDy");
}

ALK_TEST(clean, lengths_are_not_trusted)
{
    check_clean("short", SIZE_MAX, 1000, ALK__CLEAN_LINE, "short");
    check_clean("abcdef", 6, 3, ALK__CLEAN_LINE, "abc\xE2\x80\xA6");
    check_clean("ab\xC3\xBC", 4, 3, ALK__CLEAN_LINE, "ab\xE2\x80\xA6");
    check_clean("abc\n\n", 5, 100, ALK__CLEAN_LINES, "abc");
}

ALK_TEST(clean, names_are_lower_case_words)
{
    char longest[66];
    memset(longest, 'a', 65);
    longest[63] = '\0';
    alk_check(alk__is_name("sqlite") && alk__is_name("a") && alk__is_name("mysql_8") && alk__is_name(longest));
    longest[63] = 'a';
    longest[64] = '\0';
    alk_check(!alk__is_name(longest));
    alk_check(!alk__is_name(NULL) && !alk__is_name("") && !alk__is_name("8x") && !alk__is_name("_x") && !alk__is_name("a-b"));
    alk_check(!alk__is_name("../x") && !alk__is_name("a/b") && !alk__is_name("A") && !alk__is_name("a b") && !alk__is_name("a\xC3\xBC"));
    alk_check(alk__is_label("alkahest-sqlite") && alk__is_label("copy.v2") && !alk__is_label("-x") && !alk__is_label("a/b"));
}
