/* SPDX-License-Identifier: MIT
 * The growing array. */
#include "alk_test.h"
#include "base/vector.h"

ALK_TEST(vector, grows_and_keeps_its_items)
{
    alk__vector vector;
    alk__vector_init(&vector, sizeof(int));
    for (int i = 0; i < 1000; i++) {
        int *item = alk__vector_push(&vector);
        alk_check_made(item);
        alk_check_int(*item, 0);
        *item = i;
    }
    alk_check_size(vector.count, 1000);
    for (size_t i = 0; i < 1000; i++)
        alk_check_int(*(int *)alk__vector_at(&vector, i), (int)i);
    alk__vector_free(&vector);
    alk_check_size(vector.count, 0);
    alk_check_size(vector.item_size, sizeof(int));
}

ALK_TEST(vector, adds_copies)
{
    alk__vector vector, lasting;
    alk_arena *arena = alk_arena_new();
    alk_check_made(arena);
    alk__vector_init(&vector, sizeof(int));
    alk__vector_init_in(&lasting, sizeof(int), arena);
    for (int i = 0; i < 100; i++) {
        alk_check_ok(alk__vector_add(&vector, &i));
        alk_check_ok(alk__vector_add(&lasting, &i));
    }
    alk_check_bytes(vector.items, 100 * sizeof(int), lasting.items, 100 * sizeof(int));
    alk_check_int(*(int *)alk__vector_at(&lasting, 99), 99);
    const int *items = lasting.items;
    alk__vector_free(&lasting);
    alk_check_int(items[50], 50);          /* they are the arena's */
    alk__vector_free(&vector);
    alk_arena_free(arena);
}

ALK_TEST(vector, removes_at_both_ends_and_between)
{
    alk__vector vector;
    alk__vector_init(&vector, sizeof(char));
    for (const char *c = "abcde"; *c; c++) {
        char *item = alk__vector_push(&vector);
        alk_check_made(item);
        *item = *c;
    }
    alk__vector_remove(&vector, 4);
    alk__vector_remove(&vector, 0);
    alk__vector_remove(&vector, 1);
    alk_check_bytes(vector.items, vector.count, "bd", 2);
    alk__vector_remove(&vector, 0);
    alk__vector_remove(&vector, 0);
    alk_check_size(vector.count, 0);
    char *item = alk__vector_push(&vector);
    alk_check_made(item);
    alk_check_int(*item, 0);
    alk__vector_free(&vector);
}

ALK_TEST(vector, reserves)
{
    alk__vector vector;
    alk__vector_init(&vector, 24);
    alk_check_ok(alk__vector_reserve(&vector, 100));
    alk_check_size(vector.capacity, 100);
    alk_check_ok(alk__vector_reserve(&vector, 10));
    alk_check_size(vector.capacity, 100);
    alk_check_fails(alk__vector_reserve(&vector, SIZE_MAX / 2), ALK_ERROR_NO_MEMORY, NULL);
    alk_check_size(vector.capacity, 100);
    alk__vector_free(&vector);
}

ALK_TEST(vector, survives_lack_of_memory)
{
    int status;
    ALK_TORTURE(status) {
        alk__vector vector;
        alk__vector_init(&vector, 8);
        for (int i = 0; i < 100 && status == ALK_OK; i++)
            if (!alk__vector_push(&vector))
                status = alk_last_error()->code;
        alk__vector_free(&vector);
    }
}
