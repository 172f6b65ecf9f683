/* SPDX-License-Identifier: MIT
 * A fuzzer: one function that takes any bytes. Built with clang's -fsanitize=fuzzer it is a libFuzzer program; else driver.c
 * calls it with the files of the corpus, so that what was once found is tried in every run of the tests. */
#ifndef ALK_FUZZ_H
#define ALK_FUZZ_H
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A property that does not hold ends the process, which is how a fuzzer sees it. */
#define FUZZ_CHECK(condition)                                                                     \
    do {                                                                                          \
        if (!(condition)) {                                                                       \
            (void)fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);   \
            __builtin_trap();                                                                     \
        }                                                                                         \
    } while (0)
#endif
