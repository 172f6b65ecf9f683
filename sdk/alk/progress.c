/* SPDX-License-Identifier: MIT
 * See progress.h. */
#include "progress.h"
#include "clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

enum { BAR = 24, EVERY_MS = 100 };

void progress_begin(progress *p, size_t total)
{
    *p = (progress){ .on = isatty(STDERR_FILENO) == 1, .total = total, .start = clock_ms() };
}

void progress_show(progress *p, size_t done, uint64_t statements)
{
    if (!p->on || clock_ms() - p->last < EVERY_MS)
        return;
    p->last = clock_ms();
    double share = p->total ? (double)done / (double)p->total : 1;
    int filled = (int)(share * BAR);
    unsigned long seconds = (unsigned long)((p->last - p->start) / 1000);
    char bar[BAR + 1];
    for (int i = 0; i < BAR; i++)
        bar[i] = i < filled ? '#' : '.';
    bar[BAR] = 0;
    fprintf(stderr, "\r[%s] %3.0f %%  %.1f of %.1f MB  %" PRIu64 " statements  %lu:%02lu ", bar, share * 100, (double)done / 1e6,
            (double)p->total / 1e6, statements, seconds / 60, seconds % 60);
    p->shown = true;
}

void progress_hide(progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
    p->shown = false;
}
