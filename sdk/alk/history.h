/* SPDX-License-Identifier: MIT
 * The file of the shell's history, ${XDG_STATE_HOME:-~/.local/state}/alkahest/history: an entry a line, readable by its
 * owner only, appended to as entries come, so that several shells do not lose each other's. */
#ifndef ALK_TOOL_HISTORY_H
#define ALK_TOOL_HISTORY_H
#include "text.h"

enum { HISTORY_KEPT = 1000 };

/* Calls add for the last HISTORY_KEPT entries, the oldest first. */
void history_load(void (*add)(void *payload, const char *entry), void *payload);
void history_append(const char *entry);
#endif
