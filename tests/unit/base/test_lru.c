/* SPDX-License-Identifier: MIT
 * The map of limited size. */
#include "alk_test.h"
#include "base/alloc.h"
#include "base/lru.h"
#include <stdio.h>

static int values[100];

static void put(alk__lru *lru, const char *key, int *value, void *expected)
{
    void *evicted = &values[99];
    alk_check_ok(alk__lru_put(lru, key, strlen(key), value, &evicted));
    alk_check(evicted == expected);
}

ALK_TEST(lru, evicts_the_one_not_used_for_longest)
{
    alk__lru lru;
    alk__lru_init(&lru, 2);
    put(&lru, "a", &values[0], NULL);
    put(&lru, "b", &values[1], NULL);
    alk_check(alk__lru_get(&lru, "a", 1) == &values[0]);
    put(&lru, "c", &values[2], &values[1]);
    alk_check(alk__lru_get(&lru, "b", 1) == NULL);
    put(&lru, "d", &values[3], &values[0]);
    alk_check_size(lru.count, 2);
    alk__lru_free(&lru, NULL, NULL);
}

ALK_TEST(lru, hands_a_replaced_value_back)
{
    alk__lru lru;
    alk__lru_init(&lru, 2);
    put(&lru, "a", &values[0], NULL);
    put(&lru, "b", &values[1], NULL);
    put(&lru, "a", &values[2], &values[0]);
    put(&lru, "c", &values[3], &values[1]);
    alk_check(alk__lru_get(&lru, "a", 1) == &values[2]);
    alk__lru_free(&lru, NULL, NULL);
}

ALK_TEST(lru, of_no_capacity_keeps_nothing)
{
    alk__lru lru;
    alk__lru_init(&lru, 0);
    put(&lru, "a", &values[0], &values[0]);
    alk_check(alk__lru_get(&lru, "a", 1) == NULL);
    alk_check(alk__lru_remove(&lru, "a", 1) == NULL);
    alk_check(alk__lru_pop(&lru) == NULL);
    alk__lru_free(&lru, NULL, NULL);
}

ALK_TEST(lru, of_capacity_one_keeps_the_last)
{
    alk__lru lru;
    alk__lru_init(&lru, 1);
    put(&lru, "a", &values[0], NULL);
    put(&lru, "b", &values[1], &values[0]);
    put(&lru, "b", &values[2], &values[1]);
    alk_check(alk__lru_get(&lru, "a", 1) == NULL);
    alk_check(alk__lru_pop(&lru) == &values[2]);
    alk_check_size(lru.count, 0);
    put(&lru, "a", &values[0], NULL);
    alk__lru_free(&lru, NULL, NULL);
}

ALK_TEST(lru, removes_and_pops)
{
    alk__lru lru;
    char key[8];
    alk__lru_init(&lru, 100);
    for (int i = 0; i < 60; i++) {
        (void)snprintf(key, sizeof key, "k%d", i);
        put(&lru, key, &values[i], NULL);
    }
    alk_check(alk__lru_remove(&lru, "k30", 3) == &values[30]);
    alk_check(alk__lru_remove(&lru, "k30", 3) == NULL);
    alk_check(alk__lru_remove(&lru, "k0", 2) == &values[0]);
    alk_check(alk__lru_remove(&lru, "k59", 3) == &values[59]);
    for (int i = 1; i < 59; i++)
        if (i != 30)
            alk_check(alk__lru_pop(&lru) == &values[i]);
    alk_check(alk__lru_pop(&lru) == NULL);
    alk__lru_free(&lru, NULL, NULL);
}

ALK_TEST(lru, takes_any_bytes_as_key)
{
    alk__lru lru;
    void *evicted;
    alk__lru_init(&lru, 10);
    alk_check_ok(alk__lru_put(&lru, "", 0, &values[0], &evicted));
    alk_check_ok(alk__lru_put(&lru, "\0", 1, &values[1], &evicted));
    alk_check(alk__lru_get(&lru, NULL, 0) == &values[0]);
    alk_check(alk__lru_get(&lru, "\0", 1) == &values[1]);
    alk_check(alk__lru_get(&lru, "\0\0", 2) == NULL);
    alk__lru_free(&lru, NULL, NULL);
}

static void add_up(void *sum, void *value)
{
    *(int *)sum = *(int *)sum * 10 + *(int *)value;
}

ALK_TEST(lru, frees_oldest_first)
{
    alk__lru lru;
    int one = 1, two = 2, three = 3, sum = 0;
    alk__lru_init(&lru, 5);
    put(&lru, "3", &three, NULL);
    put(&lru, "1", &one, NULL);
    put(&lru, "2", &two, NULL);
    alk_check(alk__lru_get(&lru, "1", 1) == &one);
    alk__lru_free(&lru, add_up, &sum);
    alk_check_int(sum, 321);
    alk_check_size(lru.count, 0);
}

ALK_TEST(lru, allocates_nothing_on_a_hit)
{
    alk__lru lru;
    alk__lru_init(&lru, 5);
    put(&lru, "a", &values[0], NULL);
    put(&lru, "b", &values[1], NULL);
    uint64_t calls = alk__alloc_counted().calls;
    for (int i = 0; i < 10; i++)
        alk_check(alk__lru_get(&lru, i % 2 ? "a" : "b", 1) != NULL);
    alk_check_uint(alk__alloc_counted().calls, calls);
    alk__lru_free(&lru, NULL, NULL);
}

ALK_TEST(lru, survives_lack_of_memory)
{
    int status;
    ALK_TORTURE(status) {
        alk__lru lru;
        char key[8];
        void *evicted = NULL;
        alk__lru_init(&lru, 20);
        for (int i = 0; i < 40 && status == ALK_OK; i++) {
            size_t before = lru.count;
            (void)snprintf(key, sizeof key, "k%d", i);
            status = alk__lru_put(&lru, key, strlen(key), &values[i], &evicted);
            alk_check(status == ALK_OK || (evicted == NULL && lru.count == before));
        }
        alk__lru_free(&lru, NULL, NULL);
    }
}
