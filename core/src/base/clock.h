/* SPDX-License-Identifier: MIT
 * Monotonic time and deadlines, in nanoseconds. A deadline of 0 means none. Tests may put a clock of their own. */
#ifndef ALK_BASE_CLOCK_H
#define ALK_BASE_CLOCK_H
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

typedef int64_t alk__deadline;                               /* point on the monotonic clock; 0: none */

int64_t alk__clock_now(void);                                /* CLOCK_MONOTONIC, in ns; never 0 */
alk__deadline alk__deadline_in(double seconds);              /* seconds <= 0 gives none; huge values saturate */
bool alk__deadline_passed(alk__deadline deadline);
double alk__deadline_left(alk__deadline deadline);           /* seconds, >= 0; a very large number when there is none */
alk__deadline alk__deadline_sooner(alk__deadline a, alk__deadline b);
struct timespec alk__deadline_timespec(alk__deadline deadline);     /* for pthread_cond_clockwait/timedwait on CLOCK_MONOTONIC */
void alk__sleep_until(alk__deadline deadline);               /* returns at once when there is none */
/* A test's clock in place of the system's; NULL puts the system's back. */
void alk__clock_replace(int64_t (*now)(void));
bool alk__clock_replaced(void);                              /* waits must then look at the clock again and again */
#endif
