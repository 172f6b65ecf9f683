/* SPDX-License-Identifier: MIT
 * What SQLSTATEs, those of the standard and PostgreSQL's, mean to the library. */
#ifndef ALK_DRIVER_SQLSTATE_H
#define ALK_DRIVER_SQLSTATE_H
#include <alkahest/plugin.h>

typedef struct alk__driver_meaning {
    int32_t error_class;                 /* ALK_ERROR_… */
    uint32_t flags;                      /* ALK_ERROR_DISCONNECT … */
} alk__driver_meaning;

/* sqlstate: five characters, or NULL where the server gave none. */
alk__driver_meaning alk__driver_sqlstate_meaning(const char *sqlstate);
#endif
