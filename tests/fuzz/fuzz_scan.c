/* SPDX-License-Identifier: MIT
 * SQL text: the first two bytes say by which lexical rules the rest is read. The scanner is compared byte for byte with another one, written
 * as a machine of states; text is compiled in both styles of marker, and cut as a script. Whatever the text, no string, name or comment
 * may begin or end elsewhere in what is sent than in what was written. */
#include "fuzz.h"
#include <alkahest/error.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "compile/scan.h"
#include "compile/script.h"
#include "compile/text.h"

enum { ALL_FLAGS = 511, NEWEST_FLAG = ALK_LEX_DASH_SPACE };
_Static_assert(NEWEST_FLAG * 2 - 1 == ALL_FLAGS, "each combination of flags is tried");

/* ---- the other scanner: what each byte belongs to, worked out byte by byte ---- */

/* PLAIN, STRING, NAME, COMMENT, PARAM; a parameter's colon is START. */
enum { PLAIN = '.', STRING = 'S', NAME = 'N', COMMENT = 'C', PARAM = 'P', START = ':' };

typedef enum state {
    BETWEEN, IN_WORD, IN_PARAM, IN_WHOLE, IN_FRACTION, AT_EXPONENT, IN_TAIL, IN_QUOTES, IN_LINE, IN_BLOCK, IN_DOLLARS
} state;

typedef struct machine {
    const char *text;
    size_t n;
    uint32_t flags;
    char *classes;                 /* one for each byte */
    state now;
    char quote, class;
    bool backslash, open;
    int depth;
    size_t skip;                   /* bytes that the last one took with it */
    size_t tag, tag_length;        /* of the dollar quote */
} machine;

static bool letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static bool digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool blank(int c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The byte at i, or -1 behind the end. */
static int at(const machine *m, size_t i)
{
    return i < m->n ? (unsigned char)m->text[i] : -1;
}

static char begin_quotes(machine *m, char quote, char class, bool backslash)
{
    m->now = IN_QUOTES;
    m->quote = quote;
    m->backslash = backslash;
    return m->class = class;
}

/* The length of $tag$ at i, or 0. */
static size_t dollar_tag(const machine *m, size_t i)
{
    size_t end = i + 1;
    if (!(m->flags & ALK_LEX_DOLLAR_QUOTES) || at(m, i) != '$')
        return 0;
    while (letter(at(m, end)) || (end > i + 1 && digit(at(m, end))))
        end++;
    return at(m, end) == '$' ? end + 1 - i : 0;
}

static char begin_comment(machine *m, state now)
{
    m->now = now;
    m->depth = 1;
    m->skip = now == IN_BLOCK;
    return m->class = COMMENT;
}

static bool line_comment(const machine *m, size_t i)
{
    if (at(m, i) == '#')
        return (m->flags & ALK_LEX_HASH_COMMENTS) != 0;
    return at(m, i) == '-' && at(m, i + 1) == '-' && (!(m->flags & ALK_LEX_DASH_SPACE) || i + 2 == m->n || blank(at(m, i + 2)));
}

static char begin_number_or_word(machine *m, size_t i)
{
    int c = at(m, i);
    if ((c == 'e' || c == 'E') && m->flags & ALK_LEX_E_STRINGS && at(m, i + 1) == '\'') {
        m->skip = 1;
        return begin_quotes(m, '\'', STRING, true);
    }
    m->now = letter(c) ? IN_WORD : digit(c) ? IN_WHOLE : BETWEEN;
    return m->class = PLAIN;
}

static char begin_sign(machine *m, size_t i)
{
    bool backslash = m->flags & ALK_LEX_BACKSLASH;
    switch (at(m, i)) {
    case '\'':
        return begin_quotes(m, '\'', STRING, backslash);
    case '"':
        return begin_quotes(m, '"', NAME, backslash && m->flags & ALK_LEX_DOUBLE_QUOTE_STRING);
    case '`':
        return m->flags & ALK_LEX_BACKTICKS ? begin_quotes(m, '`', NAME, false) : PLAIN;
    case '[':
        return m->flags & ALK_LEX_BRACKETS ? begin_quotes(m, ']', NAME, false) : PLAIN;
    case '\\':
        m->skip = at(m, i + 1) == ':';
        return PLAIN;
    case '$': case '?':
        while (digit(at(m, i + 1 + m->skip)))
            m->skip++;
        return PLAIN;
    case ':':
        m->skip = at(m, i + 1) == ':';
        m->now = !m->skip && letter(at(m, i + 1)) ? IN_PARAM : BETWEEN;
        return m->now == IN_PARAM ? START : PLAIN;
    default:
        return begin_number_or_word(m, i);
    }
}

/* A byte at which something begins. */
static char begin(machine *m, size_t i)
{
    m->now = BETWEEN;
    m->class = PLAIN;
    m->skip = 0;
    if (line_comment(m, i))
        return begin_comment(m, IN_LINE);
    if (at(m, i) == '/' && at(m, i + 1) == '*')
        return begin_comment(m, IN_BLOCK);
    if ((m->tag_length = dollar_tag(m, i)) > 0) {
        m->now = IN_DOLLARS;
        m->tag = i;
        m->skip = m->tag_length - 1;
        return m->class = STRING;
    }
    return begin_sign(m, i);
}

static void in_quotes(machine *m, size_t i)
{
    if (at(m, i) == '\\' && m->backslash)
        m->skip = i + 1 < m->n;
    else if (at(m, i) == m->quote && at(m, i + 1) == m->quote)
        m->skip = 1;
    else if (at(m, i) == m->quote)
        m->now = BETWEEN;
}

static void in_block(machine *m, size_t i)
{
    if (at(m, i) == '*' && at(m, i + 1) == '/') {
        m->skip = 1;
        m->now = --m->depth > 0 ? IN_BLOCK : BETWEEN;
    } else if (m->flags & ALK_LEX_NESTED_COMMENTS && at(m, i) == '/' && at(m, i + 1) == '*') {
        m->skip = 1;
        m->depth++;
    }
}

static void in_dollars(machine *m, size_t i)
{
    if (at(m, i) != '$' || m->n - i < m->tag_length || memcmp(m->text + i, m->text + m->tag, m->tag_length) != 0)
        return;
    m->skip = m->tag_length - 1;
    m->now = BETWEEN;
}

/* Whether the byte goes on with the number, whose state moves on. */
static bool goes_on_number(machine *m, size_t i)
{
    int c = at(m, i);
    bool exponent = c == 'e' || c == 'E';
    if (m->now == AT_EXPONENT && (c == '+' || c == '-') && digit(at(m, i + 1))) {
        m->now = IN_TAIL;
        return true;
    }
    if (m->now == IN_WHOLE && c == '.') {
        m->now = IN_FRACTION;
        return true;
    }
    if (m->now == IN_TAIL || m->now == AT_EXPONENT || !digit(c))
        m->now = exponent && m->now != IN_TAIL && m->now != AT_EXPONENT ? AT_EXPONENT : IN_TAIL;
    return letter(c) || digit(c) || c == '$';
}

/* Whether the byte goes on with what the one before it is in. */
static bool goes_on(machine *m, size_t i)
{
    int c = at(m, i);
    switch (m->now) {
    case IN_QUOTES:
        in_quotes(m, i);
        return true;
    case IN_BLOCK:
        in_block(m, i);
        return true;
    case IN_DOLLARS:
        in_dollars(m, i);
        return true;
    case IN_LINE:
        return c != '\n';
    case IN_WORD: case IN_PARAM:
        return letter(c) || digit(c) || c == '$';
    case IN_WHOLE: case IN_FRACTION: case AT_EXPONENT: case IN_TAIL:
        return goes_on_number(m, i);
    case BETWEEN:
    default:
        return false;
    }
}

static void classify(machine *m)
{
    for (size_t i = 0; i < m->n; i += 1 + m->skip) {
        m->skip = 0;
        char class = m->now == IN_PARAM ? PARAM : m->class;
        if (!goes_on(m, i))
            class = begin(m, i);
        memset(m->classes + i, class, 1 + m->skip);
    }
    m->open = m->now == IN_QUOTES || m->now == IN_DOLLARS;
}

/* ---- the scanner ---- */

typedef struct counts {
    size_t params, escapes, marks, dollars;
    bool open;
} counts;

static char class_of(alk__token_kind kind)
{
    return kind == ALK__TOKEN_STRING ? STRING : kind == ALK__TOKEN_NAME ? NAME : kind == ALK__TOKEN_COMMENT ? COMMENT
           : kind == ALK__TOKEN_PARAM ? PARAM : PLAIN;
}

static void check_classes(const alk__token *token, const char *classes)
{
    char class = class_of(token->kind);
    for (size_t i = 0; i < token->text.n; i++)
        FUZZ_CHECK(classes[i] == (class == PARAM && i == 0 ? START : class));
}

static counts scan(const char *text, size_t n, uint32_t flags, const char *classes)
{
    alk__scanner scanner = alk__scanner_on(text, n, flags);
    alk__token token;
    counts found = {0};
    const char *end = text;
    while (alk__scan(&scanner, &token)) {
        FUZZ_CHECK(token.text.p == end && token.text.n > 0 && token.text.n <= (size_t)(text + n - end));
        if (classes != NULL)
            check_classes(&token, classes + (end - text));
        end = token.text.p + token.text.n;
        FUZZ_CHECK(scanner.next == end && (!token.open || end == text + n));
        found.params += token.kind == ALK__TOKEN_PARAM;
        found.escapes += token.kind == ALK__TOKEN_ESCAPE;
        found.marks += token.kind == ALK__TOKEN_MARKER && token.text.p[0] == '?';
        found.dollars += token.kind == ALK__TOKEN_MARKER && token.text.p[0] == '$';
        found.open |= token.open && token.kind != ALK__TOKEN_COMMENT;
    }
    FUZZ_CHECK(end == text + n);
    return found;
}

static counts check_scan(const char *text, size_t n, uint32_t flags)
{
    machine m = {.text = text, .n = n, .flags = flags, .classes = calloc(n + 1, 1), .now = BETWEEN, .class = PLAIN};
    FUZZ_CHECK(m.classes != NULL);
    classify(&m);
    counts found = scan(text, n, flags, m.classes);
    size_t starts = 0;
    for (size_t i = 0; i < n; i++)
        starts += m.classes[i] == START;
    FUZZ_CHECK(starts == found.params && m.open == found.open);
    free(m.classes);
    return found;
}

/* ---- compiling ---- */

static bool solid(const alk__token *token)
{
    return token->kind == ALK__TOKEN_STRING || token->kind == ALK__TOKEN_NAME || token->kind == ALK__TOKEN_COMMENT;
}

/* The next string, name or comment, or marker of the style. */
static bool next_of_interest(alk__scanner *scanner, alk__token *token, alk__token_kind wanted, char first)
{
    while (alk__scan(scanner, token))
        if (solid(token) || (token->kind == wanted && token->text.p[0] == first))
            return true;
    return false;
}

static void check_marker(const alk__compiled *c, const alk__token *marker, const alk__token *param, size_t index)
{
    uint64_t number = 0;
    if (marker->text.p[0] == '?') {
        FUZZ_CHECK(marker->text.n == 1 && index < c->n_markers);
        number = c->order[index];
    } else {
        for (size_t i = 1; i < marker->text.n; i++)
            number = number * 10 + (uint64_t)(marker->text.p[i] - '0');
        FUZZ_CHECK(number >= 1 && number <= c->n_markers && c->order[number - 1] == number - 1);
        number--;
    }
    FUZZ_CHECK(number < c->n_params && c->names[number].n == param->text.n - 1);
    FUZZ_CHECK(memcmp(c->names[number].p, param->text.p + 1, param->text.n - 1) == 0);
    FUZZ_CHECK(alk__compiled_param(c, c->names[number]) == (int64_t)number);
}

/* What was sent, read again: the same strings, names and comments, and a marker wherever a parameter stood. */
static void check_compiled(const alk__compiled *c, const char *text, size_t n, uint32_t flags, char first)
{
    alk__scanner from = alk__scanner_on(text, n, flags), to = alk__scanner_on(c->sql.p, c->sql.n, flags);
    alk__token a, b;
    size_t index = 0;
    while (next_of_interest(&from, &a, ALK__TOKEN_PARAM, ':')) {
        FUZZ_CHECK(next_of_interest(&to, &b, ALK__TOKEN_MARKER, first));
        FUZZ_CHECK(solid(&a) == solid(&b));
        if (solid(&a))
            FUZZ_CHECK(a.kind == b.kind && a.text.n == b.text.n && memcmp(a.text.p, b.text.p, a.text.n) == 0);
        else
            check_marker(c, &b, &a, index++);
    }
    FUZZ_CHECK(!next_of_interest(&to, &b, ALK__TOKEN_MARKER, first));
    FUZZ_CHECK(c->sql.p[c->sql.n] == '\0' && (first == '$' || index == c->n_markers));
}

static void check_compile(const char *text, size_t n, uint32_t flags, const counts *found, uint32_t style, uint32_t most)
{
    alk_dialect_data dialect = {.size = sizeof dialect, .lexical = flags, .param_style = style, .max_params = most};
    size_t own = style == ALK_PARAM_QMARK ? found->marks : found->dollars;
    alk__compiled *c = alk__text_compile((alk_sv){text, n}, 1, &dialect);
    if (c == NULL) {
        FUZZ_CHECK(found->open || own > 0 ? alk_last_error()->code == ALK_ERROR_PROGRAMMING
                                          : most > 0 && found->params > most && alk_last_error()->code == ALK_ERROR_COMPILE);
        return;
    }
    FUZZ_CHECK(!found->open && own == 0 && c->n_params <= found->params && c->n_markers <= found->params);
    if (found->escapes == 0 || !(flags & ALK_LEX_E_STRINGS))       /* \:e'' becomes :e'', in which the scanner would see a parameter */
        check_compiled(c, text, n, flags, style == ALK_PARAM_QMARK ? '?' : '$');
    if (found->escapes == 0)
        FUZZ_CHECK(scan(c->sql.p, c->sql.n, flags, NULL).params == 0);
    alk__compiled_unref(c);
}

/* ---- scripts ---- */

/* Between statements stand only spaces, comments and semicolons. */
static void check_gap(const char *from, const char *to, uint32_t flags)
{
    alk__scanner scanner = alk__scanner_on(from, (size_t)(to - from), flags);
    alk__token token;
    while (alk__scan(&scanner, &token))
        FUZZ_CHECK(token.kind == ALK__TOKEN_SPACE || token.kind == ALK__TOKEN_COMMENT || token.kind == ALK__TOKEN_SEMICOLON);
}

/* What means another thing at the beginning or end of a text than inside: a mark of the encoding, and dashes where a comment's are
 * followed by white space or nothing. */
static bool depends_on_place(alk_sv statement)
{
    return (statement.n >= 3 && memcmp(statement.p, "\xEF\xBB\xBF", 3) == 0) ||
           (statement.n >= 2 && memcmp(statement.p + statement.n - 2, "--", 2) == 0);
}

/* A statement cut out is one statement, and the same. */
static void check_again(alk_sv statement, uint32_t flags)
{
    alk_sv again;
    if (depends_on_place(statement))
        return;
    alk_script *script = alk__script_new(statement.p, statement.n, flags);
    FUZZ_CHECK(script != NULL && alk_script_next(script, &again, NULL, NULL));
    FUZZ_CHECK(again.p == statement.p && again.n == statement.n);
    FUZZ_CHECK(!alk_script_next(script, &again, NULL, NULL));
    alk_script_close(script);
}

static size_t lines_before(const char *text, const char *end)
{
    size_t lines = 1;
    for (; text < end; text++)
        lines += *text == '\n';
    return lines;
}

static void check_script(const char *text, size_t n, uint32_t flags)
{
    const char *end = text + (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0);
    size_t line = 0, position = 0;
    bool complete = true;
    alk_sv statement;
    alk_script *script = alk__script_new(text, n, flags);
    FUZZ_CHECK(script != NULL);
    while (alk_script_next(script, &statement, &line, &complete)) {
        FUZZ_CHECK(statement.p >= end && statement.n > 0 && statement.n <= (size_t)(text + n - statement.p));
        FUZZ_CHECK(!blank((unsigned char)statement.p[0]) && line == lines_before(text, statement.p));
        check_gap(end, statement.p, flags);
        check_again(statement, flags);
        end = statement.p + statement.n;
        FUZZ_CHECK(alk_script_position(script) > position);
        position = alk_script_position(script);
        FUZZ_CHECK(complete ? text[position - 1] == ';' : position == n);
    }
    check_gap(end, text + n, flags);
    FUZZ_CHECK(alk_script_position(script) == n);
    alk_script_close(script);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    uint32_t flags = (data[0] | (uint32_t)data[1] << 8) & ALL_FLAGS, most = data[1] >> 5;
    size_t n = size - 2;
    char *text = malloc(n > 0 ? n : 1);
    FUZZ_CHECK(text != NULL);
    memcpy(text, data + 2, n);
    counts found = check_scan(text, n, flags);
    check_compile(text, n, flags, &found, ALK_PARAM_QMARK, most);
    check_compile(text, n, flags, &found, ALK_PARAM_DOLLAR, most);
    check_script(text, n, flags);
    free(text);
    return 0;
}
