/* SPDX-License-Identifier: MIT
 * TIME as MySQL alone has it: a span of any sign, from -838:59:59 to 838:59:59. */
#ifndef ALK_MY_SPAN_H
#define ALK_MY_SPAN_H
#include <stddef.h>
#include <stdint.h>

/* At most 80 bytes with the NUL; returns the length. */
size_t alk__my_print_span(int64_t micros, char *out);
#endif
