/* SPDX-License-Identifier: MIT
 * Versions of rows that are counted here, or made by a function of the program's. */
#ifndef ALK_ORM_VERSION_H
#define ALK_ORM_VERSION_H
#include "session.h"

/* Whether the database leaves them to us. */
static inline bool alk__makes_versions(const alk__mapper *mapper)
{
    return mapper->version >= 0 && !mapper->properties[mapper->version].unsent;
}
/* Whether the struct has no version: it is NULL, unset or zero. */
bool alk__version_is_empty(const alk__property *version, const char *row);
/* Gives a new object its first version, where it has none. */
int alk__version_begin(alk__entity *e);
/* Gives an object the version behind the one that it was read with. */
int alk__version_advance(alk__entity *e);
#endif
