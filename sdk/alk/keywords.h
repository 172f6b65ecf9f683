/* SPDX-License-Identifier: MIT
 * Words that the shell completes; NULL ends each list. */
#ifndef ALK_TOOL_KEYWORDS_H
#define ALK_TOOL_KEYWORDS_H

extern const char *const SQL_KEYWORDS[];
extern const char *const SHELL_COMMANDS[];
#endif
