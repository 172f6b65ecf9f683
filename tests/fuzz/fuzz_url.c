/* SPDX-License-Identifier: MIT
 * URLs: whatever the text, parsing ends with a URL or an error that says where; and a URL, printed and parsed again, is the same. */
#include "fuzz.h"
#include <alkahest/error.h>
#include <alkahest/url.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void check_same(const alk_url *a, const alk_url *b)
{
    FUZZ_CHECK(same(alk_url_dialect(a), alk_url_dialect(b)));
    FUZZ_CHECK(same(alk_url_driver(a), alk_url_driver(b)));
    FUZZ_CHECK(same(alk_url_user(a), alk_url_user(b)));
    FUZZ_CHECK(same(alk_url_password(a), alk_url_password(b)));
    FUZZ_CHECK(same(alk_url_database(a), alk_url_database(b)));
    FUZZ_CHECK(alk_url_host_count(a) == alk_url_host_count(b));
    FUZZ_CHECK(alk_url_option_count(a) == alk_url_option_count(b));
    for (size_t i = 0; i < alk_url_host_count(a); i++)
        FUZZ_CHECK(same(alk_url_host(a, i), alk_url_host(b, i)) && alk_url_port(a, i) == alk_url_port(b, i));
    for (size_t i = 0; i < alk_url_option_count(a); i++)
        FUZZ_CHECK(same(alk_url_option_name(a, i), alk_url_option_name(b, i)) &&
                   same(alk_url_option_value(a, i), alk_url_option_value(b, i)));
}

static char *printed(const alk_url *url, size_t (*print)(const alk_url *, char *, size_t))
{
    size_t length = print(url, NULL, 0);
    char *text = malloc(length + 1);
    FUZZ_CHECK(text != NULL && print(url, text, length + 1) == length && strlen(text) == length);
    return text;
}

/* Canonical text may be longer than what it was made from, and then be too long to be a URL. */
static void check_round_trip(const alk_url *url)
{
    char *text = printed(url, alk_url_print_with_password);
    alk_url *back = alk_url_parse(text);
    FUZZ_CHECK(back != NULL || strlen(text) > 65536);
    if (back != NULL) {
        char *again = printed(back, alk_url_print_with_password);
        check_same(url, back);
        FUZZ_CHECK(strcmp(text, again) == 0);
        free(again);
    }
    alk_url_free(back);
    free(text);
}

/* The masked text is a URL too, in which the password is three stars. */
static void check_masked(const alk_url *url)
{
    char *text = printed(url, alk_url_print);
    alk_url *back = alk_url_parse(text);
    FUZZ_CHECK(back != NULL || strlen(text) > 65536);
    if (back != NULL && alk_url_password(url) != NULL)
        FUZZ_CHECK(same(alk_url_password(back), "***"));
    alk_url_free(back);
    free(text);
}

/* One part set to what another holds. */
static void check_change(const alk_url *url)
{
    static const char *const parts[] = {"user", "password", "database", "host", "?x"};
    const char *value = alk_url_option_count(url) > 0 ? alk_url_option_value(url, 0) : alk_url_database(url);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        alk_url *changed = alk_url_with(url, parts[i], value);
        if (changed != NULL)
            check_round_trip(changed);
        alk_url_free(changed);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    FUZZ_CHECK(text != NULL);
    memcpy(text, data, size);
    text[size] = '\0';
    alk_url *url = alk_url_parse(text);
    if (url == NULL) {
        FUZZ_CHECK(alk_last_error()->code == ALK_ERROR_ARGUMENT);
        FUZZ_CHECK(strncmp(alk_last_error()->message, "bad URL", 7) == 0);
    } else {
        check_round_trip(url);
        check_masked(url);
        check_change(url);
    }
    alk_url_free(url);
    free(text);
    return 0;
}
