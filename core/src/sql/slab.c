/* SPDX-License-Identifier: MIT
 * See slab.h. A slab is aligned to its size, so a node's address tells its slab. Its owner counts what it made without any lock; what others free they
 * count atomically. While the owner cuts from it the slab stays; once it is left, whoever frees the last node frees the slab. */
#include "sql/slab.h"
#include "base/alloc.h"
#include "base/error.h"
#include <string.h>

#if defined(ALK_ARENA_MALLOC)

void *alk__slab_take(size_t size)
{
    return alk__calloc(1, size);
}

void *alk__slab_cut(size_t size)
{
    return alk__alloc(size);
}

void alk__slab_give(void *block)
{
    alk__free(block);
}

#else

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#define SLAB ((size_t)16384)
#define ALIGN ((size_t)16)
#define HEADER ((sizeof(slab) + ALIGN - 1) / ALIGN * ALIGN)
#define LARGE (SLAB / 4)                       /* nodes beyond have a slab each */

typedef struct slab {
    uint32_t live;                             /* made by the owner and not freed by it */
    uint32_t freed_elsewhere;                  /* atomic; while owned counts up from 0, once left counts down from what lives */
    char *next, *end;
} slab;

/* Every node is cut and given back by way of it, so that a call for its address would be dear. With glibc a library that is loaded at run time may have a few bytes at a
 * fixed place too. */
#if defined(__GLIBC__)
static _Thread_local slab *current __attribute__((tls_model("initial-exec")));
#else
static _Thread_local slab *current;
#endif

static slab *slab_of(void *block)
{
    return (slab *)((uintptr_t)block & ~(uintptr_t)(SLAB - 1));
}

static slab *slab_new(size_t size)
{
    slab *s = alk__alloc_aligned(SLAB, size);
    if (!s)
        return NULL;
    memset(s, 0, sizeof *s);
    s->next = (char *)s + HEADER;
    s->end = (char *)s + size;
    return s;
}

/* Leaving a slab: what others freed meanwhile is taken off what lives, in one step, so that one of the two sides sees zero. */
static void leave(slab *s)
{
    /* freed_elsewhere counts modulo 2^32: from here on it stands at minus what lives, and the last to die brings it to zero. */
    if (__atomic_sub_fetch(&s->freed_elsewhere, s->live, __ATOMIC_ACQ_REL) == 0)
        alk__free(s);
}

/* ---- the end of a thread ---- */

static pthread_key_t key;
static bool key_made;

static void thread_ends(void *unused)
{
    (void)unused;
    if (current)
        leave(current);
    current = NULL;
}

static void make_key(void)
{
    key_made = pthread_key_create(&key, thread_ends) == 0;
}

/* A thread whose end would go unseen gets no slab of its own to leave behind. */
static bool watch_thread(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    return pthread_once(&once, make_key) == 0 && key_made && pthread_setspecific(key, &current) == 0;
}

/* ---- taking and giving ---- */

ALK__COLD __attribute__((noinline)) static void *take_alone(size_t size)
{
    slab *s = slab_new(HEADER + size);
    if (!s)
        return NULL;
    __atomic_store_n(&s->freed_elsewhere, UINT32_MAX, __ATOMIC_RELAXED);       /* one lives, and it is left already */
    return s->next;
}

/* Nothing lives in the current slab: nobody else can come to free in it. */
static bool is_empty(const slab *s)
{
    return s->live == __atomic_load_n(&s->freed_elsewhere, __ATOMIC_ACQUIRE);
}

static void rewind_slab(slab *s)
{
    s->live = 0;
    __atomic_store_n(&s->freed_elsewhere, 0, __ATOMIC_RELAXED);
    s->next = (char *)s + HEADER;
}

/* Room in the current slab, which may be another one then. */
ALK__COLD __attribute__((noinline)) static bool renew(void)
{
    slab *s = current;
    if (s && is_empty(s)) {
        rewind_slab(s);
        return true;
    }
    slab *fresh = watch_thread() ? slab_new(SLAB) : NULL;
    if (!fresh)
        return false;
    if (s)
        leave(s);
    current = fresh;
    return true;
}

ALK__COLD __attribute__((noinline)) static void *cut_elsewhere(size_t size)
{
    return size <= LARGE && renew() ? alk__slab_cut(size) : take_alone(size);
}

void *alk__slab_cut(size_t size)
{
    size = (size + ALIGN - 1) & ~(ALIGN - 1);
    slab *s = current;
    if (!s || (size_t)(s->end - s->next) < size)
        return cut_elsewhere(size);
    void *block = s->next;
    s->next += size;
    s->live++;
    return block;
}

void *alk__slab_take(size_t size)
{
    void *block = alk__slab_cut(size);
    return block ? memset(block, 0, size) : NULL;
}

void alk__slab_give(void *block)
{
    slab *s = slab_of(block);
    if (s == current) {
        if (--s->live == 0)                    /* else what others freed is asked for when the slab is full */
            rewind_slab(s);
    } else if (__atomic_add_fetch(&s->freed_elsewhere, 1, __ATOMIC_ACQ_REL) == 0) {
        alk__free(s);
    }
}

#endif
