/* SPDX-License-Identifier: MIT
 * A growing array of equal items. */
#ifndef ALK_BASE_VECTOR_H
#define ALK_BASE_VECTOR_H
#include <alkahest/arena.h>
#include <stddef.h>

typedef struct alk__vector {
    void *items;
    size_t count, capacity, item_size;
    alk_arena *arena;              /* where the items lie; NULL: in memory of their own */
} alk__vector;

void alk__vector_init(alk__vector *vector, size_t item_size);
/* One whose items live as long as the arena, whatever becomes of the vector. */
void alk__vector_init_in(alk__vector *vector, size_t item_size, alk_arena *arena);
void alk__vector_free(alk__vector *vector);
void *alk__vector_push(alk__vector *vector);                        /* a zeroed new last item, or NULL: out of memory */
int alk__vector_add(alk__vector *vector, const void *item);         /* a copy of the item as the last one; ALK_OK or ALK_ERROR_NO_MEMORY */
void *alk__vector_at(const alk__vector *vector, size_t index);      /* index < count */
void alk__vector_remove(alk__vector *vector, size_t index);         /* keeps the order */
int alk__vector_reserve(alk__vector *vector, size_t capacity);
#endif
