/* SPDX-License-Identifier: MIT
 * URL options against a driver's list. */
#include "alk_test.h"
#include "config/option.h"

static const alk_option_spec specs[] = {
    {"mode", "ro|rw|rwc", "how to open", ALK_OPTION_CHOICE, 0, 0},
    {"timeout", NULL, "how long to wait", ALK_OPTION_SECONDS, 0, 0},
    {"cache_size", NULL, "pages", ALK_OPTION_INT, 0, 0},
    {"foreign_keys", NULL, "enforced", ALK_OPTION_BOOL, 0, 0},
    {"name", NULL, "any text", ALK_OPTION_TEXT, 0, 0},
    {"pin", NULL, "secret by its flag", ALK_OPTION_INT, ALK_OPTION_SECRET, 0},
    {"token_kind", "a|b", "secret by its name", ALK_OPTION_CHOICE, 0, 0},
};
enum { N_SPECS = sizeof specs / sizeof *specs };

static int check(const char *text, uint32_t count)
{
    alk_url *url = alk_url_parse(text);
    alk_check_made(url);
    int status = alk__options_check(url, "sqlite3", specs, count);
    alk_url_free(url);
    return status;
}

ALK_TEST(option, good_ones_pass)
{
    static const char *const texts[] = {
        "sqlite://", "sqlite://?mode=ro", "sqlite://?mode=rwc&timeout=2.5&cache_size=-2000&foreign_keys=off&name=",
        "sqlite://?timeout=0", "sqlite://?timeout=1e3", "sqlite://?pin=1234&token_kind=b",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        alk_check_ok(check(texts[i], N_SPECS));
    alk_check_ok(check("sqlite://", 0));
}

ALK_TEST(option, an_unknown_one_names_the_nearest_and_all)
{
    alk_check_fails(check("sqlite://?mdoe=ro", N_SPECS), ALK_ERROR_ARGUMENT, "driver sqlite3 has no option \"mdoe\"; is \"mode\" meant?");
    alk_check_fails(check("sqlite://?mode=ro&Timeout=1", N_SPECS), ALK_ERROR_ARGUMENT, "\"Timeout\"; is \"timeout\" meant?");
    alk_check_fails(check("sqlite://?zzzzzzzz=1", N_SPECS), ALK_ERROR_ARGUMENT, "no option \"zzzzzzzz\"");
    alk_check(strstr(alk_last_error()->message, "meant") == NULL);
    alk_check_str(alk_last_error()->hint, "its options are mode, timeout, cache_size, foreign_keys, name, pin and token_kind");
    alk_check_fails(check("sqlite://?a=1", 0), ALK_ERROR_ARGUMENT, "it takes no options");
}

ALK_TEST(option, a_bad_value_says_what_is_taken)
{
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"sqlite://?mode=readonly", "option \"mode\" takes one of ro|rw|rwc, not \"readonly\""},
        {"sqlite://?mode=", "takes one of ro|rw|rwc, not \"\""},
        {"sqlite://?mode=ro%7Crw", "takes one of"},
        {"sqlite://?timeout=soon", "option \"timeout\" takes a number of seconds, 0 or more, as 2.5, not \"soon\""},
        {"sqlite://?timeout=-1", "takes a number of seconds"},
        {"sqlite://?timeout=inf", "takes a number of seconds"},
        {"sqlite://?timeout=nan", "takes a number of seconds"},
        {"sqlite://?timeout=1,5", "takes a number of seconds"},
        {"sqlite://?cache_size=1.5", "option \"cache_size\" takes a whole number, not \"1.5\""},
        {"sqlite://?cache_size=99999999999999999999", "takes a whole number"},
        {"sqlite://?foreign_keys=maybe", "option \"foreign_keys\" takes true or false"},
        {"sqlite://?foreign_keys=", "takes true or false"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        alk_check_fails(check(cases[i].text, N_SPECS), ALK_ERROR_ARGUMENT, cases[i].message);
}

ALK_TEST(option, secrets_and_control_characters_are_not_shown)
{
    alk_check_fails(check("sqlite://?pin=hush", N_SPECS), ALK_ERROR_ARGUMENT, "option \"pin\" takes a whole number");
    alk_check_str(alk_last_error()->message, "option \"pin\" takes a whole number");
    alk_check_fails(check("sqlite://?token_kind=hush", N_SPECS), ALK_ERROR_ARGUMENT, "takes one of a|b");
    alk_check_str(alk_last_error()->message, "option \"token_kind\" takes one of a|b");
    alk_check_fails(check("sqlite://?mode=a%0Ab", N_SPECS), ALK_ERROR_ARGUMENT, "takes one of ro|rw|rwc");
    alk_check(strchr(alk_last_error()->message, '\n') == NULL);
}

ALK_TEST(option, long_texts_are_cut_between_characters)
{
    char text[300] = "sqlite://?mode=";
    size_t n = strlen(text);
    text[n++] = 'x';
    for (int i = 0; i < 80; i++, n += 2)
        memcpy(text + n, "\xC3\xA9", 3);
    alk_check_fails(check(text, N_SPECS), ALK_ERROR_ARGUMENT, "not \"x");
    alk_check_size(strlen(alk_last_error()->message), strlen("option \"mode\" takes one of ro|rw|rwc, not \"\"") + 63);
}
