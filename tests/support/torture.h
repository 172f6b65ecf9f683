/* SPDX-License-Identifier: MIT
 * Memory running out, at every point: ALK_TORTURE for a block within a test, and the driver that does it to whole tests.
 * How to use both is told in alk_test.h. */
#ifndef ALK_TEST_TORTURE_H
#define ALK_TEST_TORTURE_H
#include <stdbool.h>
#include <stdint.h>

typedef struct alk_torture {
    int *status;
    const char *file;
    int line;
    int phase;                 /* warming up, counting, one refused, all refused from there on */
    uint64_t n, count;         /* the allocation to refuse; how many there are */
    uint64_t calls;            /* before this run */
    int64_t live;
} alk_torture;

#define ALK_TORTURE(status_variable) \
    for (alk_torture alk_torture_state = alk_torture_begin(&(status_variable), __FILE__, __LINE__); \
         alk_torture_next(&alk_torture_state);)

alk_torture alk_torture_begin(int *status, const char *file, int line);
bool alk_torture_next(alk_torture *torture);

struct alk_test_case;
/* Runs each of these tests with memory running out; the arguments are those behind --torture. The process's exit code. */
int alk_torture_main(const struct alk_test_case *tests, int n, char **arguments);
/* Whether this process is a run of the driver. */
bool alk_torture_is_on(void);
/* A check failed in such a run, or a body came to its end: looks for leaks. Returns when there are none. */
void alk_torture_look_for_leaks(void);
/* A check failed: ends this process, unless the failure was injected. */
void alk_torture_judge(const char *file, int line, const char *message);
#endif
