/* SPDX-License-Identifier: MIT
 * What describes a plugin before it is loaded. The first byte picks: a manifest's text, or a library's file, whose first bytes are made those of
 * this machine so that more of it is looked at. Whatever the bytes, a manifest is refused with a place or is well formed, and says the same
 * when it is written out again; a file is judged without a byte outside of it being believed. */
#include "fuzz.h"
#include <alkahest/error.h>
#include <alkahest/registry.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "plugin/clean.h"
#include "plugin/elf.h"
#include "plugin/manifest.h"

static const char path[] = "/some/where/x.alkp";

/* ---- manifests ---- */

static size_t check_list(const char *const *items, bool (*good)(const char *))
{
    size_t n = 0;
    for (; items[n] != NULL; n++)
        FUZZ_CHECK(good(items[n]));
    return n;
}

static bool is_pair(const char *text)
{
    char dialect[64], driver[64];
    return alk__pair_split(text, dialect, driver) && alk__is_name(dialect) && alk__is_name(driver);
}

static void check_questions(const alk__manifest *m)
{
    char dialect[64], driver[64], of_alias[64];
    for (size_t i = 0; i < m->n_pairs; i++) {
        FUZZ_CHECK(alk__pair_split(m->pairs[i], dialect, driver) && alk__manifest_has_pair(m, dialect, driver));
        FUZZ_CHECK(alk__manifest_first(m, dialect) != NULL);
    }
    if (m->default_pair != NULL)
        FUZZ_CHECK(alk__pair_split(m->default_pair, dialect, driver) && alk__manifest_has_pair(m, dialect, driver) &&
                   strcmp(alk__manifest_default(m, dialect), driver) == 0);
    for (size_t i = 0; i < m->n_aliases; i++)
        FUZZ_CHECK(alk__manifest_alias(m, m->aliases[i], of_alias) && alk__manifest_has_pair(m, of_alias, NULL));
}

static void check_manifest(const alk__manifest *m)
{
    size_t directory = (size_t)(strrchr(path, '/') + 1 - path);
    FUZZ_CHECK(alk__is_label(m->name) && m->version[0] != '\0' && strcmp(m->path, path) == 0);
    FUZZ_CHECK(strncmp(m->library, path, directory) == 0 && m->library[directory] != '\0' && strchr(m->library + directory, '/') == NULL);
    FUZZ_CHECK(m->abi > 0 && m->abi <= UINT16_MAX && m->abi_minor <= UINT16_MAX && m->min_host_minor <= UINT16_MAX);
    FUZZ_CHECK(check_list(m->pairs, is_pair) == m->n_pairs && m->n_pairs > 0);
    FUZZ_CHECK(check_list(m->aliases, alk__is_name) == m->n_aliases);
    FUZZ_CHECK(check_list(m->caps, alk__is_label) == m->n_caps);
    check_questions(m);
}

static void put_list(alk__buffer *out, const char *key, const char *const *items)
{
    for (size_t i = 0; items[i] != NULL; i++)
        alk__buffer_printf(out, "%s%s", i > 0 ? ", " : key, items[i]);
    alk__buffer_putc(out, '\n');
}

static void put_text(alk__buffer *out, const char *key, const char *text)
{
    if (text != NULL)
        alk__buffer_printf(out, "%s%s\n", key, text);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* A text that is longer than one buffer's line allows is left alone. */
static void check_again(const alk__manifest *m)
{
    alk__buffer out;
    alk__buffer_init(&out, 1 << 20);
    alk__buffer_printf(&out, "format=1\nabi=%u\nabi_minor=%u\nmin_host_minor=%u\n", m->abi, m->abi_minor, m->min_host_minor);
    put_text(&out, "name = ", m->name);
    put_text(&out, "version = ", m->version);
    put_text(&out, "library = ", strrchr(m->library, '/') + 1);
    put_text(&out, "default = ", m->default_pair);
    put_text(&out, "client = ", m->client);
    put_text(&out, "homepage = ", m->homepage);
    put_list(&out, "pairs = ", m->pairs);
    put_list(&out, "aliases = ", m->aliases);
    put_list(&out, "caps = ", m->caps);
    FUZZ_CHECK(alk__buffer_status(&out) == ALK_OK);
    alk__manifest *again = alk__manifest_parse(out.data, out.length, path);
    FUZZ_CHECK(again != NULL && same_text(m->name, again->name) && same_text(m->version, again->version));
    FUZZ_CHECK(same_text(m->library, again->library) && same_text(m->default_pair, again->default_pair));
    FUZZ_CHECK(same_text(m->client, again->client) && same_text(m->homepage, again->homepage));
    FUZZ_CHECK(m->n_pairs == again->n_pairs && m->n_aliases == again->n_aliases && m->n_caps == again->n_caps);
    alk__manifest_free(again);
    alk__buffer_free(&out);
}

static void parse(const char *text, size_t n)
{
    alk__manifest *manifest = alk__manifest_parse(text, n, path);
    if (manifest == NULL) {
        const alk_error *error = alk_last_error();
        FUZZ_CHECK(error->code == ALK_ERROR_NO_PLUGIN && error->native_code == ALK_MISSING_MANIFEST);
        FUZZ_CHECK(strstr(error->message, "/some/where/x.alkp:") != NULL);
        return;
    }
    check_manifest(manifest);
    check_again(manifest);
    alk__manifest_free(manifest);
}

/* ---- files ---- */

/* One file for all runs; it has no name any more. */
static int the_file(void)
{
    static FILE *file;
    if (file == NULL)
        file = tmpfile();
    FUZZ_CHECK(file != NULL);
    return fileno(file);
}

/* What this program's own file begins with, as a shared object's. */
static void disguise(uint8_t *bytes, size_t n)
{
    static uint8_t own[20];
    FILE *self = own[0] == 0 ? fopen("/proc/self/exe", "rb") : NULL;
    if (self != NULL) {
        FUZZ_CHECK(fread(own, 1, sizeof own, self) == sizeof own);
        (void)fclose(self);
        own[16] = own[5] == 1 ? 3 : 0;
        own[17] = own[5] == 1 ? 0 : 3;
    }
    if (own[0] != 0)
        memcpy(bytes, own, n < sizeof own ? n : sizeof own);
}

static void examine(uint8_t *bytes, size_t n)
{
    int fd = the_file();
    const char *machine = NULL, *own = NULL;
    alk__buffer note;
    FUZZ_CHECK(ftruncate(fd, 0) == 0 && pwrite(fd, bytes, n, 0) == (ssize_t)n);
    alk__elf_kind kind = alk__elf_examine(fd, &machine, &own);
    FUZZ_CHECK(kind <= ALK__ELF_OTHER_MACHINE && (kind == ALK__ELF_OTHER_MACHINE) == (machine != NULL && own != NULL));
    alk__buffer_init(&note, 1 << 20);
    if (alk__elf_note(fd, &note)) {
        FUZZ_CHECK(kind == ALK__ELF_GOOD && note.length <= ALK__MANIFEST_MAX && note.length <= n);
        FUZZ_CHECK(note.length == 0 || memchr(note.data, '\0', note.length) == NULL);
        parse(note.length > 0 ? note.data : "", note.length);
    }
    alk__buffer_free(&note);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    uint8_t *bytes = malloc(size > 1 ? size - 1 : 1);
    FUZZ_CHECK(bytes != NULL);
    memcpy(bytes, data + 1, size - 1);
    if (data[0] == 'E') {
        disguise(bytes, size - 1);
        examine(bytes, size - 1);
    } else if (data[0] == 'F') {
        examine(bytes, size - 1);
    } else {
        parse((const char *)bytes, size - 1);
    }
    free(bytes);
    return 0;
}
