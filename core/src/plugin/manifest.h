/* SPDX-License-Identifier: MIT
 * A plugin's description on disk: `name.alkp` beside `name.so`, one `key = value` a line. It is read without running any of the plugin's code.
 * Where manifests are looked for, and which of several wins, is not known here. */
#ifndef ALK_PLUGIN_MANIFEST_H
#define ALK_PLUGIN_MANIFEST_H
#include <stdbool.h>
#include "base/arena.h"

typedef struct alk__manifest {
    alk_arena arena;               /* owns all texts */
    const char *path;              /* of the manifest itself */
    const char *name, *version;
    const char *library;           /* absolute: the library stands beside the manifest */
    const char *default_pair, *client, *homepage;      /* NULL: not given */
    const char **pairs, **dialects, **aliases, **caps; /* NULL ends each; there is a pair or a dialect at least */
    size_t n_pairs, n_dialects, n_aliases, n_caps;
    uint32_t abi, abi_minor, min_host_minor;
} alk__manifest;

#define ALK__MANIFEST_MAX (64 * 1024)
/* Reads and checks a file. NULL on failure: ALK_ERROR_NO_PLUGIN with the cause ALK_MISSING_MANIFEST and "path:line: what", or no memory. */
alk__manifest *alk__manifest_read(const char *path);
/* The same from text in memory, such as the note in a library; path is for messages and for where the library is. */
alk__manifest *alk__manifest_parse(const char *text, size_t length, const char *path);
void alk__manifest_free(alk__manifest *manifest);            /* takes NULL */

bool alk__manifest_has_pair(const alk__manifest *manifest, const char *dialect, const char *driver);   /* driver NULL: any */
/* Whether its library has the dialect: it says so in `dialects`, with a driver for it or without. One that says nothing there may have those of its pairs. */
bool alk__manifest_has_dialect(const alk__manifest *manifest, const char *dialect);
bool alk__manifest_may_have_dialect(const alk__manifest *manifest, const char *dialect);
/* The driver that it gives a dialect by its `default`, or NULL. */
const char *alk__manifest_default(const alk__manifest *manifest, const char *dialect);
/* The driver of its first pair of that dialect, or NULL. */
const char *alk__manifest_first(const alk__manifest *manifest, const char *dialect);
/* The dialect that an alias stands for, copied to out: that of the default pair, else of the first pair, else the first dialect. False: it is none. */
bool alk__manifest_alias(const alk__manifest *manifest, const char *alias, char out[64]);
/* Splits "dialect+driver"; false when it is none. driver may be NULL. */
bool alk__pair_split(const char *pair, char dialect[64], char driver[64]);
#endif
