/* SPDX-License-Identifier: MIT
 * The clock that stands still. */
#include "fake_clock.h"
#include "base/clock.h"
#include <stdatomic.h>

static _Atomic int64_t present;

static int64_t read_present(void)
{
    return atomic_load(&present);
}

void alk_fake_clock_start(void)
{
    atomic_store(&present, INT64_C(1000) * 1000000000);
    alk__clock_replace(read_present);
}

void alk_fake_clock_advance(double seconds)
{
    atomic_fetch_add(&present, (int64_t)(seconds * 1e9));
}

void alk_fake_clock_stop(void)
{
    alk__clock_replace(NULL);
}
