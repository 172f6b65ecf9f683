/* SPDX-License-Identifier: MIT
 * Modules: plugin libraries mapped into this process, and plugins linked into it. A module is known by its file's device and inode, is loaded once, and stays
 * for ever. Which plugin is wanted for what is not known here. dlopen appears nowhere else. */
#ifndef ALK_PLUGIN_LOADER_H
#define ALK_PLUGIN_LOADER_H
#include <stdbool.h>
#include <sys/types.h>
#include "plugin/table.h"

typedef struct alk__module alk__module;

/* The library at an absolute path, loaded, its entry called and its tables copied; at the first call for that file. `strict`: only if nobody else could have
 * tampered with it. NULL: ALK_ERROR_NO_PLUGIN or ALK_ERROR_ABI with the cause, or no memory. A failure that is the file's own is remembered for that very
 * file; others, such as a missing dependency, are tried again. */
alk__module *alk__module_load(const char *path, bool strict);
/* The same for an entry in the program. A failure is remembered for the entry. */
alk__module *alk__module_static(alk_plugin_entry entry);

const alk__tables *alk__module_tables(const alk__module *module);
const char *alk__module_path(const alk__module *module);     /* NULL: linked into the program */
bool alk__module_is_file(const alk__module *module, dev_t device, ino_t inode);
/* The loaded modules, newest first; the walk needs no lock. */
alk__module *alk__module_first(void);
alk__module *alk__module_next(const alk__module *module);
/* Calls each loaded module's shutdown slot, once in its life. */
void alk__modules_shutdown(void);
#endif
