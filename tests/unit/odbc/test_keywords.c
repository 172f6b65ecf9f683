/* SPDX-License-Identifier: MIT
 * Connection strings, read and written. */
#include "od.h"
#include "keywords.h"

static void check_print(alk__odbc_keywords *list, int braces, const char *expected)
{
    char out[400];
    size_t length = 0;
    alk_check_int(alk__odbc_keywords_print(list, braces, NULL, &length), ALK__ODBC_KEYWORDS_FINE);
    alk_check_size(length, strlen(expected));
    alk_check_int(alk__odbc_keywords_print(list, braces, out, &length), ALK__ODBC_KEYWORDS_FINE);
    alk_check_str(out, expected);
}

static void check_read(const char *text, const char *expected)
{
    char room[200];
    alk__odbc_keywords list = { .at = room, .end = room + sizeof room };
    alk_check_int(alk__odbc_keywords_read(&list, od_sv(text)), ALK__ODBC_KEYWORDS_FINE);
    check_print(&list, ALK__ODBC_BRACES_ANYWHERE, expected);
}

ALK_TEST(keywords, values_are_quoted)
{
    alk__odbc_keywords list = { .n = 0 };
    alk__odbc_keywords_add(&list, od_sv("DSN"), od_sv("shop"));
    alk__odbc_keywords_add(&list, od_sv("PWD"), od_sv("a;UID=root"));
    alk__odbc_keywords_add(&list, od_sv("X"), od_sv("}"));
    alk__odbc_keywords_add(&list, od_sv("Y"), od_sv("};DRIVER={/tmp/evil.so"));
    alk__odbc_keywords_add(&list, od_sv("Z"), od_sv(""));
    check_print(&list, ALK__ODBC_BRACES_ANYWHERE, "DSN=shop;PWD={a;UID=root};X={}}};Y={}};DRIVER={/tmp/evil.so};Z=;");
}

ALK_TEST(keywords, first_wins)
{
    alk__odbc_keywords list = { .n = 0 };
    alk__odbc_keywords_add(&list, od_sv("Driver"), od_sv("one"));
    alk__odbc_keywords_add(&list, od_sv("DRIVER"), od_sv("two"));
    check_print(&list, ALK__ODBC_BRACES_ANYWHERE, "Driver={one};");
    alk_check_sv(alk__odbc_keywords_find(&list, "driver"), "one");
    alk_check(alk__odbc_keywords_find(&list, "dsn").p == NULL);
}

ALK_TEST(keywords, keys_say_no_more_than_a_key)
{
    static const char *const bad[] = { "", "a=b", "a;b", "{a}", "a ", "\xc3\xa4", " a" };
    alk__odbc_keywords list = { .n = 0 };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        alk_check_int(alk__odbc_keywords_add(&list, od_sv(bad[i]), od_sv("x")), ALK__ODBC_KEYWORDS_MALFORMED);
    alk_check_int(alk__odbc_keywords_add(&list, od_sv("a"), (alk_sv){ "x\0y", 3 }), ALK__ODBC_KEYWORDS_MALFORMED);
    alk_check_uint(list.n, 0);
}

/* What a driver without braces would read as another key is refused. */
ALK_TEST(keywords, without_braces)
{
    static const char *const bad[] = { "x;LoadExt=/tmp/evil.so", " x", "x ", "{x" };
    size_t length;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        alk__odbc_keywords list = { .n = 0 };
        alk__odbc_keywords_add(&list, od_sv("Database"), od_sv(bad[i]));
        alk_check_int(alk__odbc_keywords_print(&list, ALK__ODBC_BRACES_NOWHERE, NULL, &length), ALK__ODBC_KEYWORDS_NOT_SAYABLE);
    }
    alk__odbc_keywords list = { .n = 0 };
    alk__odbc_keywords_add(&list, od_sv("Driver"), od_sv("SQLite 3"));
    alk__odbc_keywords_add(&list, od_sv("Database"), od_sv("/srv/a b=(1).db"));
    check_print(&list, ALK__ODBC_BRACES_NOWHERE, "Driver={SQLite 3};Database=/srv/a b=(1).db;");
}

/* psqlodbc leaves them on whatever is no password. */
ALK_TEST(keywords, braces_of_passwords)
{
    size_t length;
    alk__odbc_keywords list = { .n = 0 };
    alk__odbc_keywords_add(&list, od_sv("PWD"), od_sv("a;{b}"));
    alk__odbc_keywords_add(&list, od_sv("UID"), od_sv("ann{1}@corp"));
    check_print(&list, ALK__ODBC_BRACES_OF_PASSWORD, "PWD={a;{b}}};UID=ann{1}@corp;");
    alk__odbc_keywords_add(&list, od_sv("Database"), od_sv("x;UID=root"));
    alk_check_int(alk__odbc_keywords_print(&list, ALK__ODBC_BRACES_OF_PASSWORD, NULL, &length), ALK__ODBC_KEYWORDS_NOT_SAYABLE);
}

ALK_TEST(keywords, reading)
{
    check_read("", "");
    check_read(" DSN = shop ; UID=ann;", "DSN=shop;UID=ann;");
    check_read("PWD={a;b}}c};;X=", "PWD={a;b}}c};X=;");
    check_read("Driver={My Driver} ;Y={}", "Driver={My Driver};Y=;");
    check_read("A=b=c@d(e)", "A=b=c@d(e);");
}

ALK_TEST(keywords, malformed)
{
    static const char *const bad[] = { "DSN", "=x", "A={x", "A={x}y;B=1", "A={}}", "{A}=1" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char room[40];
        alk__odbc_keywords list = { .at = room, .end = room + sizeof room };
        alk_check_that(alk__odbc_keywords_read(&list, od_sv(bad[i])) == ALK__ODBC_KEYWORDS_MALFORMED, "%s", bad[i]);
    }
}

ALK_TEST(keywords, too_many)
{
    char keys[ALK__ODBC_PAIRS_MAX + 1][8];
    alk__odbc_keywords list = { .n = 0 };
    for (int i = 0; i <= ALK__ODBC_PAIRS_MAX; i++) {
        (void)snprintf(keys[i], sizeof keys[i], "k%d", i);
        alk_check_int(alk__odbc_keywords_add(&list, od_sv(keys[i]), od_sv("x")), i < ALK__ODBC_PAIRS_MAX ? ALK__ODBC_KEYWORDS_FINE : ALK__ODBC_KEYWORDS_TOO_MANY);
    }
}
