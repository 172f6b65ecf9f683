/* SPDX-License-Identifier: MIT
 * Memory for the rows of a fetch. Small texts are cut from blocks, since a call into the library for each would be felt. */
#ifndef ALK_DRIVER_MEMORY_H
#define ALK_DRIVER_MEMORY_H
#include <alkahest/plugin.h>
#include <stdbool.h>

typedef struct alk__driver_memory {
    const alk_host *host;
    alk_arena *arena;
    char *at;
    size_t left, taken;
    bool single;                         /* one row: exact pieces, and views where nobody asks for copies */
} alk__driver_memory;

char *alk__driver_room_more(alk__driver_memory *memory, size_t size);

/* size bytes without alignment; NULL: out of memory. */
static inline char *alk__driver_room(alk__driver_memory *memory, size_t size)
{
    char *at = memory->at;
    if (size > memory->left)
        return alk__driver_room_more(memory, size);
    memory->at += size;
    memory->left -= size;
    return at;
}
#endif
