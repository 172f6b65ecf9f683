/* SPDX-License-Identifier: MIT
 * The backends of this process by the names that URLs use. What was resolved once is found again under a short lock, without a look at the disk; what
 * was not found is not remembered, so that a package installed meanwhile counts. */
#include "plugin/registry.h"
#include <alkahest/registry.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/thread.h"
#include "plugin/clean.h"
#include "plugin/fork.h"
#include "plugin/resolve.h"
#include "plugin/rules.h"

typedef struct backend {
    alk__backend face;
    struct backend *next;
} backend;

/* What was asked for, and what it is. Bindings that were made under the two rules of where to look are kept apart. */
typedef struct binding {
    char dialect[64], driver[64];  /* driver empty: the default one */
    bool system_only;
    const alk__backend *backend;
    struct binding *next;
} binding;

/* The same for a dialect alone, found on disk. */
typedef struct dialect_binding {
    char name[64];
    bool system_only;
    const alk__dialect_copy *dialect;
    struct dialect_binding *next;
} dialect_binding;

static struct {
    alk__mutex mutex;
    backend *backends;
    binding *bindings;
    dialect_binding *dialects;
    _Atomic(void (*)(void)) shutdown_hook;
} registry = { .mutex = ALK__MUTEX_INIT };

alk__mutex *alk__registry_lock(void)
{
    return &registry.mutex;
}

/* ---- under the lock ---- */
static const alk__backend *bound(const char *dialect, const char *driver, bool system_only)
{
    for (const binding *b = registry.bindings; b; b = b->next)
        if (b->system_only == system_only && strcmp(b->dialect, dialect) == 0 && strcmp(b->driver, driver ? driver : "") == 0)
            return b->backend;
    return NULL;
}

static char *pair_name(const alk__resolved *resolved)
{
    alk__buffer name;
    alk__buffer_init(&name, ALK__BUFFER_MAX);
    alk__buffer_printf(&name, "%s+%s", resolved->dialect->table.name, resolved->driver->table.name);
    char *text = alk__buffer_detach(&name);
    if (!text)
        alk__buffer_free(&name);
    return text;
}

static backend *new_backend(const alk__resolved *resolved)
{
    const alk_plugin *plugin = &alk__module_tables(resolved->module)->plugin;
    backend *b = alk__calloc(1, sizeof *b);
    char *name = b ? pair_name(resolved) : NULL;
    if (!name) {
        alk__free(b);
        return NULL;
    }
    b->face = (alk__backend){
        .name = name,
        .dialect = &resolved->dialect->table,
        .data = &resolved->dialect->data,
        .driver = &resolved->driver->table,
        .dialect_self = resolved->dialect->self,
        .driver_self = resolved->driver->self,
        .dialect_copy = resolved->dialect,
        .plugin_name = plugin->name,
        .plugin_version = plugin->version,
    };
    b->next = registry.backends;
    registry.backends = b;
    return b;
}

/* One backend for one pair of tables, by however many names it is asked for. */
static const alk__backend *intern(const alk__resolved *resolved)
{
    backend *b = registry.backends;
    while (b && (b->face.dialect != &resolved->dialect->table || b->face.driver != &resolved->driver->table))
        b = b->next;
    if (!b)
        b = new_backend(resolved);
    return b ? &b->face : NULL;
}

static const alk__backend *bind(const char *dialect, const char *driver, bool system_only, const alk__resolved *resolved)
{
    const alk__backend *face = intern(resolved);
    binding *b = face && !bound(dialect, driver, system_only) ? alk__calloc(1, sizeof *b) : NULL;
    if (!b)
        return face ? bound(dialect, driver, system_only) : NULL;
    memcpy(b->dialect, dialect, strlen(dialect) + 1);
    memcpy(b->driver, driver ? driver : "", driver ? strlen(driver) + 1 : 1);
    b->system_only = system_only;
    b->backend = face;
    b->next = registry.bindings;
    registry.bindings = b;
    return face;
}

/* ---- finding ---- */
/* A plugin in the program wins over what was found on disk before it was registered. */
static const alk__backend *find_known(const char *dialect, const char *driver, bool system_only)
{
    alk__resolved resolved;
    bool is_static = alk__resolve_static(dialect, driver, &resolved);
    alk__plugin_watch_forks();
    alk__mutex_lock(&registry.mutex);
    const alk__backend *face = is_static ? intern(&resolved) : bound(dialect, driver, system_only);
    alk__mutex_unlock(&registry.mutex);
    return face;
}

static const alk__backend *find_new(const char *dialect, const char *driver, unsigned flags)
{
    alk__resolved resolved;
    bool system_only = alk__system_only(flags);
    alk__saved_error *saved = alk__error_save();
    if (alk__resolve(dialect, driver, flags, &resolved) != ALK_OK) {
        alk__error_discard(saved);
        return NULL;
    }
    alk_clear_error();             /* of plugins that were tried on the way */
    alk__error_restore(saved);
    alk__mutex_lock(&registry.mutex);
    const alk__backend *face = bind(dialect, driver, system_only, &resolved);
    alk__mutex_unlock(&registry.mutex);
    return face;
}

static void no_name(const char *bad, const char *what)
{
    (void)alk__error(ALK_ERROR_ARGUMENT, "\"%.64s\" is not the name of a %s: lower-case letters, digits and _ are", bad ? bad : "", what);
}

const alk__backend *alk__backend_find(const char *dialect, const char *driver, unsigned flags)
{
    if (!alk__is_name(dialect) || (driver && !alk__is_name(driver))) {
        bool good = alk__is_name(dialect);
        no_name(good ? driver : dialect, good ? "driver" : "dialect");
        return NULL;
    }
    const alk__backend *face = find_known(dialect, driver, alk__system_only(flags));
    return face ? face : find_new(dialect, driver, flags);
}

/* ---- dialects alone ---- */
static const alk__dialect_copy *dialect_bound(const char *name, bool system_only)
{
    for (const dialect_binding *b = registry.dialects; b; b = b->next)
        if (b->system_only == system_only && strcmp(b->name, name) == 0)
            return b->dialect;
    return NULL;
}

static const alk__dialect_copy *dialect_known(const char *name, bool system_only)
{
    const alk__dialect_copy *dialect = alk__resolve_static_dialect(name);
    if (dialect)
        return dialect;
    alk__mutex_lock(&registry.mutex);
    dialect = dialect_bound(name, system_only);
    alk__mutex_unlock(&registry.mutex);
    return dialect;
}

/* NULL: no memory. */
static const alk__dialect_copy *dialect_bind(const char *name, bool system_only, const alk__dialect_copy *dialect)
{
    alk__mutex_lock(&registry.mutex);
    const alk__dialect_copy *bound_already = dialect_bound(name, system_only);
    dialect_binding *b = bound_already ? NULL : alk__calloc(1, sizeof *b);
    if (b) {
        memcpy(b->name, name, strlen(name) + 1);
        b->system_only = system_only;
        b->dialect = dialect;
        b->next = registry.dialects;
        registry.dialects = b;
    }
    alk__mutex_unlock(&registry.mutex);
    return b ? dialect : bound_already;
}

const alk__dialect_copy *alk__dialect_find(const char *name, unsigned flags)
{
    bool system_only = alk__system_only(flags);
    if (!alk__is_name(name)) {
        no_name(name, "dialect");
        return NULL;
    }
    const alk__dialect_copy *dialect = dialect_known(name, system_only);
    if (dialect)
        return dialect;
    alk__saved_error *saved = alk__error_save();
    dialect = alk__resolve_dialect(name, flags);
    if (!dialect) {
        alk__error_discard(saved);
        return NULL;
    }
    alk_clear_error();             /* of plugins that were tried on the way */
    alk__error_restore(saved);
    return dialect_bind(name, system_only, dialect);
}

const alk_sql_rules *alk__dialect_rules(const alk__dialect_copy *dialect)
{
    return &dialect->rules;
}

const alk_sql_rules *alk__dialect_rules_for(const alk__dialect_copy *dialect, uint32_t version, alk_sql_rules *own)
{
    char part[64];
    alk__examination of = { dialect->table.name, part };
    if (version == 0 || (!dialect->rules.adapt && !dialect->rules.history))
        return &dialect->rules;
    (void)snprintf(part, sizeof part, "rules for version %u", (unsigned)version);
    return alk__rules_adapt(own, &dialect->rules, version, &of) ? own : NULL;
}

/* ---- the program's part ---- */
int alk_plugin_register(const struct alk_plugin *(*entry)(const struct alk_host *host, struct alk_err *err))
{
    if (!entry)
        return alk__error(ALK_ERROR_ARGUMENT, "the entry of a plugin is NULL");
    return alk__module_static(entry) ? ALK_OK : alk__error_code();
}

void alk__shutdown_hook(void (*hook)(void))
{
    atomic_store(&registry.shutdown_hook, hook);
}

void alk_shutdown(void)
{
    void (*hook)(void) = atomic_load(&registry.shutdown_hook);
    if (hook)
        hook();
    alk__modules_shutdown();
    alk__forget_large();
}
