/* SPDX-License-Identifier: MIT
 * From "dialect[+driver]" to tables that can be called: static registration first, then the manifests on disk. Loaded plugins stay for
 * ever. Any thread; a plugin's entry runs under that plugin's own once-lock, not under the registry's. */
#ifndef ALK_PLUGIN_REGISTRY_H
#define ALK_PLUGIN_REGISTRY_H
#include <alkahest/plugin.h>

/* A resolved pair. Its tables are core's full-size copies, every optional slot filled with a stub. Never freed. */
typedef struct alk__backend {
    const char *name;              /* "sqlite+sqlite3" */
    const alk_dialect *dialect;
    const alk_dialect_data *data;  /* the dialect's, full size */
    const alk_driver *driver;      /* driver->conn and driver->conn->cursor are full-size copies too */
    const char *plugin_name, *plugin_version;
} alk__backend;

enum { ALK__SYSTEM_ONLY = 1 };     /* load from the system's directories only, as in a set-uid program */

/* The backend of a URL's dialect and driver (NULL: the default one), loading what it needs. NULL on failure: ALK_ERROR_NO_PLUGIN or ALK_ERROR_ABI with
 * the cause in the message, where it looked in the detail, and what to do in the hint. */
const alk__backend *alk__backend_find(const char *dialect, const char *driver, unsigned flags);

/* Which optional slots a plugin really has: a stub answers ALK_USE_DEFAULT where there is a fallback in core. */
#endif
