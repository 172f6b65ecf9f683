/* SPDX-License-Identifier: MIT
 * Memory for nodes: what is taken is zeroed and apart from the rest, and all of it goes again, whichever thread frees it. */
#include "alk_test.h"
#include "base/alloc.h"
#include "sql/slab.h"
#include <pthread.h>
#include <stdlib.h>

enum { MANY = 5000 };

static size_t size_of(size_t i)
{
    return 16 + i * 37 % 700 + (i % 500 == 0 ? 9000 : 0);
}

ALK_TEST(slab, blocks_are_zeroed_and_apart)
{
    unsigned char *blocks[200];
    size_t n = 0;
    for (; n < 200 && (blocks[n] = alk__slab_take(size_of(n))); n++)
        for (size_t k = 0; k < size_of(n); k++) {
            if (blocks[n][k] != 0)
                break;
            blocks[n][k] = (unsigned char)(n + 1);
        }
    bool intact = true;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < size_of(i); k++)
            intact = intact && blocks[i][k] == (unsigned char)(i + 1);
    for (size_t i = 0; i < n; i++)
        alk__slab_give(blocks[i]);
    alk_check_size(n, 200);
    alk_check(intact);
}

ALK_TEST(slab, used_again_when_empty)
{
    void *first = alk__slab_take(64);
    alk_check(first != NULL);
    alk__slab_give(first);
    uint64_t calls = alk__alloc_counted().calls;
    for (int i = 0; i < 1000; i++) {
        void *a = alk__slab_take(64), *b = alk__slab_take(200);
        alk_check(a && b);
        alk__slab_give(a);
        alk__slab_give(b);
    }
#if defined(ALK_ARENA_MALLOC)
    alk_check_uint(alk__alloc_counted().calls - calls, 2000);
#else
    alk_check_uint(alk__alloc_counted().calls - calls, 0);
#endif
}

#if !defined(ALK_ARENA_MALLOC)

ALK_TEST(slab, several_go_at_once_until_one_is_shared)
{
    void *blocks[6];
    int n = 0;
    while (n < 6 && (blocks[n] = alk__slab_take(64)))
        n++;
    if (n < 6) {
        while (n)
            alk__slab_give(blocks[--n]);
        alk_test_failed("no memory");
    }
    bool together = alk__slab_between(blocks[0], blocks[5]) < ALK__SLAB_SIZE;
    if (together)
        alk_check(alk__slab_give_together(blocks[2], 3));
    else
        for (int i = 0; i < 3; i++)
            alk__slab_give(blocks[i]);
    alk__slab_share(blocks[3]);
    alk_check(!alk__slab_give_together(blocks[3], 3));
    for (int i = 3; i < 6; i++)
        alk__slab_give(blocks[i]);
}

#endif

struct handed {
    void *blocks[MANY];
    size_t n;
};

static void *free_all(void *payload)
{
    struct handed *handed = payload;
    for (size_t i = 0; i < handed->n; i += 2)
        alk__slab_give(handed->blocks[i]);
    return NULL;
}

static void *make_all(void *payload)
{
    struct handed *handed = payload;
    while (handed->n < MANY && (handed->blocks[handed->n] = alk__slab_take(size_of(handed->n))))
        handed->n++;
    return NULL;
}

/* The leak check at the end of the test sees what was not given back. */
ALK_TEST_UNTORTURED(slab, freed_by_other_threads)
{
    static struct handed handed;
    pthread_t maker, freer;
    handed.n = 0;
    alk_check_int(pthread_create(&maker, NULL, make_all, &handed), 0);
    pthread_join(maker, NULL);
    alk_check_int(pthread_create(&freer, NULL, free_all, &handed), 0);
    for (size_t i = 1; i < handed.n; i += 2)
        alk__slab_give(handed.blocks[i]);
    pthread_join(freer, NULL);
    alk_check_size(handed.n, MANY);
}
