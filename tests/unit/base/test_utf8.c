/* SPDX-License-Identifier: MIT
 * UTF-8: all code points, and each class of what is not valid. */
#include "alk_test.h"
#include "base/utf8.h"
#include <string.h>

static bool is_scalar(uint32_t c)
{
    return c < 0xD800 || (c > 0xDFFF && c <= 0x10FFFF);
}

ALK_TEST(utf8, encodes_and_decodes_every_code_point)
{
    for (uint32_t c = 0; c <= 0x110000; c++) {
        char bytes[4];
        size_t n = alk__utf8_encode(c, bytes), at = 0;
        uint32_t back = 0;
        if (!is_scalar(c)) {
            alk_check_size(n, 0);
            continue;
        }
        alk_check_size(n, c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4);
        alk_check_size(alk__utf8_valid(bytes, n), n);
        alk_check(alk__utf8_next(bytes, n, &at, &back));
        alk_check_uint(back, c);
        alk_check_size(at, n);
    }
    char bytes[4];
    alk_check_size(alk__utf8_encode(UINT32_MAX, bytes), 0);
}

/* A plain decoder: what the bits say, then every rule of the standard asked for by itself. */
static bool plainly_valid(const unsigned char *b, size_t n)
{
    size_t length = b[0] < 0x80 ? 1 : (b[0] & 0xE0) == 0xC0 ? 2 : (b[0] & 0xF0) == 0xE0 ? 3 : (b[0] & 0xF8) == 0xF0 ? 4 : 0;
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    if (length == 0 || length != n)
        return false;
    uint32_t c = length == 1 ? b[0] : b[0] & (0xFFu >> (length + 1));
    for (size_t i = 1; i < n; i++) {
        if ((b[i] & 0xC0) != 0x80)
            return false;
        c = c << 6 | (b[i] & 0x3F);
    }
    return c >= least[length] && is_scalar(c);
}

ALK_TEST(utf8, judges_every_sequence_of_two_and_three_bytes)
{
    unsigned char b[3];
    for (unsigned i = 0; i < 256 * 256; i++) {
        b[0] = (unsigned char)(i >> 8);
        b[1] = (unsigned char)i;
        bool valid = plainly_valid(b, 2) || (b[0] < 0x80 && b[1] < 0x80);
        alk_check((alk__utf8_valid((char *)b, 2) == 2) == valid);
    }
    for (unsigned i = 0; i < 32 * 256 * 256; i++) {
        b[0] = (unsigned char)(0xE0 + (i >> 16));
        b[1] = (unsigned char)(i >> 8);
        b[2] = (unsigned char)i;
        alk_check((alk__utf8_valid((char *)b, 3) == 3) == plainly_valid(b, 3));
    }
}

ALK_TEST(utf8, judges_sequences_of_four_bytes_at_their_borders)
{
    static const unsigned char borders[] = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    size_t n = sizeof borders;
    unsigned char b[4];
    for (unsigned lead = 0xF0; lead <= 0xFF; lead++)
        for (size_t i = 0; i < n * n * n; i++) {
            b[0] = (unsigned char)lead;
            b[1] = borders[i % n];
            b[2] = borders[i / n % n];
            b[3] = borders[i / n / n];
            alk_check((alk__utf8_valid((char *)b, 4) == 4) == plainly_valid(b, 4));
        }
}

ALK_TEST(utf8, finds_the_first_fault)
{
    static const struct { const char *text; size_t length, valid; } cases[] = {
        {"", 0, 0}, {"abc", 3, 3}, {"12345678", 8, 8}, {"123456789abcdefghé", 19, 19},
        {"abc\x80", 4, 3}, {"12345678\xFF", 9, 8}, {"1234567\xC3", 8, 7}, {"1234567\xC3\xA9", 9, 9},
        {"\xE2\x82", 2, 0}, {"\xF0\x9F\x98", 3, 0}, {"\xC0\x80", 2, 0}, {"\xED\xA0\x80", 3, 0},
        {"\xF4\x90\x80\x80", 4, 0}, {"é\xC3", 3, 2}, {"a\0b", 3, 3}, {"12345678\0\0\0\0\0\0\0\0\x80", 17, 16}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        alk_check_size(alk__utf8_valid(cases[i].text, cases[i].length), cases[i].valid);
}

/* One byte that is not plain, at each place of texts of each length. */
ALK_TEST(utf8, plain_are_ascii_without_nul)
{
    char text[24];
    for (size_t length = 0; length <= sizeof text; length++) {
        memset(text, 1, sizeof text);
        alk_check(alk__utf8_plain(text, length));
        memset(text, 0x7F, length);
        memset(text + length, 0, sizeof text - length);
        alk_check(alk__utf8_plain(text, length));
        for (size_t at = 0; at < length; at++)
            for (int odd = 0; odd < 2; odd++) {
                text[at] = odd ? '\x80' : '\0';
                alk_check(!alk__utf8_plain(text, length));
                text[at] = 'a';
            }
    }
}

ALK_TEST(utf8, next_stops_at_the_end_and_at_a_fault)
{
    size_t at = 0;
    uint32_t c = 77;
    alk_check(!alk__utf8_next("", 0, &at, &c));
    alk_check(!alk__utf8_next("\xC3", 1, &at, &c));
    alk_check(!alk__utf8_next("\xFFx", 2, &at, &c));
    alk_check_size(at, 0);
    alk_check_uint(c, 77);
    at = 1;
    alk_check(alk__utf8_next("\xFFx", 2, &at, &c));
    alk_check_uint(c, 'x');
    alk_check(!alk__utf8_next("\xFFx", 2, &at, &c));
}

ALK_TEST(utf8, counts_code_points)
{
    alk_check_size(alk__utf8_count("", 0), 0);
    alk_check_size(alk__utf8_count("aé€😀", 10), 4);
}

ALK_TEST(utf8, cuts_between_code_points)
{
    static const char text[] = "aé€😀";       /* 1 + 2 + 3 + 4 bytes */
    static const size_t cuts[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10};
    for (size_t n = 0; n <= 10; n++)
        alk_check_size(alk__utf8_cut(text, n), cuts[n]);
    alk_check_size(alk__utf8_cut("\x80\x80\x80\x80\x80", 5), 5);
    alk_check_size(alk__utf8_cut("ab\xFF", 3), 3);
}
