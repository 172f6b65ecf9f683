/* SPDX-License-Identifier: MIT
 * The directories in which plugins are looked for, in order, and why one is left out. What stands in them is not known here. */
#ifndef ALK_PLUGIN_PLACE_H
#define ALK_PLUGIN_PLACE_H
#include <stdbool.h>
#include "base/vector.h"

typedef enum alk__place_origin {
    ALK__PLACE_ADDED,              /* by the program */
    ALK__PLACE_ENVIRONMENT,        /* ALKAHEST_PLUGIN_ONLY_PATH or ALKAHEST_PLUGIN_PATH */
    ALK__PLACE_USER, ALK__PLACE_LOCAL, ALK__PLACE_SYSTEM,
    ALK__PLACE_RELATIVE            /* beside the core library, where it is not installed where it was meant to be */
} alk__place_origin;

typedef struct alk__place {
    char *path;                    /* absolute */
    char *ignored;                 /* why nothing may be loaded from it; NULL: it may */
    alk__place_origin origin;
} alk__place;

typedef struct alk__places {
    alk__vector items;             /* alk__place */
    alk__vector remarks;           /* char *: "ALKAHEST_PLUGIN_PATH (not set)", for those who wonder where was looked */
    bool strict;                   /* the owner and mode of files count */
} alk__places;

/* All places for this process and the flags (ALK__SYSTEM_ONLY). The caller initialises *places to zero and frees it, also after a failure. */
int alk__places_collect(alk__places *places, unsigned flags);
void alk__places_free(alk__places *places);
const alk__place *alk__places_at(const alk__places *places, size_t index);

/* Whether the flags, the program's wish or the process's rights say that only the system's places count. */
bool alk__system_only(unsigned flags);
#endif
