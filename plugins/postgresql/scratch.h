/* SPDX-License-Identifier: MIT
 * Memory for the parameters of one execution: pieces that stay where they are until all are given back at once. */
#ifndef ALK_PG_SCRATCH_H
#define ALK_PG_SCRATCH_H
#include "host.h"

typedef struct alk__pg_block {
    struct alk__pg_block *next;
    size_t size, used;
    char bytes[];
} alk__pg_block;

typedef struct alk__pg_scratch {
    alk__pg_block *blocks;               /* the newest first */
} alk__pg_scratch;

/* size bytes, without alignment; NULL: out of memory. */
char *alk__pg_scratch_take(alk__pg_scratch *scratch, size_t size);
/* Gives all back but one block. */
void alk__pg_scratch_reset(alk__pg_scratch *scratch);
void alk__pg_scratch_free(alk__pg_scratch *scratch);
#endif
