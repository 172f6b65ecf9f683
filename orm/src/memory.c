/* SPDX-License-Identifier: MIT
 * See memory.h. */
#include "memory.h"
#include <alkahest/error.h>
#include <string.h>

#define SMALLEST 4                     /* as a power of two */

static unsigned class_of(size_t size)
{
    if (size <= (size_t)1 << SMALLEST)
        return SMALLEST;
    unsigned class = (unsigned)(sizeof(unsigned long long) * 8) - (unsigned)__builtin_clzll(size - 1);
    return class < ALK__BLOCK_CLASSES ? class : ALK__BLOCK_CLASSES;
}

void *alk__memory_take(alk__memory *memory, size_t size)
{
    unsigned class = class_of(size);
    if (class >= ALK__BLOCK_CLASSES) {
        alk_fail(ALK_ERROR_NO_MEMORY, "a block of %zu bytes is too large", size);
        return NULL;
    }
    void *block = memory->spare[class];
    if (!block)
        return alk_arena_alloc(memory->arena, (size_t)1 << class, 16);
    memcpy(&memory->spare[class], block, sizeof(void *));
    return block;
}

void alk__memory_give(alk__memory *memory, void *block, size_t size)
{
    if (!block)
        return;
    unsigned class = class_of(size);
#if defined(ALK_ARENA_MALLOC)
    memset(block, 0xDD, (size_t)1 << class);           /* in builds that look for mistakes: what still points here shows */
#endif
    memcpy(block, &memory->spare[class], sizeof(void *));
    memory->spare[class] = block;
}

int alk__array_reserve(alk__memory *memory, alk__array *array, size_t count)
{
    size_t size = array->size ? array->size : sizeof(void *), room = array->room ? array->room : 8;
    if (count <= array->room)
        return ALK_OK;
    while (room < count)
        room *= 2;
    void *larger = room <= SIZE_MAX / size ? alk__memory_take(memory, room * size) : NULL;
    if (!larger)
        return ALK_ERROR_NO_MEMORY;
    if (array->count)
        memcpy(larger, array->items, array->count * size);
    alk__memory_give(memory, array->items, array->room * size);
    array->items = larger;
    array->room = room;
    return ALK_OK;
}

void *alk__array_push(alk__memory *memory, alk__array *array)
{
    size_t size = array->size ? array->size : sizeof(void *);
    if (array->count == array->room && alk__array_reserve(memory, array, array->count + 1))
        return NULL;
    return memset((char *)array->items + array->count++ * size, 0, size);
}

void alk__array_free(alk__memory *memory, alk__array *array)
{
    alk__memory_give(memory, array->items, array->room * (array->size ? array->size : sizeof(void *)));
    array->items = NULL;
    array->count = array->room = 0;
}
