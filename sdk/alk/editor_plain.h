/* SPDX-License-Identifier: MIT
 * Reading lines without libedit. */
#ifndef ALK_TOOL_EDITOR_PLAIN_H
#define ALK_TOOL_EDITOR_PLAIN_H
#include "editor.h"

int plain_read_line(text *line);
int plain_read(bool terminal, const char *prompt, text *line);
#endif
