/* SPDX-License-Identifier: MIT
 * Tokens: every kind, under every lexical rule, ended and not. A line of expectations is the tokens' letters:
 *   _ space  c comment  s string  n quoted name  w word  d number  p :name  m marker  e \:  :: cast  ; ( ) ,  . anything else; a capital
 *   letter of s, n, c: the text ends in it. */
#include "alk_test.h"
#include "base/alloc.h"
#include "compile/scan.h"
#include <stdlib.h>

static const char letters[] = "?_csnwdpme:;(),.";

static const char *scan(const char *text, size_t length, uint32_t lexical)
{
    static char out[1000];
    size_t n = 0, sum = 0;
    alk__token token;
    char *copy = malloc(length ? length : 1);          /* so that reading past the end is seen */
    memcpy(copy, text, length);
    alk__scanner s = alk__scanner_on(copy, length, lexical);
    while (alk__scan(&s, &token)) {
        char letter = letters[token.kind];
        out[n++] = token.open ? (char)(letter - 'a' + 'A') : letter;
        sum += token.text.n;
        if (token.text.n == 0)
            break;
    }
    out[n] = '\0';
    free(copy);
    return sum == length ? out : "the tokens do not make up the text";
}

typedef struct expectation {
    const char *text;
    uint32_t lexical;
    const char *tokens;
} expectation;

static void check_all(const expectation *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const char *got = scan(list[i].text, strlen(list[i].text), list[i].lexical);
        alk_check_that(strcmp(got, list[i].tokens) == 0, "%s with 0x%x is %s, not %s", list[i].text, (unsigned)list[i].lexical, got, list[i].tokens);
    }
}
#define CHECK_ALL(list) check_all(list, sizeof list / sizeof list[0])

ALK_TEST(scan, what_every_database_has)
{
    static const expectation list[] = {
        { "", 0, "" },
        { "select a, 1.5e-3 from t;", 0, "w_w,_d_w_w;" },
        { "f(a)", 0, "w(w)" },
        { " \t\r\n\f\v", 0, "_" },
        { "'it''s'", 0, "s" },
        { "'a' 'b'", 0, "s_s" },
        { "'", 0, "S" },
        { "''", 0, "s" },
        { "'''", 0, "S" },
        { "'a\\'b", 0, "sw" },
        { "\"a\"\"b\"", 0, "n" },
        { "\"a", 0, "N" },
        { "-- all of it", 0, "c" },
        { "--x\na", 0, "c_w" },
        { "- -", 0, "._." },
        { "/* a */b", 0, "cw" },
        { "/*/ */", 0, "c" },
        { "/**/", 0, "c" },
        { "/* a", 0, "C" },
        { "/*", 0, "C" },
        { "/* /* */ */", 0, "c_.." },
        { ":a", 0, "p" },
        { ":a:b", 0, "pp" },
        { "a::b", 0, "w:w" },
        { ":a::b", 0, "p:w" },
        { "a := b", 0, "w_.._w" },
        { ":1", 0, ".d" },
        { ":", 0, "." },
        { ": a", 0, "._w" },
        { ":::a", 0, ":p" },
        { "\\:a", 0, "ew" },
        { "\\a", 0, ".w" },
        { "\\", 0, "." },
        { "? ?12 $1 $ @a", 0, "m_m_m_._.w" },
        { "':a' \":b\" /* :c */ --:d", 0, "s_n_c_c" },
        { "0x1F 1_000 1. .5 1e 1e+", 0, "d_d_d_.d_d_d." },
        { "\xc3\xa4\xc3\xb6 :\xc3\xa4", 0, "w_p" },
        { "a$b $$", 0, "w_.." },
        { "`a` [b] #c", 0, ".w._.w._.w" },
        { "$$a$$", 0, "..w" },
    };
    CHECK_ALL(list);
}

ALK_TEST(scan, what_only_some_have)
{
    static const expectation list[] = {
        { "$$a'b$$c", ALK_LEX_DOLLAR_QUOTES, "sw" },
        { "$tag$ $$ $tagx$ $tag$;", ALK_LEX_DOLLAR_QUOTES, "s;" },
        { "$a$ $b$", ALK_LEX_DOLLAR_QUOTES, "S" },
        { "$$", ALK_LEX_DOLLAR_QUOTES, "S" },
        { "$a", ALK_LEX_DOLLAR_QUOTES, ".w" },
        { "$1$2", ALK_LEX_DOLLAR_QUOTES, "mm" },
        { "a$$b", ALK_LEX_DOLLAR_QUOTES, "w" },
        { "$\xc3\xa4$ :x $\xc3\xa4$", ALK_LEX_DOLLAR_QUOTES, "s" },
        { "`a``b` :c", ALK_LEX_BACKTICKS, "n_p" },
        { "`a", ALK_LEX_BACKTICKS, "N" },
        { "[a b]]c] :d", ALK_LEX_BRACKETS, "n_p" },
        { "[a", ALK_LEX_BRACKETS, "N" },
        { "'a\\'b'", ALK_LEX_BACKSLASH, "s" },
        { "'a\\\\' :b", ALK_LEX_BACKSLASH, "s_p" },
        { "'a\\", ALK_LEX_BACKSLASH, "S" },
        { "\"a\\\"b\"", ALK_LEX_BACKSLASH, "nwN" },
        { "\"a\\\"b\"", ALK_LEX_BACKSLASH | ALK_LEX_DOUBLE_QUOTE_STRING, "n" },
        { "E'a\\'b' e'' 'a\\'", ALK_LEX_E_STRINGS, "s_s_s" },
        { "e'a", ALK_LEX_E_STRINGS, "S" },
        { "te'a'", ALK_LEX_E_STRINGS, "ws" },
        { "e 'a'", ALK_LEX_E_STRINGS, "w_s" },
        { "/* /* */ :a */ :b", ALK_LEX_NESTED_COMMENTS, "c_p" },
        { "/* /* */", ALK_LEX_NESTED_COMMENTS, "C" },
        { "# :a\n:b", ALK_LEX_HASH_COMMENTS, "c_p" },
        { "#", ALK_LEX_HASH_COMMENTS, "c" },
        { "1--1", ALK_LEX_DASH_SPACE, "d..d" },
        { "1-- 1", ALK_LEX_DASH_SPACE, "dc" },
        { "1--", ALK_LEX_DASH_SPACE, "dc" },
        { "--\ta\nb", ALK_LEX_DASH_SPACE, "c_w" },
    };
    CHECK_ALL(list);
}

ALK_TEST(scan, solid_tokens_leave_out_space_and_comments)
{
    static const char text[] = " -- a\n /* b */ c /* d */";
    alk__scanner s = alk__scanner_on(text, strlen(text), 0);
    alk__token token;
    alk_check(alk__scan_solid(&s, &token));
    alk_check_sv(token.text, "c");
    alk_check(!alk__scan_solid(&s, &token));
}

/* Each prefix of a text with everything in it, under all rules: never past the end, never stuck. */
ALK_TEST(scan, every_prefix_under_every_rule)
{
    static const char text[] = "a'b\\''\"c\"\"\"`d``[e]]]$$f$$$g$h$g$E'i\\'j'/*k/*l*/m*/--n\n#o\n:p::q\\:?1$2(3,4.5e-6);\xc3\xa4";
    for (uint32_t lexical = 0; lexical < 512; lexical += 1 + lexical % 3)
        for (size_t n = 0; n < sizeof text; n++)
            alk_check_that(strncmp(scan(text, n, lexical), "the tokens", 10) != 0, "%zu bytes with 0x%x", n, (unsigned)lexical);
}

ALK_TEST(scan, a_mebibyte_is_read_in_no_time)
{
    enum { SIZE = 1 << 20 };
    static const char *const parts[] = { "$a$", "$$", "'", "''", "\"", "/*", "*/", "--\n", ":a", "::", "\\", "$a", "(", "a ", "$1", "[", "`" };
    static char text[SIZE];
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        size_t n = strlen(parts[i]);
        for (size_t at = 0; at < SIZE; at++)
            text[at] = parts[i][at % n];
        for (int all = 0; all < 2; all++) {
            alk__scanner s = alk__scanner_on(text, SIZE, all ? 511 : 0);
            alk__token token;
            double before = alk_test_processor_time();
            while (alk__scan(&s, &token))
                ;
            double took = alk_test_processor_time() - before;
            alk_check_that(took < 1, "%s: %g s", parts[i], took);      /* 50 ms without sanitizers; in the square of the length, minutes */
        }
    }
}
