/* SPDX-License-Identifier: MIT
 * Allocation: counting and failing on demand. */
#include "alk_test.h"
#include "base/alloc.h"
#include <pthread.h>

ALK_TEST(alloc, gives_blocks_even_of_size_zero)
{
    char *a = alk__alloc(0), *b = alk__calloc(0, 8), *c = alk__calloc(3, 2);
    alk_check_made(a);
    alk_check_made(b);
    alk_check_made(c);
    alk_check(a != b);
    alk_check_bytes(c, 6, "\0\0\0\0\0\0", 6);
    alk__free(a);
    alk__free(b);
    alk__free(c);
    alk__free(NULL);
}

ALK_TEST(alloc, refuses_products_and_sums_that_overflow)
{
    alk_check(alk__calloc(SIZE_MAX / 2, 3) == NULL);
    alk_check_error(ALK_ERROR_NO_MEMORY, "out of memory");
    alk_clear_error();
    alk_check(alk__realloc_array(NULL, SIZE_MAX, 2) == NULL);
    alk_check_error(ALK_ERROR_NO_MEMORY, NULL);
    alk_clear_error();
    alk_check(alk__strndup("x", SIZE_MAX) == NULL);
    alk_check_error(ALK_ERROR_NO_MEMORY, NULL);
}

ALK_TEST(alloc, copies_text)
{
    char *a = alk__strdup("hello"), *b = alk__strndup("a\0b", 3), *c = alk__strndup(NULL, 0);
    alk_check_str(a, "hello");
    alk_check_made(b);
    alk_check_bytes(b, 4, "a\0b", 4);
    alk_check_str(c, "");
    alk__free(a);
    alk__free(b);
    alk__free(c);
    alk_clear_error();
    alk_check(alk__strdup(NULL) == NULL);
    alk_check_int(alk_last_error()->code, ALK_OK);
}

ALK_TEST_UNTORTURED(alloc, leaves_the_block_when_growing_is_refused)
{
    char *block = alk__alloc(4);
    alk_check_made(block);
    memcpy(block, "abc", 4);
    alk__alloc_fail(1, 0);
    alk_check(alk__realloc(block, 100) == NULL);
    alk_check_error(ALK_ERROR_NO_MEMORY, NULL);
    alk_check_str(block, "abc");
    char *moved = alk__realloc(block, 100);
    alk_check_str(moved, "abc");
    alk__free(moved);
}

ALK_TEST_UNTORTURED(alloc, counts)
{
    alk__alloc_counts before = alk__alloc_counted();
    void *a = alk__alloc(1), *b = alk__realloc(NULL, 2);
    b = alk__realloc(b, 300);
    alk__alloc_counts between = alk__alloc_counted();
    alk_check_uint(between.calls - before.calls, 3);
    alk_check_int(between.live - before.live, 2);
    alk__free(a);
    alk__free(b);
    alk__free(NULL);
    alk__alloc_counts after = alk__alloc_counted();
    alk_check_uint(after.frees - before.frees, 2);
    alk_check_int(after.live, before.live);
}

ALK_TEST_UNTORTURED(alloc, refuses_the_nth_once)
{
    alk__alloc_fail(2, 0);
    void *a = alk__alloc(1);
    alk_check_made(a);
    alk_check_int(alk__alloc_failed(), 0);
    alk_check(alk__calloc(1, 1) == NULL);
    alk_check_int(alk__alloc_failed(), 1);
    void *b = alk__alloc(1);
    alk_check_made(b);
    alk__free(a);
    alk__free(b);
    alk__alloc_fail(0, 0);
    alk_check_int(alk__alloc_failed(), 0);
}

ALK_TEST_UNTORTURED(alloc, refuses_from_the_nth_on)
{
    alk__alloc_fail(2, 1);
    void *a = alk__alloc(1);
    alk_check_made(a);
    for (int i = 0; i < 5; i++)
        alk_check(alk__alloc(1) == NULL);
    alk_check(alk__alloc_quiet(1) == NULL);
    alk__alloc_fail(0, 0);
    alk__free(a);
}

ALK_TEST_UNTORTURED(alloc, quiet_sets_no_error)
{
    alk_clear_error();
    alk__alloc_fail(1, 0);
    alk_check(alk__alloc_quiet(1) == NULL);
    alk_check_int(alk_last_error()->code, ALK_OK);
}

static void *allocate_in_thread(void *result)
{
    void *block = alk__alloc(1);
    *(bool *)result = block != NULL;
    alk__free(block);
    return NULL;
}

ALK_TEST_UNTORTURED(alloc, refuses_one_thread_only)
{
    pthread_t other;
    bool worked = false;
    alk__alloc_fail(1, 1);
    alk_check_int(pthread_create(&other, NULL, allocate_in_thread, &worked), 0);
    alk_check_int(pthread_join(other, NULL), 0);
    alk_check(worked);
    alk_check(alk__alloc(1) == NULL);
}

ALK_TEST(alloc, keeps_large_blocks_for_the_next)
{
    enum { SIZE = 1 << 18, MANY = 6 };
    alk__alloc_counts before = alk__alloc_counted();
    void *blocks[MANY];
    alk__forget_large();
    alk_check(!alk__has_large());
    for (int i = 0; i < MANY; i++)
        blocks[i] = alk__alloc_large(SIZE);
    for (int i = 0; i < MANY; i++)
        if (blocks[i])
            alk__free_large(blocks[i]);
    alk_check(alk__alloc_counted().live == before.live);
    alk_check(alk__alloc_counted().calls == before.calls + MANY);
    alk_check(alk__has_large());
    void *again = alk__alloc_large(SIZE);
    bool known = false;
    for (int i = 0; i < MANY; i++)
        known |= again && again == blocks[i];
    if (again)
        alk__free_large(again);
    alk__forget_large();
    alk_check(!alk__has_large());
    alk_check(known || !again);
}
