/* SPDX-License-Identifier: MIT
 * How models are related: which foreign key a relationship goes by, in which direction, and what its other side is. */
#ifndef ALK_ORM_RELATE_H
#define ALK_ORM_RELATE_H
#include "mapper.h"
#include <alkahest/inspect.h>

/* Mappers that are being made, and what was found wrong with them. */
typedef struct alk__making_mappers {
    unsigned count;                    /* of mistakes */
    bool no_memory;
    size_t length;
    char mistakes[2000];
} alk__making_mappers;

void alk__mistake(alk__making_mappers *m, const char *format, ...) ALK_PRINTF(2, 3);
/* The mapper of a table, its columns made; NULL: a mistake was noted, or there is no memory. */
alk__mapper *alk__mapper_begin(alk__making_mappers *m, const alk_sql *table);
/* Works the mapper's relationships out. */
void alk__relate(alk__making_mappers *m, alk__mapper *mapper);
/* Finds their other sides, once those of all mappers are worked out. */
void alk__relate_back(alk__making_mappers *m, alk__mapper *mapper);
#endif
