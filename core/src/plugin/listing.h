/* SPDX-License-Identifier: MIT
 * The list of plugins as its own files see it. */
#ifndef ALK_PLUGIN_LISTING_H
#define ALK_PLUGIN_LISTING_H
#include <alkahest/registry.h>
#include "plugin/catalog.h"
#include "plugin/loader.h"

struct alk_plugin_list {
    alk_arena arena;
    alk__catalog catalog;
    alk__vector infos;             /* alk_plugin_info: those linked into the program, then one for each of the catalog's entries */
    size_t first_entry;
};

/* The module that was loaded from this path, whatever stands there now; or NULL. */
const alk__module *alk__loaded_as(const char *path);
#endif
