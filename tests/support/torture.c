/* SPDX-License-Identifier: MIT
 * The block form runs in the test itself. The driver forks a process for each point: a refused allocation may leave the test
 * anywhere, and a process can be thrown away. */
#include "alk_test.h"
#include "base/alloc.h"
#include "base/clock.h"
#include <fnmatch.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(ALK_TEST_SANITIZED) && !defined(__SANITIZE_THREAD__)
#include <sanitizer/lsan_interface.h>
#include "static_memory.h"
#define leaks_found() (__lsan_do_recoverable_leak_check() != 0)
#else
#define leaks_found() false
#define alk_static_memory_shorten() (void)0
#endif

/* Allocations of a test that are refused, one run each. Under a sanitizer a run takes long, a third of it looking for leaks: so what is left of a program after so many seconds of a
 * processor has fewer, and looks after every other one; so it is where many share the machine, lest it be taken for one that hangs. Who says how many wants them all. */
enum { DEFAULT_POINTS = 25, LATE_POINTS = 8, LATE_SECONDS = 240, LATE_BY_THE_CLOCK = 900 };
enum { WARMING_UP, COUNTING, ONE, ALL };
enum { FINE = 0, LEAKS = 40, FAILS_BY_ITSELF = 41 };       /* exit codes of a run */

static bool driver_runs, injecting, given_up, looks = true;
static int64_t late_from;               /* by the clock; 0: never */
/* What a run tells its parent. */
static struct shared {
    uint64_t allocations;
    atomic_int stage;          /* 0 until the torn run is over, then 1 */
    char message[600];
} *shared;

bool alk_torture_is_on(void)
{
    return driver_runs;
}

/* ---- a block within a test ---- */

static void arm(alk_torture *t)
{
    *t->status = ALK_OK;
    alk_clear_error();
    t->live = alk__alloc_counted().live;
    t->calls = alk__alloc_counted().calls;
    if (t->phase >= ONE)
        alk__alloc_fail(t->n, t->phase == ALL);
}

alk_torture alk_torture_begin(int *status, const char *file, int line)
{
    *status = ALK_OK;
    return (alk_torture){.status = status, .file = file, .line = line, .phase = -1};
}

static void check_run(const alk_torture *t)
{
    const char *how = t->phase < ONE ? "" : t->phase == ONE ? " (one refused)" : " (refused from there on)";
    bool refused = alk__alloc_failed() != 0;
    int code = alk_last_error()->code, status = *t->status;
    alk__alloc_fail(0, 0);
    if (!refused && status != ALK_OK)
        alk_test_fail(t->file, t->line, "fails with all the memory it wants: %s", alk_last_error()->message);
    if (status != ALK_OK && (status != ALK_ERROR_NO_MEMORY || code != status))
        alk_test_fail(t->file, t->line, "allocation %llu%s: status %d, error %d (%s) instead of no memory",
                      (unsigned long long)t->n, how, status, code, alk_last_error()->message);
    alk_clear_error();
    int64_t left = alk__alloc_counted().live - t->live;
    if (t->phase != WARMING_UP && left != 0)
        alk_test_fail(t->file, t->line, "allocation %llu%s: %lld blocks are left", (unsigned long long)t->n, how, (long long)left);
}

/* The end of a phase is the first point that a run does not reach. */
static void advance(alk_torture *t, bool reached)
{
    if (t->phase == COUNTING)
        t->count = alk__alloc_counted().calls - t->calls;
    if (t->phase >= ONE && reached && t->n < t->count) {
        t->n++;
        return;
    }
    t->phase++;
    t->n = 1;
    if (t->phase >= ONE && t->count == 0)
        t->phase = ALL + 1;
}

bool alk_torture_next(alk_torture *t)
{
    if (t->phase < 0) {
        t->phase = WARMING_UP;
    } else if (driver_runs) {
        return false;          /* the driver refuses allocations already; once through is enough */
    } else {
        bool reached = alk__alloc_failed() != 0;
        check_run(t);
        advance(t, reached);
    }
    if (t->phase > ALL)
        return false;
    if (!driver_runs)
        arm(t);
    return true;
}

/* ---- whole tests: in the child ---- */

void alk_torture_look_for_leaks(void)
{
    if (looks && leaks_found())
        _exit(LEAKS);
}

void alk_torture_judge(const char *file, int line, const char *message)
{
    if (shared->stage != 0)
        return;                /* running again: the first run may have left its traces, only crashes and hangs count */
    if (!injecting || !alk__alloc_failed()) {
        (void)snprintf(shared->message, sizeof shared->message, "%s:%d: %s", file, line, message);
        _exit(FAILS_BY_ITSELF);
    }
    alk__alloc_fail(0, 0);
    given_up = true;           /* what the test holds will be left behind: now is the time to look */
    alk_torture_look_for_leaks();
}

static void run_counting(const alk_test_case *test, unsigned seconds)
{
    (void)alarm(seconds);
    uint64_t before = alk__alloc_counted().calls;
    alk_test_run(test);
    shared->allocations = alk__alloc_counted().calls - before;
    alk_torture_look_for_leaks();
}

static void run_refusing(const alk_test_case *test, uint64_t n, bool from_then_on, unsigned seconds)
{
    injecting = true;
    (void)alarm(seconds);
    alk__alloc_fail(n, from_then_on);
    alk_test_run(test);
    if (!given_up)
        alk_torture_look_for_leaks();
    injecting = false;
    shared->stage = 1;
    (void)alarm(seconds);
    alk_test_run(test);
}

/* ---- whole tests: the parent ---- */

static int in_child(const alk_test_case *test, uint64_t n, bool from_then_on)
{
    shared->stage = 0;
    shared->message[0] = '\0';
    (void)fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (n == 0)
            run_counting(test, ALK_TEST_SECONDS);
        else
            run_refusing(test, n, from_then_on, ALK_TEST_SECONDS);
        _exit(FINE);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) != child)
        continue;
    return child > 0 ? status : -1;
}

static const char *verdict(int status, char room[64])
{
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return shared->stage ? "hangs when it runs again" : "hangs";
    if (WIFSIGNALED(status))
        (void)snprintf(room, 64, "%s%s", strsignal(WTERMSIG(status)), shared->stage ? ", when it runs again" : "");
    else if (WEXITSTATUS(status) == LEAKS)
        return "leaks";
    else if (WEXITSTATUS(status) == FAILS_BY_ITSELF)
        return "fails without a refused allocation";
    else if (WEXITSTATUS(status) != FINE)
        (void)snprintf(room, 64, "sanitizer or exit, code %d%s", WEXITSTATUS(status), shared->stage ? ", when it runs again" : "");
    else
        return NULL;
    return room;
}

typedef struct totals {
    unsigned tests, points, failed;
} totals;

static bool run_point(const alk_test_case *test, uint64_t n, bool from_then_on, totals *sum)
{
    char room[64];
    const char *wrong = verdict(in_child(test, n, from_then_on), room);
    sum->points++;
    if (!wrong)
        return true;
    (void)printf("%s/%s: allocation %llu%s: %s %s\n", test->suite, test->name, (unsigned long long)n,
                 from_then_on ? " and on" : "", wrong, shared->message);
    return false;
}

/* The first and the last allocations, and others spread between: point i of so many. */
static uint64_t nth_point(uint64_t i, uint64_t points, uint64_t count)
{
    return points <= 1 ? 1 : 1 + i * (count - 1) / (points - 1);
}

static bool is_late(void)
{
    struct rusage used;
    if (!late_from)
        return false;
    return alk__clock_now() > late_from || (getrusage(RUSAGE_CHILDREN, &used) == 0 && used.ru_utime.tv_sec + used.ru_stime.tv_sec >= LATE_SECONDS);
}

static void torture_test(const alk_test_case *test, uint64_t limit, totals *sum)
{
    sum->tests++;
    if (!run_point(test, 0, false, sum)) {
        sum->failed++;
        return;
    }
    bool late = is_late(), fine = true;
    if (late)
        limit = LATE_POINTS;
    uint64_t count = shared->allocations, points = count < limit ? count : limit;
    for (uint64_t i = 0; i < points && fine; i++) {
        uint64_t n = nth_point(i, points, count);
        looks = !late || (i + sum->tests) % 2 == 0;
        fine = run_point(test, n, false, sum);
        if (n < count || points == 1)
            fine = run_point(test, n, true, sum) && fine;
    }
    looks = true;
    sum->failed += !fine;
}

int alk_torture_main(const alk_test_case *tests, int n, char **arguments)
{
    uint64_t limit = 0;
    const char *pattern = "*";
    for (int i = 0; i < n; i++) {
        if (strcmp(arguments[i], "--all") == 0)
            limit = UINT64_MAX;
        else if (strcmp(arguments[i], "--points") == 0 && i + 1 < n)
            limit = strtoull(arguments[++i], NULL, 10);
        else
            pattern = arguments[i];
    }
    late_from = limit ? 0 : alk__clock_now() + LATE_BY_THE_CLOCK * INT64_C(1000000000);
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        return 2;
    driver_runs = true;
    alk_static_memory_shorten();
    (void)leaks_found();       /* it reads every page that there is; a child of a process that has them all mapped need not have each mapped anew */
    totals sum = {0};
    for (const alk_test_case *test = tests; test; test = test->next) {
        char name[256];
        (void)snprintf(name, sizeof name, "%s/%s", test->suite, test->name);
        if (test->tortured && fnmatch(pattern, name, 0) == 0)
            torture_test(test, limit ? limit : DEFAULT_POINTS, &sum);
    }
    (void)printf("[====] Torture: Tested: %u | Passing: %u | Failing: %u | Runs: %u\n", sum.tests, sum.tests - sum.failed,
                 sum.failed, sum.points);
    return sum.failed != 0 || sum.tests == 0;
}
