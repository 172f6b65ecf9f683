/* SPDX-License-Identifier: MIT
 * The JSON validator: what RFC 8259 allows and what it does not, nesting, and random damage to good texts. */
#include "alk_test.h"
#include <alkahest/value.h>
#include "base/alloc.h"
#include "random.h"

ALK_TEST(json, accepts_what_the_standard_allows)
{
    static const char *const texts[] = {
        "0", "-0", "1", "-1.5", "1e5", "1E+5", "1.0e-5", "true", "false", "null", "\"\"", "\"a\"", "[]", "{}", " [ ] ", "\t\n\r {} ",
        "[1,2]", "[[[]]]", "{\"a\":1}", "{\"a\":{\"b\":[1,{\"c\":null}]},\"d\":\"e\"}", "\"\\u00e9\\n\\\"\\\\\\/\\b\\f\\r\\t\"",
        "\"\xC3\xA9\"", "\"\x7F\"", "{\"\":\"\"}", "{\"a\":1,\"a\":2}", "[true , false]", "\"\\uD83D\\uDE00\"", "[1 ]", "{ \"a\" : 1 }",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        alk_check_that(alk_json_check(texts[i], strlen(texts[i])) == ALK_OK, "%s", texts[i]);
}

ALK_TEST(json, refuses_all_else)
{
    static const char *const texts[] = {
        "", " ", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x1", "tru", "True", "nul", "nulll", "NaN", "Infinity", "'a'", "\"", "\"a",
        "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\t\"", "\"\n\"", "[", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1}", "{",
        "}", "{]", "{a:1}", "{1:1}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":1 \"b\":2}", "{\"a\" 1}", "{,}", "1 1", "[] []",
        "[1],", "// a\n1", "\"\\", "-a", "--1",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        alk_check_that(alk_json_check(texts[i], strlen(texts[i])) == ALK_ERROR_DATA, "%s", texts[i]);
        alk_check_error(ALK_ERROR_DATA, "malformed");
    }
    alk_check_fails(alk_json_check("1\0", 2), ALK_ERROR_DATA, "byte 2");
    alk_check_fails(alk_json_check(NULL, 0), ALK_ERROR_DATA, "byte 1");
    alk_check_fails(alk_json_check("\"\xFF\"", 3), ALK_ERROR_DATA, "UTF-8 at byte 2");
    alk_check_fails(alk_json_check("\"\xED\xA0\x80\"", 5), ALK_ERROR_DATA, "UTF-8 at byte 2");
    alk_check_fails(alk_json_check("[1, x]", 6), ALK_ERROR_DATA, "byte 5");
}

/* depth of one kind of bracket, or of both in turn */
static int check_depth(size_t depth, bool objects, bool arrays)
{
    char *text = alk__alloc(depth * 5 + depth + 2), *p = text;
    if (text == NULL)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < depth; i++) {
        bool object = objects && (!arrays || i % 2 == 0);
        memcpy(p, object ? "{\"a\":" : "[", object ? 5 : 1);
        p += object ? 5 : 1;
    }
    *p++ = '1';
    for (size_t i = depth; i-- > 0;)
        *p++ = objects && (!arrays || i % 2 == 0) ? '}' : ']';
    int status = alk_json_check(text, (size_t)(p - text));
    alk__free(text);
    return status;
}

ALK_TEST(json, nests_a_thousand_deep_and_no_deeper)
{
    for (int kind = 0; kind < 3; kind++) {
        bool objects = kind != 0, arrays = kind != 1;
        alk_check_ok(check_depth(1000, objects, arrays));
        alk_check_fails(check_depth(1001, objects, arrays), ALK_ERROR_DATA, "deeper than 1000");
    }
    alk_check_fails(check_depth(100000, false, true), ALK_ERROR_DATA, NULL);
}

/* Damage may or may not leave good JSON; it must only never read too far, which the sanitizers see in a block of exact size. */
ALK_TEST_UNTORTURED(json, damaged_texts_are_read_no_further_than_they_go)
{
    static const char good[] = "{\"a\":[1,-2.5e+3,true,null,\"\\u00e9x\\n\"],\"b\":{\"c\":[]},\"d\":\"\xC3\xA9\"}";
    static const char bytes[] = "{}[],:\"\\u0e-.tfn \xC3";
    alk_random r = {19};
    for (int i = 0; i < 100000; i++) {
        size_t length = 1 + alk_random_below(&r, sizeof good - 1);
        char *text = alk__strndup(good, length);
        alk_check_made(text);
        char *exact = alk__alloc(length);
        alk_check_made(exact);
        memcpy(exact, text, length);
        for (uint64_t k = alk_random_below(&r, 4); k-- > 0;)
            exact[alk_random_below(&r, length)] = bytes[alk_random_below(&r, sizeof bytes - 1)];
        (void)alk_json_check(exact, length);
        alk__free(exact);
        alk__free(text);
    }
}
