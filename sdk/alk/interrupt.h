/* SPDX-License-Identifier: MIT
 * Ctrl-C. SIGINT is blocked in every thread and waited for by one of its own, so that what it leads to is ordinary code
 * and no handler: cancelling the running statement, or telling the line editor. With neither, it ends the process. */
#ifndef ALK_TOOL_INTERRUPT_H
#define ALK_TOOL_INTERRUPT_H
#include <alkahest/alkahest.h>

/* Once, before any other thread is made. */
void interrupt_start(void);
/* From here on Ctrl-C cancels what this connection runs; what was seen before is forgotten. A second Ctrl-C that finds
 * the same statement still running ends the process. */
void interrupt_watch(alk_conn *conn);
void interrupt_unwatch(void);
/* Whether Ctrl-C came since interrupt_watch(). */
bool interrupt_seen(void);

/* While on, Ctrl-C makes this file descriptor readable and does nothing else. interrupt_drain() empties it. */
int interrupt_descriptor(void);
void interrupt_editing(bool on);
void interrupt_drain(void);
#endif
