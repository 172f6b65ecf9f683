/* SPDX-License-Identifier: MIT
 * What the URL parser refuses: each fault with its message and its place, and never any of the text in it. */
#include "alk_test.h"
#include <alkahest/url.h>
#include <stdio.h>
#include "config/url.h"

typedef struct bad_case {
    const char *text;
    int character;                           /* 0: the message names none */
    const char *message;                     /* part of the message or the hint */
} bad_case;

static void check_bad(const bad_case *c)
{
    alk_url *url = alk_url_parse(c->text);
    char place[64] = "bad URL";
    if (c->character > 0)
        (void)snprintf(place, sizeof place, "bad URL at character %d: ", c->character);
    alk_check_that(url == NULL, "%s is taken", c->text);
    if (alk_last_error()->code == ALK_ERROR_NO_MEMORY)
        alk_test_failed("out of memory");
    alk_check_that(strncmp(alk_last_error()->message, place, strlen(place)) == 0, "\"%s\": %s", c->text, alk_last_error()->message);
    alk_check_error(ALK_ERROR_ARGUMENT, c->message);
}

ALK_TEST(url_parse, each_fault_has_its_message)
{
    static const bad_case cases[] = {
        {"", 1, "the URL is empty"},
        {"pg://h\n", 7, "white space"},
        {" pg://h", 1, "white space"},
        {"pg://h/a b", 9, "%20"},
        {"pg://h\x01", 7, "control character"},
        {"pg://h\x7F", 7, "control character"},
        {"pg://h/\xFF", 8, "not valid UTF-8"},
        {"pg://h/\xC3\xA9\xFF", 9, "not valid UTF-8"},
        {"pg://h/\xED\xA0\x80", 8, "not valid UTF-8"},
        {"pg://h/db#x", 10, "fragment"},
        {"pg://u:a#b@h", 9, "%23"},
        {"chinook.db", 1, "no dialect in front"},
        {"/var/lib/x.db", 1, "sqlite:///file"},
        {"//h/db", 1, "no dialect in front"},
        {"sqlite", 1, "no dialect in front"},
        {"sqlite:x.db", 7, "not followed by ://"},
        {"sqlite:/x.db", 7, "not followed by ://"},
        {"sqlite:", 7, "not followed by ://"},
        {"localhost:5432/db", 10, "not followed by ://"},
        {"://h", 1, "the dialect name is empty"},
        {"+pq://h", 1, "the dialect name is empty"},
        {"my-sql://h", 3, "the dialect name has a character"},
        {"p\xC3\xA9://h", 2, "the dialect name has a character"},
        {"9pg://h", 1, "the dialect name does not begin with a letter"},
        {"_pg://h", 1, "the dialect name does not begin with a letter"},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa://h", 1, "longer than 63"},
        {"pg+://h", 4, "the driver name is empty"},
        {"pg+lib.pq://h", 7, "the driver name has a character"},
        {"pg+a+b://h", 5, "the driver name has a character"},
        {"pg+1a://h", 4, "the driver name does not begin with a letter"},
        {"pg://u@x:p@h", 11, "%40"},
        {"pg://u:p@x@h", 11, "a second @"},
        {"pg://u:p/w@h/db", 8, "the port is not a number"},
        {"pg://h:", 8, "the port is missing"},
        {"pg://h:/db", 8, "the port is missing"},
        {"pg://h:80x", 10, "the port is not a number"},
        {"pg://h:-1", 8, "the port is not a number"},
        {"pg://h:0", 8, "not between 1 and 65535"},
        {"pg://h:65536", 8, "not between 1 and 65535"},
        {"pg://h:99999999999999999999999", 8, "not between 1 and 65535"},
        {"pg://[::1", 6, "[ without ]"},
        {"pg://[::1/db", 6, "[ without ]"},
        {"pg://[::g]", 7, "not an IPv6 address"},
        {"pg://[]", 7, "not an IPv6 address"},
        {"pg://[1.2.3.4]", 7, "not an IPv6 address"},
        {"pg://[::1%25]", 7, "not an IPv6 address"},
        {"pg://[::1]5432", 11, "only :port may follow"},
        {"pg://[::1]:", 12, "the port is missing"},
        {"pg://[::1%25a%0Ab]", 6, "control character in a host"},
        {"pg://::1", 6, "brackets: [::1]:5432"},
        {"pg://2001:db8::1/db", 10, "more than one :"},
        {"pg://a[b]", 7, "[ and ] stand only around"},
        {"pg://a]", 7, "[ and ] stand only around"},
        {"pg://a,,b", 8, "empty host in a list"},
        {"pg://a,", 8, "empty host in a list"},
        {"pg://,a", 6, "empty host in a list"},
        {"pg://a,:1", 8, "empty host in a list"},
        {"pg://%0Ah", 6, "control character in a host"},
        {"pg://u%@h", 7, "two hexadecimal digits"},
        {"pg://u%4@h", 7, "two hexadecimal digits"},
        {"pg://u:%zz@h", 8, "a % itself is written %25"},
        {"pg://h/%", 8, "two hexadecimal digits"},
        {"pg://h/%4", 8, "two hexadecimal digits"},
        {"pg://h/a%00b", 9, "NUL"},
        {"pg://h/%C3", 8, "not valid UTF-8 once"},
        {"pg://h/%ED%A0%80", 8, "not valid UTF-8 once"},
        {"pg://h?a=%C0%80", 10, "not valid UTF-8 once"},
        {"pg://h?a", 8, "option without ="},
        {"pg://h?a=1&b", 12, "option without ="},
        {"pg://h?=1", 8, "without a name"},
        {"pg://h?&a=1", 8, "empty option"},
        {"pg://h?a=1&&b=2", 12, "empty option"},
        {"pg://h?a=1&", 11, "empty option"},
        {"pg://h?a%0A=1", 8, "control character in the name"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_bad(&cases[i]);
}

ALK_TEST(url_parse, null_and_too_long_texts)
{
    static char text[ALK__URL_MAX + 2] = "pg://h/";
    alk_check(alk_url_parse(NULL) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "URL is NULL");
    memset(text + 7, 'x', ALK__URL_MAX - 7);
    alk_url *url = alk_url_parse(text);
    alk_check_made(url);
    alk_url_free(url);
    text[ALK__URL_MAX] = 'x';
    alk_check(alk_url_parse(text) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "longer than 65536 bytes");
}

/* The word may stand in any part, since a slip turns the password into one; it must not come up again. */
ALK_TEST(url_parse, no_message_shows_any_of_the_text)
{
    static const char *const texts[] = {
        "s3cr3t",           "s3cr3t:s3cr3t",         "pg://u:s3cr3t/@h:x",  "pg://u:s3cr3t@s3cr3t@h", "pg://h:s3cr3t",
        "pg://h?s3cr3t",    "pg://[s3cr3t]",         "pg://u:s3cr3t%@h",    "pg-s3cr3t://h",          "pg+s3cr3t-://h",
        "pg://u:s3cr3t#@h", "pg://u:s3cr3t:a:b:c/@", "pg://s3cr3t:s3cr3t:", "pg://h/s3cr3t%00",       "pg://u:s3cr3t @h",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char out[1024];
        alk_check_that(alk_url_parse(texts[i]) == NULL, "%s", texts[i]);
        (void)alk_error_print(alk_last_error(), out, sizeof out);
        alk_check_that(strstr(out, "s3cr3t") == NULL, "%s: %s", texts[i], out);
    }
}

ALK_TEST(url_parse, ipv6_addresses)
{
    static const char *const good[] = {
        "::", "::1", "1::", "1:2:3:4:5:6:7:8", "1::8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3::6:7:8", "ABCD:ef01::",
        "::ffff:192.0.2.1", "1:2:3:4:5:6:255.255.255.255", "64:ff9b::0.0.0.0", "fe80::1%eth0", "fe80::1%1",
    };
    static const char *const bad[] = {
        "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1::", "1::2::3", "12345::", "g::", ":1::",
        "1:", "::1:", "1.2.3.4", "::1.2.3", "::1.2.3.4.5", "::256.1.1.1", "::01.1.1.1", "::1.1.1.1:1", "1:2:3:4:5:6:7:1.2.3.4",
        "::1.2.3.", "::1..2.3", "fe80::1%", "%eth0", "::-1", " ::1", "1:2:3:4:5::6:7:8",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        alk_check_that(alk__url_is_ipv6(good[i]), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        alk_check_that(!alk__url_is_ipv6(bad[i]), "%s", bad[i]);
}
