/* SPDX-License-Identifier: MIT
 * The strict parser of manifests. What is malformed is an error with file and line, and no part of such a manifest is used; keys that are not known
 * are left alone, since newer plugins have more. */
#include "plugin/manifest.h"
#include <alkahest/registry.h>
#include <string.h>
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/text.h"
#include "base/utf8.h"
#include "plugin/clean.h"
#include "plugin/file.h"

enum { LIST_MAX = 256, KEY_MAX = 32 };

typedef struct parser {
    alk__manifest *manifest;
    const char *path;
    unsigned line;
    uint32_t seen;                 /* bit by key */
} parser;

static bool fault(const parser *p, const char *format, ...) __attribute__((format(printf, 2, 3)));
static bool fault(const parser *p, const char *format, ...)
{
    alk__buffer text;
    va_list arguments;
    alk__buffer_init(&text, ALK__MANIFEST_MAX);
    va_start(arguments, format);
    alk__buffer_vprintf(&text, format, arguments);
    va_end(arguments);
    if (alk__buffer_status(&text) == ALK_OK) {
        (void)alk__error(ALK_ERROR_NO_PLUGIN, "invalid plugin manifest %s:%u: %s", p->path, p->line, text.data);
        alk__error_native(ALK_MISSING_MANIFEST);
    }
    alk__buffer_free(&text);
    return false;
}

/* ---- kinds of value ---- */
static bool take_text(parser *p, alk_sv value, void *out)
{
    const char **text = out;
    *text = alk_arena_copy(&p->manifest->arena, value.p, value.n);
    return *text != NULL;
}

static bool take_name(parser *p, alk_sv value, void *out)
{
    const char **text = out;
    if (!take_text(p, value, out))
        return false;
    return alk__is_label(*text) || fault(p, "\"%s\" is not a name", *text);
}

static bool take_library(parser *p, alk_sv value, void *out)
{
    const char **library = out, *slash = strrchr(p->path, '/');
    size_t directory = slash ? (size_t)(slash - p->path) + 1 : 0;
    if (value.n > 255 || memchr(value.p, '/', value.n) || alk__sv_is(value, ".") || alk__sv_is(value, ".."))
        return fault(p, "library must be the name of a file in the same directory");
    char *text = alk_arena_alloc(&p->manifest->arena, directory + value.n + 1, 1);
    if (!text)
        return false;
    memcpy(text, p->path, directory);
    memcpy(text + directory, value.p, value.n);
    text[directory + value.n] = '\0';
    *library = text;
    return true;
}

static bool take_number(parser *p, alk_sv value, void *out)
{
    uint64_t number;
    uint32_t *result = out;
    if (!alk__parse_uint(value, &number) || number > UINT16_MAX)
        return fault(p, "\"%.*s\" is not a number from 0 to 65535", (int)value.n, value.p);
    *result = (uint32_t)number;
    return true;
}

/* "a, b , c" → { "a", "b", "c", NULL }; empty items are faults, an empty list is none. */
static bool take_list(parser *p, alk_sv value, const char ***out, size_t *count, bool (*good)(const char *item), const char *what)
{
    size_t n = 0, most = 1;
    for (size_t i = 0; i < value.n; i++)
        most += value.p[i] == ',';
    if (most > LIST_MAX)
        return fault(p, "more than %d items", LIST_MAX);
    const char **items = alk_arena_alloc(&p->manifest->arena, (most + 1) * sizeof *items, 0);
    if (!items)
        return false;
    for (size_t start = 0; value.n > 0 && start <= value.n;) {
        const char *comma = start < value.n ? memchr(value.p + start, ',', value.n - start) : NULL;
        size_t end = comma ? (size_t)(comma - value.p) : value.n, next = end + 1;
        while (start < end && value.p[start] == ' ')
            start++;
        while (end > start && value.p[end - 1] == ' ')
            end--;
        if (!take_text(p, (alk_sv){ value.p + start, end - start }, &items[n]))
            return false;
        if (!good(items[n]))
            return fault(p, "\"%s\" is not %s", items[n], what);
        n++;
        start = next;
    }
    items[n] = NULL;
    *out = items;
    *count = n;
    return true;
}

static bool is_pair(const char *text)
{
    char dialect[64], driver[64];
    return alk__pair_split(text, dialect, driver);
}

static bool take_pairs(parser *p, alk_sv value, void *out)
{
    (void)out;
    return take_list(p, value, &p->manifest->pairs, &p->manifest->n_pairs, is_pair, "a pair dialect+driver");
}

static bool take_dialects(parser *p, alk_sv value, void *out)
{
    (void)out;
    return take_list(p, value, &p->manifest->dialects, &p->manifest->n_dialects, alk__is_name, "a dialect's name");
}

static bool take_aliases(parser *p, alk_sv value, void *out)
{
    (void)out;
    return take_list(p, value, &p->manifest->aliases, &p->manifest->n_aliases, alk__is_name, "a dialect's name");
}

static bool take_caps(parser *p, alk_sv value, void *out)
{
    (void)out;
    return take_list(p, value, &p->manifest->caps, &p->manifest->n_caps, alk__is_label, "a capability's name");
}

static bool take_format(parser *p, alk_sv value, void *out)
{
    (void)out;
    if (!alk__sv_is(value, "1"))
        return fault(p, "format %.*s is not known, only 1 is; it may be for a newer library", (int)value.n, value.p);
    return true;
}

/* ---- keys ---- */
static const struct key {
    const char *name;
    bool (*take)(parser *p, alk_sv value, void *out);
    size_t offset;
    bool required;
} keys[] = {
    { "format", take_format, 0, true },
    { "name", take_name, offsetof(alk__manifest, name), true },
    { "version", take_text, offsetof(alk__manifest, version), true },
    { "library", take_library, offsetof(alk__manifest, library), true },
    { "abi", take_number, offsetof(alk__manifest, abi), true },
    { "abi_minor", take_number, offsetof(alk__manifest, abi_minor), false },
    { "min_host_minor", take_number, offsetof(alk__manifest, min_host_minor), false },
    { "pairs", take_pairs, 0, false },
    { "dialects", take_dialects, 0, false },
    { "aliases", take_aliases, 0, false },
    { "default", take_text, offsetof(alk__manifest, default_pair), false },
    { "caps", take_caps, 0, false },
    { "client", take_text, offsetof(alk__manifest, client), false },
    { "homepage", take_text, offsetof(alk__manifest, homepage), false },
};
enum { N_KEYS = sizeof keys / sizeof keys[0] };

static bool take_key(parser *p, alk_sv name, alk_sv value)
{
    if (p->seen == 0 && !alk__sv_is(name, "format"))
        return fault(p, "the first key must be \"format\"");
    for (size_t i = 0; i < N_KEYS; i++) {
        if (!alk__sv_is(name, keys[i].name))
            continue;
        if (p->seen & (1u << i))
            return fault(p, "\"%s\" is given twice", keys[i].name);
        if (value.n == 0 && keys[i].required)
            return fault(p, "\"%s\" is empty", keys[i].name);
        p->seen |= 1u << i;
        return value.n == 0 || keys[i].take(p, value, (char *)p->manifest + keys[i].offset);
    }
    return true;
}

static alk_sv trim(alk_sv text)
{
    while (text.n > 0 && (text.p[0] == ' ' || text.p[0] == '\t')) {
        text.p++;
        text.n--;
    }
    while (text.n > 0 && alk__is_space(text.p[text.n - 1]))
        text.n--;
    return text;
}

static bool check_bytes(const parser *p, alk_sv line)
{
    if (alk__utf8_valid(line.p, line.n) != line.n)
        return fault(p, "not valid UTF-8");
    for (size_t i = 0; i < line.n; i++)
        if (((unsigned char)line.p[i] < ' ' && line.p[i] != '\t') || line.p[i] == 0x7F)
            return fault(p, "a control character");
    return true;
}

static bool is_key(alk_sv name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!(name.p[i] >= 'a' && name.p[i] <= 'z') && !(i > 0 && (alk__is_digit(name.p[i]) || name.p[i] == '_')))
            return false;
    return name.n > 0 && name.n <= KEY_MAX;
}

static bool take_line(parser *p, alk_sv line)
{
    line = trim(line);
    if (!check_bytes(p, line))
        return false;
    if (line.n == 0 || line.p[0] == '#')
        return true;
    const char *equals = memchr(line.p, '=', line.n);
    size_t before = equals ? (size_t)(equals - line.p) : 0;
    alk_sv name = trim((alk_sv){ line.p, before });
    if (!equals || !is_key(name))
        return fault(p, "expected \"key = value\"");
    return take_key(p, name, trim((alk_sv){ equals + 1, line.n - before - 1 }));
}

static bool check_whole(parser *p)
{
    const alk__manifest *m = p->manifest;
    char dialect[64], driver[64];
    for (size_t i = 0; i < N_KEYS; i++)
        if (keys[i].required && !(p->seen & (1u << i)))
            return fault(p, "\"%s\" is missing", keys[i].name);
    if (m->n_pairs + m->n_dialects == 0)
        return fault(p, "\"pairs\" and \"dialects\" are missing");
    if (m->abi == 0)
        return fault(p, "abi must be at least 1");
    if (m->default_pair && (!alk__pair_split(m->default_pair, dialect, driver) || !alk__manifest_has_pair(m, dialect, driver)))
        return fault(p, "default \"%s\" is not one of the pairs", m->default_pair);
    return true;
}

static bool parse(parser *p, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t n = end ? (size_t)(end - text) - at : length - at;
        p->line++;
        if (!take_line(p, (alk_sv){ text + at, n }))
            return false;
        at += n + 1;
    }
    return check_whole(p);
}

static const char *no_items[] = { NULL };

alk__manifest *alk__manifest_parse(const char *text, size_t length, const char *path)
{
    alk__manifest *manifest = alk__calloc(1, sizeof *manifest);
    if (!manifest)
        return NULL;
    alk__arena_init(&manifest->arena, 1 << 20);
    manifest->pairs = manifest->dialects = manifest->aliases = manifest->caps = no_items;
    manifest->path = alk_arena_copy(&manifest->arena, path, strlen(path));
    parser p = { manifest, path, 0, 0 };
    if (!manifest->path || !parse(&p, text, length)) {
        alk__manifest_free(manifest);
        return NULL;
    }
    return manifest;
}

alk__manifest *alk__manifest_read(const char *path)
{
    alk__manifest *manifest = NULL;
    alk__buffer text;
    alk__buffer_init(&text, ALK__MANIFEST_MAX + 1);
    int code = alk__file_read(path, ALK__MANIFEST_MAX, &text);
    if (code == 0) {
        manifest = alk__manifest_parse(text.data, text.length, path);
    } else if (code != ALK__FILE_NO_MEMORY) {
        (void)alk__error(ALK_ERROR_NO_PLUGIN, "invalid plugin manifest %s: %s", path, alk__file_fault(code));
        alk__error_native(ALK_MISSING_MANIFEST);
    }
    alk__buffer_free(&text);
    return manifest;
}

void alk__manifest_free(alk__manifest *manifest)
{
    if (!manifest)
        return;
    alk__arena_clear(&manifest->arena);
    alk__free(manifest);
}

/* ---- questions ---- */
bool alk__pair_split(const char *pair, char dialect[64], char driver[64])
{
    const char *plus = strchr(pair, '+');
    size_t n = plus ? (size_t)(plus - pair) : 0, m = plus ? strlen(plus + 1) : 0;
    if (n == 0 || m == 0 || n > ALK__NAME_MAX || m > ALK__NAME_MAX)
        return false;
    memcpy(dialect, pair, n);
    dialect[n] = '\0';
    if (driver)
        memcpy(driver, plus + 1, m + 1);
    return alk__is_name(dialect) && alk__is_name(plus + 1);
}

/* The part behind the plus when the pair is of that dialect, else NULL. */
static const char *driver_of(const char *pair, const char *dialect)
{
    size_t n = strlen(dialect);
    return strncmp(pair, dialect, n) == 0 && pair[n] == '+' ? pair + n + 1 : NULL;
}

bool alk__manifest_has_pair(const alk__manifest *manifest, const char *dialect, const char *driver)
{
    for (size_t i = 0; i < manifest->n_pairs; i++) {
        const char *has = driver_of(manifest->pairs[i], dialect);
        if (has && (!driver || strcmp(has, driver) == 0))
            return true;
    }
    return false;
}

bool alk__manifest_has_dialect(const alk__manifest *manifest, const char *dialect)
{
    for (size_t i = 0; i < manifest->n_dialects; i++)
        if (strcmp(manifest->dialects[i], dialect) == 0)
            return true;
    return false;
}

bool alk__manifest_may_have_dialect(const alk__manifest *manifest, const char *dialect)
{
    return manifest->n_dialects > 0 ? alk__manifest_has_dialect(manifest, dialect) : alk__manifest_has_pair(manifest, dialect, NULL);
}

const char *alk__manifest_default(const alk__manifest *manifest, const char *dialect)
{
    return manifest->default_pair ? driver_of(manifest->default_pair, dialect) : NULL;
}

const char *alk__manifest_first(const alk__manifest *manifest, const char *dialect)
{
    const char *driver = NULL;
    for (size_t i = 0; i < manifest->n_pairs && !driver; i++)
        driver = driver_of(manifest->pairs[i], dialect);
    return driver;
}

bool alk__manifest_alias(const alk__manifest *manifest, const char *alias, char out[64])
{
    const char *pair = manifest->default_pair ? manifest->default_pair : manifest->pairs[0];
    for (size_t i = 0; i < manifest->n_aliases; i++)
        if (strcmp(manifest->aliases[i], alias) == 0) {
            if (pair)
                return alk__pair_split(pair, out, NULL);
            memcpy(out, manifest->dialects[0], strlen(manifest->dialects[0]) + 1);
            return true;
        }
    return false;
}
