/* SPDX-License-Identifier: MIT
 * See sql_text.h. Strings, names in quotes and comments are passed over as the database reads them. */
#include "sql_text.h"
#include "driver/lexical.h"

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* ---- words ---- */
static bool is_word_at(const char *at, const char *end, const char *word)
{
    while (at < end && *word != 0 && (*at >= 'a' && *at <= 'z' ? *at - 32 : *at) == *word) {
        at++;
        word++;
    }
    return *word == 0 && (at == end || !alk__driver_is_name(*at));
}

static const char *skip_line(const char *at, const char *end)
{
    const char *line = memchr(at, '\n', (size_t)(end - at));
    return line != NULL ? line : end;
}

static const char *first_word(alk_sv sql)
{
    const char *at = sql.p, *end = at + sql.n;
    while (at < end) {
        if (is_space(*at) || *at == '(')
            at++;
        else if (end - at > 1 && at[0] == '-' && at[1] == '-')
            at = skip_line(at, end);
        else if (end - at > 1 && at[0] == '/' && at[1] == '*')
            at = alk__driver_skip_comment(at, end, false);
        else
            break;
    }
    return at;
}

bool alk__odbc_begins_with(alk_sv sql, const char *word)
{
    return sql.n > 0 && is_word_at(first_word(sql), sql.p + sql.n, word);
}

bool alk__odbc_find_word(alk_sv sql, const char *word)
{
    const char *at = sql.p, *end = at + sql.n;
    for (bool inside = false; at < end; inside = alk__driver_is_name(*at), at++)
        if (!inside && is_word_at(at, end, word))
            return true;
    return false;
}

/* ---- what is no SQL to be read ---- */
/* A string, a quoted name, a comment or white space; NULL: none of them begins here. */
static const char *skip_passive(const char *begin, const char *at, const char *end, uint32_t lexical)
{
    bool escaped = (lexical & ALK_LEX_BACKSLASH) != 0;
    if (is_space(*at))
        return at + 1;
    if (*at == '\'') {
        bool e_string = (lexical & ALK_LEX_E_STRINGS) != 0 && at > begin && (at[-1] | 32) == 'e' && (at < begin + 2 || !alk__driver_is_name(at[-2]));
        return alk__driver_skip_quoted(at, end, '\'', escaped || e_string);
    }
    if (*at == '"')
        return alk__driver_skip_quoted(at, end, '"', escaped && (lexical & ALK_LEX_DOUBLE_QUOTE_STRING) != 0);
    if (*at == '`' && (lexical & ALK_LEX_BACKTICKS) != 0)
        return alk__driver_skip_quoted(at, end, '`', false);
    if (*at == '[' && (lexical & ALK_LEX_BRACKETS) != 0)
        return alk__driver_skip_quoted(at, end, ']', false);
    if (end - at > 1 && at[0] == '-' && at[1] == '-' && ((lexical & ALK_LEX_DASH_SPACE) == 0 || end - at == 2 || is_space(at[2])))
        return skip_line(at, end);
    if (*at == '#' && (lexical & ALK_LEX_HASH_COMMENTS) != 0)
        return skip_line(at, end);
    if (end - at > 1 && at[0] == '/' && at[1] == '*')
        return alk__driver_skip_comment(at, end, (lexical & ALK_LEX_NESTED_COMMENTS) != 0);
    return *at == '$' && (lexical & ALK_LEX_DOLLAR_QUOTES) != 0 ? alk__driver_skip_dollars(at, end) : NULL;
}

static const char *skip_name(const char *at, const char *end, bool dollars)
{
    while (at < end && (alk__driver_is_name(*at) || (dollars && *at == '$')))
        at++;
    return at;
}

/* ---- the statement ---- */
typedef struct scanner {
    alk__odbc_scan found;
    alk__odbc_marker *tell;
    void *payload;
} scanner;

static void tell(scanner *s, size_t offset, size_t length, uint32_t param)
{
    if (s->tell != NULL)
        s->tell(s->payload, offset, length, param);
    s->found.n_places++;
    if (param + 1 > s->found.n_params)
        s->found.n_params = param + 1;
}

static const char *take_number(scanner *s, const char *begin, const char *at, const char *end)
{
    const char *from = at++;
    uint32_t number = 0;
    for (; at < end && alk__driver_is_digit(*at); at++)
        number = number < 1000000 ? number * 10 + (uint32_t)(*at - '0') : number;
    if (number > 0) {
        s->found.numbered = true;
        tell(s, (size_t)(from - begin), (size_t)(at - from), number - 1);
    }
    return at;
}

alk__odbc_scan alk__odbc_scan_sql(alk_sv sql, uint32_t lexical, alk__odbc_marker *marker, void *payload)
{
    scanner s = { { 0, 0, false, false, false }, marker, payload };
    const char *at = sql.p, *end = at + sql.n;
    bool dollar = (lexical & ALK_LEX_DOLLAR_QUOTES) != 0, ended = false, questions = false;
    while (at < end) {
        const char *behind = skip_passive(sql.p, at, end, lexical);
        if (behind != NULL) {
            s.found.several = s.found.several || (ended && (*at == '\'' || *at == '"'));
            at = behind;
            continue;
        }
        s.found.several = s.found.several || (ended && *at != ';');
        if (*at == ';') {
            ended = true;
            at++;
        } else if (dollar && *at == '$' && end - at > 1 && alk__driver_is_digit(at[1])) {
            at = take_number(&s, sql.p, at, end);
        } else if (*at == '?') {
            questions = true;
            tell(&s, (size_t)(at - sql.p), 1, s.found.n_places);
            at++;
        } else {
            at = alk__driver_is_name(*at) ? skip_name(at, end, dollar) : at + 1;
        }
    }
    s.found.mixed = questions && s.found.numbered;
    return s.found;
}
