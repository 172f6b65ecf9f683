/* SPDX-License-Identifier: MIT
 * Forks while other threads find and load plugins: the child goes on. One that hangs is ended by its alarm. */
#include "plugin_fixture.h"
#include <alkahest/plugin.h>
#include <alkahest/registry.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <time.h>
#include "plugin/registry.h"

static atomic_bool entered, forked, stop;
static void pause_for(long milliseconds)
{
    struct timespec time = { milliseconds / 1000, milliseconds % 1000 * 1000000 };
    (void)nanosleep(&time, NULL);
}

static const alk_plugin *slow_entry(const alk_host *host, alk_err *err)
{
    (void)host, (void)err;
    atomic_store(&entered, true);
    pause_for(300);
    return NULL;
}

static void *register_slow(void *unused)
{
    (void)alk_plugin_register(slow_entry);
    while (!atomic_load(&forked))              /* the error is freed after the fork: see find_and_add() */
        pause_for(1);
    alk_clear_error();
    return unused;
}

/* 0: all can be used. */
static int use_all(void)
{
    return !alk__backend_find("mock", "bare", 0) || alk__backend_find("nobody", NULL, 0) || alk_plugin_add_path("/nowhere") != ALK_OK ||
           alk_plugin_register(slow_entry) != ALK_ERROR_ABI;
}

static void check_child(pid_t child)
{
    int status = 0;
    alk_check(child > 0);
    alk_check_int(waitpid(child, &status, 0), child);
    alk_check_that(WIFEXITED(status), "the child was ended by signal %d", WTERMSIG(status));
    alk_check_int(WEXITSTATUS(status), 0);
}

ALK_TEST_UNTORTURED(fork, waits_for_a_plugin_that_another_thread_loads)
{
    pthread_t other;
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    alk_check_int(pthread_create(&other, NULL, register_slow, NULL), 0);
    while (!atomic_load(&entered))
        pause_for(1);
    pid_t child = fork();
    if (child == 0) {
        (void)alarm(8);
        _exit(use_all());
    }
    atomic_store(&forked, true);
    alk_check_int(pthread_join(other, NULL), 0);
    check_child(child);
    alk_check_int(use_all(), 0);
}

static pid_t from_within;
static const alk_plugin *forking_entry(const alk_host *host, alk_err *err)
{
    (void)host, (void)err;
    from_within = fork();
    if (from_within == 0) {
        (void)alarm(8);
        _exit(!alk__backend_find("mock", NULL, 0));
    }
    return NULL;
}

ALK_TEST_UNTORTURED(fork, from_within_a_plugin_that_is_being_loaded)
{
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    alk_check_fails(alk_plugin_register(forking_entry), ALK_ERROR_ABI, NULL);
    check_child(from_within);
}

/* Finds again what was found and adds again what was added: that takes locks, but no memory. AddressSanitizer's allocator does not care for forks; a thread
 * that allocates would leave the child without it. */
static void *find_and_add(void *unused)
{
    while (!atomic_load(&stop)) {
        (void)alk__backend_find("mock", NULL, 0);
        (void)alk_plugin_add_path("/nowhere");
    }
    return unused;
}

ALK_TEST_LONG(fork, while_others_find_plugins, 120)
{
    enum { THREADS = 3, FORKS = 200 };
    pthread_t others[THREADS];
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    alk_check_int(use_all(), 0);               /* slow only once */
    alk_check(alk__backend_find("mock", NULL, 0) != NULL);
    for (int i = 0; i < THREADS; i++)
        alk_check_int(pthread_create(&others[i], NULL, find_and_add, NULL), 0);
    for (int i = 0; i < FORKS; i++) {
        pid_t child = fork();
        if (child == 0) {
            (void)alarm(20);
            _exit(use_all());
        }
        check_child(child);
    }
    atomic_store(&stop, true);
    for (int i = 0; i < THREADS; i++)
        alk_check_int(pthread_join(others[i], NULL), 0);
}
