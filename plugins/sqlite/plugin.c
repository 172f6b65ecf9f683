/* SPDX-License-Identifier: MIT
 * The plugin's one export: checks that the host and libsqlite3 will do, and gives the tables of dialect and driver. */
#include "dialect.h"
#include "driver.h"
#include "errors.h"
#include "host.h"
#include "driver/slot.h"
#include <string.h>

#ifndef ALK_PLUGIN_VERSION
#define ALK_PLUGIN_NAME "alkahest-sqlite"
#define ALK_PLUGIN_VERSION "1.0.0"
#endif
#ifdef ALK_PLUGIN_MANIFEST
ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);
#endif

enum { OLDEST_SQLITE = 3031000 };

const alk_host *alk__lite_host;
const alk_slot_ops *alk__lite_slots;

void *alk__lite_alloc(size_t size, alk_err *err)
{
    void *memory = alk__lite_host->mem(NULL, size);
    if (memory == NULL) {
        if (err != NULL)
            alk__lite_no_memory(err);
        return NULL;
    }
    return memset(memory, 0, size);
}

void alk__lite_free(void *memory)
{
    if (memory != NULL)
        alk__lite_host->mem(memory, 0);
}

static bool library_serves(alk_err *err)
{
    if (sqlite3_libversion_number() < OLDEST_SQLITE) {
        alk__lite_error(err, ALK_ERROR_NO_PLUGIN, NULL, "libsqlite3 is %s; the plugin needs 3.31 or newer", sqlite3_libversion());
        return false;
    }
    if (sqlite3_threadsafe() == 0) {
        alk__lite_error(err, ALK_ERROR_NO_PLUGIN, NULL, "libsqlite3 %s was built without thread safety (SQLITE_THREADSAFE=0)",
                        sqlite3_libversion());
        return false;
    }
    /* Counting every allocation under a lock costs 15 % of an insert. SQLite refuses this once it is initialised: then the
     * program uses it too, and its choice stands. */
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return true;
}

const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err)
{
    static const alk_dialect *const dialects[] = { &alk__lite_dialect };
    static const alk_driver *const drivers[] = { &alk__lite_driver };
    static const alk_plugin plugin = { .size = sizeof plugin,
                                       .abi_major = ALK_ABI_MAJOR,
                                       .abi_minor = ALK_ABI_MINOR,
                                       .min_host_minor = 0,
                                       .ndialects = 1,
                                       .ndrivers = 1,
                                       .name = ALK_PLUGIN_NAME,
                                       .version = ALK_PLUGIN_VERSION,
                                       .dialects = dialects,
                                       .drivers = drivers };
    if (host->abi_major != ALK_ABI_MAJOR || host->size < offsetof(alk_host, iface) + sizeof host->iface) {
        if (host->size >= offsetof(alk_host, err_set) + sizeof host->err_set) {
            static const char message[] = "the sqlite plugin needs a library of plugin ABI 1.0 or newer";
            host->err_set(err, ALK_ERROR_ABI, NULL, 0, message, sizeof message - 1);
        }
        return NULL;
    }
    alk__lite_host = host;
    alk__lite_slots = alk__driver_slot_ops(host);
    return library_serves(err) ? &plugin : NULL;
}
