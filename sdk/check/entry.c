/* SPDX-License-Identifier: MIT
 * How a plugin's entry takes hosts: shorter than it knows, with an unreadable page right behind; longer; of another major version. Each is tried in a child of its own, which
 * also watches what else the entry changes in the process. */
#include "check.h"
#include <alkahest/error.h>
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "plugin/host.h"
#include "plugin/signals.h"
#include "plugin/table.h"

enum { ACCEPTED, REFUSED, NOT_LOADED, BAD_TABLE, SIGNALS_CHANGED, DIRECTORY_CHANGED };

typedef struct trial {
    const char *library;
    uint32_t size;                 /* of the host's table */
    uint16_t major, minor;
    bool must_work;
} trial;

/* The table ends where the readable memory ends. */
static alk_host *place_host(const trial *t)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), room = (t->size + page - 1) / page * page;
    char *memory = mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + room, page, PROT_NONE) != 0)
        return NULL;
    alk_host *host = (alk_host *)(void *)(memory + room - t->size);
    memset(host, 0xA5, t->size);
    memcpy(host, alk__host(), t->size < sizeof *host ? t->size : sizeof *host);
    host->size = t->size;
    host->abi_major = t->major;
    host->abi_minor = t->minor;
    return host;
}

static int call(const alk_host *host, const trial *t)
{
    alk_err err;
    alk_plugin_entry entry = NULL;
    void *handle = dlopen(t->library, RTLD_NOW | RTLD_LOCAL), *address = handle ? dlsym(handle, "alk_plugin_entry_1") : NULL;
    if (!address) {
        const char *why = dlerror();
        (void)fprintf(stderr, "      %s\n", why ? why : "no entry");
        return NOT_LOADED;
    }
    memcpy(&entry, &address, sizeof entry);
    alk__err_begin(&err, "the entry");
    const alk_plugin *plugin = entry(host, &err);
    if (!plugin)
        return REFUSED;
    if (t->must_work && !alk__tables_copy(plugin, t->library)) {
        (void)fprintf(stderr, "      %s\n", alk_last_error()->message);
        return BAD_TABLE;
    }
    return ACCEPTED;
}

static int in_child(const trial *t)
{
    char before[4096], after[4096];
    alk__signals signals, now;
    alk_host *host = place_host(t);
    bool directory = getcwd(before, sizeof before) != NULL;
    alk__signals_take(&signals);
    int result = host ? call(host, t) : NOT_LOADED;
    alk__signals_take(&now);
    if (result <= REFUSED && alk__signals_changed(&signals, &now, 0))
        result = SIGNALS_CHANGED;
    if (result <= REFUSED && directory && (!getcwd(after, sizeof after) || strcmp(before, after) != 0))
        result = DIRECTORY_CHANGED;
    return result;
}

/* An exit code of in_child(), or 100 + the signal that ended it. */
static int run(const trial *t)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(in_child(t));
    if (child < 0 || waitpid(child, &status, 0) != child)
        return NOT_LOADED;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static const char *words(int result)
{
    switch (result) {
    case ACCEPTED:
        return "it accepts";
    case REFUSED:
        return "it refuses";
    case NOT_LOADED:
        return "it cannot be loaded";
    case BAD_TABLE:
        return "its tables are refused";
    case SIGNALS_CHANGED:
        return "it changes what signals do";
    case DIRECTORY_CHANGED:
        return "it changes the working directory";
    default:
        return "it crashes";
    }
}

static bool survives(const trial *t, const char *rule)
{
    int result = run(t);
    return check(result == ACCEPTED || (result == REFUSED && !t->must_work), rule, "%s (%d)", words(result), result);
}

void check_entry(const char *library)
{
    uint32_t full = sizeof(alk_host);
    trial t = { library, full, ALK_ABI_MAJOR, ALK_ABI_MINOR, true };
    if (!survives(&t, "its entry works with this library and changes nothing else"))
        return;
    t.size = full + 256;
    t.minor = 99;
    survives(&t, "its entry works with a newer library");
    t.must_work = false;
    t.minor = ALK_ABI_MINOR;
    int result = ACCEPTED;
    for (t.size = offsetof(alk_host, err_set); t.size < full && result <= REFUSED; t.size += (uint32_t)sizeof(void *))
        result = run(&t);
    check(result <= REFUSED, "its entry survives older, shorter host tables", "%s (%d)", words(result), result);
    t.size = full;
    t.major = ALK_ABI_MAJOR + 1;
    survives(&t, "its entry survives a library of another major version");
}
