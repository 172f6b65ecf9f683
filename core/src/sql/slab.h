/* SPDX-License-Identifier: MIT
 * Memory for nodes. A thread cuts nodes from a slab of its own, so that making one costs a few instructions; a slab goes when all its
 * nodes are gone, in whatever thread they died. With ALK_ARENA_MALLOC every node is an allocation of its own, for the sanitizers. */
#ifndef ALK_SQL_SLAB_H
#define ALK_SQL_SLAB_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void *alk__slab_take(size_t size);             /* zeroed; NULL: out of memory */

#if defined(ALK_ARENA_MALLOC)

void *alk__slab_cut(size_t size);              /* the same, but what is in it is left to chance */
void alk__slab_give(void *block);              /* from any thread; not NULL */

/* Blocks of one slab may be given back together. Here none are. */
static inline uintptr_t alk__slab_between(const void *a, const void *b)
{
    (void)a;
    (void)b;
    return UINTPTR_MAX;
}
#define ALK__SLAB_SIZE 1
static inline void alk__slab_share(const void *block) { (void)block; }
static inline bool alk__slab_give_together(void *block, uint32_t n)
{
    (void)block;
    (void)n;
    return false;
}

#else

#define ALK__SLAB_SIZE ((size_t)16384)         /* what a slab is aligned to, so that an address tells the slab */
#define ALK__SLAB_ALIGN ((size_t)16)

typedef struct alk__slab {
    uint32_t live;                             /* made by the owner and not freed by it */
    uint32_t freed_elsewhere;                  /* atomic; while owned counts up from 0, once left counts down from what lives */
    char *next, *end;
    bool shared;                               /* atomic; a node in it was given a second owner */
} alk__slab;

/* The thread's own. Every node is cut and given back by way of it, so that a call for its address would be dear. With glibc a library that is loaded at run time may have a
 * few bytes at a fixed place too. */
#if defined(__GLIBC__)
extern _Thread_local alk__slab *alk__slab_current __attribute__((tls_model("initial-exec")));
#else
extern _Thread_local alk__slab *alk__slab_current;
#endif

void *alk__slab_cut_elsewhere(size_t size);
void alk__slab_given(alk__slab *slab, uint32_t n);     /* n blocks of a slab that is not the thread's own, or has none left */

static inline alk__slab *alk__slab_of(const void *block)
{
    return (alk__slab *)((uintptr_t)block & ~(uintptr_t)(ALK__SLAB_SIZE - 1));
}

/* The same as alk__slab_take(), but what is in it is left to chance. */
static inline void *alk__slab_cut(size_t size)
{
    alk__slab *slab = alk__slab_current;
    size = (size + ALK__SLAB_ALIGN - 1) & ~(ALK__SLAB_ALIGN - 1);
    if (!slab || (size_t)(slab->end - slab->next) < size)
        return alk__slab_cut_elsewhere(size);
    void *block = slab->next;
    slab->next += size;
    slab->live++;
    return block;
}

/* Several blocks of the slab that this one is of. */
static inline void alk__slab_give_n(const void *block, uint32_t n)
{
    alk__slab *slab = alk__slab_of(block);
    if (slab == alk__slab_current && slab->live != n)
        slab->live -= n;
    else
        alk__slab_given(slab, n);
}

static inline void alk__slab_give(void *block) { alk__slab_give_n(block, 1); }     /* from any thread; not NULL */

/* Below ALK__SLAB_SIZE where both are of one slab. Such numbers may be put together with |. */
static inline uintptr_t alk__slab_between(const void *a, const void *b) { return (uintptr_t)a ^ (uintptr_t)b; }

/* Says that the block has a second owner, which gives it back by itself: none of its slab are given together from now on. */
static inline void alk__slab_share(const void *block)
{
    alk__slab *slab = alk__slab_of(block);
    if (!__atomic_load_n(&slab->shared, __ATOMIC_RELAXED))
        __atomic_store_n(&slab->shared, true, __ATOMIC_RELAXED);
}

/* Gives back n blocks that had one owner each, this one among them; false: one of them may have got another, so that each must be looked at. */
static inline bool alk__slab_give_together(void *block, uint32_t n)
{
    if (__atomic_load_n(&alk__slab_of(block)->shared, __ATOMIC_RELAXED))
        return false;
    alk__slab_give_n(block, n);
    return true;
}

#endif
#endif
