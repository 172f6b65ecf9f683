/* SPDX-License-Identifier: MIT
 * What the options of a URL say. The library has checked names and values before; who calls a driver's table by itself may give anything. */
#ifndef ALK_DRIVER_OPTION_H
#define ALK_DRIVER_OPTION_H
#include <alkahest/plugin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The same word, whatever the case of its letters. */
bool alk__driver_is_letters(alk_sv text, const char *word, size_t length);
static inline bool alk__driver_is_word(alk_sv text, const char *word)
{
    return alk__driver_is_letters(text, word, strlen(word));
}
/* The option of that name; NULL: there is none. */
const alk_option_spec *alk__driver_option(const alk_option_spec *options, size_t n, alk_sv name);
/* The place of a word in "a|b|c"; -1: it is none of them. */
int alk__driver_choice(alk_sv value, const char *words);
bool alk__driver_read_choice(alk_sv value, const char *words, int *out);
/* on, true, yes, 1, t, y and their contraries. */
bool alk__driver_read_bool(alk_sv value, bool *out);
/* "2.5" as nanoseconds; more than eleven days are so many, which is as good as for ever. */
bool alk__driver_read_seconds(alk_sv value, int64_t *out);
#endif
