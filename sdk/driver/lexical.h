/* SPDX-License-Identifier: MIT
 * What is passed over when SQL is searched for parameters: strings, names in quotes, comments. `at` stands on the first character; what has no end goes on to the text's. */
#ifndef ALK_DRIVER_LEXICAL_H
#define ALK_DRIVER_LEXICAL_H
#include <stdbool.h>
#include <stddef.h>

static inline bool alk__driver_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A letter, digit or _ of a name; all beyond ASCII is. */
static inline bool alk__driver_is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || alk__driver_is_digit(c) || c == '_' || ((unsigned char)c & 0x80) != 0;
}

/* Behind a string or quoted name; a doubled quote is two strings in a row, which ends at the same place. */
const char *alk__driver_skip_quoted(const char *at, const char *end, char close, bool backslashes);
const char *alk__driver_skip_comment(const char *at, const char *end, bool nested);
/* Behind $tag$ … $tag$; NULL: no such string begins here. */
const char *alk__driver_skip_dollars(const char *at, const char *end);
#endif
