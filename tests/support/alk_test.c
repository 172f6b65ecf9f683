/* SPDX-License-Identifier: MIT
 * Runs a test with its fixture, and checks. A failed check jumps out to the runner, which takes the fixture down before it
 * tells Criterion, so that a failure in there counts as well. */
#include "alk_test.h"
#include "base/alloc.h"
#include "base/env.h"
#include "fake_clock.h"
#include <ftw.h>
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#if defined(ALK_TEST_SANITIZED) && !defined(__SANITIZE_THREAD__)
#include <sanitizer/lsan_interface.h>
#define leaks_found() (__lsan_do_recoverable_leak_check() != 0)
#else
#define leaks_found() false
#endif

static alk_test_case *tests;
static alk_test_suite *suites;
static struct {
    jmp_buf out;
    pthread_t thread;
    bool running, failed, skipped;
    const char *file;
    int line;
    char message[2000];
    char directory[64];
} now;

void alk_test_add(alk_test_case *test)
{
    test->next = tests;
    tests = test;
}

void alk_test_add_suite(alk_test_suite *suite)
{
    suite->next = suites;
    suites = suite;
}

/* ---- failing ---- */

__attribute__((format(printf, 3, 0)))
static void note_failure(const char *file, int line, const char *format, va_list arguments)
{
    if (now.failed)
        return;                /* the first one is the cause */
    now.failed = true;
    now.file = file;
    now.line = line;
    (void)vsnprintf(now.message, sizeof now.message, format, arguments);
}

void alk_test_fail(const char *file, int line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    note_failure(file, line, format, arguments);
    va_end(arguments);
    if (alk_torture_is_on())
        alk_torture_judge(file, line, now.message);
    if (!now.running || !pthread_equal(now.thread, pthread_self())) {
        (void)fprintf(stderr, "%s:%d: a check failed outside the test's thread: %s\n", file, line, now.message);
        abort();
    }
    longjmp(now.out, 1);
}

void alk_test_skip(const char *why)
{
    now.skipped = true;
    (void)snprintf(now.message, sizeof now.message, "%s", why);
    longjmp(now.out, 1);
}

static void report(void)
{
    struct criterion_assert_stats failure = {
        .message = now.message, .passed = false, .line = (unsigned)now.line, .file = now.file};
    criterion_send_assert(&failure);
    criterion_abort_test();
}

/* ---- running ---- */

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *place)
{
    (void)status, (void)type, (void)place;
    return remove(path);
}

static void remove_directory(void)
{
    if (now.directory[0])
        (void)nftw(now.directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    now.directory[0] = '\0';
}

const char *alk_test_directory(void)
{
    if (now.directory[0])
        return now.directory;
    (void)snprintf(now.directory, sizeof now.directory, "/tmp/alk-test-XXXXXX");
    if (!mkdtemp(now.directory)) {
        now.directory[0] = '\0';
        alk_test_failed("cannot make a directory in /tmp");
    }
    return now.directory;
}

double alk_test_processor_time(void)
{
    struct timespec used = { 0, 0 };
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return (double)used.tv_sec + (double)used.tv_nsec / 1e9;
}

static const alk_test_suite *find_suite(const char *name)
{
    const alk_test_suite *suite = suites;
    while (suite && strcmp(suite->name, name) != 0)
        suite = suite->next;
    return suite;
}

/* True when it came to its end. */
static bool guarded(void (*part)(void))
{
    if (!part)
        return true;
    if (setjmp(now.out) != 0)
        return false;
    part();
    return true;
}

static void clean_up(void)
{
    alk__alloc_fail(0, 0);
    alk_fake_clock_stop();
    alk__process_pretend_secure(-1);
    remove_directory();
    alk_clear_error();
}

void alk_test_run(const alk_test_case *test)
{
    const alk_test_suite *suite = find_suite(test->suite);
    now.failed = now.skipped = false;
    now.running = true;
    now.thread = pthread_self();
    if (guarded(suite ? suite->setup : NULL)) {
        (void)guarded(test->body);
        alk__alloc_fail(0, 0);
        (void)guarded(suite ? suite->teardown : NULL);
    }
    clean_up();
    now.running = false;
    if (alk_torture_is_on())
        return;
    if (now.failed)
        report();
    if (now.skipped)
        criterion_skip_test("%s", now.message);
    if (leaks_found()) {
        (void)snprintf(now.message, sizeof now.message, "%s/%s leaks: see LeakSanitizer's report", test->suite, test->name);
        now.file = __FILE__;
        now.line = __LINE__;
        report();
    }
}

/* Exported, as Criterion's workers find it by its name. */
__attribute__((visibility("default"))) int main(int argc, char *argv[])
{
    if (argc > 1 && strcmp(argv[1], "--torture") == 0)
        return alk_torture_main(tests, argc - 2, argv + 2);
    struct criterion_test_set *set = criterion_initialize();
    int result = 0;
    if (criterion_handle_args(argc, argv, true))
        result = criterion_run_all_tests(set) ? 0 : 1;
    criterion_finalize(set);
#if defined(ALK_TEST_SANITIZED)
    /* With several jobs and a long test Criterion leaks in this process, which runs no test: those have looked for leaks themselves. */
    (void)fflush(NULL);
    _exit(result);
#endif
    return result;
}

/* ---- checks ---- */

void alk_test_int(int64_t actual, int64_t expected, const char *what, const char *file, int line)
{
    if (actual != expected)
        alk_test_fail(file, line, "%s is %lld, not %lld", what, (long long)actual, (long long)expected);
}

void alk_test_uint(uint64_t actual, uint64_t expected, const char *what, const char *file, int line)
{
    if (actual != expected)
        alk_test_fail(file, line, "%s is %llu, not %llu", what, (unsigned long long)actual, (unsigned long long)expected);
}

void alk_test_real(double actual, double expected, const char *what, const char *file, int line)
{
    if (memcmp(&actual, &expected, sizeof actual) != 0 && !(isnan(actual) && isnan(expected)))
        alk_test_fail(file, line, "%s is %.17g, not %.17g", what, actual, expected);
}

void alk_test_str(const char *actual, const char *expected, const char *what, const char *file, int line)
{
    if (actual == expected || (actual && expected && strcmp(actual, expected) == 0))
        return;
    alk_test_fail(file, line, "%s is \"%s\", not \"%s\"", what, actual ? actual : "(NULL)", expected ? expected : "(NULL)");
}

void alk_test_sv(alk_sv actual, const char *expected, const char *what, const char *file, int line)
{
    size_t length = expected ? strlen(expected) : 0;
    if (actual.n == length && (length == 0 || memcmp(actual.p, expected, length) == 0) && (actual.p || !expected || length == 0))
        return;
    alk_test_fail(file, line, "%s is \"%.*s\", not \"%s\"", what, (int)actual.n, actual.p ? actual.p : "",
                  expected ? expected : "(NULL)");
}

void alk_test_bytes(const void *actual, size_t n, const void *expected, size_t m, const char *what, const char *file, int line)
{
    const unsigned char *a = actual, *b = expected;
    if (n != m)
        alk_test_fail(file, line, "%s has %zu bytes, not %zu", what, n, m);
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i])
            alk_test_fail(file, line, "%s: byte %zu is 0x%02x, not 0x%02x", what, i, (unsigned)a[i], (unsigned)b[i]);
}

void alk_test_contains(const char *text, const char *part, const char *what, const char *file, int line)
{
    if (!text || !strstr(text, part))
        alk_test_fail(file, line, "%s is \"%s\", without \"%s\"", what, text ? text : "(NULL)", part);
}

void alk_test_status(int actual, int expected, const char *what, const char *file, int line)
{
    char error[600];
    const char *class = expected < 0 ? alk_error_class_name(expected) : expected == 0 ? "ok" : "";
    if (actual != expected) {
        (void)alk_error_print(alk_last_error(), error, sizeof error);
        alk_test_fail(file, line, "%s gives %d, not %d (%s); the error is: %s", what, actual, expected, class, error);
    }
    if (actual < 0 && alk_last_error()->code != actual)
        alk_test_fail(file, line, "%s gives %d, but the thread's error is %d", what, actual, alk_last_error()->code);
}

static bool mentions(const char *text, const char *part)
{
    return text && strstr(text, part) != NULL;
}

void alk_test_error(int code, const char *part, const char *file, int line)
{
    const alk_error *error = alk_last_error();
    if (error->code == code && (!part || mentions(error->message, part) || mentions(error->detail, part) ||
                                mentions(error->hint, part)))
        return;
    char text[800];
    (void)alk_error_print(error, text, sizeof text);
    alk_test_fail(file, line, "the error is not of class \"%s\" with \"%s\" but: %s", alk_error_class_name(code),
                  part ? part : "", text);
}
