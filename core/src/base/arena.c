/* SPDX-License-Identifier: MIT
 * Two arenas of one face. The ordinary one cuts items from blocks that double in size; blocks given back by a reset or
 * a release are kept for use again. With ALK_ARENA_MALLOC each item is a block, and giving it back frees it. */
#include "base/arena.h"
#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include <string.h>

#define DEFAULT_ALIGN _Alignof(max_align_t)
#define MAX_ALIGN 64u
#define FIRST_BLOCK ((size_t)1024)     /* what malloc still hands out from its cache of the thread */
#define LARGEST_STEP ((size_t)1 << 18)
#define ENOUGH ((size_t)1 << 14)        /* a block of which the largest may take the place where one is at hand */

/* Blocks of the largest size go by themselves, but where each item is a block whose misuse a sanitizer shall see. */
#if defined(ALK_ARENA_MALLOC)
#define IS_LARGE(size) ((void)(size), false)
#else
#define IS_LARGE(size) ((size) == LARGEST_STEP)
#endif

struct alk__arena_block {
    _Alignas(max_align_t) alk__arena_block *older;
    size_t size;               /* bytes behind this header */
};

static char *block_data(alk__arena_block *block)
{
    return (char *)(block + 1);
}

static char *align_up(char *at, size_t align)
{
    size_t rest = (uintptr_t)at & (align - 1);
    return rest ? at + (align - rest) : at;
}

/* All but the one that goes with the arena. */
static void free_blocks(const alk_arena *arena, alk__arena_block *block)
{
    while (block) {
        alk__arena_block *older = block->older;
        if (IS_LARGE(block->size))
            alk__free_large(block);
        else if (block != arena->first)
            alk__free(block);
        block = older;
    }
}

static alk__arena_block *new_block(size_t size)
{
    size_t total;
    if (!alk__add_size(size, sizeof(alk__arena_block), &total)) {
        alk__error_no_memory();
        return NULL;
    }
    alk__arena_block *block = IS_LARGE(size) ? alk__alloc_large(total) : alk__alloc(total);
    if (block)
        block->size = size;
    return block;
}

static void push_block(alk_arena *arena, alk__arena_block *block)
{
    block->older = arena->blocks;
    arena->blocks = block;
    arena->next = block_data(block);
    arena->end = arena->next + block->size;
}

#if defined(ALK_ARENA_MALLOC)

static void give_back(alk_arena *arena, alk__arena_block *block)
{
    (void)arena;
    alk__free(block);
}

static char *take(alk_arena *arena, size_t size, size_t align)
{
    size_t room = align > DEFAULT_ALIGN ? size + align - DEFAULT_ALIGN : size;
    if (room < size) {
        alk__error_no_memory();
        return NULL;
    }
    alk__arena_block *block = new_block(room);
    if (!block)
        return NULL;
    push_block(arena, block);
    return align_up(arena->next, align);
}

#else

static void give_back(alk_arena *arena, alk__arena_block *block)
{
    block->older = arena->spare;
    arena->spare = block;
}

static alk__arena_block *spare_block(alk_arena *arena, size_t size)
{
    for (alk__arena_block **at = &arena->spare; *at; at = &(*at)->older) {
        alk__arena_block *block = *at;
        if (block->size >= size) {
            *at = block->older;
            return block;
        }
    }
    return NULL;
}

static bool add_block(alk_arena *arena, size_t size)
{
    alk__arena_block *block = spare_block(arena, size);
    if (!block) {
        size_t step = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK - sizeof(alk__arena_block);
        if (step > LARGEST_STEP || (step >= ENOUGH && alk__has_large()))
            step = LARGEST_STEP;
        block = new_block(size > step ? size : step);
    }
    if (block)
        push_block(arena, block);
    return block != NULL;
}

static char *take(alk_arena *arena, size_t size, size_t align)
{
    if (arena->next) {
        char *at = align_up(arena->next, align);
        if (at <= arena->end && size <= (size_t)(arena->end - at)) {
            arena->next = at + size;
            return at;
        }
    }
    size_t room;
    if (!alk__add_size(size, align, &room)) {
        alk__error_no_memory();
        return NULL;
    }
    if (!add_block(arena, room))
        return NULL;
    char *at = align_up(arena->next, align);
    arena->next = at + size;
    return at;
}

#endif

void alk__arena_init(alk_arena *arena, size_t maximum)
{
    *arena = (alk_arena){.maximum = maximum};
}

void alk__arena_clear(alk_arena *arena)
{
    alk__arena_block *first = arena->first;
    free_blocks(arena, arena->blocks);
    free_blocks(arena, arena->spare);
    alk__arena_init(arena, arena->maximum);
    if (first) {
        first->older = NULL;
        arena->first = arena->spare = first;
    }
}

alk__arena_mark alk__arena_mark_here(const alk_arena *arena)
{
    return (alk__arena_mark){arena->blocks, arena->next, arena->used};
}

void alk__arena_release(alk_arena *arena, alk__arena_mark mark)
{
    while (arena->blocks != mark.block) {
        alk__arena_block *block = arena->blocks;
        arena->blocks = block->older;
        give_back(arena, block);
    }
    arena->next = mark.next;
    arena->end = arena->blocks ? block_data(arena->blocks) + arena->blocks->size : NULL;
    arena->used = mark.used;
}

#if defined(ALK_ARENA_MALLOC)

static alk_arena *arena_new(void)
{
    alk_arena *arena = alk__alloc(sizeof *arena);
    if (arena)
        alk__arena_init(arena, 0);
    return arena;
}

#else

/* With its first block behind it: one allocation in place of two. */
static alk_arena *arena_new(void)
{
    struct {
        alk_arena arena;
        alk__arena_block first;
    } *both = alk__alloc(FIRST_BLOCK);
    if (!both)
        return NULL;
    both->first.size = FIRST_BLOCK - sizeof *both;
    alk__arena_init(&both->arena, 0);
    both->arena.first = &both->first;
    push_block(&both->arena, &both->first);
    return &both->arena;
}

#endif

alk_arena *alk_arena_new(void)
{
    alk_arena *arena = arena_new();
    if (!arena)
        return alk__error_null();
    alk__error_handle_made();
    return arena;
}

void alk_arena_free(alk_arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena, arena->blocks);
    free_blocks(arena, arena->spare);
    alk__free(arena);
}

void alk_arena_reset(alk_arena *arena)
{
    if (arena)
        alk__arena_release(arena, (alk__arena_mark){NULL, NULL, 0});
}

ALK__COLD __attribute__((noinline)) static void *alloc_slowly(alk_arena *arena, size_t size, size_t align)
{
    if (!arena) {
        alk__error_null_handle("arena");
        return NULL;
    }
    if (align == 0)
        align = DEFAULT_ALIGN;
    if ((align & (align - 1)) != 0 || align > MAX_ALIGN) {
        alk__error(ALK_ERROR_ARGUMENT, "an alignment of %zu bytes is not a power of two up to %u", align, MAX_ALIGN);
        return NULL;
    }
    if (size == 0)
        size = 1;
    if (arena->maximum && size > arena->maximum - arena->used) {
        alk__error(ALK_ERROR_NO_MEMORY, "more than the %zu bytes that are allowed here", arena->maximum);
        return NULL;
    }
    char *item = take(arena, size, align);
    if (item)
        arena->used += size;
    return item;
}

#if defined(ALK_ARENA_MALLOC)

void *alk_arena_alloc(alk_arena *arena, size_t size, size_t align)
{
    return alloc_slowly(arena, size, align);
}

#else

void *alk_arena_alloc(alk_arena *arena, size_t size, size_t align)
{
    const size_t mask = (align ? align : DEFAULT_ALIGN) - 1;
    if (!arena || !size || (align & mask) != 0 || mask >= MAX_ALIGN || (arena->maximum && size > arena->maximum - arena->used))
        return alloc_slowly(arena, size, align);
    uintptr_t padding = -(uintptr_t)arena->next & mask;
    if (padding + size < size || padding + size > (size_t)(arena->end - arena->next))      /* both are NULL before the first block */
        return alloc_slowly(arena, size, align);
    char *item = arena->next + padding;
    arena->next = item + size;
    arena->used += size;
    return item;
}

#endif

char *alk_arena_copy(alk_arena *arena, const void *bytes, size_t length)
{
    size_t size;
    if (!alk__add_size(length, 1, &size)) {
        alk__error_no_memory();
        return NULL;
    }
    char *copy = alk_arena_alloc(arena, size, 1);
    if (!copy)
        return NULL;
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

size_t alk_arena_used(const alk_arena *arena)
{
    return arena ? arena->used : 0;
}
