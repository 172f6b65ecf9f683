/* SPDX-License-Identifier: MIT
 * See markers.h. */
#include "markers.h"
#include <strings.h>

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || ((unsigned char)c & 0x80) != 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Behind a string or quoted name; a doubled quote is two strings in a row, which ends at the same place. */
static const char *skip_quoted(const char *at, const char *end, bool backslashes)
{
    char quote = *at++;
    for (; at < end && *at != quote; at++)
        if (backslashes && *at == '\\' && at + 1 < end)
            at++;
    return at < end ? at + 1 : end;
}

static const char *skip_comment(const char *at, const char *end)
{
    int depth = 0;
    for (; at < end; at++) {
        if (at + 1 < end && at[0] == '/' && at[1] == '*') {
            depth++;
            at++;
        } else if (at + 1 < end && at[0] == '*' && at[1] == '/') {
            at++;
            if (--depth == 0)
                return at + 1;
        }
    }
    return end;
}

/* Behind $tag$ … $tag$; NULL: no such string begins here. */
static const char *skip_dollars(const char *at, const char *end)
{
    const char *tag_end = at + 1;
    size_t length;
    while (tag_end < end && is_name(*tag_end))
        tag_end++;
    if (tag_end == end || *tag_end != '$' || is_digit(at[1]))
        return NULL;
    length = (size_t)(tag_end + 1 - at);
    for (const char *p = tag_end + 1; (size_t)(end - p) >= length; p++)
        if (memcmp(p, at, length) == 0)
            return p + length;
    return end;
}

/* Behind what begins at `at`: a string, a quoted name, a comment, a word with all its letters (a $ within one is part of it), or one character. */
static const char *skip(const char *sql, const char *at, const char *end, bool backslashes)
{
    if (*at == '\'' || *at == '"') {
        bool escapes = *at == '\'' && (backslashes || (at > sql && (at[-1] | 32) == 'e' && (at < sql + 2 || !is_name(at[-2]))));
        return skip_quoted(at, end, escapes);
    }
    if (*at == '-' && end - at > 1 && at[1] == '-') {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        return line != NULL ? line : end;
    }
    if (*at == '/' && end - at > 1 && at[1] == '*')
        return skip_comment(at, end);
    if (*at == '$') {
        const char *behind = skip_dollars(at, end);
        return behind != NULL ? behind : at + 1;
    }
    if (!is_name(*at))
        return at + 1;
    while (at < end && (is_name(*at) || *at == '$'))
        at++;
    return at;
}

uint32_t alk__pg_count_markers(const char *sql, size_t length, bool backslashes)
{
    const char *at = sql, *end = sql + length;
    uint32_t most = 0;
    while (at < end) {
        if (*at == '$' && end - at > 1 && is_digit(at[1])) {
            uint32_t number = 0;
            for (at++; at < end && is_digit(*at); at++)
                number = number < 1000000 ? number * 10 + (uint32_t)(*at - '0') : number;
            most = number > most ? number : most;
        } else {
            at = skip(sql, at, end, backslashes);
        }
    }
    return most;
}

static bool is_one_of(const char *const *words, const char *at, size_t length)
{
    for (; *words != NULL; words++)
        if (strlen(*words) == length && strncasecmp(*words, at, length) == 0)
            return true;
    return false;
}

static bool is_nothing(const char *at, const char *end)
{
    bool comment = end - at > 1 && ((at[0] == '-' && at[1] == '-') || (at[0] == '/' && at[1] == '*'));
    return comment || *at == ' ' || (*at >= '\t' && *at <= '\r');
}

bool alk__pg_is_query(const char *sql, size_t length, bool backslashes)
{
    static const char *const queries[] = { "select", "with", "values", "table", NULL };
    static const char *const changes[] = { "insert", "update", "delete", "merge", NULL };
    const char *at = sql, *end = sql + length;
    bool begun = false;
    char before = '(';                   /* what the last word or sign begins with */
    while (at < end) {
        const char *behind = skip(sql, at, end, backslashes);
        if (!is_nothing(at, end)) {
            if (!begun && *at != '(' && !is_one_of(queries, at, (size_t)(behind - at)))
                return false;
            if ((before == '(' || before == ')') && is_one_of(changes, at, (size_t)(behind - at)))
                return false;
            begun = begun || *at != '(';
            before = *at;
        }
        at = behind;
    }
    return begun;
}
