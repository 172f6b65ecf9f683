/* SPDX-License-Identifier: MIT
 * Deadlines, on the system's clock and on one that stands still. */
#include "alk_test.h"
#include "base/clock.h"
#include "fake_clock.h"
#include <math.h>
#include <pthread.h>

ALK_TEST(clock, goes_forward)
{
    int64_t before = alk__clock_now();
    alk_check(before > 0);
    alk__sleep_until(alk__deadline_in(0.01));
    alk_check(alk__clock_now() - before >= 10000000);
    alk__sleep_until(0);
    alk__sleep_until(1);
}

ALK_TEST(clock, makes_deadlines)
{
    alk_fake_clock_start();
    int64_t now = alk__clock_now();
    alk_check_int(alk__deadline_in(1.5) - now, 1500000000);
    alk_check_int(alk__deadline_in(0), 0);
    alk_check_int(alk__deadline_in(-1), 0);
    alk_check_int(alk__deadline_in((double)NAN), 0);
    alk_check_int(alk__deadline_in((double)INFINITY), INT64_MAX);
    alk_check_int(alk__deadline_in(1e300), INT64_MAX);
    alk_check_int(alk__deadline_in(9.3e9), INT64_MAX);
    alk_check(alk__deadline_in(9.2e9 - 1000) < INT64_MAX);
}

ALK_TEST(clock, tells_what_is_left)
{
    alk_fake_clock_start();
    alk__deadline deadline = alk__deadline_in(2);
    alk_check_real(alk__deadline_left(deadline), 2.0);
    alk_check(!alk__deadline_passed(deadline));
    alk_fake_clock_advance(1.5);
    alk_check_real(alk__deadline_left(deadline), 0.5);
    alk_fake_clock_advance(0.5);
    alk_check(alk__deadline_passed(deadline));
    alk_check_real(alk__deadline_left(deadline), 0.0);
    alk_fake_clock_advance(1);
    alk_check_real(alk__deadline_left(deadline), 0.0);
    alk_check(!alk__deadline_passed(0));
    alk_check(alk__deadline_left(0) > 1e8);
    alk_check_real(alk__deadline_left(INT64_MAX), alk__deadline_left(0));
}

ALK_TEST(clock, finds_the_sooner)
{
    alk_check_int(alk__deadline_sooner(0, 0), 0);
    alk_check_int(alk__deadline_sooner(0, 5), 5);
    alk_check_int(alk__deadline_sooner(5, 0), 5);
    alk_check_int(alk__deadline_sooner(5, 4), 4);
    alk_check_int(alk__deadline_sooner(4, 5), 4);
}

ALK_TEST(clock, makes_timespecs)
{
    struct timespec at = alk__deadline_timespec(INT64_C(12345678901));
    alk_check_int(at.tv_sec, 12);
    alk_check_int(at.tv_nsec, 345678901);
    at = alk__deadline_timespec(0);
    alk_check(at.tv_sec > 9000000000);
}

static int64_t zero(void)
{
    return 0;
}

ALK_TEST(clock, is_never_zero)
{
    alk__clock_replace(zero);
    alk_check_int(alk__clock_now(), 1);
    alk_check(alk__clock_replaced());
    alk__clock_replace(NULL);
    alk_check(!alk__clock_replaced());
}

static void *advance_soon(void *unused)
{
    struct timespec moment = {0, 5000000};
    (void)nanosleep(&moment, NULL);
    alk_fake_clock_advance(100);
    return unused;
}

ALK_TEST(clock, sleeps_on_a_replaced_clock)
{
    pthread_t other;
    alk_fake_clock_start();
    alk__deadline deadline = alk__deadline_in(50);
    alk_check_int(pthread_create(&other, NULL, advance_soon, NULL), 0);
    alk__sleep_until(deadline);
    alk_check(alk__deadline_passed(deadline));
    alk_check_int(pthread_join(other, NULL), 0);
}
