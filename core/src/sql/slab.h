/* SPDX-License-Identifier: MIT
 * Memory for nodes. A thread cuts nodes from a slab of its own, so that making one costs a few instructions; a slab goes when all its
 * nodes are gone, in whatever thread they died. With ALK_ARENA_MALLOC every node is an allocation of its own, for the sanitizers. */
#ifndef ALK_SQL_SLAB_H
#define ALK_SQL_SLAB_H
#include <stddef.h>

void *alk__slab_take(size_t size);             /* zeroed; NULL: out of memory */
void *alk__slab_cut(size_t size);              /* the same, but what is in it is left to chance */
void alk__slab_give(void *block);              /* from any thread; not NULL */
#endif
