/* SPDX-License-Identifier: MIT
 * The message for a plugin that is not there: the summary is the message, where it looked is the detail, what to do is the hint. See missing.h. */
#include "plugin/missing.h"
#include <alkahest/registry.h>
#include <string.h>
#include <unistd.h>
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "plugin/file.h"
#include "plugin/loader.h"

enum { DETAIL_MAX = 256 * 1024 };

/* ---- names that are there ---- */
static bool has_name(const alk__vector *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++)
        if (strcmp(*(const char *const *)alk__vector_at(names, i), name) == 0)
            return true;
    return false;
}

static void add_name(alk__vector *names, const char *name)
{
    if (has_name(names, name))
        return;
    char *copy = alk__strdup(name);
    char **item = copy ? alk__vector_push(names) : NULL;
    if (item)
        *item = copy;
    else
        alk__free(copy);
}

static void add_dialects(alk__vector *names, const alk__manifest *manifest)
{
    char dialect[64];
    for (size_t i = 0; i < manifest->n_pairs; i++)
        if (alk__pair_split(manifest->pairs[i], dialect, NULL))
            add_name(names, dialect);
    for (size_t i = 0; i < manifest->n_dialects; i++)
        add_name(names, manifest->dialects[i]);
}

/* Dialects of the places that may be used and of loaded modules; with aliases, if asked. */
static void installed(alk__vector *names, const alk__catalog *catalog, bool aliases)
{
    const alk__entry *entry;
    for (size_t i = 0; (entry = alk__catalog_at(catalog, i)); i++) {
        if (!entry->manifest || entry->place->ignored)
            continue;
        add_dialects(names, entry->manifest);
        for (size_t k = 0; aliases && k < entry->manifest->n_aliases; k++)
            add_name(names, entry->manifest->aliases[k]);
    }
    for (alk__module *module = alk__module_first(); module; module = alk__module_next(module)) {
        const alk__tables *tables = alk__module_tables(module);
        for (uint32_t k = 0; !alk__module_path(module) && k < tables->plugin.ndialects; k++)
            add_name(names, tables->dialects[k].table.name);
    }
}

static void put_names(alk__buffer *out, const alk__vector *names)
{
    for (size_t i = 0; i < names->count; i++)
        alk__buffer_printf(out, "%s%s", i ? ", " : "", *(const char *const *)alk__vector_at(names, i));
}

/* ---- where it looked ---- */
static void put_content(alk__buffer *out, const alk__catalog *catalog, const alk__place *place)
{
    const alk__entry *entry;
    alk__vector names;
    alk__vector_init(&names, sizeof(char *));
    for (size_t i = 0; (entry = alk__catalog_at(catalog, i)); i++)
        if (entry->place == place && entry->manifest)
            add_dialects(&names, entry->manifest);
    alk__buffer_puts(out, names.count ? "found: " : access(place->path, F_OK) == 0 ? "no plugins" : "absent");
    put_names(out, &names);
    for (size_t i = 0; (entry = alk__catalog_at(catalog, i)); i++)
        if (entry->place == place && !entry->manifest)
            alk__buffer_printf(out, "; %s is invalid", entry->base);
    alk__names_free(&names);
}

static void put_places(alk__buffer *out, const alk__catalog *catalog)
{
    alk__buffer_puts(out, "looked in:");
    for (size_t i = 0; i < catalog->places.remarks.count; i++)
        alk__buffer_printf(out, "\n  %s", *(const char *const *)alk__vector_at(&catalog->places.remarks, i));
    for (size_t i = 0; i < catalog->places.items.count; i++) {
        const alk__place *place = alk__places_at(&catalog->places, i);
        alk__buffer_printf(out, "\n  %s (", place->path);
        if (place->ignored)
            alk__buffer_puts(out, place->ignored);
        else
            put_content(out, catalog, place);
        alk__buffer_putc(out, ')');
    }
}

void alk__missing_add_places(const alk__catalog *catalog)
{
    alk__saved_error *saved = alk__error_save();
    alk__buffer text;
    alk__buffer_init(&text, DETAIL_MAX);
    put_places(&text, catalog);
    alk__error_restore(saved);
    if (alk__buffer_status(&text) == ALK_OK)
        alk__error_add(ALK__DETAIL, text.data, text.length);
    alk__buffer_free(&text);
}

/* ---- what to do ---- */
/* The drivers of a dialect that is there, when it is the driver that is not. */
static bool put_drivers(alk__buffer *out, const alk__catalog *catalog, const char *dialect)
{
    const alk__entry *entry;
    char of[64], driver[64];
    alk__vector names;
    alk__vector_init(&names, sizeof(char *));
    for (size_t i = 0; (entry = alk__catalog_at(catalog, i)); i++)
        for (size_t k = 0; entry->manifest && !entry->place->ignored && k < entry->manifest->n_pairs; k++)
            if (alk__pair_split(entry->manifest->pairs[k], of, driver) && strcmp(of, dialect) == 0)
                add_name(&names, driver);
    bool any = names.count > 0;
    if (any) {
        alk__buffer_printf(out, "installed drivers of %s: ", dialect);
        put_names(out, &names);
    }
    alk__names_free(&names);
    return any;
}

static const char *near_name(const char *word, const alk__vector *names, bool *is_installed)
{
    const char *candidates[64] = { NULL };
    size_t n = 0;
    for (size_t i = 0; i < names->count && n < 48; i++)
        candidates[n++] = *(const char *const *)alk__vector_at(names, i);
    for (size_t i = 0; alk__hint_known[i] && n < 63; i++)
        candidates[n++] = alk__hint_known[i];
    const char *near = alk__nearest(alk__sv(word), candidates);
    *is_installed = near && has_name(names, near);
    return near;
}

/* The plugin that has the dialect itself, when nothing is known that connects with it; or NULL. */
static const char *owner_without_driver(const alk__catalog *catalog, const char *dialect)
{
    char driver[64];
    const alk__entry *entry = alk__catalog_dialect(catalog, dialect, NULL, ALK__USABLE);
    if (alk__catalog_pair(catalog, dialect, NULL, driver, ALK__USABLE))
        return NULL;
    for (const alk__module *module = alk__module_first(); module; module = alk__module_next(module))
        if (!alk__module_path(module) && alk__tables_dialect(alk__module_tables(module), dialect))
            return alk__module_tables(module)->plugin.name;
    return entry && entry->manifest ? entry->manifest->name : NULL;
}

static void put_hint(alk__buffer *out, const alk__catalog *catalog, const char *dialect, const char *driver, const alk__hint_sources *sources)
{
    bool is_installed = false;
    alk__vector names;
    if (driver && put_drivers(out, catalog, dialect))
        return;
    alk__vector_init(&names, sizeof(char *));
    installed(&names, catalog, true);
    const char *near = near_name(dialect, &names, &is_installed);
    if (near && strcmp(near, dialect) != 0)
        alk__buffer_printf(out, "did you mean \"%s\"?%s", near, is_installed ? "" : "\n");
    if (!near || !is_installed)
        alk__hint_package(out, near ? near : dialect, sources);
    alk__names_free(&names);
}

/* ---- the whole ---- */
static const alk__entry *in_ignored(const alk__catalog *catalog, const char *dialect, const char *driver)
{
    char chosen[64];
    const alk__entry *entry = alk__catalog_pair(catalog, dialect, driver, chosen, ALK__IGNORED);
    return entry || driver ? entry : alk__catalog_dialect(catalog, dialect, NULL, ALK__IGNORED);
}

static void put_summary(alk__buffer *out, const char *dialect, const char *driver, const alk__entry *ignored, const char *owner)
{
    const char *plus = driver ? "+" : "", *name = driver ? driver : "";
    if (ignored)
        alk__buffer_printf(out, "the plugin for \"%s%s%s\" may not be used: %s is %s", dialect, plus, name, ignored->place->path,
                           ignored->place->ignored);
    else if (owner)
        alk__buffer_printf(out, "no driver for \"%s%s%s\": the plugin %s has the dialect, but nothing that connects", dialect, plus, name, owner);
    else
        alk__buffer_printf(out, "no plugin for \"%s%s%s\"", dialect, plus, name);
}

int alk__missing(const alk__catalog *catalog, const char *dialect, const char *driver, const alk__hint_sources *sources)
{
    alk__buffer summary, hint;
    const char *owner = owner_without_driver(catalog, dialect);
    const alk__entry *ignored = in_ignored(catalog, dialect, driver);
    alk__buffer_init(&summary, DETAIL_MAX);
    alk__buffer_init(&hint, DETAIL_MAX);
    put_summary(&summary, dialect, driver, ignored, owner);
    if (!ignored && owner)
        alk__buffer_puts(&hint, "statements can be compiled for it all the same; to connect, install a plugin that has a driver for it");
    else if (!ignored)
        put_hint(&hint, catalog, dialect, driver, sources);
    if (alk__buffer_status(&summary) == ALK_OK && alk__buffer_status(&hint) == ALK_OK) {
        (void)alk__error(ALK_ERROR_NO_PLUGIN, "%s", summary.data);
        alk__error_native(ignored ? ALK_MISSING_IGNORED : owner ? ALK_MISSING_DRIVER : ALK_MISSING_NOT_FOUND);
        alk__missing_add_places(catalog);
        if (hint.length > 0)
            alk__error_add(ALK__HINT, hint.data, hint.length);
    }
    alk__buffer_free(&summary);
    alk__buffer_free(&hint);
    return alk__error_code();
}
