/* SPDX-License-Identifier: MIT
 * Reading the mock's little language: words, numbers, names of types and of classes of error. */
#ifndef MOCK_WORDS_H
#define MOCK_WORDS_H
#include <alkahest/plugin.h>
#include <stdbool.h>

alk_sv words_next(alk_sv *rest);                 /* n 0: no more */
bool words_is(alk_sv word, const char *text);
bool words_int(alk_sv word, int64_t *out);
bool words_real(alk_sv word, double *out);
bool words_cut(alk_sv *rest, char mark, alk_sv *head);      /* up to the mark, which is skipped; false: rest is empty */
int words_type(alk_sv word);                     /* ALK_TYPE_…, or -1 */
const char *words_type_name(int type);
int32_t words_class(alk_sv word);                /* ALK_ERROR_…, or 0 */
bool words_flag(alk_sv word, uint32_t *flags);   /* "+disconnect"… ORed to flags */
#endif
