/* SPDX-License-Identifier: MIT
 * See option.h. */
#include "option.h"
#include "number.h"

enum { LONGEST = 1000000 };              /* seconds: a client library may count milliseconds in an int */

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool alk__driver_is_letters(alk_sv text, const char *word, size_t length)
{
    size_t i = 0;
    while (i < length && i < text.n && lower(text.p[i]) == lower(word[i]))
        i++;
    return i == length && i == text.n;
}

const alk_option_spec *alk__driver_option(const alk_option_spec *options, size_t n, alk_sv name)
{
    for (size_t i = 0; i < n; i++)
        if (alk__driver_is_word(name, options[i].name))
            return &options[i];
    return NULL;
}

int alk__driver_choice(alk_sv value, const char *words)
{
    for (int i = 0;; i++) {
        size_t length = strcspn(words, "|");
        if (alk__driver_is_letters(value, words, length))
            return i;
        if (words[length] == 0)
            return -1;
        words += length + 1;
    }
}

bool alk__driver_read_choice(alk_sv value, const char *words, int *out)
{
    int found = alk__driver_choice(value, words);
    if (found >= 0)
        *out = found;
    return found >= 0;
}

bool alk__driver_read_bool(alk_sv value, bool *out)
{
    int found = alk__driver_choice(value, "off|on|false|true|no|yes|0|1|f|t|n|y");
    if (found >= 0)
        *out = found % 2 != 0;
    return found >= 0;
}

bool alk__driver_read_seconds(alk_sv value, int64_t *out)
{
    double seconds;
    if (!alk__driver_parse_real(value.p, value.n, &seconds) || !(seconds >= 0))
        return false;
    *out = seconds < LONGEST ? (int64_t)(seconds * 1e9) : (int64_t)LONGEST * 1000000000;
    return true;
}
