/* SPDX-License-Identifier: MIT
 * Arenas: memory that is freed all at once. Rows that outlive their result live in one (alk_fetch_all). */
#ifndef ALKAHEST_ARENA_H
#define ALKAHEST_ARENA_H
#include <alkahest/types.h>
ALK_BEGIN_DECLS

typedef struct alk_arena alk_arena;

/* A new, empty arena, or NULL when out of memory. Free it with alk_arena_free(). One thread at a time. Since 1.0. */
ALK_API alk_arena *alk_arena_new(void);
/* Frees the arena and all that was allocated from it. Takes NULL. Since 1.0. */
ALK_API void alk_arena_free(alk_arena *arena);
/* Gives all items back but keeps the memory for use again. Since 1.0. */
ALK_API void alk_arena_reset(alk_arena *arena);
/* size bytes, aligned to align (a power of two, at most 64; 0 means as malloc aligns). Not zeroed. NULL when out of memory
 * (alk_last_error() says so). The block lives until the arena is reset or freed. Since 1.0. */
ALK_API void *alk_arena_alloc(alk_arena *arena, size_t size, size_t align);
/* A copy of length bytes with a NUL behind them. NULL when out of memory. Since 1.0. */
ALK_API char *alk_arena_copy(alk_arena *arena, const void *bytes, size_t length);
/* Bytes handed out since the arena was made or reset. Since 1.0. */
ALK_API size_t alk_arena_used(const alk_arena *arena);

ALK_END_DECLS
#endif
