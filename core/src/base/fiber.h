/* SPDX-License-Identifier: MIT
 * Fibers: a function on a stack of its own, which can stop in the middle and be continued. A fiber is continued by the thread that made it, and has that thread's
 * variables; its errors are its own. */
#ifndef ALK_BASE_FIBER_H
#define ALK_BASE_FIBER_H
#include <stdbool.h>

typedef struct alk__fiber alk__fiber;

/* fn(payload) runs at the first resume. NULL on failure. */
alk__fiber *alk__fiber_new(void (*fn)(void *payload), void *payload);
/* Runs it until it stops or returns. */
void alk__fiber_resume(alk__fiber *fiber);
/* From within it: back to who resumed it. */
void alk__fiber_stop(alk__fiber *fiber);
/* Whether it is the one that runs, or has called the one that runs. */
bool alk__fiber_is_running(const alk__fiber *fiber);
bool alk__fiber_has_returned(const alk__fiber *fiber);
/* One that has returned, or was never resumed. NULL does nothing. */
void alk__fiber_free(alk__fiber *fiber);
#endif
