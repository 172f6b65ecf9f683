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

#define HEADER ((sizeof(alk__slab) + ALK__SLAB_ALIGN - 1) / ALK__SLAB_ALIGN * ALK__SLAB_ALIGN)
#define LARGE (ALK__SLAB_SIZE / 4)             /* nodes beyond have a slab each */

#if defined(__GLIBC__)
_Thread_local alk__slab *alk__slab_current __attribute__((tls_model("initial-exec")));
#else
_Thread_local alk__slab *alk__slab_current;
#endif

static alk__slab *slab_new(size_t size)
{
    alk__slab *s = alk__alloc_aligned(ALK__SLAB_SIZE, size);
    if (!s)
        return NULL;
    memset(s, 0, sizeof *s);
    s->next = (char *)s + HEADER;
    s->end = (char *)s + size;
    return s;
}

/* Leaving a slab: what others freed meanwhile is taken off what lives, in one step, so that one of the two sides sees zero. */
static void leave(alk__slab *s)
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
    if (alk__slab_current)
        leave(alk__slab_current);
    alk__slab_current = NULL;
}

static void make_key(void)
{
    key_made = pthread_key_create(&key, thread_ends) == 0;
}

/* A thread whose end would go unseen gets no slab of its own to leave behind. */
static bool watch_thread(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    return pthread_once(&once, make_key) == 0 && key_made && pthread_setspecific(key, &alk__slab_current) == 0;
}

/* ---- taking and giving ---- */

ALK__COLD __attribute__((noinline)) static void *take_alone(size_t size)
{
    alk__slab *s = slab_new(HEADER + size);
    if (!s)
        return NULL;
    __atomic_store_n(&s->freed_elsewhere, UINT32_MAX, __ATOMIC_RELAXED);       /* one lives, and it is left already */
    return s->next;
}

/* Nothing lives in the current slab: nobody else can come to free in it. */
static bool is_empty(const alk__slab *s)
{
    return s->live == __atomic_load_n(&s->freed_elsewhere, __ATOMIC_ACQUIRE);
}

static void rewind_slab(alk__slab *s)
{
    s->live = 0;
    __atomic_store_n(&s->shared, false, __ATOMIC_RELAXED);
    __atomic_store_n(&s->freed_elsewhere, 0, __ATOMIC_RELAXED);
    s->next = (char *)s + HEADER;
}

/* Room in the current slab, which may be another one then. */
ALK__COLD __attribute__((noinline)) static bool renew(void)
{
    alk__slab *s = alk__slab_current;
    if (s && is_empty(s)) {
        rewind_slab(s);
        return true;
    }
    alk__slab *fresh = watch_thread() ? slab_new(ALK__SLAB_SIZE) : NULL;
    if (!fresh)
        return false;
    if (s)
        leave(s);
    alk__slab_current = fresh;
    return true;
}

ALK__COLD __attribute__((noinline)) void *alk__slab_cut_elsewhere(size_t size)
{
    return size <= LARGE && renew() ? alk__slab_cut(size) : take_alone(size);
}

void *alk__slab_take(size_t size)
{
    void *block = alk__slab_cut(size);
    return block ? memset(block, 0, size) : NULL;
}

void alk__slab_given(alk__slab *slab, uint32_t n)
{
    if (slab == alk__slab_current)
        rewind_slab(slab);                     /* else what others freed is asked for when the slab is full */
    else if (__atomic_add_fetch(&slab->freed_elsewhere, n, __ATOMIC_ACQ_REL) == 0)
        alk__free(slab);
}

#endif
