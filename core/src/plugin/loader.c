/* SPDX-License-Identifier: MIT
 * Loading libraries: the one place that calls dlopen. The file is examined before the system's loader sees it, since that runs constructors, and dies of a
 * file that is cut short. Nothing is ever closed: handles, and all that hangs on them, stay reachable from the list here. */
#include "plugin/loader.h"
#include <alkahest/registry.h>
#include <dlfcn.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "base/alloc.h"
#include "base/buffer.h"
#include "base/env.h"
#include "base/error.h"
#include "base/log.h"
#include "base/thread.h"
#include "plugin/clean.h"
#include "plugin/elf.h"
#include "plugin/file.h"
#include "plugin/fork.h"
#include "plugin/host.h"
#include "plugin/signals.h"

#ifndef RTLD_NODELETE
#define RTLD_NODELETE 0
#endif

enum { NEW, FAILED, LOADED };

struct alk__module {
    alk__module *next;             /* fixed once the module is in the list */
    dev_t device;
    ino_t inode;
    bool is_file;                  /* else linked into the program */
    alk__mutex once;               /* held while it is being loaded; guards what follows */
    char *path;                    /* NULL: linked into the program */
    char *spelled;                 /* the path as dlopen is given it; under list_mutex */
    alk_plugin_entry entry;        /* known from the start when linked into the program */
    _Atomic uint64_t loading;      /* the thread that does it */
    const alk_plugin *plugin;      /* what the entry returned */
    alk__tables *tables;
    alk__saved_error *failure;
    atomic_int state;
    atomic_bool shut;
};

static alk__mutex list_mutex = ALK__MUTEX_INIT;              /* for adding, and for names given to dlopen */
static _Atomic(alk__module *) modules;

alk__mutex *alk__modules_lock(void)
{
    return &list_mutex;
}

static alk__module *fail(int code, int cause)
{
    if (code != ALK_ERROR_NO_MEMORY)
        alk__error_native(cause);
    return NULL;
}

/* ---- the list ---- */
static bool same(const alk__module *module, const struct stat *file, alk_plugin_entry entry)
{
    return file ? alk__module_is_file(module, file->st_dev, file->st_ino) : !module->is_file && module->entry == entry;
}

static alk__module *add(const struct stat *file, const char *path, alk_plugin_entry entry)
{
    alk__module *module = alk__calloc(1, sizeof *module);
    if (!module || alk__mutex_init(&module->once) != ALK_OK) {
        alk__free(module);
        return NULL;
    }
    module->path = alk__strdup(path);
    if (path && !module->path) {
        alk__mutex_destroy(&module->once);
        alk__free(module);
        return NULL;
    }
    if (file) {
        module->is_file = true;
        module->device = file->st_dev;
        module->inode = file->st_ino;
    }
    module->entry = entry;
    module->next = atomic_load(&modules);
    atomic_store(&modules, module);
    return module;
}

/* The file's or entry's module, new if there was none. A module that is not loaded may carry the path of a file that is gone and whose inode was given to
 * another: module_of() is therefore told the path again when it loads. */
static alk__module *module_of(const struct stat *file, const char *path, alk_plugin_entry entry)
{
    alk__module *module;
    alk__plugin_watch_forks();
    alk__mutex_lock(&list_mutex);
    for (module = atomic_load(&modules); module && !same(module, file, entry);)
        module = module->next;
    if (!module)
        module = add(file, path, entry);
    alk__mutex_unlock(&list_mutex);
    return module;
}

static alk__module *loaded_or_next(alk__module *module)
{
    while (module && atomic_load(&module->state) != LOADED)
        module = module->next;
    return module;
}

alk__module *alk__module_first(void)
{
    return loaded_or_next(atomic_load(&modules));
}

alk__module *alk__module_next(const alk__module *module)
{
    return loaded_or_next(module->next);
}

const alk__tables *alk__module_tables(const alk__module *module)
{
    return module->tables;
}

const char *alk__module_path(const alk__module *module)
{
    return module->path;
}

bool alk__module_is_file(const alk__module *module, dev_t device, ino_t inode)
{
    return module->is_file && module->device == device && module->inode == inode;
}

/* ---- failures ---- */
static void say_again(const alk__module *module)
{
    const alk_error *error = alk__error_saved(module->failure);
    (void)alk__error(error->code, "%s", error->message);
    alk__error_native(error->native_code);
    if (error->detail)
        alk__error_add(ALK__DETAIL, error->detail, strlen(error->detail));
    if (error->hint)
        alk__error_add(ALK__HINT, error->hint, strlen(error->hint));
}

/* Lack of memory passes; anything else is so for as long as the file is the same, which its being mapped ensures. */
static bool remember(alk__module *module)
{
    if (alk__error_code() == ALK_ERROR_NO_MEMORY)
        return false;
    module->failure = alk__error_save();
    if (module->failure)
        atomic_store(&module->state, FAILED);
    return false;
}

/* ---- the entry ---- */
static const char *who_is(const alk__module *module)
{
    return module->path ? module->path : "linked into the program";
}

/* What the plugin said becomes the end of one sentence. */
static bool entry_refused(alk__module *module, const alk_err *err)
{
    alk__buffer reason;
    if (alk__error_code() == ALK_ERROR_NO_MEMORY && err->code == ALK_ERROR_NO_MEMORY)
        return false;
    alk__buffer_init(&reason, ALK__BUFFER_MAX);
    alk__buffer_puts(&reason, err->code != ALK_OK ? alk_last_error()->message : "it gave no reason");
    if (alk__buffer_status(&reason) == ALK_OK) {
        (void)alk__error(ALK_ERROR_ABI, "plugin %s refuses to work with this library (plugin ABI %d.%d): %s", who_is(module), ALK_ABI_MAJOR,
                         ALK_ABI_MINOR, reason.data);
        alk__error_native(ALK_MISSING_ABI);
    }
    alk__buffer_free(&reason);
    return remember(module);
}

static bool call_entry(alk__module *module)
{
    alk_err err;
    alk__err_begin(&err, "a plugin's entry");
    if (!module->plugin)
        module->plugin = module->entry(alk__host(), &err);
    if (!module->plugin)
        return entry_refused(module, &err);
    module->tables = alk__tables_copy(module->plugin, who_is(module));
    if (!module->tables)
        return remember(module);
    atomic_store(&module->state, LOADED);
    return true;
}

/* ---- dlopen ---- */
/* The system's words tell whether it is the file itself or one that it depends on: glibc begins with the name of the file at fault, musl says
 * who needed it. */
static bool is_dependency(const char *words, const char *path)
{
    return strncmp(words, path, strlen(path)) != 0 &&
           (strstr(words, "cannot open shared object file") || strstr(words, "Error loading shared library") || strstr(words, ".so"));
}

static void open_failed(const char *path, const char *spelled, const char *words)
{
    alk__buffer text;
    alk__buffer_init(&text, ALK__BUFFER_MAX);
    alk__clean(&text, words ? words : "the system gives no reason", words ? strlen(words) : SIZE_MAX, 16 * 1024, ALK__CLEAN_LINE);
    if (alk__buffer_status(&text) == ALK_OK) {
        if (words && is_dependency(words, spelled))
            (void)alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s cannot be loaded, because of a library that it depends on: %s", path, text.data);
        else
            (void)alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s cannot be loaded: %s", path, text.data);
        alk__error_native(ALK_MISSING_LOAD);
    }
    alk__buffer_free(&text);
}

/* The system's loader takes a name that it knows for the file that it knows, although another file may have come in its place. A new file therefore gets a
 * new name: "/p/x.so", then "/p/./x.so", "/p/././x.so". */
static char *spelling(const char *path, size_t dots)
{
    const char *base = strrchr(path, '/') + 1;
    alk__buffer text;
    alk__buffer_init(&text, PATH_MAX);
    alk__buffer_append(&text, path, (size_t)(base - path));
    while (dots-- > 0)
        alk__buffer_puts(&text, "./");
    alk__buffer_puts(&text, base);
    char *name = alk__buffer_detach(&text);
    if (!name)
        alk__buffer_free(&text);
    return name;
}

static bool is_taken(const char *name)
{
    const alk__module *module = atomic_load(&modules);
    while (module && (!module->spelled || strcmp(module->spelled, name) != 0))
        module = module->next;
    return module != NULL;
}

static bool spell(alk__module *module)
{
    char *name = NULL;
    alk__mutex_lock(&list_mutex);
    for (size_t dots = 0; !module->spelled; dots++) {
        name = spelling(module->path, dots);
        if (!name)
            break;
        if (is_taken(name))
            alk__free(name);
        else
            module->spelled = name;
    }
    alk__mutex_unlock(&list_mutex);
    return module->spelled != NULL;
}

static void unspell(alk__module *module)
{
    alk__mutex_lock(&list_mutex);
    char *name = module->spelled;
    module->spelled = NULL;
    alk__mutex_unlock(&list_mutex);
    alk__free(name);
}

static void *open_library(alk__module *module)
{
    if (!spell(module))
        return NULL;
    (void)dlerror();
    void *handle = dlopen(module->spelled, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (!handle) {
        (void)open_failed(module->path, module->spelled, dlerror());
        unspell(module);
    }
    return handle;
}

/* ISO C has no conversion between pointers to objects and to functions; POSIX promises that the bytes are the same. */
static alk_plugin_entry entry_of(void *handle, const char *symbol)
{
    alk_plugin_entry entry = NULL;
    void *address = dlsym(handle, symbol);
    if (address)
        memcpy(&entry, &address, sizeof entry);
    return entry;
}

static bool no_entry(alk__module *module, void *handle)
{
    char symbol[] = "alk_plugin_entry_0";
    for (char major = '2'; major <= '9'; major++) {
        symbol[sizeof symbol - 2] = major;
        if (entry_of(handle, symbol)) {
            (void)alk__error(ALK_ERROR_ABI, "plugin %s is built for plugin ABI %c, this library has %d", module->path, major, ALK_ABI_MAJOR);
            alk__error_native(ALK_MISSING_ABI);
            return remember(module);
        }
    }
    (void)alk__error(ALK_ERROR_ABI, "plugin %s has no alk_plugin_entry_%d: it is no Alkahest plugin, or one for another plugin ABI", module->path,
                     ALK_ABI_MAJOR);
    alk__error_native(ALK_MISSING_ABI);
    return remember(module);
}

/* Between the examination and the loading somebody may have put another file there. */
static bool is_still(const alk__module *module)
{
    struct stat now;
    if (stat(module->path, &now) == 0 && alk__module_is_file(module, now.st_dev, now.st_ino))
        return true;
    (void)alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s was replaced while it was being loaded", module->path);
    alk__error_native(ALK_MISSING_LOAD);
    return false;
}

static bool load_library(alk__module *module)
{
    if (!module->entry) {
        void *handle = open_library(module);
        if (!handle || !is_still(module))
            return false;
        module->entry = entry_of(handle, "alk_plugin_entry_1");
        if (!module->entry)
            return no_entry(module, handle);
    }
    return call_entry(module);
}

/* ---- once ---- */
static bool debugging(void)
{
    const char *what = alk__getenv_secure("ALK_DEBUG");
    return what && strstr(what, "plugins");
}

static bool load_watched(alk__module *module)
{
    alk__signals before, after;
    bool watch = debugging();
    if (watch)
        alk__signals_take(&before);
    bool good = load_library(module);
    if (watch) {
        alk__signals_take(&after);
        for (int n = alk__signals_changed(&before, &after, 0); n > 0; n = alk__signals_changed(&before, &after, n))
            alk__log(ALK_LOG_WARNING, "plugin", "%s changed what signal %d does", who_is(module), n);
    }
    return good;
}

/* A module that was never loaded may have been made for another file, long gone, with the same inode. */
static bool take_path(alk__module *module, const char *path)
{
    if (!path || strcmp(module->path, path) == 0 || module->entry)
        return true;
    char *copy = alk__strdup(path);
    if (!copy)
        return false;
    alk__free(module->path);
    module->path = copy;
    return true;
}

static alk__module *load_once(alk__module *module, const char *path)
{
    bool good = atomic_load(&module->state) == LOADED;
    if (good)
        return module;
    if (atomic_load(&module->loading) == alk__thread_id())
        return fail(alk__error(ALK_ERROR_ABI, "plugin %s asks for itself while it is being loaded", who_is(module)), ALK_MISSING_ABI);
    alk__plugin_load_begin();
    alk__mutex_lock(&module->once);
    atomic_store(&module->loading, alk__thread_id());
    int state = atomic_load(&module->state);
    if (state == FAILED)
        say_again(module);
    else
        good = state == LOADED || (take_path(module, path) && load_watched(module));
    atomic_store(&module->loading, 0);
    alk__mutex_unlock(&module->once);
    alk__plugin_load_end();
    return good ? module : NULL;
}

/* ---- before loading ---- */
static alk__module *examined(int fd, const char *path, bool strict)
{
    const char *machine = "another machine", *own = "another";
    char culprit[PATH_MAX + 64];
    if (strict && !alk__file_is_trusted(path, culprit, sizeof culprit))
        return fail(alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s may not be used: %s", path, culprit), ALK_MISSING_IGNORED);
    struct stat about;
    switch (alk__elf_examine(fd, &machine, &own)) {
    case ALK__ELF_GOOD:
        break;
    case ALK__ELF_OTHER_MACHINE:
        return fail(alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s is for another architecture: %s, this process is %s", path, machine, own),
                    ALK_MISSING_ARCHITECTURE);
    case ALK__ELF_TRUNCATED:
        return fail(alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s cannot be loaded: the file is damaged or cut short", path), ALK_MISSING_LOAD);
    case ALK__ELF_NOT_SHARED:
    case ALK__ELF_NOT_ELF:
        return fail(alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s cannot be loaded: it is not a shared library", path), ALK_MISSING_LOAD);
    }
    return fstat(fd, &about) == 0 ? module_of(&about, path, NULL) : NULL;
}

alk__module *alk__module_load(const char *path, bool strict)
{
    struct stat about;
    int fault;
    if (path[0] != '/')
        return fail(alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s cannot be loaded: the path is not absolute", path), ALK_MISSING_LOAD);
    int fd = alk__file_open(path, &about, &fault);
    if (fd < 0)
        return fail(alk__error(ALK_ERROR_NO_PLUGIN, "plugin %s cannot be loaded: %s", path, alk__file_fault(fault)), ALK_MISSING_LOAD);
    alk__module *module = examined(fd, path, strict);
    (void)close(fd);
    return module ? load_once(module, path) : NULL;
}

alk__module *alk__module_static(alk_plugin_entry entry)
{
    alk__module *module = module_of(NULL, NULL, entry);
    return module ? load_once(module, NULL) : NULL;
}

void alk__modules_shutdown(void)
{
    for (alk__module *module = alk__module_first(); module; module = alk__module_next(module))
        if (!atomic_exchange(&module->shut, true))
            module->tables->plugin.shutdown();
}
