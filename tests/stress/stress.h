/* SPDX-License-Identifier: MIT
 * What the engine's stress programs share: the mock, random numbers of a thread's own, faults that are counted, and a watchdog: a
 * program that hangs is killed by the alarm. A program ends with stress_end(). */
#ifndef STRESS_H
#define STRESS_H
#include <alkahest/alkahest.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "mock.h"
#include "plugin/registry.h"

enum { STRESS_SECONDS = 240 };         /* of the watchdog: under a sanitizer, on a busy machine */

static const mock_api *mock;
static atomic_int stress_faults;

__attribute__((unused, format(printf, 1, 2))) static void stress_fault(const char *format, ...)
{
    va_list arguments;
    if (atomic_fetch_add(&stress_faults, 1) >= 20)
        return;
    va_start(arguments, format);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fprintf(stderr, " (last error: %s)\n", alk_last_error()->message);
}
#define STRESS_CHECK(condition) ((condition) ? (void)0 : stress_fault("%s:%d: %s does not hold", __FILE__, __LINE__, #condition))

__attribute__((unused)) static void stress_begin(void)
{
    (void)alarm(STRESS_SECONDS);
    (void)setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    const alk__backend *backend = alk__backend_find("mock", NULL, 0);
    mock = backend ? backend->dialect->query(backend->dialect_self, "mock/1") : NULL;
    if (!mock) {
        stress_fault("there is no mock");
        exit(1);
    }
    mock->reset();
}

/* Nothing may be left of what the mock gave, and no rule of the ABI broken. */
__attribute__((unused)) static int stress_end(void)
{
    static const char *const kinds[] = { "connection", "statement", "cursor", "database" };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (mock->live(kinds[i]) != 0)
            stress_fault("%u of kind %s are left", (unsigned)mock->live(kinds[i]), kinds[i]);
    if (mock->count("violation") != 0)
        stress_fault("%llu rules of the ABI were broken", (unsigned long long)mock->count("violation"));
    alk_clear_error();
    return atomic_load(&stress_faults) != 0;
}

__attribute__((unused)) static uint32_t stress_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

__attribute__((unused)) static double stress_now(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

__attribute__((unused)) static void stress_sleep(double seconds)
{
    struct timespec time = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };
    (void)nanosleep(&time, NULL);
}

__attribute__((unused)) static int stress_sql(alk_conn *conn, const char *sql)
{
    return alk_close(alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, NULL));
}

/* Runs fn in so many threads, each given its number, and waits for them. */
__attribute__((unused)) static void stress_threads(int n, void *(*fn)(void *))
{
    pthread_t threads[128];
    for (int i = 0; i < n; i++)
        if (pthread_create(&threads[i], NULL, fn, (void *)(uintptr_t)(i + 1)) != 0)
            stress_fault("no thread %d", i);
    for (int i = 0; i < n; i++)
        (void)pthread_join(threads[i], NULL);
}
#endif
