/* SPDX-License-Identifier: MIT
 * Every allocation of core goes through here: it is counted per thread, and a test can make it fail on demand.
 * A refused allocation leaves ALK_ERROR_NO_MEMORY as the thread's error, so callers only pass the failure on.
 * This file knows nothing of who allocates; malloc, realloc and free appear nowhere else. */
#ifndef ALK_BASE_ALLOC_H
#define ALK_BASE_ALLOC_H
#include <stddef.h>
#include <stdint.h>

void *alk__alloc(size_t size);                                            /* NULL: out of memory; size 0 is taken as 1 */
void *alk__calloc(size_t count, size_t size);                             /* zeroed; NULL also when the product overflows */
void *alk__alloc_aligned(size_t align, size_t size);                      /* align: a power of two; for alk__free(), not to be resized */
void *alk__realloc(void *block, size_t size);                             /* the block is untouched when NULL is returned */
void *alk__realloc_array(void *block, size_t count, size_t size);
void alk__free(void *block);                                              /* takes NULL */
char *alk__strdup(const char *text);                                      /* NULL text gives NULL without an error */
char *alk__strndup(const char *text, size_t length);                      /* always ends with NUL */

/* The same without an error when refused: for what may be done without, and for the error's own texts. */
void *alk__alloc_quiet(size_t size);

/* Large blocks that are all of one size. A few that are given back are kept for the next who asks, in whatever thread: memory that came from the system anew
 * would cost a page fault for every 4 KiB. They count as any others. */
void *alk__alloc_large(size_t size);                                      /* the same size each time */
void alk__free_large(void *block);
int alk__has_large(void);                                                 /* whether one is kept now */
void alk__forget_large(void);                                             /* frees those that are kept */

/* What this thread did so far: calls that asked for memory (each is a point that can fail), calls that gave some back, and
 * blocks taken less blocks given back. A block freed by another thread counts there. */
typedef struct alk__alloc_counts {
    uint64_t calls, frees;
    int64_t live;
} alk__alloc_counts;
alk__alloc_counts alk__alloc_counted(void);

/* Fail this thread's nth allocation from now (1 = the next one), only that one or all from there on; n = 0 ends it and forgets.
 * alk__alloc_failed() tells whether the point was reached since. */
void alk__alloc_fail(uint64_t n, int from_then_on);
int alk__alloc_failed(void);
#endif
