/* SPDX-License-Identifier: MIT
 * The list of plugins for people: what is installed, what of it would be used, what is wrong with the rest. Nothing is loaded for it. */
#include <alkahest/registry.h>
#include <string.h>
#include <unistd.h>
#include "base/alloc.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"
#include "plugin/elf.h"
#include "plugin/file.h"
#include "plugin/listing.h"
#include "plugin/registry.h"

static const char *const nothing[] = { NULL };

/* ---- texts, in the list's arena ---- */
static int say(alk_plugin_list *list, alk_plugin_info *info, int status, const char *format, ...) __attribute__((format(printf, 4, 5)));
static int say(alk_plugin_list *list, alk_plugin_info *info, int status, const char *format, ...)
{
    alk__buffer text;
    va_list arguments;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    va_start(arguments, format);
    alk__buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    int result = alk__buffer_status(&text);
    if (result == ALK_OK) {
        info->status = status;
        info->message = alk_arena_copy(&list->arena, text.data, text.length);
        result = info->message ? ALK_OK : ALK_ERROR_NO_MEMORY;
    }
    alk__buffer_free(&text);
    return result;
}

/* ---- plugins in the program ---- */
static int static_pairs(alk_plugin_list *list, const alk__tables *tables, alk_plugin_info *info)
{
    uint32_t n = tables->plugin.ndrivers;
    const char **pairs = alk_arena_alloc(&list->arena, (n + 1) * sizeof *pairs, 0);
    for (uint32_t i = 0; pairs && i < n; i++) {
        const alk_driver *driver = &tables->drivers[i].table;
        size_t a = strlen(driver->dialect), b = strlen(driver->name) + 1;
        char *pair = alk_arena_alloc(&list->arena, a + b + 1, 1);
        if (!pair)
            return ALK_ERROR_NO_MEMORY;
        memcpy(pair, driver->dialect, a);
        pair[a] = '+';
        memcpy(pair + a + 1, driver->name, b);
        pairs[i] = pair;
    }
    if (!pairs)
        return ALK_ERROR_NO_MEMORY;
    pairs[n] = NULL;
    info->pairs = pairs;
    return ALK_OK;
}

static int static_dialects(alk_plugin_list *list, const alk__tables *tables, alk_plugin_info *info)
{
    uint32_t n = tables->plugin.ndialects;
    const char **dialects = alk_arena_alloc(&list->arena, (n + 1) * sizeof *dialects, 0);
    if (!dialects)
        return ALK_ERROR_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++)
        dialects[i] = tables->dialects[i].table.name;
    dialects[n] = NULL;
    info->dialects = dialects;
    return ALK_OK;
}

static int add_static(alk_plugin_list *list, const alk__module *module)
{
    const alk__tables *tables = alk__module_tables(module);
    alk_plugin_info *info = alk__vector_push(&list->infos);
    if (!info)
        return ALK_ERROR_NO_MEMORY;
    *info = (alk_plugin_info){
        .struct_size = sizeof *info,
        .status = ALK_PLUGIN_LOADED,
        .message = "linked into the program",
        .name = tables->plugin.name,
        .version = tables->plugin.version,
        .aliases = nothing,
        .caps = nothing,
        .abi_major = tables->plugin.abi_major,
        .abi_minor = tables->plugin.abi_minor,
        .min_host_minor = tables->plugin.min_host_minor,
    };
    int status = static_pairs(list, tables, info);
    return status == ALK_OK ? static_dialects(list, tables, info) : status;
}

/* ---- plugins on disk ---- */
static const alk__module *module_of_file(const char *path)
{
    struct stat about;
    const alk__module *module = NULL;
    if (stat(path, &about) != 0)
        return NULL;
    for (module = alk__module_first(); module; module = alk__module_next(module))
        if (alk__module_is_file(module, about.st_dev, about.st_ino))
            break;
    return module;
}

const alk__module *alk__loaded_as(const char *path)
{
    const alk__module *module = alk__module_first();
    while (module && (!alk__module_path(module) || strcmp(alk__module_path(module), path) != 0))
        module = alk__module_next(module);
    return module;
}

static bool is_shadowed(const alk__catalog *catalog, const alk__entry *entry)
{
    char dialect[64], driver[64], chosen[64];
    for (size_t i = 0; i < entry->manifest->n_pairs; i++)
        if (alk__pair_split(entry->manifest->pairs[i], dialect, driver) &&
            alk__catalog_pair(catalog, dialect, driver, chosen, ALK__USABLE) == entry)
            return false;
    for (size_t i = 0; i < entry->manifest->n_dialects; i++)
        if (alk__catalog_dialect(catalog, entry->manifest->dialects[i], NULL, ALK__USABLE) == entry)
            return false;
    return true;
}

static int examine_library(alk_plugin_list *list, const alk__entry *entry, alk_plugin_info *info)
{
    struct stat about;
    int fault;
    const char *machine = "another machine", *own = "another";
    const char *library = entry->manifest->library;
    int fd = alk__file_open(library, &about, &fault);
    if (fd < 0)
        return say(list, info, ALK_PLUGIN_NO_LIBRARY, "%s: %s", library, alk__file_fault(fault));
    alk__elf_kind kind = alk__elf_examine(fd, &machine, &own);
    (void)close(fd);
    if (kind == ALK__ELF_OTHER_MACHINE)
        return say(list, info, ALK_PLUGIN_ARCHITECTURE, "%s is for %s, this process is %s", library, machine, own);
    if (kind != ALK__ELF_GOOD)
        return say(list, info, ALK_PLUGIN_NO_LIBRARY, "%s %s", library,
                   kind == ALK__ELF_TRUNCATED ? "is damaged or cut short" : "is not a shared library");
    return ALK_OK;
}

static int judge_loaded(alk_plugin_list *list, const alk__entry *entry, alk_plugin_info *info)
{
    const alk__module *module = module_of_file(entry->manifest->library), *older = alk__loaded_as(entry->manifest->library);
    if (module) {
        info->status = ALK_PLUGIN_LOADED;
        return ALK_OK;
    }
    if (!older)
        return ALK_OK;
    return say(list, info, ALK_PLUGIN_REPLACED, "on disk %s, loaded %s: restart to use", entry->manifest->version,
               alk__module_tables(older)->plugin.version);
}

static int judge(alk_plugin_list *list, const alk__entry *entry, alk_plugin_info *info)
{
    const alk__manifest *m = entry->manifest;
    int status;
    if (entry->place->ignored)
        return say(list, info, ALK_PLUGIN_IGNORED, "%s", entry->place->ignored);
    if (m->abi != ALK_ABI_MAJOR || m->min_host_minor > ALK_ABI_MINOR)
        return say(list, info, ALK_PLUGIN_ABI, "it needs plugin ABI %u.%u, this library has %d.%d", (unsigned)m->abi, (unsigned)m->min_host_minor,
                   ALK_ABI_MAJOR, ALK_ABI_MINOR);
    if ((status = examine_library(list, entry, info)) != ALK_OK || info->status != ALK_PLUGIN_AVAILABLE)
        return status;
    if ((status = judge_loaded(list, entry, info)) != ALK_OK || info->status != ALK_PLUGIN_AVAILABLE)
        return status;
    if (is_shadowed(&list->catalog, entry))
        return say(list, info, ALK_PLUGIN_SHADOWED, "its pairs are offered by plugins found earlier");
    return ALK_OK;
}

/* Those that the manifest names, or else those of its pairs, each once. */
static int add_dialects(alk_plugin_list *list, const alk__manifest *m, alk_plugin_info *info)
{
    size_t n = 0;
    char dialect[64];
    info->dialects = m->dialects;
    if (m->n_dialects > 0)
        return ALK_OK;
    const char **dialects = alk_arena_alloc(&list->arena, (m->n_pairs + 1) * sizeof *dialects, 0);
    if (!dialects)
        return ALK_ERROR_NO_MEMORY;
    for (size_t i = 0; i < m->n_pairs; i++) {
        size_t k = 0;
        (void)alk__pair_split(m->pairs[i], dialect, NULL);
        while (k < n && strcmp(dialects[k], dialect) != 0)
            k++;
        if (k == n && !(dialects[n++] = alk_arena_copy(&list->arena, dialect, strlen(dialect))))
            return ALK_ERROR_NO_MEMORY;
    }
    dialects[n] = NULL;
    info->dialects = dialects;
    return ALK_OK;
}

static int add_entry(alk_plugin_list *list, const alk__entry *entry)
{
    const alk__manifest *m = entry->manifest;
    alk_plugin_info *info = alk__vector_push(&list->infos);
    if (!info)
        return ALK_ERROR_NO_MEMORY;
    *info = (alk_plugin_info){ .struct_size = sizeof *info, .status = ALK_PLUGIN_INVALID, .message = entry->fault, .manifest = entry->path };
    info->pairs = info->aliases = info->caps = info->dialects = nothing;
    if (!m)
        return ALK_OK;
    info->status = ALK_PLUGIN_AVAILABLE;
    info->name = m->name;
    info->version = m->version;
    info->pairs = m->pairs;
    info->aliases = m->aliases;
    info->caps = m->caps;
    info->default_pair = m->default_pair;
    info->client = m->client;
    info->homepage = m->homepage;
    info->library = m->library;
    info->abi_major = m->abi;
    info->abi_minor = m->abi_minor;
    info->min_host_minor = m->min_host_minor;
    int status = add_dialects(list, m, info);
    return status == ALK_OK ? judge(list, entry, info) : status;
}

/* ---- the list ---- */
static int fill(alk_plugin_list *list)
{
    const alk__entry *entry;
    int status = alk__catalog_read(&list->catalog, 0);
    for (const alk__module *m = alk__module_first(); m && status == ALK_OK; m = alk__module_next(m))
        if (!alk__module_path(m))
            status = add_static(list, m);
    list->first_entry = list->infos.count;
    for (size_t i = 0; status == ALK_OK && (entry = alk__catalog_at(&list->catalog, i)); i++)
        status = add_entry(list, entry);
    return status;
}

alk_plugin_list *alk_plugin_list_new(void)
{
    alk_plugin_list *list = alk__calloc(1, sizeof *list);
    if (!list)
        return NULL;
    alk__arena_init(&list->arena, 0);
    alk__vector_init(&list->infos, sizeof(alk_plugin_info));
    if (fill(list) != ALK_OK) {
        alk_plugin_list_free(list);
        return NULL;
    }
    return list;
}

void alk_plugin_list_free(alk_plugin_list *list)
{
    if (!list)
        return;
    alk__vector_free(&list->infos);
    alk__arena_clear(&list->arena);
    alk__catalog_free(&list->catalog);
    alk__free(list);
}

size_t alk_plugin_list_count(const alk_plugin_list *list)
{
    return list ? list->infos.count : 0;
}

const alk_plugin_info *alk_plugin_list_get(const alk_plugin_list *list, size_t index)
{
    return index < alk_plugin_list_count(list) ? alk__vector_at(&list->infos, index) : NULL;
}

const char *alk_plugin_status_name(int status)
{
    static const char *const names[] = { "unknown",     "available",       "loaded",           "replaced", "shadowed", "invalid manifest",
                                         "no library",  "wrong architecture", "wrong ABI", "ignored" };
    return status > 0 && (size_t)status < sizeof names / sizeof names[0] ? names[status] : names[0];
}
