/* SPDX-License-Identifier: MIT
 * Reading all manifests and choosing between them: see catalog.h. */
#include "plugin/catalog.h"
#include <errno.h>
#include <string.h>
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/log.h"
#include "plugin/file.h"

static const char ending[] = ".alkp";

const alk__entry *alk__catalog_at(const alk__catalog *catalog, size_t index)
{
    return index < catalog->entries.count ? alk__vector_at(&catalog->entries, index) : NULL;
}

/* ---- reading ---- */
static char *join(const char *directory, const char *name)
{
    alk__buffer path;
    alk__buffer_init(&path, ALK__BUFFER_MAX);
    alk__buffer_printf(&path, "%s/%s", directory, name);
    char *text = alk__buffer_detach(&path);
    if (!text)
        alk__buffer_free(&path);
    return text;
}

/* An invalid manifest keeps its message; it becomes an error only for who asks for that plugin. */
static int read_entry(alk__catalog *catalog, const alk__place *place, const char *name)
{
    alk__entry *entry = alk__vector_push(&catalog->entries);
    if (!entry)
        return ALK_ERROR_NO_MEMORY;
    entry->place = place;
    entry->path = join(place->path, name);
    if (!entry->path)
        return ALK_ERROR_NO_MEMORY;
    entry->base = entry->path + strlen(entry->path) - strlen(name);
    entry->manifest = alk__manifest_read(entry->path);
    if (entry->manifest)
        return ALK_OK;
    if (alk__error_code() == ALK_ERROR_NO_MEMORY)
        return ALK_ERROR_NO_MEMORY;
    alk__log(ALK_LOG_WARNING, "plugin", "%s", alk_last_error()->message);
    entry->fault = alk__strdup(alk_last_error()->message);
    return entry->fault ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

static int read_place(alk__catalog *catalog, const alk__place *place)
{
    alk__vector names;
    alk__vector_init(&names, sizeof(char *));
    int code = alk__directory_names(place->path, ending, &names);
    int status = code == ALK__FILE_NO_MEMORY ? ALK_ERROR_NO_MEMORY : ALK_OK;
    if (code != 0 && code != ENOENT && code != ENOTDIR)
        alk__log(ALK_LOG_WARNING, "plugin", "the directory %s: %s", place->path, alk__file_fault(code));
    for (size_t i = 0; i < names.count && status == ALK_OK; i++)
        status = read_entry(catalog, place, *(char **)alk__vector_at(&names, i));
    alk__names_free(&names);
    return status;
}

/* Places that are ignored are read too, so that it can be said what was passed over; reading a manifest runs nothing. A set-uid program never gets to
 * those of its user: it does not read the variables that would name them. */
static int read_places(alk__catalog *catalog, unsigned flags)
{
    int status = alk__places_collect(&catalog->places, flags);
    for (size_t i = 0; i < catalog->places.items.count && status == ALK_OK; i++)
        status = read_place(catalog, alk__places_at(&catalog->places, i));
    return status;
}

int alk__catalog_read(alk__catalog *catalog, unsigned flags)
{
    alk__saved_error *saved = alk__error_save();
    alk__vector_init(&catalog->entries, sizeof(alk__entry));
    int status = read_places(catalog, flags);
    if (status != ALK_OK) {
        alk__error_discard(saved);
        return status;
    }
    alk_clear_error();
    alk__error_restore(saved);
    return ALK_OK;
}

void alk__catalog_free(alk__catalog *catalog)
{
    for (size_t i = 0; i < catalog->entries.count; i++) {
        alk__entry *entry = alk__vector_at(&catalog->entries, i);
        alk__manifest_free(entry->manifest);
        alk__free(entry->path);
        alk__free(entry->fault);
    }
    alk__vector_free(&catalog->entries);
    alk__places_free(&catalog->places);
}

/* ---- choosing ---- */
/* 0: `dialect+driver.alkp`, 1: `dialect.alkp`, 2: any other. */
static int rank_of(const alk__entry *entry, const char *dialect, const char *driver)
{
    size_t n = strlen(dialect), m = driver ? strlen(driver) : 0;
    if (strncmp(entry->base, dialect, n) != 0)
        return 2;
    if (strcmp(entry->base + n, ending) == 0)
        return 1;
    if (driver && entry->base[n] == '+' && strncmp(entry->base + n + 1, driver, m) == 0 && strcmp(entry->base + n + 1 + m, ending) == 0)
        return 0;
    return 2;
}

enum { BY_DEFAULT, BY_FIRST };     /* how a driver that was not named is chosen */

static bool offers(const alk__entry *entry, const char *dialect, const char *driver, int how, char driver_out[64])
{
    const char *chosen = driver;
    if (driver && !alk__manifest_has_pair(entry->manifest, dialect, driver))
        return false;
    if (!driver)
        chosen = how == BY_DEFAULT ? alk__manifest_default(entry->manifest, dialect) : alk__manifest_first(entry->manifest, dialect);
    if (!chosen)
        return false;
    memmove(driver_out, chosen, strlen(chosen) + 1);
    return true;
}

static bool wins(const alk__entry *entry, const char *dialect, const char *driver, int how, int rank, char driver_out[64])
{
    if (!entry->manifest)
        return rank < 2;
    return offers(entry, dialect, driver, how, driver_out);
}

/* Every entry once, in the order in which they win. */
typedef struct walk {
    const alk__catalog *catalog;
    const char *dialect, *driver;
    int which, rank;               /* rank: of the entry that was given last */
    size_t place, next;
} walk;

static const alk__entry *step(walk *w)
{
    for (; w->place < w->catalog->places.items.count; w->place++, w->rank = 0) {
        const alk__place *place = alk__places_at(&w->catalog->places, w->place);
        for (; w->rank <= 2 && !place->ignored == (w->which == ALK__USABLE); w->rank++, w->next = 0)
            while (w->next < w->catalog->entries.count) {
                const alk__entry *entry = alk__catalog_at(w->catalog, w->next++);
                if (entry->place == place && rank_of(entry, w->dialect, w->driver) == w->rank)
                    return entry;
            }
    }
    return NULL;
}

static const alk__entry *choose(const alk__catalog *catalog, const char *dialect, const char *driver, int how, char driver_out[64], int which)
{
    walk w = { .catalog = catalog, .dialect = dialect, .driver = driver, .which = which };
    const alk__entry *entry = step(&w);
    while (entry && !wins(entry, dialect, driver, how, w.rank, driver_out))
        entry = step(&w);
    return entry;
}

const alk__entry *alk__catalog_dialect(const alk__catalog *catalog, const char *dialect, const alk__entry *after, int which)
{
    walk w = { .catalog = catalog, .dialect = dialect, .which = which };
    const alk__entry *entry = step(&w);
    for (bool passed = !after; entry; entry = step(&w)) {
        if (passed && (entry->manifest ? alk__manifest_may_have_dialect(entry->manifest, dialect) : w.rank < 2))
            return entry;
        passed = passed || entry == after;
    }
    return NULL;
}

const alk__entry *alk__catalog_pair(const alk__catalog *catalog, const char *dialect, const char *driver, char driver_out[64], int which)
{
    const alk__entry *entry = choose(catalog, dialect, driver, BY_DEFAULT, driver_out, which);
    if (!entry && !driver)
        entry = choose(catalog, dialect, NULL, BY_FIRST, driver_out, which);
    return entry;
}

bool alk__catalog_alias(const alk__catalog *catalog, const char *alias, char out[64], int which)
{
    for (size_t i = 0; i < catalog->entries.count; i++) {
        const alk__entry *entry = alk__catalog_at(catalog, i);
        if (entry->manifest && !entry->place->ignored == (which == ALK__USABLE) && alk__manifest_alias(entry->manifest, alias, out))
            return true;
    }
    return false;
}
