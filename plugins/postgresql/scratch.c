/* SPDX-License-Identifier: MIT
 * See scratch.h. */
#include "scratch.h"

enum { BLOCK = 2000, KEPT_MAX = 65536 };

char *alk__pg_scratch_take(alk__pg_scratch *scratch, size_t size)
{
    alk__pg_block *block = scratch->blocks;
    char *at;
    if (block == NULL || size > block->size - block->used) {
        size_t room = size > BLOCK ? size : BLOCK;
        if (room > SIZE_MAX - sizeof *block || (block = alk__pg_host->mem(NULL, sizeof *block + room)) == NULL)
            return NULL;
        block->next = scratch->blocks;
        block->size = room;
        block->used = 0;
        scratch->blocks = block;
    }
    at = block->bytes + block->used;
    block->used += size;
    return at;
}

void alk__pg_scratch_reset(alk__pg_scratch *scratch)
{
    alk__pg_block *kept = scratch->blocks;
    if (kept == NULL || (kept->next == NULL && kept->size <= KEPT_MAX)) {
        if (kept != NULL)
            kept->used = 0;
        return;
    }
    while (kept->next != NULL) {
        alk__pg_block *next = kept->next;
        alk__pg_free(kept);
        kept = next;
    }
    if (kept->size > KEPT_MAX) {
        alk__pg_free(kept);
        kept = NULL;
    } else {
        kept->used = 0;
    }
    scratch->blocks = kept;
}

void alk__pg_scratch_free(alk__pg_scratch *scratch)
{
    while (scratch->blocks != NULL) {
        alk__pg_block *next = scratch->blocks->next;
        alk__pg_free(scratch->blocks);
        scratch->blocks = next;
    }
}
