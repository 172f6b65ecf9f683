/* SPDX-License-Identifier: MIT
 * The only getenv of the library. */
#include "base/env.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

static atomic_int pretended = -1;

bool alk__process_is_secure(void)
{
    int pretence = atomic_load(&pretended);
    if (pretence >= 0)
        return pretence != 0;
#if defined(__linux__)
    if (getauxval(AT_SECURE) != 0)
        return true;
#endif
    return geteuid() != getuid() || getegid() != getgid();
}

const char *alk__getenv_secure(const char *name)
{
    return alk__process_is_secure() ? NULL : getenv(name);
}

bool alk__env_is_set(const char *name)
{
    return getenv(name) != NULL;
}

void alk__process_pretend_secure(int secure)
{
    atomic_store(&pretended, secure);
}
