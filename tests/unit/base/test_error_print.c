/* SPDX-License-Identifier: MIT
 * Errors as text for a person. */
#include "alk_test.h"
#include "base/error.h"

static char out[4000];

static const char *print(void)
{
    size_t length = alk_error_print(alk_last_error(), out, sizeof out);
    alk_check_size(length, strlen(out));
    return out;
}

ALK_TEST(error_print, names_every_class)
{
    for (int code = ALK_ERROR_NO_MEMORY; code <= ALK_OK; code++)
        alk_check(strcmp(alk_error_class_name(code), "unknown") != 0);
    alk_check_str(alk_error_class_name(ALK_ERROR_INTEGRITY), "integrity");
    alk_check_str(alk_error_class_name(ALK_ERROR_NO_MEMORY), "out of memory");
    alk_check_str(alk_error_class_name(1), "unknown");
    alk_check_str(alk_error_class_name(ALK_ERROR_NO_MEMORY - 1), "unknown");
    alk_check_str(alk_error_class_name(INT32_MIN), "unknown");
}

ALK_TEST(error_print, prints_the_message_alone)
{
    alk_clear_error();
    alk_check_str(print(), "no error");
    alk_check_size(alk_error_print(NULL, out, sizeof out), 8);
    alk__error(ALK_ERROR_DATA, "bad");
    alk_check_str(print(), "data error: bad");
    alk__error_no_memory();
    alk_check_str(print(), "out of memory: out of memory");
}

ALK_TEST(error_print, prints_codes)
{
    alk__error_state(ALK_ERROR_DATA, "22003", "bad");
    alk_check_str(print(), "data error: bad (SQLSTATE 22003)");
    alk__error_native(-7);
    alk_check_str(print(), "data error: bad (SQLSTATE 22003, code -7)");
    alk__error(ALK_ERROR_DATA, "bad");
    alk__error_native(19);
    alk_check_str(print(), "data error: bad (code 19)");
}

ALK_TEST(error_print, prints_all_parts)
{
    alk__error(ALK_ERROR_INTEGRITY, "m");
    alk__error_add(ALK__DETAIL, "one\ntwo", 7);
    alk__error_add(ALK__HINT, "h", 1);
    alk__error_add(ALK__TABLE, "t", 1);
    alk__error_sql("SELECT 1\nFROM t", 15);
    alk__error_place("p.c", 12);
    alk_check_str(print(), "integrity error: m\n  detail: one\n    two\n  hint: h\n  table: t\n  SELECT 1\n  FROM t\n  at p.c:12");
}

ALK_TEST(error_print, marks_the_position)
{
    static const struct { const char *sql; int64_t position; const char *text; } cases[] = {
        {"SELEC 1", 1, "\n  SELEC 1\n  ^"},
        {"a\nb c\nd", 5, "\n  b c\n    ^"},
        {"é é x", 5, "\n  é é x\n      ^"},
        {"\tx y", 4, "\n  \tx y\n  \t  ^"},
        {"ab", 3, "\n  ab\n    ^"},
        {"ab", 300, "\n  ab\n    ^"},
        {"\xFF\xFFx", 3, "\n  \xFF\xFFx\n    ^"},
        {"", 1, "\n  \n  ^"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        alk__error(ALK_ERROR_PROGRAMMING, "m");
        alk__error_sql(cases[i].sql, strlen(cases[i].sql));
        alk__error_position(cases[i].position);
        print();
        alk_check_str(out + strlen("programming error: m"), cases[i].text);
    }
}

ALK_TEST(error_print, cuts_long_statements)
{
    static char sql[5000];
    memset(sql, 'x', sizeof sql);
    alk__error(ALK_ERROR_PROGRAMMING, "m");
    alk__error_sql(sql, sizeof sql);
    alk_check(strlen(print()) < 2100);
    alk_check_contains(out, "x …");
}

ALK_TEST(error_print, keeps_within_its_room)
{
    alk__error(ALK_ERROR_DATA, "aé");
    size_t needed = alk_error_print(alk_last_error(), NULL, 0);
    alk_check_size(needed, strlen("data error: aé"));
    for (size_t size = 1; size <= needed + 1; size++) {
        memset(out, '#', sizeof out);
        alk_check_size(alk_error_print(alk_last_error(), out, size), needed);
        size_t expected = size == needed ? needed - 2 : size - 1;
        alk_check_size(strlen(out), expected);
        alk_check_int(out[size], '#');
    }
}
