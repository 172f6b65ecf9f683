/* SPDX-License-Identifier: MIT
 * The directories of plugins: those that the program added, those of the environment, the user's, the system's, and the one beside a relocated
 * library. See place.h. */
#include "plugin/place.h"
#include <alkahest/registry.h>
#include <dlfcn.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/env.h"
#include "base/error.h"
#include "base/log.h"
#include "base/thread.h"
#include "plugin/file.h"
#include "plugin/fork.h"
#include "plugin/registry.h"

#ifndef ALK_PLUGIN_DIR
#define ALK_PLUGIN_DIR "/usr/lib/alkahest/plugins-1"
#endif
#define PLUGIN_DIR_NAME "alkahest/plugins-1"

/* The directory name of this architecture, as Debian and others have it. */
#if defined(ALK_TRIPLET)
#define TRIPLET ALK_TRIPLET
#elif defined(__linux__)
#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE "x86_64"
#elif defined(__aarch64__)
#define ARCHITECTURE "aarch64"
#elif defined(__i386__)
#define ARCHITECTURE "i386"
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCHITECTURE "riscv64"
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define ARCHITECTURE "powerpc64le"
#elif defined(__s390x__)
#define ARCHITECTURE "s390x"
#elif defined(__arm__)
#define ARCHITECTURE "arm"
#else
#define ARCHITECTURE "other"
#endif
#if defined(__arm__) && defined(__ARM_PCS_VFP)
#define TRIPLET ARCHITECTURE "-linux-gnueabihf"
#elif defined(__arm__)
#define TRIPLET ARCHITECTURE "-linux-gnueabi"
#elif defined(__GLIBC__)
#define TRIPLET ARCHITECTURE "-linux-gnu"
#else
#define TRIPLET ARCHITECTURE "-linux-musl"
#endif
#else
#define TRIPLET "native"
#endif

static struct {
    alk__mutex mutex;
    char **added;                  /* directories of alk_plugin_add_path() */
    size_t n_added;
    atomic_bool system_only;
} state = { .mutex = ALK__MUTEX_INIT };

alk__mutex *alk__places_lock(void)
{
    return &state.mutex;
}

static const char path_variable[] = "ALKAHEST_PLUGIN_PATH", only_variable[] = "ALKAHEST_PLUGIN_ONLY_PATH";

/* ---- what the program says ---- */
static int add_directory(const char *path)
{
    for (size_t i = 0; i < state.n_added; i++)
        if (strcmp(state.added[i], path) == 0)
            return ALK_OK;
    char *copy = alk__strdup(path);
    char **added = copy ? alk__realloc_array(state.added, state.n_added + 1, sizeof *added) : NULL;
    if (!added) {
        alk__free(copy);
        return ALK_ERROR_NO_MEMORY;
    }
    state.added = added;
    state.added[state.n_added++] = copy;
    return ALK_OK;
}

int alk_plugin_add_path(const char *absolute_dir)
{
    if (!absolute_dir || absolute_dir[0] != '/')
        return alk__error(ALK_ERROR_ARGUMENT, "a directory of plugins must be an absolute path");
    alk__plugin_watch_forks();
    alk__mutex_lock(&state.mutex);
    int status = add_directory(absolute_dir);
    alk__mutex_unlock(&state.mutex);
    return status;
}

void alk_plugin_system_only(bool only)
{
    atomic_store(&state.system_only, only);
}

bool alk__system_only(unsigned flags)
{
    return (flags & ALK__SYSTEM_ONLY) || atomic_load(&state.system_only) || alk__process_is_secure();
}

/* ---- collecting ---- */
/* Takes the text over, also on failure. */
static int remark(alk__places *places, alk__buffer *text)
{
    char *copy = alk__buffer_detach(text);
    char **item = copy ? alk__vector_push(&places->remarks) : NULL;
    if (!item) {
        alk__free(copy);
        return ALK_ERROR_NO_MEMORY;
    }
    *item = copy;
    return ALK_OK;
}

static int remark_variable(alk__places *places, const char *name, const char *what)
{
    alk__buffer text;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    alk__buffer_printf(&text, "%s (%s)", name, what);
    return remark(places, &text);
}

static bool is_listed(const alk__places *places, const char *path, size_t length)
{
    for (size_t i = 0; i < places->items.count; i++) {
        const char *other = alk__places_at(places, i)->path;
        if (strlen(other) == length && memcmp(other, path, length) == 0)
            return true;
    }
    return false;
}

/* Why a place is left out: *why, for alk__free(), stays NULL when it is not. A directory that is absent is nobody's fault. */
static int judge(const alk__places *places, const char *path, alk__place_origin origin, bool system_only, char **why)
{
    char culprit[PATH_MAX + 64];
    bool outside = origin == ALK__PLACE_ENVIRONMENT || origin == ALK__PLACE_USER || origin == ALK__PLACE_RELATIVE;
    if (system_only && outside) {
        *why = alk__strdup("ignored in secure mode");
        return *why ? ALK_OK : ALK_ERROR_NO_MEMORY;
    }
    if (!places->strict || access(path, F_OK) != 0 || alk__file_is_trusted(path, culprit, sizeof culprit))
        return ALK_OK;
    alk__buffer text;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    alk__buffer_printf(&text, "ignored: %s", culprit);
    *why = alk__buffer_detach(&text);
    return *why ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

static int add_place(alk__places *places, const char *path, size_t length, alk__place_origin origin, bool system_only)
{
    char *ignored = NULL;
    while (length > 1 && path[length - 1] == '/')
        length--;
    if (is_listed(places, path, length))
        return ALK_OK;
    char *copy = alk__strndup(path, length);
    int status = copy ? judge(places, copy, origin, system_only, &ignored) : ALK_ERROR_NO_MEMORY;
    alk__place *place = status == ALK_OK ? alk__vector_push(&places->items) : NULL;
    if (!place) {
        alk__free(copy);
        alk__free(ignored);
        return ALK_ERROR_NO_MEMORY;
    }
    place->path = copy;
    place->ignored = ignored;
    place->origin = origin;
    return ALK_OK;
}

static int add_text(alk__places *places, alk__buffer *path, alk__place_origin origin, bool system_only)
{
    int status = alk__buffer_status(path);
    if (status == ALK_OK)
        status = add_place(places, path->data, path->length, origin, system_only);
    alk__buffer_free(path);
    return status;
}

static int add_added(alk__places *places, bool system_only)
{
    int status = ALK_OK;
    alk__plugin_watch_forks();
    alk__mutex_lock(&state.mutex);
    for (size_t i = 0; i < state.n_added && status == ALK_OK; i++)
        status = add_place(places, state.added[i], strlen(state.added[i]), ALK__PLACE_ADDED, system_only);
    alk__mutex_unlock(&state.mutex);
    return status;
}

/* ---- the environment ---- */
static void warn_once(atomic_flag *done, const char *name, const char *what)
{
    if (!atomic_flag_test_and_set(done))
        alk__log(ALK_LOG_WARNING, "plugin", "%s %s", name, what);
}

/* A set-uid process does not even read the variable; it says that one was there. */
static int add_variable(alk__places *places, const char *name, bool system_only, atomic_flag *warned, bool *present)
{
    int status = ALK_OK;
    const char *list = alk__getenv_secure(name);
    *present = list && list[0];
    if (!list && alk__env_is_set(name)) {
        warn_once(warned, name, "is set, but ignored in secure mode");
        return remark_variable(places, name, "set, but ignored in secure mode");
    }
    if (!*present)
        return remark_variable(places, name, "not set");
    if (system_only)
        warn_once(warned, name, "is set, but ignored in secure mode");
    for (const char *at = list; status == ALK_OK; at++) {
        size_t n = strcspn(at, ":");
        if (n > 0 && at[0] != '/') {
            warn_once(warned, name, "has an entry that is not absolute, which is skipped");
            status = remark_variable(places, name, "has an entry that is not absolute, which is skipped");
        } else if (n > 0) {
            status = add_place(places, at, n, ALK__PLACE_ENVIRONMENT, system_only);
        }
        at += n;
        if (!*at)
            break;
    }
    return status;
}

static int add_environment(alk__places *places, bool system_only, bool *only)
{
    static atomic_flag warned_only = ATOMIC_FLAG_INIT, warned_path = ATOMIC_FLAG_INIT;
    bool present = false;
    *only = false;
    if (alk__env_is_set(only_variable)) {
        int status = add_variable(places, only_variable, system_only, &warned_only, &present);
        *only = present && !system_only;
        if (status == ALK_OK && *only)
            status = remark_variable(places, only_variable, "set: no other place counts");
        if (status != ALK_OK || *only)
            return status;
    }
    return add_variable(places, path_variable, system_only, &warned_path, &present);
}

static int add_user(alk__places *places, bool system_only)
{
    const char *base = alk__getenv_secure("XDG_DATA_HOME"), *tail = "";
    alk__buffer path;
    if (!base || base[0] != '/') {
        base = alk__getenv_secure("HOME");
        tail = "/.local/share";
    }
    if (!base || base[0] != '/')
        return ALK_OK;
    alk__buffer_init(&path, PATH_MAX);
    alk__buffer_printf(&path, "%s%s/" PLUGIN_DIR_NAME "/" TRIPLET, base, tail);
    return add_text(places, &path, ALK__PLACE_USER, system_only);
}

/* ---- the system ---- */
static int add_system(alk__places *places, bool system_only)
{
    static const struct {
        const char *path;
        alk__place_origin origin;
    } fixed[] = {
        { "/usr/local/lib/" TRIPLET "/" PLUGIN_DIR_NAME, ALK__PLACE_LOCAL },
        { "/usr/local/lib/" PLUGIN_DIR_NAME, ALK__PLACE_LOCAL },
        { ALK_PLUGIN_DIR, ALK__PLACE_SYSTEM },
    };
    int status = ALK_OK;
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0] && status == ALK_OK; i++)
        status = add_place(places, fixed[i].path, strlen(fixed[i].path), fixed[i].origin, system_only);
    return status;
}

static int add_relative(alk__places *places, bool system_only)
{
    static const char here;
    Dl_info info;
    alk__buffer path;
    const char *slash = dladdr(&here, &info) && info.dli_fname && info.dli_fname[0] == '/' ? strrchr(info.dli_fname, '/') : NULL;
    if (!slash)
        return ALK_OK;
    alk__buffer_init(&path, PATH_MAX);
    alk__buffer_append(&path, info.dli_fname, (size_t)(slash - info.dli_fname) + 1);
    alk__buffer_puts(&path, PLUGIN_DIR_NAME);
    return add_text(places, &path, ALK__PLACE_RELATIVE, system_only);
}

int alk__places_collect(alk__places *places, unsigned flags)
{
    bool system_only = alk__system_only(flags), only = false;
    alk__vector_init(&places->items, sizeof(alk__place));
    alk__vector_init(&places->remarks, sizeof(char *));
    places->strict = system_only || geteuid() == 0;
    int status = add_added(places, system_only);
    if (status == ALK_OK)
        status = add_environment(places, system_only, &only);
    if (status == ALK_OK && !only)
        status = add_user(places, system_only);
    if (status == ALK_OK && !only)
        status = add_system(places, system_only);
    if (status == ALK_OK && !only)
        status = add_relative(places, system_only);
    return status;
}

void alk__places_free(alk__places *places)
{
    for (size_t i = 0; i < places->items.count; i++) {
        alk__place *place = alk__vector_at(&places->items, i);
        alk__free(place->path);
        alk__free(place->ignored);
    }
    alk__vector_free(&places->items);
    alk__names_free(&places->remarks);
}

const alk__place *alk__places_at(const alk__places *places, size_t index)
{
    return alk__vector_at(&places->items, index);
}
