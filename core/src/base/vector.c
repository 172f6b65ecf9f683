/* SPDX-License-Identifier: MIT
 * The growing array. */
#include "base/vector.h"
#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include <string.h>

void alk__vector_init(alk__vector *vector, size_t item_size)
{
    *vector = (alk__vector){.item_size = item_size};
}

void alk__vector_init_in(alk__vector *vector, size_t item_size, alk_arena *arena)
{
    *vector = (alk__vector){.item_size = item_size, .arena = arena};
}

void alk__vector_free(alk__vector *vector)
{
    if (!vector->arena)
        alk__free(vector->items);
    alk__vector_init_in(vector, vector->item_size, vector->arena);
}

/* What lay in an arena before stays there until its end. */
static void *grow_in_arena(const alk__vector *vector, size_t capacity)
{
    size_t bytes;
    void *items = alk__mul_size(capacity, vector->item_size, &bytes) ? alk_arena_alloc(vector->arena, bytes, 0) : NULL;
    if (items && vector->count)
        memcpy(items, vector->items, vector->count * vector->item_size);
    return items;
}

int alk__vector_reserve(alk__vector *vector, size_t capacity)
{
    if (capacity <= vector->capacity)
        return ALK_OK;
    void *items = vector->arena ? grow_in_arena(vector, capacity) : alk__realloc_array(vector->items, capacity, vector->item_size);
    if (!items)
        return ALK_ERROR_NO_MEMORY;
    vector->items = items;
    vector->capacity = capacity;
    return ALK_OK;
}

bool alk__vector_grow(alk__vector *vector)
{
    size_t capacity = vector->capacity < 4 ? 8 : vector->capacity + vector->capacity / 2;
    return alk__vector_reserve(vector, capacity) == ALK_OK;
}

int alk__vector_add(alk__vector *vector, const void *item)
{
    void *place = alk__vector_room(vector);
    if (!place)
        return ALK_ERROR_NO_MEMORY;
    memcpy(place, item, vector->item_size);
    return ALK_OK;
}

void alk__vector_remove(alk__vector *vector, size_t index)
{
    char *item = alk__vector_at(vector, index);
    vector->count--;
    if (index < vector->count)
        memmove(item, item + vector->item_size, (vector->count - index) * vector->item_size);
}
