/* SPDX-License-Identifier: MIT
 * See memory.h. A block is a quarter of what was taken before, so that few rows take little and many take few calls. */
#include "memory.h"

enum { BLOCK_MIN = 512, BLOCK_MAX = 4096 };

char *alk__driver_room_more(alk__driver_memory *memory, size_t size)
{
    size_t block = memory->taken / 4;
    char *at;
    if (block < BLOCK_MIN)
        block = BLOCK_MIN;
    if (block > BLOCK_MAX)
        block = BLOCK_MAX;
    memory->taken += size;
    if (memory->single || size > block / 2)
        return memory->host->arena_get(memory->arena, size, 1);
    at = memory->host->arena_get(memory->arena, block, 1);
    if (at == NULL)
        return NULL;
    memory->taken += block - size;
    memory->at = at + size;
    memory->left = block - size;
    return at;
}
