/* SPDX-License-Identifier: MIT
 * The plugins of this process: registering those that are linked in, adding directories, listing what is installed, and asking what is
 * loaded. A URL needs none of this: its plugin is found and loaded by itself. Any thread may call any function here. */
#ifndef ALKAHEST_REGISTRY_H
#define ALKAHEST_REGISTRY_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

struct alk_host;
struct alk_err;
struct alk_plugin;

/* Why there is no plugin for a URL: the native_code of the ALK_ERROR_NO_PLUGIN or ALK_ERROR_ABI error. Codes are only ever appended. */
enum {
    ALK_MISSING_NOT_FOUND = 1,     /* no manifest offers it */
    ALK_MISSING_IGNORED = 2,       /* only in a directory that may not be used: by secure mode, or because others can write there */
    ALK_MISSING_MANIFEST = 3,      /* its manifest is invalid */
    ALK_MISSING_ARCHITECTURE = 4,  /* its library is for another machine */
    ALK_MISSING_LOAD = 5,          /* its library, or one that it depends on, cannot be loaded */
    ALK_MISSING_ABI = 6,           /* it and this library are of versions that do not fit, or it breaks a rule */
    ALK_MISSING_DRIVER = 7         /* a plugin has the dialect, and so can write SQL for it, but no driver to connect with */
};

/* Registers a plugin that is linked into the program: its alk_plugin_entry_1, which runs within this call. Such plugins come before all on disk.
 * Registering the same entry again does nothing. ALK_ERROR_ABI when the plugin does not fit, and then nothing is registered. Since 1.0. */
ALK_API int alk_plugin_register(const struct alk_plugin *(*entry)(const struct alk_host *host, struct alk_err *err));
/* Adds a directory to look in, before those of the environment and the system; the first added is the first searched. ALK_ERROR_ARGUMENT unless the
 * path is absolute. It need not exist yet. Holds in secure mode too: do not take it from a user of a set-uid program. Since 1.0. */
ALK_API int alk_plugin_add_path(const char *absolute_dir);
/* Looks only in the system's directories from now on, as a set-uid program always does: not in those that the environment names, the user's own, or
 * those beside a relocated library. What is loaded stays, but is not given out again if it came from elsewhere. Since 1.0. */
ALK_API void alk_plugin_system_only(bool only);

/* What a listed plugin is. Codes are only ever appended. */
enum {
    ALK_PLUGIN_AVAILABLE = 1,      /* it can be loaded, as far as reading its files tells */
    ALK_PLUGIN_LOADED = 2,
    ALK_PLUGIN_REPLACED = 3,       /* loaded, but its file on disk is another by now: restart to use it */
    ALK_PLUGIN_SHADOWED = 4,       /* all its pairs are offered by plugins found earlier */
    ALK_PLUGIN_INVALID = 5,        /* its manifest is invalid */
    ALK_PLUGIN_NO_LIBRARY = 6,     /* its library is missing or no loadable file */
    ALK_PLUGIN_ARCHITECTURE = 7,   /* its library is for another machine */
    ALK_PLUGIN_ABI = 8,            /* it is for another version of the plugin ABI */
    ALK_PLUGIN_IGNORED = 9         /* it stands in a directory that may not be used */
};

typedef struct alk_plugin_list alk_plugin_list;
typedef struct alk_plugin_info {
    size_t struct_size;
    int status;                        /* ALK_PLUGIN_… */
    const char *message;               /* what is wrong with it or to be known about it; NULL: nothing */
    const char *name, *version;        /* "alkahest-sqlite", "1.0.0"; NULL when the manifest is invalid */
    const char *const *pairs;          /* "sqlite+sqlite3"…; NULL ends it, here and below; never NULL itself */
    const char *const *aliases;        /* other names of its dialect */
    const char *const *caps;           /* what it declares that it can do */
    const char *default_pair, *client, *homepage;      /* NULL when not given */
    const char *manifest, *library;    /* absolute paths; both NULL for one that is linked into the program */
    unsigned abi_major, abi_minor, min_host_minor;
    const char *const *dialects;       /* of which SQL can be written, with a driver or without: "sqlite"… */
} alk_plugin_info;

/* All plugins that can be seen now, in the order in which they are searched, read from their manifests: none of their code runs. NULL
 * when out of memory. Free it with alk_plugin_list_free(). Since 1.0. */
ALK_API alk_plugin_list *alk_plugin_list_new(void);
ALK_API void alk_plugin_list_free(alk_plugin_list *list);                       /* takes NULL */
ALK_API size_t alk_plugin_list_count(const alk_plugin_list *list);
/* Entry index, from 0; NULL beyond the last. Its texts live as long as the list. Since 1.0. */
ALK_API const alk_plugin_info *alk_plugin_list_get(const alk_plugin_list *list, size_t index);
/* A word for a status: "loaded", "wrong architecture". A static text; never NULL. Since 1.0. */
ALK_API const char *alk_plugin_status_name(int status);
/* Loads the listed plugin into this process and compares three descriptions of it: the manifest, the note in its library, and the table it returns.
 * ALK_OK when they agree; else ALK_ERROR_NO_PLUGIN or ALK_ERROR_ABI with the differences in the detail. Since 1.0. */
ALK_API int alk_plugin_verify(const alk_plugin_list *list, size_t index);

/* One line on the plugin that serves a dialect ("sqlite") or pair: "loaded 0.3.1 from …", "on disk 0.3.2, loaded 0.3.1: restart to use", "available
 * 0.3.2 in …, not loaded", or "not found". Writes at most size bytes with the NUL and returns the length that it needs. Since 1.0. */
ALK_API size_t alk_plugin_status(const char *dialect, char *out, size_t size);

/* Ends the library's work in an orderly way: closes idle connections of pools, then tells each loaded plugin. Leaving it out is
 * legal; nothing is unloaded. To be called once, when no other call is running. Since 1.0. */
ALK_API void alk_shutdown(void);

ALK_END_DECLS
#endif
