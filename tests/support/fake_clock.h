/* SPDX-License-Identifier: MIT
 * A clock that stands still until the test moves it. Waits with a deadline wake up when it is moved past that. Any thread
 * may move it; it is taken away by itself after the test. */
#ifndef ALK_TEST_FAKE_CLOCK_H
#define ALK_TEST_FAKE_CLOCK_H

void alk_fake_clock_start(void);               /* begins at 1000 s */
void alk_fake_clock_advance(double seconds);
void alk_fake_clock_stop(void);                /* the system's clock again */
#endif
