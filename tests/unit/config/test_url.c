/* SPDX-License-Identifier: MIT
 * URLs: their parts, printing, changing, and random round trips. What the parser refuses is in test_url_parse.c. */
#include "alk_test.h"
#include <alkahest/url.h>
#include "base/utf8.h"
#include "config/url.h"
#include "random.h"

static alk_url *parsed(const char *text)
{
    alk_url *url = alk_url_parse(text);
    alk_check_that(url != NULL, "%s: %s", text, alk_last_error()->message);
    return url;
}

ALK_TEST(url, has_all_its_parts)
{
    alk_url *url = parsed("PostgreSQL+LibPQ://me%40home:p%3Aw%2F@[2001:db8::1]:5432,db2.example:1,%2Frun%2Fpg/my%20db"
                          "?sslmode=require&a=b=c%26&a=2&path=/x");
    alk_check_str(alk_url_dialect(url), "postgresql");
    alk_check_str(alk_url_driver(url), "libpq");
    alk_check_str(alk_url_user(url), "me@home");
    alk_check_str(alk_url_password(url), "p:w/");
    alk_check_size(alk_url_host_count(url), 3);
    alk_check_str(alk_url_host(url, 0), "2001:db8::1");
    alk_check_int(alk_url_port(url, 0), 5432);
    alk_check_str(alk_url_host(url, 1), "db2.example");
    alk_check_int(alk_url_port(url, 1), 1);
    alk_check_str(alk_url_host(url, 2), "/run/pg");
    alk_check_int(alk_url_port(url, 2), 0);
    alk_check_str(alk_url_host(url, 3), NULL);
    alk_check_int(alk_url_port(url, 3), 0);
    alk_check_str(alk_url_database(url), "my db");
    alk_check_size(alk_url_option_count(url), 4);
    alk_check_str(alk_url_option_name(url, 1), "a");
    alk_check_str(alk_url_option_value(url, 1), "b=c&");
    alk_check_str(alk_url_option_name(url, 4), NULL);
    alk_check_str(alk_url_option_value(url, 4), NULL);
    alk_check_str(alk_url_option(url, "a"), "2");
    alk_check_str(alk_url_option(url, "path"), "/x");
    alk_check_str(alk_url_option(url, "A"), NULL);
    alk_url_free(url);
}

ALK_TEST(url, forms_of_sqlite)
{
    static const struct {
        const char *text, *database;
    } cases[] = {
        {"sqlite://", NULL}, {"sqlite:///", NULL}, {"sqlite:///a/b.db", "a/b.db"}, {"sqlite:////var/x.db", "/var/x.db"},
        {"sqlite:///C:/x.db", "C:/x.db"}, {"sqlite:///:memory:", ":memory:"}, {"sqlite:///%3Fx", "?x"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_url *url = parsed(cases[i].text);
        alk_check_str(alk_url_database(url), cases[i].database);
        alk_check_size(alk_url_host_count(url), 0);
        alk_url_free(url);
    }
}

ALK_TEST(url, prints_in_canonical_form)
{
    static const struct {
        const char *text, *printed, *with_password;      /* with_password NULL: the same as printed */
    } cases[] = {
        {"SQLITE://", "sqlite://", NULL},
        {"sqlite:///", "sqlite://", NULL},
        {"sqlite://?", "sqlite://", NULL},
        {"sqlite:////a//b", "sqlite:////a//b", NULL},
        {"pg://@h", "pg://h", NULL},
        {"pg://:@h", "pg://:***@h", "pg://:@h"},
        {"pg://u:@h", "pg://u:***@h", "pg://u:@h"},
        {"pg://:pw@h", "pg://:***@h", "pg://:pw@h"},
        {"pg://u:pw@", "pg://u:***@", "pg://u:pw@"},
        {"pg://:5432", "pg://:5432", NULL},
        {"pg://h:0080", "pg://h:80", NULL},
        {"pg://%68ost", "pg://host", NULL},
        {"pg://%3a%3A1", "pg://[::1]", NULL},
        {"pg://a%3Ab", "pg://a%3Ab", NULL},
        {"pg://[fe80::1%25eth0]", "pg://[fe80::1%25eth0]", NULL},
        {"pg://h/a+b", "pg://h/a+b", NULL},
        {"pg://h?a=1+1", "pg://h?a=1%2B1", NULL},
        {"pg://h?a=", "pg://h?a=", NULL},
        {"pg://h?%61=x%20y", "pg://h?a=x%20y", NULL},
        {"pg://h/\xC3\xA9", "pg://h/%C3%A9", NULL},
        {"pg://h?password=x&ssl_key=y&keyboard=z", "pg://h?password=***&ssl_key=***&keyboard=z",
         "pg://h?password=x&ssl_key=y&keyboard=z"},
        {"pg://u:a:b@h", "pg://u:***@h", "pg://u:a%3Ab@h"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[128];
        alk_url *url = parsed(cases[i].text);
        const char *full = cases[i].with_password != NULL ? cases[i].with_password : cases[i].printed;
        alk_check_size(alk_url_print(url, out, sizeof out), strlen(cases[i].printed));
        alk_check_str(out, cases[i].printed);
        alk_check_size(alk_url_print_with_password(url, out, sizeof out), strlen(full));
        alk_check_str(out, full);
        alk_url_free(url);
    }
}

ALK_TEST(url, printing_fills_the_room_there_is)
{
    alk_url *url = parsed("pg://u:pw@h/db");
    char out[8] = "#######";
    alk_check_size(alk_url_print(url, out, 6), 15);
    alk_check_str(out, "pg://");
    alk_check_size(alk_url_print(url, NULL, 0), 15);
    alk_url_free(url);
}

ALK_TEST(url, one_part_can_be_changed)
{
    static const struct {
        const char *text, *part, *value, *printed;
    } cases[] = {
        {"pg://h", "dialect", "MySQL", "mysql://h"},
        {"pg://h", "driver", "libpq", "pg+libpq://h"},
        {"pg+x://h", "driver", NULL, "pg://h"},
        {"pg://h", "user", "a@b", "pg://a%40b@h"},
        {"pg://u:p@h", "user", NULL, "pg://:p@h"},
        {"pg://u@h", "password", "p/w", "pg://u:p%2Fw@h"},
        {"pg://u:p@h", "password", "", "pg://u:@h"},
        {"pg://u:p@h", "password", NULL, "pg://u@h"},
        {"pg://a:1,b:2/d", "host", "::1", "pg://[::1]:1/d"},
        {"pg://a:1,b:2/d", "host", NULL, "pg:///d"},
        {"pg://", "host", "/run/x", "pg://%2Frun%2Fx"},
        {"pg://", "host", "a,b", "pg://a%2Cb"},
        {"pg://a:1,b", "port", "7", "pg://a:7,b:7"},
        {"pg://a:1,b", "port", NULL, "pg://a,b"},
        {"pg://", "port", "7", "pg://:7"},
        {"pg://:7", "port", NULL, "pg://"},
        {"sqlite://", "database", "/x?y", "sqlite:////x%3Fy"},
        {"sqlite:///x", "database", "", "sqlite://"},
        {"pg://?a=1&b=2&a=3", "?a", "4", "pg://?a=4&b=2"},
        {"pg://?a=1&b=2&a=3", "?a", NULL, "pg://?b=2"},
        {"pg://?a=1", "?c&d", "=", "pg://?a=1&c%26d=%3D"},
        {"pg://", "?x", "", "pg://?x="},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_url *url = parsed(cases[i].text);
        alk_url *changed = alk_url_with(url, cases[i].part, cases[i].value);
        alk_check_made(changed);
        char out[128];
        (void)alk_url_print_with_password(changed, out, sizeof out);
        alk_check_str(out, cases[i].printed);
        alk_url_free(changed);
        alk_url_free(url);
    }
}

ALK_TEST(url, a_part_is_changed_only_to_what_may_stand_there)
{
    static const struct {
        const char *part, *value, *message;
    } cases[] = {
        {"dialect", NULL, "cannot be without a dialect"}, {"dialect", "a://b", "dialect name has a character"},
        {"driver", "1a", "driver name does not begin"},   {"port", "0", "1 to 65535"}, {"port", "65536", "1 to 65535"},
        {"port", "x", "1 to 65535"},  {"host", "a\nb", "control character"}, {"?a\tb", "c", "control character"},
        {"user", "\xFF", "UTF-8"},    {"?\xFF", "x", "UTF-8"},               {"?", "x", "no such part"},
        {"passwort", "x", "no such part"},
    };
    alk_url *url = parsed("pg://h");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk_check(alk_url_with(url, cases[i].part, cases[i].value) == NULL);
        alk_check_error(ALK_ERROR_ARGUMENT, cases[i].message);
    }
    alk_check(alk_url_with(url, NULL, "x") == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "NULL");
    static char huge[ALK__URL_MAX + 1];
    memset(huge, 'x', sizeof huge - 1);
    alk_check(alk_url_with(url, "database", huge) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "longer than 65536");
    alk_url_free(url);
}

ALK_TEST(url, a_null_handle_is_taken_and_keeps_its_cause)
{
    alk_url *url = alk_url_parse("no url");
    char out[4] = "x";
    alk_check(url == NULL);
    alk_check(alk_url_dialect(url) == NULL && alk_url_host(url, 0) == NULL && alk_url_option(url, "a") == NULL);
    alk_check_size(alk_url_host_count(url) + alk_url_option_count(url) + alk_url_print(url, out, sizeof out), 0);
    alk_check_str(out, "");
    alk_check(alk_url_with(url, "user", "x") == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "bad URL");
    alk_url_free(NULL);
}

ALK_TEST(url, survives_memory_running_out)
{
    int status;
    ALK_TORTURE(status) {
        alk_url *url = alk_url_parse("pg+x://u:p@h:1,[::1]/d?a=1&b=2&a=3");
        alk_url *changed = url == NULL ? NULL : alk_url_with(url, "?a", "5");
        alk_url *added = url == NULL ? NULL : alk_url_with(url, "?c", "6");
        alk_url *moved = url == NULL ? NULL : alk_url_with(url, "host", "k");
        status = changed != NULL && added != NULL && moved != NULL ? ALK_OK : ALK_ERROR_NO_MEMORY;
        alk_url_free(moved);
        alk_url_free(added);
        alk_url_free(changed);
        alk_url_free(url);
    }
}

ALK_TEST(url, wiping_leaves_zeros)
{
    char secret[] = "secret";
    alk__wipe(secret, sizeof secret);
    alk_check_bytes(secret, sizeof secret, "\0\0\0\0\0\0\0", 7);
}

/* ---- random ones ---- */

/* A text of random characters, among them all that mean something in a URL. */
static void random_text(alk_random *r, char *out, size_t size, bool controls)
{
    static const char special[] = "%%:/?#[]@!$&'()*+,;= \"<>\\^`{|}~-._aA0\x7F\n\t";
    size_t length = alk_random_below(r, 2) == 0 ? alk_random_below(r, 4) : alk_random_below(r, size - 8), n = 0;
    while (n < length) {
        if (alk_random_below(r, 4) == 0) {
            uint32_t code = (uint32_t)alk_random_below(r, 3) == 0 ? 0x1F600 : 0xE0 + (uint32_t)alk_random_below(r, 0x500);
            n += alk__utf8_encode(code, out + n);
        } else {
            char c = special[alk_random_below(r, sizeof special - 1)];
            if (controls || ((unsigned char)c >= 0x20 && c != 0x7F))
                out[n++] = c;
        }
    }
    out[n] = '\0';
}

/* Changes a random part of a URL to random text; the URL that was given is freed. */
static alk_url *change(alk_random *r, alk_url *url)
{
    static const char *const parts[] = {"user", "password", "database", "host", "port", "?"};
    char part[48], value[48];
    size_t which = alk_random_below(r, sizeof parts / sizeof *parts);
    random_text(r, value, sizeof value, which < 3);
    memcpy(part, parts[which], strlen(parts[which]) + 1);
    if (which == 4) {
        memcpy(value, "1234", 5);
        value[1 + alk_random_below(r, 4)] = '\0';
    } else if (which == 5) {
        random_text(r, part + 1, sizeof part - 1, false);
        if (part[1] == '\0')
            return url;
    }
    alk_url *changed = alk_url_with(url, part, alk_random_below(r, 8) == 0 ? NULL : value);
    alk_check_made(changed);
    alk_url_free(url);
    return changed;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static void check_same(const alk_url *a, const alk_url *b)
{
    alk_check(same_text(alk_url_dialect(a), alk_url_dialect(b)) && same_text(alk_url_driver(a), alk_url_driver(b)));
    alk_check(same_text(alk_url_user(a), alk_url_user(b)) && same_text(alk_url_password(a), alk_url_password(b)));
    alk_check(same_text(alk_url_database(a), alk_url_database(b)));
    alk_check_size(alk_url_host_count(a), alk_url_host_count(b));
    for (size_t i = 0; i < alk_url_host_count(a); i++) {
        alk_check(same_text(alk_url_host(a, i), alk_url_host(b, i)));
        alk_check_int(alk_url_port(a, i), alk_url_port(b, i));
    }
    alk_check_size(alk_url_option_count(a), alk_url_option_count(b));
    for (size_t i = 0; i < alk_url_option_count(a); i++)
        alk_check(same_text(alk_url_option_name(a, i), alk_url_option_name(b, i)) &&
                  same_text(alk_url_option_value(a, i), alk_url_option_value(b, i)));
}

ALK_TEST_LONG(url, random_ones_come_back_from_their_text, 60)
{
    static const char *const starts[] = {"a://", "a_1+b2://u:p@h1:1,[::1]:2,%2Fx/db?k=v&k=w", "x://:pw@"};
    alk_random r = {29};
    alk_url *url = parsed(starts[0]);
    for (int i = 0; i < 100000; i++) {
        static char text[ALK__URL_MAX + 1], again[ALK__URL_MAX + 1];
        if (i % 8 == 0) {
            alk_url_free(url);
            url = parsed(starts[alk_random_below(&r, 3)]);
        }
        url = change(&r, url);
        size_t length = alk_url_print_with_password(url, text, sizeof text);
        alk_url *back = parsed(text);
        check_same(url, back);
        alk_check_size(alk_url_print_with_password(back, again, sizeof again), length);
        alk_check_str(again, text);
        alk_url_free(back);
    }
    alk_url_free(url);
}
