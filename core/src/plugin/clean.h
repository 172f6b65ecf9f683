/* SPDX-License-Identifier: MIT
 * Text from strangers. A plugin's text may be cut short, no UTF-8, or full of control characters; what comes out of here is
 * printable UTF-8 of bounded length, whatever went in. It knows nothing of what the text means. */
#ifndef ALK_PLUGIN_CLEAN_H
#define ALK_PLUGIN_CLEAN_H
#include <stdbool.h>
#include "base/buffer.h"

enum { ALK__CLEAN_LINE = 0, ALK__CLEAN_LINES = 1 };
/* Appends at most maximum bytes of text, up to its first NUL. Each byte that is no UTF-8, and each control character, becomes U+FFFD; line ends and
 * tabs become spaces unless how is ALK__CLEAN_LINES. What was cut off is marked by an ellipsis. NULL text appends nothing. */
void alk__clean(alk__buffer *out, const char *text, size_t length, size_t maximum, int how);
/* Whether a NUL-terminated text of at most maximum bytes is a dialect's or driver's name: [a-z][a-z0-9_]*. Takes NULL. */
bool alk__is_name(const char *text);
/* The same with '-' and '.', for plugins and capabilities. */
bool alk__is_label(const char *text);
#define ALK__NAME_MAX 63
#endif
