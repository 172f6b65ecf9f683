/* SPDX-License-Identifier: MIT
 * Small text helpers that depend on no locale: ASCII classes and case, numbers from text, edit distance for near matches.
 * UTF-8 is in utf8.h. */
#ifndef ALK_BASE_TEXT_H
#define ALK_BASE_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <alkahest/types.h>

static inline bool alk__is_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool alk__is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static inline bool alk__is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static inline char alk__lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }

alk_sv alk__sv(const char *text);                                    /* NULL gives an empty view with p NULL */
bool alk__sv_eq(alk_sv a, alk_sv b);
bool alk__sv_is(alk_sv a, const char *text);
bool alk__sv_is_nocase(alk_sv a, const char *text);                  /* ASCII case only */
bool alk__contains_nocase(alk_sv text, const char *word);
/* All of the text must be the number; false when malformed or out of range. Locale plays no part. */
bool alk__parse_int(alk_sv text, int64_t *out);
bool alk__parse_uint(alk_sv text, uint64_t *out);
bool alk__parse_real(alk_sv text, double *out);                      /* also inf, -inf, infinity, nan, any case */
bool alk__parse_bool(alk_sv text, bool *out);                        /* true/false, t/f, yes/no, on/off, 1/0 */
/* Shortest decimal text that reads back as the same double; returns its length. 32 bytes always suffice. */
size_t alk__print_real(double value, char out[32]);
size_t alk__print_int(int64_t value, char out[24]);
size_t alk__print_uint(uint64_t value, char out[24]);
/* Damerau-Levenshtein distance, at most limit + 1. */
size_t alk__edit_distance(alk_sv a, alk_sv b, size_t limit);
/* The nearest of names (a NULL ends them) within a third of the word's length, or NULL. */
const char *alk__nearest(alk_sv word, const char *const *names);
/* Whether an option or key name says secret: password, passwd, pass, pwd, secret, token, or "key" as a whole word. */
bool alk__name_is_secret(alk_sv name);
#endif
