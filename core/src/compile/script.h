/* SPDX-License-Identifier: MIT
 * Scripts over plain text and lexical flags; the engine puts its own dialect in (<alkahest/script.h>). */
#ifndef ALK_COMPILE_SCRIPT_H
#define ALK_COMPILE_SCRIPT_H
#include <alkahest/script.h>

alk_script *alk__script_new(const char *text, size_t length, uint32_t lexical);
#endif
