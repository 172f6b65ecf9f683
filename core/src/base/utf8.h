/* SPDX-License-Identifier: MIT
 * UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef ALK_BASE_UTF8_H
#define ALK_BASE_UTF8_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length of the valid prefix; equal to length when all of the text is valid. */
size_t alk__utf8_valid(const char *text, size_t length);
/* Decodes one code point at *position and moves it on; false at an invalid sequence, *position untouched. */
bool alk__utf8_next(const char *text, size_t length, size_t *position, uint32_t *code_point);
size_t alk__utf8_encode(uint32_t code_point, char out[4]);   /* 0 for a surrogate or beyond U+10FFFF */
size_t alk__utf8_count(const char *text, size_t length);     /* code points of valid text */
/* The largest cut <= length that does not split a code point. */
size_t alk__utf8_cut(const char *text, size_t length);
#endif
