/* SPDX-License-Identifier: MIT
 * See lexical.h. */
#include "driver/lexical.h"
#include <string.h>

const char *alk__driver_skip_quoted(const char *at, const char *end, char close, bool backslashes)
{
    for (at++; at < end && *at != close; at++)
        if (backslashes && *at == '\\' && at + 1 < end)
            at++;
    return at < end ? at + 1 : end;
}

const char *alk__driver_skip_comment(const char *at, const char *end, bool nested)
{
    int depth = 0;
    for (; at < end; at++) {
        if (end - at > 1 && at[0] == '/' && at[1] == '*' && (nested || depth == 0)) {
            depth++;
            at++;
        } else if (end - at > 1 && at[0] == '*' && at[1] == '/') {
            at++;
            if (--depth == 0)
                return at + 1;
        }
    }
    return end;
}

const char *alk__driver_skip_dollars(const char *at, const char *end)
{
    const char *tag_end = at + 1;
    size_t length;
    while (tag_end < end && alk__driver_is_name(*tag_end))
        tag_end++;
    if (tag_end == end || *tag_end != '$' || alk__driver_is_digit(at[1]))
        return NULL;
    length = (size_t)(tag_end + 1 - at);
    for (const char *p = tag_end + 1; (size_t)(end - p) >= length; p++)
        if (memcmp(p, at, length) == 0)
            return p + length;
    return end;
}
