/* SPDX-License-Identifier: MIT
 * The plugin's one export: checks that the host and libpq will do, and gives the tables of dialects and drivers. */
#include "dialect.h"
#include "driver.h"
#include "errors.h"
#include "host.h"
#include "driver/slot.h"

#ifndef ALK_PLUGIN_VERSION
#define ALK_PLUGIN_NAME "alkahest-postgresql"
#define ALK_PLUGIN_VERSION "1.0.0"
#endif
#ifdef ALK_PLUGIN_MANIFEST
ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);
#endif

enum { OLDEST_LIBPQ = 140000 };

const alk_host *alk__pg_host;
const alk_slot_ops *alk__pg_slots;

void *alk__pg_alloc(size_t size, alk_err *err)
{
    void *memory = alk__pg_host->mem(NULL, size);
    if (memory == NULL) {
        if (err != NULL)
            alk__pg_no_memory(err);
        return NULL;
    }
    return memset(memory, 0, size);
}

void alk__pg_free(void *memory)
{
    if (memory != NULL)
        alk__pg_host->mem(memory, 0);
}

/* Pipelines came with version 14. */
static bool library_serves(alk_err *err)
{
    int version = PQlibVersion();
    if (version < OLDEST_LIBPQ) {
        alk__pg_error(err, ALK_ERROR_NO_PLUGIN, NULL, "libpq is %d.%d; the plugin needs 14 or newer", version / 10000, version % 10000);
        return false;
    }
    if (PQisthreadsafe() == 0) {
        alk__pg_error(err, ALK_ERROR_NO_PLUGIN, NULL, "libpq was built without thread safety");
        return false;
    }
    return true;
}

const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err)
{
    static const alk_dialect *const dialects[] = { &alk__pg_postgresql, &alk__pg_cockroachdb };
    static const alk_driver *const drivers[] = { &alk__pg_driver, &alk__pg_cockroachdb_driver };
    static const alk_plugin plugin = { .size = sizeof plugin,
                                       .abi_major = ALK_ABI_MAJOR,
                                       .abi_minor = ALK_ABI_MINOR,
                                       .min_host_minor = 0,
                                       .ndialects = sizeof dialects / sizeof *dialects,
                                       .ndrivers = sizeof drivers / sizeof *drivers,
                                       .name = ALK_PLUGIN_NAME,
                                       .version = ALK_PLUGIN_VERSION,
                                       .dialects = dialects,
                                       .drivers = drivers };
    if (host->abi_major != ALK_ABI_MAJOR || host->size < offsetof(alk_host, iface) + sizeof host->iface) {
        if (host->size >= offsetof(alk_host, err_set) + sizeof host->err_set) {
            static const char message[] = "the postgresql plugin needs a library of plugin ABI 1.0 or newer";
            host->err_set(err, ALK_ERROR_ABI, NULL, 0, message, sizeof message - 1);
        }
        return NULL;
    }
    alk__pg_host = host;
    alk__pg_slots = alk__driver_slot_ops(host);
    return library_serves(err) ? &plugin : NULL;
}
