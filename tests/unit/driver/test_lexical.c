/* SPDX-License-Identifier: MIT
 * Where strings, names in quotes and comments end. */
#include <string.h>
#include "alk_test.h"
#include "driver/lexical.h"

static long behind(const char *text, const char *found)
{
    return found != NULL ? (long)(found - text) : -1;
}

static long quoted(const char *text, char close, bool backslashes)
{
    return behind(text, alk__driver_skip_quoted(text, text + strlen(text), close, backslashes));
}

static long comment(const char *text, bool nested)
{
    return behind(text, alk__driver_skip_comment(text, text + strlen(text), nested));
}

static long dollars(const char *text)
{
    return behind(text, alk__driver_skip_dollars(text, text + strlen(text)));
}

ALK_TEST(lexical, quoted)
{
    alk_check_int(quoted("'ab' c", '\'', false), 4);
    alk_check_int(quoted("'a\\' c'", '\'', false), 4);
    alk_check_int(quoted("'a\\' c'", '\'', true), 7);
    alk_check_int(quoted("[a b] c", ']', false), 5);
    alk_check_int(quoted("\"ab", '"', false), 3);
    alk_check_int(quoted("'ab\\", '\'', true), 4);
}

ALK_TEST(lexical, comments)
{
    alk_check_int(comment("/* a */ b", true), 7);
    alk_check_int(comment("/* /* a */ b */ c", true), 15);
    alk_check_int(comment("/* /* a */ b */ c", false), 10);
    alk_check_int(comment("/*/ a */", false), 8);
    alk_check_int(comment("/* a", true), 4);
}

ALK_TEST(lexical, dollars)
{
    alk_check_int(dollars("$$a $1$$ b"), 8);
    alk_check_int(dollars("$q$ $$ $q$ b"), 10);
    alk_check_int(dollars("$1$ a $1$"), -1);
    alk_check_int(dollars("$a b$"), -1);
    alk_check_int(dollars("$a"), -1);
    alk_check_int(dollars("$a$ b"), 5);
    alk_check(alk__driver_is_name('_') && alk__driver_is_name('\xc3') && !alk__driver_is_name('$') && !alk__driver_is_digit('a'));
}
