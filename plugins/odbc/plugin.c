/* SPDX-License-Identifier: MIT
 * The plugin's one export: checks that the host will do, and gives the tables. A build without unixODBC (ALK_ODBC_DRIVERLESS) has the dialects "mssql" and "oracle"
 * alone. Those of the other databases stand in their native plugins, where the library finds them. */
#include "dialect.h"
#include <stddef.h>
#ifndef ALK_ODBC_DRIVERLESS
#include "driver.h"
#endif

#ifndef ALK_PLUGIN_VERSION
#define ALK_PLUGIN_NAME "alkahest-odbc"
#define ALK_PLUGIN_VERSION "1.0.0"
#endif
#ifdef ALK_PLUGIN_MANIFEST
ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);
#endif

static const alk_dialect *const dialects[] = { &alk__odbc_mssql, &alk__odbc_oracle,
#ifndef ALK_ODBC_DRIVERLESS
                                               &alk__odbc_generic
#endif
};

static const alk_plugin plugin = { .size = sizeof plugin,
                                   .abi_major = ALK_ABI_MAJOR,
                                   .abi_minor = ALK_ABI_MINOR,
                                   .min_host_minor = 0,
                                   .ndialects = sizeof dialects / sizeof *dialects,
                                   .name = ALK_PLUGIN_NAME,
                                   .version = ALK_PLUGIN_VERSION,
                                   .dialects = dialects,
#ifndef ALK_ODBC_DRIVERLESS
                                   .ndrivers = 1,
                                   .drivers = (const alk_driver *const[]){ &alk__odbc_driver }
#endif
};

const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err)
{
    if (host->abi_major != ALK_ABI_MAJOR || host->size < offsetof(alk_host, iface) + sizeof host->iface) {
        if (host->size >= offsetof(alk_host, err_set) + sizeof host->err_set) {
            static const char message[] = "the odbc plugin needs a library of plugin ABI 1.0 or newer";
            host->err_set(err, ALK_ERROR_ABI, NULL, 0, message, sizeof message - 1);
        }
        return NULL;
    }
#ifndef ALK_ODBC_DRIVERLESS
    alk__odbc_begin(host);
#endif
    return &plugin;
}
