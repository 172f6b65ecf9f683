/* SPDX-License-Identifier: MIT
 * Core's own copies of a plugin's tables: full size whatever size the plugin's are, checked, with a stub in place of each optional slot that is
 * missing, so that nobody after this tests for NULL or for a version. It knows nothing of files. */
#ifndef ALK_PLUGIN_TABLE_H
#define ALK_PLUGIN_TABLE_H
#include <alkahest/plugin.h>

typedef struct alk__dialect_copy {
    alk_dialect table;             /* its data is the next */
    alk_dialect_data data;
    alk_sql_rules rules;           /* those of standard SQL when the plugin has none */
    const alk_dialect *self;       /* the plugin's own table, to be given to its slots */
} alk__dialect_copy;

typedef struct alk__driver_copy {
    alk_driver table;              /* its conn is the next, whose cursor is the one after it */
    alk_conn_ops conn;
    alk_cursor_ops cursor;
    alk_option_spec *options;
    const alk_driver *self;
} alk__driver_copy;

typedef struct alk__tables {
    alk_plugin plugin;             /* the lists in it are the plugin's own: use those below */
    alk__dialect_copy *dialects;   /* plugin.ndialects of them */
    alk__driver_copy *drivers;     /* plugin.ndrivers of them */
} alk__tables;

/* Copies and checks; `who` names the plugin in messages. NULL: ALK_ERROR_ABI (cause ALK_MISSING_ABI), or no memory. */
alk__tables *alk__tables_copy(const alk_plugin *plugin, const char *who);
void alk__tables_free(alk__tables *tables);                  /* takes NULL */
const alk__dialect_copy *alk__tables_dialect(const alk__tables *tables, const char *name);
const alk__driver_copy *alk__tables_driver(const alk__tables *tables, const char *name);

/* What stands in for optional slots; a slot that is NULL in these is required. */
extern const alk_cursor_ops alk__cursor_stubs;
extern const alk_conn_ops alk__conn_stubs;
extern const alk_driver alk__driver_stubs;
extern const alk_dialect alk__dialect_stubs;
extern const alk_plugin alk__plugin_stubs;
#endif
