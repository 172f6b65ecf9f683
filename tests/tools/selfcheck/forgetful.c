/* SPDX-License-Identifier: MIT
 * Broken on purpose: fine with memory, but a refused allocation makes it lose a block, or stop at a NULL. */
#include "alk_test.h"
#include "base/alloc.h"

static char *two_blocks(void)
{
    char *first = alk__alloc(10), *second = alk__alloc(20);
    if (!second)
        return NULL;
    alk__free(second);
    return first;
}

ALK_TEST(broken, loses_a_block)
{
    char *block = two_blocks();
    alk_check_made(block);
    alk__free(block);
}

ALK_TEST(broken, believes_in_memory)
{
    volatile char *block = alk__alloc(10);
    block[0] = 'x';
    alk__free((char *)block);
}
