/* SPDX-License-Identifier: MIT
 * Lists of listeners: order, once, taking away while the list is held, memory running out. */
#include "alk_test.h"
#include "base/alloc.h"
#include "config/listener.h"

static alk__listeners at;

static void set_up(void)
{
    at = (alk__listeners){ .list = NULL };
    alk_check_ok(alk__mutex_init(&at.lock));
}

static void take_down(void)
{
    alk__listeners_free(&at);
    alk__mutex_destroy(&at.lock);
}

ALK_SUITE(listener, set_up, take_down);

static void nothing(void)
{
}

static uint64_t add(int kind, int number, unsigned flags)
{
    uint64_t id = alk__listeners_add(&at, kind, nothing, (void *)(uintptr_t)number, flags);
    alk_check(id != 0);
    return id;
}

/* The payloads in their order, as one number. */
static int order(void)
{
    int n = 0;
    alk__listener_list *list = alk__listeners_hold(&at);
    for (size_t i = 0; list && i < list->count; i++)
        n = n * 10 + (int)(uintptr_t)list->items[i].payload;
    alk__listeners_drop(&at, list);
    return n;
}

ALK_TEST(listener, order)
{
    add(1, 1, 0);
    add(1, 2, 0);
    add(2, 3, ALK__LISTEN_FIRST);
    add(1, 4, 0);
    alk_check_int(order(), 3124);
}

ALK_TEST(listener, kinds_that_are_wanted)
{
    alk_check(!alk__listeners_want(&at, 1));
    uint64_t one = add(1, 1, 0), again = add(1, 2, 0), last = add(31, 3, 0);
    alk_check(alk__listeners_want(&at, 1) && alk__listeners_want(&at, 31) && !alk__listeners_want(&at, 2));
    alk_check(alk__listeners_remove(&at, one));
    alk_check(alk__listeners_want(&at, 1));
    alk_check(alk__listeners_remove(&at, again));
    alk_check(!alk__listeners_want(&at, 1));
    alk_check(alk__listeners_remove(&at, last));
    alk_check(at.list == NULL);
    alk_check(!alk__listeners_remove(&at, last));
}

ALK_TEST(listener, each_place_can_be_taken_out)
{
    static const int left[3] = { 23, 13, 12 };
    for (int held = 0; held < 2; held++)
        for (int out = 0; out < 3; out++) {
            uint64_t ids[3];
            for (int i = 0; i < 3; i++)
                ids[i] = add(1, i + 1, 0);
            alk__listener_list *list = held ? alk__listeners_hold(&at) : NULL;
            alk_check(alk__listeners_remove(&at, ids[out]));
            alk_check_int(order(), left[out]);
            alk_check(!list || list->count == 3);
            alk__listeners_drop(&at, list);
            for (int i = 0; i < 3; i++)
                alk__listeners_remove(&at, ids[i]);
            alk_check_int(order(), 0);
        }
}

ALK_TEST(listener, once_fires_for_one_call)
{
    add(1, 1, ALK__LISTEN_ONCE);
    add(1, 2, 0);
    alk__listener_list *a = alk__listeners_hold(&at), *b = alk__listeners_hold(&at);
    alk_check(alk__listener_fires(&at, &a->items[0]));
    alk_check(!alk__listener_fires(&at, &b->items[0]));
    alk_check(alk__listener_fires(&at, &a->items[1]));
    alk_check(alk__listener_fires(&at, &b->items[1]));
    alk__listeners_drop(&at, a);
    alk__listeners_drop(&at, b);
    alk_check_int(order(), 2);
}

ALK_TEST_UNTORTURED(listener, taken_away_without_memory)
{
    uint64_t ids[3];
    for (int i = 0; i < 3; i++)
        ids[i] = add(1, i + 1, 0);
    alk__listener_list *list = alk__listeners_hold(&at);
    alk__alloc_fail(1, true);
    alk_check(alk__listeners_remove(&at, ids[1]));
    alk_check(!alk__listeners_remove(&at, ids[1]));
    alk__alloc_fail(0, 0);
    alk_check_int(alk__listener_kind(&list->items[0]), 1);
    alk_check_int(alk__listener_kind(&list->items[1]), 0);
    alk__listeners_drop(&at, list);
    add(1, 4, 0);
    alk_check(alk__listeners_remove(&at, ids[0]) && alk__listeners_remove(&at, ids[2]));
}

ALK_TEST(listener, memory_running_out)
{
    int status;
    ALK_TORTURE(status) {
        uint64_t id = alk__listeners_add(&at, 1, nothing, NULL, 0);
        status = id ? ALK_OK : alk_last_error()->code;
        if (id)
            alk__listeners_remove(&at, id);
    }
    alk_check(at.list == NULL);
}
