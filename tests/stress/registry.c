/* SPDX-License-Identifier: MIT
 * Sixteen threads find, list and register plugins at once; for ThreadSanitizer, and for the promise that a library is entered
 * once however many ask for it. Exit code 0: all was as it should be. */
#include <alkahest/error.h>
#include <alkahest/registry.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "plugin/loader.h"
#include "plugin/registry.h"

enum { THREADS = 16, COPIES = 12, ROUNDS = 30 };

static char directory[64], copies[COPIES][128];
static pthread_barrier_t barrier;
static _Atomic(const void *) first_module[COPIES], first_backend[2];
static atomic_int faults, entered;

static void fault(const char *what)
{
    atomic_fetch_add(&faults, 1);
    (void)fprintf(stderr, "%s: %s\n", what, alk_last_error()->message);
}

/* Whoever comes first decides what all others must get. */
static void same(_Atomic(const void *) *first, const void *got, const char *what)
{
    const void *expected = NULL;
    if (!got)
        fault(what);
    else if (!atomic_compare_exchange_strong(first, &expected, got) && expected != got)
        fault("not the same for all");
}

static const alk_plugin *refusing_entry(const alk_host *host, alk_err *err)
{
    (void)host;
    (void)err;
    atomic_fetch_add(&entered, 1);
    return NULL;
}

static void load_copies(void)
{
    for (size_t i = 0; i < COPIES; i++) {
        (void)pthread_barrier_wait(&barrier);
        same(&first_module[i], alk__module_load(copies[i], false), copies[i]);
    }
}

static void list_all(void)
{
    alk_plugin_list *list = alk_plugin_list_new();
    if (alk_plugin_list_count(list) < 1)
        fault("the list is empty");
    alk_plugin_list_free(list);
}

static void find_all(unsigned turn)
{
    same(&first_backend[0], alk__backend_find("mock", NULL, 0), "mock");
    same(&first_backend[1], alk__backend_find("mock", "bare", 0), "mock+bare");
    same(&first_backend[0], alk__backend_find("pretend", NULL, 0), "pretend");
    if (alk__backend_find("nobody", NULL, 0) || alk_last_error()->code != ALK_ERROR_NO_PLUGIN)
        fault("nobody");
    if (turn % 4 == 0 && alk_plugin_register(refusing_entry) != ALK_ERROR_ABI)
        fault("a plugin that refuses was registered");
    if (turn % 4 == 1)
        list_all();
    if (turn % 4 == 2 && alk_plugin_status("mock", NULL, 0) == 0)
        fault("no status");
    if (turn % 4 == 3 && alk_plugin_add_path(directory) != ALK_OK)
        fault("no path");
}

static void *work(void *argument)
{
    unsigned seed = *(unsigned *)argument;
    load_copies();
    (void)pthread_barrier_wait(&barrier);
    for (unsigned i = 0; i < ROUNDS; i++)
        find_all(seed + i / 8);
    return NULL;
}

static int copy_file(const char *from, const char *to)
{
    char bytes[65536];
    size_t n = 0, done = 0;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    while (in && out && (n = fread(bytes, 1, sizeof bytes, in)) > 0)
        done += fwrite(bytes, 1, n, out);
    if (in)
        (void)fclose(in);
    return out && fclose(out) == 0 && done > 0 ? 0 : 1;
}

static int prepare(void)
{
    (void)snprintf(directory, sizeof directory, "/tmp/alk-registry-XXXXXX");
    if (!mkdtemp(directory))
        return 1;
    for (size_t i = 0; i < COPIES; i++) {
        (void)snprintf(copies[i], sizeof copies[i], "%s/%zu.so", directory, i);
        if (copy_file(ALK_TEST_BROKEN "/good.so", copies[i]) != 0)
            return 1;
    }
    return setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
}

static int run(void)
{
    pthread_t threads[THREADS];
    unsigned seeds[THREADS];
    for (unsigned i = 0; i < THREADS; i++) {
        seeds[i] = i;
        if (pthread_create(&threads[i], NULL, work, &seeds[i]) != 0)
            return 2;
    }
    for (unsigned i = 0; i < THREADS; i++)
        (void)pthread_join(threads[i], NULL);
    alk_shutdown();
    return 0;
}

int main(void)
{
    if (prepare() != 0 || pthread_barrier_init(&barrier, NULL, THREADS) != 0 || run() != 0)
        return 2;
    for (size_t i = 0; i < COPIES; i++)
        (void)unlink(copies[i]);
    (void)rmdir(directory);
    if (atomic_load(&entered) != 1)
        (void)fprintf(stderr, "the entry that refuses was called %d times\n", atomic_load(&entered));
    return atomic_load(&faults) == 0 && atomic_load(&entered) == 1 ? 0 : 1;
}
