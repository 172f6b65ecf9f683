/* SPDX-License-Identifier: MIT
 * From "dialect[+driver]" to tables that can be called: static registration first, then the manifests on disk. Loaded plugins stay for
 * ever. Any thread; a plugin's entry runs under that plugin's own once-lock, not under the registry's. */
#ifndef ALK_PLUGIN_REGISTRY_H
#define ALK_PLUGIN_REGISTRY_H
#include "plugin/table.h"

/* A resolved pair. Its tables are core's full-size copies, every optional slot filled with a stub. Never freed. */
typedef struct alk__backend {
    const char *name;              /* "sqlite+sqlite3" */
    const alk_dialect *dialect;
    const alk_dialect_data *data;  /* the dialect's, full size */
    const alk_driver *driver;      /* driver->conn and driver->conn->cursor are full-size copies too */
    const alk_dialect *dialect_self;   /* the plugin's own tables: what its slots are given where they take a dialect or driver, */
    const alk_driver *driver_self;     /* which may be the first member of something larger */
    const char *plugin_name, *plugin_version;      /* the driver's */
    const alk__dialect_copy *dialect_copy;         /* whose table, data and self are those above */
} alk__backend;

enum { ALK__SYSTEM_ONLY = 1 };     /* load from the system's directories only, as in a set-uid program */

/* The backend of a URL's dialect and driver (NULL: the default one), loading what it needs. NULL on failure: ALK_ERROR_NO_PLUGIN or ALK_ERROR_ABI with
 * the cause in the message, where it looked in the detail, and what to do in the hint. */
const alk__backend *alk__backend_find(const char *dialect, const char *driver, unsigned flags);

/* The dialect alone, for those who write SQL without a connection: by its name or an alias, with a driver or without, loading its plugin if need be. Its
 * interfaces are had by dialect->table.query(dialect->self, …). NULL on failure, as above. Never freed. */
const alk__dialect_copy *alk__dialect_find(const char *dialect, unsigned flags);
/* How it writes SQL, for the newest server; core's own, checked copy. Never NULL: standard SQL when the plugin says nothing. */
const alk_sql_rules *alk__dialect_rules(const alk__dialect_copy *dialect);
/* The same for a server of a version (0: the newest); *own is where they are put when they differ. NULL: ALK_ERROR_ABI, the plugin adapts them wrongly. */
const alk_sql_rules *alk__dialect_rules_for(const alk__dialect_copy *dialect, uint32_t version, alk_sql_rules *own);

/* A stub stands for an optional slot that the plugin left empty:
 *   ALK_USE_DEFAULT            fetch_into, stmt_columns, execute_direct, ping, reset
 *   ALK_ERROR_NOT_SUPPORTED    cancel, and set_isolation but for ALK_ISOLATION_DEFAULT
 *   "not known", "none"        affected (-1), transaction_status (ALK_TXN_UNKNOWN), last_insert_id (NULL), warning (ALK_END), query (NULL)
 *   nothing                    database_open (gives NULL), database_close */

/* Called by alk_shutdown() before the plugins are told; one hook, set once by the engine. */
void alk__shutdown_hook(void (*hook)(void));
#endif
