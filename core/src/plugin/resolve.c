/* SPDX-License-Identifier: MIT
 * Choosing plugins. A pair is usually one plugin's, but a dialect may use the driver of another plugin, and a driver may serve another plugin's dialect: the
 * manifest that offers the pair decides, and the half that its library has not is looked for elsewhere. */
#include "plugin/resolve.h"
#include <alkahest/registry.h>
#include <string.h>
#include "base/error.h"
#include "base/log.h"
#include "plugin/missing.h"

/* One resolution under way. */
typedef struct request {
    char dialect[64], driver[64];  /* driver empty: the default one */
    alk__catalog catalog;
    alk__resolved result;
} request;

/* ---- plugins linked into the program ---- */
const alk__dialect_copy *alk__resolve_static_dialect(const char *name)
{
    const alk__dialect_copy *found = NULL;
    for (alk__module *m = alk__module_first(); m && !found; m = alk__module_next(m))
        if (!alk__module_path(m))
            found = alk__tables_dialect(alk__module_tables(m), name);
    return found;
}

/* By its name; or, when name is NULL, the first for the dialect. */
static const alk__driver_copy *static_driver(const char *name, const char *dialect, const alk__module **module)
{
    for (alk__module *m = alk__module_first(); m; m = alk__module_next(m)) {
        const alk__tables *tables = alk__module_tables(m);
        for (uint32_t i = 0; !alk__module_path(m) && i < tables->plugin.ndrivers; i++) {
            const alk__driver_copy *driver = &tables->drivers[i];
            if (name ? strcmp(driver->table.name, name) != 0 : strcmp(driver->table.dialect, dialect) != 0)
                continue;
            *module = m;
            return driver;
        }
    }
    return NULL;
}

/* A driver goes with the dialect of its own wire, and with one that names it as its default. */
static bool fits(const alk__dialect_copy *dialect, const alk__driver_copy *driver)
{
    const char *by_default = dialect->table.default_driver;
    return strcmp(driver->table.dialect, dialect->table.name) == 0 || (by_default && strcmp(by_default, driver->table.name) == 0);
}

bool alk__resolve_static(const char *dialect, const char *driver, alk__resolved *out)
{
    alk__resolved found = { .dialect = alk__resolve_static_dialect(dialect) };
    if (!found.dialect)
        return false;
    const char *name = driver ? driver : found.dialect->table.default_driver;
    found.driver = static_driver(name, dialect, &found.module);
    if (!found.driver || !fits(found.dialect, found.driver))
        return false;
    *out = found;
    return true;
}

/* ---- one plugin of the disk ---- */
static alk__module *unfit(int code, int cause)
{
    if (code != ALK_ERROR_NO_MEMORY)
        alk__error_native(cause);
    return NULL;
}

static bool abi_fits(const alk__manifest *m)
{
    if (m->abi != ALK_ABI_MAJOR)
        (void)unfit(alk__error(ALK_ERROR_ABI, "plugin %s %s is for plugin ABI %u, this library has %d", m->name, m->version, (unsigned)m->abi,
                               ALK_ABI_MAJOR),
                    ALK_MISSING_ABI);
    else if (m->min_host_minor > ALK_ABI_MINOR)
        (void)unfit(alk__error(ALK_ERROR_ABI, "plugin %s %s needs plugin ABI %d.%u or newer, this library has %d.%d", m->name, m->version,
                               ALK_ABI_MAJOR, (unsigned)m->min_host_minor, ALK_ABI_MAJOR, ALK_ABI_MINOR),
                    ALK_MISSING_ABI);
    else
        return true;
    return false;
}

/* The manifest and the library are two files, which a package manager replaces one after the other. */
static bool is_as_described(const alk__module *module, const alk__manifest *m)
{
    const alk_plugin *plugin = &alk__module_tables(module)->plugin;
    if (strcmp(plugin->name, m->name) != 0 || plugin->abi_minor != m->abi_minor || plugin->min_host_minor != m->min_host_minor) {
        (void)unfit(alk__error(ALK_ERROR_ABI,
                               "plugin %s is %s for ABI %u.%u (at least %u.%u), but its manifest %s says %s for ABI %u.%u (at least %u.%u): upgrade in "
                               "progress or mixed installation",
                               m->library, plugin->name, (unsigned)plugin->abi_major, (unsigned)plugin->abi_minor, (unsigned)plugin->abi_major,
                               (unsigned)plugin->min_host_minor, m->path, m->name, (unsigned)m->abi, (unsigned)m->abi_minor, (unsigned)m->abi,
                               (unsigned)m->min_host_minor),
                    ALK_MISSING_ABI);
        return false;
    }
    if (strcmp(plugin->version, m->version) != 0)
        alk__log(ALK_LOG_WARNING, "plugin", "%s is version %s, but its manifest says %s: upgrade in progress or mixed installation", m->library,
                 plugin->version, m->version);
    return true;
}

alk__module *alk__entry_load(const alk__entry *entry, bool strict)
{
    const alk__manifest *m = entry->manifest;
    if (!m)
        return unfit(alk__error(ALK_ERROR_NO_PLUGIN, "%s", entry->fault), ALK_MISSING_MANIFEST);
    if (!abi_fits(m))
        return NULL;
    alk__module *module = alk__module_load(m->library, strict);
    if (!module && alk_last_error()->native_code == ALK_MISSING_LOAD && m->client)
        alk__error_addf(ALK__HINT, "it needs %s", m->client);
    return module && is_as_described(module, m) ? module : NULL;
}

/* ---- the two halves ---- */
/* The half that the plugin of the pair has not: in another plugin whose manifest has a pair with that name. */
typedef bool take_half(request *r, const alk__module *module);

static bool take_dialect(request *r, const alk__module *module)
{
    if (!r->result.dialect)
        r->result.dialect = alk__tables_dialect(alk__module_tables(module), r->dialect);
    return r->result.dialect != NULL;
}

static bool take_driver(request *r, const alk__module *module)
{
    if (!r->result.driver) {
        r->result.driver = alk__tables_driver(alk__module_tables(module), r->driver);
        r->result.module = module;
    }
    return r->result.driver != NULL;
}

static bool may_have(const alk__entry *entry, const char *dialect, const char *driver)
{
    char of[64], by[64];
    if (dialect && entry->manifest && !entry->place->ignored && alk__manifest_has_dialect(entry->manifest, dialect))
        return true;
    for (size_t i = 0; entry->manifest && !entry->place->ignored && i < entry->manifest->n_pairs; i++)
        if (alk__pair_split(entry->manifest->pairs[i], of, by) && (dialect ? strcmp(of, dialect) == 0 : strcmp(by, driver) == 0))
            return true;
    return false;
}

static int no_half(const request *r, const char *half, const char *name)
{
    (void)alk__error(ALK_ERROR_NO_PLUGIN, "no plugin for \"%s%s%s\": none that can be loaded has the %s \"%s\"", r->dialect, r->driver[0] ? "+" : "",
                     r->driver, half, name);
    alk__error_native(ALK_MISSING_NOT_FOUND);
    alk__missing_add_places(&r->catalog);
    return ALK_ERROR_NO_PLUGIN;
}

/* dialect or driver is what is looked for, the other is NULL. A plugin that cannot be loaded is the answer when no other has it. */
static int from_others(request *r, const alk__entry *but, const char *dialect, const char *driver, take_half *take)
{
    int status = ALK_OK;
    const alk__entry *entry;
    for (size_t i = 0; (entry = alk__catalog_at(&r->catalog, i)); i++) {
        if (entry == but || !may_have(entry, dialect, driver))
            continue;
        alk__module *module = alk__entry_load(entry, r->catalog.places.strict);
        if (module && take(r, module))
            return ALK_OK;
        if (!module && (status = alk__error_code()) == ALK_ERROR_NO_MEMORY)
            return status;
    }
    return status != ALK_OK ? status : no_half(r, dialect ? "dialect" : "driver", dialect ? dialect : driver);
}

static int complete(request *r, const alk__entry *entry)
{
    int status = ALK_OK;
    if (!r->result.dialect)
        status = from_others(r, entry, r->dialect, NULL, take_dialect);
    if (status == ALK_OK && !r->result.driver)
        status = from_others(r, entry, NULL, r->driver, take_driver);
    return status;
}

static int neither(const alk__entry *entry, const request *r)
{
    (void)alk__error(ALK_ERROR_ABI, "plugin %s has neither the dialect nor the driver of \"%s+%s\", which its manifest offers: upgrade in progress or mixed "
                     "installation", entry->manifest->library, r->dialect, r->driver);
    alk__error_native(ALK_MISSING_ABI);
    return ALK_ERROR_ABI;
}

/* The plugin on disk that offers the pair fills what plugins in the program have not. */
static int from_entry(request *r, const alk__entry *entry)
{
    alk__module *module = alk__entry_load(entry, r->catalog.places.strict);
    if (!module)
        return alk__error_code();
    bool none = !r->result.dialect && !r->result.driver;
    bool has_dialect = take_dialect(r, module), has_driver = take_driver(r, module);
    return none && !has_dialect && !has_driver ? neither(entry, r) : complete(r, entry);
}

/* ---- the whole ---- */
static void set_driver(request *r, const char *name)
{
    if (!r->driver[0] && name)
        memcpy(r->driver, name, strlen(name) + 1);
}

/* An alias stands for its dialect only where nobody offers a dialect of that name. */
static void follow_alias(request *r)
{
    char driver[64], dialect[64];
    if (!alk__resolve_static_dialect(r->dialect) && !alk__catalog_pair(&r->catalog, r->dialect, NULL, driver, ALK__USABLE) &&
        !alk__catalog_dialect(&r->catalog, r->dialect, NULL, ALK__USABLE) && alk__catalog_alias(&r->catalog, r->dialect, dialect, ALK__USABLE))
        memcpy(r->dialect, dialect, sizeof dialect);
}

/* What the program itself brings comes first, also for one half of a pair. */
static void take_static(request *r, bool offered)
{
    const alk__dialect_copy *dialect = r->result.dialect = alk__resolve_static_dialect(r->dialect);
    const alk__driver_copy *driver;
    set_driver(r, dialect ? dialect->table.default_driver : NULL);
    if (!dialect && !offered && !r->driver[0])
        return;
    driver = static_driver(r->driver[0] ? r->driver : NULL, r->dialect, &r->result.module);
    if (driver && (offered || (dialect ? fits(dialect, driver) : strcmp(driver->table.dialect, r->dialect) == 0))) {
        r->result.driver = driver;
        set_driver(r, driver->table.name);
    }
}

static int resolve(request *r, const char *asked_driver)
{
    follow_alias(r);
    take_static(r, false);
    if (r->result.dialect && r->result.driver)
        return ALK_OK;
    const alk__entry *entry = alk__catalog_pair(&r->catalog, r->dialect, r->driver[0] ? r->driver : NULL, r->driver, ALK__USABLE);
    if (!r->result.driver)
        take_static(r, true);
    if (entry)
        return from_entry(r, entry);
    if (r->driver[0] && (r->result.driver || (r->result.dialect && !asked_driver)))
        return complete(r, NULL);
    return alk__missing(&r->catalog, r->dialect, asked_driver, &alk__hint_system);
}

int alk__resolve(const char *dialect, const char *driver, unsigned flags, alk__resolved *out)
{
    request r = { 0 };
    memcpy(r.dialect, dialect, strlen(dialect) + 1);
    memcpy(r.driver, driver ? driver : "", driver ? strlen(driver) + 1 : 1);
    int status = alk__catalog_read(&r.catalog, flags);
    if (status == ALK_OK)
        status = resolve(&r, driver);
    if (status == ALK_OK)
        *out = r.result;
    alk__catalog_free(&r.catalog);
    return status;
}

/* ---- a dialect alone ---- */
static const alk__dialect_copy *no_such_dialect(const alk__entry *entry, const char *dialect)
{
    (void)unfit(alk__error(ALK_ERROR_ABI, "plugin %s has no dialect \"%s\", which its manifest says it has: upgrade in progress or mixed installation",
                           entry->manifest->library, dialect),
                ALK_MISSING_ABI);
    return NULL;
}

/* Who says that it has the dialect must have it. A plugin of which only a pair tells may be a mere driver for it, so the next one is asked too; what was wrong with
 * it is the answer when no other has the dialect. */
static const alk__dialect_copy *search(request *r)
{
    int status = ALK_OK;
    bool tried = false;
    const alk__entry *entry = NULL;
    while ((entry = alk__catalog_dialect(&r->catalog, r->dialect, entry, ALK__USABLE))) {
        bool surely = !entry->manifest || alk__manifest_has_dialect(entry->manifest, r->dialect);
        const alk__module *module = alk__entry_load(entry, r->catalog.places.strict);
        const alk__dialect_copy *dialect = module ? alk__tables_dialect(alk__module_tables(module), r->dialect) : NULL;
        if (dialect)
            return dialect;
        if (module && surely)
            return no_such_dialect(entry, r->dialect);
        if (!module && (surely || (status = alk__error_code()) == ALK_ERROR_NO_MEMORY))
            return NULL;
        tried = true;
    }
    if (status == ALK_OK && tried)
        (void)no_half(r, "dialect", r->dialect);
    else if (status == ALK_OK)
        (void)alk__missing(&r->catalog, r->dialect, NULL, &alk__hint_system);
    return NULL;
}

const alk__dialect_copy *alk__resolve_dialect(const char *dialect, unsigned flags)
{
    request r = { 0 };
    const alk__dialect_copy *found = NULL;
    memcpy(r.dialect, dialect, strlen(dialect) + 1);
    if (alk__catalog_read(&r.catalog, flags) == ALK_OK) {
        follow_alias(&r);
        found = alk__resolve_static_dialect(r.dialect);
        if (!found)
            found = search(&r);
    }
    alk__catalog_free(&r.catalog);
    return found;
}
