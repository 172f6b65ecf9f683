/* SPDX-License-Identifier: MIT
 * Looking at signal dispositions: see signals.h. */
#include "plugin/signals.h"
#include <string.h>

/* The flags that a program sets. The C library adds one of its own, which stays when what was there before is put back. */
#define FLAGS (SA_NOCLDSTOP | SA_NOCLDWAIT | SA_NODEFER | SA_ONSTACK | (int)SA_RESETHAND | SA_RESTART | SA_SIGINFO)

void alk__signals_take(alk__signals *out)
{
    memset(out, 0, sizeof *out);
    for (int n = 1; n < ALK__SIGNALS; n++)
        (void)sigaction(n, NULL, &out->actions[n]);
}

static void (*handler_of(const struct sigaction *action))(void)
{
    if (action->sa_flags & SA_SIGINFO)
        return (void (*)(void))action->sa_sigaction;
    return (void (*)(void))action->sa_handler;
}

int alk__signals_changed(const alk__signals *before, const alk__signals *now, int after)
{
    for (int n = after + 1; n < ALK__SIGNALS; n++) {
        const struct sigaction *a = &before->actions[n], *b = &now->actions[n];
        if (((a->sa_flags ^ b->sa_flags) & FLAGS) != 0 || handler_of(a) != handler_of(b))
            return n;
    }
    return 0;
}
