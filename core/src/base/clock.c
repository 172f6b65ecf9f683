/* SPDX-License-Identifier: MIT
 * The monotonic clock and arithmetic on its points, which saturates instead of overflowing. */
#include "base/clock.h"
#include <errno.h>
#include <stdatomic.h>

#define SECOND INT64_C(1000000000)
#define MILLISECOND INT64_C(1000000)
#define NEVER_SECONDS 9e8      /* so that it still fits when a caller makes nanoseconds of it */

typedef int64_t (*clock_fn)(void);
static _Atomic(clock_fn) replacement;

static int64_t system_now(void)
{
    struct timespec now = {0, 0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

int64_t alk__clock_now(void)
{
    clock_fn clock = atomic_load(&replacement);
    int64_t now = clock ? clock() : system_now();
    return now != 0 ? now : 1;
}

void alk__clock_replace(int64_t (*now)(void))
{
    atomic_store(&replacement, now);
}

bool alk__clock_replaced(void)
{
    return atomic_load(&replacement) != NULL;
}

alk__deadline alk__deadline_in(double seconds)
{
    if (!(seconds > 0))        /* also not a number */
        return 0;
    int64_t now = alk__clock_now();
    double nanoseconds = seconds * 1e9;
    if (nanoseconds >= (double)(INT64_MAX - now))
        return INT64_MAX;
    int64_t deadline = now + (int64_t)nanoseconds;
    return deadline != 0 ? deadline : 1;
}

bool alk__deadline_passed(alk__deadline deadline)
{
    return deadline != 0 && alk__clock_now() >= deadline;
}

double alk__deadline_left(alk__deadline deadline)
{
    if (deadline == 0)
        return NEVER_SECONDS;
    double left = ((double)deadline - (double)alk__clock_now()) / 1e9;
    if (left > NEVER_SECONDS)
        return NEVER_SECONDS;
    return left > 0 ? left : 0;
}

alk__deadline alk__deadline_sooner(alk__deadline a, alk__deadline b)
{
    if (a == 0 || b == 0)
        return a == 0 ? b : a;
    return a < b ? a : b;
}

struct timespec alk__deadline_timespec(alk__deadline deadline)
{
    if (deadline == 0)
        deadline = INT64_MAX;
    return (struct timespec){.tv_sec = (time_t)(deadline / SECOND), .tv_nsec = (long)(deadline % SECOND)};
}

static void sleep_system_until(int64_t point)
{
    struct timespec until = alk__deadline_timespec(point);
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR)
        continue;
}

void alk__sleep_until(alk__deadline deadline)
{
    if (deadline == 0)
        return;
    while (alk__clock_replaced() && !alk__deadline_passed(deadline))
        sleep_system_until(system_now() + MILLISECOND);
    if (!alk__clock_replaced())
        sleep_system_until(deadline);
}
