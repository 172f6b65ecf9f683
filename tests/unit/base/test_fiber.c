/* SPDX-License-Identifier: MIT
 * Functions that stop and go on. */
#include "alk_test.h"
#include "base/error.h"
#include "base/fiber.h"
#include <stdio.h>
#include <string.h>

typedef struct trace {
    alk__fiber *fiber, *inner;
    char text[80];
} trace;

static void note(trace *t, const char *what)
{
    (void)snprintf(t->text + strlen(t->text), sizeof t->text - strlen(t->text), "%s", what);
}

static void two_stops(void *payload)
{
    trace *t = payload;
    note(t, "a");
    alk__fiber_stop(t->fiber);
    note(t, "b");
    alk__fiber_stop(t->fiber);
    note(t, "c");
}

ALK_TEST(fiber, stops_and_goes_on)
{
    trace t = { .text = "" };
    t.fiber = alk__fiber_new(two_stops, &t);
    alk_check_made(t.fiber);
    alk_check_str(t.text, "");
    for (const char *expected = "a\0ab\0abc"; !alk__fiber_has_returned(t.fiber); expected += strlen(expected) + 1) {
        alk__fiber_resume(t.fiber);
        alk_check_str(t.text, expected);
        alk_check(!alk__fiber_is_running(t.fiber));
    }
    alk_check_str(t.text, "abc");
    alk__fiber_free(t.fiber);
}

static void with_an_inner_one(void *payload)
{
    trace *t = payload;
    trace inner = { .text = "" };
    inner.fiber = alk__fiber_new(two_stops, &inner);
    alk__fiber_resume(inner.fiber);
    alk__fiber_stop(t->fiber);             /* the inner one is continued later, by the same stack */
    alk__fiber_resume(inner.fiber);
    alk__fiber_resume(inner.fiber);
    note(t, alk__fiber_has_returned(inner.fiber) ? inner.text : "?");
    alk__fiber_free(inner.fiber);
}

ALK_TEST_UNTORTURED(fiber, may_have_others_within)
{
    trace t = { .text = "" };
    t.fiber = alk__fiber_new(with_an_inner_one, &t);
    alk_check_made(t.fiber);
    alk__fiber_resume(t.fiber);
    alk__fiber_resume(t.fiber);
    alk_check(alk__fiber_has_returned(t.fiber));
    alk_check_str(t.text, "abc");
    alk__fiber_free(t.fiber);
}

static void with_errors(void *payload)
{
    trace *t = payload;
    note(t, alk__error_code() == ALK_OK ? "none " : "one ");
    alk__error(ALK_ERROR_DATA, "of the fiber, and long enough that it does not find room in what is kept without memory: %0300d", 1);
    alk__fiber_stop(t->fiber);
    note(t, strstr(alk_last_error()->message, "of the fiber") ? "kept" : "lost");
}

ALK_TEST_UNTORTURED(fiber, errors_are_its_own)
{
    trace t = { .text = "" };
    alk__error(ALK_ERROR_INTERFACE, "of the thread");
    t.fiber = alk__fiber_new(with_errors, &t);
    alk__fiber_resume(t.fiber);
    alk_check_str(alk_last_error()->message, "of the thread");
    alk__error(ALK_ERROR_INTERFACE, "another of the thread");
    alk__fiber_resume(t.fiber);
    alk_check_str(alk_last_error()->message, "another of the thread");
    alk_check_str(t.text, "none kept");
    alk__fiber_free(t.fiber);
    alk_clear_error();
}

static void deep(void *payload)
{
    volatile char room[400 << 10];
    trace *t = payload;
    for (size_t i = 0; i < sizeof room; i += 4096)
        room[i] = 'x';
    alk__fiber_stop(t->fiber);
    note(t, room[0] == 'x' && room[sizeof room - 4096] == 'x' ? "deep" : "?");
}

ALK_TEST_UNTORTURED(fiber, stack_is_as_large_as_is_said)
{
    trace t = { .text = "" };
    t.fiber = alk__fiber_new(deep, &t);
    alk__fiber_resume(t.fiber);
    alk__fiber_resume(t.fiber);
    alk_check_str(t.text, "deep");
    alk__fiber_free(t.fiber);
    alk__fiber_free(alk__fiber_new(deep, &t));         /* one that never ran */
    alk__fiber_free(NULL);
}
