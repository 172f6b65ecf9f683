/* SPDX-License-Identifier: MIT
 * See markers.h. */
#include "markers.h"

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

uint32_t alk__pg_count_markers(const char *sql, size_t length, bool backslashes)
{
    const char *at = sql, *end = sql + length;
    uint32_t most = 0;
    while (at < end) {
        if (*at == '\'' || *at == '"') {
            bool escapes = *at == '\'' && (backslashes || (at > sql && (at[-1] | 32) == 'e' && (at < sql + 2 || !is_name(at[-2]))));
            at = skip_quoted(at, end, escapes);
        } else if (*at == '-' && end - at > 1 && at[1] == '-') {
            const char *line = memchr(at, '\n', (size_t)(end - at));
            at = line != NULL ? line : end;
        } else if (*at == '/' && end - at > 1 && at[1] == '*') {
            at = skip_comment(at, end);
        } else if (*at == '$' && end - at > 1 && is_digit(at[1])) {
            uint32_t number = 0;
            for (at++; at < end && is_digit(*at); at++)
                number = number < 1000000 ? number * 10 + (uint32_t)(*at - '0') : number;
            most = number > most ? number : most;
        } else if (*at == '$') {
            const char *behind = skip_dollars(at, end);
            at = behind != NULL ? behind : at + 1;
        } else if (is_name(*at)) {           /* a $ within a name is part of it */
            while (at < end && (is_name(*at) || *at == '$'))
                at++;
        } else {
            at++;
        }
    }
    return most;
}
