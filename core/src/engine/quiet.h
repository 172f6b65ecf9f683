/* SPDX-License-Identifier: MIT
 * Around work whose failure is dealt with and told to nobody: the thread's error stays as it was before. */
#ifndef ALK_ENGINE_QUIET_H
#define ALK_ENGINE_QUIET_H
#include "base/error.h"
#include <stdbool.h>

typedef struct alk__quiet {
    bool clean;                        /* there was no error */
    alk__saved_error *before;
} alk__quiet;

static inline alk__quiet alk__quiet_begin(void)
{
    bool clean = alk__error_code() == ALK_OK;
    return (alk__quiet){ clean, clean ? NULL : alk__error_save() };
}
static inline void alk__quiet_end(alk__quiet quiet)
{
    if (!quiet.clean)
        alk__error_restore(quiet.before);
    else if (alk__error_code() != ALK_OK)
        alk_clear_error();
}
#endif
