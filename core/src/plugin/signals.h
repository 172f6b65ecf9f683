/* SPDX-License-Identifier: MIT
 * What each signal does, to see whether somebody changed it. Nothing is changed here. */
#ifndef ALK_PLUGIN_SIGNALS_H
#define ALK_PLUGIN_SIGNALS_H
#include <signal.h>

enum { ALK__SIGNALS = 65 };
typedef struct alk__signals {
    struct sigaction actions[ALK__SIGNALS];
} alk__signals;

void alk__signals_take(alk__signals *out);
/* The first signal beyond `after` that is handled differently, or 0. */
int alk__signals_changed(const alk__signals *before, const alk__signals *now, int after);
#endif
