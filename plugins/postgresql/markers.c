/* SPDX-License-Identifier: MIT
 * See markers.h. */
#include "markers.h"
#include "driver/lexical.h"
#include <strings.h>

/* Behind what begins at `at`: a string, a quoted name, a comment, a word with all its letters (a $ within one is part of it), or one character. */
static const char *skip(const char *sql, const char *at, const char *end, bool backslashes)
{
    if (*at == '\'' || *at == '"') {
        bool escapes = *at == '\'' && (backslashes || (at > sql && (at[-1] | 32) == 'e' && (at < sql + 2 || !alk__driver_is_name(at[-2]))));
        return alk__driver_skip_quoted(at, end, *at, escapes);
    }
    if (*at == '-' && end - at > 1 && at[1] == '-') {
        const char *line = memchr(at, '\n', (size_t)(end - at));
        return line != NULL ? line : end;
    }
    if (*at == '/' && end - at > 1 && at[1] == '*')
        return alk__driver_skip_comment(at, end, true);
    if (*at == '$') {
        const char *behind = alk__driver_skip_dollars(at, end);
        return behind != NULL ? behind : at + 1;
    }
    if (!alk__driver_is_name(*at))
        return at + 1;
    while (at < end && (alk__driver_is_name(*at) || *at == '$'))
        at++;
    return at;
}

uint32_t alk__pg_count_markers(const char *sql, size_t length, bool backslashes)
{
    const char *at = sql, *end = sql + length;
    uint32_t most = 0;
    while (at < end) {
        if (*at == '$' && end - at > 1 && alk__driver_is_digit(at[1])) {
            uint32_t number = 0;
            for (at++; at < end && alk__driver_is_digit(*at); at++)
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
