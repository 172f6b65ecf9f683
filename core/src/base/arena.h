/* SPDX-License-Identifier: MIT
 * A bump allocator whose items are freed all at once: for building, compiling and rows. Built with
 * ALK_ARENA_MALLOC every item is a malloc of its own, so that sanitizers see each overrun and use after reset.
 * The public face is <alkahest/arena.h>; this header adds what only core needs. */
#ifndef ALK_BASE_ARENA_H
#define ALK_BASE_ARENA_H
#include <alkahest/arena.h>

typedef struct alk__arena_block alk__arena_block;
struct alk_arena {
    char *next, *end;              /* free space of the newest block */
    alk__arena_block *blocks;      /* newest first */
    alk__arena_block *spare;       /* blocks kept by a reset, for use again */
    alk__arena_block *first;       /* one that lies behind the arena in its own memory; NULL: there is none */
    size_t used, maximum;          /* bytes handed out; the most that may be (0: no limit) */
};

void alk__arena_init(alk_arena *arena, size_t maximum);     /* no allocation yet */
void alk__arena_clear(alk_arena *arena);                    /* frees all blocks; usable again */
/* Everything allocated after a mark can be given back alone. */
typedef struct alk__arena_mark {
    alk__arena_block *block;
    char *next;
    size_t used;
} alk__arena_mark;
alk__arena_mark alk__arena_mark_here(const alk_arena *arena);
void alk__arena_release(alk_arena *arena, alk__arena_mark mark);
#endif
