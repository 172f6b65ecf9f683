/* SPDX-License-Identifier: MIT
 * Arenas, of both builds: what differs between them is not looked at, only what both promise. */
#include "alk_test.h"
#include "base/alloc.h"
#include "base/arena.h"

ALK_TEST(arena, gives_aligned_items)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (size_t align = 1; align <= 64; align *= 2)
        for (size_t size = 0; size < 70; size += 3) {
            char *item = alk_arena_alloc(arena, size, align);
            alk_check_made(item);
            alk_check_size((uintptr_t)item % align, 0);
            memset(item, 0x5A, size);
        }
    void *item = alk_arena_alloc(arena, 1, 0);
    alk_check_made(item);
    alk_check_size((uintptr_t)item % _Alignof(max_align_t), 0);
    alk_arena_free(arena);
}

ALK_TEST(arena, keeps_items_apart)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    unsigned char *items[600];
    for (size_t i = 0; i < 600; i++) {
        items[i] = alk_arena_alloc(arena, i, 8);
        alk_check_made(items[i]);
        memset(items[i], (int)(i % 256), i);
    }
    for (size_t i = 0; i < 600; i++)
        for (size_t j = 0; j < i; j++)
            alk_check_int(items[i][j], (int)(i % 256));
    alk_arena_free(arena);
}

ALK_TEST(arena, takes_items_larger_than_a_block)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    char *small = alk_arena_copy(arena, "small", 5);
    char *large = alk_arena_alloc(arena, 1000000, 16);
    char *after = alk_arena_copy(arena, "after", 5);
    alk_check_made(large);
    memset(large, 'x', 1000000);
    alk_check_str(small, "small");
    alk_check_str(after, "after");
    alk_arena_free(arena);
}

ALK_TEST(arena, copies_bytes_with_a_nul)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    char *copy = alk_arena_copy(arena, "a\0b", 3);
    alk_check_made(copy);
    alk_check_bytes(copy, 4, "a\0b", 4);
    alk_check_str(alk_arena_copy(arena, NULL, 0), "");
    alk_check(alk_arena_copy(arena, "x", SIZE_MAX) == NULL);
    alk_check_error(ALK_ERROR_NO_MEMORY, NULL);
    alk_arena_free(arena);
}

ALK_TEST(arena, refuses_bad_alignment)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk_check(alk_arena_alloc(arena, 1, 3) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "power of two");
    alk_check(alk_arena_alloc(arena, 1, 128) == NULL);
    alk_check_error(ALK_ERROR_ARGUMENT, "128");
    alk_check_size(alk_arena_used(arena), 0);
    alk_arena_free(arena);
}

ALK_TEST(arena, refuses_absurd_sizes)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (size_t less = 0; less < 200; less++)
        for (size_t align = 1; align <= 64; align *= 2)
            alk_check(alk_arena_alloc(arena, SIZE_MAX - less, align) == NULL);
    alk_check_error(ALK_ERROR_NO_MEMORY, NULL);
    alk_arena_free(arena);
}

ALK_TEST(arena, resets_and_keeps_its_memory)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++)
            alk_check_made(alk_arena_alloc(arena, 500, 0));
        alk_check_size(alk_arena_used(arena), 50000);
        alk_arena_reset(arena);
        alk_check_size(alk_arena_used(arena), 0);
    }
    alk_arena_free(arena);
}

#if !defined(ALK_ARENA_MALLOC)
ALK_TEST(arena, allocates_nothing_the_second_time)
{
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    uint64_t calls = 0;
    for (int round = 0; round < 3; round++) {
        calls = alk__alloc_counted().calls;
        for (int i = 0; i < 100; i++)
            alk_check_made(alk_arena_alloc(arena, 500, 0));
        alk_arena_reset(arena);
    }
    alk_check_uint(alk__alloc_counted().calls, calls);
    alk_arena_free(arena);
}
#endif

ALK_TEST(arena, releases_to_a_mark)
{
    alk_arena arena;
    alk__arena_init(&arena, 0);
    alk__arena_mark start = alk__arena_mark_here(&arena);
    char *kept = alk_arena_copy(&arena, "kept", 4);
    alk_check_made(kept);
    alk__arena_mark mark = alk__arena_mark_here(&arena);
    for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 50; i++)
            alk_check_made(alk_arena_alloc(&arena, 999, 1));
        alk__arena_release(&arena, mark);
        alk_check_size(alk_arena_used(&arena), 5);
        alk_check_str(kept, "kept");
    }
    alk__arena_release(&arena, start);
    alk_check_size(alk_arena_used(&arena), 0);
    alk_check_made(alk_arena_copy(&arena, "again", 5));
    alk__arena_clear(&arena);
    alk_check_made(alk_arena_copy(&arena, "again", 5));
    alk__arena_clear(&arena);
}

ALK_TEST(arena, keeps_to_its_maximum)
{
    alk_arena arena;
    alk__arena_init(&arena, 100);
    alk_check_made(alk_arena_alloc(&arena, 60, 1));
    alk_check(alk_arena_alloc(&arena, 41, 1) == NULL);
    alk_check_error(ALK_ERROR_NO_MEMORY, "100");
    alk_check_made(alk_arena_alloc(&arena, 40, 1));
    alk_check(alk_arena_alloc(&arena, 0, 1) == NULL);
    alk_arena_reset(&arena);
    alk_check_made(alk_arena_alloc(&arena, 100, 1));
    alk__arena_clear(&arena);
}

ALK_TEST(arena, says_that_it_is_null)
{
    alk_clear_error();
    alk_check(alk_arena_alloc(NULL, 1, 1) == NULL);
    alk_check_error(ALK_ERROR_INTERFACE, "arena is NULL");
    alk_check_size(alk_arena_used(NULL), 0);
    alk_arena_reset(NULL);
    alk_arena_free(NULL);
}

ALK_TEST(arena, survives_lack_of_memory)
{
    int status;
    ALK_TORTURE(status) {
        alk_arena *arena = alk_arena_new();
        for (int i = 0; arena && status == ALK_OK && i < 60; i++)
            if (!alk_arena_alloc(arena, 1000, 64))
                status = alk_last_error()->code;
        if (!arena)
            status = alk_last_error()->code;
        alk_arena_free(arena);
    }
}
