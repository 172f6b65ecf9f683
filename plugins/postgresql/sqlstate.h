/* SPDX-License-Identifier: MIT
 * What the server's SQLSTATEs mean to the library. */
#ifndef ALK_PG_SQLSTATE_H
#define ALK_PG_SQLSTATE_H
#include "host.h"

typedef struct alk__pg_meaning {
    int32_t error_class;                 /* ALK_ERROR_… */
    uint32_t flags;                      /* ALK_ERROR_DISCONNECT … */
} alk__pg_meaning;

/* sqlstate: five characters, or NULL where the server gave none. */
alk__pg_meaning alk__pg_meaning_of(const char *sqlstate);
#endif
