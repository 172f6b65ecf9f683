/* SPDX-License-Identifier: MIT
 * A bar on standard error, where that is a terminal; nothing elsewhere. */
#ifndef ALK_TOOL_PROGRESS_H
#define ALK_TOOL_PROGRESS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct progress {
    bool on, shown;
    size_t total;                  /* bytes */
    double start, last;            /* milliseconds */
} progress;

void progress_begin(progress *p, size_t total);
/* Redraws at most ten times a second. */
void progress_show(progress *p, size_t done, uint64_t statements);
/* Takes the bar away; the next progress_show() brings it back. */
void progress_hide(progress *p);
#endif
