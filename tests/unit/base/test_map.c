/* SPDX-License-Identifier: MIT
 * The map, also against a simple model. */
#include "alk_test.h"
#include "base/map.h"
#include <stdio.h>

static int values[2000];

static size_t key_of(int i, char room[16])
{
    return (size_t)snprintf(room, 16, "key%d", i);
}

ALK_TEST(map, is_empty_at_first)
{
    alk__map map;
    size_t at = 0;
    alk__map_init(&map);
    alk_check(alk__map_get(&map, "a", 1) == NULL);
    alk_check(alk__map_remove(&map, "a", 1) == NULL);
    alk_check(alk__map_next(&map, &at) == NULL);
    alk__map_free(&map);
}

ALK_TEST(map, finds_what_was_set)
{
    alk__map map;
    char key[16];
    alk__map_init(&map);
    for (int i = 0; i < 1000; i++)
        alk_check_ok(alk__map_set(&map, key, key_of(i, key), &values[i]));
    alk_check_size(map.count, 1000);
    for (int i = 0; i < 1000; i++)
        alk_check(alk__map_get(&map, key, key_of(i, key)) == &values[i]);
    alk_check(alk__map_get(&map, key, key_of(1000, key)) == NULL);
    alk__map_free(&map);
}

ALK_TEST(map, lies_in_an_arena)
{
    alk__map map;
    char key[16];
    alk_arena *arena = alk_arena_new();
    int set = 0;
    if (!arena)
        alk_test_failed("no memory");
    alk__map_init_in(&map, arena);
    while (set < 300 && alk__map_set(&map, key, key_of(set, key), &values[set]) == ALK_OK)
        set++;
    alk_check_size(map.count, (size_t)set);
    for (int i = 0; i < set; i++)
        alk_check(alk__map_get(&map, key, key_of(i, key)) == &values[i]);
    if (set)
        alk_check(alk__map_remove(&map, "key0", 4) == &values[0]);
    alk_check(alk__map_get(&map, "key0", 4) == NULL);
    alk__map_free(&map);                       /* takes nothing from the arena */
    alk_check_size(map.count, 0);
    alk_arena_free(arena);
}

ALK_TEST(map, gives_the_place_of_a_value)
{
    alk__map map;
    char key[16];
    alk__map_init(&map);
    for (int round = 0; round < 3; round++)
        for (int i = 0; i < 100; i++) {
            void **place = alk__map_at(&map, key, key_of(i, key));
            alk_check_made(place);
            alk_check(*place == (round ? &values[100 * (round - 1) + i] : NULL));
            *place = &values[100 * round + i];
        }
    alk_check_size(map.count, 100);
    alk_check(alk__map_get(&map, key, key_of(99, key)) == &values[299]);
    alk__map_free(&map);
}

ALK_TEST(map, takes_any_bytes_as_key)
{
    alk__map map;
    alk__map_init(&map);
    alk_check_ok(alk__map_set(&map, "", 0, &values[0]));
    alk_check_ok(alk__map_set(&map, "\0", 1, &values[1]));
    alk_check_ok(alk__map_set(&map, "\0\0", 2, &values[2]));
    alk_check_ok(alk__map_set(&map, "a\0b", 3, &values[3]));
    alk_check(alk__map_get(&map, NULL, 0) == &values[0]);
    alk_check(alk__map_get(&map, "\0", 1) == &values[1]);
    alk_check(alk__map_get(&map, "\0\0", 2) == &values[2]);
    alk_check(alk__map_get(&map, "a\0b", 3) == &values[3]);
    alk_check(alk__map_get(&map, "a\0c", 3) == NULL);
    alk_check(alk__map_get(&map, "a", 1) == NULL);
    alk__map_free(&map);
}

ALK_TEST(map, replaces_in_place)
{
    alk__map map;
    size_t at = 0;
    alk__map_init(&map);
    alk_check_ok(alk__map_set(&map, "a", 1, &values[1]));
    alk_check_ok(alk__map_set(&map, "b", 1, &values[2]));
    alk_check_ok(alk__map_set(&map, "a", 1, &values[3]));
    alk_check_size(map.count, 2);
    const alk__map_entry *first = alk__map_next(&map, &at);
    alk_check(first && first->value == &values[3]);
    alk_check_str(first->key, "a");
    alk__map_free(&map);
}

ALK_TEST(map, keeps_the_order_of_insertion)
{
    alk__map map;
    char key[16];
    alk__map_init(&map);
    for (int i = 0; i < 100; i++)
        alk_check_ok(alk__map_set(&map, key, key_of(i, key), &values[i]));
    for (int i = 0; i < 100; i += 3)
        alk_check(alk__map_remove(&map, key, key_of(i, key)) == &values[i]);
    alk_check_ok(alk__map_set(&map, "key0", 4, &values[0]));
    size_t at = 0;
    for (int i = 0; i < 100; i++) {
        if (i % 3 == 0)
            continue;
        const alk__map_entry *entry = alk__map_next(&map, &at);
        alk_check(entry && entry->value == &values[i]);
    }
    const alk__map_entry *last = alk__map_next(&map, &at);
    alk_check(last && last->value == &values[0]);
    alk_check(alk__map_next(&map, &at) == NULL);
    alk__map_free(&map);
}

ALK_TEST(map, agrees_with_a_model_over_random_changes)
{
    alk__map map;
    char key[16];
    bool model[200] = {false};
    size_t count = 0;
    uint64_t random = 12345;
    alk__map_init(&map);
    for (int step = 0; step < 20000; step++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        int i = (int)(random >> 33) % 200;
        size_t length = key_of(i, key);
        if ((random >> 20) % 2) {
            alk_check_ok(alk__map_set(&map, key, length, &values[i]));
            count += !model[i];
            model[i] = true;
        } else {
            alk_check(alk__map_remove(&map, key, length) == (model[i] ? &values[i] : NULL));
            count -= model[i];
            model[i] = false;
        }
        alk_check_size(map.count, count);
    }
    for (int i = 0; i < 200; i++)
        alk_check((alk__map_get(&map, key, key_of(i, key)) != NULL) == model[i]);
    alk_check(map.capacity <= 1024);
    alk__map_free(&map);
}

ALK_TEST(map, lets_the_current_entry_be_removed_while_iterating)
{
    alk__map map;
    char key[16];
    alk__map_init(&map);
    for (int i = 0; i < 50; i++)
        alk_check_ok(alk__map_set(&map, key, key_of(i, key), &values[i]));
    size_t at = 0, seen = 0;
    for (const alk__map_entry *entry; (entry = alk__map_next(&map, &at)); seen++)
        (void)alk__map_remove(&map, entry->key, entry->key_length);
    alk_check_size(seen, 50);
    alk_check_size(map.count, 0);
    alk__map_free(&map);
}

ALK_TEST(map, hashes_by_content_and_seed)
{
    char bytes[40];
    for (size_t n = 0; n < sizeof bytes; n++) {
        memset(bytes, 'a', sizeof bytes);
        uint64_t hash = alk__hash(bytes, n, 1);
        alk_check(hash != alk__hash(bytes, n, 2));
        for (size_t i = 0; i < n; i++) {
            bytes[i] = 'b';
            alk_check(hash != alk__hash(bytes, n, 1));
            bytes[i] = 'a';
        }
        alk_check_uint(alk__hash(bytes, n, 1), hash);
        alk_check(n == 0 || hash != alk__hash(bytes, n - 1, 1));
    }
    alk_check(alk__hash("\0", 1, 0) != alk__hash("\0\0", 2, 0));
}

ALK_TEST(map, survives_lack_of_memory)
{
    int status;
    ALK_TORTURE(status) {
        alk__map map;
        char key[16];
        alk__map_init(&map);
        for (int i = 0; i < 40 && status == ALK_OK; i++)
            status = alk__map_set(&map, key, key_of(i, key), &values[i]);
        for (size_t i = 0; i < map.count; i++)
            alk_check(alk__map_get(&map, key, key_of((int)i, key)) == &values[i]);
        alk__map_free(&map);
    }
}
