/* SPDX-License-Identifier: MIT
 * Words of SQL. */
#include "sql_text.h"
#include <string.h>

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static bool word_is(const char *at, const char *end, const char *word)
{
    size_t i = 0;
    for (; word[i] != 0; i++)
        if (at + i >= end || (at[i] >= 'a' && at[i] <= 'z' ? at[i] - 32 : at[i]) != word[i])
            return false;
    return at + i >= end || !is_word(at[i]);
}

static const char *line_end(const char *at, const char *end)
{
    const char *found = memchr(at, '\n', (size_t)(end - at));
    return found != NULL ? found : end - 1;
}

static const char *first_word(const char *at, const char *end)
{
    for (; at < end; at++) {
        if (*at == ' ' || (*at >= '\t' && *at <= '\r') || *at == '(' || *at == ';')
            continue;
        if (*at == '#' || (end - at >= 2 && at[0] == '-' && at[1] == '-')) {
            at = line_end(at, end);
        } else if (end - at >= 2 && at[0] == '/' && at[1] == '*') {
            for (at += 2; at < end && !(at[0] == '*' && at + 1 < end && at[1] == '/'); at++)
                ;
            at++;
        } else {
            return at;
        }
    }
    return end;
}

bool alk__my_begins_with(alk_sv sql, const char *word)
{
    const char *end = sql.p + sql.n;
    return sql.n > 0 && word_is(first_word(sql.p, end), end, word);
}

bool alk__my_find_word(alk_sv sql, const char *word)
{
    for (size_t i = 0; i < sql.n; i++)
        if ((i == 0 || !is_word(sql.p[i - 1])) && word_is(sql.p + i, sql.p + sql.n, word))
            return true;
    return false;
}
