/* SPDX-License-Identifier: MIT
 * The one place of malloc, realloc and free. Counters and the failure on demand are per thread: they need no lock, and a
 * test that makes its own thread fail does not disturb the others. */
#include "base/alloc.h"
#include "base/checked.h"
#include "base/error.h"
#include <stdlib.h>
#include <string.h>

static _Thread_local struct {
    alk__alloc_counts counts;
    uint64_t countdown;        /* calls until one is refused; 0: none is */
    bool from_then_on, failed;
} thread;

/* Objects larger than pointers can be apart are none; the C library refuses them too, a sanitizer would stop there. */
static bool refused(size_t size)
{
    thread.counts.calls++;
    if (size > PTRDIFF_MAX)
        return true;
    if (thread.countdown == 0 || --thread.countdown > 0)
        return false;
    thread.failed = true;
    thread.countdown = thread.from_then_on ? 1 : 0;
    return true;
}

void *alk__alloc_quiet(size_t size)
{
    void *block = refused(size) ? NULL : malloc(size ? size : 1);
    if (block)
        thread.counts.live++;
    return block;
}

void *alk__alloc(size_t size)
{
    void *block = alk__alloc_quiet(size);
    if (!block)
        alk__error_no_memory();
    return block;
}

void *alk__alloc_aligned(size_t align, size_t size)
{
    size_t total;
    if (!alk__add_size(size, align - 1, &total)) {
        alk__error_no_memory();
        return NULL;
    }
    void *block = refused(total) ? NULL : aligned_alloc(align, total & ~(align - 1));
    if (block)
        thread.counts.live++;
    else
        alk__error_no_memory();
    return block;
}

void *alk__calloc(size_t count, size_t size)
{
    size_t total;
    if (!alk__mul_size(count, size, &total)) {
        alk__error_no_memory();
        return NULL;
    }
    void *block = refused(total) ? NULL : calloc(1, total ? total : 1);
    if (block)
        thread.counts.live++;
    else
        alk__error_no_memory();
    return block;
}

void *alk__realloc(void *block, size_t size)
{
    void *moved = refused(size) ? NULL : realloc(block, size ? size : 1);
    if (!moved)
        alk__error_no_memory();
    else if (!block)
        thread.counts.live++;
    return moved;
}

void *alk__realloc_array(void *block, size_t count, size_t size)
{
    size_t total;
    if (!alk__mul_size(count, size, &total)) {
        alk__error_no_memory();
        return NULL;
    }
    return alk__realloc(block, total);
}

void alk__free(void *block)
{
    if (!block)
        return;
    thread.counts.frees++;
    thread.counts.live--;
    free(block);
}

/* ---- large blocks ---- */

enum { LARGE_KEPT = 4 };
static void *large[LARGE_KEPT];            /* atomic each; NULL: nothing kept there */

static void *take_large(void)
{
    void *block = NULL;
    for (int i = 0; i < LARGE_KEPT && !block; i++)
        if (__atomic_load_n(&large[i], __ATOMIC_RELAXED))
            block = __atomic_exchange_n(&large[i], NULL, __ATOMIC_ACQUIRE);
    return block;
}

void *alk__alloc_large(size_t size)
{
    bool may = !refused(size);
    void *block = may ? take_large() : NULL;
    if (may && !block)
        block = malloc(size);
    if (block)
        thread.counts.live++;
    else
        alk__error_no_memory();
    return block;
}

void alk__free_large(void *block)
{
    void *kept = NULL;
    thread.counts.frees++;
    thread.counts.live--;
    for (int i = 0; i < LARGE_KEPT; i++, kept = NULL)
        if (!__atomic_load_n(&large[i], __ATOMIC_RELAXED) &&
            __atomic_compare_exchange_n(&large[i], &kept, block, 0, __ATOMIC_RELEASE, __ATOMIC_RELAXED))
            return;
    free(block);
}

int alk__has_large(void)
{
    for (int i = 0; i < LARGE_KEPT; i++)
        if (__atomic_load_n(&large[i], __ATOMIC_RELAXED))
            return 1;
    return 0;
}

void alk__forget_large(void)
{
    for (int i = 0; i < LARGE_KEPT; i++)
        free(__atomic_exchange_n(&large[i], NULL, __ATOMIC_ACQUIRE));
}

char *alk__strdup(const char *text)
{
    return text ? alk__strndup(text, strlen(text)) : NULL;
}

char *alk__strndup(const char *text, size_t length)
{
    size_t size;
    if (!alk__add_size(length, 1, &size)) {
        alk__error_no_memory();
        return NULL;
    }
    char *copy = alk__alloc(size);
    if (!copy)
        return NULL;
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

alk__alloc_counts alk__alloc_counted(void)
{
    return thread.counts;
}

void alk__alloc_fail(uint64_t n, int from_then_on)
{
    thread.countdown = n;
    thread.from_then_on = from_then_on != 0;
    thread.failed = false;
}

int alk__alloc_failed(void)
{
    return thread.failed;
}
