/* SPDX-License-Identifier: MIT
 * A growing array of equal items. */
#ifndef ALK_BASE_VECTOR_H
#define ALK_BASE_VECTOR_H
#include <alkahest/arena.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct alk__vector {
    void *items;
    size_t count, capacity, item_size;
    alk_arena *arena;              /* where the items lie; NULL: in memory of their own */
} alk__vector;

void alk__vector_init(alk__vector *vector, size_t item_size);
/* One whose items live as long as the arena, whatever becomes of the vector. */
void alk__vector_init_in(alk__vector *vector, size_t item_size, alk_arena *arena);
void alk__vector_free(alk__vector *vector);
bool alk__vector_grow(alk__vector *vector);                         /* by some items, since it is full; false: out of memory */
/* A new last item for the caller to fill, or NULL: out of memory. */
static inline void *alk__vector_room(alk__vector *vector)
{
    if (vector->count == vector->capacity && !alk__vector_grow(vector))
        return NULL;
    return (char *)vector->items + vector->count++ * vector->item_size;
}
/* The same, zeroed. */
static inline void *alk__vector_push(alk__vector *vector)
{
    void *item = alk__vector_room(vector);
    return item ? memset(item, 0, vector->item_size) : NULL;
}
int alk__vector_add(alk__vector *vector, const void *item);         /* a copy of the item as the last one; ALK_OK or ALK_ERROR_NO_MEMORY */
static inline void *alk__vector_at(const alk__vector *vector, size_t index)     /* index < count */
{
    return (char *)vector->items + index * vector->item_size;
}
void alk__vector_remove(alk__vector *vector, size_t index);         /* keeps the order */
int alk__vector_reserve(alk__vector *vector, size_t capacity);
#endif
