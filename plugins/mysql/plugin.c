/* SPDX-License-Identifier: MIT
 * The plugin's one export: checks that the host and the client library will do, and gives the tables of dialects and drivers. */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif
#include "dialect.h"
#include "driver.h"
#include "errors.h"
#include "host.h"
#include "driver/slot.h"
#include <signal.h>
#include <string.h>

#ifndef ALK_PLUGIN_VERSION
#define ALK_PLUGIN_NAME "alkahest-mysql"
#define ALK_PLUGIN_VERSION "1.0.0"
#endif
#ifdef ALK_PLUGIN_MANIFEST
ALK_PLUGIN_NOTE(ALK_PLUGIN_MANIFEST);
#endif

enum { OLDEST_CLIENT = 30300 };          /* the first that waits through MARIADB_OPT_IO_WAIT everywhere */

const alk_host *alk__my_host;
const alk_slot_ops *alk__my_slots;

void *alk__my_alloc(size_t size, alk_err *err)
{
    void *memory = alk__my_host->mem(NULL, size);
    if (memory == NULL) {
        if (err != NULL)
            alk__my_no_memory(err);
        return NULL;
    }
    return memset(memory, 0, size);
}

void alk__my_free(void *memory)
{
    if (memory != NULL)
        alk__my_host->mem(memory, 0);
}

static bool library_serves(alk_err *err)
{
    size_t version = 0;
    struct sigaction before;
    bool failed = sigaction(SIGPIPE, NULL, &before) != 0 || mysql_server_init(0, NULL, NULL) != 0;
    if (!failed)                         /* it turned SIGPIPE off; see wait.h */
        failed = sigaction(SIGPIPE, &before, NULL) != 0;
    if (failed) {
        alk__my_error(err, ALK_ERROR_NO_PLUGIN, NULL, "libmariadb could not be initialised");
        return false;
    }
    if (mariadb_get_infov(NULL, MARIADB_CLIENT_VERSION_ID, &version) != 0 || version < OLDEST_CLIENT) {
        alk__my_error(err, ALK_ERROR_NO_PLUGIN, NULL, "libmariadb is older than 3.3, which the plugin needs");
        return false;
    }
    return true;
}

const alk_plugin *alk_plugin_entry_1(const alk_host *host, alk_err *err)
{
    static const alk_dialect *const dialects[] = { &alk__my_mysql, &alk__my_mariadb };
    static const alk_driver *const drivers[] = { &alk__my_mysqlclient, &alk__my_mariadbclient };
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
            static const char message[] = "the mysql plugin needs a library of plugin ABI 1.0 or newer";
            host->err_set(err, ALK_ERROR_ABI, NULL, 0, message, sizeof message - 1);
        }
        return NULL;
    }
    alk__my_host = host;
    alk__my_slots = alk__driver_slot_ops(host);
    return library_serves(err) ? &plugin : NULL;
}
