/* SPDX-License-Identifier: MIT
 * Unit tests. They run on Criterion, but see it only through this header, which closes what Criterion hides (a leak, an
 * undefined behaviour, a failing fixture would all pass) and lets the same tests run again with memory running out.
 *
 * WRITING A TEST. One file tests/unit/<layer>/test_<file>.c for each source file; the suite is the file's name.
 *
 *     #include "alk_test.h"
 *     #include "base/buffer.h"
 *
 *     ALK_TEST(buffer, refuses_more_than_its_maximum)
 *     {
 *         alk__buffer buffer;
 *         alk__buffer_init(&buffer, 3);
 *         alk__buffer_puts(&buffer, "abcd");
 *         alk_check_int(alk__buffer_status(&buffer), ALK_ERROR_DATA);
 *         alk_check_error(ALK_ERROR_DATA, "longer than");
 *         alk__buffer_free(&buffer);
 *     }
 *
 * A failed check ends the test at once. Release what the test made at its end, as if no check could fail: under
 * AddressSanitizer a test that leaks fails. Checks belong into the thread that runs the test; elsewhere (in a thread that
 * the test started, in a callback that may be called under a lock) write down what happened and check it later.
 * Criterion's own cr_assert… must not be used: the torture below does not see it.
 *
 * MEMORY RUNNING OUT. Each test is run again, `alk_unit_<layer> --torture`, with its nth allocation refused, once only and
 * from there on, for many n, each in a forked process. A check that fails then ends that run quietly. What counts is a
 * crash, a sanitizer's report, a hang, a block that nobody can reach any more at the moment the check fails, and a hang or
 * crash when the same test then runs again with memory. (What the test would have released is no leak: its variables are
 * still on the stack, as sanitized tests are built without optimisation.) For a test this asks one thing only: check what a
 * refused allocation may change, a handle or a status, before going on with it. A test that plays with alk__alloc_fail()
 * itself, forks, or takes longer than a second says ALK_TEST_UNTORTURED instead.
 *
 *     ALK_TORTURE(status) { … }       within a test: the block runs once for each of its allocations with that one refused,
 *                                     and from there on. It must set status, and release all it made; then, in each run:
 *                                     status is ALK_OK, or NO_MEMORY with the thread's error saying so; no block is left.
 *
 * FIXTURES.   ALK_SUITE(suite, setup, teardown)       functions run around each test of the suite (NULL: none); a failed
 *                                                     check in them makes the test fail.
 *             const char *alk_test_directory(void)    a fresh, empty directory, removed after the test.
 *             double alk_test_processor_time(void)    what this thread has used, in seconds: how fast something is, however busy the
 *                                                     machine. A wait is judged by the clock: exact from below, from above by
 *                                                     much more than it should take and much less than going wrong would.
 *             alk_skip("why")                         ends the test, counted as skipped.
 *             fake_clock.h                            a clock that stands still; taken away after the test.
 *
 * RUNNING.    alk_unit_<layer> [--filter suite/name] …Criterion's own arguments…
 *             alk_unit_<layer> --torture [--all | --points N] [suite/name with * and ?] */
#ifndef ALK_TEST_H
#define ALK_TEST_H
#include <alkahest/error.h>
#include <criterion/criterion.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "torture.h"

#define ALK_TEST(suite, name) ALK_TEST_CASE(suite, name, true, ALK_TEST_SECONDS)
#define ALK_TEST_UNTORTURED(suite, name) ALK_TEST_CASE(suite, name, false, ALK_TEST_SECONDS)
/* For the few that need longer than the ordinary 10 s; not tortured. */
#define ALK_TEST_LONG(suite, name, seconds) ALK_TEST_CASE(suite, name, false, seconds)

#define ALK_SUITE(suite, setup, teardown) \
    static alk_test_suite alk_suite_##suite = {#suite, setup, teardown, NULL}; \
    __attribute__((constructor)) static void alk_suite_add_##suite(void) { alk_test_add_suite(&alk_suite_##suite); } \
    _Static_assert(1, "")

/* ---- checks ---- */
#define alk_check(condition) alk_test_true((condition) ? true : false, #condition, __FILE__, __LINE__)
/* The same with an explanation, as for printf. */
#define alk_check_that(condition, ...) \
    ((condition) ? (void)0 : alk_test_fail(__FILE__, __LINE__, __VA_ARGS__))
#define alk_test_failed(...) alk_test_fail(__FILE__, __LINE__, __VA_ARGS__)
/* Numbers: what came, what was expected. */
#define alk_check_int(actual, expected) alk_test_int(actual, expected, #actual, __FILE__, __LINE__)
#define alk_check_uint(actual, expected) alk_test_uint(actual, expected, #actual, __FILE__, __LINE__)
#define alk_check_size(actual, expected) alk_test_uint(actual, expected, #actual, __FILE__, __LINE__)
#define alk_check_real(actual, expected) alk_test_real(actual, expected, #actual, __FILE__, __LINE__)     /* bit for bit; NaN is NaN */
/* Texts: each may be NULL. alk_check_sv compares a view with a text, alk_check_bytes two runs of bytes. */
#define alk_check_str(actual, expected) alk_test_str(actual, expected, #actual, __FILE__, __LINE__)
#define alk_check_sv(actual, expected) alk_test_sv(actual, expected, #actual, __FILE__, __LINE__)
#define alk_check_bytes(actual, n, expected, m) alk_test_bytes(actual, n, expected, m, #actual, __FILE__, __LINE__)
#define alk_check_contains(text, part) alk_test_contains(text, part, #text, __FILE__, __LINE__)
/* Calls. ok: the status is ALK_OK, else the thread's error is shown. made: the handle is not NULL, likewise. fails: the
 * status is this error, the thread's error has this class too, and some text of it contains this (NULL: any). */
#define alk_check_ok(call) alk_test_status(call, ALK_OK, #call, __FILE__, __LINE__)
#define alk_check_status(call, expected) alk_test_status(call, expected, #call, __FILE__, __LINE__)
#define alk_check_fails(call, code, part) \
    (alk_test_status(call, code, #call, __FILE__, __LINE__), alk_test_error(code, part, __FILE__, __LINE__))
#define alk_check_made(handle) alk_test_made(handle, #handle, __FILE__, __LINE__)
#define alk_check_error(code, part) alk_test_error(code, part, __FILE__, __LINE__)

const char *alk_test_directory(void);
double alk_test_processor_time(void);
#define alk_skip(why) alk_test_skip(why)

/* ---- what the macros stand on ---- */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ALK_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define ALK_TEST_SANITIZED 1
#endif
#endif
#if defined(ALK_TEST_SANITIZED)
#define ALK_TEST_SECONDS 30
#else
#define ALK_TEST_SECONDS 10
#endif

typedef struct alk_test_case {
    const char *suite, *name;
    void (*body)(void);
    bool tortured;
    struct alk_test_case *next;
} alk_test_case;
typedef struct alk_test_suite {
    const char *name;
    void (*setup)(void), (*teardown)(void);
    struct alk_test_suite *next;
} alk_test_suite;

#define ALK_TEST_CASE(suite, name, tortured, seconds) \
    static void alk_body_##suite##_##name(void); \
    static alk_test_case alk_case_##suite##_##name = {#suite, #name, alk_body_##suite##_##name, tortured, NULL}; \
    __attribute__((constructor)) static void alk_add_##suite##_##name(void) \
    { \
        alk_test_add(&alk_case_##suite##_##name); \
    } \
    Test(suite, name, .timeout = seconds) { alk_test_run(&alk_case_##suite##_##name); } \
    static void alk_body_##suite##_##name(void)

void alk_test_add(alk_test_case *test);
void alk_test_add_suite(alk_test_suite *suite);
void alk_test_run(const alk_test_case *test);

void alk_test_fail(const char *file, int line, const char *format, ...) __attribute__((noreturn, format(printf, 3, 4)));
void alk_test_skip(const char *why) __attribute__((noreturn));
void alk_test_int(int64_t actual, int64_t expected, const char *what, const char *file, int line);
void alk_test_uint(uint64_t actual, uint64_t expected, const char *what, const char *file, int line);
void alk_test_real(double actual, double expected, const char *what, const char *file, int line);
void alk_test_str(const char *actual, const char *expected, const char *what, const char *file, int line);
void alk_test_sv(alk_sv actual, const char *expected, const char *what, const char *file, int line);
void alk_test_bytes(const void *actual, size_t n, const void *expected, size_t m, const char *what, const char *file, int line);
void alk_test_contains(const char *text, const char *part, const char *what, const char *file, int line);
void alk_test_status(int actual, int expected, const char *what, const char *file, int line);
void alk_test_error(int code, const char *part, const char *file, int line);

/* Inline, so that compilers and analysers know what holds behind a check. */
static inline void alk_test_true(bool holds, const char *what, const char *file, int line)
{
    if (!holds)
        alk_test_fail(file, line, "%s does not hold", what);
}
static inline void alk_test_made(const void *handle, const char *what, const char *file, int line)
{
    if (!handle)
        alk_test_fail(file, line, "%s is NULL: %s", what, alk_last_error()->message);
}
#endif
