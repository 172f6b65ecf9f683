/* SPDX-License-Identifier: MIT
 * How many columns of a terminal a text takes: 0 for combining characters, 2 for wide ones. */
#ifndef ALK_TOOL_WIDTH_H
#define ALK_TOOL_WIDTH_H
#include <stddef.h>
#include <stdint.h>

size_t width_of_code(uint32_t code);
/* Of UTF-8 text without control characters. */
size_t width_of(const char *p, size_t length);
#endif
