/* SPDX-License-Identifier: MIT
 * Between UTF-8 and UTF-16. */
#include "od.h"
#include "utf16.h"

static void there_and_back(const char *text, size_t units)
{
    SQLWCHAR wide[40];
    char narrow[80];
    size_t length = strlen(text);
    alk_check_size(alk__odbc_wide_length(text, length), units);
    alk__odbc_to_wide(text, length, wide);
    alk_check_size(alk__odbc_narrow_length(wide, units), length);
    alk__odbc_to_narrow(wide, units, narrow);
    alk_check_bytes(narrow, length, text, length);
}

ALK_TEST(utf16, there_and_back)
{
    there_and_back("", 0);
    there_and_back("plain ASCII", 11);
    there_and_back("\xc3\xa4", 1);
    there_and_back("\xe2\x82\xac", 1);
    there_and_back("\xf0\x9f\x98\x80", 2);
    there_and_back("a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z e\xcc\x81", 9);
    there_and_back("\xef\xbf\xbf\xf4\x8f\xbf\xbf", 3);          /* U+FFFF, U+10FFFF */
    there_and_back("\xed\x9f\xbf\xee\x80\x80", 2);              /* beside the halves */
}

ALK_TEST(utf16, invalid_utf8)
{
    static const char *const bad[] = { "\x80", "a\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\x80", "\xff" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        alk_check_size(alk__odbc_wide_length(bad[i], strlen(bad[i])), SIZE_MAX);
}

ALK_TEST(utf16, halves)
{
    static const SQLWCHAR alone[] = { 'a', 0xD83D }, reversed[] = { 0xDE00, 0xD83D }, before[] = { 0xD83D, 'a' };
    alk_check_size(alk__odbc_narrow_length(alone, 2), SIZE_MAX);
    alk_check_size(alk__odbc_narrow_length(reversed, 2), SIZE_MAX);
    alk_check_size(alk__odbc_narrow_length(before, 2), SIZE_MAX);
}

/* Names and messages: cut behind a character, halves are question marks. */
ALK_TEST(utf16, printing)
{
    static const SQLWCHAR text[] = { 'a', 0xE4, 0x20AC, 0xD83D, 0xDE00, 0xD83D };
    char out[16];
    alk_check_size(alk__odbc_print_wide(text, 6, out, sizeof out), 11);
    alk_check_str(out, "a\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80?");
    alk_check_size(alk__odbc_print_wide(text, 6, out, 6), 3);
    alk_check_str(out, "a\xc3\xa4");
    alk_check_size(alk__odbc_print_wide(text, 0, out, 1), 0);
}
