/* SPDX-License-Identifier: MIT
 * Choosing the plugins of a pair and loading them. Nothing is kept here: the registry keeps what comes out. */
#ifndef ALK_PLUGIN_RESOLVE_H
#define ALK_PLUGIN_RESOLVE_H
#include "plugin/catalog.h"
#include "plugin/loader.h"

typedef struct alk__resolved {
    const alk__dialect_copy *dialect;
    const alk__driver_copy *driver;
    const alk__module *module;     /* the driver's */
} alk__resolved;

/* From plugins linked into the program alone. driver NULL: the dialect's default. False: no such pair, without an error. */
bool alk__resolve_static(const char *dialect, const char *driver, alk__resolved *out);
/* From those and the disk. ALK_OK, or the cause as the error. */
int alk__resolve(const char *dialect, const char *driver, unsigned flags, alk__resolved *out);
/* The dialect alone, with a driver or without: from plugins linked into the program (NULL, without an error, when none has it), and from those and the
 * disk (NULL: the cause is the error). */
const alk__dialect_copy *alk__resolve_static_dialect(const char *dialect);
const alk__dialect_copy *alk__resolve_dialect(const char *dialect, unsigned flags);
/* Loads what a manifest describes and checks that it is what the manifest says. NULL: the cause is the error. */
alk__module *alk__entry_load(const alk__entry *entry, bool strict);
#endif
