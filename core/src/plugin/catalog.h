/* SPDX-License-Identifier: MIT
 * What is installed at this moment: the manifests in all places, in the order in which they win. It is read anew whenever it is needed and never kept, so that
 * what a package manager has just done is seen. No plugin is loaded here. */
#ifndef ALK_PLUGIN_CATALOG_H
#define ALK_PLUGIN_CATALOG_H
#include "plugin/manifest.h"
#include "plugin/place.h"

typedef struct alk__entry {
    alk__manifest *manifest;       /* NULL: it is invalid, and fault says why */
    char *path, *fault;
    const char *base;              /* the file's name within path */
    const alk__place *place;
} alk__entry;

typedef struct alk__catalog {
    alk__places places;
    alk__vector entries;           /* alk__entry, by place, then by name */
} alk__catalog;

/* Reads all places. The caller initialises *catalog to zero and frees it, also after a failure. An invalid manifest is no failure. */
int alk__catalog_read(alk__catalog *catalog, unsigned flags);
void alk__catalog_free(alk__catalog *catalog);
const alk__entry *alk__catalog_at(const alk__catalog *catalog, size_t index);      /* NULL beyond the last */

/* Whether places that are ignored are meant: those that may be used, or those that may not. */
enum { ALK__USABLE = 0, ALK__IGNORED = 1 };
/* Who offers the pair: the first place wins, and in it `dialect+driver.alkp`, then `dialect.alkp`, then any other by name. An invalid manifest of one of these two
 * names is who offers it, so that its fault is told, not passed over. driver NULL: the default driver of the dialect, copied to driver_out. NULL: nobody. */
const alk__entry *alk__catalog_pair(const alk__catalog *catalog, const char *dialect, const char *driver, char driver_out[64], int which);
/* Who may have the dialect itself, in the same order: the first, or the one behind `after`. NULL: no more. */
const alk__entry *alk__catalog_dialect(const alk__catalog *catalog, const char *dialect, const alk__entry *after, int which);
/* The dialect that an alias stands for, by the first place that knows it; false: it is no alias. */
bool alk__catalog_alias(const alk__catalog *catalog, const char *alias, char out[64], int which);
#endif
