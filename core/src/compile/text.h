/* SPDX-License-Identifier: MIT
 * How raw text becomes a compiled statement: `:name` becomes the dialect's marker. */
#ifndef ALK_COMPILE_TEXT_H
#define ALK_COMPILE_TEXT_H
#include "compile/compiled.h"
#include <alkahest/plugin.h>

/* Compiles raw text for a dialect. NULL on failure: a bare marker beside names, too many parameters, an unended string. */
alk__compiled *alk__text_compile(alk_sv source, uint64_t hash, const alk_dialect_data *dialect);
#endif
