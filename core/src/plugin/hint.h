/* SPDX-License-Identifier: MIT
 * Which package brings a dialect, and how this system's package manager is asked for it. Only words are made here. */
#ifndef ALK_PLUGIN_HINT_H
#define ALK_PLUGIN_HINT_H
#include "base/buffer.h"

typedef struct alk__hint_sources {
    const char *hints;             /* lines `dialect → package`, by the distribution or the administrator */
    const char *os_release;
} alk__hint_sources;
extern const alk__hint_sources alk__hint_system;             /* where they are on a system */

/* Appends one line: "try: sudo apt install alkahest-dialect-postgresql". */
void alk__hint_package(alk__buffer *out, const char *dialect, const alk__hint_sources *sources);
/* Dialects that have a plugin somewhere, installed or not; NULL ends them. */
extern const char *const alk__hint_known[];
#endif
