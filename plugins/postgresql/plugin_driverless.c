/* SPDX-License-Identifier: MIT
 * The plugin's one export: the dialects alone, for builds without libpq. */
#include "dialect.h"
#include <stddef.h>

#ifndef ALK_PLUGIN_VERSION
#define ALK_PLUGIN_NAME "alkahest-postgresql"
#define ALK_PLUGIN_VERSION "1.0.0"
#endif
#ifdef ALK_PLUGIN_MANIFEST
ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);
#endif

const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err)
{
    static const alk_dialect *const dialects[] = { &alk__pg_postgresql, &alk__pg_cockroachdb };
    static const alk_plugin plugin = { .size = sizeof plugin,
                                       .abi_major = ALK_ABI_MAJOR,
                                       .abi_minor = ALK_ABI_MINOR,
                                       .min_host_minor = 0,
                                       .ndialects = sizeof dialects / sizeof *dialects,
                                       .name = ALK_PLUGIN_NAME,
                                       .version = ALK_PLUGIN_VERSION,
                                       .dialects = dialects };
    if (host->abi_major == ALK_ABI_MAJOR)
        return &plugin;
    if (host->size >= offsetof(alk_host, err_set) + sizeof host->err_set) {
        static const char message[] = "the postgresql plugin needs a library of plugin ABI 1.0 or newer";
        host->err_set(err, ALK_ERROR_ABI, NULL, 0, message, sizeof message - 1);
    }
    return NULL;
}
