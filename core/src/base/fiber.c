/* SPDX-License-Identifier: MIT
 * See fiber.h. The stack is a mapping with a page below it that cannot be touched: one that grows too far ends the program instead of writing elsewhere. The sanitizers
 * are told of each switch, as their manuals (sanitizer/common_interface_defs.h, sanitizer/tsan_interface.h) ask for. */
#include "base/fiber.h"
#include "base/alloc.h"
#include "base/error.h"
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#define STACK_SIZE ((size_t)512 << 10)     /* of address space; memory comes as it is used */

#if defined(__SANITIZE_ADDRESS__)
#define WITH_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define WITH_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define WITH_TSAN 1
#endif
#endif

#if defined(WITH_ASAN)
void __sanitizer_start_switch_fiber(void **fake_stack, const void *bottom, size_t size);
void __sanitizer_finish_switch_fiber(void *fake_stack, const void **old_bottom, size_t *old_size);
#endif
#if defined(WITH_TSAN)
void *__tsan_get_current_fiber(void);
void *__tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void *fiber);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
#endif

/* One side of the switch: where it goes on, and what the sanitizers know it by. */
typedef struct side {
    ucontext_t context;
    void *fake_stack, *tsan;
    const void *bottom;
    size_t size;
} side;

struct alk__fiber {
    side own, caller;
    void (*fn)(void *payload);
    void *payload;
    unsigned char *mapping;                /* the page that cannot be touched, then the stack */
    size_t mapped;
    alk__error_parcel *errors;             /* the ones of the side that does not run */
    bool running, returned;
};

/* last: the stack that is left is not come back to. */
static void jump(side *from, side *to, bool last)
{
    (void)last;
#if defined(WITH_ASAN)
    __sanitizer_start_switch_fiber(last ? NULL : &from->fake_stack, to->bottom, to->size);
#endif
#if defined(WITH_TSAN)
    __tsan_switch_to_fiber(to->tsan, 0);
#endif
    (void)swapcontext(&from->context, &to->context);
#if defined(WITH_ASAN)
    __sanitizer_finish_switch_fiber(from->fake_stack, &to->bottom, &to->size);
#endif
}

/* makecontext() passes numbers of type int alone. */
static void begin(unsigned high, unsigned low)
{
    alk__fiber *fiber = (alk__fiber *)(((uintptr_t)high << 16 << 16) | low);
#if defined(WITH_ASAN)
    __sanitizer_finish_switch_fiber(NULL, &fiber->caller.bottom, &fiber->caller.size);
#endif
    fiber->fn(fiber->payload);
    fiber->returned = true;
    fiber->running = false;
    jump(&fiber->own, &fiber->caller, true);
}

static bool make_stack(alk__fiber *fiber)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    void *mapping = mmap(NULL, STACK_SIZE + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED)
        return false;
    fiber->mapping = mapping;
    fiber->mapped = STACK_SIZE + page;
    fiber->own.bottom = fiber->mapping + page;
    fiber->own.size = STACK_SIZE;
    return mprotect(mapping, page, PROT_NONE) == 0;
}

alk__fiber *alk__fiber_new(void (*fn)(void *payload), void *payload)
{
    alk__fiber *fiber = alk__calloc(1, sizeof *fiber);
    if (!fiber)
        return NULL;
    fiber->fn = fn;
    fiber->payload = payload;
    if (!(fiber->errors = alk__error_parcel_new())) {
        alk__fiber_free(fiber);
        return NULL;
    }
    if (!make_stack(fiber) || getcontext(&fiber->own.context)) {
        alk__fiber_free(fiber);
        alk__error_no_memory();
        return NULL;
    }
    fiber->own.context.uc_stack.ss_sp = fiber->mapping + (fiber->mapped - STACK_SIZE);
    fiber->own.context.uc_stack.ss_size = STACK_SIZE;
    fiber->own.context.uc_link = NULL;
    makecontext(&fiber->own.context, (void (*)(void))begin, 2, (unsigned)((uintptr_t)fiber >> 16 >> 16), (unsigned)(uintptr_t)fiber);
#if defined(WITH_TSAN)
    fiber->own.tsan = __tsan_create_fiber(0);
#endif
    return fiber;
}

void alk__fiber_resume(alk__fiber *fiber)
{
#if defined(WITH_TSAN)
    fiber->caller.tsan = __tsan_get_current_fiber();
#endif
    fiber->running = true;
    alk__error_exchange(fiber->errors);
    jump(&fiber->caller, &fiber->own, false);
    alk__error_exchange(fiber->errors);
}

void alk__fiber_stop(alk__fiber *fiber)
{
    fiber->running = false;
    jump(&fiber->own, &fiber->caller, false);
}

bool alk__fiber_is_running(const alk__fiber *fiber)
{
    return fiber->running;
}

bool alk__fiber_has_returned(const alk__fiber *fiber)
{
    return fiber->returned;
}

void alk__fiber_free(alk__fiber *fiber)
{
    if (!fiber)
        return;
#if defined(WITH_TSAN)
    if (fiber->own.tsan)
        __tsan_destroy_fiber(fiber->own.tsan);
#endif
    if (fiber->mapping)
        (void)munmap(fiber->mapping, fiber->mapped);
    alk__error_parcel_free(fiber->errors);
    alk__free(fiber);
}
