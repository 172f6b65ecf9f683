/* SPDX-License-Identifier: MIT
 * Comparing what a plugin says of itself in three places, and telling what of it is loaded. */
#include <alkahest/registry.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/buffer.h"
#include "base/error.h"
#include "plugin/elf.h"
#include "plugin/file.h"
#include "plugin/listing.h"
#include "plugin/resolve.h"

/* ---- verification ---- */
static void differ(alk__buffer *out, const char *what, const char *a, const char *b, const char *other)
{
    const char *left = a ? a : "nothing", *right = b ? b : "nothing";
    if (strcmp(left, right) != 0)
        alk__buffer_printf(out, "%s%s: the manifest says %s, %s says %s", out->length ? "\n" : "", what, left, other, right);
}

static void differ_number(alk__buffer *out, const char *what, uint32_t a, uint32_t b, const char *other)
{
    if (a != b)
        alk__buffer_printf(out, "%s%s: the manifest says %u, %s says %u", out->length ? "\n" : "", what, (unsigned)a, other, (unsigned)b);
}

static void differ_list(alk__buffer *out, const char *what, const char **a, const char **b)
{
    size_t i = 0;
    while (a[i] && b[i] && strcmp(a[i], b[i]) == 0)
        i++;
    differ(out, what, a[i], b[i], "the note in the library");
}

static void compare_note(alk__buffer *out, const alk__manifest *m, const alk__manifest *note)
{
    const char *other = "the note in the library";
    differ(out, "name", m->name, note->name, other);
    differ(out, "version", m->version, note->version, other);
    differ(out, "library", m->library, note->library, other);
    differ(out, "default", m->default_pair, note->default_pair, other);
    differ_number(out, "abi", m->abi, note->abi, other);
    differ_number(out, "abi_minor", m->abi_minor, note->abi_minor, other);
    differ_number(out, "min_host_minor", m->min_host_minor, note->min_host_minor, other);
    differ_list(out, "pairs", m->pairs, note->pairs);
    differ_list(out, "dialects", m->dialects, note->dialects);
    differ_list(out, "aliases", m->aliases, note->aliases);
    differ_list(out, "caps", m->caps, note->caps);
}

static int read_note(alk__buffer *out, const alk__manifest *m)
{
    struct stat about;
    int fault, fd = alk__file_open(m->library, &about, &fault);
    alk__buffer text;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    bool found = fd >= 0 && alk__elf_note(fd, &text);
    if (fd >= 0)
        (void)close(fd);
    alk__manifest *note = found ? alk__manifest_parse(text.data, text.length, m->path) : NULL;
    int status = found && !note && alk__error_code() == ALK_ERROR_NO_MEMORY ? ALK_ERROR_NO_MEMORY : alk__buffer_status(&text);
    if (note)
        compare_note(out, m, note);
    else
        alk__buffer_puts(out, found ? "the note in the library is no valid manifest" : "the library has no note with a copy of the manifest");
    alk__manifest_free(note);
    alk__buffer_free(&text);
    return status;
}

/* Each pair needs one of its halves here; the other may be another plugin's. */
static void compare_table(alk__buffer *out, const alk__manifest *m, const alk__tables *tables)
{
    char dialect[64], driver[64];
    differ(out, "version", m->version, tables->plugin.version, "the table");
    for (size_t i = 0; i < m->n_pairs; i++)
        if (alk__pair_split(m->pairs[i], dialect, driver) && !alk__tables_dialect(tables, dialect) && !alk__tables_driver(tables, driver))
            alk__buffer_printf(out, "%spairs: the manifest offers %s, the table has neither half of it", out->length ? "\n" : "", m->pairs[i]);
    for (size_t i = 0; i < m->n_dialects; i++)
        if (!alk__tables_dialect(tables, m->dialects[i]))
            alk__buffer_printf(out, "%sdialects: the manifest says %s, the table has no such dialect", out->length ? "\n" : "", m->dialects[i]);
    for (uint32_t i = 0; m->n_dialects > 0 && i < tables->plugin.ndialects; i++)
        if (!alk__manifest_has_dialect(m, tables->dialects[i].table.name))
            alk__buffer_printf(out, "%sdialects: the table has %s, of which the manifest says nothing", out->length ? "\n" : "",
                               tables->dialects[i].table.name);
}

static int judge(const alk__buffer *differences, const alk__manifest *m)
{
    int status = alk__buffer_status(differences);
    if (status != ALK_OK || differences->length == 0)
        return status;
    (void)alk__error(ALK_ERROR_ABI, "plugin %s does not describe itself consistently", m->library);
    alk__error_native(ALK_MISSING_ABI);
    alk__error_add(ALK__DETAIL, differences->data, differences->length);
    return ALK_ERROR_ABI;
}

int alk_plugin_verify(const alk_plugin_list *list, size_t index)
{
    if (!list || index >= list->infos.count)
        return alk__error(ALK_ERROR_ARGUMENT, "there is no plugin %zu in the list", index);
    if (index < list->first_entry)
        return ALK_OK;             /* linked into the program: it has but one description */
    const alk__entry *entry = alk__catalog_at(&list->catalog, index - list->first_entry);
    const alk__module *module = alk__entry_load(entry, list->catalog.places.strict);
    if (!module)
        return alk__error_code();
    alk__buffer differences;
    alk__buffer_init(&differences, ALK__BUFFER_MAX);
    int status = read_note(&differences, entry->manifest);
    if (status == ALK_OK) {
        compare_table(&differences, entry->manifest, alk__module_tables(module));
        status = judge(&differences, entry->manifest);
    }
    alk__buffer_free(&differences);
    return status;
}

/* ---- status ---- */
static const alk__entry *offering(const alk__catalog *catalog, const char *dialect, const char *driver)
{
    char chosen[64];
    const alk__entry *entry = alk__catalog_pair(catalog, dialect, driver, chosen, ALK__USABLE);
    return entry || driver ? entry : alk__catalog_dialect(catalog, dialect, NULL, ALK__USABLE);
}

/* Of a dialect's name, an alias or a pair, the entry that would be used. */
static const alk__entry *entry_of(const alk__catalog *catalog, const char *text)
{
    char dialect[64], driver[64];
    bool pair = alk__pair_split(text, dialect, driver);
    if (!pair && strnlen(text, sizeof dialect) >= sizeof dialect)
        return NULL;
    if (!pair)
        memcpy(dialect, text, strlen(text) + 1);
    const alk__entry *entry = offering(catalog, dialect, pair ? driver : NULL);
    if (!entry && alk__catalog_alias(catalog, dialect, dialect, ALK__USABLE))
        entry = offering(catalog, dialect, pair ? driver : NULL);
    return entry;
}

static const alk_plugin_info *info_of(const alk_plugin_list *list, const alk__entry *entry)
{
    for (size_t i = list->first_entry; entry && i < list->infos.count; i++)
        if (alk__catalog_at(&list->catalog, i - list->first_entry) == entry)
            return alk_plugin_list_get(list, i);
    return NULL;
}

static const alk_plugin_info *static_info(const alk_plugin_list *list, const char *text)
{
    size_t n = strcspn(text, "+");
    for (size_t i = 0; i < list->first_entry; i++) {
        const alk_plugin_info *info = alk_plugin_list_get(list, i);
        for (size_t k = 0; info->dialects[k]; k++)
            if (strcmp(info->dialects[k], text) == 0)
                return info;
        for (size_t k = 0; info->pairs[k]; k++)
            if (strcmp(info->pairs[k], text) == 0 || (text[n] == '\0' && strncmp(info->pairs[k], text, n) == 0 && info->pairs[k][n] == '+'))
                return info;
    }
    return NULL;
}

static size_t describe(const alk_plugin_info *info, char *out, size_t size)
{
    int n;
    if (!info)
        n = snprintf(out, size, "not found");
    else if (info->status == ALK_PLUGIN_AVAILABLE)
        n = snprintf(out, size, "available %s in %s, not loaded", info->version, info->library);
    else if (info->status == ALK_PLUGIN_LOADED)
        n = snprintf(out, size, "loaded %s%s%s", info->version, info->library ? " from " : ", linked into the program",
                     info->library ? info->library : "");
    else
        n = snprintf(out, size, "%s", info->message);
    return n > 0 ? (size_t)n : 0;
}

size_t alk_plugin_status(const char *dialect, char *out, size_t size)
{
    char nothing[1];
    alk_plugin_list *list = dialect ? alk_plugin_list_new() : NULL;
    const alk_plugin_info *info = list ? static_info(list, dialect) : NULL;
    if (list && !info)
        info = info_of(list, entry_of(&list->catalog, dialect));
    size_t length = describe(info, out && size ? out : nothing, out ? size : 0);
    alk_plugin_list_free(list);
    return length;
}
