/* SPDX-License-Identifier: MIT
 * The memory of a session: blocks out of one arena that are used again by size, and arrays that grow in them. All of it is gone with the session. */
#ifndef ALK_ORM_MEMORY_H
#define ALK_ORM_MEMORY_H
#include <alkahest/arena.h>

enum { ALK__BLOCK_CLASSES = 48 };

typedef struct alk__memory {
    alk_arena *arena;
    void *spare[ALK__BLOCK_CLASSES];       /* blocks given back, by the power of two that their size is */
} alk__memory;

/* A block of at least size bytes, aligned to 16, not zeroed. NULL: no memory, with the error. */
void *alk__memory_take(alk__memory *memory, size_t size);
/* Gives back a block that was taken with that size. NULL does nothing. */
void alk__memory_give(alk__memory *memory, void *block, size_t size);

/* An array of items of one size. */
typedef struct alk__array {
    void *items;
    size_t count, room, size;              /* size: of an item; set once, else pointers */
} alk__array;
/* Room for one more at the end, zeroed; NULL: no memory. The array is as it was then. */
void *alk__array_push(alk__memory *memory, alk__array *array);
/* Room for that many in all, so that pushing them cannot fail. */
int alk__array_reserve(alk__memory *memory, alk__array *array, size_t count);
/* Gives its memory back. */
void alk__array_free(alk__memory *memory, alk__array *array);

static inline void *alk__array_at(const alk__array *array, size_t i)
{
    return (char *)array->items + i * (array->size ? array->size : sizeof(void *));
}
static inline void *alk__array_pointer(const alk__array *array, size_t i)
{
    return ((void **)array->items)[i];
}
/* A place for one more at the end, not zeroed, for what is assigned as a whole. */
static inline void *alk__array_place(alk__memory *memory, alk__array *array)
{
    if (array->count == array->room && alk__array_reserve(memory, array, array->count + 1))
        return NULL;
    return alk__array_at(array, array->count++);
}
/* Pushes a pointer; false: no memory. */
static inline bool alk__array_add(alk__memory *memory, alk__array *array, void *pointer)
{
    if (array->count < array->room) {
        ((void **)array->items)[array->count++] = pointer;
        return true;
    }
    void **place = alk__array_push(memory, array);
    if (place)
        *place = pointer;
    return place != NULL;
}
#endif
