/* SPDX-License-Identifier: MIT
 * Runs fuzz_ast.c on random bytes: alk_random_statements [HOW MANY [THE FIRST]]. A number gives the same statement everywhere; one that fails is printed. */
#include "../support/random.h"
#include "fuzz.h"
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern uint64_t fuzz_ast_prepared, fuzz_ast_refused, fuzz_ast_rendered;

static char which[64];

static void tell(int number)
{
    ssize_t done = write(STDERR_FILENO, which, strlen(which));
    (void)done;
    (void)signal(number, SIG_DFL);
    (void)raise(number);
}

int main(int argc, char *argv[])
{
    uint64_t count = argc > 1 ? strtoull(argv[1], NULL, 10) : 20000, first = argc > 2 ? strtoull(argv[2], NULL, 10) : 0;
    (void)signal(SIGILL, tell);
    (void)signal(SIGTRAP, tell);
    (void)signal(SIGSEGV, tell);
    for (uint64_t i = first; i < first + count; i++) {
        uint8_t bytes[400];
        alk_random r = { i * UINT64_C(0x9E3779B97F4A7C15) };
        size_t size = 8 + alk_random_below(&r, sizeof bytes - 8);
        (void)snprintf(which, sizeof which, "statement %" PRIu64 " fails\n", i);
        for (size_t j = 0; j < size; j++)
            bytes[j] = (uint8_t)alk_random_next(&r);
        (void)LLVMFuzzerTestOneInput(bytes, size);
    }
    (void)printf("%" PRIu64 " statements, %" PRIu64 " texts, SQLite took %" PRIu64 " and refused %" PRIu64 "\n", count, fuzz_ast_rendered, fuzz_ast_prepared, fuzz_ast_refused);
    return 0;
}
